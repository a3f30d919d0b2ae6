import * as noble from '@noble/ed25519';
import { createHash, createPrivateKey, generateKeyPairSync, sign, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isStrictPublicKey, publicKeyOf, signEd25519, verifyEd25519 } from '../../src/trail/ed25519.js';
import { verdict } from '../reference/ed25519.js';

const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));
const rows = <T>(name: string): T[] => JSON.parse(readFileSync(new URL(`../vectors/ed25519/${name}`, import.meta.url), 'utf8'));
const wycheproof = rows<[id: number, result: string, key: string, message: string, signature: string, comment: string]>('wycheproof.json');
const edge = rows<[number: number, key: string, signature: string, message: string, flags: readonly string[]]>('edge.json');

const onWycheproof = wycheproof.map(([, , key, message, signature]) => verifyEd25519(hex(signature), hex(message), hex(key)));
const onEdge = edge.map(([, key, signature, message]) => verifyEd25519(hex(signature), Buffer.from(message), hex(key)));

describe('the verdict on a signature', () => {
  it('is the published one on all 151 tests of Wycheproof', () => {
    expect(wycheproof).toHaveLength(151);
    expect(wycheproof.filter(([, result], k) => onWycheproof[k] !== (result === 'valid'))).toEqual([]);
  });

  it('is no on every one of 457 edge cases with a point that is not canonical, of small order or with a part of it', () => {
    expect(edge).toHaveLength(457);
    expect(edge.filter(([, , , , flags]) => !flags.some((flag) => /^(low_order_|non_canonical_)/.test(flag)))).toEqual([]); // that is all of them
    expect(edge.filter((_, k) => onEdge[k])).toEqual([]);
  });

  it('is one list on every engine', () => {
    const list = [...onWycheproof, ...onEdge].map(Number).join('');
    const summary = `${list.length} verdicts, ${list.replaceAll('0', '').length} yes, sha256 ${createHash('sha256').update(list).digest('hex')}`;
    console.log(summary); // to compare with other runtimes
    expect(summary).toBe('608 verdicts, 88 yes, sha256 f5afd2c099397f1ac8e9448e64f5cfa60bf14b8e14f62f68a78719ca9173ec7e');
  });

  it('is that of section 9.3 of docs/formats.md, written out plainly', () => {
    for (const [k, [, , key, message, signature]] of wycheproof.entries()) if (k % 16 === 0) expect(verdict(hex(signature), hex(message), hex(key))).toBe(onWycheproof[k]);
    for (const [k, [, key, signature, message]] of edge.entries()) if (k % 8 === 0) expect(verdict(hex(signature), Buffer.from(message), hex(key))).toBe(onEdge[k]);
  });

  it('is yes on the signatures of OpenSSL, which says yes to ours', () => {
    for (let k = 0; k < 30; k++) {
      const { privateKey, publicKey } = generateKeyPairSync('ed25519');
      const message = Buffer.from(`message ${k}`);
      const secret = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32));
      const key = publicKeyOf(secret);
      expect(key).toEqual(new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)));
      const signature = signEd25519(message, secret);
      expect(signature).toEqual(new Uint8Array(sign(null, message, privateKey)));
      expect(verifyEd25519(signature, message, key)).toBe(true);
      expect(verify(null, message, publicKey, signature)).toBe(true);
    }
  });

  it('is no when any bit of signature, message or key is another', () => {
    const secret = new Uint8Array(32).fill(7);
    const [message, key] = [Uint8Array.of(1, 2, 3), publicKeyOf(secret)];
    const signature = signEd25519(message, secret);
    expect(verifyEd25519(signature, message, key)).toBe(true);
    for (let bit = 0; bit < 512; bit += 7) expect(verifyEd25519(flip(signature, bit), message, key)).toBe(false);
    for (let bit = 0; bit < 24; bit++) expect(verifyEd25519(signature, flip(message, bit), key)).toBe(false);
    for (let bit = 0; bit < 256; bit += 5) expect(verifyEd25519(signature, message, flip(key, bit))).toBe(false);
  });

  it('is no, without an error, on bytes of another length', () => {
    for (const length of [0, 1, 31, 33, 63, 65, 128]) {
      expect(verifyEd25519(new Uint8Array(length), new Uint8Array(0), publicKeyOf(new Uint8Array(32)))).toBe(false);
      if (length !== 32) expect(verifyEd25519(new Uint8Array(64), new Uint8Array(0), new Uint8Array(length))).toBe(false);
      expect(isStrictPublicKey(new Uint8Array(length))).toBe(false);
    }
  });
});

describe('a public key', () => {
  it('is strict unless a published case says that its point is odd', () => {
    for (const [k, [, key, , , flags]] of edge.entries()) if (k % 3 === 0) expect(isStrictPublicKey(hex(key))).toBe(!flags.some((flag) => /^(low_order(_component)?|non_canonical)_A$/.test(flag)));
    expect(isStrictPublicKey(publicKeyOf(new Uint8Array(32)))).toBe(true);
  });

  it('is the one of RFC 8032 section 7.1', () => {
    const secret = hex('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
    expect(Buffer.from(publicKeyOf(secret)).toString('hex')).toBe('d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a');
    expect(createPrivateKey({ key: Buffer.concat([hex('302e020100300506032b657004220420'), secret]), format: 'der', type: 'pkcs8' }).asymmetricKeyType).toBe('ed25519');
  });
});

it('the setting of the package that signs is left as others have made it', () => {
  const theirs = (message: Uint8Array): Uint8Array => createHash('sha512').update(message).digest();
  const before = noble.hashes.sha512;
  try {
    for (const setting of [undefined, theirs as typeof before]) {
      noble.hashes.sha512 = setting;
      const signature = signEd25519(Uint8Array.of(1), new Uint8Array(32));
      expect(verifyEd25519(signature, Uint8Array.of(1), publicKeyOf(new Uint8Array(32)))).toBe(true);
      expect(() => signEd25519(Uint8Array.of(1), new Uint8Array(31))).toThrow();
      expect(noble.hashes.sha512).toBe(setting);
    }
  } finally {
    noble.hashes.sha512 = before;
  }
});

function flip(bytes: Uint8Array, bit: number): Uint8Array {
  const copy = bytes.slice();
  copy[bit >> 3]! ^= 1 << (bit & 7);
  return copy;
}
