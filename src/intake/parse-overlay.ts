import { Issues } from '../errors/index.js';
import { Overlay } from '../policy/index.js';
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
