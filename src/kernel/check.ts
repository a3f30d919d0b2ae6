import { edgeAt, shape, type Market, type Problem, type Weights } from './csr.js';
import type { Matching } from './solve.js';

/** What is needed to judge a plan: who sits where, and the duals said to prove it best. */
export type Claim = Pick<Matching, 'colOf' | 'rowDual' | 'colDual'>;

/**
 * What can be wrong with a plan or its duals: a row sits where it has no edge (`no-edge`) or must sit and does not (`unseated`); a column has
 * more rows than seats (`over`) or fewer than its minimum (`under`); an edge is worth more than its duals (`dual`); a chosen edge is worth less
 * (`slack`); an optional row has a dual below 0, or above 0 though unmatched (`row-dual`); a column has one above 0 though not full, or below 0
 * though above its minimum (`col-dual`).
 */
export type ViolationKind = 'no-edge' | 'unseated' | 'over' | 'under' | 'dual' | 'slack' | 'row-dual' | 'col-dual';

/** One thing wrong. */
export interface Violation {
  readonly kind: ViolationKind;
  /** -1 where it is about a column alone. */
  readonly row: number;
  /** -1 where it is about a row alone. */
  readonly col: number;
  /** By how much, above 0: weights for duals, rows for bounds; the largest double where a dual is not a number. */
  readonly by: number;
}

/** What is wrong with a claim. */
export interface Violations {
  /** The first of them, at most `VIOLATIONS_TOLD`: those of the plan by row, then by column, then those of the duals likewise. */
  readonly violations: readonly Violation[];
  /** How many there are of each kind; kinds that do not occur are left out. */
  readonly counts: Partial<Readonly<Record<ViolationKind, number>>>;
}

export const VIOLATIONS_TOLD = 100;

type Tell = (kind: ViolationKind, row: number, col: number, by: number) => void;

/**
 * The largest violation in a plan with duals, in the unit of the weights (for bounds: in rows). 0 proves the plan feasible
 * and optimal without trusting whoever found it. Solves nothing: O(rows * log cols + cols + edges).
 * @throws {MeritError} E_SHAPE when the claim has other lengths than the problem.
 */
export function optimalityGap(p: Problem<Weights>, claim: Claim): number {
  let worst = 0;
  walk(p, claim, (_kind, _row, _col, by) => {
    if (by > worst) worst = by;
  });
  return worst;
}

/** Everything that is wrong with a plan and its duals, by name; nothing proves the plan feasible and optimal. Cost and errors as `optimalityGap`. */
export function check(p: Problem<Weights>, claim: Claim): Violations {
  return listed((tell) => walk(p, claim, tell));
}

/** The same of a plan alone: its edges and the bounds. O(rows * log cols + cols). */
export function checkPlan(p: Market, colOf: Int32Array): Violations {
  if (colOf.length !== p.rows) throw shape(`claim has ${colOf.length} rows for ${p.rows} rows`);
  return listed((tell) => walkPlan(p, colOf, tell));
}

function listed(run: (tell: Tell) => void): Violations {
  const violations: Violation[] = [];
  const counts: Partial<Record<ViolationKind, number>> = {};
  run((kind, row, col, by) => {
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (violations.length < VIOLATIONS_TOLD) violations.push({ kind, row, col, by });
  });
  return { violations, counts };
}

/** Rows in each column of a plan, its violations told on the way. */
function walkPlan(p: Market, colOf: Int32Array, tell: Tell): Int32Array {
  const taken = new Int32Array(p.cols);
  for (let i = 0; i < p.rows; i++) {
    const j = colOf[i]!;
    if (j === -1) {
      if (p.rowMin[i] === 1) tell('unseated', i, -1, 1);
    } else if (edgeAt(p, i, j) < 0) tell('no-edge', i, j, 1);
    else taken[j]!++;
  }
  for (let j = 0; j < p.cols; j++) {
    if (taken[j]! > p.colMax[j]!) tell('over', -1, j, taken[j]! - p.colMax[j]!);
    if (taken[j]! < p.colMin[j]!) tell('under', -1, j, p.colMin[j]! - taken[j]!);
  }
  return taken;
}

function walk(p: Problem<Weights>, claim: Claim, tell: Tell): void {
  const { colOf, rowDual, colDual } = claim;
  if (colOf.length !== p.rows || rowDual.length !== p.rows || colDual.length !== p.cols)
    throw shape(`claim has ${colOf.length} rows, ${rowDual.length} row and ${colDual.length} column duals for ${p.rows} rows and ${p.cols} cols`);
  const taken = walkPlan(p, colOf, tell);
  // written so that NaN counts as a violation
  const atMostZero = (x: number, kind: ViolationKind, row: number, col: number): void => {
    if (!(x <= 0)) tell(kind, row, col, x > 0 ? x : Number.MAX_VALUE);
  };
  for (let i = 0; i < p.rows; i++) {
    const u = rowDual[i]!;
    let seated = false;
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      const j = p.col[e]!;
      const slack = u + colDual[j]! - p.weight[e]!;
      if (!(slack >= 0)) atMostZero(-slack, 'dual', i, j);
      if (j === colOf[i]) {
        seated = true;
        atMostZero(slack, 'slack', i, j);
      }
    }
    if (p.rowMin[i] === 0) {
      atMostZero(-u, 'row-dual', i, -1);
      if (!seated) atMostZero(u, 'row-dual', i, -1);
    }
  }
  for (let j = 0; j < p.cols; j++) {
    const v = colDual[j]!;
    if (taken[j]! < p.colMax[j]!) atMostZero(v, 'col-dual', -1, j);
    if (taken[j]! > p.colMin[j]!) atMostZero(-v, 'col-dual', -1, j);
  }
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
