// A small part of `npm run calibrate`; test/full/calibration.full.ts does it at length. Bounds are wide enough that a sound audit passes for any seed but one in 10,000.
import { beforeAll, describe, expect, it } from 'vitest';
import { NULL_WORLDS, sizeOf, underTheNull, uniformity, type Sample } from '../../bench/calibration/null.js';
import { powerTable } from '../../bench/calibration/power.js';
import { CODES, intervalOf, measureSigns, ratesOf, RUNS, SEED } from '../../bench/calibration/signs.js';
import { RATES } from '../../src/auditing/flags/index.js';

const SURE = 0.9999;

describe('where nobody is favoured', () => {
  let samples: Sample[] = [];
  beforeAll(async () => {
    samples = await underTheNull({ ...NULL_WORLDS[0]!, runs: 50 });
  });

  it('exact tests say p <= alpha at most in alpha of the worlds, and the winner test with a coin between its steps is uniform', () => {
    const exact = samples.filter((sample) => sample.exact);
    expect(exact.length).toBeGreaterThan(3);
    for (const sample of exact) for (const alpha of [0.05, 0.1]) expect(Number(sizeOf(sample, alpha, SURE).interval.low), sample.test).toBeLessThanOrEqual(alpha);
    const coined = exact.filter(({ randomised }) => randomised.length > 0);
    expect(coined.map(({ test }) => test.split(':')[0])).toEqual(expect.arrayContaining(['winners', 'permutation of the labels, greater']));
    for (const sample of coined) expect(uniformity(sample).p, sample.test).toBeGreaterThan(1e-4);
  });

  it('would tell p-values that are half of what they should be', () => {
    const winners = samples.find(({ test }) => test.startsWith('winners'))!;
    const halved = { ...winners, randomised: winners.randomised.map((p) => p / 2) };
    expect(uniformity(halved).p).toBeLessThan(1e-4);
  });
});

describe('where the connected have the odds of the published table', () => {
  it('the winner test finds them as often as its exact power says: 0.8 and more', () => {
    for (const { exact, interval, vacancies, needed, measured } of powerTable(300, 5, SURE)) {
      expect(needed).toBe(vacancies);
      expect(exact).toBeGreaterThanOrEqual(0.8);
      expect(Number(interval.low)).toBeLessThanOrEqual(exact);
      expect(Number(interval.high)).toBeGreaterThanOrEqual(exact);
      expect(measured).toBeGreaterThan(0.7);
    }
  });
});

describe('the rates beside the signs', () => {
  it('stand for each sign, from as many worlds as were measured', () => {
    expect(Object.keys(RATES).sort()).toEqual([...CODES].sort());
    for (const { world, runs, seed, detection, falseAlarm } of Object.values(RATES)) {
      expect({ world, runs, seed }).toEqual({ world: 'Arunika-120', runs: RUNS, seed: SEED });
      for (const share of [detection, falseAlarm]) expect(share).toBe(Math.round(Math.min(1, Math.max(0, share)) * 10_000) / 10_000);
      expect(detection).toBeGreaterThan(falseAlarm);
    }
  });

  it('come out again in a city of another seed, as far as one city tells', async () => {
    const counts = await measureSigns(1, SEED + 5000);
    expect(Object.keys(ratesOf(counts, 1))).toEqual(Object.keys(RATES));
    for (const [code, { planted, alike }] of counts) {
      const [found, alarms] = [intervalOf(planted, SURE), intervalOf(alike, SURE)];
      const rate = RATES[code]!;
      expect([Number(found.low) <= rate.detection, rate.detection <= Number(found.high)], code).toEqual([true, true]);
      expect([Number(alarms.low) <= rate.falseAlarm, rate.falseAlarm <= Number(alarms.high)], code).toEqual([true, true]);
    }
  });
});
