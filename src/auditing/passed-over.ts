import { compareIds } from '../model/ids.js';
import type { Case, Considered } from './case.js';

/** Those among whom a choice was made, sorted by person. */
export interface Pool {
  /** Eligible and there on the day; where eligibility is stated of nobody, everybody considered. Whoever was chosen counts as there, and belongs to it unless he was stated ineligible. */
  readonly there: readonly Considered[];
  /** Eligible, but withdrew by that day. */
  readonly withdrew: readonly Considered[];
  /** Not chosen and of unknown eligibility where it is stated of others: they may belong to `there` or not. */
  readonly unclear: readonly Considered[];
}

/** The pool of a decision. O(people). */
export function poolOf(c: Case): Pool {
  const stated = c.people.some((person) => person.eligible !== 'unknown');
  const there: Considered[] = [];
  const withdrew: Considered[] = [];
  const unclear: Considered[] = [];
  for (const person of c.people) {
    if (person.eligible === 'no') continue;
    if (person.chosen) there.push(person);
    else if (stated && person.eligible === 'unknown') unclear.push(person);
    else (person.withdrew !== null && person.withdrew <= c.day ? withdrew : there).push(person);
  }
  return { there, withdrew, unclear };
}

/** Ascending, known scores only. */
export function scoresOf(people: readonly Considered[]): Float64Array {
  const scores = new Float64Array(people.length);
  let known = 0;
  for (const { score } of people) if (score !== null) scores[known++] = score;
  return scores.subarray(0, known).sort();
}

/** How many of the ascending values are greater than `value`. O(log n). */
export function countAbove(ascending: Float64Array, value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (ascending[middle]! > value) high = middle;
    else low = middle + 1;
  }
  return ascending.length - low;
}

/** The posts that people got on one day. */
export type Placements = ReadonlyMap<number, ReadonlyMap<string, readonly Case[]>>;

/** Who got which posts on which day, by day and person. */
export function placementsOf(cases: readonly Case[]): Placements {
  const days = new Map<number, Map<string, Case[]>>();
  for (const c of cases) {
    let day = days.get(c.day);
    if (!day) days.set(c.day, (day = new Map<string, Case[]>()));
    for (const { chosen, person } of c.people) {
      if (!chosen) continue;
      const posts = day.get(person);
      if (posts) posts.push(c);
      else day.set(person, [c]);
    }
  }
  return days;
}

export interface PassedOver {
  readonly person: Considered;
  /** His score; of an interval the lowest. */
  readonly score: number;
  readonly cause: 'withdrew' | 'placed' | 'open';
  /** The other posts of that day that explain it where he was placed; else empty. */
  readonly got: readonly Case[];
}

/** The people passed over in one decision, beside the weakest of those chosen. */
export interface LeftBehind {
  /** The chosen person of the lowest known score (of an interval the highest it may be; the first by id among equals). */
  readonly weakest: Considered;
  readonly scoreTaken: number;
  /** Sorted by person. */
  readonly people: readonly PassedOver[];
}

const NOTHING: readonly Case[] = [];

/**
 * Everybody eligible with a score certainly higher than the weakest of those chosen, once each, however many were chosen: in a decision of many seats
 * the pairs of passed over and chosen grow with the square of its size, and they say no more. O(people).
 * `placed`: got another post that day, unless its level is known to be lower: then that post explains nothing.
 * @returns undefined where no score of anybody chosen is known.
 */
export function leftBehind(c: Case, pool: Pool, placements: Placements): LeftBehind | undefined {
  let weakest: Considered | undefined;
  let scoreTaken = Infinity;
  for (const person of c.people) {
    if (!person.chosen || person.score === null) continue;
    const highest = highestOf(person);
    if (highest !== null && highest < scoreTaken) [weakest, scoreTaken] = [person, highest];
  }
  if (!weakest) return undefined;
  const people: PassedOver[] = [];
  const add = (person: Considered, withdrew: boolean): void => {
    if (person.chosen || person.score === null || person.score <= scoreTaken) return;
    const got = withdrew ? NOTHING : gotInstead(c, person.person, placements);
    people.push({ person, score: person.score, cause: withdrew ? 'withdrew' : got.length > 0 ? 'placed' : 'open', got });
  };
  for (const person of pool.there) add(person, false);
  for (const person of pool.withdrew) add(person, true);
  if (pool.withdrew.length > 0) people.sort((a, b) => compareIds(a.person.person, b.person.person));
  return { weakest, scoreTaken, people };
}

/** The highest that a known score may be. */
export const highestOf = ({ score, scoreHigh }: Considered): number | null => (score === null ? null : Math.max(score, scoreHigh ?? score));

/** The other posts that somebody got on the day of a decision, those known to be lower left out. */
function gotInstead(c: Case, person: string, placements: Placements): readonly Case[] {
  const posts = placements.get(c.day)?.get(person);
  return posts?.filter((other) => other.id !== c.id && !(other.level !== null && c.level !== null && other.level < c.level)) ?? NOTHING;
}
