// The calibration at length: what docs/auditing.md prints and what stands beside the signs. test/auditing/calibration.test.ts does a little of it.
import { describe, expect, it } from 'vitest';
import { ALPHAS, NULL_WORLDS, sizeOf, underTheNull, uniformity } from '../../bench/calibration/null.js';
import { powerTable } from '../../bench/calibration/power.js';
import { whatRungsSay } from '../../bench/calibration/rigged.js';
import { intervalOf, measureSigns, ratesOf, RUNS } from '../../bench/calibration/signs.js';
import { RATES } from '../../src/auditing/flags/index.js';

const SURE = 0.9999;
/** Other seeds than those of the page. */
const FIRST = 100_001;

describe('where nobody is favoured', () => {
  it.each(NULL_WORLDS.map((one) => [one.name, one] as const))('%s: exact tests keep their level, asymptotic ones nearly, and p with a coin between its steps is uniform', async (_, one) => {
    const samples = await underTheNull({ ...one, runs: Math.ceil(one.runs / 4) }, FIRST);
    for (const sample of samples) {
      if (sample.p.length < 30) continue; // too few of this make to say anything
      // an asymptotic test in few data may be somewhat too ready: a tenth of alpha is granted
      for (const alpha of ALPHAS) expect(Number(sizeOf(sample, alpha, SURE).interval.low), sample.test).toBeLessThanOrEqual(sample.exact ? alpha : 1.1 * alpha);
      if (sample.randomised.length > 0) expect(uniformity(sample).p, sample.test).toBeGreaterThan(1e-4);
    }
  }, 120_000);
});

it('the winner test has the exact power in 4,000 draws a cell of the published table', () => {
  for (const { exact, interval, needed, vacancies } of powerTable(4000, 2, SURE)) {
    expect(needed).toBe(vacancies);
    expect([Number(interval.low) <= exact, exact <= Number(interval.high), exact >= 0.8]).toEqual([true, true, true]);
  }
}, 120_000);

describe('the rates beside the signs', () => {
  it('are those of their seed, to the last digit', async () => {
    expect(ratesOf(await measureSigns(RUNS), RUNS)).toEqual(RATES);
  }, 240_000);

  it('come out again with other seeds, within their intervals', async () => {
    for (const [code, { planted, alike }] of await measureSigns(6, FIRST)) {
      const [found, alarms, rate] = [intervalOf(planted, SURE), intervalOf(alike, SURE), RATES[code]!];
      expect([Number(found.low) <= rate.detection, rate.detection <= Number(found.high)], code).toEqual([true, true]);
      expect([Number(alarms.low) <= rate.falseAlarm, rate.falseAlarm <= Number(alarms.high)], code).toEqual([true, true]);
    }
  }, 240_000);
});

it('favour in the open is found given the score; ratings that are too high, and followed, show in the crude rung alone', async () => {
  const [none, open, , lifted] = await whatRungsSay(8, FIRST);
  expect(none!.merit).toBeLessThanOrEqual(3);
  expect(open!.merit).toBeGreaterThanOrEqual(7);
  expect(lifted!.crude).toBeGreaterThanOrEqual(7);
  expect(lifted!.merit).toBeLessThanOrEqual(3);
}, 240_000);
