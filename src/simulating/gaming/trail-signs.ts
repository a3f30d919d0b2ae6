import { MeritError, type ErrorCode } from '../../errors/index.js';
import { parseRound, type SealedPolicy } from '../../intake/index.js';
import type { Reveal, Round } from '../../model/round.js';
import { memoryStore, openTrail, type Trail } from '../../trail/index.js';
import type { RoundMarket } from '../../solving/index.js';
import { candidatesFor, type Favourite } from './people.js';

/** What a trail says of an attack: what it refused, and how many attempts it shows. */
export interface Told {
  readonly refused: ErrorCode | null;
  readonly attempts: number;
}

/**
 * The part of a round that speaks of one post: the post, its candidates and holders, the posts they hold. A trail keeps every field of a round with a salt of its
 * own; what it refuses does not depend on how many there are.
 */
export function partOf(market: RoundMarket, { position }: Favourite): Round {
  const { round } = market;
  const at = round.positions.findIndex((p) => p.id === position);
  const kept = new Set(candidatesFor(market, at));
  market.seat.forEach((j, i) => { if (j === at) kept.add(i); });
  const people = round.people.filter((_, i) => kept.has(i));
  const ids = new Set<string>(people.map((p) => p.id));
  const posts = new Set<string>([position, ...people.flatMap((p) => p.seat ?? [])]);
  const meant = <T extends { readonly person: string; readonly position: string }>(list: readonly T[]): T[] => list.filter((x) => ids.has(x.person) && posts.has(x.position));
  return {
    ...round, people,
    scope: { positions: 'all', people: 'all' },
    positions: round.positions.filter((p) => posts.has(p.id)).map(({ superior, ...p }) => ({ ...p, ...(superior !== undefined && posts.has(superior) && { superior }) })),
    relations: round.relations.filter((r) => ids.has(r.a) && ids.has(r.b)),
    pins: meant(round.pins), waivers: meant(round.waivers),
    actors: [],
  };
}

/** A fixed clock and salts that are nobody's secret: nothing of this trail leaves the test. */
const NOW = (): number => 1_800_000_000_000;
const salts = (size: number): Uint8Array => new Uint8Array(size).fill(7);

/** A trail in which the policy was sealed, the round opened and frozen and the lottery revealed: the steps before the first attempt. */
async function opened(round: Round, policy: SealedPolicy, reveals: readonly Reveal[]): Promise<{ readonly trail: Trail; readonly frozen: Round }> {
  let salt = 0;
  const trail = await openTrail(memoryStore(), { origin: 'gaming.example/test', controller: 'test', now: NOW, random: (size: number) => ((salt += 1), salts(size).map((x, k) => (x + (salt >>> (8 * (k & 3)))) & 255)) });
  const { round: read } = parseRound({ ...round, reveals: [] }, policy, { reveals: 'later' });
  await trail.seal(round.id, policy, { revealBy: '2199-12-31' });
  await trail.open(round.id, { on: round.asOf, positions: 'all' });
  await trail.freeze(read, policy);
  for (const reveal of reveals) await trail.reveal(round.id, reveal);
  return { trail, frozen: { ...read, reveals: trail.reveals(round.id) } };
}

/** What the trail of a round says if nothing else is tried in it. */
export async function honestly(round: Round, policy: SealedPolicy): Promise<Told> {
  const { trail, frozen } = await opened(round, policy, round.reveals);
  await trail.propose(frozen, policy);
  return { refused: null, attempts: trail.attempts(round.id).length };
}

/** What it says once another round, or one under another policy, was tried after the honest one: first straight away, then by the book, with a reason for each step. */
export async function tried(honest: { readonly round: Round; readonly policy: SealedPolicy }, other: { readonly round: Round; readonly policy: SealedPolicy }): Promise<Told> {
  const { id } = honest.round;
  const { trail, frozen } = await opened(honest.round, honest.policy, honest.round.reveals);
  await trail.propose(frozen, honest.policy);
  const refused = await codeOf(trail.propose(parseRound({ ...other.round, id }, other.policy).round, other.policy));
  const reason = 'a correction';
  const { round: read } = parseRound({ ...other.round, id, reveals: [] }, other.policy, { reveals: 'later' });
  await codeOf((async () => {
    await trail.reopen(id, { by: 'chair', reason });
    await trail.seal(id, other.policy, { revealBy: '2199-12-31', reason });
    await trail.freeze(read, other.policy);
    for (const reveal of other.round.reveals) await trail.reveal(id, reveal);
    await trail.propose({ ...read, reveals: trail.reveals(id) }, other.policy, { reason });
  })());
  return { refused, attempts: trail.attempts(id).length };
}

async function codeOf(step: Promise<unknown>): Promise<ErrorCode | null> {
  try {
    await step;
    return null;
  } catch (error) {
    if (error instanceof MeritError) return error.code;
    throw error;
  }
}
