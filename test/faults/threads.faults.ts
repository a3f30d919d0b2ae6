import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { compare } from '../../src/simulating/index.js';
import { fakeSimulate, options, ORGANISATION } from '../simulating/fake-years.js';
import { fresh, removeTemp } from './programs.js';

const built = fresh();
const file = (name: string): string => join(built, `${name}.cjs`);

beforeAll(() => {
  for (const [name, from] of [['lives', 'lives.ts'], ['thread', '../simulating/planned-thread.ts']] as const) {
    buildSync({ entryPoints: [join(import.meta.dirname, from)], bundle: true, platform: 'node', format: 'cjs', target: 'node20', outfile: file(name), logLevel: 'silent', define: { 'import.meta.url': '__filename' } });
  }
});
afterAll(removeTemp);

interface Ended {
  readonly code: number | null;
  readonly signal: string | null;
  readonly output: string;
  readonly folder: string;
}

/** The program in a process of its own; with `killAfter` it gets a SIGKILL once so many lives are done. */
function run(plan: string, flags: readonly string[] = [], killAfter = Infinity, folder = fresh()): Promise<Ended> {
  const child = spawn(process.execPath, [...flags, file('lives'), file('thread'), plan], { env: { ...process.env, MERITRA_TEST_FOLDER: folder, NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => text.split('\n').some((done) => Number(done) >= killAfter) && child.kill('SIGKILL'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, output, folder }));
  });
}

const expected = async (plan: string): Promise<string> => canonicalJson(await compare(fakeSimulate, options({ organisation: { ...ORGANISATION, title: plan } })));

it('a thread that the runtime ends for want of memory takes its life along, and the comparison has the same bytes', async () => {
  const plan = '8:hoard-once';
  const { code, output, folder } = await run(plan, ['--max-old-space-size=100']);
  expect(existsSync(join(folder, 'done-8'))).toBe(true); // it did hoard
  expect([code, output]).toEqual([0, await expected(plan)]);
});

it('a life that no thread has the memory for is given up at its place', async () => {
  const { code, output } = await run('8:hoard', ['--max-old-space-size=100']);
  expect(code).toBe(1);
  expect(output).toContain('MeritError: E_WORKER at /policies/merit/8: the thread that lived this life ended 3 times before it was done (ERR_WORKER_OUT_OF_MEMORY)\nMaybe fewer threads');
});

it('a process that is killed leaves nothing behind, and the next one gives the same bytes', async () => {
  const killed = await run('10:hang', [], 3);
  expect(killed).toMatchObject({ code: null, signal: 'SIGKILL', output: '' });
  expect(readdirSync(killed.folder)).toEqual([]);
  const again = await run('', [], Infinity, killed.folder);
  expect([again.code, again.output]).toEqual([0, await expected('')]);
});
