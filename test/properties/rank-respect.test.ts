import { expect, it } from 'vitest';
import { CONDITIONS, EVERYTHING, nobodyPassedOver, passedOverWithCause } from './checks.js';

it('nobody from below is passed over where everybody below may stay (400 hierarchies, both plans)', async () => {
  const cover = await nobodyPassedOver({ from: 1, count: 400 }, CONDITIONS);
  expect(cover.contested).toBeGreaterThan(120); // promotions for which somebody else was eligible
});

it('whoever is passed over where posts close, pins, duties and relatives bind has a cause that brute force confirms (400 hierarchies)', async () => {
  const cover = await passedOverWithCause({ from: 1, count: 400 }, { ...EVERYTHING, relations: 'few', objective: 'levels' });
  expect(cover.entries).toBeGreaterThan(20);
});
