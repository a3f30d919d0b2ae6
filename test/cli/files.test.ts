import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MeritError } from '../../src/index.js';
import { readDocumentFile, readFolder, writeFileAtomic } from '../../src/node/index.js';

const dir = mkdtempSync(join(tmpdir(), 'meritra-files-'));
afterAll(() => rmSync(dir, { recursive: true }));

async function problem(run: Promise<unknown>): Promise<[string, string, string]> {
  const error = await run.then(() => undefined, (e: unknown) => e);
  if (!(error instanceof MeritError)) throw new Error('expected a MeritError');
  return [error.code, error.path, error.issues[0]!.message];
}

describe('readFolder', () => {
  it('reads round.json and the tables, nothing else and nothing below', async () => {
    for (const name of ['round.json', 'people.csv', 'b.csv', 'notes.txt', 'policy.json']) writeFileSync(join(dir, name), name);
    mkdirSync(join(dir, 'old.csv'));
    const files = await readFolder(dir);
    expect(Object.keys(files)).toEqual(['b.csv', 'people.csv', 'round.json']);
    expect(Buffer.from(files['b.csv']!).toString()).toBe('b.csv');
  });

  it('names the path as it was given, never an absolute one', async () => {
    expect(await problem(readFolder('no/such/folder'))).toEqual(['E_FILE', 'no/such/folder', 'it cannot be read: it does not exist']);
    expect(await problem(readFolder(join(dir, 'b.csv')))).toEqual(['E_FILE', join(dir, 'b.csv'), 'it cannot be read: a part of the path is no folder']);
  });
});

describe('readDocumentFile', () => {
  it('refuses a file that is too large before it reads it, and a folder', async () => {
    writeFileSync(join(dir, 'huge'), '');
    truncateSync(join(dir, 'huge'), 300_000_000);
    expect((await problem(readDocumentFile(join(dir, 'huge'))))[0]).toBe('E_LIMIT_BYTES');
    expect((await problem(readDocumentFile(dir)))[2]).toBe('it cannot be read: it is a folder');
    expect((await problem(readDocumentFile('a\0b')))[2]).toBe('it cannot be read: ERR_INVALID_ARG_VALUE');
  });
});

describe('writeFileAtomic', () => {
  it('replaces a file whole', async () => {
    const path = join(dir, 'out.txt');
    await writeFileAtomic(path, 'one');
    await writeFileAtomic(path, new Uint8Array([116, 119, 111]));
    expect(readFileSync(path, 'utf8')).toBe('two');
  });

  it('leaves what was there, and nothing half written, where it fails', async () => {
    mkdirSync(join(dir, 'taken'));
    writeFileSync(join(dir, 'taken', 'x'), '');
    expect((await problem(writeFileAtomic(join(dir, 'taken'), 'text')))[0]).toBe('E_FILE');
    expect(readFileSync(join(dir, 'taken', 'x'), 'utf8')).toBe('');
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
    chmodSync(dir, 0o700);
  });
});
