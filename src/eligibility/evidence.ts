import { canonicalJson } from '../canonical/index.js';
import { recusalOf, type Recusal } from '../conflicts/index.js';
import { bug } from '../errors/index.js';
import { monthlyDay, parseDay, type LeapDayRule } from '../model/calendar.js';
import { mulDivHalfUp, toUnits } from '../model/decimal.js';
import { isDeeplyFrozen } from '../model/frozen.js';
import type { Evidence, Person, Position, Round, Value } from '../model/round.js';
import type { AttributeSpec, Datum, PersonFacts, Policy, PositionFacts } from '../policy/index.js';
import { spellData } from './spells.js';

/** What the rules may know of everybody in a round, in the order of the round (by id). */
export interface Facts {
  readonly round: { readonly asOf: number; readonly horizon: number };
  readonly people: readonly PersonFacts[];
  readonly positions: readonly PositionFacts[];
  /** Attributes that the evidence or the spells of anybody speak of. */
  readonly attributes: readonly string[];
}

/** A day text that was checked at the door, as a day number. */
export function dayNumber(text: string): number {
  const day = parseDay(text);
  if (typeof day !== 'number') throw bug('a date that was not checked');
  return day;
}

/**
 * Reads a parsed round once: which evidence counts on its day (docs/formats.md section 3.2), and for the rest why not.
 * @param only - attributes of people that are asked for, all if absent; what the evidence says of others is left out.
 */
export function factsOf(round: Round, policy: Policy, only?: ReadonlySet<string>): Facts {
  const asOf = dayNumber(round.asOf);
  const sourceDay = new Map<string, number>(round.sources.map((s) => [s.id, dayNumber(s.date)]));
  const specs = new Map(Object.entries(policy.attributes));
  const { positions, byId } = positionsOf(round.positions, policy, specs);
  const counting: Counting = { asOf, leapDay: policy.leapDay, sourceDay, dayOf: cachedDay, expiryOf: cachedExpiry(policy.leapDay), specs, place: new Map(), alike: [], recusal: recusalOf(round, policy), only };
  const people = round.people.map((p) => personFacts(p, counting, p.seat === undefined ? undefined : byId.get(p.seat)));
  return { round: { asOf, horizon: round.horizon === undefined ? asOf : dayNumber(round.horizon) }, people, positions, attributes: [...counting.place.keys()] };
}

/** What the rules may know of all positions of a round. */
interface ReadPositions {
  readonly positions: readonly PositionFacts[];
  readonly byId: ReadonlyMap<string, PositionFacts>;
}

/** By list and by what a policy calls levels and attributes: many rounds may share one list. */
const readPositions = new WeakMap<readonly Position[], { readonly levels: Policy['levels']; readonly attributes: Policy['attributes']; readonly read: ReadPositions }>();

/** A frozen list of positions under levels and attributes that are the same objects as before is not read again. */
function positionsOf(list: readonly Position[], { levels, attributes }: Policy, specs: ReadonlyMap<string, AttributeSpec>): ReadPositions {
  const known = readPositions.get(list);
  if (known?.levels === levels && known.attributes === attributes) return known.read;
  const levelOf = new Map(levels.map((level, index) => [level.id, index]));
  const positions = list.map((p) => positionFacts(p, levelOf, specs));
  const read = { positions, byId: new Map<string, PositionFacts>(positions.map((p) => [p.id, p])) };
  if (isDeeplyFrozen(list) && Object.isFrozen(levels) && Object.isFrozen(attributes)) readPositions.set(list, { levels, attributes, read });
  return read;
}

/** Days read so far, over all rounds: days lie in the years 1900 to 2199, so there are never more than 109,573. */
const days = new Map<string, number>();

/** `dayNumber` that reads each text once. */
function cachedDay(text: string): number {
  let day = days.get(text);
  if (day === undefined) days.set(text, (day = dayNumber(text)));
  return day;
}

/** `monthlyDay` that reckons each day and term once: evidence comes in on few different days. */
function cachedExpiry(leapDay: LeapDayRule): (day: number, months: number) => number {
  const known = new Map<number, number>();
  return (day, months) => {
    const key = 2048 * day + months; // a term has at most 1,200 months
    let end = known.get(key);
    if (end === undefined) known.set(key, (end = monthlyDay(day, months, leapDay)));
    return end;
  };
}

/** Data of one person by name; the places of the names are shared by everybody, so that a person costs one short list. */
class PersonData {
  private readonly place: ReadonlyMap<string, number>;
  private readonly data: readonly (Datum | undefined)[];

  constructor(place: ReadonlyMap<string, number>, data: readonly (Datum | undefined)[]) {
    this.place = place;
    this.data = data;
  }

  get(attribute: string): Datum | undefined {
    const at = this.place.get(attribute);
    return at === undefined ? undefined : this.data[at];
  }
}

function positionFacts(p: Position, levelOf: ReadonlyMap<string, number>, specs: ReadonlyMap<string, AttributeSpec>): PositionFacts {
  const level = levelOf.get(p.level);
  if (level === undefined) throw bug('a level that was not checked');
  const data = new Map<string, Datum>();
  for (const [name, value] of Object.entries(p.attributes ?? {})) data.set(name, { value: ruleValue(value, specs.get(name)) });
  return { id: p.id, data, level, unit: p.unit, track: p.track, class: p.class };
}

/** What counting evidence needs to know of the round and the policy. */
interface Counting {
  readonly asOf: number;
  readonly leapDay: LeapDayRule;
  readonly sourceDay: ReadonlyMap<string, number>;
  readonly dayOf: (text: string) => number;
  /** Last day of a term of months. */
  readonly expiryOf: (day: number, months: number) => number;
  readonly specs: ReadonlyMap<string, AttributeSpec>;
  /** Place of each attribute met so far in the data of a person. */
  readonly place: Map<string, number>;
  /** By place, the datum last met with each value. */
  readonly alike: Map<Datum['value'], Datum>[];
  /** Whose judgement of whom is set aside. */
  readonly recusal: Recusal | undefined;
  readonly only: ReadonlySet<string> | undefined;
}

/** Values of one attribute that `shared` remembers. */
const ALIKE = 1000;

/** The datum, or an equal one met before: most people share theirs with many others, and what is not kept costs no memory. */
function shared(datum: Datum, alike: Map<Datum['value'], Datum>): Datum {
  const known = alike.get(datum.value);
  if (known && known.cause === datum.cause && known.day === datum.day && known.item === datum.item && known.source === datum.source) return known;
  if (known || alike.size < ALIKE) alike.set(datum.value, datum);
  return datum;
}

function personFacts(p: Person, counting: Counting, seat: PositionFacts | undefined): PersonFacts {
  const { evidence } = p;
  const { alike, dayOf, only, place, specs } = counting;
  const data = new Array<Datum | undefined>(place.size).fill(undefined);
  // normal form keeps the items of one attribute together
  for (let from = 0, to = 0; from < evidence.length; from = to) {
    const name = evidence[from]!.attribute;
    while (to < evidence.length && evidence[to]!.attribute === name) to++;
    if (only && !only.has(name)) continue;
    let at = place.get(name);
    if (at === undefined) place.set(name, (at = place.size));
    data[at] = shared(counted(p, from, to, counting, specs.get(name)), (alike[at] ??= new Map())); // a new place is the next one: no holes
  }
  if (p.spells || p.checked) {
    for (const [name, datum] of spellData(p, counting)) {
      let at = place.get(name);
      if (at === undefined) place.set(name, (at = place.size));
      data[at] = datum;
    }
  }
  return {
    id: p.id,
    data: new PersonData(place, data),
    seatLevel: seat ? seat.level : -1,
    seatUnit: seat ? seat.unit : '',
    seatTrack: seat ? seat.track : '',
    seatClass: seat?.class,
    born: p.born === undefined ? undefined : dayOf(p.born),
    since: p.since === undefined ? undefined : dayOf(p.since),
    retires: p.retires === undefined ? undefined : dayOf(p.retires),
  };
}

/** The datum that items from..to (of one attribute) come to on the day of the round. */
function counted({ id, evidence: items }: Person, from: number, to: number, counting: Counting, spec: AttributeSpec | undefined): Datum {
  const { asOf, sourceDay, dayOf, expiryOf, recusal } = counting;
  const mean = spec?.combine === 'mean' ? new Map<string | undefined, Latest>() : undefined;
  const latest: Latest = { item: -1, day: 0, conflict: false };
  let recused: Datum | undefined;
  let expired: Datum | undefined;
  let future: Datum | undefined;
  for (let k = from; k < to; k++) {
    const item = items[k]!;
    const day = item.date === undefined ? sourceDay.get(item.source) : dayOf(item.date);
    if (day === undefined) throw bug('a source that was not checked');
    if (recusal && item.by !== undefined && recusal.reason(item.by, id) !== undefined) {
      recused = { cause: 'recused', day, source: item.source };
    } else if (day > asOf) {
      future = { cause: 'future', day, source: item.source };
    } else if ((item.expires !== undefined && dayOf(item.expires) < asOf) || (spec?.validMonths !== undefined && expiryOf(day, spec.validMonths) < asOf)) {
      expired = { cause: 'expired', day, source: item.source };
    } else {
      let of = latest;
      if (mean) {
        of = mean.get(item.by) ?? { item: -1, day: 0, conflict: false };
        mean.set(item.by, of);
      }
      if (of.item < 0 || day > of.day) {
        of.item = k;
        of.day = day;
        of.conflict = false;
      } else if (day === of.day && !sameValue(items[of.item]!, item)) of.conflict = true;
    }
  }
  if (mean && mean.size > 0) return meanOf([...mean.values()], items, spec);
  const item = items[latest.item];
  if (!item) return recused ?? expired ?? future ?? { cause: 'missing' };
  if (latest.conflict) return { cause: 'conflict', day: latest.day, source: item.source };
  if (item.value === undefined) return { cause: 'unmapped', day: latest.day, source: item.source };
  return { value: ruleValue(item.value, spec), source: item.source, day: latest.day, item: latest.item };
}

/** The items of the latest day met so far, those of one rater where a mean is asked for. */
interface Latest {
  /** Index of the first of them, -1 before any. */
  item: number;
  day: number;
  /** They do not all carry the same value. */
  conflict: boolean;
}

/** The mean over the raters, each with the value of his latest day, rounded half up to 1e-6; exact however many they are. */
function meanOf(raters: readonly Latest[], items: readonly Evidence[], spec: AttributeSpec | undefined): Datum {
  const day = Math.max(...raters.map((r) => r.day));
  const [source] = raters.filter((r) => r.day === day).map((r) => items[r.item]!.source as string).sort();
  const seen = { day, ...(source !== undefined && { source }) };
  if (raters.some((r) => r.conflict)) return { cause: 'conflict', ...seen };
  const values = raters.map((r) => items[r.item]!.value);
  if (values.includes(undefined)) return { cause: 'unmapped', ...seen };
  const n = raters.length;
  let whole = 0;
  let rest = 0;
  for (const value of values) {
    const units = ruleValue(value!, spec) as number;
    const left = ((units % n) + n) % n;
    whole += (units - left) / n; // the sum itself could pass 2^53
    rest += left;
  }
  return { value: whole + mulDivHalfUp(rest, 1, n), ...seen };
}

function sameValue(a: Evidence, b: Evidence): boolean {
  if (a.value === undefined || b.value === undefined) return a.value === b.value && a.unmapped === b.unmapped;
  return a.value === b.value || canonicalJson(a.value) === canonicalJson(b.value);
}

/** A document's value as the rules count it: numbers in 1e-6 units, dates as day numbers. */
export function ruleValue(value: Value, spec: AttributeSpec | undefined): NonNullable<Datum['value']> {
  if (spec?.type === 'date') return dayNumber(value as string);
  if (typeof value !== 'number') return value;
  const units = toUnits(value);
  if (typeof units !== 'number') throw bug('a number that was not checked');
  return units;
}
