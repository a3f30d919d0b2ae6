import { expect, it } from 'vitest';
import { parseRound, propose } from '../../src/index.js';
import { EVERYTHING } from './checks.js';
import { limitedCase, limitedDocuments, limitsKept, verified } from './limits.js';

const SHAPE = { ...EVERYTHING, maxPeople: 5, relations: 'few' } as const;

it('plans under limits of every kind are the best there are, level by level, by brute force, and the checker agrees', async () => {
  const cover = await limitsKept({ from: 1, count: 200 }, SHAPE, verified);
  for (const kind of ['moves', 'budget', 'unit', 'donor', 'chain'] as const) expect(cover[kind]).toBeGreaterThan(2);
  expect(cover.infeasibleByRows).toBeGreaterThan(2);
  expect(cover.tree).toBeGreaterThan(2);
});

it('the order of rows that came in changes no byte of a plan under limits', async () => {
  for (let seed = 1; seed <= 25; seed++) {
    const { round, policy } = limitedDocuments(limitedCase(seed, SHAPE));
    const shuffled = { ...round, people: [...round.people].reverse(), positions: [...round.positions].reverse(), units: [...round.units].reverse(), relations: [...round.relations].reverse() };
    expect([seed, JSON.stringify(await propose(parseRound(shuffled, policy).round, policy))]).toEqual([seed, JSON.stringify(await propose(round, policy))]);
  }
});
