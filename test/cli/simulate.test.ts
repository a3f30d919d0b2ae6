import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { run } from '../../src/cli/run.js';
import { generate, type Comparison } from '../../src/simulate.js';
import { PACK_NONCE } from '../../src/simulating/generators/pack.js';
import { cli, type Ran } from './cli.js';

const dir = mkdtempSync(join(tmpdir(), 'meritra-simulate-'));
const put = (name: string, document: unknown): string => (writeFileSync(join(dir, name), typeof document === 'string' ? document : JSON.stringify(document)), join(dir, name));
afterAll(() => rmSync(dir, { recursive: true }));

const { organisation, world, policy } = generate({ shape: 'company', posts: 40, seed: 1 });
const { on, sources, units, positions, relations, members } = organisation;
const people = members.map(({ id, born, seat, since, evidence }) => ({ id, born, ...(seat !== undefined && { seat, since }), evidence }));
const ROUND = { format: 'meritra/round/0', id: 'real', asOf: on, scope: { positions: 'all', people: 'all' }, sources, units, positions, relations, people, reveals: [{ party: 'staff-council', nonce: PACK_NONCE }] };
const [start, round, worldFile, pack] = [put('organisation.json', organisation), put('round.json', ROUND), put('world.json', world), put('policy.json', policy.policy)];
const LIFE = ['--years', '2', '--seed', '1', '--seeds', '2'];
const simulate = (...argv: readonly string[]): Promise<Ran> => cli(['simulate', ...argv, ...LIFE]);
const COMPANY = ['--generate', 'company', '--posts', '40'];
const names = ({ out }: Ran): readonly string[] => (JSON.parse(out) as Comparison).policies.map(({ name, choose }) => `${name}: ${choose}`);

describe('meritra simulate', () => {
  it('invents an organisation, lives it under the usual policies, prints table and paragraph, writes report and figures', async () => {
    const ran = await simulate(...COMPANY, '--report', join(dir, 'out.html'), '--csv', join(dir, 'csv'));
    expect(ran.code, ran.err).toBe(0);
    expect(ran.out).toContain('40 seats, 41 people, 2 years, 5 policies, seeds 1 to 2, base: “merit”');
    expect(ran.out).toContain('Mean fit');
    expect(ran.out).toContain('This is a simulated world under written assumptions');
    expect(ran.err).toBe(['out.html', 'csv/comparison.csv', 'csv/comparison-years.csv'].map((file) => `wrote ${join(dir, file)}\n`).join(''));
    expect(readFileSync(join(dir, 'out.html'), 'utf8')).toMatch(/^<!doctype html>\n<html lang="en">/);
    const id = await simulate(...COMPANY, '--choose', 'none', '--locale', 'id');
    expect(id.out).toContain('disimulasikan selama 2 tahun dengan 2 kebijakan');
    expect(await simulate(...COMPANY, '--choose', 'none', '--quiet')).toMatchObject({ code: 0, out: '', err: '' });
    expect(names(await simulate(...COMPANY, '--json'))).toEqual(['merit: pack', 'seniority: seniority', 'patronage: patronage', 'random: random', 'none: none']);
  });

  it('takes an organisation with packs by name, ways to choose, and a base', async () => {
    const ran = await simulate(start, '--world', worldFile, '--policy', pack, '--policy', `2027=${pack}`, '--choose', '2027=total', '--choose', 'none', '--json', '--base', 'none');
    expect(ran.code, ran.err).toBe(0);
    expect(names(ran)).toEqual(['2027: total', 'policy: pack', 'none: none']);
    const { base, organisation: of } = JSON.parse(ran.out) as Comparison;
    expect([base, of.id]).toEqual(['none', organisation.id]);
    // an organisation is the same start, whether it is invented here or read
    const same = JSON.parse((await simulate(...COMPANY, '--choose', 'none', '--json')).out) as Comparison;
    const read = JSON.parse((await simulate(start, '--world', worldFile, '--policy', `merit=${pack}`, '--choose', 'none', '--json')).out) as Comparison;
    expect(read).toEqual(same);
  });

  it('begins as a round stands, with the connected of a list', async () => {
    const ids = put('ids.txt', `${people[0]!.id}\r\n\n${people[3]!.id}\n`);
    const winners = ({ out }: Ran): unknown => (JSON.parse(out) as Comparison).organisation.hash;
    const [tied, untied] = [await simulate(round, '--world', worldFile, '--policy', pack, '--connected', ids, '--json'), await simulate(round, '--world', worldFile, '--policy', pack, '--json')];
    expect([tied.code, untied.code], tied.err + untied.err).toEqual([0, 0]);
    expect(winners(tied)).not.toBe(winners(untied));
    expect(await simulate(round, '--world', worldFile, '--policy', pack, '--connected', put('unknown.txt', `${people[0]!.id}\n\nsomebody\n`))).toMatchObject({ code: 2, err: expect.stringMatching(/^E_REF_UNKNOWN .*unknown\.txt:3: /) });
    expect(await simulate(start, '--world', worldFile, '--policy', pack, '--connected', ids)).toMatchObject({ code: 2, err: expect.stringMatching(/^E_KEY_UNKNOWN --connected: /) });
    const young = await simulate(put('young.json', { ...ROUND, people: people.map(({ born, ...person }, k) => (k === 0 ? person : { ...person, born })) }), '--world', worldFile, '--policy', pack);
    expect([young.code, young.err]).toEqual([2, expect.stringMatching(/^E_VALUE_MISSING .*young\.json#\/people\/0\/born: /)]);
  });

  it('tells every problem at the option or in the file where it is, and writes nothing', async () => {
    const never = join(dir, 'never.html');
    const told = async (...argv: readonly string[]): Promise<readonly string[]> => {
      const ran = await cli(['simulate', ...argv, '--report', never]);
      expect([ran.code, ran.out, existsSync(never)]).toEqual([2, '', false]);
      return [...ran.err.replaceAll(`${dir}/`, '').matchAll(/^(E_\w+ [^:]*):/gm)].map(([, place]) => place!);
    };
    const given = (file: string): readonly string[] => [start, '--world', worldFile, '--policy', file, ...LIFE];
    expect(await told(...COMPANY, '--years', '-2', '--seed', '1.5', '--seeds', '0')).toEqual(['E_NUM_INT --seed']);
    expect(await told(...COMPANY, '--years', '-2', '--seed', '1', '--seeds', '0', '--base', 'nobody')).toEqual(['E_NUM_RANGE --years', 'E_NUM_RANGE --seeds', 'E_REF_UNKNOWN --base']);
    expect(await told('--generate', 'city', '--posts', '3', ...LIFE)).toEqual(['E_NUM_RANGE --posts']);
    expect(await told(...COMPANY, ...LIFE, '--workers', '1000')).toEqual(['E_NUM_RANGE --workers']);
    expect(await told(...COMPANY, ...LIFE, '--choose', 'luck')).toEqual(['E_VALUE_UNKNOWN --choose luck']);
    expect(await told(...COMPANY, ...LIFE, '--choose', 'merti=none', '--choose', 'random', '--choose', 'random')).toEqual(['E_REF_UNKNOWN --choose merti', 'E_ID_DUPLICATE --choose random']);
    expect(await told(...given(pack), '--policy', pack)).toEqual(['E_ID_DUPLICATE --policy policy']);
const nobody = { id: 'never', label: { en: 'Nobody' }, citation: { own: 'For the test.' }, onlyForMoves: true, rule: { op: 'const', value: false } };
    expect(await told(...given(put('nobody.json', { ...policy.policy, gates: [nobody] })))).toEqual(['E_RULE nobody.json']);
    expect(await told(...given('absent.json'))).toEqual(['E_FILE absent.json']);
    expect(await told(join(dir, 'absent'), '--world', worldFile, '--policy', pack, ...LIFE)).toEqual(['E_FILE absent']);
    expect(await told(start, '--world', put('bad-world.json', { ...world, units: { noise: -1 } }), '--policy', pack, ...LIFE)).toEqual(['E_NUM_RANGE bad-world.json#/units/noise']);
    const odd = put('odd.json', { ...organisation, members: members.map((m, k) => (k === 2 ? { ...m, traits: { skill: 50 } } : m)) });
    expect(await told(odd, '--world', worldFile, '--policy', pack, ...LIFE)).toEqual(['E_VALUE_MISSING odd.json#/members/2/traits/drive', 'E_VALUE_MISSING odd.json#/members/2/traits/leadership']);
    expect(await cli(['simulate', ...COMPANY, ...LIFE, '--choose', 'luck', '--locale', 'id'])).toMatchObject({ code: 2, err: expect.stringContaining('E_VALUE_UNKNOWN --choose luck: nilai tidak termasuk daftar') });
  });

  it('says what a start needs, and shows three examples', async () => {
    for (const argv of [[], [start], [start, '--world', worldFile], [...COMPANY, '--world', worldFile], [start, '--world', worldFile, '--policy', pack, '--posts', '40'], [start, ...COMPANY]]) {
      expect(await simulate(...argv)).toMatchObject({ code: 2, err: expect.stringContaining('--generate (which takes') });
    }
    expect(await cli(['simulate', ...COMPANY, '--years', '2'])).toMatchObject({ code: 2, err: expect.stringContaining("'--seed <number>' not specified") });
    expect(await simulate('--generate', 'village')).toMatchObject({ code: 2, err: expect.stringContaining("'village' is invalid") });
    expect(await cli(['simulate', ...COMPANY, '--years', 'two', '--seed', '1'])).toMatchObject({ code: 2, err: expect.stringContaining('a number is expected') });
    const { code, out } = await cli(['simulate', '--help']);
    expect([code, out.match(/^ {2}meritra simulate .*--seed/gm)?.length]).toEqual([0, 3]);
  });

  it('stops between two years when it is told to, with nothing written', async () => {
    const control = new AbortController();
    let err = '';
    setTimeout(() => control.abort(), 50); // comes in only if the lives let it
    const argv = ['simulate', ...COMPANY, '--years', '50', '--seed', '1', '--seeds', '1000', '--report', join(dir, 'stopped.html'), '--csv', join(dir, 'stopped')];
    const code = await run(argv, { stdout: { write: () => expect.unreachable() }, stderr: { write: (text: string) => (err += text) }, env: { LANG: 'id_ID.UTF-8' }, signal: control.signal });
    expect([code, err, readdirSync(dir).filter((name) => name.includes('stopped'))]).toEqual([130, 'Dihentikan; tidak ada berkas yang ditulis.\n', []]);
  });
});
