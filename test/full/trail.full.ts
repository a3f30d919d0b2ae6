import { spawn } from 'node:child_process';
import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { fileWitnessState } from '../../src/node/index.js';
import { checkConsistency, checkInclusion, consistencyProof, inclusionProof, leafHash, Tree, verifyEd25519 } from '../../src/trail/index.js';
import { digestOfNumbers } from '../canonical/published-numbers.js';
import { ORIGIN } from '../trail/logs.js';

it('canonicalJson writes the first 1,000,000 numbers of the RFC 8785 sequence as published', () => {
  expect(digestOfNumbers(1_000_000)).toBe('49415fee2c56c77864931bd3624faad425c3c577d6d74e89a83bc725506dad16');
});

// a quarter of the bits of each hash, other ones in each proof: all of them take four times as long (248 s on a busy machine)
it('every proof of every size to 64 fails with any one bit of it changed', () => {
  const tree = new Tree();
  for (let n = 0; n < 64; n++) tree.append(leafHash(`entry ${n}`));
  const read = (level: number, index: number): Uint8Array => tree.hash(level, index);
  const roots = Array.from({ length: 65 }, (_, n) => tree.root(n));
  let flips = 0;
  const everyBit = (proof: readonly Uint8Array[], from: number, holds: () => boolean): void => {
    if (!holds()) throw new Error('an honest proof does not hold');
    for (const hash of proof) {
      for (let bit = from % 4; bit < 256; bit += 4) {
        hash[bit >> 3]! ^= 1 << (bit & 7);
        if (holds()) throw new Error('a changed proof holds');
        hash[bit >> 3]! ^= 1 << (bit & 7);
        flips++;
      }
    }
  };
  for (let n = 1; n <= 64; n++) {
    for (let i = 0; i < n; i++) {
      const inclusion = inclusionProof(i, n, read);
      everyBit(inclusion, i + n, () => checkInclusion(i, n, leafHash(`entry ${i}`), inclusion, roots[n]!));
      const consistency = consistencyProof(i + 1, n, read);
      everyBit(consistency, i + n, () => checkConsistency(i + 1, n, roots[i + 1]!, roots[n]!, consistency));
    }
  }
  expect(flips).toBeGreaterThan(1_000_000);
});

it('the verdict is yes on 1,000 honest signatures', () => {
  for (let k = 0; k < 1000; k++) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const message = Buffer.from(`message ${k}`);
    expect(verifyEd25519(sign(null, message, privateKey), message, new Uint8Array(publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)))).toBe(true);
  }
});

it('a witness killed at any moment has kept every head that it cosigned', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'meritra-witness-'));
  try {
    let told = 0;
    for (let kill = 0; kill < 20; kill++) {
      const child = spawn(process.execPath, ['--import', 'tsx', new URL('witness-child.ts', import.meta.url).pathname, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
      let text = '';
      await new Promise<void>((done) => {
        child.on('close', () => done());
        child.stdout.on('data', (data: Buffer) => {
          if (text === '') setTimeout(() => child.kill('SIGKILL'), 3 + 7 * kill);
          text += data.toString();
        });
      });
      const sizes = text.split('\n').slice(0, -1).map(Number);
      expect(sizes.length).toBeGreaterThan(0);
      expect(sizes[0]! - told).toBeLessThanOrEqual(2); // one may have been kept whose cosignature was not told
      told = sizes.at(-1)!;
      const kept = (await fileWitnessState(folder).get(ORIGIN))!.size;
      expect([told, told + 1]).toContain(kept);
    }
    expect(readdirSync(folder).filter((name) => !name.startsWith('.')).length).toBeLessThanOrEqual(2);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
