import { Issues } from '../../errors/index.js';
import { compare, ofUnits, ratio, toWhole, type Ratio, type RatioInterval } from '../ratio.js';
import { checkWord, tableNumber } from './method.js';

/** One row of a table of bands as it is printed; null is an open end, allowed at the two ends of the table. */
export interface Band<T> {
  readonly low: number | null;
  readonly high: number | null;
  readonly is: T;
}

/**
 * Which band a value on an edge, or between two printed edges, belongs to.
 * `lowerBound`: the last band whose low end it reaches (`>= 81`); `upperBound`: the first band whose high end it does not pass (`> 80`);
 * `nearest`: it is first rounded half up to the grid.
 */
export type BandReading = 'lowerBound' | 'upperBound' | 'nearest';

/** Bands, lowest first. `grid` is the step between the high end of a band and the low end of the next as printed: 1 for 61-70, 71-80; 0 (default) where they share the edge. */
export interface BandTable<T> {
  readonly bands: readonly Band<T>[];
  readonly reading: BandReading;
  readonly grid?: number;
}

/** Which side of all bands a value lies on, or undefined if it lies within. */
export type Beyond = 'below' | 'above' | undefined;

/** A table of bands without holes and overlaps. */
export class Bands<T> {
  readonly values: readonly T[];
  private readonly lows: readonly (Ratio | undefined)[];
  private readonly highs: readonly (Ratio | undefined)[];
  private readonly reading: BandReading;
  private readonly grid: Ratio;

  /** Adds E_BANDS to `issues` for each hole or overlap. */
  constructor(table: BandTable<T>, path: string, issues: Issues) {
    const { bands } = table;
    const edge = (x: number | null, at: string): number | undefined => (x === null ? undefined : tableNumber(x, at, issues));
    const lows = bands.map((b, k) => edge(b.low, `${path}/bands/${k}/low`));
    const highs = bands.map((b, k) => edge(b.high, `${path}/bands/${k}/high`));
    const grid = tableNumber(table.grid ?? 0, `${path}/grid`, issues);
    checkWord(table.reading, ['lowerBound', 'upperBound', 'nearest'], `${path}/reading`, issues);
    if (bands.length === 0) issues.add('E_BANDS', `${path}/bands`, 'the table is empty');
    if (grid < 0) issues.add('E_NUM_RANGE', `${path}/grid`, 'a step is at least 0');
    if (table.reading === 'nearest' && grid <= 0) issues.add('E_RULE', `${path}/reading`, 'rounding to the nearest edge needs the grid on which the edges are printed');
    bands.forEach((band, k) => {
      const [low, high, next] = [lows[k], highs[k], lows[k + 1]];
      const at = `${path}/bands/${k}`;
      if (band.low === null && k > 0) issues.add('E_BANDS', `${at}/low`, 'only the lowest band may be open below');
      if (band.high === null && k < bands.length - 1) issues.add('E_BANDS', `${at}/high`, 'only the highest band may be open above');
      if (low !== undefined && high !== undefined && (grid > 0 ? low > high : low >= high)) issues.add('E_BANDS', at, 'the low end of a band lies below its high end; bands stand lowest first');
      if (high === undefined || next === undefined || next === high + grid) return;
      const what = next > high + grid ? 'a hole' : 'an overlap';
      issues.add('E_BANDS', `${at}/high`, `${what} between this band and the next: it ends at ${band.high}, the next begins at ${bands[k + 1]!.low}, and the grid is ${table.grid ?? 0}`);
    });
    this.values = bands.map((b) => b.is);
    this.lows = lows.map((x) => (x === undefined ? undefined : ofUnits(x)));
    this.highs = highs.map((x) => (x === undefined ? undefined : ofUnits(x)));
    this.reading = table.reading;
    this.grid = ofUnits(grid);
  }

  /** Which side of the table a value lies on. */
  beyond(x: Ratio): Beyond {
    const [low, high] = [this.lows[0], this.highs.at(-1)];
    if (low && compare(x, low) < 0) return 'below';
    return high && compare(x, high) > 0 ? 'above' : undefined;
  }

  /** Index of the band of a value; of one outside the table, of the nearest band (see `beyond`). O(bands). */
  indexOf(x: Ratio): number {
    const last = this.values.length - 1;
    if (this.reading === 'upperBound') {
      const first = this.highs.findIndex((high) => !high || compare(x, high) <= 0);
      return first < 0 ? last : first;
    }
    const y = this.reading === 'nearest' ? this.onGrid(x) : x;
    let k = last;
    while (k > 0 && compare(y, this.lows[k]!) < 0) k--;
    return k;
  }

  /** What a value may be, lowest band first: one band if it is known well enough. */
  possible(x: RatioInterval): readonly T[] {
    return this.values.slice(this.indexOf(x.low), this.indexOf(x.high) + 1);
  }

  private onGrid(x: Ratio): Ratio {
    const steps = toWhole({ n: x.n * this.grid.d, d: x.d * this.grid.n });
    return ratio(steps * this.grid.n, this.grid.d);
  }
}

/**
 * A table of bands, checked.
 * @throws {MeritError} E_BANDS with every hole and overlap.
 */
export function bands<T>(table: BandTable<T>): Bands<T> {
  const issues = new Issues();
  const result = new Bands(table, '', issues);
  issues.throwIfAny();
  return result;
}
