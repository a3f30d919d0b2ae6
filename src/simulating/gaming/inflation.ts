import type { Round } from '../../model/round.js';
import type { Policy } from '../../policy/index.js';
import { latest, scaleOf, withValues } from './change.js';

/** The round in which the latest rating of each of these people is so many hundredths higher, up to the end of the scale. Nothing else differs. */
export function inflated(round: Round, policy: Policy, attributes: readonly string[], people: ReadonlySet<string>, by: number): Round {
  return attributes.reduce((changed, attribute) => {
    const { high } = scaleOf(policy, attribute);
    const values = changed.people.flatMap((p) => {
      const item = people.has(p.id) ? latest(changed, p, attribute) : undefined;
      return item ? [[p.id as string, Math.max(item.value, Math.min(high, item.value + by))] as const] : [];
    });
    return withValues(changed, attribute, new Map(values));
  }, round);
}
