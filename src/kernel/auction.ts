import type { Lists } from './csr.js';
import { LISTED, SHORT, ShortLists } from './short-lists.js';

/**
 * One pass of the forward auction: a matching and prices that are nearly best, as a start for an exact method. Rows in turn
 * bid for the column with the largest w_ij - v_j; the bid raises its price v_j by the margin over the second choice plus
 * epsilon and throws out whoever held it. At the end each matched row is within epsilon of its best column, and every
 * price is a whole number >= 0, 0 where nobody ever bid.
 *
 * Without a plan for all rows the bidding has no end, so a row gives up where prices are beyond all reason, and the whole
 * after a given number of bids; such rows stay unmatched. An optional row does not bid where it would lose.
 * Cost: O(edges of the bidder) per bid; in practice a few bids per row.
 * @see DP Bertsekas, Computational Optimization and Applications 1:7-66, 1992, doi:10.1007/BF00247653 (Gauss-Seidel form)
 */
export class Auction {
  /** v. */
  readonly colDual: Float64Array;
  /** The column of each row, -1 for none. */
  readonly colOf: Int32Array;
  private readonly lists: Lists;
  private readonly short: ShortLists;
  private readonly rowMin: Uint8Array;
  private readonly epsilon: number;
  private readonly dear: number;
  private readonly rowOf: Int32Array;
  private readonly waiting: Int32Array;
  private waits: number;
  private left: number;

  /**
   * @param epsilon - whole, >= 1.
   * @param bids - at most so many bids.
   * @param dear - a row whose bid would pass this price no longer bids.
   */
  constructor(rows: number, cols: number, lists: Lists, rowMin: Uint8Array, epsilon: number, bids: number, dear: number) {
    this.lists = lists;
    this.short = new ShortLists(rows, lists);
    this.rowMin = rowMin;
    this.epsilon = epsilon;
    this.dear = dear;
    this.colDual = new Float64Array(cols);
    this.colOf = new Int32Array(rows).fill(-1);
    this.rowOf = new Int32Array(cols).fill(-1);
    this.waiting = new Int32Array(rows);
    this.waits = rows;
    for (let i = 0; i < rows; i++) this.waiting[rows - 1 - i] = i;
    this.left = bids;
  }

  /** Works on for about `budget` scanned edges. */
  step(budget = 1_000_000): 'running' | 'done' {
    const { rowMin, epsilon, dear, colDual: v, colOf, rowOf, waiting } = this;
    const { start, col, weight } = this.lists;
    const { short } = this;
    const { edge, others, listed } = short;
    let work = 0;
    while (this.waits > 0 && this.left > 0 && work < budget) {
      const i = waiting[--this.waits]!;
      const floor = rowMin[i] === 0 ? 0 : -Infinity;
      let best = -Infinity;
      let second = floor;
      let j = -1;
      // its list if it has one, a new one if that has grown stale, else the whole row
      for (let fresh = false; ; fresh = true) {
        if (fresh || listed[i] !== LISTED) work += short.list(i, v);
        const brief = listed[i] === LISTED;
        const from = brief ? SHORT * i : start[i]!;
        const to = brief ? from + SHORT : start[i + 1]!;
        work += to - from + 1;
        best = -Infinity;
        second = floor;
        j = -1;
        for (let t = from; t < to; t++) {
          const e = brief ? edge[t]! : t;
          const k = col[e]!;
          const x = weight[e]! - v[k]!;
          if (x <= second) continue;
          if (x > best) {
            if (best > second) second = best;
            best = x;
            j = k;
          } else second = x;
        }
        if (!brief || fresh || second >= others[i]!) break;
      }
      if (j < 0) continue; // no edge, or none that gains
      // a row with a single edge has no second choice: it bids as if one were just as good
      const price = v[j]! + (second > -Infinity ? best - second : 0) + epsilon;
      if (price > dear) continue;
      this.left--;
      v[j] = price;
      const loser = rowOf[j]!;
      if (loser >= 0) {
        colOf[loser] = -1;
        waiting[this.waits++] = loser;
      }
      rowOf[j] = i;
      colOf[i] = j;
    }
    return this.waits > 0 && this.left > 0 ? 'running' : 'done';
  }
}
