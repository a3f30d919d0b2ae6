import { canonicalJson } from '../canonical/index.js';
import { Issues, type Warning } from '../errors/index.js';
import { compareIds } from '../model/ids.js';
import { Person, ROUND_TABLES, RoundHead, type Evidence, type Round } from '../model/round.js';
import { checkRound } from './check-round.js';
import { readDocument, type DocumentInput } from './document.js';
import { DEFAULT_LIMITS } from './limits.js';
import type { SealedPolicy } from './seal.js';
import { addZodIssues } from './zod-issues.js';

/** A checked round in normal form, and what somebody should look at. */
export interface ParsedRound {
  readonly round: Round;
  readonly warnings: readonly Warning[];
}

const OPTIONAL_TABLES = new Set(['relations', 'pins', 'reveals']);
const TABLES = Object.keys(ROUND_TABLES) as (keyof typeof ROUND_TABLES)[];
const KEYS = [...new Set([...Object.keys(RoundHead.shape), ...TABLES, ...Object.values(ROUND_TABLES).flatMap((t) => Object.keys(t.shape)), ...Object.keys(Person.shape.evidence.element.shape)])];

/**
 * A round read once: shape, texts, dates, ids, references, values by the types the policy declares, the line of command, seats,
 * pins and reveals; then put in normal form. All problems are told at once.
 * @param input - JSON text, UTF-8 bytes, or an object, which is copied.
 * @throws {MeritError} with every problem and its JSON Pointer; never a value of a person.
 */
export function parseRound(input: DocumentInput, policy: SealedPolicy): ParsedRound {
  const issues = new Issues();
  const document = readDocument(input, issues);
  issues.throwIfAny();
  return finishRound(document, policy, issues);
}

/** The second half of `parseRound`, for a round that came as a folder of tables. */
export function finishRound(document: unknown, { policy }: SealedPolicy, issues: Issues, placeOf?: (pointer: string) => string): ParsedRound {
  const told = placeOf ? new Issues() : issues;
  const round = shapeOf(document, told);
  if (round) checkRound(round, policy, told);
  if (placeOf) for (const { code, path, message, ...place } of told.list) issues.add(code, placeOf(path), message, place);
  if (placeOf) issues.warnings.push(...told.warnings);
  issues.throwIfAny();
  normalise(round!, policy.attributes);
  return { round: round!, warnings: issues.warnings };
}

/** The round with every row of the right shape, or undefined; each row is parsed by itself. */
function shapeOf(document: unknown, issues: Issues): Round | undefined {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    issues.add('E_TYPE', '', 'expected an object');
    return undefined;
  }
  const before = issues.list.length;
  const fields = { ...document } as Record<string, unknown>;
  const tables: Record<string, unknown[]> = {};
  for (const name of TABLES) {
    const table = fields[name] ?? (name in fields || !OPTIONAL_TABLES.has(name) ? undefined : []);
    delete fields[name];
    tables[name] = [];
    if (!Array.isArray(table)) issues.add(table === undefined ? 'E_VALUE_MISSING' : 'E_TYPE', `/${name}`, 'expected a list');
    else if (table.length > DEFAULT_LIMITS.count) issues.add('E_LIMIT_COUNT', `/${name}`, `expected at most ${DEFAULT_LIMITS.count} entries`);
    else tables[name] = rowsOf(name, table, issues);
  }
  const head = RoundHead.safeParse(fields);
  if (!head.success) addZodIssues(head.error.issues, fields, '', KEYS, issues);
  if (issues.list.length > before || !head.success) return undefined;
  return { ...head.data, ...tables } as Round;
}

function rowsOf(name: keyof typeof ROUND_TABLES, table: readonly unknown[], issues: Issues): unknown[] {
  const schema = ROUND_TABLES[name];
  const rows: unknown[] = [];
  for (let k = 0; k < table.length && !issues.full; k++) {
    const parsed = schema.safeParse(table[k]);
    if (parsed.success) rows.push(parsed.data);
    else addZodIssues(parsed.error.issues, table[k], `/${name}/${k}`, KEYS, issues);
  }
  return rows;
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Puts a round in normal form, in place: what the order of rows was changes no byte (docs/formats.md section 2). */
function normalise(round: Round, attributes: Readonly<Record<string, { readonly type: string }>>): void {
  const byId = (a: { readonly id: string }, b: { readonly id: string }): number => compareIds(a.id, b.id);
  const keys = <T>(...of: ((x: T) => string | number)[]) => (a: T, b: T): number => {
    for (const key of of) {
      const x = key(a);
      const y = key(b);
      if (x !== y) return x < y ? -1 : 1;
    }
    return 0;
  };
  const sourceDate = new Map<string, string>(round.sources.map((s) => [s.id, s.date]));
  const isSet = (attribute: string): boolean => attributes[attribute]?.type === 'set';
  const dateOf = (e: Evidence): string => e.date ?? sourceDate.get(e.source) ?? '';
  const byContent = keys<Evidence>((e) => e.attribute, dateOf, (e) => e.source, (e) => canonicalJson(e.value ?? e.unmapped ?? null));
  const inOrder = (list: readonly Evidence[]): boolean => list.every((e, k) => k === 0 || list[k - 1]!.attribute < e.attribute);

  round.sources.sort(byId);
  round.units.sort(byId);
  round.positions.sort(byId);
  round.people.sort(byId);
  round.relations.sort(keys((r) => r.a, (r) => r.b, (r) => r.kind, (r) => r.degree, (r) => r.source, (r) => r.date ?? ''));
  round.pins.sort(keys((p) => p.person, (p) => p.position));
  round.reveals.sort(keys((r) => r.party));
  for (const part of ['positions', 'people'] as const) {
    const scope = round.scope[part];
    if (scope !== 'all') (round.scope as Mutable<Round['scope']>)[part] = [...new Set<string>(scope)].sort(compareIds);
  }
  for (const person of round.people) {
    for (const e of person.evidence) if (Array.isArray(e.value) && isSet(e.attribute)) e.value = [...new Set(e.value)].sort(compareIds);
    if (!inOrder(person.evidence)) person.evidence.sort(byContent);
  }
  for (const position of round.positions) {
    position.requires?.sort(keys((r) => canonicalJson(r)));
    for (const [name, value] of Object.entries(position.attributes ?? {})) {
      if (Array.isArray(value) && position.attributes) position.attributes[name] = [...new Set(value)].sort(compareIds);
    }
  }
}
