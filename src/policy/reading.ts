import { canonicalJson } from '../canonical/index.js';
import type { Policy } from './schema.js';

/**
 * What a round is read by: attributes, levels, tracks, how relations are declared, the commitments its nonces answer. Two policies with the
 * same text may be put to one round; other weights or gates need no other reading.
 */
export function readingKey(policy: Policy): string {
  const { attributes, levels, relations, ties, tracks = [] } = policy;
  return canonicalJson({ attributes, levels: levels.map((l) => l.id), tracks: tracks.map((t) => t.id), declaration: relations.declaration, commitments: ties.commitments });
}
