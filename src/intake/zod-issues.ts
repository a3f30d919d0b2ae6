import type { core, z } from 'zod';
import { ERROR_CODES, type ErrorCode, type Issues } from '../errors/index.js';
import { pointer } from '../canonical/index.js';
import { fits } from './fits.js';

/** The value a path leads to, undefined where it leads nowhere. */
function valueAt(input: unknown, path: readonly PropertyKey[]): unknown {
  let value = input;
  for (const step of path) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Record<PropertyKey, unknown>)[step];
  }
  return value;
}

const KINDS: Readonly<Record<string, string>> = { string: 'a text', number: 'a number', boolean: 'true or false', array: 'a list', record: 'an object', object: 'an object' };

/** What a value is, in words. */
export function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : typeof value === 'boolean' ? 'a truth' : KINDS[typeof value]!;
}

/** True if a plain value fits the schema; adds what the schema finds otherwise, as {@link addZodIssues}. */
export function hasShape(schema: z.ZodType, value: unknown, base: string, known: readonly string[], issues: Issues): boolean {
  if (fits(schema, value)) return true;
  const { error } = schema.safeParse(value);
  if (error) addZodIssues(error.issues, value, base, known, issues);
  return !error;
}

/**
 * Adds what a schema found, in our codes: a value of a person never stands in a message. A schema may name the code of its
 * problems itself, as its error text.
 * @param base - pointer of the value that was parsed.
 * @param known - every field name of the format, to guess what a mistyped key meant.
 */
export function addZodIssues(found: readonly core.$ZodIssue[], input: unknown, base: string, known: readonly string[], issues: Issues): void {
  for (const issue of found) {
    const path = base + pointer(issue.path.map((step) => (typeof step === 'symbol' ? step.toString() : step)));
    const value = valueAt(input, issue.path);
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys) issues.add('E_KEY_UNKNOWN', `${path}${pointer([key])}`, `the format has no such key${guess(key, known)}`);
    } else if (issue.code === 'invalid_union' && issue.errors.length > 0 && value !== null && value !== undefined) {
      addUnion(issue, value, path, known, issues);
    } else {
      const [code, message] = say(issue, value);
      issues.add(code, path, message);
    }
  }
}

/** A union fails where its likeliest member fails: the one that objects to the fewest things. */
function addUnion(issue: core.$ZodIssueInvalidUnion, value: unknown, path: string, known: readonly string[], issues: Issues): void {
  const inside = issue.errors.filter((member) => member.some((i) => i.path.length > 0 || i.code === 'unrecognized_keys'));
  const best = [...inside].sort((a, b) => a.length - b.length)[0];
  if (best) addZodIssues(best, value, path, known, issues);
  else issues.add('E_TYPE', path, `${kindOf(value)} is none of the kinds allowed here`);
}

function say(issue: core.$ZodIssue, value: unknown): [ErrorCode, string] {
  if (value === undefined) return ['E_VALUE_MISSING', 'a value is missing'];
  if (value === null) return ['E_VALUE_MISSING', 'the value is null; leave the field out if nothing is known'];
  if (Object.hasOwn(ERROR_CODES, issue.message)) {
    const code = issue.message as ErrorCode;
    return [code, issue.code === 'invalid_value' ? `expected ${inWords(issue.values)}` : ERROR_CODES[code]];
  }
  switch (issue.code) {
    case 'invalid_type':
      if ((issue.expected) === 'int' && typeof value === 'number') return ['E_NUM_INT', 'expected a whole number'];
      return ['E_TYPE', `expected ${KINDS[issue.expected]!}, came ${kindOf(value)}`];
    case 'too_small':
    case 'too_big':
      if (typeof value === 'number') return ['E_NUM_RANGE', issue.code === 'too_small' ? `expected at least ${issue.minimum}` : `expected at most ${issue.maximum}`];
      if (typeof value === 'string') return issue.code === 'too_small' ? ['E_STRING_EMPTY', 'expected a text'] : ['E_LIMIT_STRING', `expected at most ${issue.maximum} characters`];
      return ['E_VALUE_MISSING', 'the list is empty'];
    case 'invalid_value':
      return ['E_VALUE_UNKNOWN', `expected ${inWords(issue.values)}`];
    default:
      return ['E_TYPE', `${kindOf(value)} is not allowed here`];
  }
}

function inWords(values: readonly unknown[]): string {
  return values.map((value) => JSON.stringify(value)).join(' or ');
}

/** "Maybe" line with the closest field name within two edits. */
function guess(key: string, known: readonly string[]): string {
  if (key.length > 64) return '';
  let best = '';
  let least = Math.min(3, key.length); // something of the key must be left
  for (const name of known) {
    const d = distance(key, name);
    if (d < least) [best, least] = [name, d];
  }
  return best ? `\nMaybe "${best}" was meant.` : '';
}

/** Edits (insert, delete, replace, swap of neighbours) between two short texts. */
function distance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => Array.from({ length: b.length + 1 }, (_, j) => (i === 0 ? j : j === 0 ? i : 0)));
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      let d = Math.min(rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1, rows[i - 1]![j - 1]! + same);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, rows[i - 2]![j - 2]! + 1);
      rows[i]![j] = d;
    }
  }
  return rows[a.length]![b.length]!;
}
