import { beforeAll, describe, expect, it } from 'vitest';
import { approvals, type ApprovalEvent, type Policy, type Round, type Route } from '../../src/index.js';
import { approvalsText, explanationText, report, summaryText } from '../../src/reporting/index.js';
import { formatJudgement } from '../../src/reporting/format-judgement.js';
import { stagesText } from '../../src/reporting/stages-text.js';
import { Names } from '../../src/reporting/names.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { readMarkup } from './markup.js';
import { PAYLOADS } from './payloads.js';
import { caseOf, type Case } from './rounds.js';

const law = (article: number) => ({ source: `Toy act, article ${article}`, confidence: 'V' });
const level = (k: number): Route['when'] => ({ op: 'compare', left: { op: 'level', of: 'position' }, is: '=', right: { op: 'const', value: k } });
const policyOf = (change: (policy: Policy) => void = () => undefined): Policy =>
  toyPolicy((p) => {
    p.gates[0]!.waivable = law(9);
    p.routes = [
      { id: 'crown', label: { en: 'by the crown', id: 'oleh mahkota' }, citation: law(20), when: { op: 'compare', left: { op: 'position', attribute: 'field' }, is: '=', right: { op: 'const', value: 'crown' } }, approver: { en: 'the crown', id: 'mahkota' }, steps: [], documents: [], outside: true },
      { id: 'panel', label: { en: 'by a panel', id: 'oleh panitia' }, citation: law(21), when: level(2), approver: { en: 'the mayor', id: 'wali kota' }, steps: [{ id: 'call', label: { en: 'public call', id: 'pengumuman' }, days: 15, citation: law(22) }, { id: 'sit', label: { en: 'sitting', id: 'sidang' }, days: 1, citation: law(23) }], documents: [{ en: 'three names', id: 'tiga nama' }] },
      { id: 'desk', label: { en: 'by the desk' }, citation: law(24), when: level(1), approver: { en: 'the desk' }, steps: [{ id: 'do', label: { en: 'doing' }, days: 40, citation: law(24) }], documents: [] },
    ];
    change(p);
  });
const waiver = { person: 'A', position: 'J1', rule: 'cleared', by: 'The chair', on: '2026-11-20', document: 'Letter 4', reason: 'the file burned' };
const roundOf = (change: (round: Round) => void = () => undefined): Round => {
  const round = toyRound({
    positions: [toyPost('J1', 'TOP', { class: 12, track: 'x' }), toyPost('J2', 'TOP', { class: 14, track: 'x' }), toyPost('J3', 'MID', { track: 'y' }), toyPost('J8', 'LOW'), toyPost('J9', 'TOP', { attributes: { field: 'crown' } })],
    people: [toyPerson({ id: 'A', seat: 'J2', exam: 90, cleared: false }), toyPerson({ id: 'B', seat: 'J3', exam: 80 }), toyPerson({ id: 'C', exam: 70 })],
    pins: [{ person: 'B', position: 'J2', by: 'x', reason: 'y' }],
    waivers: [{ ...waiver }],
  });
  change(round);
  return round;
};

let made: Case;
beforeAll(async () => {
  made = await caseOf(roundOf(), policyOf());
});
const textOf = (locale: 'en' | 'id', of: Case = made): string => readMarkup(report(of, { locale })).text.replace(/\s+/g, ' ');

describe('the report', () => {
  it('stands on a plan with one rotation down in class under a waiver, one promotion and one entry, over two routes', () => {
    expect(made.proposal.certain.moves.map((m) => [m.person, m.to, m.kind, m.pattern, m.hiddenDemotion, m.route, m.waived])).toEqual([
      ['A', 'J1', 'lateral', 'horizontal', true, 'panel', ['cleared']],
      ['B', 'J2', 'promotion', 'diagonal', false, 'panel', []],
      ['C', 'J3', 'entry', null, false, 'desk', []],
    ]);
  });

  it('tells a hidden demotion and a waiver on page one and where the move is shown', () => {
    const text = textOf('en');
    const [pageOne, moves] = [text.slice(0, text.indexOf('These moves rest on known data')), text.slice(text.indexOf('These moves rest on known data'), text.indexOf('Only if confirmed', 3000))];
    for (const said of ['1 lateral move is a hidden demotion: the level stays, the class of the job falls.', '1 move rests on a waiver, told beside it.']) expect(pageOne).toContain(said);
    for (const said of ['lateral move (horizontal; hidden demotion)', 'promotion (diagonal)', 'new appointment', 'Hidden demotion: the level stays, but the class of the job falls from 14 to 12.', 'Waiver: “is cleared” was set aside by The chair on 20 November 2026, Letter 4, because: the file burned.', 'Route: by a panel, 16 days; decided by: the mayor.']) expect(moves).toContain(said);
    const id = textOf('id');
    for (const said of ['1 rotasi setingkat merupakan demosi terselubung', 'rotasi setingkat (horizontal; demosi terselubung)', 'Demosi terselubung: jenjang tetap, tetapi kelas jabatan turun dari 14 ke 12.', 'promosi (diagonal)', 'dikecualikan oleh The chair pada 20 November 2026', 'Mekanisme: oleh panitia, 16 hari; diputus oleh: wali kota.']) expect(id).toContain(said);
  });

  it('says nothing of it where there is nothing to say, and has no section on routes for a policy without', async () => {
    const plain = await caseOf(roundOf((r) => ((r.waivers = []), (r.people[0] = toyPerson({ id: 'A', seat: 'J2', exam: 90 })), delete r.positions[0]!.class)), policyOf((p) => delete p.routes));
    const text = textOf('en', plain);
    for (const word of ['idden demotion', 'waiver', 'Routes and approvals', 'Route:', 'In stages', 'more than one route']) expect(text).not.toContain(word);
    expect(report(plain, { locale: 'en' })).not.toContain('#routes');
  });

  it('tells of each route that is taken its basis, approver, steps with days, documents and moves; none that is not', () => {
    const text = textOf('en');
    const routes = text.slice(text.indexOf('What each move needs'), text.indexOf('Every post that receives'));
    for (const said of ['by a panel', 'Decided bythe mayor', 'BasisToy act, article 21, confidence V', 'Takes16 days', 'public call: 15 days (Toy act, article 22, confidence V)', 'sitting: 1 day (', 'Documentsthree names', 'Name of A A → Post J1 J1; Name of B B → Post J2 J2', 'Takes40 days', 'Documentsnone']) {
      expect(routes.replace(/(Decided by|Basis|Takes|Documents) /g, '$1')).toContain(said);
    }
    expect(routes.indexOf('by the crown')).toBeGreaterThan(routes.indexOf('Posts outside the decider’s hand'));
    expect(routes).toMatch(/Post J9 J9 ?by the crown, decided by the crown/);
    expect(textOf('id')).toMatch(/Post J9 J9 ?oleh mahkota, diputus oleh mahkota/);
  });

  it('tells chains as stages', () => {
    expect(textOf('en')).toContain('The chain runs over more than one route and is only as fast as the slowest above: after 16 days Name of A (A), Name of B (B); then after 40 days Name of C (C).');
    expect(textOf('id')).toContain('setelah 16 hari Name of A (A), Name of B (B); kemudian setelah 40 hari Name of C (C).');
    const names = new Names(made.round, made.policy, 'en');
    const of = (ready: readonly (number | null)[] | null, crosses = false): string => stagesText({ people: ['A', 'B', 'C'].slice(0, ready?.length ?? 3), ready, crosses }, names);
    expect(of(null)).toBe('');
    expect(of([5])).toBe('');
    expect(of([0, 0, 1])).toBe('In stages: at once Name of A (A), Name of B (B); then after 1 day Name of C (C).');
    expect(of([3, null, null])).toBe('In stages: after 3 days Name of A (A); then after a time not known yet Name of B (B), Name of C (C).');
  });

  it('tells the same of moves that wait for a confirmation, and in the picture of a chain', async () => {
    const waits = await caseOf(roundOf((r) => (r.people[0]!.evidence = r.people[0]!.evidence.filter((e) => e.attribute !== 'exam'))), policyOf((p) => p.gates.push({ id: 'tried', label: { en: 'has been tried' }, citation: law(5), rule: { op: 'compare', left: { op: 'person', attribute: 'exam' }, is: '>=', right: { op: 'const', value: 10 } } })));
    const text = textOf('en', { ...waits, proposal: { ...waits.proposal, certain: { ...waits.proposal.certain, moves: [], chains: [] } } });
    const onlyIf = text.slice(text.indexOf('Not part of the proposal'), text.indexOf('Chains', text.indexOf('Not part of the proposal')));
    for (const said of ['Hidden demotion: the level stays', 'Waiver: “is cleared”', 'has been tried: exam is not known']) expect(onlyIf).toContain(said);
    expect(report(made, { locale: 'id' })).toContain('A · demosi terselubung · ');
  });

  it('marks a candidate who may hold the post only by waiver', () => {
    expect(textOf('en')).toContain('eligible only by waiver of: is cleared');
  });

  it('shows hostile words of waivers and routes as text', async () => {
    const hostile = PAYLOADS[0]!;
    const bad = await caseOf(
      roundOf((r) => Object.assign(r.waivers[0]!, { by: hostile, document: hostile, reason: hostile })),
      policyOf((p) => p.routes!.forEach((r) => Object.assign(r, { label: { en: hostile }, approver: { en: hostile }, documents: [{ en: hostile }] }))),
    );
    const { tags, text } = readMarkup(report(bad, { locale: 'en' }));
    expect(tags.map((t) => t.name)).not.toContain('script');
    expect(text.split(hostile).length).toBeGreaterThan(8);
  });
});

describe('the terminal', () => {
  it('tells kind, warnings and chains over routes in the summary', () => {
    const text = summaryText(made, { locale: 'en' });
    for (const said of ['1 lateral move is a hidden demotion', '1 move rests on a waiver', '1 chain or loop over more than one route: in stages', 'Post J1 (J1), lateral move (horizontal; hidden demotion), fit']) expect(text).toContain(said);
    expect(summaryText(made, { locale: 'id' })).toContain('1 rangkaian atau lingkaran melalui lebih dari satu mekanisme: bertahap');
  });

  it('tells of a person why: kind, hidden demotion, waiver, route', () => {
    const text = explanationText({ question: 'why', value: made.explanation!.why('A') }, made, { locale: 'en' });
    for (const said of [
      'Kind of the move: lateral move (horizontal; hidden demotion).',
      'Hidden demotion: the level stays',
      'Route: by a panel, 16 days; decided by: the mayor.',
      'met only by waiver: is cleared: set aside by The chair on 20 November 2026, Letter 4, because: the file burned; without that not met: cleared is no; required: yes (may be waived by Toy act, article 9, confidence V; Toy act, article 1, confidence V; register of 1 October 2026)',
      'met: A lawful route inside the decider’s hand leads to the post: the route is “by a panel” (Toy act, article 21, confidence V)',
    ]) expect(text).toContain(said);
    const short = explanationText({ question: 'shortlist', position: 'J1', value: made.explanation!.shortlist('J1') }, made, { locale: 'en' });
    expect(short).toContain('; eligible only by waiver of: is cleared');
  });

  it('tells why not: the outside route with who decides, no route at all, a route not known', () => {
    const told = (person: string, position: string, locale: 'en' | 'id' = 'en') => explanationText({ question: 'why-not', person, position, value: made.explanation!.whyNot(person, position) }, made, { locale });
    expect(told('C', 'J9')).toContain('not met: A lawful route inside the decider’s hand leads to the post: the route is “by the crown”, and the crown decides it (Toy act, article 20, confidence V)');
    expect(told('C', 'J9', 'id')).toContain('mekanismenya “oleh mahkota”, dan yang memutus adalah mahkota (Toy act, article 20, tingkat keyakinan V)');
    expect(told('C', 'J8')).toContain('no route of the policy leads there (routes of the policy)');
    const pair = made.explanation!.judgements('C', 'J8').find((j) => j.rule === 'route')!;
    const unknown = { ...pair, outcome: 'unknown' as const, missing: [{ about: 'person' as const, attribute: 'exam', cause: 'missing' as const }] };
    expect(formatJudgement(unknown, made, 'en')).toBe('A lawful route inside the decider’s hand leads to the post: exam is not known: no record in the register (routes of the policy)');
  });

  it('tells a waived rule that is not known as not known', async () => {
    const unknown = await caseOf(roundOf((r) => (r.people[0]!.evidence = r.people[0]!.evidence.filter((e) => e.attribute !== 'cleared'))), policyOf());
    expect(explanationText({ question: 'why', value: unknown.explanation!.why('A') }, unknown, { locale: 'en' })).toContain('because: the file burned; without that not known: cleared is not known: no record in the register');
  });
});

describe('the steps of approval', () => {
  const steps: ApprovalEvent[] = [
    { person: 'A', to: 'submitted', by: 'the desk', on: '2026-12-01' },
    { person: 'A', to: 'approved', by: 'the mayor', on: '2026-12-05', document: 'Letter 9', until: '2026-12-20' },
    { person: 'B', to: 'submitted', by: 'the desk', on: '2026-12-01' },
    { person: 'B', to: 'refused', by: 'the mayor', on: '2026-12-06', reason: 'no three names' },
  ];
  const told = (day: string, locale: 'en' | 'id'): readonly string[] => approvalsText(approvals(made.proposal, steps, day), made, { locale }).trimEnd().split('\n');

  it('are told for each move: state, day, who, document or reason, and until when', () => {
    expect(told('2026-12-10', 'en')).toEqual([
      'Name of A (A) → Post J1 (J1): approved (5 December 2026), by the mayor, Letter 9, good until 20 December 2026',
      'Name of B (B) → Post J2 (J2): refused (6 December 2026), by the mayor, because: no three names',
      'Name of C (C) → Post J3 (J3): proposed, decided by the desk',
    ]);
    expect(told('2026-12-21', 'id')).toEqual([
      'Name of A (A) → Post J1 (J1): kedaluwarsa (20 Desember 2026), oleh the mayor, Letter 9',
      'Name of B (B) → Post J2 (J2): ditolak (6 Desember 2026), oleh the mayor, dengan alasan: no three names',
      'Name of C (C) → Post J3 (J3): diusulkan, diputus oleh the desk',
    ]);
  });

  it('of a release tell that there is no post', () => {
    const release = { person: 'A', from: 'J2', to: null, route: null, state: 'proposed', since: null, events: [] } as const;
    expect(approvalsText([release], made, { locale: 'en' })).toBe('Name of A (A) → no post: proposed\n');
  });
});
