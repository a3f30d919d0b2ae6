import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import type { Proposal, Sealed } from '../solving/index.js';

export const BUNDLE_FORMAT = 'meritra/bundle/0';

/** All that a checker needs: what came in, by which rules, what was proposed and why nothing is better. */
export interface Bundle {
  readonly format: typeof BUNDLE_FORMAT;
  readonly round: Round;
  readonly policy: Policy;
  readonly proposal: Proposal;
}

/** The file that `verify` reads. It holds personal data: whoever gets it can recompute everything. */
export function bundle(proposal: Proposal, round: Round, { policy }: Sealed): Bundle {
  return { format: BUNDLE_FORMAT, round, policy, proposal };
}
