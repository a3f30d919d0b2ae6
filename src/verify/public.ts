import { hashOf } from './canonical.js';
import type { Problem } from './certificate.js';
import type { Policy, PublicRound } from './documents.js';
import type { PublicBundle, PublicProposal } from './envelope.js';
import { pseudonymsIn } from './input-tree.js';
import type { Finding } from './plan.js';
import { checkReveals } from './ties.js';

// What can be seen without the people: docs/formats.md, section 11.4.

const problem = (code: string, path: string, detail: string): Problem => ({ code, path: `/proposal${path}`, detail });

/** What a public proposal says it is about. */
export function checkPublicHead({ round, policy, proposal }: PublicBundle): Problem | undefined {
  if (hashOf(policy) !== proposal.policy.hash) return { code: 'E_POLICY_HASH', path: '/policy', detail: 'The proposal was made for another policy: the hash differs.' };
  if (round.id !== proposal.round.id) return problem('E_INPUT_HASH', '/round/id', 'The proposal was made for another round: the id differs.');
  if (round.asOf !== proposal.round.asOf) return problem('E_INPUT_HASH', '/round/asOf', 'The proposal was made for another round: the day differs.');
  if (policy.id !== proposal.policy.id) return problem('E_POLICY_HASH', '/policy/id', 'The proposal was made for another policy: the id differs.');
  if (policy.objective !== proposal.objective) return problem('E_POLICY_HASH', '/objective', 'The proposal was made for another policy: the objective differs.');
  return checkReveals(round, policy);
}

/** Seats, moves and vacancies by pseudonyms: whether they go together. */
export function checkPublicPlan({ round, policy, proposal, input }: PublicBundle): Finding {
  const { seats, moves, vacant, status } = proposal;
  if (status === 'infeasible') return seats.length + moves.length + vacant.length > 0 ? problem('E_DERIVED', '', 'A plan that is infeasible lists seats or what follows from them.') : { outcome: 'not-checked', detail: 'No plan is claimed.' };
  const people = pseudonymsIn(input);
  const positions = new Map(openPositions(round).map((position) => [position.id, position]));
  const holders = new Map<string, number>();
  for (const [k, [person, position]] of seats.entries()) {
    const wrong = (detail: string): Problem => problem('E_PLAN', `/seats/${k}`, detail);
    if (k > 0 && person <= seats[k - 1]![0]) return wrong('The seats are not in the order of the pseudonyms, or a person has two.');
    if (!people.has(person)) return wrong('Nobody in the frozen input has this pseudonym.');
    const post = positions.get(position);
    if (!post) return wrong('The round has no such open position.');
    holders.set(position, (holders.get(position) ?? 0) + 1);
    if (holders.get(position)! > (post.seats ?? 1)) return wrong('The post has fewer seats than holders.');
  }
  return checkMoves(round, policy, proposal, people) ?? checkVacant(round, proposal, holders) ??
    { outcome: 'holds', detail: `${seats.length} seats and ${moves.length} moves go together; gates, pins and duties cannot be seen without the people.` };
}

function openPositions({ positions, horizon, asOf }: PublicRound): PublicRound['positions'] {
  const day = horizon ?? asOf;
  return positions.filter(({ opens, closes }) => (opens === undefined || opens <= day) && !(closes !== undefined && closes <= day));
}

function checkMoves({ positions }: PublicRound, policy: Policy, { seats, moves }: PublicProposal, people: ReadonlySet<string>): Problem | undefined {
  const seatOf = new Map(seats);
  const level = new Map(positions.map((position) => [position.id, policy.levels.findIndex(({ id }) => id === position.level)]));
  for (const [k, { person, from, to, kind, route }] of moves.entries()) {
    const wrong = (detail: string): Problem => problem('E_DERIVED', `/moves/${k}`, detail);
    if (k > 0 && person <= moves[k - 1]!.person) return wrong('The moves are not in the order of the pseudonyms, or a person has two.');
    if (!people.has(person)) return wrong('Nobody in the frozen input has this pseudonym.');
    if (to !== (seatOf.get(person) ?? null) || from === to) return wrong('The move does not lead to the seat of the plan, or leads nowhere.');
    const [a, b] = [from === null ? undefined : level.get(from), to === null ? undefined : level.get(to)];
    if (from !== null && a === undefined) return wrong('The round has no such position.');
    const expected = to === null ? 'release' : from === null ? 'entry' : b! > a! ? 'promotion' : b! < a! ? 'demotion' : 'lateral';
    if (kind !== expected) return wrong(`The move is called ${kind}, and is of another kind.`);
    if (route !== null && !policy.routes?.some(({ id }) => id === route)) return wrong('The policy has no such route.');
  }
  return undefined;
}

function checkVacant(round: PublicRound, { vacant }: PublicProposal, holders: ReadonlyMap<string, number>): Problem | undefined {
  const { scope } = round;
  const expected = openPositions(round).flatMap(({ id, seats }) => ((holders.get(id) ?? 0) < (seats ?? 1) ? [{ position: id, seats: (seats ?? 1) - (holders.get(id) ?? 0) }] : []));
  for (let k = 0; k < Math.max(expected.length, vacant.length); k++) {
    const [one, given] = [expected[k], vacant[k]];
    const outside = one !== undefined && scope.positions !== 'all' && !scope.positions.includes(one.position);
    if (one?.position !== given?.position || one?.seats !== given?.seats || outside !== (given?.cause === 'out-of-scope')) return problem('E_DERIVED', `/vacant/${k}`, 'This is not what follows from the seats.');
  }
  return undefined;
}
