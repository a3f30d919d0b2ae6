import { addMonths, formatDay, parseDay } from '../model/calendar.js';
import { MeritError } from '../errors/index.js';
import type { Trail } from './trail.js';

/** A round whose values have been kept as long as the log says. */
export interface Overdue {
  readonly round: string;
  /** Day of its last entry. */
  readonly last: string;
  /** The last day on which its values may be kept. */
  readonly until: string;
}

/**
 * The rounds whose values are past their time on a day, by id in the order of the log; none where the log states no retention. Erasing
 * them is somebody's act: `erase`. O(entries).
 * @throws {MeritError} E_DATE_FORMAT, E_DATE_INVALID for `today`
 */
export async function overdue(trail: Trail, today: string): Promise<readonly Overdue[]> {
  const day = parseDay(today);
  if (typeof day !== 'number') throw new MeritError(day, 'expected a day YYYY-MM-DD');
  const { retention } = trail.genesis;
  if (!retention) return [];
  const last = new Map<string, string>();
  for await (const { round, time } of trail.entries()) if (round !== undefined) last.set(round, time.slice(0, 10));
  return [...last].flatMap(([round, on]) => {
    const until = formatDay(addMonths(parseDay(on) as number, 12 * retention.years));
    return until < today ? [{ round, last: on, until }] : [];
  });
}
