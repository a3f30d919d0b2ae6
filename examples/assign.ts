/*
 * Five people, three posts, points for each pair there is, and nothing else: who takes what, and the proof. `npx tsx examples/assign.ts` prints
 *
 *     317 points, proof off by 0
 *     Ana: market, Bima: port, Citra: port, Dewi: archive, Eko: no post
 *     port: a seat more gains 73, one less loses 85
 *     market: a seat more gains 66, one less loses 77
 *     archive: a seat more gains 58, one less loses 62
 *     the three best: 317, 315, 313
 *
 * Somebody who may not hold a post has no pair with it; no number stands for "forbidden".
 */
import { assign, assignmentGap, kBest, problemOf, seatWorth, type AssignInput } from 'meritra/assign';

const people = ['Ana', 'Bima', 'Citra', 'Dewi', 'Eko'];
const posts = ['port', 'market', 'archive'];
const input: AssignInput = {
  rows: 5,
  cols: 3,
  start: [0, 2, 5, 7, 9, 11], // the pairs of Ana are 0 and 1, those of Bima 2 to 4, …
  col: [0, 1, 0, 1, 2, 0, 2, 1, 2, 0, 2], // the post of each pair
  weight: [84, 77, 90, 81, 60, 88, 65, 70, 62, 71, 58], // the key is the sense: `cost` would be minimised
  colMax: [2, 1, 1], // the port has two seats
};
const best = assign(input);
if (best.status === 'infeasible') throw new Error('cannot be: nobody must be placed');
console.log(`${best.value} points, proof off by ${assignmentGap(input, best)}`);
console.log(people.map((name, i) => `${name}: ${posts[best.colOf[i]!] ?? 'no post'}`).join(', '));
const { gain, loss } = seatWorth(problemOf(input), best);
posts.forEach((post, j) => console.log(`${post}: a seat more gains ${gain[j]}, one less loses ${loss[j]}`));
const ranked = kBest(problemOf(input), 3);
if (ranked.status === 'ranked') console.log('the three best:', ranked.plans.map((plan) => plan.objective).join(', '));
