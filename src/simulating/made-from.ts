import { ENGINE } from '../solving/engine.js';
import { GENERATOR } from '../stats/streams.js';
import type { Comparison } from './comparison.js';
import { normalForm, normalWorld } from './normal-form.js';
import type { Organisation, World } from './scenario.js';

/** Share of the intervals in every document made from lives. */
export const CONFIDENCE = 0.95;

/** What a document that was made from lives says of where it comes from. */
export function madeFrom(organisation: Organisation, world: World): Pick<Comparison, 'engine' | 'generator' | 'organisation' | 'world'> {
  return {
    engine: `${ENGINE.name} ${ENGINE.version}`,
    generator: GENERATOR,
    organisation: {
      id: organisation.id,
      hash: normalForm(organisation).hash,
      seats: organisation.positions.reduce((sum, position) => sum + (position.seats ?? 1), 0),
      people: organisation.members.length,
    },
    world: normalWorld(world).hash,
  };
}
