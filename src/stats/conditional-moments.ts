/** Lists of numbers: vectors; matrices and cubes row-major. */
export interface Moments {
  /** ln of the sum over all choices of exp(sum of the linear predictors of those chosen). */
  readonly logTotal: number;
  /** Mean of the sum of the covariates of those chosen, p entries. */
  readonly mean: Float64Array;
  /** Covariance of that sum, p*p. */
  readonly covariance: Float64Array;
  /** Third central moments, p*p*p; empty unless asked for. */
  readonly third: Float64Array;
}

/**
 * The moments of the sum of covariates when `choose` of the rows are chosen with probability proportional to exp(sum of their linear predictors).
 *
 * The elementary symmetric recursion B(n, d) = B(n-1, d) + w_n B(n-1, d-1) of the exact conditional likelihood, written in probabilities: each row is taken
 * independently with odds w_i / c, where c makes `choose` the expected number; given that number the distribution is the same, and nothing overflows:
 * the number wanted then has a probability near 1 / sqrt(2 pi variance). First to third moments follow the same recursion. O(n * choose * p^order).
 * @param rows - one covariate vector a candidate.
 * @see M. H. Gail, J. H. Lubin, L. V. Rubinstein, Biometrika 68(3):703-707, 1981, doi:10.1093/biomet/68.3.703
 */
export function conditionalMoments(rows: readonly Float64Array[], choose: number, beta: Float64Array, order: 2 | 3): Moments {
  const p = beta.length;
  const eta = rows.map((row) => row.reduce((sum, value, k) => sum + value * beta[k]!, 0));
  const log = logScale(eta, choose);
  const width = 1 + p + p * p + (order === 3 ? p * p * p : 0); // probability, sums of x, of xx', of xxx'
  const [one, two, three] = [1, 1 + p, 1 + p + p * p];
  const state = new Float64Array((choose + 1) * width);
  state[0] = 1;
  let logTotal = choose * log;
  rows.forEach((x, n) => {
    const t = eta[n]! - log;
    const take = 1 / (1 + Math.exp(-t));
    const leave = 1 / (1 + Math.exp(t));
    logTotal += t > 0 ? t + Math.log1p(Math.exp(-t)) : Math.log1p(Math.exp(t));
    for (let d = Math.min(choose, n + 1); d >= 0; d--) {
      const to = d * width;
      for (let i = 0; i < width; i++) state[to + i]! *= leave;
      if (d === 0) continue;
      const from = to - width;
      const base = take * state[from]!;
      state[to]! += base;
      for (let a = 0; a < p; a++) {
        const first = take * state[from + one + a]!;
        state[to + one + a]! += first + base * x[a]!;
        for (let b = 0; b < p; b++) {
          const otherFirst = take * state[from + one + b]!;
          const second = take * state[from + two + a * p + b]!;
          state[to + two + a * p + b]! += second + x[a]! * otherFirst + first * x[b]! + base * x[a]! * x[b]!;
          if (order === 2) continue;
          for (let c = 0; c < p; c++) {
            const third = take * state[from + three + (a * p + b) * p + c]!;
            const ac = take * state[from + two + a * p + c]!;
            const bc = take * state[from + two + b * p + c]!;
            const lastFirst = take * state[from + one + c]!;
            state[to + three + (a * p + b) * p + c]! += third + second * x[c]! + ac * x[b]! + bc * x[a]!
              + first * x[b]! * x[c]! + otherFirst * x[a]! * x[c]! + lastFirst * x[a]! * x[b]! + base * x[a]! * x[b]! * x[c]!;
          }
        }
      }
    }
  });
  const at = choose * width;
  const chance = state[at]!;
  const mean = state.slice(at + one, at + two).map((value) => value / chance);
  const raw = state.slice(at + two, at + two + p * p).map((value) => value / chance);
  const covariance = raw.map((value, i) => value - mean[Math.floor(i / p)]! * mean[i % p]!);
  const third = new Float64Array(order === 3 ? p * p * p : 0);
  for (let i = 0; i < third.length; i++) {
    const [a, b, c] = [Math.floor(i / (p * p)), Math.floor(i / p) % p, i % p];
    third[i] = state[at + three + i]! / chance - raw[a * p + b]! * mean[c]! - raw[a * p + c]! * mean[b]! - raw[b * p + c]! * mean[a]! + 2 * mean[a]! * mean[b]! * mean[c]!;
  }
  return { logTotal: logTotal + Math.log(chance), mean, covariance, third };
}

/** ln c such that the odds exp(eta - ln c) make about `choose` the expected number: bisection, for any c near it will do. */
function logScale(eta: readonly number[], choose: number): number {
  let low = Math.min(...eta) - 50;
  let high = Math.max(...eta) + 50;
  for (let step = 0; step < 60 && high - low > 1e-3; step++) {
    const middle = (low + high) / 2;
    const expected = eta.reduce((sum, value) => sum + 1 / (1 + Math.exp(middle - value)), 0);
    if (expected > choose) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
