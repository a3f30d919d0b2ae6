import { MeritError } from '../errors/index.js';
import { toBase64 } from './base64.js';
import type { Opening } from './commitment.js';
import { fieldsOf, type Entry } from './entry.js';
import { bytesOf, pseudonymOf, saltAt } from './input-tree.js';
import { readInput, valuesAbout } from './kept-input.js';
import { inclusionProof, leafHash, Tree } from './merkle.js';
import type { Trail } from './trail.js';

export const DISCLOSURE_FORMAT = 'meritra/disclosure/1';

/** Some values with the proof that they were committed to: it stays good when the values are erased elsewhere. docs/formats.md section 11.3. */
export interface Disclosure {
  readonly format: typeof DISCLOSURE_FORMAT;
  readonly checkpoint: string;
  readonly entry: Entry;
  readonly proof: readonly string[];
  /** Fields of the entry. */
  readonly openings: readonly Opening[];
  /** Leaves of the frozen input, where the entry is a freeze. */
  readonly leaves: readonly (Opening & { readonly index: number; readonly proof: readonly string[] })[];
}

/**
 * The values of some fields of one entry, of all when no paths are given.
 * @throws {MeritError} E_NUM_RANGE, E_REF_UNKNOWN for a field the entry does not have, E_ERASED for one whose value is gone, E_KEY
 */
export async function disclose(trail: Trail, { entry: index, paths }: { readonly entry: number; readonly paths?: readonly string[] }): Promise<Disclosure> {
  const entry = await trail.entry(index);
  const fields = fieldsOf(entry.kind);
  const wrong = paths?.findIndex((path) => !fields.includes(path)) ?? -1;
  if (wrong >= 0) throw new MeritError('E_REF_UNKNOWN', `an entry of the kind ${entry.kind} has ${fields.length === 0 ? 'no fields' : `the fields ${fields.join(' ')}`}`, { path: `/paths/${wrong}` });
  const rows = new Map((await trail.store.vault.rows({ entry: entry.id })).map((row) => [row.path, row]));
  const openings = fields.filter((path) => paths?.includes(path) ?? true).map((path): Opening => {
    const row = rows.get(path);
    if (!row) throw new MeritError('E_ERASED', 'the value of this field was erased', { path: `/${index}/fields${path}` });
    return { path, salt: row.salt, value: JSON.parse(row.value) as unknown };
  });
  return { ...(await proven(trail, entry)), openings, leaves: [] };
}

/**
 * Everything that the frozen input of a round says of one person alone, each value with its proof. Where something is not known the leaf says null.
 * O(leaves of the round).
 * @throws {MeritError} E_STATE for a round without a frozen input; E_ERASED for somebody whose key is gone or who was not in it; E_KEY
 */
export async function disclosePerson(trail: Trail, round: string, person: string): Promise<Disclosure> {
  const { freeze } = trail.state(round);
  if (!freeze) throw new MeritError('E_STATE', 'the input of this round was never frozen');
  const entry = await trail.entry(freeze.index);
  const kept = await readInput(trail.store, entry.id);
  const key = kept.keys.people.get(person);
  const values = await valuesAbout(trail.store, entry.id, person);
  if (key === undefined || !values) throw new MeritError('E_ERASED', 'the person was erased from this input, or was not in it');
  const tree = new Tree();
  for (const [, commitment] of kept.leaves) tree.append(leafHash(bytesOf(commitment)));
  const at = `/people/${pseudonymOf(key)}/`;
  const leaves = kept.leaves.flatMap(([path], index) => {
    if (!path.startsWith(at) && !values.has(path)) return [];
    const proof = inclusionProof(index, tree.size, (level, k) => tree.hash(level, k)).map(toBase64);
    return [{ index, path, salt: saltAt(path, [key]), value: values.get(path) ?? null, proof }];
  });
  return { ...(await proven(trail, entry)), openings: [], leaves };
}

async function proven(trail: Trail, entry: Entry): Promise<Pick<Disclosure, 'format' | 'checkpoint' | 'entry' | 'proof'>> {
  const checkpoint = await trail.lastCheckpoint(entry.index);
  return { format: DISCLOSURE_FORMAT, checkpoint, entry, proof: (await trail.inclusion(entry.index, checkpoint)).map(toBase64) };
}
