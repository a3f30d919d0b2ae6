import { Issues } from '../../errors/index.js';
import type { Interval } from '../../policy/index.js';
import { ofUnits, over, plus, ratio, times, ZERO } from '../ratio.js';
import { readCurve, type Curve } from './curve.js';
import { checkNames, datumOf, method, scored, tableWeights, type ExactPart, type Method, type Review } from './method.js';

/** A criterion with its weight: one input through a curve, or the plain mean of several. */
export interface WeightedCriterion {
  readonly id: string;
  readonly weight: number;
  /** Curve of the input named like the criterion; its own points if left out. */
  readonly curve?: Curve;
  /** The inputs whose points are averaged, instead of `curve`. */
  readonly meanOf?: readonly { readonly id: string; readonly curve?: Curve }[];
}

export interface WeightedSumTable {
  readonly name?: string;
  readonly criteria: readonly WeightedCriterion[];
  /** What the weights add up to, exactly; 100 if left out. */
  readonly total?: number;
}

/**
 * Sum of weight * points over the total. One part per criterion. Points are rounded half up to 1e-6 by linear curves, parts half up
 * to 1/10,000; without `meanOf` a part is that of a policy with the same weights and curves (docs/formats.md 3.3).
 * Monotone in every input whose curve rises. O(criteria) per person.
 * @throws {MeritError} E_WEIGHT_SUM, E_BANDS, E_NUM_RANGE, E_NUM_SCALE, E_ID_DUPLICATE: every problem of the table.
 */
export function weightedSum(table: WeightedSumTable): Method {
  const issues = new Issues();
  const sum = readWeightedSum(table, '', issues);
  issues.throwIfAny();
  return sum;
}

/** As `weightedSum`, with problems added to `issues` under `path`. */
export function readWeightedSum(table: WeightedSumTable, path: string, issues: Issues): Method {
  checkNames(table.criteria.map((c) => c.id), `${path}/criteria`, issues);
  const weights = tableWeights(table.criteria.map((c, k) => ({ weight: c.weight, path: `${path}/criteria/${k}/weight` })), table.total ?? 100, `${path}/total`, issues);
  const criteria = table.criteria.map((c, k) => {
    const at = `${path}/criteria/${k}`;
    if (c.meanOf?.length === 0) issues.add('E_RULE', `${at}/meanOf`, 'a mean of nothing');
    if (c.meanOf && c.curve) issues.add('E_RULE', `${at}/curve`, 'the curves of a mean stand in its terms');
    const of = c.meanOf ?? [{ id: c.id, ...(c.curve && { curve: c.curve }) }];
    const terms = of.map((term, j) => ({ id: term.id, read: readCurve(term.curve ?? { kind: 'points' }, c.meanOf ? `${at}/meanOf/${j}/curve` : `${at}/curve`, issues) }));
    return { id: c.id, factor: ratio(weights.units[k]!, weights.total || 1), terms };
  });
  const part = (c: (typeof criteria)[number], points: readonly Interval[]): ExactPart => {
    const end = (pick: (x: Interval) => number) => times(c.factor, over(points.map((x) => ofUnits(pick(x))).reduce(plus, ZERO), ratio(points.length || 1)));
    return { criterion: c.id, low: end((x) => x.low), high: end((x) => x.high) };
  };
  return method(table.name ?? 'weighted-sum', criteria.flatMap((c) => c.terms.map((t) => t.id)), (inputs) => {
    const review: Review[] = [];
    return scored(criteria.map((c) => part(c, c.terms.map((t) => t.read.of(datumOf(inputs, t.id), t.id, review)))), review);
  });
}
