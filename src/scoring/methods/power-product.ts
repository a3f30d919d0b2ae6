import { Issues } from '../../errors/index.js';
import { ONE, type Interval } from '../../policy/index.js';
import { ratio, times, type Ratio } from '../ratio.js';
import { datumOf, method, scored, type Method, type Review } from './method.js';
import { readPlain, type PlainCriterion } from './plain-criteria.js';

/**
 * 100 * product of (points / 100)^power, powers 1 to 4: a criterion of 0 gives 0, and one cannot replace the other. Exact until the
 * one part, `product`, is rounded. @throws {MeritError} E_NUM_RANGE for another power, E_SHAPE, E_BANDS, E_ID_DUPLICATE.
 */
export function powerProduct(table: { readonly name?: string; readonly criteria: readonly (PlainCriterion & { readonly power: 1 | 2 | 3 | 4 })[] }): Method {
  const issues = new Issues();
  const criteria = readPlain(table.criteria, issues);
  const powers = table.criteria.map((c, k) => {
    if (![1, 2, 3, 4].includes(c.power)) issues.add('E_NUM_RANGE', `/criteria/${k}/power`, 'a power is 1, 2, 3 or 4');
    return c.power;
  });
  issues.throwIfAny();
  return method(table.name ?? 'power-product', criteria.map((c) => c.id), (inputs) => {
    const review: Review[] = [];
    const values = criteria.map((c) => c.read.of(datumOf(inputs, c.id), c.id, review));
    const end = (pick: (x: Interval) => number): Ratio =>
      values.reduce((product, x, k) => {
        let result = product;
        for (let i = 0; i < powers[k]!; i++) result = times(result, ratio(pick(x), 100 * ONE));
        return result;
      }, ratio(100));
    return scored([{ criterion: 'product', low: end((x) => x.low), high: end((x) => x.high) }], review);
  });
}
