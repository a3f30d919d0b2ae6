/** What every scoring method has in common: what it reads, what it gives, and how its numbers are checked. */
import { pointerToken } from '../../canonical/index.js';
import { MeritError, type Issues } from '../../errors/index.js';
import { toUnits } from '../../model/decimal.js';
import type { Interval } from '../../policy/index.js';
import type { Fit, Part } from '../fit.js';
import { fitUnits, plus, times, ZERO, type Ratio, type RatioInterval } from '../ratio.js';

/** One input: a number, the numbers it lies between, a category, a truth; null or absent where it is not known (which is never 0). */
export type Datum = number | string | boolean | { readonly low: number; readonly high: number } | null | undefined;

/** What is known of a person (for a position), by the name of the input. Names that a method does not read are left alone. */
export type Inputs = Readonly<Record<string, Datum>>;

/** What a criterion adds, before rounding. */
export interface ExactPart extends RatioInterval {
  readonly criterion: string;
}

/** A value that lay outside what the method expects and was taken as the nearest end: to be looked at by a person. */
export interface Review {
  readonly input: string;
  readonly why: 'below' | 'above';
}

/** A fit with its parts in 1/10,000 point, and the same before rounding: `low`, `high` are the sums of the rounded parts, `exact` of the exact ones. */
export interface Scored extends Fit {
  readonly exact: RatioInterval;
  readonly exactParts: readonly ExactPart[];
  readonly review: readonly Review[];
}

/** A scoring method whose tables were checked: the same inputs always give the same fit, whoever else is scored. */
export interface Method {
  readonly name: string;
  /** Names of the inputs it reads. */
  readonly inputs: readonly string[];
  /** Lowest and highest fit it can give, in 1/10,000 point. */
  readonly range: Interval;
  /** @throws {MeritError} E_VALUE_UNKNOWN for a category that the table does not list, E_TYPE, E_NUM_SCALE, E_NUM_RANGE; paths point into the inputs. */
  readonly score: (inputs: Inputs) => Scored;
}

/** The fit of exact parts: each part rounded half up once, the fit their sum. */
export function scored(exactParts: readonly ExactPart[], review: readonly Review[]): Scored {
  const parts: Part[] = exactParts.map((p) => ({ criterion: p.criterion, low: fitUnits(p.low), high: fitUnits(p.high) }));
  const add = (pick: (p: ExactPart) => Ratio): Ratio => exactParts.map(pick).reduce(plus, ZERO);
  return {
    low: parts.reduce((sum, p) => sum + p.low, 0),
    high: parts.reduce((sum, p) => sum + p.high, 0),
    parts,
    exact: { low: add((p) => p.low), high: add((p) => p.high) },
    exactParts,
    review,
  };
}

/** A method whose range is what it gives when nothing is known: every input may then be anything. */
export function method(name: string, inputs: readonly string[], score: (inputs: Inputs) => Scored): Method {
  const { low, high } = score({});
  return { name, inputs, range: { low, high }, score };
}

/** The parts times a factor of at least 0. */
export function scaleParts(parts: readonly ExactPart[], factor: Ratio): ExactPart[] {
  return parts.map((p) => ({ criterion: p.criterion, low: times(p.low, factor), high: times(p.high, factor) }));
}

/** A number of a table in 1e-6 units; 0 after the problem was added. */
export function tableNumber(x: number, path: string, issues: Issues): number {
  const units = toUnits(x);
  if (typeof units === 'number') return units;
  issues.add(units, path, 'expected a number of at most 6 decimals, at most 1,000,000,000 on either side of zero');
  return 0;
}

/** A weight in 1e-4 units, at least 0; 0 after the problem was added. */
export function tableWeight(weight: number, path: string, issues: Issues): number {
  const units = tableNumber(weight, path, issues);
  if (units < 0) issues.add('E_NUM_RANGE', path, 'a weight is at least 0');
  else if (units % 100 !== 0) issues.add('E_NUM_SCALE', path, 'a weight has at most 4 decimals');
  else return units / 100;
  return 0;
}

/** Weights in 1e-4 units; adds E_WEIGHT_SUM unless they add up to the total exactly. The total is above 0. */
export function tableWeights(weights: readonly { readonly weight: number; readonly path: string }[], total: number, path: string, issues: Issues): { units: number[]; total: number } {
  const units = weights.map((w) => tableWeight(w.weight, w.path, issues));
  const all = tableWeight(total, path, issues);
  const sum = units.reduce((a, b) => a + b, 0);
  if (all === 0 || sum !== all) issues.add('E_WEIGHT_SUM', path, `the weights add up to ${sum / 10_000}, the stated total is ${all / 10_000}`);
  return { units, total: all };
}

/** Adds E_VALUE_UNKNOWN for a word of a table that is none of its words: a misspelt choice must not fall back to another. */
export function checkWord(word: string, words: readonly string[], path: string, issues: Issues): void {
  if (!words.includes(word)) issues.add('E_VALUE_UNKNOWN', path, `expected one of ${words.join(', ')}`);
}

/** Adds E_ID_DUPLICATE for a name that stands twice. */
export function checkNames(names: readonly string[], path: string, issues: Issues): void {
  names.forEach((name, k) => {
    if (names.indexOf(name) < k) issues.add('E_ID_DUPLICATE', `${path}/${k}`, 'this name stands twice', { related: [`${path}/${names.indexOf(name)}`] });
  });
}

/** The datum of that name; of a name the object was born with (`toString`) nothing. */
export function datumOf(inputs: Inputs, name: string): Datum {
  return Object.hasOwn(inputs, name) ? inputs[name] : undefined;
}

/** A numeric input in 1e-6 units; undefined where nothing is known. */
export function numberOf(datum: Datum, input: string): Interval | undefined {
  if (datum === null || datum === undefined) return undefined;
  const path = pointerToken(input);
  const units = (x: number): number => {
    const result = toUnits(x);
    if (typeof result !== 'number') throw new MeritError(result, 'expected a number of at most 6 decimals, at most 1,000,000,000 on either side of zero', { path });
    return result;
  };
  if (typeof datum === 'number') return { low: units(datum), high: units(datum) };
  if (typeof datum !== 'object') throw new MeritError('E_TYPE', `expected a number, or {low, high}, or null; got a ${typeof datum}`, { path });
  const [low, high] = [units(datum.low), units(datum.high)];
  if (low > high) throw new MeritError('E_NUM_RANGE', 'the low end lies above the high end', { path });
  return { low, high };
}

/** A level within its scale, the nearest end of it (told in `review`) if it lies outside, the whole scale if it is not known. */
export function withinScale(level: Interval | undefined, scale: Interval, input: string, review: Review[]): Interval {
  if (!level) return scale;
  if (level.low < scale.low) review.push({ input, why: 'below' });
  if (level.high > scale.high) review.push({ input, why: 'above' });
  const clamp = (x: number): number => Math.min(scale.high, Math.max(scale.low, x));
  return { low: clamp(level.low), high: clamp(level.high) };
}

/** A category by its text (a truth is `true` or `false`); undefined where nothing is known. */
export function categoryOf(datum: Datum, input: string, known: readonly string[]): string | undefined {
  if (datum === null || datum === undefined) return undefined;
  const path = pointerToken(input);
  if (typeof datum === 'number' || typeof datum === 'object') throw new MeritError('E_TYPE', 'expected one of the categories of the table, or null', { path });
  const text = String(datum);
  if (!known.includes(text)) throw new MeritError('E_VALUE_UNKNOWN', `the table lists ${known.join(', ')}\nMaybe a spelling that has to be mapped first; a category nobody listed is not worth 0`, { path });
  return text;
}
