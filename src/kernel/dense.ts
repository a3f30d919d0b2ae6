import { MeritError } from '../errors/index.js';
import { assertExact, shape, type Problem, type Weights } from './csr.js';
import type { Matching } from './solve.js';

/** A market in which every row may take every column: the same bounds as a `Market`, a matrix instead of lists. */
export interface DenseProblem {
  readonly rows: number;
  readonly cols: number;
  /** Row-major, rows*cols, whole numbers of any sign, to be maximised. Read, never copied or changed. */
  readonly weight: Weights;
  /** 1 where the row must be matched, 0 where it may stay unmatched at value 0. A row takes at most one column. */
  readonly rowMin: Uint8Array;
  /** Fewest rows a column takes. */
  readonly colMin: Int32Array;
  /** Most rows a column takes. */
  readonly colMax: Int32Array;
}

/**
 * Checks that the arrays of a dense problem fit together and its weights are whole and can be added exactly. O(rows * cols).
 * @throws {MeritError} E_SHAPE, E_NUM_INT, E_OVERFLOW
 */
export function checkDense(p: DenseProblem): void {
  const { rows, cols, weight } = p;
  if (!(Number.isInteger(rows) && rows >= 0)) throw shape(`rows is ${rows}`);
  if (!(Number.isInteger(cols) && cols >= 0)) throw shape(`cols is ${cols}`);
  if (weight.length !== rows * cols) throw shape(`weight has ${weight.length} entries for ${rows} rows and ${cols} cols`);
  if (p.rowMin.length !== rows) throw shape(`rowMin has ${p.rowMin.length} entries for ${rows} rows`);
  if (p.colMin.length !== cols) throw shape(`colMin has ${p.colMin.length} entries for ${cols} cols`);
  if (p.colMax.length !== cols) throw shape(`colMax has ${p.colMax.length} entries for ${cols} cols`);
  for (let i = 0; i < rows; i++) if (p.rowMin[i]! > 1) throw shape(`rowMin of row ${i} is ${p.rowMin[i]}`);
  let seats = 0;
  for (let j = 0; j < cols; j++) {
    if (p.colMin[j]! < 0 || p.colMax[j]! < p.colMin[j]!) throw shape(`bounds of column ${j} are ${p.colMin[j]}..${p.colMax[j]}`);
    seats += p.colMax[j]!;
  }
  if (weight instanceof Float64Array) checkWhole(weight);
  assertExact(largestWeight(weight), rows, seats);
}

function checkWhole(weight: Float64Array): void {
  for (let e = 0; e < weight.length; e++) {
    const w = weight[e]!;
    if (w - Math.floor(w) !== 0) throw new MeritError('E_NUM_INT', `weight of edge ${e} is not a whole number`); // NaN for both infinities
  }
}

/** What no weight exceeds in absolute value: the largest there is, or 2^31 for an Int32Array, which is not read. */
export function largestWeight(weight: Weights): number {
  if (weight instanceof Int32Array) return 2_147_483_648;
  let low = 0;
  let high = 0;
  for (let e = 0; e < weight.length; e++) {
    const w = weight[e]!;
    if (w > high) high = w;
    else if (w < low) low = w;
  }
  return Math.max(high, -low);
}

/** The same problem as lists of edges, for kernels that need them; edge `i * cols + j` is the cell of row i and column j. O(rows * cols), 12 bytes a cell. */
export function edgesOf(p: DenseProblem): Problem {
  const { rows, cols } = p;
  const start = new Int32Array(rows + 1);
  for (let i = 0; i <= rows; i++) start[i] = i * cols;
  const col = new Int32Array(rows * cols);
  for (let i = 0, e = 0; i < rows; i++) for (let j = 0; j < cols; j++) col[e++] = j;
  return { rows, cols, start, col, weight: Float64Array.from(p.weight), rowMin: p.rowMin, colMin: p.colMin, colMax: p.colMax };
}

/** The same problem with rows and columns exchanged; a column takes one row. O(rows * cols), copies the matrix in its own type. */
export function exchanged(p: DenseProblem): DenseProblem {
  const { rows, cols, weight } = p;
  const other = weight instanceof Int32Array ? new Int32Array(rows * cols) : new Float64Array(rows * cols);
  for (let from = 0; from < rows; from += 32) {
    // a few rows at a time, so that what is written lies together
    const to = Math.min(rows, from + 32);
    for (let j = 0; j < cols; j++) for (let i = from; i < to; i++) other[j * rows + i] = weight[i * cols + j]!;
  }
  return {
    rows: cols,
    cols: rows,
    weight: other,
    rowMin: Uint8Array.from(p.colMin),
    colMin: Int32Array.from(p.rowMin),
    colMax: new Int32Array(rows).fill(1),
  };
}

/** The plan with its duals from the columns of the rows and duals v of one of the dense kernels; takes both over. O(rows + cols). */
export function denseMatching(p: DenseProblem, colOf: Int32Array, v: Float64Array): Matching {
  const { rows, cols, weight } = p;
  const taken = new Int32Array(cols);
  const edgeOf = new Int32Array(rows).fill(-1);
  const rowDual = new Float64Array(rows);
  // all placed and all taken: only differences of v are fixed, and the least is set to 0
  let lift = 0;
  if (rows === cols && p.rowMin.every((m) => m === 1)) {
    lift = Infinity;
    for (let j = 0; j < cols; j++) lift = Math.min(lift, v[j]!);
  }
  for (let j = 0; j < cols; j++) v[j] = v[j]! - lift + 0; // no minus zero leaves a kernel
  let objective = 0;
  for (let i = 0; i < rows; i++) {
    const j = colOf[i]!;
    if (j < 0) continue;
    taken[j]!++;
    edgeOf[i] = i * cols + j;
    rowDual[i] = weight[edgeOf[i]!]! - v[j]! + 0;
    objective += weight[edgeOf[i]!]!;
  }
  return { status: 'optimal', colOf, edgeOf, taken, rowDual, colDual: v, objective };
}
