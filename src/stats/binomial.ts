import { exactP, fromRatios, type ExactP } from './distribution.js';
import { betaQuantile } from './special.js';
import { checkCounts, checkShare, checkSize, notTestable } from './table.js';
import { MeritError } from '../errors/index.js';
import type { Interval, NotTestable } from './types.js';

export interface BinomialTest extends ExactP {
  readonly status: 'tested';
  readonly expected: number;
  /** (successes - expected) / standard deviation, without correction. */
  readonly z: number;
  /** Clopper-Pearson, of the probability. */
  readonly interval: Interval;
}

/**
 * The exact binomial test: whether so many successes fit a stated probability, such as the share of a group in the pool.
 * Assumes independent trials with the same probability, which is known and not estimated from the same data. The answer turns on the pool that the
 * probability was taken from (Hazelwood School District v. United States, 433 U.S. 299, footnote 17): show it for each pool somebody may claim.
 * O(sqrt(trials)).
 * @param probability - in [0, 1].
 * @returns not testable with no trials (`no-data`) or a probability of 0 or 1 (`no-variance`).
 * @throws {MeritError} E_SHAPE, E_NUM_RANGE, E_NUM_INT, E_OVERFLOW at /successes, /trials, /probability; E_LIMIT_COUNT over 1e10 trials.
 * @see CJ Clopper, ES Pearson, Biometrika 26(4):404-413, 1934, doi:10.1093/biomet/26.4.404
 */
export function binomialTest(successes: number, trials: number, probability: number, { level = 0.95 }: { readonly level?: number } = {}): BinomialTest | NotTestable {
  checkTrials(successes, trials);
  checkShare(level, '/level');
  if (!(probability >= 0 && probability <= 1)) throw new MeritError('E_NUM_RANGE', `expected a probability, got ${String(probability)}`, { path: '/probability' });
  checkSize(trials, '/trials');
  if (trials === 0) return notTestable('no-data');
  if (probability === 0 || probability === 1) return notTestable('no-variance');
  const odds = probability / (1 - probability);
  const expected = trials * probability;
  return {
    status: 'tested',
    ...exactP(fromRatios(0, trials, (x) => ((trials - x) / (x + 1)) * odds), successes),
    expected,
    z: (successes - expected) / Math.sqrt(expected * (1 - probability)),
    interval: clopperPearson(successes, trials, level),
  };
}

/**
 * The exact interval of Clopper and Pearson for a probability: it covers at least at its level, mostly more. Relative 1e-12.
 * @returns [0, 1] with no trials.
 * @throws {MeritError} E_SHAPE, E_NUM_RANGE, E_NUM_INT, E_OVERFLOW at /successes, /trials, /level.
 * @see CJ Clopper, ES Pearson, Biometrika 26(4):404-413, 1934, doi:10.1093/biomet/26.4.404
 */
export function clopperPearson(successes: number, trials: number, level = 0.95): Interval {
  checkTrials(successes, trials);
  checkShare(level, '/level');
  const rest = (1 - level) / 2;
  const failures = trials - successes;
  return {
    low: successes === 0 ? 0 : betaQuantile(rest, successes, failures + 1),
    high: failures === 0 ? 1 : betaQuantile(1 - rest, successes + 1, failures),
    level,
  };
}

function checkTrials(successes: number, trials: number): void {
  checkCounts({ '/successes': successes, '/trials': trials });
  if (successes > trials) throw new MeritError('E_NUM_RANGE', `expected at most ${trials} successes, got ${successes}`, { path: '/successes' });
}
