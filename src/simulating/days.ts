import { dayNumber } from '../eligibility/index.js';
import { addMonths, civilOf, dayOf, formatDay } from '../model/calendar.js';

/** First and last day of a year of a life, as day numbers: from one anniversary of the first day to the day before the next. `year` counts from 1. */
export function yearDays(first: number, year: number): { readonly from: number; readonly to: number } {
  return { from: addMonths(first, 12 * (year - 1)), to: addMonths(first, 12 * year) - 1 };
}

/** The days from..to with this month and day (MM-DD, never 29 February): one in a year, none or two where the year began on a 29 February. */
export function daysOfYear(monthDay: string, from: number, to: number): readonly number[] {
  const [month, day] = [Number(monthDay.slice(0, 2)), Number(monthDay.slice(3))];
  const days: number[] = [];
  for (let { year } = civilOf(from); year <= civilOf(to).year; year++) {
    const found = dayOf({ year, month, day });
    if (found >= from && found <= to) days.push(found);
  }
  return days;
}

/** The days from..to on which a round is held: the first day of the life and every so many months after it. */
export function roundDays(first: number, everyMonths: number, from: number, to: number): readonly number[] {
  const days: number[] = [];
  for (let k = 0, day = first; day <= to; day = addMonths(first, ++k * everyMonths)) if (day >= from) days.push(day);
  return days;
}

const texts = new Map<number, string>();
const numbers = new Map<string, number>();

/** `formatDay`, each day written once: a life has few different days. */
export function dayText(day: number): string {
  let text = texts.get(day);
  if (text === undefined) texts.set(day, (text = formatDay(day)));
  return text;
}

/** `dayNumber`, each text read once. */
export function dayRead(text: string): number {
  let day = numbers.get(text);
  if (day === undefined) numbers.set(text, (day = dayNumber(text)));
  return day;
}
