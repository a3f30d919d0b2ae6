import { canonicalJson } from '../canonical/index.js';
import { recusalOf } from '../conflicts/index.js';
import { dayNumber } from '../eligibility/index.js';
import { monthlyDay } from '../model/calendar.js';
import type { PersonId, SourceId } from '../model/ids.js';
import type { Checked, Evidence, Person, Round, Spell } from '../model/round.js';
import { asked, attributeOf, datumOf, readsOf, type Datum, type Policy } from '../policy/index.js';
import { openMarket, unusedAttributes, type RoundMarket, type Sealed } from '../solving/index.js';

/**
 * Why a record did not count: the judgement of somebody whose judgement of this person does not count, past its time, dated later,
 * contradicted on its day, not mapped to the list, or replaced by a later record; of a stretch of time also that it has not begun. Where
 * raters are averaged a record is replaced or contradicted only by the same rater, and stands `beside` one of another that leaves the mean unknown.
 */
export type UncountedCause = 'recused' | 'expired' | 'future' | 'conflict' | 'unmapped' | 'replaced' | 'later' | 'beside';

/** A record of a person that did not count on the day of the round. A spell that could not be mapped is none: it may be what is looked for, and leaves open what it leaves open. */
export interface UncountedItem {
  readonly person: PersonId;
  readonly attribute: string;
  readonly kind: 'evidence' | 'spell' | 'check';
  /** Place in the person's evidence, spells or checks as the round lists them. */
  readonly item: number;
  readonly source: SourceId;
  readonly cause: UncountedCause;
}

/** What of a round was handed in and did nothing. */
export interface InputReport {
  /** Attributes of people that no gate, criterion, route, limit, requirement or tie key reads, by name, with their evidence and spells. */
  readonly attributes: readonly { readonly attribute: string; readonly items: number }[];
  /** The same of positions, with how many positions carry them. */
  readonly positionAttributes: readonly { readonly attribute: string; readonly positions: number }[];
  /** Every source that records or relations could come from, by id: records (evidence, spells and checks), those that counted on the day, and those among them that a rule reads. */
  readonly sources: readonly { readonly source: SourceId; readonly items: number; readonly counted: number; readonly read: number; readonly relations: number }[];
  /** Records that did not count, by person, then evidence, spells and checks, each by its place. */
  readonly uncounted: readonly UncountedItem[];
}

/** Each input of a round that no rule reads, and each record that did not count, with the reason. O(records). */
export function unusedInputs(round: Round, { policy }: Sealed): InputReport {
  const market = openMarket(round, policy);
  const attributes = unusedAttributes(market).flatMap((f) => (f.code === 'attribute-unused' ? [{ attribute: f.attribute, items: f.items }] : []));
  const unread = new Set(attributes.map((a) => a.attribute));
  const counts = new Map(round.sources.map((s) => [s.id, { items: 0, counted: 0, read: 0, relations: 0 }]));
  const uncounted: UncountedItem[] = [];
  const look = causes(round, policy);
  round.people.forEach((person, i) => {
    const note = (kind: UncountedItem['kind'], { attribute, source }: { readonly attribute: string; readonly source: SourceId }, item: number, cause: UncountedCause | undefined): void => {
      const count = counts.get(source);
      if (!count) return;
      count.items++;
      if (cause) uncounted.push({ person: person.id, attribute, kind, item, source, cause });
      else {
        count.counted++;
        if (!unread.has(attribute)) count.read++;
      }
    };
    const facts = market.facts.people[i]!;
    person.evidence.forEach((item, k) => note('evidence', item, k, look.evidence(item, person, datumOf(facts, item.attribute))));
    person.spells?.forEach((spell, k) => note('spell', spell, k, look.spell(spell)));
    person.checked?.forEach((check, k) => note('check', check, k, look.check(check, person)));
  });
  for (const r of round.relations) counts.get(r.source)!.relations++;
  return { attributes, ...positionInputs(market), sources: [...counts].map(([source, count]) => ({ source, ...count })), uncounted };
}

/** Why a record did not count; undefined if it did. Equal records of the counted day count together. */
function causes(round: Round, policy: Policy) {
  const asOf = dayNumber(round.asOf);
  const sources = new Map<string, string>(round.sources.map((s) => [s.id, s.date]));
  const recusal = recusalOf(round, policy);
  const dated = ({ date, source }: { readonly date?: string | undefined; readonly source: SourceId }): number => dayNumber(date ?? sources.get(source) ?? round.asOf);
  const pastTime = (attribute: string, day: number): boolean => {
    const months = attributeOf(policy, attribute)?.validMonths;
    return months !== undefined && monthlyDay(day, months, policy.leapDay) < asOf;
  };
  /** Before any other record is looked at. */
  const alone = (item: Evidence, { id }: Person): UncountedCause | undefined => {
    if (item.by !== undefined && recusal?.reason(item.by, id) !== undefined) return 'recused';
    const day = dated(item);
    if (day > asOf) return 'future';
    return (item.expires !== undefined && dayNumber(item.expires) < asOf) || pastTime(item.attribute, day) ? 'expired' : undefined;
  };
  return {
    evidence: (item: Evidence, person: Person, datum: Datum): UncountedCause | undefined => {
      const cause = alone(item, person);
      if (cause) return cause;
      if (attributeOf(policy, item.attribute)?.combine !== 'mean') {
        if (datum.day !== undefined && dated(item) < datum.day) return 'replaced';
        return datum.cause === 'conflict' || datum.cause === 'unmapped' ? datum.cause : undefined;
      }
      const own = person.evidence.filter((e) => e.attribute === item.attribute && e.by === item.by && !alone(e, person));
      const latest = own.filter((e) => dated(e) === Math.max(...own.map(dated)));
      if (!latest.includes(item)) return 'replaced';
      if (datum.cause === undefined) return undefined;
      const said = (e: Evidence): string => canonicalJson(e.value === undefined ? { unmapped: e.unmapped ?? null } : { value: e.value });
      if (latest.some((e) => said(e) !== said(item))) return 'conflict';
      return item.value === undefined ? 'unmapped' : 'beside';
    },
    spell: (spell: Spell): UncountedCause | undefined => (dated(spell) > asOf ? 'future' : spell.from !== undefined && dayNumber(spell.from) > asOf ? 'later' : undefined),
    /** Of several checks the latest counts. */
    check: (check: Checked, { checked = [] }: Person): UncountedCause | undefined => {
      const day = dated(check);
      if (day > asOf) return 'future';
      if (pastTime(check.attribute, day)) return 'expired';
      return checked.some((c) => c.attribute === check.attribute && dated(c) > day && dated(c) <= asOf) ? 'replaced' : undefined;
    },
  };
}

function positionInputs({ round, policy }: RoundMarket): Pick<InputReport, 'positionAttributes'> {
  const reads = readsOf(...policy.gates.flatMap((g) => [g.when, g.rule]), ...(policy.routes ?? []).map((r) => r.when), ...(policy.limits ?? []).map(asked), ...policy.criteria.map((c) => c.value)).position;
  const unread = new Map<string, number>();
  for (const position of round.positions) {
    const names = Object.keys(position.attributes ?? {});
    for (const name of names) if (!reads.has(name)) unread.set(name, (unread.get(name) ?? 0) + 1);
  }
  return { positionAttributes: [...unread].sort(([a], [b]) => (a < b ? -1 : 1)).map(([attribute, positions]) => ({ attribute, positions })) };
}
