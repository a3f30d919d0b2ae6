import { addMonths, parseDay } from '../model/calendar.js';
import { MeritError } from '../errors/index.js';
import type { Trail } from './trail.js';

/** A round whose data have been kept as long as the log said they would be. */
export interface PastRetention {
  readonly round: string;
  /** Day of its last entry. */
  readonly last: string;
  /** Entries with fields. */
  readonly entries: readonly number[];
}

/**
 * Closed rounds whose last entry is more than the years of retention before `day`, in the order of their first entries; empty where the log
 * states no retention. A list: erasing (`erase` with the `round`) stays the act of a named person.
 * @throws {MeritError} E_DATE_FORMAT, E_DATE_INVALID, E_DATE_RANGE for the day
 */
export async function pastRetention(trail: Trail, day: string): Promise<readonly PastRetention[]> {
  const today = parseDay(day);
  if (typeof today !== 'number') throw new MeritError(today, 'expected a day YYYY-MM-DD', { path: '/day' });
  const { retention } = trail.genesis;
  if (!retention) return [];
  const last = new Map<string, { time: string; readonly entries: number[] }>();
  for await (const { round, time, index, fields } of trail.entries()) {
    if (round === undefined) continue;
    const known = last.get(round) ?? { time, entries: [] };
    known.time = time;
    if (fields.length > 0) known.entries.push(index);
    last.set(round, known);
  }
  return [...last].flatMap(([round, { time, entries }]) => {
    const ended = time.slice(0, 10);
    return trail.state(round).phase === 'closed' && addMonths(parseDay(ended) as number, 12 * retention.years) < today ? [{ round, last: ended, entries }] : [];
  });
}
