/*
 * An invented city of 160 posts lives five years under four ways to fill its posts, twenty times over, each time with the same luck for all four:
 * the same people come, leave, learn and say no. `npx tsx examples/simulate.ts` prints
 *
 *     Policies side by side
 *     160 seats, 165 people, 5 years, 4 policies, seeds 1 to 20, base: “merit”
 *
 *                                 merit (base)    calm            seniority       patronage
 *     Mean fit                    68.29           65.95 ▼         65.25 ▼         65.52 ▼
 *       points                    [68.12; 68.45]  [65.77; 66.13]  [65.04; 65.46]  [65.32; 65.72]
 *     Mean performance            63.00           61.78 ▼         61.39 ▼         61.53 ▼
 *       points                    [62.93; 63.08]  [61.71; 61.85]  [61.30; 61.48]  [61.46; 61.60]
 *     Delivered per seat          59.80           58.64 ▼         58.33 ▼         58.39 ▼
 *       points                    [59.49; 60.11]  [58.34; 58.94]  [58.01; 58.65]  [58.07; 58.71]
 *     Seats vacant                2.4             2.4             2.4 ▼           2.5
 *       %                         [2.2; 2.7]      [2.2; 2.7]      [2.1; 2.6]      [2.2; 2.7]
 *     Days to fill a seat         140             142             129 ▼           136
 *       days                      [130; 151]      [132; 153]      [121; 137]      [124; 149]
 *     Moves                       14.3            8.9 ▼           9.5 ▼           9.0 ▼
 *       a year                    [13.8; 14.8]    [8.5; 9.3]      [9.1; 9.9]      [8.6; 9.4]
 *     Time in post                70.7            78.6 ▲          78.4 ▲          78.8 ▲
 *       months                    [70.2; 71.2]    [78.1; 79.1]    [77.9; 78.9]    [78.2; 79.3]
 *     Spread between units        0.094           0.096           0.098 ▲         0.096
 *       ratio                     [0.089; 0.100]  [0.091; 0.101]  [0.095; 0.101]  [0.091; 0.102]
 *     Passed over, cases          0.4             0.7             150.9 ▲         48.6 ▲
 *       a year                    [−0.2; 1.1]     [−0.2; 1.6]     [140.5; 161.3]  [45.4; 51.7]
 *     Connected, chosen/eligible  1.73            1.62            2.15 ▲          10.25 ▲
 *       ratio                     [1.38; 2.09]    [1.20; 2.04]    [1.84; 2.47]    [9.70; 10.80]
 *     Ready people per post       2.12            2.20 ▲          2.20 ▲          2.20 ▲
 *       ratio                     [2.11; 2.13]    [2.19; 2.22]    [2.19; 2.21]    [2.19; 2.21]
 *
 *     Mean over the seeds, with its 95 % interval in brackets. ▲ higher and ▼ lower than the base on the same seeds: the interval of the paired difference leaves out zero.
 *     25 of 33 differences shown leave out zero; if there were none at all, about 1.7 would by chance.
 *     Means of fit and of performance are over filled seats alone: they can rise because seats stay empty or nobody is promoted into a new post.
 *
 *     An organisation of 160 seats and 165 people was simulated over 5 years under 4 policies, each 20 times (seeds 1 to 20) on the same luck; the others are held against “merit”. Compared with “merit”: under “calm”, what a seat delivers is 1.16 points lower (1.14 to 1.19) and there are each year 5.4 fewer moves (5.2 to 5.6); under “seniority”, what a seat delivers is 1.47 points lower (1.41 to 1.52) and there are each year 4.8 fewer moves (4.6 to 5.0); under “patronage”, what a seat delivers is 1.41 points lower (1.38 to 1.44) and there are each year 5.3 fewer moves (5.1 to 5.5); in parentheses 95 % intervals of the difference on the same seeds. This is a simulated world under written assumptions, not a forecast of any person or of any real year; the intervals hold the luck of the draws alone, not whether the assumptions are true.
 *
 * What each measure is stands in docs/simulating.md; what a simulation cannot know too.
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
