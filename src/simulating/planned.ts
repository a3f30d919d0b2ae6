import { amendedStages } from '../deciding/index.js';
import type { Policy } from '../policy/index.js';
import { bestSeating, isOwed, openMarket, stableSeating, without, type Pairs, type RoundMarket, type Stage } from '../solving/index.js';
import { asTheySit, type Chosen } from './chosen.js';
import { declining } from './declines.js';
import type { ConductRequest } from './request.js';
import { overdue } from './terms.js';

/** A plan over some pairs, or that there is none; then perhaps who is short of seats, by index. */
type Seating = { readonly colOf: Int32Array; readonly status: 'optimal' | 'feasible' } | { readonly status: 'infeasible'; readonly short: readonly number[] };

/**
 * The certain plan of a round by the objective of a policy, without documents. Whoever is asked to move and declines is forbidden every move that he would decline, and the plan
 * that changes least follows, as `repair` finds it; again until nobody declines. Whoever's term is over may not stay if he can go anywhere; for whom that leaves no seat, or whom
 * it costs a seat, he may again.
 * One plan, one more for each time somebody declines or gets his post back: each of these adds somebody, so it ends.
 */
export async function planned(request: ConductRequest, policy: Policy): Promise<Chosen> {
  let market = openMarket(request.round, policy);
  const says = declining(market, request.declines);
  const returning = new Set<number>();
  const refused: { person: number; position: number }[] = [];
  let announced: Int32Array | undefined;
  const term = overdue(market, request.regime.terms);
  const away = goingAway(market, term);

  const allowed = (leave: ReadonlySet<number>): Pairs => withoutPairs(market, [...new Set([...leave, ...returning])], (i, j) => (market.seat[i] === j ? leave.has(i) : returning.has(i) && says(i, j)));
  const seating = (pairs: Pairs): Promise<Seating> => (announced ? nearest(market, pairs, announced, returning) : best(market, pairs));
  const ended = (pairs: Pairs, status: Chosen['status'], colOf: Int32Array): Chosen => ({ market, pairs, status, colOf, refused, extended: [...term.keys()].filter((i) => term[i] === 1 && colOf[i] === market.seat[i]) });

  for (;;) {
    const pairs = allowed(away);
    const found = await seating(pairs);
    const back = await mayStay(market, away, found, async () => seating(allowed(new Set())));
    if (back.length > 0) {
      for (const i of back) away.delete(i);
      continue;
    }
    if (found.status === 'infeasible') return ended(pairs, 'infeasible', asTheySit(market));
    const { colOf } = found;
    const asked = [...colOf.keys()].filter((i) => colOf[i]! >= 0 && says(i, colOf[i]!));
    if (asked.length === 0) return ended(pairs, found.status, colOf);
    for (const i of asked) {
      refused.push({ person: i, position: colOf[i]! });
      returning.add(i);
    }
    announced = colOf;
    market = withoutPins(market, returning, says);
  }
}

/** People whose term is over and who have another pair than their seat. */
function goingAway({ certain, seat }: RoundMarket, term: Uint8Array): Set<number> {
  const away = new Set<number>();
  for (let i = 0; i < certain.rows; i++) if (term[i] === 1 && certain.col.subarray(certain.start[i], certain.start[i + 1]).some((j) => j !== seat[i])) away.add(i);
  return away;
}

/**
 * Which of those who must go may stay after all: who has no seat himself; else, where more people lose their post than if nobody had to go, those who took the place of one of
 * them, or everybody; where there is no plan those whom the shortage names, or everybody.
 */
async function mayStay(market: RoundMarket, away: ReadonlySet<number>, found: Seating, free: () => Promise<Seating>): Promise<readonly number[]> {
  if (away.size === 0) return [];
  const some = (who: readonly number[]): readonly number[] => (who.length > 0 ? who : [...away]);
  if (found.status === 'infeasible') return some(found.short.filter((i) => away.has(i)));
  const { colOf } = found;
  const unseated = (plan: Int32Array): readonly number[] => [...plan.keys()].filter((i) => plan[i]! < 0 && isOwed(market, i));
  const lost = unseated(colOf);
  const own = lost.filter((i) => away.has(i));
  if (own.length > 0 || lost.length === 0) return own;
  const without = await free();
  if (without.status !== 'infeasible' && unseated(without.colOf).length === lost.length) return [];
  const places = new Set(lost.map((i) => market.seat[i]!));
  return some([...away].filter((i) => places.has(colOf[i]!)));
}

async function best(market: RoundMarket, pairs: Pairs): Promise<Seating> {
  if (market.policy.objective !== 'stable') return solve(market, pairs);
  const colOf = stableSeating(market, pairs);
  return colOf ? { colOf, status: 'optimal' } : { status: 'infeasible', short: [] };
}

/** The plan that changes least of an announced one, over the pairs that are left. */
function nearest(market: RoundMarket, pairs: Pairs, announced: Int32Array, returning: ReadonlySet<number>): Promise<Seating> {
  return solve(market, pairs, { near: announced, stages: amendedStages(market, pairs, announced, (i) => returning.has(i)) });
}

async function solve(market: RoundMarket, pairs: Pairs, amended?: { readonly near: Int32Array; readonly stages: readonly Stage[] }): Promise<Seating> {
  const found = await bestSeating(market, pairs, amended);
  if (found.status !== 'infeasible') return found;
  return { status: 'infeasible', short: found.side === 'rows' ? [...found.rows] : [] };
}

/** The certain pairs of a market without some of some people. */
export function withoutPairs({ certain }: RoundMarket, people: readonly number[], gone: (i: number, j: number) => boolean): Pairs {
  const banned = new Set<number>();
  for (const i of people) for (let e = certain.start[i]!; e < certain.start[i + 1]!; e++) if (gone(i, certain.col[e]!)) banned.add(e);
  return banned.size === 0 ? certain : without(certain, [], banned).pairs;
}

/** The market without the pins of people who declined what they were pinned to. */
export function withoutPins(market: RoundMarket, returning: ReadonlySet<number>, says: (i: number, j: number) => boolean): RoundMarket {
  const { round, policy, pinned } = market;
  const gone = new Set<string>([...returning].filter((i) => pinned[i]! >= 0 && says(i, pinned[i]!)).map((i) => round.people[i]!.id));
  return gone.size === 0 ? market : openMarket({ ...round, pins: round.pins.filter((p) => !gone.has(p.person)) }, policy);
}
