import { formatDay } from '../../model/calendar.js';
import { compareIds } from '../../model/ids.js';
import type { Person, Round, Spell } from '../../model/round.js';
import type { Policy } from '../../policy/index.js';
import { below, stream, type Stream } from '../../stats/streams.js';
import { dayOf, mostCommon, type Column } from './columns.js';
import { pick, type Draw } from './draw.js';
import type { Group } from './groups.js';
import { averaged, FEW, folded } from './margins.js';
import type { Renamed } from './posts.js';

/** What the round says of the spells of one attribute. */
export interface SpellColumns {
  readonly attribute: string;
  /** How many spells a person has, and up to when somebody looked. */
  readonly count: Column;
  readonly checked: Column;
  readonly source?: string;
  /** By place in the list from the latest: the spells people have there, with the row of the person. */
  readonly places: readonly (readonly { readonly row: number; readonly spell: Spell }[])[];
}

/** The columns of every attribute of spells that somebody has any of, or was looked up for. */
export function spellColumns({ people, sources }: Round, { attributes }: Policy, common: ReadonlySet<string>): SpellColumns[] {
  const days = new Map<string, number>(sources.map((s) => [s.id, dayOf(s.date)]));
  const names = Object.keys(attributes).filter((name) => attributes[name]!.type === 'spells').sort(compareIds);
  return names.flatMap((attribute): SpellColumns[] => {
    const lists = people.map((p) => latestFirst(p, attribute));
    const looks = people.map((p) => (p.checked ?? []).filter((c) => c.attribute === attribute).map((c) => (c.date === undefined ? days.get(c.source)! : dayOf(c.date))).sort((a, b) => b - a)[0]);
    const longest = Math.max(0, ...lists.map((list) => list.length));
    if (longest === 0 && looks.every((day) => day === undefined)) return [];
    const source = mostCommon([...people.flatMap((p) => [...(p.spells ?? []), ...(p.checked ?? [])])].filter((s) => s.attribute === attribute && common.has(s.source)).map((s) => s.source));
    return [
      {
        attribute,
        count: { name: `${attribute}, spells`, kind: 'number', state: new Int8Array(people.length).fill(2), value: Float64Array.from(lists, (list) => list.length), grid: 1 },
        checked: { name: `${attribute}, checked`, kind: 'day', state: Int8Array.from(looks, (day) => (day === undefined ? 0 : 2)), value: Float64Array.from(looks, (day) => day ?? 0), grid: 1 },
        ...(source !== undefined && { source }),
        places: Array.from({ length: longest }, (_, k) => lists.flatMap((list, row) => (list[k] ? [{ row, spell: list[k] }] : []))),
      },
    ];
  });
}

/**
 * Spells for every row: how many by the column of counts; which word, and whether it runs, by what people of the group (of all, where they are fewer than FEW) have at that place in their list; first day and length each from
 * the averaged values of those, by lot. What goes together within a history is lost.
 */
export function drawSpells(columns: SpellColumns, draw: Draw, groups: readonly Group[], rowGroup: readonly number[], names: Renamed, source: string, asOf: number, seed: number): Spell[][] {
  const { attribute, count, places } = columns;
  const counts = draw.fill(count).value;
  const from = stream(seed, `twin/spells/${attribute}`);
  const inGroup = groups.map((g) => new Set(g.rows));
  const pools = places.map((place) => {
    const whole = poolOf(place.map(({ spell }) => spell), asOf);
    return inGroup.map((rows) => poolOf(place.filter(({ row }) => rows.has(row)).map(({ spell }) => spell), asOf) ?? whole);
  });
  return rowGroup.map((g, t) => pools.slice(0, counts[t]).flatMap((pool) => (pool[g] ? [spellOf(attribute, pool[g], names, source, from)] : [])));
}

/** Kinds of spells with how often they come, and what is known of the days of each. */
interface Pool {
  readonly kinds: readonly (readonly [kind: number, count: number])[];
  readonly examples: readonly Spell[];
  readonly first: readonly (readonly number[])[];
  readonly length: readonly (readonly number[])[];
}

/** Undefined where fewer than FEW people have a spell of the commonest kind. */
function poolOf(spells: readonly Spell[], asOf: number): Pool | undefined {
  const examples: Spell[] = [];
  const places = new Map<string, number>();
  const kinds = spells.map((s) => {
    const key = JSON.stringify([s.value ?? null, s.from !== undefined, s.from !== undefined && s.to === undefined, s.months !== undefined]);
    const known = places.get(key);
    if (known !== undefined) return known;
    examples.push(s);
    places.set(key, examples.length - 1);
    return examples.length - 1;
  });
  const { counts, rare } = folded(kinds);
  if (spells.length === 0 || counts[0]![1] - rare < FEW) return undefined;
  const of = (kind: number): Spell[] => spells.filter((_, k) => kinds[k] === kind);
  const ascending = (values: readonly number[]): number[] => averaged([...values].sort((a, b) => a - b), 1);
  return {
    kinds: counts,
    examples,
    first: examples.map((_, kind) => ascending(of(kind).flatMap((s) => (s.from === undefined ? [] : [Math.min(dayOf(s.from), asOf)])))),
    length: examples.map((_, kind) => ascending(of(kind).flatMap((s) => (s.months !== undefined ? [s.months] : s.to === undefined ? [] : [dayOf(s.to) - dayOf(s.from!)])))),
  };
}

function spellOf(attribute: string, pool: Pool, names: Renamed, source: string, from: Stream): Spell {
  const kind = pick(pool.kinds, from);
  const { value, from: began, to, months } = pool.examples[kind]!;
  const any = (list: readonly number[]): number => list[below(list.length, from)]!;
  const first = began === undefined ? undefined : any(pool.first[kind]!);
  return {
    attribute,
    ...(value === undefined ? { unmapped: 'not mapped' } : { value: names.word(value) }),
    source,
    ...(months !== undefined && { months: any(pool.length[kind]!) }),
    ...(first !== undefined && { from: formatDay(first) }),
    ...(first !== undefined && to !== undefined && { to: formatDay(first + any(pool.length[kind]!)) }),
  };
}

function latestFirst(person: Person, attribute: string): Spell[] {
  return (person.spells ?? []).filter((s) => s.attribute === attribute).sort((a, b) => compareIds(b.from ?? '', a.from ?? ''));
}
