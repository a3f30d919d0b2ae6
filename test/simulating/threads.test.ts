import { buildSync } from 'esbuild';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { threads } from '../../src/node/index.js';
import { compare, generate, simulate, type CompareOptions, type Task } from '../../src/simulating/index.js';
import { fakeSimulate, options, ORGANISATION, POLICY, WORLD } from './fake-years.js';
import { plannedLives } from './planned-lives.js';

const bundled = (name: string, from: string): URL => {
  const outfile = join(folder, `${name}.cjs`);
  buildSync({ entryPoints: [from], bundle: true, platform: 'node', format: 'cjs', target: 'node20', outfile, logLevel: 'silent' });
  return pathToFileURL(outfile);
};
const folder = mkdtempSync(join(tmpdir(), 'meritra-threads-'));
let entry: URL;
const pools = new Set<{ close(): Promise<void> }>();

beforeAll(() => {
  process.env['MERITRA_TEST_FOLDER'] = folder;
  entry = bundled('planned', join(import.meta.dirname, 'planned-thread.ts'));
});
afterEach(async () => {
  await Promise.all([...pools].map((pool) => pool.close()));
  pools.clear();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function pool(workers: number) {
  const made = threads({ workers, simulate: plannedLives, entry });
  pools.add(made);
  return made;
}

/** Options whose lives go wrong as planned: `seed:deed,…`. */
const going = (wrong: string, more: Partial<CompareOptions> = {}): CompareOptions => options({ organisation: { ...ORGANISATION, title: wrong }, ...more });
const thrown = (work: Promise<unknown>): Promise<unknown> => work.then(() => undefined, (error: unknown) => error);

it('0, 1 and 2 threads give the bytes of no pool at all', async () => {
  const expected = canonicalJson(await compare(fakeSimulate, options()));
  for (const workers of [0, 1, 2]) expect(canonicalJson(await compare(pool(workers), options())), `${workers} threads`).toBe(expected);
});

it('real lives are the same bytes in threads', async () => {
  const { organisation, world, policy } = generate({ shape: 'company', posts: 30, seed: 4 });
  const asked: CompareOptions = { organisation, world, policies: { merit: policy, years: { policy, choose: 'seniority' } }, years: 2, seed: 1, seeds: 2 };
  const two = threads({ workers: 2, entry: bundled('real', join(import.meta.dirname, '../../src/node/simulation-worker.ts')) });
  pools.add(two);
  const found = await compare(two, asked);
  expect(canonicalJson(found)).toBe(canonicalJson(await compare(simulate, asked)));
  expect(canonicalJson(await compare(threads({ workers: 0 }), asked))).toBe(canonicalJson(found));
  expect(found.rows.find((row) => row.measure === 'fit-mean')!.cells.every((cell) => cell.estimate!.mean > 0)).toBe(true);
});

it('threads wait for the next comparison, and are told what is new in it', async () => {
  const two = pool(2);
  const first = await compare(two, options());
  expect((await compare(two, options({ years: 4 }))).years).toBe(4);
  expect(await compare(two, options())).toEqual(first);
  const both = await Promise.all([compare(two, options()), compare(two, options({ seed: 90 }))]);
  expect(both[0]).toEqual(first);
  expect(both[1].seed).toBe(90);
});

it('a thread that dies takes its life along, and a fresh one lives it: the same bytes', async () => {
  const plan = '8:die-once,10:die-once';
  const two = pool(2);
  const found = await compare(two, going(plan));
  expect(canonicalJson(found)).toBe(canonicalJson(await compare(fakeSimulate, going(plan))));
});

it('a life that kills every thread is given up at its place, with nothing half done', async () => {
  for (const workers of [1, 2]) {
    const error = await thrown(compare(pool(workers), going('9:die')));
    expect(error).toMatchObject({ name: 'MeritError', code: 'E_WORKER', path: '/policies/merit/9' });
    expect((error as Error).message).toMatch(/ended 3 times before it was done \(exit code 3\)\nMaybe this seed and policy alone, without threads \(`workers` 0\), show what ends it\.$/);
  }
});

it('what a life throws arrives as it was thrown, that of the first life whichever fails first', async () => {
  for (const workers of [0, 1, 2]) {
    expect(await thrown(compare(pool(workers), going('8:refuse,9:refuse'))), `${workers} threads`).toMatchObject({
      name: 'MeritError',
      code: 'E_REF_UNKNOWN',
      path: '/organisation/members/8/seat',
      message: 'E_REF_UNKNOWN at /organisation/members/8/seat: no such post',
      issues: [{ code: 'E_REF_UNKNOWN', path: '/organisation/members/8/seat', message: 'no such post' }],
    });
  }
  expect(await thrown(compare(pool(1), going('7:fail')))).toMatchObject({ message: 'it fell over' });
});

it('a signal ends threads that would never end, and the pool lives on', async () => {
  for (const workers of [1, 2]) {
    const stop = new AbortController();
    const lives = pool(workers);
    const ended = thrown(compare(lives, going('9:hang,10:hang', { signal: stop.signal, onProgress: ({ done }) => done === 2 && stop.abort() })));
    expect(await ended).toMatchObject({ code: 'E_ABORTED', message: 'E_ABORTED: the caller stopped the simulation' });
    expect((await compare(lives, options({ seeds: 1 }))).seeds).toBe(1);
  }
  expect(await thrown(compare(pool(1), options({ signal: AbortSignal.abort() })))).toMatchObject({ code: 'E_ABORTED' });
});

it('close ends what runs', async () => {
  const one = pool(1);
  const ended = thrown(compare(one, going('7:hang')));
  await new Promise((resolve) => setTimeout(resolve, 50));
  await one.close();
  expect(await ended).toMatchObject({ code: 'E_ABORTED', message: 'E_ABORTED: the threads were closed before the simulation was done' });
});

it('a file that is not there, and what no thread can be told, are errors and no waiting', async () => {
  const nowhere = threads({ workers: 1, entry: pathToFileURL(join(folder, 'nowhere.mjs')) });
  expect(await thrown(compare(nowhere, options({ seeds: 1 })))).toMatchObject({ code: 'E_WORKER', path: '/policies/merit/7' });
  const sources = await thrown(compare(threads({ workers: 1 }), options({ seeds: 1 })));
  expect((sources as Error).message).toContain('ended 3 times before it was done (ERR_UNKNOWN_FILE_EXTENSION)\nMaybe this runs from sources');
  const task = { policy: 'merit', scenario: { organisation: ORGANISATION, world: { ...WORLD, luck: () => 1 }, regime: { policy: POLICY }, years: 1, seed: 1 } } as Task;
  expect(await thrown(pool(1).run([task], { onRun: () => undefined }))).toMatchObject({ name: 'DataCloneError' });
});

it('options are checked', () => {
  const codes = (wrong: object): unknown => {
    try {
      return threads(wrong);
    } catch (error) {
      return error;
    }
  };
  expect(codes({ workers: -1, speed: 1 })).toMatchObject({ issues: [{ code: 'E_KEY_UNKNOWN', path: '/speed' }, { code: 'E_NUM_RANGE', path: '/workers' }] });
  expect(codes({ workers: 1.5 })).toMatchObject({ code: 'E_NUM_INT', path: '/workers' });
});
