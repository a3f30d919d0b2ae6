import { bug } from '../errors/index.js';
import { checkProblem, type Problem, type Weights } from './csr.js';
import { RowReduction } from './row-reduction.js';
import { Seating } from './seating.js';
import { ShortestPaths } from './shortest-paths.js';
import { SHORT, ShortLists } from './short-lists.js';

/** A plan and the duals that prove it best. */
export interface Matching {
  readonly status: 'optimal';
  /** The column of each row, -1 for none. */
  readonly colOf: Int32Array;
  /** The edge of each row, -1 for none. */
  readonly edgeOf: Int32Array;
  /** Rows in each column. */
  readonly taken: Int32Array;
  /** u: `u_i + v_j >= w_ij`, equal on chosen edges; >= 0 for an optional row and 0 when it is unmatched; free for a mandatory one. */
  readonly rowDual: Float64Array;
  /** v: > 0 only where `taken = colMax`, < 0 only where `taken = colMin`. */
  readonly colDual: Float64Array;
  /** Sum of the chosen weights. */
  readonly objective: number;
}

/**
 * Why no plan exists. Side `rows`: these rows must all be matched, have edges to these columns only, and are more than the
 * columns' seats. Side `cols`: these columns need more rows than these, the only ones with an edge to them. Both ascending.
 */
export interface Shortage {
  readonly status: 'infeasible';
  readonly side: 'rows' | 'cols';
  readonly rows: Int32Array;
  readonly cols: Int32Array;
}

/** Work that can be done a piece at a time. */
export interface Steps<T> {
  /** Works on for about `budget` scanned edges (default 1,000,000, a few milliseconds). One search is never split. */
  step(budget?: number): 'running' | 'done';
  /** The outcome once `step` said "done". */
  readonly result: T | undefined;
}

/**
 * A plan of greatest weight and its duals, or the shortage that rules every plan out.
 * Deterministic; which of several optima comes back depends on the numbering and the hint: not a tie rule.
 * Cost: one shortest-path search per row that finds its best columns full and one per seat missing at a column's minimum,
 * each O(scanned edges + columns log columns); memory about 60 bytes per row and column, and 8 per edge if minimums bind.
 * @throws {MeritError} E_SHAPE, E_NUM_INT, E_OVERFLOW
 * @see R Jonker, A Volgenant, Computing 38:325-340, 1987, doi:10.1007/BF02278710 (row reduction, augmenting paths)
 */
export function solve(p: Problem<Weights>): Matching | Shortage {
  checkProblem(p);
  return solveTrusted(p);
}

/** The same without the checks, for problems made here. */
export function solveTrusted(p: Problem<Weights>): Matching | Shortage {
  const run = new RowByRow(p);
  while (run.step() === 'running');
  if (!run.result) throw bug('a finished solve without a result');
  return run.result;
}

/** The same as `solve`, a piece at a time. */
export function start(p: Problem<Weights>): Steps<Matching | Shortage> {
  checkProblem(p);
  return new RowByRow(p);
}

/** A start without the checks, for problems made here. */
export function startTrusted(p: Problem<Weights>): Steps<Matching | Shortage> {
  return new RowByRow(p);
}

/** Row reduction, then a search for each row that it left waiting, then one for each seat that a column's minimum lacks. */
class RowByRow implements Steps<Matching | Shortage> {
  result: Matching | Shortage | undefined = undefined;
  private readonly p: Problem<Weights>;
  private readonly seating: Seating;
  private readonly reduction: RowReduction;
  private readonly paths: ShortestPaths;
  private phase: 'reduce' | 'rows' | 'cols' | 'done' = 'reduce';
  private at = 0;

  constructor(p: Problem<Weights>) {
    this.p = p;
    this.seating = new Seating(p);
    const lists = p.col.length > 4 * SHORT * p.rows ? new ShortLists(p.rows, p) : undefined;
    this.reduction = new RowReduction(p, this.seating, lists);
    this.paths = new ShortestPaths(p, this.seating, lists);
  }

  step(budget = 1_000_000): 'running' | 'done' {
    const { reduction, paths } = this;
    const until = reduction.work + paths.work + budget;
    while (this.phase !== 'done' && reduction.work + paths.work < until) {
      if (this.phase === 'reduce') {
        if (!reduction.next()) this.phase = 'rows';
      } else if (this.phase === 'rows') this.nextRow();
      else this.nextCol();
    }
    return this.phase === 'done' ? 'done' : 'running';
  }

  private nextRow(): void {
    const { reduction, paths } = this;
    if (this.at === reduction.waits) {
      this.phase = 'cols';
      this.at = 0;
      return;
    }
    const i = reduction.waiting[this.at++]!;
    if (reduction.settle(i) || paths.fromRow(i)) return;
    const { rows, cols } = paths.reached();
    rows.push(i);
    this.infeasible('rows', rows, cols);
  }

  private nextCol(): void {
    const { p, paths } = this;
    const { taken } = this.seating;
    while (this.at < p.cols && taken[this.at]! >= p.colMin[this.at]!) this.at++;
    if (this.at === p.cols) {
      this.finish();
      return;
    }
    if (paths.fromCol(this.at)) return;
    const { rows, cols } = paths.reached();
    this.infeasible('cols', rows, cols);
  }

  private infeasible(side: 'rows' | 'cols', rows: number[], cols: Int32Array): void {
    this.result = { status: 'infeasible', side, rows: Int32Array.from(rows).sort(), cols };
    this.phase = 'done';
  }

  private finish(): void {
    const { p } = this;
    const { rowDual: u, colDual: v, colOf, edgeOf, taken, closed } = this.seating;
    let lift = 0;
    if (closed) for (let j = 0; j < p.cols; j++) if (p.colMin[j]! < p.colMax[j]! && -v[j]! > lift) lift = -v[j]!;
    let objective = 0;
    for (let i = 0; i < p.rows; i++) {
      if (edgeOf[i]! >= 0) objective += p.weight[edgeOf[i]!]!;
      u[i] = u[i]! - lift + 0; // no minus zero leaves the kernel
    }
    for (let j = 0; j < p.cols; j++) v[j] = v[j]! + lift + 0;
    this.result = { status: 'optimal', colOf, edgeOf, taken, rowDual: u, colDual: v, objective };
    this.phase = 'done';
  }
}
