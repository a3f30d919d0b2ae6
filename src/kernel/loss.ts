import { edgeAt } from './csr.js';
import { Heap } from './heap.js';
import type { Level, Levels } from './levels.js';

/** What it costs to insist on one pair. */
export interface PairLoss {
  /** The first objective that suffers, given that all before it stay best; -1 when some plan best by every objective has the pair. */
  readonly stage: number;
  /** By how much that objective falls, in its unit; 0 at stage -1. */
  readonly amount: number;
  /** A shortest chain of changes that makes room, the pair itself first: rows and their new columns, -1 for none. Empty if the plan has the pair. */
  readonly changes: readonly (readonly [row: number, col: number])[];
}

/**
 * What it costs to insist on a pair: the first objective at which forcing it costs anything, and how much; exactly what a re-solve with
 * the pair forced would lose there.
 *
 * The last level whose market still has the pair is asked first: an exchange within the face of the levels before it costs
 * those levels nothing, so if there is one, this is the first level that loses. Only if there is none the level before is asked.
 * Cost: mostly one Dijkstra, O(edges of that level's market + columns log columns), shared by all rows asked of one column in
 * a row; at worst one per objective.
 */
export class PairLosses {
  private readonly levels: readonly Level[];
  private readonly colOf: Int32Array;
  private readonly seats: Seats | undefined;
  /** The exchanges from the column last asked, by level. */
  private searches: (Exchanges | undefined)[] = [];
  private column = -1;

  /** @param plan - `colOf` is any plan of `finalFace`: that of `solveLevels`, or the settled one. */
  constructor({ levels, colOf }: Pick<Levels, 'levels' | 'colOf'>) {
    this.levels = levels;
    this.colOf = colOf;
    this.seats = levels[0] && seatsOf(levels[0], colOf);
  }

  /** @returns undefined when the market has no such edge, or no plan at all has the pair. */
  of(row: number, col: number): PairLoss | undefined {
    const { levels, colOf, seats } = this;
    if (colOf[row] === col) return { stage: -1, amount: 0, changes: [] };
    if (!seats) return undefined;
    const reduced: number[] = [];
    for (const level of levels) {
      const e = edgeAt(level, row, col);
      if (e < 0) break;
      reduced.push(level.rowDual[row]! + level.colDual[col]! - level.weight[e]!);
    }
    if (col !== this.column) {
      this.column = col;
      this.searches = [];
    }
    for (let s = reduced.length - 1; s >= 0; s--) {
      const path = (this.searches[s] ??= new Exchanges(levels[s]!, colOf, seats, col)).to(colOf[row]!);
      if (!path) continue;
      const changes: PairLoss['changes'] = [[row, col], ...path.changes];
      const amount = reduced[s]! + path.length;
      return amount > 0 ? { stage: s, amount, changes } : { stage: -1, amount: 0, changes };
    }
    return undefined;
  }
}

/** Rows by node: those of column j at `row[start[j] .. start[j + 1]]`, the unmatched ones at node `cols`. */
interface Seats {
  readonly start: Int32Array;
  readonly row: Int32Array;
}

function seatsOf(level: Level, colOf: Int32Array): Seats {
  const { rows, cols } = level;
  const start = new Int32Array(cols + 2);
  const node = (i: number): number => (colOf[i]! < 0 ? cols : colOf[i]!);
  for (let i = 0; i < rows; i++) start[node(i) + 1]!++;
  for (let x = 0; x <= cols; x++) start[x + 1]! += start[x]!;
  const fill = start.slice(0, cols + 1);
  const row = new Int32Array(rows);
  for (let i = 0; i < rows; i++) row[fill[node(i)]!++] = i;
  return { start, row };
}

/**
 * The least losses of passing one seat's worth of rows on from one column to any node: a Dijkstra that goes on only as far as it
 * is asked. Arcs as in `settle`, at their reduced costs: moving a row costs u + v - w, giving up its seat u, one more in an open
 * column -v, one less in a column that can spare it v; none is negative. A row's own arcs leave the node it is asked to reach, so
 * the same search serves every row.
 */
class Exchanges {
  private readonly level: Level;
  private readonly colOf: Int32Array;
  private readonly seats: Seats;
  private readonly origin: number;
  private readonly dist: Float64Array;
  private readonly viaRow: Int32Array;
  private readonly viaNode: Int32Array;
  private readonly heap: Heap;
  private readonly done: Uint8Array;

  constructor(level: Level, colOf: Int32Array, seats: Seats, from: number) {
    const nodes = level.cols + 1;
    this.level = level;
    this.colOf = colOf;
    this.seats = seats;
    this.origin = from;
    this.dist = new Float64Array(nodes).fill(Infinity);
    this.viaRow = new Int32Array(nodes).fill(-1);
    this.viaNode = new Int32Array(nodes).fill(-1);
    this.done = new Uint8Array(nodes);
    this.heap = new Heap(this.dist);
    this.reach(from, 0, -1, -1);
  }

  /** The cheapest way to column k, -1 for none. */
  to(k: number): { length: number; changes: [number, number][] } | undefined {
    const { cols } = this.level;
    const target = k < 0 ? cols : k;
    while (!this.done[target]) {
      if (this.heap.size === 0) return undefined;
      this.expand(this.heap.pop());
    }
    const { viaRow, viaNode, origin } = this;
    const changes: [number, number][] = [];
    for (let y = target; y !== origin; y = viaNode[y]!) if (viaRow[y]! >= 0) changes.push([viaRow[y]!, y === cols ? -1 : y]);
    return { length: this.dist[target]!, changes: changes.reverse() };
  }

  private reach(node: number, d: number, row: number, from: number): void {
    if (d >= this.dist[node]!) return;
    this.dist[node] = d;
    this.viaRow[node] = row;
    this.viaNode[node] = from;
    this.heap.push(node);
  }

  private expand(x: number): void {
    const { cols: none, start, col, weight, rowMin, colMin, colMax, rowDual: u, colDual: v } = this.level;
    const { colOf, dist, seats } = this;
    const d = dist[x]!;
    this.done[x] = 1;
    if (x === none) {
      for (let c = 0; c < none; c++) if (seats.start[c + 1]! - seats.start[c]! > colMin[c]!) this.reach(c, d + v[c]!, -1, x);
    } else if (seats.start[x + 1]! - seats.start[x]! < colMax[x]!) this.reach(none, d - v[x]!, -1, x);
    for (let t = seats.start[x]!; t < seats.start[x + 1]!; t++) {
      const r = seats.row[t]!;
      const h = d + u[r]!;
      if (rowMin[r] === 0 && x !== none) this.reach(none, h, r, x);
      for (let e = start[r]!; e < start[r + 1]!; e++) {
        const to = col[e]!;
        const reached = h + v[to]! - weight[e]!;
        if (reached < dist[to]! && to !== colOf[r]) this.reach(to, reached, r, x);
      }
    }
  }
}
