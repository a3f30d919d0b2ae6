import { costUnits } from '../scoring/index.js';
import type { Pairs, RoundMarket } from './market.js';

/** One objective: maximised among the plans that are best in all objectives before it. */
export interface Stage {
  /** `owed`, `critical:LEVEL`, `merit:LEVEL`, `moves`; without a level under the objective `total`. */
  readonly id: string;
  /** Integer weight of every pair. */
  readonly weight: Float64Array;
}

/** Whether the person holds a seat that he does not give up by retiring: he is owed a post. */
export function isOwed(market: RoundMarket, person: number): boolean {
  return market.seat[person]! >= 0 && !market.leaving[person];
}

/**
 * The objectives of a round in order (docs/formats.md section 4). Level by level from the top, never one sum: a sum of fits
 * promotes whoever is least useful where he sits (docs/architecture.md). O(stages * pairs).
 */
export function stagesOf(market: RoundMarket, pairs: Pairs): readonly Stage[] {
  const { policy, facts, round, open } = market;
  const byLevel = policy.objective !== 'total'; // of a stable plan the values of the levels are told
  const groupOf = (j: number): number => (byLevel ? facts.positions[j]!.level : 0); // positions of one group are valued together
  const groups = byLevel ? policy.levels.map(({ id }) => `:${id}`) : [''];
  const critical = Uint8Array.from(round.positions, (p, j) => (p.critical === true && open[j] === 1 ? 1 : 0));
  const used = new Set(byLevel ? [] : [0]);
  const withCritical = new Set<number>();
  round.positions.forEach((_, j) => {
    if (open[j]) used.add(groupOf(j));
    if (critical[j]) withCritical.add(groupOf(j));
  });

  const none = (id: string): Stage => ({ id, weight: new Float64Array(pairs.col.length) });
  const owed = none('owed');
  const moves = none('moves');
  const criticalOf = groups.map((suffix, g) => (withCritical.has(g) ? none(`critical${suffix}`) : undefined));
  const meritOf = groups.map((suffix, g) => (used.has(g) ? none(`merit${suffix}`) : undefined));
  // what a position adds to: pairs exist with open positions alone, so each has a stage of merit
  const merit = round.positions.map((_, j) => meritOf[groupOf(j)]?.weight);
  const criticalWeight = round.positions.map((_, j) => (critical[j] ? criticalOf[groupOf(j)]?.weight : undefined));
  const level = Int32Array.from(facts.positions, (p) => p.level);
  const vacant = costUnits(policy.costs.vacantSeat.points);
  const lateral = costUnits(policy.costs.lateralMove.points);
  for (let i = 0; i < pairs.rows; i++) {
    const seat = market.seat[i]!;
    const due = isOwed(market, i) ? 1 : 0;
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) {
      const j = pairs.col[e]!;
      // whoever's post closes has to go somewhere: that is no cost of his move
      const sideways = seat >= 0 && seat !== j && market.open[seat] === 1 && level[seat] === level[j];
      owed.weight[e] = due;
      moves.weight[e] = seat === j ? 0 : -1;
      const critical = criticalWeight[j];
      if (critical) critical[e] = 1;
      // the fit that counts, the cost of the seat left vacant, less the cost of a lateral move
      merit[j]![e] = pairs.low[e]! + vacant - (sideways ? lateral : 0);
    }
  }
  const fromTop = [...groups.keys()].reverse().flatMap((g) => [criticalOf[g], meritOf[g]]);
  return [owed, ...fromTop.filter((s) => s !== undefined), moves];
}
