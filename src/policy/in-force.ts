import { Issues, MeritError } from '../errors/index.js';
import { parseDay } from '../model/calendar.js';
import type { Policy } from './schema.js';

/**
 * The pack in force on a day; undefined where there is none. A pack without a first (last) day was always (will always be) in force.
 * @param date - YYYY-MM-DD.
 * @throws {MeritError} E_BANDS for every pair of packs that are in force on one day, whatever the day asked for; E_DATE_ORDER where a
 *   pack ends before it begins; E_DATE_FORMAT, E_DATE_INVALID or E_DATE_RANGE.
 */
export function inForce<P extends Pick<Policy, 'effectiveFrom' | 'effectiveUntil'>>(packs: readonly P[], date: string): P | undefined {
  const issues = new Issues();
  const day = (text: string, path: string): number => {
    const number = parseDay(text);
    if (typeof number === 'number') return number;
    issues.add(number, path, 'expected a day YYYY-MM-DD');
    return 0;
  };
  const spans = packs.map(({ effectiveFrom, effectiveUntil }, k) => ({
    from: effectiveFrom === undefined ? -Infinity : day(effectiveFrom, `/${k}/effectiveFrom`),
    until: effectiveUntil === undefined ? Infinity : day(effectiveUntil, `/${k}/effectiveUntil`),
  }));
  const parsed = parseDay(date);
  if (typeof parsed !== 'number') throw new MeritError(parsed, 'expected a day YYYY-MM-DD');
  spans.forEach(({ from, until }, k) => {
    if (until < from) issues.add('E_DATE_ORDER', `/${k}/effectiveUntil`, 'the pack ends before it begins');
    spans.slice(0, k).forEach((other, h) => {
      if (from <= other.until && other.from <= until) issues.add('E_BANDS', `/${k}/effectiveFrom`, 'two packs are in force on one day', { related: [`/${h}`] });
    });
  });
  issues.throwIfAny();
  const at = spans.findIndex(({ from, until }) => from <= parsed && parsed <= until);
  return at < 0 ? undefined : packs[at];
}
