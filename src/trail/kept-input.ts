import { canonicalJson, hex } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { isDeeplyFrozen } from '../model/frozen.js';
import { compareIds } from '../model/ids.js';
import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import { inputLeafHash, inputLeaves, plainJson, pseudonymOf, type InputKeys, type InputRoot } from './input-tree.js';
import { CompactRange } from './merkle.js';
import type { PublicProposal } from './public-proposal.js';
import type { VaultRow } from './store.js';

// What the vault keeps beside the fields of entries: docs/formats.md section 11.1.

/** A leaf of the frozen input that tells nothing of its value. */
export type KeptLeaf = readonly [path: string, commitment: string];

/** What is kept of a frozen input, under the id of its entry. */
export interface KeptInput {
  /** Without the key of whoever was erased. */
  readonly keys: InputKeys;
  /** All of them in their order, those about the erased too. */
  readonly leaves: readonly KeptLeaf[];
}

/** Rows that open no commitment carry no salt of their own. */
const NO_SALT = '0'.repeat(64);
/** Leaves in one row: no line of a file grows past 1 MB. */
const PIECE = 5_000;

/** Root and counts of an input, and the rows that keep it: its keys, its leaves, and for each person what stands in the leaves about him alone. */
export function keepInput(entry: string, round: Round, policy: Pick<Policy, 'attributes'>, keys: InputKeys): { readonly body: InputRoot; readonly rows: readonly VaultRow[] } {
  const write = isDeeplyFrozen(round) && isDeeplyFrozen(policy) ? plainJson : canonicalJson; // what was not parsed here may hold anything
  const row = (path: string, subject: string | null, value: string): VaultRow => ({ entry, path, subject, salt: NO_SALT, value });
  const rows = [row('/key', null, canonicalJson(keys.key))];
  for (const [person, key] of keys.people) rows.push(row(`/keys/${person}`, person, canonicalJson(key)));
  const values = new Map<string, string[]>(round.people.map(({ id }) => [id, []])); // each already as text
  const range = new CompactRange();
  let piece: KeptLeaf[] = [];
  const endPiece = (): void => {
    if (piece.length > 0) rows.push(row(`/leaves/${String(Math.floor((range.size - 1) / PIECE)).padStart(6, '0')}`, null, write(piece)));
    piece = [];
  };
  for (const { path, value, about, commitment } of inputLeaves(round, policy, keys)) {
    range.append(inputLeafHash(commitment));
    piece.push([path, commitment]);
    if (about.length === 1 && value !== null) values.get(about[0]!)?.push(write([path, value]));
    if (piece.length === PIECE) endPiece();
  }
  endPiece();
  for (const [person, list] of values) rows.push(row(`/values/${person}`, person, `[${list.join(',')}]`));
  return { body: { root: hex(range.root()), leaves: range.size, people: round.people.length, positions: round.positions.length }, rows };
}

/** A frozen input from the rows of its entry. @throws {MeritError} E_ERASED where the vault does not hold it */
export function readInput(rows: readonly VaultRow[]): KeptInput {
  const key = rows.find(({ path }) => path === '/key');
  const pieces = rows.filter(({ path }) => path.startsWith('/leaves/')).sort((a, b) => compareIds(a.path, b.path));
  if (!key || pieces.length === 0) throw new MeritError('E_ERASED', 'the vault does not hold the frozen input of this round');
  const people = new Map(rows.flatMap(({ path, value }) => (path.startsWith('/keys/') ? [[path.slice(6), JSON.parse(value) as string] as const] : [])));
  return { keys: { key: JSON.parse(key.value) as string, people }, leaves: pieces.flatMap(({ value }) => JSON.parse(value) as KeptLeaf[]) };
}

/** What stands in the leaves about one person alone, by path; undefined where it was erased or never there. */
export function valuesAbout(rows: readonly VaultRow[], person: string): ReadonlyMap<string, unknown> | undefined {
  const row = rows.find(({ path }) => path === `/values/${person}`);
  return row && new Map(JSON.parse(row.value) as [string, unknown][]);
}

/** The row that keeps a public proposal under its entry: once somebody is erased it cannot be made again. */
export function keepPublic(entry: string, proposal: PublicProposal): VaultRow {
  return { entry, path: '/public-proposal', subject: null, salt: NO_SALT, value: canonicalJson(proposal) };
}

/** The public proposal that is kept under an entry; undefined where there is none. */
export function readPublic(rows: readonly VaultRow[]): PublicProposal | undefined {
  const row = rows.find(({ path }) => path === '/public-proposal');
  return row && (JSON.parse(row.value) as PublicProposal);
}

/**
 * The first place, as a pointer into the round, at which it is not the one that was frozen: docs/formats.md section 11.2. Undefined where
 * it is, `root` being that of its record. Every person of the round has a key.
 */
export function placeOfChange(round: Round, policy: Pick<Policy, 'attributes'>, { keys, leaves: kept }: KeptInput, root: string): string | undefined {
  const frozen = [...keys.people.keys()].sort(compareIds);
  for (let k = 0; k < Math.max(frozen.length, round.people.length); k++) {
    if (frozen[k] === undefined || round.people[k] === undefined) return '/people';
    if (frozen[k] !== round.people[k]!.id) return `/people/${k}/id`;
  }
  const range = new CompactRange();
  let first: string | undefined;
  for (const { path, commitment } of inputLeaves(round, policy, keys)) {
    const leaf = kept[range.size];
    if (leaf?.[0] !== path || leaf[1] !== commitment) first ??= path;
    range.append(inputLeafHash(commitment));
  }
  if (range.size !== kept.length) return '';
  if (first !== undefined) return placeOf(first, round, keys);
  return hex(range.root()) === root ? undefined : ''; // the vault does not hold what was frozen
}

/** The path of a leaf as a pointer into the round. */
function placeOf(path: string, round: Round, keys: InputKeys): string {
  const [, table = '', row = '', field = ''] = path.split('/');
  if (table === 'scope' || field === 'inScope') return '/scope';
  if (table === 'people') return `/people/${round.people.findIndex(({ id }) => pseudonymOf(keys.people.get(id)!) === row)}/${field}`;
  if (table !== 'sources' && table !== 'units' && table !== 'positions' && table !== 'actors') return path;
  const at = `/${table}/${(round[table] as readonly { readonly id: string }[]).findIndex(({ id }) => id === row)}`;
  return field === '' ? at : `${at}/${field}`;
}
