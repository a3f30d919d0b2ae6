import { concatBytes, hex, utf8 } from '../canonical/index.js';
import { MeritError, type ErrorCode } from '../errors/index.js';
import { fromBase64, toBase64 } from './base64.js';
import { verifyEd25519 } from './ed25519.js';
import { isKeyName, keyId, signChecked, verifierKeys, type KeyType, type Signer, type VerifierKey } from './signer.js';

/*
 * Signed notes: a text, a blank line, and lines `— name base64(key id ‖ signature)`. Notes of other logs and of witnesses are read too.
 * @see c2sp.org/signed-note, c2sp.org/tlog-cosignature
 */

/** UTF-8 bytes of a note, at most. */
export const NOTE_BYTES = 1_000_000;
/** Signature lines of a note, at most. */
export const NOTE_SIGNATURES = 100;

/** A signature line as it stands, not verified. */
export interface SignatureLine {
  readonly name: string;
  /** 8 hex digits. */
  readonly id: string;
  /** What follows the id. */
  readonly bytes: Uint8Array;
  /** Line of the note, from 1. */
  readonly line: number;
}

/** A note taken apart, not verified. */
export interface ParsedNote {
  /** Ends in a line feed. */
  readonly text: string;
  readonly signatures: readonly SignatureLine[];
}

/** A signature that was found to be by a known key. */
export interface VerifiedSignature {
  readonly key: VerifierKey;
  /** Of a cosignature: seconds since 1970-01-01T00:00:00Z, as its witness says. */
  readonly time?: number;
  readonly line: number;
}

/** A note that at least one known key has signed. */
export interface OpenedNote {
  readonly text: string;
  readonly verified: readonly VerifiedSignature[];
  /** Lines of keys that are not known: nothing is said about them. */
  readonly unknown: readonly SignatureLine[];
}

/**
 * Takes a note apart without looking at a signature.
 * @throws {MeritError} E_NOTE with the path `note:LINE`
 */
export function parseNote(note: string): ParsedNote {
  if (note.length > NOTE_BYTES || utf8(note).length > NOTE_BYTES) throw noteError('E_NOTE', 1, `a note has at most ${NOTE_BYTES} bytes`);
  needText(note);
  const end = note.lastIndexOf('\n\n') + 1;
  if (end === 0) throw noteError('E_NOTE', 1, 'no blank line stands between the text and the signatures');
  const text = note.slice(0, end);
  const rest = note.slice(end + 1);
  const first = text.split('\n').length + 1;
  if (!rest.endsWith('\n')) throw noteError('E_NOTE', first + rest.split('\n').length - 1, 'the last line does not end in a line feed');
  const lines = rest.slice(0, -1).split('\n');
  if (lines.length > NOTE_SIGNATURES) throw noteError('E_NOTE', first + NOTE_SIGNATURES, `a note has at most ${NOTE_SIGNATURES} signatures`);
  return { text, signatures: lines.map((line, k) => parseSignatureLine(line, first + k)) };
}

/**
 * Opens a note for somebody who trusts these keys. Signatures of other keys are passed over and listed; one bad signature of a known
 * key fails the whole note.
 * @throws {MeritError} E_NOTE for a malformed note, E_SIGNATURE for a bad signature of a known key, both with the path `note:LINE`;
 * E_KEY when no known key has signed, or for a key of `keys` that is none
 */
export function openNote(note: string, keys: readonly (string | VerifierKey)[]): OpenedNote {
  const known = new Map(verifierKeys(keys).map((key) => [`${key.name}+${key.id}`, key]));
  const { text, signatures } = parseNote(note);
  const verified: VerifiedSignature[] = [];
  const unknown: SignatureLine[] = [];
  for (const signature of signatures) {
    const key = known.get(`${signature.name}+${signature.id}`);
    if (!key) unknown.push(signature);
    else verified.push(verifyLine(text, signature, key));
  }
  if (verified.length === 0) throw new MeritError('E_KEY', 'no key that is known here has signed the note', { path: 'note' });
  return { text, verified, unknown };
}

/**
 * The note over `text`, signed by each signer in turn.
 * @param text - not empty, ends in a line feed, no other control character.
 * @throws {MeritError} E_NOTE for another text, or for no or too many signers; E_KEY, E_SIGNATURE for a signer that cannot be relied on
 */
export async function signNote(text: string, signers: readonly Signer[]): Promise<string> {
  needText(text);
  if (!text.endsWith('\n')) throw noteError('E_NOTE', text.split('\n').length, 'the text of a note ends in a line feed');
  let note = `${text}\n`;
  for (const signer of signers) note += signatureLine(signer, 'note', await signChecked(signer, utf8(text)));
  parseNote(note);
  return note;
}

/** The line by which a witness says that he saw this text at this time. @throws {MeritError} as {@link signNote}; E_NUM_RANGE for the time */
export async function cosignatureLine(text: string, signer: Signer, time: number): Promise<string> {
  if (!Number.isSafeInteger(time) || time < 0) throw new MeritError('E_NUM_RANGE', 'the time of a cosignature is a whole number of seconds from 0 to 2^53 - 1');
  const signature = await signChecked(signer, cosignedMessage(text, time));
  const stamp = new Uint8Array(8);
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time));
  return signatureLine(signer, 'cosignature', concatBytes(stamp, signature));
}

function signatureLine(signer: Signer, type: KeyType, bytes: Uint8Array): string {
  const id = Uint8Array.from(keyId(signer.name, signer.publicKey, type).match(/../g)!, (byte) => parseInt(byte, 16));
  return `— ${signer.name} ${toBase64(concatBytes(id, bytes))}\n`;
}

function cosignedMessage(text: string, time: number): Uint8Array {
  return utf8(`cosignature/v1\ntime ${time}\n${text}`);
}

function parseSignatureLine(line: string, at: number): SignatureLine {
  const [, name = '', body = ''] = /^\u2014 ([^ ]+) ([A-Za-z0-9+/=]+)$/.exec(line) ?? [];
  const bytes = fromBase64(body);
  if (!isKeyName(name) || !bytes || bytes.length < 5) throw noteError('E_NOTE', at, 'a signature is written: em dash, space, name, space, base64 of 4 bytes and more');
  return { name, id: hex(bytes.subarray(0, 4)), bytes: bytes.slice(4), line: at };
}

function verifyLine(text: string, { bytes, line }: SignatureLine, key: VerifierKey): VerifiedSignature {
  if (key.type === 'note') {
    if (!verifyEd25519(bytes, utf8(text), key.publicKey)) throw noteError('E_SIGNATURE', line, 'the signature of a known key is not valid');
    return { key, line };
  }
  const time = bytes.length === 72 ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0) : -1n;
  if (time < 0n || time > BigInt(Number.MAX_SAFE_INTEGER) || !verifyEd25519(bytes.subarray(8), cosignedMessage(text, Number(time)), key.publicKey)) {
    throw noteError('E_SIGNATURE', line, 'the cosignature of a known key is not valid');
  }
  return { key, time: Number(time), line };
}

/** Refuses what no note may hold: control characters but the line feed, and half surrogates, which no UTF-8 can write. */
function needText(text: string): void {
  const wrong = /[\u0000-\u0009\u000b-\u001f]|\p{Surrogate}/u.exec(text);
  if (wrong) throw noteError('E_NOTE', text.slice(0, wrong.index).split('\n').length, 'a note holds no control character but line feeds, and no half surrogate');
}

/** An error in line `line` of a note, from 1. */
export function noteError(code: ErrorCode, line: number, message: string): MeritError {
  return new MeritError(code, message, { path: `note:${line}`, line });
}
