import { MeritError, type ErrorCode } from '../../errors/index.js';
import { parseRound, seal, type SealedPolicy } from '../../intake/index.js';
import { tieCommitment } from '../../model/tie-commitment.js';
import type { Reveal, Round } from '../../model/round.js';
import { memoryStore, openTrail, signerOf, type Trail } from '../../trail/index.js';
import type { RoundMarket } from '../../solving/index.js';
import { candidatesFor, type Favourite } from './people.js';

/** What a trail says of an attack: what it refused, and how many attempts it shows. */
export interface Told {
  readonly refused: ErrorCode | null;
  readonly attempts: number;
}

/** Candidates of a post that a trail is tried with, beside the favourite. */
const FEW = 6;

/**
 * The part of a round that speaks of one post: the post with its holders, the favourite and the first of the other candidates, the posts they hold. A trail keeps every field
 * of a round with a salt of its own; what it refuses does not depend on how many there are.
 */
export function partOf(market: RoundMarket, { person, position }: Favourite): Round {
  const { round } = market;
  const at = round.positions.findIndex((p) => p.id === position);
  const own = round.people.findIndex((p) => p.id === person);
  const kept = new Set([own, ...candidatesFor(market, at).filter((i) => i !== own).slice(0, FEW)]);
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

/** A fixed clock, a key and salts that are nobody's secret: nothing of this trail leaves the test. */
const NOW = (): number => 1_800_000_000_000;
const SIGNER = signerOf(new Uint8Array(32).fill(7), 'gaming.example/test');

/** A round with its policy, the lottery of one party as one of two, because a trail asks for a second, so that none alone knows the lots; `turn` makes new nonces of them. */
function ofTwo({ round, policy: { policy } }: Held, turn: '00' | '01' = '00'): Held {
  const reveals = round.reveals.flatMap(({ party, nonce }): Reveal[] => ['1', '2'].map((k) => ({ party: `${party}-${k}`, nonce: nonce + turn })));
  const commitments = reveals.map(({ party, nonce }) => ({ party, hash: tieCommitment(party, nonce) }));
  return { round: { ...round, reveals }, policy: seal({ ...policy, ties: { ...policy.ties, commitments } }) };
}

/** A round to be held, and its policy. */
export interface Held {
  readonly round: Round;
  readonly policy: SealedPolicy;
}

/** A trail with the honest run in it: sealed, opened, frozen, the lottery revealed, proposed. */
async function opened({ round, policy }: Held): Promise<Trail> {
  let drawn = 0;
  const random = (size: number): Uint8Array => ((drawn += 1), Uint8Array.from({ length: size }, (_, k) => (k < 4 ? (drawn >>> (8 * k)) & 255 : 0))); // all different is enough
  const trail = await openTrail(memoryStore(), { origin: SIGNER.name, signer: SIGNER, controller: 'test', now: NOW, random });
  const { round: read } = parseRound({ ...round, reveals: [] }, policy, { reveals: 'later' });
  await trail.seal(round.id, policy, { revealBy: '2199-12-31' });
  await trail.open(round.id, { on: round.asOf, positions: 'all' });
  await trail.freeze(read, policy);
  for (const reveal of round.reveals) await trail.reveal(round.id, reveal);
  await trail.propose({ ...read, reveals: trail.reveals(round.id) }, policy);
  return trail;
}

/** What the trail of a round says if nothing else is tried in it. */
export async function honestly(held: Held): Promise<Told> {
  const trail = await opened(ofTwo(held));
  return { refused: null, attempts: trail.attempts(held.round.id).length };
}

/** What it says once another round, or one under another policy, was tried after the honest one: first straight away, then by the book, with a reason for each step. */
export async function tried(honest: Held, attack: Held): Promise<Told> {
  const { id, asOf } = honest.round;
  const trail = await opened(ofTwo(honest));
  const straight = ofTwo(attack);
  const refused = await codeOf(trail.propose(parseRound({ ...straight.round, id }, straight.policy).round, straight.policy));
  const { round, policy } = ofTwo(attack, '01'); // nonces that are known bind nobody: the book asks for new ones
  const { round: read } = parseRound({ ...round, id, opened: round.opened ?? asOf, reveals: [] }, policy, { reveals: 'later' });
  const reason = 'a correction';
  const byTheBook = async (): Promise<void> => {
    await trail.reopen(id, { by: 'chair', reason });
    await trail.freeze(read, policy);
    await trail.seal(id, policy, { revealBy: '2199-12-31', reason });
    for (const reveal of round.reveals) await trail.reveal(id, reveal);
    await trail.propose({ ...read, reveals: trail.reveals(id) }, policy, { reason });
  };
  await codeOf(byTheBook());
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
