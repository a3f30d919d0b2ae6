import { bound } from './check.js';
import { edgeAt, transpose, type Problem } from './csr.js';
import { PairLosses } from './loss.js';
import { Reroute } from './reroute.js';
import type { Matching } from './solve.js';

/** By edge, the weights at which the plan is still best, all others as they are. Both ends belong to it. */
export interface Sensitivity {
  /** -Infinity for an edge the plan does not use, and where no plan is without it. */
  readonly low: Float64Array;
  /** Infinity for an edge the plan uses, and where no plan has it. */
  readonly high: Float64Array;
}

/**
 * How far the weight of each edge may change, all else fixed, before the plan is no longer best: an edge of the plan may fall by what the best
 * plan without it loses, any other may rise by what the best plan with it loses. Exact; at an end another plan is as good, one beyond it is better.
 * Cost: one shortest-path search per column and one per row, each O(edges + columns log columns).
 * @param m - an optimal plan with its duals, of whatever solver.
 */
export function sensitivity(p: Problem, m: Pick<Matching, 'colOf' | 'rowDual' | 'colDual'>): Sensitivity {
  const low = new Float64Array(p.col.length).fill(-Infinity);
  const high = new Float64Array(p.col.length).fill(Infinity);
  const level = { ...p, ...m, objective: bound(p, m), edge: Int32Array.from(p.col, (_, e) => e) };
  const losses = new PairLosses({ levels: [level], colOf: m.colOf });
  const byCol = transpose(p);
  for (let j = 0; j < p.cols; j++) {
    for (let t = byCol.start[j]!; t < byCol.start[j + 1]!; t++) {
      const e = byCol.edge[t]!;
      if (m.colOf[byCol.row[t]!] === j) continue;
      const loss = losses.of(byCol.row[t]!, j);
      if (loss) high[e] = p.weight[e]! + loss.amount;
    }
  }
  const without = new Reroute(p);
  without.load(m);
  for (let i = 0; i < p.rows; i++) {
    const e = m.colOf[i]! < 0 ? -1 : edgeAt(p, i, m.colOf[i]!);
    if (e >= 0) low[e] = p.weight[e]! - without.loss(i);
  }
  return { low, high };
}
