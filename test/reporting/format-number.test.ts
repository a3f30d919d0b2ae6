import { expect, it } from 'vitest';
import { formatDecimal, formatPoints } from '../../src/reporting/format-number.js';
import { locales } from '../../src/reporting/index.js';

const { signs } = locales.id;

it('points have two decimals, rounded half up towards plus infinity, from integers alone', () => {
  const cases: [number, string][] = [[0, '0,00'], [49, '0,00'], [50, '0,01'], [823_349, '82,33'], [823_350, '82,34'], [12_345_678_900, '1.234.567,89'], [-50, '0,00'], [-51, '−0,01'], [-823_350, '−82,33']];
  for (const [units, text] of cases) expect(formatPoints(units, signs)).toBe(text);
});

it('points have four decimals where exactness is asked for', () => {
  expect([formatPoints(823_349, signs, 4), formatPoints(-1, signs, 4)]).toEqual(['82,3349', '−0,0001']);
});

it('numbers of a document keep their digits', () => {
  expect([formatDecimal(11, signs), formatDecimal(-3.5, signs)]).toEqual(['11', '−3,5']);
});
