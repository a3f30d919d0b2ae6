import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { adjust, type Adjustment } from '../../src/stats/index.js';

const METHODS: readonly Adjustment[] = ['bh', 'by', 'holm', 'bonferroni'];
const p = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 0.02, noNaN: true }), fc.constantFrom(0, 0.01, 0.05, 1));
const family = fc.array(p, { maxLength: 25 });
/** Each with the least p it could have given, which is at most p. */
const discrete = fc.array(fc.tuple(p, fc.double({ min: 0, max: 1, noNaN: true })), { maxLength: 25 }).map((list) => ({
  p: list.map(([x]) => x),
  minimum: list.map(([x, share]) => x * share),
}));

/** The procedures as their papers state them: which are rejected, without adjusted values. */
function rejects(list: readonly number[], method: Adjustment, level: number): boolean[] {
  const m = list.length;
  const sorted = [...list].sort((x, y) => x - y);
  const harmonic = sorted.reduce((sum, _, i) => sum + 1 / (i + 1), 0);
  let found = 0;
  if (method === 'bonferroni') found = sorted.filter((x) => x * m <= level).length;
  else if (method === 'holm') while (found < m && sorted[found]! * (m - found) <= level) found++;
  else for (let i = m; i > 0 && found === 0; i--) if (sorted[i - 1]! * m * (method === 'by' ? harmonic : 1) <= i * level) found = i;
  return list.map((x) => found > 0 && x <= sorted[found - 1]!);
}

describe('adjust', () => {
  it('rejects what the step-up and step-down procedures reject', () => {
    fc.assert(fc.property(family, fc.constantFrom(...METHODS), fc.constantFrom(0.01, 0.05, 0.2), (list, method, level) => {
      fc.pre(list.every((x, i) => list.indexOf(x) === i || x === 0 || x === 1));
      const got = adjust(list, { method, level });
      // on the very edge the two ways of multiplying may round apart
      fc.pre(got.adjusted.every((q) => Math.abs(q - level) > 1e-12));
      expect(got.rejected).toEqual(rejects(list, method, level));
      expect([got.tests, got.counted.every(Boolean)]).toEqual([list.length, true]);
    }));
  });

  it('adjusted values are at least p, at most 1, in the order of p, and Bonferroni >= Holm >= BH, BY >= BH', () => {
    fc.assert(fc.property(family, (list) => {
      const by = Object.fromEntries(METHODS.map((method) => [method, adjust(list, { method }).adjusted]));
      for (const [i, x] of list.entries()) {
        const [bh, dependent, holm, bonferroni] = METHODS.map((method) => by[method]![i]!) as [number, number, number, number];
        expect(bh).toBeGreaterThanOrEqual(x * (1 - 1e-12));
        expect(dependent).toBeGreaterThanOrEqual(bh * (1 - 1e-12));
        expect(holm).toBeGreaterThanOrEqual(bh * (1 - 1e-12));
        expect(bonferroni).toBeGreaterThanOrEqual(holm);
        expect(Math.max(bonferroni, dependent)).toBeLessThanOrEqual(1);
        for (const [k, y] of list.entries()) if (x <= y) for (const method of METHODS) expect(by[method]![i]!).toBeLessThanOrEqual(by[method]![k]! * (1 + 1e-12));
      }
    }));
  });

  it('the order of the tests changes nothing', () => {
    fc.assert(fc.property(discrete, fc.constantFrom(...METHODS), (d, method) => {
      const one = adjust(d.p, { method, minimum: d.minimum });
      const other = adjust([...d.p].reverse(), { method, minimum: [...d.minimum].reverse() });
      expect([...other.adjusted].reverse()).toEqual(one.adjusted);
      expect([...other.rejected].reverse()).toEqual(one.rejected);
    }));
  });

  it('counted are those of the smallest K for which at most K could have reached level/K', () => {
    fc.assert(fc.property(discrete, fc.constantFrom(0.05, 0.2), ({ p: list, minimum }, level) => {
      const got = adjust(list, { method: 'bonferroni', level, minimum });
      const members = (K: number): number => minimum.filter((x) => x * K <= level).length;
      let K = 1;
      while (members(K) > K) K++;
      expect(got.counted).toEqual(minimum.map((x) => x * K <= level));
      expect(got.tests).toBe(members(K));
    }));
  });

  it('the filter never costs Bonferroni a finding, and what is not counted is not found', () => {
    fc.assert(fc.property(discrete, fc.constantFrom(...METHODS), ({ p: list, minimum }, method) => {
      const [plain, filtered] = [adjust(list, { method }), adjust(list, { method, minimum })];
      if (method === 'bonferroni') for (const [i, yes] of plain.rejected.entries()) if (yes) expect(filtered.rejected[i]).toBe(true);
      for (const [i, counted] of filtered.counted.entries()) if (!counted) expect([filtered.adjusted[i], filtered.rejected[i]]).toEqual([1, false]);
    }));
  });

  it('but may cost the others one, as their docstring says: the last step of Holm is wider than the filter', () => {
    const list = [0.001, 0.04];
    expect(adjust(list, { method: 'holm' }).rejected).toEqual([true, true]);
    expect(adjust(list, { method: 'holm', minimum: list }).rejected).toEqual([true, false]);
  });

  it('a hundred posts of which two could have shown anything cost two tests, not a hundred', () => {
    const minimum = [0.001, 0.004, ...Array<number>(98).fill(0.3)];
    const list = [0.004, 0.02, ...Array<number>(98).fill(0.9)];
    expect(adjust(list, { method: 'holm' }).rejected.filter(Boolean)).toEqual([]);
    const got = adjust(list, { method: 'holm', minimum });
    expect([got.tests, got.adjusted.slice(0, 2), got.rejected.slice(0, 2)]).toEqual([2, [0.008, 0.02], [true, true]]);
  });

  it('an empty family has no tests', () => {
    expect(adjust([], { method: 'bh', minimum: [] })).toEqual({ adjusted: [], rejected: [], counted: [], tests: 0 });
  });
});
