import { expect } from 'vitest';
import { leafs, random, withValue, type Loose } from './changes.js';
import { failures } from './honest.js';

/** One value of the round changed by a unit or a letter, or made another type, for every `step`-th leaf: none passes. */
export function editsAreRefused(b: Loose, step: number): { edits: number; hash: number; format: number } {
  const rnd = random(7);
  const cover = { edits: 0, hash: 0, format: 0 };
  leafs(b.round).forEach(({ path, value, changed }, k) => {
    if (k % step !== 0) return;
    const keys = path.slice(1).split('/');
    for (const other of [changed(rnd).value, typeof value === 'string' ? 7 : String(value)]) {
      const [first] = failures({ ...b, round: withValue(b.round, keys, other) });
      cover.edits++;
      if (first?.startsWith('format ')) cover.format++; // no round any more: an id that names nobody, a day that is none
      else {
        expect([path, first]).toEqual([path, 'integrity E_INPUT_HASH /round']);
        cover.hash++;
      }
    }
  });
  return cover;
}
