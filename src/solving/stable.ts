import { checkPlan, deferredAcceptance, HOLDER, MUST_SIT, NO_RIGHT, type Ranks } from '../kernel/index.js';
import { chainsOf } from './chains.js';
import type { Pairs, RoundMarket } from './market.js';
import { movesOf } from './moves.js';
import type { Plan } from './proposal.js';
import { valuesOf } from './under-rows.js';
import { stagesOf } from './stages.js';
import { preferences, tieOrder } from './ties.js';
import { vacanciesOf } from './vacancies.js';

/** What makes a person prefer one place to another; null where nothing does: no preference, hence no envy. */
export interface Preference {
  readonly for: 'first' | 'second' | null;
  readonly by: 'wish' | 'level' | null;
}

/** Which of two positions a person prefers, -1 for no post: a wished one, by its place, then one of a higher level. The definition of docs/formats.md section 4. */
export function preferenceOf(market: RoundMarket, person: number, first: number, second: number): Preference {
  const { round, facts } = market;
  const wishes = round.people[person]!.wishes ?? [];
  const place = (j: number): number => {
    const k = j < 0 ? -1 : wishes.indexOf(round.positions[j]!.id);
    return k < 0 ? wishes.length : k;
  };
  const level = (j: number): number => (j < 0 ? -1 : facts.positions[j]!.level);
  const [wished, higher] = [place(second) - place(first), level(first) - level(second)];
  if (wished !== 0) return { for: wished > 0 ? 'first' : 'second', by: 'wish' };
  return higher === 0 ? { for: null, by: null } : { for: higher > 0 ? 'first' : 'second', by: 'level' };
}

/** What people are entitled to in posts: to sit there whatever comes (pinned, or frozen where they sit), not to be put out of it (its holders), nothing. */
export function rightsOf(market: RoundMarket): (person: number, position: number) => number {
  const { pinned, seat, round } = market;
  const { people } = round.scope;
  const inScope = people === 'all' ? undefined : new Set<string>(people);
  return (i, j) => {
    if (pinned[i] === j) return MUST_SIT;
    if (seat[i] !== j) return NO_RIGHT;
    return inScope && !inScope.has(round.people[i]!.id) ? MUST_SIT : HOLDER;
  };
}

/** What people and posts state, equal ranks where they have no preference: by these a pair blocks a plan or does not. O(pairs * (levels and wishes of a person)). */
export function statedRanks(market: RoundMarket, pairs: Pairs): Ranks {
  const { round, facts, policy } = market;
  const rights = rightsOf(market);
  const wish = new Int32Array(pairs.col.length);
  const right = new Uint8Array(pairs.col.length);
  for (let i = 0; i < pairs.rows; i++) {
    const wishes: readonly string[] = round.people[i]!.wishes ?? [];
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) {
      const j = pairs.col[e]!;
      const place = wishes.indexOf(round.positions[j]!.id);
      wish[e] = place < 0 ? wishes.length + policy.levels.length - facts.positions[j]!.level : place;
      right[e] = rights(i, j);
    }
  }
  return { wish, priority: pairs.low.map((low) => -low), right };
}

/**
 * Preferences and priorities made strict, as people propose and posts choose: a person by `preferences`, a post by rights, then by higher fit, then by
 * the tie order.
 */
function strictRanks(market: RoundMarket, pairs: Pairs): Ranks {
  const { rows } = pairs;
  const whole = { ...pairs, edge: Int32Array.from(pairs.col, (_, e) => e) };
  const turn = new Int32Array(rows);
  tieOrder(market, whole).forEach((i, k) => {
    turn[i] = k;
  });
  const rights = rightsOf(market);
  const priority = new Float64Array(pairs.col.length);
  const right = new Uint8Array(pairs.col.length);
  for (let i = 0; i < rows; i++) {
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) {
      priority[e] = turn[i]! - pairs.low[e]! * rows; // a higher fit first, of equal fits the earlier turn
      right[e] = rights(i, pairs.col[e]!);
    }
  }
  return { wish: preferences(market, pairs, whole), priority, right };
}

/**
 * The stable plan of a market that is best for everybody at once, by deferred acceptance with the rights of holders; undefined where it does not
 * keep the bounds (an order, a post that must be filled): then the objective gives no plan. O(pairs * log pairs).
 */
export function stableSeating(market: RoundMarket, pairs: Pairs): Int32Array | undefined {
  const colOf = deferredAcceptance(pairs, strictRanks(market, pairs));
  const { violations } = checkPlan(pairs, colOf);
  return violations.length === 0 ? colOf : undefined;
}

/** The plan of one market under the objective `stable`: its proof is that no pair blocks it, which a checker sees without a certificate. */
export function stablePlan(market: RoundMarket, pairs: Pairs): Plan {
  const { people, positions } = market.round;
  const colOf = stableSeating(market, pairs);
  const none = { gap: null, tied: [], tiesProven: false, shortage: null } as const;
  if (!colOf) return { status: 'infeasible', seats: [], objectives: [], moves: [], chains: [], vacant: [], certificate: null, ...none };
  const stages = stagesOf(market, pairs);
  const moves = movesOf(market, colOf);
  return {
    status: 'optimal',
    seats: people.flatMap((p, i) => (colOf[i]! < 0 ? [] : [[p.id, positions[colOf[i]!]!.id] as const])),
    objectives: valuesOf(pairs, stages, colOf).map((value, s) => ({ stage: stages[s]!.id, value })),
    moves,
    chains: chainsOf(moves, market.policy.routes),
    vacant: vacanciesOf(market, pairs, colOf),
    certificate: { stages: [] },
    ...none,
  };
}
