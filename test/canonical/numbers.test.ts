import { expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { digestOfNumbers } from './published-numbers.js';

it.each([
  [1_000, 'be18b62b6f69cdab33a7e0dae0d9cfa869fda80ddc712221570f9f40a5878687'],
  [10_000, 'b9f7a8e75ef22a835685a52ccba7f7d6bdc99e34b010992cbc5864cd12be6892'],
  [100_000, '22776e6d4b49fa294a0d0f349268e5c28808fe7e0cb2bcbe28f63894e494d4c7'],
])('canonicalJson writes the first %i numbers of the RFC 8785 sequence as published', (lines, digest) => {
  expect(digestOfNumbers(lines)).toBe(digest);
});

it('whole numbers of up to four digits are written as ECMAScript writes them', () => {
  for (let i = -1; i < 10_000; i++) expect(canonicalJson(i)).toBe(String(i));
  expect(canonicalJson(-0)).toBe('0');
});
