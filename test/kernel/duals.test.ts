import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bound, canonicalDuals, face, fromDense, fromEdges, optimalityGap, solve, type Matching, type Problem } from '../../src/kernel/index.js';
import { allPlans, bestPlans } from '../reference/brute-force.js';
import { between, random, relabelRows, shuffled, smallMarket, smallWeights, someHint } from './instances.js';

const seed = fc.integer();

/** The value of the market with one seat less (and no more needed than seats), undefined when there is none. */
function withOneSeatLess(p: Problem, j: number): number | undefined {
  const colMax = p.colMax.slice();
  colMax[j]!--;
  if (colMax[j]! < p.colMin[j]!) return undefined;
  return bestPlans({ ...p, colMax }, [p.weight])?.value[0];
}

describe('canonicalDuals', () => {
  it('prove the plan, and depend neither on the plan nor on the duals nor on the order of the rows', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 7, 6);
        const p: Problem = { ...m, weight: smallWeights(rnd, m) };
        const found = solve(p);
        if (found.status === 'infeasible') return;
        const a = canonicalDuals(p, found);
        expect(optimalityGap(p, a)).toBe(0);
        expect(bound(p, a)).toBe(a.objective);
        for (let round = 0; round < 3; round++) {
          const order = shuffled(rnd, p.rows);
          const q: Problem = { ...relabelRows(p, order), hint: someHint(rnd, m) };
          const b = canonicalDuals(q, solve(q) as Matching);
          expect(b.colDual).toEqual(a.colDual);
          expect(b.rowDual).toEqual(Float64Array.from(order, (i) => a.rowDual[i]!));
        }
        // every other optimal plan, with the same duals
        for (const plan of bestPlans(p, [p.weight])!.plans.slice(0, 8)) {
          const colOf = Int32Array.from(plan);
          const edgeOf = colOf.map((j, i) => (j < 0 ? -1 : p.start[i]! + p.col.subarray(p.start[i], p.start[i + 1]).indexOf(j)));
          const taken = new Int32Array(p.cols);
          for (const j of plan) if (j >= 0) taken[j]!++;
          const c = canonicalDuals(p, { ...found, colOf, edgeOf, taken });
          expect([c.colDual, c.rowDual]).toEqual([a.colDual, a.rowDual]);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('state for every full post what is lost if one of its seats disappears', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 5, 4);
        const p: Problem = { ...m, colMin: new Int32Array(m.cols), weight: smallWeights(rnd, m) };
        const found = solve(p);
        if (found.status === 'infeasible') return;
        const { colDual, objective } = canonicalDuals(p, found);
        for (let j = 0; j < p.cols; j++) {
          if (p.colMax[j] === 0) continue;
          const less = withOneSeatLess(p, j);
          if (less !== undefined) expect(colDual[j]).toBe(objective - less);
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('take the least allowed value where no largest one exists', () => {
    // two people who must be matched, two posts, no slack: only differences of duals matter, the first post is the anchor
    const p = fromDense(2, 2, [5, 3, 4, 1], { rowMin: Uint8Array.of(1, 1), colMin: Int32Array.of(1, 1) });
    const { colDual, rowDual, colOf } = canonicalDuals(p, solve(p) as Matching);
    expect([...colOf]).toEqual([1, 0]);
    expect([...colDual]).toEqual([0, -2]);
    expect([...rowDual]).toEqual([5, 4]);
  });
});

describe('face', () => {
  it('holds exactly the optimal plans', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 5, 4);
        const p: Problem = { ...m, weight: smallWeights(rnd, m) };
        const found = solve(p);
        if (found.status === 'infeasible') return;
        expect(allPlans(face(p, found))).toEqual(bestPlans(p, [p.weight])!.plans);
      }),
      { numRuns: 4_000 },
    );
  });
});

describe('optimalityGap', () => {
  const p = fromEdges(3, 2, { row: [0, 0, 1, 2], col: [0, 1, 0, 1], weight: [9, 5, 7, 2] }, { rowMin: Uint8Array.of(0, 0, 0) });
  const plan = solve(p) as Matching;

  it('is 0 for the plan found', () => {
    expect([...plan.colOf]).toEqual([1, 0, -1]);
    expect(optimalityGap(p, plan)).toBe(0);
  });
  it('counts what a worse plan gives away', () => {
    expect(optimalityGap(p, { ...plan, colOf: Int32Array.of(0, -1, 1) })).toBeGreaterThan(0);
  });
  it('counts a dual that is too low, a dual on an open seat and a negative dual of an optional person', () => {
    expect(optimalityGap(p, { ...plan, colDual: plan.colDual.map((v) => v - 1) })).toBeGreaterThan(0);
    expect(optimalityGap(p, { ...plan, rowDual: plan.rowDual.map((u) => u - 1) })).toBeGreaterThan(0);
    expect(optimalityGap(p, { ...plan, colOf: Int32Array.of(-1, -1, -1) })).toBeGreaterThan(0);
  });
  it('refuses a seat without an edge, too many people on a seat and a mandatory person left out', () => {
    expect(optimalityGap(p, { ...plan, colOf: Int32Array.of(1, 1, -1) })).toBeGreaterThan(0);
    expect(optimalityGap(p, { ...plan, colOf: Int32Array.of(0, 0, -1) })).toBeGreaterThan(0);
    expect(optimalityGap({ ...p, rowMin: Uint8Array.of(0, 0, 1) }, plan)).toBeGreaterThan(0);
    expect(optimalityGap({ ...p, colMin: Int32Array.of(0, 2), colMax: Int32Array.of(1, 2) }, plan)).toBeGreaterThan(0);
  });
  it('never lets NaN pass', () => {
    expect(optimalityGap(p, { ...plan, rowDual: Float64Array.of(NaN, NaN, NaN) })).toBeGreaterThan(0);
  });
  it('refuses a claim of another size', () => {
    expect(() => optimalityGap(p, { ...plan, colDual: new Float64Array(3) })).toThrow('E_SHAPE: claim has 3 rows, 3 row and 3 column duals for 3 rows and 2 cols');
  });
  it('notices one dual of a person that is off by one', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 5, 4);
        const q: Problem = { ...m, weight: smallWeights(rnd, m) };
        const found = solve(q);
        if (found.status === 'infeasible' || q.rows === 0) return;
        const rowDual = found.rowDual.slice();
        rowDual[between(rnd, 0, q.rows - 1)]! += rnd() < 0.5 ? 1 : -1;
        const gap = optimalityGap(q, { ...found, rowDual });
        expect(gap).toBeGreaterThan(0);
      }),
      { numRuns: 1_000 },
    );
  });
});
