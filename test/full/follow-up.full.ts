import { expect, it } from 'vitest';
import type { FollowUp } from '../../src/simulating/index.js';
import { followedLife } from '../simulating/support/follow-worlds.js';

const lives = async (tells: boolean, count: number): Promise<FollowUp[]> => {
  const found: FollowUp[] = [];
  for (let seed = 1; seed <= count; seed++) found.push(await followedLife(seed, tells));
  return found;
};
const share = (found: readonly FollowUp[], verdict: FollowUp['verdict']): number => found.filter((one) => one.verdict === verdict).length / found.length;

it('recovers whether the score predicts anything: simulated lives whose measures tell the truth, and lives whose measures are noise', { timeout: 900_000 }, async () => {
  const [truth, noise] = [await lives(true, 100), await lives(false, 100)];
  const slopes = truth.flatMap(({ slope }) => (slope ? [slope] : []));
  const middle = slopes.reduce((sum, { estimate }) => sum + estimate, 0) / slopes.length; // what all lives together say stands for the truth
  const covered = slopes.filter(({ low, high }) => low <= middle && middle <= high).length / slopes.length;
  console.log({ predicts: share(truth, 'predicts'), slope: middle, covered, noise: { predicts: share(noise, 'predicts'), reversed: share(noise, 'reversed'), 'too-few': share(noise, 'too-few') } });
  expect(share(truth, 'predicts')).toBeGreaterThan(0.9);
  expect(share(noise, 'predicts')).toBeLessThanOrEqual(0.05);
  expect(covered).toBeGreaterThan(0.88); // 0.95 less three standard errors of 100 lives
});
