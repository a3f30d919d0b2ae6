/*
 * An invented city of 160 posts lives five years under four ways to fill its posts, twenty times over, each time with the same luck for all four:
 * the same people come, leave, learn and say no. `npx tsx examples/simulate.ts` prints
 *
 *     Policies side by side
 *     160 seats, 165 people, 5 years, 4 policies, seeds 1 to 20, base: “merit”
 *
 *                                 merit (base)    calm            seniority         patronage
 *     Mean fit                    68.05           65.71 ▼         65.11 ▼           65.29 ▼
 *       points                    [67.90; 68.20]  [65.54; 65.88]  [64.92; 65.30]    [65.11; 65.47]
 *     Mean performance            62.90           61.67 ▼         61.38 ▼           61.43 ▼
 *       points                    [62.82; 62.97]  [61.59; 61.74]  [61.29; 61.47]    [61.35; 61.52]
 *     Delivered per seat          59.68           58.52 ▼         58.31 ▼           58.29 ▼
 *       points                    [59.37; 59.99]  [58.21; 58.83]  [58.00; 58.63]    [57.97; 58.62]
 *     Seats vacant                2.4             2.5             2.4 ▼             2.5
 *       %                         [2.2; 2.7]      [2.2; 2.7]      [2.1; 2.6]        [2.2; 2.7]
 *     Days to fill a seat         138             144 ▲           129 ▼             136
 *       days                      [126; 149]      [130; 158]      [121; 137]        [125; 147]
 *     Moves                       14.5            8.9 ▼           9.5 ▼             9.0 ▼
 *       a year                    [14.1; 14.9]    [8.5; 9.2]      [9.1; 9.9]        [8.7; 9.4]
 *     Time in post                70.1            78.7 ▲          78.4 ▲            78.9 ▲
 *       months                    [69.5; 70.7]    [78.2; 79.1]    [77.9; 79.0]      [78.4; 79.4]
 *     Spread between units        0.095           0.097 ▲         0.097             0.097 ▲
 *       ratio                     [0.090; 0.100]  [0.092; 0.101]  [0.094; 0.101]    [0.092; 0.103]
 *     Passed over, cases          0.87            0.02 ▼          163.10 ▲          31.38 ▲
 *       a year                    [0.17; 1.57]    [−0.02; 0.06]   [152.82; 173.38]  [26.91; 35.85]
 *     Connected, chosen/eligible  1.64            1.99 ▲          2.06 ▲            9.50 ▲
 *       ratio                     [1.27; 2.00]    [1.63; 2.36]    [1.77; 2.36]      [8.97; 10.03]
 *     Ready people per post       2.14            2.24 ▲          2.23 ▲            2.24 ▲
 *       ratio                     [2.13; 2.16]    [2.22; 2.25]    [2.22; 2.25]      [2.22; 2.25]
 *
 *     Mean over the seeds, with its 95 % interval in brackets. ▲ higher and ▼ lower than the base on the same seeds: the interval of the paired difference leaves out zero.
 *     29 of 33 differences shown leave out zero; if there were none at all, about 1.7 would by chance.
 *     Means of fit and of performance are over filled seats alone: they can rise because seats stay empty or nobody is promoted into a new post.
 *
 *     An organisation of 160 seats and 165 people was simulated over 5 years under 4 policies, each 20 times (seeds 1 to 20) on the same luck; the others are held against “merit”. Compared with “merit”: under “calm”, what a seat delivers is 1.16 points lower (1.12 to 1.21) and there are each year 5.6 fewer moves (5.4 to 5.8); under “seniority”, what a seat delivers is 1.37 points lower (1.32 to 1.42) and there are each year 5.0 fewer moves (4.8 to 5.2); under “patronage”, what a seat delivers is 1.39 points lower (1.33 to 1.44) and there are each year 5.5 fewer moves (5.3 to 5.6); in parentheses 95 % intervals of the difference on the same seeds. This is a simulated world under written assumptions, not a forecast of any person or of any real year; the intervals hold the luck of the draws alone, not whether the assumptions are true.
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
