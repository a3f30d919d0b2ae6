import { expect } from 'vitest';
import { between } from './changes.js';
import { of, renumbered, withEntries, type Told } from './logs.js';

/** One random permutation of the entries after the first, as it is and numbered anew. */
export function permutationIsFound({ bundle, pen }: Told, rnd: () => number): void {
  const mixed = [...pen.entries];
  for (let k = mixed.length - 1; k > 1; k--) {
    const other = between(rnd, 1, k);
    [mixed[k], mixed[other]] = [mixed[other], mixed[k]];
  }
  const first = mixed.findIndex(({ index }, k) => index !== k);
  if (first < 0) return;
  expect(of(withEntries(bundle, mixed), 'integrity')).toBe(`fails E_LOG_GAP /trail/entries/${first}`);
  expect(of(withEntries(bundle, renumbered(mixed)), 'integrity')).toBe('fails E_LOG_ROOT /trail/entries');
}
