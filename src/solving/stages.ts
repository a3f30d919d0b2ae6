import type { Policy } from '../policy/index.js';
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
  const { policy, facts, round } = market;
  const stages: Stage[] = [stage('owed', pairs, (i) => (isOwed(market, i) ? 1 : 0))];
  const critical = round.positions.map((p, j) => p.critical === true && market.open[j] === 1);
  const merit = meritOf(market, policy);
  const add = (suffix: string, counts: (j: number) => boolean): void => {
    if (critical.some((c, j) => c && counts(j))) {
      stages.push(stage(`critical${suffix}`, pairs, (_, j) => (critical[j] && counts(j) ? 1 : 0)));
    }
    stages.push(stage(`merit${suffix}`, pairs, (i, j, low) => (counts(j) ? merit(i, j, low) : 0)));
  };
  if (policy.objective === 'total') add('', () => true);
  else {
    for (let level = policy.levels.length - 1; level >= 0; level--) {
      const here = (j: number): boolean => facts.positions[j]!.level === level;
      if (round.positions.some((_, j) => market.open[j] === 1 && here(j))) add(`:${policy.levels[level]!.id}`, here);
    }
  }
  stages.push(stage('moves', pairs, (i, j) => (market.seat[i] === j ? 0 : -1)));
  return stages;
}

function stage(id: string, pairs: Pairs, weightOf: (i: number, j: number, low: number) => number): Stage {
  const weight = new Float64Array(pairs.col.length);
  for (let i = 0; i < pairs.rows; i++) {
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) weight[e] = weightOf(i, pairs.col[e]!, pairs.low[e]!);
  }
  return { id, weight };
}

/** What a pair adds to the merit of its level: the fit that counts, the cost of the seat left vacant, less the cost of a lateral move. */
function meritOf(market: RoundMarket, policy: Policy): (i: number, j: number, low: number) => number {
  const vacant = costUnits(policy.costs.vacantSeat.points);
  const lateral = costUnits(policy.costs.lateralMove.points);
  const level = market.facts.positions.map((p) => p.level);
  return (i, j, low) => {
    const seat = market.seat[i]!;
    return low + vacant - (seat >= 0 && seat !== j && level[seat] === level[j] ? lateral : 0);
  };
}
