import { probability } from './table.js';
import type { PValues } from './types.js';

/** A distribution on the whole numbers least..most. `pmf[i]` is P(X = lowest + i); outcomes outside have a probability below the least double. */
export interface Distribution {
  readonly least: number;
  readonly most: number;
  readonly lowest: number;
  readonly pmf: Float64Array;
}

/** Likelihoods that differ by less are ties: the convention of R. */
const TIE = 1e-7;

/**
 * A distribution from the ratios f(x + 1) / f(x), which must fall as x grows: outwards from the mode, which stands for 1, until the doubles end. No logarithm
 * and no factorial is taken, so that the relative error is that of the steps: about 1e-16 for each. O(standard deviation) time and memory, log(most - least) for the mode.
 */
export function fromRatios(least: number, most: number, ratio: (x: number) => number): Distribution {
  let mode = least;
  for (let high = most; mode < high; ) {
    const middle = mode + Math.floor((high - mode) / 2);
    if (ratio(middle) >= 1) mode = middle + 1;
    else high = middle;
  }
  const down: number[] = [];
  for (let x = mode, weight = 1; x > least && (weight /= ratio(x - 1)) > 0; x--) down.push(weight);
  const up: number[] = [];
  for (let x = mode, weight = 1; x < most && (weight *= ratio(x)) > 0; x++) up.push(weight);
  const pmf = new Float64Array(down.length + 1 + up.length);
  pmf.set(down.reverse());
  pmf[down.length] = 1;
  pmf.set(up, down.length + 1);
  return { least, most, lowest: mode - down.length, pmf: normalised(pmf) };
}

/** Divides by the sum, which is taken from both ends inwards: small numbers first. */
export function normalised(pmf: Float64Array): Float64Array {
  let [i, j, sum] = [0, pmf.length - 1, 0];
  while (i < j) sum += pmf[i]! < pmf[j]! ? pmf[i++]! : pmf[j--]!;
  sum += pmf[i]!;
  for (let k = 0; k < pmf.length; k++) pmf[k]! /= sum;
  return pmf;
}

/** P(X <= x) and P(X >= x), each summed from its far end. */
export function tails(d: Distribution, x: number): { readonly less: number; readonly greater: number } {
  const at = x - d.lowest;
  let [less, greater] = [0, 0];
  for (let i = 0; i <= Math.min(at, d.pmf.length - 1); i++) less += d.pmf[i]!;
  for (let i = d.pmf.length - 1; i >= Math.max(at, 0); i--) greater += d.pmf[i]!;
  return { less, greater };
}

/** P(X = x). */
export const massAt = (d: Distribution, x: number): number => d.pmf[x - d.lowest] ?? 0;

/** The p-values of one exact test. */
export interface ExactP {
  readonly p: PValues;
  /** Half of the outcomes as likely as the one seen is left out of `two`, half of the one seen of the others: its mean under the null is 1/2, but it may reject more often than its level says (Lancaster 1961, doi:10.1080/01621459.1961.10482105). */
  readonly midP: PValues;
  /** The least p that each alternative could have given: where it lies above the level, nothing could have been found. */
  readonly minimumP: PValues;
}

/** The p-values of outcome x. Two-sided: every outcome no likelier than x, up to a relative 1e-7. O(outcomes). */
export function exactP(d: Distribution, x: number): ExactP {
  const seen = massAt(d, x);
  const { less, greater } = tails(d, x);
  const { two, ties } = noLikelier(d, seen);
  const [first, last] = [massAt(d, d.least), massAt(d, d.most)];
  return {
    p: { two: probability(two), greater: probability(greater), less: probability(less) },
    midP: { two: probability(two - ties / 2), greater: probability(greater - seen / 2), less: probability(less - seen / 2) },
    minimumP: { two: probability(noLikelier(d, Math.min(first, last)).two), greater: probability(last), less: probability(first) },
  };
}

/** The probability of every outcome no likelier than `seen`, and of those as likely. */
function noLikelier(d: Distribution, seen: number): { readonly two: number; readonly ties: number } {
  const [from, to] = [seen * (1 - TIE), seen * (1 + TIE)];
  let [i, j, two, ties] = [0, d.pmf.length - 1, 0, 0];
  while (i <= j) {
    const mass = d.pmf[i]! < d.pmf[j]! ? d.pmf[i++]! : d.pmf[j--]!;
    if (mass > to) break; // the rest is likelier still: the distribution has one peak
    two += mass;
    if (mass >= from) ties += mass;
  }
  return { two, ties };
}

/** Below it doubles lose digits, and take a hundred times as long. */
const LEAST_NORMAL = 2.2250738585072014e-308;

/** The distribution of the sum of two independent numbers, each with one peak. O(product of the lengths). */
function added(x: Distribution, y: Distribution): Distribution {
  const [long, short] = x.pmf.length < y.pmf.length ? [y.pmf, x.pmf] : [x.pmf, y.pmf];
  const pmf = new Float64Array(long.length + short.length - 1);
  const mode = long.indexOf(long.reduce((x, y) => Math.max(x, y)));
  let [low, high] = [mode, mode + 1]; // where the products are normal doubles: the two ends move with the weight
  for (let i = 0; i < short.length; i++) {
    const weight = short[i]!;
    const enough = LEAST_NORMAL / weight;
    while (low > 0 && long[low - 1]! >= enough) low--;
    while (low < mode && long[low]! < enough) low++;
    while (high < long.length && long[high]! >= enough) high++;
    while (high > mode + 1 && long[high - 1]! < enough) high--;
    for (let j = low; j < high; j++) pmf[i + j]! += weight * long[j]!;
  }
  let [from, to] = [0, pmf.length];
  while (pmf[from] === 0) from++;
  while (pmf[to - 1] === 0) to--;
  return { least: x.least + y.least, most: x.most + y.most, lowest: x.lowest + y.lowest + from, pmf: pmf.slice(from, to) };
}

/** The distribution of a sum of independent numbers, added in pairs of like length: O(total^2) at worst, far less where the tails leave the doubles. Their order does not matter. */
export function convolve(parts: readonly Distribution[]): Distribution {
  let queue = [...parts].sort((x, y) => x.pmf.length - y.pmf.length || x.lowest - y.lowest || x.pmf[0]! - y.pmf[0]! || x.pmf.at(-1)! - y.pmf.at(-1)!);
  while (queue.length > 1) {
    const next: Distribution[] = [];
    for (let i = 0; i < queue.length; i += 2) next.push(i + 1 < queue.length ? added(queue[i]!, queue[i + 1]!) : queue[i]!);
    queue = next;
  }
  return queue[0] ?? { least: 0, most: 0, lowest: 0, pmf: Float64Array.of(1) };
}
