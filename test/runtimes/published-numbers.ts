import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

/** Bits, in hex, of the first numbers of the published sequence of RFC 8785 (appendix B). A second writing of what test/canonical/numbers.test.ts makes: here the doubles are never read. */
export function publishedNumbers(count: number): string[] {
  const bits = readFileSync(new URL('../vectors/jcs/es6-static.txt', import.meta.url), 'utf8').trim().split(/\s+/).map((hex) => BigInt(`0x${hex}`));
  for (let i = 0n; i < 2000n; i++) bits.push(0x0010000000000000n + i);
  for (let block = Buffer.alloc(32); bits.length < count; ) {
    block = createHash('sha256').update(block).digest();
    for (let i = 0; i < 32; i += 8) {
      const one = block.readBigUInt64LE(i);
      const finite = ((one >> 52n) & 0x7ffn) !== 0x7ffn;
      if (finite && BigInt.asUintN(63, one) !== 0n) bits.push(one);
    }
  }
  return bits.slice(0, count).map((one) => one.toString(16));
}
