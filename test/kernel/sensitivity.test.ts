import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromDense, sensitivity, solve, type Matching, type Problem } from '../../src/kernel/index.js';
import { between, random, smallMarket, smallWeights } from './instances.js';

describe('sensitivity', () => {
  it('gives the very ends: at an end the plan is still best, one beyond it is not, and without an end it always is', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 5, 4);
        const p: Problem = { ...m, weight: smallWeights(rnd, m) };
        const found = solve(p);
        if (found.status === 'infeasible') return;
        const { low, high } = sensitivity(p, found);
        const stillBest = (e: number, w: number): boolean => {
          const weight = p.weight.slice();
          weight[e] = w;
          const value = found.edgeOf.reduce((sum, x) => sum + (x < 0 ? 0 : weight[x]!), 0);
          return (solve({ ...p, weight }) as Matching).objective === value;
        };
        for (let e = 0; e < p.col.length; e++) {
          if (found.edgeOf.includes(e)) expect(high[e]).toBe(Infinity);
          else expect(low[e]).toBe(-Infinity);
          expect(stillBest(e, Math.max(low[e]!, -1000))).toBe(true);
          expect(stillBest(e, Math.min(high[e]!, 1000))).toBe(true);
          if (low[e]! > -Infinity) expect(stillBest(e, low[e]! - 1)).toBe(false);
          if (high[e]! < Infinity) expect(stillBest(e, high[e]! + 1)).toBe(false);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('holds on a market of 40 rows and tells a pair that nothing can bring in', () => {
    const rnd = random(11);
    const p = fromDense(40, 40, Float64Array.from({ length: 1600 }, () => between(rnd, 0, 500)), { rowMin: new Uint8Array(40).fill(1) });
    const found = solve(p) as Matching;
    const { low, high } = sensitivity(p, found);
    for (let round = 0; round < 60; round++) {
      const e = between(rnd, 0, 1599);
      const weight = p.weight.slice();
      const chosen = found.edgeOf.includes(e);
      weight[e] = chosen ? low[e]! - 1 : high[e]! + 1;
      const value = found.edgeOf.reduce((sum, x) => sum + weight[x]!, 0);
      expect((solve({ ...p, weight }) as Matching).objective).toBe(value + 1) // the best other plan, now ahead by the one beyond the end;
    }
    const stuck = fromDense(2, 1, [1, 9], { rowMin: Uint8Array.of(1, 0) });
    const told = sensitivity(stuck, solve(stuck) as Matching);
    expect([...told.low, ...told.high]).toEqual([-Infinity, -Infinity, Infinity, Infinity]);
  });
});
