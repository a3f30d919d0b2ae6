import { describe, expect, it } from 'vitest';
import { edgeAt, fromDense, PairLosses, solveLevels, type Levels } from '../../src/kernel/index.js';
import { between, random } from './instances.js';
import { lossesEqualSolvingAgain } from './losses.js';

describe('PairLosses of a row, of all pairs and as a vector', () => {
  it('are what solving again with the pair forced changes', () => {
    const { pairs, none, later } = lossesEqualSolvingAgain(500);
    expect(pairs).toBeGreaterThan(2_000);
    expect(Math.min(none, later)).toBeGreaterThan(20);
  });

  it('agree on all three ways to ask, where rows are more and where columns are more', () => {
    for (const [rows, cols] of [[30, 12], [12, 30], [25, 25]] as const) {
      const rnd = random(rows);
      const p = fromDense(rows, cols, Float64Array.from({ length: rows * cols }, () => between(rnd, 0, 20)));
      const stages = [p.weight, Float64Array.from(p.weight, () => between(rnd, -3, 3))];
      const losses = new PairLosses(solveLevels(p, stages) as Levels);
      const all = losses.all();
      for (let i = 0; i < rows; i++) {
        const row = losses.ofRow(i);
        for (let j = 0; j < cols; j++) {
          const e = edgeAt(p, i, j);
          const { stage, amount } = losses.of(i, j)!;
          expect([all.stage[e], all.amount[e], row.stage[e], row.amount[e]]).toEqual([stage, amount, stage, amount]);
        }
      }
    }
  });

  it('wants the objectives it was solved with', () => {
    const p = fromDense(1, 1, [1]);
    expect(() => new PairLosses(solveLevels(p, [p.weight]) as Levels).vector(0, 0, [])).toThrow('E_SHAPE: 0 objectives for 1 levels');
  });
});
