import { concatBytes, hex, hmacUnder, lengthPrefixed, sha256 } from '../canonical/index.js';
import { bug, MeritError } from '../errors/index.js';
import { compareTexts } from '../model/ids.js';
import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import { commitmentOf, type Opening } from './commitment.js';
import { CompactRange, leafHash } from './merkle.js';

/** The keys of a frozen input, 64 hex digits each. */
export interface InputKeys {
  /** Of what is about nobody. */
  readonly key: string;
  /** By id of the person. */
  readonly people: ReadonlyMap<string, string>;
}

/** One leaf: what opens it, and the ids of the people it is about, in the order of their pseudonyms. */
export interface InputLeaf extends Opening {
  readonly about: readonly string[];
}

/** A round as it is frozen: leaves in the order of their paths, and the root of the tree over them. */
export interface FrozenInput {
  readonly leaves: readonly (readonly [path: string, commitment: string])[];
  /** 64 hex digits. */
  readonly root: string;
}

/** Fields of a person that are leaves of their own. */
const PERSON_FIELDS = ['id', 'name', 'born', 'bornAt', 'seat', 'since', 'retires', 'acceptsLower', 'wishes'] as const;
const HEAD_FIELDS = ['format', 'id', 'title', 'asOf', 'horizon', 'opened'] as const;

/** The name a person bears in what is published about one round. docs/formats.md section 11.2. */
export function pseudonymOf(key: string): string {
  return `p-${hex(sha256(concatBytes(Uint8Array.of(3), lengthPrefixed(key)))).slice(0, 20)}`;
}

/**
 * Every leaf of a round in no certain order, with its salt. Every person has the same leaves, whatever is known of him: their number tells
 * nothing. O(people * attributes of people in the policy); one leaf is made at a time.
 * @throws {MeritError} E_ERASED where the key of somebody in the round is not there
 */
export function* inputLeaves(round: Round, policy: Policy, keys: InputKeys): Generator<InputLeaf> {
  const salts = new Salts(keys);
  const leaf = (path: string, value: unknown, ...people: readonly (string | null | undefined)[]): InputLeaf => {
    const about = salts.ordered(people);
    return { path, salt: salts.of(path, about), value: value ?? null, about };
  };

  for (const field of HEAD_FIELDS) yield leaf(`/${field}`, round[field]);
  yield leaf('/scope/positions', round.scope.positions);
  yield leaf('/scope/people', round.scope.people === 'all' ? 'all' : 'listed');
  for (const table of ['sources', 'units', 'positions'] as const) for (const row of round[table]) yield leaf(`/${table}/${row.id}`, row);
  yield* personLeaves(round, policy, salts, leaf);
  for (const [k, row] of round.relations.entries()) yield leaf(`/relations/${k}`, row, row.a, row.b);
  for (const table of ['pins', 'waivers'] as const) for (const [k, row] of round[table].entries()) yield leaf(`/${table}/${k}`, row, row.person);
  for (const { person, interests, ...row } of round.actors) {
    yield leaf(`/actors/${row.id}`, row);
    yield leaf(`/actors/${row.id}/person`, person, person);
    yield leaf(`/actors/${row.id}/interests`, interests, ...(interests ?? []).map((i) => i.person));
  }
}

function* personLeaves({ people, scope }: Round, { attributes }: Policy, salts: Salts, leaf: (path: string, value: unknown, person: string) => InputLeaf): Generator<InputLeaf> {
  const inScope = scope.people === 'all' ? undefined : new Set<string>(scope.people);
  const names = Object.entries(attributes).filter(([, spec]) => spec.of === 'person');
  const plain = names.filter(([, spec]) => spec.type !== 'spells').map(([name]) => name);
  const spells = names.filter(([, spec]) => spec.type === 'spells').map(([name]) => name);
  for (const person of people) {
    const at = `/people/${salts.pseudonym(person.id)}`;
    for (const field of PERSON_FIELDS) yield leaf(`${at}/${field}`, person[field], person.id);
    yield leaf(`${at}/inScope`, inScope?.has(person.id) ?? true, person.id);
    for (const [list, among] of [['evidence', plain], ['spells', spells], ['checked', spells]] as const) {
      const items = byAttribute(person[list] ?? []);
      for (const name of among) {
        yield leaf(`${at}/${list}/${name}`, items.get(name), person.id);
        items.delete(name);
      }
      if (items.size > 0) throw bug(`${list} of an attribute that the policy does not declare`);
    }
  }
}

/** Items by attribute, in their order, without its name. */
function byAttribute(list: readonly { readonly attribute: string }[]): Map<string, object[]> {
  const items = new Map<string, object[]>();
  for (const { attribute, ...item } of list) {
    const known = items.get(attribute);
    if (known) known.push(item);
    else items.set(attribute, [item]);
  }
  return items;
}

/** Salts of leaves: a chain of HMACs over the path, one under the key of each of the people it is about. */
class Salts {
  private readonly ofRound: (message: string) => Uint8Array;
  private readonly people = new Map<string, { readonly pseudonym: string; readonly under: (message: Uint8Array | string) => Uint8Array }>();

  constructor({ key, people }: InputKeys) {
    this.ofRound = hmacUnder(bytesOf(key));
    for (const [id, own] of people) this.people.set(id, { pseudonym: pseudonymOf(own), under: hmacUnder(bytesOf(own)) });
  }

  pseudonym(id: string): string {
    return this.person(id).pseudonym;
  }

  /** Each once, in the order of pseudonyms. */
  ordered(people: readonly (string | null | undefined)[]): readonly string[] {
    if (people.length === 0) return [];
    const known = [...new Set(people.filter((id) => id !== null && id !== undefined))];
    return known.length < 2 ? known : known.sort((a, b) => compareTexts(this.pseudonym(a), this.pseudonym(b)));
  }

  of(path: string, about: readonly string[]): string {
    const [first, ...rest] = about;
    if (first === undefined) return hex(this.ofRound(path));
    let salt = this.person(first).under(path);
    for (const id of rest) salt = this.person(id).under(salt);
    return hex(salt);
  }

  private person(id: string): { readonly pseudonym: string; readonly under: (message: Uint8Array | string) => Uint8Array } {
    const known = this.people.get(id);
    if (!known) throw new MeritError('E_ERASED', 'the key of somebody in the round is not there', { path: '/people' });
    return known;
  }
}

/** The salt of a leaf about the people with these keys, in the order of their pseudonyms. */
export function saltAt(path: string, [first, ...rest]: readonly [string, ...string[]]): string {
  return hex(rest.reduce((salt, key) => hmacUnder(bytesOf(key))(salt), hmacUnder(bytesOf(first))(path)));
}

/** The bytes of hex digits. */
export function bytesOf(key: string): Uint8Array {
  const bytes = new Uint8Array(key.length / 2);
  for (let k = 0; k < bytes.length; k++) bytes[k] = Number.parseInt(key.slice(2 * k, 2 * k + 2), 16);
  return bytes;
}

/**
 * The tree of a round under its keys. 2,500 people with 60 attributes are 175,000 leaves, about 2 s and 60 MB.
 * @throws {MeritError} as {@link inputLeaves}
 */
export function frozenInput(round: Round, policy: Policy, keys: InputKeys): FrozenInput {
  const leaves = Array.from(inputLeaves(round, policy, keys), (leaf) => [leaf.path, commitmentOf(leaf)] as const);
  leaves.sort((a, b) => compareTexts(a[0], b[0]));
  return { leaves, root: rootOfLeaves(leaves) };
}

/** The root over the commitments of leaves in order. */
export function rootOfLeaves(leaves: readonly (readonly [path: string, commitment: string, ...rest: unknown[]])[]): string {
  const range = new CompactRange();
  for (const [, commitment] of leaves) range.append(leafHash(bytesOf(commitment)));
  return hex(range.root());
}
