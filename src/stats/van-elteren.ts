import { Issues } from '../errors/index.js';
import { checkFinite } from './checks.js';
import { normalCdf, normalTwoSided } from './special.js';
import { notTestable, probability } from './table.js';
import type { NotTestable, PValues } from './types.js';

export interface TwoSamples {
  readonly first: readonly number[];
  readonly second: readonly number[];
}

export interface VanElteren {
  readonly status: 'tested';
  readonly strata: number;
  /** Strata with somebody on both sides. */
  readonly informative: number;
  /** Sum over strata of the rank sum of `first` (least value rank 1, equal values their mean rank) times the stratum's weight. */
  readonly statistic: number;
  readonly expected: number;
  readonly variance: number;
  readonly z: number;
  /** By the normal distribution, ties taken into the variance, without a continuity correction. `greater`: the values of `first` are larger. */
  readonly p: PValues;
  /** Over all relabelings within strata; left out where they make too many different sums. `two`: at least as far from `expected`. */
  readonly exact?: PValues;
  /** 1 / (n + 1) for each stratum given, n people in it; 0 where one side is empty. */
  readonly weights: readonly number[];
}

/**
 * The stratified Wilcoxon test: do the values of `first` lie higher than those of `second` within the same stratum? With one stratum it is the Wilcoxon-Mann-Whitney test
 * (R: `wilcox.test(exact = FALSE, correct = FALSE)`). The weights 1 / (n + 1) are the locally most powerful ones where the shift is the same in every stratum.
 *
 * Assumes that within a stratum, under the null hypothesis, every assignment of the values to the two sides was as likely as any other. It sees shifts: effects of opposite
 * sign in different strata cancel. With few people a stratum trust `exact`: it is given wherever the distribution is small enough to be worked out, always when no more
 * than some dozens of people are in a few strata. The order of strata and values does not matter.
 * @throws {MeritError} E_NUM_RANGE at `/i/first/k` for a value that is not finite.
 * @returns `no-data` without values, `empty-margin` if no stratum has both sides, `no-variance` if all values within each such stratum are equal.
 * @see P. H. van Elteren, Bulletin of the International Statistical Institute 37:351-361, 1960; E. L. Lehmann, Nonparametrics: Statistical Methods Based on Ranks, 1975, section 3.3
 */
export function vanElteren(given: readonly TwoSamples[]): VanElteren | NotTestable {
  const issues = new Issues();
  given.forEach((stratum, i) => {
    for (const side of ['first', 'second'] as const) stratum[side].forEach((value, k) => checkFinite(value, `/${i}/${side}/${k}`, issues));
  });
  issues.throwIfAny();
  if (given.every(({ first, second }) => first.length + second.length === 0)) return notTestable('no-data');
  const both = given.filter(({ first, second }) => first.length > 0 && second.length > 0);
  if (both.length === 0) return notTestable('empty-margin');
  const strata = both.map(ranked).sort((a, b) => a.ranks.length - b.ranks.length || a.count - b.count || a.seen - b.seen || a.tied - b.tied);

  let [statistic, expected, variance] = [0, 0, 0];
  for (const { ranks, count, seen, tied } of strata) {
    const n = ranks.length;
    statistic += seen / 2 / (n + 1);
    expected += count / 2;
    variance += ((count * (n - count)) / 12 / (n + 1) / (n + 1)) * (n + 1 - tied / (n * (n - 1)));
  }
  if (strata.every(({ ranks }) => ranks.every((rank) => rank === ranks[0]))) return notTestable('no-variance');
  const z = (statistic - expected) / Math.sqrt(variance);
  const exact = exactP(strata);
  return {
    status: 'tested',
    strata: given.length,
    informative: both.length,
    statistic,
    expected,
    variance,
    z,
    p: { two: probability(normalTwoSided(z)), greater: probability(normalCdf(-z)), less: probability(normalCdf(z)) },
    ...(exact && { exact }),
    weights: given.map(({ first, second }) => (first.length > 0 && second.length > 0 ? 1 / (first.length + second.length + 1) : 0)),
  };
}

interface Ranked {
  /** Twice the mean rank of every value of the stratum, so that they are whole. */
  readonly ranks: readonly number[];
  /** Values of `first`, and the sum of their doubled ranks. */
  readonly count: number;
  readonly seen: number;
  /** Sum of t^3 - t over groups of t equal values. */
  readonly tied: number;
}

function ranked({ first, second }: TwoSamples): Ranked {
  const values = [...first.map((value) => ({ value, own: true })), ...second.map((value) => ({ value, own: false }))].sort((a, b) => a.value - b.value);
  const ranks: number[] = [];
  let [seen, tied] = [0, 0];
  for (let from = 0; from < values.length; ) {
    let to = from;
    while (to < values.length && values[to]!.value === values[from]!.value) to++;
    const t = to - from;
    tied += t * t * t - t;
    for (; from < to; from++) {
      const rank = 2 * to - t + 1; // twice the mean of to - t + 1 ... to
      ranks.push(rank);
      if (values[from]!.own) seen += rank;
    }
  }
  return { ranks, count: first.length, seen, tied };
}

const WORK = 4e6;

/** Over all relabelings, in whole numbers: twice the rank sums times the least common multiple of n + 1 over n + 1. Undefined above a few million steps. */
function exactP(strata: readonly Ranked[]): PValues | undefined {
  let scale = 1;
  for (const { ranks } of strata) scale = leastCommonMultiple(scale, ranks.length + 1);
  const steps = strata.reduce((sum, { ranks, count }) => sum + ranks.length * ranks.length * ranks.length * count, 0);
  const people = strata.reduce((sum, { ranks }) => sum + ranks.length, 0);
  if (scale * people * people > Number.MAX_SAFE_INTEGER || steps > WORK) return undefined;
  let sums = new Map([[0, 1]]);
  let [seen, mean] = [0, 0];
  for (const stratum of strata) {
    const unit = scale / (stratum.ranks.length + 1);
    const own = rankSums(stratum);
    if (own.length * sums.size > WORK) return undefined;
    const next = new Map<number, number>();
    for (const [sum, chance] of sums) for (const [rank, share] of own) next.set(sum + rank * unit, (next.get(sum + rank * unit) ?? 0) + chance * share);
    sums = next;
    seen += stratum.seen * unit;
    mean += stratum.count * scale;
  }
  const sorted = [...sums].sort(([a], [b]) => Math.abs(b - mean) - Math.abs(a - mean) || a - b); // the unlikely ends first
  const total = (keep: (sum: number) => boolean): number => probability(sorted.reduce((p, [sum, chance]) => p + (keep(sum) ? chance : 0), 0));
  return { two: total((sum) => Math.abs(sum - mean) >= Math.abs(seen - mean)), greater: total((sum) => sum >= seen), less: total((sum) => sum <= seen) };
}

/** The probability of every sum of `count` of the ranks: number of ways by dynamic programming over people, number chosen and sum. */
function rankSums({ ranks, count }: Ranked): [sum: number, chance: number][] {
  const most = ranks.slice(-count).reduce((sum, rank) => sum + rank, 0);
  const width = most + 1;
  const ways = new Float64Array((count + 1) * width);
  ways[0] = 1;
  ranks.forEach((rank, n) => {
    for (let k = Math.min(count, n + 1); k > 0; k--) {
      for (let sum = most; sum >= rank; sum--) ways[k * width + sum]! += ways[(k - 1) * width + sum - rank]!;
    }
  });
  const last = ways.subarray(count * width);
  const total = last.reduce((sum, value) => sum + value, 0);
  const found: [number, number][] = [];
  last.forEach((value, sum) => {
    if (value > 0) found.push([sum, value / total]);
  });
  return found;
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y > 0) [x, y] = [y, x % y];
  return (a / x) * b;
}
