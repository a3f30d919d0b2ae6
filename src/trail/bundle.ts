import type { Decision, Repair } from '../deciding/index.js';
import { MeritError } from '../errors/index.js';
import { compareTexts } from '../model/ids.js';
import type { Actor, Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import type { Proposal, Sealed } from '../solving/index.js';
import { toBase64 } from './base64.js';
import type { Attachment } from './attachment.js';
import type { Opening } from './commitment.js';
import { fieldsOf, LOG_KINDS, type Entry } from './entry.js';
import { inputLeaves, isOpenLeaf } from './input-tree.js';
import { readPublic } from './kept-input.js';
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
 * @throws {MeritError} E_STATE where the round is not frozen; E_ERASED for a full bundle of a round of which somebody was erased, at
 * `/people/K`; a public one can still be made. E_KEY without a signer where the head of the log is not signed
 */
export async function trailBundle(trail: Trail, options: TrailBundleOptions & { readonly profile: 'full' }): Promise<FullTrailBundle>;
export async function trailBundle(trail: Trail, options: TrailBundleOptions & { readonly profile: 'public' }): Promise<PublicTrailBundle>;
export async function trailBundle(trail: Trail, options: TrailBundleOptions & { readonly profile: 'full' | 'public' }): Promise<FullTrailBundle | PublicTrailBundle>;
export async function trailBundle(trail: Trail, options: TrailBundleOptions & { readonly profile: 'full' | 'public' }): Promise<FullTrailBundle | PublicTrailBundle> {
  const { round, sealed, proposal, decision, repairs = [], profile } = options;
  await trail.refresh();
  const { keys, leaves } = await trail.frozenInput(round.id);
  const shown = await excerpt(trail, options);
  const { policy } = sealed;
  if (profile === 'full') {
    const gone = round.people.findIndex(({ id }) => !keys.people.has(id));
    if (gone >= 0) throw new MeritError('E_ERASED', 'somebody of this round was erased: only a public bundle can be made', { path: `/people/${gone}` });
    const input = { key: keys.key, people: round.people.map(({ id }) => [id, keys.people.get(id)!] as const), commitments: leaves.map(([, commitment]) => commitment) };
    return { format: FORMAT, profile, round, policy, proposal, ...(decision && { decision }), ...(repairs.length > 0 && { repairs }), trail: shown, input };
  }
  const open = openSalts(round, keys.key);
  const input = { leaves: leaves.map(([path, commitment]) => [path, commitment, open.get(path) ?? null] as const) };
  const last = shownProposal(shown.entries.filter((entry) => entry.round === round.id));
  const kept = last && readPublic(await trail.store.vault.rows({ entry: last.id }));
  return { format: FORMAT, profile, round: publicRound(round), policy, proposal: kept ?? publicProposal(proposal, round, keys), trail: shown, input };
}

/** The proposal that a bundle shows: the one that was decided about, else the last one. */
function shownProposal(entries: readonly Entry[]): Entry | undefined {
  const decision = entries.find((entry) => entry.kind === 'decision');
  return decision ? entries.find(({ index }) => index === decision.body.proposal) : entries.findLast(({ kind }) => kind === 'proposal');
}

/** Salts of the leaves that a public bundle shows, by path: they take the key of the round alone, so nobody's erasure undoes them. */
function openSalts(round: Round, key: string): ReadonlyMap<string, string> {
  const scope = { positions: round.scope.positions, people: round.scope.people === 'all' ? ('all' as const) : [] };
  const actors = round.actors.map(({ person: _person, interests: _interests, ...row }) => row);
  const nobody: Round = { ...round, scope, people: [], relations: [], pins: [], waivers: [], actors };
  return new Map(Array.from(inputLeaves(nobody, { attributes: {} }, { key, people: new Map() })).flatMap(({ path, salt }) => (isOpenLeaf(path) ? [[path, salt] as const] : [])));
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
    const fields = profile === 'full' ? fieldsOf(entry.kind) : ['/public'];
    for (const { path, salt, value } of (await trail.store.vault.rows({ entry: entry.id })).toSorted((a, b) => compareTexts(a.path, b.path))) {
      if (fields.includes(path)) openings.push({ entry: entry.index, path, salt, value: JSON.parse(value) as unknown });
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
