import { describe, expect, it } from 'vitest';
import { fromDense, Pieces, runAsync, solveLevels, startLevels, transpose, type Market } from '../../src/kernel/index.js';
import { finish, overRows } from '../../src/kernel/pieces.js';
import { between, random, smallMarket, smallWeights } from './instances.js';

/** Steps that never end by themselves. */
const endless = () => new Pieces(function* (): Generator<void, string> {
  for (;;) yield;
});

describe('runAsync', () => {
  it('gives what the steps give, and tells after every piece but the last', async () => {
    let told = 0;
    const three = new Pieces(function* () {
      yield;
      yield;
      return 'done';
    });
    expect(await runAsync(three, { onProgress: () => told++ })).toBe('done');
    expect(told).toBe(2);
    expect(three.step()).toBe('done');
    const p = fromDense(20, 20, Float64Array.from({ length: 400 }, (_, e) => (e * 7919) % 101));
    expect(await runAsync(startLevels(p, [p.weight]), { sliceMs: 0 })).toEqual(solveLevels(p, [p.weight]));
  });

  it('never starts under a signal that is aborted, and stops when it is aborted by a timer or by whoever hears of the progress', async () => {
    await expect(runAsync(endless(), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'E_ABORTED' });
    await expect(runAsync(endless(), { signal: AbortSignal.timeout(5) })).rejects.toMatchObject({ code: 'E_ABORTED' });
    const control = new AbortController();
    let told = 0;
    const hears = runAsync(endless(), {
      signal: control.signal,
      onProgress: () => {
        if (++told === 3) control.abort();
      },
    });
    await expect(hears).rejects.toMatchObject({ code: 'E_ABORTED' });
    expect(told).toBe(3);
  });

  it('lets timers run between slices, and does not pause where nobody could tell', async () => {
    let ticks = 0;
    const timer = setInterval(() => ticks++, 0);
    const busy = (pieces: number) => new Pieces(function* () {
      for (let k = 0; k < pieces; k++) {
        const until = performance.now() + 4;
        while (performance.now() < until);
        yield;
      }
      return ticks;
    });
    expect(await runAsync(busy(20), { sliceMs: 10 })).toBeGreaterThan(2);
    ticks = 0;
    expect(await runAsync(busy(3))).toBe(0);
    clearInterval(timer);
  });

  it('passes on what the work throws', async () => {
    const broken = new Pieces((): Iterator<void, never> => ({
      next() {
        throw new RangeError('no');
      },
    }));
    await expect(runAsync(broken, { sliceMs: 1 })).rejects.toThrow('no');
  });
});

describe('steps of levels', () => {
  it('scan little more than their budget, in duals and faces too, except for one search', () => {
    const rnd = random(9);
    const rows = 300;
    const each = 40;
    const start = Int32Array.from({ length: rows + 1 }, (_, i) => i * each);
    const col = Int32Array.from({ length: rows * each }, (_, e) => (e % each) * 5 + between(rnd, 0, 4));
    const market: Market = { rows, cols: 5 * each, start, col, rowMin: new Uint8Array(rows), colMin: new Int32Array(5 * each), colMax: new Int32Array(5 * each).fill(1) };
    const stages = [1, 5, 50].map((span) => Float64Array.from(col, () => between(rnd, 0, span)));
    const run = startLevels(market, stages);
    let pieces = 1;
    const levels = new Set<number>();
    while (run.step(1_000) === 'running') {
      pieces++;
      levels.add(run.level);
    }
    // each level is read at least five times (transpose twice, row reduction, duals, face), 12,000 edges at first
    expect(pieces).toBeGreaterThan(60);
    expect([...levels].sort()).toEqual([0, 1, 2, 3]); // the last level stands while its face is still made
    expect(run.result).toEqual(solveLevels(market, stages));
  });

  it('are the same in pieces of any size', () => {
    for (let n = 0; n < 200; n++) {
      const rnd = random(n);
      const m = smallMarket(rnd, 8, 6);
      const stages = [smallWeights(rnd, m), smallWeights(rnd, m)];
      const run = startLevels(m, stages);
      while (run.step(between(rnd, 1, 20)) === 'running');
      expect(run.result).toEqual(solveLevels(m, stages));
    }
  });
});

describe('overRows', () => {
  it('hands out every row once, in ranges that fit the budget or are one row', () => {
    for (let n = 0; n < 300; n++) {
      const m = smallMarket(random(n), 9, 9);
      const size = between(random(-n), 0, 12);
      const budget = { left: size };
      const seen: [number, number][] = [];
      const work = overRows(m.start, budget, (from, to) => seen.push([from, to]));
      for (let piece = work.next(); !piece.done; piece = work.next()) budget.left = size;
      expect(seen.flatMap(([from, to]) => Array.from({ length: to - from }, (_, k) => from + k))).toEqual(Array.from({ length: m.rows }, (_, i) => i));
      for (const [from, to] of seen) expect(to === from + 1 || m.start[to]! - m.start[from]! <= size).toBe(true);
    }
  });

  it('is one range without a limit', () => {
    const m = smallMarket(random(2), 9, 9);
    let calls = 0;
    finish(overRows(m.start, { left: Infinity }, () => calls++));
    expect(calls).toBe(Math.min(1, m.rows));
    expect(transpose(m).row.length).toBe(m.col.length);
  });
});
