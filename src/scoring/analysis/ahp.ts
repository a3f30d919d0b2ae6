import { Issues, MeritError } from '../../errors/index.js';
import { checkWord } from '../methods/method.js';
import { sum } from './normalise.js';
import { SAATY, type RandomIndex } from './random-index.js';

/** Pairwise judgements: entry (i, j) says how many times as important i is as j; null where a pair was left blank. */
export type PairwiseMatrix = readonly (readonly (number | null)[])[];

/** How weights are read from the matrix. They agree on a consistent one. */
export type WeightMethod = 'eigenvector' | 'columnMean' | 'geometricMean';

/**
 * How lambda is read: `eigenvalue`, the largest one, whatever the weights; `meanRatio`, mean of (Aw)_i / w_i; `columnSums`, sum of
 * column sum * w, as most spreadsheets do. One matrix and two of these gave two published consistency ratios.
 */
export type LambdaMethod = 'eigenvalue' | 'meanRatio' | 'columnSums';

export interface AhpOptions {
  readonly weights?: WeightMethod; // default eigenvector
  readonly lambda?: LambdaMethod; // default eigenvalue
  readonly randomIndex?: RandomIndex; // default SAATY
  /** Highest consistency ratio that is accepted; 0.10 if left out. */
  readonly limit?: number;
}

export interface Ahp {
  /** Above 0, adding up to 1. */
  readonly weights: readonly number[];
  readonly lambda: number;
  /** (lambda - n) / (n - 1); 0 for n <= 2. */
  readonly consistencyIndex: number;
  /** The index over the random index; 0 for n <= 2 by definition. */
  readonly consistencyRatio: number;
  readonly consistent: boolean;
  /** The matrix that was read, blanks filled in. */
  readonly matrix: readonly (readonly number[])[];
}

/**
 * Weights of pairwise judgements. For analysis only: doubles. A policy that uses such weights stores them rounded, as data, with the matrix as their source.
 * Blanks are filled so that the largest eigenvalue is smallest. O(n^2) per iteration.
 * @throws {MeritError} E_NUM_RANGE if the consistency ratio is above the limit (`ahpConsistency` tells by how much without refusing);
 * E_SHAPE, E_RULE (not reciprocal, or blanks that leave items uncompared), E_VALUE_MISSING (no random index of that size).
 * @see T. L. Saaty, J. Math. Psychology 15(3):234-281, 1977, doi:10.1016/0022-2496(77)90033-5
 */
export function ahpWeights(matrix: PairwiseMatrix, options: AhpOptions = {}): Ahp {
  const result = ahpConsistency(matrix, options);
  if (!result.consistent) {
    throw new MeritError('E_NUM_RANGE', `the consistency ratio is ${result.consistencyRatio.toFixed(4)}, at most ${options.limit ?? 0.1} is accepted\nMaybe one pair was judged the wrong way round; ask for the judgements again`);
  }
  return result;
}

/** As `ahpWeights`, without refusing what is inconsistent. */
export function ahpConsistency(matrix: PairwiseMatrix, options: AhpOptions = {}): Ahp {
  checkMatrix(matrix);
  const issues = new Issues();
  checkWord(options.weights ?? 'eigenvector', ['eigenvector', 'columnMean', 'geometricMean'], '/weights', issues);
  checkWord(options.lambda ?? 'eigenvalue', ['eigenvalue', 'meanRatio', 'columnSums'], '/lambda', issues);
  issues.throwIfAny();
  const filled = completed(matrix);
  const n = filled.length;
  const right = eigenvector(filled);
  const weights = options.weights === 'columnMean' ? columnMean(filled) : options.weights === 'geometricMean' ? geometricMean(filled) : right;
  const meanRatio = (w: readonly number[]): number => sum(multiply(filled, w).map((x, i) => x / w[i]!)) / n;
  const columnSums = (): number => sum(weights.map((w, j) => w * sum(filled.map((row) => row[j]!))));
  const how = options.lambda ?? 'eigenvalue';
  const lambda = how === 'columnSums' ? columnSums() : meanRatio(how === 'meanRatio' ? weights : right);
  const consistencyIndex = n <= 2 ? 0 : (lambda - n) / (n - 1);
  const random = (options.randomIndex ?? SAATY)[n];
  if (n > 2 && !random) throw new MeritError('E_VALUE_MISSING', `the table of random indices has no value for ${n} items`);
  const consistencyRatio = n <= 2 ? 0 : consistencyIndex / random!;
  return { weights, lambda, consistencyIndex, consistencyRatio, consistent: consistencyRatio <= (options.limit ?? 0.1), matrix: filled };
}

/**
 * Scores of alternatives: sum over criteria of weight * local weight.
 * @param local - by criterion, one local weight per alternative.
 * @param decimals - decimals to which every weight is rounded first, as some programs do; not rounded if left out.
 */
export function ahpSynthesis(weights: readonly number[], local: readonly (readonly number[])[], decimals?: number): number[] {
  if (local.length !== weights.length || local.some((l) => l.length !== local[0]!.length)) throw new MeritError('E_SHAPE', 'one list of local weights per criterion, all of one length');
  const rounded = (x: number): number => (decimals === undefined ? x : Number(x.toFixed(decimals)));
  return (local[0] ?? []).map((_, a) => sum(weights.map((w, k) => rounded(w) * rounded(local[k]![a]!))));
}

function checkMatrix(matrix: PairwiseMatrix): void {
  const issues = new Issues();
  const n = matrix.length;
  if (n === 0) throw new MeritError('E_SHAPE', 'the matrix is empty');
  matrix.forEach((row, i) => {
    if (row.length !== n) issues.add('E_SHAPE', `/${i}`, `expected ${n} judgements`);
    row.forEach((x, j) => {
      const back = matrix[j]?.[i];
      if (x === null) {
        if (i === j || back !== null) issues.add('E_RULE', `/${i}/${j}`, 'a blank pair is blank both ways, and the diagonal is 1');
      } else if (!Number.isFinite(x) || x <= 0) issues.add('E_NUM_RANGE', `/${i}/${j}`, 'a judgement is above 0');
      else if (typeof back === 'number' && Math.abs(x * back - 1) > 1e-6) issues.add('E_RULE', `/${i}/${j}`, 'entry (j, i) is not 1 over entry (i, j)');
    });
  });
  issues.throwIfAny();
  const reached = new Set([0]);
  for (const i of reached) matrix[i]!.forEach((x, j) => { if (x !== null) reached.add(j); }); // grows while it is read
  if (reached.size < n) throw new MeritError('E_RULE', 'the blanks leave items that are compared with no other; no weights follow');
}

function multiply(a: readonly (readonly number[])[], x: readonly number[]): number[] {
  return a.map((row) => sum(row.map((v, j) => v * x[j]!)));
}

/** The principal eigenvector, adding up to 1, by power iteration from equal weights: it converges for every positive matrix. */
function eigenvector(a: readonly (readonly number[])[]): number[] {
  let w = a.map(() => 1 / a.length);
  for (let round = 0; round < 1000; round++) {
    const next = multiply(a, w);
    const total = sum(next);
    const scaled = next.map((x) => x / total);
    const moved = Math.max(...scaled.map((x, i) => Math.abs(x - w[i]!)));
    w = scaled;
    if (moved < 1e-16) break;
  }
  return w;
}

function columnMean(a: readonly (readonly number[])[]): number[] {
  const sums = a.map((_, j) => sum(a.map((row) => row[j]!)));
  return a.map((row) => sum(row.map((x, j) => x / sums[j]!)) / a.length);
}

function geometricMean(a: readonly (readonly number[])[]): number[] {
  const means = a.map((row) => Math.exp(sum(row.map(Math.log)) / a.length));
  return means.map((x) => x / sum(means));
}

/**
 * The matrix with its blanks filled so that the largest eigenvalue is smallest: blank by blank, bisecting on the sign of its derivative
 * y_i w_j x - y_j w_i / x (w right, y left eigenvector), which is convex in log x, until none moves.
 * @see S. Bozoki, J. Fulop, L. Ronyai, Math. Comput. Modelling 52:318-333, 2010, doi:10.1016/j.mcm.2010.02.047
 */
function completed(matrix: PairwiseMatrix): number[][] {
  const a = matrix.map((row) => row.map((x) => x ?? 1));
  const blanks = matrix.flatMap((row, i) => row.flatMap((x, j) => (x === null && i < j ? [[i, j] as const] : [])));
  if (blanks.length === 0) return a;
  for (let round = 0; round < 100; round++) {
    let moved = 0;
    for (const [i, j] of blanks) {
      const before = Math.log(a[i]![j]!);
      let [low, high] = [-20, 20];
      for (let step = 0; step < 60; step++) {
        const t = (low + high) / 2;
        a[i]![j] = Math.exp(t);
        a[j]![i] = Math.exp(-t);
        const w = eigenvector(a);
        const y = eigenvector(a.map((_, k) => a.map((row) => row[k]!)));
        if (y[i]! * w[j]! * a[i]![j] > y[j]! * w[i]! * a[j]![i]) high = t;
        else low = t;
      }
      moved = Math.max(moved, Math.abs(Math.log(a[i]![j]!) - before));
    }
    if (moved < 1e-12) break;
  }
  return a;
}
