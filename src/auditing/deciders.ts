import { compareIds } from '../model/ids.js';
import { clopperPearson, type Table2x2 } from '../stats/index.js';
import type { DeciderRow, TestResult } from './audit-document.js';
import type { Because, Case, Considered } from './case.js';
import type { Tests } from './family.js';
import { highestOf, leftBehind, placementsOf, poolOf, scoresOf, type Placements } from './passed-over.js';
import { compareStrata, STRATA_METHOD, untestable, type Compared } from './strata-test.js';
import type { Declared, Part, RawFinding, Study } from './study.js';

const ALL = 'all';

/** One test for each tie, if any score was given. */
export function declaredDeciders(study: Study): Declared {
  if (!hasScores(study)) return [];
  return study.ties.map(({ id }) => ({ id: `deviations:${id}`, question: 'deviation-beneficiaries', method: STRATA_METHOD, alternative: 'two-sided' }));
}

const hasScores = (study: Study): boolean => study.cases.some((c) => c.people.some(({ score }) => score !== null));

/** One decision whose scores say whether it took the best. */
interface Judged {
  readonly c: Case;
  readonly chosen: readonly Considered[];
  /** Those of them for whom somebody better was there without anything on record to explain it. */
  readonly beneficiaries: ReadonlySet<Considered>;
  /** Points of the best who could have been chosen, less those chosen; 0 without a deviation. */
  readonly loss: number;
}

/**
 * Decisions that did not take the highest scores, by decider and year. A deviation: somebody eligible with a score certainly higher than that of
 * somebody chosen was passed over and nothing on record says why (an `open` row of the register). Whoever was chosen from behind such a person is a
 * beneficiary: the word says that he gained, not that anybody meant it. `loss` in 1/10,000 point: the best who were there less those chosen.
 *
 * A row for each decider with at least `minimum.decider` decisions, year `all` first, then each year with at least `minimum.cell` of them; `interval`
 * is Clopper-Pearson's for the share of deviations, at the level of the study. Decisions without a decider, and those in which the score of
 * somebody chosen is unknown, have no row (`cannot`, once for each reason).
 * A finding `decider-deviations` where a decider's share lies apart from that of all others together, by intervals that hold for all deciders at once
 * (level / deciders): no test of the family. One decider only cannot be compared, nor one beside whom fewer than `minimum.decider` decisions are left.
 *
 * The test by tie (`deviations:<tie>`): people chosen, connected or not, by whether they are beneficiaries, with one stratum for each decider
 * (`compareStrata`); those of unknown tie are left out. It takes the chosen of one decider as independent.
 * A finding `deviation-beneficiaries` where p before the correction is at most the level. Cost: O(people log people).
 */
export function decidersOf(study: Study, tests: Tests): Part<DeciderRow[]> {
  if (!hasScores(study)) return { section: [], findings: [], cannot: [{ decision: null, part: 'deciders', because: study.cases.length > 0 ? 'no-scores' : 'no-data' }] };
  const placements = placementsOf(study.cases);
  const cannot: { decision: string | null; part: string; because: Because }[] = [];
  const judged: Judged[] = [];
  for (const c of [...study.cases].sort((a, b) => compareIds(a.id, b.id))) {
    if (c.seats === 0) continue;
    const one = judge(c, placements);
    if (one) judged.push(one);
    else cannot.push({ decision: c.id, part: 'deciders', because: 'score-of-chosen-unknown' });
  }
  const byDecider = new Map<string, Judged[]>();
  for (const one of judged) {
    const { decider } = one.c;
    if (decider === null) continue;
    const list = byDecider.get(decider);
    if (list) list.push(one);
    else byDecider.set(decider, [one]);
  }
  const shown = [...byDecider].filter(([, list]) => list.length >= study.minimum.decider).sort(([a], [b]) => compareIds(a, b));
  if (byDecider.size === 0) cannot.push({ decision: null, part: 'deciders', because: 'no-roles' });
  if (byDecider.size === 1) cannot.push({ decision: null, part: 'deciders', because: 'one-decider' });
  if (shown.length < byDecider.size) cannot.push({ decision: null, part: 'deciders', because: 'below-minimum' });

  const section = shown.flatMap(([decider, list]) => rowsOf(decider, list, study));
  const everybody = judged.filter(({ c }) => c.decider !== null);
  const all = { decisions: everybody.length, deviations: everybody.filter(isDeviation).length };
  const findings = byDecider.size > 1 ? shown.flatMap(([decider, list]) => apart(decider, list, all, study, shown.length)) : [];
  for (const { id: tie } of study.ties) {
    const { test, finding } = testTie(study, tie, judged, tests);
    if (test.notTestable) cannot.push({ decision: null, part: test.id, because: test.notTestable });
    if (finding) findings.push(finding);
  }
  return { section, findings, cannot };
}

function judge(c: Case, placements: Placements): Judged | undefined {
  const chosen = c.people.filter((person) => person.chosen);
  if (chosen.some(({ score }) => score === null)) return undefined;
  const behind = leftBehind(c, poolOf(c), placements);
  if (!behind) return undefined;
  const open = scoresOf(behind.people.flatMap(({ person, cause }) => (cause === 'open' ? [person] : [])));
  const best = open[open.length - 1];
  if (best === undefined) return { c, chosen, beneficiaries: new Set(), loss: 0 };
  const beneficiaries = new Set(chosen.filter((person) => highestOf(person)! < best));
  const taken = scoresOf(chosen);
  // the best of those chosen and those passed over, as many as there were seats
  const could = Float64Array.from([...open, ...taken]).sort().subarray(open.length);
  const sum = (scores: Float64Array): number => scores.reduce((total, score) => total + score, 0);
  return { c, chosen, beneficiaries, loss: sum(could) - sum(taken) };
}

function rowsOf(decider: string, list: readonly Judged[], study: Study): DeciderRow[] {
  const years = new Map<string, Judged[]>([[ALL, [...list]]]);
  for (const one of list) {
    const year = one.c.on.slice(0, 4);
    const of = years.get(year);
    if (of) of.push(one);
    else years.set(year, [one]);
  }
  const [all, ...rest] = years;
  const shown = [all!, ...rest.filter(([, of]) => of.length >= study.minimum.cell).sort(([a], [b]) => compareIds(a, b))];
  return shown.map(([year, of]) => {
    const deviations = of.filter(isDeviation).length;
    const times = new Map<string, number>();
    const connected = new Map(study.ties.map(({ id }) => [id, 0]));
    for (const { beneficiaries } of of) {
      for (const { person, ties } of beneficiaries) {
        times.set(person, (times.get(person) ?? 0) + 1);
        for (const { id } of study.ties) if (ties.get(id) === true) connected.set(id, connected.get(id)! + 1);
      }
    }
    return {
      decider, year, decisions: of.length, deviations, interval: clopperPearson(deviations, of.length, 1 - study.level), loss: lossOf(of),
      beneficiaries: [...times].map(([person, n]) => ({ person, times: n })).sort((a, b) => b.times - a.times || compareIds(a.person, b.person)),
      connected: Object.fromEntries(connected),
    };
  });
}

const isDeviation = ({ beneficiaries }: Judged): boolean => beneficiaries.size > 0;
const lossOf = (list: readonly Judged[]): number => list.reduce((sum, { loss }) => sum + loss, 0);

/** The finding of a decider whose share of deviations lies apart from that of the others. */
function apart(decider: string, list: readonly Judged[], all: { readonly decisions: number; readonly deviations: number }, study: Study, deciders: number): RawFinding[] {
  const level = 1 - study.level / deciders;
  const mine = list.filter(isDeviation).length;
  const others = all.decisions - list.length;
  if (others < study.minimum.decider) return []; // else the figures of a decider below the minimum could be read off
  const theirs = all.deviations - mine;
  const interval = clopperPearson(mine, list.length, level);
  const { high } = clopperPearson(theirs, others, level);
  if (high === 'infinite' || interval.low <= high) return [];
  return [{
    id: '', kind: 'effect', code: 'decider-deviations', rung: 'scores', decision: null, position: null, unit: null, on: null, document: null, row: null, tie: null,
    people: [{ role: 'decider', person: decider }],
    measured: [
      { name: 'deviations', value: mine, unit: 'decisions' },
      { name: 'decisions', value: list.length, unit: 'decisions' },
      { name: 'deviations-others', value: theirs, unit: 'decisions' },
      { name: 'decisions-others', value: others, unit: 'decisions' },
      { name: 'points-lost', value: lossOf(list), unit: 'points' },
      { name: 'deciders-compared', value: deciders, unit: 'count' },
    ],
    effect: { name: 'share', value: mine / list.length, interval },
    test: null, rule: null,
    alternatives: ['merit-not-recorded', 'rare-skill', 'transfer-of-duty', 'lawful-exception', 'record-incomplete', 'chance'],
    ask: ['ask-decider', 'see-minutes', 'see-score-sheets', 'widen-period'],
    rate: null, reply: null,
  }];
}

function testTie(study: Study, tie: string, judged: readonly Judged[], tests: Tests): { test: TestResult; finding: RawFinding | undefined } {
  const tables = new Map<string, [[number, number], [number, number]]>();
  let unknown = 0;
  for (const { c, chosen, beneficiaries } of judged) {
    const key = c.decider ?? '';
    let table = tables.get(key);
    if (!table) tables.set(key, (table = [[0, 0], [0, 0]]));
    for (const person of chosen) {
      const tied = person.ties.get(tie);
      if (tied === undefined) unknown++;
      else table[tied ? 0 : 1][beneficiaries.has(person) ? 0 : 1]++;
    }
  }
  const strata = [...tables].sort(([a], [b]) => compareIds(a, b)).map(([, table]): Table2x2 => table);
  const total = (of: (table: Table2x2) => number): number => strata.reduce((sum, table) => sum + of(table), 0);
  const connected = { of: total(([[a, b]]) => a + b), deviations: total(([[a]]) => a) };
  const others = { of: total(([, [c, d]]) => c + d), deviations: total(([, [c]]) => c) };
  const because: Because | null =
    connected.of + others.of === 0 ? (unknown > 0 ? 'ties-unknown' : 'no-data')
    : connected.of === 0 ? 'nobody-connected'
    : others.of === 0 ? 'everybody-connected'
    : connected.deviations + others.deviations === 0 ? 'no-deviation'
    : null;
  const compared: Compared = because ? untestable(because) : compareStrata(strata, study.level);
  const test = tests.give(`deviations:${tie}`, compared.test);
  if (test.p === null || test.p > study.level) return { test, finding: undefined };
  const { oddsRatio, interval } = compared;
  return {
    test,
    finding: {
      id: '', kind: 'effect', code: 'deviation-beneficiaries', rung: 'relations', decision: null, position: null, unit: null, on: null, document: null, row: null, tie, people: [],
      measured: [
        { name: 'chosen-connected', value: connected.of, unit: 'people' },
        { name: 'beneficiaries-connected', value: connected.deviations, unit: 'people' },
        { name: 'chosen-others', value: others.of, unit: 'people' },
        { name: 'beneficiaries-others', value: others.deviations, unit: 'people' },
        { name: 'tie-unknown', value: unknown, unit: 'people' },
        { name: 'strata', value: strata.length, unit: 'count' },
      ],
      effect: oddsRatio === null ? null : { name: 'odds-ratio', value: oddsRatio, interval },
      test, rule: null,
      alternatives: ['merit-not-recorded', 'recorded-merit-shaped', 'small-pool', 'many-looks', 'chance'],
      ask: ['see-minutes', 'see-score-sheets', 'ask-decider', 'complete-relations'],
      rate: null, reply: null,
    },
  };
}
