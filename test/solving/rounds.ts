import { parseRound, propose, seal, type Policy, type Proposal, type ProposeOptions, type Round, type SealedPolicy } from '../../src/index.js';
import { openMarket, type RoundMarket } from '../../src/solving/index.js';
import { toyPolicy, toyRound } from '../support/toy.js';

export interface Read {
  readonly round: Round;
  readonly policy: SealedPolicy;
}

/** A toy round read at the door, under the toy policy as changed. */
export function read(parts: Partial<Round>, change?: (policy: Policy) => void): Read {
  const policy = seal(toyPolicy(change));
  return { round: parseRound(toyRound(parts), policy).round, policy };
}

export const market = ({ round, policy }: Read): RoundMarket => openMarket(round, policy.policy);
export const run = ({ round, policy }: Read, options?: ProposeOptions): Promise<Proposal> => propose(round, policy, options);

/** Who sits where, as `A-J1 B-J2`. */
export const seats = (proposal: Proposal): string => proposal.certain.seats.map(([person, position]) => `${person}-${position}`).join(' ');
