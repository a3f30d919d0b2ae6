import { daysIn } from './calendar.js';

/** What was read does not have the shape that docs/formats.md gives. Never leaves this room: verify turns it into a verdict. */
export class Refusal extends Error {
  readonly #keys: (string | number)[] = [];

  /** True for a refusal; asks nothing of the value, so that a hostile thrown object cannot answer. */
  static is(thrown: unknown): thrown is Refusal {
    return typeof thrown === 'object' && thrown !== null && #keys in thrown;
  }

  /** The refusal of a part, seen from the whole that holds it under `key`. Whatever a getter or proxy threw becomes a refusal. */
  static under(key: string | number, thrown: unknown): Refusal {
    const refusal = Refusal.is(thrown) ? thrown : new Refusal('cannot be read');
    refusal.#keys.unshift(key);
    return refusal;
  }

  get path(): string {
    return this.#keys.map((key) => `/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
  }
}

export function refuse(detail: string): never {
  throw new Refusal(detail);
}

/** Does `work`; a refusal inside it is one of the part `key`. */
export function at<T>(key: string | number, work: () => T): T {
  try {
    return work();
  } catch (thrown) {
    throw Refusal.under(key, thrown);
  }
}

/** A reader copies: every property of the caller's object is read once, and nothing later looks at the object again. */
export type Reader<T> = (value: unknown) => T;
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

type Fields = Readonly<Record<string, Reader<unknown>>>;
type Read<F extends Fields> = { readonly [K in keyof F]: ReturnType<F[K]> };

function entries(value: unknown): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) refuse('must be an object');
  return value as Record<string, unknown>;
}

/** How many keys an object has, of what a JSON parser made; NaN of any other, which may have keys that a loop does not meet. Makes no list of them. */
export function countKeys(value: object): number {
  if (Object.getPrototypeOf(value) !== Object.prototype) return NaN;
  let count = 0;
  for (const _ in value) count++;
  return count;
}

/** An object with these keys and no others. */
export function object<R extends Fields, O extends Fields = Record<never, never>>(required: R, optional?: O): Reader<Read<R> & Partial<Read<O>>> {
  const fields = Object.entries({ ...required, ...optional }).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, read]) => ({ key, read, needed: key in required }));
  const known = new Set(fields.map(({ key }) => key));
  return (value) => {
    const from = entries(value);
    const copy: Record<string, unknown> = {};
    let k = 0;
    let found = 0;
    try {
      for (; k < fields.length; k++) {
        const { key, read, needed } = fields[k]!;
        const part = from[key];
        if (part !== undefined) {
          found++;
          copy[key] = read(part);
        } else if (needed) refuse('is missing');
      }
    } catch (thrown) {
      throw Refusal.under(fields[k]!.key, thrown);
    }
    if (found !== countKeys(from)) for (const key of Object.keys(from)) if (!known.has(key)) at(key, () => refuse('is not a key of this format'));
    return copy as Read<R> & Partial<Read<O>>;
  };
}

/** An object with any keys, all of one kind. */
export function record<T>(read: Reader<T>, readKey: Reader<string> = text): Reader<Readonly<Record<string, T>>> {
  return (value) => {
    const from = entries(value);
    const copy: Record<string, T> = {};
    for (const key of Object.keys(from)) {
      at(key, () => {
        readKey(key);
        if (key === '__proto__') refuse('is not allowed as a key');
        copy[key] = read(from[key]);
      });
    }
    return copy;
  };
}

export function list<T>(read: Reader<T>): Reader<readonly T[]> {
  return (value) => {
    if (!Array.isArray(value)) refuse('must be a list');
    const copy: T[] = [];
    let k = 0;
    try {
      for (; k < (value as unknown[]).length; k++) copy.push(read((value as unknown[])[k]));
    } catch (thrown) {
      throw Refusal.under(k, thrown);
    }
    return copy.slice(); // as long as its items: a list that grew has room left
  };
}

/** A list that would not be there if it were empty. */
export function filled<T>(read: Reader<readonly T[]>): Reader<readonly T[]> {
  return (value) => {
    const items = read(value);
    return items.length > 0 ? items : refuse('must be left out where it is empty');
  };
}

export function pair<A, B>(first: Reader<A>, second: Reader<B>): Reader<readonly [A, B]> {
  return (value) => {
    if (!Array.isArray(value) || value.length !== 2) refuse('must be a pair');
    const [a, b] = value as [unknown, unknown];
    return [at(0, () => first(a)), at(1, () => second(b))];
  };
}

export function nullable<T>(read: Reader<T>): Reader<T | null> {
  return (value) => (value === null ? null : read(value));
}

/** Lists are read by the first reader, everything else by the second. */
export function listOr<A, B>(readList: Reader<A>, read: Reader<B>): Reader<A | B> {
  return (value) => (Array.isArray(value) ? readList(value) : read(value));
}

export const text: Reader<string> = (value) => {
  if (typeof value !== 'string') refuse('must be a text');
  if (!/[^ -~]/.test(value)) return value;
  if (/\p{Cs}/u.test(value)) refuse('holds half of a surrogate pair');
  if (/[\p{Cc}\u2028\u2029]/u.test(value)) refuse('holds a control character');
  if (/\p{Bidi_Control}/u.test(value)) refuse('holds a character that changes the reading order');
  return value;
};

/** A text of a round: in Unicode normal form C. */
export const normalText: Reader<string> = (value) => {
  const read = text(value);
  if (/[^ -~]/.test(read) && read.normalize('NFC') !== read) refuse('must be in Unicode normal form C');
  return read;
};

/** A text of a round that people read: short, with something to see, without piles of combining marks. */
export const shownText: Reader<string> = (value) => {
  const read = normalText(value);
  if (read.length > 1024 && [...read].length > 1024) refuse('is longer than 1024 characters');
  if (!/[^\s\p{Cf}\p{Cc}\u115f\u1160\u2800\u3164\uffa0]/u.test(read)) refuse('has nothing to see'); // but letters that draw nothing
  if (/[^ -~]/.test(read) && /\p{M}{9}/u.test(read)) refuse('holds more than 8 combining marks in a row');
  return read;
};

/** A text that matches a pattern. */
export function matching(pattern: RegExp, name: string): Reader<string> {
  return (value) => (typeof value === 'string' && pattern.test(value) ? value : refuse(`must be ${name}`));
}

export function oneOf<const T extends string>(...names: readonly T[]): Reader<T> {
  return (value) => names.find((name) => name === value) ?? refuse(`must be ${names.join(' or ')}`);
}

export const truth: Reader<boolean> = (value) => (typeof value === 'boolean' ? value : refuse('must be true or false'));

export const id = matching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/, 'an id: a letter or digit, then letters, digits, dots, dashes or underscores, 64 in all');
export const hash = matching(/^sha256:[0-9a-f]{64}$/, 'a SHA-256 hash');

export function integer(low: number, high: number): Reader<number> {
  return (value) => (Number.isSafeInteger(value) && (value as number) >= low && (value as number) <= high ? (value as number) : refuse(`must be a whole number from ${low} to ${high}`));
}

export const count = integer(0, 1e9);
export const whole = integer(-Number.MAX_SAFE_INTEGER, Number.MAX_SAFE_INTEGER);

/** A decimal number as an integer of its last allowed place, or undefined if it has further places. */
function places(value: number, scale: number): number | undefined {
  const units = Math.round(value * scale);
  return units / scale === value && Math.abs(value) <= 1e9 ? units : undefined;
}

/** Values, in 1e-6. For numbers that were read by `valueNumber`. */
export const micro = (value: number): number => places(value, 1e6)!;
/** Weights and costs, in 1e-4. For numbers that were read by `weightNumber`. */
export const tenThousandths = (value: number): number => places(value, 1e4)!;

function decimal(scale: number, name: string): Reader<number> {
  return (value) => (typeof value === 'number' && places(value, scale) !== undefined ? value : refuse(`must be a number up to 1e9 with at most ${name} decimals`));
}
export const valueNumber = decimal(1e6, '6');
export const weightNumber = decimal(1e4, '4');
/** Costs: 0 to 1000 points. */
export const costNumber: Reader<number> = (value) => {
  const points = weightNumber(value);
  return points >= 0 && points <= 1000 ? points : refuse('must be from 0 to 1000 points');
};

export const day: Reader<string> = (value) => {
  if (typeof value !== 'string' || !/^(?:19|20|21)\d\d-\d\d-\d\d$/.test(value)) refuse('must be a day from 1900-01-01 to 2199-12-31');
  const [year, month, date] = [Number(value.slice(0, 4)), Number(value.slice(5, 7)), Number(value.slice(8))];
  if (month < 1 || month > 12 || date < 1 || date > daysIn(year, month)) refuse('must be a day of the calendar');
  return value;
};

/** Equal as JSON: the same values under the same keys. */
export function same(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || a === null || typeof b !== 'object' || b === null) return a === b;
  const [x, y] = [a as Readonly<Record<string, unknown>>, b as Readonly<Record<string, unknown>>];
  const keys = Object.keys(x);
  return Array.isArray(a) === Array.isArray(b) && keys.length === Object.keys(y).length && keys.every((key) => Object.hasOwn(y, key) && same(x[key], y[key]));
}

const MOST_VALUES = 5_000_000; // shared parts count each time: a few objects can stand for 2^64 values

/** Any JSON value, at most 64 deep. */
export const json: Reader<Json> = (root) => {
  let left = MOST_VALUES;
  const copy = (value: unknown, depth: number): Json => {
    if (--left < 0) refuse('holds too many values');
    if (depth > 64) refuse('is nested deeper than 64');
    if (value === null || typeof value === 'boolean') return value;
    if (typeof value === 'string') return text(value);
    if (typeof value === 'number') return Number.isFinite(value) ? value : refuse('must be a finite number');
    const inside = (part: unknown): Json => copy(part, depth + 1);
    return listOr(list(inside), record(inside))(value);
  };
  return copy(root, 1);
};
