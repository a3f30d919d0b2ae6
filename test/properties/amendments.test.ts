import { describe, expect, it } from 'vitest';
import { amendmentMutants } from './amendment-mutants.js';
import { amendmentsOptimal, amendmentsUnderLimits } from './amendments.js';
import { EVERYTHING } from './checks.js';

describe('an amended plan', () => {
  it('leaves nobody without a post, gives back seats, changes the fewest places, and is then the best by levels and the tie rule: brute force says so, and the checker', async () => {
    const cover = await amendmentsOptimal({ from: 1, count: 50 }, { ...EVERYTHING, maxPeople: 6 });
    for (const n of ['amendments', 'refused', 'induced', 'required', 'verified'] as const) expect(cover[n]).toBeGreaterThan(15);
    for (const n of ['noPlan', 'returned', 'closed'] as const) expect(cover[n]).toBeGreaterThan(2);
  });

  it('keeps related people apart', async () => {
    const cover = await amendmentsOptimal({ from: 1, count: 30 }, { ...EVERYTHING, maxPeople: 6, relations: 'many', units: true });
    expect(cover.bent).toBeGreaterThan(0);
  });

  it('keeps limits', async () => {
    const cover = await amendmentsUnderLimits({ from: 1, count: 40 }, { ...EVERYTHING, maxPeople: 6 });
    for (const n of ['amendments', 'bent', 'noPlan'] as const) expect(cover[n]).toBeGreaterThan(1);
  });
});

it('an amendment changed in one place is refused, unless only what no evidence can show was changed, or one valid dual for another', async () => {
  const cover = await amendmentMutants({ from: 1, count: 20 }, 12, { ...EVERYTHING, maxPeople: 6, relations: 'few' });
  expect(cover.refused).toBeGreaterThan(100);
  expect(cover.free).toBeLessThan(cover.refused / 10);
});
