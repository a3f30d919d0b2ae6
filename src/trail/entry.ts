import { z } from 'zod';
import { canonicalJson } from '../canonical/index.js';
import { Issues, MeritError, type ErrorCode } from '../errors/index.js';
import { hasShape } from '../intake/zod-issues.js';
import { daysInMonth, parseDay } from '../model/calendar.js';
import { checkId, checkText } from '../model/text.js';
import { Actor } from '../model/round.js';
import { isNonce } from '../model/tie-commitment.js';
import { parseVerifierKey } from './signer.js';

/** Format of one entry of the log: docs/formats.md sections 10.1 and 10.2. */
export const ENTRY_FORMAT = 'meritra/entry/1';

/** A text that must pass a check; the check answers with the codes of what is wrong, which become those of the problems. */
const checked = (problems: (text: string) => readonly ErrorCode[]) =>
  z.string().superRefine((text, context) => {
    for (const code of problems(text)) context.addIssue({ code: 'custom', message: code });
  });
const matching = (pattern: RegExp, code: ErrorCode) => checked((text) => (pattern.test(text) ? [] : [code]));

const id = checked((text) => {
  const wrong = checkId(text);
  return wrong ? [wrong.code] : [];
});
const day = checked((text) => {
  const number = parseDay(text);
  return typeof number === 'number' ? [] : [number];
});
const words = checked((text) => {
  const { errors, text: composed } = checkText(text);
  return composed === text ? errors.map((e) => e.code) : [...errors.map((e) => e.code), 'E_LOG_NOT_CANONICAL'];
});
const time = checked((text) => (isTime(text) ? [] : ['E_DATE_FORMAT']));
const verifierKey = checked((text) => {
  try {
    parseVerifierKey(text);
    return [];
  } catch (error) {
    return [error instanceof MeritError ? error.code : 'E_KEY'];
  }
});
const policyHash = matching(/^sha256:[0-9a-f]{64}$/, 'E_POLICY_HASH');
const tieHash = matching(/^sha256:[0-9a-f]{64}$/, 'E_SEED_COMMITMENT');
const nonce = checked((text) => (isNonce(text) ? [] : ['E_SEED_COMMITMENT']));
const rootHash = matching(/^[0-9a-f]{64}$/, 'E_INPUT_HASH');
const commitmentHash = matching(/^[0-9a-f]{64}$/, 'E_COMMITMENT');
const pseudonym = matching(/^p-[0-9a-f]{20}$/, 'E_ID_SYNTAX');
const count = z.int().min(0).max(Number.MAX_SAFE_INTEGER);
/** In 1/10,000 point, people, seats or moves. */
const value = z.int();
const objectives = z.array(z.strictObject({ stage: words, value }));
const party = id;
/** Verifier keys, none twice: a key is its 32 bytes, whatever its name. */
const keysOf = (most: number) => z.array(verifierKey).min(1).max(most).refine((keys) => new Set(keys.map(keyBytes)).size === keys.length, 'E_KEY');

/** The body of each kind: docs/formats.md section 10.2, in its order. */
export const BODIES = {
  genesis: z.strictObject({
    origin: words,
    keys: keysOf(16),
    witnesses: z.strictObject({ keys: keysOf(100), quorum: z.int().min(1) }).refine(({ keys, quorum }) => quorum <= keys.length, 'E_NUM_RANGE').nullable(),
    controller: words,
    retention: z.strictObject({ years: z.int().min(1).max(200), citation: words }).nullable(),
  }),
  key: z.strictObject({ add: verifierKey.nullable(), retire: verifierKey.nullable(), reason: words }),
  erasure: z.strictObject({
    by: id,
    on: day,
    basis: words,
    document: words,
    entries: z.array(z.tuple([count, z.array(z.string().regex(/^(?:\/[a-z]+)+$/)).min(1)])),
    subjects: z.array(z.tuple([id, pseudonym])),
  }),
  seal: z.strictObject({ policy: policyHash, rules: policyHash, commitments: z.array(z.strictObject({ party, hash: tieHash })), revealBy: day, reason: words.nullable() }),
  statement: z.strictObject({ actor: id, role: Actor.shape.role, document: words }),
  open: z.strictObject({ on: day, positions: z.union([z.literal('all'), z.array(id).min(1)]) }),
  rating: z.strictObject({ actor: id, document: words }),
  recusal: z.strictObject({ actor: id, reason: words }),
  waiver: z.strictObject({ by: id, document: words, position: id, reason: words, rule: id }),
  freeze: z.strictObject({ root: rootHash, leaves: count, people: count, positions: count }),
  reopen: z.strictObject({ by: id, reason: words }),
  reveal: z.strictObject({ party, nonce }),
  withheld: z.strictObject({ party, reason: words }),
  attempt: z.strictObject({ number: z.int().min(1), freeze: count, policy: policyHash, engine: z.strictObject({ name: words, version: words }), reason: words.nullable() }),
  abandoned: z.strictObject({ attempt: count, reason: words }),
  proposal: z.strictObject({
    attempt: count,
    status: z.enum(['optimal', 'feasible', 'infeasible']),
    objectives,
    gap: z.strictObject({ stage: words, value, bound: value }).nullable(),
  }),
  exploration: z.strictObject({ purpose: z.enum(['frontier', 'levers', 'what-if', 'simulation', 'other']), policy: policyHash, reason: words.nullable() }),
  decision: z.strictObject({ proposal: count, by: id, on: day, changes: count, loss: objectives }),
  objection: z.strictObject({ to: count }),
  answer: z.strictObject({ objection: count, outcome: z.enum(['upheld', 'dismissed', 'withdrawn']), by: id, on: day, document: words }),
  refusal: z.strictObject({ cause: z.enum(['declined', 'refused']), by: id, on: day, document: words }),
  repair: z.strictObject({ of: count, cause: z.enum(['declined', 'refused', 'objection-upheld', 'court', 'several']), by: id, on: day, changed: count }),
  rectification: z.strictObject({ supersedes: count, by: id, document: words, reason: words }),
  close: z.strictObject({ on: day, reason: words }),
} as const;

/** What an entry may be. */
export type Kind = keyof typeof BODIES;
/** What an entry of a kind says in the open. */
export type Body<K extends Kind> = z.infer<(typeof BODIES)[K]>;

/** Kinds that belong to the log and to no round. */
export const LOG_KINDS = ['genesis', 'key', 'erasure'] as const;
export type LogKind = (typeof LOG_KINDS)[number];
export type RoundKind = Exclude<Kind, LogKind>;

/** Fields of each kind that have any, in the order of their paths: always all of them, or what is missing would tell something. */
export const FIELDS: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  statement: ['/interests', '/person'],
  rating: ['/attribute', '/person', '/value'],
  recusal: ['/person'],
  waiver: ['/person'],
  proposal: ['/proposal', '/public'],
  decision: ['/decision'],
  objection: ['/person', '/text'],
  answer: ['/text'],
  refusal: ['/person', '/position'],
  repair: ['/repair'],
  rectification: ['/path', '/person', '/value'],
};

/** The paths of the fields of a kind. */
export function fieldsOf(kind: Kind): readonly string[] {
  return FIELDS[kind] ?? [];
}

/** One entry of the log. What is about people stands in `fields`, as commitments. */
export interface EntryOf<K extends Kind> {
  readonly format: typeof ENTRY_FORMAT;
  /** Its number in the log, from 0. */
  readonly index: number;
  readonly id: string;
  /** `YYYY-MM-DDThh:mm:ssZ`: a claim of the writer's clock. */
  readonly time: string;
  readonly kind: K;
  /** The round it belongs to, and its number among the entries of that round; absent in kinds of the log. */
  readonly round?: string;
  readonly ordinal?: number;
  readonly body: Body<K>;
  readonly fields: readonly (readonly [path: string, commitment: string])[];
}
export type Entry = { [K in Kind]: EntryOf<K> }[Kind];

const Envelope = z.strictObject({
  format: z.literal(ENTRY_FORMAT, 'E_FORMAT'),
  index: count,
  id,
  time,
  kind: z.enum(Object.keys(BODIES) as [Kind, ...Kind[]], 'E_STATE'),
  round: id.optional(),
  ordinal: count.optional(),
  body: z.looseObject({}),
  fields: z.array(z.tuple([z.string(), commitmentHash])),
});
const KEYS = [...new Set([...Object.keys(Envelope.shape), ...Object.values(BODIES).flatMap((body) => Object.keys(body.shape))])];

/** The 32 bytes of a verifier key as base64: the key itself, whatever its name. */
export function keyBytes(verifierKey: string): string {
  return verifierKey.slice(verifierKey.lastIndexOf('+') + 1);
}

/** True for a time of day that exists, in UTC, to the second. */
export function isTime(text: string): boolean {
  const [all, year, month, date, hour, minute, second] = (/^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})Z$/.exec(text) ?? []).map(Number);
  if (all === undefined || month! < 1 || month! > 12 || date! < 1 || hour! > 23 || minute! > 59 || second! > 59) return false;
  return date! <= daysInMonth(year!, month!);
}

/** Every problem with the body of a kind; paths below `at`. */
export function checkBody(kind: Kind, body: unknown, at: string, issues: Issues): void {
  hasShape(BODIES[kind], body, at, KEYS, issues);
}

/** Adds every problem with the shape of an entry; what an entry may say at its place in the log is asked in `records.ts`. */
export function checkEntry(value: unknown, issues: Issues): value is Entry {
  if (!hasShape(Envelope, value, '', KEYS, issues)) return false;
  const { kind, round, ordinal, body, fields } = value as z.infer<typeof Envelope>;
  checkBody(kind, body, '/body', issues);
  const ofLog = LOG_KINDS.some((k) => k === kind);
  for (const [key, given] of [['round', round], ['ordinal', ordinal]] as const) {
    if (ofLog && given !== undefined) issues.add('E_KEY_UNKNOWN', `/${key}`, `an entry of the kind ${kind} belongs to no round`);
    if (!ofLog && given === undefined) issues.add('E_VALUE_MISSING', `/${key}`, `an entry of the kind ${kind} belongs to a round`);
  }
  const expected = fieldsOf(kind);
  if (fields.length !== expected.length || fields.some(([path], k) => path !== expected[k])) issues.add('E_COMMITMENT', '/fields', `an entry of the kind ${kind} has ${expected.length === 0 ? 'no fields' : `the fields ${expected.join(' ')}`}`);
  return issues.list.length === 0;
}

/** The canonical line of an entry, without a line feed: the bytes that are hashed. */
export function formatEntry(entry: Entry): string {
  return canonicalJson(entry);
}

/**
 * The entry on a line of the log.
 * @param at - what stands before the places of problems: `/INDEX` of the line.
 * @throws {MeritError} E_LOG_NOT_CANONICAL for any other spelling of the same entry, else every problem of its shape
 */
export function parseEntry(line: string, at = ''): Entry {
  let value: unknown;
  let canonical: string | undefined;
  try {
    value = JSON.parse(line);
    canonical = canonicalJson(value);
  } catch {
    canonical = undefined; // no JSON, or JSON that has no canonical form
  }
  if (canonical !== line) throw new MeritError('E_LOG_NOT_CANONICAL', 'the line is not the canonical JSON of an entry', { path: at });
  const found = new Issues();
  if (checkEntry(value, found)) return value;
  throw MeritError.of(found.list.map((issue) => ({ ...issue, path: at + issue.path })));
}
