import { Issues } from '../errors/index.js';
import { checkShare } from './table.js';

export type Adjustment = 'bh' | 'by' | 'holm' | 'bonferroni';

export interface Adjusted {
  /** To be read against `level`, in the order of the input; 1 for a test that is not counted. */
  readonly adjusted: readonly number[];
  readonly rejected: readonly boolean[];
  /** Which tests were counted: all, or those that could have come out below the level. */
  readonly counted: readonly boolean[];
  /** How many were counted. */
  readonly tests: number;
}

/**
 * p-values adjusted for a family of tests declared before the data were seen. `bh` (Benjamini-Hochberg) and `by` (Benjamini-Yekutieli) keep the expected
 * share of false findings among the findings at the level, `holm` and `bonferroni` the probability of a single false one: take Holm for a claim against
 * somebody. `bh` assumes independent or positively dependent tests; the others assume nothing. All fail when the family was chosen after the fact.
 *
 * With `minimum`, the least p each test could have given, tests that could never reach the level do not dilute the others: the smallest K is
 * taken such that at most K tests have a minimum of `level`/K or less (Tarone); those are the family (for `bh` and `by` as Gilbert has it). Which these are depends on
 * the margins alone, not on what was seen, so that the level holds; it is counted by their number, which may be less than Tarone's K. The adjusted values then belong to this level alone. It never costs
 * `bonferroni` a finding; it may cost the others one, whose last steps are wider than the filter: decide beforehand, by the margins. O(n log n).
 * @param p - in [0, 1].
 * @param options.minimum - one for each p.
 * @throws {MeritError} E_NUM_RANGE at the bad p-value or level; E_SHAPE when `minimum` has another length, or at what is no number.
 * @see Y Benjamini, Y Hochberg, JRSS B 57(1):289-300, 1995, doi:10.1111/j.2517-6161.1995.tb02031.x; Y Benjamini, D Yekutieli, Annals of Statistics 29(4):1165-1188,
 *   2001, doi:10.1214/aos/1013699998; S Holm, Scandinavian J of Statistics 6(2):65-70, 1979; RE Tarone, Biometrics 46(2):515-522, 1990, doi:10.2307/2531456;
 *   PB Gilbert, JRSS C 54(1):143-158, 2005, doi:10.1111/j.1467-9876.2005.00475.x
 */
export function adjust(p: readonly number[], { method, level = 0.05, minimum }: { readonly method: Adjustment; readonly level?: number; readonly minimum?: readonly number[] }): Adjusted {
  checkShare(level, '/level');
  checkProbabilities(p, minimum);
  const counted = minimum ? attainable(minimum, level) : p.map(() => true);
  const family = p.map((_, i) => i).filter((i) => counted[i]).sort((i, j) => p[i]! - p[j]!);
  const tests = family.length;
  const adjusted = p.map(() => 1);
  if (method === 'bh' || method === 'by') {
    const dependence = method === 'by' ? family.reduce((sum, _, k) => sum + 1 / (k + 1), 0) : 1;
    for (let rank = tests, least = 1; rank > 0; rank--) adjusted[family[rank - 1]!] = least = Math.min(least, ((dependence * tests) / rank) * p[family[rank - 1]!]!);
  } else {
    let most = 0;
    for (const [k, i] of family.entries()) adjusted[i] = most = Math.min(1, Math.max(most, (method === 'holm' ? tests - k : tests) * p[i]!));
  }
  return { adjusted, rejected: adjusted.map((q, i) => counted[i]! && q <= level), counted, tests };
}

/** Which tests could have come out below the level, after Tarone. */
function attainable(minimum: readonly number[], level: number): boolean[] {
  const sorted = [...minimum].sort((x, y) => x - y);
  let [K, members] = [0, sorted.length];
  do {
    K++;
    while (members > 0 && sorted[members - 1]! * K > level) members--;
  } while (members > K);
  return minimum.map((x) => x * K <= level);
}

function checkProbabilities(p: readonly number[], minimum: readonly number[] | undefined): void {
  const issues = new Issues();
  const check = (list: readonly unknown[], path: string): void => {
    for (const [i, x] of list.entries()) {
      if (typeof x !== 'number') issues.add('E_SHAPE', `${path}/${i}`, `expected a p-value, got ${typeof x}`);
      else if (!(x >= 0 && x <= 1)) issues.add('E_NUM_RANGE', `${path}/${i}`, `expected a p-value between 0 and 1, got ${x}`);
    }
  };
  check(p, '');
  if (minimum && minimum.length !== p.length) issues.add('E_SHAPE', '/minimum', `expected ${p.length} least p-values, got ${minimum.length}`);
  if (minimum) check(minimum, '/minimum');
  issues.throwIfAny();
}
