import { expect, it } from 'vitest';
import { bystandersDoNotMatter, orderIndependent } from '../properties/rich.js';

it('the order of rows, of lists without an order and of keys changes no byte of round and proposal', async () => {
  const cover = await orderIndependent({ from: 1_000, count: 250 }, 4);
  const alike = await orderIndependent({ from: 2_000, count: 250 }, 4, { alike: true });
  console.log('order', JSON.stringify(cover), JSON.stringify(alike));
  expect(cover.shuffles + alike.shuffles).toBe(2_000);
});

it('leaving out somebody without a post changes no fit and no move of the others, ties included', async () => {
  const cover = await bystandersDoNotMatter({ from: 10_000, count: 3_000 });
  console.log('bystanders', JSON.stringify(cover));
  expect(cover.withTies).toBeGreaterThan(50);
});
