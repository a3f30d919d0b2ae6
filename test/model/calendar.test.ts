import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addMonths, ageOn, civilOf, dayOf, daysInMonth, FIRST_DAY, formatDay, isLeapYear, LAST_DAY, monthsBetween, parseDay } from '../../src/model/calendar.js';

const day = (text: string): number => {
  const parsed = parseDay(text);
  if (typeof parsed === 'string') throw new Error(parsed);
  return parsed;
};
const anyDay = fc.integer({ min: FIRST_DAY, max: LAST_DAY });

/** An independent second implementation: walk from day to day. */
function* walk(): Generator<[number, string]> {
  let [y, m, d] = [1900, 1, 1];
  for (let n = -25_567; y < 2200; n++) {
    yield [n, `${y}-${m < 10 ? '0' : ''}${m}-${d < 10 ? '0' : ''}${d}`];
    const leap = y % 400 === 0 || (y % 4 === 0 && y % 100 !== 0);
    const length = m === 2 ? (leap ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31;
    if (++d > length) [m, d] = [m + 1, 1];
    if (m > 12) [y, m] = [y + 1, 1];
  }
}

it('every day from 1900 to 2199 agrees with a day-by-day walk and with Date in UTC', () => {
  let count = 0;
  const wrong: string[] = [];
  for (const [n, text] of walk()) {
    count++;
    if (parseDay(text) !== n || formatDay(n) !== text || new Date(n * 86_400_000).toISOString().slice(0, 10) !== text) wrong.push(text);
  }
  expect(wrong).toEqual([]);
  expect(count).toBe(109_573);
  expect([FIRST_DAY, LAST_DAY].map(formatDay)).toEqual(['1900-01-01', '2199-12-31']);
});

describe('parseDay', () => {
  it.each([
    ['2027-02-29', 'E_DATE_INVALID'], ['1900-02-29', 'E_DATE_INVALID'], ['2027-04-31', 'E_DATE_INVALID'], ['2027-13-01', 'E_DATE_INVALID'],
    ['2027-00-10', 'E_DATE_INVALID'], ['2027-01-00', 'E_DATE_INVALID'], ['2027-01-32', 'E_DATE_INVALID'], ['0000-00-00', 'E_DATE_INVALID'],
    ['2027-2-3', 'E_DATE_FORMAT'], ['03/02/2027', 'E_DATE_FORMAT'], ['1770076800000', 'E_DATE_FORMAT'], ['2026-06-30T23:59:60Z', 'E_DATE_FORMAT'],
    ['2026-03-29T00:00:00+05:45', 'E_DATE_FORMAT'], ['', 'E_DATE_FORMAT'], [' 2026-03-29', 'E_DATE_FORMAT'], ['2026-03-29\n', 'E_DATE_FORMAT'],
    ['٢٠٢٦-٠٣-٢٩', 'E_DATE_FORMAT'], ['2026‐03‐29', 'E_DATE_FORMAT'], ['20260329', 'E_DATE_FORMAT'], ['2026-088', 'E_DATE_FORMAT'],
    ['0000-01-01', 'E_DATE_RANGE'], ['+275760-09-13', 'E_DATE_RANGE'], ['-000001-09-13', 'E_DATE_RANGE'], ['1066-10-14', 'E_DATE_RANGE'],
    ['1899-12-31', 'E_DATE_RANGE'], ['2200-01-01', 'E_DATE_RANGE'],
  ])('%j is %s', (text, code) => expect(parseDay(text)).toBe(code));
  it.each(['2000-02-29', '2028-02-29', '1900-01-01', '2199-12-31'])('%s is a day', (text) => expect(formatDay(day(text))).toBe(text));
});

describe('addMonths', () => {
  it.each([
    ['2027-01-31', 1, '2027-02-28'], ['2028-01-31', 1, '2028-02-29'], ['2027-03-31', -1, '2027-02-28'], ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', 48, '2032-02-29'], ['2027-12-15', 1, '2028-01-15'], ['2027-01-15', -1, '2026-12-15'], ['2027-05-31', 13, '2028-06-30'],
  ])('%s plus %i is %s', (from, months, to) => expect(formatDay(addMonths(day(from), months))).toBe(to));
  it('agrees with Date in UTC on days that every month has', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: -600, max: 600 }), (n, months) => {
      const { year, month, day: d } = civilOf(n);
      fc.pre(d <= 28);
      expect(addMonths(n, months)).toBe(Date.UTC(year, month - 1 + months, d) / 86_400_000);
    }));
  });
});

describe('monthsBetween', () => {
  it.each([
    ['2020-01-15', '2020-02-14', 0], ['2020-01-15', '2020-02-15', 1], ['2027-01-31', '2027-02-27', 0], ['2027-01-31', '2027-02-28', 1],
    ['2027-01-31', '2027-03-30', 1], ['2027-01-31', '2027-03-31', 2], ['2020-02-15', '2020-01-15', -1], ['2020-02-14', '2020-01-15', 0],
    ['2020-02-15', '2020-02-15', 0], ['2027-01-29', '2027-02-28', 1],
  ])('%s to %s is %i complete months, by either rule', (from, to, months) => {
    expect(monthsBetween(day(from), day(to), 'feb28')).toBe(months);
    expect(monthsBetween(day(from), day(to), 'mar1')).toBe(months);
  });
  it.each([
    ['2024-02-29', '2025-02-28', 12, 11], ['2024-02-29', '2025-03-01', 12, 12], ['2024-02-29', '2028-02-28', 47, 47], ['2024-02-29', '2028-02-29', 48, 48],
    ['2024-02-29', '2024-03-29', 1, 1], ['2025-02-28', '2024-02-29', -12, -11],
  ])('%s to %s is %i by feb28 and %i by mar1', (from, to, feb28, mar1) => {
    expect(monthsBetween(day(from), day(to), 'feb28')).toBe(feb28);
    expect(monthsBetween(day(from), day(to), 'mar1')).toBe(mar1);
  });
  it('is the largest count whose monthly day has come, counted one by one', () => {
    fc.assert(fc.property(anyDay, fc.integer({ min: 0, max: 3000 }), (from, span) => {
      const to = from + span;
      let months = 0;
      while (addMonths(from, months + 1) <= to) months++;
      expect(monthsBetween(from, to, 'feb28')).toBe(months);
    }));
  });
  it('never falls as the second day moves on, and changes sign when the days are swapped', () => {
    fc.assert(fc.property(anyDay, anyDay, fc.constantFrom('feb28' as const, 'mar1' as const), (a, b, rule) => {
      expect(monthsBetween(a, b, rule)).toBe(0 - monthsBetween(b, a, rule));
      expect(monthsBetween(a, b + 1, rule)).toBeGreaterThanOrEqual(monthsBetween(a, b, rule));
      expect(Object.is(monthsBetween(a, b, rule), -0)).toBe(false);
    }));
  });
});

describe('ageOn', () => {
  it.each([
    ['2000-02-29', '2027-02-28', 27, 26], ['2000-02-29', '2027-03-01', 27, 27], ['2000-02-29', '2028-02-28', 27, 27], ['2000-02-29', '2028-02-29', 28, 28],
    ['1968-02-29', '2026-02-28', 58, 57], ['1968-06-30', '2026-06-29', 57, 57], ['1968-06-30', '2026-06-30', 58, 58],
  ])('born %s, on %s: %i by feb28, %i by mar1', (birth, on, feb28, mar1) => {
    expect(ageOn(day(birth), day(on), 'feb28')).toBe(feb28);
    expect(ageOn(day(birth), day(on), 'mar1')).toBe(mar1);
  });
  it('is 0 in the first year and negative from a year before birth', () => {
    expect(ageOn(day('2000-05-05'), day('2001-05-04'), 'mar1')).toBe(0);
    expect(Object.is(ageOn(day('2000-05-05'), day('2000-03-05'), 'mar1'), -0)).toBe(false);
    expect(ageOn(day('2000-05-05'), day('1998-05-05'), 'mar1')).toBe(-2);
  });
});

it('days of the years around zero and far away convert there and back', () => {
  for (let n = -1_000_000; n < 3_000_000; n += 997) expect(dayOf(civilOf(n))).toBe(n);
});

it('impossible dates inside the library are bugs, not errors of the caller', () => {
  expect(() => daysInMonth(2027, 13)).toThrow('impossible state');
  expect(() => formatDay(0.5)).toThrow('impossible state');
  expect(() => formatDay(-800_000)).toThrow('impossible state');
  expect(() => formatDay(3_000_000)).toThrow('impossible state');
  expect([1900, 2000, 2024, 2026, 2100].filter(isLeapYear)).toEqual([2000, 2024]);
});

it('a day has dashes where they belong and nothing else', () => {
  for (const text of ['2026-01/01', '2026/01-01', '2026-01-01x', '2026-01-0:', '2026-01-0/']) expect(parseDay(text)).toBe('E_DATE_FORMAT');
});
