import { bug } from '../../errors/index.js';
import { startByShapeTrusted } from '../by-shape.js';
import { canonicalDualsInPieces } from '../canonical-duals.js';
import { optimalityGap } from '../check.js';
import { transposeInPieces } from '../csr.js';
import { startDenseTrusted } from '../dense-by-shape.js';
import { denseCanonicalDualsInPieces, denseGap } from '../dense-duals.js';
import { Pieces, type Budget, type Steps } from '../pieces.js';
import { runAsync, type AsyncOptions } from '../run-async.js';
import type { Matching, Shortage } from '../solve.js';
import { readInPieces, readInput, type AssignInput } from './input.js';

/** Who takes what, and the proof that nothing better is possible; value and duals in the sense of the input. */
export interface Assignment {
  readonly status: 'optimal';
  /** The column of each row, -1 for none. */
  readonly colOf: Int32Array;
  /** Rows in each column. */
  readonly taken: Int32Array;
  /** Sum of the weights, or of the costs, of the chosen pairs. */
  readonly value: number;
  /** u. With `weight`: `u_i + v_j >= w_ij` for every pair, equal for chosen ones; u_i >= 0 where row i is optional, 0 where it is unmatched. With `cost` all signs are turned: `u_i + v_j <= c_ij`. */
  readonly rowDual: Float64Array;
  /**
   * v, the seat-maximal ones unless `duals: 'any'` is asked for: what is lost if one seat of column j disappears (with `cost` it is `-v_j` that the total then rises by). With `weight`
   * above 0 only where all seats are taken, below 0 only where no more than `colMin` are; turned with `cost`.
   */
  readonly colDual: Float64Array;
}

/**
 * The best assignment with its duals, or the shortage that rules every assignment out.
 *
 * `weight` is maximised and rows are optional unless `rowMin` says otherwise; `cost` is minimised and **every row must be matched** unless `rowMin` says
 * otherwise, or matching nobody would be cheapest. With more rows than seats state the columns' side: `rowMin` of zeros and `colMin` of ones.
 * A pair that is not listed cannot be matched; no number stands for "forbidden".
 * Ties: the value and the duals are a function of the input; which of several optima comes back depends on the numbering of rows and columns: not a tie rule.
 * Cost: near linear in the pairs where seats are slack, O(rows^2 * cols) at worst; see the table in README.
 * @throws {MeritError} E_SHAPE, E_TYPE, E_KEY_UNKNOWN, E_VALUE_MISSING, E_NUM_NAN, E_NUM_INT, E_NUM_RANGE with the place of up to 100 problems;
 * E_OVERFLOW unless `(2 * min(rows, seats) + 1) * largest number < 2^53`, so that all sums are exact.
 */
export function assign(input: AssignInput): Assignment | Shortage {
  const run = startAssign(input);
  while (run.step() === 'running');
  if (!run.result) throw bug('a finished assignment without a result');
  return run.result;
}

/**
 * The same as `assign`, a piece at a time: `step()` works for a few milliseconds and says "running" or "done". One search is never split. The input is read
 * by the first steps, which throw what is wrong with it.
 */
export function startAssign(input: AssignInput): Steps<Assignment | Shortage> {
  return new Pieces((budget) => inPieces(input, budget));
}

/**
 * The same as `assign`, with pauses for other work: it stops at a pause once `signal` is aborted, and calls `onProgress` after each piece.
 * @throws {MeritError} E_ABORTED, and as `assign`; all as a rejection.
 */
export async function assignAsync(input: AssignInput, options: AsyncOptions = {}): Promise<Assignment | Shortage> {
  return runAsync(startAssign(input), options);
}

function* inPieces(input: AssignInput, budget: Budget): Generator<void, Assignment | Shortage> {
  const { sign, canonical, dense, lists } = yield* readInPieces(input, budget);
  const run = dense ? startDenseTrusted(dense) : startByShapeTrusted(lists);
  while (run.step(Math.max(budget.left, 1)) === 'running') yield;
  const found = run.result;
  if (!found) throw bug('a finished solve without a result');
  if (found.status === 'infeasible') return found;
  if (!canonical) return inSense(found, sign);
  yield;
  if (dense) return inSense(yield* denseCanonicalDualsInPieces(dense, found, budget), sign);
  const byCol = yield* transposeInPieces(lists, budget);
  return inSense(yield* canonicalDualsInPieces(lists, found, byCol, budget), sign);
}

/**
 * The largest violation in an assignment with its duals, in the unit of the input (for bounds: in rows). 0 proves it feasible and best, whoever found it and
 * however: nothing is solved. O(rows + cols + pairs).
 * @throws {MeritError} as `assign`; E_SHAPE when the assignment has other lengths than the input.
 */
export function assignmentGap(input: AssignInput, claim: Claim): number {
  return gapOf(input)(claim);
}

/**
 * The same for many claims about one input, which is read here, once: returns the function that gives the gap of a claim. Numbers are not copied where
 * `assign` does not; who changes them later must read again.
 */
export function gapOf(input: AssignInput): (claim: Claim) => number {
  const { sign, dense, lists } = readInput(input);
  return ({ colOf, rowDual, colDual }) => {
    const claim = sign === 1 ? { colOf, rowDual, colDual } : { colOf, rowDual: rowDual.map((u) => 0 - u), colDual: colDual.map((v) => 0 - v) };
    return dense ? denseGap(dense, claim) : optimalityGap(lists, claim);
  };
}

type Claim = Pick<Assignment, 'colOf' | 'rowDual' | 'colDual'>;

function inSense({ colOf, taken, objective, rowDual, colDual }: Matching, sign: 1 | -1): Assignment {
  if (sign === 1) return { status: 'optimal', colOf, taken, value: objective, rowDual, colDual };
  const turned = (dual: Float64Array): Float64Array => dual.map((x) => 0 - x); // no minus zero
  return { status: 'optimal', colOf, taken, value: 0 - objective, rowDual: turned(rowDual), colDual: turned(colDual) };
}
