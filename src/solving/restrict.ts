import { bug } from '../errors/index.js';
import { bound, type Face, type Problem } from '../kernel/index.js';
import type { RowBound, SideRow } from '../kernel/rows/index.js';

/** What no plan that keeps the rows is worth more than, times the denominator. */
export function boundOf(p: Problem, rows: readonly SideRow[], top: RowBound): number {
  return rows.reduce((sum, { max }, k) => sum + (top.times[k] ?? 0) * max, bound(p, top));
}

/**
 * The market of the next stage: what the proof at the top of a stage leaves of it, with the slack g = B - D * value
 * (docs/formats.md section 5.1). Every plan that keeps the rows and has the value is left; where g is 0 and no row counts these are exactly the
 * plans that are best, as `face` of the kernel gives them.
 * A pair in a plan uses up its reduced cost of the slack, a person without a seat u, one with a seat -u, each seat short of a limit |v|.
 * O(rows + cols + edges + terms of the rows).
 * @param rows - over the edges of p, those that `times` counts.
 */
export function restrict(p: Problem & Face, rows: readonly SideRow[], top: RowBound, value: number): Face {
  const { denominator: D, rowDual, colDual, times } = top;
  const counted = new Float64Array(p.col.length);
  rows.forEach(({ edge, coef }, k) => {
    const t = times[k] ?? 0;
    if (t === 0) return;
    for (let x = 0; x < edge.length; x++) counted[edge[x]!]! += t * coef[x]!;
  });
  const g = boundOf(p, rows, top) - D * value;
  if (g < 0) throw bug('a bound below the plan it bounds');

  const start = new Int32Array(p.rows + 1);
  const keptCol = new Int32Array(p.col.length);
  const keptEdge = new Int32Array(p.col.length);
  let n = 0;
  const rowMin = p.rowMin.slice();
  for (let i = 0; i < p.rows; i++) {
    const u = rowDual[i]!;
    const mayHaveSeat = p.rowMin[i] === 1 || -u <= g;
    if (u > g) rowMin[i] = 1;
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      const slack = u + colDual[p.col[e]!]! + counted[e]! - D * p.weight[e]!;
      if (slack < 0) throw bug('duals that bound nothing');
      if (slack > g || !mayHaveSeat) continue;
      keptCol[n] = p.col[e]!;
      keptEdge[n++] = p.edge[e]!;
    }
    start[i + 1] = n;
  }
  const colMin = p.colMin.slice();
  const colMax = p.colMax.slice();
  for (let j = 0; j < p.cols; j++) {
    const v = colDual[j]!;
    if (v > 0) colMin[j] = Math.max(colMin[j]!, colMax[j]! - Math.floor(g / v));
    else if (v < 0) colMax[j] = Math.min(colMax[j]!, colMin[j]! + Math.floor(g / -v));
  }
  return { rows: p.rows, cols: p.cols, start, col: keptCol.slice(0, n), edge: keptEdge.slice(0, n), rowMin, colMin, colMax };
}
