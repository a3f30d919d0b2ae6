import { bug } from '../errors/index.js';
import { LAST_DAY, monthlyDay, type LeapDayRule } from '../model/calendar.js';
import type { Checked, Person, Spell } from '../model/round.js';
import type { AttributeSpec, Datum, SpellFact, UnknownCause } from '../policy/index.js';

/** What reading spells needs to know of the round and the policy. */
interface Reading {
  readonly asOf: number;
  readonly leapDay: LeapDayRule;
  readonly sourceDay: ReadonlyMap<string, number>;
  readonly dayOf: (text: string) => number;
  readonly specs: ReadonlyMap<string, AttributeSpec>;
}

/** The datum of each attribute that the spells of a person, or what was checked of him, speak of. O(spells). */
export function spellData({ spells = [], checked = [] }: Person, reading: Reading): ReadonlyMap<string, Datum> {
  const found = new Map<string, Datum>();
  for (const { attribute } of [...spells, ...checked]) if (!found.has(attribute)) found.set(attribute, record(attribute, spells, checked, reading));
  return found;
}

/** Spells dated later or not begun by the day of the round are left out; a check that is past its time makes nothing complete. */
function record(attribute: string, spells: readonly Spell[], checked: readonly Checked[], { asOf, leapDay, sourceDay, dayOf, specs }: Reading): Datum {
  const dated = ({ date, source }: Spell | Checked): number => {
    const day = date === undefined ? sourceDay.get(source) : dayOf(date);
    if (day === undefined) throw bug('a source that was not checked');
    return day;
  };
  const counting: SpellFact[] = [];
  let unclear: { readonly cause: UnknownCause; readonly day: number; readonly source: string } | undefined;
  spells.forEach((spell) => {
    if (spell.attribute !== attribute) return;
    const { value, from, to, months, source } = spell;
    const day = dated(spell);
    const first = from === undefined ? undefined : dayOf(from);
    if (day > asOf || (first !== undefined && first > asOf)) return;
    counting.push({ value, from: first, to: to === undefined ? LAST_DAY : dayOf(to), months, source, day });
    const cause = value === undefined ? 'unmapped' : from === undefined && months === undefined ? 'undated' : undefined;
    if (cause && (!unclear || (cause === unclear.cause ? day > unclear.day : cause === 'unmapped'))) unclear = { cause, day, source };
  });
  let looked: { readonly day: number; readonly source: string } | undefined;
  for (const check of checked) {
    const day = dated(check);
    if (check.attribute === attribute && day <= asOf && (!looked || day > looked.day)) looked = { day, source: check.source };
  }
  const validMonths = specs.get(attribute)?.validMonths;
  const complete = looked !== undefined && (validMonths === undefined || monthlyDay(looked.day, validMonths, leapDay) >= asOf);
  const facts = { checked: complete ? looked : undefined, spells: counting };
  if (unclear?.cause === 'unmapped' || (complete && unclear)) return { ...unclear, spells: facts };
  if (!complete) return { cause: counting.length === 0 ? 'missing' : 'unchecked', ...looked, spells: facts };
  return { ...looked, spells: facts };
}
