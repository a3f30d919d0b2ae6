import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barnard, binomialTest, boschloo, chiSquare, clopperPearson, exactMantelHaenszel, fisher, fourFifths, mantelHaenszel, rates, twoProportions,
  type Fisher, type NotTestable, type PValues, type Ratio, type Table2x2,
} from '../../src/stats/index.js';
import { times } from '../support/times.js';

type Four = readonly [number, number, number, number];
const count = fc.integer({ min: 0, max: 12 });
const four: fc.Arbitrary<Four> = fc.tuple(count, count, count, count);
const of = ([a, b, c, d]: Four): Table2x2 => [[a, b], [c, d]];
const informative = ([a, b, c, d]: Four): boolean => a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0;
const table = four.filter(informative).map(of);
const strata = fc.array(four.map(of), { minLength: 1, maxLength: 6 });
const informativeStrata = strata.filter((list) => list.some(([[a, b], [c, d]]) => informative([a, b, c, d])));

function made<T extends { readonly status: string }>(result: T): Exclude<T, NotTestable> {
  expect(result.status).not.toBe('not-testable');
  return result as Exclude<T, NotTestable>;
}
const close = (x: Ratio | null, y: Ratio | null, relative = 1e-10): void => {
  if (x === 'infinite' || y === 'infinite' || x === null || y === null) expect(x).toBe(y);
  else expect(Math.abs(x - y), `${x} and ${y}`).toBeLessThanOrEqual(relative * Math.max(Math.abs(x), Math.abs(y)));
};
const closeP = (p: PValues, q: PValues): void => {
  close(p.two, q.two);
  close(p.greater, q.greater);
  close(p.less, q.less);
};
const isP = (...ps: PValues[]): void => {
  for (const p of ps) for (const x of [p.two, p.greater, p.less]) expect(x > 0 && x <= 1, `${x}`).toBe(true);
};

/** Binomial coefficients as integers: the slow reference. */
function choose(n: number, k: number): bigint {
  let ways = 1n;
  for (let i = 0; i < k; i++) ways = (ways * BigInt(n - i)) / BigInt(i + 1);
  return k < 0 || k > n ? 0n : ways;
}
/** How many ways lead to each sum of the first cells, margins fixed: every combination of outcomes, one by one. */
function ways(list: readonly Table2x2[]): Map<number, bigint> {
  let sums = new Map<number, bigint>([[0, 1n]]);
  for (const [[a, b], [c, d]] of list) {
    const next = new Map<number, bigint>();
    for (const [sum, n] of sums) {
      for (let x = 0; x <= a + b; x++) {
        const m = n * choose(a + b, x) * choose(c + d, a + c - x);
        if (m > 0n) next.set(sum + x, (next.get(sum + x) ?? 0n) + m);
      }
    }
    sums = next;
  }
  return sums;
}
const share = (part: bigint, all: bigint): number => Number((part * 10n ** 200n) / all) / 1e200;
const total = (list: readonly bigint[]): bigint => list.reduce((x, y) => x + y, 0n);
function slowP(list: readonly Table2x2[]): { p: PValues; midP: PValues; minimumP: PValues } {
  const sums = [...ways(list)].sort(([x], [y]) => x - y);
  const seen = list.reduce((x, [[a]]) => x + a, 0);
  const all = total(sums.map(([, n]) => n));
  const here = sums.find(([x]) => x === seen)![1];
  const sum = (keep: (x: number, n: bigint) => boolean): number => share(total(sums.filter(([x, n]) => keep(x, n)).map(([, n]) => n)), all);
  const [first, last] = [sums[0]![1], sums.at(-1)![1]];
  const least = first < last ? first : last;
  const half = share(here, all) / 2;
  return {
    p: { two: sum((_, n) => n <= here), greater: sum((x) => x >= seen), less: sum((x) => x <= seen) },
    midP: { two: sum((_, n) => n <= here) - sum((_, n) => n === here) / 2, greater: sum((x) => x >= seen) - half, less: sum((x) => x <= seen) - half },
    minimumP: { two: sum((_, n) => n <= least), greater: share(last, all), less: share(first, all) },
  };
}
/** The mean, and the tails at `seen`, of the sum when the odds ratio is `odds`. */
function underOdds(list: readonly Table2x2[], odds: number): { mean: number; less: number; greater: number } {
  const seen = list.reduce((x, [[a]]) => x + a, 0);
  const masses = [...ways(list)].map(([x, n]) => [x, Number(n) * odds ** x] as const);
  const all = masses.reduce((sum, [, m]) => sum + m, 0);
  const part = (keep: (x: number) => boolean): number => masses.filter(([x]) => keep(x)).reduce((sum, [, m]) => sum + m, 0) / all;
  return { mean: masses.reduce((sum, [x, m]) => sum + x * m, 0) / all, less: part((x) => x <= seen), greater: part((x) => x >= seen) };
}

describe('fisher and exactMantelHaenszel', () => {
  it('p, mid-p and the least p are those of counting every outcome in whole numbers', () => {
    fc.assert(fc.property(informativeStrata, (list) => {
      const slow = slowP(list);
      const got = made(exactMantelHaenszel(list));
      closeP(got.p, slow.p);
      closeP(got.midP, slow.midP);
      closeP(got.minimumP, slow.minimumP);
      isP(got.p, got.midP, got.minimumP);
    }), { numRuns: times(150, 900) });
  });

  it('the estimate is where the sum is expected, the ends of the interval are where half the error is left in a tail', () => {
    fc.assert(fc.property(informativeStrata, fc.constantFrom(0.5, 0.9, 0.95, 0.999), (list, level) => {
      const { observed, conditional, interval } = made(exactMantelHaenszel(list, { level }));
      if (conditional !== 0 && conditional !== 'infinite') close(underOdds(list, conditional).mean, observed);
      if (interval.low > 0) close(underOdds(list, interval.low).greater, (1 - level) / 2);
      if (interval.high !== 'infinite') close(underOdds(list, interval.high).less, (1 - level) / 2);
      expect(interval.low === 0).toBe(conditional === 0);
      expect(interval.high === 'infinite').toBe(conditional === 'infinite');
      expect(interval.low).toBeLessThanOrEqual(conditional === 'infinite' ? Infinity : conditional);
    }), { numRuns: times(100, 600) });
  });

  it('of one stratum the exact test is Fisher\'s', () => {
    fc.assert(fc.property(table, (t) => {
      const { oddsRatio: _, ...one } = made(fisher(t));
      expect(made(exactMantelHaenszel([t]))).toMatchObject(one);
    }));
  });

  it('neither turning a table over nor exchanging the names of groups and outcomes changes more than the sides', () => {
    fc.assert(fc.property(table, (t) => {
      const [[a, b], [c, d]] = t;
      const one = made(fisher(t));
      for (const same of [[[a, c], [b, d]], [[d, c], [b, a]]] as const) {
        const other = made(fisher(same));
        closeP(other.p, one.p);
        closeP(other.midP, one.midP);
        closeP(other.minimumP, one.minimumP);
        close(other.conditional, one.conditional);
        close(other.interval.low, one.interval.low);
        close(other.interval.high, one.interval.high);
        expect(other.oddsRatio).toBe(one.oddsRatio);
      }
      const swapped = made(fisher([[c, d], [a, b]]));
      closeP(swapped.p, { two: one.p.two, greater: one.p.less, less: one.p.greater });
      closeP(swapped.minimumP, { two: one.minimumP.two, greater: one.minimumP.less, less: one.minimumP.greater });
      if (typeof one.conditional === 'number' && one.conditional > 0) close(swapped.conditional, 1 / one.conditional);
    }));
  });

  it('no p lies below the least p that the margins allow, and no mid-p above p', () => {
    fc.assert(fc.property(informativeStrata, (list) => {
      const { p, midP, minimumP } = made(exactMantelHaenszel(list));
      for (const side of ['two', 'greater', 'less'] as const) {
        expect(minimumP[side]).toBeLessThanOrEqual(p[side] * (1 + 1e-12));
        expect(midP[side]).toBeLessThanOrEqual(p[side]);
      }
    }));
  });

  it('the mean of mid-p over all outcomes is 1/2, on each side: what halving the outcome seen is for', () => {
    fc.assert(fc.property(table, ([[a, b], [c, d]]) => {
      const [group, chosen, people] = [a + b, a + c, a + b + c + d];
      const mean = { two: 0, greater: 0, less: 0 };
      for (let x = Math.max(0, group + chosen - people); x <= Math.min(group, chosen); x++) {
        const { midP } = made(fisher([[x, group - x], [chosen - x, people - group - chosen + x]]));
        const mass = share(choose(group, x) * choose(people - group, chosen - x), choose(people, chosen));
        for (const side of ['two', 'greater', 'less'] as const) mean[side] += mass * midP[side];
      }
      closeP(mean, { two: 0.5, greater: 0.5, less: 0.5 });
    }));
  });

  it('the order of the strata changes no bit, and strata with an empty margin change no p', () => {
    fc.assert(fc.property(informativeStrata, fc.integer(), (list, seed) => {
      const shuffled = [...list].sort((x, y) => ((x[0][0] * 7919 + y[0][1] * seed) % 3) - 1).reverse();
      expect(exactMantelHaenszel(shuffled)).toEqual(exactMantelHaenszel(list));
      expect(mantelHaenszel(shuffled)).toEqual(mantelHaenszel(list));
      const padded = made(exactMantelHaenszel([...list, [[3, 0], [5, 0]], [[0, 0], [2, 9]], [[0, 0], [0, 0]], [[1, 0], [0, 0]]]));
      const plain = made(exactMantelHaenszel(list));
      expect([padded.p, padded.midP, padded.conditional, padded.interval]).toEqual([plain.p, plain.midP, plain.conditional, plain.interval]);
      expect([padded.strata, padded.informative, padded.observed]).toEqual([list.length + 4, plain.informative, plain.observed + 4]);
    }));
  });

  it('a p too small for every double is the least double, never 0', () => {
    const got = made(fisher([[1000, 0], [0, 1000]]));
    expect(got.p).toEqual({ two: Number.MIN_VALUE, greater: Number.MIN_VALUE, less: expect.closeTo(1, 12) });
    expect(got.conditional).toBe('infinite');
    expect(got.interval.high).toBe('infinite');
    expect(got.interval.low).toBeGreaterThan(1e5);
  });

  it('a million people take no factorial: the p equals that of logarithms in the digits those have', () => {
    const got = made(fisher([[1200, 248_800], [1100, 748_900]])) satisfies Fisher;
    // python: mpmath 1.3.0, sums of binomials at 40 digits
    close(got.p.greater, 2.79262959986226621e-171, 1e-12);
    close(got.p.two, 3.09091994215927577e-171, 1e-12);
  });

  it('one hundred strata of thousands with few chosen lie within the limits of the search, and near the estimate of Mantel and Haenszel', () => {
    const list = Array.from({ length: 100 }, (_, i): Table2x2 => [[2 + (i % 3), 8], [40 + i, 3000]]);
    const got = made(exactMantelHaenszel(list));
    expect(Number(got.conditional) / Number(made(mantelHaenszel(list)).oddsRatio)).toBeCloseTo(1, 1);
  });
});

describe('mantelHaenszel', () => {
  it('of one stratum is the odds ratio of the table, and its test the chi-square with n - 1 for n', () => {
    fc.assert(fc.property(table, (t) => {
      const got = made(mantelHaenszel([t]));
      close(got.oddsRatio, made(fisher(t)).oddsRatio);
      const n = t.flat().reduce((x, y) => x + y);
      close(got.plain.statistic, (made(chiSquare(t)).statistic * (n - 1)) / n);
      close(got.plain.statistic, made(twoProportions(t)).hypergeometricZ ** 2);
      expect(got.homogeneity).toEqual({ status: 'not-testable', because: 'one-stratum' });
    }));
  });

  it('names exchanged turn the ratio over and keep the tests', () => {
    fc.assert(fc.property(informativeStrata, (list) => {
      const one = made(mantelHaenszel(list));
      const other = made(mantelHaenszel(list.map(([x, y]) => [y, x])));
      close(other.oddsRatio, one.oddsRatio === 'infinite' ? 0 : one.oddsRatio === 0 ? 'infinite' : 1 / one.oddsRatio);
      close(other.logSe, one.logSe);
      close(other.plain.statistic + 1, one.plain.statistic + 1);
      close(other.corrected.statistic + 1, one.corrected.statistic + 1);
      if ('status' in one.homogeneity || 'status' in other.homogeneity) expect(other.homogeneity).toEqual(one.homogeneity);
      else close(other.homogeneity.breslowDay.statistic + 1, one.homogeneity.breslowDay.statistic + 1);
    }));
  });

  it('the correction never goes past the expectation', () => {
    const even = made(mantelHaenszel([[[5, 5], [5, 5]]]));
    expect([even.plain.statistic, even.corrected.statistic, even.corrected.p]).toEqual([0, 0, 1]);
    const near = made(mantelHaenszel([[[5, 5], [4, 5]]])); // 5 seen, 90/19 expected: nearer than 1/2
    expect(near.plain.statistic).toBeGreaterThan(0);
    expect(near.corrected.statistic).toBe(0);
  });

  it('fitted tables of the Breslow-Day test have the common odds ratio: strata that agree have a statistic of 0', () => {
    const list: Table2x2[] = [[[6, 2], [3, 4]], [[60, 20], [30, 40]], [[12, 4], [6, 8]]];
    const got = made(mantelHaenszel(list));
    close(got.oddsRatio, 4);
    const { breslowDay, tarone } = made({ status: 'tested', ...got.homogeneity });
    expect(breslowDay.statistic).toBeLessThan(1e-20);
    expect([breslowDay.df, tarone.df]).toEqual([2, 2]);
  });

  it('says separated, not NaN, where the common odds ratio is 0 or infinite', () => {
    const list: Table2x2[] = [[[3, 0], [2, 4]], [[5, 2], [0, 6]]];
    const got = made(mantelHaenszel(list));
    expect([got.oddsRatio, got.logSe, got.interval]).toEqual(['infinite', null, null]);
    expect(got.homogeneity).toEqual({ status: 'not-testable', because: 'separated' });
    const turned = made(mantelHaenszel(list.map(([x, y]) => [y, x])));
    expect([turned.oddsRatio, turned.logSe, turned.interval]).toEqual([0, null, null]);
    expect(turned.homogeneity).toEqual({ status: 'not-testable', because: 'separated' });
  });

  it('opposite effects cancel in the ratio and show in the homogeneity', () => {
    const got = made(mantelHaenszel([[[30, 10], [10, 30]], [[10, 30], [30, 10]]]));
    close(got.oddsRatio, 1);
    expect(made({ status: 'tested', ...got.homogeneity }).breslowDay.p).toBeLessThan(1e-8);
  });

  it('no result of any table holds NaN or Infinity', () => {
    const plain = (x: unknown): boolean => (typeof x === 'number' ? Number.isFinite(x) : typeof x !== 'object' || x === null || Object.values(x).every(plain));
    const any = fc.constantFrom(0, 1, 2, 7, 1000, 99_999);
    fc.assert(fc.property(fc.array(fc.tuple(any, any, any, any).map(of), { maxLength: 4 }), (list) => {
      expect(plain(mantelHaenszel(list))).toBe(true);
      for (const t of list) expect([fisher(t), chiSquare(t), twoProportions(t), binomialTest(t[0][0], t[0][0] + t[0][1], 0.3)].every(plain)).toBe(true);
    }), { numRuns: times(30, 180) });
  });
});

describe('two rates', () => {
  it('Boschloo is never above Fisher, and both unconditional tests are symmetric in the groups and in the outcomes', () => {
    fc.assert(fc.property(table, (t) => {
      const [[a, b], [c, d]] = t;
      const [x, y] = [made(boschloo(t)), made(barnard(t))];
      const exact = made(fisher(t)).p;
      expect(x.p.greater).toBeLessThanOrEqual(exact.greater * (1 + 1e-9));
      expect(x.p.less).toBeLessThanOrEqual(exact.less * (1 + 1e-9));
      isP(x.p, y.p);
      for (const [test, one] of [[boschloo, x], [barnard, y]] as const) {
        const groups = made(test([[c, d], [a, b]])).p;
        close(groups.two, one.p.two, 1e-8);
        close(groups.greater, one.p.less, 1e-8);
        const outcomes = made(test([[b, a], [d, c]])).p;
        close(outcomes.two, one.p.two, 1e-8);
        close(outcomes.greater, one.p.less, 1e-8);
      }
    }), { numRuns: times(25, 150) });
  });

  it('the p of Barnard is the probability of the tables at least as extreme, at the rate it names, and no rate of a fine grid has more', () => {
    fc.assert(fc.property(four.filter(informative), ([a, b, c, d]) => {
      const [n, k] = [a + b, c + d];
      const squared = (x: number, y: number): bigint[] => { // z squared with its sign, as a fraction
        const away = BigInt(x * k - y * n);
        return [away * (away < 0n ? -away : away), BigInt(Math.max(1, (x + y) * (n + k - x - y)))];
      };
      const [top, bottom] = squared(a, c);
      const at = (rate: number): number => {
        let sum = 0;
        for (let x = 0; x <= n; x++) for (let y = 0; y <= k; y++) {
          const [p, q] = squared(x, y);
          if (p! * bottom! >= top! * q!) sum += Number(choose(n, x) * choose(k, y)) * rate ** (x + y) * (1 - rate) ** (n + k - x - y);
        }
        return sum;
      };
      const got = made(barnard([[a, b], [c, d]]));
      close(got.p.greater, Math.min(1, at(got.nuisance.greater)), 1e-9);
      for (let i = 0; i <= 100; i++) expect(at(i / 100)).toBeLessThanOrEqual(got.p.greater + 1e-9);
    }), { numRuns: times(20, 120) });
  });

  it('the interval of the difference holds it, stays in -1..1 and turns with the groups', () => {
    fc.assert(fc.property(table, ([x, y]) => {
      const one = made(twoProportions([x, y]));
      expect(one.interval.low).toBeGreaterThanOrEqual(-1);
      expect(one.interval.high).toBeLessThanOrEqual(1);
      expect(one.interval.low).toBeLessThanOrEqual(one.difference);
      expect(one.interval.high).toBeGreaterThanOrEqual(one.difference);
      const other = made(twoProportions([y, x]));
      expect(other.interval.low + Number(one.interval.high)).toBeCloseTo(0, 12);
      close(made(chiSquare([x, y])).statistic, one.z ** 2);
    }));
  });

  it('Newcombe 1998, table II: 56/70 against 48/80 and 9/10 against 3/10', () => {
    const first = made(twoProportions([[56, 14], [48, 32]]));
    expect([first.interval.low.toFixed(4), Number(first.interval.high).toFixed(4)]).toEqual(['0.0524', '0.3339']);
    const second = made(twoProportions([[9, 1], [3, 7]]));
    expect([second.interval.low.toFixed(4), Number(second.interval.high).toFixed(4)]).toEqual(['0.1705', '0.8090']);
  });
});

describe('binomial', () => {
  it('p is the sum of its terms, counted in fractions', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(), fc.integer({ min: 1, max: 15 }), (n, k, sixteenths) => {
      const x = k % (n + 1);
      const term = (i: number): bigint => choose(n, i) * BigInt(sixteenths) ** BigInt(i) * BigInt(16 - sixteenths) ** BigInt(n - i);
      const all = 16n ** BigInt(n);
      const sum = (keep: (i: number) => boolean): number => share(total(Array.from({ length: n + 1 }, (_, i) => i).filter(keep).map(term)), all);
      const got = made(binomialTest(x, n, sixteenths / 16));
      closeP(got.p, { two: sum((i) => term(i) <= term(x)), greater: sum((i) => i >= x), less: sum((i) => i <= x) });
    }));
  });

  it('the ends of Clopper and Pearson leave half the error in a tail', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 5000 }), fc.nat(), fc.constantFrom(0.8, 0.95, 0.999), (n, k, level) => {
      const x = k % (n + 1);
      const { low, high } = clopperPearson(x, n, level);
      // an end is a double: near 1 what is left over it is known to its rounding alone, and so is the tail (4,884 of 4,885 at 0.999 is 4e-10 off)
      const rounding = (end: number): number => 1e-10 + Number.EPSILON / (1 - end);
      if (x > 0) close(made(binomialTest(x, n, low)).p.greater, (1 - level) / 2, rounding(low));
      else expect(low).toBe(0);
      if (x < n) close(made(binomialTest(x, n, Number(high))).p.less, (1 - level) / 2, rounding(Number(high)));
      else expect(high).toBe(1);
    }));
    expect(clopperPearson(0, 0)).toEqual({ low: 0, high: 1, level: 0.95 });
    close(clopperPearson(0, 10_000_000).high, -Math.expm1(Math.log(0.025) / 10_000_000), 1e-13);
  });
});

describe('fourFifths', () => {
  it('1,053 pairs of rates under 60 are exactly four fifths and are called below by doubles, not here', () => {
    let wrong = 0;
    for (let n = 1; n < 60; n++) for (let k = 1; k < 60; k++) for (let b = 1; b <= k; b++) {
      const a = (4 * b * n) / (5 * k);
      if (!Number.isInteger(a) || a > n) continue;
      const got = made(fourFifths({ chosen: a, of: n }, { chosen: b, of: k }));
      expect([got.below, got.ratio]).toEqual([false, [4, 5]]);
      if (a / n / (b / k) < 0.8) wrong++;
    }
    expect(wrong).toBe(1053);
  });

  it('compares by whole numbers, names the lower side and does not depend on which comes first', () => {
    const rate = fc.tuple(fc.nat(60), fc.nat(60)).map(([x, y]) => ({ chosen: Math.min(x, y), of: Math.max(x, y, 1) }));
    fc.assert(fc.property(rate, rate, (x, y) => {
      const got = fourFifths(x, y);
      if (got.status === 'not-testable') {
        expect(x.chosen + y.chosen).toBe(0);
        return;
      }
      const [p, q] = [x.chosen * y.of, y.chosen * x.of];
      expect(got.below).toBe(5 * Math.min(p, q) < 4 * Math.max(p, q));
      expect(got.ratio[0] * Math.max(p, q)).toBe(got.ratio[1] * Math.min(p, q));
      expect(got.lower).toBe(p === q ? 'equal' : p < q ? 'first' : 'second');
      const other = made(fourFifths(y, x));
      expect([other.ratio, other.below]).toEqual([got.ratio, got.below]);
    }));
  });

  it('holds where products leave the doubles', () => {
    const n = 2 ** 52;
    expect(made(fourFifths({ chosen: (n / 4) * 3, of: n }, { chosen: n / 2, of: n })).ratio).toEqual([2, 3]);
  });
});

describe('rates', () => {
  it('do not depend on the order of the people, and unknown desert counts for the rate alone', () => {
    const people = [
      { group: 'b', chosen: true, deserved: true },
      { group: 'a', chosen: false, deserved: true },
      { group: 'a', chosen: true },
      { group: 'b', chosen: false },
    ];
    expect(rates(people)).toEqual(rates([...people].reverse()));
    expect(rates(people).groups).toEqual([
      { group: 'a', n: 2, chosen: 1, rate: 0.5, tpr: 0, difference: 0, ratio: 1 },
      { group: 'b', n: 2, chosen: 1, rate: 0.5, tpr: 1, difference: 0, ratio: 1 },
    ]);
    expect(rates([])).toEqual({ groups: [] });
  });

  it('ratios that would divide by 0 are left out', () => {
    const got = rates([{ group: 'a', chosen: false }, { group: 'b', chosen: false }]);
    expect(got.gap).toEqual({ difference: 0 });
    expect(got.groups[0]).toEqual({ group: 'a', n: 1, chosen: 0, rate: 0, difference: 0 });
    expect(got.equalisedOdds).toBeUndefined();
  });
});
