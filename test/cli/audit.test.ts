import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cli } from './cli.js';

const dir = mkdtempSync(join(tmpdir(), 'meritra-audit-'));
const put = (name: string, text: string): string => (writeFileSync(join(dir, name), text), join(dir, name));
afterAll(() => rmSync(dir, { recursive: true }));

const people = Array.from({ length: 40 }, (_, k) => ({ decision: `D${k >> 2}`, person: `who-${k}`, chosen: k % 4 === 0, score: 60 + ((k * 7) % 13), kin: k % 3 === 0 }));
const DECISIONS = `id,position,on\n${Array.from({ length: 10 }, (_, d) => `D${d},POST-${d},2024-0${1 + (d % 9)}-15`).join('\n')}\n`;
const CANDIDATES = `decision,person,chosen,score,ties.kin\n${people.map((p) => [p.decision, p.person, p.chosen, p.score, p.kin].join(',')).join('\n')}\n`;
const RULES = JSON.stringify([{ id: 'quiet', kind: 'freeze', label: { en: 'Nobody is moved in spring' }, citation: { own: 'made for the test' }, from: '2024-02-01', to: '2024-04-30' }]);
const folder = join(dir, 'past');
mkdirSync(folder);
writeFileSync(join(folder, 'past.json'), JSON.stringify({ title: 'Ten posts' }));
writeFileSync(join(folder, 'decisions.csv'), DECISIONS);
writeFileSync(join(folder, 'candidates.csv'), CANDIDATES);

describe('meritra audit', () => {
  it('audits a folder of tables, prints the text, writes the report and the data of the pictures, and names nobody', async () => {
    const ran = await cli(['audit', folder, '--report', join(dir, 'a.html'), '--csv', join(dir, 'csv'), '--top', '1']);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.out).toContain('Audit of past decisions: Ten posts');
    expect(ran.out).toContain('audited: 10 of 10 decisions');
    const files = readdirSync(join(dir, 'csv'));
    expect(files).toContain('strip.csv');
    for (const text of [ran.out, readFileSync(join(dir, 'a.html'), 'utf8'), ...files.map((f) => readFileSync(join(dir, 'csv', f), 'utf8'))]) expect(text).not.toMatch(/who-\d/);
    expect((await cli(['audit', folder, '--locale', 'id'])).out).toContain('Audit keputusan masa lalu: Ten posts');
  });

  it('takes a record as JSON, rules, and one flat table by a mapping', async () => {
    const json = put('past.json', JSON.stringify({ decisions: [{ id: 'D1', position: 'P1', on: '2024-03-01' }], roster: [{ person: 'ann', position: 'P0', from: '2024-01-01', to: '2024-03-01' }, { person: 'ann', position: 'P1', from: '2024-03-02' }] }));
    expect((await cli(['audit', json, '--rules', put('rules.json', RULES)])).out).toContain('rules not met: 1');
    const table = put('table.csv', `id,post,day,won,kin\n${people.map((p) => [p.person, p.decision, '2024-05-01', p.chosen ? 'yes' : 'no', p.kin ? 'yes' : 'no'].join(',')).join('\n')}\n`);
    const map = put('map.json', JSON.stringify({ person: 'id', decision: 'post', on: 'day', chosen: { column: 'won', is: 'yes' }, ties: { kin: { column: 'kin', is: 'yes' } } }));
    expect((await cli(['audit', '--table', table, '--map', map])).out).toContain('audited: 10 of 10 decisions');
  });

  it('tells what is wrong at its place, in the file that it is in, with exit code 2', async () => {
    writeFileSync(join(folder, 'candidates.csv'), CANDIDATES.replace('D0,who-0', 'D99,who-0'));
    const unknown = await cli(['audit', folder]);
    expect([unknown.code, unknown.err]).toEqual([2, expect.stringMatching(/^E_REF_UNKNOWN .*past\/candidates\.csv:2/)]);
    expect(unknown.err).not.toContain('who-0');
    writeFileSync(join(folder, 'candidates.csv'), CANDIDATES);
    const rules = await cli(['audit', folder, '--rules', put('bad.json', RULES.replace('2024-04-30', '2024-99-99'))]);
    expect([rules.code, rules.err]).toEqual([2, expect.stringMatching(/^E_\w+ .*bad\.json#\/0/)]);
    const map = await cli(['audit', '--table', join(folder, 'candidates.csv'), '--map', put('bad-map.json', JSON.stringify({ person: 'nobody', on: '2024-01-01', chosen: { column: 'chosen', is: 'true' } }))]);
    expect([map.code, map.err]).toEqual([2, expect.stringMatching(/^E_CSV_HEADER_MISSING .*bad-map\.json#\/person/)]);
    expect(await cli(['audit', join(dir, 'absent.json')])).toMatchObject({ code: 2, err: expect.stringMatching(/^E_FILE/) });
    for (const argv of [['audit'], ['audit', '--table', 'x.csv'], ['audit', folder, '--map', 'm.json']]) expect(await cli(argv)).toMatchObject({ code: 2, err: expect.stringContaining('--table with --map') });
    const help = await cli(['audit', '--help']);
    expect([help.code, help.out]).toEqual([0, expect.stringContaining('Example: meritra audit')]);
  });
});
