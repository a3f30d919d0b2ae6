// A01: an officer edits a score after the inputs were frozen. Every value of a round of 200 people: test/full/attack-input.full.ts.
import { beforeAll, describe, expect, it } from 'vitest';
import { leafs, random, withValue, type Leaf, type Loose } from './changes.js';
import { editsAreFound, placeOf } from './edited-input.js';
import { failures, honest, manyPeople } from './honest.js';
import { of } from './logs.js';
import { hashOf, policyOfTwo, story, trailBundle, worldOf, type World } from './pen.js';

let world: World;
let frozen: Loose;
beforeAll(async () => {
  world = await worldOf(manyPeople(20));
  frozen = await trailBundle(world, story(world));
});

const scores = (round: Loose): Leaf[] => leafs(round).filter(({ path, value }) => path.endsWith('/value') && typeof value === 'number');

it('(the control) the round holds as it was frozen', () => expect(of(frozen, 'integrity')).toBe('holds'));

it('a value changed by a unit, a letter or a type is found, and its place is told (some here)', () => {
  const cover = editsAreFound(frozen, 11);
  expect(cover.found).toBeGreaterThan(5);
});

describe('a score', () => {
  it('with the hash of the round written anew is found all the same, at its person', () => {
    const rnd = random(1);
    for (let k = 0; k < 5; k++) {
      const { path, value } = scores(world.round)[Math.floor(rnd() * 60)]!;
      const round = withValue(world.round, path.slice(1).split('/'), value + 1);
      const proposal = { ...frozen.proposal, round: { ...frozen.proposal.round, hash: hashOf(round) } };
      expect(of({ ...frozen, round, proposal }, 'integrity')).toBe(`fails E_INPUT_HASH ${placeOf(path)}`);
    }
  });

  it('with a new tree of inputs is found by the root, and with a new tree and root by the signature', async () => {
    const { path, value } = scores(world.round)[5]!;
    const edited = await worldOf(withValue(world.round, path.slice(1).split('/'), value + 1));
    const b = await trailBundle(edited, story(edited));
    expect(of({ ...b, trail: { ...b.trail, entries: frozen.trail.entries, checkpoint: frozen.trail.checkpoint, openings: frozen.trail.openings } }, 'integrity')).toBe('fails E_INPUT_HASH /trail/entries/3/body');
    expect(of({ ...b, trail: { ...b.trail, checkpoint: frozen.trail.checkpoint } }, 'integrity')).toBe('fails E_LOG_ROOT /trail/entries');
  });

  it('people added, left out or doubled are found', () => {
    const { people } = world.round;
    for (const [others, path] of [
      [people.slice(0, -1), '/round/people'],
      [people.slice(1), '/round/people/0/id'],
      [[...people, { ...people[1], id: 'P999' }], '/round/people'],
    ] as const) {
      expect(of({ ...frozen, round: { ...frozen.round, people: others } }, 'integrity')).toBe(`fails E_INPUT_HASH ${path}`);
    }
  });
});

describe('without a trail', () => {
  it('the hash in the proposal finds it, and no place is told', async () => {
    const { bundle } = await honest(world.round, policyOfTwo());
    for (const { path, value } of scores(bundle.round).slice(0, 5)) {
      expect(failures({ ...bundle, round: withValue(bundle.round, path.slice(1).split('/'), value + 1) })[0]).toBe('integrity E_INPUT_HASH /round');
    }
  });

  it('the plan made for the edited round and put beside the true one is refused', async () => {
    const { bundle } = await honest(world.round, policyOfTwo());
    const { path } = scores(bundle.round)[7]!;
    const edited = await honest(withValue(bundle.round, path.slice(1).split('/'), 100), policyOfTwo());
    expect(failures({ ...bundle, proposal: edited.proposal })[0]).toBe('integrity E_INPUT_HASH /round');
  });
});
