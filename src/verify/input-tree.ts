import { canonical, digest, lengthPrefixed } from './canonical.js';
import type { Problem } from './certificate.js';
import type { Policy, PublicRound, Round } from './documents.js';
import type { EntryOf } from './entry.js';
import type { Input, PublicInput } from './envelope.js';
import { fastNode, Message } from './fast-hash.js';
import { CompactRange } from './merkle.js';
import { fromHex, isHex, toHex } from './note.js';
import type { Json } from './shapes.js';

// The frozen input: docs/formats.md, section 11.2.

const LEAF = Uint8Array.of(0);
const COMMITMENT = Uint8Array.of(2);
const PSEUDONYM = Uint8Array.of(3);

/** Section 10.1: the 32 bytes that bind a value to its path under a salt. */
export function commit(salt: string, path: string, value: Json): Uint8Array {
  return digest(COMMITMENT, lengthPrefixed(salt), lengthPrefixed(path), canonical(value));
}

/** HMAC-SHA-256 (RFC 2104) under a key of 32 bytes, whose two pads are made once. */
class Keyed {
  readonly #inner = new Uint8Array(64).fill(0x36);
  readonly #outer = new Uint8Array(64).fill(0x5c);

  constructor(key: string) {
    fromHex(key).forEach((byte, k) => {
      this.#inner[k]! ^= byte;
      this.#outer[k]! ^= byte;
    });
  }

  of(text: string | Uint8Array, message: Message): Uint8Array {
    message.bytes(this.#inner);
    const inner = (typeof text === 'string' ? message.text(text) : message.bytes(text)).digest();
    return message.bytes(this.#outer).bytes(inner).digest();
  }
}

export const pseudonymOf = (key: string): string => `p-${toHex(digest(PSEUDONYM, lengthPrefixed(key))).slice(0, 20)}`;

interface Leaf {
  readonly path: string;
  readonly value: Json;
  /** Places of people in the round, in the order of their pseudonyms; nobody, if empty. */
  readonly about: readonly number[];
  /** Where the value stands in the round, a JSON Pointer into the bundle. */
  readonly at: string;
}

const orNull = (value: unknown): Json => (value === undefined ? null : (value as Json));

function byPath(leaves: Leaf[]): Leaf[] {
  return leaves.sort((a, b) => (a.path < b.path ? -1 : 1)); // paths are ASCII
}

/** The leaves that are about nobody and whose values are no secret: of a full and of a public round alike. */
function openLeaves(round: Round | PublicRound, scopeOfPeople: 'all' | 'listed'): Leaf[] {
  const of = (path: string, value: unknown, at: string): Leaf => ({ path, value: orNull(value), about: [], at });
  return [
    ...(['format', 'id', 'title', 'asOf', 'horizon', 'opened'] as const).map((key) => of(`/${key}`, round[key], `/round/${key}`)),
    of('/scope/positions', round.scope.positions, '/round/scope'), of('/scope/people', scopeOfPeople, '/round/scope'),
    ...(['sources', 'units', 'positions'] as const).flatMap((key) => round[key].map((row, k) => of(`/${key}/${row.id}`, row, `/round/${key}/${k}`))),
    ...(round.actors as Round['actors']).map((row, k) => {
      const { id, role, statement } = row;
      return of(`/actors/${id}`, { id, role, ...(statement && { statement }) }, `/round/actors/${k}`);
    }),
  ];
}

const FIELDS = ['id', 'name', 'born', 'bornAt', 'seat', 'since', 'retires', 'acceptsLower', 'wishes'] as const;

/** All leaves of a round, by path. */
function leavesOf(round: Round, policy: Policy, pseudonyms: readonly string[]): readonly Leaf[] {
  const placeOf = new Map(round.people.map(({ id }, k) => [id, k]));
  const people = (...ids: readonly string[]): number[] => [...new Set(ids)].map((id) => placeOf.get(id)!).sort((a, b) => (pseudonyms[a]! < pseudonyms[b]! ? -1 : 1));
  const leaves = openLeaves(round, round.scope.people === 'all' ? 'all' : 'listed');
  const attributes = Object.entries(policy.attributes).filter(([, { of }]) => of === 'person');
  const inScope = round.scope.people === 'all' ? undefined : new Set(round.scope.people);
  round.people.forEach((person, k) => {
    const about = [k];
    const add = (path: string, value: unknown, at: string): void => void leaves.push({ path: `/people/${pseudonyms[k]!}/${path}`, value: orNull(value), about, at });
    for (const field of FIELDS) add(field, person[field], `/round/people/${k}/${field}`);
    add('inScope', inScope?.has(person.id) ?? true, '/round/scope');
    const items = { evidence: grouped(person.evidence), spells: grouped(person.spells ?? []), checked: grouped(person.checked ?? []) };
    for (const [name, { type }] of attributes) {
      for (const key of type === 'spells' ? (['spells', 'checked'] as const) : (['evidence'] as const)) add(`${key}/${name}`, items[key].get(name), `/round/people/${k}/${key}`);
    }
  });
  round.relations.forEach((row, k) => leaves.push({ path: `/relations/${k}`, value: row, about: people(row.a, row.b), at: `/round/relations/${k}` }));
  for (const key of ['pins', 'waivers'] as const) round[key].forEach((row, k) => leaves.push({ path: `/${key}/${k}`, value: row, about: people(row.person), at: `/round/${key}/${k}` }));
  round.actors.forEach(({ id, person, interests }, k) => {
    leaves.push({ path: `/actors/${id}/person`, value: orNull(person), about: person === undefined ? [] : people(person), at: `/round/actors/${k}/person` });
    leaves.push({ path: `/actors/${id}/interests`, value: orNull(interests), about: people(...(interests ?? []).map((interest) => interest.person)), at: `/round/actors/${k}/interests` });
  });
  return byPath(leaves);
}

/** Items by their attribute, without it. */
function grouped(items: readonly { readonly attribute: string }[]): ReadonlyMap<string, Json> {
  const groups = new Map<string, Json[]>();
  for (const { attribute, ...rest } of items) {
    const group = groups.get(attribute);
    if (group) group.push(rest);
    else groups.set(attribute, [rest]);
  }
  return groups;
}

const mismatch = (path: string, detail: string): Problem => ({ code: 'E_INPUT_HASH', path, detail });

/** The first place at which a round is not the one whose leaves were committed to. */
export function checkInput(round: Round, policy: Policy, input: Input): Problem | undefined {
  const { people } = round;
  for (let k = 0; k < Math.max(people.length, input.people.length); k++) {
    if (people[k] === undefined || input.people[k] === undefined) return mismatch('/round/people', 'The people are not those of the frozen input.');
    if (people[k]!.id !== input.people[k]![0]) return mismatch(`/round/people/${k}/id`, 'The people are not those of the frozen input.');
  }
  const pseudonyms = input.people.map(([, key]) => pseudonymOf(key));
  if (new Set(pseudonyms).size < pseudonyms.length) return mismatch('/round', 'Two people have one pseudonym.');
  const leaves = leavesOf(round, policy, pseudonyms);
  if (leaves.length !== input.commitments.length) return mismatch('/round', `The round has ${leaves.length} leaves, the frozen input ${input.commitments.length}.`);
  const [message, own, keyed] = [new Message(), new Keyed(input.key), input.people.map(([, key]) => new Keyed(key))];
  for (const [k, { path, value, about, at }] of leaves.entries()) {
    let salt = (about.length > 0 ? keyed[about[0]!]! : own).of(path, message);
    for (let i = 1; i < about.length; i++) salt = keyed[about[i]!]!.of(salt, message);
    const text = canonical(value);
    if (!isHex(input.commitments[k]!, message.bytes(COMMITMENT).prefixedHex(salt).prefixed(path).text(text).digest())) return mismatch(at, 'The value is not the one that was frozen.');
  }
  return undefined;
}

/** The root of the tree over commitments. */
function rootOver(commitments: readonly string[]): string {
  const [range, message] = [new CompactRange(fastNode()), new Message()];
  for (const commitment of commitments) range.append(message.bytes(LEAF).bytes(fromHex(commitment)).digest());
  return toHex(range.root());
}

/** Root and counts of a `freeze` against the commitments of a bundle. */
export function checkFreeze({ body }: EntryOf<'freeze'>, at: string, commitments: readonly string[], people: number, positions: number): Problem | undefined {
  if (rootOver(commitments) !== body.root) return mismatch(`${at}/body`, 'The leaves do not give the root that was frozen.');
  const counted = body.leaves === commitments.length && body.people === people && body.positions === positions;
  return counted ? undefined : mismatch(`${at}/body`, 'The leaves, people or positions are not as many as were frozen.');
}

/** Whoever has a leaf of his own among public leaves. */
export const pseudonymsIn = ({ leaves }: PublicInput): ReadonlySet<string> => new Set(leaves.flatMap(([path]) => /^\/people\/([^/]+)\/id$/.exec(path)?.[1] ?? []));

/** Section 11.4: the leaves that are about nobody are made anew from the public round; the others are taken as they are. */
export function checkPublicInput(round: PublicRound, { leaves }: PublicInput): Problem | undefined {
  const open = byPath(openLeaves(round, round.scope.people));
  let next = 0;
  for (const [k, [path, commitment, salt]] of leaves.entries()) {
    if (k > 0 && path <= leaves[k - 1]![0]) return mismatch(`/input/leaves/${k}`, 'The leaf does not stand after the one before.');
    const leaf = open[next];
    if (leaf && leaf.path < path) return mismatch(leaf.at, 'The row has no leaf.');
    if (leaf?.path === path) {
      next++;
      if (salt === null || toHex(commit(salt, path, leaf.value)) !== commitment) return mismatch(leaf.at, 'The value is not the one that was frozen.');
    } else if (salt !== null || !isClosed(path)) return mismatch(`/input/leaves/${k}`, 'The leaf is that of no row of the round.');
  }
  return open[next] && mismatch(open[next]!.at, 'The row has no leaf.');
}

/** Whether a leaf may be about people. */
const isClosed = (path: string): boolean => /^\/(?:people|relations|pins|waivers)\/|^\/actors\/[^/]+\/(?:person|interests)$/.test(path);
