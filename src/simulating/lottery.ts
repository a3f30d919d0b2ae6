import { stream } from '../stats/streams.js';
import type { SealedPolicy } from '../intake/index.js';
import { deepFreeze, documentHash } from '../model/frozen.js';
import type { Reveal } from '../model/round.js';
import { tieCommitment } from '../model/tie-commitment.js';
import { POLICY_FORMAT } from '../policy/index.js';

const PARTY = 'simulation';

/**
 * The policy with one commitment, that of the simulation, in place of its own, and the nonce that answers it: nobody reveals the nonces of a real lottery to a
 * simulation, and another seed must be another lot. Everything else is the same object, so whatever was made from gates and criteria can be kept.
 * @param seed - 0 to 2^31 - 1. The nonce has 128 bits of the stream `lottery`.
 */
export function commitLottery({ policy, warnings }: SealedPolicy, seed: number): { readonly policy: SealedPolicy; readonly reveals: Reveal[] } {
  const from = stream(seed, 'lottery');
  const nonce = Array.from({ length: 4 }, () => (from.next() >>> 0).toString(16).padStart(8, '0')).join('');
  const committed = deepFreeze({ ...policy, ties: { ...policy.ties, commitments: [{ party: PARTY, hash: tieCommitment(PARTY, nonce) }] } });
  return { policy: { policy: committed, hash: documentHash(POLICY_FORMAT, committed), warnings }, reveals: [{ party: PARTY, nonce }] };
}
