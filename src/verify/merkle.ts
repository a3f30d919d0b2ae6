import { digest } from './canonical.js';

// RFC 6962 and RFC 9162. Sizes and indices are whole numbers below 2^53: halves are taken by division, since >> would cut them to 32 bits.

const LEAF = Uint8Array.of(0);
const NODE = Uint8Array.of(1);
const half = (x: number): number => Math.floor(x / 2);
const odd = (x: number): boolean => x % 2 === 1;

export const leafHash = (data: string | Uint8Array): Uint8Array => digest(LEAF, data);
export const nodeHash = (left: Uint8Array, right: Uint8Array): Uint8Array => digest(NODE, left, right);

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, k) => byte === b[k]);
}

const isSize = (x: number): boolean => Number.isSafeInteger(x) && x > 0;
const areHashes = (hashes: readonly Uint8Array[]): boolean => hashes.every((hash) => hash.length === 32);

/** True if the proof leads from the leaf at `index` of a tree of `size` leaves to its root (RFC 9162, section 2.1.3.2). */
export function isIncluded(index: number, size: number, leaf: Uint8Array, proof: readonly Uint8Array[], root: Uint8Array): boolean {
  if (!isSize(size) || !Number.isSafeInteger(index) || index < 0 || index >= size || !areHashes([leaf, root, ...proof])) return false;
  let [fn, sn, r] = [index, size - 1, leaf];
  for (const p of proof) {
    if (sn === 0) return false;
    if (odd(fn) || fn === sn) {
      r = nodeHash(p, r);
      while (fn !== 0 && !odd(fn)) [fn, sn] = [half(fn), half(sn)];
    } else r = nodeHash(r, p);
    [fn, sn] = [half(fn), half(sn)];
  }
  return sn === 0 && equalBytes(r, root);
}

/** The roots of the perfect trees that a tree is made of, largest first: all that is needed to go on and to know its root. */
export class CompactRange {
  readonly #node: typeof nodeHash;
  readonly #peaks: Uint8Array[] = [];
  size = 0;

  constructor(node: typeof nodeHash = nodeHash) {
    this.#node = node;
  }

  append(leaf: Uint8Array): void {
    let peak = leaf;
    for (let rest = this.size; odd(rest); rest = half(rest)) peak = this.#node(this.#peaks.pop()!, peak);
    this.#peaks.push(peak);
    this.size++;
  }

  root(): Uint8Array {
    const last = this.#peaks.length - 1;
    if (last < 0) return digest();
    let root = this.#peaks[last]!;
    for (let k = last - 1; k >= 0; k--) root = this.#node(this.#peaks[k]!, root);
    return root;
  }
}

/** The roots of the first `size` leaves, for each of the sizes that there are so many leaves for. */
export function rootsAt(sizes: readonly number[], leaves: readonly Uint8Array[]): ReadonlyMap<number, Uint8Array> {
  const asked = new Set(sizes);
  const roots = new Map<number, Uint8Array>();
  const range = new CompactRange();
  if (asked.has(0)) roots.set(0, range.root());
  for (const leaf of leaves) {
    range.append(leaf);
    if (asked.has(range.size)) roots.set(range.size, range.root());
  }
  return roots;
}
