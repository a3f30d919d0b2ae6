import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { generateCity, type Setting } from '../../examples/city/generate.js';
import { Issues } from '../../src/errors/index.js';
import { readCsv } from '../../src/intake/csv-reader.js';
import { parseFolder, seal } from '../../src/intake/index.js';
import { binds, checkPolicy, Policy } from '../../src/policy/index.js';
import { openMarket } from '../../src/solving/market.js';

const DATA = 'examples/city/data';
const read = (path: string): string => readFileSync(path, 'utf8');
const table = (files: Record<string, string>, name: string): Record<string, string>[] => {
  const { header, rows } = readCsv(files[name]!, { file: name, delimiter: ',' }, new Issues());
  return rows.map((row) => Object.fromEntries(header.map((column, k) => [column, row[k]!])));
};
const countBy = (rows: Record<string, string>[], column: string): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const row of rows) counts[row[column]!] = (counts[row[column]!] ?? 0) + 1;
  return counts;
};

describe('the invented city', () => {
  const tidy = generateCity();
  const found = generateCity({ setting: 'as-found' });

  it('is what is committed, byte by byte, and small', () => {
    expect(readdirSync(DATA).sort()).toEqual(Object.keys(tidy).sort());
    for (const [name, text] of Object.entries(tidy)) expect(read(`${DATA}/${name}`) === text, name).toBe(true);
    expect(Object.values(tidy).reduce((sum, text) => sum + text.length, 0)).toBeLessThan(3e6);
  });

  it('has the posts that its README counts', () => {
    const positions = table(tidy, 'positions.csv');
    expect(countBy(positions, 'level')).toEqual({ JPT_PRATAMA: 37, ADMINISTRATOR: 211, PENGAWAS: 943 });
    const seats = positions.reduce((sum, p) => sum + Number(p['seats'] || 1), 0);
    expect([seats, positions.filter((p) => p['seats']).length]).toEqual([1207, 10]);
    expect([positions.filter((p) => p['closes']).length, positions.filter((p) => p['opens']).length, positions.filter((p) => p['mustFill']).length]).toEqual([2, 2, 2]);
    const departments = table(tidy, 'units.csv').filter((u) => !u['parent']);
    expect(departments).toHaveLength(40);
  });

  it.each(['tidy', 'as-found'] as const)('seats 1,157 of 2,500 people, nobody on a seat that is not there (%s)', (setting: Setting) => {
    const files = setting === 'tidy' ? tidy : found;
    const people = table(files, 'people.csv');
    const held = countBy(people.filter((p) => p['seat']), 'seat');
    const positions = table(files, 'positions.csv');
    expect(people).toHaveLength(2500);
    expect(new Set(people.map((p) => p['id'])).size).toBe(2500);
    expect(people.filter((p) => p['seat'])).toHaveLength(1157);
    for (const p of positions) expect(held[p['id']!] ?? 0).toBeLessThanOrEqual(Number(p['seats'] || 1));
    expect(Object.keys(held).every((id) => positions.some((p) => p['id'] === id))).toBe(true);
  });

  it('is the same city in both settings: only what the register says of people differs', () => {
    for (const name of ['positions.csv', 'standards.csv', 'units.csv', 'relations.csv', 'pins.csv', 'wishes.csv', 'requirements.csv', 'ranks.csv', 'vacancies-25.json']) expect(found[name], name).toBe(tidy[name]);
    const truth = new Map(table(tidy, 'history.csv').map((row) => [row['id'], row]));
    for (const row of table(found, 'history.csv')) {
      const other = truth.get(row['id'])!;
      if (!row['historyWritten'] && !other['historyWritten']) expect(row).toEqual(other);
    }
  });

  it('cannot map 1 history in 20 when tidy, 19 in 20 as found', () => {
    const share = (files: Record<string, string>): number => table(files, 'history.csv').filter((row) => row['historyWritten']).length / 2500;
    expect(share(tidy)).toBeCloseTo(0.05, 1);
    expect(share(found)).toBeGreaterThan(0.93);
  });

  it('as found has dates missing, fields spelled in words, two fields for one person, old assessments and lapsed certificates', () => {
    const rows = (name: string, keep: (row: Record<string, string>) => boolean): number => table(found, name).filter(keep).length;
    expect(rows('people.csv', (p) => p['seat'] !== '' && !p['since'])).toBeGreaterThan(350);
    expect(rows('education.csv', (p) => p['educationFieldWritten'] !== '')).toBeGreaterThan(350);
    expect(rows('evidence.csv', (p) => p['attribute'] === 'educationField' && p['unmapped'] !== '')).toBeGreaterThan(80);
    expect(rows('competences.csv', (p) => p['assessed'] !== '' && p['assessed']! < '2023-12-01')).toBeGreaterThan(700);
    expect(rows('education.csv', (p) => p['certificateUntil'] !== '' && p['certificateUntil']! < '2026-12-01')).toBeGreaterThan(150);
    expect(rows('performance.csv', (p) => !p['predicate2024'] || !p['predicate2025'])).toBeGreaterThan(300);
    expect(tidy['evidence.csv']).toBeUndefined();
  });

  it('asks for 25 vacancies on three levels with enough people, and for every post that must be filled', () => {
    const scope = JSON.parse(tidy['vacancies-25.json']!);
    const positions = table(tidy, 'positions.csv').filter((p) => scope.positions.includes(p['id']));
    expect(countBy(positions, 'level')).toEqual({ JPT_PRATAMA: 3, ADMINISTRATOR: 8, PENGAWAS: 14 });
    expect(positions.filter((p) => p['mustFill'])).toHaveLength(2);
    expect(scope.people.length).toBeGreaterThan(60);
    expect(scope.people.length).toBeLessThan(300);
  });

  it('declares relations among people who exist, some of them in one line of command today', () => {
    const people = new Map(table(tidy, 'people.csv').map((p) => [p['id']!, p['seat']!]));
    const superior = new Map(table(tidy, 'positions.csv').map((p) => [p['id']!, p['superior']!]));
    const above = (post: string): string[] => (superior.get(post) ? [superior.get(post)!, ...above(superior.get(post)!)] : []);
    const relations = table(tidy, 'relations.csv');
    expect(relations.every((r) => people.has(r['a']!) && people.has(r['b']!))).toBe(true);
    const inLine = relations.filter((r) => above(people.get(r['a']!)!).includes(people.get(r['b']!)!) || above(people.get(r['b']!)!).includes(people.get(r['a']!)!));
    expect([relations.length, new Set(inLine.map((r) => [r['a'], r['b']].sort().join())).size]).toEqual([62, 4]);
  });

  it.each([
    ['tidy', 251_865, 257_809],
    ['as-found', 100_447, 298_967],
  ] as const)('is read without a warning and has the pairs that its README counts (%s)', (setting, certain, conditional) => {
    const policy = seal(read('examples/city/policy.json'));
    const { round, warnings } = parseFolder(setting === 'tidy' ? tidy : found, policy);
    expect(warnings).toEqual([]);
    const closed = new Set<string>(round.positions.filter((j) => j.closes).map((j) => j.id));
    const stays = round.people.filter((p) => p.seat && !closed.has(p.seat) && !(p.retires! <= round.horizon!)).length;
    const market = openMarket(round, policy.policy);
    expect([market.certain.col.length - stays, market.conditional.col.length - stays]).toEqual([certain, conditional]);
  });

  it('is another city with another seed', () => {
    expect(generateCity({ seed: 7 })['people.csv'] === tidy['people.csv']).toBe(false);
  });
});

describe.each(['city', 'promotions'])('the pack of examples/%s', (name) => {
  const policy = Policy.parse(JSON.parse(read(`examples/${name}/policy.json`)));

  it('has no problem', () => {
    const issues = new Issues();
    checkPolicy(policy, issues);
    expect(issues.list).toEqual([]);
  });

  it('uses every attribute it declares', () => {
    const used = JSON.stringify([policy.gates, policy.criteria, policy.ties]);
    for (const attribute of Object.keys(policy.attributes)) expect(used.includes(`"attribute":"${attribute}"`), attribute).toBe(true);
  });
});

describe('the pack of the city', () => {
  const policy = Policy.parse(JSON.parse(read('examples/city/policy.json')));

  it('leaves three rules below N as flags, and binds the others below N by decree only', () => {
    expect(policy.gates.filter((g) => !binds(g.citation, policy)).map((g) => g.id)).toEqual(['performance-mutation', 'competence-match', 'leadership-training']);
    const decreed = policy.gates.filter((g) => 'confirmed' in g.citation && g.citation.confirmed);
    expect(decreed.map((g) => g.id)).toEqual(['education-pengawas', 'prior-post-pengawas', 'discipline', 'retirement-margin', 'rank-minimum']);
  });

  it('has the commitment of the nonce that the round reveals', () => {
    const { reveals } = JSON.parse(generateCity()['round.json']!);
    expect(reveals).toHaveLength(1);
    expect(policy.ties.commitments).toEqual([{ party: reveals[0].party, hash: commitment(reveals[0].party, reveals[0].nonce) }]);
  });
});

/** docs/formats.md, section 5.2. */
function commitment(party: string, nonce: string): string {
  const lp = (text: string): Buffer => {
    const bytes = Buffer.from(text, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  return `sha256:${createHash('sha256').update(Buffer.concat([Buffer.from('meritra/tie-commitment/0'), lp(party), lp(nonce)])).digest('hex')}`;
}
