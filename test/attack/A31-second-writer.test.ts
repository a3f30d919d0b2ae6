// A31: a second writer forks the file by accident. Eight processes with 1,000 appends each, locks of killed processes, and PostgreSQL: test/faults
// (npm run test:faults).
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { fileStore } from '../../src/node/file-store.js';
import { memoryStore } from '../../src/trail/memory-store.js';

const dir = mkdtempSync(join(tmpdir(), 'meritra-writers-'));
afterAll(() => rmSync(dir, { recursive: true }));
const line = (id: string, index: number): string => canonicalJson({ id, index, body: {} });
const log = (folder: string): string[] => readFileSync(join(folder, 'log.jsonl'), 'utf8').trimEnd().split('\n');

it('(the control) one writer appends, closes, and the next one goes on', async () => {
  const folder = join(dir, 'one');
  for (let k = 0; k < 3; k++) {
    const store = await fileStore(folder);
    await store.append(`e-${k}`, k, () => line(`e-${k}`, k));
    await store.close();
  }
  expect(log(folder)).toEqual([0, 1, 2].map((k) => expect.stringContaining(`"index":${k}`)));
});

it('while one has the log open a second one gets E_LOG_LOCKED, and writes nothing', async () => {
  const folder = join(dir, 'two');
  const first = await fileStore(folder);
  for (let k = 0; k < 5; k++) {
    await expect(fileStore(folder)).rejects.toMatchObject({ code: 'E_LOG_LOCKED' });
    await first.append(`e-${k}`, k, () => line(`e-${k}`, k));
  }
  await first.close();
  const second = await fileStore(folder);
  expect(await second.size()).toBe(5);
  await second.close();
});

it('two writers who know one store side by side make one log: 2 x 200 appends, every number once', async () => {
  for (const store of [memoryStore(), await fileStore(join(dir, 'side'))]) {
    let size = 0;
    const write = (name: string) => Promise.all(Array.from({ length: 200 }, (_, k) => store.append(`${name}-${k}`, 0, (missed) => line(`${name}-${k}`, (size = missed.length)))));
    await Promise.all([write('a'), write('b')]);
    expect(size).toBe(399);
    const seen: number[] = [];
    for await (const text of store.lines(0, 400)) seen.push((JSON.parse(text) as { index: number }).index);
    expect(seen).toEqual(Array.from({ length: 400 }, (_, k) => k));
    await store.close();
  }
});

it('an entry that says another number than its place is refused before it is written', async () => {
  const store = await fileStore(join(dir, 'numbers'));
  await store.append('e-0', 0, () => line('e-0', 0));
  for (const index of [0, 2, 99]) await expect(store.append('e-1', 1, () => line('e-1', index))).rejects.toMatchObject({ code: 'E_LOG_GAP' });
  expect(await store.size()).toBe(1);
  await store.close();
});

it('(the defence removed) two copies of the file, each with its own writer, are a fork that no lock can see: A10 and A11', async () => {
  const [here, there] = [join(dir, 'here'), join(dir, 'there')];
  for (const folder of [here, there]) await (await fileStore(folder)).close();
  copyFileSync(join(here, 'log.jsonl'), join(there, 'log.jsonl'));
  for (const [folder, name] of [[here, 'court'], [there, 'ministry']] as const) {
    const store = await fileStore(folder);
    await store.append(name, 0, () => line(name, 0));
    await store.close();
  }
  expect(log(here)).not.toEqual(log(there));
});
