import { hashDocument } from '../canonical/index.js';

const deeplyFrozen = new WeakSet<object>();

/** Freezes a plain document with all that hangs on it, and remembers that it did. O(values); documents are at most 64 deep. */
export function deepFreeze<T extends object>(document: T): T {
  const freeze = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    if (Array.isArray(value)) value.forEach(freeze);
    else for (const key of Object.keys(value)) freeze((value as Record<string, unknown>)[key]);
    Object.freeze(value);
  };
  freeze(document);
  deeplyFrozen.add(document);
  return document;
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

const hashes = new WeakMap<object, string>();

/** The hash of a document under its format (docs/formats.md section 1); of a deeply frozen one it is found once. */
export function documentHash(format: string, document: object): string {
  const known = hashes.get(document);
  if (known !== undefined) return known;
  const frozen = isDeeplyFrozen(document);
  const hash = hashDocument(format, document, { plain: frozen });
  if (frozen) hashes.set(document, hash);
  return hash;
}
