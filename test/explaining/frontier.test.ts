import { expect, it } from 'vitest';
import { frontierOf } from '../../src/explaining/index.js';
import { documentsOf, makeCase } from '../support/markets.js';
import { frontiersAreBestPlans, frontiersNameWhatNoCostReaches, SHAPE } from './frontiers.js';

it('is what the best plan comes to at every cost per move, between its points too', () => {
  const { points, several } = frontiersAreBestPlans(25);
  expect(several).toBeGreaterThan(5);
  expect(points).toBeGreaterThan(30);
});

it('names the counts that no cost reaches, and a knee above the line', () => {
  const { holes, knees } = frontiersNameWhatNoCostReaches(60);
  expect(Math.min(holes, knees)).toBeGreaterThan(5);
});

it('says that it was cut short', () => {
  for (let seed = 1; seed <= 40; seed++) {
    const { round, policy } = documentsOf(makeCase(seed, SHAPE));
    if (frontierOf(round, policy).points.length < 4) continue;
    expect(frontierOf(round, policy, { solves: 3 }).complete).toBe(false);
    return;
  }
  expect.unreachable('no case with four points');
});

it('is refused of a stable plan, and says that rows are left out only where there are any', () => {
  const { round, policy } = documentsOf(makeCase(1, SHAPE));
  expect(frontierOf(round, policy).withoutRows).toBe(false);
  expect(() => frontierOf(round, { ...policy, policy: { ...policy.policy, objective: 'stable' } })).toThrow(expect.objectContaining({ issues: [expect.objectContaining({ code: 'E_RULE', path: '/objective' })] }));
  const cap = { id: 'cap', label: { en: 'a cap' }, citation: { own: 'a test' }, kind: 'moves', max: 1 } as const;
  expect(frontierOf(round, { ...policy, policy: { ...policy.policy, limits: [cap] } }).withoutRows).toBe(true);
});
