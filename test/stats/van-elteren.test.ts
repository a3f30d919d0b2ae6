import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bunching, kolmogorovSmirnov, permutationTest, vanElteren, type TwoSamples, type VanElteren } from '../../src/stats/index.js';
import { times } from '../support/times.js';

function tested(strata: readonly TwoSamples[]): VanElteren {
  const answer = vanElteren(strata);
  if (answer.status !== 'tested') throw new Error(answer.because);
  return answer;
}

describe('vanElteren', () => {
  it('is wilcox.test(exact = FALSE, correct = FALSE) of R for one stratum, ties included', () => {
    // R 4.2.2: wilcox.test(c(1.1, 2, 2, 5, 7, 9), c(0.5, 1, 2, 3, 4), exact = FALSE, correct = FALSE): W = 22, p = 0.197120618624204; alternative = 'greater': 0.0985603093121021
    const stratum = { first: [1.1, 2, 2, 5, 7, 9], second: [0.5, 1, 2, 3, 4] };
    const answer = tested([stratum]);
    expect(answer.statistic * 12 - 21).toBeCloseTo(22, 12); // the rank sum less its least value is W
    expect(answer.p.two).toBeCloseTo(0.197120618624204, 10);
    expect(answer.p.greater).toBeCloseTo(0.0985603093121021, 10);
    expect(answer.p.less).toBeCloseTo(1 - 0.0985603093121021, 10);
    expect(answer.weights).toEqual([1 / 12]);
  });

  it('has the exact distribution of every relabeling: that of a permutation of weighted ranks', () =>
    fc.assert(
      fc.property(fc.array(fc.record({ first: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 3 }), second: fc.array(fc.integer({ min: 0, max: 4 }), { maxLength: 4 }) }), { minLength: 1, maxLength: 3 }), (strata) => {
        const answer = vanElteren(strata);
        const ranked = strata.filter(({ first, second }) => first.length > 0 && second.length > 0).map(({ first, second }) => {
          const all = [...first, ...second];
          const rank = (value: number): number => (all.filter((other) => other < value).length + (all.filter((other) => other === value).length + 1) / 2) / (all.length + 1);
          return { labels: all.map((_, i) => (i < first.length ? 1 : 0)), values: all.map(rank) };
        });
        for (const alternative of ['two', 'greater', 'less'] as const) {
          const slow = permutationTest({ strata: ranked, seed: 1, alternative });
          expect(answer.status).toBe(slow.status);
          if (answer.status !== 'tested' || slow.status !== 'tested') continue;
          expect(slow.exact).toBe(true);
          expect(answer.exact?.[alternative]).toBeCloseTo(slow.p, 10);
          expect(answer.statistic).toBeCloseTo(slow.observed, 10);
          expect(answer.expected).toBeCloseTo(slow.mean, 10);
        }
        expect(vanElteren([...strata].reverse().map(({ first, second }) => ({ first: [...first].reverse(), second: [...second].reverse() })))).toEqual(
          answer.status === 'tested' ? { ...answer, weights: [...answer.weights].reverse() } : answer,
        );
      }),
      { numRuns: times(80, 480) },
    ));

  it('has the mean and variance of that distribution', () => {
    const strata = [{ first: [1, 2, 2], second: [2, 3, 5, 5] }, { first: [4], second: [1, 4] }];
    const sums: number[] = [0];
    const all = strata.reduce((before, { first, second }) => {
      const values = [...first, ...second];
      const rank = (value: number): number => (values.filter((other) => other < value).length + (values.filter((other) => other === value).length + 1) / 2) / (values.length + 1);
      const own: number[] = [];
      for (let bits = 0; bits < 1 << values.length; bits++) {
        const taken = values.filter((_, i) => (bits >> i) & 1);
        if (taken.length === first.length) own.push(taken.reduce((sum, value) => sum + rank(value), 0));
      }
      return before.flatMap((sum) => own.map((value) => sum + value));
    }, sums);
    const mean = all.reduce((a, b) => a + b, 0) / all.length;
    const answer = tested(strata);
    expect(answer.expected).toBeCloseTo(mean, 12);
    expect(answer.variance).toBeCloseTo(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / all.length, 12);
  });

  it('leaves the exact p out where it would take too long, and is quick there', () => {
    const wide = { first: Array.from({ length: 200 }, (_, i) => Math.sin(i)), second: Array.from({ length: 300 }, (_, i) => Math.cos(i * i)) };
    expect(tested([wide]).exact).toBeUndefined();
    expect(tested(Array.from({ length: 60 }, (_, i) => ({ first: [i], second: Array.from({ length: 2 + (i % 23) }, (_, k) => k * 2) }))).exact).toBeUndefined();
  });

  it('says why nothing can be tested', () => {
    expect(vanElteren([])).toEqual({ status: 'not-testable', because: 'no-data' });
    expect(vanElteren([{ first: [1], second: [] }])).toEqual({ status: 'not-testable', because: 'empty-margin' });
    expect(vanElteren([{ first: [3, 3], second: [3] }, { first: [1], second: [] }])).toEqual({ status: 'not-testable', because: 'no-variance' });
    expect(() => vanElteren([{ first: [1], second: [2, Infinity] }])).toThrow('E_NUM_RANGE at /0/second/1');
  });
});

describe('bunching', () => {
  it('is the exact binomial of the two windows', () => {
    const counts: [number, number][] = [[70, 9], [68, 4], [69, 1], [71, 3], [72, 40], [67, 50]];
    const answer = bunching({ counts, threshold: 70, width: 2 });
    expect(answer).toMatchObject({ status: 'tested', below: 5, above: 12, share: 12 / 17 });
    if (answer.status !== 'tested') return;
    // 17 tosses: P(12 or more) = (6188 + 2380 + 680 + 136 + 17 + 1) / 2^17
    expect(answer.p.greater).toBeCloseTo(9402 / 131072, 14);
    expect(answer.p.two).toBeCloseTo(18804 / 131072, 14);
    expect(bunching({ counts: new Map([...counts].reverse()), threshold: 70, width: 2 })).toEqual(answer);
  });

  it('takes the share that another threshold or year makes expected', () => {
    const answer = bunching({ counts: [[0, 2], [1, 1]], threshold: 1, width: 1, expectedShare: 1 / 3 });
    if (answer.status !== 'tested') throw new Error(answer.because);
    expect(answer.p.greater).toBeCloseTo(1 - (2 / 3) ** 3, 14);
  });

  it('says when there is nothing to count, and locates every problem', () => {
    expect(bunching({ counts: [[1, 4]], threshold: 70, width: 2 })).toEqual({ status: 'not-testable', because: 'no-data' });
    expect(() => bunching({ counts: [[1, -1], [1, 2]], threshold: 70, width: 0, expectedShare: 1 })).toThrow('E_NUM_RANGE at /counts/0/1: expected a whole number from 0 to 2^53 - 1, came -1\n(and 3 more problems in .issues)');
  });
});

describe('kolmogorovSmirnov', () => {
  // scipy 1.17: kstwo.sf(d, n), exact for these n
  it.each([[1, 0.8, 0.4], [2, 0.6, 0.32], [10, 0.3, 0.27053557479999946], [100, 0.1, 0.2526927570063874], [100, 0.25, 5.408871776434847e-6]])('of %i values at a distance of %f has the p of scipy', (n, d, p) => {
    const answer = kolmogorovSmirnov(Array.from({ length: n }, (_, i) => Math.max(0, (i + 1) / n - d)));
    if (answer.status !== 'tested') throw new Error(answer.because);
    expect(answer.statistic).toBeCloseTo(d, 12);
    expect(answer.p).toBeCloseTo(p, 12);
  });

  it('of many values is near Kolmogorov\'s limit', () => {
    const values = Array.from({ length: 5000 }, (_, i) => Math.max(0, (i + 1) / 5000 - 1.358 / Math.sqrt(5000)));
    const answer = kolmogorovSmirnov(values);
    if (answer.status !== 'tested') throw new Error(answer.because);
    expect(answer.p).toBeCloseTo(0.05, 2);
    expect(kolmogorovSmirnov([...values].reverse())).toEqual(answer);
  });

  it('says when there is nothing, and refuses what is no p-value', () => {
    expect(kolmogorovSmirnov([])).toEqual({ status: 'not-testable', because: 'no-data' });
    expect(() => kolmogorovSmirnov([0.5, 1.2, Number.NaN])).toThrow('E_NUM_RANGE at /1: expected a number from 0 to 1, came 1.2');
  });
});
