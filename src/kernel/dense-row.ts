import type { Weights } from './csr.js';

/*
 * What the dense kernels do with one row of the matrix, `weight[from .. from + cols]`. Functions of their own because these
 * loops are where the time goes: a compiler warms up to a short function called a thousand times sooner than to a long one.
 */

/** Raises every v_j to w_j - u where it is less. */
export function raise(weight: Weights, from: number, cols: number, u: number, v: Float64Array): void {
  for (let j = 0; j < cols; j++) {
    const x = weight[from + j]! - u;
    if (x > v[j]!) v[j] = x;
  }
}

/** The largest w - v of a row. Four maxima at a time: one alone waits for itself. */
export function greatest(weight: Weights, from: number, cols: number, v: Float64Array): number {
  let a = -Infinity;
  let b = -Infinity;
  let c = -Infinity;
  let d = -Infinity;
  let j = 0;
  for (; j + 4 <= cols; j += 4) {
    const w = weight[from + j]! - v[j]!;
    const x = weight[from + j + 1]! - v[j + 1]!;
    const y = weight[from + j + 2]! - v[j + 2]!;
    const z = weight[from + j + 3]! - v[j + 3]!;
    if (w > a) a = w;
    if (x > b) b = x;
    if (y > c) c = y;
    if (z > d) d = z;
  }
  for (; j < cols; j++) if (weight[from + j]! - v[j]! > a) a = weight[from + j]! - v[j]!;
  return Math.max(a, b, c, d);
}

/**
 * Lists the K columns of one row with the largest w - v, best first. Rows begin at different columns, so that among equals
 * they do not all list the same ones. O(cols), K shifts for each column that enters.
 * @param from - where row i begins in the matrix.
 * @param value - room for K values.
 * @param col - where the list goes, from `base` on.
 * @returns w - v of the last one listed: no other column has more. K <= cols.
 */
export function listBest(weight: Weights, from: number, cols: number, v: Float64Array, i: number, K: number, value: Float64Array, col: Int32Array, base: number): number {
  const begin = (i * STRIDE) % cols;
  let n = 0;
  let least = -Infinity; // of a full list
  for (let half = 0; half < 2; half++) {
    const to = half === 0 ? cols : begin;
    for (let j = half === 0 ? begin : 0; (j = above(weight, from, j, to, v, least)) < to; j++) {
      const x = weight[from + j]! - v[j]!;
      let t = n < K ? n++ : K - 1;
      for (; t > 0 && value[t - 1]! < x; t--) {
        value[t] = value[t - 1]!;
        col[base + t] = col[base + t - 1]!;
      }
      value[t] = x;
      col[base + t] = j;
      if (n === K) least = value[K - 1]!;
    }
  }
  return least;
}

/** The first column from j on with w - v > least, `to` if there is none. Most are not: four are looked at together. */
function above(weight: Weights, from: number, j: number, to: number, v: Float64Array, least: number): number {
  for (; j + 4 <= to; j += 4) {
    const a = weight[from + j]! - v[j]!;
    const b = weight[from + j + 1]! - v[j + 1]!;
    const c = weight[from + j + 2]! - v[j + 2]!;
    const d = weight[from + j + 3]! - v[j + 3]!;
    if (a > least || b > least || c > least || d > least) break;
  }
  while (j < to && weight[from + j]! - v[j]! <= least) j++;
  return j;
}

const STRIDE = 61;
