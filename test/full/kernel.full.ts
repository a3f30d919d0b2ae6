import { expect, it } from 'vitest';
import { lossesEqualSolvingAgain } from '../kernel/losses.js';
import { quotasEqualBruteForce } from '../kernel/quotas.js';

it('losses of 10,000 pairs and more are what solving again with the pair forced changes', () => {
  const { pairs, none, later } = lossesEqualSolvingAgain(4_000);
  expect(pairs).toBeGreaterThan(15_000);
  expect(Math.min(none, later)).toBeGreaterThan(150);
});

it('plans under nested quotas equal brute force, with duals that prove it', () => {
  const seen = quotasEqualBruteForce(10_000);
  expect(Math.min(seen.optimal, seen.infeasible)).toBeGreaterThan(1_000);
});
