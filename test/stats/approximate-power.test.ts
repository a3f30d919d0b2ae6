import { describe, expect, it } from 'vitest';
import { approximatelyDetectable } from '../../src/stats/approximate-power.js';
import { detectable } from '../../src/stats/index.js';
import { meritWeights } from '../../src/stats/merit-weights.js';
import type { Table2x2 } from '../../src/stats/index.js';

describe('approximatelyDetectable(strata)', () => {
  it('comes near the exact answer in many vacancies', () => {
    const vacancies = Array.from({ length: 400 }, () => ({ eligible: 10, connected: 3, winners: 1 }));
    const exact = detectable(vacancies);
    const near = approximatelyDetectable(vacancies.map((): Table2x2 => [[0, 3], [1, 6]]), { alpha: 0.05, sides: 1 })!;
    if (exact.status !== 'computed') throw new Error('not computed');
    expect(near.possible).toBe(true);
    expect(Number(near.leastOddsRatio) / Number(exact.leastOddsRatio)).toBeCloseTo(1, 1);
  });

  it('two sides need more, and few people show nothing at all', () => {
    const tables: Table2x2[] = [[[5, 45], [10, 90]]];
    const of = (sides: 1 | 2): number => Number(approximatelyDetectable(tables, { alpha: 0.05, sides })!.leastOddsRatio);
    expect(of(2)).toBeGreaterThan(of(1));
    expect(approximatelyDetectable([[[1, 0], [0, 1]]], { alpha: 0.05, sides: 2 })).toEqual({ possible: false, minimumP: expect.closeTo(0.317310507863, 10) as number, leastOddsRatio: 'infinite' });
    expect(approximatelyDetectable([[[0, 0], [3, 4]]], { alpha: 0.05, sides: 2 })).toBeNull();
  });
});

describe('meritWeights(scores, slope)', () => {
  it('are shares of exp(slope * score), also where that would overflow', () => {
    expect(meritWeights([1, 2], Math.log(3))).toEqual([expect.closeTo(0.25, 12), expect.closeTo(0.75, 12)]);
    expect(meritWeights([7, 7, 7, 7], 5)).toEqual([0.25, 0.25, 0.25, 0.25]);
    expect(meritWeights([1000, 0, 1000], 50)).toEqual([0.5, 0, 0.5]);
    expect(meritWeights([], 1)).toEqual([]);
  });
});
