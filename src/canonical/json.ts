/**
 * Canonical JSON by RFC 8785, stricter than the packages of that name: what is not plain data is refused instead of dropped,
 * so that two different decisions never share a hash. Sections named below are those of the RFC.
 */
import { MeritError, type ErrorCode } from '../errors/index.js';
import { isPlainArray, isPlainObject } from './plain.js';
import { pointer } from './pointer.js';
import { Utf8Writer } from './utf8-writer.js';

/** Keys and indices on the way to the deepest value that canonical JSON allows; the JSON reader has the same default. */
export const CANONICAL_DEPTH = 64;

/** Bytes in all: what every engine can hold as one text, which also stops a small graph of shared objects that unfolds without end. */
const LONGEST = (1 << 29) - 64;

/** Sets of keys remembered on one level. */
const LAYOUTS = 16;

const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The keys of an object as last met, and what is written before each value, in canonical order. */
interface Layout {
  readonly keys: readonly string[];
  readonly order: readonly string[];
  readonly heads: readonly Uint8Array[];
}

class Writer {
  private readonly out: Utf8Writer;
  private readonly longest: number;
  /** Objects around the current value, outermost first, and the key or index that leads on from each. */
  private readonly around: object[] = [];
  private readonly path: (string | number)[] = [];
  /** Layouts met on each level, the latest first: records of one list have few sets of keys, so most objects need no sort. */
  private readonly layouts: Layout[][] = [];

  constructor(out: Utf8Writer, longest: number) {
    this.out = out;
    this.longest = longest;
  }

  document(value: unknown): void {
    try {
      this.value(value, '');
      this.out.flush();
    } catch (error) {
      if (error instanceof MeritError || this.out.handing) throw error;
      // A Proxy trap threw, or a Proxy was revoked; what it threw may hold personal data and is not passed on.
      throw this.refusal('E_INPUT_TYPE', 'reading the object failed; expected plain data, found an object that runs code when read');
    }
  }

  /** As `document`, for a tree of plain values: what a value is made of is not looked at, and where it stands only once it is refused. */
  plainDocument(value: unknown): void {
    let written = false;
    try {
      written = this.plain(value, 0);
    } catch (error) {
      if (!(error instanceof MeritError) || this.out.handing) throw error;
    }
    if (!written) this.document(value); // which says where, and throws
    this.out.flush();
  }

  /** False at the first value that canonical JSON does not have. */
  private plain(value: unknown, depth: number): boolean {
    if (depth > CANONICAL_DEPTH) return false;
    if (typeof value === 'string') return this.out.quoted(value);
    if (typeof value === 'number') {
      if (Number.isFinite(value)) this.out.number(value);
      return Number.isFinite(value);
    }
    if (typeof value === 'boolean') this.out.ascii(value ? 'true' : 'false');
    else if (value === null) this.out.ascii('null');
    else if (typeof value !== 'object') return false;
    else if (Array.isArray(value)) return this.plainArray(value, depth + 1);
    else return this.plainObject(value as Readonly<Record<string, unknown>>, depth + 1);
    return true;
  }

  private plainArray(list: readonly unknown[], depth: number): boolean {
    this.out.byte(0x5b);
    for (let i = 0; i < list.length; i++) {
      if (i > 0) this.out.byte(0x2c);
      if (!this.plain(list[i], depth)) return false;
    }
    this.out.byte(0x5d);
    return this.fits();
  }

  private plainObject(value: Readonly<Record<string, unknown>>, depth: number): boolean {
    const last = this.layouts[depth]?.[0];
    const { order, heads } = last && hasKeys(value, last.keys) ? last : this.layout(Object.keys(value), depth);
    for (let i = 0; i < order.length; i++) {
      this.out.copy(heads[i]!);
      if (!this.plain(value[order[i]!], depth)) return false;
    }
    if (order.length === 0) this.out.byte(0x7b);
    this.out.byte(0x7d);
    return this.fits();
  }

  private fits(): boolean {
    this.out.pace();
    return this.out.written <= this.longest;
  }

  private value(value: unknown, key: string | number): void {
    if (this.around.length > CANONICAL_DEPTH) throw this.refusal('E_LIMIT_DEPTH', `nested deeper than ${CANONICAL_DEPTH} levels`, key);
    switch (typeof value) {
      case 'string':
        if (!this.out.quoted(value)) throw this.refusal('E_STRING_SURROGATE', 'the text holds half of a surrogate pair', key);
        return;
      case 'number':
        // 3.2.2.3: ECMAScript Number::toString, which writes -0 as 0.
        if (!Number.isFinite(value)) throw this.refusal('E_NUM_NAN', 'expected a finite number, found NaN or an infinity', key);
        this.out.number(value);
        return;
      case 'boolean':
        this.out.ascii(value ? 'true' : 'false');
        return;
      case 'object':
        if (value === null) this.out.ascii('null');
        else this.container(value, key);
        return;
      default:
        throw this.refusal('E_INPUT_TYPE', `expected plain data, found ${typeof value}`, key);
    }
  }

  private container(value: object, key: string | number): void {
    const depth = this.around.length;
    if (this.around.includes(value)) throw this.refusal('E_INPUT_CYCLE', 'the object contains itself', key);
    if (depth > 0) this.path.push(key);
    this.around.push(value);
    if (isPlainArray(value)) this.array(value);
    else if (isPlainObject(value)) this.object(value);
    else throw this.refusal('E_INPUT_TYPE', 'expected a plain object or array, found an instance of a class');
    this.around.pop();
    this.path.pop();
    this.out.pace();
    if (this.out.written > this.longest) throw this.refusal('E_LIMIT_BYTES', `the canonical text is longer than ${this.longest} bytes`);
  }

  private array(list: readonly unknown[]): void {
    if (Object.getOwnPropertyNames(list).length > list.length + 1 || Object.getOwnPropertySymbols(list).length > 0) {
      throw this.refusal('E_INPUT_TYPE', 'expected a plain array, found an array with named properties');
    }
    this.out.byte(0x5b);
    for (let i = 0; i < list.length; i++) {
      if (i > 0) this.out.byte(0x2c);
      const own = Object.getOwnPropertyDescriptor(list, i);
      if (!own) throw this.refusal('E_INPUT_SPARSE', 'the array has a hole here', i);
      if (own.get || own.set) throw this.refusal('E_INPUT_TYPE', 'expected a value, found a getter or setter', i);
      this.value(own.value, i);
    }
    this.out.byte(0x5d);
  }

  private object(value: object): void {
    const keys = Object.keys(value);
    // What is not enumerable is no data, whatever its key: an audit carries the ways to show itself so.
    if (Object.getOwnPropertySymbols(value).some((key) => Object.prototype.propertyIsEnumerable.call(value, key))) throw this.refusal('E_INPUT_TYPE', 'expected plain data, found an object with symbol keys');
    const { order, heads } = this.layout(keys, this.around.length);
    for (let i = 0; i < order.length; i++) {
      const key = order[i] as string;
      const own = Object.getOwnPropertyDescriptor(value, key);
      // Only a Proxy can list a key and then not have it.
      if (!own || own.get || own.set) throw this.refusal('E_INPUT_TYPE', 'expected a value, found a getter or setter', key);
      this.out.copy(heads[i] as Uint8Array);
      this.value(own.value, key);
    }
    if (order.length === 0) this.out.byte(0x7b);
    this.out.byte(0x7d);
  }

  /** 3.2.3: keys in the order of their UTF-16 code units, which is how ECMAScript compares strings. */
  private layout(keys: readonly string[], depth: number): Layout {
    const met = (this.layouts[depth] ??= []);
    for (let k = 0; k < met.length; k++) {
      const known = met[k]!;
      if (!sameKeys(known.keys, keys)) continue;
      met[k] = met[0]!;
      met[0] = known;
      return known;
    }
    const order = isAscending(keys) ? keys : [...keys].sort(byCodeUnit);
    const heads = order.map((key, i) => this.head(key, i === 0));
    if (met.length === LAYOUTS) met.pop();
    const layout: Layout = { keys, order, heads };
    met.unshift(layout);
    return layout;
  }

  private head(key: string, first: boolean): Uint8Array {
    let bytes = new Uint8Array(0);
    const writer = new Utf8Writer((piece) => (bytes = piece.slice()), 64);
    writer.byte(first ? 0x7b : 0x2c);
    if (!writer.quoted(key)) throw this.refusal('E_STRING_SURROGATE', 'the key holds half of a surrogate pair', key);
    writer.byte(0x3a);
    writer.flush();
    return bytes;
  }

  private refusal(code: ErrorCode, message: string, key?: string | number): MeritError {
    const path = key === undefined || this.around.length === 0 ? this.path : [...this.path, key];
    return new MeritError(code, message, { path: pointer(path) });
  }
}

function sameKeys(a: readonly string[], b: readonly string[]): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Whether `keys` are the keys of a plain object in their order. May say no where they are, when somebody has given all objects a further key. */
function hasKeys(value: object, keys: readonly string[]): boolean {
  let k = 0;
  for (const key in value) if (keys[k++] !== key) return false;
  return k === keys.length;
}

function isAscending(keys: readonly string[]): boolean {
  for (let i = 1; i < keys.length; i++) if ((keys[i - 1] as string) >= (keys[i] as string)) return false;
  return true;
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : 1;
}

/** What the caller knows of a value. */
export interface CanonicalOptions {
  /**
   * True only for a tree that this library made and froze itself (`isDeeplyFrozen` in model/): plain objects and dense arrays of
   * values, no getter, no symbol key, no circle. Its objects are then read without asking what they are. The bytes are the same.
   */
  readonly plain?: boolean;
}

/**
 * Hands the UTF-8 bytes of the canonical text to `sink` in pieces that cut no character; a piece is overwritten after the call.
 * O(size) time, O(depth + longest text) memory.
 * @throws {MeritError} as {@link canonicalJson}; pieces handed over before the throw are to be thrown away.
 */
export function writeCanonical(value: unknown, sink: (piece: Uint8Array) => void, maxBytes = LONGEST, options: CanonicalOptions = {}): void {
  const writer = new Writer(new Utf8Writer(sink), maxBytes);
  if (options.plain) writer.plainDocument(value);
  else writer.document(value);
}

/**
 * Canonical JSON text of plain data: one text for one value, whatever the order of its keys.
 * @throws {MeritError} with a JSON Pointer: E_INPUT_TYPE for undefined, functions, symbols, bigints, class instances, accessors,
 * symbol keys and named properties of arrays; E_NUM_NAN for NaN and infinities; E_STRING_SURROGATE; E_INPUT_SPARSE; E_INPUT_CYCLE;
 * E_LIMIT_DEPTH past {@link CANONICAL_DEPTH}; E_LIMIT_BYTES past the longest text of the engine.
 * @see RFC 8785
 */
export function canonicalJson(value: unknown): string {
  const pieces: string[] = [];
  writeCanonical(value, (piece) => pieces.push(decoder.decode(piece)));
  return pieces.join('');
}
