import type { Market, Problem } from '../../src/kernel/index.js';
import { random } from '../../src/kernel/random.js';

export { random };

/** A whole number in lo..hi, both included. */
export function between(rnd: () => number, lo: number, hi: number): number {
  return lo + Math.floor(rnd() * (hi - lo + 1));
}

/** 0..n-1 in random order. */
export function shuffled(rnd: () => number, n: number): Int32Array {
  const a = Int32Array.from({ length: n }, (_, i) => i);
  for (let i = n - 1; i > 0; i--) {
    const k = Math.floor(rnd() * (i + 1));
    [a[i], a[k]] = [a[k]!, a[i]!];
  }
  return a;
}

/** A small market: few rows and columns, several seats, minimums, missing edges, sometimes infeasible. */
export function smallMarket(rnd: () => number, maxRows = 7, maxCols = 5): Market {
  const rows = between(rnd, 0, maxRows);
  const cols = between(rnd, 0, maxCols);
  const density = 0.2 + 0.8 * rnd();
  const mandatory = rnd() < 0.3 ? 0 : rnd();
  const start = new Int32Array(rows + 1);
  const col: number[] = [];
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) if (rnd() < density) col.push(j);
    start[i + 1] = col.length;
  }
  const most = rnd() < 0.4 ? 1 : 3;
  const colMax = Int32Array.from({ length: cols }, () => between(rnd, rnd() < 0.1 ? 0 : 1, most));
  const tight = rnd() < 0.4 ? 0 : rnd();
  const colMin = colMax.map((c) => (rnd() < tight ? between(rnd, 0, Math.min(c, 2)) : 0));
  const rowMin = Uint8Array.from({ length: rows }, () => (rnd() < mandatory ? 1 : 0));
  return { rows, cols, start, col: Int32Array.from(col), rowMin, colMin, colMax };
}

/** Small weights, so that many plans tie; negative ones too. */
export function smallWeights(rnd: () => number, m: Market): Float64Array {
  const span = between(rnd, 0, 4);
  const low = rnd() < 0.5 ? 0 : -span;
  const sparse = rnd() < 0.3 ? 0.5 : 1;
  return Float64Array.from(m.col, () => (rnd() < sparse ? between(rnd, low, span) : 0));
}

/** Some column per row or none, eligible or not. */
export function someHint(rnd: () => number, m: Market): Int32Array {
  return Int32Array.from({ length: m.rows }, () => between(rnd, -1, m.cols - 1));
}

/** The problem with its rows in another order: row i of the result is row `order[i]`. */
export function relabelRows<P extends Problem>(p: P, order: ArrayLike<number>): P {
  const start = new Int32Array(p.rows + 1);
  const col: number[] = [];
  const weight: number[] = [];
  const rowMin = new Uint8Array(p.rows);
  for (let i = 0; i < p.rows; i++) {
    const r = order[i]!;
    rowMin[i] = p.rowMin[r]!;
    for (let e = p.start[r]!; e < p.start[r + 1]!; e++) {
      col.push(p.col[e]!);
      weight.push(p.weight[e]!);
    }
    start[i + 1] = col.length;
  }
  return { ...p, start, col: Int32Array.from(col), weight: Float64Array.from(weight), rowMin };
}
