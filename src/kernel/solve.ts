import { bug } from '../errors/index.js';
import { checkProblem, edgeAt, transpose, type Problem, type Transpose } from './csr.js';
import { Heap } from './heap.js';
import type { Steps } from './pieces.js';

export type { Steps } from './pieces.js';

/** A plan and the duals that prove it best. */
export interface Matching {
  readonly status: 'optimal';
  /** The column of each row, -1 for none. */
  readonly colOf: Int32Array;
  /** The edge of each row, -1 for none. */
  readonly edgeOf: Int32Array;
  /** Rows in each column. */
  readonly taken: Int32Array;
  /** u: `u_i + v_j >= w_ij`, equal on chosen edges; >= 0 for an optional row and 0 when it is unmatched; free for a mandatory one. */
  readonly rowDual: Float64Array;
  /** v: > 0 only where `taken = colMax`, < 0 only where `taken = colMin`. */
  readonly colDual: Float64Array;
  /** Sum of the chosen weights. */
  readonly objective: number;
}

/**
 * Why no plan exists. Side `rows`: these rows must all be matched, have edges to these columns only, and are more than the
 * columns' seats. Side `cols`: these columns need more rows than these, the only ones with an edge to them. Both ascending.
 */
export interface Shortage {
  readonly status: 'infeasible';
  readonly side: 'rows' | 'cols';
  readonly rows: Int32Array;
  readonly cols: Int32Array;
}

/**
 * A plan of greatest weight and its duals, or the shortage that rules every plan out.
 * Deterministic; which of several optima comes back depends on the numbering and the hint: not a tie rule.
 * Cost: one shortest-path search per row that finds its best columns full and one per seat missing at a column's minimum,
 * each O(scanned edges + columns log columns); memory about 60 bytes per row and column, and 8 per edge if minimums bind.
 * @throws {MeritError} E_SHAPE, E_NUM_INT, E_OVERFLOW
 * @see R Jonker, A Volgenant, Computing 38:325-340, 1987, doi:10.1007/BF02278710 (row reduction, augmenting paths)
 */
export function solve(p: Problem): Matching | Shortage {
  checkProblem(p);
  return solveTrusted(p);
}

/** The same without the checks, for problems made here. */
export function solveTrusted(p: Problem): Matching | Shortage {
  const run = new ShortestPaths(p);
  while (run.step() === 'running');
  if (!run.result) throw bug('a finished solve without a result');
  return run.result;
}

/** The same as `solve`, a piece at a time. */
export function start(p: Problem): Steps<Matching | Shortage> {
  checkProblem(p);
  return new ShortestPaths(p);
}

/** A start without the checks, for problems made here. @param byCol - `transpose(p)`, if the caller has it. */
export function startTrusted(p: Problem, byCol?: Transpose): Steps<Matching | Shortage> {
  return new ShortestPaths(p, byCol);
}

/*
 * Invariants between pieces, over the rows processed so far:
 *   u + v >= w on their edges, equality on chosen ones; u >= 0 on optional rows, 0 on unmatched ones;
 *   v > 0 only on full columns; v < 0 only while taken <= colMin.
 * A search moves duals so that one more row (or one more missing seat) is settled and nothing else changes its status.
 * Both searches run over columns only: the rows in a column share its distance, because their edges are tight.
 */
class ShortestPaths implements Steps<Matching | Shortage> {
  result: Matching | Shortage | undefined = undefined;
  private readonly p: Problem;
  private readonly u: Float64Array;
  private readonly v: Float64Array;
  private readonly colOf: Int32Array;
  private readonly edgeOf: Int32Array;
  private readonly taken: Int32Array;
  // rows in column j: member[slot[j] .. slot[j] + taken[j]]; row i sits at member[place[i]]
  private readonly slot: Int32Array;
  private readonly member: Int32Array;
  private readonly place: Int32Array;
  // one search: distance, how a column was reached, which columns were touched and which are final
  private readonly dist: Float64Array;
  private readonly viaRow: Int32Array;
  private readonly viaEdge: Int32Array;
  private readonly heap: Heap;
  private readonly ready: Int32Array;
  private readonly touched: Int32Array;
  private readonly final: Int32Array;
  private finals = 0;
  /** Everybody must be placed and every seat taken: duals may have any sign on the way and are lifted at the end. */
  private readonly closed: boolean;
  /** True once duals were estimated from samples, or where they are not to be. */
  private sampled: boolean;
  private byCol: Transpose | undefined;
  // a row's SHORT best edges when it was listed; no other edge is worth more than `others` then or, duals only rising, later
  private readonly listing: boolean;
  private readonly listed: Uint8Array; // 0 never scanned, 1 scanned once, 2 listed, 3 not worth a list
  private readonly short: Int32Array;
  private readonly others: Float64Array;
  private readonly value = new Float64Array(SHORT);
  private readonly deferred: Float64Array; // distance plus u of a row whose other edges wait in the heap
  // progress: rows waiting in this pass and for the next
  private phase: 'reduce' | 'rows' | 'cols' | 'done' = 'reduce';
  private queue: Int32Array;
  private queued = 0;
  private at = 0;
  private later: Int32Array;
  private laters = 0;
  private passes = 0;
  private duels = 0;
  private work = 0;

  constructor(p: Problem, byCol?: Transpose) {
    const { rows, cols } = p;
    this.p = p;
    this.byCol = byCol;
    this.u = new Float64Array(rows);
    this.v = new Float64Array(cols);
    this.colOf = new Int32Array(rows).fill(-1);
    this.edgeOf = new Int32Array(rows).fill(-1);
    this.taken = new Int32Array(cols);
    this.slot = new Int32Array(cols + 1);
    for (let e = 0; e < p.col.length; e++) this.slot[p.col[e]! + 1]!++;
    for (let j = 0; j < cols; j++) this.slot[j + 1] = this.slot[j]! + Math.min(this.slot[j + 1]!, p.colMax[j]!);
    this.member = new Int32Array(this.slot[cols]!);
    this.place = new Int32Array(rows);
    this.listing = p.col.length > 4 * SHORT * rows;
    const lists = this.listing ? rows : 0;
    this.listed = new Uint8Array(lists);
    this.short = new Int32Array(SHORT * lists);
    this.others = new Float64Array(lists);
    this.deferred = new Float64Array(lists);
    this.dist = new Float64Array(cols + lists).fill(Infinity); // rows with deferred edges follow the columns
    this.viaRow = new Int32Array(cols);
    this.viaEdge = new Int32Array(cols);
    this.heap = new Heap(this.dist);
    this.ready = new Int32Array(cols);
    this.touched = new Int32Array(cols + lists);
    this.final = new Int32Array(cols);
    this.queue = new Int32Array(rows);
    this.later = new Int32Array(rows);
    for (let i = 0; i < rows; i++) this.queue[i] = i;
    this.queued = rows;
    let must = 0;
    let seats = 0;
    for (let i = 0; i < rows; i++) must += p.rowMin[i]!;
    for (let j = 0; j < cols; j++) seats += p.colMax[j]!;
    this.closed = must === rows && rows === seats;
    // duels and samples can lift duals by up to 16 * rows * max|w| before the searches begin
    let most = 0;
    for (let e = 0; e < p.weight.length; e++) most = Math.max(most, Math.abs(p.weight[e]!));
    const roomy = most < Number.MAX_SAFE_INTEGER / (16 * (rows + 1));
    this.duels = roomy ? 4 * rows : 0;
    this.sampled = !(roomy && this.closed && !p.hint && rows === cols && p.col.length === rows * cols && rows >= SAMPLED);
    this.startDuals();
    if (!this.closed) this.sortQueue();
  }

  step(budget = 1_000_000): 'running' | 'done' {
    this.work = 0;
    while (this.work < budget && this.phase !== 'done') {
      if (this.phase === 'reduce') this.reduceNext();
      else if (this.phase === 'rows') this.rowNext();
      else this.colNext();
    }
    return this.phase === 'done' ? 'done' : 'running';
  }

  /** Where the hint puts an optional row in a column that needs it at a loss, the column starts at that loss: it then stays put. */
  private startDuals(): void {
    const { p, v } = this;
    if (!p.hint) return;
    for (let i = 0; i < p.rows; i++) {
      const j = p.hint[i]!;
      if (j < 0 || p.rowMin[i] === 1 || p.colMin[j] === 0) continue;
      const e = edgeAt(p, i, j);
      if (e >= 0 && p.weight[e]! < v[j]!) v[j] = p.weight[e]!;
    }
  }

  /**
   * Rows with much to gain come first, equals by number: where seats are scarce, those who come late then mostly find every
   * dual above what they offer and settle at once (55,000 rows for 9 columns of 500 seats: 1.76 s before, 0.15 s after; Xeon, node 20, 2026-11).
   */
  private sortQueue(): void {
    const { p } = this;
    const most = new Float64Array(p.rows).fill(-Infinity);
    for (let i = 0; i < p.rows; i++) {
      for (let e = p.start[i]!; e < p.start[i + 1]!; e++) if (p.weight[e]! > most[i]!) most[i] = p.weight[e]!;
    }
    // gain and number as one whole number: sorting numbers takes a fifth of the time of a comparison function
    let top = -Infinity;
    let low = Infinity;
    for (let i = 0; i < p.rows; i++) {
      if (most[i]! > top) top = most[i]!;
      if (most[i]! < low && most[i]! > -Infinity) low = most[i]!;
    }
    if (top === -Infinity) return; // no edge at all
    if (!((top - low + 2) * p.rows < Number.MAX_SAFE_INTEGER)) {
      this.queue.sort((a, b) => (most[b]! > most[a]! ? 1 : most[b]! < most[a]! ? -1 : a - b));
      return;
    }
    for (let i = 0; i < p.rows; i++) most[i] = (top - Math.max(most[i]!, low - 1)) * p.rows + i;
    most.sort();
    for (let t = 0; t < p.rows; t++) this.queue[t] = most[t]! % p.rows;
  }

  private reduceNext(): void {
    if (this.at < this.queued) {
      let i = this.queue[this.at++]!;
      while (i >= 0) i = this.reduce(i);
      return;
    }
    const waiting = this.queue;
    this.queue = this.later;
    this.later = waiting;
    this.queued = this.laters;
    this.laters = 0;
    this.at = 0;
    if (++this.passes < 2 && !this.p.hint) return;
    this.phase = 'rows';
    if (!this.sampled && 4 * this.queued > this.p.rows) this.restart();
  }

  /** Most rows would need a long search, as where weights are products of two marks: begin again from estimated duals. */
  private restart(): void {
    const { rows } = this.p;
    estimateDuals(this.p, this.v);
    this.work += 2 * this.p.col.length;
    this.sampled = true;
    this.colOf.fill(-1);
    this.edgeOf.fill(-1);
    this.taken.fill(0);
    this.listed.fill(0);
    for (let i = 0; i < rows; i++) this.queue[i] = i;
    this.queued = rows;
    this.duels = 4 * rows;
    this.passes = 0;
    this.phase = 'reduce';
  }

  private rowNext(): void {
    if (this.at === this.queued) {
      this.phase = 'cols';
      this.at = 0;
      return;
    }
    const s = this.queue[this.at++]!;
    if (this.reduce(s, false) >= 0 || this.laters === 0) return;
    this.laters = 0;
    if (!this.searchFromRow(s)) this.infeasible('rows', s);
  }

  private colNext(): void {
    while (this.at < this.p.cols && this.taken[this.at]! >= this.p.colMin[this.at]!) this.at++;
    if (this.at === this.p.cols) {
      this.finish();
      return;
    }
    this.byCol ??= transpose(this.p);
    if (!this.searchFromCol(this.at)) this.infeasible('cols', -1);
  }

  /** True when one more row in column j needs no change of its dual. */
  private open(j: number): boolean {
    const t = this.taken[j]!;
    return t < this.p.colMax[j]! && (this.closed || t < this.p.colMin[j]! || this.v[j]! >= 0);
  }

  /**
   * Duals row i in and seats it if that takes no search; otherwise leaves it in `later`. With `duel` it may outbid the
   * holder of a one-seat column by the margin over its second choice; the holder is returned, else -1.
   */
  private reduce(i: number, duel = true): number {
    const { p, u, v, short } = this;
    const { col, weight } = p;
    const optional = p.rowMin[i] === 0;
    let from = p.start[i]!;
    let to = p.start[i + 1]!;
    let brief = this.listing && this.listed[i] === 2;
    let best = -Infinity;
    let second = -Infinity;
    let e1 = -1;
    for (;;) {
      if (brief) {
        from = SHORT * i;
        to = from + SHORT;
      } else if (this.listing) this.list(i);
      this.work += to - from + 1;
      for (let t = from; t < to; t++) {
        const e = brief ? short[t]! : t;
        const x = weight[e]! - v[col[e]!]!;
        if (x > second) {
          if (x > best) {
            second = best;
            best = x;
            e1 = e;
          } else second = x;
        }
      }
      if (!brief) break;
      const others = this.others[i]!;
      if (best > others && second >= others) break;
      if (optional && best < 0 && others < 0) break;
      brief = false; // the list has grown stale
      from = p.start[i]!;
      to = p.start[i + 1]!;
      best = -Infinity;
      second = -Infinity;
      e1 = -1;
    }
    if (optional && best <= 0) {
      u[i] = 0;
      if (best === 0) this.seatIfNeeded(i);
      return -1;
    }
    u[i] = e1 < 0 ? 0 : best;
    const hint = p.hint ? p.hint[i]! : -1;
    if (hint >= 0 && this.open(hint)) {
      const e = edgeAt(p, i, hint);
      if (e >= 0 && weight[e]! - v[hint]! === best) {
        this.seat(i, e);
        return -1;
      }
    }
    if (optional && second < 0) second = 0;
    if (e1 >= 0) {
      const j = col[e1]!;
      if (duel && !p.hint && best > second && second > -Infinity && p.colMax[j] === 1 && this.duels > 0 && (this.closed || v[j]! >= 0)) {
        this.duels--;
        u[i] = second;
        v[j] = v[j]! + (best - second);
        const loser = this.taken[j] === 1 ? this.member[this.slot[j]!]! : -1;
        if (loser >= 0) this.unseat(loser);
        this.seat(i, e1);
        return loser;
      }
      if (this.open(j)) {
        this.seat(i, e1);
        return -1;
      }
      if (second === best) {
        for (let t = from; t < to; t++) {
          const e = brief ? short[t]! : t;
          if (weight[e]! - v[col[e]!]! === best && this.open(col[e]!)) {
            this.seat(i, e);
            return -1;
          }
        }
      }
    }
    this.later[this.laters++] = i;
    return -1;
  }

  /** Lists a long row's best edges at its second whole scan and at each one after that. */
  private list(i: number): void {
    const { p, v, short, listed } = this;
    const from = p.start[i]!;
    const to = p.start[i + 1]!;
    if (listed[i] === 0 || listed[i] === 3 || to - from <= 2 * SHORT) {
      if (listed[i] === 0) listed[i] = 1;
      return;
    }
    const base = SHORT * i;
    const value = this.value;
    let n = 0;
    let others = -Infinity;
    for (let e = from; e < to; e++) {
      const x = p.weight[e]! - v[p.col[e]!]!;
      if (n === SHORT) {
        if (x <= value[SHORT - 1]!) {
          if (x > others) others = x;
          continue;
        }
        others = value[SHORT - 1]!;
      } else n++;
      let t = n - 1;
      for (; t > 0 && value[t - 1]! < x; t--) {
        value[t] = value[t - 1]!;
        short[base + t] = short[base + t - 1]!;
      }
      value[t] = x;
      short[base + t] = e;
    }
    this.others[i] = others;
    this.work += to - from;
    listed[i] = value[0]! > others ? 2 : 3; // a plateau wider than the list
  }

  /** An optional row that gains nothing is seated where the hint says so, or where a column still needs somebody. */
  private seatIfNeeded(i: number): void {
    const { p, v } = this;
    const hint = p.hint ? p.hint[i]! : -1;
    let pick = -1;
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      const j = p.col[e]!;
      if (p.weight[e]! !== v[j]! || !this.open(j)) continue;
      if (j === hint) {
        pick = e;
        break;
      }
      if (pick < 0 && !p.hint && this.taken[j]! < p.colMin[j]!) pick = e;
    }
    if (pick >= 0) this.seat(i, pick);
  }

  private seat(i: number, e: number): void {
    const j = this.p.col[e]!;
    const at = this.slot[j]! + this.taken[j]!++;
    this.member[at] = i;
    this.place[i] = at;
    this.colOf[i] = j;
    this.edgeOf[i] = e;
  }

  private unseat(i: number): void {
    const j = this.colOf[i]!;
    const last = this.member[this.slot[j]! + --this.taken[j]!]!;
    const at = this.place[i]!;
    this.member[at] = last;
    this.place[last] = at;
    this.colOf[i] = -1;
    this.edgeOf[i] = -1;
  }

  /**
   * Shortest alternating path from unmatched row s to an open column, or to an optional row that gives up its seat.
   * False when there is none.
   */
  private searchFromRow(s: number): boolean {
    const { p, u, v, taken, dist, viaRow, viaEdge, heap, ready, touched, final, member, slot, closed, listing, listed, short, others, deferred } = this;
    const { cols, start, col, weight, rowMin, colMin, colMax } = p;
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
          if (!whole && listed[r] === 2 && h - others[r]! > d) {
            // its listed edges now, the others when the search has come that far
            brief = true;
            from = SHORT * r;
            to = from + SHORT;
            deferred[r] = h;
            dist[cols + r] = h - others[r]!;
            touched[nTouched++] = cols + r;
            heap.push(cols + r);
          } else this.list(r);
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
      for (let t = 0; t < nFinal; t++) {
        const k = final[t]!;
        const delta = bound - dist[k]!;
        v[k] = v[k]! + delta;
        for (let m = slot[k]!, end = m + taken[k]!; m < end; m++) u[member[m]!]! -= delta;
      }
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
    for (let t = 0; t < nTouched; t++) dist[touched[t]!] = Infinity;
    heap.clear();
    return found;
  }

  /**
   * Shortest alternating path that brings one more row into column c, from an unmatched row or from a column that can spare
   * one. False when there is none.
   */
  private searchFromCol(c: number): boolean {
    const { p, u, v, colOf, taken, dist, viaRow, viaEdge, heap, ready, touched, final, member, slot } = this;
    const { start, row, edge } = this.byCol!;
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
      for (let t = 0; t < nFinal; t++) {
        const k = final[t]!;
        const delta = bound - dist[k]!;
        v[k] = v[k]! - delta;
        for (let m = slot[k]!, end = m + taken[k]!; m < end; m++) u[member[m]!]! += delta;
      }
      let r = endRow;
      let e = endEdge;
      if (endCol >= 0) {
        r = viaRow[endCol]!;
        e = viaEdge[endCol]!;
        this.unseat(r);
      }
      // r waits to enter the column of e; whoever leaves it for the next column makes room first
      for (let k = p.col[e]!; k !== c; k = p.col[e]!) {
        const leaver = viaRow[k]!;
        this.unseat(leaver);
        this.seat(r, e);
        r = leaver;
        e = viaEdge[k]!;
      }
      this.seat(r, e);
    }
    for (let t = 0; t < nTouched; t++) dist[touched[t]!] = Infinity;
    heap.clear();
    return found;
  }

  /** The columns the last search made final, and the rows in them (with the source, for the side of the rows). */
  private infeasible(side: 'rows' | 'cols', source: number): void {
    const cols = this.final.slice(0, this.finals).sort();
    const rows: number[] = source < 0 ? [] : [source];
    for (const j of cols) for (let t = 0; t < this.taken[j]!; t++) rows.push(this.member[this.slot[j]! + t]!);
    this.result = { status: 'infeasible', side, rows: Int32Array.from(rows).sort(), cols };
    this.phase = 'done';
  }

  private finish(): void {
    const { p, u, v, colOf, edgeOf, taken } = this;
    let lift = 0;
    if (this.closed) for (let j = 0; j < p.cols; j++) if (p.colMin[j]! < p.colMax[j]! && -v[j]! > lift) lift = -v[j]!;
    let objective = 0;
    for (let i = 0; i < p.rows; i++) {
      if (edgeOf[i]! >= 0) objective += p.weight[edgeOf[i]!]!;
      u[i] = u[i]! - lift + 0; // no minus zero leaves the kernel
    }
    for (let j = 0; j < p.cols; j++) v[j] = v[j]! + lift + 0;
    this.result = { status: 'optimal', colOf, edgeOf, taken, rowDual: u, colDual: v, objective };
    this.phase = 'done';
  }
}

/** Length of a row's list of best edges; rows are listed where they are longer than four lists on average. */
const SHORT = 16;

/** Full square markets from this size on may start from estimated duals. */
const SAMPLED = 64;
const PARTS = 4;

/**
 * Duals for a full square market with one seat per column: each of four samples of a quarter of the rows and columns is
 * solved (again from samples while it is large) and gives every column the least dual at which no sampled row would rather
 * have it; the mean of the four is returned in v. Any duals are right to start from in a closed market; good ones keep the
 * searches short. One sample alone is a poor guide: it makes its own columns the favourites of everybody. Marks a_i * b_j,
 * n = 1000: 3.2 s from zero, 0.9 s from one sample, 0.15 s from four (Xeon, node 20, 2026-11).
 */
function estimateDuals(p: Problem, v: Float64Array): void {
  const n = p.rows;
  const m = Math.floor(n / PARTS);
  const { weight } = p;
  const start = new Int32Array(m + 1);
  const col = new Int32Array(m * m);
  const sample = new Float64Array(m * m);
  const ones = new Int32Array(m).fill(1);
  const rowMin = new Uint8Array(m).fill(1);
  const dual = new Float64Array(n);
  v.fill(0);
  for (let part = 0; part < PARTS; part++) {
    for (let i = 0, e = 0; i < m; i++) {
      for (let j = 0; j < m; j++, e++) {
        col[e] = j;
        sample[e] = weight[(PARTS * i + part) * n + PARTS * j + part]!;
      }
      start[i + 1] = e;
    }
    const found = solveTrusted({ rows: m, cols: m, start, col, weight: sample, rowMin, colMin: ones, colMax: ones });
    if (found.status === 'infeasible') throw bug('a full square market without a plan');
    dual.fill(-Infinity);
    for (let i = 0; i < m; i++) {
      const u = found.rowDual[i]!;
      for (let j = 0, e = (PARTS * i + part) * n; j < n; j++, e++) {
        const x = weight[e]! - u;
        if (x > dual[j]!) dual[j] = x;
      }
    }
    const base = dual[0]!; // only differences matter; without it the four could disagree by a constant
    for (let j = 0; j < n; j++) v[j] = v[j]! + Math.floor((dual[j]! - base) / PARTS);
  }
}
