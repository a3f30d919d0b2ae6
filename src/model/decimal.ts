/**
 * Decimal numbers as exact integers in units of 0.000001: what is compared, weighted and summed is never a fraction in base 2.
 * Values: at most six decimals and at most 1,000,000,000 on either side of zero, so units stay below 2^53.
 */
import { bug, MeritError } from '../errors/index.js';

/** Units in one. */
export const UNITS = 1_000_000;
/** Largest value on either side of zero. */
export const LARGEST = 1_000_000_000;

/** What can be wrong with a number. */
export type NumberProblem = 'E_NUM_NAN' | 'E_NUM_RANGE' | 'E_NUM_SCALE';

/** What can be wrong with the text of a number. */
export type DecimalProblem = 'E_VALUE_MISSING' | 'E_NUM_FORMAT' | 'E_NUM_RANGE' | 'E_NUM_SCALE';

/**
 * Units of 0.000001 in `x`, exactly, judged on the shortest decimal form of `x`; or what is wrong with it.
 * `units / 1e6 === x` decides: the quotient is the double nearest to that decimal, and below 1e9 no two decimals of six places
 * share a double. The product is off by less than 0.25 units, so rounding finds the right one.
 */
export function toUnits(x: number): number | NumberProblem {
  if (!Number.isFinite(x)) return 'E_NUM_NAN';
  if (Math.abs(x) > LARGEST) return 'E_NUM_RANGE';
  const units = Math.round(x * UNITS);
  return units / UNITS === x ? units + 0 : 'E_NUM_SCALE'; // + 0 makes -0 a 0
}

/** The number nearest to that many units: `fromUnits(toUnits(x)) === x`. */
export function fromUnits(units: number): number {
  return units / UNITS;
}

/**
 * a * b / d rounded to a whole number, halves upwards (2.5 gives 3, -2.5 gives -2), exactly, for integers and d other than 0.
 * @throws {MeritError} E_OVERFLOW when the result is past 2^53 - 1.
 */
export function mulDivHalfUp(a: number, b: number, d: number): number {
  if (d === 0) throw bug('division by zero');
  if (d < 0) return mulDivHalfUp(-a, b, -d);
  const product = a * b;
  if (!Number.isSafeInteger(product)) return bigMulDivHalfUp(BigInt(a), BigInt(b), BigInt(d));
  const left = product % d;
  const rest = left < 0 ? left + d : left;
  const below = (product - rest) / d;
  if (!Number.isSafeInteger(product - rest)) return bigMulDivHalfUp(BigInt(a), BigInt(b), BigInt(d));
  return rest >= d - rest ? below + 1 : below;
}

function bigMulDivHalfUp(a: bigint, b: bigint, d: bigint): number {
  const doubled = 2n * a * b + d;
  const divisor = 2n * d;
  const rest = ((doubled % divisor) + divisor) % divisor;
  const result = Number((doubled - rest) / divisor);
  if (!Number.isSafeInteger(result)) throw new MeritError('E_OVERFLOW', 'the result of a multiplication is past 2^53 - 1');
  return result;
}

/**
 * Text of `units` of 10^-decimals with all its decimals and without exponent: `decimalText(1234500, 4)` is `123.4500`.
 * @param units - a safe integer. @param decimals - 0..15.
 */
export function decimalText(units: number, decimals: number): string {
  if (!Number.isSafeInteger(units)) throw bug('units that are not a safe integer');
  const digits = String(Math.abs(units)).padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  return `${units < 0 ? '-' : ''}${whole}${decimals > 0 ? `.${digits.slice(whole.length)}` : ''}`;
}

/**
 * The number written in a table as `-?(0|[1-9][0-9]*)(\.[0-9]{1,6})?`, or what is wrong with it. No blanks, no plus, no exponent,
 * no decimal comma, no other digits than 0-9: what a spreadsheet made of a number must not be guessed. `-0` is 0.
 */
export function parseDecimal(text: string): number | DecimalProblem {
  if (text === '') return 'E_VALUE_MISSING';
  if (!/^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?$/.test(text)) return 'E_NUM_FORMAT';
  const point = text.indexOf('.');
  if (point >= 0 && text.length - point - 1 > 6) return 'E_NUM_SCALE';
  const x = Number(text);
  return Math.abs(x) > LARGEST ? 'E_NUM_RANGE' : x + 0;
}

/** The value of the texts `true` and `false`; every other text is a problem, `yes`, `TRUE` and `1` too. */
export function parseBoolean(text: string): boolean | 'E_VALUE_MISSING' | 'E_BOOL_FORMAT' {
  if (text === 'true') return true;
  if (text === 'false') return false;
  return text === '' ? 'E_VALUE_MISSING' : 'E_BOOL_FORMAT';
}
