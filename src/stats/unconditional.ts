import { MeritError } from '../errors/index.js';
import { hypergeometric } from './hypergeometric.js';
import { checkTable, isInformative, notTestable, probability, whyEmpty } from './table.js';
import type { NotTestable, PValues, Table2x2 } from './types.js';

/** The most tables that an unconditional test looks at. */
export const TABLES_AT_MOST = 4_000_000;

export interface Unconditional {
  readonly status: 'tested';
  readonly p: PValues;
  /** The common rate at which the two-sided p is reached. */
  readonly at: number;
  /** The common rate at which each p is reached. */
  readonly nuisance: PValues;
}

/** How extreme each table is that these row totals allow: the larger the more. `get(x, y)` for x chosen of the first row and y of the second. */
type Extremeness = (x: number, y: number) => number;

/**
 * Barnard's test of two rates, with the pooled z (as in `twoProportions`) for a yardstick: the largest probability, over every common rate, of a table at least as extreme. First row against second.
 * Assumes that the totals of the rows were fixed, the number chosen was not, and people are independent: it is not the test of a vacancy, where both margins are fixed (that is `fisher`), but
 * of open gates such as an examination. More powerful than Fisher's there. The supremum is found on a grid and refined: 1e-9, but a spike
 * narrower than the grid could be missed. O(rows' totals multiplied once, then (total) for each of some sqrt(total) rates).
 * @returns not testable when a margin is 0.
 * @throws {MeritError} E_SHAPE, E_NUM_RANGE, E_NUM_INT, E_OVERFLOW at the bad cell; E_LIMIT_COUNT when (first total + 1)(second total + 1) is over 4,000,000.
 * @see GA Barnard, Biometrika 34:123-138, 1947, doi:10.1093/biomet/34.1-2.123; S Suissa, JJ Shuster, JRSS A 148(4):317-327, 1985, doi:10.2307/2981892
 */
export function barnard(table: Table2x2): Unconditional | NotTestable {
  return unconditional(table, (first, second) => {
    const z: Extremeness = (x, y) => {
      const chosen = x + y;
      const away = x * second - y * first;
      return away === 0 ? 0 : away / Math.sqrt(chosen * (first + second - chosen)); // z, but for a factor common to all tables
    };
    return { greater: z, less: (x, y) => -z(x, y), two: (x, y) => Math.abs(z(x, y)) };
  });
}

/**
 * Boschloo's test of two rates: as `barnard`, with Fisher's one-sided p-value for a yardstick. Its p is never above Fisher's. Two-sided is twice the smaller of the one-sided p-values.
 * Assumptions, limits, cost and errors as `barnard`.
 * @see RD Boschloo, Statistica Neerlandica 24(1):1-9, 1970, doi:10.1111/j.1467-9574.1970.tb00104.x
 */
export function boschloo(table: Table2x2): Unconditional | NotTestable {
  return unconditional(table, (first, second) => {
    const less = new Float64Array((first + 1) * (second + 1)).fill(0);
    const greater = new Float64Array(less.length).fill(0);
    for (let chosen = 0; chosen <= first + second; chosen++) {
      const { lowest, pmf } = hypergeometric({ group: first, chosen, people: first + second });
      const cell = (i: number): number => (lowest + i) * (second + 1) + chosen - lowest - i;
      for (let i = 0, sum = 0; i < pmf.length; i++) less[cell(i)] = sum += pmf[i]!;
      for (let i = pmf.length - 1, sum = 0; i >= 0; i--) greater[cell(i)] = sum += pmf[i]!;
    }
    return { greater: (x, y) => -greater[x * (second + 1) + y]!, less: (x, y) => -less[x * (second + 1) + y]! };
  });
}

function unconditional(
  table: Table2x2,
  yardsticks: (first: number, second: number) => { readonly greater: Extremeness; readonly less: Extremeness; readonly two?: Extremeness },
): Unconditional | NotTestable {
  const m = checkTable(table);
  const [first, second] = [m.group, m.people - m.group];
  const tables = (first + 1) * (second + 1);
  if (tables > TABLES_AT_MOST) throw new MeritError('E_LIMIT_COUNT', `an unconditional test looks at ${TABLES_AT_MOST} tables at most, these rows allow ${tables}`);
  if (!isInformative(m)) return notTestable(whyEmpty([m]));
  const by = yardsticks(first, second);
  const p = (extremeness: Extremeness): Supremum => supremum(first, second, extremes(first, second, extremeness, extremeness(m.a, m.chosen - m.a)));
  const [greater, less] = [p(by.greater), p(by.less)];
  const smaller = greater.p <= less.p ? greater : less;
  const two = by.two ? p(by.two) : { p: 2 * smaller.p, at: smaller.at };
  return {
    status: 'tested',
    p: { two: probability(two.p), greater: probability(greater.p), less: probability(less.p) },
    at: two.at,
    nuisance: { two: two.at, greater: greater.at, less: less.at },
  };
}

/** For each x the runs [from, to] of y whose tables are at least as extreme as seen; ties up to a relative 1e-9, so that rounding drops none. */
function extremes(first: number, second: number, extremeness: Extremeness, seen: number): number[][] {
  const least = seen - Math.abs(seen) * 1e-9;
  return Array.from({ length: first + 1 }, (_, x) => {
    const runs: number[] = [];
    for (let y = 0, inside = false; y <= second + 1; y++) {
      const now = y <= second && extremeness(x, y) >= least;
      if (now !== inside) runs.push(now ? y : y - 1);
      inside = now;
    }
    return runs;
  });
}

interface Supremum {
  readonly p: number;
  readonly at: number;
}

/** The largest probability of a set of tables over the common rate. On the scale where a share has the same spread everywhere, arcsin of the square root, a grid of a tenth of that spread meets every hill. */
function supremum(first: number, second: number, runs: readonly (readonly number[])[]): Supremum {
  const xs = new Float64Array(first + 1);
  const ys = new Float64Array(second + 1);
  const upTo = new Float64Array(second + 2); // P(y < index)
  const rateOf = (angle: number): number => Math.sin(angle) * Math.sin(angle);
  const probabilityAt = (angle: number): number => {
    binomial(xs, rateOf(angle));
    binomial(ys, rateOf(angle));
    for (let y = 0; y <= second; y++) upTo[y + 1] = upTo[y]! + ys[y]!;
    let sum = 0;
    for (const [x, run] of runs.entries()) {
      for (let k = 0; k < run.length; k += 2) sum += xs[x]! * (upTo[run[k + 1]! + 1]! - upTo[run[k]!]!);
    }
    return sum;
  };
  const steps = Math.ceil(10 * Math.PI * Math.sqrt(first + second)) + 20;
  const angle = (i: number): number => (i * Math.PI) / (2 * steps);
  const grid = Array.from({ length: steps + 1 }, (_, i) => probabilityAt(angle(i)));
  const best = grid.reduce((x, y) => Math.max(x, y));
  let top = { p: best, at: angle(grid.indexOf(best)) };
  for (let i = 1; i < steps && best < 1 - 1e-9; i++) {
    if (grid[i]! < best * 0.98 || grid[i]! < grid[i - 1]! || grid[i]! < grid[i + 1]!) continue;
    const hill = climb(probabilityAt, angle(i - 1), angle(i + 1));
    if (hill.p > top.p) top = hill;
  }
  return { p: top.p, at: rateOf(top.at) };
}

/** The maximum of a hill by golden section. */
function climb(height: (x: number) => number, from: number, to: number): Supremum {
  const golden = (Math.sqrt(5) - 1) / 2;
  let [low, high] = [from, to];
  let [x, y] = [high - golden * (high - low), low + golden * (high - low)];
  let [p, q] = [height(x), height(y)];
  while (high - low > 1e-6 * (to - from)) {
    if (p >= q) {
      [high, y, q] = [y, x, p];
      x = high - golden * (high - low);
      p = height(x);
    } else {
      [low, x, p] = [x, y, q];
      y = low + golden * (high - low);
      q = height(y);
    }
  }
  return p >= q ? { p, at: x } : { p: q, at: y };
}

/** Fills `pmf` with the probabilities of 0..n successes, from the mode outwards. */
function binomial(pmf: Float64Array, rate: number): void {
  const n = pmf.length - 1;
  const mode = Math.min(n, Math.floor((n + 1) * rate));
  pmf[mode] = 1;
  let sum = 1;
  for (let x = mode; x < n; x++) sum += pmf[x + 1] = ((pmf[x]! * (n - x)) / (x + 1)) * (rate / (1 - rate));
  for (let x = mode; x > 0; x--) sum += pmf[x - 1] = ((pmf[x]! * x) / (n - x + 1)) * ((1 - rate) / rate);
  for (let x = 0; x <= n; x++) pmf[x]! /= sum;
}
