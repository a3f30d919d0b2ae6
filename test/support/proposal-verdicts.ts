import { verify as verifyAll, type Check, type Verdicts, type VerifyOptions } from '../../src/verify/index.js';

export type { Check, Verdict } from '../../src/verify/index.js';

const OF_A_PROPOSAL: ReadonlySet<Check> = new Set<Check>(['format', 'integrity', 'feasibility', 'eligibility', 'scores', 'optimality', 'ties']);

/** The verdicts about round, policy and proposal alone: what a bundle may carry beside them has tests of its own. */
export function verify(bundle: unknown, { onVerdict }: VerifyOptions = {}): Verdicts {
  const all = verifyAll(bundle, { onVerdict: (v) => (OF_A_PROPOSAL.has(v.check) ? onVerdict?.(v) : undefined) });
  return { ...all, verdicts: all.verdicts.filter((v) => OF_A_PROPOSAL.has(v.check)) };
}
