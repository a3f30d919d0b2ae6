import { hashDocument } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import { parseRound, type SealedPolicy } from '../intake/index.js';
import { deepFreeze } from '../model/frozen.js';
import { compareIds } from '../model/ids.js';
import { ROUND_FORMAT, type Evidence, type Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import { ORGANISATION_FORMAT, WORLD_FORMAT, type Member, type Organisation, type World } from './scenario.js';

/** The source that everything measured in a simulation comes from. */
export const SIMULATED = 'simulated';

/** An organisation in normal form: sorted by id, texts composed, evidence as `parseRound` keeps it. Frozen. */
export interface NormalOrganisation {
  readonly organisation: Organisation;
  /** The parts of its rounds that no year changes. */
  readonly frame: Pick<Round, 'sources' | 'units' | 'positions' | 'relations'>;
  /** SHA-256 of the normal form under its format. */
  readonly hash: string;
}

const known = new WeakMap<Organisation, WeakMap<Policy, NormalOrganisation>>();

/**
 * An organisation as a round of its first day is read under a policy, once for the two: what the order of rows was changes nothing after it.
 * @throws {MeritError} as `parseRound`, with places in the organisation.
 */
export function normalForm(organisation: Organisation, policy: SealedPolicy): NormalOrganisation {
  const byPolicy = known.get(organisation) ?? new WeakMap<Policy, NormalOrganisation>();
  known.set(organisation, byPolicy);
  let normal = byPolicy.get(policy.policy);
  if (!normal) byPolicy.set(policy.policy, (normal = readUnder(organisation, policy)));
  return normal;
}

function readUnder(organisation: Organisation, policy: SealedPolicy): NormalOrganisation {
  const round = firstDay(organisation, policy);
  const { sources, units, positions, relations } = round;
  const evidenceOf = new Map(round.people.map(({ id, evidence }) => [id as string, evidence]));
  const members = organisation.members.map((member): Member => ({ ...member, evidence: evidenceOf.get(member.id)! })).sort((a, b) => compareIds(a.id, b.id));
  const own = new Set(organisation.sources.map((s) => s.id));
  const normal = deepFreeze(structuredClone({ ...organisation, sources: sources.filter((s) => own.has(s.id)), units, positions, relations, members }));
  return { organisation: normal, frame: { sources, units, positions, relations }, hash: hashDocument(ORGANISATION_FORMAT, normal) };
}

/** The registers of the first day as a round, every item with its own day; what is wrong with them is told with its place in the organisation. */
function firstDay({ on, sources, units, positions, members, relations }: Organisation, policy: SealedPolicy): Round {
  const dateOf = new Map<string, string>(sources.map((s) => [s.id, s.date]));
  const dated = (e: Evidence): Evidence => (e.date !== undefined || !dateOf.has(e.source) ? e : { ...e, date: dateOf.get(e.source) });
  const document = {
    format: ROUND_FORMAT,
    id: 'simulated',
    asOf: on,
    scope: { positions: 'all', people: 'all' },
    sources: sources.some((s) => s.id === SIMULATED) ? sources : [...sources, { id: SIMULATED, title: 'Simulation', date: on }],
    units,
    positions,
    people: members.map(({ id, born, seat, since, evidence }) => ({ id, born, ...(seat !== undefined && { seat }), ...(since !== undefined && { since }), evidence: evidence.map(dated) })),
    relations,
  };
  try {
    return parseRound(document, policy, { reveals: 'later' }).round;
  } catch (error) {
    if (!(error instanceof MeritError)) throw error;
    throw MeritError.of(error.issues.map((issue) => ({ ...issue, path: placeOf(issue.path), ...(issue.related && { related: issue.related.map(placeOf) }) })));
  }
}

function placeOf(path: string): string {
  return `/organisation${path.replace(/^\/people(?=\/|$)/u, '/members').replace(/^\/asOf$/u, '/on')}`;
}

const worldHashes = new WeakMap<World, string>();

/** SHA-256 of a world under its format; what newcomers bring and what is measured may stand in any order. */
export function worldHash(world: World): string {
  let hash = worldHashes.get(world);
  if (hash === undefined) {
    const byAttribute = (a: { readonly attribute: string }, b: { readonly attribute: string }): number => compareIds(a.attribute, b.attribute);
    const newcomers = { ...world.newcomers, brings: [...world.newcomers.brings].sort(byAttribute) };
    worldHashes.set(world, (hash = hashDocument(WORLD_FORMAT, { ...world, newcomers, measures: [...world.measures].sort(byAttribute) })));
  }
  return hash;
}
