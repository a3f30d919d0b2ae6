import { expect, it } from 'vitest';
import { conflictsAreWhereThereIsNoPlan } from '../explaining/conflicts.js';
import { frontiersAreBestPlans, frontiersNameWhatNoCostReaches } from '../explaining/frontiers.js';
import { EVERYTHING } from '../properties/checks.js';

it('frontiers are what the best plan comes to at every cost per move, between their points too', () => {
  const { points, several } = frontiersAreBestPlans(200);
  expect(several).toBeGreaterThan(60);
  expect(points).toBeGreaterThan(400);
});

it('frontiers name the counts that no cost reaches, and a knee above the line', () => {
  const { holes, knees } = frontiersNameWhatNoCostReaches(600);
  expect(Math.min(holes, knees)).toBeGreaterThan(60);
});

it('there is a conflict exactly where there is no plan, and every limit in it is needed, by brute force', () => {
  const { none, withLimit } = conflictsAreWhereThereIsNoPlan(500, { ...EVERYTHING, relations: 'few' });
  expect(none).toBeGreaterThan(60);
  expect(withLimit).toBeGreaterThan(10);
});
