/*
 * Five people, three posts, points for each pair there is, and nothing else: who takes what, and the proof. `npx tsx examples/assign.ts` prints
 *
 *     317 points, 0 faults in the proof
 *     Ana: market, Bima: port, Citra: port, Dewi: archive, Eko: no post
 *       a seat more at the port gains 73, one less loses 85
 *       a seat more at the market gains 66, one less loses 77
 *       a seat more at the archive gains 58, one less loses 62
 *     the three best: 317, 315, 313
 *
 * Somebody who may not hold a post has no pair with it; no number stands for "forbidden".
 */
import { assign, check, kBest, problemOf, seatWorth, type AssignInput } from 'meritra/assign';

const people = ['Ana', 'Bima', 'Citra', 'Dewi', 'Eko'];
const posts = ['port', 'market', 'archive'];
const points = [[84, 77, null], [90, 81, 60], [88, null, 65], [null, 70, 62], [71, null, 58]]; // null: may not hold it
const pairs = points.map((row) => row.flatMap((fit, j) => (fit === null ? [] : [{ j, fit }])));
const input: AssignInput = {
  rows: people.length,
  cols: posts.length,
  start: [0, ...pairs.map((_, i) => pairs.slice(0, i + 1).flat().length)], // the pairs there are, row by row
  col: pairs.flat().map(({ j }) => j),
  weight: pairs.flat().map(({ fit }) => fit), // the key is the sense: `cost` would be minimised
  colMax: [2, 1, 1], // the port has two seats
};
const best = assign(input);
if (best.status !== 'optimal') throw new Error('nobody can be placed');
const problem = problemOf(input);
console.log(`${best.value} points, ${check(problem, best).violations.length} faults in the proof`);
console.log(people.map((name, i) => `${name}: ${posts[best.colOf[i] ?? -1] ?? 'no post'}`).join(', '));
const { gain, loss } = seatWorth(problem, best);
posts.forEach((post, j) => console.log(`  a seat more at the ${post} gains ${gain[j]}, one less loses ${loss[j]}`));
const ranked = kBest(problem, 3);
if (ranked.status === 'ranked') console.log('the three best:', ranked.plans.map((plan) => plan.objective).join(', '));
