import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileStore } from '../../../src/node/file-store.js';
import { memoryStore } from '../../../src/trail/memory-store.js';
import { CANARY, GONE, wholeRound } from './whole-round.js';

const temp = mkdtempSync(join(tmpdir(), 'meritra-round-'));
afterAll(() => rmSync(temp, { recursive: true }));

describe('a whole round', () => {
  it('in memory, by two writers of one store', async () => {
    const store = memoryStore();
    await wholeRound(async () => ({ ...store, close: async () => undefined }), { look: async () => undefined });
  });

  it('in a folder: no file but the vault ever holds a personal value, and after the erasure none holds one of the person erased', async () => {
    const folder = join(temp, 'log');
    const files = (): Map<string, string> => new Map(readdirSync(folder).filter((name) => !name.endsWith('lock')).map((name) => [name, readFileSync(join(folder, name), 'latin1')]));
    await wholeRound(() => fileStore(folder), {
      look: async (erased) => {
        expect([...files().keys()]).toEqual(expect.arrayContaining(['checkpoints.jsonl', 'log.hashes', 'log.jsonl', 'vault.jsonl']));
        for (const [name, text] of files()) {
          expect(`${name} ${text.includes(CANARY)}`).toBe(`${name} ${name === 'vault.jsonl'}`);
          expect(`${name} ${text.includes(GONE)}`).toBe(`${name} ${name === 'vault.jsonl' && !erased}`);
        }
      },
    });
  });
});
