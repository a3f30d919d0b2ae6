import type { Lists } from './csr.js';

/** Length of a row's list of best edges. */
export const SHORT = 8;

/**
 * The best edges of each row by w_ij - v_j, so that most looks at a row need not scan all of it. While prices v only rise, no
 * edge outside the list of row i is worth more than `others[i]`: values seen when the list was made can only have fallen.
 * Memory 41 bytes a row. Lists of a matrix (`listBest`) are another thing: they name columns, start at another one in each row,
 * and skip four cells at a time, which lists of edges cannot.
 */
export class ShortLists {
  /** Edges of the list of row i: SHORT * i .. SHORT * (i + 1), while listed[i] is LISTED. */
  readonly edge: Int32Array;
  readonly others: Float64Array;
  readonly listed: Uint8Array;
  private readonly lists: Lists;
  private readonly value = new Float64Array(SHORT);

  constructor(rows: number, lists: Lists) {
    this.lists = lists;
    this.edge = new Int32Array(SHORT * rows);
    this.others = new Float64Array(rows);
    this.listed = new Uint8Array(rows);
  }

  /** Lists a long row at its second whole scan and at each one after that, by the prices of now. Returns the edges scanned. */
  list(i: number, v: Float64Array): number {
    const { edge, listed, value } = this;
    const { start, col, weight } = this.lists;
    const from = start[i]!;
    const to = start[i + 1]!;
    if (listed[i] === NEW || listed[i] === PLAIN || to - from <= 2 * SHORT) {
      if (listed[i] === NEW) listed[i] = SEEN;
      return 0;
    }
    const base = SHORT * i;
    let n = 0;
    let others = -Infinity;
    let least = -Infinity; // of a full list
    for (let e = from; e < to; e++) {
      const x = weight[e]! - v[col[e]!]!;
      if (x <= least) {
        if (x > others) others = x;
        continue;
      }
      if (n < SHORT) n++;
      else others = least;
      let t = n - 1;
      for (; t > 0 && value[t - 1]! < x; t--) {
        value[t] = value[t - 1]!;
        edge[base + t] = edge[base + t - 1]!;
      }
      value[t] = x;
      edge[base + t] = e;
      if (n === SHORT) least = value[SHORT - 1]!;
    }
    this.others[i] = others;
    listed[i] = value[0]! > others ? LISTED : PLAIN; // else a plateau wider than the list
    return to - from;
  }
}

/** Never scanned. */
const NEW = 0;
/** Scanned once. */
const SEEN = 1;
/** Has a list. */
export const LISTED = 2;
/** Not worth a list. */
const PLAIN = 3;
