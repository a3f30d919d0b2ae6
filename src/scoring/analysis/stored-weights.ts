import { MeritError } from '../../errors/index.js';
import { sum } from './normalise.js';

/**
 * Weights as a policy stores them: computed ones scaled to `total`, cut to `decimals` and what is left over given to the largest
 * remainders (the first of equal ones), so that they add up to the total exactly. From there on they are data; nothing computes them again.
 * @param options.decimals - 0 to 4. @param options.total - a whole number; 100 if left out.
 * @throws {MeritError} E_NUM_RANGE for weights that are negative, not finite or all 0, and for other decimals.
 */
export function storedWeights(weights: readonly number[], options: { readonly decimals: number; readonly total?: number }): number[] {
  const { decimals, total = 100 } = options;
  const all = sum(weights);
  if (!weights.every((w) => Number.isFinite(w) && w >= 0) || all <= 0) throw new MeritError('E_NUM_RANGE', 'weights are at least 0, and one is above 0');
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 4 || !Number.isInteger(total) || total <= 0) throw new MeritError('E_NUM_RANGE', 'expected 0 to 4 decimals and a whole total above 0');
  const scale = Number(`1e${decimals}`);
  const shares = weights.map((w) => (w / all) * total * scale);
  const units = shares.map(Math.floor);
  const order = shares.map((share, k) => ({ k, left: share - units[k]! })).sort((a, b) => b.left - a.left || a.k - b.k);
  const missing = total * scale - sum(units);
  for (let i = 0; i < missing; i++) units[order[i]!.k]! += 1;
  return units.map((u) => u / scale);
}
