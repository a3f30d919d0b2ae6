import { MeritError } from '../errors/index.js';
import type { Lists } from './csr.js';

/** Where a tree begins. */
export interface TreeStart {
  /** Whole numbers that estimate the column duals v; they decide the speed, never the outcome. */
  readonly colDual: Float64Array;
  /** A matching along edges of the lists, -1 for none; nobody matched without it. */
  readonly colOf?: Int32Array;
  /** By how much a matched row must lose before it is rather left unmatched for a while; whole, >= 0. Default 0. */
  readonly margin?: number;
}

/** What a tree is made for. */
export interface TreeProblem {
  readonly rows: number;
  readonly cols: number;
  readonly lists: Lists;
  /** 1 where the row must be matched, 0 where it may stay unmatched at value 0. A column takes at most one row. */
  readonly rowMin: Uint8Array;
  /** The largest absolute weight of any list that will be used. */
  readonly largest: number;
}

/**
 * The network simplex for the assignment, on lists of edges that may be exchanged between runs while the basis stays.
 *
 * Maximises the weight of a matching of rows i to columns j, one seat each. Letters: w_ij weight, u_i and v_j duals;
 * the tree holds `u_i + v_j = w_ij` on its edges, and an edge with `w_ij - u_i - v_j > 0` (its violation) may enter.
 *
 * The network sends one unit from each row to a column, and from a root 0 one unit to each column that no row takes; a row's
 * own arc to the root is its way to stay unmatched: at value 0 if it is optional, artificial and in the end at a
 * prohibitive value if it is mandatory. Columns under the root are free at price 0, but for closed problems (all rows
 * mandatory, as many as columns), where no unit can remain on the root's arcs and their prices stay free.
 *
 * The basis is strongly feasible (Cunningham): every tree arc without flow points to the root. In an assignment this leaves
 * one shape only, so that flows and arc states need not be kept:
 *   the parent of a column is the row that holds it (or the root: the column is free);
 *   a matched row has one child, its column, and its arc to its parent carries no flow;
 *   an unmatched row is a leaf under the root.
 * So a column and its row are one node of a tree of columns: `up[j]` is the parent column of the row that holds j, and all
 * that a pivot has to tell apart is whether the subtree of the entering row moves (its way up leaves, nothing flows), or a
 * path of matched edges turns over inside the subtree of one column (one unit flows). Ties for the leaving arc go to the last
 * one on the cycle as seen from its apex, which keeps the tree strongly feasible; hence no cycling, whatever enters.
 *
 * Kept per column: up, depth (-1 at the root, which is node `cols`) and the preorder as a doubly linked thread; a subtree is
 * what follows its top in the thread at greater depth. A pivot costs O(subtree + depth).
 *
 * Pricing: rows in turn, at least a block of edges; the largest violation in the block enters.
 *
 * @see WH Cunningham, Mathematical Programming 11:105-116, 1976, doi:10.1007/BF01580653
 * @see P Kovács, Optimization Methods and Software 30(1):94-127, 2015, doi:10.1080/10556788.2014.895828 (block pricing)
 */
export class TreeSimplex {
  /** u, whole numbers. */
  readonly rowDual: Float64Array;
  /** v, whole numbers. */
  readonly colDual: Float64Array;
  /** The column of each row, -1 for none. */
  readonly colOf: Int32Array;
  /** The row of each column, -1 for none. */
  readonly rowOf: Int32Array;
  /** Pivots done so far. */
  pivots = 0;
  private readonly rows: number;
  private readonly cols: number;
  private readonly rowMin: Uint8Array;
  private readonly closed: boolean;
  private lists: Lists;
  private readonly up: Int32Array;
  private readonly depth: Int32Array;
  private readonly next: Int32Array;
  private readonly prev: Int32Array;
  /** The prohibitive dual of unmatched mandatory rows is -prohibitive. */
  private readonly prohibitive: number;
  /** True once all artificial arcs stand at the prohibitive value. */
  private raised: boolean;
  private block = 0;
  /** Pricing goes round rows 0..rows and then, unless closed, columns: the place where it is, and how many in a row had no violation. */
  private at = 0;
  private clean = 0;
  // what the last pricing found: a row, a column, or both for an edge; violation > 0
  private bestRow = -1;
  private bestCol = -1;
  private violation = 0;
  private done = false;

  /** @throws {MeritError} E_OVERFLOW when duals could leave the exact integers: see `treeFits`. */
  constructor(p: TreeProblem, from: TreeStart) {
    const { rows, cols, rowMin } = p;
    this.rows = rows;
    this.cols = cols;
    this.rowMin = rowMin;
    let price = 0;
    for (let j = 0; j < cols; j++) price = Math.max(price, Math.abs(from.colDual[j]!));
    const margin = from.margin ?? 0;
    if (!treeFits(rows, cols, p.largest, price + margin)) throw new MeritError('E_OVERFLOW', `weights up to ${p.largest} over ${rows} rows and ${cols} columns pass 2^53 in a basis`);
    this.prohibitive = prohibitive(rows, cols, p.largest, price + margin);
    this.closed = rows === cols && rowMin.every((x) => x === 1);
    this.colDual = Float64Array.from(from.colDual);
    this.rowDual = new Float64Array(rows);
    this.colOf = new Int32Array(rows).fill(-1);
    this.rowOf = new Int32Array(cols).fill(-1);
    this.up = new Int32Array(cols).fill(-1);
    this.depth = new Int32Array(cols + 1);
    this.depth[cols] = -1;
    this.next = new Int32Array(cols + 1);
    this.prev = new Int32Array(cols + 1);
    for (let j = 0; j <= cols; j++) {
      this.next[j] = j === cols ? 0 : j + 1;
      this.prev[j] = j === 0 ? cols : j - 1;
    }
    this.raised = !from.colOf;
    this.lists = p.lists;
    this.exchange(p.lists);
    this.hang(from.colOf, margin);
  }

  /** Other edges from now on; the basis and its duals stay as they are. */
  exchange(lists: Lists): void {
    this.lists = lists;
    this.block = Math.max(BLOCK, Math.floor(Math.sqrt(lists.col.length) / 2));
    this.at = 0;
    this.clean = 0;
    this.done = false;
  }

  /**
   * Works on for about `budget` scanned edges and moved nodes. "done": no edge of the lists is violated, and either every
   * mandatory row is matched, so that the matching is best among the edges of the lists, or no matching along them does it.
   */
  step(budget = 1_000_000): 'running' | 'done' {
    let work = 0;
    while (work < budget && !this.done) {
      work += this.price();
      if (this.violation > 0) work += this.enter();
      else this.done = !this.amend();
    }
    return this.done ? 'done' : 'running';
  }

  /** A mandatory row without a column, -1 if there is none. O(rows). */
  unmatched(): number {
    for (let i = 0; i < this.rows; i++) if (this.colOf[i]! < 0 && this.rowMin[i] === 1) return i;
    return -1;
  }

  /** The first tree: everything under the root, a matched row by an arc of the value that makes the given prices right. */
  private hang(colOf: Int32Array | undefined, margin: number): void {
    const { rows, rowMin, rowDual: u, colDual: v, rowOf } = this;
    const { start, col, weight } = this.lists;
    for (let i = 0; i < rows; i++) {
      const j = colOf ? colOf[i]! : -1;
      let best = -Infinity;
      for (let e = start[i]!; e < start[i + 1]!; e++) {
        const x = weight[e]! - v[col[e]!]!;
        if (j < 0 ? x > best : col[e] === j) best = x;
      }
      if (j >= 0) {
        this.colOf[i] = j;
        rowOf[j] = i;
        u[i] = best - margin;
      } else if (rowMin[i] === 0) u[i] = 0;
      else u[i] = colOf && best > -Infinity ? best - margin : -this.prohibitive;
    }
    for (let j = 0; j < this.cols; j++) if (rowOf[j]! >= 0) v[j] = v[j]! + margin;
  }

  /** Looks for an edge to enter; leaves it in bestRow, bestCol, violation (0: there is none). Returns the work done. */
  private price(): number {
    const { rows, closed, rowMin, rowDual: u, colDual: v, block } = this;
    const { start, col, weight } = this.lists;
    const round = closed ? rows : rows + this.cols;
    let best = 0;
    let bestRow = -1;
    let bestCol = -1;
    let at = this.at;
    let clean = this.clean;
    let scanned = 0;
    let until = block;
    while (clean < round) {
      if (at >= rows) {
        const j = at - rows;
        scanned++;
        if (-v[j]! > best) {
          best = -v[j]!;
          bestRow = -1;
          bestCol = j;
        }
      } else {
        const base = u[at]!;
        const to = start[at + 1]!;
        const from = start[at]!;
        for (let e = from; e < to; e++) {
          const x = weight[e]! - v[col[e]!]! - base;
          if (x > best) {
            best = x;
            bestRow = at;
            bestCol = col[e]!;
          }
        }
        scanned += to - from + 1;
        if (-base > best && rowMin[at] === 0) {
          best = -base;
          bestRow = at;
          bestCol = -1;
        }
      }
      clean++;
      if (++at === round) at = 0;
      if (scanned >= until) {
        if (best > 0) break;
        until = scanned + block;
      }
    }
    if (best > 0) clean = 0;
    this.at = at;
    this.clean = clean;
    this.violation = best;
    this.bestRow = bestRow;
    this.bestCol = bestCol;
    return scanned;
  }

  /** The pivot: brings in what pricing found. Returns the work done. */
  private enter(): number {
    const { rowDual: u, colOf, up, depth, violation: x } = this;
    const i = this.bestRow;
    const j = this.bestCol;
    this.pivots++;
    if (i < 0) return this.turn(j, this.topOf(j), -1, x);
    const k = colOf[i]!;
    if (k < 0) {
      if (j >= 0) return this.turn(j, this.topOf(j), i, x);
      u[i] = 0; // its own arc to the root takes the place of the artificial one
      return 1;
    }
    if (j < 0) return this.move(k, -1, x);
    let t = j;
    const level = depth[k]!;
    while (depth[t]! > level) t = up[t]!;
    return t === k ? this.turn(j, k, i, x) : this.move(k, j, x);
  }

  private topOf(j: number): number {
    const { up } = this;
    let t = j;
    while (up[t]! >= 0) t = up[t]!;
    return t;
  }

  /** Hangs the subtree of column k, its row included, under column j (-1: the root); that row's dual rises by x. */
  private move(k: number, j: number, x: number): number {
    const { cols, rowDual: u, colDual: v, rowOf, up, depth, next, prev } = this;
    const parent = j < 0 ? cols : j;
    const level = depth[k]!;
    const by = depth[parent]! + 1 - level;
    let last = k;
    let work = 0;
    for (let t = k; ; ) {
      v[t] = v[t]! - x;
      const r = rowOf[t]!;
      u[r] = u[r]! + x; // a node below another always has a row, and so has k
      depth[t] = depth[t]! + by;
      work++;
      last = t;
      t = next[t]!;
      if (depth[t]! <= level) break;
    }
    up[k] = j;
    const before = prev[k]!;
    const after = next[last]!;
    next[before] = after;
    prev[after] = before;
    const then = next[parent]!;
    next[parent] = k;
    prev[k] = parent;
    next[last] = then;
    prev[then] = last;
    return 8 * work;
  }

  /**
   * Gives column j to row i (-1: to nobody), j being in the subtree of column k which i holds (or k is a top, and who held it
   * is left unmatched): each row on the way from j up to k moves from its column to the next one up, j becomes the top of the
   * subtree, and the prices of the subtree rise by x.
   */
  private turn(j: number, k: number, i: number, x: number): number {
    const { cols, rowDual: u, colDual: v, colOf, rowOf, up, depth, next, prev } = this;
    const before = prev[k]!;
    const above = up[k]!;
    const level = depth[k]!;
    const holder = rowOf[k]!;
    let by = level - depth[j]!; // j rises to level; each column on the way sinks by two more than the one before it
    let tail = before;
    let top = -1; // the column on the way before s, and the row that held it
    let row = i;
    let work = 0;
    let after = next[cols]!;
    for (let s = j; ; by += 2) {
      const parent = up[s]!;
      const held = rowOf[s]!;
      const own = depth[s]!;
      next[tail] = s;
      prev[s] = tail;
      let t = s;
      for (;;) {
        // the rest of the subtree of s: what precedes the part that is done, then what follows it
        v[t] = v[t]! + x;
        depth[t] = depth[t]! + by;
        if (t !== s) u[rowOf[t]!]! -= x;
        work++;
        tail = t;
        t = next[t]!;
        if (t === top) {
          t = after;
          next[tail] = t;
          prev[t] = tail;
        }
        if (depth[t]! <= own) break;
      }
      after = t;
      if (s !== k) u[held]! -= x;
      rowOf[s] = row;
      if (row >= 0) colOf[row] = s;
      up[s] = top < 0 ? above : top;
      if (s === k) break;
      top = s;
      row = held;
      s = parent;
    }
    next[tail] = after;
    prev[after] = tail;
    if (holder >= 0 && holder !== i) colOf[holder] = -1;
    return 8 * work;
  }

  /**
   * Puts right what estimated prices left behind, once nothing is violated any more: artificial arcs that carry flow become
   * prohibitive, all others under the root get their true value. False if there was nothing to put right.
   */
  private amend(): boolean {
    const { rows, cols, rowMin, rowDual: u, colDual: v, colOf, rowOf, up, next, closed } = this;
    let raise = false;
    let changed = false;
    if (!this.raised) for (let i = 0; i < rows && !raise; i++) raise = colOf[i]! < 0 && rowMin[i] === 1;
    let shift = 0;
    for (let t = next[cols]!; t !== cols; t = next[t]!) {
      const i = rowOf[t]!;
      if (up[t]! < 0) {
        if (i < 0) shift = closed ? 0 : -v[t]!;
        else if (rowMin[i] === 0) shift = u[i]!;
        else shift = raise ? u[i]! + this.prohibitive : 0;
        if (shift !== 0) changed = true;
      }
      v[t] = v[t]! + shift;
      if (i >= 0) u[i] = u[i]! - shift;
    }
    for (let i = 0; i < rows; i++) {
      if (colOf[i]! >= 0) continue;
      const value = rowMin[i] === 0 ? 0 : raise ? -this.prohibitive : u[i]!;
      if (u[i] !== value) changed = true;
      u[i] = value;
    }
    if (raise) this.raised = true;
    this.clean = 0;
    return changed;
  }
}

/** Fewest edges that are priced between two pivots. */
const BLOCK = 64;

/** More than any alternating path can gain, starting prices included. */
function prohibitive(rows: number, cols: number, largest: number, price: number): number {
  return (2 * Math.min(rows, cols) + 3) * largest + 2 * price + 1;
}

/** True if a tree with such weights and starting prices cannot leave the exact integers of a double. */
export function treeFits(rows: number, cols: number, largest: number, price = largest): boolean {
  return 4 * prohibitive(rows, cols, largest, price) < Number.MAX_SAFE_INTEGER;
}
