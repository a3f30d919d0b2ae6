import { expect, it } from 'vitest';
import { editsAreFound } from '../attack/edited-input.js';
import { manyPeople } from '../attack/honest.js';
import { story, trailBundle, worldOf } from '../attack/pen.js';

const PARTS = 8;
const world = await worldOf(manyPeople(200));
const frozen = await trailBundle(world, story(world));

it.each(Array.from({ length: PARTS }, (_, k) => k))('A01: every value of a round of 200 people, changed, is found at its place (part %i of 8)', (part) => {
  const cover = editsAreFound(frozen, PARTS, part);
  console.log('edits', JSON.stringify(cover));
  expect(cover.found).toBeGreaterThan(100);
});
