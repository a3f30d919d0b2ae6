import { compareIds } from '../model/ids.js';
import { vanElteren } from '../stats/index.js';
import type { RankRow, TestResult } from './audit-document.js';
import type { Because, Case, Considered } from './case.js';
import type { Tests } from './family.js';
import { countAbove, highestOf, poolOf, scoresOf } from './passed-over.js';
import type { Declared, Part, RawFinding, Study } from './study.js';

export interface RankSection {
  /** By day, decision and person. */
  readonly rows: readonly RankRow[];
  readonly tests: readonly { readonly tie: string; readonly test: TestResult }[];
}

const METHOD = 'van-elteren';

/** One test for each tie, if any score was given. */
export function declaredRanks(study: Study): Declared {
  if (!hasScores(study)) return [];
  return study.ties.map(({ id }) => ({ id: `ranks:${id}`, question: 'ranks', method: METHOD, alternative: 'two-sided' }));
}

const hasScores = (study: Study): boolean => study.cases.some((c) => c.people.some(({ score }) => score !== null));

/** A person chosen and his rank, with the pool it was taken in. */
interface Placed {
  readonly row: RankRow;
  readonly person: Considered;
  readonly c: Case;
}

/**
 * The rank of everybody chosen among those eligible that day, by score: 1 is the best, equals share the mean of their places, and of several people
 * chosen each has his own rank (the k best have the ranks 1 to k). `skipped` counts the people not chosen who score higher. `relative` is (rank - 1/2) / eligible, in (0, 1).
 * Whoever withdrew before is not among them (the register names him). Where a score is an interval the rank goes by its lowest end and is
 * `provisional` if the other end, or somebody whose eligibility is unknown, could change it; where somebody else's score is unknown there is no rank,
 * and `skipped` counts those who are certain. Cost: O(people log people).
 *
 * The test by tie (`ranks:<tie>`) compares the ranks of connected people chosen with those of the others, by van Elteren's stratified Wilcoxon test: a
 * stratum is the decision where several were chosen, and otherwise all decisions of one seat with equally many eligible people, because a rank means
 * the same only in pools of one size. People without a certain rank (none, or provisional), of unknown tie, or chosen from a pool of one are left out.
 * Assumes that within a stratum the pools are alike but for the tie; it does not see by how much the score was missed (`regretOf` does).
 * A finding `rank-difference` where p before the correction is at most the level: its share is the chance that a connected person chosen stood
 * lower than another of the same stratum, equals counted half.
 * @returns rows with `because` where there is no rank.
 * @see P. H. van Elteren, Bulletin of the International Statistical Institute 37:351-361, 1960
 */
export function ranksOf(study: Study, tests: Tests): Part<RankSection> {
  if (!hasScores(study)) return { section: { rows: [], tests: [] }, findings: [], cannot: [{ decision: null, part: 'ranks', because: study.cases.length > 0 ? 'no-scores' : 'no-data' }] };
  const placed = [...study.cases].sort((a, b) => a.day - b.day || compareIds(a.id, b.id)).flatMap((c) => ranksIn(c, study));
  const rows = placed.map(({ row }) => row);
  const findings: RawFinding[] = [];
  const results = study.ties.map(({ id: tie }) => {
    const { test, finding } = testTie(study, tie, placed, tests);
    if (finding) findings.push(finding);
    return { tie, test };
  });
  const cannot: { decision: string | null; part: string; because: Because }[] = [];
  for (const { decision, because } of rows) {
    if (because && because !== 'one-candidate' && cannot.at(-1)?.decision !== decision) cannot.push({ decision, part: 'ranks', because });
  }
  for (const { test } of results) if (test.notTestable) cannot.push({ decision: null, part: test.id, because: test.notTestable });
  return { section: { rows, tests: results }, findings, cannot };
}

function ranksIn(c: Case, study: Study): Placed[] {
  const chosen = c.people.filter((person) => person.chosen).sort((a, b) => compareIds(a.person, b.person));
  if (chosen.length === 0) return [];
  const { there, unclear } = poolOf(c);
  const unknown = there.filter(({ score }) => score === null).length;
  const lowest = scoresOf(there);
  const highest = Float64Array.from(there.filter(({ score }) => score !== null), (person) => highestOf(person)!).sort();
  const fixed = scoresOf(there.filter((person) => person.score === highestOf(person)));
  const taken = scoresOf(there.filter((person) => person.chosen));
  const among = (list: Float64Array, value: number): number => countFrom(list, value) - countAbove(list, value);

  return chosen.map((person) => {
    const ties = Object.fromEntries(study.ties.map(({ id }) => [id, person.ties.get(id) ?? null]));
    const { score } = person;
    const none = { decision: c.id, chosen: person.person, eligible: there.length, rank: null, skipped: 0, relative: null, provisional: false, ties };
    const of = (row: RankRow): Placed => ({ row, person, c });
    if (person.eligible === 'no') return of({ ...none, because: 'winner-not-eligible' });
    if (score === null) return of({ ...none, because: there.length > unknown ? 'score-of-chosen-unknown' : 'no-scores' });
    const high = highestOf(person)!;
    if (unknown > 0) return of({ ...none, skipped: countAbove(lowest, high) - countAbove(taken, high), provisional: true, because: null });
    if (there.length === 1) return of({ ...none, because: 'one-candidate' });
    const rank = countAbove(lowest, score) + (among(lowest, score) + 1) / 2;
    // those who stand above, below or exactly beside him wherever in their intervals the scores lie
    const certain = countAbove(lowest, high) + (highest.length - countFrom(highest, score)) + (score === high ? among(fixed, score) : 1);
    const provisional = certain < there.length || unclear.some((other) => (highestOf(other) ?? Infinity) >= score);
    return of({ ...none, rank, skipped: countAbove(lowest, score) - countAbove(taken, score), relative: (rank - 0.5) / there.length, provisional, because: null });
  });
}

/** How many of the ascending values are at least `value`. */
const countFrom = (ascending: Float64Array, value: number): number => countAbove(ascending, value - 0.5); // scores are whole numbers

function testTie(study: Study, tie: string, placed: readonly Placed[], tests: Tests): { test: TestResult; finding: RawFinding | undefined } {
  const strata = new Map<string, { first: number[]; second: number[] }>();
  const relative = { connected: 0, others: 0 }; // sums
  const seen = { connected: 0, others: 0, unknown: 0 };
  for (const { row, person, c } of placed) {
    if (row.rank === null || row.relative === null || row.provisional) continue;
    const tied = person.ties.get(tie);
    if (tied === undefined) {
      seen.unknown++;
      continue;
    }
    seen[tied ? 'connected' : 'others']++;
    const key = c.seats > 1 ? `decision ${c.id}` : `of ${row.eligible}`;
    let stratum = strata.get(key);
    if (!stratum) strata.set(key, (stratum = { first: [], second: [] }));
    stratum[tied ? 'first' : 'second'].push(row.rank);
    relative[tied ? 'connected' : 'others'] += row.relative;
  }
  const id = `ranks:${tie}`;
  const sorted = [...strata].sort(([a], [b]) => compareIds(a, b)).map(([, { first, second }]) => ({ first: first.sort((a, b) => a - b), second: second.sort((a, b) => a - b) }));
  const because: Because | null = seen.connected + seen.others === 0 ? (seen.unknown > 0 ? 'ties-unknown' : 'no-data') : seen.connected === 0 ? 'nobody-connected' : seen.others === 0 ? 'everybody-connected' : null;
  const none = { method: METHOD, alternative: 'two-sided', minimumP: null, p: null } as const;
  if (because) return { test: tests.give(id, { ...none, notTestable: because }), finding: undefined };
  const found = vanElteren(sorted);
  if (found.status === 'not-testable') return { test: tests.give(id, { ...none, notTestable: found.because }), finding: undefined };
  const p = (found.exact ?? found.p).two;
  const test = tests.give(id, { ...none, method: found.exact ? `${METHOD}-exact` : METHOD, p, notTestable: null });
  if (p > study.level) return { test, finding: undefined };
  return {
    test,
    finding: {
      id: '', kind: 'effect', code: 'rank-difference', rung: 'relations', decision: null, position: null, unit: null, on: null, document: null, row: null, tie, people: [],
      measured: [
        { name: 'chosen-connected', value: seen.connected, unit: 'people' },
        { name: 'chosen-others', value: seen.others, unit: 'people' },
        { name: 'tie-unknown', value: seen.unknown, unit: 'people' },
        { name: 'mean-relative-rank-connected', value: relative.connected / seen.connected, unit: 'share' },
        { name: 'mean-relative-rank-others', value: relative.others / seen.others, unit: 'share' },
        { name: 'strata', value: sorted.length, unit: 'count' },
      ],
      effect: { name: 'share', value: chanceLower(sorted), interval: null },
      test, rule: null,
      alternatives: ['merit-not-recorded', 'recorded-merit-shaped', 'small-pool', 'many-looks', 'chance'],
      ask: ['see-score-sheets', 'see-minutes', 'ask-decider', 'widen-period'],
      rate: null, reply: null,
    },
  };
}

/** The chance that one of `first` has a greater rank than one of `second` of its stratum, equals half, weighted as the test weighs strata. Both lists ascending. */
function chanceLower(strata: readonly { readonly first: readonly number[]; readonly second: readonly number[] }[]): number {
  let sum = 0;
  let weight = 0;
  for (const { first, second } of strata) {
    const w = 1 / (first.length + second.length + 1);
    const ranks = Float64Array.from(second);
    for (const rank of first) {
      const above = countAbove(ranks, rank);
      const from = countAbove(ranks, rank - 0.25); // mid-ranks are halves
      sum += w * (second.length - from + (from - above) / 2);
    }
    weight += w * first.length * second.length;
  }
  return weight === 0 ? 0.5 : sum / weight;
}
