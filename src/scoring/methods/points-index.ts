import { Issues } from '../../errors/index.js';
import { ONE, type Interval } from '../../policy/index.js';
import { ofUnits, type RatioInterval } from '../ratio.js';
import { Bands, type BandReading, type BandTable } from './bands.js';
import { readCurve, type Curve } from './curve.js';
import { checkNames, datumOf, method, scored, tableNumber, type Method, type Review } from './method.js';

export interface PointsIndexTable {
  readonly name?: string;
  /** The most points of a dimension are the sum of the most points of its items; the dimensions add up to 100. */
  readonly dimensions: readonly { readonly id: string; readonly max: number; readonly items: readonly { readonly id: string; readonly curve: Curve }[] }[];
  /** Categories of the sum. */
  readonly categories: BandTable<string>;
  /** How values between printed edges are read, in the categories and in every item that is a table of bands with a grid; overrides their own. */
  readonly bandRounding?: BandReading;
}

export interface PointsIndex extends Method {
  /** The categories that a sum may fall in, lowest first; one where it is known well enough. */
  readonly categoriesOf: (total: RatioInterval) => readonly string[];
}

/**
 * An index that adds points: each item gives points, nothing is weighed again. One part per item. Bands printed with whole edges
 * (61-70, 71-80) say nothing of 80.5: `bandRounding` does, and the same person can land in two categories by it.
 * @throws {MeritError} E_WEIGHT_SUM (dimensions that do not add up to 100), E_NUM_RANGE (items that do not reach the most points of
 * their dimension exactly), E_BANDS, E_ID_DUPLICATE.
 */
export function pointsIndex(table: PointsIndexTable): PointsIndex {
  const issues = new Issues();
  const reading = <T>(bands: BandTable<T>): BandTable<T> => (table.bandRounding && (bands.grid ?? 0) > 0 ? { ...bands, reading: table.bandRounding } : bands);
  let total = 0;
  const items = table.dimensions.flatMap((dimension, d) => {
    const most = tableNumber(dimension.max, `/dimensions/${d}/max`, issues);
    total += most;
    const read = dimension.items.map((item, k) => {
      const curve: Curve = item.curve.kind === 'bands' ? { kind: 'bands', ...reading(item.curve) } : item.curve;
      return { id: item.id, read: readCurve(curve, `/dimensions/${d}/items/${k}/curve`, issues) };
    });
    const reached = read.reduce((sum, item) => sum + item.read.range.high, 0);
    if (reached !== most) issues.add('E_NUM_RANGE', `/dimensions/${d}/max`, `the items reach ${reached / ONE} points, the dimension says ${dimension.max}`);
    return read;
  });
  checkNames(table.dimensions.map((d) => d.id), '/dimensions', issues);
  checkNames(items.map((i) => i.id), '/dimensions/items', issues);
  if (total !== 100 * ONE) issues.add('E_WEIGHT_SUM', '/dimensions', `the dimensions add up to ${total / ONE}, not to 100`);
  const categories = new Bands(reading(table.categories), '/categories', issues);
  issues.throwIfAny();
  const part = (id: string, points: Interval) => ({ criterion: id, low: ofUnits(points.low), high: ofUnits(points.high) });
  const index = method(table.name ?? 'points-index', items.map((i) => i.id), (inputs) => {
    const review: Review[] = [];
    return scored(items.map((i) => part(i.id, i.read.of(datumOf(inputs, i.id), i.id, review))), review);
  });
  return { ...index, categoriesOf: (sum) => categories.possible(sum) };
}
