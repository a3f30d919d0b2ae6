import { amendedStages } from '../deciding/index.js';
import type { Policy } from '../policy/index.js';
import { openMarket, RelativesRule, SideRows, solvePlan, stableSeating, without, type Pairs, type RoundMarket } from '../solving/index.js';
import { seatingToday, type Chosen } from './chosen.js';
import type { ConductRequest } from './request.js';
import { declining } from './declines.js';

/** A plan, or that there is none. */
type Seating = Pick<Chosen, 'colOf' | 'status'> | undefined;

/** The certain plan of a round by the objective of a policy; who is asked and declines is planned for anew as `repair` does, until nobody declines. */
export async function planned(request: ConductRequest, policy: Policy): Promise<Chosen> {
  const { round } = request;
  let market = openMarket(round, policy);
  let pairs = market.certain;
  let seating = await best(market, pairs);
  const refused: { person: number; position: number }[] = [];
  const returning = new Set<number>();
  const says = declining(market, request.declines);
  while (seating) {
    const { colOf } = seating;
    const asked = [...colOf.keys()].filter((i) => colOf[i]! >= 0 && says(i, colOf[i]!));
    if (asked.length === 0) return { market, pairs, ...seating, refused, extended: [] };
    for (const i of asked) {
      refused.push({ person: i, position: colOf[i]! });
      returning.add(i);
    }
    market = withoutPins(market, returning, says);
    pairs = withoutMoves(market, (i, j) => returning.has(i) && says(i, j));
    seating = await nearest(market, pairs, colOf, returning);
  }
  return { market, pairs, status: 'infeasible', colOf: seatingToday(market), refused, extended: [] };
}

async function best(market: RoundMarket, pairs: Pairs): Promise<Seating> {
  if (market.policy.objective === 'stable') {
    const colOf = stableSeating(market, pairs);
    return colOf && { colOf, status: 'optimal' };
  }
  const solved = await solvePlan(market, pairs, new RelativesRule(market), new SideRows(market, pairs), { plan: 'certain' });
  return 'status' in solved ? undefined : { colOf: solved.colOf, status: solved.gap ? 'feasible' : 'optimal' };
}

/** The plan that changes least of an announced one, over the pairs that are left. */
async function nearest(market: RoundMarket, pairs: Pairs, announced: Int32Array, returning: ReadonlySet<number>): Promise<Seating> {
  const stages = amendedStages(market, pairs, announced, (i) => returning.has(i));
  const solved = await solvePlan(market, pairs, new RelativesRule(market), new SideRows(market, pairs), { plan: 'certain', stages }, { free: announced, kept: announced });
  return 'status' in solved ? undefined : { colOf: solved.colOf, status: solved.gap ? 'feasible' : 'optimal' };
}

/** The certain pairs of a market without some. */
function withoutMoves({ certain }: RoundMarket, gone: (i: number, j: number) => boolean): Pairs {
  const banned = new Set<number>();
  for (let i = 0; i < certain.rows; i++) for (let e = certain.start[i]!; e < certain.start[i + 1]!; e++) if (gone(i, certain.col[e]!)) banned.add(e);
  return banned.size === 0 ? certain : without(certain, [], banned).pairs;
}

/** The market without the pins of people who declined what they were pinned to. */
function withoutPins(market: RoundMarket, returning: ReadonlySet<number>, says: (i: number, j: number) => boolean): RoundMarket {
  const { round, policy, pinned } = market;
  const gone = new Set<string>([...returning].filter((i) => pinned[i]! >= 0 && says(i, pinned[i]!)).map((i) => round.people[i]!.id));
  return gone.size === 0 ? market : openMarket({ ...round, pins: round.pins.filter((p) => !gone.has(p.person)) }, policy);
}
