import { hex, sha256, utf8 } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { fromBase64, toBase64 } from './base64.js';
import { parseCheckpoint } from './checkpoint.js';
import { HASH_BYTES } from './merkle.js';
import { parseNote } from './note.js';

/** A time stamp by somebody else over a checkpoint, kept as the file that came: RFC 3161 (`.tsr`) or OpenTimestamps (`.ots`). */
export interface Attachment {
  readonly kind: 'rfc3161' | 'opentimestamps';
  /** 64 hex digits: the digest of the checkpoint it speaks of, {@link timestampDigest}. */
  readonly sha256: string;
  /** The file, in base64. */
  readonly bytes: string;
}

/** Bytes of an attached file, at most. */
export const ATTACHMENT_BYTES = 1_048_576;

/** What is said about an attachment: whom it speaks of was compared, what the file proves must be checked with the tool of its kind. */
export interface AttachmentVerdict {
  readonly outcome: 'not-checked';
  readonly kind: Attachment['kind'];
  readonly detail: string;
}

/**
 * The 32 bytes to send to a time-stamping authority: SHA-256 of the checkpoint's text, so that signatures may be added later.
 * @throws {MeritError} E_NOTE when it is no note of a checkpoint
 */
export function timestampDigest(note: string): Uint8Array {
  const { text } = parseNote(note);
  parseCheckpoint(text);
  return sha256(utf8(text));
}

/** Makes an attachment of a file. @throws {MeritError} as {@link checkAttachment} */
export function attach(kind: Attachment['kind'], file: Uint8Array, note: string): Attachment {
  if (file.length > ATTACHMENT_BYTES) throw tooLarge();
  const attachment: Attachment = { kind, sha256: hex(timestampDigest(note)), bytes: toBase64(file) };
  checkAttachment(attachment, note);
  return attachment;
}

/**
 * Checks what can be checked without an authority: the size, and that both the attachment and its file name the digest of this checkpoint.
 * The answer is never more than `not-checked`: `openssl ts -verify` or `ots verify` has the last word.
 * @throws {MeritError} E_LIMIT_BYTES; E_FORMAT when it is none or no base64; E_PROOF when it speaks of another checkpoint; E_NOTE
 */
export function checkAttachment(attachment: Attachment, note: string): AttachmentVerdict {
  const { kind } = attachment;
  if (kind !== 'rfc3161' && kind !== 'opentimestamps') throw new MeritError('E_FORMAT', 'an attachment is rfc3161 or opentimestamps', { path: '/kind' });
  if (attachment.bytes.length > (ATTACHMENT_BYTES / 3 + 1) * 4) throw tooLarge();
  const file = fromBase64(attachment.bytes);
  if (!file) throw new MeritError('E_FORMAT', 'the file is no base64', { path: '/bytes' });
  if (file.length > ATTACHMENT_BYTES) throw tooLarge();
  const digest = timestampDigest(note);
  if (attachment.sha256 !== hex(digest)) throw new MeritError('E_PROOF', 'the attachment speaks of another checkpoint', { path: '/sha256' });
  if (!holds(file, digest)) throw new MeritError('E_PROOF', 'the file does not hold the digest of this checkpoint', { path: '/bytes' });
  return { outcome: 'not-checked', kind, detail: `the ${kind} file names this checkpoint; what it proves was not checked` };
}

/** Both kinds of files hold the digest they were asked to stamp as it is. */
function holds(file: Uint8Array, digest: Uint8Array): boolean {
  for (let at = file.indexOf(digest[0]!); at >= 0 && at + HASH_BYTES <= file.length; at = file.indexOf(digest[0]!, at + 1)) {
    if (digest.every((byte, k) => file[at + k] === byte)) return true;
  }
  return false;
}

function tooLarge(): MeritError {
  return new MeritError('E_LIMIT_BYTES', `an attached file has at most ${ATTACHMENT_BYTES} bytes`, { path: '/bytes' });
}
