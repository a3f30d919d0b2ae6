// What keepers of a trail meet seldom: witnesses named at the beginning, a second log under one key, checkpoints of somebody else, half of the steps done by hand.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { roundStory, tieCommitment } from '../../src/trail/index.js';
import { parseRequest } from '../../src/cli/witness-request.js';
import { NONCE } from '../support/toy.js';
import { richPolicy, richRound } from '../reporting/rounds.js';
import { cli } from './cli.js';

const dir = mkdtempSync(join(tmpdir(), 'meritra-trail-edges-'));
const at = (...names: readonly string[]): string => join(dir, ...names);
const put = (name: string, content: unknown): string => (writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content)), at(name));
afterAll(() => rmSync(dir, { recursive: true }));

const ORIGIN = 'toy.example/rotation';
let clock = 1_800_000_000;
const now = (): number => clock++;
const init = (folder: string, ...more: readonly string[]) => cli(['trail', 'init', '--dir', at(folder), '--origin', ORIGIN, '--controller', 'The toy office', '--key-file', at('log.key'), ...more], { now });
const append = (folder: string, record: object, stdin = true) => cli(['trail', 'append', '-', '--dir', at(folder)], { now, ...(stdin && { stdin: JSON.stringify(record) }) });
const checkpoint = (folder: string, ...more: readonly string[]) => cli(['trail', 'checkpoint', '--dir', at(folder), '--key-file', at('log.key'), ...more], { now });
const HASH = `sha256:${'a'.repeat(64)}`;
const sealing = { kind: 'seal', round: 'R-1', body: { policy: HASH, rules: HASH, commitments: ['council', 'panel'].map((party) => ({ party, hash: HASH })), revealBy: '2027-12-31', reason: null } };
const genesisOf = (folder: string) => JSON.parse(readFileSync(at(folder, 'log.jsonl'), 'utf8').split('\n')[0]!) as { body?: object; entry?: { body: object } };

let key = '';
beforeAll(async () => {
  const begun = await init('one');
  expect(begun.err).toBe('');
  key = /^ {2}(toy\.example\/rotation\+[0-9a-f]{8}\+\S+)$/m.exec(begun.out)![1]!;
  expect(begun.out).toMatch(/\n— toy\.example\/rotation \S+\n$/); // without --out the first checkpoint is printed
  await append('one', sealing);
});

describe('meritra trail init', () => {
  it('names its witnesses in the first entry, and asks for all of them or for as many as are said', async () => {
    for (const name of ['a', 'b']) await cli(['trail', 'key', at(`${name}.key`), '--name', `witness.example/${name}`, '--witness']).then(({ out }) => put(`${name}.pub`, out));
    expect((await init('all', '--witness', at('a.pub'), '--witness', at('b.pub'))).code).toBe(0);
    expect((await init('any', '--witness', at('a.pub'), '--witness', at('b.pub'), '--quorum', '1')).code).toBe(0);
    const keys = ['a', 'b'].map((name) => readFileSync(at(`${name}.pub`), 'utf8').trim());
    for (const [folder, quorum] of [['all', 2], ['any', 1]] as const) expect(JSON.stringify(genesisOf(folder))).toContain(JSON.stringify({ keys, quorum }));
    expect(JSON.stringify(genesisOf('one'))).toContain('"witnesses":null');
  });
});

describe('meritra trail checkpoint', () => {
  it('since a size is a request to a witness: with a proof from there, with none from the present size, and no such thing beyond', async () => {
    expect(parseRequest((await checkpoint('one', '--since', '1')).out)).toMatchObject({ old: 1, proof: { length: 1 } });
    expect(parseRequest((await checkpoint('one', '--since', '2')).out)).toMatchObject({ old: 2, proof: [] });
    expect((await checkpoint('one', '--since', '0')).out).toMatch(/^toy\.example\/rotation\n2\n/); // a witness that has seen nothing gets the note alone
    expect(await checkpoint('one', '--since', '3')).toMatchObject({ code: 2, out: '', err: expect.stringMatching(/^E_NUM_RANGE --since.*the log has 2 entries/s) });
    expect(await checkpoint('one', '--since', '1.5')).toMatchObject({ code: 2, out: '', err: expect.stringContaining('a whole number is expected.') });
  });

  it('keeps no checkpoint that this log never signed, though its key did', async () => {
    await init('two', '--out', at('two-head.txt')); // the same key, another log
    await append('two', { ...sealing, round: 'R-2' });
    await checkpoint('two', '--out', at('other.txt'));
    expect(await checkpoint('one', '--add', at('other.txt'))).toMatchObject({ code: 2, err: expect.stringMatching(/^E_LOG_FORK .*this log has signed no such checkpoint/) });
  });
});

describe('meritra trail append and erase', () => {
  it('say what they miss: standard input, and whose data', async () => {
    expect(await append('one', {}, false)).toMatchObject({ code: 2, err: expect.stringMatching(/^E_INPUT_EMPTY .*there is no standard input here/) });
    const asked = ['trail', 'erase', '--dir', at('one'), '--by', 'dpo', '--on', '2027-01-31', '--basis', 'Act', '--document', 'Letter', '--yes'];
    expect(await cli(asked)).toMatchObject({ code: 2, out: '', err: expect.stringContaining('say --person or --entry') });
  });
});

describe('meritra trail verify', () => {
  it('reads a folder without its checkpoints, or with lines there that are none, as far as what it is given leads', async () => {
    await checkpoint('one', '--out', at('head.txt'));
    cpSync(at('one'), at('copy'), { recursive: true });
    const verify = (): ReturnType<typeof cli> => cli(['trail', 'verify', at('copy'), '--key', key, '--checkpoint', at('head.txt')]);
    const whole = await verify();
    expect(whole.code).toBe(0);
    const kept = readFileSync(at('copy', 'checkpoints.jsonl'), 'utf8');
    writeFileSync(at('copy', 'checkpoints.jsonl'), `{"checkpoint":{"note":7,"size":99}}\n{"checkpoint":null}\n${kept}`);
    expect(await verify()).toEqual(whole);
    rmSync(at('copy', 'checkpoints.jsonl'));
    const bare = await verify();
    expect(bare.code).toBe(3); // not proven: what this log signed is not there, and nothing contradicts
    expect([bare.out.includes('no checkpoint was given, so nobody has signed them'), bare.out.includes('fails')]).toEqual([true, false]);
  });
});

describe('meritra propose --steps', () => {
  const commitments = [['council', NONCE], ['panel', NONCE.split('').reverse().join('')]].map(([party, nonce]) => ({ party: party!, nonce: nonce! }));
  const policy = richPolicy((p) => void (p.ties.commitments = commitments.map(({ party, nonce }) => ({ party, hash: tieCommitment(party, nonce) }))));
  const round = richRound((r) => {
    delete r.horizon;
    r.reveals = commitments;
    r.scope = { positions: r.positions.map((p) => p.id), people: 'all' };
    r.actors = [{ id: 'panel-1', role: 'panel', person: 'A', statement: { on: r.asOf, document: 'Form 1' }, interests: [{ person: 'B', kind: 'friend' }] }, { id: 'panel-2', role: 'panel' }];
  });
  const asked = (folder: string) => cli(['propose', put('round.json', round), '--policy', put('policy.json', policy), '--trail', at(folder), '--steps', '--quiet', '--key-file', at('log.key'), '--bundle', at(`${folder}.json`)], { now });
  const storyOf = (folder: string) => roundStory((JSON.parse(readFileSync(at(`${folder}.json`), 'utf8')) as { trail: Parameters<typeof roundStory>[0] }).trail, round.id);

  it('does what is missing before the first run and nothing again before the second; every step stands once', async () => {
    await init('begun');
    await asked('begun'); // all of it
    const story = storyOf('begun');
    expect([story.seals.length, story.freezes.length, story.reveals, story.statements, story.attempts.length]).toEqual([1, 1, 2, 1, 1]); // panel-2 signed nothing
    const log = readFileSync(at('begun', 'log.jsonl'), 'utf8');
    expect(log).toContain(`"positions":${JSON.stringify(round.positions.map((p) => p.id).sort())}`);
    expect(log).toContain(`"revealBy":"${round.asOf}"`); // no other day was said
    expect(log).not.toContain('friend'); // interests are in the vault
    const again = await cli(['propose', at('round.json'), '--policy', at('policy.json'), '--trail', at('begun'), '--steps', '--quiet', '--reason', 'a printer', '--key-file', at('log.key'), '--bundle', at('begun.json')], { now });
    expect([again.code, again.err]).toEqual([0, '']);
    expect([storyOf('begun').seals.length, storyOf('begun').freezes.length, storyOf('begun').attempts.length]).toEqual([1, 1, 2]);
  });
});
