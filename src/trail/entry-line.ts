import { canonicalJson } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';

/** Longest line a store takes, in bytes of UTF-8: what reads a log holds one line in memory. */
export const LONGEST_LINE = 16 << 20;

/** All that a store reads of an entry. */
export interface LineFacts {
  readonly id: string;
  readonly index: number;
}

/**
 * Id and index of an entry's line, which must be one canonical JSON object: exactly one spelling of an entry exists, so that a line
 * feed, a blank or a second key cannot tell two readers two things.
 * @throws {MeritError} E_LOG_NOT_CANONICAL, E_FORMAT without id or index; the path is `path`
 */
export function readEntryLine(line: string, path: string): LineFacts {
  let entry: unknown;
  try {
    entry = JSON.parse(line);
  } catch {
    throw notCanonical(path); // the message of the parser repeats the text
  }
  if (!isCanonical(line, entry)) throw notCanonical(path);
  const { id, index } = (entry ?? {}) as Partial<Record<'id' | 'index', unknown>>;
  if (typeof id !== 'string' || id === '' || typeof index !== 'number' || !Number.isSafeInteger(index) || index < 0) {
    throw new MeritError('E_FORMAT', 'an entry is an object with a text `id` and a whole number `index`', { path });
  }
  return { id, index };
}

/**
 * Checks a line that `build` returned for the entry `id` at the end of a log with `size` entries.
 * @throws {MeritError} as {@link readEntryLine}; E_LOG_GAP for another index, E_FORMAT for another id, E_LIMIT_BYTES past {@link LONGEST_LINE}
 */
export function checkNewLine(line: string, id: string, size: number): void {
  const path = `/${size}`;
  if (line.length > LONGEST_LINE / 3) throw new MeritError('E_LIMIT_BYTES', `an entry may have ${Math.floor(LONGEST_LINE / 3)} characters, this one has ${line.length}`, { path });
  const facts = readEntryLine(line, path);
  if (facts.index !== size) throw new MeritError('E_LOG_GAP', `the entry says index ${facts.index}, the log has ${size} entries`, { path });
  if (facts.id !== id) throw new MeritError('E_FORMAT', 'the entry has another id than it is appended under', { path });
}

/** JSON.stringify gives the canonical text of what it parsed wherever keys stand in order; all else goes the slow way. */
function isCanonical(line: string, entry: unknown): boolean {
  if (isOrdered(entry, 0) && !line.includes('\\ud')) return JSON.stringify(entry) === line;
  try {
    return canonicalJson(entry) === line;
  } catch {
    return false;
  }
}

/** Whether the keys of every object ascend as JavaScript lists them. */
function isOrdered(value: unknown, depth: number): boolean {
  if (typeof value !== 'object' || value === null) return true;
  if (depth > 64) return false;
  if (Array.isArray(value)) {
    for (const item of value) if (!isOrdered(item, depth + 1)) return false;
    return true;
  }
  let before = '';
  let first = true;
  for (const key of Object.keys(value)) {
    if (!first && key <= before) return false;
    first = false;
    before = key;
    if (!isOrdered((value as Record<string, unknown>)[key], depth + 1)) return false;
  }
  return true;
}

function notCanonical(path: string): MeritError {
  return new MeritError('E_LOG_NOT_CANONICAL', 'the line is not the canonical JSON of an entry', { path });
}
