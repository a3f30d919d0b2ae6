import { MeritError } from '../errors/index.js';
import { assertExact, shape, type Problem } from './csr.js';

/** A market in which every row may take every column: the same bounds as a `Market`, a matrix instead of lists. */
export interface DenseProblem {
  readonly rows: number;
  readonly cols: number;
  /** Row-major, rows*cols, whole numbers of any sign, to be maximised. Read, never copied or changed. */
  readonly weight: Int32Array | Float64Array;
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
  assertExact(weight instanceof Int32Array ? largest(weight) : largestWhole(weight), rows, seats);
}

function largest(weight: Int32Array): number {
  let low = 0;
  let high = 0;
  for (let e = 0; e < weight.length; e++) {
    const w = weight[e]!;
    if (w > high) high = w;
    else if (w < low) low = w;
  }
  return Math.max(high, -low);
}

function largestWhole(weight: Float64Array): number {
  let low = 0;
  let high = 0;
  for (let e = 0; e < weight.length; e++) {
    const w = weight[e]!;
    if (w - Math.floor(w) !== 0) throw new MeritError('E_NUM_INT', `weight of edge ${e} is not a whole number`); // NaN for both infinities
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

/**
 * The same problem with rows and columns exchanged, so that posts choose people; undefined unless both sides take at most one.
 * O(rows * cols), copies the matrix in its own type.
 */
export function exchanged(p: DenseProblem): DenseProblem | undefined {
  const { rows, cols, weight } = p;
  if (p.colMax.some((c) => c !== 1)) return undefined;
  const other = weight instanceof Int32Array ? new Int32Array(rows * cols) : new Float64Array(rows * cols);
  for (let i = 0; i < rows; i++) for (let j = 0, e = i * cols; j < cols; j++, e++) other[j * rows + i] = weight[e]!;
  return {
    rows: cols,
    cols: rows,
    weight: other,
    rowMin: Uint8Array.from(p.colMin),
    colMin: Int32Array.from(p.rowMin),
    colMax: new Int32Array(rows).fill(1),
  };
}
