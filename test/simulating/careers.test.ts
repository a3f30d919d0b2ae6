import { expect, it } from 'vitest';
import { dayNumber } from '../../src/eligibility/index.js';
import { formatDay } from '../../src/model/calendar.js';
import { retirementDay } from '../../src/simulating/careers.js';
import { daysOfYear, roundDays, yearDays } from '../../src/simulating/days.js';

const on = (born: string, level: string | undefined, day: 'birthday' | 'month-after', leapDay: 'feb28' | 'mar1' = 'feb28'): string =>
  formatDay(retirementDay(dayNumber(born), level, { ages: { HEAD: 60 }, otherwise: 58, day }, leapDay));

// by hand, from the calendar
it.each([
  ['1970-05-17', undefined, 'birthday', 'feb28', '2028-05-17'],
  ['1970-05-17', 'HEAD', 'birthday', 'feb28', '2030-05-17'],
  ['1970-05-17', 'STAFF', 'month-after', 'feb28', '2028-06-01'],
  ['1970-05-01', 'STAFF', 'month-after', 'feb28', '2028-06-01'], // the month after, though the birthday is a first
  ['1970-12-31', 'STAFF', 'month-after', 'feb28', '2029-01-01'],
  ['1972-02-29', 'STAFF', 'birthday', 'feb28', '2030-02-28'],
  ['1972-02-29', 'STAFF', 'birthday', 'mar1', '2030-03-01'],
  ['1972-02-29', 'HEAD', 'birthday', 'mar1', '2032-02-29'],
  ['1972-02-29', 'STAFF', 'month-after', 'feb28', '2030-03-01'],
  ['1972-02-29', 'STAFF', 'month-after', 'mar1', '2030-04-01'],
  ['2141-12-15', 'STAFF', 'month-after', 'feb28', '2199-12-31'],
  ['2199-01-01', 'STAFF', 'birthday', 'feb28', '2199-12-31'], // the last day a document can name
] as const)('born %s, level %s, %s, %s: leaves on %s', (born, level, day, leap, expected) => expect(on(born, level, day, leap)).toBe(expected));

const year = (first: string, k: number): string => {
  const { from, to } = yearDays(dayNumber(first), k);
  return `${formatDay(from)} ${formatDay(to)}`;
};

it('years run from anniversary to anniversary, from 29 February too, without a gap', () => {
  expect(year('2027-01-01', 2)).toBe('2028-01-01 2028-12-31');
  expect([1, 2, 4, 5].map((k) => year('2028-02-29', k))).toEqual(['2028-02-29 2029-02-27', '2029-02-28 2030-02-27', '2031-02-28 2032-02-28', '2032-02-29 2033-02-27']);
});

it('a day of the year comes once in a year that begins on any day but 28 and 29 February', () => {
  const days = (first: string, k: number, monthDay: string): string[] => {
    const { from, to } = yearDays(dayNumber(first), k);
    return daysOfYear(monthDay, from, to).map(formatDay);
  };
  expect(days('2027-07-15', 1, '12-31')).toEqual(['2027-12-31']);
  expect(days('2027-07-15', 1, '07-14')).toEqual(['2028-07-14']);
  expect(days('2027-07-15', 1, '07-15')).toEqual(['2027-07-15']);
  expect(days('2028-02-29', 1, '02-28')).toEqual([]);
  expect(days('2028-02-29', 4, '02-28')).toEqual(['2031-02-28', '2032-02-28']);
});

it('rounds are held on the first day and every so many months after it', () => {
  const days = (first: string, every: number, k: number): string[] => {
    const { from, to } = yearDays(dayNumber(first), k);
    return roundDays(dayNumber(first), every, from, to).map(formatDay);
  };
  expect(days('2027-01-31', 5, 1)).toEqual(['2027-01-31', '2027-06-30', '2027-11-30']);
  expect(days('2027-01-31', 5, 2)).toEqual(['2028-04-30', '2028-09-30']);
  expect([1, 2, 3].map((k) => days('2027-01-31', 24, k).length)).toEqual([1, 0, 1]);
});
