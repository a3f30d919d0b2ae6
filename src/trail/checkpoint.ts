import { MeritError } from '../errors/index.js';
import { fromBase64, toBase64 } from './base64.js';
import { EMPTY_ROOT, HASH_BYTES, sameBytes } from './merkle.js';
import { noteError, openNote, signNote, type OpenedNote } from './note.js';
import type { Signer, VerifierKey } from './signer.js';

/** The head of a log: which log, how many entries, the root over them. @see c2sp.org/tlog-checkpoint */
export interface Checkpoint {
  /** Names the log; also the name of its key. */
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** Further lines, opaque and signed. The trail writes none. */
  readonly extensions?: readonly string[];
}

/** A checkpoint whose log has signed it. */
export interface OpenedCheckpoint extends OpenedNote {
  readonly checkpoint: Checkpoint;
}

/** The text that is signed: three lines and the extensions, each ended by a line feed. @throws {MeritError} E_NOTE for what cannot be written */
export function formatCheckpoint(checkpoint: Checkpoint): string {
  const text = render(checkpoint);
  parseCheckpoint(text);
  return text;
}

/**
 * Reads the text of a checkpoint, in its one spelling: what would be written otherwise is refused.
 * @throws {MeritError} E_NOTE with the path `note:LINE`
 */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = '', size = '', root = '', ...extensions] = text.split('\n');
  const end = extensions.pop();
  if (end !== '') throw noteError('E_NOTE', text.split('\n').length, 'a checkpoint has three lines or more, and the last ends in a line feed');
  if (origin === '') throw noteError('E_NOTE', 1, 'the origin is empty');
  if (!/^(0|[1-9][0-9]{0,15})$/.test(size) || !Number.isSafeInteger(Number(size))) throw noteError('E_NOTE', 2, 'the size is a decimal number without leading zeros, at most 2^53 - 1');
  const bytes = fromBase64(root);
  if (bytes?.length !== HASH_BYTES) throw noteError('E_NOTE', 3, `the root is the base64 of ${HASH_BYTES} bytes`);
  if (size === '0' && !sameBytes(bytes, EMPTY_ROOT)) throw noteError('E_NOTE', 3, 'the root of an empty log is the hash of nothing');
  const empty = extensions.indexOf('');
  if (empty >= 0) throw noteError('E_NOTE', 4 + empty, 'a line of the checkpoint is empty');
  const checkpoint: Checkpoint = { origin, size: Number(size), root: bytes, ...(extensions.length > 0 && { extensions }) };
  if (/[\u0000-\u0009\u000b-\u001f]|\p{Surrogate}/u.test(text) || render(checkpoint) !== text) throw noteError('E_NOTE', 1, 'the checkpoint is not written as it would be written here');
  return checkpoint;
}

function render({ origin, size, root, extensions = [] }: Checkpoint): string {
  return [origin, size, toBase64(root), ...extensions].map((line) => `${line}\n`).join('');
}

/**
 * The note of a checkpoint, signed by its log.
 * @throws {MeritError} E_KEY when the signer does not bear the log's name; E_NOTE, E_SIGNATURE as `signNote`
 */
export async function signCheckpoint(checkpoint: Checkpoint, signer: Signer): Promise<string> {
  if (signer.name !== checkpoint.origin) throw new MeritError('E_KEY', 'a checkpoint is signed by the key that bears the name of its log');
  return signNote(formatCheckpoint(checkpoint), [signer]);
}

/**
 * The checkpoint of a note for somebody who trusts these keys. A known key of the log itself must have signed: its name is the origin
 * and it signs notes. Cosignatures of known witnesses are verified too; they do not stand in for the log.
 * @throws {MeritError} E_NOTE, E_SIGNATURE with the path `note:LINE`; E_KEY when no known key of this log has signed
 */
export function openCheckpoint(note: string, keys: readonly (string | VerifierKey)[]): OpenedCheckpoint {
  const opened = openNote(note, keys);
  const checkpoint = parseCheckpoint(opened.text);
  if (!opened.verified.some(({ key }) => key.type === 'note' && key.name === checkpoint.origin)) throw new MeritError('E_KEY', 'no known key of this log has signed the checkpoint', { path: 'note' });
  return { ...opened, checkpoint };
}
