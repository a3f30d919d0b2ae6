import { hex, hmacUnder, lengthPrefixed, concatBytes, sha256Hex, unhex } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { compareIds, compareTexts } from '../model/ids.js';
import type { Person, Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import { commitText, randomHex, type Random } from './commitment.js';
import { CompactRange, leafHash } from './merkle.js';

/** The keys of a frozen input, 64 hex digits each: whoever has them can make all salts, and without one nobody can. */
export interface InputKeys {
  /** Of what is about nobody. */
  readonly key: string;
  /** Of each person, by id. */
  readonly people: ReadonlyMap<string, string>;
}

/** One leaf of the frozen input. */
export interface InputLeaf {
  readonly path: string;
  /** Plain data; null where nothing is stated. */
  readonly value: unknown;
  /** Ids of the people it is about. */
  readonly about: readonly string[];
  readonly salt: string;
  /** 64 hex digits. */
  readonly commitment: string;
}

/** Root and counts of a frozen input: what the `freeze` says. */
export interface InputRoot {
  readonly root: string;
  readonly leaves: number;
  readonly people: number;
  readonly positions: number;
}

/** Keys for a round: those that are known already, and new ones for everybody else. */
export function inputKeys(round: Pick<Round, 'people'>, random: Random, known?: InputKeys): InputKeys {
  const key = known?.key ?? randomHex(random);
  return { key, people: new Map(round.people.map(({ id }) => [id, known?.people.get(id) ?? randomHex(random)])) };
}

const PSEUDONYM = Uint8Array.of(0x03);

/** The name under which a person stands in what is public of one round. docs/formats.md section 11.2. */
export function pseudonymOf(key: string): string {
  return `p-${sha256Hex(concatBytes(PSEUDONYM, lengthPrefixed(key))).slice(0, 20)}`;
}

/** Pseudonyms of the people of a round, by id. @throws {MeritError} E_ERASED where the key of one of them is gone */
export function pseudonyms(round: Pick<Round, 'people'>, keys: InputKeys): ReadonlyMap<string, string> {
  return new Map(round.people.map(({ id }) => [id, pseudonymOf(keyOf(keys, id))]));
}

function keyOf(keys: InputKeys, person: string): string {
  const key = keys.people.get(person);
  if (key === undefined) throw new MeritError('E_ERASED', 'the key of one of the people of this round was erased');
  return key;
}

interface Draft {
  readonly path: string;
  readonly value: unknown;
  readonly about: readonly string[];
}

/** Leaves that stand open in a public bundle: about nobody, and of rows that it shows. */
export function isOpenLeaf(path: string): boolean {
  return /^\/(?:(?:format|id|title|asOf|horizon|opened|scope\/positions|scope\/people)|(?:sources|units|positions|actors)\/[^/]+)$/.test(path);
}

const FIELDS = ['acceptsLower', 'born', 'bornAt', 'id', 'name', 'retires', 'seat', 'since', 'wishes'] as const;

/** What is known of one person, with what stands under each attribute. */
interface Known {
  readonly person: Person;
  readonly inScope: boolean;
  readonly evidence: ReadonlyMap<string, unknown>;
  readonly spells: ReadonlyMap<string, unknown>;
  readonly checked: ReadonlyMap<string, unknown>;
}

/** One leaf that every person has: the end of its path, and where its value is read. */
interface Column {
  readonly end: string;
  readonly read: (known: Known) => unknown;
}

/** The leaves that each person has, by path: the same for all, so they are put in order once. */
function personColumns(attributes: Policy['attributes']): readonly Column[] {
  const columns: Column[] = FIELDS.map((field) => ({ end: `/${field}`, read: ({ person }) => person[field] }));
  columns.push({ end: '/inScope', read: ({ inScope }) => inScope });
  for (const [name, spec] of Object.entries(attributes)) {
    if (spec.of !== 'person') continue;
    for (const table of spec.type === 'spells' ? (['spells', 'checked'] as const) : (['evidence'] as const)) columns.push({ end: `/${table}/${name}`, read: (known) => known[table].get(name) });
  }
  return columns.sort((a, b) => compareTexts(a.end, b.end));
}

const NONE: ReadonlyMap<string, unknown> = new Map();

/** Items without their attribute, in lists by it. */
function byAttribute(items: readonly { readonly attribute: string }[] | undefined): ReadonlyMap<string, unknown> {
  if (items === undefined || items.length === 0) return NONE;
  const found = new Map<string, unknown[]>();
  for (const { attribute, ...rest } of items) {
    const list = found.get(attribute);
    if (list) list.push(rest);
    else found.set(attribute, [rest]);
  }
  return found;
}

/** Everything but the people, by path: a few rows. */
function otherLeaves(round: Round): Draft[] {
  const nobody: readonly string[] = [];
  const drafts: Draft[] = (['format', 'id', 'title', 'asOf', 'horizon', 'opened'] as const).map((field) => ({ path: `/${field}`, value: round[field] ?? null, about: nobody }));
  drafts.push({ path: '/scope/positions', value: round.scope.positions, about: nobody }, { path: '/scope/people', value: round.scope.people === 'all' ? 'all' : 'listed', about: nobody });
  for (const table of ['sources', 'units', 'positions'] as const) for (const row of round[table]) drafts.push({ path: `/${table}/${row.id}`, value: row, about: nobody });
  round.relations.forEach((row, k) => drafts.push({ path: `/relations/${k}`, value: row, about: [row.a, row.b] }));
  round.pins.forEach((row, k) => drafts.push({ path: `/pins/${k}`, value: row, about: [row.person] }));
  round.waivers.forEach((row, k) => drafts.push({ path: `/waivers/${k}`, value: row, about: [row.person] }));
  for (const { person, interests, ...row } of round.actors) {
    const at = `/actors/${row.id}`;
    drafts.push(
      { path: at, value: row, about: nobody },
      { path: `${at}/person`, value: person ?? null, about: person === undefined ? nobody : [person] },
      { path: `${at}/interests`, value: interests ?? null, about: [...new Set((interests ?? []).map((i) => i.person))] },
    );
  }
  return drafts.sort((a, b) => compareTexts(a.path, b.path));
}

/** Canonical JSON of plain, checked data, as {@link canonicalJson} writes it, without asking what every value is. */
export function plainJson(value: unknown): string {
  if (value === null) return 'null'; // two leaves of three
  if (typeof value !== 'object') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(plainJson).join(',')}]`;
  const object = value as Readonly<Record<string, unknown>>;
  return `{${Object.keys(object).sort().map((key) => `${JSON.stringify(key)}:${plainJson(object[key])}`).join(',')}}`;
}

/**
 * The leaves of a parsed round in the order of the tree, one person at a time: memory is that of the leaves of one person and of the
 * rows about nobody. O(people * attributes) hashes.
 * @throws {MeritError} E_ERASED where the key of one of the people is gone
 */
export function* inputLeaves(round: Round, policy: Pick<Policy, 'attributes'>, keys: InputKeys): Generator<InputLeaf> {
  const names = pseudonyms(round, keys);
  const macs = new Map<string, ReturnType<typeof hmacUnder>>();
  const macOf = (key: string): ReturnType<typeof hmacUnder> => hmacUnder(unhex(key));
  const roundMac = macOf(keys.key);
  const finish = ({ path, value, about }: Draft): InputLeaf => {
    let salt: Uint8Array | string = path;
    if (about.length === 0) salt = roundMac(salt);
    else {
      const signers = about.length === 1 ? about : [...about].sort((a, b) => compareIds(names.get(a)!, names.get(b)!));
      for (const person of signers) {
        let mac = macs.get(person);
        if (!mac) macs.set(person, (mac = macOf(keyOf(keys, person))));
        salt = mac(salt);
      }
    }
    const text = hex(salt as Uint8Array);
    return { path, value, about, salt: text, commitment: commitText(path, text, plainJson(value)) };
  };

  const columns = personColumns(policy.attributes);
  const inScope = round.scope.people === 'all' ? undefined : new Set<string>(round.scope.people);
  const people = round.people.map((person) => ({ person, prefix: `/people/${names.get(person.id)!}` })).sort((a, b) => compareIds(a.prefix, b.prefix));
  const others = otherLeaves(round);
  const split = others.findIndex(({ path }) => path > '/people/');
  for (const draft of others.slice(0, split)) yield finish(draft);
  for (const { person, prefix } of people) {
    const known: Known = { person, inScope: inScope?.has(person.id) ?? true, evidence: byAttribute(person.evidence), spells: byAttribute(person.spells), checked: byAttribute(person.checked) };
    const about = [person.id];
    for (const { end, read } of columns) yield finish({ path: prefix + end, value: read(known) ?? null, about });
    macs.delete(person.id);
  }
  for (const draft of others.slice(split)) yield finish(draft);
}

/** The hash of a leaf in the tree of the input, from its commitment in hex. */
export function inputLeafHash(commitment: string): Uint8Array {
  return leafHash(unhex(commitment));
}

/** The root of a round's input and its counts. O(people * attributes) time, O(log) memory beside one person. */
export function inputRoot(round: Round, policy: Pick<Policy, 'attributes'>, keys: InputKeys): InputRoot {
  const range = new CompactRange();
  for (const { commitment } of inputLeaves(round, policy, keys)) range.append(inputLeafHash(commitment));
  return { root: hex(range.root()), leaves: range.size, people: round.people.length, positions: round.positions.length };
}
