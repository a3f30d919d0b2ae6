import { hashes, Point, verify } from '@noble/ed25519';
import { sha512 } from '@noble/hashes/sha2.js';

/** True for the 32 bytes of a point in its one canonical spelling, of prime order: neither small nor with a torsion part. */
export function isStrongPoint(bytes: Uint8Array): boolean {
  try {
    const point = Point.fromBytes(bytes);
    return !point.isSmallOrder() && point.isTorsionFree();
  } catch {
    return false;
  }
}

/**
 * The one verdict on an Ed25519 signature (docs/formats.md, section 9.3): key and R are strong points, S is below the order of the base point, and
 * S * B = R + k * A as RFC 8032 has it. Verifiers that differ on other keys and signatures never see one. About 2 ms.
 */
export function isSigned(signature: Uint8Array, message: Uint8Array, key: Uint8Array): boolean {
  if (signature.length !== 64 || key.length !== 32 || !isStrongPoint(key) || !isStrongPoint(signature.subarray(0, 32))) return false;
  hashes.sha512 ??= sha512; // the synchronous calls need it; set here, so that importing this file does nothing
  try {
    return verify(signature, message, key, { zip215: false });
  } catch {
    return false;
  }
}
