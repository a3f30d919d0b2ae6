import { MeritError } from '../errors/index.js';
import { fromBase64, toBase64 } from './base64.js';
import { openCheckpoint, type OpenedCheckpoint } from './checkpoint.js';
import { checkInclusion, HASH_BYTES, leafHash } from './merkle.js';
import { parseNote } from './note.js';
import type { VerifierKey } from './signer.js';

/** What shows, without the log, that an entry stands in it. @see c2sp.org/tlog-proof */
export interface ProofText {
  /** The number of the entry, from 0. */
  readonly index: number;
  /** From the leaf upwards, at most 63 hashes. */
  readonly proof: readonly Uint8Array[];
  /** The signed note of the checkpoint, as it is. */
  readonly note: string;
  /** Bytes that nobody has signed: context, never to be relied on. */
  readonly extra?: Uint8Array;
}

/** An entry that was shown to stand in the log. */
export interface ProvenEntry extends OpenedCheckpoint {
  readonly index: number;
}

const HEADER = 'c2sp.org/tlog-proof@v1';
const HASHES = 63;

/** The text of a proof. File names end in `.tlog-proof`. @throws {MeritError} E_PROOF, E_NOTE for what {@link parseProof} would refuse */
export function formatProof(proof: ProofText): string {
  const text = render(proof);
  parseProof(text);
  return text;
}

function render({ index, proof, note, extra }: ProofText): string {
  const lines = [HEADER, ...(extra ? [`extra ${toBase64(extra)}`] : []), `index ${index}`, ...proof.map(toBase64)];
  return `${lines.join('\n')}\n\n${note}`;
}

/**
 * Takes a proof apart, in its one spelling; nothing is verified.
 * @throws {MeritError} E_PROOF with the path `proof:LINE`; E_NOTE with the path `note:LINE` for the checkpoint in it
 */
export function parseProof(text: string): ProofText {
  const end = text.indexOf('\n\n');
  const lines = text.slice(0, Math.max(end, 0)).split('\n');
  let at = 0;
  const wrong = (message: string): MeritError => new MeritError('E_PROOF', message, { path: `proof:${at + 1}`, line: at + 1 });
  if (end < 0 || lines[at] !== HEADER) throw wrong(`a proof begins with ${HEADER} and a blank line stands before its checkpoint`);
  const [, extraText] = /^extra ([A-Za-z0-9+/=]*)$/.exec(lines[++at] ?? '') ?? [];
  const extra = extraText === undefined ? undefined : fromBase64(extraText);
  if (extraText !== undefined && !extra) throw wrong('what is extra is no base64');
  if (extra) at++;
  const [, digits] = /^index (0|[1-9][0-9]{0,15})$/.exec(lines[at] ?? '') ?? [];
  const index = Number(digits);
  if (!Number.isSafeInteger(index)) throw wrong('the index is a decimal number without leading zeros, at most 2^53 - 1');
  const proof: Uint8Array[] = [];
  for (at++; at < lines.length; at++) {
    const hash = fromBase64(lines[at]!);
    if (hash?.length !== HASH_BYTES) throw wrong(`a line of the proof is the base64 of ${HASH_BYTES} bytes`);
    if (proof.push(hash) > HASHES) throw wrong(`a proof has at most ${HASHES} hashes`);
  }
  const note = text.slice(end + 2);
  parseNote(note);
  return { index, proof, note, ...(extra && { extra }) };
}

/**
 * What a proof shows of an entry, for somebody who trusts these keys: that the entry with exactly these bytes has this number in the log
 * whose checkpoint is inside. Whether enough witnesses have cosigned that checkpoint is asked with `cosigners`.
 * @param leafData - the canonical JSON of the entry, or its bytes.
 * @throws {MeritError} E_PROOF when it leads elsewhere or is malformed; E_NOTE, E_KEY, E_SIGNATURE for its checkpoint
 */
export function checkProof(text: string, leafData: Uint8Array | string, keys: readonly (string | VerifierKey)[]): ProvenEntry {
  const { index, proof, note } = parseProof(text);
  const opened = openCheckpoint(note, keys);
  const { size, root } = opened.checkpoint;
  if (!checkInclusion(index, size, leafHash(leafData), proof, root)) throw new MeritError('E_PROOF', 'the proof does not lead from this entry to the root of the checkpoint', { path: 'proof' });
  return { ...opened, index };
}
