import { hmac } from '@noble/hashes/hmac.js';
import { sha256 as nobleSha256 } from '@noble/hashes/sha2.js';
import { concatBytes } from '@noble/hashes/utils.js';
import { writeCanonical, type CanonicalOptions } from './json.js';

export { concatBytes };

const encoder = new TextEncoder();

/** UTF-8 bytes of `text`. A lone surrogate would become U+FFFD without a word: check before, as {@link canonicalJson} does. */
export function utf8(text: string): Uint8Array {
  return encoder.encode(text);
}

/** SHA-256 of bytes, or of the UTF-8 bytes of a text: 32 bytes. @see FIPS 180-4 */
export function sha256(data: Uint8Array | string): Uint8Array {
  return nobleSha256(typeof data === 'string' ? utf8(data) : data);
}

/** SHA-256 as 64 lower-case hex digits. */
export function sha256Hex(data: Uint8Array | string): string {
  return hex(sha256(data));
}

/** HMAC-SHA-256 of `message` under `key`: 32 bytes. @see RFC 2104, FIPS 198-1 */
export function hmacSha256(key: Uint8Array, message: Uint8Array | string): Uint8Array {
  return hmacUnder(key)(message);
}

/** HMAC-SHA-256 under one key for many messages: the key is worked in once, which halves the cost of short messages. */
export function hmacUnder(key: Uint8Array): (message: Uint8Array | string) => Uint8Array {
  const keyed = hmac.create(nobleSha256, key);
  return (message) => keyed.clone().update(typeof message === 'string' ? utf8(message) : message).digest();
}

/** Bytes as lower-case hex digits, two a byte. */
export function hex(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += (byte < 16 ? '0' : '') + byte.toString(16);
  return text;
}

interface RunningHash {
  update(data: Uint8Array): unknown;
  digest(): Uint8Array;
}

interface Runtime {
  readonly process?: { readonly getBuiltinModule?: (id: string) => { createHash(algorithm: string): RunningHash } | undefined };
}

/** A hash that is fed piece by piece. Long documents are worth asking the runtime's own SHA-256 where there is one: 15 MB take it 0.01 s, noble 0.12 s (Node 20.20, 2 shared cores). */
function startSha256(): RunningHash {
  return (globalThis as Runtime).process?.getBuiltinModule?.('node:crypto')?.createHash('sha256') ?? nobleSha256.create();
}

/**
 * `sha256:<64 hex digits>` over the UTF-8 bytes of the format's name, a line feed, and the canonical JSON of `value`: the name
 * keeps documents of two formats with equal content apart. Hashed piece by piece, so the text never stands in memory as a whole.
 * @throws {MeritError} as {@link canonicalJson}
 */
export function hashDocument(format: string, value: unknown, options: CanonicalOptions = {}): string {
  const hash = startSha256();
  hash.update(utf8(`${format}\n`));
  writeCanonical(value, (piece) => hash.update(piece), undefined, options);
  return `sha256:${hex(hash.digest())}`;
}

/** Four bytes, big-endian, with the length of the UTF-8 form of `text`, then that form: no two lists of texts give the same bytes. */
export function lengthPrefixed(text: string): Uint8Array {
  const body = utf8(text);
  const bytes = new Uint8Array(4 + body.length);
  new DataView(bytes.buffer).setUint32(0, body.length, false);
  bytes.set(body, 4);
  return bytes;
}
