import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { checkProof, parseNote, shortCode } from '../../src/trail/index.js';
import { verifyDisclosure } from '../../src/verify/index.js';
import { cli } from './cli.js';

const dir = mkdtempSync(join(tmpdir(), 'meritra-trail-'));
const at = (...names: readonly string[]): string => join(dir, ...names);
const put = (name: string, content: unknown): string => (writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content)), at(name));
afterAll(() => rmSync(dir, { recursive: true }));

const ORIGIN = 'toy.example/rotation';
const HASH = `sha256:${'a'.repeat(64)}`;
const trail = ['--dir', at('trail')];
let clock = 1_800_000_000;
const now = (): number => clock++;
let key = '';

const seal = { policy: HASH, rules: HASH, commitments: ['council', 'panel'].map((party) => ({ party, hash: HASH })), revealBy: '2027-12-31', reason: null };
const record = (kind: string, body: object, values?: object): string => JSON.stringify({ kind, ...(kind !== 'key' && { round: 'R-1' }), body, ...(values && { values }) });
const append = (text: string, ...more: readonly string[]): ReturnType<typeof cli> => cli(['trail', 'append', '-', ...trail, ...more], { stdin: text, now });

beforeAll(async () => {
  const begun = await cli(['trail', 'init', ...trail, '--origin', ORIGIN, '--controller', 'The toy office', '--key-file', at('log.key'), '--retention', '10', '--retention-basis', 'Toy act', '--out', at('head-1.txt')], { now });
  expect(begun.err).toBe('');
  key = /^ {2}(toy\.example\/rotation\+[0-9a-f]{8}\+\S+)$/m.exec(begun.out)![1]!;
  expect(begun.out).toContain(shortCode(parseNote(readFileSync(at('head-1.txt'), 'utf8')).text));
  for (const said of ['minutes', 'outside the office', at('log.key')]) expect(begun.out).toContain(said);
  for (const text of [record('seal', seal), record('statement', { actor: 'panel-1', role: 'panel', document: 'Statement 1' }, { '/person': 'P-1', '/interests': null }), record('open', { on: '2027-01-15', positions: 'all' })]) expect(await append(text)).toMatchObject({ code: 0, err: '' });
  expect((await append(record('rating', { actor: 'panel-1', document: 'Minutes 1' }, { '/person': 'P-2', '/attribute': 'exam', '/value': 61 }))).out).toBe('entry 4: rating\n');
});

describe('meritra trail init', () => {
  it('keeps the key apart and readable by nobody else, and never begins twice', async () => {
    expect(statSync(at('log.key')).mode & 0o777).toBe(0o600);
    expect(readdirSync(at('trail')).some((name) => readFileSync(at('trail', name), 'latin1').includes('PRIVATE'))).toBe(false);
    const asked = ['trail', 'init', '--origin', ORIGIN, '--controller', 'x y', '--key-file'];
    expect(await cli([...asked, at('log.key'), ...trail])).toMatchObject({ code: 2, err: expect.stringMatching(/^E_STATE .*trail already/) });
    expect(await cli([...asked, at('new', 'log.key'), '--dir', at('new')])).toMatchObject({ code: 2, err: expect.stringMatching(/^E_KEY .*whoever copies the log/) });
    expect(existsSync(at('new'))).toBe(false);
    expect(await cli(['trail', 'init', '--origin', 'other.example', '--controller', 'x y', '--key-file', at('log.key'), '--dir', at('third')])).toMatchObject({ code: 2, err: expect.stringMatching(/^E_KEY .*another name/) });
  });
});

describe('meritra trail append', () => {
  it('refuses what may not follow, and what is no record, and keeps nothing of it', async () => {
    const size = (await cli(['trail', 'checkpoint', ...trail, '--key-file', at('log.key')], { now })).err;
    const wrong: readonly (readonly [string, RegExp])[] = [
      [record('attempt', { number: 1, freeze: 4, policy: HASH, engine: { name: 'meritra', version: '0' }, reason: null }), /^E_STATE|^E_REF_UNKNOWN/],
      [record('open', { on: '2027-01-15', positions: 'all' }), /^E_STATE/],
      [record('rating', { actor: 'panel-1', document: 'M' }, { '/points': 61 }), /^E_KEY_UNKNOWN .*#\/values/],
      [record('rating', { actor: 'panel-1', document: 'M' }, { '/person': 7 }), /^E_TYPE .*#\/values\/~1person/],
      [record('rumour', {}), /^E_\w+ .*#\/kind/],
      [JSON.stringify({ kind: 'recusal', round: 'R-1', body: { actor: 'panel-1' }, values: { '/person': 'P-1' } }), /^E_VALUE_MISSING .*body\/reason/],
      [JSON.stringify({ kind: 'close', round: 'R-1', body: {}, more: 1 }), /^E_KEY_UNKNOWN/],
      ['[]', /^E_TYPE/],
      ['{', /^E_JSON_SYNTAX/],
    ];
    for (const [text, said] of wrong) {
      const { code, err } = await append(text);
      expect([code, err]).toEqual([2, expect.stringMatching(said)]);
    }
    expect((await cli(['trail', 'checkpoint', ...trail, '--key-file', at('log.key')], { now })).err).toBe(size);
  });

  it('keeps values in the vault, never in the log', () => {
    const log = readFileSync(at('trail', 'log.jsonl'), 'utf8');
    expect(log).not.toMatch(/P-2|"exam"/);
    expect(readFileSync(at('trail', 'vault.jsonl'), 'utf8')).toContain('P-2');
  });
});

describe('meritra trail checkpoint, prove, disclose, erase', () => {
  it('signs, prints the short code, draws a code to scan and asks a witness', async () => {
    const signed = await cli(['trail', 'checkpoint', ...trail, '--out', at('head.txt'), '--qr', at('head.svg')], { env: { MERITRA_KEY_FILE: at('log.key') }, now });
    const note = readFileSync(at('head.txt'), 'utf8');
    expect(signed).toMatchObject({ code: 0, out: '', err: expect.stringContaining(shortCode(parseNote(note).text)) });
    expect(readFileSync(at('head.svg'), 'utf8')).toMatch(/^<svg/);
    await cli(['trail', 'checkpoint', ...trail, '--key-file', at('log.key'), '--since', '1', '--out', at('request.txt')], { now });
    expect(readFileSync(at('request.txt'), 'utf8')).toMatch(/^old 1\n/);
    await cli(['trail', 'key', at('w.key'), '--name', 'witness.example', '--witness']);
    const witness = ['--state', at('state'), '--log-key', key, '--key-file', at('w.key')];
    expect((await cli(['trail', 'witness', at('head-1.txt'), ...witness], { now })).code).toBe(0);
    expect((await cli(['trail', 'witness', at('request.txt'), ...witness, '--out', at('cosigned.txt')], { now })).code).toBe(0);
    expect(await cli(['trail', 'checkpoint', ...trail, '--add', at('cosigned.txt')])).toMatchObject({ code: 0 });
    expect(await cli(['trail', 'checkpoint', ...trail, '--since', '99', '--key-file', at('log.key')])).toMatchObject({ code: 2, err: expect.stringMatching(/^E_NUM_RANGE/) });
    expect((await cli(['trail', 'checkpoint', ...trail])).err).toMatch(/^E_KEY/);
  });

  it('proves an entry offline, discloses a field, and both hold after the value is erased', async () => {
    const { out: proof } = await cli(['trail', 'prove', '4', ...trail]);
    const line = (JSON.parse(readFileSync(at('trail', 'log.jsonl'), 'utf8').split('\n')[4]!) as { entry: object }).entry;
    expect(checkProof(proof, JSON.stringify(line), [key]).index).toBe(4);
    const shown = await cli(['trail', 'disclose', '--entry', '4', '--path', '/value', ...trail]);
    expect(shown.code).toBe(0);
    const holds = (): string => verifyDisclosure(JSON.parse(shown.out), { keys: [key], checkpoints: [readFileSync(at('head.txt'), 'utf8')] }).verdicts.map((v) => v.outcome).join();
    expect(holds()).toMatch(/^holds,holds,.*holds/);
    expect((await cli(['trail', 'verify', put('shown.json', shown.out), '--disclosure', '--key', key, '--checkpoint', at('head.txt')])).out).toMatch(/holds +integrity/);

    const erase = ['trail', 'erase', '--person', 'P-2', '--by', 'dpo', '--on', '2027-02-01', '--basis', 'Toy act, article 8', '--document', 'Letter 3', ...trail];
    expect(await cli(erase, { now })).toMatchObject({ code: 2, err: expect.stringContaining('Nothing was erased') });
    expect(await cli([...erase, '--yes'], { now })).toMatchObject({ code: 0, out: expect.stringMatching(/^Erased\. Entry 5 /) });
    expect(readFileSync(at('trail', 'vault.jsonl'), 'utf8')).not.toContain('P-2');
    expect(await cli(['trail', 'disclose', '--entry', '4', ...trail])).toMatchObject({ code: 2, err: expect.stringMatching(/^E_NOTE: .*last entries/) });
    expect(await cli(['trail', 'prove', '5', ...trail])).toMatchObject({ code: 2, err: expect.stringMatching(/^E_NOTE: .*covers this entry/) });
    expect(await cli(['trail', 'disclose', '--entry', '4', '--key-file', at('log.key'), ...trail], { now })).toMatchObject({ code: 2, err: expect.stringMatching(/^E_ERASED/) });
    expect(await cli([...erase, '--yes'], { now })).toMatchObject({ code: 2, err: expect.stringMatching(/^E_REF_UNKNOWN/) });
    expect(holds()).toMatch(/^holds,holds,.*holds/);
    const verified = await cli(['trail', 'verify', at('trail'), '--key', key]);
    expect(verified.out).toMatch(/holds +format[^]*not proven +completeness/);
    expect(await cli(['trail', 'prove', '99', ...trail])).toMatchObject({ code: 2, err: expect.stringMatching(/^E_REF_UNKNOWN/) });
  });

  it('erases one field of an entry, and only that one', async () => {
    const rating = { '/person': 'P-3', '/attribute': 'exam', '/value': 70 };
    const said = await append(record('rating', { actor: 'panel-1', document: 'Minutes 2' }, rating), '--json');
    const entry = String((JSON.parse(said.out) as { index: number }).index);
    const erase = ['trail', 'erase', '--entry', entry, '--path', '/value', '--by', 'dpo', '--on', '2027-02-01', '--basis', 'Toy act, article 8', '--document', 'Letter 4', '--yes', ...trail];
    expect(await cli(erase, { now })).toMatchObject({ code: 0, err: '' });
    const disclose = (path: string): ReturnType<typeof cli> => cli(['trail', 'disclose', '--entry', entry, '--path', path, '--key-file', at('log.key'), ...trail], { now });
    expect((await disclose('/value')).err).toMatch(/^E_ERASED/);
    expect(JSON.parse((await disclose('/attribute')).out)).toMatchObject({ openings: [{ path: '/attribute', value: 'exam' }] });
  });

  it('wants to know whom or what to disclose', async () => {
    expect(await cli(['trail', 'disclose', '--round', 'R-1', ...trail])).toMatchObject({ code: 2, err: expect.stringContaining('--entry, or --round and --person') });
  });
});
