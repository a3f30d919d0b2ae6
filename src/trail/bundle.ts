import { bundle as plainBundle, type Amendments } from '../deciding/index.js';
import { MeritError } from '../errors/index.js';
import { compareTexts } from '../model/ids.js';
import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import type { Proposal, Sealed } from '../solving/index.js';
import type { Attachment } from './attachment.js';
import { toBase64 } from './base64.js';
import { fieldsOf, type Entry, type EntryOf } from './entry.js';
import { inputLeaves, type InputLeaf } from './input-tree.js';
import { byPerson, readInput, readPublic } from './kept-input.js';
import type { PublicProposal } from './public-proposal.js';
import type { Trail } from './trail.js';

/** What a bundle carries of the log: docs/formats.md section 10.4. */
export interface BundleTrail {
  /** A signed note. */
  readonly checkpoint: string;
  readonly entries: readonly Entry[];
  /** Null where the entries are the whole log. */
  readonly proofs: readonly (readonly string[])[] | null;
  readonly openings: readonly { readonly entry: number; readonly path: string; readonly salt: string; readonly value: unknown }[];
  readonly attachments?: readonly Attachment[];
}

/** The frozen input of a full bundle: with the keys everybody can make the leaves anew. */
export interface FullInput {
  readonly key: string;
  readonly people: readonly (readonly [id: string, key: string])[];
  readonly commitments: readonly string[];
}

export interface FullBundle extends ReturnType<typeof plainBundle> {
  readonly trail: BundleTrail;
  readonly input: FullInput;
}

/** A round without anything about people but the lottery's nonces. */
export type PublicRound = Omit<Round, 'people' | 'relations' | 'pins' | 'waivers' | 'scope' | 'actors'> & {
  readonly scope: { readonly positions: Round['scope']['positions']; readonly people: 'all' | 'listed' };
  readonly actors: readonly Omit<Round['actors'][number], 'person' | 'interests'>[];
};

/** What may be published: docs/formats.md section 11.4. */
export interface PublicBundle {
  readonly format: ReturnType<typeof plainBundle>['format'];
  readonly profile: 'public';
  readonly round: PublicRound;
  readonly policy: Policy;
  readonly proposal: PublicProposal;
  readonly trail: BundleTrail;
  readonly input: { readonly leaves: readonly (readonly [path: string, commitment: string, salt: string | null])[] };
}

export interface TrailBundleOptions extends Amendments {
  readonly proposal: Proposal;
  readonly round: Round;
  readonly sealed: Sealed;
  /** `full`: everything, for those who may see everything. `public`: pseudonyms and commitments. */
  readonly profile: 'full' | 'public';
  /** All entries of the log instead of those of the round with their proofs: only with them can it be seen that none is missing. */
  readonly whole?: boolean;
  readonly attachments?: readonly Attachment[];
}

/**
 * The bundle of a round with its trail, under the last checkpoint; one is signed where none covers the round.
 * @throws {MeritError} E_STATE for a round without a frozen input or proposal; E_ERASED for a full bundle of a round of which somebody
 *   was erased; E_KEY where a checkpoint is needed and nobody signs
 */
export async function trailBundle(trail: Trail, options: TrailBundleOptions & { readonly profile: 'full' }): Promise<FullBundle>;
export async function trailBundle(trail: Trail, options: TrailBundleOptions & { readonly profile: 'public' }): Promise<PublicBundle>;
export async function trailBundle(trail: Trail, options: TrailBundleOptions): Promise<FullBundle | PublicBundle>;
export async function trailBundle(trail: Trail, { proposal, round, sealed, decision, repairs, profile, whole = false, attachments }: TrailBundleOptions): Promise<FullBundle | PublicBundle> {
  const { freeze } = trail.state(round.id);
  if (!freeze) throw new MeritError('E_STATE', 'the input of this round was never frozen');
  const kept = await readInput(trail.store, (await trail.entry(freeze.index)).id);
  const full = profile === 'full';
  const gone = round.people.findIndex((p) => !kept.keys.people.has(p.id));
  if (full && gone >= 0) throw new MeritError('E_ERASED', 'somebody of this round was erased: only a public bundle can be made', { path: `/people/${gone}` });
  const log = await excerpt(trail, round.id, whole, full);
  const proposalIndex = trail.proposalOf(round.id);
  const told: BundleTrail = { ...log, ...(attachments && { attachments }) };
  if (full) {
    const people = byPerson(kept.keys);
    return { ...plainBundle(proposal, round, sealed, { ...(decision && { decision }), ...(repairs && { repairs }) }), trail: told, input: { key: kept.keys.key, people, commitments: kept.leaves.map(([, commitment]) => commitment) } };
  }
  const open = new Map(openLeaves(round, kept.keys.key).map((leaf) => [leaf.path, leaf.salt]));
  return {
    format: plainBundle(proposal, round, sealed).format,
    profile: 'public',
    round: publicRound(round),
    policy: sealed.policy,
    proposal: await readPublic(trail.store, told.entries.find((e) => e.index === proposalIndex)!.id),
    trail: told,
    input: { leaves: kept.leaves.map(([path, commitment]) => [path, commitment, open.get(path) ?? null] as const) },
  };
}

/** The leaves of a public bundle that carry their salts: what is about nobody whatever it says. */
function openLeaves(round: Round, key: string): readonly InputLeaf[] {
  const bare = { ...publicRound(round), people: [], relations: [], pins: [], waivers: [], scope: { positions: round.scope.positions, people: round.scope.people === 'all' ? 'all' : [] } } as unknown as Round;
  const leaves = [...inputLeaves(bare, { attributes: {} } as unknown as Policy, { key, people: new Map() })];
  return leaves.filter(({ path }) => !/^\/actors\/[^/]+\/(person|interests)$/.test(path));
}

/** The round without people, relations, pins, waivers and what actors declared. */
export function publicRound({ people: _people, relations: _relations, pins: _pins, waivers: _waivers, scope, actors, ...rest }: Round): PublicRound {
  return {
    ...rest,
    scope: { positions: scope.positions, people: scope.people === 'all' ? 'all' : 'listed' },
    actors: actors.map(({ person: _person, interests: _interests, ...actor }) => actor),
  };
}

/** The entries of a round under the last checkpoint, each with its proof, or the whole log; and what opens their fields. */
async function excerpt(trail: Trail, round: string, whole: boolean, full: boolean): Promise<BundleTrail> {
  const all: Entry[] = [];
  for await (const entry of trail.entries()) if (whole || entry.round === round || entry.kind === 'genesis' || entry.kind === 'key' || entry.kind === 'erasure') all.push(entry);
  const own = all.filter((e) => e.round === round);
  if (!own.some((e) => e.kind === 'proposal')) throw new MeritError('E_STATE', 'the log holds no proposal of this round');
  const checkpoint = await trail.lastCheckpoint(own.at(-1)!.index);
  const size = sizeOf(checkpoint);
  const covered = all.filter((e) => e.index < size);
  const named = new Set(covered.filter((e) => e.kind !== 'erasure').map((e) => e.index));
  const entries = whole ? covered : covered.filter((e) => e.kind !== 'erasure' || concerns(e, named, round));
  const proofs = whole ? null : await Promise.all(entries.map(async (e) => (await trail.inclusion(e.index, checkpoint)).map(toBase64)));
  const openings = [];
  for (const entry of own) {
    if (entry.index >= size || (!full && entry.kind !== 'proposal')) continue;
    const paths = full ? fieldsOf(entry.kind) : ['/public'];
    if (paths.length === 0) continue;
    const rows = await trail.store.vault.rows({ entry: entry.id });
    for (const { path, salt, value } of rows) if (paths.includes(path)) openings.push({ entry: entry.index, path, salt, value: JSON.parse(value) as unknown });
  }
  openings.sort((a, b) => a.entry - b.entry || compareTexts(a.path, b.path));
  return { checkpoint, entries, proofs, openings };
}

function sizeOf(note: string): number {
  return Number(note.split('\n')[1]);
}

function concerns({ body }: EntryOf<'erasure'>, entries: ReadonlySet<number>, round: string): boolean {
  return body.entries.some(([index]) => entries.has(index)) || body.subjects.some(([id]) => id === round);
}
