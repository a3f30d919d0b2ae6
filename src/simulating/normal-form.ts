import { hashDocument } from '../canonical/index.js';
import { deepFreeze, isDeeplyFrozen } from '../model/frozen.js';
import { compareIds } from '../model/ids.js';
import type { Evidence, Round } from '../model/round.js';
import { SIMULATED } from './names.js';
import { parseOrganisation } from './parse-organisation.js';
import { worldInOrder } from './parse-world.js';
import { ORGANISATION_FORMAT, WORLD_FORMAT, type Organisation, type World } from './scenario.js';

/** An organisation in normal form (rows by id, evidence as `parseRound` keeps it, each item with its day), frozen, and what follows from it. */
export interface NormalOrganisation {
  readonly organisation: Organisation;
  /** The parts of its rounds that no year changes, with the source of the simulation. */
  readonly frame: Pick<Round, 'sources' | 'units' | 'positions' | 'relations'>;
  /** SHA-256 of the normal form under its format. */
  readonly hash: string;
}

const known = new WeakMap<Organisation, NormalOrganisation>();

/** The normal form of an organisation that was checked, found once if it is frozen: what the order of rows was changes nothing after it. */
export function normalForm(given: Organisation): NormalOrganisation {
  let normal = known.get(given);
  if (!normal) {
    const dateOf = new Map<string, string>(given.sources.map((s) => [s.id, s.date]));
    const dated = (e: Evidence): Evidence => (e.date === undefined ? { ...e, date: dateOf.get(e.source)! } : e);
    const organisation = parseOrganisation({ ...given, members: given.members.map((m) => ({ ...m, evidence: m.evidence.map(dated) })) });
    const { relations, sources, units, positions } = organisation;
    const simulation = sources.some((s) => s.id === SIMULATED) ? [] : [{ id: SIMULATED, title: 'Simulation', date: organisation.on }];
    const frame = { sources: [...sources, ...simulation].sort((a, b) => compareIds(a.id, b.id)), units, positions: deepFreeze(positions), relations }; // so that rounds share what is found of their posts
    normal = { organisation, frame, hash: hashDocument(ORGANISATION_FORMAT, organisation) };
    if (isDeeplyFrozen(given)) known.set(given, normal); // another may be changed before the next life
  }
  return normal;
}

/** A world in normal form, frozen, and its hash. */
export interface NormalWorld {
  readonly world: World;
  /** SHA-256 of the normal form under its format. */
  readonly hash: string;
}

const knownWorlds = new WeakMap<World, NormalWorld>();

/** The normal form of a world that was checked, found once if it is frozen: measures, what newcomers bring and the values of draws may stand in any order. */
export function normalWorld(given: World): NormalWorld {
  let normal = knownWorlds.get(given);
  if (!normal) {
    const world = worldInOrder(structuredClone(given));
    normal = { world, hash: hashDocument(WORLD_FORMAT, world) };
    if (isDeeplyFrozen(given)) knownWorlds.set(given, normal);
  }
  return normal;
}
