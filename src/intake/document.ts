import type { Issues } from '../errors/index.js';
import { readJson } from './json-reader.js';
import { shielded } from './shield.js';
import { snapshot } from './snapshot.js';

/** A document as text, as UTF-8 bytes, or as an object that is copied before anything is believed. */
export type DocumentInput = string | Uint8Array | object;

/**
 * The plain value of a document, judged on its source: fresh objects that nobody else holds. Problems go to `issues`.
 * @returns undefined where there is nothing to go on with.
 */
export function readDocument(input: DocumentInput, issues: Issues): unknown {
  return shielded(typeof input === 'string' || input instanceof Uint8Array ? readJson(input, issues, { decimals: 6 }) : snapshot(input, issues));
}
