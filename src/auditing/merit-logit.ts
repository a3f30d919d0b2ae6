import { MeritError } from '../errors/index.js';
import { conditionalLogit, exactMantelHaenszel, weightedWinnerTest, type Interval, type Ratio, type Table2x2 } from '../stats/index.js';
import { meritWeights } from '../stats/merit-weights.js';
import type { Because, Considered } from './case.js';

/** The odds ratio of the tie beside the score, within decisions. */
export interface MeritLogit {
  readonly status: 'fitted' | 'separated' | 'not-testable';
  readonly strata: number;
  readonly informative: number;
  /** Separated: `'infinite'` or 0 where the tie tells winners from losers, null where the score alone does and nobody is equal to a winner. */
  readonly oddsRatio: Ratio | null;
  readonly interval: Interval | null;
  /** Two-sided; see `meritLogit`. */
  readonly p: number | null;
  readonly minimumP: number | null;
  readonly because: Because | null;
}

interface Scored {
  readonly score: number;
  readonly connected: boolean;
  readonly chosen: boolean;
}

/**
 * A conditional logit of the choice within each decision on the tie and on the score, in points. Whoever's score is unknown, or may still rise, is left out. Three cases:
 * the tie's own Wald test and interval where both coefficients exist; where the score alone tells winners from losers, what is left to chance is the choice among those equal to a winner:
 * the exact test of strata of equal score in one decision is the limit of that likelihood; where the tie (with the score) tells them apart, its odds ratio has no end, and p is that of the
 * winners of one-seat decisions against draws weighted by the score, its slope fitted without the tie: that slope takes some of the effect, so p is too large rather than too small.
 * Null where no decision has a score.
 * @see `conditionalLogit`, `exactMantelHaenszel`, `weightedWinnerTest`
 */
export function meritLogit(pools: readonly (readonly Considered[])[], tie: string, level: number): MeritLogit | null {
  const strata = pools
    .map((people) => people.flatMap((p): Scored[] => (p.score === null || p.scoreHigh !== p.score ? [] : [{ score: p.score / 10_000, connected: p.ties.get(tie) === true, chosen: p.chosen }])))
    .filter((people) => people.length > 0);
  if (strata.length === 0) return null;
  const chosenOf = (people: readonly Scored[]): boolean[] => people.map((p) => p.chosen);
  const both = fit(strata.map((people) => ({ rows: people.map((p) => [p.connected ? 1 : 0, p.score]), chosen: chosenOf(people) })), level);
  const shape = { strata: strata.length, minimumP: null };
  if (both.status === 'fitted') {
    const { oddsRatio, interval, waldP } = both.coefficients[0]!;
    return { ...shape, status: 'fitted', informative: both.informative, oddsRatio, interval, p: waldP, because: null };
  }
  if (both.status === 'not-testable') return { ...shape, status: 'not-testable', informative: 0, oddsRatio: null, interval: null, p: null, because: both.because };
  const separated = { ...shape, status: 'separated' as const, informative: both.informative };

  const alone = fit(strata.map((people) => ({ rows: people.map((p) => [p.score]), chosen: chosenOf(people) })), level);
  if (alone.status === 'separated') {
    const equals = exactMantelHaenszel(strata.flatMap(equalTables), { level });
    if (equals.status === 'not-testable') return { ...separated, oddsRatio: null, interval: null, p: null, because: 'separated' };
    return { ...separated, oddsRatio: equals.conditional, interval: equals.interval, p: equals.p.two, minimumP: equals.minimumP.two, because: null };
  }
  const oddsRatio: Ratio = both.directions[0]! > 0 ? 'infinite' : 0;
  const single = alone.status === 'fitted' ? strata.filter((people) => people.filter((p) => p.chosen).length === 1) : [];
  const slope = alone.status === 'fitted' ? alone.coefficients[0]!.estimate : 0;
  const draws = single.map((people) => {
    const weights = meritWeights(people.map((p) => p.score), slope);
    const probability = people.every((p) => p.connected) ? 1 : people.reduce((sum, p, i) => sum + (p.connected ? weights[i]! : 0), 0);
    return { probability: Math.min(1, probability) };
  });
  const observed = single.filter((people) => people.some((p) => p.chosen && p.connected)).length;
  const weighted = weightedWinnerTest(draws, observed, { level });
  if (weighted.status === 'not-testable') return { ...separated, oddsRatio, interval: null, p: null, because: 'separated' };
  return { ...separated, oddsRatio, interval: weighted.interval, p: weighted.p.two, minimumP: weighted.minimumP.two, because: null };
}

/** As `conditionalLogit`; an audit goes on where the data are too many for it, or too few for an estimate to settle. */
function fit(strata: Parameters<typeof conditionalLogit>[0], level: number): ReturnType<typeof conditionalLogit> {
  try {
    return conditionalLogit(strata, { level });
  } catch (error) {
    if (error instanceof MeritError && (error.code === 'E_LIMIT_SEARCH' || error.code === 'E_LIMIT_COUNT')) return { status: 'not-testable', because: 'no-data' };
    throw error;
  }
}

/** One table for each score that several people of a decision have. */
function equalTables(people: readonly Scored[]): Table2x2[] {
  const scores = [...new Set(people.map((p) => p.score))];
  return scores.map((score) => {
    const count = (connected: boolean, chosen: boolean): number => people.filter((p) => p.score === score && p.connected === connected && p.chosen === chosen).length;
    return [[count(true, true), count(true, false)], [count(false, true), count(false, false)]];
  });
}
