import { afterAll, describe, expect, it } from 'vitest';
import { MeritError } from '../../src/errors/index.js';
import { fileStore } from '../../src/node/file-store.js';
import { sampleLine } from '../../src/trail/conformance.js';
import { Disk } from './disk.js';
import { program, removeTemp, run } from './programs.js';
import { LOG, sample, texts } from './sample.js';

afterAll(removeTemp);

describe('a log of 100 entries', () => {
  it('cut at any byte opens with exactly the whole entries before the cut, and goes on', async () => {
    const { bytes, ends } = await sample();
    const lines = bytes.toString().trimEnd().split('\n').map((line) => line.slice('{"entry":'.length, -',"leaf":""}'.length - 64));
    for (let cut = 0; cut <= bytes.length; cut++) {
      const disk = new Disk({ [LOG]: bytes.subarray(0, cut) });
      const store = await fileStore('log', { files: disk });
      const whole = ends.filter((end) => end <= cut).length;
      const size = await store.size();
      const torn = cut - (ends[whole - 1] ?? 0);
      if (size !== whole || store.torn.length !== Number(torn > 0) || (torn > 0 && store.torn[0]?.bytes !== torn)) throw new Error(`cut at ${cut}: ${size} entries for ${whole}, ${JSON.stringify(store.torn)}`);
      if (cut % 499 === 0) expect(await texts(store)).toEqual(lines.slice(0, whole));
      if (cut % 7 === 0) await store.append('next', size, () => sampleLine('next', size));
      await store.close();
    }
    console.log(`${bytes.length + 1} cuts`);
  });

  it('with any one bit flipped is refused at the line of the flip: all 8 bits of every byte', async () => {
    const { bytes } = await sample();
    const told = (await shares('flips')).flatMap((output) => output.trim().split('\n'));
    expect(told.filter((line) => !line.startsWith('flips '))).toEqual([]);
    const flips = told.reduce((sum, line) => sum + Number(line.split(' ')[1]), 0);
    expect(flips).toBe(8 * bytes.length);
    console.log(`${flips} flips`);
  });

  it('with any byte of the notes or the vault flipped is refused', async () => {
    const disk = new Disk();
    const store = await fileStore('log', { files: disk });
    await store.keepCheckpoint(0, 'origin\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— origin AAAA\n');
    await store.keepCheckpoint(0, 'second\n');
    await store.vault.put([{ entry: 'a', path: '/x', subject: 'p', salt: '5a'.repeat(32), value: '1' }, { entry: 'b', path: '/x', subject: null, salt: '6b'.repeat(32), value: '"é"' }]);
    await store.close();
    for (const [file, path] of [['log/checkpoints.jsonl', '/checkpoints/'], ['log/vault.jsonl', '/vault/']] as const) {
      const bytes = disk.content(file);
      for (let at = 0; at < bytes.length; at++) {
        for (let bit = 0; bit < 8; bit++) {
          const flipped = Buffer.from(bytes);
          flipped[at] = bytes[at]! ^ (1 << bit);
          disk.show(file, flipped);
          const error: unknown = await fileStore('log', { files: disk }).then(async (opened) => {
            const found = await opened.vault.rows({ entry: 'a' }).catch((cause: unknown) => cause);
            await opened.close();
            return found;
          }, (cause: unknown) => cause);
          if (!(error instanceof MeritError) || error.code !== 'E_LOG_CORRUPT' || !error.path.startsWith(path)) throw new Error(`${file} byte ${at} bit ${bit}: ${String(error)}`);
        }
      }
      disk.show(file, bytes);
    }
  });
});

describe('a simulated disk that loses power', () => {
  it('loses nothing acknowledged, whatever of the unsynced writes it drops, reorders or tears', async () => {
    const counts = (await shares('power')).map((output) => output.trim().split(' ').map(Number));
    const [seeds, crashes, kept, repaired] = [0, 1, 2, 3].map((k) => counts.reduce((sum, count) => sum + count[k]!, 0));
    console.log(`${seeds} seeds, ${crashes} crashes, ${kept} acknowledged entries looked for, ${repaired} times the end was moved aside by repairLog`);
    expect([seeds, crashes]).toEqual([1000, 3000]);
    expect(kept).toBeGreaterThan(10_000);
    expect(repaired).toBeGreaterThan(0);
  });
});

/** What a program printed that ran once on each half of the work. */
async function shares(name: 'flips' | 'power'): Promise<string[]> {
  const file = program(name);
  return (await Promise.all(['0', '1'].map((share) => run([process.execPath, file, share, '2'])))).map(({ output }) => output);
}
