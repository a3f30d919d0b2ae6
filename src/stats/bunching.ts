import { Issues } from '../errors/index.js';
import { binomialTest } from './binomial.js';
import { checkFinite, checkLevel, checkShare, checkWhole } from './checks.js';
import { notTestable } from './table.js';
import type { Interval, NotTestable, PValues } from './types.js';

export interface Bunching {
  readonly status: 'tested';
  /** Counted at values from threshold - width on, below the threshold. */
  readonly below: number;
  /** Counted at values from the threshold on, below threshold + width. */
  readonly above: number;
  /** above / (below + above). */
  readonly share: number;
  /** The share above under the null hypothesis. */
  readonly expectedShare: number;
  /** `greater`: more just above than expected. */
  readonly p: PValues;
  readonly midP: PValues;
  /** Of the share above: Clopper-Pearson. */
  readonly interval: Interval;
}

/**
 * Are there more scores just above a threshold than just below it? The counts of the two windows [threshold - width, threshold) and [threshold, threshold + width) against a
 * binomial with the expected share above: 1/2 if left out. Exact; made for whole-number and heaped scores, where tests of a density do not hold.
 *
 * The null hypothesis of equal shares assumes that without sorting the distribution is as good as level across both windows. It breaks where the distribution
 * slopes (choose a small width, or give `expectedShare` from a neighbouring threshold or another year), where marks heap at round numbers of their own accord (a threshold at 70 is one: compare
 * with 60 and 80), and where the width was chosen after looking. A window that holds fewer lattice points than the other is not made up for.
 * @param given - `counts` as a map or pairs of value and count, in any order, each value once; `width` above 0 in the units of the values.
 * @throws {MeritError} E_NUM_RANGE, E_NUM_INT, E_ID_DUPLICATE at `/counts/i`, `/threshold`, `/width`, `/expectedShare`, `/level`.
 * @returns `no-data` if both windows are empty.
 * @see J. McCrary, J. Econometrics 142(2):698-714, 2008, doi:10.1016/j.jeconom.2007.05.005 (manipulation at a threshold); M. D. Cattaneo, B. R. Frandsen, R. Titiunik, J. Causal Inference 3(1):1-24, 2015, doi:10.1515/jci-2013-0010 (the binomial test in a window)
 */
export function bunching(given: {
  readonly counts: ReadonlyMap<number, number> | readonly (readonly [value: number, count: number])[];
  readonly threshold: number;
  readonly width: number;
  readonly expectedShare?: number;
  readonly level?: number;
}): Bunching | NotTestable {
  const { threshold, width, expectedShare = 0.5, level = 0.95 } = given;
  const issues = new Issues();
  const counts = [...given.counts];
  const seen = new Map<number, number>();
  counts.forEach(([value, count], i) => {
    checkFinite(value, `/counts/${i}/0`, issues);
    checkWhole(count, `/counts/${i}/1`, issues);
    const first = seen.get(value);
    if (first === undefined) seen.set(value, i);
    else issues.add('E_ID_DUPLICATE', `/counts/${i}`, 'two counts of the same value', { related: [`/counts/${first}`] });
  });
  checkFinite(threshold, '/threshold', issues);
  if (checkFinite(width, '/width', issues) && width <= 0) issues.add('E_NUM_RANGE', '/width', `expected a width above 0, came ${width}`);
  checkShare(expectedShare, '/expectedShare', issues);
  checkLevel(level, issues);
  issues.throwIfAny();
  const between = (from: number, to: number): number => counts.reduce((sum, [value, count]) => sum + (value >= from && value < to ? count : 0), 0);
  const below = between(threshold - width, threshold);
  const above = between(threshold, threshold + width);
  if (below + above === 0) return notTestable('no-data');
  const tested = binomialTest(above, below + above, expectedShare, { level });
  if (tested.status !== 'tested') return tested;
  return { status: 'tested', below, above, share: above / (below + above), expectedShare, p: tested.p, midP: tested.midP, interval: tested.interval };
}
