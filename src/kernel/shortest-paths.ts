import { transpose, type Problem, type Transpose, type Weights } from './csr.js';
import { Heap } from './heap.js';
import type { Seating } from './seating.js';
import type { ShortLists } from './short-lists.js';
import { LISTED, SHORT } from './short-lists.js';

/**
 * Shortest alternating paths (Dijkstra on reduced costs u + v - w >= 0) that settle one more row, or give a column one more
 * row, and move the duals so that the invariants of `Seating` hold again; nothing else changes its status.
 * Both searches run over columns only: the rows in a column share its distance, because their edges are tight.
 * Memory: 36 bytes a column, with lists 28 more a row.
 * @see R Jonker, A Volgenant, Computing 38:325-340, 1987, doi:10.1007/BF02278710 (augmentation)
 */
export class ShortestPaths {
  /** Edges scanned so far. */
  work = 0;
  private readonly p: Problem<Weights>;
  private readonly seating: Seating;
  private readonly lists: ShortLists | undefined;
  private byCol: Transpose | undefined;
  // one search: distance, how a column was reached, which columns were touched and which are final
  private readonly dist: Float64Array;
  private readonly viaRow: Int32Array;
  private readonly viaEdge: Int32Array;
  private readonly heap: Heap;
  private readonly ready: Int32Array;
  private readonly touched: Int32Array;
  private readonly final: Int32Array;
  private finals = 0;
  private readonly deferred: Float64Array; // distance plus u of a row whose other edges wait in the heap

  /**
   * @param lists - for problems with long rows.
   * @param byCol - `transpose(p)`, if the caller has it.
   */
  constructor(p: Problem<Weights>, seating: Seating, lists: ShortLists | undefined, byCol?: Transpose) {
    const { cols } = p;
    const listed = lists ? p.rows : 0;
    this.p = p;
    this.seating = seating;
    this.lists = lists;
    this.byCol = byCol;
    this.deferred = new Float64Array(listed);
    this.dist = new Float64Array(cols + listed).fill(Infinity); // rows with deferred edges follow the columns
    this.viaRow = new Int32Array(cols);
    this.viaEdge = new Int32Array(cols);
    this.heap = new Heap(this.dist);
    this.ready = new Int32Array(cols);
    this.touched = new Int32Array(cols + listed);
    this.final = new Int32Array(cols);
  }

  /**
   * Shortest alternating path from unmatched row s to an open column, or to an optional row that gives up its seat.
   * False when there is none.
   */
  fromRow(s: number): boolean {
    const { p, seating, lists, dist, viaRow, viaEdge, heap, ready, touched, final, deferred } = this;
    const { rowDual: u, colDual: v, taken, member, slot, closed } = seating;
    const { cols, start, col, weight, rowMin, colMin, colMax } = p;
    const listing = lists !== undefined;
    const { listed, edge: short, others } = lists ?? NO_LISTS;
    let bound = Infinity;
    let endCol = -1;
    let endRow = -1;
    let nReady = 0;
    let nTouched = 0;
    let nFinal = 0;
    let scanned = 0;
    if (rowMin[s] === 0) {
      bound = u[s]!;
      endRow = s;
    }
    let d = 0;
    let j = -1; // the column whose rows are scanned; -1 for the source, cols + r for the deferred edges of row r
    for (;;) {
      const whole = j >= cols;
      const first = j < 0 || whole ? -1 : slot[j]!;
      const count = j < 0 || whole ? 1 : taken[j]!;
      for (let m = 0; m < count && bound > d; m++) {
        const r = j < 0 ? s : whole ? j - cols : member[first + m]!;
        const h = whole ? deferred[r]! : d + u[r]!;
        if (rowMin[r] === 0 && h < bound) {
          bound = h;
          endRow = r;
          endCol = -1;
        }
        let from = start[r]!;
        let to = start[r + 1]!;
        let brief = false;
        if (listing) {
          if (!whole && listed[r] === LISTED && h - others[r]! > d) {
            // its listed edges now, the others when the search has come that far
            brief = true;
            from = SHORT * r;
            to = from + SHORT;
            deferred[r] = h;
            dist[cols + r] = h - others[r]!;
            touched[nTouched++] = cols + r;
            heap.push(cols + r);
          } else scanned += lists.list(r, v);
        }
        scanned += to - from;
        for (let t = from; t < to; t++) {
          const e = brief ? short[t]! : t;
          const k = col[e]!;
          const nd = h + v[k]! - weight[e]!;
          if (nd >= bound) continue;
          const old = dist[k]!;
          if (nd >= old) continue;
          if (old === Infinity) touched[nTouched++] = k;
          dist[k] = nd;
          viaRow[k] = r;
          viaEdge[k] = e;
          if (taken[k]! < colMax[k]!) {
            const end = v[k]! < 0 && taken[k]! >= colMin[k]! && !closed ? nd - v[k]! : nd;
            if (end < bound) {
              bound = end;
              endCol = k;
              endRow = -1;
            }
            if (end === nd) continue; // nothing beyond it can be nearer
          }
          if (nd === d && !heap.has(k)) ready[nReady++] = k;
          else heap.push(k);
        }
      }
      if (bound <= d) break;
      if (nReady > 0) j = ready[--nReady]!;
      else if (heap.size > 0) j = heap.pop();
      else break;
      d = dist[j]!;
      if (d >= bound) break;
      if (j < cols) final[nFinal++] = j;
    }
    this.work += scanned + 1;
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
   * one. False when there is none.
   */
  fromCol(c: number): boolean {
    const { p, seating, dist, viaRow, viaEdge, heap, ready, touched, final } = this;
    const { rowDual: u, colDual: v, colOf, taken } = seating;
    this.byCol ??= transpose(p);
    const { start, row, edge } = this.byCol;
    const { weight, colMin } = p;
    let bound = Infinity;
    let endCol = -1;
    let endRow = -1;
    let endEdge = -1;
    let nReady = 0;
    let nTouched = 0;
    let nFinal = 0;
    let scanned = 0;
    let j = c;
    let d = 0;
    dist[c] = 0;
    touched[nTouched++] = c;
    for (;;) {
      final[nFinal++] = j;
      const h = d + v[j]!;
      scanned += start[j + 1]! - start[j]!;
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
        const old = dist[k]!;
        if (nd >= old) continue; // also where k is j itself: its own rows are at distance d
        if (old === Infinity) touched[nTouched++] = k;
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
        if (nd === d && !heap.has(k)) ready[nReady++] = k;
        else heap.push(k);
      }
      if (bound <= d) break;
      if (nReady > 0) j = ready[--nReady]!;
      else if (heap.size > 0) j = heap.pop();
      else break;
      d = dist[j]!;
      if (d >= bound) break;
    }
    this.work += scanned + 1;
    this.finals = nFinal;
    const found = endCol >= 0 || endRow >= 0;
    if (found) {
      seating.lower(final, nFinal, dist, bound);
      seating.shiftIntoCol(c, endRow, endEdge, endCol, viaRow, viaEdge);
    }
    for (let t = 0; t < nTouched; t++) dist[touched[t]!] = Infinity;
    heap.clear();
    return found;
  }

  /** After a search that found nothing: the columns it made final and the rows in them, both ascending. */
  reached(): { cols: Int32Array; rows: number[] } {
    const { taken, slot, member } = this.seating;
    const cols = this.final.slice(0, this.finals).sort();
    const rows: number[] = [];
    for (const j of cols) for (let t = 0; t < taken[j]!; t++) rows.push(member[slot[j]! + t]!);
    return { cols, rows };
  }
}

/** Where rows are short. */
const NO_LISTS = { listed: new Uint8Array(0), edge: new Int32Array(0), others: new Float64Array(0) };
