import { expect } from 'vitest';
import { leafs, random, withValue, type Loose } from './changes.js';
import { of } from './logs.js';

/** Where docs/formats.md section 11.2 says that a changed value of a round is found. */
export function placeOf(path: string): string {
  const [table = '', k = '', field] = path.slice(1).split('/');
  if (table === 'scope') return '/round/scope';
  if (table === 'people') return `/round/people/${k}/${field}`;
  if (table === 'actors' && (field === 'person' || field === 'interests')) return `/round/actors/${k}/${field}`;
  return k === '' ? `/round/${table}` : `/round/${table}/${k}`;
}

/**
 * Each value of the round with this remainder changed by a unit or a letter, or made another type, under a frozen input: how often the place was
 * told, and how often the round is none any more (an id that names nobody, a day that is none).
 */
export function editsAreFound(b: Loose, step: number, offset = 0): { edits: number; found: number; format: number } {
  const rnd = random(7);
  const cover = { edits: 0, found: 0, format: 0 };
  leafs(b.round).forEach(({ path, value, changed }, k) => {
    if (k % step !== offset || path.startsWith('/reveals/')) return; // of those: A02
    const others = [changed(rnd).value, typeof value === 'string' ? 7 : String(value)];
    const bundle = { ...b, round: withValue(b.round, path.slice(1).split('/'), others[rnd() < 0.8 ? 0 : 1]) };
    const told = of(bundle, 'integrity');
    cover.edits++;
    if (told === 'not-checked') {
      expect([path, of(bundle, 'format')]).toEqual([path, expect.stringMatching(/^fails E_FORMAT \/round/)]);
      cover.format++;
    } else {
      expect([path, told]).toEqual([path, `fails E_INPUT_HASH ${placeOf(path)}`]);
      cover.found++;
    }
  });
  return cover;
}
