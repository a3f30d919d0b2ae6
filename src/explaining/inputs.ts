import { dayNumber } from '../eligibility/index.js';
import { monthlyDay } from '../model/calendar.js';
import type { PersonId, SourceId } from '../model/ids.js';
import type { Evidence, Round } from '../model/round.js';
import { attributeOf, datumOf, readsOf, type Datum, type Policy } from '../policy/index.js';
import { openMarket, unusedAttributes, type RoundMarket, type Sealed } from '../solving/index.js';

/** Why a record did not count: past its time, dated later, contradicted on its day, not mapped to the list, or replaced by a later record. */
export type UncountedCause = 'expired' | 'future' | 'conflict' | 'unmapped' | 'replaced';

/** A record of a person that did not count on the day of the round. */
export interface UncountedItem {
  readonly person: PersonId;
  readonly attribute: string;
  /** Place in the person's evidence as the round lists it. */
  readonly item: number;
  readonly source: SourceId;
  readonly cause: UncountedCause;
}

/** What of a round was handed in and did nothing. */
export interface InputReport {
  /** Attributes of people that no gate, criterion, requirement or tie key reads, by name. */
  readonly attributes: readonly { readonly attribute: string; readonly items: number }[];
  /** The same of positions, with how many positions carry them. */
  readonly positionAttributes: readonly { readonly attribute: string; readonly positions: number }[];
  /** Every source that evidence or relations could come from, by id: records, those that counted on the day, and those among them that a rule reads. */
  readonly sources: readonly { readonly source: SourceId; readonly items: number; readonly counted: number; readonly read: number; readonly relations: number }[];
  /** Records that did not count, by person, then by their place. */
  readonly uncounted: readonly UncountedItem[];
}

/** Each input of a round that no rule reads, and each record that did not count, with the reason. O(evidence). */
export function unusedInputs(round: Round, { policy }: Sealed): InputReport {
  const market = openMarket(round, policy);
  const attributes = unusedAttributes(market).flatMap((f) => (f.code === 'attribute-unused' ? [{ attribute: f.attribute, items: f.items }] : []));
  const unread = new Set(attributes.map((a) => a.attribute));
  const counts = new Map(round.sources.map((s) => [s.id, { items: 0, counted: 0, read: 0, relations: 0 }]));
  const uncounted: UncountedItem[] = [];
  round.people.forEach((person, i) => {
    person.evidence.forEach((item, k) => {
      const count = counts.get(item.source);
      if (!count) return;
      count.items++;
      const cause = causeOf(item, datumOf(market.facts.people[i]!, item.attribute), round, policy);
      if (cause) uncounted.push({ person: person.id, attribute: item.attribute, item: k, source: item.source, cause });
      else {
        count.counted++;
        if (!unread.has(item.attribute)) count.read++;
      }
    });
  });
  for (const r of round.relations) counts.get(r.source)!.relations++;
  return { attributes, ...positionInputs(market), sources: [...counts].map(([source, count]) => ({ source, ...count })), uncounted };
}

/** Why an item did not count, given the datum that its attribute came to; undefined if it did. Equal records of the counted day count together. */
function causeOf(item: Evidence, datum: Datum, round: Round, policy: Policy): UncountedCause | undefined {
  const day = dayNumber(item.date ?? round.sources.find((s) => s.id === item.source)?.date ?? round.asOf);
  const asOf = dayNumber(round.asOf);
  if (day > asOf) return 'future';
  const months = attributeOf(policy, item.attribute)?.validMonths;
  if ((item.expires !== undefined && dayNumber(item.expires) < asOf) || (months !== undefined && monthlyDay(day, months, policy.leapDay) < asOf)) return 'expired';
  if (datum.day !== undefined && day < datum.day) return 'replaced';
  return datum.cause === 'conflict' || datum.cause === 'unmapped' ? datum.cause : undefined;
}

function positionInputs({ round, policy }: RoundMarket): Pick<InputReport, 'positionAttributes'> {
  const reads = readsOf(...policy.gates.flatMap((g) => [g.when, g.rule]), ...policy.criteria.map((c) => c.value)).position;
  const unread = new Map<string, number>();
  for (const position of round.positions) {
    const names = Object.keys(position.attributes ?? {});
    for (const name of names) if (!reads.has(name)) unread.set(name, (unread.get(name) ?? 0) + 1);
  }
  return { positionAttributes: [...unread].sort(([a], [b]) => (a < b ? -1 : 1)).map(([attribute, positions]) => ({ attribute, positions })) };
}
