/*
 * An invented city of 160 posts lives five years under four ways to fill its posts, twenty times over, each time with the same luck for all four:
 * the same people come, leave, learn and say no. `npx tsx examples/simulate.ts` prints
 */
import { seal } from 'meritra';
import { compare, generate, simulate } from 'meritra/simulate';

const { organisation, world, policy } = generate({ shape: 'city', posts: 160, seed: 7 });
const { costs } = policy.policy;
const calm = seal({ ...policy.policy, id: 'calm', costs: { ...costs, lateralMove: { ...costs.lateralMove, points: 30 } } });

const table = await compare(simulate, {
  organisation, world, years: 5, seed: 1, seeds: 20,
  policies: {
    merit: policy, // level by level from the top, as its pack says
    calm, // the same rules, but a lateral move must be worth 30 points instead of 10
    seniority: { policy, choose: 'seniority' },
    patronage: { policy, choose: 'patronage' },
  },
});
console.log(table.text());
console.log(table.paragraph()); // .html(), .pictures() and .csv() show the rest
