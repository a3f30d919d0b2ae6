import { MeritError } from '../errors/index.js';
import { openCheckpoint, type OpenedCheckpoint } from './checkpoint.js';
import { checkConsistency, rootOfAsync, sameBytes, type AsyncHashReader, type HashReader } from './merkle.js';
import type { VerifierKey } from './signer.js';

/** How two signed checkpoints of one log stand to each other. */
export type Comparison =
  | { readonly outcome: 'same'; readonly size: number }
  /** The longer log begins with the shorter one: nothing between them was changed, moved or dropped. */
  | { readonly outcome: 'extends'; readonly shorter: number; readonly longer: number }
  /** Two heads that no one log can have. The two notes, both signed, are the evidence: anybody can check them. */
  | { readonly outcome: 'fork'; readonly code: 'E_LOG_FORK'; readonly evidence: readonly [string, string] }
  /** Neither shown to agree nor to contradict each other. */
  | { readonly outcome: 'unproven'; readonly reason: 'no-proof' | 'proof-fails' | 'log-differs' };

/**
 * Compares two signed checkpoints, as those who keep copies do with each other.
 *
 * Of the same size they agree or fork. Else it takes a consistency proof, or the log itself (its reader of hashes): where the log leads
 * to the longer head, its beginning tells whether the shorter head is one of it. A proof that fails proves nothing, so it is no fork.
 * @param proof - from the smaller size to the larger, or what reads the hashes of the log.
 * @throws {MeritError} E_NOTE, E_KEY, E_SIGNATURE as `openCheckpoint`; E_NOTE when they are of different logs
 */
export async function compareCheckpoints(
  a: string,
  b: string,
  keys: readonly (string | VerifierKey)[],
  proof?: readonly Uint8Array[] | HashReader | AsyncHashReader,
): Promise<Comparison> {
  const [first, second] = [openCheckpoint(a, keys), openCheckpoint(b, keys)];
  if (first.checkpoint.origin !== second.checkpoint.origin) throw new MeritError('E_NOTE', 'the two checkpoints are of different logs', { path: 'note:1', line: 1 });
  return relate({ ...first, note: a }, { ...second, note: b }, proof);
}

type Head = OpenedCheckpoint & { readonly note: string };

async function relate(a: Head, b: Head, proof?: readonly Uint8Array[] | HashReader | AsyncHashReader): Promise<Comparison> {
  const fork: Comparison = { outcome: 'fork', code: 'E_LOG_FORK', evidence: [a.note, b.note] };
  if (a.checkpoint.size === b.checkpoint.size) return sameBytes(a.checkpoint.root, b.checkpoint.root) ? { outcome: 'same', size: a.checkpoint.size } : fork;
  const [short, long] = a.checkpoint.size < b.checkpoint.size ? [a.checkpoint, b.checkpoint] : [b.checkpoint, a.checkpoint];
  const extends_: Comparison = { outcome: 'extends', shorter: short.size, longer: long.size };
  if (short.size === 0) return extends_; // every log begins with nothing
  if (proof === undefined) return { outcome: 'unproven', reason: 'no-proof' };
  if (typeof proof !== 'function') {
    return checkConsistency(short.size, long.size, short.root, long.root, proof) ? extends_ : { outcome: 'unproven', reason: 'proof-fails' };
  }
  const read: AsyncHashReader = async (level, index) => proof(level, index);
  try {
    if (!sameBytes(await rootOfAsync(long.size, read), long.root)) return { outcome: 'unproven', reason: 'log-differs' };
  } catch (error) {
    if (error instanceof MeritError && error.code === 'E_NUM_RANGE') return { outcome: 'unproven', reason: 'log-differs' }; // the log is shorter
    throw error;
  }
  return sameBytes(await rootOfAsync(short.size, read), short.root) ? extends_ : fork;
}
