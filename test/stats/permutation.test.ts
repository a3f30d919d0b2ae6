import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import pureRand from '../../node_modules/pure-rand/package.json' with { type: 'json' };
import { kolmogorovSmirnov, permutationTest, winnerTest, type PermutationOptions, type PermutationStratum, type PermutationTest } from '../../src/stats/index.js';
import { times } from '../support/times.js';

function run(options: PermutationOptions): PermutationTest {
  const result = permutationTest(options);
  if (result.status !== 'tested') throw new Error(result.because);
  return result;
}

/** Strata of `people`, of whom the first `connected` are labelled; the winner's place is given. */
const strata = (count: number, people: number, connected: number, winner: (i: number) => number): PermutationStratum[] =>
  Array.from({ length: count }, (_, i) => ({
    labels: Array.from({ length: people }, (_, k) => (k < connected ? 1 : 0)),
    values: Array.from({ length: people }, (_, k) => (k === winner(i) ? 1 : 0)),
  }));

const counts = (given: readonly PermutationStratum[]) =>
  given.map(({ labels, values }) => ({
    eligible: labels.length,
    connected: labels.filter((label) => label === 1).length,
    winners: values.filter((value) => value === 1).length,
    connectedWinners: labels.filter((label, k) => label === 1 && values[k] === 1).length,
  }));

/** Every labeling with as many ones, as arrays. */
function labelings(labels: readonly number[]): number[][] {
  const ones = labels.filter((label) => label === 1).length;
  return Array.from({ length: 1 << labels.length }, (_, bits) => labels.map((_, k) => (bits >> k) & 1)).filter((made) => made.filter((label) => label === 1).length === ones);
}

describe('permutationTest, all relabelings', () => {
  it('equals the convolved hypergeometric for winners and losers', () =>
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(fc.constantFrom(0, 1), fc.constantFrom(0, 1)), { minLength: 1, maxLength: 6 }), { minLength: 1, maxLength: 4 }), (tables) => {
        const given = tables.map((people) => ({ labels: people.map(([label]) => label), values: people.map(([, value]) => value) }));
        const expected = winnerTest(counts(given));
        for (const alternative of ['greater', 'less'] as const) {
          const result = permutationTest({ strata: given, seed: 1, alternative });
          if (expected.status === 'not-testable') expect(result.status).toBe('not-testable');
          else expect(result).toMatchObject({ exact: true, observed: expected.observed, p: expect.closeTo(expected.p[alternative], 12), mean: expect.closeTo(expected.expected, 12) });
        }
      }),
      { numRuns: times(100, 600) },
    ));

  it('equals a list of all labelings for any values, and a function that returns the sum', () =>
    fc.assert(
      fc.property(fc.array(fc.array(fc.tuple(fc.constantFrom(0, 1), fc.integer({ min: -3, max: 3 })), { minLength: 2, maxLength: 5 }), { minLength: 1, maxLength: 3 }), (tables) => {
        const given = tables.map((people) => ({ labels: people.map(([label]) => label), values: people.map(([, value]) => value) }));
        const sum = (labels: readonly number[], values: readonly number[]): number => values.reduce((total, value, k) => total + (labels[k] === 1 ? value : 0), 0);
        let all = [0];
        for (const { labels, values } of given) all = all.flatMap((so) => labelings(labels).map((made) => so + sum(made, values)));
        const observed = given.reduce((total, { labels, values }) => total + sum(labels, values), 0);
        const mean = all.reduce((total, value) => total + value, 0) / all.length;
        const far = all.filter((value) => Math.abs(value - mean) >= Math.abs(observed - mean) - 1e-9).length;
        for (const statistic of ['sum' as const, sum]) {
          const result = permutationTest({ strata: given, seed: 1, alternative: 'two', statistic });
          if (new Set(all).size === 1) expect(result.status).toBe('not-testable');
          else expect(result).toMatchObject({ exact: true, draws: all.length, extreme: far, p: far / all.length, interval: { low: far / all.length, high: far / all.length } });
        }
      }),
      { numRuns: times(100, 600) },
    ));

  it('counts values that differ in rounding alone as equal', () => {
    const result = run({ strata: [{ labels: [1, 1, 0, 0], values: [0.1, 0.2, 0.3, 0] }], seed: 1 }); // 0.1 + 0.2 > 0.3 + 0 in doubles
    expect(result).toMatchObject({ exact: true, draws: 6, extreme: 4 });
  });
});

describe('permutationTest, drawn', () => {
  const many = strata(40, 6, 2, (i) => (i % 5 < 2 ? 0 : 5));

  it('brackets the exact p by its interval, and p is (b + 1) / (m + 1)', () => {
    const exact = winnerTest(counts(many));
    if (exact.status !== 'tested') throw new Error('not tested');
    for (const alternative of ['greater', 'less'] as const) {
      const result = run({ strata: many, seed: 20260101, alternative, level: 0.999 });
      expect(result).toMatchObject({ exact: false, draws: 9999, p: (result.extreme + 1) / 10000 });
      expect(result.interval.low).toBeLessThan(exact.p[alternative]);
      expect(result.interval.high).toBeGreaterThan(exact.p[alternative]);
    }
  });

  it('draws every labeling as often as any other', () => {
    const seen = new Map<string, number>();
    const record = (labels: readonly number[]): number => {
      seen.set(labels.join(''), (seen.get(labels.join('')) ?? 0) + 1);
      return labels[0]!;
    };
    permutationTest({ strata: [{ labels: [1, 1, 0, 0, 0], values: [1, 2, 3, 4, 5] }, ...strata(20, 6, 2, () => 0)], seed: 5, draws: 20_000, statistic: (labels, values) => (labels.length === 5 ? record(labels) : values[0]! * labels[0]!) });
    expect(seen.size).toBe(10);
    const chiSquare = [...seen.values()].reduce((sum, count) => sum + (count - 2000) ** 2 / 2000, 0);
    expect(chiSquare).toBeLessThan(27.88); // 0.999 of chi-square with 9 degrees of freedom
  });

  it('gives the same bytes for the same seed, others for another, and the same whatever the order', () => {
    const mixed = many.map((stratum, i) => ({ ...stratum, values: stratum.values.map((value, k) => value + ((i * 7 + k * 3) % 5) / 3) }));
    const first = JSON.stringify(run({ strata: mixed, seed: 1, alternative: 'two' }));
    expect(JSON.stringify(run({ strata: mixed, seed: 1, alternative: 'two' }))).toBe(first);
    expect(JSON.stringify(run({ strata: [...mixed].reverse(), seed: 1, alternative: 'two' }))).toBe(first);
    const turned = mixed.map(({ labels, values }) => ({ labels: [...labels].reverse(), values: [...values].reverse() }));
    expect(JSON.stringify(run({ strata: turned, seed: 1, alternative: 'two' }))).toBe(first);
    expect(JSON.stringify(run({ strata: mixed, seed: 2, alternative: 'two' }))).not.toBe(first);
  });

  it('keeps the draws of a stratum with a key when another stratum comes', () => {
    const parts = (given: readonly PermutationStratum[]): number[] => {
      const drawn: number[] = [];
      permutationTest({ strata: given, seed: 3, draws: 50, statistic: (labels, values) => {
        const part = labels.reduce((sum, label, k) => sum + label * values[k]!, 0);
        if (values.includes(99)) drawn.push(part);
        return part;
      } });
      return drawn;
    };
    const wide = { labels: Array.from({ length: 26 }, (_, k) => k % 2), values: Array.from({ length: 26 }, (_, k) => (k === 25 ? 99 : k)), key: 'b' };
    const draws = parts([wide]);
    expect(draws).toHaveLength(51); // what was observed, and 50 draws
    expect(parts([{ labels: [1, 0, 0], values: [1, 2, 3], key: 'a' }, wide])).toEqual(draws);
    expect(parts([{ ...wide, key: 'c' }])).not.toEqual(draws);
  });

  it('gives equal strata streams of their own', () => {
    const twice = run({ strata: strata(60, 4, 1, () => 0), seed: 9 });
    const bins = twice.histogram.filter(({ count }) => count > 0).length;
    expect(bins).toBeGreaterThan(10); // one shared stream would leave two outcomes: all or none
  });

  it('names its generator with the version that is installed', () => {
    expect(run({ strata: many, seed: 1, draws: 9 }).generator).toBe(`xoroshiro128plus (pure-rand ${pureRand.version})`);
  });

  it('has a histogram that holds every draw and reaches to what was seen', () => {
    const result = run({ strata: many, seed: 1 });
    expect(result.histogram.reduce((sum, { count }) => sum + count, 0)).toBe(9999);
    expect(result.histogram[0]!.from).toBeLessThanOrEqual(result.observed);
    expect(result.histogram.at(-1)!.to).toBeGreaterThanOrEqual(result.observed);
  });

  it('keeps the draws of this release: another generator or another way to draw is a change of results', () => {
    expect(run({ strata: many, seed: 1 }).extreme).toBe(2312);
  });

  it('has p-values spread evenly under the null hypothesis where the statistic is continuous', () => {
    let state = 99;
    const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
    const p = Array.from({ length: 400 }, (_, world) => run({
      strata: Array.from({ length: 5 }, () => ({ labels: [1, 1, 1, 0, 0, 0, 0], values: Array.from({ length: 7 }, random) })),
      seed: world, draws: 199,
    }).p);
    const even = kolmogorovSmirnov(p);
    expect(even.status === 'tested' && even.p).toBeGreaterThan(0.01);
    const shifted = kolmogorovSmirnov(p.map((value) => value * value)); // and the test would see it
    expect(shifted.status === 'tested' && shifted.p).toBeLessThan(1e-6);
  });

  it('rejects under the null hypothesis no more often than alpha', () => {
    let low = 0;
    let state = 12345;
    const random = (): number => (state = (state * 48271) % 2147483647) / 2147483647;
    for (let world = 0; world < 400; world++) {
      const given = strata(12, 6, 2, () => Math.floor(random() * 6));
      if (run({ strata: given, seed: world, draws: 199 }).p <= 0.1) low++;
    }
    expect(low).toBeLessThanOrEqual(40 + 3.1 * 6); // 400 * 0.1, three standard errors
    expect(low).toBeGreaterThan(8);
  });
});

describe('permutationTest, what cannot be tested', () => {
  it('says why', () => {
    expect(permutationTest({ strata: [], seed: 1 })).toEqual({ status: 'not-testable', because: 'no-data' });
    expect(permutationTest({ strata: [{ labels: [1, 1], values: [1, 2] }], seed: 1 })).toEqual({ status: 'not-testable', because: 'empty-margin' });
    expect(permutationTest({ strata: [{ labels: [1, 0], values: [2, 2] }], seed: 1 })).toEqual({ status: 'not-testable', because: 'no-variance' });
  });

  it('locates every problem', () => {
    const bad = { strata: [{ labels: [1], values: [1, 2], key: 'a' }, { labels: [2, 0], values: [Number.NaN, 1], key: 'a' }], seed: -1, draws: 0.5 };
    try {
      permutationTest(bad);
      expect.unreachable();
    } catch (error) {
      expect((error as { issues: { code: string; path: string }[] }).issues.map(({ code, path }) => `${code} ${path}`)).toEqual([
        'E_SHAPE /strata/0', 'E_SHAPE /strata/1/labels/0', 'E_NUM_RANGE /strata/1/values/0', 'E_ID_DUPLICATE /strata/1/key', 'E_NUM_INT /draws', 'E_NUM_RANGE /seed',
      ]);
    }
    expect(() => permutationTest({ strata: [{ labels: [1, 0], values: [1, 2] }], seed: 1, statistic: () => Number.NaN })).toThrow('E_NUM_RANGE at /statistic');
  });
});
