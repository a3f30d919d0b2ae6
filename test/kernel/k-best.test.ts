import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fromDense, kBest, optimalityGap, rankedPlans, solve, startKBest, type KBest, type Problem } from '../../src/kernel/index.js';
import { Reroute } from '../../src/kernel/reroute.js';
import { allPlans, values } from '../reference/brute-force.js';
import { between, random, smallMarket, smallWeights } from './instances.js';

const MURTY = '../shared/cases/assignment/murty_kbest.json';

/** All plans with their objectives, best first, told apart by their columns. */
function ranked(p: Problem): { key: string; objective: number }[] {
  return allPlans(p)
    .map((plan) => ({ key: plan.join(), objective: values(p, [p.weight], plan)[0]! }))
    .sort((a, b) => b.objective - a.objective);
}

function small(n: number): { p: Problem; rnd: () => number } {
  const rnd = random(n);
  const m = smallMarket(rnd, 5, 4);
  return { p: { ...m, weight: smallWeights(rnd, m) }, rnd };
}

describe('kBest', () => {
  it('lists every plan of a small market once, best first, with bounds, several seats and many ties', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        const { p } = small(n);
        const all = ranked(p);
        const told = kBest(p, all.length + 1);
        if (all.length === 0) {
          expect(told.status).toBe('infeasible');
          return;
        }
        const { plans, all: complete } = told as KBest;
        expect(complete).toBe(true);
        expect(plans.map((x) => x.objective)).toEqual(all.map((x) => x.objective));
        expect(new Set(plans.map((x) => x.colOf.join()))).toEqual(new Set(all.map((x) => x.key)));
        for (const { colOf, objective } of plans) expect(values(p, [p.weight], [...colOf])[0]).toBe(objective);
      }),
      { numRuns: 300 },
    );
  });

  it('tells the first k in the order of all, the same by pieces and one by one', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        const { p, rnd } = small(n);
        const all = [...rankedPlans(p)];
        const k = between(rnd, 0, 12);
        const told = kBest(p, k);
        if (told.status === 'infeasible') {
          expect(all).toEqual([]);
          return;
        }
        expect(told.plans).toEqual(all.slice(0, k));
        const run = startKBest(p, k);
        while (run.step(1) === 'running');
        expect(run.result).toEqual(told);
      }),
      { numRuns: 150 },
    );
  });

  it('starts each part from duals that prove its plan best', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        const { p } = small(n);
        const found = solve(p);
        if (found.status === 'infeasible') return;
        const reroute = new Reroute(p);
        reroute.load(found);
        const least = reroute.atLeast();
        for (let i = 0; i < p.rows; i++) {
          reroute.load(found);
          const loss = reroute.loss(i);
          expect(least[i]).toBeLessThanOrEqual(loss);
          // the market without that outcome
          const j = found.colOf[i]!;
          const keep = [...p.col.keys()].filter((e) => e !== found.edgeOf[i]);
          const less: Problem = {
            ...p,
            start: p.start.map((s) => (j >= 0 && s > found.edgeOf[i]! ? s - 1 : s)),
            col: Int32Array.from(keep, (e) => p.col[e]!),
            weight: Float64Array.from(keep, (e) => p.weight[e]!),
            rowMin: p.rowMin.map((min, r) => (r === i && j < 0 ? 1 : min)),
          };
          const again = solve(less);
          expect(loss).toBe(again.status === 'infeasible' ? Infinity : found.objective - again.objective);
          if (loss === Infinity || again.status === 'infeasible') continue;
          const { colOf, colDual } = reroute.exchanged(i);
          const rowDual = Float64Array.from(colOf, (c, r) => {
            for (let e = less.start[r]!; e < less.start[r + 1]!; e++) if (less.col[e] === c) return less.weight[e]! - colDual[c]!;
            return 0;
          });
          expect(optimalityGap(less, { colOf, rowDual, colDual })).toBe(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('tells 200 different plans of a market of 60 rows in falling order, seats of one column not told apart', () => {
    const rnd = random(9);
    const p = fromDense(60, 30, Float64Array.from({ length: 1800 }, () => between(rnd, 0, 30)), { rowMin: new Uint8Array(60).fill(1), colMax: new Int32Array(30).fill(2) });
    const { plans } = kBest(p, 200) as KBest;
    expect(new Set(plans.map((x) => x.colOf.join())).size).toBe(200);
    for (let k = 1; k < 200; k++) expect(plans[k]!.objective).toBeLessThanOrEqual(plans[k - 1]!.objective);
    expect(plans[0]!.objective).toBe((solve(p) as { objective: number }).objective);
  });

  it('refuses a k that is no count', () => {
    expect(() => kBest(fromDense(1, 1, [1]), -1)).toThrow('E_SHAPE: k is -1');
    expect(() => kBest(fromDense(1, 1, [1]), 0.5)).toThrow('E_SHAPE: k is 0.5');
  });
});

interface MurtyCase {
  readonly name: string;
  readonly cost: readonly (readonly number[])[];
  readonly allCosts?: readonly number[];
  readonly publishedCosts?: readonly number[];
  readonly publishedMaxCosts?: readonly number[];
  readonly firstCostsByDynamicProgramming?: readonly number[];
  readonly countByCost?: Readonly<Record<string, number>>;
}

describe.skipIf(!existsSync(MURTY))('published rankings', () => {
  const { cases } = existsSync(MURTY) ? (JSON.parse(readFileSync(MURTY, 'utf8')) as { cases: readonly MurtyCase[] }) : { cases: [] };
  const costs = (cost: MurtyCase['cost'], k: number, sign = -1): number[] => {
    const n = cost.length;
    const p = fromDense(n, n, cost.flat().map((x) => sign * x), { rowMin: new Uint8Array(n).fill(1) });
    return (kBest(p, k) as KBest).plans.map(({ objective }) => sign * objective + 0);
  };

  it('all six plans of the matrix of three, from both ends', () => {
    const { cost, allCosts, publishedCosts, publishedMaxCosts } = cases.find((c) => c.name === '3x3')!;
    expect(costs(cost, 99)).toEqual(allCosts);
    expect(costs(cost, 5)).toEqual(publishedCosts);
    expect(costs(cost, 99, 1)).toEqual(publishedMaxCosts);
  });

  it("Murty's matrix of ten: twelve plans of cost 29 among the first 70, and the counts of the first 149", () => {
    const { cost, firstCostsByDynamicProgramming, countByCost } = cases.find((c) => c.name === 'murty10x10')!;
    const found = costs(cost, 149);
    expect(found.slice(0, 70).filter((x) => x === 29).length).toBe(12);
    expect(found.slice(0, firstCostsByDynamicProgramming!.length)).toEqual(firstCostsByDynamicProgramming);
    const counts: Record<string, number> = {};
    for (const x of found) counts[x] = (counts[x] ?? 0) + 1;
    expect(counts).toEqual(countByCost);
  });
});
