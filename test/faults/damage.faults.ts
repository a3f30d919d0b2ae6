import { describe, expect, it } from 'vitest';
import { MeritError } from '../../src/errors/index.js';
import { fileStore, repairLog } from '../../src/node/file-store.js';
import { sampleLine } from '../../src/trail/conformance.js';
import type { TrailStore } from '../../src/trail/store.js';
import { Disk } from './disk.js';

const LOG = 'log/log.jsonl';
const N = 100;

/** A log of 100 entries as bytes, with the place where each line ends. */
async function sample(): Promise<{ readonly disk: Disk; readonly bytes: Buffer; readonly ends: readonly number[] }> {
  const disk = new Disk();
  const store = await fileStore('log', { files: disk });
  for (let i = 0; i < N; i++) await store.append(`id-${i}`, i, () => sampleLine(`id-${i}`, i, `é"\\${'x'.repeat(i % 9)}`));
  await store.close();
  const bytes = disk.content(LOG);
  const ends = [...bytes.entries()].filter(([, byte]) => byte === 10).map(([at]) => at + 1);
  return { disk, bytes, ends };
}

async function texts(store: TrailStore): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of store.lines(0, await store.size())) lines.push(line);
  return lines;
}

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
    const { bytes, ends } = await sample();
    const flipped = Buffer.from(bytes);
    const disk = new Disk({ [LOG]: flipped });
    let line = 0;
    let undetected = 0;
    for (let at = 0; at < bytes.length; at++) {
      while (at >= ends[line]!) line++;
      for (let bit = 0; bit < 8; bit++) {
        flipped[at] = bytes[at]! ^ (1 << bit);
        disk.show(LOG, flipped);
        const error: unknown = await fileStore('log', { files: disk }).then((store) => store.close(), (cause: unknown) => cause);
        if (!(error instanceof MeritError) || error.code !== 'E_LOG_CORRUPT' || error.path !== `/${line}`) {
          undetected++;
          console.log(`byte ${at} bit ${bit}: ${String(error)}`);
        }
      }
      flipped[at] = bytes[at]!;
    }
    expect(undetected).toBe(0);
    console.log(`${8 * bytes.length} flips`);
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
    const SEEDS = 3000;
    let [crashes, repaired, kept] = [0, 0, 0];
    for (let seed = 1; seed <= SEEDS; seed++) {
      const disk = new Disk({}, seed);
      const acknowledged = new Map<string, number>();
      const notes = new Set<string>();
      const vault = new Map<string, boolean>(); // kept, or erased
      for (let life = 0; life < 3; life++) {
        disk.crashAfter = 8 + disk.random(60);
        try {
          const store = await fileStore('log', { files: disk });
          for (let round = 0; ; round++) {
            const known = await store.size();
            await Promise.all(Array.from({ length: 1 + disk.random(4) }, async (_, k) => {
              const id = `${life}-${round}-${k}`;
              acknowledged.set(id, (await store.append(id, known, (missed) => sampleLine(id, known + missed.length, 'x'.repeat(disk.random(900))))).index);
            }));
            await store.keepCheckpoint(round, `note ${life} ${round}\n`);
            notes.add(`note ${life} ${round}\n`);
            const entry = `${life}-${round}`;
            await store.vault.put([{ entry, path: '/a', subject: 'p', salt: '5a'.repeat(32), value: '1' }]);
            vault.set(entry, true);
            if (round % 3 === 2) {
              const gone = `${life}-${round - 1}`;
              vault.delete(gone); // either, until it is acknowledged
              await store.vault.erase([{ entry: gone, path: '/a' }]);
              vault.set(gone, false);
            }
          }
        } catch (error) {
          if (!disk.off) throw error;
          if (!(error instanceof MeritError)) throw error;
        }
        crashes++;
        disk.power();
        const opened = await fileStore('log', { files: disk }).then(async (store) => {
          await store.vault.rows({ subject: 'p' }).finally(() => store.close());
        }, (cause: unknown) => cause).catch((cause: unknown) => cause);
        if (opened !== undefined) {
          expect(opened).toMatchObject({ code: 'E_LOG_CORRUPT' }); // sectors were written in another order: the store does not guess
          for (const { file } of await repairLog('log', { files: disk })) expect(file).toMatch(/^(log|checkpoints|vault)\.jsonl$/);
          repaired++;
        }
        const store = await fileStore('log', { files: disk });
        const lines = await texts(store);
        lines.forEach((line, i) => expect(JSON.parse(line)).toMatchObject({ index: i }));
        for (const [id, index] of acknowledged) if ((JSON.parse(lines[index] ?? '{}') as { id?: string }).id !== id) throw new Error(`seed ${seed}: ${id} at ${index} is lost`);
        const found = new Set(await store.checkpoints());
        for (const note of notes) if (!found.has(note)) throw new Error(`seed ${seed}: ${note} is lost`);
        const rows = new Set((await store.vault.rows({ subject: 'p' })).map(({ entry }) => entry));
        for (const [entry, there] of vault) if (rows.has(entry) !== there) throw new Error(`seed ${seed}: row ${entry} is ${there ? 'lost' : 'back'}`);
        kept += acknowledged.size;
        for (const [id] of [...acknowledged].slice(0, 2)) expect(await store.find(id)).toBe(acknowledged.get(id));
        await store.close();
        disk.settle();
      }
    }
    console.log(`${SEEDS} seeds, ${crashes} crashes, ${kept} acknowledged entries looked for, ${repaired} times the end was moved aside by repairLog`);
    expect(repaired).toBeGreaterThan(0);
  });
});
