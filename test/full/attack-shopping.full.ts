import { expect, it } from 'vitest';
import { random } from '../attack/changes.js';
import { manyPeople } from '../attack/honest.js';
import { groundNoncesAreRefused, lotteryIsFair } from '../attack/lotteries.js';
import { worldOf } from '../attack/pen.js';
import { shoppedWeightsAreRefused } from '../attack/shopped-weights.js';
import { toyPerson, toyPost, toyRound } from '../support/toy.js';

// A quarter of each (1,000 of 4,000 vectors take about a minute); all of them by `npm run test:attacks`.
const PARTS = process.env['ATTACKS'] === 'all' ? 4 : 1;

it('A02: of 2,500 ground nonces (10,000 in test:attacks) none is taken', async () => {
  expect(await groundNoncesAreRefused(await worldOf(manyPeople(8)), 2_500 * PARTS)).toBe(2_500 * PARTS);
});

it('A02: five tied candidates win equally often (12,500 lotteries, 50,000 in test:attacks)', async () => {
  const told = await lotteryIsFair(12_500 * PARTS, random(50));
  console.log('lotteries', 12_500 * PARTS, JSON.stringify(told));
  expect(told.chiSquare).toBeLessThan(18.47);
  expect(Math.abs(told.runsUntilWin - 0.988)).toBeLessThan(0.01); // 1 - 0.8^20: what twenty free runs would be worth
});

it.each([0, 1, 2, 3].slice(0, PARTS))('A05: of 1,000 vectors of weights none is taken but the sealed one (part %i; four parts in test:attacks)', async (part) => {
  const world = await worldOf(toyRound({ positions: [toyPost('J1', 'LOW')], people: [toyPerson({ id: 'A', exam: 90, skill: 60, rating: 60 }), toyPerson({ id: 'B', exam: 60, skill: 90, rating: 60 }), toyPerson({ id: 'C', exam: 60, skill: 60, rating: 90 })] }));
  const { runs, refused, plans } = await shoppedWeightsAreRefused(world, 1_000, random(part));
  expect([refused, plans]).toEqual([runs, 3]);
});
