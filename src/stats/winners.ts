import { Issues } from '../errors/index.js';
import { exactP, type ExactP } from './distribution.js';
import { checkLevel, checkWhole } from './checks.js';
import { bernoulliStratum, commonOddsRatio, convolve, hypergeometricStratum, inOrder, momentsOf, type Stratum } from './strata.js';
import type { Interval, NotTestable, Ratio } from './types.js';

/** One vacancy: of `eligible` people `connected` are connected; `winners` are chosen. */
export interface VacancyCounts {
  readonly eligible: number;
  readonly connected: number;
  readonly winners: number;
}

export interface DecidedVacancy extends VacancyCounts {
  readonly connectedWinners: number;
}

export interface WinnerTest extends ExactP {
  readonly status: 'tested';
  /** Vacancies given. */
  readonly vacancies: number;
  /** Those in which the number of connected winners could vary. */
  readonly informative: number;
  /** Connected winners in all vacancies, those that could not vary included. */
  readonly observed: number;
  readonly expected: number;
  readonly variance: number;
  /** The exact null distribution: `pmf[i]` is the probability of `lowest + i` connected winners. */
  readonly pmf: readonly number[];
  readonly lowest: number;
  /** The common odds ratio of winning, connected over unconnected: conditional maximum likelihood. */
  readonly oddsRatio: Ratio;
  /** Its exact conditional interval. */
  readonly interval: Interval;
}

/**
 * The distribution of the number of successes of independent trials of unequal probability, from 0 to K, by exact convolution. O(K^2).
 * The order of `p` does not matter. No trials: `pmf` is `[1]`. A probability below 1e-300 becomes 0.
 * @throws {MeritError} E_NUM_RANGE at `/i` for a probability outside [0, 1].
 * @see Y. Hong, Computational Statistics & Data Analysis 59:41-51, 2013, doi:10.1016/j.csda.2012.10.006
 */
export function poissonBinomial(p: readonly number[]): { pmf: number[]; mean: number; variance: number } {
  checkProbabilities(p, (i) => `/${i}`);
  const sorted = [...p].sort((a, b) => a - b);
  const { pmf, lowest } = convolve(inOrder(sorted.map(bernoulliStratum)));
  const padded = new Array<number>(p.length + 1).fill(0);
  pmf.forEach((value, i) => (padded[lowest + i] = value));
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  return { pmf: padded, mean: sum(sorted), variance: sum(sorted.map((value) => value * (1 - value))) };
}

/**
 * Did connected candidates win more often than a draw among the eligible of each vacancy would let them? The number of connected winners against
 * the convolution of one hypergeometric distribution per vacancy: exact, with any number of winners (one each: a Poisson-binomial).
 * It is the exact Mantel-Haenszel test with one stratum per vacancy.
 *
 * Assumes that within a vacancy every eligible person was as good as every other, that vacancies were decided independently, and that the list of
 * eligible people is the true one. It breaks when the pool is padded with people who never had a chance, when connected people are better by a
 * merit that is not in the strata (`weightedWinnerTest`, `conditionalLogit`), and when strata are cut by something the favour itself changed.
 * `two` sums the outcomes no likelier than the one seen (factor 1 + 1e-7). Vacancies without a margin (nobody connected, all chosen) count in
 * `observed` and `expected` and change no p. The order of the vacancies does not matter. O(K * S), S the total support: 1,000 vacancies of one winner take some milliseconds.
 * @throws {MeritError} E_NUM_INT, E_NUM_RANGE at `/i/connected` and the like; E_LIMIT_COUNT where the convolution is too long.
 * @returns `no-data` without vacancies, `empty-margin` if none is informative.
 * @see J. L. Gastwirth, Industrial and Labor Relations Review 38(1), 1984 (one table per job, combined); C. R. Mehta, N. R. Patel, R. Gray,
 * J. American Statistical Association 80(392):969-973, 1985, doi:10.1080/01621459.1985.10478212 (the exact common odds ratio)
 */
export function winnerTest(vacancies: readonly DecidedVacancy[], { level = 0.95 }: { readonly level?: number } = {}): WinnerTest | NotTestable {
  const issues = new Issues();
  vacancies.forEach((vacancy, i) => checkVacancy(vacancy, `/${i}`, issues));
  checkLevel(level, issues);
  issues.throwIfAny();
  const strata = vacancies.map((v) => hypergeometricStratum(v.eligible, v.connected, v.winners));
  return testSum(strata, vacancies.reduce((sum, v) => sum + v.connectedWinners, 0), level);
}

/**
 * As `winnerTest`, for vacancies of one winner each whose chance of being connected under the null hypothesis is given: of merit weights, say
 * sum over connected of exp(b * score) / sum over all. The weights must come from elsewhere: estimated on the vacancies tested, they would hide the effect
 * they are to be compared with. It breaks when the score itself was rigged. `oddsRatio` multiplies the odds of every vacancy.
 * @param observed - number of vacancies with a connected winner.
 * @throws {MeritError} E_NUM_RANGE at `/i/probability` or `/observed` (also when a probability of 0 or 1 makes the number impossible), E_NUM_INT.
 * @see Y. Hong, Computational Statistics & Data Analysis 59:41-51, 2013, doi:10.1016/j.csda.2012.10.006
 */
export function weightedWinnerTest(vacancies: readonly { readonly probability: number }[], observed: number, { level = 0.95 }: { readonly level?: number } = {}): WinnerTest | NotTestable {
  checkProbabilities(vacancies.map((v) => v.probability), (i) => `/${i}/probability`);
  const strata = vacancies.map((v) => bernoulliStratum(v.probability));
  const lowest = strata.filter((stratum) => stratum.lowest === 1).length;
  const highest = lowest + strata.filter((stratum) => stratum.ratios.length > 0).length;
  const issues = new Issues();
  if (checkWhole(observed, '/observed', issues) && (observed < lowest || observed > highest)) {
    issues.add('E_NUM_RANGE', '/observed', `${observed} connected winners cannot be: these probabilities allow ${lowest} to ${highest}`);
  }
  checkLevel(level, issues);
  issues.throwIfAny();
  return testSum(strata, observed, level);
}

function testSum(given: readonly Stratum[], observed: number, level: number): WinnerTest | NotTestable {
  if (given.length === 0) return { status: 'not-testable', because: 'no-data' };
  const strata = inOrder(given);
  const informative = strata.filter((stratum) => stratum.ratios.length > 0).length;
  if (informative === 0) return { status: 'not-testable', because: 'empty-margin' };
  const distribution = convolve(strata);
  const moments = strata.map((stratum) => momentsOf(stratum));
  return {
    status: 'tested',
    vacancies: given.length,
    informative,
    observed,
    expected: moments.reduce((sum, { mean }) => sum + mean, 0),
    variance: moments.reduce((sum, { variance }) => sum + variance, 0),
    ...exactP({ ...distribution, least: distribution.lowest, most: distribution.lowest + distribution.pmf.length - 1 }, observed),
    pmf: [...distribution.pmf],
    lowest: distribution.lowest,
    ...commonOddsRatio(strata, observed, level),
  };
}

/** Puts every problem of one vacancy into `issues`. */
export function checkVacancy(vacancy: VacancyCounts & { readonly connectedWinners?: number }, path: string, issues: Issues): void {
  const { eligible, connected, winners, connectedWinners } = vacancy;
  const whole = [
    checkWhole(eligible, `${path}/eligible`, issues),
    checkWhole(connected, `${path}/connected`, issues),
    checkWhole(winners, `${path}/winners`, issues),
    connectedWinners === undefined || checkWhole(connectedWinners, `${path}/connectedWinners`, issues),
  ];
  if (whole.includes(false)) return;
  if (connected > eligible) issues.add('E_NUM_RANGE', `${path}/connected`, `${connected} connected of ${eligible} eligible people`);
  else if (winners > eligible) issues.add('E_NUM_RANGE', `${path}/winners`, `${winners} winners of ${eligible} eligible people`);
  else if (connectedWinners !== undefined) {
    const low = Math.max(0, connected + winners - eligible);
    const high = Math.min(connected, winners);
    if (connectedWinners < low || connectedWinners > high) {
      issues.add('E_NUM_RANGE', `${path}/connectedWinners`, `${connectedWinners} connected winners; the other counts allow ${low} to ${high}`);
    }
  }
}

function checkProbabilities(p: readonly number[], path: (i: number) => string): void {
  const issues = new Issues();
  p.forEach((value, i) => {
    if (!(value >= 0 && value <= 1)) issues.add('E_NUM_RANGE', path(i), `a probability lies in 0 to 1, came ${value}`);
  });
  issues.throwIfAny();
}
