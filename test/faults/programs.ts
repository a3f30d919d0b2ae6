import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { expect } from 'vitest';
import { fileStore } from '../../src/node/file-store.js';

export const temp = mkdtempSync(join(tmpdir(), 'meritra-faults-'));
export const removeTemp = (): void => rmSync(temp, { recursive: true, force: true });
export const fresh = (): string => mkdtempSync(join(temp, 'log-'));
export const has = (command: string): boolean => spawnSync('sh', ['-c', `command -v ${command}`]).status === 0;

/** A program of this folder as one file of plain JavaScript: it starts in 40 ms, through tsx it would take 300, and runs several times as fast as in vitest. */
export function program(name: 'writer' | 'flips' | 'power'): string {
  const outfile = join(temp, `${name}.mjs`);
  buildSync({ entryPoints: [join(import.meta.dirname, `${name}.ts`)], bundle: true, platform: 'node', format: 'esm', target: 'node20', outfile, logLevel: 'silent' });
  return outfile;
}

export interface Told {
  readonly acknowledged: ReadonlyMap<string, number>;
  readonly codes: readonly string[];
  readonly ended: boolean;
  readonly output: string;
}

/**
 * Runs a command in a process of its own and reads what the writer printed. One thread of the pool, so that strace counts in one place.
 * With `until` the process gets a SIGKILL when that resolves; it is told when the first line was printed.
 */
export function run(command: readonly string[], until?: (started: Promise<void>) => Promise<unknown>): Promise<Told> {
  const child = spawn(command[0]!, command.slice(1), { env: { ...process.env, UV_THREADPOOL_SIZE: '1', NODE_OPTIONS: '' }, stdio: ['ignore', 'pipe', 'pipe'] });
  let [output, errors] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
  return new Promise((resolve, reject) => {
    const started = new Promise<void>((begun) => child.stdout.once('data', () => begun()));
    const kill = (): boolean => child.kill('SIGKILL');
    until?.(started).then(kill, (error: unknown) => {
      kill();
      reject(error instanceof Error ? error : new Error(String(error)));
    });
    child.on('error', reject);
    child.on('close', () => {
      const lines = output.split('\n').map((line) => line.split(' '));
      const told = {
        acknowledged: new Map(lines.filter(([word]) => word === 'ok').map(([, id, index]) => [id!, Number(index)])),
        codes: lines.filter(([word]) => word === 'no').map(([, , code]) => code!),
        ended: lines.some(([word]) => word === 'end'),
        output: output + errors,
      };
      if (/uncaught|\bat .*\.mjs:\d/.test(told.output)) reject(new Error(told.output));
      else resolve(told);
    });
  });
}

/** Opens what a fault left and checks it: every acknowledged entry is there where it was said to be, every id once, every hash right. Returns the ids. */
export async function mustHold(folder: string, acknowledged: ReadonlyMap<string, number>): Promise<string[]> {
  const store = await fileStore(folder);
  try {
    const ids: string[] = [];
    for await (const line of store.lines(0, await store.size())) ids.push((JSON.parse(line) as { id: string }).id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const [id, index] of acknowledged) expect(`${id} at ${ids.indexOf(id)}`).toBe(`${id} at ${index}`);
    // and it goes on
    const index = await store.size();
    const { sampleLine } = await import('../../src/trail/conformance.js');
    expect((await store.append('after', index, () => sampleLine('after', index))).index).toBe(index);
    return ids;
  } finally {
    await store.close();
  }
}
