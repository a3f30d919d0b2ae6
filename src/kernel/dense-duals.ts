import { canonicalDuals } from './canonical-duals.js';
import type { Claim } from './check.js';
import { shape, type Problem, type Weights } from './csr.js';
import { edgesOf, type DenseProblem } from './dense.js';
import { greatest, listBest } from './dense-row.js';
import type { Matching } from './solve.js';

/**
 * The same as `canonicalDuals` on the full matrix: the plan with its seat-maximal duals, a function of the problem alone.
 *
 * Duals have a constraint for every cell, and few of them bind. So the canonical duals are found of the plan's own cells, of
 * each row's best columns by the duals that came in, and of one whole column, and then held against the matrix; cells that
 * they break are added until none is left. Right because the largest solution under some of the constraints is the largest
 * under all once it meets them all, provided that the same columns hang together in both: the whole column sees to that, as
 * every column reaches every seated row in a full matrix.
 * Cost: two passes over the matrix, one more for each round that finds broken cells.
 */
export function denseCanonicalDuals(p: DenseProblem, m: Matching): Matching {
  const { rows, cols, weight } = p;
  if (rows === 0 || p.colMax.some((c) => c === 0)) return canonicalDuals(edgesOf(p), m);
  const { colOf } = m;
  const K = Math.min(cols, LISTED);
  const cell: number[][] = [];
  const value = new Float64Array(K);
  const list = new Int32Array(K);
  const hub = hubOf(p, m);
  for (let i = 0; i < rows; i++) {
    listBest(weight, i * cols, cols, m.colDual, i, K, value, list, 0);
    const mine = Array.from(list);
    if (!mine.includes(hub)) mine.push(hub);
    if (colOf[i]! >= 0 && !mine.includes(colOf[i]!)) mine.push(colOf[i]!);
    cell.push(mine);
  }
  for (;;) {
    const core = coreOf(p, cell);
    const edgeOf = new Int32Array(rows).fill(-1);
    for (let i = 0; i < rows; i++) {
      for (let e = core.start[i]!; e < core.start[i + 1]!; e++) if (core.col[e] === colOf[i]) edgeOf[i] = e;
    }
    const { rowDual, colDual } = canonicalDuals(core, { ...m, edgeOf });
    if (!addBroken(p, rowDual, colDual, cell)) return { ...m, rowDual, colDual };
  }
}

/** A column from which the search for canonical duals reaches all: one of the search's first sources, or the first column. */
function hubOf(p: DenseProblem, m: Matching): number {
  for (let j = 0; j < p.cols; j++) if (m.taken[j]! < p.colMax[j]!) return j;
  for (let i = 0; i < p.rows; i++) if (p.rowMin[i] === 0 && m.colOf[i]! >= 0) return m.colOf[i]!;
  return 0;
}

function coreOf(p: DenseProblem, cell: readonly number[][]): Problem<Weights> {
  const { rows, cols, weight, rowMin, colMin, colMax } = p;
  const start = new Int32Array(rows + 1);
  for (let i = 0; i < rows; i++) start[i + 1] = start[i]! + cell[i]!.length;
  const col = new Int32Array(start[rows]!);
  const w = new Float64Array(start[rows]!);
  for (let i = 0, e = 0; i < rows; i++) {
    for (const j of cell[i]!) {
      col[e] = j;
      w[e++] = weight[i * cols + j]!;
    }
  }
  return { rows, cols, start, col, weight: w, rowMin, colMin, colMax };
}

/** Adds of each row the cells that break the duals, each worse than the one before; false if there is none. */
function addBroken(p: DenseProblem, rowDual: Float64Array, colDual: Float64Array, cell: readonly number[][]): boolean {
  const { rows, cols, weight } = p;
  let found = false;
  for (let i = 0; i < rows; i++) {
    let most = rowDual[i]!;
    const from = i * cols;
    if (greatest(weight, from, cols, colDual) <= most) continue;
    for (let j = 0; j < cols; j++) {
      const x = weight[from + j]! - colDual[j]!;
      if (x <= most) continue;
      most = x;
      cell[i]!.push(j);
      found = true;
    }
  }
  return found;
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
