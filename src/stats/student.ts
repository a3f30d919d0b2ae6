import { betaInc, betaQuantile } from './special.js';

/** P(T <= t) for Student's t with df >= 2 degrees of freedom: I_x(df / 2, df / 2) at x = (1 + t / sqrt(t^2 + df)) / 2, so that both parameters are at least 1. */
export function studentCdf(t: number, df: number): number {
  const root = Math.sqrt(t * t + df);
  // on the side of t, 1 - x is what is left over the small difference root - |t|, without its cancellation
  const small = df / (root + Math.abs(t)) / (2 * root);
  return betaInc(small, df / 2, df / 2, t > 0);
}

/** The t with P(T <= t) = p, for p in (0, 1) and df = 1 or df >= 2, whole or not; relative 1e-9 for p in 0.00001..0.99999. */
export function studentQuantile(p: number, df: number): number {
  if (p === 0.5) return 0;
  if (df === 1) return -1 / Math.tan(Math.PI * p); // Cauchy's distribution
  const x = betaQuantile(Math.min(p, 1 - p), df / 2, df / 2);
  const t = (Math.sqrt(df) * (1 - 2 * x)) / (2 * Math.sqrt(x * (1 - x)));
  return p < 0.5 ? -t : t;
}
