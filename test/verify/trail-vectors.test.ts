import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { isSigned } from '../../src/verify/ed25519.js';
import { CompactRange, isIncluded, leafHash, rootsAt } from '../../src/verify/merkle.js';
import { fromBase64, readCheckpoint, readLogKey, signing, toHex } from '../../src/verify/note.js';
import type { Loose } from './builder.js';
import { inclusion, LOG_KEY, ORIGIN, rootOf, sha256, signature } from './trail-writer.js';

// Vectors from outside, run through the checker's own functions; skipped where ../shared is not there.
const SHARED = new URL('../../../shared/cases/vectors/', import.meta.url);
const read = (name: string): Loose => JSON.parse(readFileSync(new URL(name, SHARED), 'utf8'));
const files = (folder: string): string[] => readdirSync(new URL(folder, SHARED), { recursive: true, withFileTypes: true }).flatMap((file) => (file.name.endsWith('.json') ? [`${file.parentPath}/${file.name}`] : []));
const bytes = (text: string | null): Uint8Array => fromBase64(text ?? '') ?? new Uint8Array(0);
const hex = (text: string): Uint8Array => new Uint8Array(Buffer.from(text, 'hex'));

describe.skipIf(!existsSync(SHARED))('published vectors', () => {
  it('98 inclusion proofs of transparency-dev', () => {
    const wrong: string[] = [];
    const included = files('rfc6962/testdata/inclusion/');
    for (const file of included) {
      const { leafIdx, treeSize, root, leafHash: leaf, proof, wantErr } = JSON.parse(readFileSync(file, 'utf8'));
      if (isIncluded(leafIdx, treeSize, bytes(leaf), (proof ?? []).map(bytes), bytes(root)) === wantErr) wrong.push(file);
    }
    expect([included.length, wrong]).toEqual([98, []]);
  });

  it('Wycheproof and the edge cases: one list of verdicts, the one that the trail gives', () => {
    const groups = read('ed25519/wycheproof_ed25519_test.json').testGroups as Loose[];
    const tests = groups.flatMap((group) => group.tests.map((test: Loose) => ({ ...test, key: group.publicKey.pk })));
    const verdicts = tests.map(({ sig, msg, key }) => isSigned(hex(sig), hex(msg), hex(key)));
    expect(tests.filter(({ result }, k) => verdicts[k] !== (result === 'valid')).map(({ tcId }) => tcId)).toEqual([]);
    const edge = (read('ed25519-edge/edge.json') as Loose[]).map(({ sig, msg, key }) => isSigned(hex(sig), Buffer.from(msg), hex(key)));
    const list = [...verdicts, ...edge].map(Number).join('');
    expect(`${list.length} verdicts, ${list.replaceAll('0', '').length} yes, sha256 ${createHash('sha256').update(list).digest('hex')}`)
      .toBe('608 verdicts, 88 yes, sha256 f5afd2c099397f1ac8e9448e64f5cfa60bf14b8e14f62f68a78719ca9173ec7e');
  });

  it('keys of notes', () => {
    const { vkeys } = read('note-checkpoint/note-vectors.json');
    expect(vkeys.good.map((key: string) => readLogKey(key) !== undefined)).toEqual(vkeys.good.map(() => true));
    expect(vkeys.bad.map((key: string) => readLogKey(key))).toEqual(vkeys.bad.map(() => undefined));
  });
});

describe('trees', () => {
  const leaves = [...Array(70).keys()].map((k) => leafHash(`${k}`));
  it('have the root of the recursion at every size, and so have roots that were asked for', () => {
    const range = new CompactRange();
    const roots = rootsAt([...Array(71).keys()], leaves);
    for (let n = 0; n <= leaves.length; n++) {
      expect(toHex(range.root())).toBe(rootOf(leaves.slice(0, n).map((leaf) => Buffer.from(leaf))).toString('hex'));
      expect(toHex(roots.get(n)!)).toBe(toHex(range.root()));
      if (n < leaves.length) range.append(leaves[n]!);
    }
  });

  it('include each leaf by its proof, and by no other', () => {
    for (let n = 1; n <= 20; n++) {
      const some = leaves.slice(0, n).map((leaf) => Buffer.from(leaf));
      for (let i = 0; i < n; i++) {
        const proof = inclusion(i, some);
        expect(isIncluded(i, n, leaves[i]!, proof, rootOf(some))).toBe(true);
        expect(isIncluded(i + 1, n, leaves[i]!, proof, rootOf(some))).toBe(false);
        expect(isIncluded(i, n, leaves[i]!, [...proof, some[0]!], rootOf(some))).toBe(false);
        if (n > 1) expect(isIncluded(i, n, leaves[i]!, proof.slice(1), rootOf(some))).toBe(false);
      }
    }
  });

  it('take no size that is none, and no hash of another length', () => {
    const [leaf] = leaves;
    expect(isIncluded(0, 1, leaf!, [], leaf!)).toBe(true);
    for (const [i, n] of [[0, 0], [1, 1], [-1, 1], [0.5, 1], [0, 2 ** 53], [0, NaN]] as const) expect(isIncluded(i, n, leaf!, [], leaf!)).toBe(false);
    expect(isIncluded(0, 1, leaf!.subarray(1), [], leaf!.subarray(1))).toBe(false);
    expect(isIncluded(2 ** 40, 2 ** 40 + 1, leaf!, [leaf!], rootOf([Buffer.from(leaf!), Buffer.from(leaf!)]))).toBe(true); // beyond 32 bits
  });
});

describe('notes', () => {
  const text = `${ORIGIN}\n0\n${sha256().toString('base64')}\n`;
  const good = `${text}\n${signature(text, LOG_KEY)}`;
  it('are read, and their signatures checked', () => {
    expect(readCheckpoint(good)).toMatchObject({ origin: ORIGIN, size: 0, text });
    expect(signing(readCheckpoint(good)!, readLogKey(LOG_KEY.vkey)!)).toBe('valid');
    expect(readCheckpoint(`${text}extension\n\n${signature(text, LOG_KEY)}`)).toBeDefined();
    expect(readCheckpoint(`${text}\n${signature(text, LOG_KEY).repeat(100)}`)).toBeDefined();
  });

  it.each<[string, string]>([
    ['nothing', ''], ['no signature', `${text}\n`], ['no empty line', text], ['no line feed at the end', good.slice(0, -1)], ['a carriage return', good.replace('\n', '\r\n')], ['another dash', good.replace('\u2014', '-')],
    ['two blanks', good.replace('\u2014 ', '\u2014  ')], ['a size with a sign', good.replace('\n0\n', '\n+0\n')], ['a size with a leading zero', good.replace('\n0\n', '\n00\n')], ['a size beyond 2^53', good.replace('\n0\n', '\n9007199254740992\n')],
    ['a size that is none', good.replace('\n0\n', '\n0x1\n')], ['a root of 31 bytes', good.replace(/\n.{44}\n/, `\n${Buffer.alloc(31).toString('base64')}\n`)], ['a root that is no root of nothing', good.replace(/\n.{44}\n/, `\n${Buffer.alloc(32).toString('base64')}\n`)],
    ['base64 with stray bits', good.replace(/.=\n/, 'B=\n')], ['a name with a plus', good.replace(`\u2014 ${ORIGIN}`, '\u2014 a+b')], ['a control character', `a\u0001${good}`], ['101 signatures', `${text}\n${signature(text, LOG_KEY).repeat(101)}`],
    ['half a surrogate pair', `\ud800${good}`], ['an empty extension', `${text}\n\n${signature(text, LOG_KEY)}`], ['a megabyte', `${'x'.repeat(1_000_001)}${good}`], ['no origin', good.slice(ORIGIN.length)],
  ])('%s is refused', (_, note) => expect(readCheckpoint(note)).toBeUndefined());
});
