import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, statSync } from 'node:fs';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { fileStore } from '../../src/node/file-store.js';
import { fresh, has, mustHold, program, removeTemp, run, temp, type Told } from './programs.js';

const writer = program('writer');
const node = process.execPath;
afterAll(removeTemp);

const LOG = 'log.jsonl';
const strace = has('strace');

/** Whether strace may trace here: containers often forbid it. */
const traces = strace && (await run(['strace', '-f', '-o', '/dev/null', '-e', 'trace=none', node, '-e', 'console.log("end")'])).ended;

/** The writer under strace, with one call of the log's file tampered with. */
function tampered(folder: string, call: string, what: string, count = 12, width = '1'): Promise<Told> {
  return run(['strace', '-f', '-q', '-o', '/dev/null', '-P', join(folder, LOG), '-e', `trace=${call}`, '-e', `inject=${call}:${what}`, node, writer, folder, 'e', String(count), width]);
}

/** Runs tasks two at a time: the machine has at least two cores, and a start takes more waiting than work. */
async function both<T>(items: readonly T[], body: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  await Promise.all([0, 1].map(async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await body(item);
  }));
}

describe('SIGKILL', () => {
  it.skipIf(!traces)('at each of 50 writes and each of 50 syncs loses nothing that was acknowledged', async () => {
    let [killed, acknowledged] = [0, 0];
    await both(['pwrite64', 'fdatasync'].flatMap((call) => Array.from({ length: 50 }, (_, n) => [call, n + 1] as const)), async ([call, n]) => {
      const folder = fresh();
      const told = await tampered(folder, call, `signal=KILL:when=${n}`, n % 2 === 0 ? 52 : 208, n % 2 === 0 ? '1' : '4');
      if (!told.ended) killed++;
      acknowledged += told.acknowledged.size;
      await mustHold(folder, told.acknowledged);
    });
    console.log(`${killed} kills, ${acknowledged} acknowledged entries, all there`);
    expect(killed).toBe(100);
  });

  it('at 30 moments of a stream of appends loses nothing that was acknowledged, and frees the lock', async () => {
    const folder = fresh();
    const acknowledged = new Map<string, number>();
    for (let n = 0; n < 30; n++) {
      const told = await run([node, writer, folder, `k${n}`, '100000', n % 2 === 0 ? '1' : '16'], async (started) => {
        await started;
        await setTimeout((n % 10) * 20);
      });
      expect(told.ended).toBe(false);
      for (const [id, index] of told.acknowledged) acknowledged.set(id, index);
    }
    expect(acknowledged.size).toBeGreaterThan(30);
    await mustHold(folder, acknowledged);
  });
});

describe('a write that fails', () => {
  it('is torn at a byte by a limit on the size of files: the half line is taken back, what was acknowledged stays', async () => {
    let [refused, torn] = [0, 0];
    await both(Array.from({ length: 60 }, (_, k) => 1 + k * 34), async (bytes) => {
      const folder = fresh();
      const told = await run(['prlimit', `--fsize=${bytes}`, node, writer, folder, 'p', '12']);
      refused += told.codes.filter((code) => code === 'E_LOG_IO').length;
      if (told.codes.some((code) => !['E_LOG_IO', 'E_LOG_CLOSED', 'E_LOG_FSYNC', 'E_FILE'].includes(code))) throw new Error(told.output);
      const size = statSync(join(folder, LOG)).size;
      const text = readFileSync(join(folder, LOG), 'latin1');
      if (size > 0 && !text.endsWith('\n')) torn++;
      await mustHold(folder, told.acknowledged);
    });
    console.log(`60 limits: ${refused} appends refused with E_LOG_IO, ${torn} files with half a line`);
    expect(refused).toBeGreaterThan(60);
    expect(torn).toBe(0);
  });

  it.skipIf(userInfo().uid !== 0)('on a full disk is refused, and appends go on when there is room again', async () => {
    const disk = join(temp, 'disk');
    mkdirSync(disk);
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', disk]);
    try {
      execFileSync('sh', ['-c', `head -c 20000 /dev/zero > ${disk}/ballast`]);
      const folder = join(disk, 'log');
      const told = await run([node, writer, folder, 'full', '200']);
      expect(new Set(told.codes)).toEqual(new Set(['E_LOG_IO']));
      expect(told.ended).toBe(true);
      const before = told.acknowledged.size;
      expect(before).toBeGreaterThan(10);
      expect(readFileSync(join(folder, LOG), 'latin1').endsWith('\n')).toBe(true);
      execFileSync('rm', [join(disk, 'ballast')]);
      const more = await run([node, writer, folder, 'room', '12']);
      expect(more.codes).toEqual([]);
      await mustHold(folder, new Map([...told.acknowledged, ...more.acknowledged]));
    } finally {
      execFileSync('umount', [disk]);
    }
  });

  const REFUSALS: Record<string, readonly string[]> = { pwrite64: ['EIO', 'ENOSPC', 'EDQUOT', 'EROFS'], fdatasync: ['EIO', 'ENOSPC', 'EDQUOT', 'EROFS'], ftruncate: ['EIO'] };
  for (const [call, errors] of Object.entries(REFUSALS)) {
    it.skipIf(!traces)(`${call} answering ${errors.join(', ')} at every call gives codes and loses nothing`, async () => {
      const codes = new Set<string>();
      await both(errors.flatMap((error) => Array.from({ length: 14 }, (_, n) => [error, n + 1] as const)), async ([error, n]) => {
        const folder = fresh();
        if (call === 'ftruncate') { // where taking back a failed write fails too
          const told = await run(['strace', '-f', '-q', '-o', '/dev/null', '-P', join(folder, LOG), '-e', 'trace=pwrite64,ftruncate', '-e', `inject=pwrite64:error=ENOSPC:when=${n}`, '-e', 'inject=ftruncate:error=EIO:when=1', node, writer, folder, 'e', '12']);
          if (n <= 12) expect(told.codes.slice(0, 1)).toEqual(['E_LOG_IO']);
          if (n < 12) expect(told.codes[1]).toBe('E_LOG_CLOSED');
          expect(told.ended).toBe(true);
          await mustHold(folder, told.acknowledged);
          return;
        }
        const told = await tampered(folder, call, `error=${error}:when=${n}`);
        told.codes.forEach((code) => codes.add(code));
        expect(told.ended).toBe(true);
        if (call === 'pwrite64') expect([told.codes, told.acknowledged.size]).toEqual(n <= 12 ? [['E_LOG_IO'], 11] : [[], 12]);
        await mustHold(folder, told.acknowledged);
      });
      console.log(`${call}: ${[...codes].sort().join(', ')}`);
    });
  }

  it.skipIf(!traces)('of every call at once leaves nothing acknowledged and nothing broken', async () => {
    for (const [call, code] of [['pwrite64', 'E_LOG_IO'], ['fdatasync', 'E_LOG_FSYNC']] as const) {
      const folder = fresh();
      const told = await tampered(folder, call, `error=EIO:when=2+`);
      expect(told.codes).toContain(code);
      expect(told.acknowledged.size).toBe(1 - Number(call === 'fdatasync')); // the first sync is that of opening
      await mustHold(folder, told.acknowledged);
    }
  });

  it.skipIf(!traces)('of any other call while the folder is opened gives a code', async () => {
    const codes = new Set<string>();
    const calls = ['openat', 'pread64', 'fsync', 'mkdir', 'statx', 'listen', 'bind', 'unlink'];
    const folder = fresh();
    await run([node, writer, folder, 'first', '3']);
    await both(calls.flatMap((call) => ['EIO', 'EACCES', 'EMFILE'].map((error) => [call, error] as const)), async ([call, error]) => {
      const other = fresh();
      execFileSync('cp', ['-r', `${folder}/.`, other]);
      const told = await run(['strace', '-f', '-q', '-o', '/dev/null', ...(call === 'listen' || call === 'bind' ? [] : ['-P', other, ...['log.jsonl', 'log.hashes', 'checkpoints.jsonl'].flatMap((name) => ['-P', join(other, name)])]), '-e', `trace=${call}`, '-e', `inject=${call}:error=${error}:when=1+`, node, writer, other, 'x', '2']);
      told.codes.forEach((code) => codes.add(code));
      const after = new Map(told.acknowledged);
      for (let i = 0; i < 3; i++) after.set(`first-${i}`, i);
      await mustHold(other, after);
    });
    console.log(`opening: ${[...codes].sort().join(', ')}`);
    for (const code of codes) expect(['E_FILE', 'E_LOG_FSYNC', 'E_LOG_IO']).toContain(code);
  });
});

describe('eight processes', () => {
  it('that append 1,000 entries each, taking turns at the lock, leave one chain of all of them', async () => {
    const folder = fresh();
    const told = await Promise.all(Array.from({ length: 8 }, (_, k) => run([node, writer, folder, `turns${k}`, '1000', '20'])));
    const acknowledged = new Map(told.flatMap((one) => [...one.acknowledged]));
    expect(told.map(({ codes }) => codes)).toEqual(told.map(() => []));
    expect(acknowledged.size).toBe(8000);
    expect(new Set(acknowledged.values()).size).toBe(8000);
    expect(await mustHold(folder, acknowledged)).toHaveLength(8000);
  });

  it('of which one has the lock: the others are told E_LOG_LOCKED until it is killed', async () => {
    const folder = fresh();
    const { acknowledged } = await run([node, writer, folder, 'holder', '100000'], async (started) => {
      await started;
      await expect(fileStore(folder)).rejects.toMatchObject({ code: 'E_LOG_LOCKED' });
    });
    expect(acknowledged.size).toBeGreaterThan(0);
    await mustHold(folder, acknowledged);
  });
});
