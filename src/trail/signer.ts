import { concatBytes, hex, sha256, utf8 } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { fromBase64, toBase64 } from './base64.js';
import { isStrictPublicKey, publicKeyOf, signEd25519, verifyEd25519 } from './ed25519.js';

/** Somebody who can sign with Ed25519: a key in memory, node:crypto, WebCrypto, a hardware module. */
export interface Signer {
  /** The name in the note: of a log its origin, without spaces and `+`. */
  readonly name: string;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** The 64 bytes of RFC 8032 over exactly these bytes. */
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** A key pair as bytes, to be kept where nobody else reads. */
export interface KeyRecord {
  /** 32 bytes: the seed of RFC 8032. */
  readonly secretKey: Uint8Array;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
}

/** What a key signs: whole notes (0x01), or as a witness a note with the time at which it was seen (0x04). @see c2sp.org/signed-note */
export type KeyType = 'note' | 'cosignature';

/** What a reader of notes must know of somebody whose signatures he trusts. */
export interface VerifierKey {
  readonly name: string;
  readonly type: KeyType;
  /** 32 bytes. */
  readonly publicKey: Uint8Array;
  /** 8 hex digits: {@link keyId}. */
  readonly id: string;
}

const TYPE_BYTES: Readonly<Record<KeyType, number>> = { note: 0x01, cosignature: 0x04 };

/** A new key pair from the random numbers of the machine. */
export function generateKey(): KeyRecord {
  const secretKey = random32();
  return { secretKey, publicKey: publicKeyOf(secretKey) };
}

function random32(): Uint8Array {
  return globalThis.crypto.getRandomValues(new Uint8Array(32));
}

/** A signer with the secret key in memory. @throws {MeritError} E_KEY for a name or a key that cannot sign */
export function signerOf(secretKey: Uint8Array, name: string): Signer {
  needName(name);
  if (secretKey.length !== 32) throw new MeritError('E_KEY', `a secret key has 32 bytes, not ${secretKey.length}`);
  const key = secretKey.slice(); // the caller may wipe his
  return { name, publicKey: publicKeyOf(key), sign: async (message) => signEd25519(message, key) };
}

/**
 * A signer that lets WebCrypto sign: the private key may be one that cannot be read out.
 * @throws {MeritError} E_KEY unless the pair is of Ed25519 and its public key can be exported
 */
export async function webCryptoSigner(pair: CryptoKeyPairLike, name: string): Promise<Signer> {
  needName(name);
  const { subtle } = globalThis.crypto;
  let publicKey: Uint8Array;
  try {
    publicKey = new Uint8Array(await subtle.exportKey('raw', pair.publicKey as WebCryptoKey));
  } catch {
    throw new MeritError('E_KEY', 'the public key of the pair cannot be exported as raw bytes');
  }
  if (!isStrictPublicKey(publicKey)) throw new MeritError('E_KEY', 'the pair is not one of Ed25519');
  return { name, publicKey, sign: async (message) => new Uint8Array(await subtle.sign('Ed25519', pair.privateKey as WebCryptoKey, message.slice())) };
}

/** The `CryptoKeyPair` of WebCrypto, whichever library of types declares it. */
export interface CryptoKeyPairLike {
  readonly publicKey: object;
  readonly privateKey: object;
}

type WebCryptoKey = Parameters<typeof globalThis.crypto.subtle.exportKey>[1];

/**
 * The signer's signature over `message`, looked at before anybody relies on it: a broken module must not sign what nobody can verify.
 * @throws {MeritError} E_KEY for a name or public key that no reader would take; E_SIGNATURE when it does not verify
 */
export async function signChecked(signer: Signer, message: Uint8Array): Promise<Uint8Array> {
  needName(signer.name);
  if (!isStrictPublicKey(signer.publicKey)) throw new MeritError('E_KEY', 'the public key of the signer is no strict Ed25519 key');
  const signature = await signer.sign(message.slice());
  if (!verifyEd25519(signature, message, signer.publicKey)) throw new MeritError('E_SIGNATURE', 'the signer gave a signature that does not verify under its own public key');
  return signature;
}

/** 8 hex digits: the first 4 bytes of SHA-256(name ‖ 0x0A ‖ type ‖ public key). They find a key, they do not prove it. */
export function keyId(name: string, publicKey: Uint8Array, type: KeyType = 'note'): string {
  return hex(sha256(concatBytes(utf8(name), Uint8Array.of(0x0a, TYPE_BYTES[type]), publicKey)).subarray(0, 4));
}

/**
 * `name+8 hex digits+base64(type ‖ public key)`: what to hand to whoever shall trust the key.
 * @throws {MeritError} E_KEY for a name or key that none may have
 */
export function formatVerifierKey(key: { readonly name: string; readonly publicKey: Uint8Array; readonly type?: KeyType }): string {
  needName(key.name);
  if (!isStrictPublicKey(key.publicKey)) throw new MeritError('E_KEY', 'the public key is no strict Ed25519 key');
  return write(key.name, key.publicKey, key.type ?? 'note');
}

function write(name: string, publicKey: Uint8Array, type: KeyType): string {
  return `${name}+${keyId(name, publicKey, type)}+${toBase64(concatBytes(Uint8Array.of(TYPE_BYTES[type]), publicKey))}`;
}

/** Reads what {@link formatVerifierKey} writes, in that spelling only. @throws {MeritError} E_KEY */
export function parseVerifierKey(text: string): VerifierKey {
  const [, name = '', id = '', body = ''] = /^([^+]*)\+([0-9a-f]{8})\+([A-Za-z0-9+/=]+)$/.exec(text) ?? [];
  const bytes = fromBase64(body);
  const type = bytes?.[0] === TYPE_BYTES.note ? 'note' : bytes?.[0] === TYPE_BYTES.cosignature ? 'cosignature' : undefined;
  if (!bytes || name === '') throw new MeritError('E_KEY', 'a verifier key is written name+8 hex digits+base64');
  if (!type) throw new MeritError('E_KEY', 'the verifier key is of a type that is not known here (01 and 04 are)');
  const publicKey = bytes.slice(1);
  if (!isStrictPublicKey(publicKey)) throw new MeritError('E_KEY', 'the public key is no strict Ed25519 key');
  needName(name);
  if (write(name, publicKey, type) !== text) throw new MeritError('E_KEY', 'the digits of the verifier key do not belong to its name and key');
  return { name, type, publicKey, id };
}

/** The keys of a list that may hold texts, each once. @throws {MeritError} E_KEY, also where name and id are those of two keys */
export function verifierKeys(keys: readonly (string | VerifierKey)[]): VerifierKey[] {
  const known = new Map<string, VerifierKey>();
  for (const given of keys) {
    const key = parseVerifierKey(typeof given === 'string' ? given : write(given.name, given.publicKey, given.type));
    const place = `${key.name}+${key.id}`;
    const before = known.get(place);
    if (before && (before.type !== key.type || hex(before.publicKey) !== hex(key.publicKey))) throw new MeritError('E_KEY', 'two keys have the same name and the same id');
    known.set(place, key);
  }
  return [...known.values()];
}

/** Whether a key may be called so: not empty, no space of Unicode (White_Space), no `+`, no control character below U+0020, no half surrogate. */
export function isKeyName(name: string): boolean {
  return name !== '' && !/[+\u0000-\u001f\p{White_Space}\p{Surrogate}]/u.test(name);
}

function needName(name: string): void {
  if (!isKeyName(name)) throw new MeritError('E_KEY', 'the name of a key is a text without spaces, control characters and +');
}
