import { MeritError } from '../errors/index.js';
import { compareIds, compareTexts } from '../model/ids.js';
import { fieldsOf, type Entry } from './entry.js';
import { pseudonymOf } from './input-tree.js';
import type { VaultRow } from './store.js';
import type { Trail } from './trail.js';

/**
 * Whose data go, or which entries' (all their fields, or those at `paths`), or those of a whole round whose time is over (all but what its
 * public bundle needs), and by what right.
 */
export type EraseOptions = { readonly by: string; readonly on: string; readonly basis: string; readonly document: string } & ({ readonly person: string } | { readonly entries: readonly number[]; readonly paths?: readonly string[] } | { readonly round: string });

/**
 * Removes what the vault holds of a person (his values, those of statements that name him, his keys of every round), or of some entries,
 * and logs that it did. The log, its proofs and every disclosure that somebody already has verify as before.
 *
 * The entry comes first: a crash after it leaves rows that {@link finishErasures} removes, never a gap that nobody recorded.
 * @throws {MeritError} E_REF_UNKNOWN where there is nothing to erase, or an entry has no such field; E_STATE for a frozen input
 */
export async function erase(trail: Trail, options: EraseOptions): Promise<Entry> {
  const { by, on, basis, document } = options;
  await trail.refresh();
  const rows = 'person' in options ? await rowsAbout(trail, options.person) : 'round' in options ? await rowsOfRound(trail, options.round) : await rowsOf(trail, options.entries, options.paths);
  const fields = new Map<number, string[]>();
  const subjects = new Map<string, [string, string]>();
  for (const row of rows) {
    const index = await trail.store.find(row.entry);
    if (index === undefined) continue; // left behind by a crash: removed without a word
    const { kind, round = '' } = await trail.entryAt(index);
    if (fieldsOf(kind).includes(row.path)) fields.set(index, [...(fields.get(index) ?? []), row.path]);
    else if (row.path.startsWith('/keys/')) {
      const pseudonym = pseudonymOf(JSON.parse(row.value) as string);
      subjects.set(`${round} ${pseudonym}`, [round, pseudonym]);
    }
  }
  if (fields.size + subjects.size === 0) throw new MeritError('E_REF_UNKNOWN', 'the vault holds nothing of this kind');
  const entries = [...fields].sort((a, b) => a[0] - b[0]).map(([index, paths]): [number, string[]] => [index, paths.sort(compareTexts)]);
  const gone = [...subjects].sort((a, b) => compareIds(a[0], b[0])).map(([, subject]) => subject);
  const entry = await trail.append({ kind: 'erasure', body: { by, on, basis, document, entries, subjects: gone } });
  await trail.store.vault.erase(rows);
  return entry;
}

async function rowsAbout(trail: Trail, person: string): Promise<VaultRow[]> {
  const rows = [...(await trail.store.vault.rows({ subject: person }))];
  for await (const entry of trail.entries()) {
    if (entry.kind !== 'statement') continue; // the one kind whose value may be about several people
    for (const row of await trail.store.vault.rows({ entry: entry.id })) {
      const about = row.path === '/interests' ? (JSON.parse(row.value) as readonly { readonly person?: string }[] | null) : null;
      if (row.subject !== person && about?.some((interest) => interest.person === person)) rows.push(row);
    }
  }
  return rows;
}

async function rowsOf(trail: Trail, indices: readonly number[], paths: readonly string[] | undefined): Promise<VaultRow[]> {
  const rows: VaultRow[] = [];
  for (const index of new Set(indices)) {
    const { id, kind } = await trail.entryAt(index);
    if (kind === 'freeze') throw new MeritError('E_STATE', 'the keys of a frozen input go with the people they belong to', { path: `/${index}` });
    const fields = fieldsOf(kind);
    if (fields.length === 0 || paths?.some((path) => !fields.includes(path))) throw new MeritError('E_REF_UNKNOWN', 'the entry has no such field', { path: `/${index}` });
    rows.push(...(await named(trail, id, paths ?? fields)));
  }
  return rows;
}

async function rowsOfRound(trail: Trail, round: string): Promise<VaultRow[]> {
  const rows: VaultRow[] = [];
  for await (const { id, kind } of trail.entries(round)) {
    const fields = fieldsOf(kind).filter((path) => path !== '/public');
    rows.push(...(await trail.store.vault.rows({ entry: id })).filter(({ path, subject }) => subject !== null || fields.includes(path)));
  }
  return rows;
}

/** The rows of some fields of an entry; what is kept of a public proposal goes with its hash. */
async function named(trail: Trail, id: string, paths: readonly string[]): Promise<VaultRow[]> {
  return (await trail.store.vault.rows({ entry: id })).filter(({ path }) => paths.includes(path === '/public-proposal' ? '/public' : path));
}

/**
 * Finishes erasures that a crash cut off between the log and the vault: rows that an erasure names are removed. To be called after opening,
 * or at any time. O(entries).
 * @returns how many rows were removed
 */
export async function finishErasures(trail: Trail): Promise<number> {
  await trail.refresh();
  const rows: VaultRow[] = [];
  const subjects = new Set<string>();
  for await (const entry of trail.entries()) {
    if (entry.kind !== 'erasure') continue;
    for (const [index, paths] of entry.body.entries) rows.push(...(await named(trail, (await trail.entryAt(index)).id, paths)));
    for (const [round, pseudonym] of entry.body.subjects) subjects.add(`${round} ${pseudonym}`);
  }
  if (subjects.size > 0) {
    for await (const { kind, id, round } of trail.entries()) {
      if (kind !== 'freeze') continue;
      const kept = await trail.store.vault.rows({ entry: id });
      const gone = new Set(kept.flatMap(({ path, subject, value }) => (path.startsWith('/keys/') && subjects.has(`${round} ${pseudonymOf(JSON.parse(value) as string)}`) ? [subject] : [])));
      rows.push(...kept.filter(({ subject }) => subject !== null && gone.has(subject)));
    }
  }
  if (rows.length > 0) await trail.store.vault.erase(rows);
  return rows.length;
}
