import { expect, it } from 'vitest';
import { simulate, type Scenario, type Year } from '../../src/simulating/index.js';
import { organisation, POLICY, WORLD } from './support/organisations.js';

const SCENARIO: Scenario = { organisation: organisation(1), world: WORLD, regime: { policy: POLICY }, years: 5, seed: 7 };

async function lived(scenario: Scenario, control?: Parameters<typeof simulate>[1]): Promise<Year[]> {
  const years: Year[] = [];
  for await (const year of simulate(scenario, control)) years.push(year);
  return years;
}

it('five years of a small office add up', async () => {
  const years = await lived(SCENARIO);
  expect(years.map((y) => y.people.start + y.people.recruited - y.people.resigned - y.people.retired - y.people.end)).toEqual([0, 0, 0, 0, 0]);
});
