import { MeritError } from '../../errors/index.js';
import { checkedWeights, column, normalise, normaliseAll, sum, type DecisionTable } from './normalise.js';

/**
 * Simple additive weighting, one score per alternative: the weighted sum of columns made comparable. For analysis only: who else is
 * in the table moves everybody's score, so it never decides. `max` divides by the best value, `sum` inverts costs and divides by the sum.
 * @throws {MeritError} E_SHAPE, E_WEIGHT_SUM, E_NUM_RANGE, E_NUM_NAN.
 * @see P. C. Fishburn, Operations Research 15(3):537-542, 1967, doi:10.1287/opre.15.3.537
 */
export function saw(table: DecisionTable, how: 'max' | 'minmax' | 'sum' = 'max'): number[] {
  const weights = checkedWeights(table);
  return normaliseAll(table, how).map((row) => sum(row.map((r, k) => weights[k]! * r)));
}

/**
 * Weighted product, as the base-10 logarithm of one score per alternative: sum of weight * log10(column divided by its sum), minus
 * for a cost. For analysis only. Ranks do not depend on the units of any column.
 * @throws {MeritError} E_NUM_RANGE for a value of 0, and as `saw`.
 * @see P. W. Bridgman, Dimensional Analysis, Yale University Press, 1922
 */
export function weightedProductLog10(table: DecisionTable): number[] {
  const weights = checkedWeights(table);
  const columns = table.types.map((_, k) => normalise(column(table.rows, k), 'benefit', 'sum'));
  return table.rows.map((_, i) =>
    sum(columns.map((c, k) => {
      if (c[i] === 0) throw new MeritError('E_NUM_RANGE', 'a product needs values above 0', { path: `/rows/${i}/${k}` });
      return (table.types[k] === 'benefit' ? 1 : -1) * weights[k]! * Math.log10(c[i]!);
    })),
  );
}
