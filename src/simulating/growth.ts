import { monthsBetween } from '../model/calendar.js';
import { cut } from './points.js';
import type { Employee } from './roster.js';
import { byTrait, type Setting } from './setting.js';

/** Adds points to traits by name, up to 100 each. */
export function grow(person: Employee, adds: Readonly<Record<string, number>>, { traits }: Setting): void {
  const grown = [...person.traits];
  for (const { trait, value } of byTrait(adds, traits)) grown[trait] = cut(grown[trait]! + value);
  person.traits = grown;
}

/**
 * What the year that ends on a day adds to somebody who is there: a course, if he got one, and work, where he has been a whole year and not too many on the level of his post or above. Whoever is away gets neither.
 */
export function growthOfYear(person: Employee, last: number, trained: boolean, setting: Setting): void {
  const { growth } = setting.scenario.world;
  if (person.awayUntil !== undefined) return;
  if (trained && growth.training) grow(person, growth.training.adds, setting);
  if (!growth.post || !person.seat || person.levelSince === undefined) return;
  const days = last + 1 - person.levelSince;
  if (days < 365 || days > 366 * (growth.post.years + 1)) return; // without a calendar
  const years = Math.floor(monthsBetween(person.levelSince, last + 1, setting.leapDay) / 12);
  const adds = growth.post.adds[person.seat.level];
  if (adds && years >= 1 && years <= growth.post.years) grow(person, adds, setting);
}
