import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ahpConsistency, ahpSynthesis, ahpWeights, dominance, places, SAATY, saw, storedWeights, topsis, weightedProductLog10, type PairwiseMatrix } from '../../src/scoring/analysis/index.js';
import { weightedSum } from '../../src/scoring/methods/index.js';

const sum = (xs: readonly number[]): number => xs.reduce((a, b) => a + b, 0);

/** A reciprocal matrix of judgements 1/9 to 9. */
const judgements = fc.integer({ min: 1, max: 6 }).chain((n) =>
  fc.array(fc.integer({ min: -8, max: 8 }), { minLength: (n * (n - 1)) / 2, maxLength: (n * (n - 1)) / 2 }).map((list) => {
    const matrix = Array.from({ length: n }, () => Array<number>(n).fill(1));
    let k = 0;
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) {
      const x = list[k++]!;
      matrix[i]![j] = x >= 0 ? x + 1 : 1 / (1 - x);
      matrix[j]![i] = 1 / matrix[i]![j]!;
    }
    return matrix;
  }),
);

describe('analysis decides nothing', () => {
  it('no other room imports it, and the main entry names it analysisOnly', () => {
    const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).map((f) => f.replaceAll('\\', '/')).filter((f) => f.endsWith('.ts') && !f.startsWith('scoring/analysis/'));
    const importers = files.filter((f) => /from '[^']*analysis\//.test(readFileSync(join('src', f), 'utf8')));
    expect(importers).toEqual(['scoring/index.ts']);
    expect(files.filter((f) => readFileSync(join('src', f), 'utf8').includes('analysisOnly')).sort()).toEqual(['index.ts', 'scoring/index.ts']);
  });
});

describe('AHP', () => {
  it('weights are above 0 and add up to 1, lambda is at least n, by all three ways', () => {
    fc.assert(
      fc.property(judgements, fc.constantFrom('eigenvector' as const, 'columnMean' as const, 'geometricMean' as const), (matrix, weights) => {
        const result = ahpConsistency(matrix, { weights });
        expect(sum(result.weights)).toBeCloseTo(1, 12);
        expect(Math.min(...result.weights)).toBeGreaterThan(0);
        expect(result.lambda).toBeGreaterThanOrEqual(matrix.length - 1e-9);
        if (matrix.length <= 2) expect(result.consistencyRatio).toBe(0);
      }),
    );
  });

  it('the eigenvector is one: A w = lambda w', () => {
    fc.assert(
      fc.property(judgements, (matrix) => {
        const { weights, lambda } = ahpConsistency(matrix);
        matrix.forEach((row, i) => expect(sum(row.map((x, j) => x * weights[j]!))).toBeCloseTo(lambda * weights[i]!, 9));
      }),
    );
  });

  it('a consistent matrix gives back its own weights by every way, and so does it with pairs left blank', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 5 }), (w) => {
        const matrix: PairwiseMatrix = w.map((a) => w.map((b) => a / b));
        for (const weights of ['eigenvector', 'columnMean', 'geometricMean'] as const) {
          const result = ahpWeights(matrix, { weights });
          w.forEach((x, k) => expect(result.weights[k]).toBeCloseTo(x / sum(w), 9));
          expect(result.consistencyRatio).toBeCloseTo(0, 9);
        }
        const blank = matrix.map((row, i) => row.map((x, j) => (i + j === 1 ? null : x)));
        ahpWeights(blank).weights.forEach((x, k) => expect(x).toBeCloseTo(w[k]! / sum(w), 6));
      }),
      { numRuns: 8 },
    );
  });

  it('filling a blank any other way makes the largest eigenvalue larger', () => {
    const matrix = [[1, 1, 5, 2], [1, 1, 3, 4], [1 / 5, 1 / 3, 1, null], [1 / 2, 1 / 4, null, 1]];
    const best = ahpConsistency(matrix);
    const x = best.matrix[2]![3]!;
    expect(x).toBeCloseTo(Math.sqrt(8 / 15), 12);
    for (const factor of [0.5, 0.99, 1.01, 2]) {
      const other = matrix.map((row, i) => row.map((v, j) => v ?? (i < j ? x * factor : 1 / (x * factor))));
      expect(ahpConsistency(other).lambda).toBeGreaterThan(best.lambda);
    }
  });

  it('is refused above the limit, and the limit can be stated', () => {
    const circle = [[1, 3, 1 / 3], [1 / 3, 1, 3], [3, 1 / 3, 1]]; // a over b over c over a
    expect(() => ahpWeights(circle)).toThrow(/E_NUM_RANGE: the consistency ratio is 1\.1494, at most 0\.1 is accepted\nMaybe/);
    expect(ahpConsistency(circle)).toMatchObject({ consistent: false });
    expect(ahpWeights(circle, { limit: 2 }).weights.map((x) => x.toFixed(6))).toEqual(['0.333333', '0.333333', '0.333333']);
  });

  it('weights are stored rounded and add up to 100 to the last digit, each within one unit of what was computed', () => {
    expect(storedWeights(ahpWeights([[1, 2, 3], [1 / 2, 1, 2], [1 / 3, 1 / 2, 1]]).weights, { decimals: 1 })).toEqual([54, 29.7, 16.3]);
    expect(storedWeights([1, 1, 1], { decimals: 2 })).toEqual([33.34, 33.33, 33.33]);
    fc.assert(
      fc.property(fc.array(fc.double({ min: 1e-6, max: 1, noNaN: true }), { minLength: 1, maxLength: 9 }), fc.integer({ min: 0, max: 4 }), (weights, decimals) => {
        const stored = storedWeights(weights, { decimals });
        weightedSum({ criteria: stored.map((weight, k) => ({ id: `c${k}`, weight })) }); // refuses any other sum than 100
        stored.forEach((w, k) => expect(Math.abs(w - (100 * weights[k]!) / sum(weights))).toBeLessThan(1.001 / 10 ** decimals));
      }),
    );
    for (const bad of [[0, 0], [-1, 2], [Number.NaN]]) expect(() => storedWeights(bad, { decimals: 2 })).toThrow(/E_NUM_RANGE/);
    expect(() => storedWeights([1], { decimals: 5 })).toThrow(/E_NUM_RANGE/);
  });

  it('refuses what is not square, not reciprocal, not above 0, half blank or not compared, and a size without a random index', () => {
    expect(() => ahpWeights([])).toThrow(/E_SHAPE/);
    expect(() => ahpWeights([[1, 2]])).toThrow(/E_SHAPE/);
    expect(() => ahpWeights([[1, 2], [2, 1]])).toThrow(/E_RULE at \/0\/1/);
    expect(() => ahpWeights([[2]])).toThrow(/E_RULE at \/0\/0/);
    expect(() => ahpWeights([[1, -2], [-0.5, 1]])).toThrow(/E_NUM_RANGE at \/0\/1/);
    expect(() => ahpWeights([[1, null], [2, 1]])).toThrow(/E_RULE at \/0\/1/);
    expect(() => ahpWeights([[1, null], [null, 1]])).toThrow(/E_RULE: the blanks/);
    expect(() => ahpWeights(Array.from({ length: 16 }, () => Array<number>(16).fill(1)))).toThrow(/E_VALUE_MISSING/);
    expect(() => ahpWeights([[1]], { weights: 'mean' as 'columnMean' })).toThrow(/E_VALUE_UNKNOWN at \/weights/);
    expect(() => ahpWeights([[1]], { lambda: 'sums' as 'columnSums' })).toThrow(/E_VALUE_UNKNOWN at \/lambda/);
    expect(Object.keys(SAATY)).toHaveLength(15);
    expect(() => ahpSynthesis([1], [[0.5], [0.5]])).toThrow(/E_SHAPE/);
  });
});

const table = fc.integer({ min: 1, max: 5 }).chain((n) =>
  fc.record({
    rows: fc.array(fc.array(fc.integer({ min: 1, max: 100 }), { minLength: 3, maxLength: 3 }), { minLength: n, maxLength: n }),
    weights: fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 3, maxLength: 3 }),
    types: fc.array(fc.constantFrom('benefit' as const, 'cost' as const), { minLength: 3, maxLength: 3 }),
    normaliseWeights: fc.constant(true),
  }),
);

describe('SAW, weighted product, TOPSIS', () => {
  it('put nobody below somebody he is at least as good as in everything', () => {
    fc.assert(
      fc.property(table, (t) => {
        const { pairs } = dominance(t.rows.map((row, i) => ({ id: `p${i}`, inputs: { a: row[0]!, b: row[1]!, c: row[2]! } })), ['a', 'b', 'c'].map((id, k) => ({ id, type: t.types[k]! })));
        for (const scores of [saw(t), saw(t, 'minmax'), saw(t, 'sum'), weightedProductLog10(t), topsis(t, 'vector').closeness, topsis(t, 'minmax').closeness]) {
          for (const [better, worse] of pairs) expect(scores[Number(better.slice(1))]).toBeGreaterThanOrEqual(scores[Number(worse.slice(1))]! - 1e-9);
        }
        for (const x of [...saw(t), ...topsis(t, 'vector').closeness, ...topsis(t, 'minmax').closeness]) {
          expect(x).toBeGreaterThanOrEqual(0);
          expect(x).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });

  it('say what a column of equal values, and a cost of 0, give', () => {
    const t = { rows: [[5, 0, 3], [5, 4, 3], [5, 0, 3]], weights: [0.5, 0.25, 0.25], types: ['benefit', 'cost', 'benefit'] as const };
    expect(saw(t)).toEqual([1, 0.75, 1]);
    expect(topsis(t, 'minmax').closeness).toEqual([1, 0, 1]);
    expect(topsis({ rows: [[0, 0], [0, 0]], weights: [0.5, 0.5], types: ['benefit', 'cost'] }, 'vector').closeness).toEqual([1, 1]);
    expect(() => saw(t, 'sum')).toThrow(/E_NUM_RANGE: a cost of 0/);
    expect(() => weightedProductLog10(t)).toThrow(/E_NUM_RANGE at \/rows\/0\/1/);
    expect(places([3, 5, 5, 1])).toEqual([3, 1, 1, 4]);
  });

  it('a cost turns round in a weighted product', () => {
    const t = { rows: [[2, 8], [4, 2]], weights: [0.5, 0.5] };
    expect(places(weightedProductLog10({ ...t, types: ['benefit', 'benefit'] }))).toEqual([1, 2]);
    expect(places(weightedProductLog10({ ...t, types: ['benefit', 'cost'] }))).toEqual([2, 1]);
  });

  it('refuse tables that do not fit, negative values, what is not known, and weights that miss 1', () => {
    const t = { rows: [[1, 2], [3, 4]], weights: [0.5, 0.5], types: ['benefit', 'cost'] as const };
    expect(() => saw({ ...t, weights: [0.5, 0.4] })).toThrow(/E_WEIGHT_SUM/);
    expect(() => saw({ ...t, weights: [0, 0], normaliseWeights: true })).toThrow(/E_WEIGHT_SUM/);
    expect(() => saw({ ...t, rows: [] })).toThrow(/E_SHAPE/);
    expect(() => saw({ ...t, rows: [[1]] })).toThrow(/E_SHAPE at \/rows\/0/);
    expect(() => saw({ ...t, rows: [[1, -2]] })).toThrow(/E_NUM_RANGE at \/rows\/0\/1/);
    expect(() => saw({ ...t, rows: [[1, Number.NaN]] })).toThrow(/E_NUM_NAN at \/rows\/0\/1/);
    expect(() => saw({ ...t, types: ['benefit'] })).toThrow(/E_SHAPE at \/types/);
    expect(() => saw({ ...t, types: ['benefit', 'Cost' as 'cost'] })).toThrow(/E_VALUE_UNKNOWN at \/types\/1/);
    expect(() => saw({ ...t, weights: [2, -1] })).toThrow(/E_NUM_RANGE at \/weights\/1/);
  });
});

describe('dominance', () => {
  const criteria = [{ id: 'skill', type: 'benefit' }, { id: 'absences', type: 'cost' }] as const;

  it('compares without weights, and an unknown value neither beats nor loses', () => {
    const people = [
      { id: 'd', inputs: { skill: 80, absences: null } },
      { id: 'c', inputs: { skill: 90, absences: { low: 1, high: 2 } } },
      { id: 'b', inputs: { skill: 80, absences: 2 } },
      { id: 'a', inputs: { skill: 80, absences: 2 } },
    ];
    const expected = { pairs: [['c', 'a'], ['c', 'b']], undominated: ['c', 'd'] };
    expect(dominance(people, criteria)).toEqual(expected);
    expect(dominance([...people].reverse(), criteria)).toEqual(expected);
  });

  it('holds exactly where every filling of what is not known is at least as good in all and better in one', () => {
    const value = fc.tuple(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 1 })).map(([low, more]) => ({ low, high: low + more }));
    const row = fc.record({ skill: value, absences: value });
    fc.assert(
      fc.property(row, row, (a, b) => {
        const ends = (x: { low: number; high: number }): number[] => [x.low, x.high];
        const fillings = ends(a.skill).flatMap((s) => ends(a.absences).flatMap((t) => ends(b.skill).flatMap((u) => ends(b.absences).map((v) => [s - u, v - t]))));
        const slow = fillings.every((gains) => gains.every((g) => g >= 0) && gains.some((g) => g > 0));
        const { pairs } = dominance([{ id: 'a', inputs: a }, { id: 'b', inputs: b }], criteria);
        expect(pairs.some(([better]) => better === 'a')).toBe(slow);
      }),
      { numRuns: 500 },
    );
  });

  it('refuses an id twice and no criteria', () => {
    expect(() => dominance([{ id: 'a', inputs: {} }, { id: 'a', inputs: {} }], criteria)).toThrow(/E_ID_DUPLICATE at \/people\/1\/id/);
    expect(() => dominance([], [])).toThrow(/E_SHAPE/);
  });
});
