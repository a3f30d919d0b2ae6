import { sha256 } from '@noble/hashes/sha2.js';
import { fastStream } from './fast-hash.js';
import { at, refuse, type Json } from './shapes.js';

const utf8 = new TextEncoder();

/** Takes the pieces of a canonical text. */
type Sink = (piece: string) => void;

const MOST_DEEP = 64;

/** Whether `JSON.stringify` writes the canonical text (RFC 8785) of a value: where all keys stand in their order, as readers copy fields. */
function isInOrder(value: Json, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return value !== undefined;
  if (depth > MOST_DEEP) return false;
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    for (let k = 0; k < items.length; k++) if (!isInOrder(items[k]!, depth + 1)) return false;
    return true;
  }
  const entries = value as Readonly<Record<string, Json>>;
  let last = '';
  for (const key in entries) {
    if (key < last || !isInOrder(entries[key]!, depth + 1)) return false;
    last = key;
  }
  return true;
}

/**
 * Writes the canonical text of a value that was read: without lone surrogates. Keys stand in the order of their UTF-16 units. Parts that are so deep are
 * handed on whole where their keys stand in order, unless other code has given all lists or objects a way of their own to be written.
 */
function write(value: Json, to: Sink, depth: number, whole: number): void {
  if (typeof value !== 'object' || value === null || (depth === whole && !('toJSON' in Array.prototype) && isInOrder(value, depth))) return to(JSON.stringify(value));
  if (depth > MOST_DEEP) refuse('is nested deeper than 64');
  if (Array.isArray(value)) {
    const items = value as readonly Json[];
    to('[');
    for (let k = 0; k < items.length; k++) {
      if (k > 0) to(',');
      write(items[k]!, to, depth + 1, whole);
    }
    return to(']');
  }
  const entries = value as Readonly<Record<string, Json>>;
  const keys = Object.keys(entries).sort();
  to('{');
  for (let k = 0; k < keys.length; k++) {
    to(`${k > 0 ? ',' : ''}${JSON.stringify(keys[k]!)}:`);
    write(entries[keys[k]!]!, to, depth + 1, whole);
  }
  to('}');
}

export function canonical(value: Json): string {
  let all = '';
  write(value, (piece) => (all += piece), 1, 1);
  return all;
}

/** Units of text that are hashed at once, about. */
const CHUNK = 65_536;
const hashes = new WeakMap<object, string>();

/** `sha256:` and the hash of a document under the name of its own format. The document does not change any more; of its text only a part is held at a time. */
export function hashOf(document: Json & { readonly format: string }): string {
  const known = hashes.get(document);
  if (known !== undefined) return known;
  const stream = fastStream();
  let chunk = `${document.format}\n`;
  write(document, (piece) => {
    chunk += piece;
    if (chunk.length < CHUNK) return;
    stream.update(utf8.encode(chunk));
    chunk = '';
  }, 1, 3);
  stream.update(utf8.encode(chunk));
  const hash = hex(stream.digest());
  hashes.set(document, hash);
  return hash;
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
  if (k === a.length || k === b.length) return a.length - b.length; // one is the beginning of the other
  const x = a.charCodeAt(k);
  const y = b.charCodeAt(k);
  const over = (x & 0xf800) === 0xd800; // surrogates stand for code points above all other units
  return over === ((y & 0xf800) === 0xd800) ? x - y : over ? 1 : -1;
}

/** Refuses the first item that stands before its forerunner, or, if `strictly`, equals it. */
export function requireOrder<T>(items: readonly T[], compare: (a: T, b: T) => number, strictly: boolean): void {
  for (let k = 1; k < items.length; k++) {
    const order = compare(items[k - 1]!, items[k]!);
    if (order > 0) at(k, () => refuse('stands out of order'));
    if (order === 0 && strictly) at(k, () => refuse('stands there twice'));
  }
}
