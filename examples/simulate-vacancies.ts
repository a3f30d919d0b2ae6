/*
 * How many moves one opened seat sets off, in an invented city of 200 seats over five years, as the policy plans it and post by post. Beside it the same
 * figure from two rosters of a real city. `npx tsx examples/simulate-vacancies.ts` prints
 *
 *                                     moves   seats opened   moves a seat   with entries
 *     plan of the policy                216            105           1.89           2.14
 *     greedy, post by post               98             68           1.44           1.56
 *     seniority                         107             74           1.45           1.61
 *     two real rosters         3012 to 5172   1770 to 2851   1.70 to 1.81              -
 *
 * The real figure is that of examples/notebooks/title-changes.ipynb: 5,172 changes of title between two public rosters, movers alone, read in five ways.
 * So the columns to hold against it are those of moves between posts; the last one counts people without a post too, who end a chain. A plan that looks at all posts
 * at once moves people sideways where that frees the better successor, so its chains are longer. The rosters do not say who followed whom: as many as can be are linked.
 */
import { generate, movesOf, simulate, vacancyMultiplier, type Choice, type PostMove } from 'meritra/simulate';

const SEEDS = [1, 2, 3, 4];
const YEARS = 5;
const cells = (row: readonly (string | number)[]): string => row.map((cell, k) => (k === 0 ? String(cell).padEnd(22) : String(cell).padStart(15))).join('');
const two = (value: number | null): string => (value === null ? '-' : value.toFixed(2));

console.log(cells(['', 'moves', 'seats opened', 'moves a seat', 'with entries']));
for (const [name, choose] of [['plan of the policy', 'pack'], ['greedy, post by post', 'greedy'], ['seniority', 'seniority']] as const satisfies readonly (readonly [string, Choice])[]) {
  const moves: PostMove[] = [];
  for (const seed of SEEDS) {
    const { organisation, world, policy } = generate({ shape: 'city', posts: 200, seed });
    for await (const year of simulate({ organisation, world, regime: { policy, choose }, years: YEARS, seed }, { states: false })) {
      moves.push(...movesOf([year]).map((move) => ({ ...move, period: `${seed}/${year.year}` })));
    }
  }
  const found = vacancyMultiplier(moves);
  console.log(cells([name, found.moves, found.opened, two(found.multiplier), two(found.withEntries.multiplier)]));
}
console.log(cells(['two real rosters', '3012 to 5172', '1770 to 2851', '1.70 to 1.81', '-']));
