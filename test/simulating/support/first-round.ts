import { parseRound, type Round, type SealedPolicy } from '../../../src/index.js';
import type { Organisation } from '../../../src/simulating/index.js';
import { PACK_NONCE } from '../../../src/simulating/generators/pack.js';

/** The registers of an organisation on its first day as a round, as anybody would write it down: members with their evidence, no retirements. */
export function firstRound(organisation: Organisation, policy: SealedPolicy): Round {
  const { id, on, sources, units, positions, members, relations } = organisation;
  return parseRound({
    format: 'meritra/round/0', id: `${id}-first`, asOf: on, scope: { positions: 'all', people: 'all' },
    sources, units, positions, relations, people: members.map(({ id: person, born, seat, since, evidence }) => ({ id: person, born, ...(seat !== undefined && { seat, since }), evidence })),
    pins: [], waivers: [], actors: [], reveals: [{ party: 'staff-council', nonce: PACK_NONCE }],
  }, policy).round;
}
