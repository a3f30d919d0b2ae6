import { Issues, MeritError } from '../../errors/index.js';
import { pointerToken } from '../../canonical/index.js';
import type { Interval } from '../../policy/index.js';
import { ofUnits, ratio, times } from '../ratio.js';
import { Bands, type BandTable } from './bands.js';
import { categoryOf, checkNames, datumOf, method, numberOf, scored, tableNumber, tableWeights, type Inputs, type Method } from './method.js';

export interface RatingMatrixTable {
  /** The inputs that name the row and the column. */
  readonly rows: { readonly input: string; readonly levels: readonly string[] };
  readonly columns: { readonly input: string; readonly levels: readonly string[] };
  /** matrix[row][column], in the order of the levels. */
  readonly matrix: readonly (readonly string[])[];
}

/** Ratings that are possible, each once, in the order of the table; one where the data suffice. */
export interface Rating {
  readonly inputs: readonly string[];
  readonly rate: (inputs: Inputs) => readonly string[];
}

/**
 * A rating read from a matrix of two ratings. An unknown row or column leaves all ratings of the column or row possible.
 * @throws {MeritError} E_SHAPE, E_ID_DUPLICATE; when rating E_VALUE_UNKNOWN for a level that is not listed.
 */
export function ratingMatrix(table: RatingMatrixTable): Rating {
  const issues = new Issues();
  const { rows, columns, matrix } = table;
  checkNames(rows.levels, '/rows/levels', issues);
  checkNames(columns.levels, '/columns/levels', issues);
  if (matrix.length !== rows.levels.length || matrix.some((row) => row.length !== columns.levels.length)) issues.add('E_SHAPE', '/matrix', `expected ${rows.levels.length} rows of ${columns.levels.length}`);
  issues.throwIfAny();
  const places = (axis: { input: string; levels: readonly string[] }, inputs: Inputs): readonly number[] => {
    const level = categoryOf(datumOf(inputs, axis.input), axis.input, axis.levels);
    return level === undefined ? axis.levels.map((_, k) => k) : [axis.levels.indexOf(level)];
  };
  return {
    inputs: [rows.input, columns.input],
    rate: (inputs) => {
      const across = places(columns, inputs);
      return [...new Set(places(rows, inputs).flatMap((r) => across.map((c) => matrix[r]![c]!)))];
    },
  };
}

export interface RatingBandsTable {
  /** Inputs with weights that add up to `total` (100), each a number of `min` to `max`. */
  readonly parts: readonly { readonly id: string; readonly weight: number }[];
  readonly total?: number;
  readonly min: number;
  readonly max: number;
  readonly bands: BandTable<string>;
  /** A rating that asks for a truth besides its band: where that is false, the rating is `else`; where it is unknown, both are possible. */
  readonly only?: { readonly rating: string; readonly when: string; readonly else: string };
}

/**
 * A rating by bands of a weighted sum: how older rules made a predicate of results and behaviour. `value` is the sum, whose parts are
 * weight * number over the total; its scale is that of the numbers, which may pass 100.
 * @throws {MeritError} E_WEIGHT_SUM, E_BANDS, E_REF_UNKNOWN; when rating E_NUM_RANGE for a number outside min to max.
 */
export function ratingBands(table: RatingBandsTable): Rating & { readonly value: Method } {
  const issues = new Issues();
  const [min, max] = [tableNumber(table.min, '/min', issues), tableNumber(table.max, '/max', issues)];
  if (min >= max) issues.add('E_NUM_RANGE', '/min', 'min lies below max');
  const weights = tableWeights(table.parts.map((p, k) => ({ weight: p.weight, path: `/parts/${k}/weight` })), table.total ?? 100, '/total', issues);
  checkNames(table.parts.map((p) => p.id), '/parts', issues);
  const bands = new Bands(table.bands, '/bands', issues);
  const { only } = table;
  for (const [key, rating] of Object.entries(only ? { rating: only.rating, else: only.else } : {})) {
    if (!bands.values.includes(rating)) issues.add('E_REF_UNKNOWN', `/only/${key}`, 'no band has this rating');
  }
  issues.throwIfAny();

  const numberWithin = (inputs: Inputs, id: string): Interval => {
    const x = numberOf(datumOf(inputs, id), id);
    if (x && (x.low < min || x.high > max)) throw new MeritError('E_NUM_RANGE', `expected ${table.min} to ${table.max}`, { path: pointerToken(id) });
    return x ?? { low: min, high: max };
  };
  const value = method('rating-bands', table.parts.map((p) => p.id), (inputs) =>
    scored(table.parts.map(({ id }, k) => {
      const [x, share] = [numberWithin(inputs, id), ratio(weights.units[k]!, weights.total)];
      return { criterion: id, low: times(share, ofUnits(x.low)), high: times(share, ofUnits(x.high)) };
    }), []),
  );
  const met = (inputs: Inputs): readonly boolean[] => {
    const text = only && categoryOf(datumOf(inputs, only.when), only.when, ['false', 'true']);
    return text === undefined ? [true, false] : [text === 'true'];
  };
  return {
    inputs: [...value.inputs, ...(only ? [only.when] : [])],
    value,
    rate: (inputs) => {
      const possible = bands.possible(value.score(inputs).exact);
      return [...new Set(possible.flatMap((rating) => (only && rating === only.rating ? met(inputs).map((yes) => (yes ? rating : only.else)) : [rating])))];
    },
  };
}
