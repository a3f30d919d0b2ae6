import { sha256 } from '@noble/hashes/sha2.js';
import { fastStream } from './fast-hash.js';
import { at, refuse, type Json } from './shapes.js';

const utf8 = new TextEncoder();

/** Where the pieces of a canonical text go. */
interface Sink {
  /** A piece of JSON that is ASCII. */
  mark(piece: string): void;
  /** A text, to be written between quotes. */
  text(value: string): void;
}

class Text implements Sink {
  all = '';

  mark(piece: string): void {
    this.all += piece;
  }

  text(value: string): void {
    this.all += /[^ !#-[\]-~]/.test(value) ? JSON.stringify(value) : `"${value}"`;
  }
}

/** Hashes a text of any length, of which it never holds more than a part. */
class Hasher implements Sink {
  readonly #hash = fastStream();
  readonly #bytes = new Uint8Array(65_536);
  #length = 0;

  mark(piece: string): void {
    if (this.#length + piece.length > this.#bytes.length) this.#flush();
    for (let k = 0; k < piece.length; k++) this.#bytes[this.#length++] = piece.charCodeAt(k);
  }

  text(value: string): void {
    if (value.length > 1024) return this.#escaped(value);
    if (this.#length + value.length + 2 > this.#bytes.length) this.#flush();
    const bytes = this.#bytes;
    let length = this.#length;
    bytes[length++] = 0x22;
    for (let k = 0; k < value.length; k++) {
      const unit = value.charCodeAt(k);
      if (unit < 0x20 || unit > 0x7e || unit === 0x22 || unit === 0x5c) return this.#escaped(value); // control character, not ASCII, quote or backslash
      bytes[length++] = unit;
    }
    bytes[length++] = 0x22;
    this.#length = length;
  }

  #escaped(value: string): void {
    this.#flush();
    this.#hash.update(utf8.encode(JSON.stringify(value)));
  }

  #flush(): void {
    this.#hash.update(this.#bytes.subarray(0, this.#length));
    this.#length = 0;
  }

  digest(): Uint8Array {
    this.#flush();
    return this.#hash.digest();
  }
}

/** Writes the canonical text (RFC 8785) of a value that was read: without lone surrogates. Keys stand in the order of their UTF-16 units. */
function write(value: Json, to: Sink, depth: number): void {
  if (typeof value === 'string') return to.text(value);
  if (typeof value !== 'object' || value === null) return to.mark(String(value)); // a number as JSON writes it, since it is finite
  if (depth > 64) refuse('is nested deeper than 64');
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    to.mark('[');
    for (let k = 0; k < items.length; k++) {
      if (k > 0) to.mark(',');
      write(items[k]!, to, depth + 1);
    }
    return to.mark(']');
  }
  const entries = value as Readonly<Record<string, Json>>;
  const keys = Object.keys(entries);
  for (let k = 1; k < keys.length; k++) {
    if (keys[k]! < keys[k - 1]!) keys.sort(); // readers copy fields in order already
  }
  to.mark('{');
  for (let k = 0; k < keys.length; k++) {
    if (k > 0) to.mark(',');
    to.text(keys[k]!);
    to.mark(':');
    write(entries[keys[k]!]!, to, depth + 1);
  }
  to.mark('}');
}

export function canonical(value: Json): string {
  const to = new Text();
  write(value, to, 1);
  return to.all;
}

/** `sha256:` and the hash of a document under the name of its own format. */
export function hashOf(document: Json & { readonly format: string }): string {
  const to = new Hasher();
  to.mark(`${document.format}\n`);
  write(document, to, 1);
  return hex(to.digest());
}

/** `sha256:` and the hash of some texts, one after the other. */
export function hashText(...parts: readonly (string | Uint8Array)[]): string {
  return hex(digest(...parts));
}

function hex(bytes: Uint8Array): string {
  return `sha256:${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

export function digest(...parts: readonly (string | Uint8Array)[]): Uint8Array {
  const hasher = sha256.create();
  for (const part of parts) hasher.update(typeof part === 'string' ? utf8.encode(part) : part);
  return hasher.digest();
}

/** The length of the UTF-8 bytes in 4 bytes, biggest first, then the bytes. */
export function lengthPrefixed(text: string): Uint8Array {
  const bytes = utf8.encode(text);
  const out = new Uint8Array(4 + bytes.length);
  new DataView(out.buffer).setUint32(0, bytes.length);
  out.set(bytes, 4);
  return out;
}

/** Negative, zero or positive as `a` comes before, is or comes after `b` by Unicode code points. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  let k = 0;
  while (k < a.length && a.charCodeAt(k) === b.charCodeAt(k)) k++;
  const [x, y] = [a.charCodeAt(k), b.charCodeAt(k)];
  if (!(x >= 0) || !(y >= 0)) return a.length - b.length; // one is the beginning of the other
  const [over, under] = [(x & 0xf800) === 0xd800, (y & 0xf800) === 0xd800]; // surrogates stand for code points above all other units
  return over === under ? x - y : over ? 1 : -1;
}

/** Refuses the first item that stands before its forerunner, or, if `strictly`, equals it. */
export function requireOrder<T>(items: readonly T[], compare: (a: T, b: T) => number, strictly: boolean): void {
  for (let k = 1; k < items.length; k++) {
    const order = compare(items[k - 1]!, items[k]!);
    if (order > 0) at(k, () => refuse('stands out of order'));
    if (order === 0 && strictly) at(k, () => refuse('stands there twice'));
  }
}
