import fc from 'fast-check';
import { expect } from 'vitest';
import { PairLosses, solveLevels, type Levels, type Market } from '../../src/kernel/index.js';
import { between, random, smallMarket, smallWeights } from './instances.js';

/** The market in which row i takes column j: all its other edges are gone. */
function forced(m: Market, i: number, j: number): { market: Market; edge: number[] } {
  const edge: number[] = [];
  const start = new Int32Array(m.rows + 1);
  for (let r = 0; r < m.rows; r++) {
    for (let e = m.start[r]!; e < m.start[r + 1]!; e++) if (r !== i || m.col[e] === j) edge.push(e);
    start[r + 1] = edge.length;
  }
  return { market: { ...m, start, col: Int32Array.from(edge, (e) => m.col[e]!), rowMin: m.rowMin.map((x, r) => (r === i ? 1 : x)) }, edge };
}

/** What solving again with the pair forced changes in each objective; undefined where there is no such plan. */
function again(m: Market, stages: readonly Float64Array[], best: Levels, i: number, j: number): number[] | undefined {
  const { market, edge } = forced(m, i, j);
  const found = solveLevels(market, stages.map((w) => Float64Array.from(edge, (e) => w[e]!)));
  return found.status === 'infeasible' ? undefined : found.levels.map((l, s) => l.objective - best.levels[s]!.objective);
}

/** Losses of pairs, rows and of all are what solving again with the pair forced changes. */
export function lossesEqualSolvingAgain(numRuns: number): { readonly pairs: number; readonly none: number; readonly later: number } {
  let pairs = 0;
  let none = 0;
  let later = 0;
  fc.assert(
    fc.property(fc.integer(), (n) => {
      const rnd = random(n);
      const m = smallMarket(rnd, 8, 6);
      const stages = Array.from({ length: between(rnd, 1, 4) }, () => smallWeights(rnd, m));
      const best = solveLevels(m, stages);
      if (best.status === 'infeasible') return;
      const losses = new PairLosses(best);
      const all = losses.all();
      for (let i = 0; i < m.rows; i++) {
        const row = losses.ofRow(i);
        for (let e = 0; e < m.col.length; e++) {
          const mine = e >= m.start[i]! && e < m.start[i + 1]!;
          if (!mine) {
            if (row.stage[e] !== -2) throw new Error('a loss of another row');
            continue;
          }
          const j = m.col[e]!;
          const change = again(m, stages, best, i, j);
          pairs++;
          expect(losses.vector(i, j, stages)).toEqual(change);
          const stage = change ? change.findIndex((x) => x !== 0) : -2;
          const amount = stage < 0 ? 0 : -change![stage]!;
          if (!change) none++;
          else if (change.some((x, s) => s > stage && x !== 0)) later++;
          expect([all.stage[e], all.amount[e], row.stage[e], row.amount[e]]).toEqual([stage, amount, stage, amount]);
        }
      }
    }),
    { numRuns },
  );
  return { pairs, none, later };
}
