import { transpose, type Problem, type Transpose } from '../csr.js';
import { Heap } from '../heap.js';
import { Seating } from '../seating.js';
import type { Matching } from '../solve.js';

/*
 * Invariants between solves, whatever happened to the weights: a seated row sits on one of its edges; taken <= colMax;
 * v_j < 0 only where taken <= colMin. After `tighten` also u + v >= w on every edge with equality on chosen ones, u >= 0 on
 * optional rows. What is left to mend are rows that wait for a seat (u > 0, or mandatory), columns with a price and an empty
 * seat, and columns below their minimum: one shortest alternating path for each.
 */

/**
 * The best plan of a market whose weights and mandatory rows change a little between solves: it starts from the plan and
 * the duals it had. The caller writes `weight` (-Infinity closes an edge) and `rowMin`, names the rows concerned by `loosen`, then calls `solve`.
 *
 * It stands beside `ShortestPaths`, whose two searches are of the same method, because it may rely on less: the invariant
 * of `Seating` that only full columns have a price is lost when weights change, so that a path may end by entering a priced
 * column with room, and a search from a column by lowering its price to 0. One class for both would check for this in the
 * inner loop of the bare assignment, and carry its short lists and closed markets here.
 * Cost: O(rows + edges of the rows that were changed) and one shortest path for each row or seat that the changes set loose; O(edges) the first time.
 * @see R Jonker, A Volgenant, Computing 38:325-340, 1987, doi:10.1007/BF02278710 (augmenting paths);
 *   L Ford, D Fulkerson, Flows in networks, 1962, chapter III.11 (out-of-kilter: start from any flow and prices)
 */
export class Reoptimiser {
  readonly weight: Float64Array;
  readonly rowMin: Uint8Array;
  /** u and v as in a Matching; after an infeasible solve they are of no use. */
  readonly u: Float64Array;
  readonly v: Float64Array;
  readonly colOf: Int32Array;
  readonly edgeOf: Int32Array;
  /** Rows and columns of the last shortage, as in `Shortage`. */
  shortSide: 'rows' | 'cols' = 'rows';
  shortRows: number[] = [];
  shortCols: number[] = [];
  /** Edges scanned so far. */
  work = 0;
  private readonly p: Problem;
  private byCol: Transpose | undefined = undefined; // many solves need no search from a column
  /** 1 where u may not be the least that v allows: a search leaves it so in every row that was not changed. */
  private readonly loose: Uint8Array;
  private readonly seating: Seating;
  // one search, over columns: rows in a column share its distance, because their edges are tight
  private readonly dist: Float64Array;
  private readonly viaRow: Int32Array;
  private readonly viaEdge: Int32Array;
  private readonly heap: Heap;
  private readonly touched: Int32Array;
  private readonly final: Int32Array;
  private finals = 0;

  /** @param start - a plan and duals of `p` with any weights; without it everybody starts unseated at duals of 0. */
  constructor(p: Problem, start?: Pick<Matching, 'edgeOf' | 'colDual'>) {
    const { rows, cols } = p;
    this.p = p;
    this.weight = p.weight.slice();
    this.rowMin = p.rowMin.slice();
    this.loose = new Uint8Array(rows).fill(1);
    this.seating = new Seating(p);
    this.u = this.seating.rowDual;
    this.v = this.seating.colDual;
    if (start) this.v.set(start.colDual);
    this.colOf = this.seating.colOf;
    this.edgeOf = this.seating.edgeOf;
    this.dist = new Float64Array(cols).fill(Infinity);
    this.viaRow = new Int32Array(cols);
    this.viaEdge = new Int32Array(cols);
    this.heap = new Heap(this.dist);
    this.touched = new Int32Array(cols);
    this.final = new Int32Array(cols);
    if (start) for (let i = 0; i < rows; i++) if (start.edgeOf[i]! >= 0) this.seating.seat(i, start.edgeOf[i]!);
  }

  /** Says that the weights of a row, or whether it is mandatory, have changed. */
  loosen(i: number): void {
    this.loose[i] = 1;
  }

  /** Brings plan and duals to the optimum of the present weights; false where there is no plan, with its shortage. */
  solve(): boolean {
    const { p, u, v, rowMin } = this;
    const { taken } = this.seating;
    this.tighten();
    for (let i = 0; i < p.rows; i++) {
      if (this.colOf[i]! >= 0 || (rowMin[i] === 0 && u[i]! <= 0)) continue;
      if (u[i] === -Infinity) this.finals = 0; // all its edges are closed
      if (u[i] === -Infinity || (!this.settle(i) && !this.searchFromRow(i))) return this.short('rows', i);
    }
    for (let j = 0; j < p.cols; j++) {
      while (taken[j]! < p.colMin[j]! || (v[j]! > 0 && taken[j]! < p.colMax[j]!)) if (!this.searchFromCol(j)) return this.short('cols', -1);
    }
    return true;
  }

  /** u as small as v allows in the rows that were changed; those whose edge is no longer among their best lose it. */
  private tighten(): void {
    const { p, u, v, weight, rowMin, edgeOf, loose } = this;
    const { start, col } = p;
    for (let i = 0; i < p.rows; i++) {
      if (loose[i] === 0) continue;
      loose[i] = 0;
      this.work += start[i + 1]! - start[i]!;
      let best = rowMin[i] === 1 ? -Infinity : 0;
      for (let e = start[i]!, to = start[i + 1]!; e < to; e++) {
        const x = weight[e]! - v[col[e]!]!;
        if (x > best) best = x;
      }
      u[i] = best;
      const e = edgeOf[i]!;
      if (e >= 0 && (best === -Infinity || weight[e]! - v[col[e]!]! !== best)) this.seating.unseat(i);
    }
    this.work += p.rows;
  }

  /** Seats a waiting row where that takes no search. */
  private settle(i: number): boolean {
    const { p, u, v, weight } = this;
    const { taken } = this.seating;
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      const j = p.col[e]!;
      if (weight[e]! - v[j]! !== u[i]! || !(taken[j]! < p.colMax[j]! && (v[j]! >= 0 || taken[j]! < p.colMin[j]!))) continue;
      this.seating.seat(i, e);
      return true;
    }
    return false;
  }

  /**
   * Shortest alternating path from waiting row s to a column that can take one more, or to an optional row that gives up
   * its seat (s itself may give up waiting). False where there is none.
   */
  private searchFromRow(s: number): boolean {
    const { p, u, v, weight, rowMin, seating, dist, viaRow, viaEdge, heap, touched, final } = this;
    const { taken, member, slot } = seating;
    const { start, col, colMin, colMax } = p;
    let bound = rowMin[s] === 0 ? u[s]! : Infinity;
    let endRow = rowMin[s] === 0 ? s : -1;
    let endCol = -1;
    let nTouched = 0;
    let nFinal = 0;
    let d = 0;
    let j = -1; // the column whose rows are scanned; -1 for the source
    for (;;) {
      const first = j < 0 ? 0 : slot[j]!;
      const count = j < 0 ? 1 : taken[j]!;
      for (let m = 0; m < count && bound > d; m++) {
        const r = j < 0 ? s : member[first + m]!;
        const h = d + u[r]!;
        if (rowMin[r] === 0 && h < bound) {
          bound = h;
          endRow = r;
          endCol = -1;
        }
        const to = start[r + 1]!;
        this.work += to - start[r]!;
        for (let e = start[r]!; e < to; e++) {
          const k = col[e]!;
          const nd = h + v[k]! - weight[e]!;
          if (nd >= bound || nd >= dist[k]!) continue;
          if (dist[k] === Infinity) touched[nTouched++] = k;
          dist[k] = nd;
          viaRow[k] = r;
          viaEdge[k] = e;
          if (taken[k]! < colMax[k]!) {
            const end = v[k]! < 0 && taken[k]! >= colMin[k]! ? nd - v[k]! : nd;
            if (end < bound) {
              bound = end;
              endCol = k;
              endRow = -1;
            }
            if (end === nd) continue; // nothing beyond it can be nearer
          }
          heap.push(k);
        }
      }
      if (bound <= d || heap.size === 0) break;
      j = heap.pop();
      d = dist[j]!;
      if (d >= bound) break;
      final[nFinal++] = j;
    }
    this.finals = nFinal;
    const found = endCol >= 0 || endRow >= 0;
    if (found) {
      u[s] = u[s]! - bound;
      seating.raise(final, nFinal, dist, bound);
      seating.shiftFromRow(s, endRow, endCol, viaRow, viaEdge);
    }
    for (let t = 0; t < nTouched; t++) dist[touched[t]!] = Infinity;
    heap.clear();
    return found;
  }

  /**
   * Shortest alternating path that brings one more row into column c, from an unmatched row or from a column that can spare
   * one; where c has its minimum it may as well lower its dual to 0. False where there is none.
   */
  private searchFromCol(c: number): boolean {
    const { p, u, v, weight, colOf, seating, dist, viaRow, viaEdge, heap, touched, final } = this;
    const { taken } = seating;
    const { start, row, edge } = (this.byCol ??= transpose(p));
    const { colMin } = p;
    const priced = taken[c]! >= colMin[c]!;
    let bound = priced ? v[c]! : Infinity;
    let endCol = -1;
    let endRow = -1;
    let endEdge = -1;
    let nTouched = 0;
    let nFinal = 0;
    let j = c;
    let d = 0;
    dist[c] = 0;
    touched[nTouched++] = c;
    for (;;) {
      final[nFinal++] = j;
      const h = d + v[j]!;
      this.work += start[j + 1]! - start[j]!;
      for (let t = start[j]!; t < start[j + 1]!; t++) {
        const r = row[t]!;
        const k = colOf[r]!;
        const e = edge[t]!;
        const nd = h + u[r]! - weight[e]!;
        if (nd >= bound) continue;
        if (k < 0) {
          bound = nd;
          endRow = r;
          endEdge = e;
          endCol = -1;
          if (bound <= d) break;
          continue;
        }
        if (nd >= dist[k]!) continue; // also where k is j itself: its own rows are at distance d
        if (dist[k] === Infinity) touched[nTouched++] = k;
        dist[k] = nd;
        viaRow[k] = r;
        viaEdge[k] = e;
        if (taken[k]! > colMin[k]!) {
          const end = nd + v[k]!;
          if (end < bound) {
            bound = end;
            endCol = k;
            endRow = -1;
          }
          if (end === nd) {
            if (bound <= d) break;
            continue;
          }
        }
        heap.push(k);
      }
      if (bound <= d || heap.size === 0) break;
      j = heap.pop();
      d = dist[j]!;
      if (d >= bound) break;
    }
    this.finals = nFinal;
    const moves = endCol >= 0 || endRow >= 0;
    if (moves || priced) {
      seating.lower(final, nFinal, dist, bound);
    }
    if (moves) {
      seating.shiftIntoCol(c, endRow, endEdge, endCol, viaRow, viaEdge);
    }
    for (let t = 0; t < nTouched; t++) dist[touched[t]!] = Infinity;
    heap.clear();
    return moves || priced;
  }

  /** The columns the last search made final, and the rows in them (with the source, for the side of the rows). */
  private short(side: 'rows' | 'cols', source: number): false {
    const { taken, member, slot } = this.seating;
    this.shortSide = side;
    this.shortCols = Array.from(this.final.subarray(0, this.finals)).sort((a, b) => a - b);
    this.shortRows = source < 0 ? [] : [source];
    for (const j of this.shortCols) for (let t = 0; t < taken[j]!; t++) this.shortRows.push(member[slot[j]! + t]!);
    this.shortRows.sort((a, b) => a - b);
    this.loose.fill(1);
    return false;
  }
}
