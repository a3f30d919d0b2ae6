import { expect } from 'vitest';
import { compareCheckpoints, consistencyProof, formatVerifierKey, leafHash, memoryWitnessState, openCheckpoint, rootOf, signCheckpoint, signerOf, Tree, Witness, type HashReader, type WitnessState } from '../../src/trail/index.js';

export const LOG = signerOf(new Uint8Array(32).fill(1), 'example.org/log');
export const KEY = formatVerifierKey(LOG);
const WITNESS = signerOf(new Uint8Array(32).fill(2), 'inspectorate');
export const LENGTH = 70;

/** A log of 70 entries that says something else from entry `from` on. */
export function branch(from: number, word: string): Tree {
  const tree = new Tree();
  for (let k = 0; k < LENGTH; k++) tree.append(leafHash(k < from ? `entry ${k}` : `${word} ${k}`));
  return tree;
}
export const reader = (tree: Tree): HashReader => (level, index) => tree.hash(level, index);
const notes = new Map<string, Promise<string>>();
export const head = (tree: Tree, name: string, size: number): Promise<string> => {
  const key = `${name} ${size}`;
  if (!notes.has(key)) notes.set(key, signCheckpoint({ origin: LOG.name, size, root: rootOf(size, reader(tree)) }, LOG));
  return notes.get(key)!;
};
export const witness = (state: WitnessState): Witness => new Witness({ signer: WITNESS, logs: [KEY], state, clock: () => 1_800_000_000 });
export const refused = async (run: Promise<unknown>): Promise<string> => run.then(() => 'taken', (error: { code?: string }) => error.code ?? 'no MeritError');

export const truth = branch(LENGTH, 'never');

/** Two logs that part after entry `from`: whoever compares their heads holds the evidence, a witness signs one of them only. */
export async function forkIsFound(from: number): Promise<void> {
  const court = await head(truth, 'truth', LENGTH);
  const false_ = branch(from, 'false');
  const ministry = await head(false_, `false ${from}`, from + 1);
  // of the same size the two heads alone are enough
  const same = await head(truth, 'truth', from + 1);
  expect(await compareCheckpoints(same, ministry, [KEY])).toEqual({ outcome: 'fork', code: 'E_LOG_FORK', evidence: [same, ministry] });
  // else either log shows it, and no proof makes one of them continue the other
  expect(await compareCheckpoints(ministry, court, [KEY], reader(truth))).toEqual({ outcome: 'fork', code: 'E_LOG_FORK', evidence: [ministry, court] });
  expect(await compareCheckpoints(ministry, court, [KEY], consistencyProof(from + 1, LENGTH, reader(truth)))).toEqual({ outcome: 'unproven', reason: 'proof-fails' });
  expect(await compareCheckpoints(ministry, court, [KEY])).toEqual({ outcome: 'unproven', reason: 'no-proof' });
  for (const note of [ministry, court]) expect(openCheckpoint(note, [KEY]).checkpoint.origin).toBe(LOG.name); // both signed: anybody can check the evidence

  const own = witness(memoryWitnessState());
  await own.cosign(same, []);
  expect(await refused(own.cosign(ministry, []))).toBe('E_LOG_FORK');
  const later = await head(false_, `false ${from}`, LENGTH);
  for (const proof of [[], consistencyProof(from + 1, LENGTH, reader(false_)), consistencyProof(from + 1, LENGTH, reader(truth))]) expect(await refused(own.cosign(later, proof))).toBe('E_PROOF');
  expect(await own.held(LOG.name)).toBe(same);
}
