import { LAST_DAY, monthsBetween, type LeapDayRule } from '../model/calendar.js';
import { ONE, UNBOUNDED, type Interval } from './interval.js';

/** A stretch of time that counts on the day of the round. */
export interface SpellFact {
  /** Undefined where the entry could not be mapped: nobody can say whether it is one of those looked for. */
  readonly value: string | undefined;
  /** First day, undefined where the days are not known. */
  readonly from: number | undefined;
  /** Last day; the last day of the calendar where none is stated. Of no meaning without `from`. */
  readonly to: number;
  /** The last day it is known to cover: `to` where that is stated, else the last day on which somebody spoke of it or of the record. */
  readonly sureTo: number;
  /** Its length where the days are not known; undefined if the length is not known either. */
  readonly months: number | undefined;
  /** Where it comes from, and the day that speaks of it. */
  readonly source: string;
  readonly day: number;
}

/** Everything a person's record says of one attribute of type `spells`. */
export interface Spells {
  /** The latest check: somebody looked, and up to the day `until` there are no more spells than these. Undefined: nobody did. */
  readonly checked: { readonly source: string; readonly day: number; readonly until: number } | undefined;
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
  /** The day up to which a record must be vouched for to be complete for it: its last day, at most that of the round. */
  readonly upTo: number;
}

/** Whether a spell is one of those looked for; undefined where that is not known. */
export function isSought({ value }: SpellFact, sought: Sought): boolean | undefined {
  return value === undefined || sought === undefined ? undefined : sought(value);
}

/** Whether a spell with days covers a day of the window, as far as anybody knows; or is known to, where `to` is the last day it surely covers. */
export function covers(spell: SpellFact, window: Window, to = spell.to): boolean {
  return spell.from !== undefined && spell.from <= window.to && to >= window.from && window.from <= window.to;
}

/** Whether somebody vouched that the record holds everything up to the end of the window, or up to the day of the round if that comes first. */
export function isComplete({ checked }: Spells, { upTo }: Window): boolean {
  return checked !== undefined && checked.until >= upTo;
}

/** A given bound that is not known is `'unknown'`, one that is not given is undefined. */
export function windowOf(from: number | 'unknown' | undefined, to: number | 'unknown' | undefined, asOf: number): Window {
  const begin = from === undefined || from === 'unknown' ? -Infinity : from;
  const end = to === undefined ? asOf : to === 'unknown' ? LAST_DAY : to;
  const known = from !== 'unknown' && to !== 'unknown';
  return { from: begin, to: end, known, whole: from === undefined && known && end >= asOf, upTo: Math.min(end, asOf) };
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
  const low = window.known ? coveredMonths(record, certain, surely, window, leapDay) + (window.whole ? statedMonths(record, certain) : 0) : 0;
  const endless = !isComplete(record, window) || record.spells.some((s) => s.from === undefined && s.months === undefined && possible(s));
  const high = endless ? Infinity : coveredMonths(record, possible, perhaps, window, leapDay) + statedMonths(record, possible);
  return { low: Math.min(low * ONE, UNBOUNDED), high: Math.min(Math.max(low, high) * ONE, UNBOUNDED) };
}

const surely = (spell: SpellFact): number => spell.sureTo;
const perhaps = (spell: SpellFact): number => spell.to;

/** The lengths of the spells without days. */
function statedMonths({ spells }: Spells, counts: (spell: SpellFact) => boolean): number {
  let sum = 0;
  for (const s of spells) if (s.from === undefined && s.months !== undefined && counts(s)) sum += s.months;
  return sum;
}

/** The complete months of the unbroken stretches that the spells, each up to its last day, cover within the window, added up. */
function coveredMonths({ spells }: Spells, counts: (spell: SpellFact) => boolean, lastDay: (spell: SpellFact) => number, window: Window, leapDay: LeapDayRule): number {
  let months = 0;
  let first = 0;
  let after = -Infinity; // the day after the stretch so far
  for (const spell of spells) {
    const to = lastDay(spell);
    if (spell.from === undefined || !covers(spell, window, to) || !counts(spell)) continue;
    const from = Math.max(spell.from, window.from);
    const next = Math.min(to, window.to) + 1;
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
  let possible = !isComplete(record, window);
  for (const spell of record.spells) {
    const is = isSought(spell, sought);
    if (is === false) continue;
    if (is === true && window.known && covers(spell, window, spell.sureTo)) return true;
    if (spell.from === undefined || covers(spell, window)) possible = true;
  }
  return possible ? undefined : false;
}
