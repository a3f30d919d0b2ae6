import type { Problem, Weights } from './csr.js';

/**
 * Who sits where while a plan is being built, and the duals of that moment. Invariants between pieces, over the rows dealt with:
 *   u + v >= w on their edges, equality on chosen ones; u >= 0 on optional rows, 0 on unmatched ones;
 *   v > 0 only on full columns; v < 0 only while taken <= colMin.
 * Memory: 28 bytes a row, 20 a column (one seat each).
 */
export class Seating {
  /** u. */
  readonly rowDual: Float64Array;
  /** v. */
  readonly colDual: Float64Array;
  readonly colOf: Int32Array;
  readonly edgeOf: Int32Array;
  readonly taken: Int32Array;
  /** Rows in column j: member[slot[j] .. slot[j] + taken[j]]. */
  readonly slot: Int32Array;
  readonly member: Int32Array;
  /** Everybody must be placed and every seat taken: duals may have any sign on the way and are lifted at the end. */
  readonly closed: boolean;
  private readonly p: Problem<Weights>;
  /** Row i sits at member[place[i]]. */
  private readonly place: Int32Array;

  constructor(p: Problem<Weights>) {
    const { rows, cols } = p;
    this.p = p;
    this.rowDual = new Float64Array(rows);
    this.colDual = new Float64Array(cols);
    this.colOf = new Int32Array(rows).fill(-1);
    this.edgeOf = new Int32Array(rows).fill(-1);
    this.taken = new Int32Array(cols);
    this.place = new Int32Array(rows);
    let must = 0;
    let seats = 0;
    for (let i = 0; i < rows; i++) must += p.rowMin[i]!;
    for (let j = 0; j < cols; j++) seats += p.colMax[j]!;
    this.closed = must === rows && rows === seats;
    this.slot = new Int32Array(cols + 1);
    const { slot } = this;
    // seats that no edge leads to need no place; counting edges is worth it only where there are many seats
    const many = seats > rows + 2 * cols;
    if (many) for (let e = 0; e < p.col.length; e++) slot[p.col[e]! + 1]!++;
    for (let j = 0; j < cols; j++) slot[j + 1] = slot[j]! + (many ? Math.min(slot[j + 1]!, p.colMax[j]!) : p.colMax[j]!);
    this.member = new Int32Array(slot[cols]!);
  }

  /** True when one more row in column j needs no change of its dual. */
  open(j: number): boolean {
    const t = this.taken[j]!;
    return t < this.p.colMax[j]! && (this.closed || t < this.p.colMin[j]! || this.colDual[j]! >= 0);
  }

  /** Puts an unmatched row into the column of its edge e. */
  seat(i: number, e: number): void {
    const j = this.p.col[e]!;
    const at = this.slot[j]! + this.taken[j]!++;
    this.member[at] = i;
    this.place[i] = at;
    this.colOf[i] = j;
    this.edgeOf[i] = e;
  }

  /** Takes a matched row out of its column. */
  unseat(i: number): void {
    const j = this.colOf[i]!;
    const last = this.member[this.slot[j]! + --this.taken[j]!]!;
    const at = this.place[i]!;
    this.member[at] = last;
    this.place[last] = at;
    this.colOf[i] = -1;
    this.edgeOf[i] = -1;
  }

  /** A shortest path of length `bound` from a row was found: prices of the columns it made final rise by what they are nearer. */
  raise(final: Int32Array, finals: number, dist: Float64Array, bound: number): void {
    this.reprice(final, finals, dist, bound, 1);
  }

  /** The same for a path into a column: prices fall. */
  lower(final: Int32Array, finals: number, dist: Float64Array, bound: number): void {
    this.reprice(final, finals, dist, bound, -1);
  }

  private reprice(final: Int32Array, finals: number, dist: Float64Array, bound: number, sign: 1 | -1): void {
    const { rowDual: u, colDual: v, taken, slot, member } = this;
    for (let t = 0; t < finals; t++) {
      const k = final[t]!;
      const delta = sign * (bound - dist[k]!);
      v[k] = v[k]! + delta;
      for (let m = slot[k]!, end = m + taken[k]!; m < end; m++) u[member[m]!]! -= delta;
    }
  }

  /**
   * Seats along a path from waiting row s: it ends in column `endCol`, or (-1) in row `endRow`, which gives up its seat (s itself: none
   * was to be had). Column k is entered by row viaRow[k] over edge viaEdge[k].
   */
  shiftFromRow(s: number, endRow: number, endCol: number, viaRow: Int32Array, viaEdge: Int32Array): void {
    let k = endCol;
    if (endRow >= 0 && endRow !== s) {
      k = this.colOf[endRow]!;
      this.unseat(endRow);
    }
    while (k >= 0) {
      const r = viaRow[k]!;
      const next = this.colOf[r]!; // -1 at the source
      if (next >= 0) this.unseat(r);
      this.seat(r, viaEdge[k]!);
      k = next;
    }
  }

  /** Seats along a path into column c: it begins with unmatched row `endRow` over `endEdge`, or (-1) with a row of column `endCol`. Row viaRow[k] leaves column k over edge viaEdge[k]. */
  shiftIntoCol(c: number, endRow: number, endEdge: number, endCol: number, viaRow: Int32Array, viaEdge: Int32Array): void {
    const { col } = this.p;
    let r = endRow;
    let e = endEdge;
    if (endCol >= 0) {
      r = viaRow[endCol]!;
      e = viaEdge[endCol]!;
      this.unseat(r);
    }
    // r waits to enter the column of e; whoever leaves it for the next column makes room first
    for (let k = col[e]!; k !== c; k = col[e]!) {
      const leaver = viaRow[k]!;
      this.unseat(leaver);
      this.seat(r, e);
      r = leaver;
      e = viaEdge[k]!;
    }
    this.seat(r, e);
  }
}
