import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDuals, fromDense, optimalityGap, solve, type Matching } from '../../src/kernel/index.js';
import { CoreLists } from '../../src/kernel/core-lists.js';
import { checkDense, edgesOf, largestWeight, type DenseProblem } from '../../src/kernel/dense.js';
import { solveDense, startDense } from '../../src/kernel/dense-by-shape.js';
import { denseCanonicalDuals, denseGap } from '../../src/kernel/dense-duals.js';
import { Lapjv } from '../../src/kernel/lapjv.js';
import { bestPlans } from '../reference/brute-force.js';
import { hungarian } from '../reference/hungarian.js';
import { between, random } from './instances.js';

type Rnd = () => number;

/** Weights of every kind that has made one kernel or another slow. */
const SHAPES: Record<string, (rnd: Rnd, rows: number, cols: number) => Int32Array> = {
  uniform: (rnd, rows, cols) => Int32Array.from({ length: rows * cols }, () => between(rnd, 1, 1_000_000)),
  'ten values': (rnd, rows, cols) => Int32Array.from({ length: rows * cols }, () => between(rnd, -5, 5)),
  constant: (_, rows, cols) => new Int32Array(rows * cols).fill(7),
  negative: (rnd, rows, cols) => Int32Array.from({ length: rows * cols }, () => between(rnd, -1_000, 200)),
  merit: (rnd, rows, cols) => {
    const a = Int32Array.from({ length: rows }, () => between(rnd, 0, 100));
    const b = Int32Array.from({ length: cols }, () => between(rnd, 0, 100));
    return Int32Array.from({ length: rows * cols }, (_, e) => a[Math.floor(e / cols)]! * b[e % cols]!);
  },
  'merit with noise': (rnd, rows, cols) => SHAPES['merit']!(rnd, rows, cols).map((w) => w + between(rnd, -300, 300)),
};

function dense(rows: number, cols: number, weight: Int32Array | Float64Array, bounds: Partial<Pick<DenseProblem, 'rowMin' | 'colMin' | 'colMax'>> = {}): DenseProblem {
  return { rows, cols, weight, rowMin: new Uint8Array(rows), colMin: new Int32Array(cols), colMax: new Int32Array(cols).fill(1), ...bounds };
}

function run<T>(steps: { step(budget?: number): 'running' | 'done'; result: T | undefined }, budget?: number): T {
  while (steps.step(budget) === 'running');
  if (!steps.result) throw new Error('no result');
  return steps.result;
}

function expectProven(p: DenseProblem, m: Matching): void {
  expect(denseGap(p, m)).toBe(0);
  expect(optimalityGap(edgesOf(p), m)).toBe(0);
  let sum = 0;
  for (let i = 0; i < p.rows; i++) {
    expect(m.edgeOf[i]).toBe(m.colOf[i]! < 0 ? -1 : i * p.cols + m.colOf[i]!);
    if (m.colOf[i]! >= 0) sum += p.weight[m.edgeOf[i]!]!;
  }
  expect(m.objective).toBe(sum);
  expect([...m.taken]).toEqual(Array.from(m.taken, (_, j) => m.colOf.filter((k) => k === j).length));
}

describe('Lapjv, CoreLists and solve on lists of edges', () => {
  for (const [name, weights] of Object.entries(SHAPES)) {
    it(`find plans of the same value, all proven, on ${name} weights`, () => {
      const rnd = random(name.length);
      for (const [rows, cols] of [[1, 1], [2, 2], [17, 17], [60, 60], [40, 90], [230, 230], [210, 260]] as const) {
        const w = weights(rnd, rows, cols);
        const rowMin = new Uint8Array(rows).fill(1);
        const p = dense(rows, cols, w, { rowMin });
        const a = run(new Lapjv(p));
        const b = run(new CoreLists(p, largestWeight(w)));
        const c = solve(edgesOf(p)) as Matching;
        for (const m of [a, b]) {
          expectProven(p, m);
          expect(m.objective).toBe(c.objective);
        }
        const canonical = canonicalDuals(edgesOf(p), c);
        for (const m of [a, b, c]) {
          const { rowDual, colDual } = denseCanonicalDuals(p, m);
          expect([rowDual, colDual]).toEqual([canonical.rowDual, canonical.colDual]);
        }
        if (rows === cols) expect(a.objective).toBe(0 - hungarian(w.map((x) => -x), rows));
      }
    });
  }

  it('agree where people may stay without a post', () => {
    const rnd = random(7);
    for (let round = 0; round < 24; round++) {
      const rows = between(rnd, 1, 90);
      const cols = between(rnd, rows, 120);
      const names = Object.keys(SHAPES);
      const w = SHAPES[names[round % names.length]!]!(rnd, rows, cols).map((x) => x - (round < 12 ? 0 : 300));
      const p = dense(rows, cols, w, { rowMin: Uint8Array.from({ length: rows }, () => (rnd() < 0.5 ? 1 : 0)) });
      const value = (solve(edgesOf(p)) as Matching).objective;
      for (const m of [run(new Lapjv(p)), run(new CoreLists(p, largestWeight(w)))]) {
        expectProven(p, m);
        expect(m.objective).toBe(value);
      }
    }
  });
});

describe('solveDense', () => {
  it('equals brute force, and its canonical duals those of the lists of edges, with any bounds', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const rnd = random(seed);
        const rows = between(rnd, 0, 5);
        const cols = between(rnd, 0, 5);
        const span = between(rnd, 0, 6);
        const w = Float64Array.from({ length: rows * cols }, () => between(rnd, -span, span));
        const must = rnd() < 0.5 ? Math.round(rnd()) : rnd();
        const single = rnd() < 0.7;
        const colMax = Int32Array.from({ length: cols }, () => (single ? 1 : between(rnd, 0, 2)));
        const tight = rnd() < 0.5 ? Math.round(rnd()) : rnd();
        const p = dense(rows, cols, rnd() < 0.5 ? w : Int32Array.from(w), {
          rowMin: Uint8Array.from({ length: rows }, () => (rnd() < must ? 1 : 0)),
          colMax,
          colMin: colMax.map((c) => (c > 0 && rnd() < tight ? 1 : 0)),
        });
        const edges = edgesOf(p);
        const best = bestPlans(edges, [edges.weight]);
        const found = solveDense(p);
        expect(found.status).toBe(best ? 'optimal' : 'infeasible');
        if (found.status === 'infeasible') {
          if (found.side === 'rows') {
            expect(found.rows.every((i) => p.rowMin[i] === 1)).toBe(true);
            expect(found.rows.length).toBeGreaterThan(colMax.reduce((a, b) => a + b, 0));
            expect(found.cols.length).toBe(cols);
          } else {
            expect(found.rows.length).toBe(rows);
            expect(found.cols.reduce((a, j) => a + p.colMin[j]!, 0)).toBeGreaterThan(rows);
          }
          return;
        }
        expect(found.objective).toBe(best!.value[0]);
        expectProven(p, found);
        const a = canonicalDuals(edges, solve(edges) as Matching);
        const b = denseCanonicalDuals(p, found);
        expect([b.rowDual, b.colDual]).toEqual([a.rowDual, a.colDual]);
      }),
      { numRuns: 2_500 },
    );
  });

  it('gives the same plan a step at a time, whatever the steps, and by either kernel', () => {
    const rnd = random(3);
    for (const name of ['uniform', 'merit']) {
      const p = dense(260, 260, SHAPES[name]!(rnd, 260, 260), { rowMin: new Uint8Array(260).fill(1) });
      const whole = solveDense(p) as Matching;
      for (const budget of [1, 1_000, 50_000]) {
        const again = run(startDense(p), budget) as Matching;
        expect([again.colOf, again.rowDual, again.colDual]).toEqual([whole.colOf, whole.rowDual, whole.colDual]);
      }
      const small = dense(90, 90, SHAPES[name]!(rnd, 90, 90), { rowMin: new Uint8Array(90).fill(1) });
      expect(run(new Lapjv(small), 1)).toEqual(run(new Lapjv(small)));
    }
  });

  it('seats the best of many for few posts, and fills posts that must be taken', () => {
    const rnd = random(11);
    for (const needed of [0, 1]) {
      const w = SHAPES['negative']!(rnd, 300, 40);
      const p = dense(300, 40, w, { colMin: new Int32Array(40).fill(needed) });
      const m = solveDense(p) as Matching;
      expectProven(p, m);
      expect(m.objective).toBe((solve(edgesOf(p)) as Matching).objective);
    }
  });

  it('takes weights as far as they add up exactly', () => {
    const most = Math.floor(Number.MAX_SAFE_INTEGER / 129);
    const rnd = random(5);
    const w = Float64Array.from({ length: 64 * 64 }, () => between(rnd, -most, most));
    w[0] = most;
    const p = dense(64, 64, w, { rowMin: new Uint8Array(64).fill(1) });
    const m = solveDense(p) as Matching;
    expect(denseGap(p, m)).toBe(0);
    expect(m.colOf).toEqual((solve(edgesOf(p)) as Matching).colOf);
    expect(() => solveDense(dense(64, 64, w.map((x) => 2 * x)))).toThrow('E_OVERFLOW: weights up to');
  });

  const orlib = '../shared/cases/assignment/orlib';
  it.skipIf(!existsSync(`${orlib}/assignopt.txt`))('reaches the published optima of the OR-Library', () => {
    const optima = readFileSync(`${orlib}/assignopt.txt`, 'utf8');
    for (const n of [100, 200, 300]) {
      const published = Number(new RegExp(`assign${n}\\s+(\\d+)`).exec(optima)?.[1]);
      const cost = readFileSync(`${orlib}/assign${n}.txt`, 'utf8').trim().split(/\s+/).map(Number).slice(1);
      const p = dense(n, n, Int32Array.from(cost, (c) => -c), { rowMin: new Uint8Array(n).fill(1) });
      for (const m of [run(new Lapjv(p)), run(new CoreLists(p, 100))]) {
        expect(m.objective).toBe(0 - published);
        expectProven(p, m);
      }
    }
  });
});

describe('denseGap', () => {
  const p = dense(3, 2, Int32Array.of(9, 5, 7, 1, 0, 2));
  const plan = solveDense(p) as Matching;

  it('is 0 for the plan found and counts every way to spoil it', () => {
    expect([...plan.colOf]).toEqual([1, 0, -1]);
    expect(denseGap(p, plan)).toBe(0);
    for (const claim of [
      { ...plan, colOf: Int32Array.of(0, 1, -1) },
      { ...plan, colOf: Int32Array.of(1, 1, -1) },
      { ...plan, colOf: Int32Array.of(1, 2, -1) },
      { ...plan, colOf: Int32Array.of(1, 0, -2) },
      { ...plan, colDual: plan.colDual.map((v) => v - 1) },
      { ...plan, rowDual: plan.rowDual.map((u) => u - 1) },
      { ...plan, rowDual: plan.rowDual.map((u) => u + 1) },
      { ...plan, rowDual: plan.rowDual.map(() => NaN) },
      { ...plan, colDual: plan.colDual.map(() => NaN) },
    ])
      expect(denseGap(p, claim)).toBeGreaterThan(0);
    expect(denseGap({ ...p, rowMin: Uint8Array.of(0, 0, 1) }, plan)).toBeGreaterThan(0);
    expect(denseGap({ ...p, colMin: Int32Array.of(0, 2), colMax: Int32Array.of(1, 2) }, plan)).toBeGreaterThan(0);
  });

  it('equals optimalityGap on claims with one thing changed', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const rnd = random(seed);
        const rows = between(rnd, 1, 4);
        const cols = between(rnd, 1, 9);
        const q = dense(rows, cols, Int32Array.from({ length: rows * cols }, () => between(rnd, -3, 5)), { rowMin: Uint8Array.from({ length: rows }, () => Math.round(rnd())) });
        const found = solveDense(q);
        if (found.status === 'infeasible') return;
        const claim = { colOf: found.colOf.slice(), rowDual: found.rowDual.slice(), colDual: found.colDual.slice() };
        const at = rnd();
        if (at < 0.3) claim.colOf[between(rnd, 0, rows - 1)] = between(rnd, -1, cols - 1);
        else if (at < 0.6) claim.rowDual[between(rnd, 0, rows - 1)]! += between(rnd, -2, 2);
        else claim.colDual[between(rnd, 0, cols - 1)]! += between(rnd, -2, 2);
        expect(denseGap(q, claim)).toBe(optimalityGap(edgesOf(q), claim));
      }),
      { numRuns: 1_500 },
    );
  });

  it('refuses a claim of another size', () => {
    expect(() => denseGap(p, { ...plan, colDual: new Float64Array(3) })).toThrow('E_SHAPE: claim has 3 rows, 3 row and 3 column duals for 3 rows and 2 cols');
  });
});

describe('checkDense', () => {
  it('names what does not fit', () => {
    const p = dense(2, 2, Int32Array.of(1, 2, 3, 4));
    expect(() => checkDense(p)).not.toThrow();
    expect(() => checkDense({ ...p, rows: -1 })).toThrow('E_SHAPE: rows is -1');
    expect(() => checkDense({ ...p, cols: 0.5 })).toThrow('E_SHAPE: cols is 0.5');
    expect(() => checkDense({ ...p, weight: Int32Array.of(1) })).toThrow('E_SHAPE: weight has 1 entries for 2 rows and 2 cols');
    expect(() => checkDense({ ...p, rowMin: Uint8Array.of(0) })).toThrow('E_SHAPE: rowMin has 1 entries for 2 rows');
    expect(() => checkDense({ ...p, rowMin: Uint8Array.of(0, 2) })).toThrow('E_SHAPE: rowMin of row 1 is 2');
    expect(() => checkDense({ ...p, colMin: Int32Array.of(0) })).toThrow('E_SHAPE: colMin has 1 entries for 2 cols');
    expect(() => checkDense({ ...p, colMax: Int32Array.of(0) })).toThrow('E_SHAPE: colMax has 1 entries for 2 cols');
    expect(() => checkDense({ ...p, colMin: Int32Array.of(0, 2) })).toThrow('E_SHAPE: bounds of column 1 are 2..1');
    expect(() => checkDense({ ...p, weight: Float64Array.of(1, 2, 0.5, 4) })).toThrow('E_NUM_INT: weight of edge 2 is not a whole number');
    expect(() => checkDense({ ...p, weight: Float64Array.of(1, 2, NaN, 4) })).toThrow('E_NUM_INT');
    expect(() => checkDense({ ...p, weight: Float64Array.of(1, 2, Infinity, 4) })).toThrow('E_NUM_INT');
    expect(() => checkDense({ ...p, weight: Float64Array.of(1, 2, -(2 ** 52), 4) })).toThrow('E_OVERFLOW');
  });

  it('describes the same problem as fromDense', () => {
    const p = dense(2, 3, Int32Array.of(1, 2, 3, 4, 5, 6));
    expect(edgesOf(p)).toEqual(fromDense(2, 3, [1, 2, 3, 4, 5, 6]));
  });
});
