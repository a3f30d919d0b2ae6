import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileStore } from '../../../src/node/file-store.js';
import { sampleLine, storeConformance, type StoreMaker } from '../../../src/trail/conformance.js';
import { memoryStore } from '../../../src/trail/memory-store.js';
import type { TrailStore } from '../../../src/trail/store.js';

const temp = mkdtempSync(join(tmpdir(), 'meritra-stores-'));
afterAll(() => rmSync(temp, { recursive: true }));

const makers: Record<string, StoreMaker> = {
  memoryStore: { open: async () => memoryStore(), lasting: false },
  fileStore: { open: (name) => fileStore(join(temp, name)), lasting: true },
};

describe.each(Object.entries(makers))('%s', (_, maker) => {
  for (const one of storeConformance(maker)) it(one.name, () => one.check());
});

it('a store in memory has no lines past its end, and takes no number of known entries that is none', async () => {
  const store = memoryStore();
  await store.append('a', 0, () => sampleLine('a', 0));
  await expect((async () => { for await (const _ of store.lines(1, 2)) expect.unreachable(); })()).rejects.toMatchObject({ code: 'E_NUM_RANGE', path: '/1' });
  for (const known of [-1, 0.5, NaN]) await expect(store.append('b', known, () => sampleLine('b', 1))).rejects.toMatchObject({ code: 'E_NUM_RANGE' });
  await expect(store.append('b', 1, () => 'x'.repeat(6 << 20))).rejects.toMatchObject({ code: 'E_LIMIT_BYTES', path: '/1' });
  expect(await store.size()).toBe(1);
});

/** Failures of the suite by name. */
async function broken(change: (store: TrailStore) => Partial<TrailStore>): Promise<string[]> {
  const names: string[] = [];
  for (const one of storeConformance({
    lasting: false,
    open: async () => {
      const store = memoryStore();
      return { ...store, ...change(store) };
    },
  })) await one.check().catch(() => names.push(one.name));
  return names;
}

describe('the suite', () => {
  it('passes a store that keeps every promise', async () => expect(await broken(() => ({}))).toEqual([]));

  const faults: Record<string, (store: TrailStore) => Partial<TrailStore>> = {
    'forgets what came side by side': (store) => ({ append: async (id, known, build) => store.append(id, known, () => build([])) }),
    'calls build for an id that it has': (store) => ({ append: async (id, known, build) => { if ((await store.find(id)) !== undefined) build([]); return store.append(id, known, build); } }),
    'gives lines past the end asked for': (store) => ({ lines: (from) => (async function* () { yield* store.lines(from, await store.size()); })() }),
    'hashes nodes as leaves': (store) => ({ hash: (level, index) => store.hash(Math.min(level, 1), index) }),
    'keeps a note twice': (store) => ({ checkpoints: async () => [...(await store.checkpoints()), ...(await store.checkpoints())] }),
    'puts an error of its own in the place of that of build': (store) => ({ append: (...given) => store.append(...given).catch((error: unknown) => { throw error instanceof RangeError ? new Error('failed') : error; }) }),
    'does not erase': (store) => ({ vault: { ...store.vault, erase: async () => undefined } }),
    'answers after it was closed': (store) => ({ close: async () => undefined, size: () => store.size() }),
  };
  it.each(Object.entries(faults))('finds a store that %s', async (_, change) => expect(await broken(change)).not.toEqual([]));
});
