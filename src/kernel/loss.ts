import { bug } from '../errors/index.js';
import { edgeAt, shape, transpose, type Transpose } from './csr.js';
import type { Face } from './face.js';
import { Heap } from './heap.js';
import { bestPlan, type Level, type Levels } from './levels.js';

/** What it costs to insist on one pair. */
export interface PairLoss {
  /** The first objective that suffers, given that all before it stay best; -1 when some plan best by every objective has the pair. */
  readonly stage: number;
  /** By how much that objective falls, in its unit; 0 at stage -1. */
  readonly amount: number;
  /** A shortest chain of changes that makes room, the pair itself first: rows and their new columns, -1 for none. Empty if the plan has the pair. */
  readonly changes: readonly (readonly [row: number, col: number])[];
}

/** Losses of many pairs: entry e is that of edge e of the market. */
export interface EdgeLosses {
  /** As in `PairLoss`; -2 where no plan at all has the pair, or it was not asked for. */
  readonly stage: Int32Array;
  readonly amount: Float64Array;
}

const NO_PLAN = -2;

/**
 * What it costs to insist on a pair: the first objective at which forcing it costs anything, and how much; exactly what a re-solve with
 * the pair forced would lose there.
 *
 * The last level whose market still has the pair is asked first: an exchange within the face of the levels before it costs
 * those levels nothing, so if there is one, this is the first level that loses. Only if there is none the level before is asked.
 * Cost: mostly one Dijkstra, O(edges of that level's market + columns log columns), shared by all rows asked of one column in
 * a row; at worst one per objective. Stage and amount of a row's pairs, of all pairs and of one pair are the same figures,
 * exact; only `vector` tells what the objectives after that stage win and lose, and it solves again.
 */
export class PairLosses {
  private readonly levels: readonly Level[];
  private readonly colOf: Int32Array;
  private readonly seats: Seats | undefined;
  /** The exchanges from the column last asked, by level. */
  private searches: (Exchanges | undefined)[] = [];
  private column = -1;
  /** Transposes of the levels, for searches backwards. */
  private readonly byCol: (Transpose | undefined)[] = [];
  private readonly slack: (Float64Array | undefined)[] = [];

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
      const path = (this.searches[s] ??= new Exchanges(levels[s]!, this.reducedOf(s), colOf, seats, col)).to(colOf[row]!);
      if (!path) continue;
      const changes: PairLoss['changes'] = [[row, col], ...path.changes];
      const amount = reduced[s]! + path.length;
      return amount > 0 ? { stage: s, amount, changes } : { stage: -1, amount: 0, changes };
    }
    return undefined;
  }

  /** Stage and amount of every pair of one row: one Dijkstra backwards from where it sits, at worst one per objective. */
  ofRow(row: number): EdgeLosses {
    const losses = this.nothing();
    this.fillRow(row, losses);
    return losses;
  }

  /** Stage and amount of every pair of the market: at worst one Dijkstra per objective and row or column, of whichever are fewer. */
  all(): EdgeLosses {
    const losses = this.nothing();
    const [market] = this.levels;
    if (!market) return losses;
    if (market.rows < market.cols) for (let i = 0; i < market.rows; i++) this.fillRow(i, losses);
    else for (let j = 0; j < market.cols; j++) this.fillColumn(j, losses);
    return losses;
  }

  /**
   * What a plan that is best among those with the pair has more (less: below 0) in each objective than the best plan:
   * zeros, then minus the loss at its stage, then whatever the later objectives win or lose by it.
   * Cost: `of`, and one `solve` per objective from that stage on.
   * @param stages - the weights over the market's edges that `solveLevels` was given.
   * @returns undefined when no plan has the pair.
   */
  vector(row: number, col: number, stages: readonly Float64Array[]): number[] | undefined {
    const { levels, colOf } = this;
    if (stages.length !== levels.length) throw shape(`${stages.length} objectives for ${levels.length} levels`);
    const loss = this.of(row, col);
    if (!loss) return undefined;
    const change = stages.map(() => 0);
    if (loss.stage < 0) return change;
    const level = levels[loss.stage]!;
    const { edge } = level;
    const later = stages.slice(loss.stage).map((all) => Float64Array.from(edge, (e) => all[e]!));
    const forced = withPair(level, row, col);
    const plan = bestPlan({ ...forced, hint: colOf }, later.map((weight) => Float64Array.from(forced.edge, (e) => weight[e]!)));
    if (!plan) throw bug('a loss without a plan');
    for (const [s, weight] of later.entries()) {
      for (let i = 0; i < level.rows; i++) {
        if (plan[i] === colOf[i]) continue;
        if (plan[i]! >= 0) change[loss.stage + s]! += weight[edgeAt(level, i, plan[i]!)]!;
        if (colOf[i]! >= 0) change[loss.stage + s]! -= weight[edgeAt(level, i, colOf[i]!)]!;
      }
    }
    return change;
  }

  private nothing(): EdgeLosses {
    const edges = this.levels[0]?.col.length ?? 0;
    return { stage: new Int32Array(edges).fill(NO_PLAN), amount: new Float64Array(edges) };
  }

  /** The losses of a column's pairs: those that last longest first, whatever has no exchange there goes to the level before. */
  private fillColumn(j: number, losses: EdgeLosses): void {
    const { levels, colOf, seats } = this;
    const { start, row, edge } = this.transposeOf(0);
    let open = Array.from(row.subarray(start[j], start[j + 1]), (i, t) => ({ i, e: edge[start[j]! + t]! }));
    for (let s = levels.length - 1; s >= 0 && open.length > 0; s--) {
      const level = levels[s]!;
      const exchanges = new Exchanges(level, this.reducedOf(s), colOf, seats!, j);
      open = open.filter(({ i, e }) => !enter(losses, e, s, i, j, level, colOf, () => exchanges.distance(colOf[i]!)));
    }
  }

  /** The losses of a row's pairs, likewise. */
  private fillRow(i: number, losses: EdgeLosses): void {
    const { levels, colOf, seats } = this;
    const market = levels[0];
    if (!market) return;
    let open = Array.from(market.col.subarray(market.start[i], market.start[i + 1]), (j, t) => ({ j, e: market.start[i]! + t }));
    for (let s = levels.length - 1; s >= 0 && open.length > 0; s--) {
      const level = levels[s]!;
      if (level.start[i] === level.start[i + 1]) continue;
      const exchanges = new Exchanges(level, this.reducedOf(s), colOf, seats!, colOf[i]!, this.transposeOf(s));
      open = open.filter(({ j, e }) => !enter(losses, e, s, i, j, level, colOf, () => exchanges.distance(j)));
    }
  }

  /** u + v - w of every edge of a level: what most searches read most often. */
  private reducedOf(s: number): Float64Array {
    return (this.slack[s] ??= slackOf(this.levels[s]!));
  }

  private transposeOf(s: number): Transpose {
    return (this.byCol[s] ??= transpose(this.levels[s]!));
  }
}

function slackOf({ rows, start, col, weight, rowDual, colDual }: Level): Float64Array {
  const slack = new Float64Array(col.length);
  for (let i = 0; i < rows; i++) for (let e = start[i]!; e < start[i + 1]!; e++) slack[e] = rowDual[i]! + colDual[col[e]!]! - weight[e]!;
  return slack;
}

/** Books the loss of edge e, the pair of row i and column j, if it is known at this level. */
function enter({ stage, amount }: EdgeLosses, e: number, s: number, i: number, j: number, level: Level, colOf: Int32Array, distance: () => number): boolean {
  if (colOf[i] === j) {
    stage[e] = -1;
    return true;
  }
  const at = level.col.length === stage.length ? e : edgeAt(level, i, j);
  if (at < 0) return false;
  const loss = level.rowDual[i]! + level.colDual[j]! - level.weight[at]! + distance();
  if (loss === Infinity) return false;
  stage[e] = loss > 0 ? s : -1;
  amount[e] = loss;
  return true;
}

/** The market in which a row takes one column and no other. */
function withPair(m: Level, row: number, col: number): Face {
  const { rows, cols, colMin, colMax } = m;
  const drop = m.start[row + 1]! - m.start[row]! - 1;
  const kept = edgeAt(m, row, col);
  const edge = new Int32Array(m.col.length - drop); // indices into m
  for (let e = 0, n = 0; e < m.col.length; e++) if (e < m.start[row]! || e >= m.start[row + 1]! || e === kept) edge[n++] = e;
  const rowMin = m.rowMin.slice();
  rowMin[row] = 1;
  return { rows, cols, start: m.start.map((e, i) => (i > row ? e - drop : e)), col: edge.map((e) => m.col[e]!), edge, rowMin, colMin, colMax };
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
 * the same search serves every row. With a transpose the arcs are walked against their direction: losses from any node to this one.
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
  private readonly backwards: Transpose | undefined;
  private readonly slack: Float64Array;

  constructor(level: Level, slack: Float64Array, colOf: Int32Array, seats: Seats, origin: number, backwards?: Transpose) {
    const nodes = level.cols + 1;
    const from = origin < 0 ? level.cols : origin;
    this.level = level;
    this.slack = slack;
    this.backwards = backwards;
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

  /** The length of the cheapest way to column k, -1 for none; Infinity where there is no way. */
  distance(k: number): number {
    const target = k < 0 ? this.level.cols : k;
    while (this.done[target] === 0 && this.heap.size > 0) {
      const x = this.heap.pop();
      if (this.backwards) this.expandBackwards(x, this.backwards);
      else this.expand(x);
    }
    return this.dist[target]!;
  }

  /** The cheapest way to column k, -1 for none. */
  to(k: number): { length: number; changes: [number, number][] } | undefined {
    if (this.distance(k) === Infinity) return undefined;
    const { cols } = this.level;
    const target = k < 0 ? cols : k;
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
    const { cols: none, start, col, rowMin, colMin, colMax, rowDual: u, colDual: v } = this.level;
    const { colOf, dist, seats, slack } = this;
    const d = dist[x]!;
    this.done[x] = 1;
    if (x === none) {
      for (let c = 0; c < none; c++) if (seats.start[c + 1]! - seats.start[c]! > colMin[c]!) this.reach(c, d + v[c]!, -1, x);
    } else if (seats.start[x + 1]! - seats.start[x]! < colMax[x]!) this.reach(none, d - v[x]!, -1, x);
    for (let t = seats.start[x]!; t < seats.start[x + 1]!; t++) {
      const r = seats.row[t]!;
      if (rowMin[r] === 0 && x !== none) this.reach(none, d + u[r]!, r, x);
      for (let e = start[r]!, end = start[r + 1]!; e < end; e++) {
        const to = col[e]!;
        const reached = d + slack[e]!;
        if (reached < dist[to]! && to !== colOf[r]) this.reach(to, reached, r, x);
      }
    }
  }

  private expandBackwards(y: number, { start, row, edge }: Transpose): void {
    const { cols: none, rowMin, colMin, colMax, rowDual: u, colDual: v } = this.level;
    const { colOf, dist, seats, slack } = this;
    const d = dist[y]!;
    this.done[y] = 1;
    if (y === none) {
      for (let x = 0; x < none; x++) {
        let least = seats.start[x + 1]! - seats.start[x]! < colMax[x]! ? -v[x]! : Infinity;
        for (let t = seats.start[x]!; t < seats.start[x + 1]!; t++) {
          const r = seats.row[t]!;
          if (rowMin[r] === 0 && u[r]! < least) least = u[r]!;
        }
        if (least < Infinity) this.reach(x, d + least, -1, y);
      }
      return;
    }
    if (seats.start[y + 1]! - seats.start[y]! > colMin[y]!) this.reach(none, d + v[y]!, -1, y);
    for (let t = start[y]!, end = start[y + 1]!; t < end; t++) {
      const r = row[t]!;
      const x = colOf[r]! < 0 ? none : colOf[r]!;
      const reached = d + slack[edge[t]!]!;
      if (reached < dist[x]! && x !== y) this.reach(x, reached, r, y);
    }
  }
}
