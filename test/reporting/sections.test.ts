/** Sections of the report and of what is told around a round, from small answers written by hand: what few rounds come to. */
import { describe, expect, it } from 'vitest';
import { diff, type Frontier, type LeverEffect, type Policy, type RecusalEffect } from '../../src/index.js';
import type { RoundStory } from '../../src/trail/index.js';
import { aroundText, packChangesText, summaryText } from '../../src/reporting/index.js';
import type { ReportContext } from '../../src/reporting/context.js';
import { frontierSection, rowsShown } from '../../src/reporting/frontier-section.js';
import { limitsSection } from '../../src/reporting/limits-section.js';
import { formatChanges, formatLoss } from '../../src/reporting/format-loss.js';
import { who } from '../../src/reporting/marks.js';
import { Names } from '../../src/reporting/names.js';
import { Easel, drawn } from '../../src/reporting/picture.js';
import { recusalSection } from '../../src/reporting/recusal-section.js';
import { routesSection } from '../../src/reporting/routes-section.js';
import { trailRows, trailSection, trailVerify } from '../../src/reporting/trail-section.js';
import { locales } from '../../src/reporting/locale/index.js';
import { html, type Renderable } from '../../src/reporting/html.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { caseOf, richPolicy, richRound, type Case } from './rounds.js';

const round = toyRound({
  positions: [toyPost('J1', 'TOP', { class: 12 }), toyPost('J2', 'MID')],
  people: [toyPerson({ id: 'A', exam: 50 }), { id: 'B', evidence: [] }, toyPerson({ id: 'C', seat: 'J2' })],
});
const policy = toyPolicy();
const names = new Names(round, policy, 'en');
const LIMITS = { nearest: 10, shortlist: 3, eligible: 100, list: 2 };
const contextOf = (more: object): ReportContext => ({ round, policy, names, limits: LIMITS, ...more }) as unknown as ReportContext;
/** The text, one line for each element. */
const wordsOf = (markup: Renderable): string => html`${markup}`.toString().replace(/<[^>]*>/g, '\n').replace(/\n\s*/g, '\n').trim();

describe('the frontier of moves', () => {
  const frontier = (count: number, more: Partial<Frontier> = {}): Frontier => ({
    points: Array.from({ length: count }, (_, k) => ({ from: 10_000 * (count - k), to: 10_000 * (count - k), moves: k, gain: 10_000 * k, objectives: [] })),
    knee: undefined, unreachable: [], complete: true, withoutRows: false, ...more,
  });
  const told = (value: Frontier): string => wordsOf(frontierSection(contextOf({ frontier: value })));

  it('is not told where nobody asked, or of one plan alone', () => {
    expect(frontierSection(contextOf({ frontier: null }))).toBe('');
    expect(frontierSection(contextOf({ frontier: frontier(1) }))).toBe('');
  });

  it('says that every number of moves is reached, or which are not, one by one and in runs', () => {
    expect(told(frontier(3))).toContain('Every number of moves between the ends is reached by some cost.');
    expect(told(frontier(3, { unreachable: [[4, 4], [6, 9]] }))).toContain('these numbers of moves: 4, 6–9. Only a cap reaches them.');
  });

  it('says where the search was cut short, where rows are left out, and nothing of either where not', () => {
    const [plain, both] = [told(frontier(3)), told(frontier(3, { complete: false, withoutRows: true }))];
    for (const said of ['The search was cut short', 'Rules on related people and limits on the whole plan are left out']) expect([plain.includes(said), both.includes(said)]).toEqual([false, true]);
  });

  it('tells one cost where both ends are the same, and both where they are not', () => {
    const points = [{ from: 0, to: 20_000, moves: 0, gain: 0, objectives: [] }, { from: 30_000, to: 30_000, moves: 2, gain: 50_000, objectives: [] }];
    const lines = aroundText({ about: 'frontier', value: frontier(2, { points, knee: 1 }) }, { round, policy }, { locale: 'en' }).split('\n');
    expect(lines.slice(1, 3)).toEqual(['  - 0 moves: 0.00 points gained; best if a move costs 0.00 – 2.00 points more', '  - 2 moves: 5.00 points gained; best if a move costs 3.00 points more (the knee: furthest above the straight line between the ends)']);
  });

  it('shows all points of a table that has room for them, and of more the ends, the knee and others between', () => {
    expect(rowsShown(frontier(16))).toEqual(Array.from({ length: 16 }, (_, k) => k));
    const shown = rowsShown(frontier(31, { knee: 12 }));
    expect(shown).toEqual([0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30]);
    const beside = rowsShown(frontier(40, { knee: 8 })); // a knee that is none of the evenly spread
    expect([beside.length, beside[0], beside.at(-1), beside.includes(8)]).toEqual([16, 0, 39, true]);
    expect(told(frontier(31))).toContain('15 more points are not listed here.');
    expect(told(frontier(16))).not.toContain('not listed here');
  });

  it('marks the knee with a square, its words to the left of it where they would leave the picture', () => {
    const square = (knee: number | undefined): string => frontierSection(contextOf({ frontier: frontier(11, { knee }) })).toString();
    expect(square(undefined)).not.toContain('<rect class="post"');
    expect(square(1)).toMatch(/<text class="title" x="[\d.]+" y="[\d.]+">knee: 1 move</);
    expect(square(10)).toMatch(/<text class="title end" x="590" y="[\d.]+">knee: 10 moves</); // twelve left of the last point, at 602
  });
});

describe('levers in words', () => {
  const effect = (more: Partial<LeverEffect>): LeverEffect => ({ lever: 'vacantSeat', value: 40, today: false, status: 'optimal', moves: 2, vacant: 1, objectives: [], changed: [], nearTies: 0, ...more });

  it('say which value is the policy’s own, what each leads to, and where there is no plan', () => {
    const value = [effect({ today: true }), effect({ lever: 'moves', value: 0, moves: 0, vacant: 3, changed: ['A', 'C'] as never }), effect({ lever: 'moves', value: 1, status: 'infeasible' })];
    const lines = aroundText({ about: 'levers', value }, { round, policy }, { locale: 'en' }).split('\n');
    expect(lines[1]).toMatch(/^ {2}- cost of a vacant seat 40(\.00)? \(as the policy has it\): 2 moves, 1 empty seat; 0 people sit elsewhere/);
    expect(lines[2]).toMatch(/^ {2}- most moves 0(\.00)?: 0 moves, 3 empty seats; 2 people sit elsewhere/);
    expect(lines[3]).toMatch(/^ {2}- most moves 1(\.00)?: no plan is possible$/);
  });
});

describe('limits of the whole plan', () => {
  const cited = (id: string, label: string, bound: boolean) => ({ id, label: { en: label }, citation: bound ? { own: 'a choice made for the test' } : { source: 'Toy custom', confidence: 'm' } });
  const limited = toyPolicy((p) => {
    p.limits = [{ ...cited('cap', 'few moves', true), kind: 'moves', max: 4 }, { ...cited('share', 'some of each', true), kind: 'unit', units: 'each', min: 2 }, { ...cited('old', 'an old custom', false), kind: 'moves', max: 1 }];
  });
  const of = (status: string, used: readonly object[], list = 50): string =>
    wordsOf(limitsSection(contextOf({ policy: limited, names: new Names(round, limited, 'en'), proposal: { certain: { status } }, explanation: { limits: () => used }, limits: { ...LIMITS, list } })));
  const used = [
    { limit: 'cap', unit: null, side: 'max', bound: 4, today: 0, used: 3 },
    { limit: 'share', unit: 'U1', side: 'min', bound: 2, today: 1, used: 1 },
    { limit: 'share', unit: 'gone', side: 'max', bound: 2, today: 5, used: 4 },
  ];

  it('are not told of a policy that has none', () => {
    expect(limitsSection(contextOf({ proposal: { certain: { status: 'optimal' } }, explanation: { limits: () => [] } }))).toBe(false);
  });

  it('are told with where they count, what they allow, today and what the plan uses; one that nobody confirmed binds nobody', () => {
    const words = of('optimal', used);
    expect(words).toMatch(/few moves\n[^\n]*\nthe whole plan\nat most 4\n0\n3\n/);
    expect(words).toMatch(/some of each\n[^\n]*\nUnit one\nat least 2\n1\n1\n/);
    expect(words).toMatch(/some of each\n[^\n]*\ngone\nat most 2\n5\n4\n/); // a unit that the round does not have
    expect(words).toMatch(/an old custom\n[^\n]*\n(–\n)?does not bind: nobody confirmed it/);
    expect(of('optimal', used, 2)).toContain('2 more are not listed.');
  });

  it('have what they use in bold where today breaks them already, above or below', () => {
    const markup = html`${limitsSection(contextOf({ policy: limited, names: new Names(round, limited, 'en'), proposal: { certain: { status: 'optimal' } }, explanation: { limits: () => used }, limits: { ...LIMITS, list: 50 } }))}`.toString();
    expect([...markup.matchAll(/<b>(\d+)<\/b>/g)].map(([, n]) => n)).toEqual(['1', '4']); // 1 where 2 are asked, 4 where 2 are allowed; 3 of 4 is within
  });

  it('count nothing where there is no plan, and still say which do not bind', () => {
    const words = of('infeasible', used);
    expect(words).toContain('There is no plan, so nothing is counted.');
    expect(words).not.toContain('at most');
    expect(words).toMatch(/an old custom\n[^\n]*\ndoes not bind: nobody confirmed it/);
  });
});

describe('judgements set aside', () => {
  const fit = { low: 500_000, high: 500_000, parts: [] };
  const item = (more: object = {}) => ({ attribute: 'exam', value: 50, source: 'S1', date: '2026-10-01', by: 'X1', role: 'panel', reason: 'related', grounds: [{ from: 'self' }], ...more });
  const effect = (more: object = {}, plan: object = { counted: [], withThem: [], seats: [] }): RecusalEffect =>
    ({ people: [{ person: 'A', items: [item(more)], posts: [{ position: 'J1', counted: { gates: 'pass', fit }, withThem: { gates: 'fail', fit } }, { position: 'J2', counted: { gates: 'unknown', fit }, withThem: { gates: 'pass', fit } }], more: 0 }], plan }) as unknown as RecusalEffect;
  const told = (recusal: RecusalEffect): string => wordsOf(recusalSection(contextOf({ recusal })));

  it('name their ground: the person himself, a declared interest or relation, with its degree where it has one', () => {
    expect(told(effect())).toContain('by X1 (panel member): this is the person judged');
    expect(told(effect({ grounds: [{ from: 'relation', kind: 'cousin', degree: 4 }, { from: 'interest', kind: 'creditor' }] }))).toContain('by X1 (panel member): declared relation, cousin, degree 4; declared interest, creditor');
    expect(told(effect({ role: 'godfather', reason: 'silent' }))).toContain('by X1 (godfather), who signed no statement');
  });

  it('say of each post whether the person may hold it with and without them', () => {
    const words = told(effect());
    expect(words.split('\n').filter((line) => line === 'not eligible' || line === 'rules not known')).toEqual(['not eligible', 'rules not known']);
  });

  it('say what they change in the plan: nothing, other seats, or that the plans cannot be compared', () => {
    const seats = ['A', 'B', 'C'].map((person) => ({ person, counted: 'J1', withThem: null }));
    expect(told(effect({}, { counted: [], withThem: [], seats: [] }))).toContain('The plan is the same with and without these judgements.');
    for (const none of [{ counted: 'infeasible', withThem: [] }, { counted: [], withThem: 'infeasible' }, { counted: [], withThem: null }]) expect(told(effect({}, { ...none, seats: [] }))).toContain('The plans cannot be compared');
    const changed = told(effect({}, { counted: [], withThem: [], seats }));
    expect(changed).toContain('The plan would be another if they counted: 3 people would sit elsewhere.');
    expect(changed).toContain('1 more is not listed.'); // two are
  });

  it('say how many people and posts are left out', () => {
    const one = effect().people[0]!;
    const words = told({ ...effect(), people: [{ ...one, more: 3 }, { ...one, person: 'C' }, { ...one, person: 'B' }, { ...one, person: 'B' }] });
    expect(words).toContain('and 3 more posts');
    expect(words).toContain('2 more are not listed.');
    expect(recusalSection(contextOf({ recusal: null }))).toBe('');
  });
});

describe('routes of moves', () => {
  it('have their moves by rank and then by name, and say how many are left out; a route may have no steps', () => {
    const cited = { own: 'a choice made for the test' };
    const routed = toyPolicy((p) => {
      p.routes = [{ id: 'desk', label: { en: 'by the desk' }, citation: cited, when: { op: 'const', value: true }, approver: { en: 'the desk' }, steps: [], documents: [] }];
    });
    const move = (person: string, to: string | null) => ({ person, from: null, to, route: 'desk' });
    const told = (list: number): string =>
      wordsOf(routesSection(contextOf({ policy: routed, names: new Names(round, routed, 'en'), proposal: { certain: { moves: [move('C', null), move('C', 'J2'), move('A', 'J2'), move('A', 'J1')] } }, explanation: { outside: () => [] }, limits: { ...LIMITS, list } })));
    expect(told(50).replace(/\n/g, ' ').replace(/ +/g, ' ')).toMatch(/Name of A A → Post J1 J1 ; Name of A A → Post J2 J2 ; Name of C C → Post J2 J2 ; Name of C C → no post/);
    expect(told(50)).not.toContain('not listed');
    expect(told(3)).toContain('1 more is not listed.');
    expect(told(50)).toMatch(/\n0 days\n[^\n]+\nnone\n/i); // nothing to be done
  });

  it('without a label of the policy stand under their own id', () => {
    expect(names.route('unheard')).toEqual({ label: 'unheard', approver: '', days: 0 });
    expect([names.rule('unheard'), names.limit('unheard'), names.unit('unheard'), names.level('unheard')]).toEqual(['unheard', 'unheard', 'unheard', 'unheard']);
    expect(names.rule('route')).toBe('route'); // no routes in this policy
    const routed = toyPolicy((p) => { p.routes = []; });
    expect(new Names(round, routed, 'en').rule('route')).toBe('A lawful route inside the decider’s hand leads to the post');
  });
});

describe('the trail of a round', () => {
  const step = (index: number) => ({ index, time: '2026-11-21T10:05:00Z' });
  const attempt = (number: number, reason: string | null = null, end: 'proposal' | 'abandoned' | null = 'proposal') => ({ ...step(10 + number), number, reason, end });
  const story = (more: Partial<RoundStory> = {}): RoundStory => ({
    checkpoint: 'toy.example/log\n5\nAAAA\n', origin: 'toy.example/log', size: 5, shortCode: 'AB-CD', covers: 5, keys: ['toy.example/log+1+KEY'], controller: 'the office', witnesses: null,
    seals: [{ ...step(1), parties: 2, reason: null }], opened: step(2), freezes: [{ ...step(3), people: 3, positions: 2, leaves: 9 }], reopened: [], reveals: 2, withheld: [], attempts: [attempt(1)], explorations: [], statements: 0, objections: 0, answered: 0, erased: [], ...more,
  });
  const rows = (more: Partial<RoundStory> = {}): string => wordsOf(trailRows(contextOf({ trail: story(more) }))).replace(/\n/g, ' ');
  const told = (more: Partial<RoundStory> = {}): string => wordsOf(trailSection(contextOf({ trail: story(more) })));

  it('is not told where there is none', () => {
    expect([trailRows(contextOf({ trail: null })), trailSection(contextOf({ trail: null }))]).toEqual([false, false]);
  });

  it('says in bold that rules were not sealed before names were opened, or not at all', () => {
    for (const more of [{ seals: [] }, { opened: step(0) }]) {
      expect(rows(more)).toContain('The rules were not sealed before the names were opened.');
      expect(told(more)).toContain('The rules were not sealed before the names were opened.');
    }
    expect(rows()).toContain('Rules sealed before names were opened. Input frozen on 21 November 2026.');
    expect(told()).toContain('Rules and lottery sealed 21 November 2026, 10:05 UTC (entry 1); names opened 21 November 2026, 10:05 UTC (entry 2); input frozen 21 November 2026, 10:05 UTC (entry 3), 3 people and 2 posts.');
    expect(told({ opened: null, freezes: [] })).toContain('Rules and lottery sealed 21 November 2026, 10:05 UTC (entry 1).');
  });

  it('says of rules without a lottery that they have none, whether seals are there or not', () => {
    for (const seals of [[], [{ ...step(1), parties: 0, reason: null }]]) {
      expect(rows({ seals })).not.toContain('revealed');
      expect(told({ seals })).toContain('The rules have no lottery.');
    }
    expect(rows()).toContain('2 of 2 parties revealed their numbers.');
    expect(told()).toContain('2 of 2 parties revealed their numbers. None withheld.');
  });

  it('tells what was sealed, opened or withheld again, and who withheld why', () => {
    const more = { seals: [...story().seals, { ...step(8), parties: 2, reason: 'a typing error' }], reopened: [{ ...step(7), by: 'the chair', reason: 'a late file' }], reveals: 1, withheld: [{ ...step(9), party: 'union', reason: 'lost it' }] };
    expect(rows(more)).toContain('Opened again once.');
    expect(rows(more)).toContain('Withheld by: union.');
    const words = told(more);
    expect(words).toContain('Sealed again 21 November 2026, 10:05 UTC (entry 8), because: a typing error');
    expect(words).toContain('Input opened again 21 November 2026, 10:05 UTC (entry 7) by the chair, because: a late file');
    expect(words).toContain('union withheld its number (21 November 2026, 10:05 UTC): lost it');
    expect(words).not.toContain('None withheld.');
  });

  it('tells each official run with how it ended, the last five of many, and that there was none', () => {
    expect(rows({ attempts: [] })).toContain("no official run on record; no trial logged");
    expect(told({ attempts: [] })).toContain('No official run is on record.');
    expect(rows({ attempts: [attempt(1), attempt(2, 'a wrong day')] })).toMatch(/attempt 2 of 2; +reason: a wrong day/);
    const words = told({ attempts: [...[1, 2, 3, 4, 5].map((k) => attempt(k)), attempt(6, 'a wrong day', 'abandoned'), attempt(7, null, null)] });
    expect(words).toContain('2 earlier attempts not listed here.');
    expect(words).not.toContain('attempt 2 of 7');
    expect(words).toContain('attempt 3 of 7, 21 November 2026, 10:05 UTC: gave a proposal');
    expect(words.replace(/\n/g, ' ')).toMatch(/attempt 6 of 7, 21 November 2026, 10:05 UTC: given up; +reason: a wrong day/);
    expect(words).toContain('attempt 7 of 7, 21 November 2026, 10:05 UTC: not ended');
  });

  it('tells trials by purpose and what was erased', () => {
    const more = { explorations: [{ purpose: 'levers', count: 2 }, { purpose: 'séance', count: 1 }], erased: [{ ...step(12), basis: 'article 17', document: 'L-1', fields: 3, people: 1 }, { ...step(13), basis: 'article 18', document: 'L-2', fields: 1, people: 0 }] };
    expect(rows(more)).toContain('3 trials logged');
    expect(rows(more)).toContain('4 fields erased.');
    expect(told(more)).toContain('2 × other costs or caps, 1 × séance. They decide nothing');
    expect(told(more)).toContain('3 fields and the keys of 1 person erased under: article 17 (L-1).\n1 field erased under: article 18 (L-2).');
    expect(told()).toContain('Nothing of this round.');
  });

  it('is checked with its key and with as many witnesses as it names', () => {
    const command = (more: Partial<RoundStory>): string => wordsOf(trailVerify(story(more), locales.en)).split('\n')[1]!;
    expect(command({})).toMatch(/--key &#39;toy\.example\/log\+1\+KEY&#39;$|--key 'toy\.example\/log\+1\+KEY'$/);
    expect(command({ keys: [] })).toMatch(/--key (&#39;&#39;|'')$/);
    expect(command({ witnesses: { keys: ['w1', 'w2'], quorum: 1 } })).toMatch(/ --witness .w1|--witness &#39;w1/);
    expect(command({ witnesses: { keys: ['w1', 'w2'], quorum: 1 } })).toMatch(/--quorum 1$/);
  });
});

describe('what two packs say otherwise', () => {
  const toldOf = (from: Policy, to: Policy): string[] => packChangesText(diff(from, to), { from, to }, { locale: 'en' }).trimEnd().split('\n');

  it('numbers, days, words, yes and no, and what is gone are told as they are; many values as written anew', () => {
    const marked = (change: (p: Policy) => void) => toldOf(toyPolicy(), toyPolicy(change)).slice(1, -1);
    expect(marked((p) => { p.weights = { exam: 50, skill: 40, rating: 10 }; })).toEqual(['  Weight “exam”: changed; 60 → 50', '  Weight “skill”: changed; 30 → 40']);
    expect(marked((p) => { p.lawCheckedOn = '2026-11-03'; })).toEqual(['  Law last checked on: changed; 1 November 2026 → 3 November 2026']);
    expect(marked((p) => { p.effectiveFrom = '2027-01-01'; })).toEqual(['  In force from: added']);
    expect(marked((p) => { p.gates[0]!.onlyForMoves = true; })[0]).toBe('  Rule “is cleared”: changed; written anew');
    expect(toldOf(toyPolicy(), toyPolicy())).toContain('Both say the same.');
  });

  it('a rule that came says its mark and whether it binds, and where it stands', () => {
    const added = toldOf(toyPolicy(), toyPolicy((p) => {
      p.gates.push({ id: 'custom', label: { en: 'by custom' }, citation: { source: 'Toy custom', confidence: 'm' }, rule: { op: 'person', attribute: 'cleared' } });
      p.gates.unshift({ id: 'law', label: { en: 'by law' }, citation: { source: 'Toy law', confidence: 'V' }, rule: { op: 'person', attribute: 'cleared' } });
    }));
    expect(added).toContain('  Rule “by custom”: added; confidence m; flag; stands last');
    expect(added).toContain('  Rule “by law”: added; confidence V; binding; stands before “is cleared”');
  });

  it('a part that has no words, and a name that no list has, stand as they are', () => {
    const change = { change: 'added', part: 'weather', id: 'rain', path: '/weather', from: null, to: 'wet', values: null, marks: null, places: [], binding: null } as const;
    const told = (more: object): string => packChangesText([{ ...change, ...more }], { from: policy, to: policy }, { locale: 'en' }).split('\n')[1]!;
    expect(told({})).toBe('  weather “rain”: added');
    expect(told({ part: 'weights', id: 'exam', to: 5 })).toBe('  Weight “exam”: added; 5');
    expect(told({ part: 'weights', id: 'unheard', to: 5 })).toBe('  Weight “unheard”: added; 5');
    const values = (count: number) => Array.from({ length: count }, () => ({ path: '/x', from: false, to: null }));
    expect(told({ change: 'changed', from: {}, to: {}, values: values(2) })).toMatch(/changed; no → .+, no → .+$/);
    expect(told({ change: 'changed', from: {}, to: {}, values: values(4) })).toMatch(/changed; written anew$/);
    expect(told({ change: 'changed', from: {}, to: {}, values: [] })).toMatch(/changed; words or source alone$/);
    expect(told({ marks: { from: null, to: null } })).toBe('  weather “rain”: added');
  });
});

describe('what a name and a number look like', () => {
  it('somebody without a name is his id', () => {
    expect(who('A', names).toString()).toContain('Name of A');
    expect(wordsOf(who('B', names))).toBe('B');
  });

  it('people of one name are in the order of their ids', () => {
    const same = new Names(toyRound({ people: ['b', 'a', 'c'].map((id) => ({ ...toyPerson({ id }), name: 'Sari' })) }), policy, 'en');
    expect(['c', 'a', 'b', 'a'].sort((x, y) => same.alphabetically(x, y))).toEqual(['a', 'a', 'b', 'c']);
  });

  it('of a hidden demotion, a post without a class counts as class 0', () => {
    const warned = (to: string | null) => names.warnings({ person: 'A', from: 'J1', to: to, hiddenDemotion: true, waived: [] });
    expect([warned('J2')[0], warned(null)[0]]).toEqual([expect.stringContaining('from 12 to 0'), expect.stringContaining('from 12 to 0')]);
  });

  it('no ratio, one without a bound, an effect without an interval and a number without decimals are shown as such', () => {
    const easel = new Easel('en', { seed: 1, version: '1', foot: '' });
    expect([easel.ratio(null), easel.ratio('infinite'), easel.ratio(123.4), easel.withInterval(2, null), easel.decimal(1234.5, 0)]).toEqual(['–', '∞', '123', '2.00', '1,235']);
    const empty = easel.picture('none', 'nothing to draw', [], null);
    expect([empty.svg, drawn(empty)]).toEqual(['', null]);
  });

  it('a loss that is not there, not known or of one change alone is said so', () => {
    const loss = (more: object) => ({ stage: null, amount: 0, exact: true, changes: [], ...more }) as never;
    expect([null, loss({}), loss({ exact: false }), loss({ stage: 'merit:MID', amount: 25_000 }), loss({ stage: 'merit', amount: 25_000, exact: false })].map((one) => formatLoss(one, names))).toEqual([
      'Given by preference and fit: what another choice would cost the whole plan is not told.', 'No loss: a plan that is just as good has this.',
      'The loss is not known: a limit or the rule on related people stands in the way.', 'Merit loss of the whole plan: 2.50 points on the level middle.', 'Merit loss of the whole plan: at least 2.50 points.',
    ]);
    const changes = [{ person: 'A', to: 'J1' }, { person: 'C', to: null }];
    expect([null, loss({ changes: changes.slice(0, 1) })].map((one) => formatChanges(one, names))).toEqual(['', '']);
    expect(formatChanges(loss({ changes }), names)).toMatch(/^Then: Name of C \(C\) → .+\.$/);
  });
});

describe('the summary for a terminal', async () => {
  const made = await caseOf(richRound(), richPolicy());
  const summary = (more: object, plan: object = {}, of: Case = made): string[] => summaryText({ ...of, proposal: { ...of.proposal, certain: { ...of.proposal.certain, ...plan }, ...more } }, { locale: 'en' }).split('\n');

  it('names the first moves from the highest post down, then by person, releases last', () => {
    const [move] = made.proposal.certain.moves;
    const to = (person: string, post: string | null) => ({ ...move!, person, to: post });
    const lines = summary({}, { moves: [to('D', null), to('C', 'J3'), to('B', 'J3')] });
    const first = lines.slice(lines.indexOf('First moves:') + 1).slice(0, 3).map((line) => line.split(',')[0]);
    expect(first).toEqual(['  Name of B (B) → Post J3 (J3)', '  Name of C (C) → Post J3 (J3)', '  Name of D (D) → no post']);
    const four = summary({}, { moves: [to('D', null), to('C', 'J3'), to('B', 'J3'), to('A', 'J1')] });
    const shown = four.slice(four.indexOf('First moves:') + 1);
    expect([shown[0]!.split(',')[0], shown[3]]).toEqual(['  Name of A (A) → Post J1 (J1)', '  … and 1 more']);
  });

  it('says how long the longest chain is, whichever comes first', () => {
    const chains = (...lengths: readonly number[]) => summary({}, { chains: lengths.map((n) => ({ ...made.proposal.certain.chains[0]!, people: Array.from({ length: n }, () => 'A'), crosses: false })) }).join('\n');
    expect(chains(2, 4, 3)).toContain('3 chains or loops of two moves and more; the longest has 4');
    expect(chains(4, 2)).toContain('2 chains or loops of two moves and more; the longest has 4');
    expect(chains(1)).toContain('no chains');
  });

  it('counts the limits that bind, and where today exceeds them', () => {
    const limit = (id: string, citation: NonNullable<Policy['limits']>[number]['citation']) => ({ id, label: { en: id }, citation, kind: 'moves', max: 4 }) as const;
    const limits = [limit('cap', { own: 'a choice made for the test' }), limit('old', { source: 'Toy custom', confidence: 'm' })];
    const limited: Case = { ...made, policy: { ...made.policy, limits } };
    const over = { code: 'limit-today', limit: 'cap', unit: null, side: 'max', bound: 4, today: 9 };
    expect(summary({ findings: [] }, {}, limited)).toContain('  1 limit on the whole plan');
    expect(summary({ findings: [over, over] }, {}, limited)).toContain('  1 limit on the whole plan; today exceeds them in 2 places');
    expect(summary({ findings: [] }).join('\n')).not.toContain('on the whole plan');
  });

  it('says of a stable plan what it proves, and of none that there is none, with who stands in the way where that is known', () => {
    expect(summary({ objective: 'stable' })[2]).toMatch(/^Result: Complete and proven stable:/);
    const nobody = summary({}, { status: 'infeasible', moves: [], chains: [], vacant: [] });
    expect(nobody[2]).toBe('Result: No plan exists under these rules.');
    expect(nobody.some((line) => line.startsWith('Moves:'))).toBe(false);
    const people = made.round.people.map(({ id }) => id);
    const short = summary({}, { status: 'infeasible', moves: [], chains: [], vacant: [], shortage: { side: 'people', people: [...people, ...people], positions: ['J1'] } });
    expect(short).toContain('  18 people must get a post, and only 1 post can take them:');
    expect(short.filter((line) => line.startsWith('    Name of '))).toHaveLength(3);
    expect(short).toContain('    … and 15 more');
  });

  it('lists what is to be confirmed, and how much more there is', () => {
    const [item] = made.proposal.worklist;
    const listed = (n: number) => summary({ worklist: Array.from({ length: n }, () => item!) });
    expect(listed(3)).toContain('To confirm (3):');
    expect(listed(3).join('\n').split('To confirm')[1]).not.toContain('more');
    expect(listed(14).join('\n').split('To confirm')[1]).toContain('  … and 11 more');
  });
});

