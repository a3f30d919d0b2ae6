import { canonicalJson } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { compareTexts } from '../model/ids.js';
import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import { inputLeaves, pseudonymOf, type FrozenInput, type InputKeys } from './input-tree.js';
import type { PublicProposal } from './public-proposal.js';
import type { TrailStore, VaultRow } from './store.js';

/** What the vault keeps of a frozen input, under the id of its entry: docs/formats.md section 11.1. */
export interface KeptInput {
  /** Without the key of whoever was erased. */
  readonly keys: InputKeys;
  /** Pseudonyms of those whose keys are there, by id. */
  readonly pseudonyms: ReadonlyMap<string, string>;
  /** All leaves in order, those of the erased too: they tell nothing. */
  readonly leaves: readonly (readonly [path: string, commitment: string])[];
}

/** Nothing is committed under these: rows that are no fields. */
const NO_SALT = '0'.repeat(64);
/** Leaves in one row: no line of a file grows past 1 MB. */
const PIECE = 5_000;

/** The rows that keep a frozen input: keys, leaves, and for each person what stands in the leaves about him alone. */
export function keepInput(entry: string, round: Round, policy: Policy, keys: InputKeys, { leaves }: FrozenInput): VaultRow[] {
  const row = (path: string, subject: string | null, value: unknown): VaultRow => ({ entry, path, subject, salt: NO_SALT, value: canonicalJson(value) });
  const rows = [row('/key', null, keys.key)];
  for (const [person, key] of keys.people) rows.push(row(`/keys/${person}`, person, key));
  for (let k = 0; k * PIECE < leaves.length; k++) rows.push(row(`/leaves/${String(k).padStart(6, '0')}`, null, leaves.slice(k * PIECE, (k + 1) * PIECE)));
  const values = new Map<string, [string, unknown][]>(round.people.map((p) => [p.id, []]));
  for (const { path, value, about } of inputLeaves(round, policy, keys)) if (about.length === 1 && value !== null) values.get(about[0]!)?.push([path, value]);
  for (const [person, list] of values) rows.push(row(`/values/${person}`, person, list));
  return rows;
}

/** What is kept of a frozen input. @throws {MeritError} E_LOG_IO where the vault does not hold it */
export async function readInput(store: TrailStore, entry: string): Promise<KeptInput> {
  const people = new Map<string, string>();
  const pseudonyms = new Map<string, string>();
  const leaves: (readonly [string, string])[] = [];
  let key: string | undefined;
  for (const { path, subject, value } of await store.vault.rows({ entry })) {
    if (path === '/key') key = JSON.parse(value) as string;
    else if (path.startsWith('/keys/') && subject !== null) {
      const own = JSON.parse(value) as string;
      people.set(subject, own);
      pseudonyms.set(subject, pseudonymOf(own));
    } else if (path.startsWith('/leaves/')) leaves.push(...(JSON.parse(value) as [string, string][]));
  }
  if (key === undefined) throw new MeritError('E_LOG_IO', 'the vault does not hold the keys of this input');
  return { keys: { key, people }, pseudonyms, leaves };
}

/** What stands in the leaves about one person alone, by path; undefined where it was erased or never there. */
export async function valuesAbout(store: TrailStore, entry: string, person: string): Promise<ReadonlyMap<string, unknown> | undefined> {
  const row = (await store.vault.rows({ entry })).find(({ path, subject }) => path === `/values/${person}` && subject === person);
  return row && new Map(JSON.parse(row.value) as [string, unknown][]);
}

/** The row that keeps a public proposal under its entry: after an erasure it could not be made again. */
export function keptPublicly(entry: string, proposal: PublicProposal): VaultRow {
  return { entry, path: '/public-proposal', subject: null, salt: NO_SALT, value: canonicalJson(proposal) };
}

/** The public proposal that was kept under an entry. @throws {MeritError} E_LOG_IO where the vault does not hold it */
export async function readPublic(store: TrailStore, entry: string): Promise<PublicProposal> {
  const row = (await store.vault.rows({ entry })).find(({ path }) => path === '/public-proposal');
  if (!row) throw new MeritError('E_LOG_IO', 'the vault does not hold the public proposal of this entry');
  return JSON.parse(row.value) as PublicProposal;
}

/** By id of the person. */
export function byPerson(keys: InputKeys): readonly (readonly [string, string])[] {
  return [...keys.people].sort((a, b) => compareTexts(a[0], b[0]));
}
