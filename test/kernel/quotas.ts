import fc from 'fast-check';
import { expect } from 'vitest';
import { quotaGap, solveQuotas, type Problem, type Quota } from '../../src/kernel/index.js';
import { allPlans, bestPlans } from '../reference/brute-force.js';
import { between, random, shuffled, smallMarket, smallWeights } from './instances.js';

/** Sets over the columns of which any two are disjoint or nested, in any order, sometimes equal or empty. */
function someQuotas(rnd: () => number, m: Problem): Quota[] {
  const quotas: Quota[] = [];
  const split = (cols: Int32Array): void => {
    if (rnd() < 0.7) {
      const max = between(rnd, 0, m.rows);
      quotas.push({ cols, min: rnd() < 0.5 ? 0 : between(rnd, 0, Math.min(max, 3)), max });
    }
    if (cols.length === 0 || (cols.length === 1 && rnd() < 0.7)) return;
    const cut = between(rnd, 0, cols.length);
    split(cols.slice(0, cut));
    if (cut > 0) split(cols.slice(cut));
  };
  split(shuffled(rnd, m.cols));
  return Array.from(shuffled(rnd, quotas.length), (q) => quotas[q]!);
}

/** Plans under nested quotas are worth what trying every plan finds, with duals that prove it; one dual changed proves nothing. */
export function quotasEqualBruteForce(numRuns: number): { readonly optimal: number; readonly infeasible: number } {
  const seen = { optimal: 0, infeasible: 0 };
  fc.assert(
    fc.property(fc.integer(), (n) => {
      const rnd = random(n);
      const m = smallMarket(rnd, 7, 5);
      const p: Problem = { ...m, weight: smallWeights(rnd, m) };
      const quotas = someQuotas(rnd, p);
      const plans = allPlans(p).filter((plan) => quotas.every(({ cols, min, max }) => {
        const taken = plan.filter((j) => cols.includes(j)).length;
        return min <= taken && taken <= max;
      }));
      const best = bestPlans(p, [p.weight], plans);
      const found = solveQuotas(p, quotas);
      seen[found.status]++;
      if (!best) {
        expect(found.status).toBe('infeasible');
        return;
      }
      if (found.status === 'infeasible') throw new Error('there is a plan');
      expect(found.objective).toBe(best.value[0]);
      expect(quotaGap(p, quotas, found)).toBe(0);
      // and a claim that is off by one somewhere is seen
      const rowDual = found.rowDual.map((u, i) => (i === 0 ? u - 1 : u));
      const [first] = quotas;
      if (first && first.min < first.max) {
        // a set with room on both sides has no price; at a bound the price has one sign
        const far = (by: number): number => quotaGap(p, quotas, { ...found, quotaDual: found.quotaDual.map((y, q) => (q === 0 ? y + by : y)) });
        expect(Math.max(far(1_000), far(-1_000))).toBeGreaterThan(0);
      }
      if (found.colOf.some((j, i) => i === 0 && (j >= 0 || p.rowMin[0] === 0))) expect(quotaGap(p, quotas, { ...found, rowDual })).toBeGreaterThan(0);
    }),
    { numRuns },
  );
  return seen;
}
