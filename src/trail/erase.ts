import { MeritError } from '../errors/index.js';
import { compareIds, compareTexts } from '../model/ids.js';
import type { Entry } from './entry.js';
import { pseudonymOf } from './input-tree.js';
import type { VaultRow } from './store.js';
import type { Trail } from './trail.js';

/** Whose data go, or which entries', and by what right. */
export type EraseOptions = { readonly by: string; readonly on: string; readonly basis: string; readonly document: string } & ({ readonly person: string } | { readonly entries: readonly number[] });

/**
 * Removes what the vault holds of a person (his values, those of statements that name him, his keys of every round), or of some entries,
 * and logs that it did. The log, its proofs and every disclosure that somebody already has verify as before.
 *
 * The entry comes first: a crash after it leaves rows that the next call removes, never a gap that nobody recorded.
 * @throws {MeritError} E_REF_UNKNOWN where there is nothing to erase
 */
export async function erase(trail: Trail, options: EraseOptions): Promise<Entry> {
  const { by, on, basis, document } = options;
  const rows = 'person' in options ? await rowsAbout(trail, options.person) : await rowsOf(trail, options.entries);
  const fields = new Map<number, string[]>();
  const subjects = new Map<string, [string, string]>();
  for (const row of rows) {
    const index = await trail.store.find(row.entry);
    if (index === undefined) continue; // left behind by a crash: removed without a word
    const key = row.path.startsWith('/keys/');
    if (!key) fields.set(index, [...(fields.get(index) ?? []), row.path]);
    else {
      const { round = '' } = await trail.entryAt(index);
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

async function rowsOf(trail: Trail, indices: readonly number[]): Promise<VaultRow[]> {
  const rows: VaultRow[] = [];
  for (const index of new Set(indices)) {
    const entry = await trail.entryAt(index);
    if (entry.kind === 'freeze') throw new MeritError('E_STATE', 'the keys of a frozen input go with the people they belong to', { path: `/${index}` });
    rows.push(...(await trail.store.vault.rows({ entry: entry.id })));
  }
  return rows;
}
