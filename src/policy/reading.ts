import { canonicalJson } from '../canonical/index.js';
import type { Round } from '../model/round.js';
import { limitProblems } from './limits.js';
import type { Policy } from './schema.js';

/**
 * What a round is read by: attributes, levels, tracks, how relations are declared, the commitments its nonces answer, that the rules it
 * waives may be waived, that its units and seats go with the limits. Two policies with the same text may be put to one round; other weights or gates need no other reading.
 */
export function readingKey(policy: Policy, round: Round): string {
  const { attributes, gates, levels, relations, ties, tracks = [] } = policy;
  const mayWaive = round.waivers.every(({ rule }) => gates.some((g) => g.id === rule && g.waivable));
  return canonicalJson({ attributes, levels: levels.map((l) => l.id), tracks: tracks.map((t) => t.id), declaration: relations.declaration, commitments: ties.commitments, mayWaive, mayLimit: limitProblems(policy, round).length === 0 });
}
