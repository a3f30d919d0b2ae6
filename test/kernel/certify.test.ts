import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDuals, certify, check, checkPlan, fromDense, optimalityGap, solve, VIOLATIONS_TOLD, type Matching, type Problem } from '../../src/kernel/index.js';
import { allPlans, bestPlans, values } from '../reference/brute-force.js';
import { between, random, smallMarket, smallWeights } from './instances.js';

const seed = fc.integer();

function problem(n: number): { p: Problem; rnd: () => number } {
  const rnd = random(n);
  const m = smallMarket(rnd, 5, 4);
  return { p: { ...m, weight: smallWeights(rnd, m) }, rnd };
}

describe('certify', () => {
  it('proves exactly the best plans, and shows an exchange that betters any other', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const { p, rnd } = problem(n);
        const plans = allPlans(p);
        const best = bestPlans(p, [p.weight], plans);
        if (!best) return;
        for (let round = 0; round < 4; round++) {
          const plan = Int32Array.from(plans[between(rnd, 0, plans.length - 1)]!);
          const value = values(p, [p.weight], [...plan])[0]!;
          const told = certify(p, plan);
          if (value === best.value[0]) {
            expect(told.status).toBe('optimal');
            if (told.status !== 'optimal') return;
            expect(told.objective).toBe(value);
            expect(optimalityGap(p, { colOf: plan, ...told })).toBe(0);
            const canonical = canonicalDuals(p, solve(p) as Matching);
            expect(told.colDual).toEqual(canonical.colDual);
            expect(told.rowDual).toEqual(canonical.rowDual);
          } else {
            expect(told.status).toBe('improvable');
            if (told.status !== 'improvable') return;
            expect(told.best).toBe(best.value[0]);
            expect(checkPlan(p, told.colOf).violations).toEqual([]);
            expect(told.gain).toBeGreaterThan(0);
            expect(values(p, [p.weight], [...told.colOf])[0]).toBe(value + told.gain);
            expect(told.changes.length).toBe(told.colOf.reduce((sum, j, i) => sum + (j === plan[i] ? 0 : 1), 0));
            for (const [i, j] of told.changes) expect([told.colOf[i], plan[i] === j]).toEqual([j, false]);
          }
        }
      }),
      { numRuns: 1500 },
    );
  });

  it('names what a plan that is none violates', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const { p, rnd } = problem(n);
        const plan = Int32Array.from({ length: p.rows }, () => between(rnd, -1, p.cols - 1));
        const isPlan = allPlans(p).some((q) => q.every((j, i) => j === plan[i]));
        expect(certify(p, plan).status === 'violated').toBe(!isPlan);
      }),
      { numRuns: 1000 },
    );
    const p = fromDense(3, 2, [1, 2, 3, 4, 5, 6], { rowMin: Uint8Array.of(1, 0, 0), colMin: Int32Array.of(0, 1) });
    expect(certify(p, Int32Array.of(-1, 0, 0))).toEqual({
      status: 'violated',
      violations: [
        { kind: 'unseated', row: 0, col: -1, by: 1 },
        { kind: 'over', row: -1, col: 0, by: 1 },
        { kind: 'under', row: -1, col: 1, by: 1 },
      ],
      counts: { unseated: 1, over: 1, under: 1 },
    });
    expect(certify(p, Int32Array.of(0, 1, 2))).toEqual({ status: 'violated', violations: [{ kind: 'no-edge', row: 2, col: 2, by: 1 }], counts: { 'no-edge': 1 } });
  });

  it('certifies a larger plan that another order of the rows found, and the best plan with two rows exchanged', () => {
    const rnd = random(5);
    const n = 120;
    const p = fromDense(n, n, Float64Array.from({ length: n * n }, () => between(rnd, 0, 40)), { rowMin: new Uint8Array(n).fill(1) });
    const { colOf, objective } = solve(p) as Matching;
    expect(certify(p, colOf)).toMatchObject({ status: 'optimal', objective });
    const worse = colOf.slice();
    [worse[3], worse[70]] = [worse[70]!, worse[3]!];
    const told = certify(p, worse);
    expect(told).toMatchObject({ status: 'improvable', best: objective });
  });

  it('refuses a plan of another length', () => {
    expect(() => certify(fromDense(2, 2, [1, 2, 3, 4]), new Int32Array(3))).toThrow('E_SHAPE: claim has 3 rows for 2 rows');
  });
});

describe('check', () => {
  it('finds nothing exactly where the gap is 0, and its greatest violation is the gap', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const { p, rnd } = problem(n);
        const found = solve(p);
        if (found.status === 'infeasible') return;
        const claim = { colOf: found.colOf.slice(), rowDual: found.rowDual.slice(), colDual: found.colDual.slice() };
        expect(check(p, claim)).toEqual({ violations: [], counts: {} });
        const list = [claim.colOf, claim.rowDual, claim.colDual][between(rnd, 0, 2)]!;
        if (list.length === 0) return;
        list[between(rnd, 0, list.length - 1)]! += between(rnd, 0, 1) === 0 ? 1 : -1;
        const { violations } = check(p, claim);
        expect(violations.reduce((most, { by }) => Math.max(most, by), 0)).toBe(optimalityGap(p, claim));
      }),
      { numRuns: 3000 },
    );
  });

  it('names an edge worth more than its duals, a chosen one worth less, a dual below 0 and one that is no number', () => {
    const p = fromDense(2, 2, [5, 3, 4, 1]);
    const told = (rowDual: number[], colDual: number[]) => check(p, { colOf: Int32Array.of(1, 0), rowDual: Float64Array.from(rowDual), colDual: Float64Array.from(colDual) }).violations;
    expect(told([2, 1], [3, 1])).toEqual([]);
    expect(told([2, 2], [2, 1])).toEqual([{ kind: 'dual', row: 0, col: 0, by: 1 }]);
    expect(told([2, 2], [3, 1])).toEqual([{ kind: 'slack', row: 1, col: 0, by: 1 }]);
    expect(told([2, -1], [5, 1])).toEqual([
      { kind: 'dual', row: 1, col: 1, by: 1 },
      { kind: 'row-dual', row: 1, col: -1, by: 1 },
    ]);
    expect(told([NaN, 1], [3, 1]).map(({ kind, by }) => [kind, by === Number.MAX_VALUE])).toEqual([
      ['dual', true],
      ['dual', true],
      ['slack', true],
      ['row-dual', true],
    ]);
  });

  it('names a column held too dear that is not full, and one held too cheap above its minimum', () => {
    const q = fromDense(1, 2, [5, 5], { colMax: Int32Array.of(2, 1) });
    expect(check(q, { colOf: Int32Array.of(0), rowDual: Float64Array.of(4), colDual: Float64Array.of(1, 1) }).violations).toEqual([
      { kind: 'col-dual', row: -1, col: 0, by: 1 },
      { kind: 'col-dual', row: -1, col: 1, by: 1 },
    ]);
    expect(check(q, { colOf: Int32Array.of(0), rowDual: Float64Array.of(7), colDual: Float64Array.of(-2, 0) }).violations).toEqual([{ kind: 'col-dual', row: -1, col: 0, by: 2 }]);
  });

  it('tells the first hundred and counts all', () => {
    const q = fromDense(150, 1, new Float64Array(150).fill(1), { rowMin: new Uint8Array(150).fill(1), colMax: Int32Array.of(150) });
    const told = checkPlan(q, new Int32Array(150).fill(-1));
    expect(told.violations.length).toBe(VIOLATIONS_TOLD);
    expect(told.counts).toEqual({ unseated: 150 });
  });
});
