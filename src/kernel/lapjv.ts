import { bug } from '../errors/index.js';
import { denseMatching, type DenseProblem } from './dense.js';
import { Heap } from './heap.js';
import { listBest, raise } from './dense-row.js';
import type { Matching, Steps } from './solve.js';

/**
 * LAPJV on a full matrix, each column one seat, for the greatest weight, with short lists of each row's best columns.
 *
 * Letters, as in the paper but for a maximum: `u_i + v_j >= w_ij` are the duals, x (`colOf`) the column of a row, y (`rowOf`)
 * the row of a column, `free` the rows still without a column, d the distance of a column from the row where a search began,
 * `pred` the row before it on the shortest path. Steps:
 *   column reduction  v_j = the column's largest weight
 *   row reduction     a free row takes its best column and raises v by its margin over the second; the loser is next
 *   augmentation      for each row still free a shortest alternating path to a free column (Dijkstra)
 * The paper's reduction transfer is what row reduction does when it meets a row for the first time.
 *
 * Short lists (the core of Volgenant's paper): a row keeps its SHORT columns of largest w - v and a bound on all others. v
 * only rises after the column reduction, so the bound stays true. A step reads the list; only where the bound leaves a doubt
 * it reads the matrix, and then lists the row anew. On uniform weights the matrix is read twice in all.
 *
 * Rows need not be as many as columns: then columns start at v = 0, the only dual a column that stays free may have, and
 * column reduction is left out. An optional row has one more choice, none at weight 0, that is always free.
 *
 * Invariants: `u_i + v_j >= w_ij` for every row that has a column or is done, equal where i sits in j; a column once taken
 * stays taken, so v_j = 0 on free columns unless all are taken at the end.
 * Exact: every number is whole, and none passes 5 max |w|, for while a mandatory row waits there is a free column at its
 * first v, or an optional row (u >= 0) to go without.
 * O(n^3 log n) time at worst, about 200 bytes a row and 50 a column beside the matrix.
 * @see R Jonker, A Volgenant, Computing 38:325-340, 1987, doi:10.1007/BF02278710
 * @see A Volgenant, Computers & Operations Research 23(10):917-932, 1996, doi:10.1016/0305-0548(96)00010-X (core lists)
 */
export class Lapjv implements Steps<Matching> {
  result: Matching | undefined = undefined;
  /** True once row reduction left a quarter of the rows it met without a column: the searches will be long. */
  crowded = false;
  private readonly p: DenseProblem;
  /** All rows must be placed and all columns are taken: v may have any sign on the way. */
  private readonly closed: boolean;
  private readonly v: Float64Array;
  private readonly colOf: Int32Array;
  private readonly rowOf: Int32Array;
  // lists: K columns and their weights a row, and what w - v of the other columns cannot exceed (Infinity: no list yet)
  private readonly K: number;
  private readonly listCol: Int32Array;
  private readonly listWeight: Float64Array;
  private readonly listValue: Float64Array;
  private readonly others: Float64Array;
  // one search; items of the heap are columns and, from `cols` on, rows whose unlisted columns wait
  private readonly d: Float64Array;
  private readonly pred: Int32Array;
  private readonly depth: Float64Array;
  private readonly heap: Heap;
  private readonly touched: Int32Array;
  private readonly final: Int32Array;
  private readonly free: Int32Array;
  private frees = 0;
  private loser = -1;
  private paused: Search | undefined = undefined;
  private at = 0;
  private duels: number;
  private phase: 'columns' | 'rows' | 'augment' | 'done';
  private work = 0;

  /**
   * @param p - checked; colMax 1 throughout; no more mandatory rows than columns; colMin 0 throughout, or all rows mandatory
   * and as many as columns.
   */
  constructor(p: DenseProblem) {
    const { rows, cols } = p;
    const K = Math.min(cols, SHORT);
    this.p = p;
    this.closed = rows === cols && p.rowMin.every((m) => m === 1);
    this.v = new Float64Array(cols);
    this.colOf = new Int32Array(rows).fill(-1);
    this.rowOf = new Int32Array(cols).fill(-1);
    this.K = K;
    this.listCol = new Int32Array(K * rows);
    this.listWeight = new Float64Array(K * rows);
    this.listValue = new Float64Array(K);
    this.others = new Float64Array(rows).fill(Infinity);
    this.d = new Float64Array(cols + rows).fill(Infinity);
    this.pred = new Int32Array(cols);
    this.depth = new Float64Array(rows);
    this.heap = new Heap(this.d);
    this.touched = new Int32Array(cols + rows);
    this.final = new Int32Array(cols);
    this.free = new Int32Array(rows);
    this.duels = DUELS * rows;
    this.phase = this.closed ? 'columns' : 'rows';
  }

  /** Works on for about `budget` scanned cells, at most until it finds rows crowded. */
  step(budget = 1_000_000): 'running' | 'done' {
    this.work = 0;
    while (this.work < budget && this.phase !== 'done') {
      if (this.phase === 'columns') this.reduceColumns();
      else if (this.phase === 'rows') this.reduceNext();
      else this.augmentNext(budget);
    }
    return this.phase === 'done' ? 'done' : 'running';
  }

  private reduceColumns(): void {
    const { v } = this;
    const { weight, rows, cols } = this.p;
    if (this.at === 0) v.fill(-Infinity);
    const to = Math.min(rows, this.at + 64);
    for (let i = this.at; i < to; i++) raise(weight, i * cols, cols, 0, v);
    this.work += cols * (to - this.at);
    this.at = to;
    if (to < rows) return;
    this.at = 0;
    this.phase = 'rows';
  }

  private reduceNext(): void {
    if (this.loser >= 0 || this.at < this.p.rows) {
      this.loser = this.reduce(this.loser >= 0 ? this.loser : this.at++);
      if (!this.crowded && this.at >= MET && 4 * this.frees > this.at) {
        this.crowded = true;
        this.work = Infinity;
      }
      return;
    }
    this.at = 0;
    this.phase = 'augment';
  }

  /** Gives row i its best column if that is free or can be outbid; returns the row that lost it, else -1. */
  private reduce(i: number): number {
    const { v, rowOf, colOf, listCol, listWeight, others, K } = this;
    const least = this.p.rowMin[i] === 0 ? 0 : -Infinity; // what none is worth
    let best = least;
    let second = -Infinity;
    let j = -1;
    this.work += LISTED * K;
    for (let fresh = false; ; fresh = true) {
      for (let t = i * K; t < i * K + K; t++) {
        const k = listCol[t]!;
        const x = listWeight[t]! - v[k]!;
        if (x > second) {
          if (x > best) {
            second = best;
            best = x;
            j = k;
          } else second = x;
        }
      }
      if (fresh || best >= others[i]!) break;
      this.list(i);
      best = least;
      second = -Infinity;
      j = -1;
    }
    if (second < others[i]!) second = others[i]!; // the true second is no greater: at worst the margin is too small
    if (j < 0) return -1; // none is best: done with u = 0
    if (best > second && this.duels > 0 && second > -Infinity) {
      this.duels--;
      v[j] = v[j]! + (best - second);
    } else if (rowOf[j]! >= 0) j = this.freeAt(i, best);
    if (j < 0) {
      this.free[this.frees++] = i;
      return -1;
    }
    const loser = rowOf[j]!;
    colOf[i] = j;
    rowOf[j] = i;
    if (loser >= 0) colOf[loser] = -1;
    return loser;
  }

  /** A free column that is worth `best` to row i, -1 if there is none. */
  private freeAt(i: number, best: number): number {
    const { v, rowOf, listCol, listWeight, others, K } = this;
    const { weight, cols } = this.p;
    for (let t = i * K; t < i * K + K; t++) {
      const j = listCol[t]!;
      if (rowOf[j]! < 0 && listWeight[t]! - v[j]! === best) return j;
    }
    if (others[i]! < best) return -1;
    const from = i * cols;
    this.work += cols;
    for (let j = 0; j < cols; j++) if (rowOf[j]! < 0 && weight[from + j]! - v[j]! === best) return j;
    return -1;
  }

  /** Lists row i by the v of now. */
  private list(i: number): void {
    const { v, K, listCol, listWeight, listValue: value } = this;
    const { weight, cols } = this.p;
    const from = i * cols;
    const base = i * K;
    const least = listBest(weight, from, cols, v, i, K, value, listCol, base);
    for (let t = base; t < base + K; t++) listWeight[t] = weight[from + listCol[t]!]!;
    this.others[i] = K < cols ? least : -Infinity;
    this.work += cols;
  }

  /** Shortest path from the next free row to a free column, or to an optional row that then goes without. Rests when the budget is spent. */
  private augmentNext(budget: number): void {
    const rested = this.paused;
    if (!rested && this.at === this.frees) {
      this.result = denseMatching(this.p, this.colOf, this.v);
      this.phase = 'done';
      return;
    }
    const { v, d, depth, pred, heap, touched, final, rowOf, colOf, listCol, listWeight, others, K } = this;
    const { weight, cols, rowMin } = this.p;
    let bound = rested ? rested.bound : Infinity; // length of the shortest path that ends
    let end = rested ? rested.end : -1; // in this column,
    let giver = rested ? rested.giver : -1; // or with this optional row going without
    let touches = rested ? rested.touches : 0;
    let finals = rested ? rested.finals : 0;
    // row i is reached at depth h = (distance of its column) + u_i; for the source, whose u is not known yet, 0
    let i = rested ? -1 : this.free[this.at++]!;
    let h = 0;
    let least = -Infinity; // distance the search has come to
    let whole = false; // whether row i is read whole
    for (let first = !rested; ; first = false) {
      if (!first) {
        if (heap.size === 0) break;
        const k = heap.pop();
        least = d[k]!;
        if (least >= bound) break;
        whole = k >= cols;
        if (whole) {
          i = k - cols;
          h = depth[i]!;
        } else {
          final[finals++] = k;
          i = rowOf[k]!;
          h = least - v[k]! + weight[i * cols + k]!;
        }
      }
      if (!whole) {
        if (rowMin[i] === 0 && h < bound) {
          bound = h;
          giver = i;
          end = -1;
        }
        const wait = h - others[i]!;
        whole = wait <= least;
        if (!whole && wait < bound) {
          // its listed columns now, the others when the search has come that far
          depth[i] = h;
          d[cols + i] = wait;
          touched[touches++] = cols + i;
          heap.push(cols + i);
        }
      }
      if (whole) this.list(i);
      const count = whole ? cols : K;
      for (let t = 0; t < count; t++) {
        const j = whole ? t : listCol[i * K + t]!;
        const x = h + v[j]! - (whole ? weight[i * cols + t]! : listWeight[i * K + t]!);
        if (x >= bound) continue;
        const old = d[j]!;
        if (x >= old) continue;
        if (old === Infinity) touched[touches++] = j;
        d[j] = x;
        pred[j] = i;
        if (rowOf[j]! < 0) {
          bound = x;
          end = j;
          giver = -1;
        } else heap.push(j);
      }
      this.work += whole ? cols : LISTED * K;
      if (this.work >= budget) {
        this.paused = { bound, end, giver, touches, finals };
        return;
      }
    }
    this.paused = undefined;
    if (end < 0 && giver < 0) throw bug('a search in a full matrix that reaches no free column');
    for (let t = 0; t < finals; t++) {
      const j = final[t]!;
      v[j] = v[j]! + (bound - d[j]!);
    }
    let j = end;
    if (end < 0) {
      j = colOf[giver]!;
      colOf[giver] = -1;
    }
    while (j >= 0) {
      const r = pred[j]!;
      const next = colOf[r]!; // -1 at the source
      colOf[r] = j;
      rowOf[j] = r;
      j = next;
    }
    for (let t = 0; t < touches; t++) d[touched[t]!] = Infinity;
    heap.clear();
  }
}

/** A search at rest; what it reached waits in the heap. */
interface Search {
  readonly bound: number;
  readonly end: number;
  readonly giver: number;
  readonly touches: number;
  readonly finals: number;
}

/** Length of a row's list. Uniform weights, n = 5000: 6 columns 0.19 s, 12 0.13 s, 24 0.16 s (2-core Xeon, node 20, 2026-11). */
const SHORT = 12;

/** Bids a row may make on average that raise a dual; more hardly leave fewer rows free. */
const DUELS = 6;

/** A listed column costs as much as so many cells of the matrix. */
const LISTED = 10;

/** Rows that row reduction meets before it says whether they crowd. */
const MET = 64;
