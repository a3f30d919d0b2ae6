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
}
