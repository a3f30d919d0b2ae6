import type { Weights } from './csr.js';

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
    for (let j = half === 0 ? begin : 0; j < to; j++) {
      const x = weight[from + j]! - v[j]!;
      if (x <= least) continue;
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

const STRIDE = 61;
