import { bestFace, settle } from '../kernel/index.js';
import type { Pairs, RoundMarket } from './market.js';
import { solvePlan, type NoPlan } from './propose.js';
import { RelativesRule } from './relatives.js';
import { SideRows } from './rows.js';
import { stagesOf, type Stage } from './stages.js';
import { preferences, tieOrder } from './ties.js';

/** Who sits where in the best plan. */
export interface BestSeating {
  readonly status: 'optimal' | 'feasible';
  /** The seat of each person, by index, -1 for none. */
  readonly colOf: Int32Array;
}

/** What a plan is looked for by. */
interface Wanted {
  /** In place of those of section 4. */
  readonly stages?: readonly Stage[];
  /** A plan near the best one, by index. */
  readonly near?: Int32Array;
}

/**
 * The seats of the plan that `solvePlan` finds, without its proof: for lives of many rounds, where nobody checks each. Duals are made canonical for a
 * certificate alone, and the tie rule picks by the plans of the last face, whatever duals led there; only where side rows bend the plan is it solved with its proof.
 * Cost: one solve per stage over the pairs that are left, about a third of `solvePlan`.
 * @throws {MeritError} as `solvePlan`
 */
export async function bestSeating(market: RoundMarket, pairs: Pairs, { stages = stagesOf(market, pairs), near }: Wanted = {}): Promise<BestSeating | NoPlan> {
  const found = bestFace({ ...pairs, hint: near ?? market.seat }, stages.map((s) => s.weight));
  if (found.status === 'infeasible') return found;
  const { colOf } = settle(found.face, found.colOf, tieOrder(market, found.face), preferences(market, pairs, found.face));
  const rows = new SideRows(market, pairs);
  if (rows.keeps(colOf)) return { status: 'optimal', colOf };
  const solved = await solvePlan(market, pairs, new RelativesRule(market), rows, { plan: 'certain', stages }, near && { free: near, kept: near });
  return 'proofs' in solved ? { status: solved.gap ? 'feasible' : 'optimal', colOf: solved.colOf } : solved;
}
