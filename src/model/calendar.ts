/**
 * Plain calendar dates as day numbers: days since 1970-01-01 in the proleptic Gregorian calendar, no time, no zone. Own integer
 * arithmetic, because a clock's calendar depends on the machine (`new Date('2026-03-29').getDate()` is 28 in America/St_Johns).
 */
import { bug } from '../errors/index.js';

/** What can be wrong with the text of a date. */
export type DateProblem = 'E_DATE_FORMAT' | 'E_DATE_INVALID' | 'E_DATE_RANGE';

/** When somebody born on 29 February completes a year in a common year: on 28 February or on 1 March. Laws differ, so it is never assumed. */
export type LeapDayRule = 'feb28' | 'mar1';

/** Year, month 1..12, day of the month 1..31. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** 1900-01-01 as a day number. */
export const FIRST_DAY = -25_567;
/** 2199-12-31 as a day number. */
export const LAST_DAY = 84_005;

const DAYS_PER_ERA = 146_097; // 400 years
const EPOCH_FROM_MARCH_0 = 719_468; // days from 0000-03-01 to 1970-01-01
const ZERO = 0x30;
const DASH = 0x2d;
const LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

/** True for a year with a 29 February. */
export function isLeapYear(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** Days in a month, 28..31; month 1..12. */
export function daysInMonth(year: number, month: number): number {
  const length = LENGTHS[month - 1];
  if (length === undefined) throw bug('a month outside 1..12');
  return month === 2 && isLeapYear(year) ? 29 : length;
}

/** Day number of a date that exists. Years begin in March here, so that the leap day is the last one. */
export function dayOf({ year, month, day }: CivilDate): number {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - EPOCH_FROM_MARCH_0;
}

/** Year, month and day of a day number. */
export function civilOf(dayNumber: number): CivilDate {
  const z = dayNumber + EPOCH_FROM_MARCH_0;
  const era = Math.floor(z / DAYS_PER_ERA);
  const dayOfEra = z - era * DAYS_PER_ERA;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const monthFromMarch = Math.floor((5 * dayOfYear + 2) / 153);
  const month = ((monthFromMarch + 2) % 12) + 1;
  const year = era * 400 + yearOfEra + (month <= 2 ? 1 : 0);
  return { year, month, day: dayOfYear - Math.floor((153 * monthFromMarch + 2) / 5) + 1 };
}

/**
 * Day number of a date written YYYY-MM-DD, 1900-01-01..2199-12-31, or what is wrong with it. A day no calendar has is
 * E_DATE_INVALID in any year; time stamps, other orders and missing zeros are E_DATE_FORMAT, never repaired.
 */
export function parseDay(text: string): number | DateProblem {
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const isDate = text.length === 10 && text.charCodeAt(4) === DASH && text.charCodeAt(7) === DASH && !Number.isNaN(year + month + day);
  if (!isDate) return /^[+-][0-9]{6}-[0-9]{2}-[0-9]{2}$/.test(text) ? 'E_DATE_RANGE' : 'E_DATE_FORMAT'; // the expanded years of ISO 8601
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth(year, month)) return 'E_DATE_INVALID';
  return year < 1900 || year > 2199 ? 'E_DATE_RANGE' : dayOf({ year, month, day });
}

/** The number that two digits of a text write, NaN where one is no digit. */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return tens >= 0 && tens <= 9 && ones >= 0 && ones <= 9 ? 10 * tens + ones : NaN;
}

/** A day number as YYYY-MM-DD; years 0000..9999. */
export function formatDay(dayNumber: number): string {
  const { year, month, day } = civilOf(dayNumber);
  if (!Number.isInteger(dayNumber) || year < 0 || year > 9999) throw bug('a day number outside the years 0..9999');
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

/** The same day `months` later (earlier when negative), or the last day of that month when it is shorter: 31 January plus 1 is 28 or 29 February. */
export function addMonths(dayNumber: number, months: number): number {
  const from = civilOf(dayNumber);
  const count = from.year * 12 + from.month - 1 + months;
  const year = Math.floor(count / 12);
  const month = count - year * 12 + 1;
  return dayOf({ year, month, day: Math.min(from.day, daysInMonth(year, month)) });
}

/**
 * Complete months from one day to another, negative when `to` comes first: `monthsBetween(b, a) === -monthsBetween(a, b)`.
 * A month is complete on the same day of the month, or on the last day of a shorter month; `leapDay` says what holds for
 * 29 February in a common year.
 */
export function monthsBetween(from: number, to: number, leapDay: LeapDayRule): number {
  if (to < from) return 0 - monthsBetween(to, from, leapDay); // 0 - 0 is 0, where -(0) would be -0
  const a = civilOf(from);
  const b = civilOf(to);
  const months = (b.year - a.year) * 12 + b.month - a.month;
  return to < monthlyDay(from, months, leapDay) ? months - 1 : months;
}

/** Complete years of age on a day; 0 in the first year, negative before birth. */
export function ageOn(birth: number, on: number, leapDay: LeapDayRule): number {
  const months = monthsBetween(birth, on, leapDay);
  const years = Math.floor(Math.abs(months) / 12);
  return months < 0 ? 0 - years : years;
}

/** The day on which `months` months since `from` are complete. */
export function monthlyDay(from: number, months: number, leapDay: LeapDayRule): number {
  const day = addMonths(from, months);
  if (leapDay === 'feb28') return day;
  const { month, day: dayOfMonth } = civilOf(from);
  if (month !== 2 || dayOfMonth !== 29) return day;
  const reached = civilOf(day);
  return reached.month === 2 && reached.day === 28 ? day + 1 : day;
}
