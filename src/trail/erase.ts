import { MeritError } from '../errors/index.js';
import { compareTexts } from '../model/ids.js';
import { fieldsOf, type Entry } from './entry.js';
import { pseudonymOf } from './input-tree.js';
import type { VaultRow } from './store.js';
import type { Trail } from './trail.js';

/** What is erased, by whom and why. */
export interface EraseOptions {
  /** Everything about one person, in every round; */
  readonly person?: string;
  /** or the values of these entries, all fields where no paths are given. */
  readonly entries?: readonly { readonly index: number; readonly paths?: readonly string[] }[];
  readonly by: string;
  readonly on: string;
  /** The legal basis, such as the article. */
  readonly basis: string;
  readonly document: string;
}

/**
 * Erases values and salts for good: the erasure stands in the log first, then the rows leave the vault. Commitments stay, and nobody can open
 * them any more. What was disclosed before stays good: it is in others' hands.
 * @returns the erasure's entry.
 * @throws {MeritError} E_VALUE_MISSING without a person or entries, E_REF_UNKNOWN for entries or fields that are not there, E_ERASED
 *   where nothing is left to erase, and what `append` throws
 */
export async function erase(trail: Trail, { person, entries = [], by, on, basis, document }: EraseOptions): Promise<Entry> {
  if (person === undefined && entries.length === 0) throw new MeritError('E_VALUE_MISSING', 'a person or entries are named', { path: '/person' });
  const rows: VaultRow[] = person === undefined ? [] : [...(await trail.store.vault.rows({ subject: person }))];
  for (const [k, { index, paths = [] }] of entries.entries()) {
    const entry = await trail.entry(index);
    const wanted = paths.length > 0 ? paths : fieldsOf(entry.kind);
    if (wanted.length === 0 || wanted.some((path) => !fieldsOf(entry.kind).includes(path))) throw new MeritError('E_REF_UNKNOWN', `an entry of the kind ${entry.kind} has no such field`, { path: `/entries/${k}` });
    rows.push(...(await trail.store.vault.rows({ entry: entry.id })).filter((row) => wanted.includes(row.path)));
  }
  if (rows.length === 0) throw new MeritError('E_ERASED', 'the vault holds nothing of this');
  const fields = new Map<number, Set<string>>();
  const subjects = new Map<string, readonly [string, string]>();
  for (const row of rows) {
    const index = await trail.store.find(row.entry);
    if (index === undefined) continue; // of an append that never came to be
    const entry = await trail.entry(index);
    if (fieldsOf(entry.kind).includes(row.path)) fields.set(index, (fields.get(index) ?? new Set()).add(row.path));
    else if (row.path.startsWith('/keys/') && entry.round !== undefined) {
      const pseudonym = pseudonymOf(JSON.parse(row.value) as string);
      subjects.set(`${entry.round} ${pseudonym}`, [entry.round, pseudonym]);
    }
  }
  const body = {
    by, on, basis, document,
    entries: [...fields].sort((a, b) => a[0] - b[0]).map(([index, paths]): [number, string[]] => [index, [...paths].sort(compareTexts)]),
    subjects: [...subjects.values()].map(([round, pseudonym]): [string, string] => [round, pseudonym]).sort((a, b) => compareTexts(a[0], b[0]) || compareTexts(a[1], b[1])),
  };
  const erasure = await trail.append({ kind: 'erasure', body });
  await trail.store.vault.erase(rows);
  return erasure;
}

/**
 * Finishes erasures that a crash cut off: rows that an erasure in the log names leave the vault. O(entries).
 * @returns how many rows there were.
 */
export async function finishErasures(trail: Trail): Promise<number> {
  const gone: VaultRow[] = [];
  for await (const entry of trail.entries()) {
    if (entry.kind !== 'erasure') continue;
    for (const [index, paths] of entry.body.entries) gone.push(...(await trail.store.vault.rows({ entry: (await trail.entry(index)).id })).filter((row) => paths.includes(row.path)));
    for (const [round, pseudonym] of entry.body.subjects) {
      for await (const freeze of trail.entries(round)) {
        if (freeze.kind !== 'freeze') continue;
        const rows = await trail.store.vault.rows({ entry: freeze.id });
        const key = rows.find((row) => row.path.startsWith('/keys/') && pseudonymOf(JSON.parse(row.value) as string) === pseudonym);
        if (key) gone.push(...rows.filter((row) => row.subject === key.subject));
      }
    }
  }
  await trail.store.vault.erase(gone);
  return gone.length;
}
