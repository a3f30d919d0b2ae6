import { bug } from '../errors/index.js';
import { components, PartByPart } from './components.js';
import { checkProblem, type Problem, type Weights } from './csr.js';
import { startDenseTrusted } from './dense-by-shape.js';
import { startTrusted, type Matching, type Shortage, type Steps } from './solve.js';
import { isTreeProblem, TreeSolve } from './tree-solve.js';

/**
 * A plan of greatest weight with its duals, or the shortage that rules every plan out, by the kernel that suits the problem.
 * The choice depends on the problem alone:
 *
 * - several seats in a column, columns that need rows, or a hint: row reduction and shortest augmenting paths (`solve`), the
 *   only kernel here that takes them;
 * - every pair an edge: the kernels for matrices, on the same weights;
 * - one seat a column and at least 8 times as many columns worth competing for (two edges or more) as rows: the same.
 *   Almost every row then settles in the reduction;
 * - else auction and tree simplex, component by component. Where seats are scarce and weights are products of two marks,
 *   augmenting paths are long. Components make 100,000 x 100,000 in 100 communities 1.9 times as fast, smaller ones
 *   1.0 to 1.5 times; finding them takes 1 to 2 % of the time where there is only one, and more than the gain where columns
 *   are ample.
 *
 * CPU seconds of the two kernels, paths / tree (50 edges a row; node 20, 2-core Xeon, 2026-11): 10,000 x 100,000 uniform
 * .03/.09, on merit .05/.08; 10,000 x 10,000 uniform .34/.16, on merit 4.4/.30; with 30 edges a row 5,000 x 20,000 uniform
 * .006/.010, on merit .06/.02; 5,000 x 50,000 on merit .008/.015; 20,000 x 2,000 uniform .06/.08, on merit 1.1/.3.
 *
 * Which of several optima comes back depends on the numbering: not a tie rule.
 * @throws {MeritError} E_SHAPE, E_NUM_INT, E_OVERFLOW
 */
export function solveByShape(p: Problem<Weights>): Matching | Shortage {
  const run = startByShape(p);
  while (run.step() === 'running');
  if (!run.result) throw bug('a finished solve without a result');
  return run.result;
}

/** The same a piece at a time. */
export function startByShape(p: Problem<Weights>): Steps<Matching | Shortage> {
  checkProblem(p);
  return startByShapeTrusted(p);
}

/** A start without the checks, for problems made here. */
export function startByShapeTrusted(p: Problem<Weights>): Steps<Matching | Shortage> {
  if (p.hint || !isSingle(p)) return startTrusted(p);
  if (isFull(p)) return startDenseTrusted(p);
  if (!isScarce(p) || !isTreeProblem(p)) return startTrusted(p);
  const parts = components(p);
  return parts.count > 1 ? new PartByPart(p, parts, startPart) : startPart(p);
}

function startPart(p: Problem<Weights>): Steps<Matching | Shortage> {
  if (isFull(p)) return startDenseTrusted(p);
  return isTreeProblem(p) ? new TreeSolve(p) : startTrusted(p);
}

function isSingle(p: Problem<Weights>): boolean {
  for (let j = 0; j < p.cols; j++) if (p.colMax[j] !== 1) return false;
  return true;
}

function isFull(p: Problem<Weights>): boolean {
  return p.col.length > 0 && p.col.length === p.rows * p.cols;
}

/** Fewer than so many contested columns a row make a market tight. */
const AMPLE = 8;

/** True if columns are scarce. O(cols + edges), O(1) where there are few columns. */
function isScarce(p: Problem<Weights>): boolean {
  if (p.cols < AMPLE * p.rows) return true;
  const edges = new Uint8Array(p.cols);
  let contested = 0;
  for (let e = 0; e < p.col.length; e++) {
    const j = p.col[e]!;
    if (edges[j] === 2) continue;
    edges[j]!++;
    if (edges[j] === 2 && ++contested >= AMPLE * p.rows) return false;
  }
  return true;
}
