import { Issues } from '../../errors/index.js';
import type { Interval } from '../../policy/index.js';
import { compare, fitUnits, minus, ofUnits, over, plus, ratio, roundTo, times, ZERO, type Ratio } from '../ratio.js';
import { checkNames, checkWord, datumOf, method, numberOf, scored, tableNumber, withinScale, type Method, type Review, type Scored } from './method.js';

export interface JobPersonMatchTable {
  readonly name?: string;
  /** `ratioOfSums`: sum of achieved over sum of required levels. `meanOfRatios`: mean of achieved / required. Both times 100. */
  readonly method: 'ratioOfSums' | 'meanOfRatios';
  readonly competences: readonly { readonly id: string; readonly required: number }[];
  /** Whether a level above the required one counts as the required one, so that no surplus hides a gap elsewhere. */
  readonly capPerCompetence: boolean;
  /** The most that the total can be, 100 where programs cut it; null where it is not cut. */
  readonly capTotal: number | null;
  /** Decimals to which each ratio of `meanOfRatios` is rounded (half up) before the mean. */
  readonly ratioDecimals?: number;
  /** Levels that a person can have: what an unknown level may be. */
  readonly scale: { readonly min: number; readonly max: number };
}

/**
 * Job-person match in per cent. One part per competence, and where `capTotal` cuts something off a part `cap` that is not above 0
 * (its ends belong to the ends of the total: it takes more off the high one). Monotone in every level.
 * A total for bands is read from `exact`. @throws {MeritError} E_NUM_RANGE for a required level that is not above 0, E_RULE, E_SHAPE, E_ID_DUPLICATE.
 */
export function jobPersonMatch(table: JobPersonMatchTable): Method {
  const issues = new Issues();
  const { competences, ratioDecimals } = table;
  const required = competences.map((c, k) => {
    const units = tableNumber(c.required, `/competences/${k}/required`, issues);
    if (units <= 0) issues.add('E_NUM_RANGE', `/competences/${k}/required`, 'a required level is above 0; leave out what is not required');
    return ofUnits(units);
  });
  const scale = { low: tableNumber(table.scale.min, '/scale/min', issues), high: tableNumber(table.scale.max, '/scale/max', issues) };
  if (scale.low < 0 || scale.low > scale.high) issues.add('E_NUM_RANGE', '/scale', 'expected 0 <= min <= max');
  checkWord(table.method, ['ratioOfSums', 'meanOfRatios'], '/method', issues);
  if (competences.length === 0) issues.add('E_SHAPE', '/competences', 'at least one competence');
  if (ratioDecimals !== undefined && table.method === 'ratioOfSums') issues.add('E_RULE', '/ratioDecimals', 'a ratio of sums has one ratio only, which is not rounded');
  if (ratioDecimals !== undefined && !(Number.isInteger(ratioDecimals) && ratioDecimals >= 0 && ratioDecimals <= 6)) issues.add('E_NUM_RANGE', '/ratioDecimals', 'expected 0 to 6');
  checkNames(competences.map((c) => c.id), '/competences', issues);
  const cap = table.capTotal === null ? undefined : ofUnits(tableNumber(table.capTotal, '/capTotal', issues));
  if (cap && compare(cap, ZERO) <= 0) issues.add('E_NUM_RANGE', '/capTotal', 'a cap is above 0');
  issues.throwIfAny();

  const hundred = ratio(100);
  const sum = required.reduce(plus, ZERO);
  const share = (k: number, achieved: Ratio): Ratio => {
    const asked = required[k]!;
    const counted = table.capPerCompetence && compare(achieved, asked) > 0 ? asked : achieved;
    if (table.method === 'ratioOfSums') return times(hundred, over(counted, sum));
    const exact = over(counted, asked);
    return over(times(hundred, ratioDecimals === undefined ? exact : roundTo(exact, ratioDecimals)), ratio(required.length));
  };
  const total = (levels: readonly Interval[], review: readonly Review[]): Scored => {
    const parts = levels.map((x, k) => ({ criterion: competences[k]!.id, low: share(k, ofUnits(x.low)), high: share(k, ofUnits(x.high)) }));
    const uncut = scored(parts, review);
    return cap ? cut(uncut, cap) : uncut;
  };
  return method(table.name ?? (table.method === 'ratioOfSums' ? 'jpm-ratio-of-sums' : 'jpm-mean-of-ratios'), competences.map((c) => c.id), (inputs) => {
    const review: Review[] = [];
    return total(competences.map(({ id }) => withinScale(numberOf(datumOf(inputs, id), id), scale, id, review)), review);
  });
}

/** The score with what passes the cap taken off in a part of its own, so that neither the exact nor the rounded total passes it. */
function cut(uncut: Scored, cap: Ratio): Scored {
  const most = fitUnits(cap);
  const units = { low: Math.min(0, most - uncut.low), high: Math.min(0, most - uncut.high) };
  if (units.low === 0 && units.high === 0) return uncut;
  const passed = (x: Ratio): Ratio => (compare(x, cap) > 0 ? minus(cap, x) : ZERO);
  const exact = { low: passed(uncut.exact.low), high: passed(uncut.exact.high) };
  return {
    low: uncut.low + units.low,
    high: uncut.high + units.high,
    parts: [...uncut.parts, { criterion: 'cap', ...units }],
    exact: { low: plus(uncut.exact.low, exact.low), high: plus(uncut.exact.high, exact.high) },
    exactParts: [...uncut.exactParts, { criterion: 'cap', ...exact }],
    review: uncut.review,
  };
}
