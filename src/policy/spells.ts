import { LAST_DAY, monthsBetween, type LeapDayRule } from '../model/calendar.js';
import { ONE, UNBOUNDED, type Interval } from './interval.js';

/** A stretch of time that counts on the day of the round. */
export interface SpellFact {
  /** Undefined where the entry could not be mapped: nobody can say whether it is one of those looked for. */
  readonly value: string | undefined;
  /** First day, undefined where the days are not known. */
  readonly from: number | undefined;
  /** Last day; the last day of the calendar while it still runs. Of no meaning without `from`. */
  readonly to: number;
  /** Its length where the days are not known; undefined if the length is not known either. */
  readonly months: number | undefined;
  /** Where it comes from, and the day that speaks of it. */
  readonly source: string;
  readonly day: number;
}

/** Everything a person's record says of one attribute of type `spells`. */
export interface Spells {
  /** The latest check that still counts: somebody looked, and there are no more spells than these. Undefined: there may be. */
  readonly checked: { readonly source: string; readonly day: number } | undefined;
  /** Those without days first, then by first day. */
  readonly spells: readonly SpellFact[];
}

/** The texts looked for; undefined where they are not known themselves. */
export type Sought = ((value: string) => boolean) | undefined;

/** Days `from` to `to`, both inside. */
export interface Window {
  readonly from: number;
  readonly to: number;
  /** False where a bound is not known: then it is the widest window that may be meant. */
  readonly known: boolean;
  /** It holds everything up to the day of the round, so that a length without days lies in it. */
  readonly whole: boolean;
}

/** Whether a spell is one of those looked for; undefined where that is not known. */
export function isSought({ value }: SpellFact, sought: Sought): boolean | undefined {
  return value === undefined || sought === undefined ? undefined : sought(value);
}

/** Whether a spell with days covers a day of the window. */
export function covers(spell: SpellFact, window: Window): boolean {
  return spell.from !== undefined && spell.from <= window.to && spell.to >= window.from && window.from <= window.to;
}

/** A given bound that is not known is `'unknown'`, one that is not given is undefined. */
export function windowOf(from: number | 'unknown' | undefined, to: number | 'unknown' | undefined, asOf: number): Window {
  const begin = from === undefined || from === 'unknown' ? -Infinity : from;
  const end = to === undefined ? asOf : to === 'unknown' ? LAST_DAY : to;
  const known = from !== 'unknown' && to !== 'unknown';
  return { from: begin, to: end, known, whole: from === undefined && known && end >= asOf };
}

/**
 * Complete months spent in what is sought within the window, in 1e-6 months: what the record proves, and what it leaves possible
 * (1e15 where it may hold more than it shows). Days that two spells cover count once. O(spells). docs/formats.md section 3.2.1.
 */
export function monthsIn(record: Spells | undefined, sought: Sought, window: Window, leapDay: LeapDayRule): Interval {
  if (window.known && window.from > window.to) return { low: 0, high: 0 };
  if (!record) return { low: 0, high: UNBOUNDED };
  const certain = (spell: SpellFact): boolean => isSought(spell, sought) === true;
  const possible = (spell: SpellFact): boolean => isSought(spell, sought) !== false;
  const covered = coveredMonths(record, certain, window, leapDay);
  const low = window.known ? covered + (window.whole ? statedMonths(record, certain) : 0) : 0;
  const endless = !record.checked || record.spells.some((s) => s.from === undefined && s.months === undefined && possible(s));
  const doubtful = !endless && record.spells.some((s) => isSought(s, sought) === undefined);
  const high = endless ? Infinity : (doubtful ? coveredMonths(record, possible, window, leapDay) : covered) + statedMonths(record, possible);
  return { low: Math.min(low * ONE, UNBOUNDED), high: Math.min(Math.max(low, high) * ONE, UNBOUNDED) };
}

/** The lengths of the spells without days. */
function statedMonths({ spells }: Spells, counts: (spell: SpellFact) => boolean): number {
  let sum = 0;
  for (const s of spells) if (s.from === undefined && s.months !== undefined && counts(s)) sum += s.months;
  return sum;
}

/** The complete months of the unbroken stretches that the spells cover within the window, added up. */
function coveredMonths({ spells }: Spells, counts: (spell: SpellFact) => boolean, window: Window, leapDay: LeapDayRule): number {
  let months = 0;
  let first = 0;
  let after = -Infinity; // the day after the stretch so far
  for (const spell of spells) {
    if (spell.from === undefined || !covers(spell, window) || !counts(spell)) continue;
    const from = Math.max(spell.from, window.from);
    const next = Math.min(spell.to, window.to) + 1;
    if (from > after) {
      if (after > -Infinity) months += monthsBetween(first, after, leapDay);
      first = from;
      after = next;
    } else if (next > after) after = next;
  }
  return after > -Infinity ? months + monthsBetween(first, after, leapDay) : months;
}

/** Whether a spell that is sought covers a day of the window; undefined where the record cannot say. O(spells). docs/formats.md section 3.2.1. */
export function occurs(record: Spells | undefined, sought: Sought, window: Window): boolean | undefined {
  if (window.known && window.from > window.to) return false;
  if (!record) return undefined;
  let possible = !record.checked;
  for (const spell of record.spells) {
    const is = isSought(spell, sought);
    if (is === false) continue;
    const inside = covers(spell, window);
    if (inside && is === true && window.known) return true;
    if (inside || spell.from === undefined) possible = true;
  }
  return possible ? undefined : false;
}
