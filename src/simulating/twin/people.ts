import { formatDay } from '../../model/calendar.js';
import { fromUnits } from '../../model/decimal.js';
import type { Checked, Evidence, Person, Round, Spell, Value } from '../../model/round.js';
import { ABSENT, dayOf, KNOWN, type AttributeColumns, type Column, type PeopleColumns } from './columns.js';
import type { Draw, Drawn } from './draw.js';
import { averaged } from './margins.js';
import type { Renamed } from './posts.js';

/** A person of the twin without the name that he gets last. */
export type Nameless = Omit<Person, 'id'>;

/**
 * The drawn rows as people: no name, no place of birth, no wishes, no consent, nobody's judgement. No day that belongs to a life lies earlier after birth, and no retirement nearer, than the
 * average of the few least among the real people; and no date of birth is kept beside a second date if a real person has both.
 */
export function peopleOf(round: Round, columns: PeopleColumns, draw: Draw, seats: readonly (string | undefined)[], names: Renamed, sourceOf: (source: string | undefined) => string, dayOfSource: (source: string | undefined) => number): Nameless[] {
  const asOf = dayOf(round.asOf);
  const [born, since, span] = [draw.fill(columns.born), draw.fill(columns.since), draw.fill(columns.span)];
  const drawn = columns.attributes.map((a) => drawAttribute(a, draw));
  const afterBirth = (column: Column): number => least(pairs(columns.born, column, (b, day) => day - b));
  const [sinceAge, left] = [afterBirth(columns.since), least(pairs(columns.born, columns.span, (b, s) => b + s - asOf))];
  const ages = columns.attributes.map(({ main }) => (main.kind === 'day' ? afterBirth(main) : -Infinity));
  return seats.map((seat, t): Nameless => {
    const birth = born.state[t] === KNOWN ? born.value[t]! : undefined;
    const late = (day: number, age: number): number => (birth === undefined ? day : Math.max(day, Math.min(birth + age, asOf), birth));
    const evidence = columns.attributes.flatMap((a, k) => itemOf(a, drawn[k]!, t, names, sourceOf, dayOfSource, (day) => late(day, ages[k]!)));
    const start = seat !== undefined && since.state[t] === KNOWN ? late(since.value[t]!, sinceAge) : undefined;
    const end = birth !== undefined && span.state[t] === KNOWN ? Math.max(birth + span.value[t]!, asOf + left, start ?? birth) : undefined;
    return {
      ...(birth !== undefined && { born: formatDay(birth) }),
      ...(seat !== undefined && { seat: names.position.get(seat)! }),
      ...(start !== undefined && { since: formatDay(start) }),
      ...(end !== undefined && { retires: formatDay(end) }),
      evidence,
    };
  });
}

/** Moves a date of birth by a day as long as some real person has it together with another date of the same row. */
export function unmatched(people: readonly Nameless[], real: readonly Person[]): Nameless[] {
  const dates = new Map<string, Set<string>[]>();
  for (const p of real) if (p.born !== undefined) dates.set(p.born, [...(dates.get(p.born) ?? []), datesOf(p)]);
  return people.map((p) => {
    if (p.born === undefined) return p;
    const others = [...datesOf(p)];
    let born = p.born;
    while (dates.get(born)?.some((known) => others.some((date) => known.has(date)))) born = formatDay(dayOf(born) - 1);
    return { ...p, born };
  });
}

/** Every day that is written in a person's own rows, beside the birth. */
export function datesOf(p: Nameless): Set<string> {
  const texts: unknown[] = [p.since, p.retires, p.acceptsLower?.on];
  for (const e of p.evidence) texts.push(e.value, e.date, e.expires);
  for (const s of p.spells ?? []) texts.push(s.from, s.to, s.date);
  for (const c of p.checked ?? []) texts.push(c.date);
  return new Set(texts.filter((x) => typeof x === 'string').filter((x) => /^[0-9]{4}-[0-9]{2}-[0-9]{2}$/.test(x)));
}

interface DrawnAttribute {
  readonly main: Drawn;
  readonly words: readonly Drawn[];
  readonly date: Drawn;
  readonly expires: Drawn;
}

function drawAttribute(a: AttributeColumns, draw: Draw): DrawnAttribute {
  const main = draw.fill(a.main);
  return { main, words: a.words.map(({ column }) => draw.fill(column)), date: draw.fill(a.date), expires: draw.fill(a.expires) };
}

function itemOf(a: AttributeColumns, drawn: DrawnAttribute, t: number, names: Renamed, sourceOf: (source: string | undefined) => string, dayOfSource: (source: string | undefined) => number, late: (day: number) => number): Evidence[] {
  const { main, date, expires } = drawn;
  if (main.state[t] === ABSENT) return [];
  const on = date.state[t] === KNOWN ? date.value[t]! : undefined;
  return [
    {
      attribute: a.attribute,
      ...(main.state[t] === KNOWN ? { value: valueOf(a, drawn, t, names, late) } : { unmapped: 'not mapped' }),
      source: sourceOf(a.source),
      ...(on !== undefined && { date: formatDay(on) }),
      ...(expires.state[t] === KNOWN && { expires: formatDay(Math.max(expires.value[t]!, on ?? dayOfSource(a.source))) }),
    },
  ];
}

function valueOf({ attribute, spec, main, words }: AttributeColumns, drawn: DrawnAttribute, t: number, names: Renamed, late: (day: number) => number): Value {
  const value = drawn.main.value[t]!;
  switch (spec.type) {
    case 'number':
      return fromUnits(value);
    case 'boolean':
      return value === 1;
    case 'ordered':
      return spec.values![value]!;
    case 'set':
      return words.flatMap(({ word }, k) => (drawn.words[k]!.state[t] === KNOWN && drawn.words[k]!.value[t] === 1 ? [names.word(word)] : []));
    case 'date':
      return formatDay(late(value));
    case 'text':
    case 'spells':
      return names.value(main.words![value]!, attribute);
  }
}

/** What goes with both columns, of everybody who has them, ascending. */
function pairs(a: Column, b: Column, of: (a: number, b: number) => number): number[] {
  return [...a.value].flatMap((x, row) => (a.state[row] === KNOWN && b.state[row] === KNOWN ? [of(x, b.value[row]!)] : [])).sort((x, y) => x - y);
}

/** The least of averaged values; minus infinity where nobody can be averaged. */
function least(sorted: readonly number[]): number {
  return averaged(sorted, 1)[0] ?? -Infinity;
}

/** What was left of the spells and look-ups of a row. */
export function withSpells(people: readonly Nameless[], spells: readonly (readonly Spell[])[], checked: readonly (readonly Checked[])[]): Nameless[] {
  return people.map((p, t) => ({ ...p, ...(spells[t]!.length > 0 && { spells: [...spells[t]!] }), ...(checked[t]!.length > 0 && { checked: [...checked[t]!] }) }));
}
