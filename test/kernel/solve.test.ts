import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bound, optimalityGap, solve, type Matching, type Problem, type Shortage } from '../../src/kernel/index.js';
import { bestPlans } from '../reference/brute-force.js';
import { random, smallMarket, smallWeights, someHint } from './instances.js';

const seed = fc.integer();

function isHallViolation(p: Problem, s: Shortage): boolean {
  const rows = new Set(s.rows);
  const cols = new Set(s.cols);
  let seats = 0;
  let needed = 0;
  for (const j of cols) {
    seats += p.colMax[j]!;
    needed += p.colMin[j]!;
  }
  for (let i = 0; i < p.rows; i++) {
    for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
      if (s.side === 'rows' && rows.has(i) && !cols.has(p.col[e]!)) return false;
      if (s.side === 'cols' && cols.has(p.col[e]!) && !rows.has(i)) return false;
    }
  }
  if (s.side === 'rows') return [...rows].every((i) => p.rowMin[i] === 1) && rows.size > seats;
  return needed > rows.size;
}

describe('solve', () => {
  it('finds a plan of the greatest weight, with prices that prove it, or a shortage that is real', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 6, 5);
        const p: Problem = { ...m, weight: smallWeights(rnd, m), ...(rnd() < 0.5 ? { hint: someHint(rnd, m) } : {}) };
        const best = bestPlans(p, [p.weight]);
        const found = solve(p);
        if (!best) {
          expect(found.status).toBe('infeasible');
          expect(isHallViolation(p, found as Shortage)).toBe(true);
          return;
        }
        expect(found.status).toBe('optimal');
        const plan = found as Matching;
        expect(plan.objective).toBe(best.value[0]);
        expect(optimalityGap(p, plan)).toBe(0);
        expect(bound(p, plan)).toBe(plan.objective);
        plan.edgeOf.forEach((e, i) => expect(e < 0 ? -1 : p.col[e]).toBe(plan.colOf[i]));
      }),
      { numRuns: 12_000 },
    );
  });
});
