import { transpose, type Problem, type Transpose, type Weights } from './csr.js';
import { Heap } from './heap.js';
import { finish, type Budget } from './pieces.js';
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
 */
export function canonicalDuals(p: Problem<Weights>, m: Matching, byCol: Transpose = transpose(p)): Matching {
  return finish(canonicalDualsInPieces(p, m, byCol, { left: Infinity }));
}

/** The same in pieces. */
export function* canonicalDualsInPieces(p: Problem<Weights>, m: Matching, byCol: Transpose, budget: Budget): Generator<void, Matching> {
  const extreme = new SeatMaximal(p, m, byCol);
  yield* extreme.find(budget);
  return extreme.matching();
}

/** What a seat more or fewer changes in the value of the best plan, per column. */
export interface SeatWorth {
  /**
   * Gain of one seat more, by column: 0 where it would stay free; below 0 only where it must be taken, because the column is
   * one that must be full. Undefined where it must be taken and no plan can.
   */
  readonly gain: readonly (number | undefined)[];
  /** Loss of one seat fewer, by column: below 0 only where the seat must be taken. Undefined where no plan would be left, or no seat is there. */
  readonly loss: readonly (number | undefined)[];
}

/**
 * What one seat more would gain and one seat fewer would lose, in every column: the two ends between which its worth lies.
 * Exactly what solving again would give. A column whose minimum is its maximum must be full, and stays one that must be
 * full; elsewhere only the maximum changes, by one.
 * Of a level of `solveLevels` it is the worth at that level, if no earlier level changes.
 * Cost: two Dijkstras over the columns, O(edges + columns log columns).
 * @param m - any optimal plan and duals: of a level its duals, and any plan of the final face.
 */
export function seatWorth(p: Problem<Weights>, m: Pick<Matching, 'colOf' | 'rowDual' | 'colDual'>): SeatWorth {
  const most = new SeatMaximal(p, m, transpose(p));
  const least = new SeatMinimal(p, m);
  finish(most.find({ left: Infinity }));
  finish(least.find({ left: Infinity }));
  const gain: (number | undefined)[] = [];
  const loss: (number | undefined)[] = [];
  for (let j = 0; j < p.cols; j++) {
    const full = p.colMin[j] === p.colMax[j] && p.colMax[j]! > 0;
    const low = least.anchored[j] === 1 ? undefined : least.dual(j);
    const high = most.anchored[j] === 1 ? undefined : most.dual(j);
    gain.push(full ? low : Math.max(low ?? 0, 0));
    loss.push(full || high === undefined ? high : Math.max(high, 0));
  }
  return { gain, loss };
}

/*
 * For a fixed plan the optimal v are those with
 *   v_k <= v_j + (w_ik - w_ij)   for i seated in k and each other edge (i, j)
 *   v_k <= w_ik                  for an optional i seated in k
 *   w_ij <= v_j                  for i unmatched
 *   v_k <= 0 below colMax, v_k >= 0 above colMin,
 * differences to each other and to a node of dual 0; shortest paths from that node give the largest solution, and along the
 * arcs turned round the smallest. The duals that came in make every length nonnegative: u_i + v_j - w_ij, u_i, -v_k, v_k.
 * Columns that no path reaches are not bounded on that side.
 */
abstract class Extreme {
  /** 1 where the dual is not bounded on this side. */
  readonly anchored: Uint8Array;
  protected readonly p: Problem<Weights>;
  protected readonly colOf: Int32Array;
  protected readonly u: Float64Array;
  protected readonly v: Float64Array;
  protected readonly taken: Int32Array;
  protected readonly dist: Float64Array; // -1 once the group is closed: no path is shorter
  protected readonly shift: Float64Array; // how far the dual moves, once its group is closed
  protected readonly fixed: Uint8Array;
  protected readonly heap: Heap;
  /** The least shift of the group that the bounds on the other side allow. */
  protected least = -Infinity;
  private readonly group: Int32Array;

  constructor(p: Problem<Weights>, m: Pick<Matching, 'colOf' | 'rowDual' | 'colDual'>) {
    const { cols } = p;
    this.p = p;
    this.colOf = m.colOf;
    this.u = m.rowDual;
    this.v = m.colDual;
    this.taken = new Int32Array(cols);
    for (let i = 0; i < p.rows; i++) if (m.colOf[i]! >= 0) this.taken[m.colOf[i]!]!++;
    this.anchored = new Uint8Array(cols);
    this.dist = new Float64Array(cols).fill(Infinity);
    this.shift = new Float64Array(cols);
    this.fixed = new Uint8Array(cols);
    this.heap = new Heap(this.dist);
    this.group = new Int32Array(cols);
  }

  /** The extreme dual of column j. */
  abstract dual(j: number): number;
  /** Distances of the columns that the node of dual 0 bounds. */
  protected abstract sources(): void;
  /** Relaxes what column j bounds, at distance d; books what bounds it on the other side. Returns the edges scanned. */
  protected abstract scan(j: number, d: number): number;

  *find(budget: Budget): Generator<void, void> {
    const { heap, dist, fixed, group, shift, anchored, v } = this;
    const { cols } = this.p;
    this.sources();
    for (let k = 0; k < cols; k++) if (dist[k]! < Infinity) heap.push(k);
    for (let anchor = -1; anchor < cols; anchor++) {
      if (anchor >= 0) {
        if (fixed[anchor] === 1) continue;
        dist[anchor] = 0;
        heap.push(anchor);
      }
      this.least = -Infinity;
      let size = 0;
      while (heap.size > 0) {
        const j = heap.pop();
        group[size++] = j;
        fixed[j] = 1;
        budget.left -= 1 + this.scan(j, dist[j]!);
        if (budget.left < 0) yield;
      }
      const by = anchor < 0 ? 0 : this.least > -Infinity ? this.least : this.toZero(v[anchor]!);
      for (let t = 0; t < size; t++) {
        const j = group[t]!;
        shift[j] = dist[j]! + by;
        dist[j] = -1;
        anchored[j] = anchor < 0 ? 0 : 1;
      }
    }
  }

  /** The shift that makes a dual 0. */
  protected abstract toZero(dual: number): number;

  protected relax(k: number, d: number): void {
    if (this.fixed[k] === 0) {
      if (d >= this.dist[k]!) return;
      this.dist[k] = d;
      this.heap.push(k);
    } else if (this.dist[k] === -1 && this.shift[k]! - d > this.least) this.least = this.shift[k]! - d;
  }
}

class SeatMaximal extends Extreme {
  private readonly m: Pick<Matching, 'colOf' | 'rowDual' | 'colDual'>;
  private readonly byCol: Transpose;

  constructor(p: Problem<Weights>, m: Pick<Matching, 'colOf' | 'rowDual' | 'colDual'>, byCol: Transpose) {
    super(p, m);
    this.m = m;
    this.byCol = byCol;
  }

  dual(j: number): number {
    return this.v[j]! + this.shift[j]! + 0; // no minus zero leaves the kernel
  }

  /** The matching that came in, with these duals. */
  matching(): Matching {
    const { p, u, v, shift, colOf } = this;
    const colDual = new Float64Array(p.cols);
    const rowDual = new Float64Array(p.rows);
    for (let j = 0; j < p.cols; j++) colDual[j] = v[j]! + shift[j]! + 0;
    for (let i = 0; i < p.rows; i++) if (colOf[i]! >= 0) rowDual[i] = u[i]! - shift[colOf[i]!]! + 0;
    return { ...(this.m as Matching), rowDual, colDual };
  }

  protected toZero(dual: number): number {
    return -dual;
  }

  protected sources(): void {
    const { p, taken, dist, colOf, u, v } = this;
    for (let k = 0; k < p.cols; k++) if (taken[k]! < p.colMax[k]!) dist[k] = -v[k]!;
    for (let i = 0; i < p.rows; i++) {
      const k = colOf[i]!;
      if (k >= 0 && p.rowMin[i] === 0 && u[i]! < dist[k]!) dist[k] = u[i]!;
    }
  }

  protected scan(j: number, d: number): number {
    const { p, byCol, colOf, u, v } = this;
    const { start, row, edge } = byCol;
    const { weight } = p;
    if (this.taken[j]! > p.colMin[j]! && -v[j]! - d > this.least) this.least = -v[j]! - d;
    const h = d + v[j]!;
    for (let t = start[j]!; t < start[j + 1]!; t++) {
      const i = row[t]!;
      const k = colOf[i]!;
      if (k === j) continue;
      const nd = h + u[i]! - weight[edge[t]!]!;
      if (k >= 0) this.relax(k, nd);
      else if (-nd > this.least) this.least = -nd;
    }
    return start[j + 1]! - start[j]!;
  }
}

class SeatMinimal extends Extreme {
  // the rows in column k: member[first[k] .. first[k + 1]]
  private readonly first: Int32Array;
  private readonly member: Int32Array;

  constructor(p: Problem<Weights>, m: Pick<Matching, 'colOf' | 'rowDual' | 'colDual'>) {
    super(p, m);
    const first = new Int32Array(p.cols + 1);
    for (let k = 0; k < p.cols; k++) first[k + 1] = first[k]! + this.taken[k]!;
    const fill = first.slice(0, p.cols);
    this.first = first;
    this.member = new Int32Array(first[p.cols]!);
    for (let i = 0; i < p.rows; i++) if (m.colOf[i]! >= 0) this.member[fill[m.colOf[i]!]!++] = i;
  }

  dual(j: number): number {
    return this.v[j]! - this.shift[j]! + 0;
  }

  protected toZero(dual: number): number {
    return dual;
  }

  protected sources(): void {
    const { p, taken, dist, colOf, v } = this;
    const { start, col, weight } = p;
    for (let j = 0; j < p.cols; j++) if (taken[j]! > p.colMin[j]!) dist[j] = v[j]!;
    for (let i = 0; i < p.rows; i++) {
      if (colOf[i]! >= 0) continue;
      for (let e = start[i]!; e < start[i + 1]!; e++) {
        const j = col[e]!;
        if (v[j]! - weight[e]! < dist[j]!) dist[j] = v[j]! - weight[e]!;
      }
    }
  }

  protected scan(k: number, d: number): number {
    const { p, u, v, first, member } = this;
    const { start, col, weight, rowMin } = p;
    let scanned = 0;
    if (this.taken[k]! < p.colMax[k]! && v[k]! - d > this.least) this.least = v[k]! - d;
    for (let t = first[k]!; t < first[k + 1]!; t++) {
      const i = member[t]!;
      const h = d + u[i]!;
      if (rowMin[i] === 0 && -h > this.least) this.least = -h;
      for (let e = start[i]!; e < start[i + 1]!; e++) {
        const j = col[e]!;
        if (j !== k) this.relax(j, h + v[j]! - weight[e]!);
      }
      scanned += start[i + 1]! - start[i]!;
    }
    return scanned;
  }
}
