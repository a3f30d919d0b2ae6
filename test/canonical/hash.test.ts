import { createHash, createHmac } from 'node:crypto';
import fc from 'fast-check';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { canonicalJson, hashDocument, hex, hmacSha256, hmacUnder, lengthPrefixed, pointer, sha256, sha256Hex, unhex, utf8 } from '../../src/canonical/index.js';

// The copies read below found no hash of the runtime: no later test of the same worker (vitest.config.ts: isolate false) is to be given them.
afterEach(() => {
  vi.restoreAllMocks();
  vi.resetModules();
});

describe('sha256', () => {
  it('gives the values of FIPS 180-4 examples', () => {
    expect(sha256Hex('')).toBe('e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855');
    expect(sha256Hex('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
  });
  it('of a text is that of its UTF-8 bytes, and agrees with OpenSSL', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(sha256Hex(text)).toBe(createHash('sha256').update(text, 'utf8').digest('hex'));
      expect(sha256(utf8(text))).toEqual(sha256(text));
    }));
  });
});

describe('sha256 where the runtime has none of its own, as in a browser', () => {
  it('gives the same digits as noble, whatever the message', async () => {
    const hidden = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined);
    vi.resetModules();
    const plain = await import('../../src/canonical/hash.js');
    expect(hidden).toHaveBeenCalled();
    hidden.mockRestore();
    fc.assert(fc.property(fc.oneof(fc.uint8Array({ maxLength: 300 }), fc.string({ unit: 'binary', maxLength: 100 }), fc.constantFrom('\ud800', 'a\udc00b')), fc.uint8Array({ maxLength: 100 }), (message, key) => {
      expect(plain.sha256Hex(message)).toBe(sha256Hex(message));
      expect(plain.sha256(message)).toEqual(sha256(message));
      expect(plain.hmacUnder(key)(message)).toEqual(hmacUnder(key)(message));
    }));
  });
  it('is taken from noble when the runtime answers wrongly', async () => {
    const wrong = vi.spyOn(process, 'getBuiltinModule').mockReturnValue({ hash: () => '00' });
    vi.resetModules();
    const plain = await import('../../src/canonical/hash.js');
    expect(wrong).toHaveBeenCalled();
    expect(plain.sha256Hex('message')).toBe(sha256Hex('message'));
  });
});

describe('unhex', () => {
  it('gives the bytes of which hex made the digits', () => fc.assert(fc.property(fc.uint8Array(), (bytes) => void expect(unhex(hex(bytes))).toEqual(bytes))));
  it('hex is what Node writes', () => fc.assert(fc.property(fc.uint8Array(), (bytes) => void expect(hex(bytes)).toBe(Buffer.from(bytes).toString('hex')))));
});

describe('hmacSha256', () => {
  it('gives test case 2 of RFC 4231', () => {
    expect(hex(hmacSha256(utf8('Jefe'), 'what do ya want for nothing?'))).toBe('5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843');
  });
  it('agrees with OpenSSL on any key and message', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), fc.uint8Array({ maxLength: 200 }), (key, message) => {
      expect(hex(hmacSha256(key, message))).toBe(createHmac('sha256', key).update(message).digest('hex'));
    }));
  });
  it('under one key, no message leaves a trace in the next', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 100 }), fc.array(fc.oneof(fc.string({ unit: 'binary', maxLength: 400 }), fc.uint8Array({ maxLength: 400 })), { maxLength: 8 }), (key, messages) => {
      const mac = hmacUnder(key);
      const all = messages.map((message) => mac(message)); // kept: a result must not be overwritten by the next
      expect(all.map(hex)).toEqual(messages.map((message) => createHmac('sha256', key).update(message).digest('hex')));
    }));
  });
});

describe('hashDocument', () => {
  it('hashes the name of the format, a line feed and the canonical text', () => {
    const value = { b: [1, 2.5], a: 'é' };
    const bytes = `meritra/round/0\n${canonicalJson(value)}`;
    expect(hashDocument('meritra/round/0', value)).toBe(`sha256:${createHash('sha256').update(bytes, 'utf8').digest('hex')}`);
  });
  it('agrees with the text as a whole for documents of many pieces', () => {
    const value = Array.from({ length: 30_000 }, (_, i) => ({ id: `EMP-${i}`, name: 'Zoë \u{1f600}', points: i / 8 }));
    const bytes = `x\n${canonicalJson(value)}`;
    expect(hashDocument('x', value)).toBe(`sha256:${createHash('sha256').update(bytes, 'utf8').digest('hex')}`);
  });
  it('is the same where the runtime has no hash of its own, as in a browser', () => {
    const value = { list: Array.from({ length: 20_000 }, (_, k) => ({ k, text: `é${k}` })) };
    const native = hashDocument('x', value);
    const hidden = vi.spyOn(process, 'getBuiltinModule').mockReturnValue(undefined);
    expect(hashDocument('x', value)).toBe(native);
    expect(hidden).toHaveBeenCalled();
  });

  it('keeps equal content of two formats apart', () => expect(hashDocument('a', {})).not.toBe(hashDocument('b', {})));
});

describe('lengthPrefixed', () => {
  it('writes the byte length, not the number of characters', () => expect([...lengthPrefixed('é')]).toEqual([0, 0, 0, 2, 0xc3, 0xa9]));
  it('two lists of texts that join alike give other bytes', () => {
    const bytes = (list: string[]): string => list.map((text) => hex(lengthPrefixed(text))).join('');
    expect(bytes(['ab', 'c'])).not.toBe(bytes(['a', 'bc']));
  });
});

it('pointer() escapes tilde and slash', () => expect(pointer(['a/b', 0, '~', ''])).toBe('/a~1b/0/~0/'));

it('pointer() cuts a key of megabytes, and writes half of a surrogate pair as U+FFFD', () => {
  expect(pointer(['x'.repeat(1_000_000)])).toBe(`/${'x'.repeat(200)}…`);
  expect(pointer(['\ud800'])).toBe('/\ufffd');
});
