import { expect, it } from 'vitest';
import { bystandersDoNotMatter, orderIndependent } from './rich.js';

it('the order of rows, of lists without an order and of keys changes no byte of round and proposal (200 shuffles)', async () => {
  const cover = await orderIndependent({ from: 1, count: 100 }, 2);
  expect(cover.shuffles).toBe(200);
});

it('so it is with evidence that differs only in its last day, or in whether its day is written down', async () => {
  await orderIndependent({ from: 1, count: 20 }, 2, { alike: true });
});

it('so it is with actors, what they declared, and judgements that are set aside', async () => {
  await orderIndependent({ from: 1, count: 20 }, 2, { actors: true });
});

it('leaving out somebody without a post changes no fit and no move of the others, ties included', async () => {
  const cover = await bystandersDoNotMatter({ from: 1, count: 300 });
  expect(cover.removed).toBeGreaterThan(100);
});
