import { concatBytes, lengthPrefixed, sha256Hex, utf8 } from '../canonical/index.js';

/** Domain tag of a commitment to a nonce. */
const TAG = 'meritra/tie-commitment/0';
const NONCE = /^[0-9a-f]{32,128}$/;

/** True for 32 to 128 lower-case hex digits. */
export function isNonce(text: string): boolean {
  return NONCE.test(text);
}

/**
 * What a party hands over before names are opened, `sha256:` and 64 hex digits: it binds to the nonce and tells nothing of it. The
 * name of the party is in it, so nobody can hand over the commitment of another. docs/formats.md section 5.2.
 */
export function tieCommitment(party: string, nonce: string): string {
  return `sha256:${sha256Hex(concatBytes(utf8(TAG), lengthPrefixed(party), lengthPrefixed(nonce)))}`;
}
