import { canonicalJson, hex, sha256Hex } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';

/** So many random bytes, from wherever the caller trusts; by default from the machine. */
export type Random = (bytes: number) => Uint8Array;

/** Random bytes of the machine: CSPRNG of every runtime. */
export const machineRandom: Random = (bytes) => globalThis.crypto.getRandomValues(new Uint8Array(bytes));

/** A field shown: whoever has it recomputes the commitment. */
export interface Opening {
  readonly path: string;
  readonly salt: string;
  readonly value: unknown;
}

/**
 * `bytes` random bytes as hex digits.
 * @throws {MeritError} E_KEY for a source that gives another number of bytes, or nothing but zeros: a salt that can be guessed hides nothing
 */
export function randomHex(random: Random, bytes = 32): string {
  const drawn = random(bytes);
  if (drawn.length !== bytes || drawn.every((b) => b === 0)) throw new MeritError('E_KEY', `the source of random numbers did not give ${bytes} random bytes`);
  return hex(drawn);
}

const encoder = new TextEncoder();
let bytes = new Uint8Array(1024).fill(0x02, 0, 1); // made once: it is written and hashed before anybody else can run

/** Writes four bytes of length and the UTF-8 form of `text` from `at` on. Returns where it ends. */
function writePrefixed(text: string, at: number): number {
  const { written } = encoder.encodeInto(text, bytes.subarray(at + 4));
  for (let k = 0; k < 4; k++) bytes[at + k] = (written >>> (24 - 8 * k)) & 0xff;
  return at + 4 + written;
}

/** The commitment to a value of which the canonical JSON is at hand, 64 hex digits. docs/formats.md section 10.1. */
export function commitText(path: string, salt: string, canonical: string): string {
  const most = 9 + 3 * (salt.length + path.length + canonical.length);
  if (most > bytes.length) bytes = new Uint8Array(2 * most).fill(0x02, 0, 1);
  const body = writePrefixed(path, writePrefixed(salt, 1));
  const { written } = encoder.encodeInto(canonical, bytes.subarray(body));
  return sha256Hex(bytes.subarray(0, body + written));
}

/** The commitment to a value at a path under a salt, 64 hex digits: it binds to the value, and tells nothing of it to whoever has no salt. */
export function commit({ path, salt, value }: Opening): string {
  return commitText(path, salt, canonicalJson(value));
}

/** True if the opening is of this commitment. */
export function opens(opening: Opening, commitment: string): boolean {
  return commit(opening) === commitment;
}

/** A nonce for the lottery: 32 random bytes as hex. Keep it secret until the inputs are frozen, and do not lose it. */
export function tieNonce(random: Random = machineRandom): string {
  return randomHex(random);
}
