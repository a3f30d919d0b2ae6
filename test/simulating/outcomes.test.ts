import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gini, lorenz, MEASURES, outcomesOf, type MeasureName, type Year } from '../../src/simulating/index.js';
import { lorenzOf, meanCurve, unitsPerSeat } from '../../src/simulating/outcomes.js';
import { round, year } from './fake-years.js';

const LEVELS = ['LOW', 'TOP'];
const value = (years: readonly Year[], measure: MeasureName, level: string | null = null): number | null => {
  const found = outcomesOf(years, LEVELS).filter((outcome) => outcome.measure === measure && outcome.level === level);
  expect(found).toHaveLength(1);
  return found[0]!.value;
};
const moved = (person: string, kind: 'entry' | 'promotion' | 'lateral'): Year['happenings'][number] => ({ day: '2027-01-01', what: 'moved', person, kind, to: 'P1', fit: 1 });

describe('outcomes', () => {
  it('has a row for each measure, for all levels and for each, in the order of MEASURES', () => {
    const rows = outcomesOf([year(1)], LEVELS).map(({ measure, level }) => `${measure} ${level}`);
    expect(rows).toEqual(Object.entries(MEASURES).flatMap(([measure, { byLevel }]) => (byLevel ? [null, ...LEVELS] : [null]).map((level) => `${measure} ${level}`)));
  });

  it('fits and performance are points of those in a seat, years alike', () => {
    const empty = year(2, { levels: [{ level: 'LOW', seats: 3, filled: 1, fitSum: 300_000, fitMin: 300_000, truthSum: 0, working: 0, tenureMonths: 6 }, { level: 'TOP', seats: 1, filled: 0, fitSum: 0, fitMin: null, truthSum: 0, working: 0, tenureMonths: 0 }] });
    const years = [year(1), empty];
    expect(value(years, 'fit-mean', 'LOW')).toBe((50 + 30) / 2);
    expect(value(years, 'fit-mean', 'TOP')).toBe(80);
    expect(value(years, 'fit-mean')).toBe((230 / 4 + 30) / 2);
    expect(value(years, 'fit-min', 'LOW')).toBe(35);
    expect(value(years, 'fit-min')).toBe(35);
    expect(value(years, 'performance-mean', 'LOW')).toBe(60);
    expect(value(years, 'performance-mean')).toBe(62.5);
    expect(value(years, 'tenure', 'LOW')).toBe((12 + 6) / 2);
  });

  it('an empty seat delivers nothing: what units deliver is over all seats', () => {
    expect(value([year(1)], 'delivered')).toBe(250 / 4);
    expect(value([year(1)], 'unit-spread')).toBeCloseTo((7000 - 6000) / (2 * 13000), 12);
  });

  it('vacancies are days of seat-days, whatever the length of the year', () => {
    const leap = year(2, { from: '2028-01-01', to: '2028-12-31', vacancies: { seatDays: 366, opened: 2, filled: 3, daysToFill: [10, 20, 60] }, happenings: [moved('A', 'entry'), moved('B', 'promotion'), moved('C', 'lateral'), { day: '2028-01-01', what: 'moved', person: 'D', kind: 'release', from: 'P2' }, { day: '2028-01-01', what: 'refused', person: 'D', to: 'P1' }, { day: '2028-02-01', what: 'retired', person: 'E', from: 'P1' }, { day: '2028-02-01', what: 'resigned', person: 'F', from: 'P2' }, { day: '2028-02-01', what: 'resigned', person: 'G' }] });
    expect(value([year(1), leap], 'vacant-share')).toBe(366 / (4 * (365 + 366)));
    expect(value([leap], 'vacant-share')).toBe(0.25);
    expect(value([year(1), leap], 'days-to-fill')).toBe(30);
    expect(value([year(1), leap], 'moves')).toBe(1.5);
    expect(value([year(1), leap], 'moves-per-vacancy')).toBe(1.5);
  });

  it('rounds are summed: winners and eligible over all of them, counts a year', () => {
    const years = [
      year(1, { rounds: [round({ loops: 1, refused: 2, passedOver: 3, displaced: 1, winners: { all: 2, connected: 2 }, eligible: { all: 10, connected: 2 }, bench: [{ level: 'TOP', positions: 1, ready: 3 }, { level: 'LOW', positions: 1, ready: 1 }] })] }),
      year(2, { rounds: [round({ winners: { all: 6, connected: 0 }, eligible: { all: 10, connected: 3 }, bench: [{ level: 'TOP', positions: 1, ready: 0 }, { level: 'LOW', positions: 1, ready: 0 }] })] }),
    ];
    expect(['loops', 'refused', 'passed-over', 'displaced'].map((measure) => value(years, measure as MeasureName))).toEqual([0.5, 1, 1.5, 0.5]);
    expect(value(years, 'connected-winners')).toBe(0.25);
    expect(value(years, 'connected-advantage')).toBe(1);
    expect(value(years, 'bench', 'TOP')).toBe(1.5);
    expect(value(years, 'bench')).toBe(1);
  });

  it('what is divided by nothing is null, and never NaN', () => {
    const nothing = year(1, { seats: { total: 0, start: 0, taken: 0, left: 0, end: 0 }, levels: [], units: [] });
    for (const years of [[], [nothing]]) {
      for (const { measure, value } of outcomesOf(years, LEVELS)) {
        if (years.length > 0 && ['moves', 'loops', 'passed-over', 'refused', 'displaced'].includes(measure)) expect(value).toBe(0);
        else expect(value, measure).toBeNull();
      }
    }
  });
});

describe('the Lorenz curve', () => {
  const values = fc.array(fc.integer({ min: 0, max: 1_000_000 }), { minLength: 1, maxLength: 30 });

  it('rises from (0, 0) to (1, 1) below the diagonal, bent upwards, in any order of the values', () =>
    fc.assert(
      fc.property(values, (list) => {
        const points = lorenz(list);
        expect(lorenz([...list].reverse())).toEqual(points);
        if (list.every((one) => one === 0)) {
          expect(points).toEqual([]);
          return;
        }
        expect([points[0], points.at(-1)]).toEqual([{ population: 0, share: 0 }, { population: 1, share: 1 }]);
        for (const { population, share } of points) expect(share).toBeLessThanOrEqual(population + 1e-12);
        for (let k = 2; k < points.length; k++) expect(points[k]!.share - points[k - 1]!.share).toBeGreaterThanOrEqual(points[k - 1]!.share - points[k - 2]!.share - 1e-12);
      }),
    ));

  it('gives the Gini coefficient: half the mean difference of all pairs by the mean', () =>
    fc.assert(
      fc.property(values, (list) => {
        const total = list.reduce((a, b) => a + b, 0);
        const found = gini(list);
        if (total === 0) {
          expect(found).toBeNull();
          return;
        }
        const pairs = list.flatMap((a) => list.map((b) => Math.abs(a - b))).reduce((a, b) => a + b, 0);
        expect(found).toBeCloseTo(pairs / (2 * list.length * total), 10);
      }),
    ));

  it('is the diagonal where all are equal, and one corner where one has all', () => {
    expect(gini([5, 5, 5])).toBe(0);
    expect(gini([0, 0, 0, 8])).toBe(0.75);
    expect(lorenz([3, 1])).toEqual([{ population: 0, share: 0 }, { population: 0.5, share: 0.25 }, { population: 1, share: 1 }]);
  });

  it('ends in (1, 1) and is never above the diagonal where sums of fractions are not exact', () => {
    const thirds = (n: number): number[] => Array.from({ length: n }, (_, k) => (k + 1) / 3);
    for (let n = 1; n <= 60; n++) {
      expect(lorenz(thirds(n)).at(-1)).toEqual({ population: 1, share: 1 });
      expect(gini(new Array<number>(n).fill(0.1))).toBeGreaterThanOrEqual(0);
    }
  });

  it('of several years or lives is their mean, point by point, so that its Gini coefficient is the mean too; what delivers nothing has none', () => {
    const of = (...delivered: number[]) => year(1, { units: delivered.map((n, k) => ({ unit: `u${k}`, seats: 1, before: null, after: null, delivered: 100 * n, score: 0, filled: 1 })) });
    expect(lorenzOf([of(3, 1), of(2, 2), of(0, 0)])).toEqual([0, 0.375, 1]);
    expect(lorenzOf([of(0, 0)])).toEqual([]);
    expect(meanCurve([[], [0, 0.2, 1], [0, 0.4, 1]])).toEqual([0, expect.closeTo(0.3, 12), 1]);
    expect(meanCurve([])).toEqual([]);
    const spread = outcomesOf([of(3, 1), of(2, 2)], []).find(({ measure }) => measure === 'unit-spread')!.value!;
    expect(spread).toBeCloseTo(0.5 - 0.375, 12);
  });

  it('has no point for a unit without seats', () => {
    const one = year(1);
    expect(unitsPerSeat({ ...one, units: [...one.units, { ...one.units[0]!, unit: 'none', seats: 0, delivered: 0 }] })).toEqual(unitsPerSeat(one));
  });
});
