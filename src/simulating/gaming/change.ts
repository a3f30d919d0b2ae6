import type { Evidence, Person, Round, Value } from '../../model/round.js';
import type { Policy } from '../../policy/index.js';

/** Points in hundredths; evidence of a simulation has at most two decimals. */
export const hundredths = (points: number): number => Math.round(points * 100);

/** Ends of the scale of an attribute in hundredths, 0..100 points where the policy says nothing. */
export function scaleOf(policy: Policy, attribute: string): { readonly low: number; readonly high: number } {
  const spec = Object.hasOwn(policy.attributes, attribute) ? policy.attributes[attribute] : undefined;
  return { low: hundredths(spec?.min ?? 0), high: hundredths(spec?.max ?? 100) };
}

/** The day an item speaks of. */
export function datedBy(round: Round): (item: Evidence) => string {
  const dates = new Map<string, string>(round.sources.map((s) => [s.id, s.date]));
  return (item) => item.date ?? dates.get(item.source) ?? '';
}

/** The item of an attribute that speaks of the last day up to that of the round; undefined where there is none with a value. */
export function latestItem(round: Round, person: Person, attribute: string): { readonly at: number; readonly value: Value } | undefined {
  const dateOf = datedBy(round);
  let best: { at: number; value: Value; date: string } | undefined;
  person.evidence.forEach((item, at) => {
    if (item.attribute !== attribute || item.value === undefined) return;
    const date = dateOf(item);
    if (date <= round.asOf && (best === undefined || date >= best.date)) best = { at, value: item.value, date };
  });
  return best;
}

/** The same where it is a number, in hundredths. */
export function latest(round: Round, person: Person, attribute: string): { readonly at: number; readonly value: number } | undefined {
  const item = latestItem(round, person, attribute);
  return typeof item?.value === 'number' ? { at: item.at, value: hundredths(item.value) } : undefined;
}

/** The round with the latest value of an attribute replaced for the people of a map; everything else is the same object. */
export function withValues(round: Round, attribute: string, values: ReadonlyMap<string, Value>): Round {
  if (values.size === 0) return round;
  return {
    ...round,
    people: round.people.map((person) => {
      const value = values.get(person.id);
      const item = value === undefined ? undefined : latestItem(round, person, attribute);
      if (value === undefined || !item || item.value === value) return person;
      return { ...person, evidence: person.evidence.map((e, k) => (k === item.at ? { ...e, value } : e)) };
    }),
  };
}
