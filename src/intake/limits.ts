/** What an input may hold at most. Every limit is checked before the work or the memory it bounds, and every one can be set. */
export interface Limits {
  /** Bytes of one document or file. */
  readonly bytes: number;
  /** Keys and indices on the way from the outermost value to any other: 64 lets nothing lie deeper than 64 steps. At most 1,000. */
  readonly depth: number;
  /** UTF-16 code units of one text or key. Names and ids have smaller limits of their own. */
  readonly string: number;
  /** Entries of one list, members of one object, rows of one table. */
  readonly count: number;
  /** Values in all, for objects handed over by a program: a small graph of shared objects can unfold without end. */
  readonly values: number;
}

/** 256 MiB, 64 steps, 1,048,576 code units, 1,000,000 entries, 50,000,000 values. */
export const DEFAULT_LIMITS: Limits = {
  bytes: 268_435_456,
  depth: 64,
  string: 1_048_576,
  count: 1_000_000,
  values: 50_000_000,
};

/** The limits of one call. A depth past 1,000 is cut to 1,000, so that no document can exhaust the stack. */
export function limitsOf(options: Partial<Limits> = {}): Limits {
  const { bytes, depth, string, count, values } = { ...DEFAULT_LIMITS, ...options };
  return { bytes, depth: Math.min(depth, 1000), string, count, values };
}

/** Names every object is born with, and `prototype`: as keys of data they are an attack or an accident, and lookups would find them in objects that lack them. */
export const FORBIDDEN_KEYS: ReadonlySet<string> = new Set([
  '__proto__',
  'constructor',
  'prototype',
  '__defineGetter__',
  '__defineSetter__',
  '__lookupGetter__',
  '__lookupSetter__',
  'hasOwnProperty',
  'isPrototypeOf',
  'propertyIsEnumerable',
  'toLocaleString',
  'toString',
  'valueOf',
]);
