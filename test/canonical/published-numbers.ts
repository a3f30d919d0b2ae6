import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
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

/** SHA-256 in hex of the first `lines` lines `bits,canonical JSON` of the sequence. */
export function digestOfNumbers(lines: number): string {
  const hash = createHash('sha256');
  let left = lines;
  for (const x of publishedNumbers()) {
    if (left-- === 0) break;
    hash.update(`${bitsOf(x)},${canonicalJson(x)}\n`);
  }
  return hash.digest('hex');
}
