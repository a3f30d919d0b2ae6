import { MeritError } from '../errors/index.js';
import type { Interval, Ratio } from './types.js';

/** A distribution over whole numbers: `pmf[i]` is the probability of `lowest + i`. */
export interface Distribution {
  readonly lowest: number;
  readonly pmf: Float64Array;
}

/**
 * One stratum as its likelihood ratios: `ratios[i]` = P(lowest + i + 1) / P(lowest + i) under an odds ratio of 1, decreasing in i. An odds
 * ratio psi multiplies each of them by psi, so that every distribution of the family comes from one list without loss at its far ends.
 */
export interface Stratum {
  readonly lowest: number;
  readonly ratios: Float64Array;
}

const WIDEST = 1e6;

/** Connected winners when `winners` of `eligible` people are chosen and `connected` of them are connected: Fisher's noncentral hypergeometric. */
export function hypergeometricStratum(eligible: number, connected: number, winners: number): Stratum {
  const lowest = Math.max(0, connected + winners - eligible);
  const steps = Math.min(connected, winners) - lowest;
  if (steps > WIDEST) throw new MeritError('E_LIMIT_COUNT', `one stratum allows ${steps + 1} outcomes, at most ${WIDEST + 1} are computed exactly`);
  const ratios = new Float64Array(steps);
  for (let i = 0; i < ratios.length; i++) {
    const k = lowest + i;
    ratios[i] = ((connected - k) / (k + 1)) * ((winners - k) / (eligible - connected - winners + k + 1));
  }
  return { lowest, ratios };
}

/** One winner, connected with the given probability in [0, 1]. */
export function bernoulliStratum(probability: number): Stratum {
  if (probability === 0 || probability === 1) return { lowest: probability, ratios: new Float64Array(0) };
  return { lowest: 0, ratios: Float64Array.of(probability / (1 - probability)) };
}

/** Strata in an order that their content alone decides: sums of doubles depend on the order of their terms. */
export function inOrder(strata: readonly Stratum[]): Stratum[] {
  return [...strata].sort((a, b) => {
    if (a.ratios.length !== b.ratios.length) return a.ratios.length - b.ratios.length;
    if (a.lowest !== b.lowest) return a.lowest - b.lowest;
    const at = a.ratios.findIndex((ratio, i) => ratio !== b.ratios[i]);
    return at < 0 ? 0 : a.ratios[at]! - b.ratios[at]!;
  });
}

/** The distribution of one stratum under the odds ratio `psi` above 0. Multiplied outwards from the mode, so that nothing overflows. */
export function distributionOf({ lowest, ratios }: Stratum, psi = 1): Distribution {
  const pmf = new Float64Array(ratios.length + 1);
  let mode = 0;
  while (mode < ratios.length && ratios[mode]! * psi > 1) mode++;
  pmf[mode] = 1;
  for (let i = mode; i < ratios.length; i++) pmf[i + 1] = pmf[i]! * ratios[i]! * psi;
  for (let i = mode; i > 0; i--) pmf[i - 1] = pmf[i]! / (ratios[i - 1]! * psi);
  const total = sumOf(pmf);
  for (let i = 0; i < pmf.length; i++) pmf[i]! /= total;
  return { lowest, pmf };
}

/** Mean and variance of one stratum under the odds ratio `psi`. */
export function momentsOf(stratum: Stratum, psi = 1): { mean: number; variance: number } {
  const { ratios, lowest } = stratum;
  if (ratios.length === 0) return { mean: lowest, variance: 0 };
  if (ratios.length === 1) {
    const odds = ratios[0]! * psi;
    const p = odds > 1 ? 1 / (1 + 1 / odds) : odds / (1 + odds);
    return { mean: lowest + p, variance: p / (1 + odds) };
  }
  const { pmf } = distributionOf(stratum, psi);
  let first = 0;
  for (let i = 1; i < pmf.length; i++) first += i * pmf[i]!;
  let variance = 0;
  for (let i = 0; i < pmf.length; i++) variance += (i - first) * (i - first) * pmf[i]!;
  return { mean: lowest + first, variance };
}

const WORK = 2e9; // multiplications: some two seconds

/**
 * The distribution of the sum over independent strata under a common odds ratio: their convolution, O(K * S) for K strata of total support S,
 * all terms positive, so that every probability is exact to about K units in the last place. A probability below 1e-300 becomes 0.
 * @throws {MeritError} E_LIMIT_COUNT above 2e9 multiplications.
 */
export function convolve(strata: readonly Stratum[], psi = 1): Distribution {
  let size = 1;
  let work = 0;
  for (const { ratios } of strata) {
    work += size * (ratios.length + 1);
    size += ratios.length;
  }
  if (work > WORK) throw new MeritError('E_LIMIT_COUNT', `the exact distribution takes ${work} multiplications, at most ${WORK} are made\nMaybe the asymptotic test fits tables of this size`);
  const pmf = new Float64Array(size);
  pmf[0] = 1;
  let lowest = 0;
  let length = 1;
  for (const stratum of strata) {
    lowest += stratum.lowest;
    if (stratum.ratios.length === 0) continue;
    addTo(pmf, length, distributionOf(stratum, psi).pmf);
    length += stratum.ratios.length;
  }
  return { lowest, pmf };
}

const TINY = 1e-300; // below it doubles lose digits, and every operation on them is a hundred times as slow

/** Convolves the first `length` entries of `sum` with `next`, in place: from the top down, so that what is still needed is not yet written. */
export function addTo(sum: Float64Array, length: number, next: Float64Array): void {
  const reach = next.length - 1;
  if (reach === 1) {
    const [no, yes] = [next[0]!, next[1]!];
    for (let i = length; i >= 0; i--) {
      const value = sum[i]! * no + (i > 0 ? sum[i - 1]! * yes : 0);
      sum[i] = value < TINY ? 0 : value;
    }
    return;
  }
  for (let i = length - 1 + reach; i >= 0; i--) {
    let value = 0;
    for (let k = Math.max(0, i - length + 1); k <= reach && k <= i; k++) value += sum[i - k]! * next[k]!;
    sum[i] = value < TINY ? 0 : value;
  }
}

/** The sum, smallest terms first as far as a unimodal list allows: from both ends inwards. */
function sumOf(values: Float64Array): number {
  let total = 0;
  let low = 0;
  let high = values.length - 1;
  while (low <= high) total += values[low]! <= values[high]! ? values[low++]! : values[high--]!;
  return total;
}

/** P(sum >= `from`). */
export function upperTail({ lowest, pmf }: Distribution, from: number): number {
  let p = 0;
  for (let i = pmf.length - 1; i >= Math.max(0, from - lowest); i--) p += pmf[i]!;
  return Math.min(1, p);
}

/** P(sum <= `to`). */
export function lowerTail({ lowest, pmf }: Distribution, to: number): number {
  let p = 0;
  for (let i = 0; i <= Math.min(pmf.length - 1, to - lowest); i++) p += pmf[i]!;
  return Math.min(1, p);
}

const FARTHEST = 600; // of a log odds ratio: beyond it exp() would leave the doubles

/** The log odds ratio under which the sum is expected to be `target`, strictly between its ends: Newton's steps inside a bracket. */
export function logOddsRatioFor(strata: readonly Stratum[], target: number): number {
  let low = -FARTHEST;
  let high = FARTHEST;
  let theta = 0;
  for (let step = 0; step < 200; step++) {
    let mean = 0;
    let variance = 0;
    for (const stratum of strata) {
      const moments = momentsOf(stratum, Math.exp(theta));
      mean += moments.mean;
      variance += moments.variance;
    }
    if (mean < target) low = theta;
    else high = theta;
    const newton = theta + (target - mean) / variance;
    const next = newton > low && newton < high ? newton : (low + high) / 2;
    if (Math.abs(next - theta) <= 1e-15 * Math.max(1, Math.abs(theta))) return next;
    theta = next;
  }
  return theta;
}

/**
 * The conditional maximum-likelihood estimate of the common odds ratio and its exact interval (the odds ratios that neither one-sided test at
 * (1 - level) / 2 rejects). 0 or `'infinite'` where the sum stands at an end of its range.
 */
export function commonOddsRatio(strata: readonly Stratum[], observed: number, level: number): { oddsRatio: Ratio; interval: Interval } {
  const lowest = strata.reduce((sum, stratum) => sum + stratum.lowest, 0);
  const highest = strata.reduce((sum, stratum) => sum + stratum.lowest + stratum.ratios.length, 0);
  const centre = logOddsRatioFor(strata, Math.min(highest - 0.5, Math.max(lowest + 0.5, observed)));
  const { pmf } = convolve(strata, Math.exp(centre)); // around what was seen, so that the limits need no far tails of it
  const logs = pmf.map((value) => Math.log(value));
  const share = (1 - level) / 2;
  const limit = (upper: boolean): number => {
    let [low, high] = [-FARTHEST, FARTHEST];
    for (let step = 0; step < 200 && high - low > 1e-14 * Math.max(1, Math.abs(low)); step++) {
      const delta = (low + high) / 2;
      const tail = tiltedTail(logs, observed - lowest, delta, upper);
      if (upper ? tail > share : tail < share) low = delta;
      else high = delta;
    }
    return Math.exp(centre + (low + high) / 2);
  };
  return {
    oddsRatio: observed === highest ? 'infinite' : observed === lowest ? 0 : Math.exp(centre),
    interval: { low: observed === lowest ? 0 : limit(false), high: observed === highest ? 'infinite' : limit(true), level },
  };
}

/** P(sum <= at) (`lower`) or P(sum >= at) after the distribution is tilted by exp(delta * sum). */
function tiltedTail(logs: Float64Array, at: number, delta: number, lower: boolean): number {
  let top = -Infinity;
  for (let i = 0; i < logs.length; i++) top = Math.max(top, logs[i]! + delta * (i - at));
  let inside = 0;
  let outside = 0;
  for (let i = 0; i < logs.length; i++) {
    const value = Math.exp(logs[i]! + delta * (i - at) - top);
    if (lower ? i <= at : i >= at) inside += value;
    else outside += value;
  }
  return inside / (inside + outside);
}
