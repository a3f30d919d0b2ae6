import { expect, it } from 'vitest';
import { EVERYTHING, meritLosses, optimal } from './checks.js';

it('plan, objectives and ties of a proposal equal the definition: all plans compared level by level, then serial dictatorship', async () => {
  const cover = await optimal({ from: 1, count: 800 }, EVERYTHING);
  expect(cover.tied).toBeGreaterThan(40);
  expect(cover.infeasible).toBeGreaterThan(75); // each with a true violation of Hall's condition
});

it('a merit loss equals solving again with the pair insisted on, and its chain of changes is a plan that loses just that', async () => {
  const cover = await meritLosses({ from: 1, count: 300 }, EVERYTHING);
  expect(cover.losses).toBeGreaterThan(250);
  expect(cover.noPlan).toBeGreaterThan(50);
});
