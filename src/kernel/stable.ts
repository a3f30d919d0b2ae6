import { edgeAt, shape, type Market } from './csr.js';

/**
 * Who would rather have what, one number per edge of a market. Any edge is better for its row than none, and any row better for a column
 * than an empty seat: whoever finds somebody unacceptable leaves the edge out.
 */
export interface Ranks {
  /** How a row likes the column of the edge, among its own edges: smaller is better, equal is no preference. */
  readonly wish: ArrayLike<number>;
  /** How a column likes the row of the edge, among its own edges: smaller is better, equal is no preference. */
  readonly priority: ArrayLike<number>;
  /** What the row is entitled to in the column: `NO_RIGHT`, `HOLDER` (nobody without a right puts it out), `MUST_SIT` (nobody at all does). */
  readonly right: Uint8Array;
}

export const NO_RIGHT = 0;
export const HOLDER = 1;
export const MUST_SIT = 2;

/**
 * The plan of deferred acceptance, rows proposing: the column of each row, -1 for none. A column keeps, up to `colMax`, the greatest right
 * first, then the smallest priority, then the smaller row; a row proposes to the smallest wish first, then to the smaller column.
 * Where the ranks are strict this is the stable plan that is best for every row at once, and the order of proposals does not matter.
 *
 * Bounds of rows and minimums of columns are not looked at: a stable plan keeps them or it does not (`checkPlan`).
 * Cost: O(edges * log(edges of a row + rows of a column)).
 * @throws {MeritError} E_SHAPE when there is not one rank per edge.
 * @see D Gale, LS Shapley, Amer. Math. Monthly 69(1):9-15, 1962, doi:10.1080/00029890.1962.11989827
 * @see A Abdulkadiroglu, T Sonmez, Amer. Econ. Rev. 93(3):729-747, 2003, doi:10.1257/000282803322157061 (rights as priorities of a column)
 */
export function deferredAcceptance(m: Market, ranks: Ranks): Int32Array {
  checkRanks(m, ranks);
  const { wish, priority, right } = ranks;
  const { rows, cols, start, col, colMax } = m;
  const rowOf = rowsOfEdges(m);
  const list = Int32Array.from({ length: col.length }, (_, e) => e);
  for (let i = 0; i < rows; i++) list.subarray(start[i], start[i + 1]).sort((a, b) => wish[a]! - wish[b]! || a - b);
  // true where the column of both edges would rather have the row of a
  const ahead = (a: number, b: number): boolean => (right[b]! - right[a]! || priority[a]! - priority[b]! || rowOf[a]! - rowOf[b]!) < 0;
  const next = start.slice(0, rows); // the next edge of its list that a row proposes along
  const kept: number[][] = Array.from({ length: cols }, () => []); // a heap of edges per column, the one it would give up first on top
  const waiting = Int32Array.from({ length: rows }, (_, i) => rows - 1 - i);
  let size = rows;
  while (size > 0) {
    const i = waiting[size - 1]!;
    if (next[i] === start[i + 1]) {
      size--; // nobody is left to ask
      continue;
    }
    const e = list[next[i]!++]!;
    const heap = kept[col[e]!]!;
    if (heap.length < colMax[col[e]!]!) {
      size--;
      push(heap, e, ahead);
    } else if (heap.length > 0 && ahead(e, heap[0]!)) {
      waiting[size - 1] = rowOf[heap[0]!]!; // whoever is put out proposes next
      replaceTop(heap, e, ahead);
    }
  }
  const colOf = new Int32Array(rows).fill(-1);
  for (const heap of kept) for (const e of heap) colOf[rowOf[e]!] = col[e]!;
  return colOf;
}

/** A row and a column that would both rather have each other. */
export interface BlockingPair {
  readonly row: number;
  readonly col: number;
  /** Whose seat it would be: the row the column likes least of those it may put out, of equals the greatest; -1 for a free seat. */
  readonly over: number;
}

/**
 * Every pair that blocks a plan, by row, then by column: the row has a smaller wish for the column than for where it sits (or sits nowhere),
 * and the column has a free seat or seats a row of no right with a greater priority (of any priority, where the row asking has a right there). None
 * means that the plan is stable. Equal ranks are no preference, hence no envy. Of any plan, wherever it was computed. O(edges + rows log cols).
 * @throws {MeritError} E_SHAPE when there is not one rank per edge or one column per row, or a row sits where it has no edge.
 */
export function blockingPairs(m: Market, colOf: Int32Array, ranks: Ranks): readonly BlockingPair[] {
  checkRanks(m, ranks);
  if (colOf.length !== m.rows) throw shape(`plan has ${colOf.length} rows for ${m.rows} rows`);
  const { wish, priority, right } = ranks;
  const edgeOf = new Int32Array(m.rows).fill(-1);
  const taken = new Int32Array(m.cols);
  const weakest = new Int32Array(m.cols).fill(-1); // row of no right that the column likes least
  for (let i = 0; i < m.rows; i++) {
    const j = colOf[i]!;
    if (j === -1) continue;
    const e = edgeAt(m, i, j);
    if (e < 0) throw shape(`row ${i} sits in column ${j}, where it has no edge`);
    edgeOf[i] = e;
    taken[j]!++;
    if (right[e] === NO_RIGHT && (weakest[j]! < 0 || priority[e]! >= priority[edgeOf[weakest[j]!]!]!)) weakest[j] = i;
  }
  const found: BlockingPair[] = [];
  for (let i = 0; i < m.rows; i++) {
    const now = edgeOf[i]!;
    for (let e = m.start[i]!; e < m.start[i + 1]!; e++) {
      if (e === now || (now >= 0 && wish[e]! >= wish[now]!)) continue;
      const j = m.col[e]!;
      const over = weakest[j]!;
      if (taken[j]! < m.colMax[j]!) found.push({ row: i, col: j, over: -1 });
      else if (over >= 0 && (right[e] !== NO_RIGHT || priority[e]! < priority[edgeOf[over]!]!)) found.push({ row: i, col: j, over });
    }
  }
  return found;
}

function checkRanks(m: Market, { wish, priority, right }: Ranks): void {
  const n = m.col.length;
  if (wish.length !== n || priority.length !== n || right.length !== n)
    throw shape(`ranks have ${wish.length} wishes, ${priority.length} priorities and ${right.length} rights for ${n} edges`);
}

function rowsOfEdges(m: Market): Int32Array {
  const row = new Int32Array(m.col.length);
  for (let i = 0; i < m.rows; i++) row.fill(i, m.start[i], m.start[i + 1]);
  return row;
}

// A binary heap of the edges a column keeps, the least wanted on top: no edge is ahead of its children's.

function push(heap: number[], e: number, ahead: (a: number, b: number) => boolean): void {
  let k = heap.push(e) - 1;
  while (k > 0) {
    const parent = (k - 1) >> 1;
    if (!ahead(heap[parent]!, e)) break;
    heap[k] = heap[parent]!;
    k = parent;
  }
  heap[k] = e;
}

function replaceTop(heap: number[], e: number, ahead: (a: number, b: number) => boolean): void {
  let k = 0;
  for (;;) {
    let child = 2 * k + 1;
    if (child >= heap.length) break;
    if (child + 1 < heap.length && ahead(heap[child]!, heap[child + 1]!)) child++;
    if (!ahead(e, heap[child]!)) break;
    heap[k] = heap[child]!;
    k = child;
  }
  heap[k] = e;
}
