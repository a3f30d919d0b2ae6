import { MeritError } from '../errors/index.js';
import type { Policy } from '../policy/index.js';
import { openMarket } from '../solving/index.js';
import { byPost } from './by-post.js';
import { seatingToday, type Chosen } from './chosen.js';
import { recordOf } from './counts.js';
import { planned } from './planned.js';
import type { Conducted, ConductRequest } from './request.js';
import { overdue } from './terms.js';

export type { Conducted, ConductRequest } from './request.js';

/**
 * Holds one round under a regime: finds the eligible pairs, chooses, asks those chosen, repairs the plan for each who declines, and counts.
 * Where no plan keeps what must be kept nobody moves.
 * @throws {MeritError} as `propose`.
 */
export async function conduct(request: ConductRequest): Promise<Conducted> {
  const { round, signal } = request;
  if (signal?.aborted) throw new MeritError('E_ABORTED', 'the run was stopped by its caller');
  const chosen = await choose(request);
  const { market, colOf } = chosen;
  const { people, positions } = round;
  const seats = new Map<string, string>();
  const fits = new Map<string, number>();
  colOf.forEach((j, i) => {
    if (j < 0) return;
    seats.set(people[i]!.id, positions[j]!.id);
    fits.set(people[i]!.id, market.fits.low(i, j));
  });
  const refused = [...chosen.refused].sort((a, b) => a.person - b.person || a.position - b.position); // both stand in the order of their ids
  return {
    seats,
    fits,
    refused: refused.map(({ person, position }) => ({ person: people[person]!.id, position: positions[position]!.id })),
    extended: [...chosen.extended].sort((a, b) => a - b).map((i) => people[i]!.id),
    record: recordOf(chosen, request.connected),
  };
}

async function choose(request: ConductRequest): Promise<Chosen> {
  const { choose: way = 'pack', policy: { policy } } = request.regime;
  switch (way) {
    case 'pack':
      return planned(request, policy);
    case 'levels':
    case 'total':
      return planned(request, underObjective(policy, way));
    case 'none':
      return unmoved(request, policy);
    default:
      return byPost(request, way);
  }
}

/** Everybody stays. */
function unmoved({ round, regime }: ConductRequest, policy: Policy): Chosen {
  const market = openMarket(round, policy);
  const term = overdue(market, regime.terms);
  return { market, pairs: market.certain, status: 'chosen', colOf: seatingToday(market), refused: [], extended: [...term.keys()].filter((i) => term[i] === 1) };
}

/** Policies under another objective than their own, so that each is made once. */
const others = new WeakMap<Policy, Map<Policy['objective'], Policy>>();

function underObjective(policy: Policy, objective: Policy['objective']): Policy {
  if (policy.objective === objective) return policy;
  const known = others.get(policy) ?? new Map<Policy['objective'], Policy>();
  others.set(policy, known);
  const made = known.get(objective) ?? { ...policy, objective };
  known.set(objective, made);
  return made;
}
