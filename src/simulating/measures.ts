import { bug } from '../errors/index.js';
import { addMonths, monthsBetween } from '../model/calendar.js';
import { fromUnits, toUnits } from '../model/decimal.js';
import type { Value } from '../model/round.js';
import { below, type Stream } from '../stats/streams.js';
import { dayRead, dayText } from './days.js';
import { happens, normal } from './draws.js';
import { lastOf, withFinding } from './findings.js';
import { cut, hundredths } from './points.js';
import type { Employee } from './roster.js';
import type { Measure } from './scenario.js';
import type { Setting } from './setting.js';
import { meanOf, performance } from './work.js';

/** Bands of a measure. */
type Bands = Extract<Measure, { kind: 'rating' }>['bands'];
type Drawn = Extract<Measure, { kind: 'drawn' }>['values'];

/**
 * Takes one measure of somebody on a day and writes what it finds to his evidence. Nothing is found of whoever was missed, does not work (a rating), is away (a rating, a test), is not due yet (a test, a step),
 * has evidence of that very day already, or of whom there is nothing to add to (months, a step). One stream a person, attribute and day, and one a unit, attribute and day for its leniency.
 */
export function takeMeasure(spec: Measure, person: Employee, on: number, setting: Setting): void {
  switch (spec.kind) {
    case 'previous':
      return; // written with what it follows
    case 'months':
      return countMonths(spec, person, on, setting);
    case 'step':
      return step(spec, person, on, setting);
    default: {
      const value = found(spec, person, on, setting);
      if (value !== undefined) write(person, spec.attribute, value, on, setting);
    }
  }
}

function found(spec: Extract<Measure, { kind: 'rating' | 'test' | 'letter' | 'drawn' }>, person: Employee, on: number, { draws, scenario, tests, unseated }: Setting): Value | undefined {
  const { seat, awayUntil, evidence } = person;
  if (awayUntil !== undefined && (spec.kind === 'rating' || spec.kind === 'test')) return undefined;
  if (spec.kind === 'rating' && !seat && !unseated) return undefined;
  const last = lastOf(evidence, spec.attribute);
  if (last && dayRead(last.date!) >= on) return undefined;
  if (spec.kind === 'test' && last && !isDue(dayRead(last.date!), spec.everyMonths, on)) return undefined;
  const luck = draws.of(spec.kind, spec.attribute, person.id, on);
  if (spec.kind === 'drawn') return drawn(spec.values, luck);
  if (happens(spec.missedPerMille, luck)) return undefined;
  if (spec.kind === 'letter') return happens(spec.truePerMille, luck);
  const noise = normal(hundredths(spec.noise), luck);
  if (spec.kind === 'test') return written(meanOf(person.traits, tests.get(spec.attribute)!) + noise, spec.bands);
  const lenient = seat ? normal(hundredths(spec.leniency), draws.of('leniency', spec.attribute, seat.unit, on)) : 0;
  const worth = seat ? performance(person, seat, on, scenario.world.work) : meanOf(person.traits, unseated!);
  return written(worth + lenient + noise, spec.bands);
}

/** Whether so many months have passed since a day; most often the days alone say so. */
function isDue(last: number, months: number, on: number): boolean {
  const days = on - last;
  return days >= 31 * months || (days >= 28 * months && addMonths(last, months) <= on);
}

/** Hundredths of a point as they are written down: cut to 0..100 points, or the value of the band they lie in. */
export function written(value: number, bands: Bands): number | string {
  const points = cut(value);
  if (!bands) return points / 100;
  const band = bands.findLast((one) => hundredths(one.from) <= points);
  if (!band) throw bug('bands that do not begin at 0');
  return band.value;
}

/** One of some values, by whole shares. One draw. */
export function drawn(values: Drawn, luck: Stream): Value {
  let left = below(values.reduce((sum, { share }) => sum + share, 0), luck);
  for (const { value, share } of values) if ((left -= share) < 0) return value;
  throw bug('shares that do not add up');
}

/** Writes a finding, and what the attribute said before where something keeps that. */
function write(person: Employee, attribute: string, value: Value, on: number, setting: Setting): void {
  for (const spec of setting.followers.get(attribute) ?? []) {
    const before = lastOf(person.evidence, attribute)?.value;
    if (before !== undefined) write(person, spec, before, on, setting);
  }
  person.evidence = withFinding(person.evidence, attribute, value, dayText(on));
}

/**
 * Adds the months since they were last counted, all spent in the present post or without one: counts are written before a post changes. The count is dated to the day up to
 * which its months are whole, so that no part of a month is lost between two counts.
 */
function countMonths({ attribute, levels }: Extract<Measure, { kind: 'months' }>, person: Employee, on: number, setting: Setting): void {
  const { leapDay } = setting;
  const last = lastOf(person.evidence, attribute);
  if (typeof last?.value !== 'number' || last.date === undefined) return;
  const from = dayRead(last.date);
  if (from >= on) return;
  const counts = !levels || levels.includes(person.seat?.level ?? '');
  const months = monthsBetween(from, on, leapDay);
  if (counts && months === 0) return;
  write(person, attribute, counts ? last.value + months : last.value, counts ? addMonths(from, months) : on, setting);
}

/** Counts the months of somebody whose post is about to change. */
export function beforeMove(person: Employee, on: number, setting: Setting): void {
  for (const spec of setting.scenario.world.measures) if (spec.kind === 'months') countMonths(spec, person, on, setting);
}

function step({ attribute, by, everyMonths, most, since }: Extract<Measure, { kind: 'step' }>, person: Employee, on: number, setting: Setting): void {
  const last = lastOf(person.evidence, attribute);
  if (typeof last?.value !== 'number' || last.value >= most) return;
  const rose = since === undefined ? last.date : lastOf(person.evidence, since)?.value;
  if (typeof rose !== 'string' || addMonths(dayRead(rose), everyMonths) > on || dayRead(last.date!) >= on) return;
  write(person, attribute, fromUnits(Math.min(unitsOf(last.value) + unitsOf(by), unitsOf(most))), on, setting);
  if (since !== undefined) write(person, since, dayText(on), on, setting);
}

function unitsOf(value: number): number {
  const units = toUnits(value);
  if (typeof units !== 'number') throw bug('a number that was not checked');
  return units;
}
