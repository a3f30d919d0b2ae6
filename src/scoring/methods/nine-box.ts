import { Issues } from '../../errors/index.js';
import { ofUnits, type RatioInterval } from '../ratio.js';
import { Bands } from './bands.js';
import { readCurve, type Curve } from './curve.js';
import { checkWord, datumOf, tableNumber, type Inputs, type Review } from './method.js';

/** One axis: points, cut into classes. */
export interface BoxAxis {
  /** Name of the input. */
  readonly input: string;
  /** How the input becomes points; points of 0 to 100 if left out. */
  readonly curve?: Curve;
  /** Ascending. */
  readonly cuts: readonly number[];
  /** The class of a value on a cut: `above` is `>= 80`, `below` is `> 80`. */
  readonly atCut: 'above' | 'below';
}

export interface NineBoxTable<B extends string | number = number> {
  readonly performance: BoxAxis;
  readonly potential: BoxAxis;
  /** matrix[performance][potential], both lowest first. */
  readonly matrix: readonly (readonly B[])[];
}

/** The boxes a person may stand in. */
export interface BoxPlace<B extends string | number = number> {
  /** The box, or null where the data leave more than one. */
  readonly box: B | null;
  /** Every box that is possible, in the order of the matrix (rows of performance, then potential), each once. */
  readonly possible: readonly B[];
  readonly review: readonly Review[];
}

export interface NineBox<B extends string | number = number> {
  readonly inputs: readonly string[];
  readonly place: (inputs: Inputs) => BoxPlace<B>;
  /** The same from two axis values that were computed elsewhere, in points. */
  readonly placeOf: (performance: RatioInterval, potential: RatioInterval) => BoxPlace<B>;
}

/**
 * The matrix of performance and potential with its cuts: for any number of classes, nine boxes where both axes have two cuts.
 * What is unknown leaves several boxes possible and is never the lowest box.
 * Cuts printed as whole-number ranges (61-80, 81-100) are cuts 61 and 81 with `above`, or 60 and 80 with `below`: they differ at 80.5.
 * @throws {MeritError} E_SHAPE (a matrix that does not fit the cuts), E_BANDS (cuts not ascending).
 */
export function nineBox<B extends string | number = number>(table: NineBoxTable<B>): NineBox<B> {
  const issues = new Issues();
  const axis = (of: BoxAxis, path: string) => {
    const read = readCurve(of.curve ?? { kind: 'points' }, `${path}/curve`, issues);
    checkWord(of.atCut, ['above', 'below'], `${path}/atCut`, issues);
    of.cuts.forEach((cut, k) => {
      tableNumber(cut, `${path}/cuts/${k}`, issues);
      if (k > 0 && cut <= of.cuts[k - 1]!) issues.add('E_BANDS', `${path}/cuts/${k}`, 'cuts ascend');
    });
    const edges = [null, ...of.cuts, null];
    const bands = edges.slice(1).map((high, k) => ({ low: edges[k] ?? null, high, is: k }));
    return { input: of.input, read, bands: new Bands({ bands, reading: of.atCut === 'above' ? 'lowerBound' : 'upperBound' }, path, issues) };
  };
  const performance = axis(table.performance, '/performance');
  const potential = axis(table.potential, '/potential');
  const [rows, cols] = [performance.bands.values.length, potential.bands.values.length];
  if (table.matrix.length !== rows || table.matrix.some((row) => row.length !== cols)) issues.add('E_SHAPE', '/matrix', `the cuts make ${rows} rows of ${cols} boxes`);
  issues.throwIfAny();
  const placed = (y: RatioInterval, x: RatioInterval, review: readonly Review[]): BoxPlace<B> => {
    const [across, down] = [potential.bands.possible(x), performance.bands.possible(y)];
    const possible = [...new Set(down.flatMap((row) => across.map((col) => table.matrix[row]![col]!)))];
    return { box: possible.length === 1 ? possible[0]! : null, possible, review };
  };
  return {
    inputs: [performance.input, potential.input],
    place: (inputs) => {
      const review: Review[] = [];
      const points = (a: typeof performance): RatioInterval => {
        const value = a.read.of(datumOf(inputs, a.input), a.input, review);
        return { low: ofUnits(value.low), high: ofUnits(value.high) };
      };
      const [y, x] = [points(performance), points(potential)];
      return placed(y, x, review);
    },
    placeOf: (y, x) => placed(y, x, []),
  };
}
