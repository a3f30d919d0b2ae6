import type { Citation, Expression, LocalText } from '../policy/index.js';

/** Short spellings of the rule language, so that a pack reads like the text it states. What they give is plain data. */

export const text = (en: string, id: string): { en: string; id: string } => ({ en, id });
export const labelled = (id: string, en: string, indonesian: string): { id: string; label: LocalText } => ({ id, label: text(en, indonesian) });
/** A legal text with its mark: V read, N named in the news or by an agency, C seen in software, M commonly cited, m known to vary. */
export const cited = (source: string, confidence: 'V' | 'N' | 'C' | 'M' | 'm'): Citation => ({ source, confidence });
export const own = (reason: string): Citation => ({ own: reason });

export const person = (attribute: string): Expression => ({ op: 'person', attribute });
export const position = (attribute: string): Expression => ({ op: 'position', attribute });
export const level = (of: 'position' | 'seat'): Expression => ({ op: 'level', of });
export const levelId = (of: 'position' | 'seat'): Expression => ({ op: 'levelId', of });
export const unit = (of: 'position' | 'seat'): Expression => ({ op: 'unit', of });
export const track = (of: 'position' | 'seat'): Expression => ({ op: 'track', of });
export const date = (of: 'asOf' | 'horizon' | 'yearStart' | 'born' | 'since'): Expression => ({ op: 'date', of });
export const shift = (of: Expression, by: { readonly months?: number; readonly days?: number }): Expression => ({ op: 'shift', of, ...by });
export const months = (from: Expression, to: Expression): Expression => ({ op: 'monthsBetween', from, to });
export const all = (...of: readonly Expression[]): Expression => ({ op: 'all', of });
export const any = (...of: readonly Expression[]): Expression => ({ op: 'any', of });
export const not = (of: Expression): Expression => ({ op: 'not', of });
export const oneOf = (item: Expression, set: readonly string[] | Expression): Expression => ({ op: 'in', item, set });
export const value = (constant: number | string | boolean): Expression => ({ op: 'const', value: constant });
export const is = (left: Expression, how: '<' | '<=' | '=' | '>=' | '>', right: Expression | number | string): Expression => ({
  op: 'compare',
  left,
  is: how,
  right: typeof right === 'object' ? right : value(right),
});
export const sum = (...terms: readonly (readonly [number, Expression])[]): Expression => ({ op: 'sum', terms: terms.map(([weight, of]) => ({ weight, of })) });
export const cases = (list: readonly (readonly [Expression, number | Expression])[], otherwise: number | Expression): Expression => ({
  op: 'cases',
  cases: list.map(([when, then]) => ({ when, then: typeof then === 'object' ? then : value(then) })),
  else: typeof otherwise === 'object' ? otherwise : value(otherwise),
});

/** First and last day of a window; a side that is absent has no bound (or is the day of the round). */
export interface Window {
  readonly from?: Expression;
  readonly to?: Expression;
}
export const occurs = (attribute: string, values: readonly string[] | Expression, window: Window = {}): Expression => ({ op: 'occurs', attribute, values, ...window });
export const monthsIn = (attribute: string, values: readonly string[] | Expression, window: Window = {}): Expression => ({ op: 'monthsIn', attribute, values, ...window });
/** On the day of the round. */
export const today: Window = { from: date('asOf'), to: date('asOf') };
/** From so many months before the day of the round. */
export const last = (count: number): Window => ({ from: shift(date('asOf'), { months: -count }) });
/** The calendar year that many years before the year of the round. */
export const year = (back: number): Window => ({ from: shift(date('yearStart'), { months: -12 * back }), to: shift(date('yearStart'), { months: 12 * (1 - back), days: -1 }) });
/** The same but its first and last day: what is dated a day off is still taken for its own year, and for no other. */
export const insideYear = (back: number): Window => ({ from: shift(date('yearStart'), { months: -12 * back, days: 1 }), to: shift(date('yearStart'), { months: 12 * (1 - back), days: -2 }) });

export const promotion = is(level('seat'), '<', level('position'));
export const lateral = is(level('seat'), '=', level('position'));
/** A post outside the functional track on one of these levels. */
export const into = (...levels: readonly string[]): Expression => all(oneOf(levelId('position'), levels), not(is(track('position'), '=', 'JF')));
/** Into a JPT post on one of these levels from a lower level, from outside JPT or from no post; not from a JPT post on this level or above. */
export const entersJpt = (...levels: readonly string[]): Expression => all(into(...levels), any(promotion, not(is(track('seat'), '=', 'JPT'))));
