import { Issues } from '../../errors/index.js';
import { ofUnits } from '../ratio.js';
import { datumOf, method, scored, type Method, type Review } from './method.js';
import { readPlain, type PlainCriterion } from './plain-criteria.js';

/**
 * The smallest of the criteria: nothing makes up for the weakest. One part, named by the criterion whose low end is smallest
 * (the first by id of several), with the low and high end of the minimum.
 * @throws {MeritError} E_SHAPE, E_BANDS, E_NUM_RANGE, E_ID_DUPLICATE.
 */
export function minimum(table: { readonly name?: string; readonly criteria: readonly PlainCriterion[] }): Method {
  const issues = new Issues();
  const criteria = readPlain(table.criteria, issues);
  issues.throwIfAny();
  return method(table.name ?? 'minimum', criteria.map((c) => c.id), (inputs) => {
    const review: Review[] = [];
    const values = criteria.map((c) => ({ id: c.id, ...c.read.of(datumOf(inputs, c.id), c.id, review) })).sort((a, b) => a.low - b.low || (a.id < b.id ? -1 : 1));
    const weakest = values[0]!;
    return scored([{ criterion: weakest.id, low: ofUnits(weakest.low), high: ofUnits(Math.min(...values.map((v) => v.high))) }], review);
  });
}
