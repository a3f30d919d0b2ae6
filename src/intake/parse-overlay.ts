import { Issues } from '../errors/index.js';
import { layOver, Overlay, type Policy } from '../policy/index.js';
import { readDocument, type DocumentInput } from './document.js';
import { composed } from './seal.js';
import { addZodIssues } from './zod-issues.js';

const KEYS = Object.keys(Overlay.shape);

/**
 * An overlay document, checked for its shape; `overlay` checks what it makes of a pack.
 * @param input - JSON text, UTF-8 bytes, or an object.
 * @throws {MeritError} with every problem of shape or text.
 */
export function parseOverlay(input: DocumentInput): Overlay {
  const issues = new Issues();
  const document = readDocument(input, issues);
  issues.throwIfAny();
  const patch = composed(document, '', issues);
  const parsed = Overlay.safeParse(patch);
  if (!parsed.success) addZodIssues(parsed.error.issues, patch, '', KEYS, issues);
  issues.throwIfAny();
  return patch as Overlay; // the schema changes nothing of what it reads
}

/**
 * The pack with the changes of an overlay, under the overlay's id and title; `madeFrom` says what it was made from. An overlay that
 * changes nothing gives back the very pack. What is not mentioned stays, and so does the order of what was there.
 * A pack without commitments to a lottery may be laid over, and sealed once it has some.
 * @param base - a pack that was checked; it is not changed, and parts of it are shared with the result.
 * @param patch - as `parseOverlay` takes it or gave it: its shape is checked here.
 * @throws {MeritError} with every problem: of shape, as `parseOverlay`; E_REF_UNKNOWN for what is not there or is still used (pointers into the overlay),
 *   E_ID_DUPLICATE for what is both put and removed, E_CITATION for a choice of the decider's own that somebody confirms; else what
 *   `seal` would say of the result (pointers into it).
 */
export function overlay(base: Policy, patch: DocumentInput): Policy {
  return layOver(base, parseOverlay(patch));
}
