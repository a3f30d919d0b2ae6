import { Issues, MeritError, type ErrorCode } from '../../errors/index.js';
import { assertExact, checkMarket, type Market, type Problem, type Weights } from '../csr.js';
import { edgesOf, type DenseProblem } from '../dense.js';
import { finish, overCells, type Budget } from '../pieces.js';

/** Numbers in an array of any kind. Int32Array and Float64Array are read where they lie, others are copied. */
export type Numbers = ArrayLike<number>;

interface Sides {
  /** Number of rows (people). */
  readonly rows: number;
  /** Number of columns (posts). */
  readonly cols: number;
  /** 1 where a row must be matched, 0 where it may stay unmatched at value 0; `'all'`: every row must. Default: none with `weight`, all with `cost`. */
  readonly rowMin?: 'all' | Numbers;
  /** Fewest rows a column takes. Default 0. */
  readonly colMin?: Numbers;
  /** Most rows a column takes: its seats. Default 1. */
  readonly colMax?: Numbers;
  /**
   * Which duals come back. `'canonical'`, the default: the seat-maximal ones, a function of the input alone. `'any'`: those the solver ended with, a proof all
   * the same, but which of many depends on the numbering; on a matrix of uniform weights the canonical ones take about as long as the plan itself.
   */
  readonly duals?: 'canonical' | 'any';
}

/** Every pair may be matched: one number per pair, row-major, rows * cols. Or only the pairs listed: `start` and `col` as compressed rows, one number per pair. */
type Pairs =
  | { readonly start?: never; readonly col?: never }
  /** The pairs of row i are `start[i] .. start[i + 1]`, half-open; `col` holds their columns, strictly ascending within a row. */
  | { readonly start: Numbers; readonly col: Numbers };

/** `weight` is maximised, `cost` is minimised: whole numbers, negative or 0 allowed. The key states the sense, there is no other switch. */
type Values = { readonly weight: Numbers; readonly cost?: never } | { readonly cost: Numbers; readonly weight?: never };

/** An assignment to be solved: rows take at most one column each, columns between `colMin` and `colMax` rows. */
export type AssignInput = Sides & Pairs & Values;

/** An input read and checked: a problem that is maximised, as a matrix or as lists, the sign that gives values and duals in the sense of the caller, and which duals are asked for. */
export type ReadInput = { readonly sign: 1 | -1; readonly canonical: boolean } & ({ readonly dense: DenseProblem; readonly lists?: undefined } | { readonly dense?: undefined; readonly lists: Problem<Weights> });

const KEYS: readonly string[] = ['rows', 'cols', 'rowMin', 'colMin', 'colMax', 'start', 'col', 'weight', 'cost', 'duals'];
const INT32_MAX = 0x7fffffff;

/**
 * The problem of an input, checked whole, as lists of pairs: what all functions here but `assign` take. Its weights are maximised; costs stand in it negated.
 * Cost: O(rows + cols + pairs), 12 bytes a pair where every pair may be matched.
 * @throws {MeritError} as `assign`.
 */
export function problemOf(input: AssignInput): Problem {
  const read = readInput(input);
  if (read.dense) return edgesOf(read.dense);
  const { weight } = read.lists;
  return { ...read.lists, weight: weight instanceof Float64Array ? weight : Float64Array.from(weight) };
}

/** @throws {MeritError} as `assign`. */
export function readInput(input: AssignInput): ReadInput {
  return finish(readInPieces(input, { left: Infinity }));
}

/** The same in pieces: the numbers of the pairs are gone through a part at a time. */
export function* readInPieces(input: AssignInput, budget: Budget): Generator<void, ReadInput> {
  if (typeof input !== 'object' || input === null) throw new MeritError('E_TYPE', `expected { rows, cols, weight | cost, … }, got ${kindOf(input)}`);
  const issues = new Issues();
  const done = (): void => {
    if (issues.list.length > 0) throw MeritError.of(issues.list);
  };
  for (const key of Object.keys(input)) if (!KEYS.includes(key)) issues.add('E_KEY_UNKNOWN', `/${key}`, `there is no "${key}"; known are ${KEYS.join(', ')}`);
  const { rows, cols } = input;
  for (const [key, n] of [['rows', rows], ['cols', cols]] as const) checkCount(issues, key, n);
  if ((input.weight === undefined) === (input.cost === undefined))
    issues.add('E_SHAPE', '', `${input.cost === undefined ? 'neither weight nor cost is' : 'weight and cost are both'} given; expected weight (maximised) or cost (minimised)`);
  if ((input.start === undefined) !== (input.col === undefined)) issues.add('E_SHAPE', '', 'start and col belong together: both for listed pairs, none where every pair may be matched');
  const { duals = 'canonical' } = input;
  if (duals !== 'canonical' && duals !== 'any') issues.add('E_VALUE_UNKNOWN', '/duals', "duals is neither 'canonical' nor 'any'");
  done();

  const minimised = input.cost !== undefined;
  const sides = {
    rows,
    cols,
    rowMin: rowBounds(issues, input.rowMin ?? (minimised ? 'all' : undefined), rows),
    colMin: input.colMin === undefined ? new Int32Array(cols) : indices(issues, 'colMin', input.colMin, cols, INT32_MAX),
    colMax: input.colMax === undefined ? new Int32Array(cols).fill(1) : indices(issues, 'colMax', input.colMax, cols, INT32_MAX),
  };
  const pairs = input.start === undefined ? undefined : { start: indices(issues, 'start', input.start, rows + 1, INT32_MAX), col: indices(issues, 'col', input.col, undefined, cols - 1) };
  done();
  for (let j = 0; j < cols; j++)
    if (sides.colMax[j]! < sides.colMin[j]!) issues.add('E_SHAPE', `/colMax/${j}`, `bounds of column ${j} are ${sides.colMin[j]}..${sides.colMax[j]}`);
  done();
  if (pairs) checkMarket({ ...sides, ...pairs });

  const weight = yield* valuesOf(issues, minimised, minimised ? input.cost : input.weight, sides, pairs, budget);
  done();
  const how = { sign: minimised ? -1 : 1, canonical: duals === 'canonical' } as const;
  return pairs ? { ...how, lists: { ...sides, ...pairs, weight } } : { ...how, dense: { ...sides, weight } };
}

function checkCount(issues: Issues, key: string, n: unknown): void {
  if (n === undefined) issues.add('E_VALUE_MISSING', `/${key}`, `${key} is missing`);
  else if (typeof n !== 'number') issues.add('E_TYPE', `/${key}`, `${key} is ${kindOf(n)}; expected a whole number`);
  else if (!(Number.isInteger(n) && n >= 0 && n <= INT32_MAX)) issues.add('E_NUM_RANGE', `/${key}`, `${key} is ${n}; expected a whole number of 0 or more`);
}

/** An array of whole numbers in 0..most, as it came where it is an Int32Array. */
function indices(issues: Issues, key: string, given: unknown, length: number | undefined, most: number): Int32Array {
  if (!isNumbers(issues, key, given)) return new Int32Array();
  if (length !== undefined && given.length !== length) issues.add('E_SHAPE', `/${key}`, `${key} has ${given.length} entries; expected ${length}`);
  for (let t = 0; t < given.length; t++) {
    const x = given[t];
    if (typeof x === 'number' && x >= 0 && x <= most && x === Math.floor(x)) continue;
    const [code, what] = typeof x === 'number' && !Number.isNaN(x) && x === Math.floor(x) ? (['E_NUM_RANGE', `${x}`] as const) : problemWith(x);
    issues.add(code, `/${key}/${t}`, `${key}[${t}] is ${what}; expected a whole number from 0 to ${most}`);
    if (issues.full) break;
  }
  return given instanceof Int32Array ? given : Int32Array.from(given);
}

function rowBounds(issues: Issues, given: AssignInput['rowMin'], rows: number): Uint8Array {
  if (given === undefined) return new Uint8Array(rows);
  if (given === 'all') return new Uint8Array(rows).fill(1);
  if (typeof given === 'string') {
    issues.add('E_VALUE_UNKNOWN', '/rowMin', "rowMin is a text other than 'all'");
    return new Uint8Array(rows);
  }
  const read = indices(issues, 'rowMin', given, rows, 1);
  return given instanceof Uint8Array ? given : Uint8Array.from(read);
}

/**
 * The weights, one per pair: costs negated, in an array of their own; weights as they came where that is one of 32-bit integers or doubles. A number that
 * is not whole is told with its pair.
 */
function* valuesOf(issues: Issues, minimised: boolean, given: unknown, { rows, cols, colMax }: Sized, pairs: Pick<Market, 'start' | 'col'> | undefined, budget: Budget): Generator<void, Weights> {
  const key = minimised ? 'cost' : 'weight';
  if (!isNumbers(issues, key, given)) return new Float64Array();
  const count = pairs ? pairs.col.length : rows * cols;
  if (given.length !== count) {
    const nested = Array.isArray(given) && given.length === rows && Array.isArray(given[0]);
    const maybe = nested ? `\nMaybe it is a matrix of rows: ${key}.flat() is what is expected.` : '';
    issues.add('E_SHAPE', `/${key}`, `${key} has ${given.length} entries for ${count} pairs of ${rows} rows and ${cols} cols${maybe}`);
    return new Float64Array();
  }
  const turned = minimised && given instanceof Int32Array ? new Int32Array(count) : undefined;
  let most = 0;
  yield* overCells(count, budget, (from, to) => {
    const part =
      given instanceof Int32Array
        ? turned
          ? negated(given, turned, from, to)
          : largest(given, from, to)
        : given instanceof Float64Array
          ? largestWhole(given, from, to)
          : largestOfAny(given, from, to);
    most = Math.max(most, part); // NaN stays
  });
  if (Number.isNaN(most)) {
    for (let e = 0; e < count && !issues.full; e++) {
      const x = given[e];
      if (typeof x === 'number' && Number.isInteger(x)) continue;
      const [code, what, maybe] = problemWith(x);
      const at = pairs ? `row ${rowAt(pairs.start, e)} and column ${pairs.col[e]}` : `row ${Math.floor(e / cols)} and column ${e % cols}`;
      issues.add(code, `/${key}/${e}`, `${key} of ${at} is ${what}; expected a whole number${maybe}`);
    }
    return new Float64Array();
  }
  let seats = 0;
  for (let j = 0; j < cols; j++) seats += colMax[j]!;
  assertExact(most, rows, seats);
  if (turned && most <= INT32_MAX) return turned;
  if (!minimised && (given instanceof Int32Array || given instanceof Float64Array)) return given;
  const weight = most <= INT32_MAX ? new Int32Array(count) : new Float64Array(count);
  yield* overCells(count, budget, (from, to) => {
    if (minimised) for (let e = from; e < to; e++) weight[e] = 0 - given[e]!;
    else for (let e = from; e < to; e++) weight[e] = given[e]!;
  });
  return weight;
}

type Sized = Pick<Market, 'rows' | 'cols' | 'colMax'>;

// the largest absolute value in from..to, NaN where one is not a whole number; the same loop again and again, so that each array type has its own fast one

function largest(given: Int32Array, from: number, to: number): number {
  let low = 0;
  let high = 0;
  for (let e = from; e < to; e++) {
    const x = given[e]!;
    if (x > high) high = x;
    if (x < low) low = x;
  }
  return Math.max(high, -low);
}

/** The same, and writes the negated numbers; -2^31 has none among 32-bit integers. */
function negated(given: Int32Array, into: Int32Array, from: number, to: number): number {
  let low = 0;
  let high = 0;
  for (let e = from; e < to; e++) {
    const x = given[e]!;
    into[e] = -x | 0;
    if (x > high) high = x;
    if (x < low) low = x;
  }
  return Math.max(high, -low);
}

function largestWhole(given: Float64Array, from: number, to: number): number {
  let most = 0;
  for (let e = from; e < to; e++) {
    const x = given[e]!;
    if (x - Math.floor(x) !== 0) return NaN; // NaN for both infinities
    most = Math.max(most, Math.abs(x));
  }
  return most;
}

function largestOfAny(given: ArrayLike<unknown>, from: number, to: number): number {
  let most = 0;
  for (let e = from; e < to; e++) {
    const x = given[e];
    if (typeof x !== 'number' || !Number.isInteger(x)) return NaN;
    most = Math.max(most, Math.abs(x));
  }
  return most;
}

/** The row of a listed pair. */
function rowAt(start: Int32Array, e: number): number {
  let i = 0;
  while (start[i + 1]! <= e) i++;
  return i;
}

function isNumbers(issues: Issues, key: string, given: unknown): given is ArrayLike<unknown> & Numbers {
  if (Array.isArray(given) || (ArrayBuffer.isView(given) && !(given instanceof DataView))) return true;
  issues.add(given === undefined ? 'E_VALUE_MISSING' : 'E_TYPE', `/${key}`, `${key} is ${kindOf(given)}; expected an array of numbers`);
  return false;
}

const FORBIDDEN = '\nMaybe the pair is forbidden: then leave it out (start and col list the pairs there are); no number stands for that.';

/** The code and the words for what is no whole number; a text is not repeated. */
function problemWith(x: unknown): readonly [code: ErrorCode, what: string, maybe: string] {
  if (x === undefined || x === null) return ['E_VALUE_MISSING', x === null ? 'null' : 'missing', FORBIDDEN];
  if (typeof x !== 'number') return ['E_TYPE', kindOf(x), ''];
  if (Number.isNaN(x)) return ['E_NUM_NAN', 'NaN', FORBIDDEN];
  if (Math.abs(x) === Infinity) return ['E_NUM_RANGE', `${x}`, FORBIDDEN];
  return ['E_NUM_INT', `${x}`, '\nMaybe count in a finer unit: 12.5 points are 125,000 of 1/10,000.'];
}

function kindOf(x: unknown): string {
  if (x === undefined || x === null) return String(x);
  return Array.isArray(x) ? 'an array' : typeof x === 'object' ? 'an object' : `a ${typeof x}`;
}
