import fc from 'fast-check';
import { expect, it } from 'vitest';
import { betaInc, betaQuantile, chiSquareUpper, logChoose, logGamma, normalCdf, normalQuantile, normalTwoSided } from '../../src/stats/special.js';

/** Relative 1e-12. */
const exact = (got: number, expected: number): void => expect(Math.abs(got / expected - 1), `${got} for ${expected}`).toBeLessThan(1e-12);

// All figures by mpmath 1.3.0 at 40 digits: gamma and erfc its own, the beta integral as a sum of binomials, its inverse by bisection.
it('logGamma and the normal distribution have all their digits, far tails too', () => {
  exact(logGamma(0.5), 0.57236494292470009);
  exact(logGamma(3.5), 1.2009736023470742);
  exact(logGamma(101), 363.73937555556349);
  exact(logGamma(1_000_000.5), 12815511.476902766);
  exact(logChoose(48, 24), Math.log(32_247_603_683_100));
  expect([logChoose(9, 0), logChoose(9, 9)]).toEqual([0, 0]);
  exact(normalCdf(-37), 5.7255712225245768e-300);
  exact(normalCdf(-8), 6.2209605742717841e-16);
  exact(normalCdf(-1.96), 0.024997895148220436);
  exact(normalCdf(0.5), 0.6914624612740131);
  fc.assert(fc.property(fc.double({ min: 1e-300, max: 0.5, noNaN: true }), (p) => {
    const z = normalQuantile(p);
    const room = 1e-13 * (1 + z * z); // far out the last digit of z moves that many of p
    expect(Math.abs(normalCdf(z) / p - 1)).toBeLessThan(room);
    expect(Math.abs(normalTwoSided(z) / (2 * p) - 1)).toBeLessThan(room);
  }));
});

it('chiSquareUpper has 1e-12 at 1 and at 10,000 degrees of freedom', () => {
  const figures = [
    [2.5, 1, 0.11384629800665805], [700, 1, 2.9902269751246203e-154], [0.3, 4, 0.98981417288881648], [18.8, 5, 0.0020941468146252834], [30, 7, 9.4959725081341838e-5],
    [1200, 999, 1.1129350448258866e-5], [2000, 2000, 0.49579475581978449], [2100, 2000, 0.058671111377318077], [15_000, 10_000, 5.9158688290519602e-208],
  ] as const;
  for (const [x, df, upper] of figures) exact(chiSquareUpper(x, df), upper);
  expect([chiSquareUpper(0, 1), chiSquareUpper(0, 6), chiSquareUpper(1e9, 3)]).toEqual([1, 1, 0]);
});

it('the chi-square of 2 degrees of freedom is exponential, and each falls as it grows', () => {
  const x = fc.double({ min: 1e-9, max: 500, noNaN: true });
  fc.assert(fc.property(x, (y) => {
    expect(Math.abs(chiSquareUpper(y, 2) - Math.exp(-y / 2))).toBeLessThan(1e-15);
  }));
  fc.assert(fc.property(x, x, fc.integer({ min: 1, max: 60 }), (y, z, df) => {
    expect(chiSquareUpper(Math.max(y, z), df)).toBeLessThanOrEqual(chiSquareUpper(Math.min(y, z), df) * (1 + 1e-12));
  }));
});

it('betaInc and its inverse have 1e-12, near 0 and near 1', () => {
  for (const [x, a, b, lower] of [[0.3, 5, 9, 0.34568643929849997], [0.01, 1, 400, 0.9820494467249548], [0.2, 3000, 10_000, 3.6697234245414584e-18], [0.5, 100_000, 100_000, 0.5], [1e-6, 2, 1_000_000, 0.26424148553670979]] as const) {
    exact(betaInc(x, a, b), lower);
    expect(betaInc(x, a, b, true)).toBeCloseTo(1 - lower, 14);
  }
  const quantiles = [[0.025, 15, 391, 0.020874869843417902], [0.975, 16, 390, 0.060351888464247382], [0.995, 1000, 999_001, 0.0010832864602916631], [0.975, 1, 10_000, 0.00036881991461876221], [1e-6, 100, 1, 0.8709635899560807]] as const;
  for (const [p, a, b, x] of quantiles) exact(betaQuantile(p, a, b), x);
  expect([betaInc(0, 2, 3), betaInc(1, 2, 3), betaInc(0, 2, 3, true), betaInc(1, 2, 3, true), betaQuantile(0, 2, 3), betaQuantile(1, 2, 3)]).toEqual([0, 1, 1, 0, 0, 1]);
});

it('betaQuantile undoes betaInc wherever both are defined', () => {
  const size = fc.integer({ min: 1, max: 3000 });
  fc.assert(fc.property(fc.double({ min: 1e-12, max: 0.5, noNaN: true }), size, size, (p, a, b) => {
    expect(Math.abs(betaInc(betaQuantile(p, a, b), a, b) / p - 1)).toBeLessThan(1e-9); // the quantile itself may stand next to 1, where a double is coarse
    expect(Math.abs(betaInc(betaQuantile(1 - p, a, b), a, b) - (1 - p))).toBeLessThan(1e-10);
  }));
});
