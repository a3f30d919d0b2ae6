import { expect, it } from 'vitest';
import type { MeritError} from '../../src/index.js';
import { parseRound, type Round } from '../../src/index.js';
import { checkScenario, generate, organisationOf, simulate, type Organisation, type World } from '../../src/simulate.js';
import { PACK_NONCE } from '../../src/simulating/generators/pack.js';

const { organisation: city, world, policy } = generate({ shape: 'city', posts: 300, seed: 6 });
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, n) => sum + n, 0) / numbers.length;
const spread = (numbers: readonly number[]): number => Math.sqrt(mean(numbers.map((x) => (x - mean(numbers)) ** 2)));

type Person = Omit<Partial<Round['people'][number]>, 'evidence'> & { readonly evidence: readonly object[] };
const roundOf = (people: readonly Person[], { on, sources, units, positions, relations }: Organisation = city): Round =>
  parseRound({ format: 'meritra/round/0', id: 'real', asOf: on, scope: { positions: 'all', people: 'all' }, sources, units, positions, relations, people, reveals: [{ party: 'staff-council', nonce: PACK_NONCE }] }, policy).round;
const people = city.members.map(({ id, born, seat, since, evidence }): Person => ({ id, born, ...(seat !== undefined && { seat, since: since! }), evidence }));

const register = (more: readonly object[] = []): object[] => [{ attribute: 'joined', value: '2020-02-01', source: 'register' }, { attribute: 'study', value: 'works', source: 'register' }, ...more];
/** Many of one kind: what is drawn for them is a sample of what is left possible. */
const crowd = (person: Partial<Person> & { evidence: readonly object[] }, n = 1500): Round => roundOf(Array.from({ length: n }, (_, k) => ({ id: `Q${k}`, born: '1990-05-05', ...person })), { ...city, relations: [] });
const traitsOf = (round: Round, name: string, lived: World = world): number[] => organisationOf(round, policy, lived, { seed: 3 }).members.map((m) => m.traits[name]!);
const test = (attribute: string, value: number) => ({ attribute, value, source: 'register', date: '2026-06-30' });
const wide: World = { ...world, traits: { skill: { mean: 50, sd: 8 }, leadership: { mean: 50, sd: 6 }, drive: { mean: 50, sd: 4 } } };

it('somebody without evidence is anybody: mean and spread of the world', () => {
  const drawn = traitsOf(crowd({ evidence: register() }), 'skill', wide);
  expect(Math.abs(mean(drawn) - 50)).toBeLessThan(0.7); // three standard errors of 8 / sqrt(1,500)
  expect(Math.abs(spread(drawn) - 8)).toBeLessThan(0.5);
});

it('a test moves the mean by its reliability and leaves the spread of the normal posterior', () => {
  const drawn = traitsOf(crowd({ evidence: register([test('skill', 66)]) }), 'skill', wide);
  const reliability = 64 / (64 + 36); // variance of the trait against that of the test, noise 6
  expect(Math.abs(mean(drawn) - (50 + reliability * 16))).toBeLessThan(0.45);
  expect(Math.abs(spread(drawn) - Math.sqrt(64 * (1 - reliability)))).toBeLessThan(0.35);
  // Another trait knows nothing of it.
  expect(Math.abs(mean(traitsOf(crowd({ evidence: register([test('skill', 66)]) }), 'leadership', wide)) - 50)).toBeLessThan(0.5);
});

it('a rating is read as work in the post: shares of its level, another field, learning, leniency', () => {
  const seat = city.positions.find((p) => p.level === 'STAFF' && p.attributes?.field !== 'works')!;
  const one = (since: string): Round => {
    const others = Array.from({ length: 400 }, (_, k): Person => ({ id: `Q${k}`, born: '1990-05-05', seat: seat.id, since, evidence: register([{ ...test('rating', 55), date: '2026-12-31' }]) }));
    return roundOf(others, { ...city, positions: city.positions.map((p) => (p.id === seat.id ? { ...p, seats: 400 } : p)), relations: [] });
  };
  // By hand: 0.75 skill + 0.25 drive = 55 + 8 for the field, variance of the work 0.75^2 * 64 + 0.25^2 * 16, of the luck 6^2 + 4^2.
  const work = 0.5625 * 64 + 0.0625 * 16;
  const settled = traitsOf(one('2020-02-01'), 'skill', wide);
  expect(Math.abs(mean(settled) - (50 + ((0.75 * 64) / (work + 52)) * 13))).toBeLessThan(1);
  // A beginner on his first day would have done eight points better: he is rated on the day he came.
  const fresh = traitsOf(one('2026-12-31'), 'skill', wide);
  expect(Math.abs(mean(fresh) - (50 + ((0.75 * 64) / (work + 52)) * 21))).toBeLessThan(1);
  // Rated before he came to the post: nothing follows.
  expect(Math.abs(mean(traitsOf(one('2027-01-01'), 'skill', wide)) - 50)).toBeLessThan(1.3);
});

it('where neither the field of the person nor that of the post is known, the work has lost what another field loses', () => {
  const seat = city.positions.find((p) => p.level === 'STAFF' && p.attributes?.field !== 'works')!;
  const bare = (field: boolean): Round => {
    const others = Array.from({ length: 100 }, (_, k): Person => ({ id: `Q${k}`, born: '1990-05-05', seat: seat.id, since: '2020-02-01', evidence: [register()[0]!, ...(field ? [register()[1]!] : []), { ...test('rating', 55), date: '2026-12-31' }] }));
    const { attributes: _, ...blank } = seat;
    return roundOf(others, { ...city, positions: city.positions.map((p) => (p.id === seat.id ? { ...(field ? seat : blank), seats: 100 } : p)), relations: [] });
  };
  expect(traitsOf(bare(false), 'skill', wide)).toEqual(traitsOf(bare(true), 'skill', wide)); // both are no match
});

it('the latest test counts, two of one day that differ count as none', () => {
  const older = { ...test('skill', 10), date: '2024-06-30' };
  expect(traitsOf(crowd({ evidence: register([older, test('skill', 66)]) }, 50), 'skill', wide)).toEqual(traitsOf(crowd({ evidence: register([test('skill', 66)]) }, 50), 'skill', wide));
  expect(traitsOf(crowd({ evidence: register([test('skill', 30), test('skill', 66)]) }, 50), 'skill', wide)).toEqual(traitsOf(crowd({ evidence: register() }, 50), 'skill', wide));
});

it('bands are read by their middle', () => {
  const bands: World = { ...wide, measures: wide.measures.map((m) => (m.kind === 'test' && m.attribute === 'skill' ? { ...m, noise: 0, bands: [{ from: 0, value: 1 }, { from: 60, value: 2 }, { from: 72, value: 3 }] } : m)) };
  const drawn = traitsOf(crowd({ evidence: register([test('skill', 2)]) }), 'skill', bands);
  expect(Math.abs(mean(drawn) - (50 + (64 / (64 + 12)) * 16))).toBeLessThan(0.4); // 60..72: middle 66, variance 12
});

it('what is drawn of people of a known world has their traits in it', () => {
  const found = new Map(organisationOf(roundOf(people), policy, world, { seed: 1 }).members.map((m) => [m.id, m.traits]));
  const tested = city.members.filter(({ evidence }) => evidence.some((e) => e.attribute === 'skill'));
  const off = tested.map((m) => found.get(m.id)!.skill! - m.traits.skill!);
  // Blind draws would be off by 12 * sqrt(2) = 17; the posterior has 5.4 or less, twice (the draw's and the truth's).
  expect(Math.sqrt(mean(off.map((x) => x * x)))).toBeLessThan(9);
});

it('the organisation it gives is a scenario to live, the same for the same seed whatever the order, with the same people in the same seats', async () => {
  const connected = [city.members[3]!.id, city.members[9]!.id];
  const one = organisationOf(roundOf(people), policy, world, { seed: 2, connected });
  expect(organisationOf(roundOf([...people].reverse()), policy, world, { seed: 2, connected: [...connected].reverse() })).toEqual(one);
  expect(organisationOf(roundOf(people), policy, world, { seed: 3 })).not.toEqual(one);
  expect(one.members.map(({ id, born, joined, seat, since }) => ({ id, born, joined, seat, since }))).toEqual(city.members.map(({ id, born, joined, seat, since }) => ({ id, born, joined, seat, since })));
  expect(one.members.filter((m) => m.connected).map(({ id }) => id)).toEqual(connected);
  const scenario = { organisation: one, world, regime: { policy }, years: 1, seed: 4 };
  checkScenario(scenario);
  for await (const year of simulate(scenario)) expect(year.people.start).toBe(people.length);
});

it('tells everybody whose birthday or day of joining is missing, those past pension age and connected strangers', () => {
  const id = (k: number): string => `Q${k}`;
  const found = (round: Round, options: Parameters<typeof organisationOf>[3]): unknown => {
    try {
      organisationOf(round, policy, world, options);
      return [];
    } catch (error) {
      return (error as MeritError).issues.map(({ code, path }) => [code, path]);
    }
  };
  const seat = city.positions.find((p) => p.level === 'STAFF')!.id;
  const round = roundOf([
    { id: id(0), evidence: register() },
    { id: id(1), born: '1990-01-01', evidence: [] },
    { id: id(2), born: '1960-01-01', evidence: register() },
    { id: id(3), born: '1990-01-01', seat, evidence: register() },
    { id: id(4), born: '1990-01-01', evidence: register() },
  ], { ...city, relations: [] });
  expect(found(round, { seed: -1, connected: ['stranger'] })).toEqual([
    ['E_NUM_RANGE', '/seed'],
    ['E_REF_UNKNOWN', '/connected/0'],
    ['E_VALUE_MISSING', '/people/0/born'],
    ['E_VALUE_MISSING', '/people/1/evidence'],
    ['E_DATE_ORDER', '/people/2/born'],
    ['E_VALUE_MISSING', '/people/3/since'],
  ]);
});

it('a rating of somebody without a post is read as the work the world asks of those, and as nothing where it asks none', () => {
  const rated = crowd({ evidence: register([{ ...test('rating', 66), date: '2026-12-31' }]) }, 400);
  const pool: World = { ...wide, work: { ...wide.work, unseated: { skill: 100 } } };
  // No unit, no leniency: variance of the trait 8^2 against that of the rating, 6^2.
  expect(Math.abs(mean(traitsOf(rated, 'skill', pool)) - (50 + (64 / (64 + 36)) * 16))).toBeLessThan(0.9);
  expect(traitsOf(rated, 'skill', wide)).toEqual(traitsOf(crowd({ evidence: register() }, 400), 'skill', wide));
});

it('a datum without a day is of the day of its source', () => {
  const undated = { attribute: 'skill', value: 66, source: 'register' };
  const day = city.sources.find((s) => s.id === 'register')!.date;
  expect(traitsOf(crowd({ evidence: register([undated]) }, 50), 'skill', wide)).toEqual(traitsOf(crowd({ evidence: register([{ ...undated, date: day }]) }, 50), 'skill', wide));
});

it('a test without noise says a trait to the point, and a trait that cannot vary is not moved by it', () => {
  const exact: World = { ...wide, measures: wide.measures.map((m) => (m.kind === 'test' ? { ...m, noise: 0 } : m)) };
  expect(new Set(traitsOf(crowd({ evidence: register([test('skill', 66)]) }, 50), 'skill', exact))).toEqual(new Set([66]));
  const still: World = { ...exact, traits: { ...exact.traits, skill: { mean: 50, sd: 0 } } };
  expect(new Set(traitsOf(crowd({ evidence: register([test('skill', 66)]) }, 50), 'skill', still))).toEqual(new Set([50]));
});

it('a work without a time of learning costs a beginner nothing', () => {
  const seat = city.positions.find((p) => p.level === 'STAFF' && p.attributes?.field === 'works')!;
  const { learning: _, ...work } = wide.work;
  const since = (day: string): Round => {
    const others = Array.from({ length: 60 }, (_, k): Person => ({ id: `Q${k}`, born: '1990-05-05', seat: seat.id, since: day, evidence: register([{ ...test('rating', 55), date: '2026-12-31' }]) }));
    return roundOf(others, { ...city, positions: city.positions.map((p) => (p.id === seat.id ? { ...p, seats: 60 } : p)), relations: [] });
  };
  expect(traitsOf(since('2026-12-31'), 'skill', { ...wide, work })).toEqual(traitsOf(since('2020-02-01'), 'skill', { ...wide, work }));
});

it('the title of a round is that of its organisation', () => {
  const round = crowd({ evidence: register() }, 12);
  expect(organisationOf({ ...round, title: 'The city of Toy' }, policy, world, { seed: 1 }).title).toBe('The city of Toy');
  expect(organisationOf(round, policy, world, { seed: 1 })).not.toHaveProperty('title');
});

