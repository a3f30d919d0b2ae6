import { Issues, MeritError } from '../errors/index.js';
import { checkFinite, checkLevel } from './checks.js';
import { conditionalMoments } from './conditional-moments.js';
import { cholesky, inverseCholesky, solveCholesky } from './linear.js';
import { recessionDirection } from './recession.js';
import { chiSquareUpper, normalCdf, normalQuantile } from './special.js';
import type { Interval, NotTestable, Ratio, Tested } from './types.js';

export interface ChoiceStratum {
  /** One list of covariates a candidate, all of one length. */
  readonly rows: readonly (readonly number[])[];
  readonly chosen: readonly boolean[];
}

export interface LogitCoefficient {
  /** The log odds ratio of one unit more of the covariate. */
  readonly estimate: number;
  readonly se: number;
  /** exp(estimate). */
  readonly oddsRatio: Ratio;
  /** Wald's interval of the odds ratio. */
  readonly interval: Interval;
  readonly waldP: number;
}

export interface LogitFit {
  readonly status: 'fitted';
  readonly coefficients: readonly LogitCoefficient[];
  readonly logLikelihood: number;
  readonly nullLogLikelihood: number;
  readonly likelihoodRatio: Tested;
  readonly score: Tested;
  readonly iterations: number;
  /** Strata with somebody chosen and somebody not. */
  readonly informative: number;
}

export interface LogitSeparated {
  readonly status: 'separated';
  /** The signs of a direction along which the likelihood never falls: which coefficients run to +infinity (1) and -infinity (-1) together; 0: no part of it. */
  readonly directions: readonly number[];
  readonly nullLogLikelihood: number;
  /** The test of all coefficients at 0: it needs no estimate, so it exists here too. */
  readonly score: Tested;
  readonly informative: number;
  /** The estimate that maximises log-likelihood + ln(det information) / 2: always finite. */
  readonly firth: FirthFit;
}

export interface FirthFit {
  readonly coefficients: readonly LogitCoefficient[];
  /** Log-likelihood with the penalty, the information in the units of the covariates given. */
  readonly penalisedLogLikelihood: number;
  /** Of all coefficients at 0, both with the penalty. */
  readonly likelihoodRatio: Tested;
  readonly iterations: number;
}

/** `coefficients`: which covariates are constant inside every informative stratum or follow from the ones before them. */
export type NotEstimable = NotTestable & { readonly coefficients?: readonly number[] };

const WORK = 5e8;

/**
 * The conditional logit model: given how many of each stratum were chosen, the chance of a choice is proportional to exp(sum of coefficients * covariates) over those
 * chosen. The exact conditional likelihood with any number chosen: R's `survival::clogit(method = 'exact')`. One stratum per vacancy takes out all that its candidates share.
 *
 * Assumes a linear index, and that the odds between two candidates do not depend on who else stands (independence of irrelevant alternatives); several choices of a stratum
 * count as made at once. Wald's and the likelihood-ratio p are asymptotic in the number of informative strata: with few of them take `winnerTest`
 * or `permutationTest`. A score that was itself rigged takes the effect it hides with it.
 *
 * *Separation*: where some combination of the covariates never stands lower in a winner than in another of his stratum, no finite estimate exists. It is found
 * before anything is fitted, by a linear programme over all pairs of winner and other (`recession.ts`), never by the size of an estimate; the answer is then `separated`, with
 * Firth's penalised estimate beside it, which is always finite. Its Wald interval is rough just there: report the exact test of `winnerTest` as well.
 *
 * The order of strata and candidates does not matter. Newton's method, until a step is below 1e-11 standard deviations; O(n * winners * covariates^2) a step and stratum.
 * @throws {MeritError} E_SHAPE (rows and chosen of different length, rows of different length, no covariate), E_NUM_RANGE, E_LIMIT_COUNT.
 * @returns `no-data` without candidates, `empty-margin` if no stratum has both winners and others, `no-variance` with the covariates that cannot be told apart.
 * @see D. McFadden, in P. Zarembka (ed.), Frontiers in Econometrics, 1974, 105-142; M. H. Gail, J. H. Lubin, L. V. Rubinstein, Biometrika 68(3):703-707, 1981, doi:10.1093/biomet/68.3.703
 * @see D. Firth, Biometrika 80(1):27-38, 1993, doi:10.1093/biomet/80.1.27; G. Heinze, R. Puhr, Statistics in Medicine 29(7-8):770-777, 2010, doi:10.1002/sim.3794 (Firth for conditional logit)
 */
export function conditionalLogit(given: readonly ChoiceStratum[], { level = 0.95 }: { readonly level?: number } = {}): LogitFit | LogitSeparated | NotEstimable {
  const p = check(given, level);
  if (given.every(({ rows }) => rows.length === 0)) return { status: 'not-testable', because: 'no-data' };
  const strata = given.filter(({ chosen }) => chosen.includes(true) && chosen.includes(false));
  if (strata.length === 0) return { status: 'not-testable', because: 'empty-margin' };
  const model = prepare(strata, p);
  const constant = [...model.scale.keys()].filter((k) => model.scale[k] === 0);
  if (constant.length > 0) return { status: 'not-testable', because: 'no-variance', coefficients: constant };
  const zero = evaluate(model, new Float64Array(p), 2);
  const start = cholesky(zero.information, p);
  if (start.explained.length > 0) return { status: 'not-testable', because: 'no-variance', coefficients: start.explained };

  const tested = (statistic: number): Tested => ({ statistic, df: p, p: chiSquareUpper(statistic, p) });
  const score = tested(dot(zero.score, solveCholesky(start.factor, zero.score)));
  const nullLogLikelihood = zero.logLikelihood;
  const informative = strata.length;
  const direction = recessionDirection(model.strata, p);
  if (direction) {
    const { beta, iterations, value } = ascend(model, true);
    return {
      status: 'separated',
      directions: [...direction].map((entry) => (Math.abs(entry) < 1e-7 ? 0 : Math.sign(entry))),
      nullLogLikelihood,
      score,
      informative,
      firth: {
        coefficients: coefficients(model, beta, level),
        penalisedLogLikelihood: value + model.scale.reduce((sum, spread) => sum + Math.log(spread), 0),
        likelihoodRatio: tested(Math.max(0, 2 * (value - penalised(model, zero)))),
        iterations,
      },
    };
  }
  const { beta, iterations, value } = ascend(model, false);
  return {
    status: 'fitted',
    coefficients: coefficients(model, beta, level),
    logLikelihood: value,
    nullLogLikelihood,
    likelihoodRatio: tested(Math.max(0, 2 * (value - nullLogLikelihood))),
    score,
    iterations,
    informative,
  };
}

interface Model {
  readonly p: number;
  /** Spread of each covariate within strata: the fit is made in these units. */
  readonly scale: Float64Array;
  readonly strata: readonly { readonly rows: readonly Float64Array[]; readonly chosen: readonly boolean[]; readonly choose: number; readonly seen: Float64Array }[];
}

/** Centres the covariates within each stratum and scales them, in an order that the content decides; strata with more winners than others are told by their others. */
function prepare(given: readonly ChoiceStratum[], p: number): Model {
  const sorted = given
    .map(({ rows, chosen }) => {
      const lines = rows.map((row, i) => ({ row, won: chosen[i]!, text: `${row.map((value) => value + 0).join(',')}:${chosen[i] ? 1 : 0}` }));
      lines.sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
      return { lines, text: lines.map(({ text }) => text).join(';') };
    })
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0));
  const scale = new Float64Array(p);
  const centred = sorted.map(({ lines }) => {
    const rows = lines.map(({ row }) => Float64Array.from(row));
    for (let k = 0; k < p; k++) {
      const first = rows[0]![k]!;
      const mean = rows.every((row) => row[k] === first) ? first : rows.reduce((sum, row) => sum + row[k]! / rows.length, 0); // an equal column leaves exact zeros
      for (const row of rows) {
        row[k]! -= mean;
        scale[k]! += row[k]! * row[k]!;
      }
    }
    return { rows, chosen: lines.map(({ won }) => won) };
  });
  const people = centred.reduce((sum, { rows }) => sum + rows.length, 0);
  for (let k = 0; k < p; k++) scale[k] = Math.sqrt(scale[k]! / people);
  const strata = centred.map(({ rows, chosen }) => {
    const winners = chosen.filter(Boolean).length;
    const seen = new Float64Array(p);
    for (const [i, row] of rows.entries()) {
      for (let k = 0; k < p; k++) {
        if (scale[k]! > 0) row[k]! /= scale[k]!;
        if (chosen[i]) seen[k]! += row[k]!;
      }
    }
    return { rows, chosen, choose: winners, seen };
  });
  return { p, scale, strata };
}

interface Evaluated {
  readonly logLikelihood: number;
  readonly score: Float64Array;
  readonly information: Float64Array;
  readonly third: Float64Array;
}

function evaluate({ p, strata }: Model, beta: Float64Array, order: 2 | 3): Evaluated {
  let logLikelihood = 0;
  const score = new Float64Array(p);
  const information = new Float64Array(p * p);
  const third = new Float64Array(order === 3 ? p * p * p : 0);
  for (const { rows, choose, seen } of strata) {
    // Rows add up to 0, so that choosing the winners by w is leaving the others by 1 / w: the same sums from the shorter recursion.
    const few = choose <= rows.length / 2;
    const moments = conditionalMoments(few ? rows : rows.map((row) => row.map((value) => -value)), few ? choose : rows.length - choose, beta, order);
    logLikelihood += dot(seen, beta) - moments.logTotal;
    for (let k = 0; k < p; k++) score[k]! += seen[k]! - moments.mean[k]!;
    for (let i = 0; i < information.length; i++) information[i]! += moments.covariance[i]!;
    for (let i = 0; i < third.length; i++) third[i]! += moments.third[i]!;
  }
  return { logLikelihood, score, information, third };
}

/** A Cholesky factor of the information; where rounding has made it singular, of one a little larger, which only shortens the step. */
function factorOf({ information }: Evaluated, p: number): Float64Array {
  for (let extra = 0; ; extra = extra === 0 ? 1e-14 : extra * 100) {
    const matrix = information.map((value, i) => (Math.floor(i / p) === i % p ? value * (1 + extra) + extra * 1e-6 : value));
    const { factor, explained } = cholesky(matrix, p, 0);
    if (explained.length === 0) return factor;
  }
}

/** Log-likelihood + ln(det information) / 2. */
function penalised({ p }: Model, at: Evaluated): number {
  const factor = factorOf(at, p);
  let value = at.logLikelihood;
  for (let k = 0; k < p; k++) value += Math.log(factor[k * p + k]!);
  return value;
}

const STEPS = 200;

/** Newton's method, steps halved until the function does not fall. */
function ascend(model: Model, firth: boolean): { beta: Float64Array; iterations: number; value: number } {
  const { p } = model;
  const order = firth ? 3 : 2;
  const valueOf = (at: Evaluated): number => (firth ? penalised(model, at) : at.logLikelihood);
  let beta = new Float64Array(p);
  let at = evaluate(model, beta, order);
  let value = valueOf(at);
  let still = 0; // steps in a row that changed the function by rounding alone
  for (let iterations = 1; iterations <= STEPS; iterations++) {
    const score = firth ? firthScore(at, p) : at.score;
    const step = solveCholesky(firth ? curvature(model, beta, at) : factorOf(at, p), score);
    let share = Math.min(1, (5 + Math.max(...beta.map(Math.abs))) / Math.max(...step.map(Math.abs))); // no step more than doubles the distance, the first five
    for (;;) {
      const next = beta.map((entry, k) => entry + share * step[k]!);
      const there = evaluate(model, next, order);
      const reached = valueOf(there);
      const rounding = 1e-12 * (1 + Math.abs(value));
      if (reached >= value - rounding || share < 1e-10) {
        still = reached <= value + rounding ? still + 1 : 0;
        [beta, at, value] = [next, there, reached];
        break;
      }
      share /= 2;
    }
    if (step.every((entry, k) => Math.abs(entry) <= SETTLED * Math.max(1, Math.abs(beta[k]!))) || still === 6) return { beta, iterations, value };
  }
  throw new MeritError('E_LIMIT_SEARCH', `the estimate did not settle within ${STEPS} steps\nMaybe the data are within rounding of being separated`);
}

const SETTLED = 1e-11; // of a standard deviation of the covariate; the step that is no longer than this was still taken

/** A factor of the curvature of the penalised likelihood, by differences of its score; of the information where rounding or distance make that not positive. */
function curvature(model: Model, beta: Float64Array, at: Evaluated): Float64Array {
  const { p } = model;
  const h = 1e-5;
  const matrix = new Float64Array(p * p);
  for (let k = 0; k < p; k++) {
    const scoreAt = (by: number): Float64Array => firthScore(evaluate(model, beta.map((entry, i) => (i === k ? entry + by : entry)), 3), p);
    const [ahead, behind] = [scoreAt(h), scoreAt(-h)];
    for (let i = 0; i < p; i++) {
      const slope = (behind[i]! - ahead[i]!) / (4 * h); // half of it here and half at the mirrored place
      matrix[i * p + k]! += slope;
      matrix[k * p + i]! += slope;
    }
  }
  const { factor, explained } = cholesky(matrix, p, 1e-8);
  return explained.length === 0 ? factor : factorOf(at, p);
}

/** @see D. Firth 1993: the score plus half the trace of (inverse information * its derivative). */
function firthScore(at: Evaluated, p: number): Float64Array {
  const { score, third } = at;
  const inverse = inverseCholesky(factorOf(at, p), p);
  return score.map((value, k) => {
    let trace = 0;
    for (let i = 0; i < p * p; i++) trace += inverse[i]! * third[i * p + k]!;
    return value + trace / 2;
  });
}

function coefficients(model: Model, beta: Float64Array, level: number): LogitCoefficient[] {
  const { p, scale } = model;
  const inverse = inverseCholesky(factorOf(evaluate(model, beta, 2), p), p);
  const reach = normalQuantile((1 + level) / 2);
  const odds = (log: number): Ratio => (log > 700 ? 'infinite' : Math.exp(log));
  return [...beta].map((entry, k) => {
    const estimate = entry / scale[k]!;
    const se = Math.sqrt(inverse[k * p + k]!) / scale[k]!;
    return {
      estimate,
      se,
      oddsRatio: odds(estimate),
      interval: { low: Math.exp(estimate - reach * se), high: odds(estimate + reach * se), level },
      waldP: Math.min(1, 2 * normalCdf(-Math.abs(estimate) / se)),
    };
  });
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, value, k) => sum + value * b[k]!, 0);
}

function check(given: readonly ChoiceStratum[], level: number): number {
  const issues = new Issues();
  const p = given.find(({ rows }) => rows.length > 0)?.rows[0]!.length ?? 0;
  let work = 0;
  given.forEach(({ rows, chosen }, i) => {
    if (rows.length !== chosen.length) issues.add('E_SHAPE', `/${i}`, `${rows.length} rows for ${chosen.length} entries of chosen`);
    rows.forEach((row, n) => {
      if (row.length !== p) issues.add('E_SHAPE', `/${i}/rows/${n}`, `${row.length} covariates, the first row has ${p}`);
      row.forEach((value, k) => checkFinite(value, `/${i}/rows/${n}/${k}`, issues));
    });
    const winners = chosen.filter(Boolean).length;
    work += rows.length * Math.min(winners, rows.length - winners) * p * p;
  });
  if (p === 0 && given.some(({ rows }) => rows.length > 0)) issues.add('E_SHAPE', '', 'there is no covariate');
  checkLevel(level, issues);
  issues.throwIfAny();
  if (work > WORK) throw new MeritError('E_LIMIT_COUNT', `one step of the fit takes ${work} operations, at most ${WORK} are made`);
  return p;
}
