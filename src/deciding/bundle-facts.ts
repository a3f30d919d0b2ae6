import { MeritError } from '../errors/index.js';
import { conflictOf, explain, recusalEffect, type Conflict, type Explanation, type RecusalEffect } from '../explaining/index.js';
import { parseRound, seal } from '../intake/index.js';
import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import type { Proposal } from '../solving/index.js';
import type { Amendment } from './amendment.js';
import type { Bundle } from './bundle.js';

/** All that the report of a bundle is written from: a function of the bundle alone. */
export interface BundleFacts {
  readonly round: Round;
  readonly policy: Policy;
  readonly proposal: Proposal;
  /** Null where there is no certain plan. */
  readonly explanation: Explanation | null;
  /** Where judgements were set aside. */
  readonly recusal?: RecusalEffect;
  /** Where there is no certain plan, and it was found out why. */
  readonly conflict?: Conflict;
  /** The decision and its repairs, in order. */
  readonly amendments?: readonly Amendment[];
}

/**
 * What a bundle's report tells, for `report` and `checkReport`; add `verdicts`, those of `verify(bundle)` without anything beside it.
 * Cost: that of explanations made when they are asked for, and one more proposal where judgements were set aside.
 * @throws {MeritError} what `seal` and `parseRound` find; E_ABORTED
 */
export async function factsOf(bundle: Pick<Bundle, 'round' | 'policy' | 'proposal' | 'decision' | 'repairs'>, { signal }: { readonly signal?: AbortSignal } = {}): Promise<BundleFacts> {
  const sealed = seal(bundle.policy);
  const { round } = parseRound(bundle.round, sealed);
  const { proposal, decision, repairs = [] } = bundle;
  const amendments = [...(decision ? [decision] : []), ...repairs];
  const none = proposal.certain.status === 'infeasible';
  const aside = proposal.findings.some((f) => f.code === 'recused' && f.items > 0);
  const recusal = aside ? await recusalEffect(round, sealed, { proposal, ...(signal && { signal }) }) : undefined;
  const conflict = none ? conflictIn(round, sealed) : undefined;
  return { round, policy: sealed.policy, proposal, explanation: none ? null : explain(proposal, round, sealed), ...(recusal && { recusal }), ...(conflict && { conflict }), ...(amendments.length > 0 && { amendments }) };
}

/** Duties that no plan keeps together; nothing where that was not found out. */
function conflictIn(...round: Parameters<typeof conflictOf>): Conflict | undefined {
  try {
    return conflictOf(...round) ?? undefined;
  } catch (error) {
    if (error instanceof MeritError && error.code === 'E_LIMIT_SEARCH') return undefined;
    throw error;
  }
}
