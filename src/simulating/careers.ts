import { addMonths, civilOf, LAST_DAY, monthlyDay, monthsBetween, type LeapDayRule } from '../model/calendar.js';
import { below } from '../stats/streams.js';
import { happens, type Draws } from './draws.js';
import type { World } from './scenario.js';

/**
 * The day somebody leaves by age, as a day number: his birthday at the age of the level of his post (`level` undefined without one), or the first of the month after.
 * Whoever was born on 29 February has his birthday in a common year as `leapDay` says. Never after 2199-12-31, the last day of a document.
 */
export function retirementDay(born: number, level: string | undefined, { ages, otherwise, day }: World['careers']['retirement'], leapDay: LeapDayRule): number {
  const age = level !== undefined && Object.hasOwn(ages, level) ? ages[level]! : otherwise;
  const birthday = monthlyDay(born, 12 * age, leapDay);
  if (day === 'birthday') return Math.min(birthday, LAST_DAY);
  return Math.min(addMonths(birthday - civilOf(birthday).day + 1, 1), LAST_DAY);
}

/** What a year holds for somebody, whatever the policy: days as numbers, undefined where it does not happen. */
export interface YearOfLife {
  readonly resigns: number | undefined;
  readonly studies: number | undefined;
  readonly trained: boolean;
}

/** Five draws of one stream, always all of them, so that none shifts another. `year` counts from 1; its days are from..to. */
export function yearOfLife(id: string, year: number, from: number, to: number, { careers, growth }: World, draws: Draws): YearOfLife {
  const luck = draws.of('year', id, year);
  const resigns = happens(careers.resignation.perMille, luck);
  const resignsOn = from + below(to - from + 1, luck);
  const studies = happens(careers.study?.perMille ?? 0, luck);
  const studiesFrom = from + below(to - from + 1, luck);
  const trained = happens(growth.training?.perMille ?? 0, luck);
  return { resigns: resigns ? resignsOn : undefined, studies: studies ? studiesFrom : undefined, trained };
}

/** Whether somebody has been in service long enough for a study leave. */
export function mayStudy(joined: number, on: number, { study }: World['careers'], leapDay: LeapDayRule): boolean {
  return study !== undefined && monthsBetween(joined, on, leapDay) >= study.afterMonths;
}
