import type { z } from 'zod';
import { canonicalJson } from '../canonical/index.js';
import { Issues, type Warning } from '../errors/index.js';
import { readDocument } from '../intake/index.js';
import { DEFAULT_LIMITS } from '../intake/limits.js';
import { passOn } from '../intake/parse-round.js';
import { fresh } from '../intake/shield.js';
import { addZodIssues } from '../intake/zod-issues.js';
import { deepFreeze } from '../model/frozen.js';
import { compareIds, compareTexts } from '../model/ids.js';
import { checkPast } from './check-past.js';
import { PAST_FORMAT, PAST_TABLES, PastHead, type Past } from './past.js';

/** A checked record in normal form, frozen, and what somebody should look at. */
export interface ParsedPast {
  readonly past: Past;
  readonly warnings: readonly Warning[];
}

export type TableName = keyof typeof PAST_TABLES;
export const TABLE_NAMES = Object.keys(PAST_TABLES) as TableName[];
export const PAST_KEYS = [...new Set([...Object.keys(PastHead.shape), ...TABLE_NAMES, ...Object.values(PAST_TABLES).flatMap((table) => Object.keys(table.shape))])];

/** Records that were read here: they are frozen, so what was checked once stays true. */
const known = new WeakMap<object, ParsedPast>();
/** Where the rows that may turn out to be too late stood in the input. */
const places = new WeakMap<object, string>();

/**
 * A record of past decisions read once: shape, texts, dates, ids, references, duplicates; then put in normal form (docs/formats.md
 * section 13.1). All problems are told at once. A record that was parsed before is given back as it is. O(rows log rows).
 * @param input - JSON text, UTF-8 bytes, or an object, which is copied.
 * @throws {MeritError} with every problem and its JSON Pointer; never a value of a person.
 */
export function parsePast(input: Past | string | Uint8Array): ParsedPast {
  const before = typeof input === 'object' ? known.get(input) : undefined;
  if (before) return before;
  const issues = new Issues();
  const document = readDocument(input, issues);
  issues.throwIfAny();
  return finishPast(document, issues);
}

/**
 * The second half of `parsePast`: takes over a document that nobody else holds, checks it and puts it in normal form.
 * @param placeOf - the place in a file of a pointer into the document.
 */
export function finishPast(document: unknown, issues: Issues, placeOf: (pointer: string) => string = (pointer) => pointer): ParsedPast {
  const told = new Issues();
  const past = shapeOf(document, told);
  if (past) checkPast(past, told);
  passOn(told, issues, placeOf);
  issues.throwIfAny();
  const { evidence = [], scores = [] } = past!;
  evidence.forEach((row, k) => places.set(row, placeOf(`/evidence/${k}/date`)));
  scores.forEach((row, k) => places.set(row, placeOf(`/scores/${k}/on`)));
  normalise(past!);
  const parsed = { past: deepFreeze(past!), warnings: issues.warnings };
  known.set(parsed.past, parsed);
  return parsed;
}

/** Where the date of a row of `evidence` or `scores` stood in what was read, which the normal form has sorted since. */
export function dateSpot(row: object): string {
  return places.get(row) ?? '';
}

/** The record with every row of the right shape, or undefined; each row is looked at by itself. */
function shapeOf(document: unknown, issues: Issues): Past | undefined {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    issues.add('E_TYPE', '', 'expected an object');
    return undefined;
  }
  const head = Object.assign(fresh(), document);
  const tables = fresh();
  if (Object.hasOwn(head, 'format') && head.format !== PAST_FORMAT) issues.add('E_FORMAT', '/format', `expected "${PAST_FORMAT}"`);
  delete head.format;
  for (const name of TABLE_NAMES) {
    if (!Object.hasOwn(head, name)) continue;
    const table = head[name];
    delete head[name];
    tables[name] = table;
    if (!Array.isArray(table)) issues.add('E_TYPE', `/${name}`, 'expected a list; leave the table out if it was not given');
    else if (table.length > DEFAULT_LIMITS.count) issues.add('E_LIMIT_COUNT', `/${name}`, `expected at most ${DEFAULT_LIMITS.count} entries`);
    else checkRows(PAST_TABLES[name], name, table, issues);
  }
  const parsed = PastHead.safeParse(head);
  if (!parsed.success) addZodIssues(parsed.error.issues, head, '', PAST_KEYS, issues);
  // No schema of a record changes what it reads, so the rows themselves are kept and not the copies it makes.
  return issues.list.length > 0 ? undefined : (Object.assign(head, { format: PAST_FORMAT }, tables) as unknown as Past);
}

function checkRows(schema: z.ZodType, name: TableName, table: readonly unknown[], issues: Issues): void {
  for (let k = 0; k < table.length && !issues.full; k++) {
    const parsed = schema.safeParse(table[k]);
    if (!parsed.success) addZodIssues(parsed.error.issues, table[k], `/${name}/${k}`, PAST_KEYS, issues);
  }
}

type Order<Row> = (a: Row, b: Row) => number;

/** Order by the fields named, an absent one first, and then by the whole row. */
function by<Row extends object>(...fields: readonly (keyof Row)[]): Order<Row> {
  return (a, b) => {
    for (const field of fields) {
      const [x, y] = [a[field], b[field]] as unknown[];
      if (x === y) continue;
      if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
      const order = typeof x === 'number' && typeof y === 'number' ? x - y : compareTexts(x as string, y as string);
      if (order !== 0) return order;
    }
    return compareTexts(canonicalJson(a), canonicalJson(b));
  };
}

/** Puts a record in normal form, in place: what the order of rows and keys was changes no byte. */
function normalise(past: Past): void {
  for (const row of past.candidates ?? []) {
    if (row.ties) row.ties = inOrder(row.ties);
    if (row.strata) row.strata = inOrder(row.strata);
  }
  for (const row of past.evidence ?? []) if (Array.isArray(row.value)) row.value = asSet(row.value);
  for (const row of past.requirements ?? []) if (Array.isArray(row.value)) row.value = asSet(row.value);
  for (const role of past.roles ?? []) {
    if (role.declared) role.declared = asSet(role.declared);
    if (Array.isArray(role.recused)) role.recused = asSet(role.recused);
  }
  past.decisions?.sort(by('id'));
  past.candidates?.sort(by('decision', 'person'));
  past.roster?.sort(by('person', 'from', 'position'));
  past.people?.sort(by('id'));
  past.positions?.sort(by('id'));
  past.units?.sort(by('id'));
  past.requirements?.sort(by('position', 'attribute', 'from'));
  past.evidence?.sort(by('person', 'attribute', 'date'));
  past.scores?.sort(by('decision', 'person', 'criterion', 'by', 'on', 'order'));
  past.weights?.sort(by('decision', 'criterion', 'on'));
  past.roles?.sort(by('decision', 'actor', 'role'));
  past.relations?.sort(by('a', 'b', 'kind', 'degree', 'from'));
  past.replies?.sort(by('decision', 'person', 'on'));
  past.relationsComplete?.sort(by('kind', 'date'));
}

/** The same members, composed and in the order of their names. */
function inOrder<T>(record: Record<string, T>): Record<string, T> {
  const names = Object.keys(record);
  if (names.every((name, k) => isAscii(name) && (k === 0 || names[k - 1]! < name))) return record;
  const copy = fresh() as Record<string, T>;
  for (const [name, value] of names.map((n): [string, T] => [n.normalize('NFC'), record[n]!]).sort(([x], [y]) => compareIds(x, y))) copy[name] = value;
  return copy;
}

function isAscii(text: string): boolean {
  for (let k = 0; k < text.length; k++) if (text.charCodeAt(k) > 0x7e) return false;
  return true;
}

function asSet(words: readonly string[]): string[] {
  return [...new Set(words)].sort(compareTexts);
}

