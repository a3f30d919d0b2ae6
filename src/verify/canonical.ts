import { sha256 } from '@noble/hashes/sha2.js';
import { at, refuse, type Json } from './shapes.js';

const utf8 = new TextEncoder();

/** The canonical text (RFC 8785) of a value that was read: without lone surrogates. Keys stand in the order of their UTF-16 units. */
export function canonical(value: Json, depth = 1): string {
  if (typeof value === 'string') return /[^ !#-[\]-~]/.test(value) ? JSON.stringify(value) : `"${value}"`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  if (depth > 64) refuse('is nested deeper than 64');
  if (Array.isArray(value)) return `[${(value as readonly Json[]).map((item) => canonical(item, depth + 1)).join(',')}]`;
  const entries = value as Readonly<Record<string, Json>>;
  const keys = Object.keys(entries);
  for (let k = 1; k < keys.length; k++) {
    if (keys[k]! < keys[k - 1]!) keys.sort(); // readers copy fields in order already
  }
  let text = '';
  for (const key of keys) text += `${text && ','}${canonical(key)}:${canonical(entries[key]!, depth + 1)}`;
  return `{${text}}`;
}

/** `sha256:` and the hash of a document under the name of its own format. */
export function hashOf(document: Json & { readonly format: string }): string {
  return hashText(`${document.format}\n`, canonical(document));
}

/** `sha256:` and the hash of some texts, one after the other. */
export function hashText(...parts: readonly (string | Uint8Array)[]): string {
  return `sha256:${Array.from(digest(...parts), (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
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
  while (k < a.length && a[k] === b[k]) k++;
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
