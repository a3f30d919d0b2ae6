import { expect, it } from 'vitest';
import type { FollowUp } from '../../src/simulating/index.js';
import { followedLife } from '../simulating/support/follow-worlds.js';

const LIVES = Array.from({ length: 100 }, (_, k) => k + 1);
const lives = async (of: (seed: number) => Promise<FollowUp>): Promise<FollowUp[]> => {
  const found: FollowUp[] = [];
  for (const seed of LIVES) found.push(await of(seed));
  return found;
};
const share = (found: readonly FollowUp[], verdict: FollowUp['verdict']): number => found.filter((one) => one.verdict === verdict).length / found.length;

it('recovers whether the score predicts anything: 100 organisations whose measures tell the truth, and 100 whose measures are noise', { timeout: 900_000 }, async () => {
  const [truth, noise] = [await lives((seed) => followedLife(seed, true)), await lives((seed) => followedLife(seed, false))];
  console.log({ truth: { predicts: share(truth, 'predicts') }, noise: { predicts: share(noise, 'predicts'), reversed: share(noise, 'reversed'), 'too-few': share(noise, 'too-few') } });
  expect(share(truth, 'predicts')).toBeGreaterThan(0.9);
  expect(share(noise, 'predicts')).toBeLessThanOrEqual(0.05);
  expect(share(noise, 'not-shown')).toBeGreaterThan(0.85);
});

// Organisations differ in what a point of fit is worth: who works there is a draw. So it is one of them that lives a hundred times.
it('holds the slope of an organisation in about 95 of 100 intervals when it lives again with other luck', { timeout: 900_000 }, async () => {
  const slopes = (await lives((luck) => followedLife(5, true, luck))).flatMap(({ slope }) => (slope ? [slope] : []));
  const middle = slopes.reduce((sum, { estimate }) => sum + estimate, 0) / slopes.length; // all lives together stand for the truth
  const covered = slopes.filter(({ low, high }) => low <= middle && middle <= high).length / slopes.length;
  console.log({ slope: middle, covered });
  expect(slopes).toHaveLength(LIVES.length);
  expect(covered).toBeGreaterThan(0.88); // 0.95 less three standard errors of 100 lives
});
