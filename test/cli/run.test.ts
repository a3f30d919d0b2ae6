import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Policy, Proposal, Round } from '../../src/index.js';
import { run } from '../../src/cli/run.js';
import { progressOn } from '../../src/cli/progress.js';
import { placeIn } from '../../src/cli/problems.js';
import { exitOf } from '../../src/cli/verify-command.js';
import { richPolicy, richRound } from '../reporting/rounds.js';
import { toyPerson, toyPost, toyRound } from '../support/toy.js';

const dir = mkdtempSync(join(tmpdir(), 'meritra-cli-'));
const at = (name: string): string => join(dir, name);
afterAll(() => rmSync(dir, { recursive: true }));

function put(name: string, content: unknown): string {
  writeFileSync(at(name), typeof content === 'string' ? content : JSON.stringify(content));
  return at(name);
}

interface Ran {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

async function cli(argv: readonly string[], more: { readonly env?: Record<string, string>; readonly signal?: AbortSignal; readonly isTTY?: boolean } = {}): Promise<Ran> {
  let out = '';
  let err = '';
  const code = await run(argv, {
    stdout: { write: (text) => (out += text) },
    stderr: { write: (text) => (err += text), ...(more.isTTY && { isTTY: true }) },
    env: more.env ?? {},
    ...(more.signal && { signal: more.signal }),
  });
  return { code, out, err };
}

let round: string;
let policy: string;
let bundle: string;
beforeAll(async () => {
  round = put('round.json', richRound());
  policy = put('policy.json', richPolicy());
  bundle = at('bundle.json');
  const made = await cli(['propose', round, '--policy', policy, '--bundle', bundle, '--quiet']);
  expect(made).toEqual({ code: 0, out: '', err: '' });
});

describe('meritra propose', () => {
  it('says in a dozen lines what came out, in the language asked for', async () => {
    const { code, out, err } = await cli(['propose', round, '--policy', policy]);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain('Moves: 1 promotion, 2 new appointments');
    expect((await cli(['propose', round, '--policy', policy, '--locale', 'id'])).out).toContain('Perpindahan: 1 promosi');
    expect((await cli(['propose', round, '--policy', policy], { env: { LANG: 'id_ID.UTF-8' } })).out).toContain('Perpindahan: 1 promosi');
  });

  it('writes proposal, bundle and report, and the verdicts one by one', async () => {
    const { code, out, err } = await cli(['propose', round, '--policy', policy, '--out', at('p.json'), '--bundle', at('b.json'), '--report', at('r.html'), '--locale', 'id']);
    expect(code).toBe(0);
    expect(err).toBe(`tersimpan: ${at('p.json')}\ntersimpan: ${at('b.json')}\ntersimpan: ${at('r.html')}\n`);
    expect(out.match(/^ {2}terpenuhi /gm)).toHaveLength(7);
    expect((JSON.parse(readFileSync(at('p.json'), 'utf8')) as Proposal).format).toBe('meritra/proposal/0');
    expect(readFileSync(at('r.html'), 'utf8')).toMatch(/^<!doctype html>\n<html lang="id">/);
    expect(readdirSync(dir).filter((name) => name.endsWith('.tmp'))).toEqual([]);
  });

  it('prints the proposal as JSON and nothing else', async () => {
    const { out } = await cli(['propose', round, '--policy', policy, '--json']);
    expect((JSON.parse(out) as Proposal).certain.status).toBe('optimal');
    expect((await cli(['propose', round, '--policy', policy, '--verify'])).out).toContain('Checks:');
  });

  it('narrows the scope by a file, and names that file where it is wrong', async () => {
    const { code, out } = await cli(['propose', round, '--policy', policy, '--scope', put('scope.json', { positions: ['J4'], people: 'all' })]);
    expect(code).toBe(0);
    expect(out).toContain('Moves: 1 new appointment');
    const wrong = await cli(['propose', round, '--policy', policy, '--scope', put('bad-scope.json', { positions: ['J-none'], people: 'all', more: 1 })]);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(/bad-scope\.json#/);
    expect((await cli(['propose', round, '--policy', policy, '--scope', put('list.json', [])])).err).toContain('E_TYPE');
    expect((await cli(['propose', round, '--policy', policy, '--scope', at('none.json')])).err).toBe(`E_FILE ${at('none.json')}: a file cannot be read or written (it cannot be read: it does not exist)\n`);
  });

  it('ends with 3 where the plan is not proven best, with 4 where there is none', async () => {
    const none = put('none-round.json', toyRound({ positions: [toyPost('J1', 'TOP', { mustFill: { reason: 'law' } })], people: [toyPerson({ id: 'A', cleared: false })] }));
    const { code, out } = await cli(['propose', none, '--policy', policy, '--report', at('none.html')]);
    expect(code).toBe(4);
    expect(out).toContain('No plan exists under these rules.');
    const page = readFileSync(at('none.html'), 'utf8');
    expect(page).toContain('No plan exists');
    expect(page).toContain('without any one of them there would be a plan');
    expect(page).toContain('must be filled');
  });

  it('tells every problem on a line of its own, with file and place, without a value of a person', async () => {
    const bad: Round = richRound((r) => {
      r.people[0]!.name = 'Secret\u001bName';
      r.people[1]!.seat = 'J-none';
      r.people[2]!.evidence[0]!.date = '2026-02-30';
    });
    const { code, err } = await cli(['propose', put('bad.json', bad), '--policy', policy, '--locale', 'id']);
    expect(code).toBe(2);
    const lines = err.trimEnd().split('\n');
    expect(lines.length).toBeGreaterThanOrEqual(3);
    for (const line of lines) expect(line).toMatch(/^E_[A-Z_]+ .*bad\.json#\/people\/\d+\/\S+: \S/);
    expect(err).toContain('hari itu tidak ada dalam kalender');
    expect(err).not.toContain('Secret');
    expect(err).not.toMatch(/ {4}at /);
  });

  it('says where a text stops being JSON', async () => {
    const { code, err } = await cli(['propose', round, '--policy', put('broken.json', '{"format": }')]);
    expect(code).toBe(2);
    expect(err).toMatch(/^E_JSON_SYNTAX .*broken\.json:1:\d+/);
  });

  it('reads a folder of tables, and names file and line of what is wrong in it', async () => {
    const folder = at('folder');
    mkdirSync(folder);
    const head = { format: 'meritra/round-folder/0', id: 'F-1', asOf: '2026-11-21', delimiter: ';', scope: { positions: 'all', people: 'all' }, reveals: richRound().reveals };
    writeFileSync(join(folder, 'round.json'), JSON.stringify(head));
    writeFileSync(join(folder, 'sources.csv'), 'id;title;date\nS1;register;2026-10-01\n');
    writeFileSync(join(folder, 'units.csv'), 'id;name\nU1;Unit one\n');
    writeFileSync(join(folder, 'positions.csv'), 'id;title;unit;level\nJ1;Post;U1;LOW\n');
    writeFileSync(join(folder, 'people.csv'), 'id;name\nA;Ani\n');
    writeFileSync(join(folder, 'evidence.csv'), 'person;attribute;value;source\nA;exam;90;S1\nA;cleared;true;S1\n');
    writeFileSync(join(folder, 'notes.txt'), 'not read');
    expect((await cli(['propose', folder, '--policy', policy])).code).not.toBe(2);
    writeFileSync(join(folder, 'people.csv'), 'id;name\nA;Ani\nA;Ani\n');
    const wrong = await cli(['propose', folder, '--policy', policy]);
    expect(wrong.code).toBe(2);
    expect(wrong.err).toMatch(/^E_\w+ .*folder\/people\.csv:3/);
  });

  it('shows warnings, and strips what could steer the terminal', async () => {
    const odd = put('odd.json', `\ufeff${JSON.stringify(richRound())}`);
    const { code, err } = await cli(['propose', odd, '--policy', policy]);
    expect(code).toBe(0);
    expect(err).toMatch(/^warning: W_BOM_STRIPPED .*odd\.json/);
  });

  it('stops when it is told to, writes nothing and ends with 130', async () => {
    const signal = AbortSignal.abort();
    const { code, err } = await cli(['propose', round, '--policy', policy, '--out', at('never.json')], { signal });
    expect([code, err]).toEqual([130, 'Stopped; no file was written.\n']);
    expect(readdirSync(dir)).not.toContain('never.json');
  });

  it('says when a file cannot be written, and leaves nothing half written', async () => {
    const { code, err } = await cli(['propose', round, '--policy', policy, '--out', join(dir, 'no', 'such', 'folder.json')]);
    expect(code).toBe(2);
    expect(err).toMatch(/^E_FILE .*folder\.json: a file cannot be read or written \(it cannot be written: it does not exist\)\n$/);
  });

  it('tells a fault of its own as such', async () => {
    let told = '';
    const failing = await run(['propose', round, '--policy', policy], { stdout: { write: () => { throw new Error('no more paper'); } }, stderr: { write: (text) => void (told += text) }, env: {} });
    expect(failing).toBe(2);
    expect(told).toContain('This is a fault of meritra');
  });
});

describe('meritra verify', () => {
  it('prints each verdict and ends with 0 where every check holds', async () => {
    const { code, out } = await cli(['verify', bundle]);
    expect(code).toBe(0);
    expect(out.match(/^ {2}holds /gm)).toHaveLength(7);
    expect((JSON.parse((await cli(['verify', bundle, '--json'])).out) as { verdicts: unknown[] }).verdicts).toHaveLength(7);
  });

  it('ends with 1 where a check fails, and names code and place', async () => {
    const forged = JSON.parse(readFileSync(bundle, 'utf8')) as { proposal: { certain: { moves: { fit: { low: number } }[] } } };
    forged.proposal.certain.moves[0]!.fit.low++;
    const { code, out } = await cli(['verify', put('forged.json', forged), '--locale', 'id']);
    expect(code).toBe(1);
    expect(out).toMatch(/GAGAL .*\[E_\w+ \/proposal\/certain/);
    expect((await cli(['verify', put('other.json', { a: 1 })])).code).toBe(1);
  });

  it('ends with 2 where the file is no document, with 3 where nothing fails but something is open', async () => {
    expect((await cli(['verify', put('no.json', 'no')])).code).toBe(2);
    expect((await cli(['verify', dir])).err).toContain('it is a folder');
    expect(exitOf([{ check: 'ties', outcome: 'unproven', detail: '' }, { check: 'format', outcome: 'holds', detail: '' }])).toBe(3);
  });
});

describe('meritra explain', () => {
  it('answers in words', async () => {
    expect((await cli(['explain', bundle, '--person', 'I'])).out).toContain('Name of I (I) gets Post J1 (J1)');
    expect((await cli(['explain', bundle, '--person', 'E', '--position', 'J4', '--locale', 'id'])).out).toContain('tidak terpenuhi');
    expect((await cli(['explain', bundle, '--position', 'J1', '-n', '1'])).out).not.toContain('2. ');
    expect((await cli(['explain', bundle, '--position', 'J1'])).out).toContain('2. Name of A');
    expect((await cli(['explain', bundle, '--passed-over'])).out).toContain('Nobody eligible and better');
    expect((await cli(['explain', bundle, '--person', 'F', '--plan', 'conditional'])).out).toContain('gets');
  });

  it('answers as data', async () => {
    expect((JSON.parse((await cli(['explain', bundle, '--person', 'I', '--json'])).out) as { person: string }).person).toBe('I');
  });

  it('asks for one question, and refuses what the round does not have', async () => {
    const none = await cli(['explain', bundle]);
    for (const two of [['--passed-over', '--person', 'A'], ['--passed-over', '-n', '2'], ['--person', 'A', '-n', '2']]) {
      const both = await cli(['explain', bundle, ...two]);
      expect([both.code, both.err]).toEqual([2, expect.stringContaining('cannot be used with')]);
    }
    expect([none.code, none.err.split('\n')[0]]).toEqual([2, 'error: say which: --person, --position or --passed-over']);
    expect((await cli(['explain', bundle, '--person', 'nobody'])).err).toMatch(/^E_REF_UNKNOWN .*the round has no person nobody/);
    expect((await cli(['explain', bundle, '--position', 'nowhere', '--locale', 'id'])).err).toContain('putaran ini tidak memuat jabatan nowhere');
    expect((await cli(['explain', bundle, '--position', 'J1', '-n', '0'])).code).toBe(2);
  });

  it('refuses a file that is no bundle or does not hold together', async () => {
    const forged = JSON.parse(readFileSync(bundle, 'utf8')) as { round: Round; policy: Policy };
    forged.policy.weights['exam'] = 61;
    for (const file of [put('f1.json', forged), put('f2.json', { format: 'meritra/bundle/1' })]) {
      const { code, err } = await cli(['explain', file, '--person', 'A']);
      expect([code, err.split(':')[0]]).toEqual([2, `E_FORMAT ${file}`]);
    }
    const infeasible = at('infeasible.json');
    await cli(['propose', put('n.json', toyRound({ positions: [toyPost('J1', 'TOP', { mustFill: { reason: 'law' } })], people: [toyPerson({ id: 'A', cleared: false })] })), '--policy', policy, '--bundle', infeasible, '--quiet']);
    expect((await cli(['explain', infeasible, '--person', 'A'])).err).toContain('there is no feasible plan to explain');
  });
});

describe('meritra', () => {
  it('tells its commands, its options and every exit code', async () => {
    const { code, out } = await cli(['--help']);
    expect([code, /propose[\s\S]*explain[\s\S]*verify/.test(out)]).toEqual([0, true]);
    for (const command of ['propose', 'explain', 'verify']) expect((await cli([command, '--help'])).out).toContain('Exit codes: 0 ');
    expect((await cli(['--version'])).out).toMatch(/^\d+\.\d+\.\d+/);
  });

  it('ends with 2 on wrong usage, without a stack', async () => {
    for (const argv of [[], ['nonsense'], ['propose'], ['propose', round], ['propose', round, '--policy', policy, '--locale', 'fr'], ['verify', bundle, '--nope\u001b[31m']]) {
      const { code, err } = await cli(argv);
      expect(code, argv.join(' ')).toBe(2);
      expect(err).not.toMatch(/ {4}at |\u001b/);
    }
  });
});

describe('progress', () => {
  it('is a line that is overwritten, only where somebody watches and only for long work', () => {
    let told = '';
    let clock = 0;
    const stderr = { write: (text: string) => (told += text), isTTY: true };
    const bar = progressOn({ stdout: stderr, stderr, env: {} }, false, () => clock);
    bar.show('stage', 1, 4);
    bar.clear();
    expect(told).toBe('');
    clock = 1000;
    bar.show('stage', 2, 4);
    bar.show('stage', 3, 4);
    expect(told).toBe('\r\u001b[K[############............] stage');
    clock = 2000;
    bar.show('stage', 0, 0);
    bar.clear();
    expect(told.endsWith('\r\u001b[K')).toBe(true);
    told = '';
    for (const silent of [progressOn({ stdout: stderr, stderr, env: {} }, true), progressOn({ stdout: stderr, stderr: { write: stderr.write }, env: {} }, false)]) {
      silent.show('x', 1, 1);
      silent.clear();
    }
    expect(told).toBe('');
  });
});

it('places name the file as the caller gave it', () => {
  expect(placeIn('a.json', { path: '/people/3' })).toBe('a.json#/people/3');
  expect(placeIn('a.json', { path: '', line: 3, column: 7 })).toBe('a.json:3:7');
  expect(placeIn('a.json', { path: '', line: 3 })).toBe('a.json:3');
  expect(placeIn('dir', { path: 'people.csv:4:2' })).toBe('dir/people.csv:4:2');
  expect(placeIn('dir', { path: 'dir/people.csv' })).toBe('dir/people.csv');
  expect(placeIn('a.json', { path: 'a.json' })).toBe('a.json');
});
