import { getPublicKey, hashes, Point, sign, verify } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';

/*
 * One verdict on a signature, the same on every engine. Verifiers in the wild disagree on keys and signatures with odd points (783 of 914
 * published edge cases), so a key holder can make a signature that one auditor accepts and another refuses. Here such points are refused
 * before anything else is looked at; what is left no verifier disagrees on. docs/formats.md section 9.3 has it step by step.
 */

/**
 * Whether `signature` is one by `publicKey` over `message`: RFC 8032 with S < L, and A and R both in their only encoding, on the curve,
 * of prime order L. Never throws: 64 bytes and 32 bytes, or false. About 2 ms.
 * @see RFC 8032 section 5.1.7; K. Chalkias, F. Garillot, V. Nikolaenko, "Taming the many EdDSAs", SSR 2020, doi:10.1007/978-3-030-64357-7_4
 */
export function verifyEd25519(signature: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean {
  if (signature.length !== 64 || !isStrictPublicKey(publicKey) || !isStrictPoint(signature.subarray(0, 32))) return false;
  return withSha512(() => verify(signature, message, publicKey, { zip215: false })); // S < L is refused there
}

/** Whether the bytes are a key that may sign here: 32 of them, the only encoding of a point of prime order. */
export function isStrictPublicKey(publicKey: Uint8Array): boolean {
  return publicKey.length === 32 && isStrictPoint(publicKey);
}

/** The public key of a 32-byte secret key (the seed of RFC 8032). */
export function publicKeyOf(secretKey: Uint8Array): Uint8Array {
  return withSha512(() => getPublicKey(secretKey));
}

/** The signature of RFC 8032, 64 bytes; the same for the same key and message. */
export function signEd25519(message: Uint8Array, secretKey: Uint8Array): Uint8Array {
  return withSha512(() => sign(message, secretKey));
}

function isStrictPoint(bytes: Uint8Array): boolean {
  let point: Point;
  try {
    point = Point.fromBytes(bytes, false); // y < p, a square root, and no sign on x = 0
  } catch {
    return false;
  }
  return point.isTorsionFree() && !point.is0(); // [L]P = 0 and P is not 0: neither of small order nor with a part of it
}

/** noble takes SHA-512 from a setting that all users of the module share. It is lent for one synchronous call and then as it was. */
function withSha512<T>(run: () => T): T {
  const before = hashes.sha512;
  hashes.sha512 = sha512;
  try {
    return run();
  } finally {
    hashes.sha512 = before;
  }
}
