// A25: a signature that one auditor takes and another refuses, a key that is taken for another, a signature used for what it was not given for.
import { createPublicKey, verify as nodeVerify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../../src/canonical/index.js';
import { addSignature, cosignatureLine, cosigners, formatCheckpoint, formatVerifierKey, keyId, leafHash, openCheckpoint, openNote, parseVerifierKey, signCheckpoint, signerOf, signNote, verifyEd25519, type Checkpoint } from '../../src/trail/index.js';
import { isSigned } from '../../src/verify/ed25519.js';

const log = signerOf(new Uint8Array(32).fill(1), 'example.org/log');
const other = signerOf(new Uint8Array(32).fill(1), 'example.org/other'); // the same key under another name
const thief = signerOf(new Uint8Array(32).fill(3), 'example.org/log'); // another key under the same name
const KEY = formatVerifierKey(log);
const head: Checkpoint = { origin: log.name, size: 7, root: leafHash('root') };
const code = (run: () => unknown): string => {
  try {
    run();
    return 'taken';
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
};
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
const line = (name: string, id: string, signature: Uint8Array): string => `\u2014 ${name} ${base64(Buffer.concat([Buffer.from(id, 'hex'), signature]))}\n`;

it('(the control) a signed checkpoint opens', async () => {
  expect(openCheckpoint(await signCheckpoint(head, log), [KEY]).checkpoint).toEqual(head);
});

describe('one verdict', () => {
  it('the writer and the checker agree on all 457 edge cases, where node:crypto takes signatures that they refuse', () => {
    const vectors = JSON.parse(readFileSync(new URL('../vectors/ed25519/edge.json', import.meta.url), 'utf8')) as [number, string, string, string, string[]][];
    expect(vectors).toHaveLength(457);
    const tally = { ours: 0, native: 0, odd: 0 };
    for (const [, key, sig, msg, flags] of vectors) {
      const [k, s, m] = [Buffer.from(key, 'hex'), Buffer.from(sig, 'hex'), Buffer.from(msg)];
      const ours = verifyEd25519(s, m, k);
      expect(isSigned(s, m, k)).toBe(ours);
      const native = nodeVerify(null, m, createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: k.toString('base64url') }, format: 'jwk' }), s);
      if (ours) tally.ours++;
      if (native) tally.native++;
      if (ours && !native) throw new Error('ours takes what node:crypto refuses');
      if (flags.some((flag) => /low_order|non_canonical/.test(flag))) {
        tally.odd++;
        expect(ours).toBe(false);
      }
    }
    expect(tally.ours).toBe(0);
    expect(tally.native).toBeGreaterThan(20); // the control: without the filter these would be taken here and refused elsewhere
    expect(tally.odd).toBeGreaterThan(400);
  });

  it('S + L, and an R or a key of small order, are refused', async () => {
    const message = utf8('text');
    const signature = await log.sign(message);
    const L = 2n ** 252n + 27742317777372353535851937790883648493n;
    let s = BigInt(`0x${Buffer.from(signature.slice(32)).reverse().toString('hex')}`) + L;
    const tall = signature.slice();
    for (let k = 32; k < 64; k++, s >>= 8n) tall[k] = Number(s & 0xffn);
    const identity = Uint8Array.of(1, ...new Uint8Array(31));
    for (const judge of [verifyEd25519, isSigned]) {
      expect(judge(signature, message, log.publicKey)).toBe(true);
      expect(judge(tall, message, log.publicKey)).toBe(false);
      expect(judge(Uint8Array.of(...identity, ...new Uint8Array(32)), message, identity)).toBe(false); // verifies by the equation alone, for every message
      expect(judge(signature.slice(0, 63), message, log.publicKey)).toBe(false);
    }
    expect(code(() => parseVerifierKey(`x+${keyId('x', identity)}+${base64(Uint8Array.of(1, ...identity))}`))).toBe('E_KEY');
  });
});

describe('a signature given for something else', () => {
  it('an entry signed with the key of the log is no checkpoint', async () => {
    const entry = '{"format":"meritra/entry/1","index":0}\n';
    const signature = await log.sign(utf8(entry));
    expect(code(() => openCheckpoint(`${formatCheckpoint(head)}\n${line(log.name, keyId(log.name, log.publicKey), signature)}`, [KEY]))).toBe('E_SIGNATURE');
    expect(code(() => openCheckpoint(`${entry}\n${line(log.name, keyId(log.name, log.publicKey), signature)}`, [KEY]))).toBe('E_NOTE'); // signed, and no checkpoint
  });

  it('the head of one log is none of another, though one key signs both', async () => {
    const note = await signCheckpoint({ ...head, origin: other.name }, other);
    expect(code(() => openCheckpoint(note, [KEY]))).toBe('E_KEY');
    const foreign = await signNote(formatCheckpoint(head), [other]); // our head, signed by another log that is known here too
    expect(code(() => openCheckpoint(foreign, [KEY, formatVerifierKey(other)]))).toBe('E_KEY');
    const renamed = note.replaceAll(other.name, log.name); // text and signature line
    expect(code(() => openCheckpoint(renamed, [KEY]))).toBe('E_KEY');
    const id = (from: typeof log): Buffer => Buffer.from(keyId(from.name, from.publicKey), 'hex');
    const signature = Buffer.from(note.trimEnd().split(' ').at(-1)!, 'base64').subarray(4);
    expect(code(() => openCheckpoint(`${formatCheckpoint(head)}\n${line(log.name, id(log).toString('hex'), signature)}`, [KEY]))).toBe('E_SIGNATURE');
  });

  it('a cosignature is no signature of the log, nor the other way round', async () => {
    const text = formatCheckpoint(head);
    const asWitness = formatVerifierKey({ ...log, type: 'cosignature' });
    const cosigned = `${text}\n${await cosignatureLine(text, log, 1_800_000_000)}`;
    expect(code(() => openCheckpoint(cosigned, [KEY]))).toBe('E_KEY');
    expect(code(() => openCheckpoint(cosigned, [asWitness]))).toBe('E_KEY'); // seen by a witness, signed by no log
    expect(cosigners(await signCheckpoint(head, log), [asWitness])).toEqual([]);
    // the time stands under the signature: another one is refused
    const lines = cosigned.trimEnd().split(' ');
    const bytes = Buffer.from(lines.at(-1)!, 'base64');
    bytes.writeUInt8(bytes.readUInt8(11) ^ 1, 11);
    expect(code(() => cosigners([...lines.slice(0, -1), bytes.toString('base64')].join(' ') + '\n', [asWitness]))).toBe('E_SIGNATURE');
  });
});

describe('a key taken for another', () => {
  it('a name says nothing: another key under the name of the log is not known', async () => {
    expect(code(() => openCheckpoint('', [KEY]))).toBe('E_NOTE');
    expect(code(() => openNote(`${formatCheckpoint(head)}\n`, [KEY]))).toBe('E_NOTE');
    const note = await signCheckpoint(head, thief);
    expect(code(() => openCheckpoint(note, [KEY]))).toBe('E_KEY');
  });

  it('the digits of a key are no proof of it: a signature under borrowed digits fails the whole note, also beside a good one', async () => {
    const text = formatCheckpoint(head);
    const borrowed = line(log.name, keyId(log.name, log.publicKey), await thief.sign(utf8(text)));
    expect(code(() => openCheckpoint(`${text}\n${borrowed}`, [KEY]))).toBe('E_SIGNATURE');
    expect(code(() => openCheckpoint(addSignature(`${text}\n${borrowed}`, line('stranger', '00000000', new Uint8Array(64))), [KEY]))).toBe('E_SIGNATURE');
    expect(code(() => openCheckpoint(addSignature(`${text}\n${line(log.name, keyId(log.name, log.publicKey), new Uint8Array(64))}`, line(log.name, keyId(log.name, log.publicKey), new Uint8Array(64))), [KEY]))).toBe('E_SIGNATURE');
  });

  it('the kind of signature is never taken from the data: a key text of another type, or with digits of another key, is no key', () => {
    const [name, id, body] = KEY.split('+') as [string, string, string];
    const bytes = Buffer.from(body, 'base64');
    for (const type of [0x00, 0x02, 0x03, 0x05, 0x06, 0xff]) expect(code(() => parseVerifierKey(`${name}+${id}+${base64(Uint8Array.of(type, ...bytes.subarray(1)))}`))).toBe('E_KEY');
    expect(code(() => parseVerifierKey(`${name}+${id}+${base64(Uint8Array.of(0x04, ...bytes.subarray(1)))}`))).toBe('E_KEY'); // the digits are of type 01
    expect(code(() => parseVerifierKey(`${name}+00000000+${body}`))).toBe('E_KEY');
    expect(code(() => parseVerifierKey(`other+${id}+${body}`))).toBe('E_KEY');
  });
});

describe('a text that was changed under its signature', () => {
  it.each<[string, (note: string) => string, string]>([
    ['a size', (n) => n.replace('\n7\n', '\n8\n'), 'E_SIGNATURE'],
    ['a leading zero', (n) => n.replace('\n7\n', '\n07\n'), 'E_SIGNATURE'],
    ['one more line', (n) => n.replace('\n\n', '\nmore\n\n'), 'E_SIGNATURE'],
    ['a carriage return', (n) => n.replaceAll('\n', '\r\n'), 'E_NOTE'],
    ['a hyphen for the dash', (n) => n.replace('\u2014', '-'), 'E_NOTE'],
    ['no line feed at its end', (n) => n.trimEnd(), 'E_NOTE'],
    ['a blank line more', (n) => n.replace('\n\n', '\n\n\n'), 'E_SIGNATURE'],
    ['no signature', (n) => n.slice(0, n.indexOf('\n\n') + 2), 'E_NOTE'],
  ])('%s', async (_, change, expected) => {
    const note = await signCheckpoint(head, log);
    expect(change(note)).not.toBe(note);
    expect(code(() => openCheckpoint(change(note), [KEY]))).toBe(expected);
  });
});
