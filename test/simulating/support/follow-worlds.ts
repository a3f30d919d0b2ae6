/** Lives of which it is known whether the fit tells anything of performance: measures of the traits that the work takes, and measures of a trait that no work takes. */
import { Draws } from '../../../src/simulating/draws.js';
import { followedOf, followUp, simulate, type FollowUp, type Scenario, type World, type Year } from '../../../src/simulating/index.js';
import { organisation, POLICY, WORLD } from './organisations.js';

const { levels, learning } = WORLD.work;
const cleared = WORLD.measures[2]!;

const worldOf = (trait: string): World => ({
  ...WORLD,
  traits: { ...WORLD.traits, dice: { mean: 55, sd: 15 } },
  work: { levels, ...(learning && { learning }) }, // no match: the field is a criterion of the policy, and would tell something
  measures: [
    { kind: 'test', attribute: 'rating', on: '12-31', of: { [trait]: 100 }, noise: 5, everyMonths: 12, missedPerMille: 30 },
    { kind: 'test', attribute: 'skill', on: '06-30', of: { [trait]: 100 }, noise: 5, everyMonths: 12, missedPerMille: 100 },
    cleared,
  ],
});

/** About 50 seats for six years. `tells`: ratings and tests measure skill, which all work takes; if not, a trait that none does. */
export function lifeOf(seed: number, tells: boolean): Scenario {
  const trait = tells ? 'skill' : 'dice';
  const org = organisation(seed, { heads: 10, spare: 12 });
  const from = new Draws(seed).of('dice');
  const members = org.members.map((member) => {
    const traits = { ...member.traits, dice: 20 + ((from.next() >>> 0) % 70) };
    return { ...member, traits, evidence: member.evidence.map((e) => (e.attribute === 'rating' || e.attribute === 'skill' ? { ...e, value: traits[trait as keyof typeof traits] ?? 0 } : e)) };
  });
  return { organisation: { ...org, members }, world: worldOf(trait), regime: { policy: POLICY }, years: 6, seed };
}

export async function yearsOf(scenario: Scenario): Promise<Year[]> {
  const years: Year[] = [];
  for await (const year of simulate(scenario)) years.push(year);
  return years;
}

/** @param luck - the same organisation lives on with other luck. */
export async function followedLife(seed: number, tells: boolean, luck = seed): Promise<FollowUp> {
  const scenario = { ...lifeOf(seed, tells), seed: luck };
  return followUp(followedOf(await yearsOf(scenario), scenario), { draws: 99 });
}
