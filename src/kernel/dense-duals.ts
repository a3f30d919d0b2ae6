import { canonicalDualsInPieces } from './canonical-duals.js';
import type { Claim } from './check.js';
import { shape, transposeInPieces, type Problem, type Weights } from './csr.js';
import { edgesOf, type DenseProblem } from './dense.js';
import { greatest, listBest } from './dense-row.js';
import { finish, type Budget } from './pieces.js';
import type { Matching } from './solve.js';

/**
 * The same as `canonicalDuals` on the full matrix: the plan with its seat-maximal duals, a function of the problem alone.
 *
 * Duals have a constraint for every cell, and few of them bind. So the canonical duals are found of the plan's own cells, of
 * each row's best columns by the duals that came in, and of one whole column, and then held against the matrix; cells that
 * they break are added until none is left. Right because the largest solution under some of the constraints is the largest
 * under all once it meets them all, provided that the same columns hang together in both: the whole column sees to that, as
 * every column reaches every seated row in a full matrix.
 * Which rows must be held against the matrix again is mostly known without reading it: a cell outside the list of its row is worth no more than the last
 * one listed by the duals that came in, and every column's dual has since risen by so much at least.
 * Cost: a pass over the matrix, and in each round the rows that are in doubt.
 */
export function denseCanonicalDuals(p: DenseProblem, m: Matching): Matching {
  return finish(denseCanonicalDualsInPieces(p, m, { left: Infinity }));
}

/** The same in pieces. */
export function* denseCanonicalDualsInPieces(p: DenseProblem, m: Matching, budget: Budget): Generator<void, Matching> {
  const { rows, cols } = p;
  const whole = rows === 0 || p.colMax.some((c) => c === 0);
  const lists = whole ? undefined : yield* firstLists(p, m, budget);
  let core = lists ? coreOf(p, lists.start, lists.col, []) : edgesOf(p);
  for (;;) {
    const edgeOf = whole ? m.edgeOf : m.colOf.map((k, i) => (k < 0 ? -1 : core.start[i]!)); // the plan's own cell is a row's first
    const byCol = yield* transposeInPieces(core, budget);
    const { rowDual, colDual } = yield* canonicalDualsInPieces(core, { ...m, edgeOf }, byCol, budget);
    if (!lists) return { ...m, rowDual, colDual };
    let risen = Infinity; // of each column's dual, the least
    for (let j = 0; j < cols; j++) risen = Math.min(risen, colDual[j]! - m.colDual[j]!);
    const broken: number[] = [];
    for (let i = 0; i < rows; i++) {
      if (lists.others[i]! - risen <= rowDual[i]!) continue;
      brokenCells(p, i, rowDual[i]!, colDual, broken);
      budget.left -= cols;
      if (budget.left < 0) yield;
    }
    if (broken.length === 0) return { ...m, rowDual, colDual };
    core = coreOf(p, core.start, core.col, broken);
  }
}

interface FirstLists {
  readonly start: Int32Array;
  readonly col: Int32Array;
  /** By row, what w - v of the columns that are not listed cannot exceed, by the duals that came in. */
  readonly others: Float64Array;
}

/** Of each row the plan's own cell, its best columns by the duals that came in, and the hub. */
function* firstLists(p: DenseProblem, m: Matching, budget: Budget): Generator<void, FirstLists> {
  const { rows, cols, weight } = p;
  const K = Math.min(cols, LISTED);
  const value = new Float64Array(K);
  const list = new Int32Array(K);
  const hub = hubOf(p, m);
  const start = new Int32Array(rows + 1);
  const col = new Int32Array(rows * (K + 2));
  const others = new Float64Array(rows);
  let n = 0;
  const listRow = (i: number): void => {
    const own = m.colOf[i]!;
    if (own >= 0) col[n++] = own;
    if (hub !== own) col[n++] = hub;
    const least = listBest(weight, i * cols, cols, m.colDual, i, K, value, list, 0);
    others[i] = K < cols ? least : -Infinity;
    for (let t = 0; t < K; t++) if (list[t] !== own && list[t] !== hub) col[n++] = list[t]!;
    start[i + 1] = n;
  };
  for (let i = 0; i < rows; i++) {
    listRow(i);
    budget.left -= cols;
    if (budget.left < 0) yield;
  }
  return { start, col, others };
}

/** A column from which the search for canonical duals reaches all: one of the search's first sources, or the first column. */
function hubOf(p: DenseProblem, m: Matching): number {
  for (let j = 0; j < p.cols; j++) if (m.taken[j]! < p.colMax[j]!) return j;
  for (let i = 0; i < p.rows; i++) if (p.rowMin[i] === 0 && m.colOf[i]! >= 0) return m.colOf[i]!;
  return 0;
}

/** The cells named by `start` and `col`, and further ones, as indices into the matrix, ascending. */
function coreOf(p: DenseProblem, start: Int32Array, col: Int32Array, more: readonly number[]): Problem<Weights> {
  const { rows, cols, weight, rowMin, colMin, colMax } = p;
  const n = start[rows]! + more.length;
  const first = new Int32Array(rows + 1);
  const all = new Int32Array(n);
  const w = weight instanceof Int32Array ? new Int32Array(n) : new Float64Array(n);
  let e = 0;
  let t = 0;
  for (let i = 0; i < rows; i++) {
    for (let k = start[i]!; k < start[i + 1]!; k++) all[e++] = col[k]!;
    for (; t < more.length && more[t]! < (i + 1) * cols; t++) all[e++] = more[t]! - i * cols;
    first[i + 1] = e;
    for (let k = first[i]!; k < e; k++) w[k] = weight[i * cols + all[k]!]!;
  }
  return { rows, cols, start: first, col: all, weight: w, rowMin, colMin, colMax };
}

/** Adds the cells of row i that break its dual, each worse than the one before, as indices into the matrix; ascending. */
function brokenCells(p: DenseProblem, i: number, u: number, colDual: Float64Array, broken: number[]): void {
  const { cols, weight } = p;
  const from = i * cols;
  if (greatest(weight, from, cols, colDual) <= u) return;
  let most = u;
  for (let j = 0; j < cols; j++) {
    const x = weight[from + j]! - colDual[j]!;
    if (x <= most) continue;
    most = x;
    broken.push(from + j);
  }
}

/** Columns listed for each row at first: with 16 they are mostly enough, with 8 products of two marks take four passes more. */
const LISTED = 16;

/**
 * `optimalityGap` on the full matrix: 0 proves the plan feasible and optimal without trusting whoever found it.
 * One pass over the matrix.
 * @throws {MeritError} E_SHAPE when the claim has other lengths than the problem.
 */
export function denseGap(p: DenseProblem, claim: Claim): number {
  const { rows, cols, weight } = p;
  const { colOf, rowDual, colDual } = claim;
  if (colOf.length !== rows || rowDual.length !== rows || colDual.length !== cols)
    throw shape(`claim has ${colOf.length} rows, ${rowDual.length} row and ${colDual.length} column duals for ${rows} rows and ${cols} cols`);
  const taken = new Int32Array(cols);
  let worst = 0;
  // written so that NaN counts as a violation
  const atMostZero = (x: number): void => {
    if (!(x <= worst)) worst = x > worst ? x : Number.MAX_VALUE;
  };
  for (let i = 0; i < rows; i++) {
    const u = rowDual[i]!;
    const k = colOf[i]!;
    const seated = k >= 0 && k < cols;
    if (cols > 0) atMostZero(greatest(weight, i * cols, cols, colDual) - u);
    if (seated) {
      taken[k]!++;
      atMostZero(u + colDual[k]! - weight[i * cols + k]!);
    } else if (p.rowMin[i] === 1 || k !== -1) atMostZero(1);
    if (p.rowMin[i] === 0) {
      atMostZero(-u);
      if (!seated) atMostZero(u);
    }
  }
  for (let j = 0; j < cols; j++) {
    const v = colDual[j]!;
    atMostZero(taken[j]! - p.colMax[j]!);
    atMostZero(p.colMin[j]! - taken[j]!);
    atMostZero(taken[j]! < p.colMax[j]! ? v : v - v); // NaN is a violation everywhere
    if (taken[j]! > p.colMin[j]!) atMostZero(-v);
  }
  return worst;
}
