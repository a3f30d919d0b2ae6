import { expect, it } from 'vitest';
import { MeritError, seal } from '../../src/index.js';
import { checkScenario, generate, parseOrganisation, parseScenario, parseWorld, type Measure, type Scenario, type World } from '../../src/simulate.js';

const { organisation, policy: pack, world } = generate({ shape: 'city', posts: 40, seed: 3 });
const { attributes, ...rest } = pack.policy;
const label = { en: 'For the test' };
const policy = seal(structuredClone({
  ...rest,
  attributes: {
    ...attributes,
    grade: { of: 'person', type: 'number', min: 1, max: 17, label },
    gradeSince: { of: 'person', type: 'date', label },
    months: { of: 'person', type: 'number', min: 0, label },
    earlier: { of: 'person', type: 'number', min: 0, max: 100, label },
    word: { of: 'person', type: 'text', values: ['fair', 'good'], label },
    posts: { of: 'person', type: 'spells', label },
    trade: { of: 'position', type: 'text', values: ['smith'], label },
  },
} as never));
type Found = readonly (readonly [code: string, path: string])[];

function found(run: () => unknown): Found {
  try {
    run();
  } catch (error) {
    if (!(error instanceof MeritError)) throw error;
    return error.issues.map(({ code, path }) => [code, path] as const);
  }
  return [];
}

const with_ = (measure: object, more: object = {}): object => ({ ...structuredClone(world), ...more, measures: [measure] });
const RATING = { kind: 'rating', attribute: 'rating', on: '12-31', noise: 1, leniency: 1, missedPerMille: 0 };
const STEP = { kind: 'step', attribute: 'grade', on: '04-01', everyMonths: 48, by: 1, most: 17, since: 'gradeSince' };
const MONTHS = { kind: 'months', attribute: 'months', on: '12-31' };

it.each<[string, object, Found]>([
  ['a step beyond the range', { ...STEP, most: 18 }, [['E_NUM_RANGE', '/measures/0/most']]],
  ['a step of a text, since no day', { ...STEP, attribute: 'word', since: 'months' }, [['E_TYPE', '/measures/0/attribute'], ['E_TYPE', '/measures/0/since']]],
  ['months of a day, in no level', { ...MONTHS, attribute: 'joined', levels: ['', 'KING', 'STAFF'] }, [['E_TYPE', '/measures/0/attribute'], ['E_REF_UNKNOWN', '/measures/0/levels/1']]],
  ['drawn values that the policy does not list', { kind: 'drawn', attribute: 'word', on: '01-01', values: [{ value: 'good', share: 1 }, { value: 'bad', share: 1 }] }, [['E_VALUE_UNKNOWN', '/measures/0/values/1/value']]],
  ['drawn values of nothing', { kind: 'drawn', attribute: 'charm', on: '01-01', values: [{ value: 'good', share: 1 }] }, [['E_REF_UNKNOWN', '/measures/0/attribute']]],
  ['points on a range that is too small above', { ...RATING, attribute: 'grade' }, [['E_NUM_RANGE', '/measures/0/attribute']]],
  ['bands of a word that is none', { ...RATING, attribute: 'word', bands: [{ from: 0, value: 'fair' }, { from: 50, value: 'best' }] }, [['E_VALUE_UNKNOWN', '/measures/0/bands/1/value']]],
  ['bands of nothing', { ...RATING, attribute: 'charm', bands: [{ from: 0, value: 'fair' }] }, [['E_REF_UNKNOWN', '/measures/0/attribute']]],
  ['spells', { ...RATING, attribute: 'posts' }, [['E_TYPE', '/measures/0/attribute']]],
])('parseWorld: %s is refused', (_, measure, expected) => expect(found(() => parseWorld(with_(measure), policy))).toEqual(expected));

it.each<[string, readonly object[], Found]>([
  ['what stood before of its own kind', [RATING, { kind: 'previous', attribute: 'earlier', of: 'rating' }, { kind: 'previous', attribute: 'months', of: 'earlier' }], [['E_REF_UNKNOWN', '/measures/2/of']]],
  ['what stood before of another type', [RATING, { kind: 'previous', attribute: 'word', of: 'rating' }], [['E_TYPE', '/measures/1/attribute']]],
])('parseWorld: %s is refused', (_, measures, expected) => expect(found(() => parseWorld({ ...structuredClone(world), measures }, policy))).toEqual(expected));

it('parseWorld: fields without a value in common are refused', () => {
  const work = { ...world.work, match: { person: 'study', position: 'trade', otherwise: 8 } };
  expect(found(() => parseWorld({ ...structuredClone(world), work }, policy))).toEqual([['E_VALUE_UNKNOWN', '/work/match']]);
});

it('every kind of measure is taken, and stands in one order whatever the order of its lists', () => {
  const measures: Measure[] = [
    STEP as Measure,
    { ...MONTHS, levels: ['STAFF', '', 'OFFICE', 'STAFF'] } as Measure,
    RATING as Measure,
    { kind: 'previous', attribute: 'earlier', of: 'rating' },
    { kind: 'drawn', attribute: 'word', on: '01-01', values: [{ value: 'good', share: 2 }, { value: 'fair', share: 1 }] },
    { kind: 'test', attribute: 'skill', on: '06-30', of: { skill: 60, drive: 40 }, noise: 1, everyMonths: 12, missedPerMille: 0 },
  ];
  const work: World['work'] = { ...world.work, unseated: { skill: 60, drive: 40 } };
  const read = parseWorld({ ...structuredClone(world), work, measures }, policy);
  expect(read.measures.map((m) => m.attribute)).toEqual(['earlier', 'grade', 'months', 'rating', 'skill', 'word']);
  expect(read.measures[2]).toMatchObject({ levels: ['', 'OFFICE', 'STAFF'] });
  const turned = [...measures].reverse().map((m) => (m.kind === 'drawn' ? { ...m, values: [...m.values].reverse() } : m.kind === 'test' ? { ...m, of: { drive: 40, skill: 60 } } : m));
  expect(JSON.stringify(parseWorld({ ...structuredClone(world), work: { ...work, unseated: { drive: 40, skill: 60 } }, measures: turned }, policy))).toBe(JSON.stringify(read));
});

const good: Scenario = { organisation, world, regime: { policy: pack }, years: 2, seed: 7 };

it.each<[string, () => unknown, Found]>([
  ['checkScenario: nothing', () => checkScenario(undefined as never), [['E_VALUE_MISSING', '']]],
  ['checkScenario: no object', () => checkScenario([] as never), [['E_TYPE', '']]],
  ['checkScenario: a regime that is none', () => checkScenario({ ...good, regime: 5 as never }), [['E_TYPE', '/regime']]],
  ['checkScenario: terms that are none', () => checkScenario({ ...good, regime: { ...good.regime, terms: 5 as never } }), [['E_TYPE', '/regime/terms']]],
  ['checkScenario: an organisation that is none', () => checkScenario({ ...good, organisation: [] as never }), [['E_TYPE', '/organisation']]],
  ['parseScenario: a list', () => parseScenario('[]'), [['E_TYPE', '']]],
  ['parseScenario: a regime that is none, a pack that is none', () => parseScenario({ format: 'meritra/scenario/0', organisation, world, years: 2, seed: 7, regime: [], yardstick: { policy: 5, hash: 7 } }), [['E_TYPE', '/yardstick/hash'], ['E_TYPE', '/yardstick/policy'], ['E_TYPE', '/regime']]],
  ['parseOrganisation: a list', () => parseOrganisation('[]'), [['E_TYPE', '']]],
  ['parseOrganisation: evidence of days that are none, and of nothing', () => parseOrganisation({ ...organisation, members: organisation.members.map((m, k) => (k > 0 ? m : { ...m, evidence: [{ attribute: 'joined', value: '2020-01-01', source: m.evidence[0]!.source, date: '2026-02-30', expires: '2027' }, { attribute: 'skill', source: m.evidence[0]!.source }] })) }), [['E_DATE_INVALID', '/members/0/evidence/0/date'], ['E_DATE_FORMAT', '/members/0/evidence/0/expires'], ['E_VALUE_MISSING', '/members/0/evidence/1/value']]],
])('%s is refused', (_, run, expected) => expect(found(run)).toEqual(expected));
