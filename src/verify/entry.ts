import { daysIn } from './calendar.js';
import { canonical } from './canonical.js';
import { readLogKey, readWitnessKey } from './note.js';
import { at, day, hash, id, integer, list, listOr, matching, nullable, object, oneOf, pair, refuse, Refusal, shownText, whole, type Json, type Reader } from './shapes.js';

// Entries of a log: docs/formats.md, sections 10.1 and 10.2, in their order.

const number = integer(0, Number.MAX_SAFE_INTEGER);
const HEX64 = /^[0-9a-f]{64}$/;
export const hex64 = matching(HEX64, '64 lower-case hex digits');
const fieldPath = matching(/^(?:\/[A-Za-z0-9._-]{1,64}){1,4}$/, 'the path of a field');
const nonce = matching(/^[0-9a-f]{32,128}$/, '32 to 128 lower-case hex digits');
export const role = oneOf('scorer', 'panel', 'proposer', 'spec-writer', 'issuer', 'decider');

const keyText = (read: typeof readLogKey): Reader<string> => (value) => (typeof value === 'string' && read(value) ? value : refuse('must be a verifier key'));
const logKey = keyText(readLogKey);

/** A list of which each item stands after the one before, by what `name` gives. */
function ascending<T>(read: Reader<T>, name: (item: T) => string | number): Reader<readonly T[]> {
  const items = list(read);
  return (value) => {
    const all = items(value);
    for (let k = 1; k < all.length; k++) if (name(all[k]!) <= name(all[k - 1]!)) at(k, () => refuse('does not stand after the one before')); // ids and paths are ASCII
    return all;
  };
}

/** A list with at least so many items and at most so many, none twice. */
function few<T>(read: Reader<T>, least: number, most: number): Reader<readonly T[]> {
  const items = list(read);
  return (value) => {
    const all = items(value);
    if (all.length < least || all.length > most) refuse(`must have ${least} to ${most} items`);
    return new Set(all).size === all.length ? all : refuse('holds an item twice');
  };
}

const witnesses = object({ keys: few(keyText(readWitnessKey), 1, 16), quorum: integer(1, 16) });
const worth = object({ stage: shownText, value: whole });
const gap = nullable(object({ stage: shownText, value: whole, bound: whole }));
const reason = shownText;
const cause = oneOf('declined', 'refused');

const key = object({ add: nullable(logKey), reason, retire: nullable(logKey) });
const erasure = object({
  basis: shownText, by: id, document: shownText, entries: ascending(pair(number, ascending(fieldPath, String)), ([index]) => index), on: day,
  subjects: ascending(pair(id, matching(/^p-[0-9a-f]{20}$/, 'a pseudonym')), ([round, pseudonym]) => `${round} ${pseudonym}`),
});

const bodies = {
  genesis: object({
    controller: shownText, keys: few(logKey, 1, 16), origin: shownText, retention: nullable(object({ citation: shownText, years: integer(1, 200) })),
    witnesses: nullable((value) => {
      const read = witnesses(value);
      return read.quorum <= read.keys.length ? read : at('quorum', () => refuse('is more than there are keys'));
    }),
  }),
  key: ((value) => {
    const read = key(value);
    return read.add === null && read.retire === null ? refuse('neither adds nor retires a key') : read;
  }) as typeof key,
  erasure: ((value) => {
    const read = erasure(value);
    return read.entries.length + read.subjects.length === 0 ? refuse('names nothing that was erased') : read;
  }) as typeof erasure,
  seal: object({ commitments: list(object({ hash, party: id })), policy: hash, reason: nullable(reason), revealBy: day, rules: hash }),
  statement: object({ actor: id, document: shownText, role }),
  open: object({ on: day, positions: listOr(ascending(id, String), oneOf('all')) }),
  rating: object({ actor: id, document: shownText }),
  recusal: object({ actor: id, reason }),
  waiver: object({ by: id, document: shownText, position: id, reason, rule: id }),
  freeze: object({ leaves: number, people: number, positions: number, root: hex64 }),
  reopen: object({ by: id, reason }),
  reveal: object({ nonce, party: id }),
  withheld: object({ party: id, reason }),
  attempt: object({ engine: object({ name: shownText, version: shownText }), freeze: number, number, policy: hash, reason: nullable(reason) }),
  abandoned: object({ attempt: number, reason }),
  proposal: object({ attempt: number, gap, objectives: list(worth), status: oneOf('optimal', 'feasible', 'infeasible') }),
  exploration: object({ policy: hash, purpose: oneOf('frontier', 'levers', 'what-if', 'simulation', 'other'), reason: nullable(reason) }),
  decision: object({ by: id, changes: number, loss: list(worth), on: day, proposal: number }),
  objection: object({ to: number }),
  answer: object({ by: id, document: shownText, objection: number, on: day, outcome: oneOf('upheld', 'dismissed', 'withdrawn') }),
  refusal: object({ by: id, cause, document: shownText, on: day }),
  repair: object({ by: id, cause: oneOf('choice', 'declined', 'refused', 'objection-upheld', 'court', 'several'), changed: number, of: number, on: day }),
  rectification: object({ by: id, document: shownText, reason, supersedes: number }),
  close: object({ on: day, reason }),
} as const;

type Bodies = typeof bodies;
export type Kind = keyof Bodies;
export const KINDS = Object.keys(bodies) as readonly Kind[];

/** The fields of each kind, by path. A kind that is not listed has none. */
export const FIELDS: { readonly [K in Kind]?: readonly string[] } = {
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
const NONE: readonly string[] = [];

/** The kinds that belong to the log, not to a round. */
const OF_LOG: readonly Kind[] = ['genesis', 'key', 'erasure'];

interface Head<K extends Kind> {
  readonly body: ReturnType<Bodies[K]>;
  /** Paths and commitments. */
  readonly fields: readonly (readonly [string, string])[];
  readonly format: 'meritra/entry/1';
  readonly id: string;
  readonly index: number;
  readonly kind: K;
  readonly time: string;
}
interface OfRound {
  readonly round: string;
  readonly ordinal: number;
}
export type Entry = { [K in Kind]: Head<K> & (K extends 'genesis' | 'key' | 'erasure' ? { readonly round?: undefined; readonly ordinal?: undefined } : OfRound) }[Kind];
export type EntryOf<K extends Kind> = Extract<Entry, { readonly kind: K }>;

/** A second of the clock, as text: texts of this shape compare like the times. */
const time: Reader<string> = (value) => {
  if (typeof value !== 'string' || value.length !== 20 || !/^(?:19|20|21)\d\d-(?:0[1-9]|1[0-2])-\d\dT(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/.test(value)) refuse('must be a time YYYY-MM-DDThh:mm:ssZ');
  const date = Number(value.slice(8, 10));
  return date >= 1 && date <= daysIn(Number(value.slice(0, 4)), Number(value.slice(5, 7))) ? value : refuse('must be a day of the calendar');
};

const head = {
  format: oneOf('meritra/entry/1'), id, index: number, time, kind: ((value) => (typeof value === 'string' && Object.hasOwn(bodies, value) ? value : refuse('is no kind of entry'))) as Reader<Kind>,
  fields: (value: unknown): unknown => value, body: (value: unknown): unknown => value, // read when the kind is known
};

/** The fields of a kind: its paths, each with a commitment. Most of a log is fields: they are read without further ado. */
function readFields(value: unknown, paths: readonly string[]): Entry['fields'] {
  if (!Array.isArray(value) || value.length !== paths.length) refuse(`must be the ${paths.length} fields of the kind, by path`);
  return paths.map((path, k) => {
    const item = (value as readonly unknown[])[k];
    if (!Array.isArray(item) || item.length !== 2) at(k, () => refuse('must be a path and a commitment'));
    const [name, commitment] = item as readonly [unknown, unknown];
    if (name !== path) at(k, () => at(0, () => refuse('is not the field that stands here')));
    if (typeof commitment !== 'string' || !HEX64.test(commitment)) at(k, () => at(1, () => refuse('must be 64 lower-case hex digits')));
    return [path, commitment as string];
  });
}
const ofLog = object(head);
const ofRound = object({ ...head, round: id, ordinal: number });

/** An entry in its form. What it says of other entries is checked in `records.ts`. Its keys stand in canonical order. */
export const entry: Reader<Entry> = (value) => {
  if (typeof value !== 'object' || value === null) refuse('must be an object');
  const claimed = (value as { readonly kind?: unknown }).kind;
  const read = OF_LOG.includes(claimed as Kind) ? ofLog(value) : ofRound(value);
  if (OF_LOG.includes(read.kind) !== OF_LOG.includes(claimed as Kind)) at('kind', () => refuse('changed while it was read'));
  let key = 'body';
  try {
    const body: unknown = bodies[read.kind](read.body);
    key = 'fields';
    const fields = readFields(read.fields, FIELDS[read.kind] ?? NONE);
    return { ...read, body, fields } as Entry;
  } catch (thrown) {
    throw Refusal.under(key, thrown);
  }
};

/** The data of the leaf of an entry. */
export const leafText = (from: Entry): string => canonical(from as unknown as Json);
