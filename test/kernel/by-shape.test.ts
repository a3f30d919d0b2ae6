import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Auction } from '../../src/kernel/auction.js';
import { components } from '../../src/kernel/components.js';
import { bound, fromDense, fromEdges, optimalityGap, solve, solveByShape, startByShape, type Matching, type Problem, type Shortage, type Steps, type Weights } from '../../src/kernel/index.js';
import { TreeSimplex } from '../../src/kernel/tree-simplex.js';
import { isTreeProblem, TreeSolve } from '../../src/kernel/tree-solve.js';
import { bestPlans } from '../reference/brute-force.js';
import { between, random, shuffled, smallMarket, smallWeights, someHint } from './instances.js';

const seed = fc.integer();

interface Shape {
  readonly rows: number;
  readonly cols: number;
  /** Eligible columns a row, at most. */
  readonly degree: number;
  readonly weights: 'uniform' | 'tied' | 'merit' | 'negative';
  /** Share of rows that must be matched. */
  readonly mandatory: number;
  /** Communities without an edge between them. */
  readonly blocks: number;
  /** Every row has a column of its own to fall back on, at a loss. */
  readonly fallback: boolean;
}

/** A market of one-seat columns, rows and columns numbered at random. */
function market(rnd: () => number, s: Shape): Problem {
  const row: number[] = [];
  const col: number[] = [];
  const weight: number[] = [];
  const a = Array.from({ length: s.rows }, () => between(rnd, 0, 100));
  const b = Array.from({ length: s.cols }, () => between(rnd, 0, 100));
  const place = shuffled(rnd, s.cols);
  const width = Math.floor(s.cols / s.blocks);
  for (let i = 0; i < s.rows; i++) {
    const first = (i % s.blocks) * width;
    const some = new Set<number>();
    for (let t = 0; t < s.degree; t++) if (width > 0) some.add(place[first + between(rnd, 0, width - 1)]!);
    for (const j of some) {
      row.push(i);
      col.push(j);
      weight.push(s.weights === 'merit' ? a[i]! * b[j]! : s.weights === 'tied' ? between(rnd, 0, 3) : s.weights === 'negative' ? between(rnd, -1000, 100) : between(rnd, 1, 1e6));
    }
    if (s.fallback) {
      row.push(i);
      col.push(s.cols + i);
      weight.push(-between(rnd, 1, 1000));
    }
  }
  return fromEdges(s.rows, s.cols + (s.fallback ? s.rows : 0), { row, col, weight }, { rowMin: Uint8Array.from({ length: s.rows }, () => (rnd() < s.mandatory ? 1 : 0)) });
}

function someShape(rnd: () => number, most: number): Shape {
  const rows = between(rnd, 1, most);
  const ratio = [1, 1, 0.3, 2, 10][between(rnd, 0, 4)]!;
  const cols = Math.max(1, Math.min(most, Math.round(rows * ratio)));
  return {
    rows,
    cols,
    degree: between(rnd, 1, 12),
    weights: (['uniform', 'tied', 'merit', 'negative'] as const)[between(rnd, 0, 3)]!,
    mandatory: [0, 1, 1, rnd()][between(rnd, 0, 3)]!,
    blocks: [1, 1, 2, 7][between(rnd, 0, 3)]!,
    fallback: rnd() < 0.6,
  };
}

function run<T>(steps: Steps<T>, budget?: number): T {
  while (steps.step(budget) === 'running');
  return steps.result!;
}

/** These rows must all be matched, lead to these columns only, and are more than they are. */
function outnumber(p: Problem<Weights>, s: Shortage): boolean {
  const cols = new Set(s.cols);
  const seats = s.cols.reduce((sum, j) => sum + p.colMax[j]!, 0);
  return s.side === 'rows' && s.rows.length > seats && s.rows.every((i) => p.rowMin[i] === 1 && p.col.subarray(p.start[i], p.start[i + 1]).every((j) => cols.has(j)));
}

function agree(p: Problem<Weights>, a: Matching | Shortage, b: Matching | Shortage): void {
  expect(a.status).toBe(b.status);
  for (const found of [a, b]) {
    if (found.status === 'infeasible') expect(outnumber(p, found)).toBe(true);
    else {
      expect(optimalityGap(p, found)).toBe(0);
      expect(bound(p, found)).toBe(found.objective);
      expect(found.edgeOf.every((e, i) => (e < 0 ? -1 : p.col[e]) === found.colOf[i])).toBe(true);
      const taken = new Int32Array(p.cols);
      for (const j of found.colOf) if (j >= 0) taken[j]!++;
      expect(found.taken.every((t, j) => t === taken[j])).toBe(true);
    }
  }
  if (a.status === 'optimal' && b.status === 'optimal') expect(a.objective).toBe(b.objective);
}

describe('the tree simplex', () => {
  it('finds what augmenting paths find, with a proof, on markets of every shape up to 400 rows', () => {
    const met = { optimal: 0, infeasible: 0 };
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const p = market(rnd, someShape(rnd, rnd() < 0.9 ? 60 : 400));
        const found = run(new TreeSolve(p));
        met[found.status]++;
        agree(p, found, solve(p));
      }),
      { numRuns: 1_200 },
    );
    expect(Math.min(met.optimal, met.infeasible)).toBeGreaterThan(50);
  });

  it('finds the best of all plans of small markets', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 6, 6);
        const colMax = new Int32Array(m.cols).fill(1);
        const p: Problem = { ...m, colMin: new Int32Array(m.cols), colMax, weight: smallWeights(rnd, m) };
        const best = bestPlans(p, [p.weight]);
        const found = run(new TreeSolve(p));
        if (found.status === 'optimal') {
          expect(found.objective).toBe(best?.value[0]);
          expect(optimalityGap(p, found)).toBe(0);
        } else {
          expect(best).toBeUndefined();
          expect(outnumber(p, found)).toBe(true);
        }
      }),
      { numRuns: 2000 },
    );
  });

  it('comes to the same value from any prices and any matching', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const p = market(rnd, someShape(rnd, 30));
        const best = solve(p);
        const guess = new Int32Array(p.rows).fill(-1);
        const used = new Set<number>();
        for (let i = 0; i < p.rows; i++) {
          const e = between(rnd, p.start[i]!, p.start[i + 1]! - 1);
          if (rnd() < 0.5 && e < p.start[i + 1]! && !used.has(p.col[e]!)) used.add((guess[i] = p.col[e]!));
        }
        const colDual = Float64Array.from({ length: p.cols }, () => between(rnd, -1000, 1000));
        const made = { rows: p.rows, cols: p.cols, lists: p, rowMin: p.rowMin, largest: 1e6 };
        for (const from of [{ colDual }, { colDual, colOf: guess }, { colDual, colOf: guess, margin: 500 }]) {
          const tree = new TreeSimplex(made, from);
          while (tree.step(50) === 'running');
          expect(tree.unmatched() < 0).toBe(best.status === 'optimal');
          let value = 0;
          for (let i = 0; i < p.rows; i++) for (let e = p.start[i]!; e < p.start[i + 1]!; e++) if (p.col[e] === tree.colOf[i]) value += p.weight[e]!;
          if (best.status === 'optimal') expect(value).toBe(best.objective);
        }
      }),
      { numRuns: 400 },
    );
  });

  it('keeps its basis when its lists are exchanged, and is then best on the new ones', () => {
    const rnd = random(11);
    for (let round = 0; round < 60; round++) {
      const n = between(rnd, 2, 40);
      const whole = fromDense(n, n, Float64Array.from({ length: n * n }, () => between(rnd, 0, 1000)), { rowMin: new Uint8Array(n).fill(1) });
      // first the ring (i, i), (i, i + 1) only
      const row = Int32Array.from({ length: 2 * n }, (_, e) => e >> 1);
      const col = Int32Array.from({ length: 2 * n }, (_, e) => ((e >> 1) + (e & 1)) % n);
      const ring = fromEdges(n, n, { row, col, weight: row.map((i, e) => whole.weight[i * n + col[e]!]!) }, { rowMin: whole.rowMin });
      const tree = new TreeSimplex({ rows: n, cols: n, lists: ring, rowMin: whole.rowMin, largest: 1000 }, { colDual: new Float64Array(n) });
      while (tree.step() === 'running');
      tree.exchange(whole);
      while (tree.step() === 'running');
      const value = tree.colOf.reduce((sum, j, i) => sum + whole.weight[i * n + j]!, 0);
      expect(value).toBe((solve(whole) as Matching).objective);
    }
  });

  it('refuses weights that could leave the exact integers in a basis', () => {
    const p = { rows: 2, cols: 2, lists: fromDense(2, 2, [1, 2, 3, 4]), rowMin: Uint8Array.of(1, 1), largest: 2 ** 50 };
    expect(() => new TreeSimplex(p, { colDual: new Float64Array(2) })).toThrow('weights up to 1125899906842624 over 2 rows and 2 columns pass 2^53 in a basis');
    expect(isTreeProblem(fromDense(2, 2, [2 ** 50, 2, 3, 4]))).toBe(false);
  });
});

describe('the auction', () => {
  it('matches rows within epsilon of their best column, at prices of 0 or more that stay 0 where nobody bid', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const p = market(rnd, { ...someShape(rnd, 80), degree: between(rnd, 1, 40) });
        const epsilon = between(rnd, 1, 1000);
        const a = new Auction(p.rows, p.cols, p, p.rowMin, epsilon, 100 * p.rows, 1e9);
        while (a.step(100) === 'running');
        const held = new Set<number>();
        for (let i = 0; i < p.rows; i++) {
          const j = a.colOf[i]!;
          if (j < 0) continue;
          if (held.has(j)) expect.fail(`column ${j} is held twice`);
          held.add(j);
          let best = -Infinity;
          let own = -Infinity;
          for (let e = p.start[i]!; e < p.start[i + 1]!; e++) {
            const x = p.weight[e]! - a.colDual[p.col[e]!]!;
            best = Math.max(best, x);
            if (p.col[e] === j) own = x;
          }
          if (!(own >= best - epsilon)) expect.fail(`row ${i} has ${own}, its best is ${best}`);
        }
        expect(a.colDual.every((v, j) => (held.has(j) ? v > 0 : v === 0))).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe('components', () => {
  it('are what edges connect, numbered by their first rows', () => {
    const p = fromEdges(5, 5, { row: [0, 1, 1, 3, 4, 4], col: [4, 1, 2, 4, 2, 0], weight: [1, 1, 1, 1, 1, 1] });
    expect(components(p)).toEqual({ count: 3, ofRow: Int32Array.of(0, 1, 2, 0, 1), ofCol: Int32Array.of(1, 1, 1, -1, 0) });
  });

  it('are the finest split that cuts no edge', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const p = market(rnd, { ...someShape(rnd, 40), degree: between(rnd, 0, 3) });
        const { count, ofRow, ofCol } = components(p);
        for (let c = 0; c < count; c++) {
          // everything of a component is reached from its first row
          const reached = new Set([ofRow.indexOf(c)]);
          for (let size = 0; size < reached.size; ) {
            size = reached.size;
            const cols = new Set([...reached].flatMap((i) => [...p.col.subarray(p.start[i], p.start[i + 1])]));
            for (let i = 0; i < p.rows; i++) if (p.col.subarray(p.start[i], p.start[i + 1]).some((j) => cols.has(j))) reached.add(i);
            expect([...cols].every((j) => ofCol[j] === c)).toBe(true);
          }
          expect([...ofRow].flatMap((x, i) => (x === c ? [i] : []))).toEqual([...reached].sort((a, b) => a - b));
        }
      }),
      { numRuns: 300 },
    );
  });

  it('solved one by one give the plan of the whole, or name a shortage in the numbers of the whole', () => {
    const rnd = random(21);
    const met = { optimal: 0, infeasible: 0 };
    for (let round = 0; round < 12; round++) {
      const p = market(rnd, { rows: 1800, cols: round % 3 === 0 ? 2000 : 1800, degree: round % 3 === 1 ? 4 : 9, weights: round % 2 ? 'uniform' : 'merit', mandatory: round % 4 === 3 ? 0.5 : 1, blocks: 60, fallback: round % 3 !== 1 });
      const parts = components(p);
      expect(parts.count).toBeGreaterThan(50);
      const found = solveByShape(p);
      met[found.status]++;
      agree(p, found, solve(p));
    }
    expect(met.optimal).toBeGreaterThan(3);
    expect(met.infeasible).toBeGreaterThan(1);
  });
});

describe('solveByShape', () => {
  it('agrees with solve on any market, with several seats, minimums and hints too', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 12, 9);
        const p: Problem = { ...m, weight: smallWeights(rnd, m), ...(rnd() < 0.3 ? { hint: someHint(rnd, m) } : {}) };
        const a = solveByShape(p);
        const b = solve(p);
        expect(a.status).toBe(b.status);
        if (a.status === 'infeasible' || b.status === 'infeasible') return;
        expect(a.objective).toBe(b.objective);
        expect(optimalityGap(p, a)).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('agrees with solve on larger markets of one seat a column, and takes weights of 32 bits as they are', () => {
    const rnd = random(5);
    for (let round = 0; round < 60; round++) {
      const p = market(rnd, someShape(rnd, 200));
      const short: Problem<Weights> = { ...p, weight: Int32Array.from(p.weight) };
      const found = solveByShape(short);
      agree(short, found, solve(short));
      expect(JSON.stringify(found)).toBe(JSON.stringify(solveByShape(p)));
    }
  });

  it('comes to the same plan in small pieces', () => {
    const rnd = random(6);
    const p = market(rnd, { rows: 150, cols: 150, degree: 8, weights: 'merit', mandatory: 1, blocks: 1, fallback: true });
    const steps = startByShape(p);
    let pieces = 1;
    while (steps.step(500) === 'running') pieces++;
    expect(pieces).toBeGreaterThan(10);
    expect(steps.result).toEqual(solveByShape(p));
  });

  it('names the people who are too many for their posts in a tight market', () => {
    const p = fromEdges(4, 4, { row: [0, 0, 1, 1, 2, 2, 3], col: [0, 1, 0, 1, 0, 1, 3], weight: [1, 2, 3, 4, 5, 6, 7] }, { rowMin: Uint8Array.of(1, 1, 1, 1) });
    expect(solveByShape(p)).toEqual({ status: 'infeasible', side: 'rows', rows: Int32Array.of(0, 1, 2), cols: Int32Array.of(0, 1) });
  });

  const FOLDER = '../shared/cases/assignment/orlib';
  it.skipIf(!existsSync(`${FOLDER}/assignp800.txt`))('finds the published optimum of assignp800 (OR-Library; read where it is at hand)', () => {
    const optimum = Number(/^assignp800 (\d+)$/m.exec(readFileSync(`${FOLDER}/assignopt.txt`, 'utf8'))![1]);
    const [n, ...list] = readFileSync(`${FOLDER}/assignp800.txt`, 'utf8').trim().split(/\s+/).map(Number);
    const edges = Array.from({ length: list.length / 3 }, (_, e) => list.slice(3 * e, 3 * e + 3));
    const p = fromEdges(n!, n!, { row: edges.map((e) => e[0]! - 1), col: edges.map((e) => e[1]! - 1), weight: edges.map((e) => -e[2]!) }, { rowMin: new Uint8Array(n!).fill(1) });
    const found = solveByShape(p) as Matching;
    expect(-found.objective).toBe(optimum);
    expect(optimalityGap(p, found)).toBe(0);
  });
});
