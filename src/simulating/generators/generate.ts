import { Issues } from '../../errors/index.js';
import { seal, type SealedPolicy } from '../../intake/index.js';
import { dayAt } from '../../intake/check-value.js';
import { compareIds } from '../../model/ids.js';
import type { Position } from '../../model/round.js';
import { LAST_SEED, whole } from '../asked.js';
import { Draws } from '../draws.js';
import { organisationInOrder } from '../parse-organisation.js';
import { worldInOrder } from '../parse-world.js';
import { ORGANISATION_FORMAT, type Organisation, type World } from '../scenario.js';
import { measured } from './measured.js';
import { packOf } from './pack.js';
import { buildMembers, buildRelations } from './people.js';
import { buildPosts } from './posts.js';
import { SHAPE_SPECS, SHAPES, type Shape } from './shapes.js';
import { worldOf, type Shares } from './world.js';

export interface GenerateOptions {
  readonly shape: Shape;
  /** Seats, 20 to 20,000; 500, 900, 1,200 and 400 for a city, a province, a ministry and a company if absent. */
  readonly posts?: number;
  /** 0 to 2^31 - 1: the same seed is the same organisation, to the byte. */
  readonly seed: number;
  /** The first day, 2027-01-01 if absent. */
  readonly on?: string;
}

/** Everything a simulation needs but years and luck. */
export interface Generated {
  readonly organisation: Organisation;
  readonly world: World;
  readonly policy: SealedPolicy;
}

/**
 * An invented organisation with its truth, a world for its years and a plain merit policy. It has exactly so many seats: heads one each, three to eight to a post
 * of staff; 5 of 100 are vacant, and 8 people to 100 seats wait for one. docs/simulating.md tells where the shapes come from. O(posts).
 * @throws {MeritError} with all of them: E_VALUE_MISSING, E_VALUE_UNKNOWN (shape), E_NUM_INT, E_NUM_RANGE (posts, seed), the codes of days.
 */
export function generate({ shape, posts = SHAPE_SPECS[shape]?.posts ?? 0, seed, on = '2027-01-01' }: GenerateOptions): Generated {
  const issues = new Issues();
  if (!SHAPES.includes(shape)) issues.add(shape === undefined ? 'E_VALUE_MISSING' : 'E_VALUE_UNKNOWN', '/shape', `expected ${SHAPES.join(' or ')}`);
  else whole(posts, 20, 20_000, '/posts', issues);
  whole(seed, 0, LAST_SEED, '/seed', issues);
  const first = dayAt(on, '/on', issues);
  issues.throwIfAny();

  const spec = SHAPE_SPECS[shape];
  const draws = new Draws(seed);
  const { units, positions } = buildPosts(spec, posts, draws);
  const fields = seatsBy(positions, 'field');
  const careers = seatsBy(positions.filter((post) => post.level === spec.levels[0]!.id), 'family');
  const world = worldOf(spec, fields, careers);
  const founders = buildMembers({ on: first!, positions, levels: spec.levels.map(({ id }) => id), fields, careers, world, draws });
  const policy = packs.get(shape) ?? sealed(shape);
  const unmeasured: Organisation = {
    format: ORGANISATION_FORMAT,
    id: `${shape}-${posts}-${seed}`,
    title: spec.title,
    on,
    sources: [
      { id: 'register', title: 'Personnel register', date: on },
      { id: 'simulated', title: 'Simulated', date: on },
    ],
    units,
    positions,
    members: founders,
    relations: buildRelations(founders, draws),
  };
  const members = measured({ organisation: unmeasured, world, regime: { policy }, years: 1, seed });
  return { organisation: organisationInOrder({ ...unmeasured, members }), world: worldInOrder(world), policy };
}

const packs = new Map<Shape, SealedPolicy>();

function sealed(shape: Shape): SealedPolicy {
  const policy = seal(packOf(shape, SHAPE_SPECS[shape]));
  packs.set(shape, policy);
  return policy;
}

/** Seats by the word of an attribute of their post, in order of the words. */
function seatsBy(positions: readonly Position[], attribute: string): Shares {
  const seats = new Map<string, number>();
  for (const { attributes, seats: count = 1 } of positions) {
    const word = String(attributes![attribute]);
    seats.set(word, (seats.get(word) ?? 0) + count);
  }
  return new Map([...seats].sort(([a], [b]) => compareIds(a, b)));
}
