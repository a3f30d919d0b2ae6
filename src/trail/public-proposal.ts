import { compareIds } from '../model/ids.js';
import type { Round } from '../model/round.js';
import type { Move, Plan, Proposal, Vacancy } from '../solving/index.js';
import { pseudonyms, type InputKeys } from './input-tree.js';

export const PUBLIC_PROPOSAL_FORMAT = 'meritra/public-proposal/1';

/** What everybody may see of a proposal: people by the pseudonyms of the round, no fits, no conditions. docs/formats.md section 11.4. */
export interface PublicProposal extends Pick<Plan, 'status' | 'objectives' | 'gap' | 'tiesProven'> {
  readonly format: typeof PUBLIC_PROPOSAL_FORMAT;
  readonly round: { readonly id: string; readonly asOf: string };
  readonly policy: Proposal['policy'];
  readonly objective: Proposal['objective'];
  readonly seats: readonly (readonly [pseudonym: string, position: string])[];
  readonly moves: readonly Pick<Move, 'person' | 'from' | 'to' | 'kind' | 'route'>[];
  readonly vacant: readonly Pick<Vacancy, 'position' | 'seats' | 'cause'>[];
}

/** The public form of the certain plan. @throws {MeritError} E_ERASED where the key of one of the people is gone */
export function publicProposal({ certain, objective, policy, round: { id, asOf } }: Proposal, round: Round, keys: InputKeys): PublicProposal {
  const names = pseudonyms(round, keys);
  const { status, objectives, gap, seats, moves, vacant, tiesProven } = certain;
  return {
    format: PUBLIC_PROPOSAL_FORMAT,
    round: { id, asOf },
    policy,
    objective,
    status,
    objectives,
    gap,
    seats: seats.map(([person, position]) => [names.get(person)!, position] as const).sort((a, b) => compareIds(a[0], b[0])),
    moves: moves.map(({ person, from, to, kind, route }) => ({ person: names.get(person)!, from, to, kind, route })).sort((a, b) => compareIds(a.person, b.person)),
    vacant: vacant.map(({ position, seats: empty, cause }) => ({ position, seats: empty, cause })),
    tiesProven,
  };
}
