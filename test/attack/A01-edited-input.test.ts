// A01: an officer edits a score after the solve.
import { beforeAll, expect, it } from 'vitest';
import { leafs, random, withValue, type Leaf } from './changes.js';
import { editsAreRefused } from './edited-input.js';
import { failures, honest, manyPeople, open, type Honest } from './honest.js';

let made: Honest;
beforeAll(async () => {
  made = await honest(manyPeople(200));
});

it('(the control) the round of 200 people holds as it was sealed', () => expect(open(made.bundle)).toEqual([]));

it('a leaf of the round changed by a unit, a digit or a type is found by its hash (some here; every one in test/full)', () => {
  const cover = editsAreRefused(made.bundle, 61);
  expect(cover.edits).toBeGreaterThan(90);
  expect(cover.hash).toBeGreaterThan(15);
});

it('the plan made for the edited round and put beside the true one is refused too', async () => {
  const rnd = random(3);
  const scores: Leaf[] = leafs(made.round).filter(({ path, value }) => path.endsWith('/value') && typeof value === 'number');
  for (let k = 0; k < 4; k++) {
    const { path } = scores[Math.floor(rnd() * scores.length)]!;
    const edited = await honest(withValue(made.round, path.slice(1).split('/'), 100));
    expect(failures({ ...made.bundle, proposal: edited.proposal })[0]).toBe('integrity E_INPUT_HASH /round');
  }
});
