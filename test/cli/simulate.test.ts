import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
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
    const id = await simulate(...COMPANY, '--locale', 'id');
    expect(id.out).toContain('disimulasikan selama 2 tahun dengan 5 kebijakan');
    expect(await simulate(...COMPANY, '--quiet')).toMatchObject({ code: 0, out: '', err: '' });
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

  it('tells every problem at the option or in the file where it is, in both languages, and writes nothing', async () => {
    const report = join(dir, 'never.html');
    const told = async (...argv: readonly string[]): Promise<readonly string[]> => {
      const ran = await cli(['simulate', ...argv, '--report', report]);
      expect(ran).toMatchObject({ code: 2, out: '' });
      return ran.err.split('\n').map((line) => line.replace(dir, '').replace(/:? .*?\((.*)\)$/, ': $1')).filter((line) => line !== '');
    };
    const errors = async (...argv: readonly string[]): Promise<readonly string[]> => (await told(...argv)).map((line) => /^(E_\w+) ([^:]*)/.exec(line)?.slice(1).join(' ') ?? line);
    void errors;
    expect((await cli(['simulate', ...COMPANY, '--years', '-2', '--seed', '1', '--seeds', '0', '--base', 'nobody'])).err.match(/^E_\w+ [^:]*/gm)).toEqual(['E_NUM_RANGE --years', 'E_NUM_RANGE --seeds', 'E_REF_UNKNOWN --base']);
  });
});
void [existsSync, mkdirSync, readdirSync, run];
