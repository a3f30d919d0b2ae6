import { addDays, addMonths, monthsBetween, type LeapDay } from './calendar.js';
import type { Policy, Round, Spell } from './documents.js';

/** A spell, with the last day that it surely covers: `to`, or the last one on which somebody said that it ran; undefined where it has no days. */
interface Stretch extends Said {
  readonly surely: string | undefined;
}
type Said = { readonly [K in 'value' | 'from' | 'to' | 'months']: Spell[K] | undefined };

/** What is known of a person's spells under one attribute on the day of the round. */
export interface History {
  /** Those dated by then and not begun later. */
  readonly spells: readonly Stretch[];
  /** Up to this day, at most that of the round, there are no others; undefined where nobody looked. */
  readonly vouched: string | undefined;
  /** Why it is not wholly known; undefined where it is. */
  readonly cause: 'unmapped' | 'missing' | 'unchecked' | 'undated' | undefined;
}

/** First and last day, both inside; without `from` it begins before everything. */
export interface Window {
  readonly from: string | undefined;
  readonly to: string;
  /** False where an end is unknown: then it is the widest that may be meant. */
  readonly known: boolean;
}

type Matches = (value: string) => boolean;

/** Section 3.2.1: by attribute the histories of everybody. Equal ones are one object. */
export function historiesOf(round: Round, policy: Policy, dates: ReadonlyMap<string, string>): Map<string, readonly History[]> {
  const dated = ({ date, source }: { readonly source: string; readonly date?: string }): string => date ?? dates.get(source)!;
  const all = new Map<string, readonly History[]>();
  for (const [attribute, { type, validMonths }] of Object.entries(policy.attributes)) {
    if (type !== 'spells') continue;
    const untils = new Map<string, string>();
    /** The day up to which somebody vouches who looked on this one. */
    const until = (looked: string): string => {
      let day = untils.get(looked);
      if (day === undefined) untils.set(looked, (day = earlier(round.asOf, addMonths(looked, validMonths ?? 0, policy.leapDay))));
      return day;
    };
    const nothing: History = { spells: [], vouched: undefined, cause: 'missing' };
    const known = new Map([['', nothing]]);
    all.set(attribute, round.people.map((person) => {
      let vouched: string | undefined;
      for (const one of person.checked ?? []) if (one.attribute === attribute && dated(one) <= round.asOf) vouched = later(until(dated(one)), vouched);
      const spells: Stretch[] = [];
      let key = vouched ?? ''; // what is said, where two that say the same cannot be told apart; no text holds a line feed, no value is empty
      for (const spell of person.spells ?? []) {
        const { value, from, to, months } = spell;
        if (spell.attribute !== attribute || dated(spell) > round.asOf || (from !== undefined && from > round.asOf)) continue;
        const surely = from === undefined ? undefined : to ?? later(later(from, dated(spell)), vouched);
        spells.push({ value, from, to, months, surely });
        key += `\n${value ?? ''}\n${from ?? ''}\n${to ?? ''}\n${months ?? ''}\n${surely ?? ''}`;
      }
      let history = known.get(key);
      if (history === undefined) known.set(key, (history = { spells, vouched, cause: causeOf(spells, vouched === round.asOf) }));
      return history;
    }));
  }
  return all;
}

const earlier = (a: string, b: string): string => (a < b ? a : b);
const later = (a: string, b: string | undefined): string => (b !== undefined && b > a ? b : a);

function causeOf(spells: readonly Stretch[], complete: boolean): History['cause'] {
  if (spells.some(({ value }) => value === undefined)) return 'unmapped';
  if (!complete) return spells.length === 0 ? 'missing' : 'unchecked';
  return spells.some(hasNoLength) ? 'undated' : undefined;
}

const hasNoLength = ({ from, months }: Stretch): boolean => from === undefined && months === undefined;

/** Whether there are no other spells on the days of a window that are not after the round. */
function isComplete({ vouched }: History, { to }: Window, asOf: string | undefined): boolean {
  return vouched !== undefined && (vouched >= to || vouched === asOf);
}

/** The spells that match, and those of which nobody can say; where the values are unknown that is all of them. */
function sort({ spells }: History, matches: Matches | undefined): { readonly matched: readonly Stretch[]; readonly possible: readonly Stretch[] } {
  const matched = spells.filter(({ value }) => value !== undefined && matches?.(value) === true);
  const possible = spells.filter(({ value }) => value === undefined || matches === undefined || matches(value));
  return { matched, possible };
}

/** Up to which end the days of a spell count: all that it may cover, or those that it surely covers. */
type End = 'to' | 'surely';

/** The days of a spell that lie within the window, if it has days and there are any. */
function within(spell: Stretch, end: End, window: Window): readonly [from: string, to: string] | undefined {
  const { from, [end]: to } = spell;
  if (from === undefined) return undefined;
  const first = window.from !== undefined && window.from > from ? window.from : from;
  const last = to !== undefined && to < window.to ? to : window.to;
  return first <= last ? [first, last] : undefined;
}

/** The complete months of all unbroken stretches of the days of some spells. */
function monthsOf(spells: readonly Stretch[], end: End, window: Window, leapDay: LeapDay): number {
  const days = spells.map((spell) => within(spell, end, window)).filter((part) => part !== undefined).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  let months = 0;
  for (let k = 0; k < days.length;) {
    const first = days[k]![0];
    let after = addDays(days[k]![1], 1);
    for (k++; k < days.length && days[k]![0] <= after; k++) {
      const next = addDays(days[k]![1], 1);
      if (next > after) after = next;
    }
    months += monthsBetween(first, after, leapDay);
  }
  return months;
}

const stated = (spells: readonly Stretch[]): number => spells.reduce((sum, { from, months }) => sum + (from === undefined ? months ?? 0 : 0), 0);

/**
 * The months under some values within a window, as the ends of an interval; `high` is undefined where nothing bounds it.
 * @param matches - undefined where the values are unknown.
 */
export function monthsIn(history: History, matches: Matches | undefined, window: Window, asOf: string | undefined, leapDay: LeapDay): { readonly low: number; readonly high: number | undefined } {
  if (window.from !== undefined && window.from > window.to) return { low: 0, high: 0 };
  const { matched, possible } = sort(history, matches);
  const whole = window.from === undefined && asOf !== undefined && window.to >= asOf;
  const low = !window.known ? 0 : monthsOf(matched, 'surely', window, leapDay) + (whole ? stated(matched) : 0);
  if (!isComplete(history, window, asOf) || possible.some(hasNoLength)) return { low, high: undefined };
  return { low, high: Math.max(low, monthsOf(possible, 'to', window, leapDay) + stated(possible)) };
}

/** Whether there is a spell under some values on a day of a window; undefined where it is unknown. Parameters as of `monthsIn`. */
export function occurs(history: History, matches: Matches | undefined, window: Window, asOf: string | undefined): boolean | undefined {
  if (window.from !== undefined && window.from > window.to) return false;
  const { matched, possible } = sort(history, matches);
  if (window.known && matched.some((spell) => within(spell, 'surely', window))) return true;
  const may = possible.some((spell) => spell.from === undefined || within(spell, 'to', window));
  return isComplete(history, window, asOf) && !may ? false : undefined;
}
