import type { Citation, Policy } from './schema.js';

/** True if a rule of this citation is a gate: the decider's own, confirmed by a document, or known well enough. Else it is a flag. */
export function binds(citation: Citation, policy: Pick<Policy, 'confidence'>): boolean {
  if ('own' in citation || citation.confirmed) return true;
  const { scale, gateFrom } = policy.confidence;
  return scale.indexOf(citation.confidence) >= scale.indexOf(gateFrom);
}
