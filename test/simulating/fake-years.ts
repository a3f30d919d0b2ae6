import { seal } from '../../src/intake/index.js';
import { ORGANISATION_FORMAT, WORLD_FORMAT, YEAR_FORMAT, type CompareOptions, type Organisation, type Scenario, type Simulate, type World, type Year } from '../../src/simulating/index.js';
import { between, Draws } from '../../src/simulating/draws.js';
import { toyPolicy, toyPost } from '../support/toy.js';

export const ORGANISATION: Organisation = {
  format: ORGANISATION_FORMAT,
  id: 'toy-office',
  on: '2027-01-01',
  sources: [{ id: 'S1', title: 'register', date: '2026-10-01' }],
  units: [{ id: 'U1', name: 'Unit one' }, { id: 'U2', name: 'Unit two' }] as Organisation['units'],
  positions: [toyPost('P1', 'TOP'), toyPost('P2', 'LOW', { seats: 3 })],
  members: [
    { id: 'A', born: '1970-05-01', joined: '1995-01-01', seat: 'P1', since: '2020-01-01', traits: { skill: 70 }, evidence: [] },
    { id: 'B', born: '1980-05-01', joined: '2005-01-01', seat: 'P2', since: '2021-01-01', traits: { skill: 60 }, evidence: [] },
  ],
  relations: [],
};

export const WORLD: World = {
  format: WORLD_FORMAT,
  traits: { skill: { mean: 60, sd: 10 } },
  newcomers: { on: '01-01', ages: [22, 30], brings: [], connectedPerMille: 100 },
  work: { levels: { TOP: { skill: 100 }, LOW: { skill: 100 } } },
  measures: [],
  growth: {},
  careers: { retirement: { ages: {}, otherwise: 60, day: 'birthday' }, resignation: { perMille: 10 }, refusal: { promotion: 0, other: 0 } },
  units: { noise: 0 },
};

export const POLICY = seal(toyPolicy());

/** Options of a comparison of three regimes of the toy policy. */
export const options = (more: Partial<CompareOptions> = {}): CompareOptions => ({
  organisation: ORGANISATION,
  world: WORLD,
  years: 3,
  seed: 7,
  seeds: 4,
  policies: { merit: POLICY, lots: { policy: POLICY, choose: 'random' }, years: { policy: POLICY, choose: 'seniority', everyMonths: 24 } },
  ...more,
});

const NOBODY = { entry: 0, promotion: 0, lateral: 0, demotion: 0, release: 0 };

/** A year of an office of two levels and two units in which nothing happens, but for what is given. */
export const year = (k: number, more: Partial<Year> = {}): Year => ({
  format: YEAR_FORMAT,
  year: k,
  from: `${2026 + k}-01-01`,
  to: `${2026 + k}-12-31`,
  people: { start: 4, recruited: 0, resigned: 0, retired: 0, end: 4, seated: 4, away: 0 },
  seats: { total: 4, start: 4, taken: 0, left: 0, end: 4 },
  vacancies: { seatDays: 0, opened: 0, filled: 0, daysToFill: [] },
  happenings: [],
  rounds: [],
  levels: [
    { level: 'LOW', seats: 3, filled: 3, fitSum: 1_500_000, fitMin: 400_000, truthSum: 18_000, working: 3, tenureMonths: 36 },
    { level: 'TOP', seats: 1, filled: 1, fitSum: 800_000, fitMin: 800_000, truthSum: 7_000, working: 1, tenureMonths: 24 },
  ],
  units: [
    { unit: 'U1', seats: 3, before: null, after: null, delivered: 18_000, score: 6_000, filled: 3 },
    { unit: 'U2', seats: 1, before: null, after: null, delivered: 7_000, score: 7_000, filled: 1 },
  ],
  ...more,
});

export const round = (more: Partial<Year['rounds'][number]> = {}): Year['rounds'][number] => ({
  on: '2027-01-01',
  status: 'optimal',
  vacantBefore: 0,
  vacantAfter: 0,
  moves: NOBODY,
  loops: 0,
  chains: [],
  refused: 0,
  extended: 0,
  passedOver: 0,
  displaced: 0,
  winners: { all: 0, connected: 0 },
  eligible: { all: 0, connected: 0 },
  bench: [],
  ...more,
});

/** Years drawn from the seed alone, and one figure that the way of choosing changes by a known amount: no simulation, but it has the same form. Each year waits for a turn of the event loop. */
export const fakeSimulate: Simulate = async function* (scenario: Scenario) {
  const lift = scenario.regime.choose === 'random' ? -30_000 : scenario.regime.choose === 'seniority' ? -10_000 : 0;
  for (let k = 1; k <= scenario.years; k++) {
    await new Promise((resolve) => setTimeout(resolve, 0));
    const luck = between(0, 400_000, new Draws(scenario.seed).of('fake', k));
    const connected = between(0, 1, new Draws(scenario.seed).of('connected', k));
    yield year(k, {
      levels: [{ level: 'LOW', seats: 3, filled: 3, fitSum: 1_500_000 + luck + lift, fitMin: 400_000, truthSum: 18_000, working: 3, tenureMonths: 36 }, { level: 'TOP', seats: 1, filled: 0, fitSum: 0, fitMin: null, truthSum: 0, working: 0, tenureMonths: 0 }],
      rounds: [round({ winners: { all: 2, connected }, eligible: { all: 4, connected: 1 } })],
    });
  }
};
