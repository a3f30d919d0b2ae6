import { expect, it } from 'vitest';
import { tamper } from '../kernel/row-mutants.js';

it('of 100,000 mutated proofs with side rows none is accepted that trying every plan does not also accept', () => {
  const { tried, accepted, wrong } = tamper(5000, 20);
  console.log(`${tried} mutants, ${accepted} accepted, ${wrong.length} wrongly`);
  expect(tried).toBe(100_000);
  expect(wrong).toEqual([]);
});
