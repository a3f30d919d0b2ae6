import { expect, it } from 'vitest';
import { EVERYTHING, lossesUnderRows, relativesApart } from './checks.js';

it('related people never come into one line of command, and what is said of the plan is true by brute force', async () => {
  const cover = await relativesApart({ from: 1, count: 400 }, { ...EVERYTHING, relations: 'many' });
  expect(cover.bind).toBeGreaterThan(40); // the best plan without the rule breaks it
  expect(cover.infeasibleByRows).toBeGreaterThan(2);
});

it('where related people bend the plan, a loss is told as the least it can be, and never more than it is', async () => {
  const cover = await lossesUnderRows({ from: 1, count: 150 }, { ...EVERYTHING, relations: 'many' });
  expect(cover.positive).toBeGreaterThan(20);
});
