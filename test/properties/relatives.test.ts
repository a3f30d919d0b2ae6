import { expect, it } from 'vitest';
import { EVERYTHING, lossesUnderRows, passedOverWithCause, relativesApart } from './checks.js';

it('related people never come into one line of command, and what is said of the plan is true by brute force', async () => {
  const cover = await relativesApart({ from: 1, count: 400 }, { ...EVERYTHING, relations: 'many' });
  expect(cover.bind).toBeGreaterThan(40); // the best plan without the rule breaks it
  expect(cover.infeasibleByRows).toBeGreaterThan(2);
});

it('where related people bend the plan, a loss is told as the least it can be, and never more than it is', async () => {
  const cover = await lossesUnderRows({ from: 1, count: 150 }, { ...EVERYTHING, relations: 'many' });
  expect(cover.positive).toBeGreaterThan(20);
  expect(cover.paid).toBeGreaterThan(5); // in the first objective that the plan itself paid in, what is left of the loss
});

it('related people are kept out of one unit in the same way, alone and beside the line of command', async () => {
  const cover = await relativesApart({ from: 10_001, count: 300 }, { ...EVERYTHING, relations: 'many', units: true });
  expect(cover.bind).toBeGreaterThan(40);
  expect(cover.infeasibleByRows).toBeGreaterThan(2);
});

it('whoever is passed over because of a unit has that cause, by brute force', async () => {
  const cover = await passedOverWithCause({ from: 20_001, count: 250 }, { ...EVERYTHING, pins: false, relations: 'many', units: true, objective: 'levels' });
  expect(cover.relatives).toBeGreaterThan(5);
});
