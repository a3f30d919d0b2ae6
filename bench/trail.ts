/**
 * Durable appends of the file store against a plain write + fdatasync of the same bytes, measured in turns in the same minute, since disks
 * change by the minute; SQLite (WAL, synchronous=FULL) beside them where python3 has it; opening a large log; the memory of opening 1 GB.
 * `npm run bench:trail`; `-- --small` leaves out the gigabyte.
 */
import { spawnSync } from 'node:child_process';
import { closeSync, fdatasyncSync, mkdtempSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileStore } from 'meritra/node';
import { leafHash } from 'meritra/trail';

const folder = mkdtempSync(join(process.env['BENCH_FOLDER'] ?? tmpdir(), 'meritra-bench-'));

/** The line of an entry of about 500 bytes. */
const line = (id: string, index: number): string => `{"body":{"text":"${'x'.repeat(390)}"},"fields":[],"format":"meritra/entry/1","id":"${id}","index":${index},"kind":"note"}`;
const stored = (text: string): string => `{"entry":${text},"leaf":"${Buffer.from(leafHash(text)).toString('hex')}"}\n`;
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[values.length >> 1] ?? NaN;

await main();

async function main(): Promise<void> {
  const [cpu] = cpus();
  console.log(`${cpu?.model ?? 'unknown processor'}, ${cpus().length} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, node ${process.version}, folder ${folder.startsWith('/dev/shm') ? 'in memory' : 'on disk'}`);
  let missed = false;
  const goal = (name: string, figure: number, met: boolean, wanted: string): void => {
    if (!met) missed = true;
    console.log(`${name}: ${figure.toFixed(2)} (goal ${wanted}: ${met ? 'met' : 'MISSED'})`);
  };

  const python = sqlite();
  let files = 0;
  // Every turn has a new file: on ext4 one file can be ten times as slow to sync as its neighbour.
  const rawRound = (rounds: number, width: number): number => {
    const raw = openSync(join(folder, `raw-${files++}`), 'w');
    const start = performance.now();
    for (let r = 0, at = 0; r < rounds; r++) {
      const text = Array.from({ length: width }, () => stored(line(`raw-${at}`, at++))).join('');
      writeSync(raw, text);
      fdatasyncSync(raw);
    }
    const figure = (rounds * width * 1000) / (performance.now() - start);
    closeSync(raw);
    return figure;
  };
  const storeRound = async (rounds: number, width: number): Promise<number> => {
    const store = await fileStore(join(folder, `log-${files++}`));
    let size = 0;
    const start = performance.now();
    for (let r = 0; r < rounds; r++) {
      const all = Array.from({ length: width }, (_, k) => {
        const index = size + k;
        return store.append(`id-${index}`, index, () => line(`id-${index}`, index));
      });
      for (const append of all) await append;
      size += width;
    }
    const figure = (rounds * width * 1000) / (performance.now() - start);
    await store.close();
    return figure;
  };
  for (const [width, rounds, wanted] of [[1, 60, 0.9], [128, 20, 0.7]] as const) {
    const [raws, stores, others]: number[][] = [[], [], []];
    rawRound(rounds >> 2, width);
    await storeRound(rounds >> 2, width);
    for (let turn = 0; turn < 15; turn++) {
      raws!.push(rawRound(rounds, width));
      stores!.push(await storeRound(rounds, width));
      if (python) others!.push(python(rounds, width));
    }
        const name = width === 1 ? 'single appends' : `groups of ${width}`;
    console.log(`${name}, a second: raw ${median(raws!).toFixed(0)}, file store ${median(stores!).toFixed(0)}${python ? `, SQLite WAL FULL ${median(others!).toFixed(0)}` : ', SQLite not measured: no python3 with sqlite3'}`);
    goal(`${name}, of raw`, median(stores!) / median(raws!), median(stores!) >= wanted * median(raws!), `>= ${wanted}`);
  }

  for (const [entries, name] of process.argv.includes('--small') ? [[200_000, 'small']] as const : [[200_000, 'small'], [1_900_000, 'large']] as const) {
    const log = join(folder, name);
    await (await fileStore(log)).close();
    const file = openSync(join(log, 'log.jsonl'), 'a');
    let text = '';
    for (let i = 0; i < entries; i++) {
      text += stored(line(`id-${i}`, i));
      if (text.length < 1 << 20 && i < entries - 1) continue;
      writeSync(file, text);
      text = '';
    }
    closeSync(file);
    const mib = statSync(join(log, 'log.jsonl')).size / 2 ** 20;
    const runs = [0, 1, 2].slice(name === 'large' ? 1 : 0).map(() => child(log));
    const best = runs.reduce((a, b) => (a.cpu < b.cpu ? a : b));
    console.log(`opening ${entries} entries, ${mib.toFixed(0)} MiB: ${median(runs.map(({ seconds }) => seconds)).toFixed(2)} s, ${median(runs.map(({ cpu }) => cpu)).toFixed(2)} s of CPU, peak memory ${median(runs.map(({ memory }) => memory)).toFixed(0)} MiB`);
    if (name === 'small') goal('entries opened and checked in a second of CPU, in 100,000', best.entries / best.cpu / 100_000, best.entries / best.cpu >= 100_000, '>= 1');
    else goal('memory of opening 1 GB, MiB', best.memory, best.memory <= 150, '<= 150');
  }
  rmSync(folder, { recursive: true });
  if (missed) process.exitCode = 1;
}

interface Opened {
  readonly entries: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly memory: number;
}

/** Opens a log in a process of its own, without tsx, as a user's program would. */
function child(log: string): Opened {
  const program = `
import { fileStore } from 'meritra/node';
const [start, before] = [performance.now(), process.cpuUsage()];
const store = await fileStore(process.argv[1]);
const seconds = (performance.now() - start) / 1000;
const { user, system } = process.cpuUsage(before);
console.log(JSON.stringify({ entries: await store.size(), seconds, cpu: (user + system) / 1e6, memory: process.resourceUsage().maxRSS / 1024 }));
await store.close();`;
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program, log], { encoding: 'utf8' });
  if (!stdout) throw new Error(stderr);
  return JSON.parse(stdout) as Opened;
}

/** The same lines as rows of a table, by Python's sqlite3: a commit for each group. Undefined where there is none. */
function sqlite(): ((rounds: number, width: number) => number) | undefined {
  const program = `
import sqlite3, sys, time
rounds, width = int(sys.argv[2]), int(sys.argv[3])
db = sqlite3.connect(sys.argv[1], isolation_level=None)
db.execute('PRAGMA journal_mode=WAL'); db.execute('PRAGMA synchronous=FULL')
db.execute('CREATE TABLE IF NOT EXISTS entry (n INTEGER PRIMARY KEY, line TEXT NOT NULL)')
line = 'x' * 560
start = time.perf_counter()
for _ in range(rounds):
    db.execute('BEGIN')
    for _ in range(width): db.execute('INSERT INTO entry (line) VALUES (?)', (line,))
    db.execute('COMMIT')
print(rounds * width / (time.perf_counter() - start))
`;
  const call = (rounds: number, width: number): number => Number(spawnSync('python3', ['-c', program, join(folder, 'peer.db'), String(rounds), String(width)], { encoding: 'utf8' }).stdout);
  return call(1, 1) > 0 ? call : undefined;
}
