import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseRound, propose, seal, type Round } from '../../src/index.js';
import { checkScenario, generate, parseOrganisation, parseWorld, SHAPES, simulate, type Organisation, type Shape } from '../../src/simulate.js';
import { Draws } from '../../src/simulating/draws.js';
import { measured } from '../../src/simulating/generators/measured.js';
import { PACK_NONCE } from '../../src/simulating/generators/pack.js';
import { buildPosts } from '../../src/simulating/generators/posts.js';
import { SHAPE_SPECS } from '../../src/simulating/generators/shapes.js';
import { openMarket } from '../../src/solving/index.js';
import { times } from '../support/times.js';

const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;

/** The first day as a round, as anybody would write it. */
const roundOn = ({ on, sources, units, positions, members, relations }: Organisation): object => ({
  format: 'meritra/round/0', id: 'first', asOf: on, scope: { positions: 'all', people: 'all' }, sources, units, positions, relations,
  people: members.map(({ id, born, seat, since, evidence }) => ({ id, born, seat, since, evidence })).map((p) => Object.fromEntries(Object.entries(p).filter(([, v]) => v !== undefined))),
  reveals: [{ party: 'staff-council', nonce: PACK_NONCE }],
});

it('every shape has exactly the seats that were asked for, three to eight to a post of staff and one to every head', () => {
  const exact = (shape: Shape, posts: number, seed: number): void => {
    const spec = SHAPE_SPECS[shape];
    const { positions } = buildPosts(spec, posts, new Draws(seed));
    expect(positions.reduce((sum, { seats = 1 }) => sum + seats, 0)).toBe(posts);
    for (const { level, seats } of positions) {
      if (level !== 'STAFF') expect(seats).toBeUndefined();
      else if (!(seats! >= 3 && seats! <= 8)) expect.fail(`${shape} of ${posts}: ${seats} seats`);
    }
    expect(positions.filter((p) => p.superior === undefined).map(({ id }) => id)).toEqual(['TOP-HEAD']);
  };
  for (const shape of SHAPES) for (let posts = 20; posts <= 120; posts++) exact(shape, posts, 0);
  fc.assert(fc.property(fc.constantFrom(...SHAPES), fc.integer({ min: 20, max: 2000 }), fc.integer({ min: 0, max: 2_147_483_647 }), exact), { numRuns: times(20, 60) });
});

it('the same seed is the same organisation, another seed are other people in the same units', () => {
  const [one, same, other] = [7, 7, 8].map((seed) => generate({ shape: 'city', seed }));
  expect(JSON.stringify(same)).toBe(JSON.stringify(one));
  expect(other!.organisation.units).toEqual(one!.organisation.units);
  expect(other!.organisation.positions.map(({ id }) => id)).toEqual(one!.organisation.positions.map(({ id }) => id));
  expect(other!.organisation.members).not.toEqual(one!.organisation.members);
  expect(other!.policy.hash).toBe(one!.policy.hash);
  expect(generate({ shape: 'city', seed: 7, on: '2030-07-01' }).organisation.on).toBe('2030-07-01');
});

it.each(SHAPES)('a generated %s passes every door and is written in normal form already', (shape) => {
  const { organisation, world, policy } = generate({ shape, posts: 150, seed: 5 });
  expect(parseOrganisation(JSON.stringify(organisation))).toEqual(organisation);
  expect(JSON.stringify(parseOrganisation(JSON.stringify(organisation)))).toBe(JSON.stringify(organisation));
  expect(JSON.stringify(parseWorld(JSON.stringify(world), policy))).toBe(JSON.stringify(world));
  expect(seal(JSON.stringify(policy.policy)).hash).toBe(policy.hash);
  for (const choose of ['pack', 'none', 'random'] as const) checkScenario({ organisation, world, regime: { policy, choose }, years: 100, seed: 0 });
});

it.each(SHAPES)('people of a %s have 20 to 80 eligible pairs on average, at the usual size', (shape) => {
  const { organisation, policy } = generate({ shape, seed: 2 });
  const { round } = parseRound(roundOn(organisation), policy);
  const { certain } = openMarket(round, policy.policy);
  const pairs = certain.col.length / round.people.length;
  expect(pairs).toBeGreaterThan(20);
  expect(pairs).toBeLessThan(80);
});

it('a round of its first day is optimal, seats people who waited and promotes some, with related people kept apart too', async () => {
  const { organisation, policy } = generate({ shape: 'company', seed: 2 });
  const apart = seal({ ...policy.policy, relations: { declaration: 'either', lineOfCommand: { maxDegree: 2, citation: { own: 'For the test.' } } } });
  for (const one of [policy, apart]) {
    const { round }: { round: Round } = parseRound(roundOn(organisation), one);
    const { certain } = await propose(round, one);
    expect(certain.status).toBe('optimal');
    const kinds = certain.moves.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'entry').length).toBeGreaterThan(10);
    expect(kinds.filter((kind) => kind === 'promotion').length).toBeGreaterThan(2);
    expect(new Set(certain.seats.map(([person]) => person)).size).toBe(certain.seats.length);
  }
});

it('a generated city lives: whoever is there retires, comes, moves and is rated', async () => {
  const { organisation, world, policy } = generate({ shape: 'city', posts: 60, seed: 4 });
  const years = [];
  for await (const year of simulate({ organisation, world, regime: { policy }, years: 4, seed: 1 })) years.push(year);
  const happened = new Set(years.flatMap(({ happenings }) => happenings.map(({ what }) => what)));
  expect([...happened].sort()).toEqual(expect.arrayContaining(['moved', 'recruited', 'retired']));
  expect(years.every(({ rounds }) => rounds.every(({ status }) => status === 'optimal'))).toBe(true);
});

it('so many seats are vacant and people wait as is said; high posts are held by the older; the connected are no better', () => {
  const { organisation } = generate({ shape: 'city', posts: 4000, seed: 9 });
  const { members, positions, relations } = organisation;
  const seated = members.filter((m) => m.seat !== undefined);
  expect(seated.length).toBe(3800);
  expect(members.length - seated.length).toBe(320);
  const level = new Map<string, string>(positions.map((p) => [p.id, p.level]));
  const birthYears = ['STAFF', 'SECTION', 'DIVISION', 'OFFICE'].map((id) => mean(seated.filter((m) => level.get(m.seat!) === id).map((m) => Number(m.born.slice(0, 4)))));
  expect([...birthYears].sort((a, b) => b - a)).toEqual(birthYears);
  expect(birthYears[0]! - birthYears[3]!).toBeGreaterThan(5);

  const tied = members.filter((m) => m.connected);
  expect(tied.length / members.length).toBeGreaterThan(0.049); // 60 of 1,000, standard error 3.7
  expect(tied.length / members.length).toBeLessThan(0.071);
  for (const trait of ['skill', 'leadership', 'drive']) {
    const [a, b] = [tied, members.filter((m) => !m.connected)].map((some) => mean(some.map((m) => m.traits[trait]!)));
    expect(Math.abs(a! - b!)).toBeLessThan(3); // three standard errors of 12 / sqrt(300)
  }
  // Loosely by merit at most: at the top the mean of leadership is within a few points of that at the bottom.
  const [bottom, top] = ['STAFF', 'OFFICE'].map((id) => mean(seated.filter((m) => level.get(m.seat!) === id).map((m) => m.traits.leadership!)));
  expect(Math.abs(top! - bottom!)).toBeLessThan(6);

  expect(relations.length).toBe(41);
  const ids = relations.flatMap(({ a, b }) => [a, b]);
  expect(new Set(ids).size).toBe(ids.length);
});

it('what tests say is the trait, and luck of the size the world states', () => {
  const { organisation, world } = generate({ shape: 'city', posts: 2000, seed: 11 });
  for (const measure of world.measures) {
    if (measure.kind !== 'test') continue;
    const off = organisation.members.flatMap(({ traits, evidence }) => evidence.flatMap((e) => (e.attribute === measure.attribute ? [Number(e.value) - traits[measure.attribute]!] : [])));
    expect(off.length).toBeGreaterThan(0.85 * 0.9 * organisation.members.length);
    expect(Math.abs(mean(off))).toBeLessThan(0.45); // three standard errors of 6 / sqrt(1,700)
    expect(Math.abs(Math.sqrt(mean(off.map((x) => x * x))) - measure.noise)).toBeLessThan(0.4);
  }
});

/** Parts of a city as built, by the ids of its units. */
function counted({ units, positions }: Pick<Organisation, 'units' | 'positions'>) {
  const count = (pattern: RegExp): number => units.filter(({ id }) => pattern.test(id)).length;
  const sections = new Map<string, number>();
  for (const { level, unit } of positions) if (level === 'SECTION') sections.set(unit, (sections.get(unit) ?? 0) + 1);
  const each = (pattern: RegExp): number[] => [...sections].filter(([id]) => pattern.test(id)).map(([, n]) => n);
  return {
    offices: count(/^O[0-9]+$/u), assistants: count(/^A[0-9]+$/u), districts: count(/^K[0-9]+$/u), parts: count(/^A[0-9]+-P/u), divisions: count(/^O[0-9]+-D/u), secretariats: count(/^O[0-9]+-SEC$/u),
    wards: each(/^K/u), subdivisions: each(/-SEC$/u), sections: each(/^O[0-9]+-D/u),
  };
}

// Counts of public lists, read once (docs/simulating.md): offices, districts, wards, assistants and parts of two cities, divisions and sections of one office each in two.
const CITIES = [
  { offices: 21, districts: 3, wards: 18, assistants: 3, parts: 8 },
  { offices: 30, districts: 4, wards: 16, assistants: 3, parts: 11 },
];
const DIVISIONS = [4, 6];
const between = (value: number, ratios: readonly number[], slack = 0): void => {
  expect(value).toBeGreaterThanOrEqual(Math.min(...ratios) - slack);
  expect(value).toBeLessThanOrEqual(Math.max(...ratios) + slack);
};

it.each([2000, 4000, 9000])('a city of %d seats has the ratios of the two cities that were counted', (posts) => {
  const city = counted(buildPosts(SHAPE_SPECS.city, posts, new Draws(1)));
  // The last of each may be unfinished, so a count that just began is off by one.
  between(city.offices / city.assistants, CITIES.map((c) => c.offices / c.assistants), city.offices / city.assistants / city.assistants);
  between(city.offices / city.districts, CITIES.map((c) => c.offices / c.districts), city.offices / city.districts / city.districts);
  between(mean(city.wards), CITIES.map((c) => c.wards / c.districts));
  between(city.parts / city.assistants, CITIES.map((c) => c.parts / c.assistants), 1 / city.assistants);
  between(city.divisions / city.secretariats, DIVISIONS, 1 / city.secretariats);
  expect(new Set([...city.subdivisions, ...city.sections])).toEqual(new Set([3]));
});

const ORG = '../shared/data/org';
it.skipIf(!existsSync(ORG))('those counts are the counts of the lists (skipped where they are absent)', () => {
  interface Files { readonly organizations: { id: string }[]; readonly tables: { tb_opd: { idopd: string }[] }; readonly units: { id: number; parent: number; group: string; subbagian: boolean }[] }
  const read = (name: string): Files => JSON.parse(readFileSync(`${ORG}/${name}`, 'utf8')) as Files;
  const among = (ids: readonly string[]) => (pattern: RegExp): number => ids.filter((id) => pattern.test(id)).length;
  const small = among(read('mojokerto_kota_organizations.json').organizations.map(({ id }) => id));
  expect({ offices: small(/^300[34]\d\d$/u), districts: small(/^3005\d\d$/u), wards: small(/^3005\d{6}$/u), assistants: small(/^3001\d\d$/u), parts: small(/^3001\d{4}$/u) }).toEqual(CITIES[0]);
  const large = among(read('denpasar_opd.json').tables.tb_opd.map(({ idopd }) => idopd));
  expect({ offices: large(/^0[34]\d\d01$|^140018$|^30000[45]$/u), districts: large(/^17000\d$/u), wards: large(/^2000\d\d$/u), assistants: large(/^01[123]001$/u), parts: large(/^01[123][1-9]01$/u) }).toEqual(CITIES[1]);
  expect([large(/^030801010\d$/u), large(/^0308010[2-5]$/u), large(/^0308010[2-5]\d\d$/u)]).toEqual([3, 4, 12]); // an office to the bottom: subsections, divisions, their sections
  const { units } = read('samarinda_dinas_pupr_structure.json');
  expect([units.filter((u) => u.group === 'Bidang').length, units.filter((u) => u.subbagian && u.parent === 2).length, units.filter((u) => u.group === 'UPTD' && u.parent === 1).length]).toEqual([6, 3, 3]);
});

it('what measures say on the first day is, to the byte, what a simulated year before it would have found', async () => {
  const seed = 11;
  const { organisation, world, policy } = generate({ shape: 'city', posts: 300, seed });
  // the same people a year earlier, before anybody measured them, in a world that changes nobody
  const on = '2026-01-01';
  const members = organisation.members.filter((m) => m.joined < on && (m.since ?? on) <= on).map((m) => ({ ...m, evidence: m.evidence.filter((e) => e.source !== 'simulated') }));
  const still = { ...world, growth: {}, careers: { ...world.careers, resignation: { perMille: 0 }, retirement: { ages: {}, otherwise: 99, day: 'birthday' as const } } };
  const { study: _, ...careers } = still.careers;
  const ids = new Set(members.map((m) => m.id));
  const past: Organisation = { ...organisation, on, members, relations: organisation.relations.filter(({ a, b }) => ids.has(a) && ids.has(b)) };
  const found = new Map<string, unknown>();
  for await (const { state } of simulate({ organisation: past, world: { ...still, careers }, regime: { policy, choose: 'none' }, years: 1, seed })) {
    for (const { id, evidence } of state!.people) for (const e of evidence) found.set(`${id} ${e.attribute} ${e.date}`, e.value);
  }
  const seen = { rating: 0, skill: 0, leadership: 0, cleared: 0 };
  for (const { id, evidence } of organisation.members.filter((m) => ids.has(m.id))) {
    for (const e of evidence.filter(({ source, date }) => source === 'simulated' && date! >= on)) {
      expect(e.value, `${id} ${e.attribute}`).toBe(found.get(`${id} ${e.attribute} ${e.date}`));
      seen[e.attribute as keyof typeof seen]++;
    }
  }
  expect(seen.rating).toBeGreaterThan(150);
  expect(Math.min(seen.skill, seen.leadership)).toBeGreaterThan(80); // a third of them every year
  expect(seen.cleared).toBeGreaterThan(200);
});

it('nobody is measured before he was there, and a test that was missed is taken a year later', () => {
  const { organisation, world } = generate({ shape: 'ministry', posts: 1000, seed: 3 });
  const days = { rating: ['2026-12-31'], cleared: ['2026-12-15'], skill: ['2024-06-30', '2025-06-30', '2026-06-30'], leadership: ['2024-06-30', '2025-06-30', '2026-06-30'] };
  for (const { attribute } of world.measures) {
    const dates = organisation.members.flatMap(({ joined, since, evidence }) => evidence.filter((e) => e.attribute === attribute).map((e) => {
      expect(e.date! > (attribute === 'rating' ? since! : joined)).toBe(true);
      if (typeof e.value === 'number') expect(e.value >= 0 && e.value <= 100).toBe(true);
      return e.date!;
    }));
    expect([...new Set(dates)].sort()).toEqual(days[attribute as keyof typeof days]);
  }
  const old = organisation.members.filter((m) => m.joined < '2024-01-01');
  for (const test of ['skill', 'leadership']) {
    const on = (date: string): number => old.filter((m) => m.evidence.some((e) => e.attribute === test && e.date === date)).length / old.length;
    expect(on('2024-06-30')).toBeCloseTo(0.9 / 3, 1);
    expect(on('2025-06-30')).toBeCloseTo((0.9 + 0.1 * 0.9) / 3, 1);
    expect(old.filter((m) => !m.evidence.some((e) => e.attribute === test)).length / old.length).toBeLessThan(0.06); // (0.1 + 0.01 + 0.001) / 3
  }
});

it('nothing is found on the day somebody joins or takes his post, nor on the first day; what registers say stands once', () => {
  const { organisation, world, policy } = generate({ shape: 'city', posts: 60, seed: 1 });
  const registered = (member: Organisation['members'][number]) => member.evidence.filter(({ source }) => source === 'register');
  const members = organisation.members.map((m) => ({ ...m, joined: '2026-06-30', ...(m.seat !== undefined && { since: '2026-12-31' }), evidence: registered(m) }));
  for (const { evidence } of measured({ organisation: { ...organisation, members }, world, regime: { policy }, years: 1, seed: 1 })) {
    expect([['career', 'joined', 'study'], ['career', 'joined', 'study', 'cleared']]).toContainEqual(evidence.map(({ attribute }) => attribute));
  }
  for (const on of ['2027-06-30', '2027-12-15', '2027-12-31']) {
    const found = generate({ shape: 'city', posts: 60, seed: 1, on }).organisation.members.flatMap(({ evidence }) => evidence.filter(({ source }) => source === 'simulated'));
    expect(found.length).toBeGreaterThan(100);
    expect(found.every(({ date }) => date! < on)).toBe(true);
  }
});
