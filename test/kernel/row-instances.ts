import type { Problem } from '../../src/kernel/index.js';
import type { SideRow } from '../../src/kernel/rows/types.js';
import { between, smallMarket, smallWeights } from './instances.js';

/** A side row from a list of edges and coefficients in any order. */
export function sideRow(terms: readonly (readonly [edge: number, coef: number])[], max: number): SideRow {
  const sorted = [...terms].sort((a, b) => a[0] - b[0]);
  return { edge: Int32Array.from(sorted, (t) => t[0]), coef: Float64Array.from(sorted, (t) => t[1]), max };
}

/** A small problem with rows of every kind: cliques, quotas from above and below, caps, knapsacks, pairs of edges, odd ones. */
export function smallRows(rnd: () => number, maxRows = 6, maxCols = 5): { readonly p: Problem; readonly rows: SideRow[] } {
  const m = smallMarket(rnd, maxRows, maxCols);
  const spread = rnd() < 0.5 ? smallWeights(rnd, m) : Float64Array.from(m.col, () => between(rnd, -20, 100));
  const p: Problem = { ...m, weight: spread };
  const edges = p.col.length;
  const some = (share: number): number[] => Array.from({ length: edges }, (_, e) => e).filter(() => rnd() < share);
  const rows: SideRow[] = [];
  for (let k = between(rnd, 0, 5); k > 0; k--) {
    const kind = between(rnd, 0, 6);
    const set = some(0.2 + 0.6 * rnd());
    const ones = set.map((e) => [e, 1] as const);
    if (kind === 0) rows.push(sideRow(ones, 1));
    else if (kind === 1) rows.push(sideRow(ones, between(rnd, 0, 3)));
    else if (kind === 2) rows.push(sideRow(ones.map(([e]) => [e, -1] as const), -between(rnd, 0, 3)));
    else if (kind === 3) rows.push(sideRow(set.map((e) => [e, between(rnd, 1, 9)] as const), between(rnd, 2, 25)));
    else if (kind === 4) rows.push(sideRow(ones.slice(0, 2), 1));
    else if (kind === 5) {
      const b = between(rnd, 0, 3);
      rows.push(sideRow(ones, b), sideRow(ones.map(([e]) => [e, -1] as const), -b));
    } else rows.push(sideRow(set.map((e) => [e, between(rnd, -5, 5)] as const).filter(([, a]) => a !== 0), between(rnd, -4, 8)));
  }
  return { p, rows };
}
