import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import type { Proposal, Sealed } from '../solving/index.js';
import type { Decision, Repair } from './amendment.js';

export const BUNDLE_FORMAT = 'meritra/bundle/1';

/** What was decided about a proposal, and how that was repaired since, in order; each amends the one before it. */
export interface Amendments {
  readonly decision?: Decision;
  readonly repairs?: readonly Repair[];
}

/** All that a checker needs: what came in, by which rules, what was proposed and why nothing is better; and what was decided since. */
export interface Bundle extends Amendments {
  readonly format: typeof BUNDLE_FORMAT;
  /** Whoever has it can recompute everything. */
  readonly profile: 'full';
  readonly round: Round;
  readonly policy: Policy;
  readonly proposal: Proposal;
}

/** The file that `verify` reads. It holds personal data: whoever gets it can recompute everything. */
export function bundle(proposal: Proposal, round: Round, { policy }: Sealed, { decision, repairs = [] }: Amendments = {}): Bundle {
  return { format: BUNDLE_FORMAT, profile: 'full', round, policy, proposal, ...(decision && { decision }), ...(repairs.length > 0 && { repairs }) };
}
