import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assertExact, bound, fromDense, fromEdges, optimalityGap, solve, start, type Matching, type Problem, type Shortage } from '../../src/kernel/index.js';
import { bestPlans } from '../reference/brute-force.js';
import { hungarian } from '../reference/hungarian.js';
import { between, random, smallMarket, smallWeights, someHint } from './instances.js';

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
  it('finds a plan of the greatest weight, with duals that prove it, or a shortage that is real', () => {
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

  it('agrees with the textbook Hungarian method on square markets, uniform, tied and on merit', () => {
    const rnd = random(1955);
    for (const n of [1, 2, 17, 60, 120, 300]) {
      for (const kind of ['uniform', 'tied', 'merit'] as const) {
        const a = Array.from({ length: n }, () => between(rnd, 0, 100));
        const b = Array.from({ length: n }, () => between(rnd, 0, 100));
        const w = Float64Array.from({ length: n * n }, (_, e) => (kind === 'merit' ? a[(e / n) | 0]! * b[e % n]! : between(rnd, 0, kind === 'tied' ? 3 : 1e6)));
        const p = fromDense(n, n, w, { rowMin: new Uint8Array(n).fill(1) });
        const plan = solve(p) as Matching;
        expect(optimalityGap(p, plan)).toBe(0);
        expect(plan.objective).toBe(-hungarian(w.map((x) => -x), n));
      }
    }
  });

  it('agrees with it on posts of several seats, where people may stay without one', () => {
    const rnd = random(2024);
    for (let round = 0; round < 20; round++) {
      const rows = between(rnd, 20, 150);
      const cols = between(rnd, 2, 30);
      const colMax = Int32Array.from({ length: cols }, () => between(rnd, 1, 8));
      const seats = colMax.reduce((a, b) => a + b, 0);
      const w = Float64Array.from({ length: rows * cols }, () => between(rnd, -50, 100));
      const p = fromDense(rows, cols, w, { colMax });
      // one column per seat, one of value 0 per row
      const n = rows + seats;
      const cost = new Float64Array(n * n);
      for (let i = 0; i < rows; i++) for (let j = 0, c = 0; j < cols; j++) for (let k = 0; k < colMax[j]!; k++) cost[i * n + c++] = -w[i * cols + j]!;
      const plan = solve(p) as Matching;
      expect(optimalityGap(p, plan)).toBe(0);
      expect(plan.objective).toBe(-hungarian(cost, n) + 0);
    }
  });

  it('proves its plans of long rows too, tied and not, with and without bounds and hints', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const rows = between(rnd, 10, 90);
        const cols = between(rnd, 66, 110);
        const span = [1, 3, 50, 100_000][between(rnd, 0, 3)]!;
        const low = rnd() < 0.5 ? 1 : -span;
        const merit = rnd() < 0.3;
        const a = Array.from({ length: rows }, () => between(rnd, 1, 300));
        const density = rnd() < 0.3 ? 1 : 0.8;
        const list: [number, number][] = [];
        for (let i = 0; i < rows; i++) for (let j = 0; j < cols; j++) if (rnd() < density) list.push([i, j]);
        const colMax = Int32Array.from({ length: cols }, () => (rnd() < 0.5 ? 1 : between(rnd, 0, 3)));
        const must = rnd() < 0.5 ? rnd() : 0;
        const few = rnd() < 0.5 ? 0.3 : 1;
        const p: Problem = {
          ...fromEdges(
            rows,
            cols,
            { row: list.map(([i]) => i), col: list.map(([, j]) => j), weight: list.map(([i, j]) => (merit ? a[i]! * (j + 1) : between(rnd, low, span))) },
            {
              rowMin: Uint8Array.from({ length: rows }, () => (rnd() < must ? 1 : 0)),
              colMax: colMax.map((c, j) => (j > few * cols ? 0 : c)),
              colMin: colMax.map((c, j) => (j <= few * cols && rnd() < 0.1 ? Math.min(c, 1) : 0)),
            },
          ),
          ...(rnd() < 0.3 ? { hint: Int32Array.from({ length: rows }, () => between(rnd, -1, cols - 1)) } : {}),
        };
        const found = solve(p);
        if (found.status === 'infeasible') {
          expect(isHallViolation(p, found)).toBe(true);
          return;
        }
        expect(optimalityGap(p, found)).toBe(0);
        expect(bound(p, found)).toBe(found.objective);
      }),
      { numRuns: 400 },
    );
  });

  it('proves its plans of full square markets of every size up to 200', () => {
    const rnd = random(77);
    for (let n = 1; n <= 200; n += n < 60 ? 7 : 3) {
      const a = Array.from({ length: n }, () => between(rnd, 0, 1000));
      const b = Array.from({ length: n }, () => between(rnd, 0, 1000));
      const noise = between(rnd, 0, 2000);
      const sign = rnd() < 0.5 ? 1 : -1;
      const p = fromDense(n, n, Float64Array.from({ length: n * n }, (_, e) => sign * a[(e / n) | 0]! * b[e % n]! + between(rnd, 0, noise)), { rowMin: new Uint8Array(n).fill(1) });
      const found = solve(p) as Matching;
      expect(optimalityGap(p, found)).toBe(0);
      expect(bound(p, found)).toBe(found.objective);
    }
  });

  it('names the people who are too many for their posts', () => {
    const p = fromEdges(4, 3, { row: [0, 1, 2, 3, 3], col: [0, 0, 0, 1, 2], weight: [1, 1, 1, 1, 1] }, { rowMin: Uint8Array.of(1, 1, 1, 1), colMax: Int32Array.of(2, 1, 1) });
    expect(solve(p)).toEqual({ status: 'infeasible', side: 'rows', rows: Int32Array.of(0, 1, 2), cols: Int32Array.of(0) });
  });

  it('names the posts that need more people than can hold them', () => {
    const p = fromEdges(3, 3, { row: [0, 0, 1], col: [0, 1, 2], weight: [1, 1, 1] }, { colMin: Int32Array.of(1, 1, 0) });
    expect(solve(p)).toEqual({ status: 'infeasible', side: 'cols', rows: Int32Array.of(0), cols: Int32Array.of(0, 1) });
  });

  it('says that a person who must be placed has no post at all', () => {
    expect(solve(fromEdges(1, 1, { row: [], col: [], weight: [] }, { rowMin: Uint8Array.of(1) }))).toEqual({ status: 'infeasible', side: 'rows', rows: Int32Array.of(0), cols: new Int32Array() });
  });

  it('leaves a person without a post rather than take one at a loss, unless one must be taken', () => {
    const loss = { row: [0], col: [0], weight: [-3] };
    expect((solve(fromEdges(1, 1, loss)) as Matching).objective).toBe(0);
    expect((solve(fromEdges(1, 1, loss, { rowMin: Uint8Array.of(1) })) as Matching).objective).toBe(-3);
    expect((solve(fromEdges(1, 1, loss, { colMin: Int32Array.of(1) })) as Matching).objective).toBe(-3);
  });

  it('keeps to the hint where that costs nothing', () => {
    const hint = Int32Array.of(2, 0, 1);
    const p: Problem = { ...fromDense(3, 3, new Float64Array(9).fill(7)), hint };
    expect((solve(p) as Matching).colOf).toEqual(hint);
    const q: Problem = { ...p, weight: new Float64Array(9).fill(-7), colMin: Int32Array.of(1, 1, 1) };
    expect((solve(q) as Matching).colOf).toEqual(hint);
  });

  it('does the same in small pieces as at once', () => {
    const rnd = random(42);
    for (let round = 0; round < 100; round++) {
      const m = smallMarket(rnd);
      const p: Problem = { ...m, weight: smallWeights(rnd, m) };
      const run = start(p);
      expect(run.result).toBeUndefined();
      while (run.step(1) === 'running');
      expect(run.result).toEqual(solve(p));
    }
  });

  it('leaves no minus zero behind', () => {
    const rnd = random(43);
    for (let round = 0; round < 500; round++) {
      const m = smallMarket(rnd);
      const found = solve({ ...m, weight: smallWeights(rnd, m) });
      if (found.status === 'optimal') for (const x of [...found.rowDual, ...found.colDual, found.objective]) expect(Object.is(x, -0)).toBe(false);
    }
  });
});

describe('what solve refuses', () => {
  const p = fromDense(2, 2, [1, 2, 3, 4]);
  const cases: [string, Partial<Record<keyof Problem, unknown>>, string][] = [
    ['a count of rows that is no count', { rows: -1 }, 'rows is -1'],
    ['a count of columns that is no count', { cols: 0.5 }, 'cols is 0.5'],
    ['offsets for another number of rows', { start: Int32Array.of(0, 4) }, 'start has 2 entries for 2 rows'],
    ['offsets that do not end at the last edge', { start: Int32Array.of(0, 2, 3) }, 'start runs from 0 to 3 for 4 edges'],
    ['offsets that fall', { start: Int32Array.of(0, 5, 4) }, 'start falls at row 1'],
    ['columns out of order', { col: Int32Array.of(1, 0, 0, 1) }, 'columns of row 0 are not ascending within 0..2'],
    ['a column twice', { col: Int32Array.of(0, 0, 0, 1) }, 'columns of row 0 are not ascending within 0..2'],
    ['a column that does not exist', { col: Int32Array.of(0, 1, 0, 2) }, 'columns of row 1 are not ascending within 0..2'],
    ['a negative column', { col: Int32Array.of(-1, 1, 0, 1) }, 'columns of row 0 are not ascending within 0..2'],
    ['row bounds of another length', { rowMin: new Uint8Array(1) }, 'rowMin has 1 entries for 2 rows'],
    ['a person who must be placed twice', { rowMin: Uint8Array.of(0, 2) }, 'rowMin of row 1 is 2'],
    ['minimums of another length', { colMin: new Int32Array(3) }, 'colMin has 3 entries for 2 cols'],
    ['maximums of another length', { colMax: new Int32Array(3) }, 'colMax has 3 entries for 2 cols'],
    ['a minimum above the maximum', { colMin: Int32Array.of(0, 2) }, 'bounds of column 1 are 2..1'],
    ['a negative minimum', { colMin: Int32Array.of(-1, 0) }, 'bounds of column 0 are -1..1'],
    ['a hint of another length', { hint: Int32Array.of(0) }, 'hint has 1 entries for 2 rows'],
    ['a hint to a column that does not exist', { hint: Int32Array.of(0, 2) }, 'hint of row 1 is 2'],
    ['a hint below none', { hint: Int32Array.of(0, -2) }, 'hint of row 1 is -2'],
    ['weights of another length', { weight: new Float64Array(3) }, 'weight has 3 entries for 4 edges'],
  ];
  for (const [what, change, message] of cases) it(what, () => expect(() => solve({ ...p, ...change } as Problem)).toThrow(`E_SHAPE: ${message}`));

  it('a weight that is not a whole number: a fraction, NaN, Infinity', () => {
    for (const w of [0.5, NaN, Infinity]) expect(() => solve({ ...p, weight: Float64Array.of(1, w, 3, 4) })).toThrow('E_NUM_INT: weight of edge 1 is not a whole number');
  });

  it('weights that could not be added exactly, and not one less', () => {
    // 2 rows, 2 seats: paths of up to 5 edges
    const most = Math.floor(Number.MAX_SAFE_INTEGER / 5);
    expect(solve({ ...p, weight: Float64Array.of(most, -most, -most, most) }).status).toBe('optimal');
    expect(() => solve({ ...p, weight: Float64Array.of(most + 1, 0, 0, 0) })).toThrow('E_OVERFLOW');
    expect(() => assertExact(NaN, 2, 2)).toThrow('E_OVERFLOW');
    expect(() => assertExact(2 ** 53, 0, 0)).toThrow('E_OVERFLOW');
    expect(assertExact(2 ** 53 - 1, 0, 9)).toBeUndefined();
  });

  it('edges that are no edges', () => {
    const edges = { row: [0, 1], col: [0, 0], weight: [1, 1] };
    expect(() => fromEdges(2, 1, { ...edges, col: [0] })).toThrow('E_SHAPE: edges have 2 rows, 1 columns and 2 weights');
    expect(() => fromEdges(1, 1, edges)).toThrow('E_SHAPE: edge 1 names row 1 of 1');
    expect(() => fromEdges(2, 1, { ...edges, row: [0.5, 1] })).toThrow('E_SHAPE: edge 0 names row 0.5 of 2');
    expect(() => fromEdges(2, 1, { ...edges, row: [1, 1] })).toThrow('E_SHAPE: columns of row 1 are not ascending within 0..1');
    expect(() => fromDense(2, 2, [1])).toThrow('E_SHAPE: weight has 1 entries for 2 rows and 2 cols');
  });
});
