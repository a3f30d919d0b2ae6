import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { canonicalJson, sha256 } from '../../src/canonical/index.js';

const view = new DataView(new ArrayBuffer(8));

function fromBits(bits: bigint): number {
  view.setBigUint64(0, bits);
  return view.getFloat64(0);
}

function bitsOf(x: number): string {
  view.setFloat64(0, x);
  return view.getBigUint64(0).toString(16);
}

/** The published sequence: named bit patterns, then the 2,000 smallest normal numbers, then a chain of SHA-256 blocks read as little-endian doubles. */
function* publishedNumbers(): Generator<number> {
  const patterns = readFileSync(new URL('../vectors/jcs/es6-static.txt', import.meta.url), 'utf8').trim().split(/\s+/);
  for (const pattern of patterns) yield fromBits(BigInt(`0x${pattern}`));
  for (let i = 0n; i < 2000n; i++) yield fromBits(0x0010000000000000n + i);
  for (let block = sha256(new Uint8Array(32)); ; block = sha256(block)) {
    const doubles = new DataView(block.buffer, block.byteOffset, 32);
    for (let i = 0; i < 4; i++) {
      const x = doubles.getFloat64(8 * i, true);
      if (x !== 0 && Number.isFinite(x)) yield x;
    }
  }
}

it.each([
  [1_000, 'be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687'],
  [10_000, 'b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892'],
  [100_000, '22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7'],
])('canonicalJson writes the first %i numbers of the RFC 8785 sequence as published', (lines, digest) => {
  const hash = createHash('sha256');
  let left = lines;
  for (const x of publishedNumbers()) {
    if (left-- === 0) break;
    hash.update(`${bitsOf(x)},${canonicalJson(x)}\n`);
  }
  expect(hash.digest('hex')).toBe(digest);
});

it('whole numbers of up to four digits are written as ECMAScript writes them', () => {
  for (let i = -1; i < 10_000; i++) expect(canonicalJson(i)).toBe(String(i));
  expect(canonicalJson(-0)).toBe('0');
});
