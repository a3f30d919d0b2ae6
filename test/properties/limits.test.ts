import { expect, it } from 'vitest';
import { EVERYTHING } from './checks.js';
import { limitsKept } from './limits.js';

it('plans under limits of every kind are the best there are, level by level, by brute force', async () => {
  const cover = await limitsKept({ from: 1, count: 400 }, { ...EVERYTHING, relations: 'few' });
  console.log(cover);
  for (const kind of ['moves', 'budget', 'unit', 'donor', 'chain'] as const) expect(cover[kind]).toBeGreaterThan(10);
});
