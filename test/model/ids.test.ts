import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compareIds, compareTexts } from '../../src/model/ids.js';

const points = (text: string): number[] => [...text].map((c) => c.codePointAt(0)!);
const byPoints = (a: string, b: string): number => {
  const [x, y] = [points(a), points(b)];
  const k = x.findIndex((point, i) => point !== y[i]);
  return k < 0 ? x.length - y.length : (x[k] ?? -1) - (y[k] ?? -1);
};

describe('compareTexts', () => {
  it('orders by code points, as comparing them one by one does', () => {
    const character = fc.constantFrom('a', 'b', '\ud7ff', '\ue000', '\uff5e', '\u{10000}', '\u{1f600}', '\u{10ffff}');
    const text = fc.array(character, { maxLength: 4 }).map((all) => all.join(''));
    fc.assert(fc.property(text, text, (a, b) => Math.sign(compareTexts(a, b)) === Math.sign(byPoints(a, b))), { numRuns: 2000 });
  });

  it('differs from the order of code units where a pair stands against what comes after the surrogates', () => {
    expect(['\u{1f600}', '\uff5e'].sort()).toEqual(['\u{1f600}', '\uff5e']);
    expect(['\u{1f600}', '\uff5e'].sort(compareTexts)).toEqual(['\uff5e', '\u{1f600}']);
  });
});

it('compareIds orders as compareTexts does, for ids', () => {
  const id = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,5}$/);
  fc.assert(fc.property(id, id, (a, b) => Math.sign(compareIds(a, b)) === Math.sign(compareTexts(a, b))));
});
