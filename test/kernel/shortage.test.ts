import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bottleneck, checkPlan, deficiency, fromDense, fromEdges, mostRows, shortage, solve, type Bottleneck, type Market, type Matching, type Problem } from '../../src/kernel/index.js';
import { allPlans } from '../reference/brute-force.js';
import { between, random, smallMarket, smallWeights } from './instances.js';

const seed = fc.integer();
const unweighted = (m: Market): Problem => ({ ...m, weight: new Float64Array(m.col.length) });
const hasPlan = (m: Market): boolean => solve(unweighted(m)).status === 'optimal';
const seatedIn = (plan: ArrayLike<number>): number => Array.from(plan).filter((j) => j >= 0).length;

describe('mostRows', () => {
  it('seats as many rows as any plan within the bounds, or finds that there is none', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const m = smallMarket(random(n), 6, 4);
        const plans = allPlans(m);
        const found = mostRows(m);
        expect(found !== undefined).toBe(plans.length > 0);
        if (!found) return;
        expect(checkPlan(unweighted(m), found.colOf).violations).toEqual([]);
        expect(found.seated).toBe(Math.max(...plans.map(seatedIn)));
        expect(seatedIn(found.colOf)).toBe(found.seated);
      }),
      { numRuns: 1500 },
    );
  });

  it('seats as many as the kernel does with equal weights, on larger markets of every shape', () => {
    const rnd = random(21);
    for (let round = 0; round < 60; round++) {
      const rows = between(rnd, 20, 300);
      const cols = between(rnd, 5, 200);
      const each = between(rnd, 1, 4);
      const row: number[] = [];
      const col: number[] = [];
      for (let i = 0; i < rows; i++) {
        for (const j of new Set(Array.from({ length: each }, () => between(rnd, 0, cols - 1)))) {
          row.push(i);
          col.push(j);
        }
      }
      const p = fromEdges(rows, cols, { row, col, weight: row.map(() => 1) }, { colMax: Int32Array.from({ length: cols }, () => between(rnd, 0, 3)) });
      const found = mostRows(p)!;
      expect(checkPlan(p, found.colOf).violations).toEqual([]);
      expect(found.seated).toBe((solve(p) as Matching).objective);
    }
  });
});

describe('shortage', () => {
  it('is undefined exactly where there is a plan; else a real one, from which nothing can be dropped', () => {
    let [bySeats, byPeople] = [0, 0];
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const drawn = smallMarket(rnd, 7, 5);
        const m = { ...drawn, rowMin: drawn.rowMin.map((min) => (rnd() < 0.5 ? 1 : min)) };
        const found = shortage(m);
        expect(found === undefined).toBe(hasPlan(m));
        if (!found) return;
        const rows = new Set(found.rows);
        const cols = new Set(found.cols);
        const edges = (i: number): number[] => [...m.col.subarray(m.start[i], m.start[i + 1])];
        const sum = (of: Int32Array): number => [...cols].reduce((s, j) => s + of[j]!, 0);
        if (found.side === 'rows') {
          bySeats++;
          expect([...rows].every((i) => m.rowMin[i] === 1)).toBe(true);
          expect([...new Set([...rows].flatMap(edges))].sort()).toEqual([...cols].sort());
          expect(rows.size).toBe(sum(m.colMax) + 1);
          for (const gone of rows) expect(hasPlan({ ...m, colMin: new Int32Array(m.cols), rowMin: m.rowMin.map((_, i) => (rows.has(i) && i !== gone ? 1 : 0)) })).toBe(true);
        } else {
          byPeople++;
          expect([...m.rowMin.keys()].filter((i) => edges(i).some((j) => cols.has(j)))).toEqual([...found.rows]);
          expect(rows.size).toBeLessThan(sum(m.colMin));
          for (const gone of cols) expect(hasPlan({ ...m, rowMin: new Uint8Array(m.rows), colMin: m.colMin.map((min, j) => (cols.has(j) && j !== gone ? min : 0)) })).toBe(true);
        }
      }),
      { numRuns: 1500, seed: 8 },
    );
    expect(Math.min(bySeats, byPeople)).toBeGreaterThan(100);
  });

  it('names the smaller of two shortages of rows', () => {
    // rows 0..3 share the two seats of columns 0 and 1, rows 4 and 5 the seat of column 2
    const m = fromEdges(6, 3, { row: [0, 1, 1, 2, 2, 3, 4, 5], col: [0, 0, 1, 0, 1, 1, 2, 2], weight: new Array<number>(8).fill(0) }, { rowMin: new Uint8Array(6).fill(1) });
    expect(shortage(m)).toEqual({ status: 'infeasible', side: 'rows', rows: Int32Array.of(4, 5), cols: Int32Array.of(2) });
  });
});

describe('deficiency', () => {
  it('counts the rows that every plan leaves over, and names who can be left over and which seat can stay free', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const drawn = smallMarket(random(n), 6, 4);
        const m = { ...drawn, rowMin: new Uint8Array(drawn.rows), colMin: new Int32Array(drawn.cols) };
        const plans = allPlans(m);
        const most = Math.max(...plans.map(seatedIn));
        const full = plans.filter((p) => seatedIn(p) === most);
        const told = deficiency(m);
        expect([told.seated, told.over]).toEqual([most, m.rows - most]);
        expect([...told.crowded.rows]).toEqual([...m.rowMin.keys()].filter((i) => full.some((p) => p[i] === -1)));
        expect([...told.roomy.cols]).toEqual([...m.colMax.keys()].filter((j) => full.some((p) => p.filter((x) => x === j).length < m.colMax[j]!)));
        const together = (key: 'rows' | 'cols'): number[] => [...told.crowded[key], ...told.roomy[key], ...told.exact[key]].sort();
        expect(together('rows')).toEqual([...m.rowMin.keys()]);
        expect(together('cols')).toEqual([...m.colMin.keys()]);
        const seats = told.crowded.cols.reduce((sum, j) => sum + m.colMax[j]!, 0);
        expect(m.rows - told.crowded.rows.length + seats).toBe(most);
        for (const i of told.crowded.rows) for (const j of m.col.subarray(m.start[i], m.start[i + 1])) expect(told.crowded.cols).toContain(j);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('bottleneck', () => {
  it('has the greatest smallest weight of all plans that seat the most, or of all within the bounds', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 5, 4);
        const p: Problem = { ...m, weight: smallWeights(rnd, m) };
        const smallest = (plan: ArrayLike<number>): number => {
          let least = Infinity;
          for (let i = 0; i < p.rows; i++) for (let e = p.start[i]!; e < p.start[i + 1]!; e++) if (p.col[e] === plan[i] && p.weight[e]! < least) least = p.weight[e]!;
          return least;
        };
        const plans = allPlans(p);
        const found = bottleneck(p);
        expect(found.status === 'optimal').toBe(plans.length > 0);
        if (found.status === 'infeasible') return;
        const ends = (b: Bottleneck): void => {
          expect(checkPlan(p, b.colOf).violations).toEqual([]);
          expect([seatedIn(b.colOf), smallest(b.colOf)]).toEqual([b.seated, b.smallest ?? Infinity]);
        };
        ends(found);
        const most = Math.max(...plans.map(seatedIn));
        expect(found.seated).toBe(most);
        expect(found.smallest ?? Infinity).toBe(Math.max(...plans.filter((x) => seatedIn(x) === most).map(smallest)));
        const bare = bottleneck(p, { need: 'bounds' }) as Bottleneck;
        ends(bare);
        const must = Math.max(...plans.map(smallest)); // Infinity where nobody has to sit
        const floor = Math.min(must, Math.max(...p.weight, -Infinity));
        expect(bare.seated).toBe(Math.max(...plans.filter((x) => smallest(x) >= floor).map(seatedIn)));
        if (must < Infinity) expect(bare.smallest).toBe(must);
      }),
      { numRuns: 1200 },
    );
  });

  it('is a shortage where there is no plan, and seats nobody where nobody can sit', () => {
    expect(bottleneck(fromDense(2, 1, [1, 2], { rowMin: Uint8Array.of(1, 1) }))).toEqual({ status: 'infeasible', side: 'rows', rows: Int32Array.of(0, 1), cols: Int32Array.of(0) });
    expect(bottleneck(fromEdges(1, 1, { row: [], col: [], weight: [] }))).toEqual({ status: 'optimal', colOf: Int32Array.of(-1), seated: 0, smallest: undefined });
  });
});
