// A24: an inner node passed off as an entry, and proofs of another length, index or size. Both trees are attacked: the one that writes and the one
// that checks. The published vectors (482 of 518 must be refused) run in test/trail.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as trail from '../../src/trail/merkle.js';
import * as checker from '../../src/verify/merkle.js';

type Hash = Uint8Array;
interface Tree {
  readonly leaf: (data: Uint8Array) => Hash;
  readonly included: (index: number, size: number, leaf: Hash, proof: readonly Hash[], root: Hash) => boolean;
  /** Of the writing tree alone: the checker makes the roots itself. */
  readonly consistent?: (first: number, second: number, a: Hash, b: Hash, proof: readonly Hash[]) => boolean;
}
const TREES: readonly (readonly [string, Tree])[] = [
  ['src/trail', { leaf: trail.leafHash, included: trail.checkInclusion, consistent: trail.checkConsistency }],
  ['src/verify', { leaf: checker.leafHash, included: checker.isIncluded }],
];
const SIZE = 8;
const data = Array.from({ length: SIZE }, (_, k) => new TextEncoder().encode(`entry ${k}`));
const tree = new trail.Tree();
for (const one of data) tree.append(trail.leafHash(one));
const read: trail.HashReader = (level, index) => tree.hash(level, index);
const root = tree.root();
const two = (a: Hash, b: Hash): Uint8Array => Uint8Array.from([...a, ...b]);

describe.each(TREES)('%s', (_, { leaf, included, consistent }) => {
  it('(the control) every entry is in the log, and every beginning is one', () => {
    data.forEach((one, k) => expect(included(k, SIZE, leaf(one), trail.inclusionProof(k, SIZE, read), root)).toBe(true));
    if (consistent) for (let m = 1; m <= SIZE; m++) expect(consistent(m, SIZE, trail.rootOf(m, read), root, trail.consistencyProof(m, SIZE, read))).toBe(true);
  });

  it('an entry made of the two hashes below an inner node is not that node, at any height and in any size', () => {
    for (const level of [1, 2, 3]) {
      for (let k = 0; k < SIZE >> level; k++) {
        const forged = two(tree.hash(level - 1, 2 * k), tree.hash(level - 1, 2 * k + 1));
        const upper = trail.inclusionProof(k << level, SIZE, read).slice(level);
        for (let size = 1; size <= 2 * SIZE; size++) expect(included(k, size, leaf(forged), upper, root)).toBe(false);
      }
    }
  });

  it('a proof one hash shorter or longer, empty, or with two hashes changed about is none', () => {
    data.forEach((one, k) => {
      const proof = trail.inclusionProof(k, SIZE, read);
      for (const other of [[], proof.slice(1), proof.slice(0, -1), [...proof, root], [root, ...proof], [proof[1]!, proof[0]!, proof[2]!]]) expect(included(k, SIZE, leaf(one), other, root)).toBe(false);
    });
    for (let m = 1; consistent && m < SIZE; m++) {
      const proof = trail.consistencyProof(m, SIZE, read);
      for (const other of [[], proof.slice(0, -1), [...proof, root], proof.slice(1)]) if (other.length !== proof.length) expect(consistent(m, SIZE, trail.rootOf(m, read), root, other)).toBe(false);
    }
  });

  it('no proof is good for another entry, index, size or root', () => {
    const proof = trail.inclusionProof(3, SIZE, read);
    const own = leaf(data[3]!);
    for (const index of [-1, 0, 2, 4, 7, 8, 3.5, NaN, 2 ** 32 + 3, 2 ** 53]) expect(included(index, SIZE, own, proof, root)).toBe(false);
    for (const size of [0, -8, 3, 4, 9, 16, NaN, 2 ** 32 + 8, 2 ** 53]) expect(included(3, size, own, proof, root)).toBe(false);
    expect(included(3, SIZE, leaf(data[4]!), proof, root)).toBe(false);
    expect(included(3, SIZE, own, proof, trail.rootOf(7, read))).toBe(false);
    expect(included(0, 1, new Uint8Array(0), [], new Uint8Array(0))).toBe(false);
    expect(included(0, 1, own.slice(0, 31), [], own.slice(0, 31))).toBe(false);
  });
});

it('nothing continues a log of size 0, and no log is continued by a smaller one', () => {
  for (const proof of [[], [root]]) {
    expect(trail.checkConsistency(0, 0, root, root, proof)).toBe(false);
    expect(trail.checkConsistency(0, SIZE, trail.EMPTY_ROOT, root, proof)).toBe(false);
    expect(trail.checkConsistency(SIZE, 4, root, trail.rootOf(4, read), proof)).toBe(false);
  }
  expect(trail.checkConsistency(SIZE, SIZE, root, trail.rootOf(7, read), [])).toBe(false);
});

it('(the defence removed) a tree without the prefixes 00 and 01 takes the inner node for an entry', () => {
  const sha = (bytes: Uint8Array): Hash => new Uint8Array(createHash('sha256').update(bytes).digest());
  let row = data.map(sha);
  const inner = two(row[0]!, row[1]!);
  const levels = [row];
  while (row.length > 1) levels.push((row = Array.from({ length: row.length / 2 }, (_, k) => sha(two(row[2 * k]!, row[2 * k + 1]!)))));
  const up = (leaf: Hash, proof: readonly Hash[]): Hash => proof.reduce((at, sibling) => sha(two(at, sibling)), leaf);
  expect(up(sha(inner), [levels[1]![1]!, levels[2]![1]!])).toEqual(levels[3]![0]);
});
