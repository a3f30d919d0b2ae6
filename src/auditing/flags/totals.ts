import { toUnits } from '../../model/decimal.js';
import type { Case } from '../case.js';
import type { PastScore } from '../past.js';
import type { Study } from '../study.js';
import { dayNumber } from './pools.js';
import { byText } from './sign.js';

/** One entry of the history of a score; `value` in 0.000001 point. */
export interface Entry {
  readonly day: number;
  readonly on: string;
  readonly order: number;
  readonly value: number;
  readonly row: string | null;
}

/** The history of one score: of a person, on a criterion (null: the total) by somebody (null: nobody is named); the first entry first. */
export interface Series {
  readonly person: string;
  readonly criterion: string | null;
  readonly by: string | null;
  readonly entries: readonly Entry[];
}

/** Histories of each decision, sorted by person, criterion and who gave it. A value that is no number of six decimals is left out. */
export function seriesOf({ past }: Study): ReadonlyMap<string, readonly Series[]> {
  const decisions = new Map<string, Map<string, { of: PastScore; entries: Entry[] }>>();
  for (const s of past.scores ?? []) {
    const value = toUnits(s.value);
    if (typeof value === 'string') continue;
    const series = decisions.get(s.decision) ?? new Map<string, { of: PastScore; entries: Entry[] }>();
    if (series.size === 0) decisions.set(s.decision, series);
    const key = JSON.stringify([s.person, s.criterion ?? '', s.by ?? '']);
    const entry = { day: dayNumber(s.on), on: s.on, order: s.order ?? 0, value, row: s.row ?? null };
    const before = series.get(key);
    if (before) before.entries.push(entry);
    else series.set(key, { of: s, entries: [entry] });
  }
  return new Map([...decisions].map(([id, series]) => [id, [...series].sort(([a], [b]) => byText(a, b)).map(([, { of, entries }]) => ({
    person: of.person, criterion: of.criterion ?? null, by: of.by ?? null,
    entries: entries.sort((a, b) => a.day - b.day || a.order - b.order || byText(a.row ?? '', b.row ?? '') || a.value - b.value),
  }))]));
}

/** Weights of criteria in force for a decision at the end of a day: the last entry of each, its own before the general one of the same day; null where there is none. In 0.000001. */
export function weightsAt({ past }: Study, decision: string, day: number): ReadonlyMap<string, number> | null {
  const last = new Map<string, { day: number; own: boolean; units: number; row: string }>();
  for (const w of past.weights ?? []) {
    if (w.decision !== undefined && w.decision !== decision) continue;
    const units = toUnits(w.weight);
    const now = { day: dayNumber(w.on), own: w.decision !== undefined, units: typeof units === 'string' ? 0 : units, row: w.row ?? '' };
    if (now.day > day || typeof units === 'string') continue;
    const before = last.get(w.criterion);
    const order = before ? now.day - before.day || Number(now.own) - Number(before.own) || byText(now.row, before.row) || now.units - before.units : 1;
    if (order > 0) last.set(w.criterion, now);
  }
  return last.size === 0 ? null : new Map([...last].sort(([a], [b]) => byText(a, b)).map(([criterion, { units }]) => [criterion, units]));
}

/** An exact number: `of` / `by`. */
export interface Fraction { readonly of: bigint; readonly by: bigint }

export const compare = (a: Fraction, b: Fraction): number => Number(a.of * b.by > b.of * a.by) - Number(a.of * b.by < b.of * a.by);

/** The mean of whole numbers. */
export const mean = (values: readonly number[]): Fraction => ({ of: values.reduce((sum, v) => sum + BigInt(v), 0n), by: BigInt(values.length) });

/** Which entry of a series counts; null: none. */
export type Reading = (series: Series) => number | null;

export const lastEntry = (day: number): Reading => ({ entries }) => entries.findLast((e) => e.day <= day)?.value ?? null;

/**
 * The mark of each person on each criterion: the mean of those who gave one. A person who lacks a mark that others have from the same giver is unknown there.
 * Of a criterion for which both named people and nobody gave marks only the named ones count.
 */
export function marksOf(series: readonly Series[], reading: Reading): ReadonlyMap<string, ReadonlyMap<string | null, Fraction>> {
  const givers = new Map<string | null, Set<string | null>>();
  for (const s of series) givers.set(s.criterion, (givers.get(s.criterion) ?? new Set()).add(s.by));
  for (const set of givers.values()) if (set.size > 1) set.delete(null);
  const values = new Map<string, Map<string | null, number[]>>();
  for (const s of series) {
    const value = givers.get(s.criterion)?.has(s.by) ? reading(s) : null;
    if (value === null) continue;
    const own = values.get(s.person) ?? new Map<string | null, number[]>();
    values.set(s.person, own.set(s.criterion, [...(own.get(s.criterion) ?? []), value]));
  }
  return new Map([...values].map(([person, own]) => [person, new Map([...own].flatMap(([criterion, list]) => (list.length === givers.get(criterion)!.size ? [[criterion, mean(list)] as const] : [])))]));
}

/**
 * Totals of a decision in one scale, only good for comparing: the history of the total where there is one, else marks times weights. Null for whoever's
 * total is unknown. Null as a whole where neither is there: several criteria and no weights, or no history.
 */
export function totalsOf(study: Study, c: Case, series: readonly Series[], reading: Reading): ReadonlyMap<string, Fraction | null> | null {
  const marks = marksOf(series, reading);
  if (series.length === 0) return null;
  if (series.some((s) => s.criterion === null)) return new Map(c.people.map(({ person }) => [person, marks.get(person)?.get(null) ?? null]));
  const criteria = [...new Set(series.map((s) => s.criterion!))].sort(byText);
  const weights = criteria.length === 1 ? new Map([[criteria[0]!, 1]]) : weightsAt(study, c.id, c.day);
  if (!weights) return null;
  const weighed = [...weights].filter(([, weight]) => weight > 0);
  if (weighed.some(([criterion]) => !criteria.includes(criterion))) return null; // a criterion that counted is not on record
  return new Map(c.people.map(({ person }) => {
    let total: Fraction | null = { of: 0n, by: 1n };
    for (const [criterion, weight] of weighed) {
      const mark = marks.get(person)?.get(criterion);
      if (!mark) return [person, null];
      total = { of: total.of * mark.by + mark.of * BigInt(weight) * total.by, by: total.by * mark.by };
    }
    return [person, total];
  }));
}
