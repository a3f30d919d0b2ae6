import { shape, type Problem, type Weights } from './csr.js';
import type { Matching } from './solve.js';

/** What is needed to judge a plan: who sits where, and the duals said to prove it best. */
export type Claim = Pick<Matching, 'colOf' | 'rowDual' | 'colDual'>;

/**
 * The largest violation in a plan with duals, in the unit of the weights (for bounds: in rows). 0 proves the plan feasible
 * and optimal without trusting whoever found it. Solves nothing: O(rows + cols + edges).
 * @throws {MeritError} E_SHAPE when the claim has other lengths than the problem.
 */
export function optimalityGap(p: Problem<Weights>, claim: Claim): number {
  const { colOf, rowDual, colDual } = claim;
  if (colOf.length !== p.rows || rowDual.length !== p.rows || colDual.length !== p.cols)
    throw shape(`claim has ${colOf.length} rows, ${rowDual.length} row and ${colDual.length} column duals for ${p.rows} rows and ${p.cols} cols`);
  const taken = new Int32Array(p.cols);
  let worst = 0;
  // written so that NaN counts as a violation
  const atMostZero = (x: number): void => {
    if (!(x <= worst)) worst = x > worst ? x : Number.MAX_VALUE;
  };
  for (let i = 0; i < p.rows; i++) {
    const u = rowDual[i]!;
    let seated = false;
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      const j = p.col[e]!;
      const slack = u + colDual[j]! - p.weight[e]!;
      atMostZero(-slack);
      if (j === colOf[i]) {
        seated = true;
        taken[j]!++;
        atMostZero(slack);
      }
    }
    if (p.rowMin[i] === 0) {
      atMostZero(-u);
      if (!seated) atMostZero(u);
    }
    if (!seated && (p.rowMin[i] === 1 || colOf[i] !== -1)) atMostZero(1);
  }
  for (let j = 0; j < p.cols; j++) {
    const v = colDual[j]!;
    atMostZero(taken[j]! - p.colMax[j]!);
    atMostZero(p.colMin[j]! - taken[j]!);
    if (taken[j]! < p.colMax[j]!) atMostZero(v);
    if (taken[j]! > p.colMin[j]!) atMostZero(-v);
  }
  return worst;
}

/**
 * What no plan can exceed if the duals are feasible: `sum (max * dual⁺ + min * dual⁻)` over rows and columns.
 * Equal to the objective for an optimal plan with its duals. O(rows + cols).
 */
export function bound(p: Pick<Problem, 'rows' | 'cols' | 'rowMin' | 'colMin' | 'colMax'>, duals: Pick<Matching, 'rowDual' | 'colDual'>): number {
  let sum = 0;
  for (let i = 0; i < p.rows; i++) {
    const u = duals.rowDual[i]!;
    if (u > 0 || p.rowMin[i] === 1) sum += u;
  }
  for (let j = 0; j < p.cols; j++) {
    const v = duals.colDual[j]!;
    sum += v > 0 ? v * p.colMax[j]! : v * p.colMin[j]!;
  }
  return sum;
}
