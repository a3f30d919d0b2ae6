import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { MeritError } from '../../src/errors/index.js';
import { readKeyFile, writeKeyFile } from '../../src/node/key-file.js';

const temp = mkdtempSync(join(tmpdir(), 'meritra-keys-'));
afterAll(() => rmSync(temp, { recursive: true }));
const at = (name: string): string => join(temp, name);
const told = (work: Promise<unknown>): Promise<string> => work.then(() => 'nothing', (error: unknown) => (error instanceof MeritError ? `${error.code} ${error.issues[0]!.message}` : 'another error'));
const write = (name: string, text: string): string => {
  writeFileSync(at(name), text, { mode: 0o600 });
  return at(name);
};

describe('the file of a key', () => {
  it('gives back the key that was written, with or without its last line feed, and to its owner alone', async () => {
    const { verifierKey } = await writeKeyFile(at('log.key'), 'log.example');
    const read = await readKeyFile(at('log.key'));
    expect([read.verifierKey, read.signer.name]).toEqual([verifierKey, 'log.example']);
    const text = readFileSync(at('log.key'), 'utf8');
    expect((await readKeyFile(write('bare.key', text.trim()))).verifierKey).toBe(verifierKey);
    if (process.platform === 'win32') return;
    chmodSync(at('bare.key'), 0o640);
    expect(await told(readKeyFile(at('bare.key')))).toMatch(/^E_KEY others may read the file/);
  });

  it('is never written over, and not made where nothing can be written', async () => {
    await writeKeyFile(at('once.key'), 'log.example');
    expect(await told(writeKeyFile(at('once.key'), 'log.example'))).toBe('E_FILE a key must not be written over: the file is there already');
    expect(await told(writeKeyFile(at('nowhere/new.key'), 'log.example'))).toBe('E_FILE the key cannot be written');
    expect(await told(readKeyFile(at('nowhere/new.key')))).toBe('E_FILE the key cannot be read');
  });

  it('is of the type asked for, and nothing of it stands in an error', async () => {
    await writeKeyFile(at('witness.key'), 'witness.example', 'cosignature');
    const text = readFileSync(at('witness.key'), 'utf8');
    const [, digits = '', body = ''] = /^PRIVATE\+KEY\+[^+]*\+([0-9a-f]{8})\+(.+)\n$/.exec(text)!; // base64 has a + of its own
    const other = `${digits.startsWith('0') ? '1' : '0'}${digits.slice(1)}`;
    const cases: readonly [path: string, type: 'note' | 'cosignature', message: string][] = [
      [at('witness.key'), 'note', 'E_KEY the file holds no secret key of a log'],
      [write('empty.key', ''), 'cosignature', 'E_KEY the file holds no secret key of a witness'],
      [write('other.key', text.replace(`+${digits}+`, `+${other}+`)), 'cosignature', 'E_KEY the digits of the key do not belong to it'],
      [write('cut.key', text.replace(body, body.slice(0, 40))), 'cosignature', 'E_KEY the file holds no secret key of a witness'],
    ];
    for (const [path, type, message] of cases) expect(await told(readKeyFile(path, type))).toBe(message);
  });
});
