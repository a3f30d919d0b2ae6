import { mulDivHalfUp } from '../model/decimal.js';

/** One point (one month, one rank step) in the units every value is held in. */
export const ONE = 1_000_000;

/** No value reaches beyond this many units, so that no sum of two leaves the exact integers. */
export const UNBOUNDED = 1e15;

/** A number as far as it is known: low = high if it is, in 1e-6 units. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

export const ANYTHING: Interval = { low: -UNBOUNDED, high: UNBOUNDED };

export function exactly(units: number): Interval {
  return { low: units, high: units };
}

/** The smallest interval that holds both. */
export function hull(a: Interval, b: Interval): Interval {
  return { low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) };
}

function clamp(units: number): number {
  return Math.max(-UNBOUNDED, Math.min(UNBOUNDED, units));
}

/** The sum of the values at `p`, each times its weight (1e-4 units); the ends of each term are rounded half up to 1e-6. */
export function weightedSum<P>(terms: readonly { readonly weight: number; readonly of: { of(p: P): Interval } }[], p: P): Interval {
  let low = 0;
  let high = 0;
  for (const { weight, of } of terms) {
    const value = of.of(p);
    const a = scaled(weight, value.low);
    const b = value.high === value.low ? a : scaled(weight, value.high);
    low = clamp(low + (weight < 0 ? b : a));
    high = clamp(high + (weight < 0 ? a : b));
  }
  return { low, high };
}

function scaled(weight: number, units: number): number {
  const about = (weight * units) / 10_000;
  return Math.abs(about) >= UNBOUNDED ? clamp(about) : mulDivHalfUp(weight, units, 10_000); // past the cut the exact value may not be an integer we can hold
}

/** The value at x of the line through the points, or of the step at or below it; flat outside them. Units on both axes. */
function pieceAt(points: readonly (readonly [number, number])[], linear: boolean, x: number): number {
  let k = 0;
  while (k < points.length && points[k]![0] <= x) k++;
  if (k === 0) return points[0]![1];
  const last = points[k - 1]!;
  const next = points[k];
  if (!linear || !next) return last[1];
  return last[1] + mulDivHalfUp(next[1] - last[1], x - last[0], next[0] - last[0]);
}

/** The piecewise curve over an interval: the hull of its ends and of every corner between them. */
export function piecewise(points: readonly (readonly [number, number])[], linear: boolean, x: Interval): Interval {
  if (x.low === x.high) return exactly(pieceAt(points, linear, x.low));
  let result = hull(exactly(pieceAt(points, linear, x.low)), exactly(pieceAt(points, linear, x.high)));
  for (const [corner, y] of points) if (corner > x.low && corner < x.high) result = hull(result, exactly(y));
  return result;
}

/** 100 * product of (v/100)^power, negative v taken as 0; exact, rounded half up once. */
export function product(factors: readonly { readonly power: number; readonly value: Interval }[]): Interval {
  const end = (pick: (x: Interval) => number): number => {
    const hundred = BigInt(100 * ONE);
    let numerator = hundred;
    let denominator = 1n;
    for (const f of factors) {
      const v = BigInt(Math.max(0, pick(f.value)));
      for (let k = 0; k < f.power; k++) {
        numerator *= v;
        denominator *= hundred;
      }
    }
    return clamp(Number((2n * numerator + denominator) / (2n * denominator)));
  };
  return { low: end((x) => x.low), high: end((x) => x.high) };
}
