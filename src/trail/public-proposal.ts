import { bug } from '../errors/index.js';
import { compareTexts } from '../model/ids.js';
import type { Move, Plan, Proposal, Vacancy } from '../solving/index.js';

export const PUBLIC_PROPOSAL_FORMAT = 'meritra/public-proposal/1';

/** What of a proposal may be published: who sits where and who moves, by pseudonyms; no fit, no evidence, no condition. docs/formats.md section 11.4. */
export interface PublicProposal {
  readonly format: typeof PUBLIC_PROPOSAL_FORMAT;
  readonly round: { readonly id: string; readonly asOf: string };
  readonly policy: Proposal['policy'];
  readonly objective: Proposal['objective'];
  readonly status: Plan['status'];
  readonly objectives: Plan['objectives'];
  readonly gap: Plan['gap'];
  readonly seats: readonly (readonly [pseudonym: string, position: string])[];
  readonly moves: readonly { readonly person: string; readonly from: string | null; readonly to: string | null; readonly kind: Move['kind']; readonly route: string | null }[];
  readonly vacant: readonly { readonly position: string; readonly seats: number; readonly cause: Vacancy['cause'] }[];
  readonly tiesProven: boolean;
}

/** The certain plan under pseudonyms, in the order of these: the order of ids would tell who is who. */
export function publicProposal({ round, policy, objective, certain }: Proposal, pseudonyms: ReadonlyMap<string, string>): PublicProposal {
  const named = (person: string): string => {
    const pseudonym = pseudonyms.get(person);
    if (pseudonym === undefined) throw bug('somebody in the plan who was not in the frozen input');
    return pseudonym;
  };
  const seats = certain.seats.map(([person, position]) => [named(person), position as string] as const);
  const moves = certain.moves.map(({ person, from, to, kind, route }) => ({ person: named(person), from, to, kind, route }));
  return {
    format: PUBLIC_PROPOSAL_FORMAT,
    round: { id: round.id, asOf: round.asOf },
    policy,
    objective,
    status: certain.status,
    objectives: certain.objectives,
    gap: certain.gap,
    seats: seats.sort((a, b) => compareTexts(a[0], b[0])),
    moves: moves.sort((a, b) => compareTexts(a.person, b.person)),
    vacant: certain.vacant.map(({ position, seats: empty, cause }) => ({ position, seats: empty, cause })),
    tiesProven: certain.tiesProven,
  };
}
