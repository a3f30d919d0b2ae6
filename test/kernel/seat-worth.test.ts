import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalDuals, fromDense, seatWorth, solve, solveLevels, type Levels, type Matching, type Problem } from '../../src/kernel/index.js';
import { between, random, smallMarket, smallWeights } from './instances.js';

const seed = fc.integer();

/** What `by` seats more or fewer change; a column that must be full stays one that must be full. */
function change(p: Problem, objective: number, j: number, by: number): number | undefined {
  const full = p.colMin[j] === p.colMax[j] && p.colMax[j]! > 0;
  const colMax = p.colMax.map((c, k) => (k === j ? c + by : c));
  const colMin = p.colMin.map((c, k) => (k === j && full ? c + by : c));
  const found = solve({ ...p, colMin, colMax });
  return found.status === 'infeasible' ? undefined : found.objective - objective;
}

/** Both ends of every column against solving again. */
function checkWorth(p: Problem, m: Matching): void {
  const { gain, loss } = seatWorth(p, m);
  for (let j = 0; j < p.cols; j++) {
    expect(gain[j]).toBe(change(p, m.objective, j, 1));
    const less = p.colMax[j] === 0 ? undefined : change(p, m.objective, j, -1);
    expect(loss[j]).toBe(less === undefined ? undefined : -less + 0);
  }
}

describe('seatWorth', () => {
  it('is what one seat more gains and one seat fewer loses, by solving again', () => {
    const seen = { between: 0, undefined: 0, negative: 0 };
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 7, 5);
        const p: Problem = { ...m, colMin: m.colMin.map((c, j) => (rnd() < 0.2 ? m.colMax[j]! : c)), weight: smallWeights(rnd, m) };
        const found = solve(p);
        if (found.status === 'infeasible') return;
        checkWorth(p, found);
        const { gain, loss } = seatWorth(p, found);
        // it depends neither on the duals nor on the numbering of the plan that came in
        expect(seatWorth(p, canonicalDuals(p, found))).toEqual({ gain, loss });
        for (let j = 0; j < p.cols; j++) {
          if (gain[j] === undefined || loss[j] === undefined) seen.undefined++;
          else if (gain[j]! < 0) seen.negative++;
          else if (gain[j]! < loss[j]!) seen.between++;
        }
      }),
      { numRuns: 4_000 },
    );
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(100);
  });

  it('holds at every level, if no earlier level changes', () => {
    fc.assert(
      fc.property(seed, (n) => {
        const rnd = random(n);
        const m = smallMarket(rnd, 6, 4);
        const found = solveLevels(m, Array.from({ length: between(rnd, 2, 3) }, () => smallWeights(rnd, m)));
        if (found.status === 'infeasible') return;
        const { levels, colOf } = found;
        for (const level of levels) checkWorth(level, { ...(solve(level) as Matching), ...level, colOf });
      }),
      { numRuns: 1_000 },
    );
  });

  it('names both ends where the worth lies between: two rivals for one seat', () => {
    const p = fromDense(3, 1, [9, 6, 5]);
    expect(seatWorth(p, solve(p) as Matching)).toEqual({ gain: [6], loss: [9] });
    const two = solveLevels(p, [p.weight]) as Levels;
    expect(seatWorth(two.levels[0]!, { ...two.levels[0]!, colOf: two.colOf })).toEqual({ gain: [6], loss: [9] });
  });
});
