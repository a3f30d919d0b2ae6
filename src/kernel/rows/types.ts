import type { Shortage } from '../solve.js';

/** One linear row over the edges of a problem: `sum coef * x_edge <= max`, whole numbers. A `>=` row enters negated. */
export interface SideRow {
  /** Edges with a coefficient, ascending, each once. */
  readonly edge: Int32Array;
  readonly coef: Float64Array;
  readonly max: number;
}

/**
 * Duals and multipliers that bound every plan that keeps the rows: `u_i + v_j + sum_k t_k a_k,ij >= D * w_ij` on every edge, t >= 0.
 * No such plan is worth more than `bound / denominator`, bound = sum (max(u,0) * 1 + min(u,0) * rowMin) + sum (max(v,0) * colMax + min(v,0) * colMin) + sum t_k * max_k.
 * All whole numbers of at most 2^52 in size.
 */
export interface RowBound {
  readonly denominator: number;
  readonly rowDual: Float64Array;
  readonly colDual: Float64Array;
  /** One per side row. */
  readonly times: Float64Array;
}

/** A proof that covers every plan: at a leaf a bound; at a branch the row either takes one of these columns, or none of them. */
export type ProofTree =
  | ({ readonly kind: 'bound' } & RowBound)
  /** A bound below 0 with all weights 0: nothing is left to plan. */
  | ({ readonly kind: 'none' } & RowBound)
  | { readonly kind: 'branch'; readonly row: number; readonly cols: Int32Array; readonly in: ProofTree; readonly out: ProofTree };

/** The best plan that keeps the rows, or the best found. */
export interface RowPlan {
  readonly status: 'optimal' | 'feasible';
  readonly colOf: Int32Array;
  readonly edgeOf: Int32Array;
  readonly objective: number;
  /** No plan that keeps the rows is worth more; equal to `objective` where it is optimal. */
  readonly bound: number;
  /** A bound for the whole problem: what reduced-cost fixing and the next objective start from. */
  readonly root: RowBound;
  /** Where the root does not close the gap by itself. Of a search cut short its leaves may leave more than the objective. */
  readonly tree: ProofTree | undefined;
  readonly nodes: number;
  /** Rows that `separate` named on the way: they follow the rows given, and "every side row" means all of them. */
  readonly added: readonly SideRow[];
  /** Of a plan that is not proven best, the back end on whose word alone it would be. */
  readonly trusted?: string;
}

/** No plan keeps the rows: `proof` shows it by leaves that are all `none`; or a shortage of the bare problem. */
export interface NoRowPlan {
  readonly status: 'infeasible';
  readonly proof: ProofTree | Shortage;
  readonly added: readonly SideRow[];
}

/** Nothing found and nothing excluded within the limit. `bound` still holds. */
export interface Undecided {
  readonly status: 'unknown';
  readonly bound: number;
  readonly root: RowBound;
  readonly added: readonly SideRow[];
}

export type RowOutcome = RowPlan | NoRowPlan | Undecided;
