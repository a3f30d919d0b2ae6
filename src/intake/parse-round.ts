import { readingKey } from '../policy/index.js';
import { deepFreeze, markReadUnder } from '../model/frozen.js';
import { canonicalJson } from '../canonical/index.js';
import { Issues, type Place, type Warning } from '../errors/index.js';
import { compareIds, compareTexts } from '../model/ids.js';
import { Checked, Evidence, Person, ROUND_TABLES, RoundHead, Spell, type Round } from '../model/round.js';
import { checkRound, type ReadOptions } from './check-round.js';
import { readDocument, type DocumentInput } from './document.js';
import { fits } from './fits.js';
import { DEFAULT_LIMITS } from './limits.js';
import type { SealedPolicy } from './seal.js';
import { fresh } from './shield.js';
import { hasShape } from './zod-issues.js';

/** A checked round in normal form, frozen, and what somebody should look at. */
export interface ParsedRound {
  readonly round: Round;
  readonly warnings: readonly Warning[];
}

const OPTIONAL_TABLES = new Set(['relations', 'pins', 'waivers', 'actors', 'reveals']);
const TABLES = Object.keys(ROUND_TABLES) as (keyof typeof ROUND_TABLES)[];
const KEYS = [...new Set([...Object.keys(RoundHead.shape), ...TABLES, ...[Evidence, Spell, Checked, Person, ...Object.values(ROUND_TABLES)].flatMap((t) => Object.keys(t.shape))])];

/**
 * A round read once: shape, texts, dates, ids, references, values by the types the policy declares, the line of command, seats,
 * pins and reveals; then put in normal form. All problems are told at once.
 * @param input - JSON text, UTF-8 bytes, or an object, which is copied.
 * @param options.reveals - `later` where the nonces of the lottery come after the inputs are frozen.
 * @throws {MeritError} with every problem and its JSON Pointer; never a value of a person.
 */
export function parseRound(input: DocumentInput, policy: SealedPolicy, options: ReadOptions = {}): ParsedRound {
  const issues = new Issues();
  const document = readDocument(input, issues);
  issues.throwIfAny();
  return finishRound(document, policy, issues, undefined, options);
}

/** The second half of `parseRound`: takes over a document that nobody else holds, checks it and puts it in normal form. */
export function finishRound(document: unknown, { policy }: SealedPolicy, issues: Issues, placeOf: (pointer: string) => string = (pointer) => pointer, options: ReadOptions = {}): ParsedRound {
  const told = new Issues();
  const round = shapeOf(document, told);
  if (round) checkRound(round, policy, told, options);
  passOn(told, issues, placeOf);
  issues.throwIfAny();
  normalise(round!);
  markReadUnder(round!, round!.reveals.length < policy.ties.commitments.length ? 'before the reveals' : readingKey(policy, round!));
  return { round: deepFreeze(round!), warnings: issues.warnings };
}

/** Adds what was found in one document to what was found in all, with places in the files it was made from. */
export function passOn(told: Issues, issues: Issues, placeOf: (pointer: string) => string): void {
  const moved = ({ related, ...place }: Place): Partial<Place> => ({ ...place, ...(related && { related: related.map(placeOf) }) });
  for (const { code, path, message, ...place } of told.list) issues.add(code, placeOf(path), message, moved({ path, ...place }));
  for (const { code, path, message, ...place } of told.warnings) issues.warn(code, placeOf(path), message, moved({ path, ...place }));
}

/** The round with every row of the right shape, or undefined; each row is looked at by itself. */
function shapeOf(document: unknown, issues: Issues): Round | undefined {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    issues.add('E_TYPE', '', 'expected an object');
    return undefined;
  }
  const head = Object.assign(fresh(), document);
  const tables = fresh();
  for (const name of TABLES) {
    const table = Object.hasOwn(head, name) ? head[name] : OPTIONAL_TABLES.has(name) ? [] : undefined;
    delete head[name];
    tables[name] = table;
    if (!Array.isArray(table)) issues.add(table === undefined || table === null ? 'E_VALUE_MISSING' : 'E_TYPE', `/${name}`, 'expected a list');
    else if (table.length > DEFAULT_LIMITS.count) issues.add('E_LIMIT_COUNT', `/${name}`, `expected at most ${DEFAULT_LIMITS.count} entries`);
    else checkRows(name, table, issues);
  }
  hasShape(RoundHead, head, '', KEYS, issues);
  // No schema of a round changes what it reads, so the rows themselves are kept and not the copies it makes.
  return issues.list.length > 0 ? undefined : (Object.assign(head, tables) as unknown as Round);
}

function checkRows(name: keyof typeof ROUND_TABLES, table: readonly unknown[], issues: Issues): void {
  const schema = ROUND_TABLES[name];
  for (let k = 0; k < table.length && !issues.full; k++) if (!fits(schema, table[k])) hasShape(schema, table[k], `/${name}/${k}`, KEYS, issues);
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] };

/** Puts a round in normal form, in place: what the order of rows was changes no byte (docs/formats.md section 2). */
export function normalise(round: Round): void {
  const byId = (a: { readonly id: string }, b: { readonly id: string }): number => compareIds(a.id, b.id);
  const sourceDate = new Map<string, string>(round.sources.map((s) => [s.id, s.date]));
  const dateOf = (e: Evidence | Spell | Checked): string => e.date ?? sourceDate.get(e.source)!;
  const byContent = (a: Evidence, b: Evidence): number =>
    compareIds(a.attribute, b.attribute) ||
    compareIds(dateOf(a), dateOf(b)) ||
    compareIds(a.source, b.source) ||
    compareTexts(canonicalJson(a.value ?? a.unmapped), canonicalJson(b.value ?? b.unmapped)) ||
    compareTexts(canonicalJson(a), canonicalJson(b));

  round.sources.sort(byId);
  round.units.sort(byId);
  sortById(round.positions);
  sortById(round.people);
  round.relations.sort(
    (a, b) => compareIds(a.a, b.a) || compareIds(a.b, b.b) || compareTexts(a.kind, b.kind) || a.degree - b.degree || compareIds(a.source, b.source) || compareIds(a.date ?? '', b.date ?? ''),
  );
  round.pins.sort((a, b) => compareIds(a.person, b.person));
  round.waivers.sort((a, b) => compareIds(a.person, b.person) || compareIds(a.position, b.position) || compareIds(a.rule, b.rule));
  round.actors.sort(byId);
  for (const actor of round.actors) {
    if (actor.interests?.length === 0) delete actor.interests;
    actor.interests?.sort((a, b) => compareIds(a.person, b.person) || compareTexts(a.kind, b.kind) || (a.degree ?? -1) - (b.degree ?? -1));
  }
  round.reveals.sort((a, b) => compareIds(a.party, b.party));
  for (const part of ['positions', 'people'] as const) {
    const scope = round.scope[part];
    if (scope !== 'all') (round.scope as Mutable<Round['scope']>)[part] = [...new Set<string>(scope)].sort(compareIds);
  }
  for (const { evidence } of round.people) {
    for (const e of evidence) if (Array.isArray(e.value)) e.value = asSet(e.value);
    if (!inOrder(evidence)) sortShort(evidence, byContent);
  }
  for (const person of round.people) {
    person.spells?.sort(
      (a, b) => compareIds(a.attribute, b.attribute) || compareIds(a.from ?? '', b.from ?? '') || compareIds(dateOf(a), dateOf(b)) || compareIds(a.source, b.source) || compareTexts(canonicalJson(a), canonicalJson(b)),
    );
    person.checked?.sort((a, b) => compareIds(a.attribute, b.attribute) || compareIds(dateOf(a), dateOf(b)) || compareIds(a.source, b.source) || compareTexts(canonicalJson(a), canonicalJson(b)));
    if (person.spells?.length === 0) delete person.spells;
    if (person.checked?.length === 0) delete person.checked;
  }
  for (const { attributes = {}, requires } of round.positions) {
    for (const [name, value] of Object.entries(attributes)) if (Array.isArray(value)) attributes[name] = asSet(value);
    requires?.sort((a, b) => compareTexts(canonicalJson(a), canonicalJson(b)));
  }
}

/** Sorts the rows of a long table, each id once: an engine puts plain texts in order without asking a function. */
function sortById<T extends { readonly id: string }>(rows: T[]): void {
  const byId = new Map<string, T>(rows.map((row) => [row.id, row]));
  [...byId.keys()].sort().forEach((id, k) => (rows[k] = byId.get(id)!));
}

/** Stable, in place: by insertion where the list is short, as nearly all are, which spares the engine's own sort its preparations. */
function sortShort<T>(list: T[], compare: (a: T, b: T) => number): void {
  if (list.length > 16) {
    list.sort(compare);
    return;
  }
  for (let k = 1; k < list.length; k++) {
    const item = list[k]!;
    let at = k;
    for (; at > 0 && compare(list[at - 1]!, item) > 0; at--) list[at] = list[at - 1]!;
    list[at] = item;
  }
}

/** True if no two items need more than the names of their attributes to be told apart, and stand in their order. */
function inOrder(evidence: readonly Evidence[]): boolean {
  for (let k = 1; k < evidence.length; k++) if (!(evidence[k - 1]!.attribute < evidence[k]!.attribute)) return false;
  return true;
}

/** Only attributes of type `set` hold lists. */
function asSet(words: readonly string[]): string[] {
  return [...new Set(words)].sort(compareTexts);
}
