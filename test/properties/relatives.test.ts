import { expect, it } from 'vitest';
import { EVERYTHING, relativesApart } from './checks.js';

it('related people never come into one line of command, and what is said of the plan is true by brute force', async () => {
  const cover = await relativesApart({ from: 1, count: 400 }, { ...EVERYTHING, relations: 'many' });
  expect(cover.bind).toBeGreaterThan(40); // the best plan without the rule breaks it
  expect(cover.infeasibleByRows).toBeGreaterThan(2);
});
