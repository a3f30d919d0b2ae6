import { expect, it } from 'vitest';
import { CONDITIONS, EVERYTHING, nobodyPassedOver, passedOverWithCause } from './checks.js';

it('nobody from below is passed over where everybody below may stay (1,000 hierarchies, both plans)', async () => {
  const cover = await nobodyPassedOver({ from: 1, count: 1_000 }, CONDITIONS);
  expect(cover.contested).toBeGreaterThan(300); // promotions for which somebody else was eligible
});

it('whoever is passed over where posts close, pins, duties and relatives bind has a cause that brute force confirms (1,000 hierarchies)', async () => {
  const cover = await passedOverWithCause({ from: 1, count: 1_000 }, { ...EVERYTHING, relations: 'few', objective: 'levels' });
  expect(cover.entries).toBeGreaterThan(50);
});
