// What a hostile reading of the trail asked for: logs and bundles that are honest in every part but one.
import { beforeAll, expect, it } from 'vitest';
import { publicProposal } from '../../src/trail/index.js';
import { manyPeople } from './honest.js';
import { of } from './logs.js';
import { inputTree, publicOf, story, trailBundle, worldOf, type World } from './pen.js';

let world: World;
beforeAll(async () => {
  world = await worldOf(manyPeople(8));
});

it('(the control) what the pen takes for the public proposal is what the library takes for it', async () => {
  expect(world.proposal.certain.seats.length).toBeGreaterThan(0);
  const { key, people } = inputTree(world.round, world.sealed.policy).input as { key: string; people: [string, string][] };
  expect(publicOf(world)).toEqual(publicProposal(world.proposal, world.round, { key, people: new Map(people) }));
  expect(of(await trailBundle(world, story(world)), 'integrity')).toBe('holds');
});
