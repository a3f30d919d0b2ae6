import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { poissonBinomial, weightedWinnerTest, winnerTest, type DecidedVacancy, type WinnerTest } from '../../src/stats/index.js';
import { times } from '../support/times.js';

const tested = <T extends { status: string }>(result: T): Extract<T, { status: 'tested' }> => {
  expect(result.status).toBe('tested');
  return result as Extract<T, { status: 'tested' }>;
};

/** Every way to choose `count` of 0 .. size - 1. */
function subsets(size: number, count: number): number[][] {
  if (count === 0) return [[]];
  if (size < count) return [];
  return [...subsets(size - 1, count), ...subsets(size - 1, count - 1).map((set) => [...set, size - 1])];
}

/** The null distribution by listing who could have won, by number of connected winners. */
function listed(vacancies: readonly DecidedVacancy[]): Map<number, number> {
  let sums = new Map([[0, 1]]);
  for (const { eligible, connected, winners } of vacancies) {
    const next = new Map<number, number>();
    const sets = subsets(eligible, winners);
    for (const set of sets) {
      const add = set.filter((person) => person < connected).length;
      for (const [sum, p] of sums) next.set(sum + add, (next.get(sum + add) ?? 0) + p / sets.length);
    }
    sums = next;
  }
  return sums;
}

const vacancy: fc.Arbitrary<DecidedVacancy> = fc
  .record({ eligible: fc.integer({ min: 1, max: 6 }), a: fc.nat(), b: fc.nat(), c: fc.nat() })
  .map(({ eligible, a, b, c }) => {
    const connected = a % (eligible + 1);
    const winners = b % (eligible + 1);
    const low = Math.max(0, connected + winners - eligible);
    return { eligible, connected, winners, connectedWinners: low + (c % (Math.min(connected, winners) - low + 1)) };
  });

const RABBITS = [[0, 6, 0, 5], [3, 3, 0, 6], [6, 0, 2, 4], [5, 1, 6, 0], [2, 0, 5, 0]]; // R: stats::mantelhaen.test
const rabbits = RABBITS.map(([a, b, c, d]) => ({ eligible: a! + b! + c! + d!, connected: a! + b!, winners: a! + c!, connectedWinners: a! }));

describe('poissonBinomial', () => {
  it('gives the figures of the case poisson_binomial_connected_winner (auditing.md B6, 20)', () => {
    const tail = (p: number[], from: number): number => poissonBinomial(p).pmf.slice(from).reduce((sum, value) => sum + value, 0);
    expect(tail(new Array<number>(12).fill(0.2), 7)).toBeCloseTo(0.0039031316480000037, 17);
    const mixed = [1 / 3, 1 / 4, 1 / 5, 1 / 5, 1 / 6, 1 / 8, 1 / 10, 2 / 7];
    expect(poissonBinomial(mixed).mean).toBeCloseTo(1.6607142857142856, 14);
    expect(tail(mixed, 4)).toBeCloseTo(0.05983035714285714, 15);
    expect(tail(mixed, 5)).toBeCloseTo(0.010713293650793652, 16);
  });

  it('equals the sum over all 2^K outcomes, and has their mean and variance', () =>
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 1)), { maxLength: 8 }), (p) => {
        const expected = new Array<number>(p.length + 1).fill(0);
        for (let bits = 0; bits < 1 << p.length; bits++) {
          const won = p.map((_, i) => (bits >> i) & 1);
          expected[won.reduce((sum, bit) => sum + bit, 0)]! += p.reduce((product, value, i) => product * (won[i] === 1 ? value : 1 - value), 1);
        }
        const { pmf, mean, variance } = poissonBinomial(p);
        expect(pmf).toHaveLength(p.length + 1);
        pmf.forEach((value, i) => expect(value).toBeCloseTo(expected[i]!, 12));
        expect(mean).toBeCloseTo(pmf.reduce((sum, value, i) => sum + i * value, 0), 10);
        expect(variance).toBeCloseTo(pmf.reduce((sum, value, i) => sum + (i - mean) * (i - mean) * value, 0), 10);
        expect(poissonBinomial([...p].reverse())).toEqual({ pmf, mean, variance });
      }),
      { numRuns: times(100, 600) },
    ));

  it('refuses what is no probability, all of them at once', () => {
    expect(() => poissonBinomial([0.5, -0.1, Number.NaN, 1.5])).toThrow('E_NUM_RANGE at /1: a probability lies in 0 to 1, came -0.1\n(and 2 more problems in .issues)');
  });
});

describe('winnerTest', () => {
  it('is the exact Mantel-Haenszel test: rabbits of R, S = 16, p .03994, conditional odds ratio 10.361', () => {
    const result = tested(winnerTest(rabbits));
    expect(result).toMatchObject({ vacancies: 5, informative: 3, observed: 16, lowest: 9 });
    expect(result.p.two).toBeCloseTo(0.03994490358126722, 14);
    expect(result.p.greater).toBeCloseTo(0.01997245179063361, 14);
    expect(result.midP.greater).toBeCloseTo(0.010674931129476584, 14);
    expect(result.oddsRatio).toBeCloseTo(10.361046349488719, 9);
    // mantelhaen.test(Rabbits, exact = TRUE)$conf.int, R 4
    expect(result.interval.low).toBeCloseTo(1.0773877, 4);
    expect(result.interval.high).toBeCloseTo(531.51278, 1);
  });

  it('gives the odds ratio and interval of fisher.test for one vacancy: tea, 6.40832 from 0.2117329', () => {
    const result = tested(winnerTest([{ eligible: 8, connected: 4, winners: 4, connectedWinners: 3 }]));
    expect(result.p.greater).toBeCloseTo(17 / 70, 15);
    expect(result.p.two).toBeCloseTo(34 / 70, 15);
    expect(result.oddsRatio).toBeCloseTo(6.408309, 4);
    expect(result.interval.low).toBeCloseTo(0.2117329, 5);
    // R prints 621.93 as its upper end: uniroot stops early. The end is where P(3 or fewer of 4) = .025:
    const psi = result.interval.high as number;
    expect((1 + 16 * psi + 36 * psi ** 2 + 16 * psi ** 3) / (1 + 16 * psi + 36 * psi ** 2 + 16 * psi ** 3 + psi ** 4)).toBeCloseTo(0.025, 12);
  });

  it('equals the list of who could have won, whatever the order of the vacancies', () =>
    fc.assert(
      fc.property(fc.array(vacancy, { minLength: 1, maxLength: 5 }), (vacancies) => {
        const result = winnerTest(vacancies);
        const pmf = listed(vacancies);
        if (pmf.size === 1) {
          expect(result).toEqual({ status: 'not-testable', because: 'empty-margin' });
          return;
        }
        const { p, minimumP, observed, expected, variance, lowest, oddsRatio, interval, ...rest } = tested(result);
        expect(rest.pmf).toHaveLength(pmf.size);
        rest.pmf.forEach((value, i) => expect(value).toBeCloseTo(pmf.get(lowest + i)!, 12));
        const of = (keep: (sum: number, value: number) => boolean): number => [...pmf].reduce((sum, [at, value]) => sum + (keep(at, value) ? value : 0), 0);
        expect(p.greater).toBeCloseTo(of((at) => at >= observed), 12);
        expect(p.less).toBeCloseTo(of((at) => at <= observed), 12);
        expect(p.two).toBeCloseTo(of((_, value) => value <= pmf.get(observed)! * (1 + 1e-7)), 12);
        const mean = [...pmf].reduce((sum, [at, value]) => sum + at * value, 0);
        expect(expected).toBeCloseTo(mean, 10);
        expect(variance).toBeCloseTo([...pmf].reduce((sum, [at, value]) => sum + (at - mean) * (at - mean) * value, 0), 10);
        for (const side of ['two', 'greater', 'less'] as const) {
          expect(p[side]).toBeGreaterThan(0);
          expect(p[side]).toBeLessThanOrEqual(1);
          expect(minimumP[side]).toBeLessThanOrEqual(p[side]);
        }
        const estimate = oddsRatio === 'infinite' ? Infinity : oddsRatio;
        expect(interval.low).toBeLessThanOrEqual(estimate);
        expect(interval.high === 'infinite' ? Infinity : interval.high).toBeGreaterThanOrEqual(estimate);
        expect(winnerTest([...vacancies].reverse())).toEqual(result);
      }),
      { numRuns: times(150, 900) },
    ));

  it('estimates the odds ratio at which the expected number is the one seen, and the ends at which each tail is (1 - level) / 2', () => {
    const vacancies = Array.from({ length: 30 }, (_, i) => ({ eligible: 4 + (i % 3), connected: 1 + (i % 2), winners: 1, connectedWinners: i % 2 }));
    const result = tested(winnerTest(vacancies, { level: 0.9 }));
    const at = (psi: number): WinnerTest => tested(weightedWinnerTest(vacancies.map(({ eligible, connected }) => ({ probability: (connected * psi) / (connected * psi + eligible - connected) })), 15));
    expect(at(result.oddsRatio as number).expected).toBeCloseTo(15, 9);
    expect(at(result.interval.low).p.greater).toBeCloseTo(0.05, 9);
    expect(at(result.interval.high as number).p.less).toBeCloseTo(0.05, 9);
  });

  it('says infinite, or 0, where connected people always or never win', () => {
    const all = (connectedWinners: number): WinnerTest => tested(winnerTest(new Array(3).fill({ eligible: 4, connected: 1, winners: 1, connectedWinners })));
    expect(all(1).oddsRatio).toBe('infinite');
    expect(all(1).interval.high).toBe('infinite');
    expect(all(1).interval.low).toBeGreaterThan(1);
    expect(all(1).p.greater).toBeCloseTo(1 / 64, 15);
    expect(all(0).oddsRatio).toBe(0);
    expect(all(0).interval.low).toBe(0);
  });

  it('never gives a p of 0, however many vacancies', () => {
    const result = tested(winnerTest(new Array(1000).fill({ eligible: 10, connected: 1, winners: 1, connectedWinners: 1 })));
    expect(result.p.greater).toBe(Number.MIN_VALUE);
    expect(result.interval.low).toBeGreaterThan(1000);
    expect(Number.isFinite(result.interval.low)).toBe(true);
  });

  it('locates every count that cannot be, and says when there is nothing to test', () => {
    expect(() => winnerTest([{ eligible: 3, connected: 4, winners: 1, connectedWinners: 1 }, { eligible: 3, connected: 1, winners: 1.5, connectedWinners: 0 }, { eligible: 3, connected: 2, winners: 2, connectedWinners: 0 }]))
      .toThrow('E_NUM_RANGE at /0/connected: 4 connected of 3 eligible people\n(and 2 more problems in .issues)');
    expect(() => winnerTest([{ eligible: 3, connected: 2, winners: 2, connectedWinners: 0 }])).toThrow('E_NUM_RANGE at /0/connectedWinners: 0 connected winners; the other counts allow 1 to 2');
    expect(() => winnerTest([], { level: 1 })).toThrow('E_NUM_RANGE at /level');
    expect(winnerTest([])).toEqual({ status: 'not-testable', because: 'no-data' });
    expect(winnerTest([{ eligible: 3, connected: 0, winners: 1, connectedWinners: 0 }])).toEqual({ status: 'not-testable', because: 'empty-margin' });
  });
});

describe('weightedWinnerTest', () => {
  it('equals winnerTest where every eligible person has the same chance', () => {
    const vacancies = [[5, 1, 1], [4, 2, 0], [6, 3, 1], [3, 1, 1]].map(([eligible, connected, connectedWinners]) => ({ eligible: eligible!, connected: connected!, winners: 1, connectedWinners: connectedWinners! }));
    const plain = tested(winnerTest(vacancies));
    const weighted = tested(weightedWinnerTest(vacancies.map(({ eligible, connected }) => ({ probability: connected / eligible })), 3));
    expect(weighted.p.greater).toBeCloseTo(plain.p.greater, 14);
    expect(weighted.oddsRatio).toBeCloseTo(plain.oddsRatio as number, 10);
  });

  it('refuses a number of winners that the probabilities rule out', () => {
    expect(() => weightedWinnerTest([{ probability: 1 }, { probability: 0.5 }, { probability: 0 }], 3)).toThrow('E_NUM_RANGE at /observed: 3 connected winners cannot be: these probabilities allow 1 to 2');
    expect(weightedWinnerTest([{ probability: 1 }], 1)).toEqual({ status: 'not-testable', because: 'empty-margin' });
  });
});
