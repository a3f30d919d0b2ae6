import { fileStore } from '../../src/node/file-store.js';
import { sampleLine } from '../../src/trail/conformance.js';
import type { TrailStore } from '../../src/trail/store.js';
import { Disk } from './disk.js';

export const LOG = 'log/log.jsonl';

/** A log of 100 entries as bytes, with the place where each line ends. */
export async function sample(): Promise<{ readonly bytes: Buffer; readonly ends: readonly number[] }> {
  const disk = new Disk();
  const store = await fileStore('log', { files: disk });
  for (let i = 0; i < 100; i++) await store.append(`id-${i}`, i, () => sampleLine(`id-${i}`, i, `é"\\${'x'.repeat(i % 9)}`));
  await store.close();
  const bytes = disk.content(LOG);
  const ends = [...bytes.entries()].filter(([, byte]) => byte === 10).map(([at]) => at + 1);
  return { bytes, ends };
}

/** All lines of a store. */
export async function texts(store: TrailStore): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of store.lines(0, await store.size())) lines.push(line);
  return lines;
}
