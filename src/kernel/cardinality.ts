import { transpose, type Market } from './csr.js';

/** A plan of as many rows as can be seated, weights aside. */
export interface FullPlan {
  /** The column of each row, -1 for none. */
  readonly colOf: Int32Array;
  /** Rows in each column. */
  readonly taken: Int32Array;
  readonly seated: number;
}

/**
 * A plan that keeps the bounds and seats as many rows as any such plan does; undefined if none keeps them.
 * Deterministic; which of several plans comes back depends on the numbering.
 * Cost: O(edges * sqrt(rows)), and O(edges) for each seat missing at a column's minimum.
 *
 * Method: rows that must sit first; then alternating paths to columns below their minimum, from rows that sit nowhere or in columns that can
 * spare one: these unseat nobody; then the other rows. No augmenting path unseats a row or takes one from a column's count, so what was reached
 * stays (Mendelsohn and Dulmage, doi:10.4153/CJM-1958-052-0), and a plan without an augmenting path has the most rows.
 */
export function mostRows(m: Market): FullPlan | undefined {
  const seating = new Seating(m);
  seating.augment((i) => m.rowMin[i] === 1);
  for (let i = 0; i < m.rows; i++) if (m.rowMin[i] === 1 && seating.colOf[i]! < 0) return undefined;
  if (seating.fillMinimums() >= 0) return undefined;
  seating.augment(() => true);
  const { colOf, taken } = seating;
  return { colOf, taken, seated: taken.reduce((sum, t) => sum + t, 0) };
}

/**
 * Rows in seats, filled by augmenting paths in phases of equal length.
 * @see JE Hopcroft, RM Karp, SIAM J. Comput. 2(4):225-231, 1973, doi:10.1137/0202019
 */
export class Seating {
  readonly colOf: Int32Array;
  readonly taken: Int32Array;
  private readonly m: Market;
  // the rows in column j: member[slot[j] .. slot[j] + taken[j]]; row i sits at member[place[i]]
  private readonly slot: Int32Array;
  private readonly member: Int32Array;
  private readonly place: Int32Array;
  private readonly seen: Int32Array; // the search that last met a column
  private searches = 0;
  /** Edges looked at by `reachable` so far. */
  work = 0;
  /** Of the last `fillMinimums` that failed. */
  reached: Int32Array = new Int32Array();

  constructor(m: Market) {
    this.m = m;
    this.colOf = new Int32Array(m.rows).fill(-1);
    this.taken = new Int32Array(m.cols);
    this.slot = new Int32Array(m.cols + 1);
    for (const j of m.col) this.slot[j + 1]!++;
    for (let j = 0; j < m.cols; j++) this.slot[j + 1] = this.slot[j]! + Math.min(this.slot[j + 1]!, m.colMax[j]!);
    this.member = new Int32Array(this.slot[m.cols]!);
    this.place = new Int32Array(m.rows);
    this.seen = new Int32Array(m.cols);
  }

  /** The rows in column j. */
  rowsIn(j: number): Int32Array {
    return this.member.subarray(this.slot[j], this.slot[j]! + this.taken[j]!);
  }

  /** Seats as many of these rows as can be, nobody unseated. */
  augment(wanted: (row: number) => boolean): void {
    const free: number[] = [];
    for (let i = 0; i < this.m.rows; i++) if (this.colOf[i]! < 0 && wanted(i)) free.push(i);
    while (this.phase(free));
  }

  /**
   * Columns in layers by their distance from the rows that wait, as far as the first layer with a free seat; then as many paths through the layers
   * as can be had, no seat looked at twice. False when no free seat can be reached.
   */
  private phase(free: readonly number[]): boolean {
    const { colOf, taken, slot, member } = this;
    const { rows, cols, start, col, colMax } = this.m;
    const layer = new Int32Array(cols).fill(-1);
    let front = free.filter((i) => colOf[i]! < 0);
    const roots = front;
    let open = false;
    for (let depth = 0; front.length > 0 && !open; depth++) {
      const next: number[] = [];
      for (const i of front) {
        for (let e = start[i]!; e < start[i + 1]!; e++) {
          const j = col[e]!;
          if (layer[j]! >= 0) continue;
          layer[j] = depth;
          if (taken[j]! < colMax[j]!) open = true;
          for (const r of this.rowsIn(j)) next.push(r);
        }
      }
      front = next;
    }
    if (!open) return false;
    const nextEdge = start.slice(0, rows);
    const nextSeat = slot.slice(0, cols);
    for (const root of roots) {
      const path = [root]; // each row would take the seat of the one after it
      while (path.length > 0) {
        const i = path[path.length - 1]!;
        if (nextEdge[i]! >= start[i + 1]!) {
          path.pop();
          continue;
        }
        const j = col[nextEdge[i]!]!;
        if (layer[j] !== path.length - 1) nextEdge[i]!++;
        else if (taken[j]! < colMax[j]!) {
          this.shift(path, j);
          break;
        } else if (nextSeat[j]! < slot[j]! + taken[j]!) path.push(member[nextSeat[j]!++]!);
        else nextEdge[i]!++;
      }
    }
    return true;
  }

  /** The last row of a path takes a free seat of column j, each other the seat of the one after it. */
  private shift(path: readonly number[], j: number): void {
    let seat = this.slot[j]! + this.taken[j]!++;
    let at = j;
    for (let t = path.length - 1; t >= 0; t--) {
      const i = path[t]!;
      const [before, from] = [this.place[i]!, this.colOf[i]!];
      this.member[seat] = i;
      this.place[i] = seat;
      this.colOf[i] = at;
      seat = before;
      at = from;
    }
  }

  /**
   * Brings every column to its minimum, nobody unseated. Returns -1, or a column that cannot be: then `reached` names the columns that are short
   * together, the only ones in which the rows with an edge to them sit, none of them above its minimum.
   */
  fillMinimums(): number {
    const { colOf, taken } = this;
    const { cols, colMin } = this.m;
    const byCol = transpose(this.m);
    const viaRow = new Int32Array(cols);
    const viaCol = new Int32Array(cols);
    for (let c = 0; c < cols; c++) {
      while (taken[c]! < colMin[c]!) {
        const seen = new Uint8Array(cols);
        const queue = [c];
        seen[c] = 1;
        let [row, end] = [-1, -1]; // the row that comes from outside or from a column that can spare it, and the column it goes to
        for (let q = 0; q < queue.length && row < 0; q++) {
          const j = queue[q]!;
          for (let t = byCol.start[j]!; t < byCol.start[j + 1]! && row < 0; t++) {
            const r = byCol.row[t]!;
            const k = colOf[r]!;
            if (k < 0 || (seen[k] === 0 && taken[k]! > colMin[k]!)) [row, end] = [r, j];
            else if (seen[k] === 0) {
              seen[k] = 1;
              viaRow[k] = r;
              viaCol[k] = j;
              queue.push(k);
            }
          }
        }
        if (row < 0) {
          this.reached = Int32Array.from(queue).sort();
          return c;
        }
        if (colOf[row]! >= 0) this.leave(row);
        // whoever leaves a column for the next one makes room for the row that waits to enter it
        for (let k = end; k !== c; k = viaCol[k]!) {
          const leaver = viaRow[k]!;
          this.leave(leaver);
          this.enter(row, k);
          row = leaver;
        }
        this.enter(row, c);
      }
    }
    return -1;
  }

  private enter(i: number, j: number): void {
    const seat = this.slot[j]! + this.taken[j]!++;
    this.member[seat] = i;
    this.place[i] = seat;
    this.colOf[i] = j;
  }

  private leave(i: number): void {
    const j = this.colOf[i]!;
    const last = this.member[this.slot[j]! + --this.taken[j]!]!;
    this.member[this.place[i]!] = last;
    this.place[last] = this.place[i]!;
    this.colOf[i] = -1;
  }

  /**
   * The columns that some rows reach, and the rows that sit there: theirs, those of whoever sits in one of these, and so on. Undefined as soon
   * as there are more than so many rows. O(edges of the rows reached).
   */
  reachable(from: readonly number[], most = Infinity): { readonly rows: Int32Array; readonly cols: Int32Array } | undefined {
    const { start, col } = this.m;
    const mark = ++this.searches;
    const rows = [...from];
    const cols: number[] = [];
    for (let q = 0; q < rows.length; q++) {
      if (rows.length > most) return undefined;
      const i = rows[q]!;
      this.work += start[i + 1]! - start[i]! + 1;
      for (let e = start[i]!; e < start[i + 1]!; e++) {
        const j = col[e]!;
        if (this.seen[j] === mark) continue;
        this.seen[j] = mark;
        cols.push(j);
        // a row that starts the search sits nowhere: nobody is met twice
        for (const r of this.rowsIn(j)) rows.push(r);
      }
    }
    return { rows: Int32Array.from(rows).sort(), cols: Int32Array.from(cols).sort() };
  }
}
