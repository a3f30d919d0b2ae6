import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { auditRules } from '../../src/asn/index.js';
import { audit } from '../../src/auditing/audit.js';
import { breachesOf } from '../../src/auditing/breaches.js';
import type { Case } from '../../src/auditing/case.js';
import { casesOfDay } from '../../src/auditing/days.js';
import { pastOfProposal } from '../../src/auditing/own.js';
import { Past } from '../../src/auditing/past.js';
import { recomputedOf } from '../../src/auditing/recomputed.js';
import { explain, parseFolder, parseRound, propose, seal, type MeritError, type Proposal, type Round, type Scope, type SealedPolicy } from '../../src/index.js';
import { assign } from '../../src/kernel/assign/index.js';
import { readFolder } from '../../src/node/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { studyOf } from './support/study.js';

const policy = seal(readFileSync('examples/city/policy.json', 'utf8'));
const RULES = auditRules({ elections: [{ candidates: '2029-09-01', termEnds: '2030-03-01' }] });
const LEVELS = ['JPT_PRATAMA', 'ADMINISTRATOR', 'PENGAWAS'] as const;

/** Loss against the best way to fill as many of these seats with eligible people, in 1/10,000 point, by the kernel. */
function lossOf(cases: readonly Case[]): number {
  const people = [...new Set(cases.flatMap((c) => c.people.map((p) => p.person)))];
  const lists = people.map((person) => cases.flatMap((c, k) => c.people.flatMap((p) => (p.person === person && p.eligible === 'yes' ? [{ k, score: p.score! }] : []))));
  const start = [0];
  for (const list of lists) start.push(start.at(-1)! + list.length);
  const best = assign({ rows: people.length, cols: cases.length, colMax: cases.map((c) => c.seats), colMin: cases.map((c) => c.seats), start, col: lists.flat().map((e) => e.k), weight: lists.flat().map((e) => e.score) });
  if (best.status !== 'optimal') throw new Error('the decided seats themselves are a way');
  return best.value - cases.flatMap((c) => c.people).reduce((sum, p) => sum + (p.chosen ? p.score! : 0), 0);
}

describe('five rounds of the example city, decided as proposed', () => {
  const rounds: { name: string; round: Round; proposal: Proposal; plain: boolean }[] = [];
  beforeAll(async () => {
    const { round: city } = parseFolder(await readFolder('examples/city/data'), policy);
    const vacancies = JSON.parse(readFileSync('examples/city/data/vacancies-25.json', 'utf8')) as Scope;
    const levelOf = new Map<string, string>(city.positions.map((p) => [p.id, p.level]));
    const superior = new Map<string, readonly string[]>(city.positions.map((p) => [p.id, p.superior === undefined ? [] : [p.superior]]));
    // whoever's post closes is owed another one before merit is looked at
    const closing = new Set<string>(city.positions.filter((p) => p.closes !== undefined).map((p) => p.id));
    const place = (level: string | undefined): number => (level === undefined ? 3 : (LEVELS as readonly string[]).indexOf(level));
    const inScope = (positions: readonly string[], keep: (level: string | undefined) => boolean, plain = false): Round => {
      const names = new Set<string>(vacancies.people);
      const people = city.people.filter((p) => names.has(p.id) && !(plain && p.seat && closing.has(p.seat)) && keep(p.seat && levelOf.get(p.seat)));
      const ids = new Set<string>(people.map((p) => p.id));
      const used = new Set<string>([...positions, ...people.flatMap((p) => p.seat ?? [])]);
      for (const id of used) for (const above of superior.get(id) ?? []) used.add(above); // grows while it is read
      const few = people.map((p) => ({ ...p, wishes: (p.wishes ?? []).filter((id) => used.has(id)) }));
      return parseRound({ ...city, scope: { positions, people: [...ids] }, people: few, positions: city.positions.filter((p) => used.has(p.id)), relations: city.relations.filter((r) => ids.has(r.a) && ids.has(r.b)), pins: city.pins.filter((p) => ids.has(p.person)) }, policy).round;
    };
    const all = vacancies.positions as readonly string[];
    const of = (level: string): string[] => all.filter((id) => levelOf.get(id) === level);
    const made = [
      { name: 'all 25 vacancies', plain: false, round: inScope(all, () => true) },
      ...LEVELS.map((level, k) => ({ name: `${level}, from below alone`, plain: true, round: inScope(of(level), (seat) => place(seat) > k, true) })),
      { name: 'the lower two levels', plain: false, round: inScope([...of('ADMINISTRATOR'), ...of('PENGAWAS')], (seat) => seat !== 'JPT_PRATAMA') },
    ];
    for (const one of made) rounds.push({ ...one, proposal: await propose(one.round, policy) });
  }, 60_000);

  it.each([0, 1, 2, 3, 4])('round %i: a sound record, no breach, the eligibility of explain(), nothing to gain where the plan is a plain optimum', async (k) => {
    const { name, round, proposal, plain } = rounds[k]!;
    const { past, days } = pastOfProposal(proposal, round, policy);
    expect(Past.parse(past)).toEqual(past);
    expect(past.people?.some((p) => p.name !== undefined)).toBe(false);
    const cases = casesOfDay(days[0]!, past);
    const { eligible } = explain(proposal, round, policy);
    const moves = proposal.certain.moves.filter((m) => m.to !== null);
    expect(moves.length, name).toBeGreaterThan(1);
    expect(cases.flatMap((c) => c.people.filter((p) => p.chosen).map((p) => `${p.person} ${c.position}`)).sort()).toEqual(moves.map((m) => `${m.person} ${m.to!}`).sort());
    const staying = new Set(proposal.certain.seats.map(([person, position]) => `${person} ${position}`).filter((seat) => !moves.some((m) => seat === `${m.person} ${m.to!}`)));
    for (const c of cases) {
      const found = eligible(c.position).filter((p) => !staying.has(`${p.person} ${c.position}`));
      expect(c.people.map((p) => [p.person, p.eligible, p.score, p.scoreHigh]), c.id).toEqual([...found].sort((a, b) => (a.person < b.person ? -1 : 1)).map((p) => [p.person, 'yes', p.fit.low, p.fit.high]));
    }
    const study = studyOf({ past, cases, days, rules: RULES });
    expect(breachesOf(study).findings, name).toEqual([]);
    expect([recomputedOf(study).findings, recomputedOf(study).cannot]).toEqual([[], []]);
    const loss = lossOf(cases);
    const result = await audit(past, { days, rules: RULES });
    expect(result.findings.filter((f) => f.kind === 'breach'), name).toEqual([]);
    expect(result.regret.map((r) => [r.on, r.from, r.decisions.length, r.loss]), name).toEqual([[round.asOf, 'recomputed', cases.length, loss]]);
    if (plain) expect(result.regret[0]!.share, name).toBe(0);
    if (plain) expect(loss, name).toBe(0);
    else expect(loss, name).toBeGreaterThanOrEqual(0);
  });

  it('would find the same plan decided inside a lock, and one that was decided against its order', () => {
    const { round, proposal } = rounds[2]!;
    const { past, days } = pastOfProposal(proposal, round, policy, { on: '2029-03-01' });
    const cases = casesOfDay(days[0]!, past);
    const { findings } = breachesOf(studyOf({ past, cases, days, rules: RULES }));
    expect(findings.filter((f) => f.code === 'freeze-window')).toHaveLength(cases.reduce((sum, c) => sum + c.seats, 0));
    // the chosen of the first post gives way to the last of its candidates who was not chosen anywhere
    const placed = new Set(cases.flatMap((c) => c.people.filter((p) => p.chosen).map((p) => p.person)));
    const worse = cases.map((c, k) => {
      const last = [...c.people].filter((p) => !placed.has(p.person)).sort((a, b) => a.score! - b.score!)[0]!;
      return k > 0 ? c : { ...c, people: c.people.map((p) => ({ ...p, chosen: p.person === last.person })) };
    });
    expect(lossOf(worse)).toBeGreaterThan(0);
  });
});

describe('our own proposal as a record', () => {
  const toy = async (positions: Parameters<typeof toyRound>[0]): Promise<{ round: Round; sealed: SealedPolicy; proposal: Proposal }> => {
    const sealed = seal(toyPolicy());
    const { round } = parseRound(toyRound(positions), sealed);
    return { round, sealed, proposal: await propose(round, sealed) };
  };
  const parts = {
    positions: [toyPost('J1', 'MID', { seats: 2 }), toyPost('J2', 'LOW')],
    people: [
      { ...toyPerson({ id: 'A', seat: 'J1', exam: 50 }), since: '2020-01-01', name: 'Somebody' },
      { ...toyPerson({ id: 'B', seat: 'J2', exam: 90, senior: 7 }), since: '2021-01-01' },
      toyPerson({ id: 'C', exam: 80, senior: 3 }),
      toyPerson({ id: 'D', exam: 20 }),
    ],
  };
  it('has a decision for each post that somebody comes into, its candidates but who stays there, the roster before and after', async () => {
    const { round, sealed, proposal } = await toy(parts);
    const { past } = pastOfProposal(proposal, round, sealed, { on: '2027-01-01' });
    expect(past.decisions?.map((d) => [d.id, d.on, d.kind, d.document])).toEqual([['J1', '2027-01-01', 'promotion', 'R-1'], ['J2', '2027-01-01', 'entry', 'R-1']]);
    expect(past.candidates?.filter((c) => c.decision === 'J1').map((c) => [c.person, c.chosen])).toEqual([['B', true], ['C', false], ['D', false]]);
    expect(past.roster).toEqual([
      { person: 'A', position: 'J1', from: '2020-01-01' },
      { person: 'B', position: 'J2', from: '2021-01-01', to: '2026-12-31' },
      { person: 'B', position: 'J1', from: '2027-01-01', kind: 'promotion', document: 'R-1' },
      { person: 'C', position: 'J2', from: '2027-01-01', kind: 'entry', document: 'R-1' },
    ]);
    expect(JSON.stringify(past)).not.toContain('Somebody');
  });
  it('has the ties that are asked of an attribute; whoever it is not known of has none', async () => {
    const { round, sealed, proposal } = await toy(parts);
    const { past } = pastOfProposal(proposal, round, sealed, { ties: { seventh: { attribute: 'senior', is: 7 } } });
    expect(past.candidates?.filter((c) => c.decision === 'J1').map((c) => [c.person, c.ties])).toEqual([['B', { seventh: true }], ['C', { seventh: false }], ['D', {}]]);
  });
  it('carries over who takes part, whom he did not judge, declared ties, and the demands of the posts with the evidence on them', async () => {
    const sealed = seal(toyPolicy((p) => { p.relations.recusal = { maxDegree: 2, citation: { own: 'the test' } }; }));
    const statement = { on: '2026-11-01', document: 'Statement 1' };
    const { round } = parseRound(toyRound({
      ...parts,
      positions: [parts.positions[0]!, { ...parts.positions[1]!, requires: [{ attribute: 'exam', is: '>=', value: 10 }] }],
      relations: [{ a: 'A', b: 'C', kind: 'sibling', degree: 2, source: 'S1' }],
      actors: [
        { id: 'judge', role: 'scorer', person: 'A', statement, interests: [{ person: 'D', kind: 'cousin', degree: 4 }] },
        { id: 'mute', role: 'panel' },
        { id: 'chair', role: 'decider', statement, interests: [{ person: 'B', kind: 'child', degree: 1 }] },
      ],
    }), sealed);
    const { past } = pastOfProposal(await propose(round, sealed), round, sealed);
    expect(past.roles?.filter((r) => r.decision === 'J1')).toEqual([
      { decision: 'J1', actor: 'chair', role: 'decider', statement: '2026-11-01', declared: ['B'] }, // a decider judges nobody by evidence: whether he stood aside is not known
      { decision: 'J1', actor: 'A', role: 'scorer', statement: '2026-11-01', declared: ['D'], recused: ['A', 'C'] },
      { decision: 'J1', actor: 'mute', role: 'panel', recused: 'all' },
    ]);
    expect(past.relations).toEqual([
      { a: 'A', b: 'C', kind: 'sibling', degree: 2, source: 'S1' },
      { a: 'chair', b: 'B', kind: 'child', degree: 1, source: 'Statement 1' },
      { a: 'A', b: 'D', kind: 'cousin', degree: 4, source: 'Statement 1' },
    ]);
    expect(past.requirements).toEqual([{ position: 'J2', attribute: 'exam', is: '>=', value: 10 }]);
    expect(past.evidence?.map((e) => [e.person, e.attribute, e.value, e.date])).toEqual([['A', 'exam', 50, '2026-10-01'], ['B', 'exam', 90, '2026-10-01'], ['C', 'exam', 80, '2026-10-01'], ['D', 'exam', 20, '2026-10-01']]);
    expect(Past.parse(past)).toEqual(past);
  });
  it('states no kind of a decision whose arrivals came in different ways, and the consent of whoever goes lower', async () => {
    const { round, sealed, proposal } = await toy({
      positions: [toyPost('J1', 'MID', { seats: 2, class: 9 }), toyPost('J2', 'LOW', { superior: 'J1' }), toyPost('J8', 'TOP', { closes: '2026-11-21' }), toyPost('J9', 'LOW', { closes: '2026-11-21' })],
      people: [
        { ...toyPerson({ id: 'B', seat: 'J2', exam: 90 }), since: '2021-01-01' },
        toyPerson({ id: 'C', exam: 80 }),
        { ...toyPerson({ id: 'E', seat: 'J8', exam: 70 }), since: '2021-01-01', acceptsLower: { on: '2026-11-01', document: 'Letter 9' } },
        { ...toyPerson({ id: 'F', seat: 'J9', exam: 10, cleared: false }), since: '2021-01-01' },
      ],
      actors: [{ id: 'boss', role: 'decider', interests: [{ person: 'B', kind: 'friend' }] }],
    });
    const { past } = pastOfProposal(proposal, round, sealed);
    expect(proposal.certain.moves.map((m) => [m.person, m.to, m.kind])).toEqual([['B', 'J1', 'promotion'], ['C', 'J1', 'entry'], ['E', 'J2', 'demotion'], ['F', null, 'release']]);
    expect(past.decisions!.map((d) => [d.id, d.kind])).toEqual([['J1', undefined], ['J2', 'demotion']]);
    expect(past.roster).toEqual([
      { person: 'B', position: 'J2', from: '2021-01-01', to: '2026-11-20' },
      { person: 'B', position: 'J1', from: '2026-11-21', kind: 'promotion', document: 'R-1' },
      { person: 'C', position: 'J1', from: '2026-11-21', kind: 'entry', document: 'R-1' },
      { person: 'E', position: 'J8', from: '2021-01-01', to: '2026-11-20' },
      { person: 'E', position: 'J2', from: '2026-11-21', kind: 'demotion', document: 'R-1', consent: 'Letter 9' },
      { person: 'F', position: 'J9', from: '2021-01-01', to: '2026-11-20' },
    ]);
    expect(past.relations).toEqual([{ a: 'boss', b: 'B', kind: 'friend', source: 'boss' }]); // without a statement the actor is the source
    expect(past.positions!.slice(0, 2)).toEqual([{ id: 'J1', title: 'Post J1', unit: 'U1', level: 'MID', class: 9 }, { id: 'J2', title: 'Post J2', unit: 'U1', level: 'LOW', superior: 'J1' }]);
  });
  it('refuses another round, a day before that of the round and an attribute that the policy does not have', async () => {
    const { round, sealed, proposal } = await toy(parts);
    const code = (of: () => unknown): string => {
      try {
        of();
        return 'nothing';
      } catch (error) {
        return `${(error as MeritError).code} ${(error as MeritError).path ?? ''}`;
      }
    };
    const other = parseRound({ ...toyRound(parts), id: 'other' }, sealed).round;
    expect(code(() => pastOfProposal(proposal, other, sealed))).toBe('E_INPUT_HASH /round');
    expect(code(() => pastOfProposal(proposal, round, sealed, { on: '2020-01-01' }))).toBe('E_DATE_ORDER /options/on');
    expect(code(() => pastOfProposal(proposal, round, sealed, { ties: { x: { attribute: 'toString', is: 1 } } }))).toBe('E_REF_UNKNOWN /options/ties/x/attribute');
  });
});
