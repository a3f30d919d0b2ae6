/** The calendar of docs/formats.md section 1. */
export const FIRST_DAY = '1900-01-01';
export const LAST_DAY = '2199-12-31';

/** Days are texts `YYYY-MM-DD`: they compare as they stand. */
export type LeapDay = 'feb28' | 'mar1';

export function daysIn(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** The same day of the month `months` later, or its last day; 29 February falls on 1 March in a common year if `leapDay` says so. */
export function addMonths(day: string, months: number, leapDay: LeapDay): string {
  const date = Number(day.slice(8));
  const all = Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(all / 12), (all % 12) + 1];
  const last = daysIn(year, month);
  if (date > last && leapDay === 'mar1' && day.endsWith('-02-29')) return write(year, 3, 1);
  return write(year, month, Math.min(date, last));
}

function write(year: number, month: number, date: number): string {
  return `${String(Math.min(year, 9999)).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

/** Complete months from one day to another: the largest n such that `from` + n months is not after `to`; negative the other way round. */
export function monthsBetween(from: string, to: string, leapDay: LeapDay): number {
  if (to < from) return 0 - monthsBetween(to, from, leapDay); // never -0
  const months = (Number(to.slice(0, 4)) - Number(from.slice(0, 4))) * 12 + Number(to.slice(5, 7)) - Number(from.slice(5, 7));
  return addMonths(from, months, leapDay) <= to ? months : months - 1;
}

/** The day so many days later, or earlier where `days` is negative. */
export function addDays(day: string, days: number): string {
  let [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8)) + days];
  while (date < 1) {
    [year, month] = month === 1 ? [year - 1, 12] : [year, month - 1];
    date += daysIn(year, month);
  }
  for (let last = daysIn(year, month); date > last; last = daysIn(year, month)) {
    date -= last;
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
  return write(year, month, date);
}

/** The day moved by months, then by days; undefined where it would leave the calendar of the documents. */
export function shift(day: string, months: number, days: number, leapDay: LeapDay): string | undefined {
  const moved = addDays(addMonths(day, months, leapDay), days);
  return moved >= FIRST_DAY && moved <= LAST_DAY ? moved : undefined;
}

/** Seconds from 1970-01-01T00:00:00Z to a time `YYYY-MM-DDThh:mm:ssZ`; negative before. */
export function secondsOf(time: string): number {
  const [year, month, date, hour, minute, second] = time.split(/\D/).map(Number) as [number, number, number, number, number, number];
  const before = (y: number): number => 365 * y + Math.floor(y / 4) - Math.floor(y / 100) + Math.floor(y / 400); // days of the years before y + 1
  let days = before(year - 1) - before(1969) + date - 1;
  for (let m = 1; m < month; m++) days += daysIn(year, m);
  return ((days * 24 + hour) * 60 + minute) * 60 + second;
}
