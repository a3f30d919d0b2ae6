import { hex, hmacUnder, utf8 } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { toBase64 } from './base64.js';
import type { Opening } from './commitment.js';
import { fieldsOf, type Entry } from './entry.js';
import { inputLeafHash, pseudonymOf } from './input-tree.js';
import { readInput, valuesAbout } from './kept-input.js';
import { inclusionProof, Tree } from './merkle.js';
import type { Trail } from './trail.js';

export const DISCLOSURE_FORMAT = 'meritra/disclosure/1';

/** One entry, shown with some of its values, and a proof that outlives the erasure of the vault. docs/formats.md section 11.3. */
export interface Disclosure {
  readonly format: typeof DISCLOSURE_FORMAT;
  readonly checkpoint: string;
  readonly entry: Entry;
  readonly proof: readonly string[];
  readonly openings: readonly Opening[];
  readonly leaves: readonly (Opening & { readonly index: number; readonly proof: readonly string[] })[];
}

/**
 * One entry with the values of its fields, or of those at `paths`.
 * @throws {MeritError} E_REF_UNKNOWN for an entry or a field that is not there; E_ERASED for a value that is gone
 */
export async function disclose(trail: Trail, { entry: index, paths }: { readonly entry: number; readonly paths?: readonly string[] }): Promise<Disclosure> {
  const checkpoint = await trail.checkpoint();
  const entry = await trail.entryAt(index);
  const rows = await trail.store.vault.rows({ entry: entry.id });
  const openings = (paths ?? fieldsOf(entry.kind)).map((path): Opening => {
    if (!fieldsOf(entry.kind).includes(path)) throw new MeritError('E_REF_UNKNOWN', 'the entry has no such field', { path: '/paths' });
    const row = rows.find((r) => r.path === path);
    if (!row) throw new MeritError('E_ERASED', 'the value was erased', { path: `/${index}${path}` });
    return { path, salt: row.salt, value: JSON.parse(row.value) as unknown };
  });
  const proof = (await trail.inclusion(index, trail.size)).map(toBase64);
  return { format: DISCLOSURE_FORMAT, checkpoint, entry, proof, openings: openings.sort((a, b) => (a.path < b.path ? -1 : 1)), leaves: [] };
}

/**
 * What the trail holds about one person in a round: the frozen leaves about him alone, then every entry of the round with values about
 * him. What is also about others (relations, interests) is left out. O(leaves of the round).
 * @throws {MeritError} E_STATE for a round that is not frozen, E_REF_UNKNOWN for somebody who is not in it, E_ERASED where his key is gone
 */
export async function disclosePerson(trail: Trail, round: string, person: string): Promise<readonly Disclosure[]> {
  await trail.refresh();
  const { freeze } = trail.state(round);
  if (!freeze) throw new MeritError('E_STATE', 'the input of the round is not frozen');
  const rows = await trail.store.vault.rows({ entry: (await trail.entryAt(freeze.index)).id });
  const { keys, leaves: kept } = readInput(rows);
  const key = keys.people.get(person);
  const values = valuesAbout(rows, person);
  if (key === undefined || !values) {
    const erased = keys.people.size < freeze.people; // whose keys are gone nobody can tell any more
    throw erased ? new MeritError('E_ERASED', 'the person was erased from this input, or was not in it') : new MeritError('E_REF_UNKNOWN', 'the round has no such person', { path: '/person' });
  }
  const tree = new Tree();
  for (const [, commitment] of kept) tree.append(inputLeafHash(commitment));
  const own = `/people/${pseudonymOf(key)}/`;
  const mac = hmacUnder(Uint8Array.from(key.match(/../g)!, (byte) => parseInt(byte, 16)));
  const leaves = kept.flatMap(([path], index) => {
    if (!path.startsWith(own) && !values.has(path)) return [];
    const proof = inclusionProof(index, tree.size, (level, at) => tree.hash(level, at)).map(toBase64);
    return [{ index, path, salt: hex(mac(utf8(path))), value: values.get(path) ?? null, proof }];
  });
  const found: Disclosure[] = [{ ...(await disclose(trail, { entry: freeze.index })), leaves }];
  const paths = new Map<string, string[]>();
  for (const row of await trail.store.vault.rows({ subject: person })) paths.set(row.entry, [...(paths.get(row.entry) ?? []), row.path]);
  for await (const entry of trail.entries(round)) {
    const of = paths.get(entry.id)?.filter((path) => path !== '/interests' && fieldsOf(entry.kind).includes(path)) ?? [];
    if (of.length > 0) found.push(await disclose(trail, { entry: entry.index, paths: of }));
  }
  return found;
}
