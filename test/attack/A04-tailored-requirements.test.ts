// A04: requirements that one person meets. 200 targets in ten places, and harder places: test/full/attack-tailored.full.ts.
import { expect, it } from 'vitest';
import { tailoredRequirements } from '../../src/auditing/flags/tailored-requirements.js';
import { random } from './changes.js';
import { flagged, PLACE, tailoredPosts } from './tailored-posts.js';

const some = { ...PLACE, families: 8 };

it('(the control) where nobody tailors, at most 2 in 100 ordinary posts are flagged, one in ten of them asking for what only one or two people have', () => {
  const place = tailoredPosts(random(4), { ...some, tailored: 0 });
  const told = flagged(place, tailoredRequirements);
  expect(told.ordinary).toBe(200);
  expect(told.false).toBeLessThanOrEqual(4);
});

it('four conditions single out nearly every target, and at least 95 of 100 such posts are flagged (some here), ordinary ones beside them in at most 2 of 100', () => {
  const place = tailoredPosts(random(5), some);
  expect(place.alone).toBeGreaterThanOrEqual(36);
  const told = flagged(place, tailoredRequirements);
  expect(told.of).toBe(40);
  expect(told.found).toBeGreaterThanOrEqual(38);
  expect(told.false).toBeLessThanOrEqual(4);
});

it('posts without siblings are said to be beyond the comparison, never clean', () => {
  const { study } = tailoredPosts(random(6), { ...some, families: 3, ordinary: 0, tailored: 2 });
  const { findings, cannot } = tailoredRequirements(study);
  expect(findings).toEqual([]);
  expect(cannot.map((row) => row.because)).toEqual(study.cases.map(() => 'no-siblings'));
});
