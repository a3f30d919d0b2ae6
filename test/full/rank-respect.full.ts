import { expect, it } from 'vitest';
import { CONDITIONS, EVERYTHING, nobodyPassedOver, passedOverWithCause } from '../properties/checks.js';

it('nobody from below is passed over where everybody below may stay', async () => {
  const cover = await nobodyPassedOver({ from: 100_000, count: 6_000 }, CONDITIONS);
  console.log('conditions met', JSON.stringify(cover));
  expect(cover.contested).toBeGreaterThan(2_000);
});

it('whoever is passed over elsewhere has a cause that brute force confirms', async () => {
  const few = await passedOverWithCause({ from: 200_000, count: 12_000 }, { ...EVERYTHING, relations: 'few', objective: 'levels' });
  console.log('exceptions, few relatives', JSON.stringify(few));
  const many = await passedOverWithCause({ from: 300_000, count: 4_000 }, { ...EVERYTHING, pins: false, relations: 'many', objective: 'levels' });
  console.log('exceptions, many relatives', JSON.stringify(many));
  for (const kind of ['owed', 'must-fill', 'pin', 'relatives'] as const) expect(few[kind] + many[kind]).toBeGreaterThan(20);
});
