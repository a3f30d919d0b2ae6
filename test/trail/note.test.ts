import fc from 'fast-check';
import { generateKeyPairSync, webcrypto } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { nodeSigner } from '../../src/node/index.js';
import {
  cosignatureLine, formatCheckpoint, formatVerifierKey, generateKey, keyId, openCheckpoint, openNote, parseCheckpoint, parseNote, parseVerifierKey, publicKeyOf, signCheckpoint,
  signerOf, signNote, webCryptoSigner, type Signer,
} from '../../src/trail/index.js';
import { fromBase64, toBase64 } from '../../src/trail/base64.js';
import { entries, head, log, logKey, ORIGIN, refusal, signer, treeOf, vkey } from './logs.js';

const vectors = JSON.parse(readFileSync(new URL('../vectors/note/note-vectors.json', import.meta.url), 'utf8'));
const edge: [number, string, string, string, string[]][] = JSON.parse(readFileSync(new URL('../vectors/ed25519/edge.json', import.meta.url), 'utf8'));

describe('base64', () => {
  it('is that of RFC 4648 and has one spelling', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      const text = Buffer.from(bytes).toString('base64');
      expect(toBase64(bytes)).toBe(text);
      expect(fromBase64(text)).toEqual(bytes);
    }));
    for (const text of ['A', 'AA', 'AAA', 'AA=', 'A===', '====', 'AB==', 'AAB=', 'AA==AA==', 'AA-_', 'AAA\n', ' AAA', 'AAAA=', 'AA=A']) expect(fromBase64(text)).toBeUndefined();
  });
});

describe('a verifier key', () => {
  it('is the published one, good or bad', async () => {
    for (const text of [...vectors.vkeys.good, vectors.valid[0].vkey]) expect(formatVerifierKey(parseVerifierKey(text))).toBe(text);
    for (const text of vectors.vkeys.bad) expect(await refusal(() => parseVerifierKey(text))).toBe('E_KEY');
  });

  it('has an id over its name, its type and its key', () => {
    const { name, id, publicKey } = parseVerifierKey(vectors.vkeys.good[0]);
    expect([name, id]).toEqual(['PeterNeumann', 'c74f20a3']);
    expect(keyId(name, publicKey)).toBe(id);
    expect(keyId(name, publicKey, 'cosignature')).not.toBe(id);
    expect(parseVerifierKey(vkey('w', 1, 'cosignature')).type).toBe('cosignature');
  });

  it('is refused when anything of it is wrong', async () => {
    const [name, id, body] = logKey.split('+', 3) as [string, string, string];
    expect(body.length).toBe(44); // no + in this one, or the lines below would test nothing
    const weak = edge.filter(([, , , , flags]) => flags.some((flag) => /_A$/.test(flag))).map(([, key]) => Buffer.from(key, 'hex'));
    const wrong = ['', name, `${name}+${id}`, `+${id}+${body}`, `${name}+${id.toUpperCase()}x+${body}`, `${name}+00000000+${body}`, `other+${id}+${body}`, `${name}+${id}+${body}AAAA`,
      `a b+${keyId('a b', log.publicKey)}+${body}`, `${name}+${id}+${body} `, ...weak.slice(0, 20).map((key) => `n+${keyId('n', key)}+${toBase64(Buffer.concat([Buffer.of(1), key]))}`)];
    for (const text of wrong) expect(await refusal(() => parseVerifierKey(text))).toBe('E_KEY');
    for (const key of weak.slice(0, 20)) expect(await refusal(() => formatVerifierKey({ name: 'n', publicKey: key }))).toBe('E_KEY');
    for (const bad of ['', 'a+b', 'a b', 'a\u00a0b', 'a\u2003b', 'a\nb', 'a\u0000', '\ud800']) expect(await refusal(() => signerOf(new Uint8Array(32), bad))).toBe('E_KEY');
    expect(await refusal(() => signerOf(new Uint8Array(31), 'n'))).toBe('E_KEY');
  });

  it('of a new pair signs what it verifies', async () => {
    const { secretKey, publicKey } = generateKey();
    const note = await signNote('text\n', [signerOf(secretKey, 'a')]);
    expect(openNote(note, [formatVerifierKey({ name: 'a', publicKey })]).text).toBe('text\n');
    expect(generateKey().secretKey).not.toEqual(secretKey);
  });
});

describe('a note', () => {
  it('opens as published, and not with any bit of it changed', async () => {
    const [{ vkey: key, note, text }] = vectors.valid;
    const opened = openNote(note, [key]);
    expect([opened.text, opened.verified.map(({ key: { name }, line }) => [name, line]), opened.unknown]).toEqual([text, [['example.com/foo', 3]], []]);
    const bytes = Buffer.from(note);
    for (let bit = 0; bit < 8 * bytes.length; bit += 7) {
      const changed = Buffer.from(bytes);
      changed[bit >> 3]! ^= 1 << (bit & 7);
      expect(await refusal(() => openNote(changed.toString('utf8'), [key]))).toMatch(/^E_(NOTE|SIGNATURE|KEY)/);
    }
  });

  it('holds any text that has no control character, blank lines too', async () => {
    const line = fc.string({ unit: 'grapheme', maxLength: 20 }).map((text) => text.replace(/[\u0000-\u001f]/g, ''));
    await fc.assert(fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 5 }), async (lines) => {
      const text = `${lines.join('\n')}\n`;
      expect(openNote(await signNote(text, [log]), [logKey]).text).toBe(text);
    }), { numRuns: 10 });
  });

  it('passes over keys that are not known, also where name or id are those of a known one', async () => {
    const others = [signer(ORIGIN, 2), signer('other', 1), signer('third', 3)];
    const note = await signNote('text\n', [...others, log]);
    const { verified, unknown } = openNote(note, [logKey]);
    expect(verified.map(({ line }) => line)).toEqual([6]);
    expect(unknown.map(({ name, line }) => `${name} ${line}`)).toEqual([`${ORIGIN} 3`, 'other 4', 'third 5']);
    const sameId = `\u2014 other ${note.trimEnd().split(' ').at(-1)}\n`;
    expect(openNote(note + sameId, [logKey]).unknown).toHaveLength(4);
    expect(await refusal(() => openNote(note, [vkey('fourth', 4)]))).toBe('E_KEY note');
    expect(await refusal(() => openNote(note, []))).toBe('E_KEY note');
  });

  it('fails as a whole when one known key signed something else, wherever its line stands', async () => {
    const good = await signNote('text\n', [log]);
    const foreign = (await signNote('other\n', [signer('w', 2)])).split('\n')[2]!;
    for (const note of [`${good}${foreign}\n`, `text\n\n${foreign}\n${good.split('\n')[2]}\n`]) {
      expect(await refusal(() => openNote(note, [logKey, vkey('w', 2)]))).toMatch(/^E_SIGNATURE note:[34]$/);
      expect(openNote(note, [logKey]).verified).toHaveLength(1); // to whom w is unknown nothing is wrong
    }
    const twice = `${good}${(await signNote('other\n', [log])).split('\n')[2]}\n`;
    expect(await refusal(() => openNote(twice, [logKey]))).toBe('E_SIGNATURE note:4'); // a second line of a key that was seen is not passed over
  });

  it('is malformed, and says in which line', async () => {
    const good = await signNote('text\n', [log]);
    const sig = good.split('\n')[2]!;
    const cases: [note: string, line: number][] = [
      ['', 1], ['text\n', 1], [`text\n${sig}\n`, 1], ['text\n\n', 3], [good.slice(0, -1), 3], [`text\n\n${sig}\n\n`, 5], [`te\u0000xt\n\n${sig}\n`, 1], [`text\r\n\n${sig}\n`, 1], [`text\n\tx\n\n${sig}\n`, 2],
      [`te\ud800xt\n\n${sig}\n`, 1], [`text\n\n${sig.replace('\u2014', '-')}\n`, 3], [`text\n\n${sig.replace('\u2014', '\u2013')}\n`, 3], [`text\n\n${sig.replace('\u2014 ', '\u2014')}\n`, 3], [`text\n\n${sig} \n`, 3],
      [`text\n\n${sig} x\n`, 3], [`text\n\n \u2014 x\n`, 3], [`text\n\n\u2014 x AAAAAA==\n`, 3], [`text\n\n\u2014 x AAAA\n`, 3], [`text\n\n\u2014 x AAAAAAB=\n`, 3], [`text\n\n\u2014 a+b AAAAAAAA\n`, 3],
      [`text\n\n\u2014 a\u3000b AAAAAAAA\n`, 3], [`text\n\n${sig}\nx\n`, 4], ['x'.repeat(1_000_001), 1], [`${'\u00e9'.repeat(500_001)}\n\n${sig}\n`, 1],
    ];
    for (const [note, line] of cases) expect(`${JSON.stringify(note.slice(0, 60))} ${await refusal(() => openNote(note, [logKey]))}`).toBe(`${JSON.stringify(note.slice(0, 60))} E_NOTE note:${line}`);
    for (const text of ['', 'text', 'te\u0007xt\n', '\udc00\n']) expect(await refusal(() => signNote(text, [log]))).toBe('E_NOTE note:1');
    expect(await refusal(() => signNote('text\n', []))).toBe('E_NOTE note:3');
  });

  it('holds 16 signatures and more, 100 at most', async () => {
    const one = await signNote('text\n', [log]);
    const unknown = `\u2014 x ${toBase64(new Uint8Array(68))}\n`;
    expect(openNote(one + unknown.repeat(99), [logKey]).unknown).toHaveLength(99);
    expect(await refusal(() => openNote(one + unknown.repeat(100), [logKey]))).toBe('E_NOTE note:103');
    const many = Array.from({ length: 16 }, (_, k) => k + 10);
    const note = await signNote('text\n', many.map((k) => signer(`w${k}`, k)));
    expect(openNote(note, many.map((k) => vkey(`w${k}`, k))).verified).toHaveLength(16);
  });

  it('is not opened with two keys under one name and id, and a key given twice is one', async () => {
    const seeds = [69_101, 114_672].map((n) => new Uint8Array(32).map((_, k) => (k < 4 ? (n >>> (24 - 8 * k)) & 255 : 0))); // found by trying 114,672 seeds
    const keys = seeds.map((seed) => formatVerifierKey({ name: 'a', publicKey: publicKeyOf(seed) }));
    expect(keys.map((key) => key.slice(0, 11))).toEqual(['a+0d072d44+', 'a+0d072d44+']);
    const note = await signNote('text\n', [signerOf(seeds[0]!, 'a')]);
    expect(openNote(note, [keys[0]!, parseVerifierKey(keys[0]!)]).verified).toHaveLength(1);
    expect(await refusal(() => openNote(note, keys))).toBe('E_KEY');
    expect(await refusal(() => openNote(note, [keys[1]!]))).toBe('E_SIGNATURE note:3'); // the id finds a key, it proves nothing
  });
});

describe('a signer', () => {
  it('may be node:crypto or WebCrypto: the same bytes', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const secret = new Uint8Array(privateKey.export({ type: 'pkcs8', format: 'der' }).subarray(-32));
    const imported = {
      privateKey: await webcrypto.subtle.importKey('pkcs8', privateKey.export({ type: 'pkcs8', format: 'der' }), 'Ed25519', false, ['sign']),
      publicKey: await webcrypto.subtle.importKey('raw', publicKeyOf(secret), 'Ed25519', true, ['verify']),
    };
    const signers = [signerOf(secret, 'a'), nodeSigner(privateKey, 'a'), await webCryptoSigner(imported, 'a')];
    const notes = await Promise.all(signers.map((each) => signNote('text\n', [each])));
    expect(new Set(notes).size).toBe(1);
    expect(await refusal(() => nodeSigner(generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey, 'a'))).toBe('E_KEY');
    expect(await refusal(() => nodeSigner(privateKey, 'a b'))).toBe('E_KEY');
    const rsa = await webcrypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
    expect(await refusal(() => webCryptoSigner(rsa, 'a'))).toBe('E_KEY');
    expect(await refusal(() => webCryptoSigner({ ...imported, publicKey: imported.privateKey }, 'a'))).toBe('E_KEY');
  });

  it('that is broken signs nothing that nobody could verify', async () => {
    const broken: [string, Signer][] = [
      ['E_SIGNATURE', { ...log, sign: async () => new Uint8Array(64) }],
      ['E_SIGNATURE', { ...log, sign: async () => new Uint8Array(0) }],
      ['E_SIGNATURE', { ...log, sign: async (message) => log.sign(message.subarray(1)) }],
      ['E_SIGNATURE', { ...log, sign: async (message) => (await log.sign(message)).map((byte, k) => (k === 63 ? byte ^ 1 : byte)) }],
      ['E_SIGNATURE', { ...log, publicKey: publicKeyOf(new Uint8Array(32).fill(9)) }],
      ['E_KEY', { ...log, publicKey: new Uint8Array(32) }],
      ['E_KEY', { ...log, name: 'a b' }],
    ];
    for (const [code, bad] of broken) {
      expect(await refusal(() => signNote('text\n', [bad]))).toBe(code);
      expect(await refusal(() => cosignatureLine('text\n', bad, 1))).toBe(code);
    }
    const greedy = { ...log, sign: async (message: Uint8Array) => log.sign(message.fill(0x41)) }; // writes into what it was given
    expect(await refusal(() => signNote('text\n', [greedy]))).toBe('E_SIGNATURE');
  });
});

describe('a cosignature', () => {
  it('signs the text with the time and is no signature of a note', async () => {
    const witness = signer('witness.example/w1', 5);
    const note = await signNote('text\n', [log]);
    const line = await cosignatureLine('text\n', witness, 1_679_315_147);
    const keys = [logKey, vkey('witness.example/w1', 5, 'cosignature')];
    expect(openNote(note + line, keys).verified.map(({ key, time }) => [key.type, time])).toEqual([['note', undefined], ['cosignature', 1_679_315_147]]);
    const sealed = parseNote(note + line).signatures[1]!;
    expect([sealed.bytes.length, Buffer.from(sealed.bytes).readBigUInt64BE(0)]).toEqual([72, 1_679_315_147n]);
    const published = await signNote('cosignature/v1\ntime 1679315147\ntext\n', [witness]);
    expect(Buffer.from(parseNote(published).signatures[0]!.bytes)).toEqual(Buffer.from(sealed.bytes.slice(8))); // the message that is signed
    expect(openNote(note + line, [logKey, vkey('witness.example/w1', 5)]).unknown).toHaveLength(1); // the type is part of the id
  });

  it('with another time, of another length or replayed as a signature is none', async () => {
    const witness = signer('w', 5);
    const note = await signNote('text\n', [log]);
    const line = await cosignatureLine('text\n', witness, 1000);
    const bytes = fromBase64(line.trimEnd().split(' ')[2]!)!;
    const keys = [logKey, vkey('w', 5, 'cosignature')];
    const as = (body: Uint8Array): string => `${note}\u2014 w ${toBase64(body)}\n`;
    expect(openNote(as(bytes), keys).verified).toHaveLength(2);
    const later = bytes.slice();
    later[11]! ^= 1;
    const far = bytes.slice();
    far[4] = 0x80;
    for (const body of [later, far, bytes.slice(0, -1), Uint8Array.of(...bytes, 0), bytes.slice(0, 68)]) expect(await refusal(() => openNote(as(body), keys))).toBe('E_SIGNATURE note:4');
    for (const time of [-1, 0.5, NaN, 2 ** 53]) expect(await refusal(() => cosignatureLine('text\n', witness, time))).toBe('E_NUM_RANGE');
  });
});

describe('a checkpoint', () => {
  it('is read and written as published', async () => {
    const { good, goTree, badSize } = vectors.checkpointBody;
    expect(formatCheckpoint(parseCheckpoint(good))).toBe(good);
    expect(parseCheckpoint(good)).toMatchObject({ origin: 'example.com/behind-the-sofa', size: 20852163 });
    expect(parseCheckpoint(goTree.text)).toMatchObject({ origin: 'go.sum database tree', size: goTree.n });
    expect(formatCheckpoint(parseCheckpoint(goTree.text))).toBe(goTree.text);
    expect(treeOf([goTree.record]).root()).toEqual(parseCheckpoint(goTree.text).root);
    expect(await refusal(() => parseCheckpoint(badSize))).toBe('E_NOTE note:2');
    const extended = `${good}ext 1\next 2\n`;
    expect(parseCheckpoint(extended).extensions).toEqual(['ext 1', 'ext 2']);
    expect(formatCheckpoint(parseCheckpoint(extended))).toBe(extended);
  });

  it('has one spelling', async () => {
    const root = toBase64(treeOf(entries(3)).root());
    const cases: [text: string, line: number][] = [
      ['', 1], ['o\n3\n', 3], [`o\n3\n${root}`, 3], [`\n3\n${root}\n`, 1], [`o\n03\n${root}\n`, 2], [`o\n+3\n${root}\n`, 2], [`o\n-3\n${root}\n`, 2], [`o\n3.0\n${root}\n`, 2], [`o\n3e0\n${root}\n`, 2], [`o\n 3\n${root}\n`, 2],
      [`o\n\n${root}\n`, 2], [`o\n9007199254740992\n${root}\n`, 2], [`o\n99999999999999999999\n${root}\n`, 2], [`o\n\u0663\n${root}\n`, 2], [`o\n3\n${root.slice(0, -1)}\n`, 3], [`o\n3\n${toBase64(new Uint8Array(31))}\n`, 3],
      [`o\n3\n${toBase64(new Uint8Array(33))}\n`, 3], [`o\n3\n${root} \n`, 3], [`o\n3\n${root.replace(/.=$/, '9=')}\n`, 3], [`o\n0\n${root}\n`, 3], [`o\n3\n${root}\n\n`, 4], [`o\n3\n${root}\nx\n\ny\n`, 5], [`o\r\n3\n${root}\n`, 1], [`o\n3\n${root}\nx\ty\n`, 1],
    ];
    for (const [text, line] of cases) expect(`${JSON.stringify(text)} ${await refusal(() => parseCheckpoint(text))}`).toBe(`${JSON.stringify(text)} E_NOTE note:${line}`);
    for (const size of [-1, 0.5, NaN, 2 ** 53]) expect(await refusal(() => formatCheckpoint({ origin: 'o', size, root: new Uint8Array(32) }))).toBe('E_NOTE note:2');
    for (const origin of ['', 'a\nb', 'a\u0000']) expect(await refusal(() => formatCheckpoint({ origin, size: 3, root: new Uint8Array(32) }))).toMatch(/^E_NOTE note:[12]$/);
  });

  it('opens for who knows the key of its log', async () => {
    const tree = treeOf(entries(7));
    const note = await head(tree);
    const { checkpoint, verified } = openCheckpoint(note, [logKey]);
    expect([checkpoint.origin, checkpoint.size, checkpoint.root, verified.length]).toEqual([ORIGIN, 7, tree.root(), 1]);
    expect(await head(treeOf([]))).toBe(await head(tree, 0));
  });

  it('does not open by a key of another log or of a witness, though their signatures are good', async () => {
    const checkpoint = { origin: ORIGIN, size: 7, root: treeOf(entries(7)).root() };
    const text = formatCheckpoint(checkpoint);
    const other = signer('log.example/other', 2);
    expect(await refusal(() => signCheckpoint(checkpoint, other))).toBe('E_KEY');
    expect(await refusal(async () => openCheckpoint(await signNote(text, [other]), [logKey, vkey('log.example/other', 2)]))).toBe('E_KEY note');
    const witness = signer(ORIGIN, 5);
    const cosigned = `${text}\n${await cosignatureLine(text, witness, 1)}`;
    expect(await refusal(() => openCheckpoint(cosigned, [vkey(ORIGIN, 5, 'cosignature')]))).toBe('E_KEY note');
    expect(await refusal(async () => openCheckpoint(await signNote('no checkpoint\n', [log]), [logKey]))).toBe('E_NOTE note:2');
  });

  it('opens by the old and the new key of a log whose key was changed', async () => {
    const tree = treeOf(entries(7));
    const [before, after] = [await head(tree, 5), await head(tree, 7, signer(ORIGIN, 2))];
    const keys = [logKey, vkey(ORIGIN, 2)];
    for (const note of [before, after]) expect(openCheckpoint(note, keys).verified).toHaveLength(1);
    expect(await refusal(() => openCheckpoint(after, [logKey]))).toBe('E_KEY note');
  });
});
