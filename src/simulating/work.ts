import { canonicalJson } from '../canonical/index.js';
import { addMonths } from '../model/calendar.js';
import { mulDivHalfUp } from '../model/decimal.js';
import type { Value } from '../model/round.js';
import { lastOf } from './findings.js';
import type { Employee } from './roster.js';
import { cut, hundredths } from './points.js';
import type { World } from './scenario.js';
import type { ByTrait, Post } from './setting.js';

/**
 * What somebody's work in a post is worth on a day, in hundredths of a point, 0..10,000: the mean of his traits by the shares of the level, less what is lost to
 * another field and to not knowing the post yet. Learning loses all of its points on the first day and evenly less until so many months have passed. O(traits + evidence).
 */
export function performance(person: Employee, post: Post, on: number, { match, learning }: World['work']): number {
  let worth = meanOf(person.traits, post.work);
  if (match && !sameField(lastOf(person.evidence, match.person)?.value, post.match)) worth -= hundredths(match.otherwise);
  const start = person.since!;
  if (learning && on - start < 31 * learning.months) {
    const learnt = addMonths(start, learning.months);
    if (on < learnt) worth -= mulDivHalfUp(hundredths(learning.points), Math.min(learnt - on, learnt - start), learnt - start);
  }
  return cut(worth);
}

/** The mean of traits by shares that sum to 100, in hundredths of a point, rounded half up. */
export function meanOf(traits: readonly number[], shares: ByTrait): number {
  let sum = 0;
  for (const { trait, value } of shares) sum += traits[trait]! * value;
  return Math.floor((sum + 50) / 100);
}

/** What is not known is no match. */
export function sameField(a: Value | undefined, b: Value | undefined): boolean {
  if (a === undefined || b === undefined) return false;
  return a === b || (typeof a === 'object' && canonicalJson(a) === canonicalJson(b));
}
