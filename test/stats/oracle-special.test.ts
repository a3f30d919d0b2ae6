import { expect, it } from 'vitest';
import { betaInc, betaQuantile, chiSquareUpper, logChoose, logGamma, normalCdf, normalQuantile } from '../../src/stats/special.js';
import { Comparison, oracle } from './oracles/read.js';

type Grid = readonly (readonly number[])[];
const grid = oracle<Record<'logGamma' | 'normalCdf' | 'normalQuantile' | 'chiSquareUpper' | 'betaInc' | 'betaQuantile' | 'logChoose', Grid>>('special');

it('the special functions equal scipy.special on 1,000 points each, in the far tails too', () => {
  const c = new Comparison();
  /** Relative alone: a tail of 1e-200 is compared with a tail of 1e-200. */
  const relative = (where: string, got: number, expected: number): void => c.same(where, expected === 0 ? got : got / expected, expected === 0 ? 0 : 1, 1e-10);
  grid.logGamma.forEach(([x, y]) => c.same(`logGamma(${x})`, logGamma(x!), y, 1e-13));
  grid.logChoose.forEach(([n, k, y]) => c.same(`logChoose(${n}, ${k})`, logChoose(n!, k!), y));
  grid.normalCdf.forEach(([x, y]) => relative(`normalCdf(${x})`, normalCdf(x!), y!));
  grid.normalQuantile.forEach(([p, y]) => relative(`normalQuantile(${p})`, normalQuantile(p!), y!));
  grid.chiSquareUpper.forEach(([x, df, y]) => (y! > 1e-290 ? relative(`chiSquareUpper(${x}, ${df})`, chiSquareUpper(x!, df!), y!) : c.same(`chiSquareUpper(${x}, ${df})`, chiSquareUpper(x!, df!), y)));
  grid.betaInc.forEach(([x, a, b, y]) => (y! > 1e-290 ? relative(`betaInc(${x}, ${a}, ${b})`, betaInc(x!, a!, b!), y!) : c.same(`betaInc(${x}, ${a}, ${b})`, betaInc(x!, a!, b!), y)));
  grid.betaQuantile.forEach(([p, a, b, y]) => relative(`betaQuantile(${p}, ${a}, ${b})`, betaQuantile(p!, a!, b!), y!));
  c.end(7_000);
});

it('a comparison with an oracle fails for one wrong figure, a tail of 0, a missing figure and an empty oracle', () => {
  const fails = (fill: (c: Comparison) => void, least = 1): void => {
    const c = new Comparison();
    fill(c);
    expect(() => c.end(least)).toThrow();
  };
  fails((c) => c.same('', 1 + 3e-9, 1));
  fails((c) => c.same('', undefined, 1));
  fails((c) => c.same('', NaN, NaN));
  fails((c) => c.same('', 'infinite', 1e300));
  fails((c) => c.p('', 2e-200, 1e-200));
  fails((c) => c.p('', 0, 1e-300));
  fails(() => undefined);
  const right = new Comparison();
  right.same('', 'infinite', 'Inf');
  right.p('', 1e-200, 1e-200);
  right.end(2);
});
