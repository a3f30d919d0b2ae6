import { pointerToken } from '../../canonical/index.js';
import type { Issues } from '../../errors/index.js';
import { hull, exactly, ONE, piecewise, type Interval } from '../../policy/interval.js';
import { ofUnits } from '../ratio.js';
import { Bands, type BandTable } from './bands.js';
import { categoryOf, checkWord, numberOf, tableNumber, withinScale, type Datum, type Review } from './method.js';

/**
 * How an input becomes points.
 * `points`: it is points already, of `min` to `max` (0 to 100); `linear` and `step` are the curves of `piecewise` in the rule language
 * (docs/formats.md 3.1), flat outside; `bands`: a table of ranges; `table`: points by category.
 */
export type Curve =
  | { readonly kind: 'points'; readonly min?: number; readonly max?: number }
  | { readonly kind: 'linear' | 'step'; readonly points: readonly (readonly [number, number])[] }
  | ({ readonly kind: 'bands' } & BandTable<number>)
  | { readonly kind: 'table'; readonly table: Readonly<Record<string, number>> };

/** Points (1e-6 units) of a datum: the hull of all points it may give, of the whole curve where nothing is known. */
export interface ReadCurve {
  /** Lowest and highest points of the curve. */
  readonly range: Interval;
  readonly of: (datum: Datum, input: string, review: Review[]) => Interval;
}

/** A curve made ready; problems of its table are added to `issues`. Points 0 to 100 unless `range` says otherwise. */
export function readCurve(curve: Curve, path: string, issues: Issues, limits: { readonly min: number; readonly max: number } = { min: 0, max: 100 }): ReadCurve {
  checkWord(curve.kind, ['points', 'linear', 'step', 'bands', 'table'], `${path}/kind`, issues);
  const read = shape(curve, path, issues);
  if (read.range.low < limits.min * ONE || read.range.high > limits.max * ONE) issues.add('E_NUM_RANGE', path, `the points of this curve leave ${limits.min} to ${limits.max}`);
  return read;
}

function shape(curve: Curve, path: string, issues: Issues): ReadCurve {
  if (curve.kind === 'points') {
    const range = { low: tableNumber(curve.min ?? 0, `${path}/min`, issues), high: tableNumber(curve.max ?? 100, `${path}/max`, issues) };
    if (range.low >= range.high) issues.add('E_NUM_RANGE', path, 'min lies below max');
    return { range, of: (datum, input, review) => withinScale(numberOf(datum, input), range, input, review) };
  }
  if (curve.kind === 'table') {
    const points = new Map(Object.entries(curve.table).map(([key, y]): [string, number] => [key, tableNumber(y, `${path}/table${pointerToken(key)}`, issues)]));
    const known = [...points.keys()].sort();
    if (known.length === 0) issues.add('E_BANDS', `${path}/table`, 'the table is empty');
    const range = rangeOf([...points.values()]);
    return {
      range,
      of: (datum, input) => {
        const key = categoryOf(datum, input, known);
        return key === undefined ? range : exactly(points.get(key)!);
      },
    };
  }
  if (curve.kind === 'bands') {
    const bands = new Bands(curve, path, issues);
    const points = bands.values.map((y, k) => tableNumber(y, `${path}/bands/${k}/is`, issues));
    const range = rangeOf(points);
    return {
      range,
      of: (datum, input, review) => {
        const x = numberOf(datum, input);
        if (!x) return range;
        const [low, high] = [ofUnits(x.low), ofUnits(x.high)];
        if (bands.beyond(low) === 'below') review.push({ input, why: 'below' });
        if (bands.beyond(high) === 'above') review.push({ input, why: 'above' });
        return rangeOf(points.slice(bands.indexOf(low), bands.indexOf(high) + 1));
      },
    };
  }
  const points = (curve.points ?? []).map(([x, y], k): [number, number] => [tableNumber(x, `${path}/points/${k}/0`, issues), tableNumber(y, `${path}/points/${k}/1`, issues)]);
  if (points.length === 0) issues.add('E_BANDS', `${path}/points`, 'the curve has no points');
  points.forEach(([x], k) => {
    if (k > 0 && x <= points[k - 1]![0]) issues.add('E_BANDS', `${path}/points/${k}`, 'x ascends from point to point');
  });
  const range = rangeOf(points.map(([, y]) => y));
  return { range, of: (datum, input) => { const x = numberOf(datum, input); return x ? piecewise(points, curve.kind === 'linear', x) : range; } };
}

function rangeOf(points: readonly number[]): Interval {
  return points.length === 0 ? exactly(0) : points.map(exactly).reduce(hull);
}
