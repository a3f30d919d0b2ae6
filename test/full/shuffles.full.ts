import { expect, it } from 'vitest';
import { bystandersDoNotMatter, orderIndependent } from '../properties/rich.js';

it('the order of rows, of lists without an order and of keys changes no byte of round and proposal', async () => {
  const cover = await orderIndependent({ from: 1_000, count: 400 }, 5);
  console.log('order', JSON.stringify(cover));
  expect(cover.shuffles).toBe(2_000);
});

it('leaving out somebody without a post changes no fit and no move of the others, ties included', async () => {
  const cover = await bystandersDoNotMatter({ from: 10_000, count: 3_000 });
  console.log('bystanders', JSON.stringify(cover));
  expect(cover.withTies).toBeGreaterThan(50);
});
