import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bestPlan, edgeAt, optimalityGap, PairLosses, settle, solveLevels, startLevels, type Levels, type Market } from '../../src/kernel/index.js';
import { allPlans, bestPlans, compareValues, dictate } from '../reference/brute-force.js';
import { between, random, relabelRows, shuffled, smallMarket, smallWeights, someHint } from './instances.js';

const seed = fc.integer();

function someStages(rnd: () => number, m: Market): Float64Array[] {
  return Array.from({ length: between(rnd, 1, 4) }, () => (rnd() < 0.15 ? new Float64Array(m.col.length) : smallWeights(rnd, m)));
}

/** A rank per edge, distinct within each row. */
function someRank(rnd: () => number, m: Market): Int32Array {
  const rank = new Int32Array(m.col.length);
  for (let i = 0; i < m.rows; i++) rank.set(shuffled(rnd, m.start[i + 1]! - m.start[i]!), m.start[i]);
  return rank;
}

describe('solveLevels', () => {
  it('is best by the first objective, then by the second among those, and so on; its final face is all such plans', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const market = smallMarket(rnd, 6, 4);
        const m: Market = rnd() < 0.3 ? { ...market, hint: someHint(rnd, market) } : market;
        const stages = someStages(rnd, m);
        const best = bestPlans(m, stages);
        const found = solveLevels(m, stages);
        if (!best) {
          expect(found.status).toBe('infeasible');
          return;
        }
        const { levels, colOf, finalFace } = found as Levels;
        expect(levels.map((l) => l.objective)).toEqual(best.value);
        expect(allPlans(finalFace)).toEqual(best.plans);
        for (const level of levels) expect(optimalityGap(level, { ...level, colOf })).toBe(0);
      }),
      { numRuns: 6_000 },
    );
  });

  it('gives the same duals and faces whatever the hint', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 7, 5);
        const stages = someStages(rnd, m);
        const a = solveLevels(m, stages);
        const b = solveLevels({ ...m, hint: someHint(rnd, m) }, stages);
        if (a.status === 'infeasible') expect(b.status).toBe('infeasible');
        else expect({ ...b, colOf: undefined }).toEqual({ ...a, colOf: undefined });
      }),
      { numRuns: 3_000 },
    );
  });

  it('finds the same objectives without a proof, and only what beats those given', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 5, 4);
        const stages = someStages(rnd, m);
        const best = bestPlans(m, stages, allPlans(m));
        const plan = bestPlan({ ...m, hint: someHint(rnd, m) }, stages);
        expect(plan !== undefined).toBe(best !== undefined);
        if (!best) return;
        const values = (colOf: Int32Array): readonly number[] => bestPlans(m, stages, allPlans(m).filter((x) => x.every((c, i) => c === colOf[i])))!.value;
        expect(values(plan!)).toEqual(best.value);
        // something to beat: a change of one objective decides, equal values do not
        const beat = best.value.map((x) => x + Math.floor(3 * rnd()) - 1);
        const wins = compareValues(best.value, beat) > 0;
        const found = bestPlan(m, stages, beat);
        expect(found !== undefined).toBe(wins);
        if (found) expect(values(found)).toEqual(best.value);
        expect(bestPlan(m, stages, best.value)).toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  it('reaches the same end in small pieces', () => {
    const rnd = random(7);
    for (let round = 0; round < 50; round++) {
      const m = smallMarket(rnd, 7, 5);
      const stages = someStages(rnd, m);
      const run = startLevels(m, stages);
      expect(run.result).toBeUndefined();
      let pieces = 1;
      while (run.step(1) === 'running') pieces++;
      expect(run.step()).toBe('done');
      expect(run.result).toEqual(solveLevels(m, stages));
      if (run.result!.status === 'optimal') expect(pieces).toBeGreaterThanOrEqual(stages.length);
    }
  });

  it('wants at least one objective, and one whole weight per edge', () => {
    const m = smallMarket(random(3));
    expect(() => solveLevels(m, [])).toThrow('E_SHAPE: there is no objective');
    expect(() => solveLevels(m, [new Float64Array(m.col.length + 1)])).toThrow('E_SHAPE: weight has');
  });
});

describe('settle', () => {
  it('is serial dictatorship by its definition, whichever best plan it starts from', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 7, 5);
        const stages = rnd() < 0.2 ? [new Float64Array(m.col.length)] : someStages(rnd, m).slice(0, 2);
        const best = bestPlans(m, stages);
        if (!best) return;
        const { colOf, finalFace } = solveLevels(m, stages) as Levels;
        const order = shuffled(rnd, m.rows);
        const rank = someRank(rnd, m);
        const wanted = dictate(m, best.plans, order, rank);
        const settled = settle(finalFace, colOf, order, rank);
        expect([...settled.colOf]).toEqual(wanted.plan);
        expect([...settled.tied]).toEqual(wanted.tied);
        const other = Int32Array.from(best.plans[between(rnd, 0, best.plans.length - 1)]!);
        expect(settle(finalFace, other, order, rank)).toEqual(settled);
      }),
      { numRuns: 8_000 },
    );
  });

  it('gives every person the same post when the rows are numbered otherwise', () => {
    const rnd = random(11);
    for (let round = 0; round < 500; round++) {
      const m = smallMarket(rnd, 7, 5);
      const weight = smallWeights(rnd, m);
      const found = solveLevels(m, [weight]);
      if (found.status === 'infeasible') continue;
      const order = shuffled(rnd, m.rows); // of turns
      const rank = Int32Array.from(m.col);
      const names = shuffled(rnd, m.rows); // row i of q is row names[i] of m
      const q = relabelRows({ ...m, weight }, names);
      const number = new Int32Array(m.rows);
      names.forEach((r, i) => (number[r] = i));
      const a = settle(found.finalFace, found.colOf, order, rank);
      const b = solveLevels(q, [q.weight]) as Levels;
      const c = settle(b.finalFace, b.colOf, order.map((r) => number[r]!), Int32Array.from(q.col));
      expect(c.colOf).toEqual(names.map((r) => a.colOf[r]!));
    }
  });

  it('lets a long list of equals take turns, one seat after the other', () => {
    // 600 equals for 3 posts of 100 seats: the first 100 in order take post 2, the next 100 post 1, the next post 0
    const rows = 600;
    const start = Int32Array.from({ length: rows + 1 }, (_, i) => 3 * i);
    const col = Int32Array.from({ length: 3 * rows }, (_, e) => e % 3);
    const m: Market = { rows, cols: 3, start, col, rowMin: new Uint8Array(rows), colMin: new Int32Array(3), colMax: new Int32Array(3).fill(100) };
    const found = solveLevels(m, [new Float64Array(col.length).fill(1)]) as Levels;
    const order = shuffled(random(5), rows);
    const { colOf, tied } = settle(found.finalFace, found.colOf, order, col.map((j) => 2 - j));
    expect(order.map((i) => colOf[i]!)).toEqual(Int32Array.from({ length: rows }, (_, t) => (t < 300 ? 2 - Math.floor(t / 100) : -1)));
    // the 300th has one seat left but could go without; the others behind it have nothing left
    expect(tied.length).toBe(300);
  });

  it('refuses an order that is no order, and a plan off the face', () => {
    const m: Market = { rows: 2, cols: 1, start: Int32Array.of(0, 1, 2), col: Int32Array.of(0, 0), rowMin: new Uint8Array(2), colMin: Int32Array.of(0), colMax: Int32Array.of(1) };
    const { finalFace, colOf } = solveLevels(m, [Float64Array.of(2, 1)]) as Levels;
    const rank = Int32Array.of(0, 0);
    expect(() => settle(finalFace, colOf, Int32Array.of(0), rank)).toThrow('E_SHAPE: order has 1 entries for 2 rows');
    expect(() => settle(finalFace, colOf, Int32Array.of(0, 0), rank)).toThrow('E_SHAPE: order does not name every row once');
    expect(() => settle(finalFace, colOf, Int32Array.of(0, 2), rank)).toThrow('E_SHAPE: order does not name every row once');
    expect(() => settle(finalFace, Int32Array.of(0), Int32Array.of(0, 1), rank)).toThrow('E_SHAPE: colOf has 1 entries for 2 rows');
    expect(() => settle(finalFace, Int32Array.of(-1, 0), Int32Array.of(0, 1), rank)).toThrow('which no plan of the face gives it');
  });
});

describe('PairLosses', () => {
  it('is what a re-solve with the pair forced loses at the first objective that suffers', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 5, 4);
        const stages = someStages(rnd, m);
        const plans = allPlans(m);
        const best = bestPlans(m, stages, plans);
        if (!best) return;
        const plan = solveLevels(m, stages) as Levels;
        const current = [...plan.colOf];
        const losses = new PairLosses(plan); // column by column, so that a search goes on for several rows
        for (let j = 0; j < m.cols; j++) {
          for (let i = 0; i < m.rows; i++) {
            const loss = losses.of(i, j);
            const forced = bestPlans(m, stages, plans.filter((x) => x[i] === j));
            if (!forced) {
              expect(loss).toBeUndefined();
              continue;
            }
            const stage = forced.value.findIndex((x, s) => x !== best.value[s]);
            expect(loss?.stage).toBe(stage);
            expect(loss?.amount).toBe(stage < 0 ? 0 : best.value[stage]! - forced.value[stage]!);
            // the changes are a plan with the pair that loses exactly this
            const changed = [...current];
            for (const [r, c] of loss!.changes) changed[r] = c;
            expect(changed[i]).toBe(j);
            const x = bestPlans(m, stages, plans.filter((y) => y.every((c, r) => c === changed[r])))!.value;
            const upTo = stage < 0 ? stages.length : stage + 1;
            expect(compareValues(x.slice(0, upTo), forced.value.slice(0, upTo))).toBe(0);
          }
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('is undefined for a pair that is no edge, and nothing for a pair of the plan', () => {
    const m: Market = { rows: 2, cols: 2, start: Int32Array.of(0, 2, 3), col: Int32Array.of(0, 1, 0), rowMin: new Uint8Array(2), colMin: new Int32Array(2), colMax: Int32Array.of(1, 1) };
    const plan = solveLevels(m, [Float64Array.of(5, 4, 2)]) as Levels;
    expect([...plan.colOf]).toEqual([1, 0]);
    expect(new PairLosses(plan).of(1, 1)).toBeUndefined();
    expect(new PairLosses(plan).of(0, 1)).toEqual({ stage: -1, amount: 0, changes: [] });
    expect(new PairLosses(plan).of(0, 0)).toEqual({ stage: 0, amount: 1, changes: [[0, 0], [1, -1]] });
    expect(edgeAt(m, 1, 1)).toBe(-1);
  });
});
