import { mostRows } from '../kernel/index.js';
import type { RoundMarket } from '../solving/index.js';

/**
 * Whether what the round and the policy demand of any plan can still be kept while one is made move by move: posts that must be filled, people who must have a seat. Whoever sits
 * where he may stay keeps a seat, whoever moved stays where he is, and the others may go wherever they have a certain pair and did not decline. Limits and rules on related people are
 * not looked at. Reads the state that it was given, which changes meanwhile. O(people + posts) while the state as it is keeps all; else O(pairs * sqrt(people)), as `mostRows`.
 */
export class Duties {
  private readonly market: RoundMarket;
  private readonly colOf: Int32Array;
  private readonly moved: Uint8Array;
  /** Seats that may still be taken; below zero where the pinned leave less room than there are holders. */
  private readonly vacant: Int32Array;
  private readonly said: (person: number, position: number) => boolean;

  constructor(market: RoundMarket, colOf: Int32Array, moved: Uint8Array, vacant: Int32Array, said: Duties['said']) {
    this.market = market;
    this.colOf = colOf;
    this.moved = moved;
    this.vacant = vacant;
    this.said = said;
  }

  canBeKept(): boolean {
    const { colOf, market, moved, said, vacant } = this;
    const { certain } = market;
    const taken = new Int32Array(certain.cols);
    for (const j of colOf) if (j >= 0) taken[j]!++;
    const colMax = taken.map((n, j) => n + vacant[j]!);
    if (certain.colMin.some((least, j) => least > colMax[j]!)) return false;
    const rowMin = certain.rowMin.map((least, i) => (colOf[i]! >= 0 ? 1 : least));
    const isKept = taken.every((n, j) => certain.colMin[j]! <= n && n <= colMax[j]!) && rowMin.every((least, i) => least === 0 || colOf[i]! >= 0);
    if (isKept) return true; // if nobody else moves
    const start = new Int32Array(certain.rows + 1);
    const col: number[] = [];
    for (let i = 0; i < certain.rows; i++) {
      for (let e = certain.start[i]!; e < certain.start[i + 1]!; e++) {
        const j = certain.col[e]!;
        if (colOf[i] === j || (moved[i] === 0 && !said(i, j))) col.push(j);
      }
      start[i + 1] = col.length;
    }
    return mostRows({ ...certain, start, col: Int32Array.from(col), colMax, rowMin }) !== undefined;
  }

  /** Whether it could be kept after a move. */
  allow(i: number, j: number): boolean {
    const { colOf, moved, vacant } = this;
    const left = colOf[i]!;
    colOf[i] = j;
    moved[i] = 1;
    vacant[j]!--;
    if (left >= 0) vacant[left]!++;
    const kept = this.canBeKept();
    colOf[i] = left;
    moved[i] = 0;
    vacant[j]!++;
    if (left >= 0) vacant[left]!--;
    return kept;
  }

  /** Whether it can be kept though nobody else takes a seat of a post, unless one more is left there. */
  canStayVacant(j: number): boolean {
    const seats = this.vacant[j]!;
    this.vacant[j] = 0;
    const kept = this.canBeKept();
    this.vacant[j] = seats;
    return kept;
  }
}
