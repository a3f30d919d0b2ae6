import { betaInc, logGamma, normalQuantile } from './special.js';

/** P(T <= t) for Student's t with df >= 2 degrees of freedom: I_x(df / 2, df / 2) at x = (1 + t / sqrt(t^2 + df)) / 2, so that both parameters are at least 1. */
export function studentCdf(t: number, df: number): number {
  const root = Math.sqrt(t * t + df);
  // on the side of t, 1 - x is what is left over the small difference root - |t|, without its cancellation
  const small = df / (root + Math.abs(t)) / (2 * root);
  return betaInc(small, df / 2, df / 2, t > 0);
}

/** P(|T| <= t) of Student's distribution, t >= 0, whole df >= 1: a finite sum of positive terms. O(min(df, 40 df / t^2)). */
function within(t: number, df: number): number {
  const square = df / (df + t * t); // the squared cosine of the angle atan(t / sqrt(df))
  const sine = t / Math.sqrt(df + t * t);
  const odd = df % 2;
  let sum = 0;
  for (let k = odd === 1 ? 1 : 0, term = odd === 1 ? Math.sqrt(square) : 1; k <= df - 2 && term > sum * 1e-17; k += 2) {
    sum += term;
    term *= (square * (k + 1)) / (k + 2);
  }
  return odd === 1 ? ((Math.atan2(t, Math.sqrt(df)) + sine * sum) * 2) / Math.PI : sine * sum;
}

/** The density of Student's distribution at t. */
const density = (t: number, df: number): number =>
  Math.exp(logGamma((df + 1) / 2) - logGamma(df / 2) - ((df + 1) / 2) * Math.log1p((t * t) / df)) / Math.sqrt(df * Math.PI);

/**
 * The t at which P(T <= t) = p, for p in (0, 1) and whole df >= 1; relative 1e-9 for p in 0.00001..0.99999. Newton's method on P(|T| <= t), which is concave,
 * from the quantile of the normal distribution, which lies below: no step overshoots. O(df) a step, about ten steps.
 * @see M Abramowitz, IA Stegun, Handbook of Mathematical Functions, 1964, 26.7.3 and 26.7.4
 */
export function studentQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  const share = Math.abs(2 * p - 1);
  let t = normalQuantile((1 + share) / 2);
  for (let round = 0; round < 100; round++) {
    const step = (share - within(t, df)) / (2 * density(t, df));
    t += step;
    if (!(step > t * 1e-14)) break;
  }
  return p < 0.5 ? -t : t;
}
