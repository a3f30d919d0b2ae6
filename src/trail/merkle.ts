import { sha256, utf8 } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';

/*
 * The Merkle tree of RFC 6962: a leaf is hashed with a 0x00 before it and a node with a 0x01, so no node can pass for a leaf; a tree
 * of n leaves splits at the largest power of two below n. Sizes go to 2^53 - 1, so no operator here cuts numbers to 32 bits.
 */

/** Bytes of every hash. */
export const HASH_BYTES = 32;

/** SHA-256(0x00 ‖ data): the hash of one entry; a text counts as its UTF-8 bytes. @see RFC 6962 section 2.1 */
export function leafHash(data: Uint8Array | string): Uint8Array {
  const bytes = typeof data === 'string' ? utf8(data) : data;
  const prefixed = new Uint8Array(1 + bytes.length);
  prefixed.set(bytes, 1);
  return sha256(prefixed);
}

const pair = new Uint8Array(1 + 2 * HASH_BYTES).fill(1, 0, 1); // made once: it is written and hashed before anybody else can run

/** SHA-256(0x01 ‖ left ‖ right). @throws {MeritError} E_SHAPE for a hash that has not 32 bytes @see RFC 6962 section 2.1 */
export function nodeHash(left: Uint8Array, right: Uint8Array): Uint8Array {
  if (left.length !== HASH_BYTES || right.length !== HASH_BYTES) throw new MeritError('E_SHAPE', `a node is made of two hashes of ${HASH_BYTES} bytes, not of ${left.length} and ${right.length}`);
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return sha256(pair);
}

/** The root of a tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Uint8Array = /* @__PURE__ */ sha256('');

/** A subtree with 2^level leaves, the first of which is leaf index * 2^level. */
export interface Subtree {
  readonly level: number;
  readonly index: number;
}

/** Tells the hash of a full subtree. */
export type HashReader = (level: number, index: number) => Uint8Array;
/** The same for stores that wait for a disk, such as `TrailStore.hash`. */
export type AsyncHashReader = (level: number, index: number) => Promise<Uint8Array>;

/** A list of hashes, 32 bytes each, in pieces of 1 MiB: growing copies no more than the first piece. */
class HashList {
  length = 0;
  private readonly pieces: Uint8Array[] = [new Uint8Array(1024)];

  push(hash: Uint8Array): void {
    const at = this.length % PIECE;
    let piece: Uint8Array = this.pieces[this.pieces.length - 1]!;
    if (this.length > 0 && at === 0) this.pieces.push((piece = new Uint8Array(PIECE * HASH_BYTES)));
    else if (at * HASH_BYTES === piece.length) {
      const larger = new Uint8Array(2 * piece.length);
      larger.set(piece);
      this.pieces[this.pieces.length - 1] = piece = larger;
    }
    piece.set(hash, at * HASH_BYTES);
    this.length++;
  }

  /** The bytes in place: whoever gives them out copies them first. */
  at(index: number): Uint8Array {
    const start = (index % PIECE) * HASH_BYTES;
    return this.pieces[Math.floor(index / PIECE)]!.subarray(start, start + HASH_BYTES);
  }
}

const PIECE = 32_768;

/** A whole tree in memory, 64 bytes a leaf: any proof at any size. Appending costs two hashes on average. */
export class Tree {
  private readonly levels: HashList[] = [new HashList()];

  get size(): number {
    return this.levels[0]!.length;
  }

  /** @throws {MeritError} E_SHAPE for a hash that has not 32 bytes */
  append(leaf: Uint8Array): void {
    needHash(leaf);
    let index = this.size;
    this.levels[0]!.push(leaf);
    for (let level = 0; index % 2 === 1; level++) {
      const row = this.levels[level]!;
      const above = (this.levels[level + 1] ??= new HashList());
      above.push(nodeHash(row.at(index - 1), row.at(index)));
      index = (index - 1) / 2;
    }
  }

  /** The hash of a full subtree. @throws {MeritError} E_NUM_RANGE for one that is not there or not full */
  hash(level: number, index: number): Uint8Array {
    const row = this.levels[level];
    if (!row || !isCount(index) || index >= row.length) throw new MeritError('E_NUM_RANGE', `the tree of ${this.size} leaves has no full subtree ${index} on level ${level}`);
    return row.at(index).slice();
  }

  /** The root of the first `size` leaves, of all of them when left out. @throws {MeritError} E_NUM_RANGE */
  root(size = this.size): Uint8Array {
    if (!isCount(size) || size > this.size) throw new MeritError('E_NUM_RANGE', `the tree has ${this.size} leaves, its root at ${size} was asked for`);
    return rootOf(size, (level, index) => this.hash(level, index));
  }
}

/**
 * The root of a growing tree from as few hashes as can be: one for each 1 among the binary digits of its size, the largest subtree
 * first. O(log n) memory; appending costs one hash on average. Kept as `size` and `hashes`, it is resumed from them.
 */
export class CompactRange {
  private count: number;
  private readonly roots: Uint8Array[];

  /** @throws {MeritError} E_SHAPE when `hashes` are not those that a tree of `size` leaves has */
  constructor(size = 0, hashes: readonly Uint8Array[] = []) {
    needSize(size);
    const expected = cover(0, size).length;
    if (hashes.length !== expected) throw new MeritError('E_SHAPE', `a tree of ${size} leaves is kept as ${expected} hashes, ${hashes.length} came`);
    hashes.forEach(needHash);
    this.count = size;
    this.roots = hashes.map((hash) => hash.slice());
  }

  get size(): number {
    return this.count;
  }

  /** What to keep, so that `new CompactRange(size, hashes)` goes on from here. */
  get hashes(): readonly Uint8Array[] {
    return this.roots.map((hash) => hash.slice());
  }

  /** @throws {MeritError} E_SHAPE for a hash that has not 32 bytes; E_NUM_RANGE at 2^53 - 1 leaves */
  append(leaf: Uint8Array): void {
    needHash(leaf);
    needSize(this.count + 1);
    let hash: Uint8Array = leaf.slice();
    for (let left = this.count; left % 2 === 1; left = (left - 1) / 2) hash = nodeHash(this.roots.pop()!, hash);
    this.roots.push(hash);
    this.count++;
  }

  root(): Uint8Array {
    return fold(this.roots);
  }
}

/** The root of the first `size` leaves. O(log n) hashes are read. @throws {MeritError} E_NUM_RANGE */
export function rootOf(size: number, read: HashReader): Uint8Array {
  return fold(readNow(rootNodes(size), read));
}

/** {@link rootOf} for readers that must be waited for. */
export async function rootOfAsync(size: number, read: AsyncHashReader): Promise<Uint8Array> {
  return fold(await readLater(rootNodes(size), read));
}

/**
 * The proof that leaf `index` stands in the tree of the first `size` leaves: hashes from the leaf upwards, empty for a tree of one leaf.
 * @throws {MeritError} E_NUM_RANGE unless 0 <= index < size @see RFC 9162 section 2.1.3.1
 */
export function inclusionProof(index: number, size: number, read: HashReader): Uint8Array[] {
  return inclusionNodes(index, size).map((nodes) => fold(readNow(nodes, read)));
}

/** {@link inclusionProof} for readers that must be waited for. */
export async function inclusionProofAsync(index: number, size: number, read: AsyncHashReader): Promise<Uint8Array[]> {
  return Promise.all(inclusionNodes(index, size).map(async (nodes) => fold(await readLater(nodes, read))));
}

/**
 * The proof that the tree of the first `second` leaves begins with that of the first `first`; empty when they are equally many.
 * @throws {MeritError} E_NUM_RANGE unless 0 < first <= second: the empty tree is the beginning of every tree and proves nothing
 * @see RFC 9162 section 2.1.4.1
 */
export function consistencyProof(first: number, second: number, read: HashReader): Uint8Array[] {
  return consistencyNodes(first, second).map((nodes) => fold(readNow(nodes, read)));
}

/** {@link consistencyProof} for readers that must be waited for. */
export async function consistencyProofAsync(first: number, second: number, read: AsyncHashReader): Promise<Uint8Array[]> {
  return Promise.all(consistencyNodes(first, second).map(async (nodes) => fold(await readLater(nodes, read))));
}

/** The full subtrees that a tree of `size` leaves is made of, the largest first: folded from the right they give its root. */
export function rootNodes(size: number): Subtree[] {
  needSize(size);
  return cover(0, size);
}

/** For each hash of an inclusion proof the full subtrees it is folded from: one, or several at the ragged right edge. */
export function inclusionNodes(index: number, size: number): Subtree[][] {
  needSize(size);
  if (!isCount(index) || index >= size) throw new MeritError('E_NUM_RANGE', `leaf ${index} does not stand in a tree of ${size} leaves`);
  const proof: Subtree[][] = [];
  let from = 0;
  let to = size;
  while (to - from > 1) {
    const middle = from + powerBelow(to - from);
    if (index < middle) {
      proof.push(cover(middle, to));
      to = middle;
    } else {
      proof.push(cover(from, middle));
      from = middle;
    }
  }
  return proof.reverse();
}

/** For each hash of a consistency proof the full subtrees it is folded from. */
export function consistencyNodes(first: number, second: number): Subtree[][] {
  needSize(second);
  if (!isCount(first) || first === 0 || first > second) throw new MeritError('E_NUM_RANGE', `no proof leads from ${first} leaves to ${second}`);
  const proof: Subtree[][] = [];
  let from = 0;
  let to = second;
  while (first < to) {
    const middle = from + powerBelow(to - from);
    if (first <= middle) {
      proof.push(cover(middle, to));
      to = middle;
    } else {
      proof.push(cover(from, middle));
      from = middle;
    }
  }
  if (from > 0) proof.push(cover(from, to)); // else it is the first root itself, which the checker has
  return proof.reverse();
}

/**
 * Whether `proof` shows that `leaf` is the hash of leaf `index` in the tree of `size` leaves with this root. Never throws: what is
 * malformed is not shown. @see RFC 9162 section 2.1.3.2
 */
export function checkInclusion(index: number, size: number, leaf: Uint8Array, proof: readonly Uint8Array[], root: Uint8Array): boolean {
  if (!isCount(index) || !isCount(size) || index >= size || ![leaf, root, ...proof].every(isHash)) return false;
  let fn = index;
  let sn = size - 1;
  let r = leaf;
  for (const p of proof) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      r = nodeHash(p, r);
      while (fn !== 0 && fn % 2 === 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else r = nodeHash(r, p);
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && sameBytes(r, root);
}

/**
 * Whether `proof` shows that the tree of `second` leaves with `root2` begins with the tree of `first` leaves with `root1`. Size 0 is
 * refused, also beside itself. Never throws. @see RFC 9162 section 2.1.4.2
 */
export function checkConsistency(first: number, second: number, root1: Uint8Array, root2: Uint8Array, proof: readonly Uint8Array[]): boolean {
  if (!isCount(first) || !isCount(second) || first === 0 || first > second) return false;
  if (first === second) return proof.length === 0 && sameBytes(root1, root2); // nothing is hashed: a published vector has roots of 12 bytes here
  if (![root1, root2, ...proof].every(isHash)) return false;
  const path = powerBelow(2 * first) === first ? [root1, ...proof] : proof; // a full first tree is a node of the second
  const [start, ...rest] = path;
  if (proof.length === 0 || !start) return false;
  let fn = first - 1;
  let sn = second - 1;
  while (fn % 2 === 1) {
    fn = half(fn);
    sn = half(sn);
  }
  let fr = start;
  let sr = start;
  for (const c of rest) {
    if (sn === 0) return false;
    if (fn % 2 === 1 || fn === sn) {
      fr = nodeHash(c, fr);
      sr = nodeHash(c, sr);
      while (fn !== 0 && fn % 2 === 0) {
        fn = half(fn);
        sn = half(sn);
      }
    } else sr = nodeHash(sr, c);
    fn = half(fn);
    sn = half(sn);
  }
  return sn === 0 && sameBytes(fr, root1) && sameBytes(sr, root2);
}

/** Whether two byte strings are equal. They are public, so it may stop early. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, k) => byte === b[k]);
}

/** The full subtrees of the leaves from `from` to `to`, left to right, where `from` is a multiple of a power of two >= to - from. */
function cover(from: number, to: number): Subtree[] {
  const subtrees: Subtree[] = [];
  for (let at = from; at < to; ) {
    let level = 0;
    let leaves = 1;
    for (; 2 * leaves <= to - at; leaves *= 2) level++;
    subtrees.push({ level, index: at / leaves });
    at += leaves;
  }
  return subtrees;
}

/** The hash over neighbouring subtrees, each at most as large as the one to its left. */
function fold(hashes: readonly Uint8Array[]): Uint8Array {
  const last = hashes[hashes.length - 1];
  if (!last) return EMPTY_ROOT.slice();
  let hash: Uint8Array = last.slice();
  for (let k = hashes.length - 2; k >= 0; k--) hash = nodeHash(hashes[k]!, hash);
  return hash;
}

function readNow(nodes: readonly Subtree[], read: HashReader): Uint8Array[] {
  return nodes.map(({ level, index }) => needHash(read(level, index)));
}

function readLater(nodes: readonly Subtree[], read: AsyncHashReader): Promise<Uint8Array[]> {
  return Promise.all(nodes.map(async ({ level, index }) => needHash(await read(level, index))));
}

/** The largest power of two below n, where 1 < n <= 2^54. */
function powerBelow(n: number): number {
  let power = 1;
  while (2 * power < n) power *= 2;
  return power;
}

const half = (n: number): number => Math.floor(n / 2);

const isCount = (n: number): boolean => Number.isSafeInteger(n) && n >= 0;

const isHash = (hash: Uint8Array): boolean => hash instanceof Uint8Array && hash.length === HASH_BYTES;

function needHash(hash: Uint8Array): Uint8Array {
  if (!isHash(hash)) throw new MeritError('E_SHAPE', `a hash has ${HASH_BYTES} bytes, not ${hash.length}`);
  return hash;
}

function needSize(size: number): void {
  if (!isCount(size)) throw new MeritError('E_NUM_RANGE', `${size} is no number of leaves: whole, from 0 to 2^53 - 1`);
}
