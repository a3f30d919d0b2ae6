import type { Decision, Repair } from '../deciding/index.js';
import { MeritError } from '../errors/index.js';
import type { Actor, Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import type { Proposal, Sealed } from '../solving/index.js';
import { toBase64 } from './base64.js';
import type { Attachment } from './attachment.js';
import type { Opening } from './commitment.js';
import { LOG_KINDS, type Entry } from './entry.js';
import { inputLeaves, isOpenLeaf } from './input-tree.js';
import { publicProposal, type PublicProposal } from './public-proposal.js';
import type { Trail } from './trail.js';

/** The envelope of a bundle with a trail: docs/formats.md sections 6, 10.4 and 11. */
const FORMAT = 'meritra/bundle/1';

/** What a bundle shows of the log. */
export interface BundleTrail {
  readonly checkpoint: string;
  readonly entries: readonly Entry[];
  /** Null where the entries are the whole log. */
  readonly proofs: readonly (readonly string[])[] | null;
  readonly openings: readonly (Opening & { readonly entry: number })[];
  readonly attachments?: readonly Attachment[];
}

/** Whoever has it can recompute everything: it holds personal data. */
export interface FullTrailBundle {
  readonly format: typeof FORMAT;
  readonly profile: 'full';
  readonly round: Round;
  readonly policy: Policy;
  readonly proposal: Proposal;
  readonly decision?: Decision;
  readonly repairs?: readonly Repair[];
  readonly trail: BundleTrail;
  readonly input: { readonly key: string; readonly people: readonly (readonly [string, string])[]; readonly commitments: readonly string[] };
}

/** For everybody: pseudonyms of this round, salted leaves, no evidence. */
export interface PublicTrailBundle {
  readonly format: typeof FORMAT;
  readonly profile: 'public';
  readonly round: PublicRound;
  readonly policy: Policy;
  readonly proposal: PublicProposal;
  readonly trail: BundleTrail;
  readonly input: { readonly leaves: readonly (readonly [path: string, commitment: string, salt: string | null])[] };
}

/** A round without its people. */
export interface PublicRound extends Omit<Round, 'people' | 'relations' | 'pins' | 'waivers' | 'actors' | 'scope'> {
  readonly scope: { readonly positions: Round['scope']['positions']; readonly people: 'all' | 'listed' };
  readonly actors: readonly Omit<Actor, 'person' | 'interests'>[];
}

/** What goes into a bundle. */
export interface TrailBundleOptions {
  /** As it was frozen, with the nonces that were revealed. */
  readonly round: Round;
  readonly sealed: Sealed;
  readonly proposal: Proposal;
  readonly decision?: Decision;
  readonly repairs?: readonly Repair[];
  /** The whole log instead of the entries of this round. */
  readonly whole?: boolean;
  readonly attachments?: readonly Attachment[];
}

/**
 * A bundle with the trail of its round, up to a checkpoint over everything that the log holds now.
 * @throws {MeritError} E_STATE where the round is not frozen; E_ERASED where the key of one of its people is gone (a public bundle needs
 * the keys too, to make the leaves: make it while they are there, and publish that one)
 */
export async function trailBundle(trail: Trail, options: TrailBundleOptions & { readonly profile: 'full' }): Promise<FullTrailBundle>;
export async function trailBundle(trail: Trail, options: TrailBundleOptions & { readonly profile: 'public' }): Promise<PublicTrailBundle>;
export async function trailBundle(trail: Trail, options: TrailBundleOptions & { readonly profile: 'full' | 'public' }): Promise<FullTrailBundle | PublicTrailBundle> {
  const { round, sealed, proposal, decision, repairs = [], profile } = options;
  const keys = await trail.inputKeys(round.id);
  if (!keys) throw new MeritError('E_STATE', 'the input of the round is not frozen');
  const leaves = [...inputLeaves(round, sealed.policy, keys)];
  const shown = await excerpt(trail, options);
  const { policy } = sealed;
  if (profile === 'full') {
    const input = { key: keys.key, people: round.people.map(({ id }) => [id, keys.people.get(id)!] as const), commitments: leaves.map((leaf) => leaf.commitment) };
    return { format: FORMAT, profile, round, policy, proposal, ...(decision && { decision }), ...(repairs.length > 0 && { repairs }), trail: shown, input };
  }
  const input = { leaves: leaves.map(({ path, commitment, salt }) => [path, commitment, isOpenLeaf(path) ? salt : null] as const) };
  return { format: FORMAT, profile, round: publicRound(round), policy, proposal: publicProposal(proposal, round, keys), trail: shown, input };
}

function publicRound({ people: _people, relations: _relations, pins: _pins, waivers: _waivers, actors, scope, ...rest }: Round): PublicRound {
  return { ...rest, scope: { positions: scope.positions, people: scope.people === 'all' ? 'all' : 'listed' }, actors: actors.map(({ person: _person, interests: _interests, ...row }) => row) };
}

async function excerpt(trail: Trail, { round, whole = false, profile, attachments }: TrailBundleOptions & { readonly profile: 'full' | 'public' }): Promise<BundleTrail> {
  const checkpoint = await trail.checkpoint();
  const size = trail.size;
  const entries: Entry[] = [];
  const held = new Set<number>();
  for await (const entry of trail.entries()) {
    if (entry.index >= size) break;
    if (!whole && !belongs(entry, round.id, held)) continue;
    entries.push(entry);
    held.add(entry.index);
  }
  const openings: (Opening & { readonly entry: number })[] = [];
  for (const entry of entries) {
    if (entry.round !== round.id || entry.fields.length === 0) continue;
    for (const { path, salt, value } of await trail.store.vault.rows({ entry: entry.id })) {
      if (profile === 'full' || path === '/public') openings.push({ entry: entry.index, path, salt, value: JSON.parse(value) as unknown });
    }
  }
  const proofs = whole ? null : await Promise.all(entries.map(async ({ index }) => (await trail.inclusion(index, size)).map(toBase64)));
  return { checkpoint, entries, proofs, openings, ...(attachments && { attachments }) };
}

/** The entries of a round, those that say who may sign, and erasures that name one of these or the round. */
function belongs(entry: Entry, round: string, held: ReadonlySet<number>): boolean {
  if (entry.kind === 'erasure') return entry.body.entries.some(([index]) => held.has(index)) || entry.body.subjects.some(([of]) => of === round);
  return LOG_KINDS.some((kind) => kind === entry.kind) || entry.round === round;
}
