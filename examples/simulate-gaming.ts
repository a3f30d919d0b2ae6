/*
 * Who could game it: one round of an invented company of 100 posts, held honestly and attacked in twelve ways, under four policies. In each cell: posts that the
 * favourite (or the unit) gets more than honestly, true performance lost in points over all seats, and how often the sign whose rates
 * differ most fires in attacked | in honest rounds (none: no sign fires more often in attacked ones).
 * `npx tsx examples/simulate-gaming.ts` prints
 *
 *                                  levels                    total                     seniority                 patronage
 *     inflation, 5 points           0.0   0.0  none           0.0   0.0  none           0.0   0.0  none           0.0   0.0  none
 *     inflation, 10 points          0.1   1.4  7/8 | 6/8      0.0   0.0  7/8 | 6/8      0.0   0.0  7/8 | 6/8      0.0   0.0  7/8 | 6/8
 *     inflation, 20 points          0.3   1.2  8/8 | 6/8      0.0   0.0  8/8 | 6/8      0.0   0.0  8/8 | 6/8      0.0   0.0  8/8 | 6/8
 *     collusion, 1 of 5, 30 points  0.0   0.0  none           0.0   0.0  none           0.0   0.0  none          nobody to favour
 *     collusion, 2 of 5, 20 points  0.1   1.2  none           0.0   0.0  none           0.0   0.0  none          nobody to favour
 *     collusion, 3 of 5, 20 points  0.1   2.6  none           0.0   0.0  1/7 | 0/7      0.0   0.0  none          nobody to favour
 *     tailoring, early              0.1   3.5  2/2 | 0/2      0.9   8.3  7/7 | 0/8      0.1  -0.4  2/2 | 0/2     nobody to favour
 *     tailoring, late               0.1   3.5  2/2 | 0/2      0.9   8.3  7/7 | 0/8      0.1  -0.4  2/2 | 0/2     nobody to favour
 *     weights, early                0.1  19.3  1/1 | 0/1      0.0   0.0  none           0.0   0.0  none          nobody to favour
 *     weights, late                 0.1  19.3  1/1 | 0/1      0.0   0.0  none           0.0   0.0  none          nobody to favour
 *     attempts, lottery             0.0   0.0  7/7 | 0/7      0.0   0.0  8/8 | 0/8      0.0   0.0  none          nobody to favour
 *     attempts, days                0.0   0.0  7/7 | 0/7      0.0   0.0  8/8 | 0/8      0.0   0.0  none          nobody to favour
 *
 * Eight runs each: too few to tell small differences. What each attack does, a larger table and what none of it can know stand in docs/simulating.md.
 */
import { gamingTest, generate } from 'meritra/simulate';

const { organisation, world, policy } = generate({ shape: 'company', posts: 100, seed: 7 });
const { rows } = await gamingTest({
  organisation, world, seed: 1, seeds: 8,
  policies: { levels: policy, total: { policy, choose: 'total' }, seniority: { policy, choose: 'seniority' }, patronage: { policy, choose: 'patronage' } },
});
const cell = (row: (typeof rows)[number]): string => {
  if (!row.gain || !row.lost) return 'nobody to favour'.padEnd(26); // in fewer than two runs
  const sign = row.signals.find(({ signal }) => signal === row.shown);
  const told = sign ? `${sign.attacked.fired}/${sign.attacked.of} | ${sign.honest.fired}/${sign.honest.of}` : 'none';
  return `${row.gain.mean.toFixed(1).padStart(4)} ${row.lost.mean.toFixed(1).padStart(5)}  ${told}`.padEnd(26);
};
const ways = [...new Set(rows.map((row) => `${row.attack}, ${row.strength}`))];
const policies = [...new Set(rows.map((row) => row.policy))];
const lines = ways.map((way) => way.padEnd(29) + policies.map((name) => cell(rows.find((row) => row.policy === name && `${row.attack}, ${row.strength}` === way)!)).join(''));
console.log([''.padEnd(29) + policies.map((name) => name.padEnd(26)).join(''), ...lines].map((line) => line.trimEnd()).join('\n'));
