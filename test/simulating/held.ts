import type { Round, SealedPolicy } from '../../src/index.js';
import { conduct, type Conducted, type ConductRequest, type Regime } from '../../src/simulate.js';
import { documentsOf, makeCase, type Case, type Shape } from '../support/markets.js';

/** Cases as the years make them and worse: everything that a market may hold, small enough for slow references. */
export const SHAPE: Shape = { maxPeople: 8, maxPosts: 5, levels: [1, 3], closings: true, pins: true, mustFill: true, relations: 'few', unknown: true, scopes: true, forbid: true };

export interface Held {
  readonly c: Case;
  readonly round: Round;
  readonly policy: SealedPolicy;
  readonly request: ConductRequest;
  readonly conducted: Conducted;
}

/** Nobody declines, nobody is connected, lots in the order of ids. */
export function requestOf(round: Round, regime: Regime, more: Partial<ConductRequest> = {}): ConductRequest {
  const place = new Map<string, number>(round.people.map((p, i) => [p.id, i]));
  return { round, regime, declines: { promotion: new Set(), other: new Set() }, connected: new Set(), lot: (person) => place.get(person)!, ...more };
}

/** One round of a random case, held. */
export async function held(seed: number, regime: Omit<Regime, 'policy'>, more: (c: Case, round: Round) => Partial<ConductRequest> = () => ({}), shape: Shape = SHAPE): Promise<Held> {
  const c = makeCase(seed, shape);
  const { round, policy } = documentsOf(c);
  const request = requestOf(round, { policy, ...regime }, more(c, round));
  return { c, round, policy, request, conducted: await conduct(request) };
}

/** As a proposal lists them: by person id. */
export const seatList = (seats: ReadonlyMap<string, string>): string[] => [...seats].map(([person, position]) => `${person} ${position}`).sort();
