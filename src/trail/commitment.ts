import { canonicalJson, concatBytes, hex, lengthPrefixed, sha256, utf8 } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';

/** So many random bytes from a generator that nobody can predict. */
export type RandomBytes = (length: number) => Uint8Array;

/** What opens a commitment. */
export interface Opening {
  /** A JSON Pointer. */
  readonly path: string;
  /** 64 lower-case hex digits. */
  readonly salt: string;
  readonly value: unknown;
}

const COMMITMENT = Uint8Array.of(2);

/** The random bytes of the runtime. */
export const systemRandom: RandomBytes = (length) => globalThis.crypto.getRandomValues(new Uint8Array(length));

/**
 * 32 random bytes as hex: a salt, a key, a nonce.
 * @throws {MeritError} E_KEY where the generator gives too few bytes or only zeros: with those everybody could open what was committed
 */
export function randomHex(random: RandomBytes): string {
  const bytes = random(32);
  if (bytes.length !== 32 || bytes.every((b) => b === 0)) throw new MeritError('E_KEY', 'the random generator did not give 32 random bytes');
  return hex(bytes);
}

/** The commitment of a value at a path under a salt: 64 hex digits that tell nothing without the salt. docs/formats.md section 10.1. */
export function commitmentOf({ path, salt, value }: Opening): string {
  return hex(sha256(concatBytes(COMMITMENT, lengthPrefixed(salt), lengthPrefixed(path), utf8(canonicalJson(value)))));
}
