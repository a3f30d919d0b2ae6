import { bug } from '../../errors/index.js';
import { parseDay } from '../../model/calendar.js';
import type { Value } from '../../model/round.js';
import type { PastRequirement } from '../past.js';
import type { Study } from '../study.js';
import { byText } from './sign.js';

/** One demand; of a demand that stands twice in a table only one is kept. */
export type Demand = Pick<PastRequirement, 'attribute' | 'is' | 'value'>;

export const demandKey = (d: Demand): string => JSON.stringify([d.attribute, d.is, d.value]);

/** Whether whoever meets `a` meets `b`, as far as that follows from the two texts alone. */
export function implies(a: Demand, b: Demand): boolean {
  if (a.attribute !== b.attribute) return false;
  if (demandKey(a) === demandKey(b)) return true;
  if (typeof a.value !== typeof b.value || Array.isArray(a.value) || Array.isArray(b.value)) return false;
  if (a.is === '=') return meets(a.value, b);
  if (b.is === '=' || a.is[0] !== b.is[0]) return false;
  if (a.value === b.value) return b.is.length === 2; // > 5 is >= 5 as well
  return a.is[0] === '>' ? a.value > b.value : a.value < b.value;
}

/** Whether a value meets a demand. Text is compared letter by letter (dates in their order); a list is asked whether it holds what `=` asks for. Kinds that cannot be compared do not meet it. */
export function meets(value: Value, { is, value: asked }: Demand): boolean {
  if (Array.isArray(value)) return is === '=' && (Array.isArray(asked) ? asked.every((one) => value.includes(one)) : value.includes(String(asked)));
  if (Array.isArray(asked)) return is === '=' && asked.includes(String(value));
  if (typeof value !== typeof asked) return false;
  switch (is) {
    case '=': return value === asked;
    case '<': return value < asked;
    case '<=': return value <= asked;
    case '>=': return value >= asked;
    case '>': return value > asked;
  }
}

/** A set of people as bits. */
export type Bits = Int32Array;

/** How many of 32 bits are set. */
function ones(x: number): number {
  const pairs = x - ((x >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}

/** Who meets a demand for certain, and who may: a person without a datum may. */
export interface Mask { readonly certain: Bits; readonly possible: Bits }
export interface Pool { readonly certain: number; readonly possible: number }

interface Datum { readonly person: number; readonly day: number; readonly value: Value }

/**
 * The people of the record and what was known of them on any day: the pool of a set of demands. A person's datum is the last one dated on or before the
 * day; of several on that date that differ, none (unknown). Nobody is in a pool on or after the day he retires.
 * Masks are kept by demand and by how much of the attribute's evidence was there, so that days between which nothing was added share them.
 */
export class Population {
  readonly people: readonly string[];
  private readonly words: number;
  private readonly index = new Map<string, number>();
  private readonly evidence = new Map<string, Datum[]>(); // by attribute, by day
  private readonly retirements: readonly { readonly person: number; readonly day: number }[];
  private readonly masks = new Map<string, Mask>();
  private readonly latest = new Map<string, ReadonlyMap<number, Value>>();

  constructor({ past, cases }: Pick<Study, 'past' | 'cases'>) {
    const ids = new Set([...(past.people ?? []).map((p) => p.id), ...(past.evidence ?? []).map((e) => e.person), ...cases.flatMap((c) => c.people.map((p) => p.person))]);
    this.people = [...ids].sort(byText);
    this.people.forEach((id, k) => this.index.set(id, k));
    this.words = (this.people.length + 31) >> 5;
    for (const e of past.evidence ?? []) {
      const list = this.evidence.get(e.attribute) ?? [];
      if (list.length === 0) this.evidence.set(e.attribute, list);
      list.push({ person: this.at(e.person), day: dayNumber(e.date), value: e.value });
    }
    for (const list of this.evidence.values()) list.sort((a, b) => a.day - b.day || a.person - b.person);
    this.retirements = (past.people ?? []).flatMap((p) => (p.retires === undefined ? [] : [{ person: this.at(p.id), day: dayNumber(p.retires) }])).sort((a, b) => a.day - b.day);
  }

  private at(person: string): number {
    const k = this.index.get(person);
    if (k === undefined) throw bug('a person outside the record');
    return k;
  }

  /** How many data of an attribute were there on a day. */
  private known(attribute: string, day: number): number {
    const list = this.evidence.get(attribute) ?? [];
    let [low, high] = [0, list.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (list[middle]!.day <= day) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The value that counts of each person who has one on that day. */
  values(attribute: string, day: number): ReadonlyMap<number, Value> {
    const known = this.known(attribute, day);
    const key = `${known}/${attribute}`;
    const seen = this.latest.get(key);
    if (seen) return seen;
    const last = new Map<number, Datum | null>(); // null: data of one date that differ
    const dates = new Map<number, number>();
    for (const datum of (this.evidence.get(attribute) ?? []).slice(0, known)) {
      const before = dates.get(datum.person) === datum.day ? last.get(datum.person) : undefined;
      const differs = before === null || (before !== undefined && JSON.stringify(before.value) !== JSON.stringify(datum.value));
      last.set(datum.person, differs ? null : datum);
      dates.set(datum.person, datum.day);
    }
    const values = new Map([...last].flatMap(([person, datum]) => (datum === null ? [] : [[person, datum.value] as const])));
    this.latest.set(key, values);
    return values;
  }

  mask(demand: Demand, day: number): Mask {
    const key = `${this.known(demand.attribute, day)}/${demandKey(demand)}`;
    const seen = this.masks.get(key);
    if (seen) return seen;
    const mask = { certain: new Int32Array(this.words), possible: new Int32Array(this.words).fill(-1) };
    for (const [person, value] of this.values(demand.attribute, day)) {
      if (meets(value, demand)) set(mask.certain, person);
      else clear(mask.possible, person);
    }
    this.masks.set(key, mask);
    return mask;
  }

  /** Everybody who has not retired. */
  serving(day: number): Bits {
    const bits = new Int32Array(this.words);
    for (let person = 0; person < this.people.length; person++) set(bits, person);
    for (const { person, day: retires } of this.retirements) if (retires <= day) clear(bits, person);
    return bits;
  }

  /** How many of `among` meet all demands for certain, and how many may. O(people / 32) a demand. */
  pool(masks: readonly Mask[], among: Bits): Pool {
    let [certain, possible] = [0, 0];
    for (let w = 0; w < this.words; w++) {
      let [c, p] = [among[w]!, among[w]!];
      for (const mask of masks) {
        c &= mask.certain[w]!;
        p &= mask.possible[w]!;
      }
      certain += ones(c);
      possible += ones(p);
    }
    return { certain, possible };
  }

  /** Whether this person may meet all demands. */
  mayMeet(person: string, masks: readonly Mask[]): boolean {
    const k = this.at(person);
    return masks.every((mask) => has(mask.possible, k));
  }
}

const set = (bits: Bits, k: number): void => void (bits[k >> 5]! |= 1 << (k & 31));
const clear = (bits: Bits, k: number): void => void (bits[k >> 5]! &= ~(1 << (k & 31)));
const has = (bits: Bits, k: number): boolean => (bits[k >> 5]! & (1 << (k & 31))) !== 0;

/** The day number of a date that was checked when the record was read. */
export function dayNumber(text: string): number {
  const day = parseDay(text);
  if (typeof day === 'string') throw bug('a date that was not checked');
  return day;
}
