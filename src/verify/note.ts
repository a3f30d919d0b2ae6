import { digest } from './canonical.js';
import { isSigned, isStrongPoint } from './ed25519.js';

// Signed notes, checkpoints and cosignatures as C2SP writes them (docs/formats.md, section 9).

const utf8 = new TextEncoder();
const LOG = 0x01;
const WITNESS = 0x04;

export const toHex = (bytes: Uint8Array): string => Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The bytes of lower-case hex digits. */
export function fromHex(text: string): Uint8Array {
  const digit = (k: number): number => text.charCodeAt(k) - (text.charCodeAt(k) < 0x40 ? 0x30 : 0x57);
  const bytes = new Uint8Array(text.length / 2);
  for (let k = 0; k < bytes.length; k++) bytes[k] = 16 * digit(2 * k) + digit(2 * k + 1);
  return bytes;
}

/** Whether lower-case hex digits are those of some bytes. */
export function isHex(text: string, bytes: Uint8Array): boolean {
  if (text.length !== 2 * bytes.length) return false;
  for (let k = 0; k < bytes.length; k++) if (DIGITS.charCodeAt(bytes[k]! >> 4) !== text.charCodeAt(2 * k) || DIGITS.charCodeAt(bytes[k]! & 15) !== text.charCodeAt(2 * k + 1)) return false;
  return true;
}
const DIGITS = '0123456789abcdef';

/** The bytes of base64 in its one canonical spelling, or undefined. */
export function fromBase64(text: string): Uint8Array | undefined {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return undefined;
  const binary = atob(text);
  return btoa(binary) === text ? Uint8Array.from(binary, (unit) => unit.charCodeAt(0)) : undefined;
}

/** A key that notes are signed with. */
export interface Key {
  readonly name: string;
  readonly type: number;
  /** 32 bytes. */
  readonly bytes: Uint8Array;
  /** The 32 bytes as hex: which key it is, whatever its name. */
  readonly identity: string;
  /** The first 4 bytes of its hash, as hex: how a signature names it. */
  readonly id: string;
}

/** Not empty, without a plus, a control character below U+0020, white space or half a surrogate pair. */
 
const isName = (name: string): boolean => name !== '' && !/[\u0000-\u001f+\p{White_Space}\p{Cs}]/u.test(name);
const EMPTY_ROOT = toHex(digest());

/** A verifier key `name+hash+base64` of one of the types, or undefined if it is malformed or weak. */
function readKey(text: string, type: number, isStrong = isStrongPoint): Key | undefined {
  const match = /^([^+]+)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text);
  const blob = match && text.length <= 1024 && isName(match[1]!) ? fromBase64(match[3]!) : undefined;
  if (blob?.length !== 33 || blob[0] !== type) return undefined;
  const bytes = blob.slice(1);
  const id = toHex(digest(match![1]!, Uint8Array.of(0x0a), blob).subarray(0, 4));
  return id === match![2] && isStrong(bytes) ? { name: match![1]!, type, bytes, identity: toHex(bytes), id } : undefined;
}

export const readLogKey = (text: string): Key | undefined => readKey(text, LOG);
/** A key that was read before: its point is not looked at again. */
export const knownLogKey = (text: string): Key => readKey(text, LOG, () => true)!;
export const readWitnessKey = (text: string): Key | undefined => readKey(text, WITNESS);

export interface Checkpoint {
  readonly origin: string;
  readonly size: number;
  /** 32 bytes. */
  readonly root: Uint8Array;
  /** What was signed. */
  readonly text: string;
  readonly signatures: readonly { readonly name: string; readonly id: string; readonly bytes: Uint8Array }[];
}

const MOST_SIGNATURES = 100;
const MOST_BYTES = 1_000_000;

/** The checkpoint that a signed note carries, or undefined if it is malformed. Says nothing about its signatures. */
export function readCheckpoint(note: string): Checkpoint | undefined {
   
  if (note.length > MOST_BYTES || utf8.encode(note).length > MOST_BYTES || /[\u0000-\u0009\u000b-\u001f]|\p{Cs}/u.test(note)) return undefined;
  const end = note.lastIndexOf('\n\n');
  if (end < 0 || !note.endsWith('\n') || end + 2 >= note.length) return undefined;
  const text = note.slice(0, end + 1);
  const lines = note.slice(end + 2, -1).split('\n');
  if (lines.length > MOST_SIGNATURES) return undefined;
  const signatures: { name: string; id: string; bytes: Uint8Array }[] = [];
  for (const line of lines) {
    const match = /^\u2014 ([^ ]+) ([^ ]+)$/u.exec(line);
    const blob = match && isName(match[1]!) ? fromBase64(match[2]!) : undefined;
    if (!blob || blob.length < 5) return undefined;
    signatures.push({ name: match![1]!, id: toHex(blob.subarray(0, 4)), bytes: blob.slice(4) });
  }
  const [origin, size, hash, ...extensions] = text.slice(0, -1).split('\n');
  const root = hash === undefined ? undefined : fromBase64(hash);
  if (!origin || !/^(?:0|[1-9]\d{0,15})$/.test(size!) || !Number.isSafeInteger(Number(size)) || root?.length !== 32 || extensions.includes('')) return undefined;
  if (size === '0' && toHex(root) !== EMPTY_ROOT) return undefined;
  return { origin, size: Number(size), root, text, signatures };
}

export type Signing = 'valid' | 'wrong' | 'absent';

const of = ({ signatures }: Checkpoint, key: Key): Checkpoint['signatures'] => signatures.filter(({ name, id }) => name === key.name && id === key.id);

/** Whether a key of a log signed the checkpoint. Of several signatures of one key all must be right. */
export function signing(checkpoint: Checkpoint, key: Key): Signing {
  const signatures = of(checkpoint, key);
  if (signatures.length === 0) return 'absent';
  return signatures.every(({ bytes }) => isSigned(bytes, utf8.encode(checkpoint.text), key.bytes)) ? 'valid' : 'wrong';
}

/** When a witness cosigned the checkpoint, in seconds since 1970, the earliest of his cosignatures; all must be right. */
export function cosigned(checkpoint: Checkpoint, key: Key): number | 'wrong' | 'absent' {
  let earliest = Infinity;
  for (const { bytes } of of(checkpoint, key)) {
    const time = bytes.length === 72 ? new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0) : undefined;
    if (time === undefined || time > BigInt(Number.MAX_SAFE_INTEGER) || !isSigned(bytes.subarray(8), utf8.encode(`cosignature/v1\ntime ${time}\n${checkpoint.text}`), key.bytes)) return 'wrong';
    earliest = Math.min(earliest, Number(time));
  }
  return earliest === Infinity ? 'absent' : earliest;
}
