import { excessOf, varianceOf } from './hypergeometric.js';
import { normalQuantile, normalTwoSided } from './special.js';
import { checkShare, checkTable, isInformative, notTestable, probability, whyEmpty } from './table.js';
import type { Interval, NotTestable, Table2x2 } from './types.js';

export interface TwoProportions {
  readonly status: 'tested';
  /** The difference of the rates over its standard error at the pooled rate; its square is the chi-square without correction. */
  readonly z: number;
  /** Two-sided, of `z`. */
  readonly p: number;
  readonly rates: readonly [first: number, second: number];
  /** First rate less second, in -1..1. */
  readonly difference: number;
  /** Newcombe's, of the difference: both ends lie in -1..1. */
  readonly interval: Interval;
  /** The same difference over its standard deviation with both margins fixed: z * sqrt((n - 1)/n). */
  readonly hypergeometricZ: number;
}

/**
 * Two rates compared: first row against second, share of the first column.
 * Assumes independent people and, for p, some five expected in each cell; with fewer take `fisher` or `barnard`. The interval holds up with few people,
 * also at rates of 0 and 1. One pool: people of different vacancies belong into strata.
 * @returns not testable when a margin is 0.
 * @throws {MeritError} E_SHAPE, E_NUM_RANGE, E_NUM_INT, E_OVERFLOW at the bad cell.
 * @see RG Newcombe, Statistics in Medicine 17(8):873-890, 1998, method 10, doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I; EB Wilson, JASA 22(158):209-212, 1927, doi:10.1080/01621459.1927.10502953
 */
export function twoProportions(table: Table2x2, { level = 0.95 }: { readonly level?: number } = {}): TwoProportions | NotTestable {
  const m = checkTable(table);
  checkShare(level, '/level');
  if (!isInformative(m)) return notTestable(whyEmpty([m]));
  const [x, n, y, k] = [m.a, m.group, m.chosen - m.a, m.people - m.group];
  const [first, second] = [x / n, y / k];
  const difference = first - second;
  const z = excessOf(m) / Math.sqrt(varianceOf(m));
  const pooled = z * Math.sqrt(m.people / (m.people - 1));
  const quantile = normalQuantile((1 + level) / 2);
  const [u, v] = [wilson(x, n, quantile), wilson(y, k, quantile)];
  const low = difference - Math.sqrt((first - u.low) * (first - u.low) + (v.high - second) * (v.high - second));
  const high = difference + Math.sqrt((u.high - first) * (u.high - first) + (second - v.low) * (second - v.low));
  return { status: 'tested', z: pooled, p: probability(normalTwoSided(pooled)), rates: [first, second], difference, interval: { low: Math.max(-1, low), high: Math.min(1, high), level }, hypergeometricZ: z };
}

/** Wilson's interval for x of n. */
function wilson(x: number, n: number, z: number): { readonly low: number; readonly high: number } {
  const centre = x + (z * z) / 2;
  const half = z * Math.sqrt((x * (n - x)) / n + (z * z) / 4);
  return { low: Math.max(0, centre - half) / (n + z * z), high: Math.min(n + z * z, centre + half) / (n + z * z) };
}
