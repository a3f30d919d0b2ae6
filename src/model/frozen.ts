import { canonicalJson, hashDocument, isPlainObject } from '../canonical/index.js';

const deeplyFrozen = new WeakSet<object>();

/** Freezes a plain document with all that hangs on it, and remembers that it did, of its tables too. O(values); documents are at most 64 deep. */
export function deepFreeze<T extends object>(document: T): T {
  freeze(document);
  deeplyFrozen.add(document);
  for (const part of Object.values(document)) if (isObject(part)) deeplyFrozen.add(part);
  return document;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function freeze(value: object): void {
  if (Array.isArray(value)) {
    for (const inner of value as readonly unknown[]) if (isObject(inner)) freeze(inner);
  } else {
    for (const key in value) {
      const inner = (value as Readonly<Record<string, unknown>>)[key];
      if (isObject(inner) && Object.hasOwn(value, key)) freeze(inner);
    }
  }
  Object.freeze(value);
}

/** True for a document that `deepFreeze` froze: what was computed from it once stays true. */
export function isDeeplyFrozen(document: object): boolean {
  return deeplyFrozen.has(document);
}

const policyOf = new WeakMap<object, string>();

/** Remembers by what a round was read: its values were checked by the types of that policy. */
export function markReadUnder(round: object, key: string): void {
  policyOf.set(round, key);
}

/** What a round was read by; undefined for a document that was not parsed here. */
export function readUnder(round: object): string | undefined {
  return policyOf.get(round);
}

const hashes = new WeakMap<object, { readonly format: string; readonly hash: string }>();

/**
 * The hash of a document under its format (docs/formats.md section 1). Of a deeply frozen one it is found once; of one that was put together of
 * deeply frozen tables, as a round with the nonces that came later, once while its parts are the same. Whatever else may change is read each time.
 */
export function documentHash(format: string, document: object): string {
  const known = hashes.get(document);
  if (known?.format === format) return known.hash;
  if (!isDeeplyFrozen(document)) return hashOfParts(format, document) ?? hashDocument(format, document);
  const hash = hashDocument(format, document, { plain: true });
  hashes.set(document, { format, hash });
  return hash;
}

/** One member of a document: a short list that is not deeply frozen stands as its canonical text. */
interface Part {
  readonly key: string;
  readonly value: unknown;
  readonly text: string | undefined;
}

const SHORT_LIST = 100;
const assembled = new WeakMap<object, { readonly format: string; readonly parts: readonly Part[]; readonly hash: string }>();

/** Undefined for a document that is made otherwise, and for one that is refused: whoever reads all of it says why. */
function hashOfParts(format: string, document: object): string | undefined {
  try {
    const parts = partsOf(document);
    const table = parts?.find(({ value }) => isObject(value))?.value as object | undefined;
    if (!parts || !table) return undefined;
    const known = assembled.get(table);
    if (known?.format === format && known.parts.length === parts.length && known.parts.every((part, k) => isSame(part, parts[k]!))) return known.hash;
    const hash = hashDocument(format, Object.fromEntries(parts.map(({ key, value, text }) => [key, text === undefined ? value : JSON.parse(text)])), { plain: true });
    assembled.set(table, { format, parts, hash });
    return hash;
  } catch {
    return undefined;
  }
}

/** The members of a plain object, each read once. */
function partsOf(document: object): Part[] | undefined {
  if (!isPlainObject(document) || Object.getOwnPropertySymbols(document).length > 0) return undefined;
  const parts: Part[] = [];
  for (const key of Object.keys(document)) {
    const value: unknown = Object.getOwnPropertyDescriptor(document, key)!.value; // undefined where there is a getter: refused with everything that is no data
    if (!isObject(value) || isDeeplyFrozen(value)) parts.push({ key, value, text: undefined });
    else if (Array.isArray(value) && value.length <= SHORT_LIST) parts.push({ key, value: undefined, text: canonicalJson(value) });
    else return undefined;
  }
  return parts;
}

function isSame(a: Part, b: Part): boolean {
  return a.key === b.key && a.value === b.value && a.text === b.text;
}
