import { parseDay } from '../../model/calendar.js';
import { toUnits } from '../../model/decimal.js';
import { compareIds, compareTexts } from '../../model/ids.js';
import type { Evidence, Person, Round, Value } from '../../model/round.js';
import type { AttributeSpec, Policy } from '../../policy/index.js';

/** What a column says of somebody: nothing, an entry that nobody could map, a value. */
export const [ABSENT, UNMAPPED, KNOWN] = [0, 1, 2] as const;

/** One thing the registers say of people, in whole numbers; persons in the order of their ids. */
export interface Column {
  readonly name: string;
  /** `word`: values are places in `words` and have no order; everything else has one. */
  readonly kind: 'number' | 'day' | 'ordered' | 'boolean' | 'word';
  readonly state: Int8Array;
  /** Units of 1e-6, day numbers, places in a list, 0 or 1. Means something where the state is KNOWN. */
  readonly value: Float64Array;
  /** Averages are rounded to it: all values but a few are multiples of it. */
  readonly grid: number;
  /** The column of which this is the date or the last day. */
  readonly of?: Column;
  readonly words?: readonly string[];
}

/** The columns of one attribute. */
export interface AttributeColumns {
  readonly attribute: string;
  readonly spec: AttributeSpec;
  /** Of an attribute of type `set` whether there is a list at all. */
  readonly main: Column;
  /** Of type `set`: one column of yes and no for every word. */
  readonly words: readonly { readonly word: string; readonly column: Column }[];
  readonly date: Column;
  readonly expires: Column;
  /** The source most of its items come from, if at least `few` people's do. */
  readonly source?: string;
}

export interface PeopleColumns {
  readonly born: Column;
  readonly since: Column;
  /** Days from birth to retirement. */
  readonly span: Column;
  readonly attributes: readonly AttributeColumns[];
}

type Cell = number | undefined;

/** Units, day number, place in the list or 0 and 1: what a value counts for. `words` names a text. */
export function wholeOf(value: Value, spec: AttributeSpec, words: readonly string[]): number {
  if (typeof value === 'number') return toUnits(value) as number;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (spec.type === 'date') return parseDay(value as string) as number;
  return (spec.type === 'ordered' ? spec.values! : words).indexOf(value as string);
}

/**
 * What the round says of its people, one value a person and attribute: the last item dated by the day of the round (the mean of all of them where the
 * policy says `mean`); older items are left out. Sources that fewer than `few` people have items of are taken for papers of a person: their items get a date of their own.
 * O(items).
 */
export function columnsOf(round: Round, policy: Policy, few: number): PeopleColumns {
  const days = new Map<string, number>(round.sources.map((s) => [s.id, dayOf(s.date)]));
  const common = commonSources(round, few);
  const asOf = dayOf(round.asOf);
  const people = round.people;
  const born = column('born', 'day', people.map(({ born: at }) => optionalDay(at)), few);
  const since = column('since', 'day', people.map((p) => (p.seat === undefined ? undefined : optionalDay(p.since))), few);
  const span = column('retires', 'day', people.map((p) => (p.born === undefined || p.retires === undefined ? undefined : dayOf(p.retires) - dayOf(p.born))), few);
  const attributes = Object.entries(policy.attributes)
    .filter(([, spec]) => spec.of === 'person' && spec.type !== 'spells')
    .sort(([a], [b]) => compareIds(a, b))
    .map(([attribute, spec]): AttributeColumns => {
      const items = people.map((p) => currentItem(p, attribute, spec, days, asOf));
      const words = spec.type === 'text' || spec.type === 'set' ? [...new Set(items.flatMap((item) => item?.value ?? []) as string[])].sort(compareTexts) : [];
      const kind = spec.type === 'date' ? 'day' : spec.type === 'text' ? 'word' : spec.type === 'set' ? 'boolean' : (spec.type as 'number' | 'ordered' | 'boolean');
      const values = items.map((item) => (item?.value === undefined ? undefined : spec.type === 'set' ? 1 : wholeOf(item.value, spec, words)));
      const main: Column = { ...column(attribute, kind, values, few, spec.type === 'text' ? words : undefined), state: Int8Array.from(items, (item) => (item === undefined ? ABSENT : item.value === undefined ? UNMAPPED : KNOWN)) };
      const source = mostCommon(items.flatMap((item) => (item && common.has(item.source) ? [item.source] : [])));
      return {
        attribute,
        spec,
        main,
        words: (spec.type === 'set' ? words : []).map((word) => ({ word, column: { ...column(`${attribute}: ${word}`, 'boolean', items.map((item) => (item?.value === undefined ? undefined : Number((item.value as string[]).includes(word)))), few), of: main } })),
        date: { ...column(`${attribute}, date`, 'day', items.map((item) => (item === undefined ? undefined : item.date !== undefined ? dayOf(item.date) : item.source === source ? undefined : days.get(item.source)!)), few), of: main },
        expires: { ...column(`${attribute}, last day`, 'day', items.map((item) => optionalDay(item?.expires)), few), of: main },
        ...(source !== undefined && { source }),
      };
    });
  return { born, since, span, attributes };
}

/** Sources that at least `few` people have something of: registers, not papers of one person. */
export function commonSources({ people }: Round, few: number): ReadonlySet<string> {
  const users = new Map<string, number>();
  for (const p of people) {
    for (const source of new Set([...p.evidence, ...(p.spells ?? []), ...(p.checked ?? [])].map((item) => item.source))) users.set(source, (users.get(source) ?? 0) + 1);
  }
  return new Set([...users].filter(([, count]) => count >= few).map(([source]) => source));
}

/** The most frequent text, the first of equals; undefined of an empty list. */
export function mostCommon(texts: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || compareTexts(a[0], b[0]))[0]?.[0];
}

export function dayOf(text: string): number {
  return parseDay(text) as number; // the round was parsed
}

function optionalDay(text: string | undefined): Cell {
  return text === undefined ? undefined : dayOf(text);
}

function column(name: string, kind: Column['kind'], cells: readonly Cell[], few: number, words?: readonly string[]): Column {
  const known = cells.filter((x) => x !== undefined);
  return {
    name,
    kind,
    state: Int8Array.from(cells, (x) => (x === undefined ? ABSENT : KNOWN)),
    value: Float64Array.from(cells, (x) => x ?? 0),
    grid: kind === 'number' ? ([1_000_000, 100_000, 10_000, 1_000, 100, 10].find((grid) => known.filter((x) => x % grid !== 0).length < few) ?? 1) : 1,
    ...(words && { words }),
  };
}

/** The last item by the day of the round; rows are in normal form, so of equal dates the last row. */
function currentItem(person: Person, attribute: string, spec: AttributeSpec, days: ReadonlyMap<string, number>, asOf: number): Evidence | undefined {
  let last: Evidence | undefined;
  let lastDay = -Infinity;
  let [sum, count] = [0, 0];
  for (const item of person.evidence) {
    if (item.attribute !== attribute) continue;
    const day = item.date === undefined ? days.get(item.source)! : dayOf(item.date);
    if (day > asOf) continue;
    if (typeof item.value === 'number') [sum, count] = [sum + (toUnits(item.value) as number), count + 1];
    if (day >= lastDay) [last, lastDay] = [item, day];
  }
  return spec.combine === 'mean' && count > 1 && last ? { ...last, value: Math.round(sum / count) / 1_000_000 } : last;
}
