import { expect, it } from 'vitest';
import { assign, canonicalDuals, optimalityGap, problemOf, solve, solveLevels, type AssignInput, type Matching, type Problem } from '../../src/kernel/assign/index.js';
import { between, random, smallMarket, smallWeights } from '../kernel/instances.js';
import { greatestWeight } from '../reference/loads.js';

it('50,000 small assignments with bounds, missing pairs and ties are worth what trying everything finds', () => {
  const seen = { optimal: 0, infeasible: 0, minimised: 0, matrix: 0, seats: 0 };
  for (let seed = 0; seed < 50_000; seed++) {
    const rnd = random(seed);
    const several = rnd() < 0.5;
    const m = smallMarket(rnd, 8, several ? 5 : 8);
    const colMax = several ? m.colMax : m.colMax.map((c) => Math.min(c, 1));
    const sides = { rows: m.rows, cols: m.cols, rowMin: m.rowMin, colMax, colMin: m.colMin.map((c, j) => Math.min(c, colMax[j]!)) };
    const minimise = rnd() < 0.5;
    const matrix = rnd() < 0.3;
    const span = between(rnd, 0, 6);
    const numbers = Int32Array.from({ length: matrix ? m.rows * m.cols : m.col.length }, () => between(rnd, -span, 2 * span));
    const pairs = matrix ? {} : { start: m.start, col: m.col };
    const input: AssignInput = minimise ? { ...sides, ...pairs, cost: numbers } : { ...sides, ...pairs, weight: numbers };
    const p = problemOf(input);
    const best = greatestWeight(p);
    const found = assign(input);
    expect(found.status, `seed ${seed}`).toBe(best === undefined ? 'infeasible' : 'optimal');
    seen[found.status]++;
    if (found.status !== 'optimal') continue;
    const sign = minimise ? -1 : 1;
    expect(found.value, `seed ${seed}`).toBe(sign * best! + 0);
    const [rowDual, colDual] = [found.rowDual, found.colDual].map((dual) => dual.map((x) => sign * x)) as [Float64Array, Float64Array];
    expect(optimalityGap(p, { colOf: found.colOf, rowDual, colDual }), `seed ${seed}`).toBe(0);
    seen.minimised += +minimise;
    seen.matrix += +matrix;
    seen.seats += +several;
  }
  console.log('assign', JSON.stringify(seen));
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(5_000);
});

it('50,000 small assignments by two to four objectives are worth what trying everything finds, level by level', () => {
  const BASE = 1_000; // more than any objective can differ by
  let optimal = 0;
  for (let seed = 100_000; seed < 150_000; seed++) {
    const rnd = random(seed);
    const m = smallMarket(rnd, 8, 5);
    const stages = Array.from({ length: between(rnd, 2, 4) }, () => smallWeights(rnd, m));
    const weight = stages.reduce((sum, stage) => sum.map((w, e) => w * BASE + stage[e]!), new Float64Array(m.col.length));
    const best = greatestWeight({ ...m, weight });
    const found = solveLevels(m, stages);
    expect(found.status, `seed ${seed}`).toBe(best === undefined ? 'infeasible' : 'optimal');
    if (found.status !== 'optimal') continue;
    optimal++;
    expect(found.levels.reduce((sum, { objective }) => sum * BASE + objective, 0), `seed ${seed}`).toBe(best);
    for (const level of found.levels) expect(optimalityGap(level, { ...level, colOf: found.colOf }), `seed ${seed}`).toBe(0);
  }
  expect(optimal).toBeGreaterThan(20_000);
});

/** Markets of up to 400 rows, one per shape that a kernel is chosen by. */
const SHAPES: Record<string, (rnd: () => number, n: number) => AssignInput> = {
  uniform: (rnd, n) => matrix(n, n, () => between(rnd, 1, 1_000_000)),
  ties: (rnd, n) => matrix(n, n, () => between(rnd, 0, 3)),
  constant: (_rnd, n) => matrix(n, n, () => 7),
  merit: (rnd, n) => marks(rnd, n, n),
  'merit with more columns': (rnd, n) => marks(rnd, n, n + between(rnd, 1, n)),
  'merit, nobody must': (rnd, n) => ({ ...marks(rnd, n, n), rowMin: new Uint8Array(n) }),
  'negative, rows may stay out': (rnd, n) => {
    const cols = between(rnd, 1, n);
    return { rows: n, cols, weight: Int32Array.from({ length: n * cols }, () => between(rnd, -1000, 500)) };
  },
  'more rows, every column filled': (rnd, n) => {
    const cols = between(rnd, 1, n);
    return { ...matrix(n, cols, () => between(rnd, 1, 1000)), rowMin: new Uint8Array(n), colMin: new Int32Array(cols).fill(1) };
  },
  'several seats with minimums': (rnd, n) => {
    const cols = Math.ceil(n / 8);
    return { ...matrix(n, cols, () => between(rnd, 1, 1000)), colMin: new Int32Array(cols).fill(4), colMax: new Int32Array(cols).fill(12) };
  },
  'slack lists': (rnd, n) => lists(rnd, n, 10 * n, 20, 'uniform', false),
  'slack lists of merit': (rnd, n) => lists(rnd, n, 10 * n, 20, 'merit', false),
  'tight lists': (rnd, n) => lists(rnd, n, n, 12, 'uniform', true),
  'tight lists of merit': (rnd, n) => lists(rnd, n, n, 12, 'merit', true),
  'tight lists, perhaps none': (rnd, n) => lists(rnd, n, n, 4, 'uniform', false),
  blocks: (rnd, n) => {
    const size = 20;
    return fromRows(Array.from({ length: n }, (_, i) => Array.from({ length: 10 }, () => ((i * 7) % Math.ceil(n / size)) * size + between(rnd, 0, size - 1))), size * Math.ceil(n / size), () => between(rnd, 1, 1000), 0);
  },
};

function matrix(rows: number, cols: number, cost: () => number): AssignInput {
  return { rows, cols, weight: Int32Array.from({ length: rows * cols }, cost), rowMin: 'all' };
}

function marks(rnd: () => number, rows: number, cols: number): AssignInput {
  const a = Int32Array.from({ length: rows }, () => between(rnd, 0, 1000));
  const b = Int32Array.from({ length: cols }, () => between(rnd, 0, 1000));
  return { rows, cols, weight: Int32Array.from({ length: rows * cols }, (_, e) => a[Math.floor(e / cols)]! * b[e % cols]!), rowMin: 'all' };
}

function lists(rnd: () => number, rows: number, cols: number, each: number, kind: 'uniform' | 'merit', vacancies: boolean): AssignInput {
  const a = Int32Array.from({ length: cols }, () => between(rnd, 0, 1000));
  const b = Int32Array.from({ length: rows }, () => between(rnd, 0, 1000));
  const some = Array.from({ length: rows }, () => Array.from({ length: each }, () => between(rnd, 0, cols - 1)));
  return fromRows(some, cols, (i, j) => (kind === 'merit' ? a[j]! * b[i]! : between(rnd, 1, 1_000_000)), vacancies ? -50_000 : 0);
}

/** Rows by their columns, and a column of its own for each that is worth `vacant`, if that is not 0. */
function fromRows(rows: readonly number[][], cols: number, weight: (i: number, j: number) => number, vacant: number): AssignInput {
  const col: number[] = [];
  const weights: number[] = [];
  const start = [0];
  for (const [i, some] of rows.entries()) {
    for (const j of [...new Set(some)].sort((x, y) => x - y)) {
      col.push(j);
      weights.push(weight(i, j));
    }
    if (vacant !== 0) {
      col.push(cols + i);
      weights.push(vacant);
    }
    start.push(col.length);
  }
  return { rows: rows.length, cols: cols + (vacant === 0 ? 0 : rows.length), start, col, weight: weights, rowMin: 'all' };
}

it.each(Object.keys(SHAPES))('%s: the kernel chosen by shape and the shortest paths find the same value and the same canonical duals', (shape) => {
  for (let seed = 0; seed < 60; seed++) {
    const rnd = random(seed * 1000 + shape.length);
    const n = seed < 40 ? between(rnd, 1, 60) : seed < 55 ? between(rnd, 60, 200) : between(rnd, 300, 400);
    const input = SHAPES[shape]!(rnd, n);
    const p: Problem = problemOf(input);
    const [one, other] = [assign(input), solve(p)];
    expect(one.status, `seed ${seed}`).toBe(other.status);
    if (one.status !== 'optimal') continue;
    const proven = canonicalDuals(p, other as Matching);
    expect(optimalityGap(p, one), `seed ${seed}`).toBe(0);
    expect(one.value, `seed ${seed}`).toBe(proven.objective);
    expect(one.colDual, `seed ${seed}`).toEqual(proven.colDual);
    expect(one.rowDual, `seed ${seed}`).toEqual(proven.rowDual);
  }
});
