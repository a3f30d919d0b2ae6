import { seal } from '../intake/index.js';
import type { PersonId } from '../model/ids.js';
import type { Round } from '../model/round.js';
import type { Citation, Policy } from '../policy/index.js';
import { costUnits } from '../scoring/index.js';
import { openMarket, propose, type Plan, type Sealed } from '../solving/index.js';

/** One number of a policy that somebody could have chosen otherwise. Costs and resolution in points, a cap in moves. */
export interface Lever {
  readonly lever: 'lateralMove' | 'vacantSeat' | 'moves' | 'resolution';
  readonly value: number;
}

/** What the certain plan would be under another value of a lever. */
export interface LeverEffect extends Lever {
  /** The policy's own value. */
  readonly today: boolean;
  readonly status: Plan['status'];
  readonly moves: number;
  /** Seats left empty within the scope. */
  readonly vacant: number;
  readonly objectives: Plan['objectives'];
  /** People who sit elsewhere than under the policy as it is, by id. */
  readonly changed: readonly PersonId[];
  /** Posts that receive somebody although another who may hold the post is within the resolution of him. */
  readonly nearTies: number;
}

const CHOSEN: Citation = { own: 'a value tried, not one that was chosen' };

/** A lever set to another value. A cap on moves stands beside those of the policy. */
function withLever(policy: Policy, { lever, value }: Lever): Policy {
  if (lever === 'resolution') return { ...policy, resolution: { points: value, citation: CHOSEN } };
  if (lever !== 'moves') return { ...policy, costs: { ...policy.costs, [lever]: { points: value, citation: CHOSEN } } };
  const others = policy.limits ?? [];
  const taken = new Set(others.map(({ id }) => id));
  let id = 'tried';
  while (taken.has(id)) id += '-';
  return { ...policy, limits: [...others, { id, label: { en: 'a cap that was tried' }, citation: CHOSEN, kind: 'moves', max: value }] };
}

/** The value a policy has; undefined where it has none. */
function ownValue(policy: Policy, lever: Lever['lever']): number | undefined {
  if (lever === 'resolution') return policy.resolution.points;
  if (lever !== 'moves') return policy.costs[lever].points;
  return policy.limits?.reduce<number | undefined>((least, l) => (l.kind === 'moves' && (least === undefined || l.max < least) ? l.max : least), undefined);
}

/**
 * What hangs on each choice of the policy: the plan proposed again under other values, one lever at a time, all else as it is. The
 * first entry is the policy as it is, told as its own cost of a vacant seat. Nothing here is a proposal.
 * Cost: one `propose` for each lever but those of resolution, which change no plan.
 * @throws {MeritError} what `seal` throws of a value that no policy may have, and what `propose` throws.
 */
export async function leverEffects(round: Round, sealed: Sealed, levers: readonly Lever[], options: { readonly signal?: AbortSignal } = {}): Promise<readonly LeverEffect[]> {
  const { policy } = sealed;
  const planUnder = async (other: Policy): Promise<Plan> => (await propose(round, seal(other), options)).certain;
  const today = await planUnder(policy);
  const seats = new Map(today.seats);
  const told = (lever: Lever, plan: Plan, resolution: number): LeverEffect => {
    const there = new Map(plan.seats);
    return {
      ...lever,
      today: ownValue(policy, lever.lever) === lever.value,
      status: plan.status,
      moves: plan.moves.length,
      vacant: plan.vacant.reduce((sum, v) => sum + (v.cause === 'out-of-scope' ? 0 : v.seats), 0),
      objectives: plan.objectives,
      changed: plan.status === 'infeasible' ? [] : round.people.flatMap(({ id }) => (seats.get(id) === there.get(id) ? [] : [id])),
      nearTies: nearTies(round, policy, plan, resolution),
    };
  };
  const own = costUnits(policy.resolution.points);
  const effects = [told({ lever: 'vacantSeat', value: policy.costs.vacantSeat.points }, today, own)];
  for (const lever of levers) {
    const other = withLever(policy, lever);
    effects.push(lever.lever === 'resolution' ? told(lever, today, costUnits(lever.value)) : told(lever, await planUnder(other), own));
  }
  return effects;
}

/** Posts entered by somebody whom another person's fit comes as near as the resolution, or passes. */
function nearTies(round: Round, policy: Policy, plan: Plan, resolution: number): number {
  const { certain, seat, fits } = openMarket(round, policy);
  const column = new Map<string, number>(round.positions.map(({ id }, j) => [id, j]));
  const row = new Map<string, number>(round.people.map(({ id }, i) => [id, i]));
  const least = new Map<number, number>(); // by column: the lowest fit among those who enter
  const entered = new Map<number, Set<number>>();
  for (const { person, to } of plan.moves) {
    if (to === null) continue;
    const [i, j] = [row.get(person)!, column.get(to)!];
    least.set(j, Math.min(least.get(j) ?? Infinity, fits.fit(i, j).low));
    entered.set(j, (entered.get(j) ?? new Set()).add(i));
  }
  const near = new Set<number>();
  for (let i = 0; i < certain.rows; i++) {
    for (let e = certain.start[i]!; e < certain.start[i + 1]!; e++) {
      const j = certain.col[e]!;
      const lowest = least.get(j);
      if (lowest !== undefined && seat[i] !== j && !entered.get(j)!.has(i) && certain.low[e]! >= lowest - resolution) near.add(j);
    }
  }
  return near.size;
}
