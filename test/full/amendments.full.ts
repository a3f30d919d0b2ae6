import { expect, it } from 'vitest';
import { amendmentMutants } from '../properties/amendment-mutants.js';
import { amendmentsOptimal } from '../properties/amendments.js';
import { EVERYTHING } from '../properties/checks.js';

it('2,000 rounds amended up to three times equal brute force, and the checker agrees', async () => {
  const cover = await amendmentsOptimal({ from: 300_001, count: 2_000 }, { ...EVERYTHING, maxPeople: 6 });
  expect(cover.amendments).toBeGreaterThan(2_000);
});

it('and 1,000 with related people', async () => {
  const cover = await amendmentsOptimal({ from: 310_001, count: 1_000 }, { ...EVERYTHING, maxPeople: 6, relations: 'many', units: true });
  expect(cover.bent).toBeGreaterThan(20);
});

it('20,000 amendments changed in one place are refused, but for what no evidence can show', async () => {
  const cover = await amendmentMutants({ from: 320_001, count: 400 }, 100, { ...EVERYTHING, maxPeople: 6, relations: 'few' });
  expect(cover.mutants).toBeGreaterThan(20_000);
});
