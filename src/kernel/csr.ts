import { MeritError } from '../errors/index.js';
import { finish, overRows, type Budget } from './pieces.js';

/**
 * Who may take what, and within which bounds: a bipartite graph of rows (people) and columns (posts) as compressed sparse
 * rows. The edges of row i are `start[i] .. start[i + 1]`, half-open, with columns strictly ascending.
 */
export interface Market {
  readonly rows: number;
  readonly cols: number;
  /** `rows + 1` offsets into `col`. */
  readonly start: Int32Array;
  /** The column of each edge. */
  readonly col: Int32Array;
  /** 1 where the row must be matched, 0 where it may stay unmatched at value 0. A row takes at most one column. */
  readonly rowMin: Uint8Array;
  /** Fewest rows a column takes. */
  readonly colMin: Int32Array;
  /** Most rows a column takes. */
  readonly colMax: Int32Array;
  /** A column per row, -1 for none, tried first where it costs nothing. It may change which optimum is found, never its value. */
  readonly hint?: Int32Array;
}

/** Whole numbers, one per edge; either kind is used as it comes, without a copy. */
export type Weights = Int32Array | Float64Array;

/** A market with one integer weight per edge, negative or 0 allowed, to be maximised. */
export interface Problem<W extends Weights = Float64Array> extends Market {
  readonly weight: W;
}

/** Edges by row and their weights, and nothing else. */
export interface Lists {
  readonly start: Int32Array;
  readonly col: Int32Array;
  readonly weight: Weights;
}

/** The same edges by column: those of column j are `start[j] .. start[j + 1]`, rows ascending. */
export interface Transpose {
  readonly start: Int32Array;
  readonly row: Int32Array;
  /** Index of the edge in the market. */
  readonly edge: Int32Array;
}

/** The edges of a market by column. O(rows + cols + edges). */
export function transpose(m: Market): Transpose {
  return finish(transposeInPieces(m, { left: Infinity }));
}

/** The same in pieces. */
export function* transposeInPieces(m: Market, budget: Budget): Generator<void, Transpose> {
  const nnz = m.col.length;
  const start = new Int32Array(m.cols + 1);
  const { col } = m;
  yield* overRows(m.start, budget, (from, to) => {
    for (let e = m.start[from]!, end = m.start[to]!; e < end; e++) start[col[e]! + 1]!++;
  });
  for (let j = 0; j < m.cols; j++) start[j + 1]! += start[j]!;
  const next = start.slice(0, m.cols);
  const row = new Int32Array(nnz);
  const edge = new Int32Array(nnz);
  yield* overRows(m.start, budget, (from, to) => {
    for (let i = from; i < to; i++) {
      for (let e = m.start[i]!, end = m.start[i + 1]!; e < end; e++) {
        const t = next[col[e]!]!++;
        row[t] = i;
        edge[t] = e;
      }
    }
  });
  return { start, row, edge };
}

/** The edge from row i to column j, or -1. O(log of the row's edges). */
export function edgeAt(m: Pick<Market, 'start' | 'col'>, i: number, j: number): number {
  let lo = m.start[i]!;
  let hi = m.start[i + 1]! - 1;
  while (lo <= hi) {
    const mid = (lo + hi) >> 1;
    const c = m.col[mid]!;
    if (c === j) return mid;
    if (c < j) lo = mid + 1;
    else hi = mid - 1;
  }
  return -1;
}

/** Rows, columns and weights of edges in any order, one entry each. */
export interface Edges {
  readonly row: ArrayLike<number>;
  readonly col: ArrayLike<number>;
  readonly weight: ArrayLike<number>;
}

/** Bounds that differ from the usual ones: optional rows, no column minimum, one seat per column. */
export interface Bounds {
  readonly rowMin?: Uint8Array;
  readonly colMin?: Int32Array;
  readonly colMax?: Int32Array;
}

/**
 * A problem from a list of edges. O(edges log edges).
 * @throws {MeritError} E_SHAPE when lengths differ, an index is out of range or an edge stands twice.
 */
export function fromEdges(rows: number, cols: number, edges: Edges, bounds: Bounds = {}): Problem {
  const n = edges.row.length;
  if (edges.col.length !== n || edges.weight.length !== n)
    throw shape(`edges have ${n} rows, ${edges.col.length} columns and ${edges.weight.length} weights`);
  const start = new Int32Array(rows + 1);
  for (let e = 0; e < n; e++) {
    const i = edges.row[e]!;
    if (!(Number.isInteger(i) && i >= 0 && i < rows)) throw shape(`edge ${e} names row ${i} of ${rows}`);
    start[i + 1]!++;
  }
  for (let i = 0; i < rows; i++) start[i + 1]! += start[i]!;
  const order = Int32Array.from({ length: n }, (_, e) => e);
  order.sort((a, b) => edges.row[a]! - edges.row[b]! || edges.col[a]! - edges.col[b]!);
  const col = new Int32Array(n);
  const weight = new Float64Array(n);
  for (let t = 0; t < n; t++) {
    col[t] = edges.col[order[t]!]!;
    weight[t] = edges.weight[order[t]!]!;
  }
  const p: Problem = { rows, cols, start, col, weight, ...defaults(rows, cols, bounds) };
  checkProblem(p);
  return p;
}

/**
 * A problem with every edge, from a matrix.
 * @param weight - row-major, rows*cols, integers.
 * @throws {MeritError} E_SHAPE
 */
export function fromDense(rows: number, cols: number, weight: ArrayLike<number>, bounds: Bounds = {}): Problem {
  if (weight.length !== rows * cols) throw shape(`weight has ${weight.length} entries for ${rows} rows and ${cols} cols`);
  const start = new Int32Array(rows + 1);
  for (let i = 0; i <= rows; i++) start[i] = i * cols;
  const col = new Int32Array(rows * cols);
  for (let i = 0, e = 0; i < rows; i++) for (let j = 0; j < cols; j++) col[e++] = j;
  return { rows, cols, start, col, weight: new Float64Array(weight), ...defaults(rows, cols, bounds) };
}

function defaults(rows: number, cols: number, bounds: Bounds): Required<Bounds> {
  return {
    rowMin: bounds.rowMin ?? new Uint8Array(rows),
    colMin: bounds.colMin ?? new Int32Array(cols),
    colMax: bounds.colMax ?? new Int32Array(cols).fill(1),
  };
}

/**
 * Checks that the arrays of a market fit together. O(rows + cols + edges).
 * @throws {MeritError} E_SHAPE
 */
export function checkMarket(m: Market): void {
  const { rows, cols, start, col } = m;
  if (!(Number.isInteger(rows) && rows >= 0)) throw shape(`rows is ${rows}`);
  if (!(Number.isInteger(cols) && cols >= 0)) throw shape(`cols is ${cols}`);
  if (start.length !== rows + 1) throw shape(`start has ${start.length} entries for ${rows} rows`);
  if (m.rowMin.length !== rows) throw shape(`rowMin has ${m.rowMin.length} entries for ${rows} rows`);
  if (m.colMin.length !== cols) throw shape(`colMin has ${m.colMin.length} entries for ${cols} cols`);
  if (m.colMax.length !== cols) throw shape(`colMax has ${m.colMax.length} entries for ${cols} cols`);
  if (start[0] !== 0 || start[rows] !== col.length) throw shape(`start runs from ${start[0]} to ${start[rows]} for ${col.length} edges`);
  for (let i = 0; i < rows; i++) if (start[i + 1]! < start[i]!) throw shape(`start falls at row ${i}`);
  for (let i = 0; i < rows; i++) {
    if (m.rowMin[i]! > 1) throw shape(`rowMin of row ${i} is ${m.rowMin[i]}`);
    let last = -1;
    for (let e = start[i]!; e < start[i + 1]!; e++) {
      const j = col[e]!;
      if (j <= last || j >= cols) throw shape(`columns of row ${i} are not ascending within 0..${cols}`);
      last = j;
    }
  }
  for (let j = 0; j < cols; j++) {
    if (m.colMin[j]! < 0 || m.colMax[j]! < m.colMin[j]!) throw shape(`bounds of column ${j} are ${m.colMin[j]}..${m.colMax[j]}`);
  }
  if (m.hint) {
    if (m.hint.length !== rows) throw shape(`hint has ${m.hint.length} entries for ${rows} rows`);
    for (let i = 0; i < rows; i++) if (m.hint[i]! < -1 || m.hint[i]! >= cols) throw shape(`hint of row ${i} is ${m.hint[i]}`);
  }
}

/**
 * Checks the weights of a market: one whole number per edge, small enough to be added exactly. O(edges).
 * @throws {MeritError} E_SHAPE, E_NUM_INT, E_OVERFLOW
 */
export function checkWeights(m: Market, weight: Weights): void {
  if (weight.length !== m.col.length) throw shape(`weight has ${weight.length} entries for ${m.col.length} edges`);
  let most = 0;
  for (let e = 0; e < weight.length; e++) {
    const w = weight[e]!;
    if (w - Math.floor(w) !== 0) throw new MeritError('E_NUM_INT', `weight of edge ${e} is not a whole number`); // NaN for both infinities
    if (w > most) most = w;
    else if (-w > most) most = -w;
  }
  let seats = 0;
  for (let j = 0; j < m.cols; j++) seats += m.colMax[j]!;
  assertExact(most, m.rows, seats);
}

/** @throws {MeritError} what checkMarket and checkWeights throw. */
export function checkProblem(p: Problem<Weights>): void {
  checkMarket(p);
  checkWeights(p, p.weight);
}

/**
 * Makes sure that no sum, dual or path length can leave the exact integers of a double: each alternates at most
 * `2 * min(rows, seats) + 1` weights.
 * @param maxWeight - largest absolute weight.
 * @throws {MeritError} E_OVERFLOW unless `(2 * min(rows, seats) + 1) * maxWeight < 2^53`.
 */
export function assertExact(maxWeight: number, rows: number, seats: number): void {
  const paths = 2 * Math.min(rows, seats) + 1;
  if (!(maxWeight <= Math.floor(Number.MAX_SAFE_INTEGER / paths)))
    throw new MeritError('E_OVERFLOW', `weights up to ${maxWeight} over ${paths} edges of a path pass 2^53\nMaybe the weights can be stated in a coarser unit.`);
}

/** A shape error. */
export function shape(what: string): MeritError {
  return new MeritError('E_SHAPE', what);
}
