/** docs/formats.md section 3.2.1 day by day, written apart from src: a set of days, the calendar of the machine in UTC, months counted one by one. */
import type { Round } from '../../src/index.js';
import { monthsBetween } from './reference.js';

type Person = Round['people'][number];

export interface Question {
  readonly attribute: string;
  /** Undefined where what is looked for is not known. */
  readonly values: readonly string[] | undefined;
  /** A day, `unknown`, or undefined where the window has no such bound. */
  readonly from: string | undefined;
  readonly to: string | undefined;
}

export interface Answer {
  readonly low: number;
  readonly high: number;
  readonly occurs: boolean | undefined;
}

const DAY = 86_400_000;
const END = '2199-12-31';
const numberOf = (text: string): number => Date.parse(`${text}T00:00:00Z`) / DAY;
const textOf = (day: number): string => new Date(day * DAY).toISOString().slice(0, 10);

const counted = new Map<string, number>();
/** Counting one by one is slow, and the same stretches come up again. */
function months(from: string, to: string, leapDay: 'feb28' | 'mar1'): number {
  const key = from + to + leapDay;
  let n = counted.get(key);
  if (n === undefined) counted.set(key, (n = monthsBetween(from, to, leapDay)));
  return n;
}

type Rule = { readonly leapDay: 'feb28' | 'mar1'; readonly validMonths: number | undefined };

/** The last day on which a check stands good for the record: the day on which validMonths are over is still inside. */
function goodUntil(check: string, { leapDay, validMonths = 0 }: Rule): number {
  let day = Math.max(numberOf(check), numberOf(check) + Math.floor((365 * validMonths) / 12) - 5); // the months are over no sooner
  while (months(check, textOf(day), leapDay) < validMonths) day++;
  return day;
}

/** `first`: no spell of the person begins earlier. */
export function answer(person: Person, q: Question, round: { readonly asOf: string; readonly sources: Readonly<Record<string, string>> }, rule: Rule, first: string): Answer {
  const dateOf = (x: { readonly date?: string | undefined; readonly source: string }): string => x.date ?? round.sources[x.source]!;
  const today = numberOf(round.asOf);
  const spells = (person.spells ?? []).filter((s) => s.attribute === q.attribute && dateOf(s) <= round.asOf && (s.from === undefined || s.from <= round.asOf));
  const checks = (person.checked ?? []).filter((c) => c.attribute === q.attribute && dateOf(c) <= round.asOf);
  const vouched = checks.map((c) => Math.min(goodUntil(dateOf(c), rule), today));
  const matched = spells.filter((s) => s.value !== undefined && q.values?.includes(s.value));
  const doubtful = spells.filter((s) => s.value === undefined || q.values === undefined);

  const from = q.from === undefined || q.from === 'unknown' ? first : q.from;
  const to = q.to === undefined ? round.asOf : q.to === 'unknown' ? END : q.to;
  const inexact = q.from === 'unknown' || q.to === 'unknown';
  const [begin, end] = [numberOf(from), numberOf(to)];
  const complete = vouched.some((d) => d >= end || d === today);
  const zero = numberOf(first);
  /** The last day of which anybody has said that the spell ran: the day it began, that of its own record, or a day the record was vouched for. */
  const lastSaid = (s: (typeof spells)[number]): number => Math.max(numberOf(s.from!), numberOf(dateOf(s)), ...vouched);
  /** 1 for each day that is covered, by its place after the first. */
  const daysOf = (some: typeof spells, certain: boolean): Uint8Array => {
    const days = new Uint8Array(numberOf(END) - zero + 2);
    for (const s of some) {
      if (s.from === undefined) continue;
      const last = s.to !== undefined ? numberOf(s.to) : certain ? lastSaid(s) : numberOf(END);
      for (let d = numberOf(s.from); d <= last; d++) if (d >= begin && d <= end) days[d - zero] = 1;
    }
    return days;
  };
  const monthsOf = (days: Uint8Array): number => {
    let sum = 0;
    days.forEach((covered, d) => {
      if (!covered || days[d - 1]) return;
      const next = days.indexOf(0, d);
      sum += months(textOf(zero + d), textOf(zero + next), rule.leapDay);
    });
    return sum;
  };
  const sure = daysOf(matched, true);
  const all = daysOf([...matched, ...doubtful], false);
  const stated = (some: typeof spells): number => some.reduce((sum, s) => sum + (s.from === undefined ? (s.months ?? 0) : 0), 0);
  const loose = [...matched, ...doubtful].filter((s) => s.from === undefined);
  const nothing = !inexact && q.from !== undefined && from > to;

  const low = inexact || nothing ? 0 : monthsOf(sure) + (q.from === undefined && to >= round.asOf ? stated(matched) : 0);
  const high = nothing ? 0 : !complete || loose.some((s) => s.months === undefined) ? 1e9 : Math.max(low, monthsOf(all) + stated([...matched, ...doubtful]));
  const occurs = nothing ? false : !inexact && sure.includes(1) ? true : complete && !all.includes(1) && loose.length === 0 ? false : undefined;
  return { low, high, occurs };
}
