import { transpose, type Problem, type Transpose, type Weights } from './csr.js';
import { Heap } from './heap.js';
import type { Matching } from './solve.js';

/**
 * The same plan with the seat-maximal duals: each v_j is the largest it can be in any optimal duals, which is what is lost
 * if one seat of j disappears; u_i is then the least. Where losing a seat would leave no plan, v_j has no largest value: the
 * lowest-numbered such column takes the least value its lower bounds and the duals already fixed allow (0 if nothing bounds
 * it), then everything it bounds takes its largest, and so on.
 *
 * A function of the problem and the numbering of its columns alone, not of the plan and duals that came in: all of them
 * span the same set of optimal duals.
 * Cost: one Dijkstra over the columns, O(edges + columns log columns).
 * @param byCol - `transpose(p)`, if the caller has it.
 *
 * Method: for a fixed plan the optimal v are those with
 *   v_k <= v_j + (w_ik - w_ij)   for i seated in k and each other edge (i, j)
 *   v_k <= w_ik                  for an optional i seated in k
 *   w_ij <= v_j                  for i unmatched
 *   v_k <= 0 below colMax, v_k >= 0 above colMin,
 * differences to each other and to a node of dual 0; shortest paths from that node give the largest solution. The duals
 * that came in make every length nonnegative.
 */
export function canonicalDuals(p: Problem<Weights>, m: Matching, byCol: Transpose = transpose(p)): Matching {
  const { cols, weight, rowMin, colMin, colMax } = p;
  const { colOf, edgeOf, taken, rowDual: u, colDual: v } = m;
  const dist = new Float64Array(cols).fill(Infinity);
  const shift = new Float64Array(cols); // new dual minus v, once fixed
  const fixed = new Uint8Array(cols);
  const group = new Int32Array(cols);
  const heap = new Heap(dist);
  for (let k = 0; k < cols; k++) if (taken[k]! < colMax[k]!) dist[k] = -v[k]!;
  for (let i = 0; i < p.rows; i++) {
    const k = colOf[i]!;
    if (k >= 0 && rowMin[i] === 0 && u[i]! < dist[k]!) dist[k] = u[i]!;
  }
  for (let k = 0; k < cols; k++) if (dist[k]! < Infinity) heap.push(k);

  // settles what the heap holds and all it reaches; returns the least shift of the group that its lower bounds allow
  const settle = (): { low: number; size: number } => {
    let low = -Infinity;
    let size = 0;
    while (heap.size > 0) {
      const j = heap.pop();
      const d = dist[j]!;
      group[size++] = j;
      fixed[j] = 1;
      if (taken[j]! > colMin[j]!) low = Math.max(low, -v[j]! - d);
      const h = d + v[j]!;
      for (let t = byCol.start[j]!; t < byCol.start[j + 1]!; t++) {
        const i = byCol.row[t]!;
        const k = colOf[i]!;
        if (k === j) continue;
        const nd = h + u[i]! - weight[byCol.edge[t]!]!;
        if (k < 0) low = Math.max(low, -nd);
        else if (fixed[k] === 0) {
          if (nd < dist[k]!) {
            dist[k] = nd;
            heap.push(k);
          }
        } else if (dist[k] === -1) low = Math.max(low, shift[k]! - nd); // fixed in an earlier group
      }
    }
    return { low, size };
  };
  const close = (size: number, by: number): void => {
    for (let t = 0; t < size; t++) {
      const j = group[t]!;
      shift[j] = dist[j]! + by;
      dist[j] = -1; // marks an earlier group; no path is shorter
    }
  };

  close(settle().size, 0);
  for (let b = 0; b < cols; b++) {
    if (fixed[b] === 1) continue;
    dist[b] = 0;
    heap.push(b);
    const { low, size } = settle();
    close(size, low > -Infinity ? low : -v[b]!);
  }

  const rowDual = new Float64Array(p.rows);
  const colDual = new Float64Array(cols);
  for (let j = 0; j < cols; j++) colDual[j] = v[j]! + shift[j]! + 0;
  for (let i = 0; i < p.rows; i++) if (colOf[i]! >= 0) rowDual[i] = weight[edgeOf[i]!]! - colDual[colOf[i]!]! + 0;
  return { ...m, rowDual, colDual };
}
