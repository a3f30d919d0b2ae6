import { expect, it } from 'vitest';
import { bunching, conditionalLogit, kolmogorovSmirnov, vanElteren, type ChoiceStratum, type LogitCoefficient } from '../../src/stats/index.js';
import { Comparison, ITERATIVE, oracle, type Figure } from './oracles/read.js';

interface Fit {
  status: 'fitted' | 'separated' | 'singular' | 'empty';
  informative: number;
  b: number[];
  se: number[];
  waldP: number[];
  l: number;
  null: number;
  lr: number;
  lrP: number;
  score: number;
  scoreP: number;
  firth?: { b: number[]; se: number[]; l: number };
}
const inputs = oracle<{ logit: ChoiceStratum[][]; twoSamples: [number[], number[]][][]; lattice: { counts: [number, number][]; threshold: number; width: number }[]; uniforms: number[][] }>('inputs');
const fits = oracle<{ conditionalLogit: Fit[]; vanElteren: (Figure[] | Record<string, never>)[] }>('logit');
const separation = oracle<{ directions?: number[] }[]>('separation');
const exact = oracle<{ vanElteren: ({ statistic: number; mean: number; variance: number; labelings: number; p: number[] } | null)[] }>('exact-py');

const Z = 1.959963984540054;

/** b'(winner - other) of every pair of one stratum, for a direction of signs only when one covariate moves. */
const gains = (strata: readonly ChoiceStratum[], b: readonly number[]): number[] =>
  strata.flatMap(({ rows, chosen }) => rows.flatMap((w, i) => (chosen[i] ? rows.flatMap((l, j) => (chosen[j] ? [] : [b.reduce((sum, x, k) => sum + x * (w[k]! - l[k]!), 0)])) : [])));

function compareCoefficients(c: Comparison, where: string, got: readonly LogitCoefficient[], b: readonly number[], se: readonly number[]): void {
  b.forEach((x, k) => {
    const own = got[k]!;
    c.same(`${where} estimate ${k}`, own.estimate, x, ITERATIVE);
    c.same(`${where} se ${k}`, own.se, se[k], ITERATIVE);
    c.same(`${where} odds ratio ${k}`, own.oddsRatio, Math.exp(x), ITERATIVE);
    c.same(`${where} low ${k}`, own.interval.low, Math.exp(x - Z * se[k]!), ITERATIVE);
    c.same(`${where} high ${k}`, own.interval.high, Math.exp(x + Z * se[k]!), 2 * ITERATIVE);
  });
}

it('conditionalLogit equals survival::clogit(method = exact) on 1,000 sets of strata, and finds separation where a linear programme does', () => {
  const c = new Comparison();
  let penalised = 0;
  inputs.logit.forEach((strata, i) => {
    const got = conditionalLogit(strata);
    const r = fits.conditionalLogit[i]!;
    c.same(`${i} status`, got.status, r.status === 'singular' || r.status === 'empty' ? 'not-testable' : r.status);
    if (got.status === 'not-testable') {
      c.same(`${i} because`, got.because, r.status === 'singular' ? 'no-variance' : 'empty-margin');
      return;
    }
    c.same(`${i} informative`, got.informative, r.informative);
    c.same(`${i} null`, got.nullLogLikelihood, r.null);
    c.same(`${i} score`, got.score.statistic, r.score);
    if (got.status === 'fitted' && r.status === 'fitted') {
      compareCoefficients(c, `${i}`, got.coefficients, r.b, r.se);
      r.waldP.forEach((p, k) => c.same(`${i} Wald ${k}`, got.coefficients[k]!.waldP, p, ITERATIVE));
      c.same(`${i} log-likelihood`, got.logLikelihood, r.l);
      c.same(`${i} likelihood ratio`, got.likelihoodRatio.statistic, r.lr);
      c.same(`${i} likelihood ratio p`, got.likelihoodRatio.p, r.lrP);
      c.same(`${i} likelihood ratio df`, got.likelihoodRatio.df, r.b.length);
      c.same(`${i} score p`, got.score.p, r.scoreP);
    } else if (got.status === 'separated') {
      // the linear programme's range of each coefficient over all such directions: 1 up alone, -1 down alone, 0 not at all, 2 either way
      separation[i]!.directions!.forEach((side, k) => c.same(`${i} direction ${k}`, side === 2 || got.directions[k] === 0 || got.directions[k] === side, true));
      c.same(`${i} some direction`, got.directions.some((x) => x !== 0), true);
      if (got.directions.filter((x) => x !== 0).length === 1) c.same(`${i} no winner lower`, Math.min(...gains(strata, got.directions)) >= 0, true);
      penalised++;
      compareCoefficients(c, `${i} Firth`, got.firth.coefficients, r.firth!.b, r.firth!.se);
      c.same(`${i} Firth log-likelihood`, got.firth.penalisedLogLikelihood, r.firth!.l, ITERATIVE);
    }
  });
  c.end(18_000);
  expect(penalised).toBe(136);
});

it('vanElteren equals the written-out test with ties, and every labeling gone through, on 1,000 sets of strata', () => {
  const c = new Comparison();
  inputs.twoSamples.forEach((strata, i) => {
    const got = vanElteren(strata.map(([first, second]) => ({ first, second })));
    const r = fits.vanElteren[i];
    const all = exact.vanElteren[i];
    c.same(`${i} status`, got.status, Array.isArray(r) ? 'tested' : 'not-testable');
    if (got.status !== 'tested' || !Array.isArray(r) || !all) return;
    c.same(`${i} statistic`, got.statistic, r[0]);
    c.same(`${i} statistic in fractions`, got.statistic, all.statistic);
    c.same(`${i} z`, got.z, r[3]);
    c.same(`${i} two`, got.p.two, r[4]);
    c.same(`${i} greater`, got.p.greater, r[5]);
    c.same(`${i} less`, got.p.less, r[6]);
    c.same(`${i} exact is given`, got.exact !== undefined, true);
    if (!got.exact) return;
    c.p(`${i} exact greater`, got.exact.greater, all.p[1]);
    c.p(`${i} exact less`, got.exact.less, all.p[2]);
    c.p(`${i} exact two`, got.exact.two, all.p[0]);
  });
  c.end(10_000);
});

it('bunching equals binom.test of the two windows on 1,000 lattices of counts', () => {
  const c = new Comparison();
  const byR = oracle<{ bunching: (Figure[] | Record<string, never>)[] }>('tables').bunching;
  inputs.lattice.forEach((lattice, i) => {
    const got = bunching(lattice);
    const r = byR[i];
    c.same(`${i} status`, got.status, Array.isArray(r) ? 'tested' : 'not-testable');
    if (got.status !== 'tested' || !Array.isArray(r)) return;
    c.same(`${i} below`, got.below, r[0]);
    c.same(`${i} above`, got.above, r[1]);
    c.p(`${i} two`, got.p.two, r[2]);
    c.p(`${i} greater`, got.p.greater, r[3]);
    c.p(`${i} less`, got.p.less, r[4]);
    c.same(`${i} low`, got.interval.low, r[5]);
    c.same(`${i} high`, got.interval.high, r[6]);
    const third = bunching({ ...lattice, counts: new Map(lattice.counts), expectedShare: 1 / 3 });
    if (third.status === 'tested') c.p(`${i} of a third`, third.p.two, r[7]);
  });
  c.end(7_000);
});

it('kolmogorovSmirnov equals scipy.stats.kstest with its exact p on 1,000 samples', () => {
  const c = new Comparison();
  const byScipy = oracle<{ kolmogorovSmirnov: [number, number, number][] }>('special').kolmogorovSmirnov;
  inputs.uniforms.forEach((values, i) => {
    const got = kolmogorovSmirnov(values);
    c.same(`${i} status`, got.status, 'tested');
    if (got.status !== 'tested') return;
    c.same(`${i} statistic`, got.statistic, byScipy[i]![0]);
    c.same(`${i} p`, got.p, byScipy[i]![1]);
  });
  c.end(3_000);
});
