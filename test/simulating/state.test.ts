import { describe, expect, it } from 'vitest';
import { MeritError } from '../../src/errors/index.js';
import { openState, simulate, type Scenario, type State } from '../../src/simulating/index.js';
import { lived } from './support/lived.js';
import { organisation, POLICY, WORLD } from './support/organisations.js';

const SCENARIO: Scenario = { organisation: organisation(2), world: WORLD, regime: { policy: POLICY, everyMonths: 6, horizonMonths: 12 }, years: 4, seed: 11 };
const told = async (scenario: Scenario, from?: unknown): Promise<readonly string[]> => {
  try {
    for await (const _ of simulate(scenario, from === undefined ? {} : { from: from as State })) void _;
  } catch (error) {
    if (error instanceof MeritError) return error.issues.map((i) => `${i.code} ${i.path}`);
    throw error;
  }
  return [];
};
const state = (await lived({ ...SCENARIO, years: 2 }))[1]!.state!;
/** The state with other values at some places, as steps joined by dots; undefined takes the value away. */
function damaged(...changes: readonly (readonly [place: string, value: unknown])[]): unknown {
  const copy: unknown = structuredClone(state);
  for (const [place, value] of changes) {
    const steps = place.split('.');
    const last = steps.pop()!;
    const at = steps.reduce((inner, step) => (inner as Record<string, unknown>)[step], copy) as Record<string, unknown>;
    if (value === undefined) delete at[last];
    else at[last] = value;
  }
  return copy;
}
const single = new Set(SCENARIO.organisation.positions.filter((p) => p.seats === 1).map((p) => p.id));
const others = state.people.findLastIndex((p) => p.seat !== undefined && single.has(p.seat));
const seated = state.people.findIndex((p) => p.seat !== undefined);

describe('a state that is brought back', () => {
  it('of the scenario itself is taken, and of a longer one', async () => {
    expect(await told(SCENARIO, state)).toEqual([]);
    expect(await told({ ...SCENARIO, years: 9 }, state)).toEqual([]);
    expect(await told(SCENARIO, openState(SCENARIO))).toEqual([]);
  });

  it.each<[string, Partial<Scenario>]>([
    ['seed', { seed: 12 }],
    ['organisation', { organisation: organisation(3) }],
    ['world', { world: { ...WORLD, units: { noise: 3 } } }],
    ['regime', { regime: { ...SCENARIO.regime, everyMonths: 12 } }],
  ])('of another %s is refused', async (_, other) => expect(await told({ ...SCENARIO, ...other }, state)).toEqual(['E_INPUT_HASH /from/of']));

  it.each<[string, unknown, readonly string[]]>([
    ['no object', 7, ['E_TYPE /from']],
    ['another format', damaged(['format', 'meritra/simulation/9']), ['E_FORMAT /from/format']],
    ['people lost', damaged(['people', undefined]), ['E_VALUE_MISSING /from/people']],
    ['two damages', damaged(['years', '2'], ['people.0.traits.skill', 1.5]), ['E_TYPE /from/years', 'E_NUM_INT /from/people/0/traits/skill']],
    ['a strange key', damaged(['people.0.salary', 1]), ['E_KEY_UNKNOWN /from/people/0/salary']],
    ['a day that is none', damaged(['people.0.born', '1980-02-30']), ['E_DATE_INVALID /from/people/0/born']],
    ['a day of another year', damaged(['day', '2028-01-01']), ['E_STATE /from/day']],
    ['more years than the scenario', damaged(['years', 5]), ['E_NUM_RANGE /from/years']],
    ['somebody twice', damaged(['people.1', state.people[0]]), ['E_ID_DUPLICATE /from/people/1/id', 'E_STATE /from/vacant']],
    ['people out of order', damaged(['people.0', state.people[1]], ['people.1', state.people[0]]), ['E_STATE /from/people/1/id']],
    ['a post over its seats', damaged([`people.${seated}.seat`, state.people[others]!.seat]), ['E_SEAT_OVERFILLED /from/people', 'E_STATE /from/vacant']],
    ['a post that is none', damaged([`people.${seated}.seat`, 'nowhere']), [`E_REF_UNKNOWN /from/people/${seated}/seat`, 'E_STATE /from/vacant']],
    ['a seat lost', damaged([`people.${seated}.seat`, undefined], [`people.${seated}.since`, undefined]), ['E_STATE /from/vacant']],
    ['a seat without a day', damaged([`people.${seated}.since`, undefined]), [`E_STATE /from/people/${seated}/since`]],
    ['a trait lost', damaged(['people.0.traits.skill', undefined]), ['E_STATE /from/people/0/traits']],
    ['another headcount', damaged(['headcount', 3]), ['E_STATE /from/headcount']],
    ['a return that is past', damaged(['people.0.awayUntil', '2028-12-31']), ['E_STATE /from/people/0/awayUntil']],
    ['a post taken tomorrow', damaged([`people.${seated}.since`, '2029-01-02']), [`E_STATE /from/people/${seated}/since`]],
    ['a vacancy of tomorrow', damaged(['vacant.0.since.0', '2029-01-02']), ['E_STATE /from/vacant/0/since/0']],
    ['evidence out of order', damaged(['people.0.evidence', [...state.people[0]!.evidence].reverse()]), expect.arrayContaining(['E_STATE /from/people/0/evidence/1'])],
    ['two moves of one person', damaged(['pending', [0, 1].map(() => ({ person: state.people[0]!.id, to: state.people[others]!.seat, on: '2028-01-01', fit: 1 }))]), ['E_STATE /from/pending/1/person']],
    ['evidence without a day', damaged(['people.0.evidence.0.date', undefined]), ['E_VALUE_MISSING /from/people/0/evidence/0/date']],
    ['evidence from nowhere', damaged(['people.0.evidence.0.source', 'rumour']), ['E_REF_UNKNOWN /from/people/0/evidence/0/source']],
    ['a waiting move of nobody', damaged(['pending', [{ person: 'X', to: 'Y', on: '2028-01-01', fit: 1 }]]), ['E_REF_UNKNOWN /from/pending/0/person', 'E_REF_UNKNOWN /from/pending/0/to']],
  ])('with %s is refused, with the place', async (_, input, expected) => {
    const found = await told(SCENARIO, input);
    expect(found).toEqual(expected);
  });
});
