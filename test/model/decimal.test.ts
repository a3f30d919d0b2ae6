import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MeritError } from '../../src/errors/index.js';
import { decimalText, fromUnits, mulDivHalfUp, parseBoolean, parseDecimal, toUnits } from '../../src/model/decimal.js';

/** Units by the digits of the shortest decimal form, as the definition reads. */
function referenceUnits(x: number): number | string {
  if (!Number.isFinite(x)) return 'E_NUM_NAN';
  if (Math.abs(x) > 1e9) return 'E_NUM_RANGE';
  const [mantissa, exponent] = String(Math.abs(x)).split('e') as [string, string | undefined];
  const [whole, fraction = ''] = mantissa.split('.') as [string, string | undefined];
  const decimals = fraction.length - Number(exponent ?? 0);
  if (decimals > 6) return 'E_NUM_SCALE';
  const units = BigInt(whole + fraction) * 10n ** BigInt(6 - decimals);
  return x < 0 ? 0 - Number(units) : Number(units);
}

describe('toUnits', () => {
  it.each([
    [0, 0], [-0, 0], [70, 70_000_000], [0.1, 100_000], [0.1 + 0.2, 'E_NUM_SCALE'], [0.3, 300_000], [-2.5, -2_500_000], [0.000001, 1], [1e9, 1e15],
    [-1e9, -1e15], [999999999.999999, 999999999999999], [1e9 + 1, 'E_NUM_RANGE'], [-1e300, 'E_NUM_RANGE'], [5e-324, 'E_NUM_SCALE'],
    [70.00000049, 'E_NUM_SCALE'], [1e-7, 'E_NUM_SCALE'], [NaN, 'E_NUM_NAN'], [Infinity, 'E_NUM_NAN'], [-Infinity, 'E_NUM_NAN'],
  ])('of %d is %s', (x, units) => expect(toUnits(x)).toBe(units));
  it('gives back every decimal of six places, over the whole range', () => {
    fc.assert(fc.property(fc.integer({ min: -1e15, max: 1e15 }), (units) => {
      expect(toUnits(fromUnits(units))).toBe(units);
    }), { numRuns: 5000 });
  });
  it('agrees with the digits of the shortest form on any double, and on neighbours of short decimals', () => {
    fc.assert(fc.property(fc.double({ min: -2e9, max: 2e9 }), (x) => {
      expect(toUnits(x)).toBe(referenceUnits(x));
    }), { numRuns: 2000 });
    fc.assert(fc.property(fc.integer({ min: -1e15, max: 1e15 }), fc.integer({ min: -4, max: 4 }), (units, step) => {
      const x = fromUnits(units) * (1 + step * Number.EPSILON);
      expect(toUnits(x)).toBe(referenceUnits(x));
    }), { numRuns: 5000 });
  });
});

describe('mulDivHalfUp', () => {
  const exact = (a: number, b: number, d: number): bigint => {
    const [n, k] = d < 0 ? [-BigInt(a) * BigInt(b), -BigInt(d)] : [BigInt(a) * BigInt(b), BigInt(d)];
    const floor = (p: bigint, q: bigint): bigint => (p >= 0n ? p / q : -((-p + q - 1n) / q));
    return floor(2n * n + k, 2n * k);
  };
  const agrees = (a: number, b: number, d: number): void => {
    const want = exact(a, b, d);
    if (want > BigInt(Number.MAX_SAFE_INTEGER) || want < -BigInt(Number.MAX_SAFE_INTEGER)) expect(() => mulDivHalfUp(a, b, d)).toThrow(MeritError);
    else expect(mulDivHalfUp(a, b, d)).toBe(Number(want));
  };
  it.each([[5, 1, 2, 3], [-5, 1, 2, -2], [7, 1, 2, 4], [-7, 1, 2, -3], [1, 1, 3, 0], [2, 1, 3, 1], [-1, 1, 3, 0], [-1, 0, 4, 0], [5, 1, -2, -2], [-5, 1, -2, 3]])(
    '%i * %i / %i is %i', (a, b, d, want) => expect(mulDivHalfUp(a, b, d)).toBe(want));
  it('agrees with big integers on small, halfway and huge cases', () => {
    const nonZero = (max: number): fc.Arbitrary<number> => fc.integer({ min: -max, max }).filter((d) => d !== 0);
    const wide = fc.oneof(fc.integer({ min: -50, max: 50 }), fc.integer({ min: -1e8, max: 1e8 }), fc.maxSafeInteger());
    fc.assert(fc.property(wide, wide, nonZero(60), agrees), { numRuns: 3000 });
    fc.assert(fc.property(wide, wide, nonZero(Number.MAX_SAFE_INTEGER), agrees), { numRuns: 3000 });
  });
  it('is exact where the product is close to 2^53 and the quotient close to a half', () => {
    for (const p of [2 ** 53 - 1, -(2 ** 53 - 1), 2 ** 53 - 2, 2 ** 52 + 1]) {
      for (const d of [1, 2, 3, 4, 7, 2 ** 20, 2 ** 52, 2 ** 53 - 1, 2 ** 53 - 2]) agrees(p, 1, d);
    }
    expect(() => mulDivHalfUp(1, 1, 0)).toThrow('impossible state');
    expect(() => mulDivHalfUp(2 ** 40, 2 ** 40, 2)).toThrow('E_OVERFLOW');
  });
});

describe('decimalText', () => {
  it.each([[1234500, 4, '123.4500'], [-5, 6, '-0.000005'], [0, 2, '0.00'], [7, 0, '7'], [-7, 0, '-7'], [1e15, 6, '1000000000.000000'], [9007199254740991, 15, '9.007199254740991']])(
    'of %i with %i decimals is %s', (units, decimals, text) => expect(decimalText(units, decimals)).toBe(text));
  it('refuses what is not a whole number', () => expect(() => decimalText(0.5, 2)).toThrow('impossible state'));
  it('is read back by parseDecimal and toUnits', () => {
    fc.assert(fc.property(fc.integer({ min: -1e15, max: 1e15 }), (units) => {
      const x = parseDecimal(decimalText(units, 6));
      expect(typeof x === 'number' && toUnits(x)).toBe(units);
    }));
  });
});

describe('parseDecimal', () => {
  it.each([
    ['0', 0], ['-0', 0], ['70', 70], ['-70.5', -70.5], ['0.000001', 0.000001], ['1000000000', 1e9],
    ['', 'E_VALUE_MISSING'], ['1,5', 'E_NUM_FORMAT'], [' 0x10 ', 'E_NUM_FORMAT'], ['1e3', 'E_NUM_FORMAT'], ['+5', 'E_NUM_FORMAT'], ['5.', 'E_NUM_FORMAT'],
    ['.5', 'E_NUM_FORMAT'], ['٥', 'E_NUM_FORMAT'], ['007', 'E_NUM_FORMAT'], ['70\n', 'E_NUM_FORMAT'], ['--1', 'E_NUM_FORMAT'], ['NaN', 'E_NUM_FORMAT'], ['５', 'E_NUM_FORMAT'],
    ['1.0000000', 'E_NUM_SCALE'], ['70.0000000000000000001', 'E_NUM_SCALE'], ['1000000001', 'E_NUM_RANGE'], ['9'.repeat(400), 'E_NUM_RANGE'],
  ])('of %j is %s', (text, want) => expect(parseDecimal(text)).toBe(want));
});

describe('parseBoolean', () => {
  it.each([['true', true], ['false', false], ['', 'E_VALUE_MISSING'], ['no', 'E_BOOL_FORMAT'], ['TRUE', 'E_BOOL_FORMAT'], ['1', 'E_BOOL_FORMAT'], ['true ', 'E_BOOL_FORMAT']])(
    'of %j is %s', (text, want) => expect(parseBoolean(text)).toBe(want));
});
