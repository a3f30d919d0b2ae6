import { canonical } from './canonical.js';
import { entry, type Entry } from './entry.js';
import { json, Refusal } from './shapes.js';

/** What is wrong with a line or an entry; `path` is a JSON Pointer into the entry. */
export interface BadLine {
  readonly code: string;
  readonly path: string;
  readonly detail: string;
}
export interface Line {
  readonly entry: Entry;
  /** The data of its leaf. */
  readonly text: string;
  /** The hash of the leaf that the store wrote beside it, as hex; undefined for a bare entry. */
  readonly leaf?: string | undefined;
}

const NOT_CANONICAL: BadLine = { code: 'E_LOG_NOT_CANONICAL', path: '', detail: 'The line is not canonical JSON.' };
const BEFORE = '{"entry":';
const BETWEEN = ',"leaf":"';
/** Where the entry stands in a line of the file store: after so many characters, and before so many. */
export const AROUND = { before: BEFORE.length, after: BETWEEN.length + 64 + 2 } as const;

/** The hash beside an entry, where the line has one. */
function leafOf(line: string): string | undefined {
  if (!line.startsWith(BEFORE) || !line.endsWith('"}') || !line.startsWith(BETWEEN, line.length - AROUND.after)) return undefined;
  const leaf = line.slice(-66, -2);
  return /^[0-9a-f]{64}$/.test(leaf) ? leaf : undefined;
}

/** A line of a log: an entry in canonical JSON, or `{"entry":…,"leaf":"hex"}` as the file store writes it. Never throws. */
export function readLine(line: string): Line | BadLine {
  const leaf = leafOf(line);
  const text = leaf === undefined ? line : line.slice(AROUND.before, -AROUND.after);
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return NOT_CANONICAL;
  }
  try {
    const read = entry(value);
    // A reader copies its keys in canonical order and lets no text pass that JSON would write in two ways, so this is RFC 8785.
    return JSON.stringify(read) === text ? { entry: read, text, leaf } : NOT_CANONICAL;
  } catch (thrown) {
    if (!isCanonical(value, text)) return NOT_CANONICAL;
    return Refusal.is(thrown) ? { code: 'E_FORMAT', path: thrown.path, detail: `The value ${thrown.message}.` } : NOT_CANONICAL;
  }
}

function isCanonical(value: unknown, text: string): boolean {
  try {
    return canonical(json(value)) === text;
  } catch {
    return false;
  }
}
