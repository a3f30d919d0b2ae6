import { expect, it } from 'vitest';
import { EVERYTHING } from '../properties/checks.js';
import { limitsKept, verified } from '../properties/limits.js';

it('5,000 rounds under limits of every kind equal brute force, and the checker agrees', async () => {
  const cover = await limitsKept({ from: 100_001, count: 5_000 }, { ...EVERYTHING, relations: 'few' }, verified);
  for (const kind of ['moves', 'budget', 'unit', 'donor', 'chain'] as const) expect(cover[kind]).toBeGreaterThan(20);
});
