import { parseDay } from '../model/calendar.js';
import { MEASURES, type MeasureName, type Outcome } from './comparison.js';
import type { LevelRecord, RoundRecord, Year } from './year.js';

/** One measure of a life, of one level or of all (null); null where it is not defined. */
type Formula = (years: readonly Year[], level: string | null) => number | null;

/**
 * Every measure by its formula. A mean over years leaves out the years in which it is not defined; shares, ratios and days are of all years together.
 * What is per year is divided by the number of years.
 */
const FORMULAS: Readonly<Record<MeasureName, Formula>> = {
  // Last day of a year: sum of the fits over the seats filled. Mean over years.
  'fit-mean': (years, level) => meanOver(years, (year) => ratio(sum(atLevel(year, level), (l) => l.fitSum), 10_000 * sum(atLevel(year, level), (l) => l.filled))),
  // Last day of a year: the least fit of anybody in a seat. Mean over years.
  'fit-min': (years, level) => meanOver(years, (year) => least(atLevel(year, level).map((l) => (l.fitMin === null ? null : l.fitMin / 10_000)))),
  // Last day of a year: true performance, summed over those who work, by their number. Mean over years.
  'performance-mean': (years, level) => meanOver(years, (year) => ratio(sum(atLevel(year, level), (l) => l.truthSum), 100 * sum(atLevel(year, level), (l) => l.working))),
  // Last day of a year: the same sum by all seats, so that an empty one delivers nothing. Mean over years.
  delivered: (years) => meanOver(years, (year) => ratio(sum(year.units, (unit) => unit.delivered), 100 * sum(year.units, (unit) => unit.seats))),
  // Days on which a seat was empty, of all days of all seats.
  'vacant-share': (years) => ratio(sum(years, (year) => year.vacancies.seatDays), sum(years, (year) => year.seats.total * daysOf(year))),
  // Days that a vacancy stood empty, of those filled.
  'days-to-fill': (years) => ratio(sum(years, (year) => sum(year.vacancies.daysToFill, (days) => days)), sum(years, (year) => year.vacancies.daysToFill.length)),
  // People who took a post, a year.
  moves: (years) => ratio(sum(years, moved), years.length),
  // People who took a post, for each seat that somebody left by leaving the organisation: the vacancy multiplier (HC White, Chains of Opportunity, 1970, ch. 2). Moves into seats that were vacant at the start are in it, so short lives say more.
  'moves-per-vacancy': (years) => ratio(sum(years, moved), sum(years, opened)),
  // Moves that close circles, a year.
  loops: (years) => ratio(sum(rounds(years), (round) => round.loops), years.length),
  // Last day of a year: whole months in the present post, by seats filled. Mean over years.
  tenure: (years, level) => meanOver(years, (year) => ratio(sum(atLevel(year, level), (l) => l.tenureMonths), sum(atLevel(year, level), (l) => l.filled))),
  // Last day of a year: Gini coefficient of what a seat delivers, unit by unit. Mean over years.
  'unit-spread': (years) => meanOver(years, (year) => gini(unitsPerSeat(year))),
  // Promotions past somebody eligible and better from below, a year: pairs of who rose and who was left, by the fits of the regime's own policy.
  'passed-over': (years) => ratio(sum(rounds(years), (round) => round.passedOver), years.length),
  // Of the people promoted or taken in, the share of the connected; all rounds together.
  'connected-winners': (years) => ratio(sum(rounds(years), (round) => round.winners.connected), sum(rounds(years), (round) => round.winners.all)),
  // That share by the share of the connected among those eligible: 1 is no advantage. Undefined where nobody connected was eligible.
  'connected-advantage': (years) =>
    ratio(sum(rounds(years), (round) => round.winners.connected) * sum(rounds(years), (round) => round.eligible.all), sum(rounds(years), (round) => round.winners.all) * sum(rounds(years), (round) => round.eligible.connected)),
  // People ready for a post of the level who hold none there or above, by its posts; all rounds together. Whoever is ready for two levels counts at both. By the gates of the regime's own policy.
  bench: (years, level) => {
    const of = rounds(years).flatMap((round) => round.bench.filter((row) => level === null || row.level === level));
    return ratio(sum(of, (row) => row.ready), sum(of, (row) => row.positions));
  },
  // People who declined what they were given, a year.
  refused: (years) => ratio(sum(rounds(years), (round) => round.refused), years.length),
  // People who lost their post and got none, a year.
  displaced: (years) => ratio(sum(rounds(years), (round) => round.displaced), years.length),
};

/**
 * What a life comes to: every measure of {@link MEASURES} in its order, for all levels (null) first and then, where it has levels, for each of `levels`.
 * Points are 0..100, `tenure` months, counts a year. Null, never NaN, where there is nothing to divide by.
 * Doubles, for reading alone: nothing in a simulation depends on them. O(years * levels).
 */
export function outcomesOf(years: readonly Year[], levels: readonly string[]): readonly Outcome[] {
  return (Object.keys(MEASURES) as MeasureName[]).flatMap((measure) => {
    const of = MEASURES[measure].byLevel ? [null, ...levels] : [null];
    return of.map((level) => ({ measure, level, value: FORMULAS[measure](years, level) }));
  });
}

/** A point of a Lorenz curve: the poorest `population` of all have `share` of the whole; both 0..1. */
export interface LorenzPoint {
  readonly population: number;
  readonly share: number;
}

/**
 * The Lorenz curve of values >= 0, each as one: from (0, 0) to (1, 1) with a point for each value, in any order. Empty where the values sum to nothing, for
 * then nobody has a share. O(n log n).
 * @see MO Lorenz, Publications of the American Statistical Association 9(70):209-219, 1905, doi:10.2307/2276207
 */
export function lorenz(values: readonly number[]): readonly LorenzPoint[] {
  const sorted = [...values].sort((a, b) => a - b);
  const total = sum(sorted, (value) => value);
  if (!(total > 0)) return [];
  let held = 0;
  const points = sorted.map((value, k) => ({ population: (k + 1) / sorted.length, share: (held += value) / total }));
  return [{ population: 0, share: 0 }, ...points];
}

/** Gini coefficient of values >= 0: twice the area between the diagonal and the {@link lorenz | Lorenz curve}; 0 where all are equal, (n - 1) / n where one has all, null where the values sum to nothing. */
export function gini(values: readonly number[]): number | null {
  const points = lorenz(values);
  if (points.length === 0) return null;
  let above = 0; // the area under a straight piece is its width times its mean height
  for (let k = 1; k < points.length; k++) above += points[k]!.share + points[k - 1]!.share;
  return Math.max(0, 1 - above / (points.length - 1)); // equal values may come to -1e-17
}

/** What one seat of each unit delivers on the last day of the year, in points: a value for each unit with seats, in its order. For the picture of the spread. */
export function unitsPerSeat(year: Year): readonly number[] {
  return year.units.filter((unit) => unit.seats > 0).map((unit) => unit.delivered / (100 * unit.seats));
}

/** The shares of the {@link lorenz | Lorenz curve} of what units deliver per seat, mean of all years in which anything is delivered: units have the same seats in all of them. Empty where it is none. */
export function lorenzOf(years: readonly Year[]): readonly number[] {
  return meanCurve(years.map((year) => lorenz(unitsPerSeat(year)).map(({ share }) => share)));
}

/** The mean of curves of as many points each, point by point; those without points are left out. */
export function meanCurve(curves: readonly (readonly number[])[]): readonly number[] {
  const known = curves.filter((curve) => curve.length > 0);
  return (known[0] ?? []).map((_, k) => sum(known, (curve) => curve[k]!) / known.length);
}

/** People who took a post in the year: entries, promotions, lateral moves and demotions that took place. */
function moved(year: Year): number {
  return year.happenings.filter((happening) => happening.what === 'moved' && happening.to !== undefined).length;
}

/** Seats that opened in the year because their holders left the organisation. One that a move opens is a link of the chain, not its beginning. */
function opened(year: Year): number {
  return year.happenings.filter((happening) => (happening.what === 'retired' || happening.what === 'resigned') && happening.from !== undefined).length;
}

function atLevel(year: Year, level: string | null): readonly LevelRecord[] {
  return level === null ? year.levels : year.levels.filter((record) => record.level === level);
}

function rounds(years: readonly Year[]): readonly RoundRecord[] {
  return years.flatMap((year) => year.rounds);
}

/** Days of the year, both ends included. */
function daysOf(year: Year): number {
  return Number(parseDay(year.to)) - Number(parseDay(year.from)) + 1;
}

function sum<T>(rows: readonly T[], value: (row: T) => number): number {
  return rows.reduce((total, row) => total + value(row), 0);
}

function ratio(above: number, below: number): number | null {
  return below > 0 ? above / below : null;
}

function meanOver(years: readonly Year[], value: (year: Year) => number | null): number | null {
  const known = years.map(value).filter((one) => one !== null);
  return ratio(sum(known, (one) => one), known.length);
}

function least(values: readonly (number | null)[]): number | null {
  const known = values.filter((value) => value !== null);
  return known.length === 0 ? null : known.reduce((a, b) => (a < b ? a : b));
}
