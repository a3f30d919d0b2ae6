/*
 * An invented city of 160 posts lives five years twenty times over under five ways to fill its posts, each with the same luck. `npx tsx examples/simulate.ts` prints
 */
import { seal } from 'meritra';
import { compare, generate, simulate } from 'meritra/simulate';

const { organisation, world, policy } = generate({ shape: 'city', posts: 160, seed: 7 });
const { lateralMove } = policy.policy.costs;
const calm = seal({ ...policy.policy, id: 'calm', costs: { ...policy.policy.costs, lateralMove: { ...lateralMove, points: 30 } } });
const table = await compare(simulate, {
  organisation, world, years: 5, seed: 1, seeds: 20,
  policies: {
    merit: policy, // level by level from the top, as the pack says
    calm, // the same, and a lateral move must be worth 30 points instead of 10
    'one sum': { policy, choose: 'total' },
    seniority: { policy, choose: 'seniority' },
    patronage: { policy, choose: 'patronage' },
    nobody: { policy, choose: 'none' },
  },
});
console.log(table.text());
console.log(table.paragraph());
