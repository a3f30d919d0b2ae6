/** Small invented organisations for lives that are looked at day by day: fields, three levels, the pack of examples/simulation. */
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { seal, type Policy } from '../../../src/index.js';
import { formatDay } from '../../../src/model/calendar.js';
import { dayNumber } from '../../../src/eligibility/index.js';
import { deepFreeze } from '../../../src/model/frozen.js';
import { below, stream, type Stream } from '../../../src/stats/streams.js';
import { CHOICES, type Organisation, type Regime, type Scenario, type World } from '../../../src/simulating/index.js';

export const PACK = JSON.parse(readFileSync(new URL('../../../examples/simulation/policy.json', import.meta.url), 'utf8')) as Policy;
export const POLICY = seal(PACK);
export const FIELDS = ['works', 'health'] as const;
const LEVELS = ['BUREAU', 'DIVISION', 'SECTION'] as const;
const START = '2027-01-01';

export const WORLD: World = deepFreeze({
  format: 'meritra/world/0',
  traits: { skill: { mean: 55, sd: 12 }, drive: { mean: 60, sd: 10 } },
  newcomers: {
    on: '03-01',
    ages: [22, 30],
    brings: [
      { kind: 'joined', attribute: 'joined' },
      { kind: 'drawn', attribute: 'study', values: FIELDS.map((value) => ({ value, share: 1 })) },
    ],
    connectedPerMille: 200,
  },
  work: {
    levels: { SECTION: { skill: 70, drive: 30 }, DIVISION: { skill: 50, drive: 50 }, BUREAU: { skill: 30, drive: 70 } },
    match: { person: 'study', position: 'field', otherwise: 10 },
    learning: { points: 8, months: 12 },
  },
  measures: [
    { kind: 'rating', attribute: 'rating', on: '12-31', noise: 6, leniency: 4, missedPerMille: 30 },
    { kind: 'test', attribute: 'skill', on: '06-30', of: { skill: 80, drive: 20 }, noise: 5, everyMonths: 24, missedPerMille: 100 },
    { kind: 'letter', attribute: 'cleared', on: '12-20', truePerMille: 980, missedPerMille: 30 },
  ],
  growth: { training: { perMille: 250, adds: { skill: 2.5 } }, post: { years: 4, adds: { SECTION: { skill: 1.25 }, DIVISION: { drive: 1 } } } },
  careers: {
    retirement: { ages: { BUREAU: 60 }, otherwise: 58, day: 'month-after' },
    resignation: { perMille: 60 },
    study: { perMille: 80, months: 14, afterMonths: 24, adds: { skill: 4 } },
    refusal: { promotion: 100, other: 200 },
  },
  units: { noise: 2 },
});

/** `heads` bureaus of a division or two and staff posts of up to three seats; people from the stream, the older the higher. */
export function organisation(seed: number, { heads = 2, spare = 4, on = START }: { readonly heads?: number; readonly spare?: number; readonly on?: string } = {}): Organisation {
  const luck = stream(seed, 'test organisation');
  const units = Array.from({ length: heads }, (_, h) => ({ id: `u${h}`, name: `Office ${h}` }));
  const positions = units.flatMap(({ id }, h) => {
    const field = FIELDS[h % 2]!;
    const post = (name: string, level: string, seats: number) => ({ id: `${id}-${name}`, title: name, unit: id, level, seats, attributes: { field } });
    return [post('head', 'BUREAU', 1), ...Array.from({ length: 1 + below(2, luck) }, (_, d) => post(`d${d}`, 'DIVISION', 1)), post('staff', 'SECTION', 1 + below(3, luck)), post('aide', 'SECTION', 1)];
  });
  const free = positions.flatMap((p) => Array.from({ length: p.seats }, () => p)).sort((a, b) => LEVELS.indexOf(a.level as 'BUREAU') - LEVELS.indexOf(b.level as 'BUREAU') || (a.id < b.id ? -1 : 1));
  const people = Array.from({ length: free.length + spare }, (_, k) => k);
  const first = dayNumber(on);
  const members = people.map((k) => {
    const seat = below(8, luck) === 0 ? undefined : free[k];
    const age = 57 - Math.floor((30 * k) / people.length);
    const service = 365 * (age - 24) + below(200, luck);
    const joined = formatDay(first - service);
    return {
      id: `P${String(k).padStart(2, '0')}`,
      born: formatDay(first - Math.floor(365.25 * age) - below(365, luck)),
      joined,
      ...(seat && { seat: seat.id, since: formatDay(first - Math.min(service, 30 + below(2000, luck))) }),
      connected: below(5, luck) === 0,
      traits: { skill: trait(luck), drive: trait(luck) },
      evidence: [
        { attribute: 'joined', value: joined, source: 'register' },
        { attribute: 'study', value: FIELDS[below(2, luck)]!, source: 'register' },
        { attribute: 'cleared', value: true, source: 'register' },
        ...(below(6, luck) > 0 ? [{ attribute: 'rating', value: trait(luck), source: 'register' }] : []),
        ...(below(6, luck) > 0 ? [{ attribute: 'skill', value: trait(luck), source: 'register', date: formatDay(first - 200) }] : []),
      ],
    };
  });
  return deepFreeze({
    format: 'meritra/organisation/0' as const,
    id: 'office',
    on,
    sources: [{ id: 'register', title: 'Register', date: formatDay(first - 1) }],
    units,
    positions,
    members,
    relations: [],
  });
}

function trait(luck: Stream): number {
  return (3000 + below(6000, luck)) / 100;
}

/** Regimes of every choice, rhythm, horizon and term, lives of one to five years. */
export const scenarios: fc.Arbitrary<Scenario> = fc
  .record({
    org: fc.integer({ min: 0, max: 1000 }),
    heads: fc.integer({ min: 1, max: 3 }),
    spare: fc.integer({ min: 0, max: 6 }),
    on: fc.constantFrom('2027-01-01', '2027-07-15', '2028-02-29', '2026-12-31'),
    choose: fc.constantFrom(...CHOICES),
    everyMonths: fc.constantFrom(4, 6, 12, 24),
    horizonMonths: fc.constantFrom(0, 3, 12, 18),
    terms: fc.constantFrom<Regime['terms']>(undefined, { DIVISION: 24, SECTION: 36 }),
    years: fc.integer({ min: 1, max: 5 }),
    seed: fc.integer({ min: 0, max: 2 ** 31 - 1 }),
  })
  .map(({ org, heads, spare, on, choose, everyMonths, horizonMonths, terms, years, seed }) => ({
    organisation: organisation(org, { heads, spare, on }),
    world: WORLD,
    regime: { policy: POLICY, choose, everyMonths, horizonMonths, ...(terms && { terms }) },
    years,
    seed,
  }));
