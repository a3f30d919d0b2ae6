import { hash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../../src/canonical/index.js';
import type { MeritError } from '../../../src/errors/index.js';
import { fileStore, repairLog, type FileStore } from '../../../src/node/file-store.js';
import { IdTable } from '../../../src/node/id-table.js';
import { ioError, lockByFile, nodeFiles, type FileSystem, type OpenFile } from '../../../src/node/io.js';
import { sampleLine } from '../../../src/trail/conformance.js';
import { readEntryLine } from '../../../src/trail/entry-line.js';
import { Disk } from '../../faults/disk.js';

const temp = mkdtempSync(join(tmpdir(), 'meritra-store-'));
afterAll(() => rmSync(temp, { recursive: true }));
let folders = 0;
const fresh = (): string => join(temp, `log-${folders++}`);
const LOG = 'log/log.jsonl';
const stored = (line: string): string => `{"entry":${line},"leaf":"${hash('sha256', `\0${line}`)}"}\n`;

async function fill(store: FileStore, from: number, to: number): Promise<void> {
  for (let i = from; i < to; i++) await store.append(`id-${i}`, i, () => sampleLine(`id-${i}`, i));
}
const opening = (content: string | Buffer): Promise<FileStore> => fileStore('log', { files: new Disk({ [LOG]: Buffer.from(content) }) });
const refusal = (call: Promise<unknown>): Promise<unknown> => call.then(() => 'nothing thrown', (cause: unknown) => cause);

/** The file system of this machine with one call of one file replaced. */
function failing(file: string, change: (raw: OpenFile) => Partial<OpenFile>): FileSystem {
  return {
    ...nodeFiles,
    open: async (path, mode) => {
      const raw = await nodeFiles.open(path, mode);
      return path.endsWith(file) ? { ...raw, ...change(raw) } : raw;
    },
  };
}

describe('opening a log', () => {
  const lines = [0, 1, 2].map((i) => sampleLine(`id-${i}`, i));
  const good = lines.map(stored).join('');

  it('tells a torn tail, which it cuts off, from damage, which it refuses', async () => {
    const store = await opening(good.slice(0, -1));
    expect(await store.size()).toBe(2);
    expect(store.torn).toEqual([{ file: 'log.jsonl', bytes: stored(lines[2]!).length - 1 }]);
    for (const wrong of [`${good.slice(0, -1)}\x0b`, `${good.slice(0, -1)}\xc2`, `${good.slice(0, -30)}\n`, `${good}x`, `${good} `, `${good}{"entry":{"a":tru1`, `${good}{"entry":{"a":01,`, `${good}{"entry":{"a":1}}`, `${good}{"entry":{"a":"\\x`, `${good}\0\0\0\0`, `${good}{"entry":{"a":"\\u00g`, `${good}{"entry":{"a":"x\x01`, `${good}{"entry":{"a":x`, `${good}{"entry":{"a":1;`, `${good}{"entry":${'['.repeat(70)}`,
      `${good}{"entry":{"a":1},"leaf":"${'0'.repeat(64)}`]) {
      expect(await refusal(opening(Buffer.from(wrong, 'latin1')))).toMatchObject({ code: 'E_LOG_CORRUPT', path: wrong.startsWith(good) ? '/3' : '/2' });
    }
    for (const torn of ['{', '{"entry":', '{"entry":{"a":-', '{"entry":{"a":[1.5e+', '{"entry":{"a":"\\u00', '{"entry":{"a":[true,null,fal', '{"entry":{"a":"é'.slice(0, -1), '{"entry":{},"le', '{"entry":{"a":"\\n\\"', stored('{"a":1}').slice(0, -3)]) {
      expect((await opening(good + torn)).torn).toEqual([{ file: 'log.jsonl', bytes: torn.length }]);
    }
    expect((await opening(Buffer.concat([Buffer.from(`${good}{"entry":{"a":"`), Buffer.of(0xf0, 0x9f)]))).torn[0]?.bytes).toBe(17);
  });

  it('refuses lines that hash right but are not canonical, not in order or not new', async () => {
    const two = lines.slice(0, 2).map(stored).join('');
    const cases: readonly [string, object][] = [
      [lines[2]!.replace(',', ', '), { code: 'E_LOG_NOT_CANONICAL', path: '/2' }],
      [lines[2]!.replace('"text":"text"', '"text":"\\u0074ext"'), { code: 'E_LOG_NOT_CANONICAL', path: '/2' }],
      [lines[2]!.replace('"index":2', '"index":2,"index":2'), { code: 'E_LOG_NOT_CANONICAL', path: '/2' }],
      [lines[2]!.replace('"index":2', '"index":2e0'), { code: 'E_LOG_NOT_CANONICAL', path: '/2' }],
      [lines[2]!.replace('text"}', '\\ud800"}'), { code: 'E_LOG_NOT_CANONICAL', path: '/2' }],
      ['{"id":"x"}', { code: 'E_FORMAT', path: '/2' }],
      [sampleLine('id-2', 3), { code: 'E_LOG_GAP', path: '/2' }],
      [sampleLine('id-0', 2), { code: 'E_LOG_CORRUPT', path: '/2' }],
    ];
    for (const [line, error] of cases) expect(await refusal(opening(two + stored(line)))).toMatchObject(error);
  });

  it('refuses heads and values that hash right but are not canonical, with nothing of what they say', async () => {
    const file = (name: string, text: string): string => `{"${name}":${text},"leaf":"${hash('sha256', `\0${text}`)}"}\n`;
    for (const text of ['{"size":1,"note":"x"}', 'Secret', '{"note":"\\u0078","size":1}']) {
      const files = new Disk({ [LOG]: Buffer.from(good), 'log/checkpoints.jsonl': Buffer.from(file('checkpoint', text)) });
      expect(await refusal(fileStore('log', { files }))).toMatchObject({ code: 'E_LOG_NOT_CANONICAL', path: '/checkpoints/0' });
    }
    for (const text of ['null', '{"note":1,"size":1}', '{"note":"x"}', '{"note":"x","size":-1}', '{"note":"x","size":1.5}', '{"more":1,"note":"x","size":1}']) {
      const files = new Disk({ [LOG]: Buffer.from(good), 'log/checkpoints.jsonl': Buffer.from(file('checkpoint', text)) });
      expect(await refusal(fileStore('log', { files }))).toMatchObject({ code: 'E_FORMAT', path: '/checkpoints/0' });
    }
    const row = { entry: 'e', path: '/p', salt: '00', subject: 'p', value: '"Secret"' };
    const bad: readonly (readonly [string, string])[] = [
      ['Secret', 'E_LOG_NOT_CANONICAL'],
      ...['null', '"Secret"', '[]', ...[{ entry: undefined }, { path: 1 }, { salt: null }, { subject: 1 }, { value: { a: 'Secret' } }, { more: 'Secret' }].map((change) => canonicalJson(JSON.parse(JSON.stringify({ ...row, ...change }))))].map((text) => [text, 'E_FORMAT'] as const),
    ];
    for (const [text, code] of bad) {
      const files = new Disk({ [LOG]: Buffer.from(good), 'log/vault.jsonl': Buffer.from(file('datum', canonicalJson({ ...row, path: '/first', subject: null })) + file('datum', text)) });
      const store = await fileStore('log', { files });
      const error = await refusal(store.vault.rows({ subject: 'p' }));
      expect(error, text).toMatchObject({ code, path: '/vault/1' });
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toContain('Secret');
      await store.close();
    }
  });

  it('refuses a frame with one wrong sign, nothing in it, or bytes that are no UTF-8, though the hash is right', async () => {
    const raw = (value: Buffer): Buffer => Buffer.concat([Buffer.from(`${good}{"entry":`), value, Buffer.from(`,"leaf":"${hash('sha256', Buffer.concat([Buffer.of(0), value]))}"}\n`)]);
    const line = Buffer.from(sampleLine('id-3', 3, 'text?'));
    line[line.indexOf('?')] = 0xff;
    const wrong = [`${good}${stored(sampleLine('id-3', 3)).slice(0, -3)}x}\n`, `${good}${stored(sampleLine('id-3', 3)).slice(0, -2)}x\n`, raw(Buffer.alloc(0)), raw(line)];
    for (const content of wrong) expect(await refusal(opening(content))).toMatchObject({ code: 'E_LOG_CORRUPT', path: '/3' });
  });

  it('leaves a file without its torn tail', async () => {
    const files = new Disk({ [LOG]: Buffer.from(`${good}{"entry":{"a":"${'x'.repeat(1000)}`) });
    const store = await fileStore('log', { files });
    expect(Buffer.from(files.content(LOG)).toString()).toBe(good);
    await store.close();
    expect((await fileStore('log', { files })).torn).toEqual([]);
  });

  it('gives lines within the log alone', async () => {
    const store = await opening(good);
    for (const [from, to] of [[0, 4], [2, 1], [-1, 1], [NaN, 1]] as const) {
      await expect((async () => { for await (const _ of store.lines(from, to)) expect.unreachable(); })()).rejects.toMatchObject({ code: 'E_NUM_RANGE', path: '/3' });
    }
  });

  it('refuses a line of more than 16 MiB without holding all of it, with or without its end', async () => {
    for (const end of ['', '\n']) expect(await refusal(opening(`${good}{"entry":"${'x'.repeat(40 << 20)}${end}`))).toMatchObject({ code: 'E_LOG_CORRUPT', path: '/3' });
  });

  it('writes the hashes anew where they are short, long or wrong', async () => {
    const folder = fresh();
    let store = await fileStore(folder);
    await fill(store, 0, 300);
    await store.close();
    const hashes = readFileSync(join(folder, 'log.hashes'));
    expect(hashes.length).toBe(32 * (300 + 150 + 75 + 37 + 18 + 9 + 4 + 2 + 1));
    for (const wrong of [Buffer.alloc(0), hashes.subarray(0, 1000), Buffer.concat([hashes, hashes]), Buffer.from(hashes.map((byte, i) => (i === 5000 ? byte ^ 1 : byte)))]) {
      writeFileSync(join(folder, 'log.hashes'), wrong);
      store = await fileStore(folder);
      await store.close();
      expect(readFileSync(join(folder, 'log.hashes')).equals(hashes)).toBe(true);
    }
  });

  it('by two at once is refused to the second until the first is closed', async () => {
    const folder = fresh();
    const first = await fileStore(folder);
    await expect(fileStore(folder)).rejects.toMatchObject({ code: 'E_LOG_LOCKED' });
    await expect(repairLog(join(folder, '..', folder.split('/').at(-1)!))).rejects.toMatchObject({ code: 'E_LOG_LOCKED' });
    await first.close();
    await (await fileStore(folder)).close();
  });

  it('in a place where no folder can be gives E_FILE without an absolute path of the system error', async () => {
    writeFileSync(join(temp, 'plain'), '');
    const error = await refusal(fileStore(join(temp, 'plain', 'log')));
    expect(error).toMatchObject({ code: 'E_FILE' });
    expect((error as MeritError).issues[0]?.message).toBe('the folder of the log cannot be opened: a part of the path is no folder');
  });
});

describe('errors of the file system', () => {
  it('are told in words, by their name where there are no words, and without the text of the system', () => {
    const told = (cause: unknown): string => ioError('E_LOG_IO', 'it failed', 'log.jsonl', cause).issues[0]!.message;
    expect(told(Object.assign(new Error('/home/secret'), { code: 'ENOSPC' }))).toBe('it failed: the disk is full');
    expect(told(Object.assign(new Error('/home/secret'), { code: 'EBUSY' }))).toBe('it failed: EBUSY');
    for (const cause of [undefined, null, 'text', new Error('/home/secret'), Object.assign(new Error('x'), { code: 'ERR_SECRET_PATH' })]) expect(told(cause)).toBe('it failed: unknown reason');
    const ours = ioError('E_FILE', 'x', 'y', undefined);
    expect(ioError('E_LOG_IO', 'it failed', 'z', ours)).toBe(ours);
  });

  it('are not taken for a file that is not there', async () => {
    writeFileSync(join(temp, 'no-folder'), '');
    expect(await nodeFiles.exists(join(temp, 'nothing'))).toBe(false);
    await expect(nodeFiles.exists(join(temp, 'no-folder', 'log'))).rejects.toMatchObject({ code: 'ENOTDIR' });
    await expect(lockByFile(join(temp, 'nothing'))).rejects.toMatchObject({ code: 'ENOENT' });
  });
});

describe('the lock file of systems without abstract sockets', () => {
  it('is refused while its owner lives and taken over when he is gone or his number is another process now', async () => {
    const folder = mkdtempSync(join(temp, 'lock-'));
    const unlock = await lockByFile(folder);
    await expect(lockByFile(folder)).rejects.toMatchObject({ code: 'E_LOG_LOCKED' });
    await unlock();
    for (const stale of [`${process.pid} Mon Jan 1 00:00:00 2001\n`, '999999999 gone before\n']) {
      writeFileSync(join(folder, 'lock'), stale);
      const again = await lockByFile(folder);
      expect(readFileSync(join(folder, 'lock'), 'utf8')).not.toBe(stale);
      await again();
    }
    expect(readdirSync(folder)).toEqual([]);
  });
});

describe('writing that fails', () => {
  it('is taken back, told as E_LOG_IO with nothing of what was written, and later appends go on', async () => {
    const folder = fresh();
    let broken = false;
    let wrote = 0;
    const store = await fileStore(folder, {
      files: failing('log.jsonl', (raw) => ({
        write: async (bytes, position) => {
          if (!broken) return raw.write(bytes, position);
          if (wrote++ === 0) return raw.write(bytes.subarray(0, 27), position); // a short write, as on a full disk
          throw Object.assign(new Error(`write ${Buffer.from(bytes).toString()}`), { code: 'UNKNOWN', errno: -122 }); // how Node 20 tells EDQUOT
        },
      })),
    });
    await fill(store, 0, 3);
    const size = statSync(join(folder, 'log.jsonl')).size;
    broken = true;
    const refused = await Promise.all([3, 4].map((i) => refusal(store.append(`siti-${i}`, 3, (missed) => sampleLine(`siti-${i}`, 3 + missed.length, 'Siti Canary')))));
    for (const error of refused) {
      expect(error).toMatchObject({ code: 'E_LOG_IO' });
      expect(String(error)).toContain(process.platform === 'linux' ? 'the quota is used up' : 'log.jsonl');
      expect(`${String(error)} ${JSON.stringify(error)}`).not.toMatch(/siti/i);
    }
    expect(statSync(join(folder, 'log.jsonl')).size).toBe(size);
    broken = false;
    await fill(store, 3, 5);
    await store.close();
    const again = await fileStore(folder);
    expect([await again.size(), again.torn]).toEqual([5, []]);
    await again.close();
  });

  it('because the file takes no byte is told and not tried for ever', async () => {
    const store = await fileStore(fresh(), { files: failing('log.jsonl', () => ({ write: async () => 0 })) });
    await expect(fill(store, 0, 1)).rejects.toMatchObject({ code: 'E_LOG_IO' });
    await store.close();
  });

  it('and cannot be taken back ends the store', async () => {
    const store = await fileStore(fresh(), { files: failing('log.jsonl', () => ({ write: () => Promise.reject(new Error('no')), truncate: () => Promise.reject(new Error('no')) })) });
    await expect(fill(store, 0, 1)).rejects.toMatchObject({ code: 'E_LOG_IO' });
    let built = false;
    await expect(store.append('a', 0, () => { built = true; return ''; })).rejects.toMatchObject({ code: 'E_LOG_CLOSED' });
    expect(built).toBe(false);
    await store.close();
  });

  it('to be made durable ends the store: E_LOG_FSYNC for what was in the write, E_LOG_CLOSED for what waited', async () => {
    const folder = fresh();
    let syncs = 0;
    const store = await fileStore(folder, { files: failing('log.jsonl', (raw) => ({ sync: () => (++syncs === 3 ? Promise.reject(Object.assign(new Error('x'), { code: 'EIO' })) : raw.sync()) })) });
    await fill(store, 0, 1); // the first sync was that of opening
    const first = refusal(store.append('a', 1, () => sampleLine('a', 1)));
    await new Promise(setImmediate);
    const second = refusal(store.append('b', 1, (missed) => sampleLine('b', 1 + missed.length)));
    expect(await first).toMatchObject({ code: 'E_LOG_FSYNC' });
    expect(await second).toMatchObject({ code: 'E_LOG_CLOSED' });
    expect(syncs).toBe(3); // never tried again
    await store.close();
  });
});

describe('the vault in a file', () => {
  it('is nobody else\'s to read, and nothing that was erased or replaced stands in any file of the folder', async () => {
    const folder = fresh();
    const store = await fileStore(folder);
    const rows = ['1', '2', '3'].map((n) => ({ entry: 'e', path: `/${n}`, subject: 'p', salt: `${n}5`.repeat(32), value: `"value-${n}"` }));
    await store.vault.put(rows);
    await store.vault.put([{ ...rows[1]!, salt: '77'.repeat(32), value: '"value-2b"' }]);
    if (process.platform !== 'win32') expect(statSync(join(folder, 'vault.jsonl')).mode & 0o777).toBe(0o600);
    writeFileSync(join(folder, 'vault.jsonl.new'), 'left by a crash: value-1');
    await store.vault.erase([{ entry: 'e', path: '/1' }, { entry: 'e', path: '/2' }]);
    const everything = readdirSync(folder).map((file) => readFileSync(join(folder, file), 'utf8')).join('');
    for (const gone of ['value-1', 'value-2', '15151515', '25252525', '77777777']) expect(everything).not.toContain(gone);
    expect(everything).toContain('value-3');
    if (process.platform !== 'win32') expect(statSync(join(folder, 'vault.jsonl')).mode & 0o777).toBe(0o600);
    await store.close();
  });
});

describe('repairLog', () => {
  it('moves everything from the damage on to a file beside it, and says so', async () => {
    const folder = fresh();
    const store = await fileStore(folder);
    await fill(store, 0, 10);
    await store.close();
    expect(await repairLog(folder)).toEqual([]);
    const log = join(folder, 'log.jsonl');
    const text = readFileSync(log, 'utf8');
    const damaged = text.replace('"id":"id-6"', '"id":"id-X"');
    for (const to of ['log.jsonl.damaged-1', 'log.jsonl.damaged-2']) {
      writeFileSync(log, damaged);
      await expect(fileStore(folder)).rejects.toMatchObject({ code: 'E_LOG_CORRUPT', path: '/6' });
      const at = text.indexOf(stored(sampleLine('id-6', 6)));
      expect(await repairLog(folder)).toEqual([{ file: 'log.jsonl', from: 6, bytes: damaged.length - at, to }]);
      expect(readFileSync(log, 'utf8')).toBe(text.slice(0, at));
      expect(readFileSync(join(folder, to), 'utf8')).toBe(damaged.slice(at));
    }
    const again = await fileStore(folder);
    expect(await again.size()).toBe(6);
    await again.close();
  });

  it('takes lines for damage that hash right but do not follow, or are not canonical', async () => {
    const folder = fresh();
    const store = await fileStore(folder);
    await fill(store, 0, 3);
    await store.keepCheckpoint(3, 'a note');
    await store.close();
    const [log, heads] = ['log.jsonl', 'checkpoints.jsonl'].map((file) => join(folder, file));
    const two = readFileSync(log!, 'utf8').split('\n').slice(0, 2).map((line) => `${line}\n`).join('');
    for (const line of [sampleLine('id-0', 2), sampleLine('id-2', 3)]) {
      writeFileSync(log!, two + stored(line));
      expect(await repairLog(folder)).toMatchObject([{ file: 'log.jsonl', from: 2, bytes: stored(line).length }]);
      expect(readFileSync(log!, 'utf8')).toBe(two);
    }
    expect(await repairLog(folder)).toEqual([]);
    const text = '{"size":3, "note":"a note"}';
    writeFileSync(heads!, `{"checkpoint":${text},"leaf":"${hash('sha256', `\0${text}`)}"}\n`);
    expect(await repairLog(folder)).toMatchObject([{ file: 'checkpoints.jsonl', from: 0 }]);
    // what opening refuses is moved: a head and a value of another shape
    for (const [file, name] of [['checkpoints.jsonl', 'checkpoint'], ['vault.jsonl', 'datum']] as const) {
      writeFileSync(join(folder, file), `{"${name}":null,"leaf":"${hash('sha256', '\0null')}"}\n`);
      expect(await repairLog(folder)).toMatchObject([{ file, from: 0 }]);
    }
    const again = await fileStore(folder);
    expect([await again.size(), await again.vault.rows({ subject: 'p' })]).toEqual([2, []]);
    await again.close();
  });

  it('moves nothing where a file cannot be read', async () => {
    const folder = fresh();
    const store = await fileStore(folder);
    await fill(store, 0, 3);
    await store.close();
    const before = readFileSync(join(folder, 'log.jsonl'));
    const files = failing('log.jsonl', () => ({ read: () => Promise.reject(Object.assign(new Error('raw'), { code: 'EIO' })) }));
    const error = await refusal(repairLog(folder, { files }));
    expect(['E_FILE', 'E_LOG_IO']).toContain((error as MeritError).code);
    expect((error as MeritError).message).toContain('the disk reports an error');
    expect(readFileSync(join(folder, 'log.jsonl'))).toEqual(before);
    expect(readdirSync(folder).filter((name) => name.includes('damaged'))).toEqual([]);
  });
});

describe('lines', () => {
  it('of any texts are as many as entries, and read back the same', async () => {
    await fc.assert(fc.asyncProperty(fc.array(fc.string({ unit: fc.oneof(fc.constantFrom('\n', '\r', '\u2028', '\u2029', '}', '{', '"', '\\', '\0', '\u007f', '\ue000', '😀'), fc.string({ minLength: 1, maxLength: 1 })) }), { maxLength: 6 }), async (texts) => {
      const disk = new Disk();
      const store = await fileStore('log', { files: disk });
      for (const [i, text] of texts.entries()) await store.append(`id-${i}`, i, () => sampleLine(`id-${i}`, i, text));
      expect(disk.content(LOG).filter((byte) => byte === 10)).toHaveLength(texts.length);
      await store.close();
      const again = await fileStore('log', { files: disk });
      const found: string[] = [];
      for await (const line of again.lines(0, texts.length)) found.push((JSON.parse(line) as { body: { text: string } }).body.text);
      expect(found).toEqual(texts);
    }), { numRuns: 200 });
  });

  it('are canonical exactly where the canonical text of what they say is the line', () => {
    const odd = fc.constantFrom('"a"', '"\\u0061"', '"\\ud83d\\ude00"', '"\\ud800"', '1', '1.0', '1e21', '-0', '1E5', '[ ]', '[1,2]', '{"10":1,"9":2}', '{"9":1,"10":2}', '{"b":1,"a":2}', '{"a":1,"b":2}', '{"a":1,"a":1}', '"é"', '"\\/"', '"\u2028"', '{"__proto__":1}', 'null', '9007199254740993');
    fc.assert(fc.property(odd, odd, (a, b) => {
      const line = `{"a":${a},"b":[${b}],"id":"x","index":0}`;
      let canonical = false;
      try {
        canonical = canonicalJson(JSON.parse(line)) === line;
      } catch {
        // half a surrogate pair
      }
      if (canonical) expect(readEntryLine(line, '/0')).toEqual({ id: 'x', index: 0 });
      else expect(() => readEntryLine(line, '/0')).toThrow(expect.objectContaining({ code: 'E_LOG_NOT_CANONICAL', path: '/0' }) as Error);
    }), { numRuns: 500 });
  });
});

describe('the table of ids', () => {
  it('finds every number that was added, and hardly any other', () => {
    const table = new IdTable(7);
    const map = new Map<string, number>();
    for (let i = 0; i < 20_000; i++) {
      const id = `person-${i * 7919}`;
      table.add(id, i);
      map.set(id, i);
    }
    let false_ = 0;
    for (const [id, i] of map) expect(table.candidates(id)).toContain(i);
    for (let i = 0; i < 20_000; i++) false_ += table.candidates(`nobody-${i}`).length;
    expect(false_).toBeLessThan(20);
  });
});
