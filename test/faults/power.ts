/** `node power.mjs SHARE OF`: every OF-th of 1,000 seeds of a disk that loses power three times; prints `SEEDS CRASHES KEPT REPAIRED`, throws at the first loss. */
import { equal, match } from 'node:assert/strict';
import { MeritError } from '../../src/errors/index.js';
import { fileStore, repairLog } from '../../src/node/file-store.js';
import { sampleLine } from '../../src/trail/conformance.js';
import { Disk } from './disk.js';
import { texts } from './sample.js';

const SEEDS = 1000;
const [share, of] = process.argv.slice(2).map(Number);
let [seeds, crashes, kept, repaired] = [0, 0, 0, 0];
for (let seed = 1 + share!; seed <= SEEDS; seed += of!) {
  seeds++;
  const disk = new Disk({}, seed);
  const acknowledged = new Map<string, number>();
  const notes = new Set<string>();
  const vault = new Map<string, boolean>(); // kept, or erased
  for (let life = 0; life < 3; life++) {
    disk.crashAfter = disk.random(68);
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
    const killed = disk.random(3) === 0; // the program alone, or the machine
    for (const [k, how] of (killed ? ['kill', 'power'] : ['power']).entries()) {
      if (how === 'kill') disk.kill();
      else disk.power();
      const opened = await fileStore('log', { files: disk }).then(async (store) => {
        await store.vault.rows({ subject: 'p' }).finally(() => store.close());
      }, (cause: unknown) => cause).catch((cause: unknown) => cause);
      if (opened !== undefined) {
        equal(how, 'power');
        equal((opened as MeritError).code, 'E_LOG_CORRUPT'); // sectors were written in another order: the store does not guess
        for (const { file } of await repairLog('log', { files: disk })) match(file, /^(log|checkpoints|vault)\.jsonl$/);
        repaired++;
      }
      const store = await fileStore('log', { files: disk });
      const lines = await texts(store);
      for (const [i, line] of lines.entries()) {
        const { id, index } = JSON.parse(line) as { id: string; index: number };
        equal(index, i);
        if (!acknowledged.has(id)) acknowledged.set(id, i); // whoever appends it again is told that it is kept
      }
      for (const [id, index] of acknowledged) if ((JSON.parse(lines[index] ?? '{}') as { id?: string }).id !== id) throw new Error(`seed ${seed}: ${id} at ${index} is lost`);
      const found = new Set(await store.checkpoints());
      for (const note of notes) if (!found.has(note)) throw new Error(`seed ${seed}: ${note} is lost`);
      const rows = new Set((await store.vault.rows({ subject: 'p' })).map(({ entry }) => entry));
      for (const [entry, there] of vault) if (rows.has(entry) !== there) throw new Error(`seed ${seed}: row ${entry} is ${there ? 'lost' : 'back'}`);
      kept += k === 0 ? acknowledged.size : 0;
      for (const [id] of [...acknowledged].slice(0, 2)) equal(await store.find(id), acknowledged.get(id));
      await store.close();
    }
  }
}
console.log(seeds, crashes, kept, repaired);
