import { Issues } from '../errors/index.js';
import { logChoose } from './special.js';
import { notTestable, probability } from './table.js';
import type { NotTestable } from './types.js';

export interface KolmogorovSmirnov {
  readonly status: 'tested';
  /** The largest distance between the share of values up to x and x. */
  readonly statistic: number;
  /** Two-sided. */
  readonly p: number;
  readonly count: number;
}

/**
 * Are these numbers spread evenly over [0, 1], as p-values are under their null hypothesis? The Kolmogorov-Smirnov test of one sample against the uniform distribution, two-sided.
 * p is exact up to 2,000 values (Marsaglia, Tsang and Wang; twice the exact one-sided tail where n d^2 > 4, which differs by less than 1e-13), and within 1e-5 above.
 * Assumes independent values of a continuous distribution: p-values of exact tests come in steps and lie above uniform, so that this test, made for the two-sided question, rejects
 * them although they are valid; compare their distribution function with the diagonal on one side instead. The order of the values does not matter.
 * @throws {MeritError} E_NUM_RANGE at `/i` for a value outside [0, 1].
 * @returns `no-data` without values.
 * @see G. Marsaglia, W. W. Tsang, J. Wang, J. Statistical Software 8(18), 2003, doi:10.18637/jss.v008.i18; R. Simard, P. L'Ecuyer, J. Statistical Software 39(11), 2011, doi:10.18637/jss.v039.i11
 */
export function kolmogorovSmirnov(values: readonly number[]): KolmogorovSmirnov | NotTestable {
  const issues = new Issues();
  values.forEach((value, i) => {
    if (!(value >= 0 && value <= 1)) issues.add('E_NUM_RANGE', `/${i}`, `expected a number from 0 to 1, came ${String(value)}`);
  });
  issues.throwIfAny();
  const n = values.length;
  if (n === 0) return notTestable('no-data');
  let statistic = 0;
  Float64Array.from(values).sort().forEach((value, i) => {
    statistic = Math.max(statistic, (i + 1) / n - value, value - i / n);
  });
  return { status: 'tested', statistic, p: probability(upperTail(n, statistic)), count: n };
}

/** P(D >= d) for n values. */
function upperTail(n: number, d: number): number {
  const square = n * d * d;
  if (d >= 1) return 0;
  if (2 * n * d <= 1) return 1;
  if (square > 4) return 2 * oneSided(n, d);
  return n <= 2000 ? 1 - marsaglia(n, d) : limiting(n, d);
}

/** P(D+ >= d): the sum of Birnbaum and Tingey, Annals of Mathematical Statistics 22(4):592-596, 1951, doi:10.1214/aoms/1177729550. */
function oneSided(n: number, d: number): number {
  let sum = 0;
  for (let j = 0; j <= Math.floor(n * (1 - d)); j++) {
    const rest = 1 - d - j / n;
    if (rest > 0 || j === n) sum += Math.exp(logChoose(n, j) + (j - 1) * Math.log(d + j / n) + (j === n ? 0 : (n - j) * Math.log(rest)));
  }
  return Math.min(1, d * sum);
}

/** P(D < d): an entry of the nth power of a matrix, times n! / n^n. */
function marsaglia(n: number, d: number): number {
  const k = Math.floor(n * d) + 1;
  const m = 2 * k - 1;
  const h = k - n * d;
  const matrix = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) matrix[i * m + j] = i - j + 1 < 0 ? 0 : 1;
  let power = 1;
  const powers = Array.from({ length: m }, () => (power *= h));
  for (let i = 0; i < m; i++) {
    matrix[i * m]! -= powers[i]!;
    matrix[(m - 1) * m + i]! -= powers[m - 1 - i]!;
  }
  let corner = 1;
  for (let i = 0; i < m; i++) corner *= Math.max(0, 2 * h - 1);
  matrix[(m - 1) * m]! += corner;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) for (let g = 2; g <= i - j + 1; g++) matrix[i * m + j]! /= g;
  }
  const raised = matrixPower({ values: matrix, exponent: 0 }, m, n);
  let entry = raised.values[(k - 1) * m + k - 1]!;
  let { exponent } = raised;
  for (let i = 1; i <= n; i++) {
    entry *= i / n;
    if (entry < 1e-140) [entry, exponent] = [entry * 1e140, exponent - 140];
  }
  for (; exponent < 0; exponent += 10) entry /= 1e10;
  for (; exponent > 0; exponent -= 10) entry *= 1e10;
  return entry;
}

/** `values` times 10^exponent, a multiple of 10. */
interface Scaled {
  readonly values: Float64Array;
  readonly exponent: number;
}

function matrixPower(base: Scaled, m: number, n: number): Scaled {
  if (n === 1) return base;
  const half = matrixPower(base, m, Math.floor(n / 2));
  let result: Scaled = { values: product(half.values, half.values, m), exponent: 2 * half.exponent };
  if (n % 2 === 1) result = { values: product(base.values, result.values, m), exponent: result.exponent };
  const middle = result.values[Math.floor(m / 2) * m + Math.floor(m / 2)]!;
  return middle > 1e140 ? { values: result.values.map((value) => value * 1e-140), exponent: result.exponent + 140 } : result;
}

function product(a: Float64Array, b: Float64Array, m: number): Float64Array {
  const c = new Float64Array(m * m);
  for (let i = 0; i < m; i++) {
    for (let k = 0; k < m; k++) {
      const by = a[i * m + k]!;
      if (by !== 0) for (let j = 0; j < m; j++) c[i * m + j]! += by * b[k * m + j]!;
    }
  }
  return c;
}

/** Kolmogorov's limit with the correction of J. Vrbik, Pioneer J. Theoretical and Applied Statistics 15(1-2):15-23, 2018. */
function limiting(n: number, d: number): number {
  const root = Math.sqrt(n);
  const z = d * root + 1 / (6 * root) + (d * root - 1) / (4 * n);
  if (z < 0.5) {
    let below = 0; // the other form of the series, which converges here
    for (let k = 1; k <= 5; k++) below += Math.exp(-((2 * k - 1) * (2 * k - 1) * Math.PI * Math.PI) / (8 * z * z));
    return 1 - (Math.sqrt(2 * Math.PI) / z) * below;
  }
  let p = 0;
  for (let k = 1; k <= 20; k++) p += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * z * z);
  return p;
}
