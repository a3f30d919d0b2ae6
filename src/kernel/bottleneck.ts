import { bug } from '../errors/index.js';
import { mostRows, type FullPlan } from './cardinality.js';
import { checkProblem, type Problem } from './csr.js';
import { shortage } from './shortage.js';
import type { Shortage } from './solve.js';

/** A plan whose worst chosen weight is as great as can be. */
export interface Bottleneck {
  readonly status: 'optimal';
  /** The column of each row, -1 for none. */
  readonly colOf: Int32Array;
  readonly seated: number;
  /** The smallest chosen weight; undefined where nobody is seated. */
  readonly smallest: number | undefined;
}

/**
 * Of the plans that seat as many rows as any plan does within the bounds, one whose smallest chosen weight is greatest; or the shortage that
 * rules every plan out. With `need: 'bounds'` the bounds alone have to be kept: the smallest weight is as great as they allow, and as many
 * rows are seated as can be without a smaller one.
 * Deterministic; which of several plans comes back depends on the numbering.
 * Cost: a plan of most rows, O(edges * sqrt(rows)), for each halving of the distinct weights.
 * @throws {MeritError} E_SHAPE, E_NUM_INT, E_OVERFLOW
 * @see RE Burkard, M Dell'Amico, S Martello, Assignment Problems, SIAM 2009, section 6.2.2, doi:10.1137/1.9781611972238 (threshold method)
 */
export function bottleneck(p: Problem, { need = 'most' }: { readonly need?: 'most' | 'bounds' } = {}): Bottleneck | Shortage {
  checkProblem(p);
  const whole = mostRows(p);
  if (!whole) {
    const witness = shortage(p);
    if (!witness) throw bug('no plan and no shortage');
    return witness;
  }
  const enough = need === 'most' ? whole.seated : 0;
  const weights = Float64Array.from(p.weight).sort().filter((w, k, all) => k === 0 || w !== all[k - 1]);
  // all thresholds up to weights[lo] leave a plan, none from weights[hi] on does
  let [lo, hi, plan, left]: [number, number, FullPlan, Problem] = [0, weights.length, whole, p];
  while (hi - lo > 1) {
    const mid = (lo + hi) >> 1;
    const fewer = atLeast(left, weights[mid]!);
    const found = mostRows(fewer);
    if (found && found.seated >= enough) [lo, plan, left] = [mid, found, fewer];
    else hi = mid;
  }
  const { colOf, seated } = plan;
  let smallest: number | undefined;
  for (let i = 0; i < p.rows; i++) {
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) if (p.col[e] === colOf[i] && !(p.weight[e]! >= (smallest ?? Infinity))) smallest = p.weight[e]!;
  }
  return { status: 'optimal', colOf, seated, smallest };
}

/** The problem of the edges of at least this weight. */
function atLeast(p: Problem, floor: number): Problem {
  const start = new Int32Array(p.rows + 1);
  const col = new Int32Array(p.col.length);
  const weight = new Float64Array(p.col.length);
  let n = 0;
  for (let i = 0; i < p.rows; i++) {
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      if (p.weight[e]! < floor) continue;
      col[n] = p.col[e]!;
      weight[n++] = p.weight[e]!;
    }
    start[i + 1] = n;
  }
  return { ...p, start, col: col.slice(0, n), weight: weight.slice(0, n) };
}
