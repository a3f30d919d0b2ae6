import type { Round, Value } from '../../model/round.js';
import type { Policy } from '../../policy/index.js';
import type { Measure } from '../scenario.js';
import { hundredths, latestItem, scaleOf, withValues } from './change.js';

/** How superiors' ratings come about in a world. */
export type Rating = Extract<Measure, { kind: 'rating' }>;

/** The round in which the latest rating of each of these people is so many hundredths of a point higher, up to the end of the scale. Nothing else differs. */
export function inflated(round: Round, policy: Policy, ratings: readonly Rating[], people: ReadonlySet<string>, by: number): Round {
  return ratings.reduce((changed, rating) => {
    const values = changed.people.flatMap((p) => {
      const item = people.has(p.id) ? latestItem(changed, p, rating.attribute) : undefined;
      return item ? [[p.id, raised(item.value, rating, policy, by)] as const] : [];
    });
    return withValues(changed, rating.attribute, new Map<string, Value>(values));
  }, round);
}

/** Of a rating in bands: the band that begins at or below the begin of its own and so many points more. */
function raised(value: Value, { attribute, bands }: Rating, policy: Policy, by: number): Value {
  if (bands) {
    const own = bands.find((band) => band.value === value);
    return own ? bands.filter((band) => hundredths(band.from) <= hundredths(own.from) + by).at(-1)!.value : value;
  }
  if (typeof value !== 'number') return value;
  const now = hundredths(value);
  return Math.max(now, Math.min(scaleOf(policy, attribute).high, now + by)) / 100;
}
