import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { detectable, vacanciesNeeded, winnerPower, winnerTest } from '../../src/stats/index.js';

describe('vacanciesNeeded', () => {
  // method/auditing.md B2: one connected of n, one winner, one-sided .05, power .8 from there on
  it.each([
    [3, [176, 60, 25, 13, 3]],
    [5, [225, 79, 28, 13, 2]],
    [10, [388, 122, 44, 18, 2]],
  ])('gives the published table for %i eligible people', (eligible, expected) => {
    expect([1.5, 2, 3, 5, 'infinite' as const].map((oddsRatio) => vacanciesNeeded({ eligible, oddsRatio }))).toEqual(expected);
  });

  it('is the number from which on the power stays: the scan of every number up to 200 finds no later failure', () => {
    for (const oddsRatio of [2, 3]) {
      const powers = Array.from({ length: 200 }, (_, i) => winnerPower({ eligible: 5, connected: 1, oddsRatio, vacancies: i + 1 }));
      const failed = powers.findLastIndex((power) => power.status !== 'computed' || power.power < 0.8);
      expect(vacanciesNeeded({ eligible: 5, oddsRatio })).toBe(failed + 2);
    }
  });

  it('says that it was not reached: no effect, an effect too small, a vacancy that cannot vary', () => {
    expect(vacanciesNeeded({ eligible: 5, oddsRatio: 1 })).toBe('not-reached');
    expect(vacanciesNeeded({ eligible: 5, oddsRatio: 1.05 })).toBe('not-reached');
    expect(vacanciesNeeded({ eligible: 5, connected: 0, oddsRatio: 3 })).toBe('not-reached');
    expect(() => vacanciesNeeded({ eligible: 5, oddsRatio: 0, power: 2 })).toThrow('E_NUM_RANGE at /oddsRatio');
  });
});

describe('winnerPower', () => {
  it('is the binomial tail of p1 = OR / (OR + n - 1) above the critical number', () =>
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 9 }), fc.integer({ min: 1, max: 25 }), fc.double({ min: 0.2, max: 20, noNaN: true }), (eligible, vacancies, oddsRatio) => {
        const tail = (p: number, from: number): number => {
          let [sum, ways] = [0, 1];
          for (let k = 0; k <= vacancies; k++) {
            if (k >= from) sum += ways * p ** k * (1 - p) ** (vacancies - k);
            ways = (ways * (vacancies - k)) / (k + 1);
          }
          return sum;
        };
        const critical = Array.from({ length: vacancies + 1 }, (_, k) => k).find((k) => tail(1 / eligible, k) <= 0.05);
        const result = winnerPower({ eligible, connected: 1, oddsRatio, vacancies });
        if (result.status !== 'computed') throw new Error('not computed');
        expect(result.critical).toBe(critical ?? null);
        expect(result.power).toBeCloseTo(critical === undefined ? 0 : tail(oddsRatio / (oddsRatio + eligible - 1), critical), 10);
        expect(result.level).toBeCloseTo(critical === undefined ? 0 : tail(1 / eligible, critical), 10);
      }),
      { numRuns: 100 },
    ));

  it('handles vacancies of several winners, and favour without bound', () => {
    expect(winnerPower({ eligible: 6, connected: 2, winners: 2, oddsRatio: 'infinite', vacancies: 4 })).toMatchObject({ power: 1 });
    expect(winnerPower({ eligible: 6, connected: 0, winners: 2, oddsRatio: 2, vacancies: 4 })).toEqual({ status: 'not-testable', because: 'empty-margin' });
    expect(winnerPower({ eligible: 6, connected: 1, oddsRatio: 2, vacancies: 0 })).toEqual({ status: 'not-testable', because: 'no-data' });
  });
});

describe('detectable', () => {
  it('says that one vacancy of five cannot show anything, and two can', () => {
    const one = { eligible: 5, connected: 1, winners: 1 };
    expect(detectable([one])).toEqual({ status: 'computed', possible: false, minimumP: 0.2, critical: null, leastOddsRatio: 'infinite' });
    expect(detectable([one, one])).toMatchObject({ possible: true, critical: 2, minimumP: expect.closeTo(0.04, 15) });
  });

  it('finds the odds ratio at which winnerPower gives the power asked for', () => {
    const result = detectable(new Array(40).fill({ eligible: 5, connected: 1, winners: 1 }));
    if (result.status !== 'computed') throw new Error('not computed');
    expect(winnerPower({ eligible: 5, connected: 1, oddsRatio: result.leastOddsRatio, vacancies: 40 })).toMatchObject({ power: expect.closeTo(0.8, 8), critical: result.critical });
  });

  it('agrees with the least p of winnerTest, also with vacancies that cannot vary', () => {
    const vacancies = [{ eligible: 6, connected: 2, winners: 2 }, { eligible: 3, connected: 3, winners: 2 }, { eligible: 4, connected: 3, winners: 2 }];
    const test = winnerTest(vacancies.map((v) => ({ ...v, connectedWinners: Math.min(v.connected, v.winners) })));
    const found = detectable(vacancies, { alpha: 0.05 });
    if (test.status !== 'tested' || found.status !== 'computed') throw new Error('not computed');
    expect(found.minimumP).toBeCloseTo(test.minimumP.greater, 15);
    expect(found.critical).toBe(test.p.greater <= 0.05 ? test.observed : null);
    expect(detectable([])).toEqual({ status: 'not-testable', because: 'no-data' });
  });
});
