import { addDays, monthsBetween, type LeapDay } from './calendar.js';
import type { Policy, Round, Spell } from './documents.js';

/** What is known of a person's spells under one attribute on the day of the round. */
export interface History {
  /** Those dated by then and not begun later. */
  readonly spells: readonly Spell[];
  /** Somebody looked, and there are no others. */
  readonly complete: boolean;
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
export function historiesOf(round: Round, policy: Policy, dates: ReadonlyMap<string, string>, lapseOf: (validMonths: number | undefined) => (date: string) => boolean): Map<string, readonly History[]> {
  const all = new Map<string, readonly History[]>();
  for (const [attribute, { type, validMonths }] of Object.entries(policy.attributes)) {
    if (type !== 'spells') continue;
    const lapsed = lapseOf(validMonths);
    const dated = (item: { readonly source: string; readonly date?: string }): string => item.date ?? dates.get(item.source)!;
    const nothing: History = { spells: [], complete: false, cause: 'missing' };
    const known = new Map([[keyOf([], false), nothing]]);
    all.set(attribute, round.people.map((person) => {
      if (!person.spells && !person.checked) return nothing;
      const spells = (person.spells ?? []).filter((spell) => spell.attribute === attribute && dated(spell) <= round.asOf && !(spell.from !== undefined && spell.from > round.asOf));
      const complete = (person.checked ?? []).some((one) => one.attribute === attribute && dated(one) <= round.asOf && !lapsed(dated(one)));
      const key = keyOf(spells, complete);
      let history = known.get(key);
      if (history === undefined) known.set(key, (history = { spells, complete, cause: causeOf(spells, complete) }));
      return history;
    }));
  }
  return all;
}

/** What is said of some spells, where two that say the same cannot be told apart. */
function keyOf(spells: readonly Spell[], complete: boolean): string {
  return JSON.stringify([complete, spells.map(({ value, from, to, months }) => [value ?? null, from ?? null, to ?? null, months ?? null])]);
}

function causeOf(spells: readonly Spell[], complete: boolean): History['cause'] {
  if (spells.some(({ unmapped }) => unmapped !== undefined)) return 'unmapped';
  if (!complete) return spells.length === 0 ? 'missing' : 'unchecked';
  return spells.some(hasNoLength) ? 'undated' : undefined;
}

const hasNoLength = ({ from, months }: Spell): boolean => from === undefined && months === undefined;

/** The spells that match, and those of which nobody can say; where the values are unknown that is all of them. */
function sort({ spells }: History, matches: Matches | undefined): { readonly matched: readonly Spell[]; readonly possible: readonly Spell[] } {
  const matched = spells.filter(({ value }) => value !== undefined && matches?.(value) === true);
  const possible = spells.filter(({ value }) => value === undefined || matches === undefined || matches(value));
  return { matched, possible };
}

/** The days of a spell that lie within the window, if it has days and there are any. */
function within({ from, to }: Spell, window: Window): readonly [from: string, to: string] | undefined {
  if (from === undefined) return undefined;
  const first = window.from !== undefined && window.from > from ? window.from : from;
  const last = to !== undefined && to < window.to ? to : window.to;
  return first <= last ? [first, last] : undefined;
}

/** The complete months of all unbroken stretches of the days of some spells. */
function monthsOf(spells: readonly Spell[], window: Window, leapDay: LeapDay): number {
  const days = spells.map((spell) => within(spell, window)).filter((part) => part !== undefined).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
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

const stated = (spells: readonly Spell[]): number => spells.reduce((sum, { from, months }) => sum + (from === undefined ? months ?? 0 : 0), 0);

/**
 * The months under some values within a window, as the ends of an interval; `high` is undefined where nothing bounds it.
 * @param matches - undefined where the values are unknown.
 */
export function monthsIn(history: History, matches: Matches | undefined, window: Window, asOf: string, leapDay: LeapDay): { readonly low: number; readonly high: number | undefined } {
  if (window.from !== undefined && window.from > window.to) return { low: 0, high: 0 };
  const { matched, possible } = sort(history, matches);
  const low = !window.known ? 0 : monthsOf(matched, window, leapDay) + (window.from === undefined && window.to >= asOf ? stated(matched) : 0);
  if (!history.complete || possible.some(hasNoLength)) return { low, high: undefined };
  return { low, high: Math.max(low, monthsOf(possible, window, leapDay) + stated(possible)) };
}

/** Whether there is a spell under some values on a day of a window; undefined where it is unknown. Parameters as of `monthsIn`. */
export function occurs(history: History, matches: Matches | undefined, window: Window): boolean | undefined {
  if (window.from !== undefined && window.from > window.to) return false;
  const { matched, possible } = sort(history, matches);
  if (window.known && matched.some((spell) => within(spell, window))) return true;
  const may = possible.some((spell) => spell.from === undefined || within(spell, window));
  return history.complete && !may ? false : undefined;
}
