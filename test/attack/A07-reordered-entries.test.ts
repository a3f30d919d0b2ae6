// A07: entries are reordered. 10,000 permutations: test/full/attack-log.full.ts.
import { expect, it } from 'vitest';
import { random, type Loose } from './changes.js';
import { logOf, of, renumbered, withEntries } from './logs.js';
import { permutationIsFound } from './permuted-logs.js';

const made = await logOf(16);

it('(the control) the order in which they were written holds', () => expect(of(made.bundle, 'integrity')).toBe('holds'));

it('every swap of neighbours is found where it begins, and by the root where they are numbered anew', () => {
  const { entries } = made.pen;
  for (let k = 0; k + 1 < entries.length; k++) {
    const swapped: Loose[] = [...entries];
    [swapped[k], swapped[k + 1]] = [swapped[k + 1], swapped[k]];
    expect(of(withEntries(made.bundle, swapped), 'integrity')).toBe(k === 0 ? 'fails E_LOG_GAP /trail/entries' : `fails E_LOG_GAP /trail/entries/${k}`);
    if (k > 0) expect(of(withEntries(made.bundle, renumbered(swapped)), 'integrity')).toBe('fails E_LOG_ROOT /trail/entries');
  }
});

it('and so is every other permutation (some here)', () => {
  const rnd = random(7);
  expect.hasAssertions();
  for (let k = 0; k < 10; k++) permutationIsFound(made, rnd);
});
