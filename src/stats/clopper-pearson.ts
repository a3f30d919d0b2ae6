import betaincinv from '@stdlib/math-base-special-kernel-betaincinv';
import type { Interval } from './types.js';
export function clopperPearson(successes: number, trials: number, level = 0.95): Interval {
  const share = (1 - level) / 2;
  const low = successes === 0 ? 0 : betaincinv(successes, trials - successes + 1, share, 1 - share)[0];
  const high = successes === trials ? 1 : betaincinv(successes + 1, trials - successes, 1 - share, share)[0];
  return { low: low!, high: high!, level };
}
