import fc from 'fast-check';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { hex } from '../../src/canonical/index.js';
import { MeritError } from '../../src/errors/index.js';
import {
  checkConsistency, checkInclusion, CompactRange, consistencyNodes, consistencyProof, consistencyProofAsync, EMPTY_ROOT, inclusionNodes, inclusionProof,
  inclusionProofAsync, leafHash, nodeHash, rootOf, rootOfAsync, Tree,
} from '../../src/trail/merkle.js';
import { auditPath, consistencyPath, treeHash } from '../reference/merkle.js';

const data = Array.from({ length: 300 }, (_, n) => Buffer.from(`entry ${n}`));
const tree = new Tree();
for (const entry of data) tree.append(leafHash(entry));
const read = (level: number, index: number): Uint8Array => tree.hash(level, index);
const readLater = async (level: number, index: number): Promise<Uint8Array> => tree.hash(level, index);
const hexes = (hashes: readonly Uint8Array[]): string[] => hashes.map(hex);

/** What `run` throws, as its code. */
function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    return error instanceof MeritError ? error.code : String(error);
  }
  return 'nothing';
}

describe('the vectors of transparency-dev/merkle', () => {
  const folder = new URL('../vectors/rfc6962/', import.meta.url);
  const bytes = (text: string): Uint8Array => Buffer.from(text, 'base64');

  it('the reference tree has its leaf hashes and its roots at sizes 0 to 8', () => {
    const known = JSON.parse(readFileSync(new URL('reference-tree.json', folder), 'utf8'));
    const grown = new Tree();
    const range = new CompactRange();
    expect(hex(EMPTY_ROOT)).toBe(known.emptyRoot);
    for (const [n, root] of known.rootsBySize.entries()) {
      expect([hex(grown.root()), hex(range.root())]).toEqual([root, root]);
      if (n === 8) break;
      const leaf = leafHash(Buffer.from(known.leafInputsHex[n], 'hex'));
      expect(hex(leaf)).toBe(known.leafHashes[n]);
      grown.append(leaf);
      range.append(leaf);
    }
  });

  // 196 files of one vector each, joined as they are: [path, vector] (test/vectors/rfc6962/SOURCES.md)
  interface Vector {
    readonly leafIdx: number;
    readonly treeSize: number;
    readonly leafHash: string;
    readonly root: string;
    readonly size1: number;
    readonly size2: number;
    readonly root1: string;
    readonly root2: string;
    readonly proof: readonly string[] | null;
    readonly wantErr: boolean;
  }
  const vectors: [path: string, vector: Vector][] = JSON.parse(readFileSync(new URL('proofs.json', folder), 'utf8'));

  it('are 98 inclusion and 98 consistency proofs', () => {
    expect(['inclusion', 'consistency'].map((kind) => vectors.filter(([path]) => path.startsWith(`${kind}/`)).length)).toEqual([98, 98]);
  });

  it.each(vectors)('%s', (path, vector) => {
    const proof = (vector.proof ?? []).map(bytes);
    const holds = path.startsWith('inclusion/')
      ? checkInclusion(vector.leafIdx, vector.treeSize, bytes(vector.leafHash), proof, bytes(vector.root))
      : checkConsistency(vector.size1, vector.size2, bytes(vector.root1), bytes(vector.root2), proof);
    expect(holds).toBe(!vector.wantErr);
  });

  const shared = '../shared/cases/vectors/rfc6962/testdata';
  it.skipIf(!existsSync(shared))('are the published files', () => {
    for (const kind of ['inclusion', 'consistency']) {
      const files = readdirSync(`${shared}/${kind}`, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.json'));
      const published = files.map((file) => [`${kind}/${file}`, JSON.parse(readFileSync(`${shared}/${kind}/${file}`, 'utf8'))]);
      expect(Object.fromEntries(vectors.filter(([path]) => path.startsWith(`${kind}/`)))).toEqual(Object.fromEntries(published));
    }
  });
});

describe('a tree', () => {
  it('has the root of the RFC 6962 recursion at sizes 0 to 300, grown, looked back at, compact and read', async () => {
    const range = new CompactRange();
    for (let n = 0; n <= 300; n++) {
      const expected = treeHash(data.slice(0, n)).toString('hex');
      expect(hexes([tree.root(n), range.root(), rootOf(n, read), await rootOfAsync(n, readLater)])).toEqual(Array(4).fill(expected));
      if (n < 300) range.append(leafHash(data[n]!));
    }
  });

  it('gives the proofs of the RFC 6962 recursion at sizes to 40, at once or by a store that must be waited for', async () => {
    for (let n = 1; n <= 40; n++) {
      for (let i = 0; i < n; i++) {
        const inclusion = hexes(auditPath(i, data.slice(0, n)));
        expect(hexes(inclusionProof(i, n, read))).toEqual(inclusion);
        expect(hexes(await inclusionProofAsync(i, n, readLater))).toEqual(inclusion);
        const consistency = hexes(consistencyPath(i + 1, data.slice(0, n)));
        expect(hexes(consistencyProof(i + 1, n, read))).toEqual(consistency);
        expect(hexes(await consistencyProofAsync(i + 1, n, readLater))).toEqual(consistency);
      }
    }
  });

  it('grows past one piece of memory and keeps every hash', () => {
    const large = new Tree();
    const range = new CompactRange();
    const leaf = (n: number): Uint8Array => new Uint8Array(32).fill(n % 251, 0, 16).fill(n % 241, 16);
    const size = 2 * 32_768 + 5;
    for (let n = 0; n < size; n++) {
      large.append(leaf(n));
      range.append(leaf(n));
    }
    expect(large.root()).toEqual(range.root());
    for (const n of [0, 31, 32, 32_767, 32_768, 65_535, 65_536, size - 1]) {
      expect(large.hash(0, n)).toEqual(leaf(n));
      const proof = inclusionProof(n, size, (level, index) => large.hash(level, index));
      expect(checkInclusion(n, size, leaf(n), proof, range.root())).toBe(true);
    }
  });

  it('tells full subtrees and roots that it has, and refuses others', () => {
    expect(tree.hash(1, 0)).toEqual(nodeHash(leafHash(data[0]!), leafHash(data[1]!)));
    for (const [level, index] of [[0, 300], [1, 150], [8, 1], [9, 0], [0, -1], [0, 0.5], [-1, 0], [0, NaN]] as const) expect(codeOf(() => tree.hash(level, index))).toBe('E_NUM_RANGE');
    for (const size of [301, -1, 1.5, NaN]) expect(codeOf(() => tree.root(size))).toBe('E_NUM_RANGE');
    tree.hash(0, 0).fill(0); // a copy: nothing inside is changed
    expect(tree.hash(0, 0)).toEqual(leafHash(data[0]!));
  });

  it('takes hashes of 32 bytes only', () => {
    for (const length of [0, 12, 31, 33, 64]) {
      const hash = new Uint8Array(length);
      expect(codeOf(() => new Tree().append(hash))).toBe('E_SHAPE');
      expect(codeOf(() => new CompactRange().append(hash))).toBe('E_SHAPE');
      expect(codeOf(() => new CompactRange(1, [hash]))).toBe('E_SHAPE');
      expect(codeOf(() => nodeHash(hash, EMPTY_ROOT))).toBe('E_SHAPE');
      expect(codeOf(() => nodeHash(EMPTY_ROOT, hash))).toBe('E_SHAPE');
      expect(codeOf(() => inclusionProof(0, 2, () => hash))).toBe('E_SHAPE');
    }
  });

  it('a text is hashed as its UTF-8 bytes', () => expect(leafHash('é')).toEqual(leafHash(Uint8Array.of(0xc3, 0xa9))));
});

describe('a compact range', () => {
  it('is resumed from its hashes at every size', () => {
    for (let n = 0; n <= 100; n++) {
      const before = new CompactRange();
      for (const entry of data.slice(0, n)) before.append(leafHash(entry));
      expect(before.hashes).toHaveLength(n.toString(2).replaceAll('0', '').length);
      const after = new CompactRange(before.size, before.hashes);
      for (const entry of data.slice(n, n + 30)) after.append(leafHash(entry));
      expect(after.size).toBe(n + 30);
      expect(after.root()).toEqual(tree.root(n + 30));
      expect(before.root()).toEqual(tree.root(n)); // its own state was not shared
    }
  });

  it('is not resumed from too many or too few hashes, or at sizes that are none', () => {
    expect(codeOf(() => new CompactRange(3, [EMPTY_ROOT]))).toBe('E_SHAPE');
    expect(codeOf(() => new CompactRange(4, [EMPTY_ROOT, EMPTY_ROOT]))).toBe('E_SHAPE');
    for (const size of [-1, 0.5, NaN, 2 ** 53]) expect(codeOf(() => new CompactRange(size, []))).toBe('E_NUM_RANGE');
  });

  it('counts to 2^53 - 1 and no further', () => {
    const full = new CompactRange(2 ** 53 - 2, Array.from({ length: 52 }, () => EMPTY_ROOT));
    full.append(EMPTY_ROOT);
    expect(full.hashes).toHaveLength(53);
    expect(codeOf(() => full.append(EMPTY_ROOT))).toBe('E_NUM_RANGE');
  });
});

describe('a proof', () => {
  it('checks for every leaf of every size to 64', () => {
    for (let n = 1; n <= 64; n++) {
      for (let i = 0; i < n; i++) {
        expect(checkInclusion(i, n, leafHash(data[i]!), inclusionProof(i, n, read), tree.root(n))).toBe(true);
        expect(checkConsistency(i + 1, n, tree.root(i + 1), tree.root(n), consistencyProof(i + 1, n, read))).toBe(true);
      }
    }
  });

  it('fails with a hash changed, dropped, doubled or added, at every leaf of every size to 32', () => {
    for (let n = 2; n <= 32; n++) {
      for (let i = 0; i < n; i++) {
        const inclusion = (proof: readonly Uint8Array[]): boolean => checkInclusion(i, n, leafHash(data[i]!), proof, tree.root(n));
        const consistency = (proof: readonly Uint8Array[]): boolean => checkConsistency(i + 1, n, tree.root(i + 1), tree.root(n), proof);
        for (const [check, proof] of [[inclusion, inclusionProof(i, n, read)], [consistency, consistencyProof(i + 1, n, read)]] as const) {
          const bit = (i * 37 + n) % 256; // every bit: test/full/merkle.full.ts
          const wrong = proof.flatMap((_, k) => [flipped(proof, k, bit), proof.toSpliced(k, 1), proof.toSpliced(k, 0, proof[k]!)]);
          for (const other of [...wrong, [...proof, EMPTY_ROOT], [EMPTY_ROOT, ...proof]]) expect(check(other)).toBe(false);
        }
      }
    }
  });

  it('fails with any single bit changed', () => {
    const size = fc.integer({ min: 2, max: 64 }).chain((n) => fc.tuple(fc.constant(n), fc.integer({ min: 0, max: n - 1 })));
    fc.assert(fc.property(size, fc.nat(), fc.nat(255), ([n, i], nth, bit) => {
      const inclusion = inclusionProof(i, n, read);
      expect(checkInclusion(i, n, leafHash(data[i]!), flipped(inclusion, nth % inclusion.length, bit), tree.root(n))).toBe(false);
      const consistency = consistencyProof(i + 1, n, read);
      if (consistency.length > 0) expect(checkConsistency(i + 1, n, tree.root(i + 1), tree.root(n), flipped(consistency, nth % consistency.length, bit))).toBe(false);
    }), { numRuns: 1000 });
  });

  it('shows no other leaf, place, size or root', () => {
    const [i, n] = [5, 11];
    const proof = inclusionProof(i, n, read);
    const leaf = leafHash(data[i]!);
    expect(checkInclusion(i, n, leaf, proof, tree.root(n))).toBe(true);
    for (let other = 0; other < 64; other++) {
      if (other !== i) expect(checkInclusion(other, n, leaf, proof, tree.root(n))).toBe(false);
      if (other !== i) expect(checkInclusion(i, n, leafHash(data[other]!), proof, tree.root(n))).toBe(false);
      if (other !== n) expect(checkInclusion(i, n, leaf, proof, tree.root(other))).toBe(false);
    }
    expect(checkInclusion(i, n, tree.hash(1, 2), proof.slice(1), tree.root(n))).toBe(false); // a node does not pass for a leaf
  });

  it('of numbers that are none, or of hashes of another length, is refused', () => {
    const root = tree.root(1);
    for (const size of [0, -1, 1.5, NaN, Infinity, 2 ** 53]) {
      expect(checkInclusion(0, size, root, [], root)).toBe(false);
      expect(checkConsistency(size, size, root, root, [])).toBe(false);
      expect(codeOf(() => inclusionNodes(0, size))).toBe('E_NUM_RANGE');
      expect(codeOf(() => consistencyNodes(size, size))).toBe('E_NUM_RANGE');
    }
    for (const index of [-1, 0.5, NaN, 1]) expect(checkInclusion(index, 1, root, [], root)).toBe(false);
    for (const length of [0, 12, 31, 33]) {
      const hash = new Uint8Array(length);
      expect(checkInclusion(0, 1, hash, [], hash)).toBe(false);
      expect(checkConsistency(1, 2, hash, EMPTY_ROOT, [EMPTY_ROOT])).toBe(false);
      expect(checkConsistency(1, 2, EMPTY_ROOT, hash, [EMPTY_ROOT])).toBe(false);
      expect(checkConsistency(1, 2, EMPTY_ROOT, EMPTY_ROOT, [hash])).toBe(false);
      expect(checkInclusion(0, 2, EMPTY_ROOT, [hash], EMPTY_ROOT)).toBe(false);
    }
    expect(checkConsistency(0, 0, EMPTY_ROOT, EMPTY_ROOT, [])).toBe(false);
    expect(codeOf(() => consistencyNodes(3, 2))).toBe('E_NUM_RANGE');
  });

  it('reads the same subtrees at sizes that 32 bits do not hold', () => {
    const places = (proof: { level: number; index: number }[][]): string => JSON.stringify(proof);
    const n = 2 ** 52 + 2 ** 33 + 3;
    const lengths = inclusionNodes(n - 1, n).map((nodes) => nodes.length);
    expect(lengths).toEqual([1, 1, 1]); // the right edge: its pair, the 2^33 before them, the 2^52 before all
    expect(places(inclusionNodes(2 ** 52 + 2 ** 33, n))).toBe(places([[{ level: 0, index: 2 ** 52 + 2 ** 33 + 1 }], [{ level: 0, index: n - 1 }], [{ level: 33, index: 2 ** 19 }], [{ level: 52, index: 0 }]]));
    // a log of equal leaves, so that the hash of every full subtree is known by its level
    const levels = [leafHash('')];
    for (let level = 1; level < 53; level++) levels.push(nodeHash(levels[level - 1]!, levels[level - 1]!));
    const equal = (level: number): Uint8Array => levels[level]!;
    for (const size of [2 ** 31, 2 ** 32 + 1, 2 ** 33 + 2 ** 31 + 7, n, 2 ** 53 - 1]) {
      for (const index of [0, 2 ** 31 - 1, size - 1]) expect(checkInclusion(index, size, levels[0]!, inclusionProof(index, size, equal), rootOf(size, equal))).toBe(true);
      for (const first of [1, 2 ** 31 - 1, 2 ** 31, size - 1, size]) expect(checkConsistency(first, size, rootOf(first, equal), rootOf(size, equal), consistencyProof(first, size, equal))).toBe(true);
    }
  });
});

function flipped(proof: readonly Uint8Array[], at: number, bit: number): Uint8Array[] {
  return proof.map((hash, k) => {
    const copy = hash.slice();
    if (k === at) copy[bit >> 3]! ^= 1 << (bit & 7);
    return copy;
  });
}
