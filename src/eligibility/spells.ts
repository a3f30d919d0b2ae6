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

/** Spells dated later or not begun by the day of the round are left out; what a check says holds up to its day and as long as the policy lets it count. */
function record(attribute: string, spells: readonly Spell[], checks: readonly Checked[], { asOf, leapDay, sourceDay, dayOf, specs }: Reading): Datum {
  const dated = ({ date, source }: Spell | Checked): number => {
    const day = date === undefined ? sourceDay.get(source) : dayOf(date);
    if (day === undefined) throw bug('a source that was not checked');
    return day;
  };
  let looked: { readonly day: number; readonly source: string } | undefined;
  for (const check of checks) {
    const day = dated(check);
    if (check.attribute === attribute && day <= asOf && (!looked || day > looked.day)) looked = { day, source: check.source };
  }
  const checked = looked && { ...looked, until: Math.min(monthlyDay(looked.day, specs.get(attribute)?.validMonths ?? 0, leapDay), asOf) };
  const counting: SpellFact[] = [];
  let unclear: { readonly cause: UnknownCause; readonly day: number; readonly source: string } | undefined;
  spells.forEach((spell) => {
    if (spell.attribute !== attribute) return;
    const { value, from, to, months, source } = spell;
    const day = dated(spell);
    const first = from === undefined ? undefined : dayOf(from);
    if (day > asOf || (first !== undefined && first > asOf)) return;
    const last = to === undefined ? undefined : dayOf(to);
    // that a spell without a last day still ran is known only up to the last day on which somebody spoke
    counting.push({ value, from: first, to: last ?? LAST_DAY, sureTo: last ?? Math.max(first ?? day, day, checked?.until ?? day), months, source, day });
    const cause = value === undefined ? 'unmapped' : from === undefined && months === undefined ? 'undated' : undefined;
    if (cause && (!unclear || (cause === unclear.cause ? day > unclear.day : cause === 'unmapped'))) unclear = { cause, day, source };
  });
  const facts = { checked, spells: counting };
  const vouched = checked !== undefined && checked.until === asOf;
  if (unclear?.cause === 'unmapped' || (vouched && unclear)) return { ...unclear, spells: facts };
  if (!vouched) return { cause: counting.length === 0 ? 'missing' : 'unchecked', ...looked, spells: facts };
  return { ...looked, spells: facts };
}
