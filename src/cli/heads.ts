import { MeritError } from '../errors/index.js';
import { openCheckpoint, parseCheckpoint, parseNote, shortCode, type TrailStore } from '../trail/index.js';

/** How many entries a signed checkpoint covers. */
export function sizeOf(note: string): number {
  return parseCheckpoint(parseNote(note).text).size;
}

/** The short code of a signed checkpoint. */
export function codeOf(note: string): string {
  return shortCode(parseNote(note).text);
}

/** The checkpoint over the most entries that is kept; of several over the same, the last one, which has the cosignatures. @throws {MeritError} E_NOTE where there is none */
export async function lastHead(store: TrailStore): Promise<string> {
  const notes = await store.checkpoints();
  const most = notes.reduce((size, note) => Math.max(size, sizeOf(note)), 0);
  const last = notes.filter((note) => sizeOf(note) === most).at(-1);
  if (last === undefined) throw new MeritError('E_NOTE', 'no checkpoint has been signed yet\nMaybe meritra trail checkpoint was meant.');
  return last;
}

/** Keeps a checkpoint that this log signed, with the cosignatures it was given since. @throws {MeritError} E_LOG_FORK for one it did not sign */
export async function keepCosigned(store: TrailStore, note: string, keys: readonly string[]): Promise<string> {
  const { text, checkpoint } = openCheckpoint(note, keys);
  if (!(await store.checkpoints()).some((kept) => parseNote(kept).text === text)) throw new MeritError('E_LOG_FORK', 'this log has signed no such checkpoint');
  await store.keepCheckpoint(checkpoint.size, note);
  return note;
}
