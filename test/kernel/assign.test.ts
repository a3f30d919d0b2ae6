import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { assign, assignAsync, assignmentGap, gapOf, MeritError, problemOf, startAssign, type AssignInput, type Assignment } from '../../src/kernel/assign/index.js';
import { bestPlans } from '../reference/brute-force.js';
import { between, random, smallMarket, smallWeights } from './instances.js';

const value = (input: AssignInput): number => (assign(input) as Assignment).value;

describe('assign', () => {
  it('maximises weight and minimises cost, with duals in the same sense', () => {
    const best = assign({ rows: 2, cols: 3, weight: [5, 9, 1, 4, 7, 2] }) as Assignment;
    expect([...best.colOf]).toEqual([1, 0]);
    expect(best.value).toBe(13);
    expect([...best.colDual]).toEqual([2, 6, 0]); // without column 0 the best is 9 + 2, without column 1 it is 5 + 2
    const cheapest = assign({ rows: 2, cols: 3, cost: [5, 9, 1, 4, 7, 2] }) as Assignment;
    expect([...cheapest.colOf]).toEqual([2, 0]);
    expect([...cheapest.colDual]).toEqual([-3, 0, -7]); // without column 0 the cheapest is 1 + 7, without column 2 it is 5 + 7
    expect(cheapest.value).toBe(5);
  });

  it('leaves rows unmatched where that is best with weight, never with cost unless rowMin allows it', () => {
    expect([...(assign({ rows: 2, cols: 2, weight: [-1, -2, 3, 4] }) as Assignment).colOf]).toEqual([-1, 1]);
    expect(value({ rows: 2, cols: 2, weight: [-1, -2, 3, 4], rowMin: 'all' })).toBe(3);
    expect(value({ rows: 2, cols: 2, cost: [1, 2, 3, 4] })).toBe(5);
    expect(value({ rows: 2, cols: 2, cost: [1, 2, 3, 4], rowMin: [0, 1] })).toBe(3);
    expect(value({ rows: 3, cols: 2, cost: [1, 2, 3, 4, 0, 9], rowMin: [0, 0, 0], colMin: [1, 1] })).toBe(2);
  });

  it('answers with a shortage when there is no assignment', () => {
    expect(assign({ rows: 3, cols: 2, cost: [1, 2, 3, 4, 5, 6] })).toMatchObject({ status: 'infeasible', side: 'rows' });
    expect(assign({ rows: 2, cols: 2, start: [0, 1, 2], col: [0, 0], cost: [1, 2] })).toEqual({ status: 'infeasible', side: 'rows', rows: Int32Array.of(0, 1), cols: Int32Array.of(0) });
    expect(assign({ rows: 1, cols: 2, weight: [1, 2], colMin: [1, 1] })).toMatchObject({ status: 'infeasible', side: 'cols' });
  });

  it('never matches a pair that is not listed', () => {
    const found = assign({ rows: 2, cols: 2, start: [0, 2, 3], col: [0, 1, 0], cost: [1, 1_000_000, 1] }) as Assignment;
    expect([...found.colOf]).toEqual([1, 0]);
    expect(found.value).toBe(1_000_001);
  });

  it('finds what trying everything finds, whatever the sense, the form and the bounds; its duals prove it and are those of any other order of rows', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const rnd = random(seed);
        const m = smallMarket(rnd, 6, 5);
        const weight = smallWeights(rnd, m);
        const minimise = rnd() < 0.5;
        const rowMin = minimise && rnd() < 0.3 ? ('all' as const) : m.rowMin;
        const pairs = { start: m.start, col: m.col };
        const sides = { rows: m.rows, cols: m.cols, rowMin, colMin: m.colMin, colMax: m.colMax };
        const plain = rnd() < 0.3;
        const numbers = minimise ? weight.map((w) => 0 - w) : weight;
        const given = plain ? [...numbers] : rnd() < 0.5 ? Int32Array.from(numbers) : numbers;
        const input: AssignInput = minimise ? { ...sides, ...pairs, cost: given } : { ...sides, ...pairs, weight: given };
        const p = problemOf(input);
        const best = bestPlans(p, [weight]);
        const found = assign(input);
        expect(found.status).toBe(best ? 'optimal' : 'infeasible');
        if (!best || found.status !== 'optimal') return;
        const sign = minimise ? -1 : 1;
        expect(found.value).toBe(sign * best.value[0]! + 0);
        expect(assignmentGap(input, found)).toBe(0);
        for (const x of [found.value, ...found.rowDual, ...found.colDual]) expect(Object.is(x, -0)).toBe(false);
        const any = assign({ ...input, duals: 'any' });
        if (any.status !== 'optimal') throw new Error('a shortage');
        expect(any.value).toBe(found.value);
        expect(gapOf(input)(any)).toBe(0);
        expect(numbers).toEqual(minimise ? weight.map((w) => 0 - w) : weight);
      }),
      { numRuns: 3_000 },
    );
  });

  it('carries a proof that a changed dual or plan breaks', () => {
    for (const input of [{ rows: 2, cols: 3, cost: [5, 9, 1, 4, 7, 2] }, { rows: 2, cols: 3, start: [0, 3, 6], col: [0, 1, 2, 0, 1, 2], weight: [5, 9, 1, 4, 7, 2] }] as AssignInput[]) {
      const found = assign(input) as Assignment;
      expect(assignmentGap(input, found)).toBe(0);
      for (const j of [0, 1, 2]) for (const by of [-1, 1]) expect(assignmentGap(input, { ...found, colDual: found.colDual.map((v, k) => (k === j ? v + by : v)) })).toBeGreaterThan(0);
      expect(assignmentGap(input, { ...found, colOf: Int32Array.of(0, 1) })).toBeGreaterThan(0);
    }
  });

  it('can be awaited, watched and stopped', async () => {
    const rnd = random(8);
    const n = 300;
    const input = { rows: n, cols: n, cost: Int32Array.from({ length: n * n }, () => between(rnd, 0, 1000)) };
    let pieces = 0;
    expect(await assignAsync(input, { onProgress: () => pieces++ })).toEqual(assign(input));
    expect(pieces).toBeGreaterThan(0);
    const stop = new AbortController();
    const stopped = assignAsync(input, { signal: stop.signal, sliceMs: 0 });
    stop.abort();
    await expect(stopped).rejects.toThrow('E_ABORTED');
  });

  it('takes the one 32-bit integer whose negative is none', () => {
    const found = assign({ rows: 1, cols: 2, cost: Int32Array.of(-(2 ** 31), 2 ** 31 - 1) });
    expect(found).toMatchObject({ status: 'optimal', value: -(2 ** 31) });
  });

  it('does no pass over a large matrix in one go, neither reading nor solving nor for canonical duals', () => {
    const rnd = random(9);
    const n = 1200;
    const piece = 50_000;
    const input = { rows: n, cols: n, cost: Int32Array.from({ length: n * n }, () => between(rnd, 1, 1_000_000)) };
    const pieces = (duals: 'any' | 'canonical'): number => {
      const run = startAssign({ ...input, duals });
      let count = 1;
      while (run.step(piece) === 'running') count++;
      return count;
    };
    const passes = pieces('any') / ((n * n) / piece);
    expect(passes).toBeGreaterThan(1.9); // one to read, one at least to solve
    expect(pieces('canonical') / ((n * n) / piece)).toBeGreaterThan(passes + 0.9);
  });

  it('can be stopped at any of its pieces', async () => {
    const rnd = random(10);
    const n = 700;
    const input = { rows: n, cols: n, cost: Int32Array.from({ length: n * n }, () => between(rnd, 1, 1_000_000)) };
    let all = 0;
    await assignAsync(input, { onProgress: () => all++ });
    expect(all).toBeGreaterThan(4);
    for (let last = 1; last <= all; last++) {
      const stop = new AbortController();
      let told = 0;
      const stopped = assignAsync(input, { signal: stop.signal, onProgress: () => void (++told === last && stop.abort()) });
      await expect(stopped).rejects.toThrow('E_ABORTED');
      expect(told).toBe(last);
    }
  });

  it('works a piece at a time', () => {
    const rnd = random(7);
    const n = 120;
    const cost = Int32Array.from({ length: n * n }, () => between(rnd, 0, 1000));
    const run = startAssign({ rows: n, cols: n, cost });
    let pieces = 1;
    while (run.step(500) === 'running') pieces++;
    expect(pieces).toBeGreaterThan(20);
    expect(run.result).toEqual(assign({ rows: n, cols: n, cost }));
  });
});

describe('assign refuses', () => {
  const refused = (input: unknown): string[] => {
    try {
      assign(input as AssignInput);
    } catch (error) {
      if (error instanceof MeritError) return error.issues.map(({ code, path, message }) => `${code} ${path}: ${message}`);
      throw error;
    }
    throw new Error('nothing was refused');
  };
  const two = { rows: 2, cols: 2 };

  it('Infinity as a cost: a forbidden pair is a pair that is not there', () => {
    const [first, second] = refused({ ...two, cost: [1, Infinity, -Infinity, 2] });
    expect(first).toBe('E_NUM_RANGE /cost/1: cost of row 0 and column 1 is Infinity; expected a whole number\nMaybe the pair is forbidden: then leave it out (start and col list the pairs there are); no number stands for that.');
    expect(second).toMatch(/^E_NUM_RANGE \/cost\/2: cost of row 1 and column 0 is -Infinity/);
  });

  it.each([
    ['NaN', Float64Array.of(1, 2, 3, NaN), 'E_NUM_NAN /cost/3: cost of row 1 and column 1 is NaN'],
    ['undefined', [1, undefined, 3, 4], 'E_VALUE_MISSING /cost/1: cost of row 0 and column 1 is missing'],
    ['null', [1, 2, null, 4], 'E_VALUE_MISSING /cost/2: cost of row 1 and column 0 is null'],
    ['a fraction', [1, 2.5, 3, 4], 'E_NUM_INT /cost/1: cost of row 0 and column 1 is 2.5'],
    ['a text', [1, '2', 3, 4], 'E_TYPE /cost/1: cost of row 0 and column 1 is a string'],
    ['a matrix of rows', [[1, 2], [3, 4]], 'E_SHAPE /cost: cost has 2 entries for 4 pairs of 2 rows and 2 cols\nMaybe it is a matrix of rows: cost.flat()'],
    ['no array', 5, 'E_TYPE /cost: cost is a number; expected an array of numbers'],
  ])('%s', (_, cost, message) => expect(refused({ ...two, cost })[0]).toContain(message));

  it('names the pair of a listed cost', () => expect(refused({ ...two, start: [0, 1, 2], col: [1, 0], weight: [1, NaN] })[0]).toContain('weight of row 1 and column 0 is NaN'));

  it.each([
    ['both senses', { ...two, cost: [1, 2, 3, 4], weight: [1, 2, 3, 4] }, 'E_SHAPE : weight and cost are both given'],
    ['neither sense', two, 'E_SHAPE : neither weight nor cost is given'],
    ['duals of another kind', { ...two, cost: [1, 2, 3, 4], duals: 'some' }, "E_VALUE_UNKNOWN /duals: duals is neither 'canonical' nor 'any'"],
    ['a misspelt key', { ...two, costs: [1] , cost: [1, 2, 3, 4] }, 'E_KEY_UNKNOWN /costs: there is no "costs"'],
    ['start without col', { ...two, start: [0, 1, 2], cost: [1, 2] }, 'E_SHAPE : start and col belong together'],
    ['rows of another kind', { rows: '2', cols: 2, cost: [] }, 'E_TYPE /rows: rows is a string'],
    ['half a row', { rows: 2.5, cols: 2, cost: [] }, 'E_NUM_RANGE /rows: rows is 2.5'],
    ['no rows', { cols: 2, cost: [] }, 'E_VALUE_MISSING /rows'],
    ['a column that is not there', { ...two, start: [0, 1, 2], col: [0, 2], cost: [1, 2] }, 'E_NUM_RANGE /col/1: col[1] is 2; expected a whole number from 0 to 1'],
    ['columns out of order', { ...two, start: [0, 2, 2], col: [1, 0], cost: [1, 2] }, 'columns of row 0 are not ascending'],
    ['a start that falls', { ...two, start: [0, 2, 1], col: [0], cost: [1] }, 'E_SHAPE'],
    ['rowMin of another text', { ...two, cost: [1, 2, 3, 4], rowMin: 'some' }, 'E_VALUE_UNKNOWN /rowMin'],
    ['rowMin above 1', { ...two, cost: [1, 2, 3, 4], rowMin: [1, 2] }, 'E_NUM_RANGE /rowMin/1'],
    ['seats without number', { ...two, cost: [1, 2, 3, 4], colMax: [1, Infinity] }, 'E_NUM_RANGE /colMax/1'],
    ['fewer seats than must be taken', { ...two, cost: [1, 2, 3, 4], colMin: [0, 2] }, 'E_SHAPE /colMax/1: bounds of column 1 are 2..1'],
    ['numbers that cannot be added exactly', { ...two, cost: [1, 2, 3, 2 ** 53] }, 'E_OVERFLOW'],
    ['nothing', undefined, 'E_TYPE : expected { rows, cols, weight | cost'],
  ])('%s', (_, input, message) => expect(refused(input)[0]).toContain(message));

  it('many problems at once, up to a hundred', () => {
    expect(refused({ rows: 1, cols: 3, cost: [NaN, 0.5, null] })).toHaveLength(3);
    expect(refused({ rows: 200, cols: 1, cost: new Float64Array(200).fill(NaN) })).toHaveLength(101);
  });
});
