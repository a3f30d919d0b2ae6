import type { Problem } from '../../src/kernel/index.js';
import type { SideRow } from '../../src/kernel/rows/types.js';

/** The most any plan that keeps bounds and rows is worth, by trying all of them; undefined if there is none. */
export function bestWithRows(p: Problem, rows: readonly SideRow[]): number | undefined {
  const coef = rows.map((row) => {
    const a = new Float64Array(p.col.length);
    row.edge.forEach((e, t) => (a[e] = row.coef[t]!));
    return a;
  });
  const active = rows.map(() => 0);
  const taken = new Int32Array(p.cols);
  let best: number | undefined;
  const visit = (i: number, sum: number): void => {
    if (i === p.rows) {
      if (taken.every((n, j) => n >= p.colMin[j]!) && active.every((x, k) => x <= rows[k]!.max) && (best === undefined || sum > best)) best = sum;
      return;
    }
    if (p.rowMin[i] === 0) visit(i + 1, sum);
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      const j = p.col[e]!;
      if (taken[j]! >= p.colMax[j]!) continue;
      taken[j]!++;
      coef.forEach((a, k) => (active[k] = active[k]! + a[e]!));
      visit(i + 1, sum + p.weight[e]!);
      taken[j]!--;
      coef.forEach((a, k) => (active[k] = active[k]! - a[e]!));
    }
  };
  visit(0, 0);
  return best;
}
