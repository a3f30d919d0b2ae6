import { bug } from '../errors/index.js';
import { UNITS } from '../model/decimal.js';

/** An exact fraction n / d with d > 0: what a method computes before anything is rounded. */
export interface Ratio {
  readonly n: bigint;
  readonly d: bigint;
}

/** A fraction as far as it is known: low = high if it is. */
export interface RatioInterval {
  readonly low: Ratio;
  readonly high: Ratio;
}

export const ZERO: Ratio = { n: 0n, d: 1n };

/** n / d in lowest terms; d other than 0. */
export function ratio(n: bigint | number, d: bigint | number = 1n): Ratio {
  let [top, bottom] = [BigInt(n), BigInt(d)];
  if (bottom === 0n) throw bug('a fraction over zero');
  if (bottom < 0n) [top, bottom] = [-top, -bottom];
  const common = gcd(top < 0n ? -top : top, bottom);
  return { n: top / common, d: bottom / common };
}

function gcd(a: bigint, b: bigint): bigint {
  while (b > 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}

/** A value in units of 1e-6 as a fraction. */
export function ofUnits(units: number): Ratio {
  return ratio(units, UNITS);
}

export function plus(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function minus(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.d - b.n * a.d, a.d * b.d);
}

export function times(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.n, a.d * b.d);
}

/** a / b, b other than 0. */
export function over(a: Ratio, b: Ratio): Ratio {
  return ratio(a.n * b.d, a.d * b.n);
}

/** Below zero, zero or above zero as a is smaller than, equal to or larger than b. */
export function compare(a: Ratio, b: Ratio): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** How a value is brought to fewer decimals: halves upwards, or everything cut off downwards or upwards. */
export type RoundingMode = 'halfUp' | 'down' | 'up';

/** The whole number at, below or above a fraction. `halfUp`: 2.5 gives 3, -2.5 gives -2. */
export function toWhole(a: Ratio, mode: RoundingMode = 'halfUp'): bigint {
  if (mode === 'up') return -toWhole({ n: -a.n, d: a.d }, 'down');
  const [n, d] = mode === 'down' ? [a.n, a.d] : [2n * a.n + a.d, 2n * a.d];
  const rest = ((n % d) + d) % d;
  return (n - rest) / d;
}

function tenTo(decimals: number): bigint {
  return BigInt(`1${'0'.repeat(decimals)}`);
}

/** The fraction with so many decimals, halves upwards: 86.735 with two decimals is 86.74, where a double gives 86.73. */
export function roundTo(a: Ratio, decimals: number): Ratio {
  const scale = tenTo(decimals);
  return ratio(toWhole({ n: a.n * scale, d: a.d }), scale);
}

/** Text of a fraction with exactly so many decimals, halves upwards: `ratioText(ratio(2, 3), 4)` is `0.6667`. */
export function ratioText(a: Ratio, decimals: number): string {
  const whole = toWhole({ n: a.n * tenTo(decimals), d: a.d });
  const digits = String(whole < 0n ? -whole : whole).padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  return `${whole < 0n ? '-' : ''}${digits.slice(0, cut)}${decimals > 0 ? `.${digits.slice(cut)}` : ''}`;
}

/** The fraction as units of 1/10,000 point, halves upwards: how fits and parts are held. */
export function fitUnits(a: Ratio): number {
  return Number(toWhole({ n: a.n * 10_000n, d: a.d }));
}
