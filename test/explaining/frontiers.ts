import { expect } from 'vitest';
import { frontierOf } from '../../src/explaining/index.js';
import { solveLevels } from '../../src/kernel/index.js';
import { openMarket, stagesOf } from '../../src/solving/index.js';
import { between, documentsOf, makeCase, random, type Case } from '../support/markets.js';

export const SHAPE = { maxPeople: 12, maxPosts: 8, levels: [2, 4], objective: 'either' } as const;

/** The values of every stage where each move costs so much, the cost left out again: by levels, of the policy's own stages. */
function valuesAt(c: Case, cost: number): readonly number[] | undefined {
  const { round, policy } = documentsOf(c);
  const market = openMarket(round, policy.policy);
  const { certain } = market;
  const stages = stagesOf(market, certain);
  const levelOf = (j: number): string => (c.objective === 'total' ? 'merit' : `merit:${round.positions[j]!.level}`);
  const extra = stages.map(({ id }) => {
    const weight = new Float64Array(certain.col.length);
    for (let i = 0; i < certain.rows; i++) for (let e = certain.start[i]!; e < certain.start[i + 1]!; e++) if (market.seat[i] !== certain.col[e] && levelOf(certain.col[e]!) === id) weight[e] = cost;
    return weight;
  });
  const solved = solveLevels(certain, stages.map(({ weight }, s) => weight.map((w, e) => w - extra[s]![e]!)));
  if (solved.status !== 'optimal') return undefined;
  return stages.map(({ weight }) => Array.from(solved.colOf).reduce((sum, j, i) => {
    for (let e = certain.start[i]!; e < certain.start[i + 1]!; e++) if (certain.col[e] === j) return sum + weight[e]!;
    return sum;
  }, 0));
}

/** Frontiers are what the best plan comes to at every cost per move, between their points too. */
export function frontiersAreBestPlans(count: number): { readonly points: number; readonly several: number } {
  let points = 0;
  let several = 0;
  for (let seed = 1; seed <= count; seed++) {
    const c = makeCase(seed, SHAPE);
    const rnd = random(seed);
    const { round, policy } = documentsOf(c);
    if (valuesAt(c, 0) === undefined) continue;
    const frontier = frontierOf(round, policy);
    expect(frontier.complete, `seed ${seed}`).toBe(true);
    points += frontier.points.length;
    if (frontier.points.length > 2) several++;
    const costs = frontier.points.flatMap(({ from, to }) => [from, to, between(rnd, from, to)]);
    for (const cost of [...costs, between(rnd, 0, 1_200_000)]) {
      const point = frontier.points.find(({ from, to }) => from <= cost && cost <= to);
      if (!point && cost > Math.max(...frontier.points.map(({ to }) => to))) continue;
      expect(point, `seed ${seed}, cost ${cost}: ranges leave no hole`).toBeDefined();
      const at = valuesAt(c, cost);
      expect(point!.objectives.map(({ value }) => value), `seed ${seed}, cost ${cost}`).toEqual(at);
    }
  }
  return { points, several };
}

/** Frontiers name the counts of moves that no cost reaches, and a knee above the line. */
export function frontiersNameWhatNoCostReaches(count: number): { readonly holes: number; readonly knees: number } {
  let holes = 0;
  let knees = 0;
  for (let seed = 1; seed <= count; seed++) {
    const c = makeCase(seed, { ...SHAPE, objective: 'total' });
    const { round, policy } = documentsOf(c);
    if (valuesAt(c, 0) === undefined) continue;
    const { points, knee, unreachable } = frontierOf(round, policy);
    const reached = new Set(points.map((p) => p.moves));
    const [first, last] = [points[0]!, points.at(-1)!];
    const named = new Set(unreachable.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, k) => from + k)));
    for (let moves = first.moves; moves <= last.moves; moves++) expect(named.has(moves), `seed ${seed}, ${moves} moves`).toBe(!reached.has(moves));
    holes += named.size;
    const above = points.map((p) => (p.gain - first.gain) * (last.moves - first.moves) - (p.moves - first.moves) * (last.gain - first.gain));
    if (knee === undefined) expect(Math.max(...above)).toBeLessThanOrEqual(0);
    else {
      knees++;
      expect(above[knee]).toBe(Math.max(...above));
    }
  }
  return { holes, knees };
}
