import { mantelHaenszel } from './mantel-haenszel.js';
import { normalQuantile, normalTwoSided } from './special.js';
import type { Ratio, Table2x2 } from './types.js';

/** The least and the greatest sum of first cells that the margins of these tables allow. */
export function reachOf(strata: readonly Table2x2[]): { readonly low: number; readonly high: number } {
  let [low, high] = [0, 0];
  for (const [[a, b], [c, d]] of strata) {
    low += Math.max(0, a - d);
    high += Math.min(a + b, a + c);
  }
  return { low, high };
}

/**
 * What the Mantel-Haenszel test of these strata could find, from their margins alone: the least p, and the least common odds ratio found with a power of
 * `power`. Near an odds ratio of 1 the sum of the first cells has the expectation E + V ln(OR) and the variance V, so that the least one is
 * exp((z(1 - alpha / sides) + z(power)) / sqrt(V)). A normal approximation for large strata; for few winners use `detectable`, which is exact.
 * @returns null where no stratum is informative.
 * @see N. Mantel, JASA 58(303):690-700, 1963, doi:10.1080/01621459.1963.10500879
 */
export function approximatelyDetectable(
  strata: readonly Table2x2[],
  { alpha, sides, power = 0.8 }: { readonly alpha: number; readonly sides: 1 | 2; readonly power?: number },
): { readonly possible: boolean; readonly minimumP: number; readonly leastOddsRatio: Ratio } | null {
  const found = mantelHaenszel(strata);
  if (found.status === 'not-testable') return null;
  const { low, high } = reachOf(strata);
  const spread = Math.sqrt(found.variance);
  const far = (sides === 1 ? high - found.expected : Math.max(high - found.expected, found.expected - low)) / spread;
  const minimumP = Math.max(Number.MIN_VALUE, (normalTwoSided(far) * sides) / 2);
  const possible = minimumP <= alpha;
  const least = Math.exp((normalQuantile(1 - alpha / sides) + normalQuantile(power)) / spread);
  return { possible, minimumP, leastOddsRatio: possible && least < Infinity ? least : 'infinite' };
}
