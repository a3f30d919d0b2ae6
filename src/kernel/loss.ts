import { edgeAt } from './csr.js';
import { Heap } from './heap.js';
import type { Level, Levels } from './levels.js';

/** What it costs to insist on one pair. */
export interface PairLoss {
  /** The first objective that suffers, given that all before it stay best; -1 when some plan best by every objective has the pair. */
  readonly stage: number;
  /** By how much that objective falls, in its unit; 0 at stage -1. */
  readonly amount: number;
  /** A shortest chain of changes that makes room, the pair itself first: rows and their new columns, -1 for none. Empty if the plan has the pair. */
  readonly changes: readonly (readonly [row: number, col: number])[];
}

/**
 * What it costs to insist on a pair: the first objective at which forcing it costs anything, and how much; exactly what a re-solve with
 * the pair forced would lose there.
 *
 * The last level whose market still has the pair is asked first: an exchange within the face of the levels before it costs
 * those levels nothing, so if there is one, this is the first level that loses. Only if there is none the level before is asked.
 * Cost: mostly one Dijkstra, O(edges of that level's market + columns log columns); at worst one per objective.
 * @param plan - `colOf` is any plan of `finalFace`: that of `solveLevels`, or the settled one.
 * @returns undefined when the market has no such edge, or no plan at all has the pair.
 */
export function pairLoss(plan: Pick<Levels, 'levels' | 'colOf'>, row: number, col: number): PairLoss | undefined {
  const { levels, colOf } = plan;
  if (colOf[row] === col) return { stage: -1, amount: 0, changes: [] };
  const reduced: number[] = [];
  for (const level of levels) {
    const e = edgeAt(level, row, col);
    if (e < 0) break;
    reduced.push(level.rowDual[row]! + level.colDual[col]! - level.weight[e]!);
  }
  const first = levels[0];
  if (!first) return undefined;
  const seats = seatsOf(first, colOf);
  for (let s = reduced.length - 1; s >= 0; s--) {
    const path = shortestExchange(levels[s]!, colOf, seats, col, colOf[row]!);
    if (!path) continue;
    const changes: PairLoss['changes'] = [[row, col], ...path.changes];
    const amount = reduced[s]! + path.length;
    return amount > 0 ? { stage: s, amount, changes } : { stage: -1, amount: 0, changes };
  }
  return undefined;
}

/** Rows by node: those of column j at `row[start[j] .. start[j + 1]]`, the unmatched ones at node `cols`. */
interface Seats {
  readonly start: Int32Array;
  readonly row: Int32Array;
}

function seatsOf(level: Level, colOf: Int32Array): Seats {
  const { rows, cols } = level;
  const start = new Int32Array(cols + 2);
  const node = (i: number): number => (colOf[i]! < 0 ? cols : colOf[i]!);
  for (let i = 0; i < rows; i++) start[node(i) + 1]!++;
  for (let x = 0; x <= cols; x++) start[x + 1]! += start[x]!;
  const fill = start.slice(0, cols + 1);
  const row = new Int32Array(rows);
  for (let i = 0; i < rows; i++) row[fill[node(i)]!++] = i;
  return { start, row };
}

/**
 * The least loss of passing one seat's worth of rows on from column j to node k (-1 for none). Arcs as in `settle`, at
 * their reduced costs: moving a row costs u + v - w, giving up its seat u, one more in an open column -v, one less in a
 * column that can spare it v; none is negative.
 */
function shortestExchange(level: Level, colOf: Int32Array, seats: Seats, j: number, k: number): { length: number; changes: [number, number][] } | undefined {
  const { cols, start, col, weight, rowMin, colMin, colMax, rowDual: u, colDual: v } = level;
  const none = cols;
  const target = k < 0 ? none : k;
  const dist = new Float64Array(cols + 1).fill(Infinity);
  const viaRow = new Int32Array(cols + 1).fill(-1);
  const viaNode = new Int32Array(cols + 1).fill(-1);
  const heap = new Heap(dist);
  const reach = (to: number, d: number, row: number, from: number): void => {
    if (d >= dist[to]!) return;
    dist[to] = d;
    viaRow[to] = row;
    viaNode[to] = from;
    heap.push(to);
  };
  reach(j, 0, -1, -1);
  while (heap.size > 0) {
    const x = heap.pop();
    const d = dist[x]!;
    if (x === target) {
      const changes: [number, number][] = [];
      for (let y = target; y !== j; y = viaNode[y]!) if (viaRow[y]! >= 0) changes.push([viaRow[y]!, y === none ? -1 : y]);
      return { length: d, changes: changes.reverse() };
    }
    if (x === none) {
      for (let c = 0; c < cols; c++) if (seats.start[c + 1]! - seats.start[c]! > colMin[c]!) reach(c, d + v[c]!, -1, x);
    } else if (seats.start[x + 1]! - seats.start[x]! < colMax[x]!) reach(none, d - v[x]!, -1, x);
    for (let t = seats.start[x]!; t < seats.start[x + 1]!; t++) {
      const r = seats.row[t]!;
      const h = d + u[r]!;
      if (rowMin[r] === 0 && x !== none) reach(none, h, r, x);
      for (let e = start[r]!; e < start[r + 1]!; e++) if (col[e] !== colOf[r]) reach(col[e]!, h + v[col[e]!]! - weight[e]!, r, x);
    }
  }
  return undefined;
}
