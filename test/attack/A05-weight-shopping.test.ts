// A05: weights are tried until the relative comes first. 4,000 vectors: test/full/attack-shopping.full.ts. How far a weight must move until
// somebody else is first is told by `leverEffects` (test/explaining/frontier.test.ts); a trial on somebody's own machine leaves no trace here.
import { beforeAll, describe, expect, it } from 'vitest';
import { of, verdict } from './logs.js';
import { attemptBody, hashOf, Pen, policyOfTwo, sealBody, story, trailBundle, worldOf, type World } from './pen.js';
import { toyPerson, toyPost, toyRound } from '../support/toy.js';
import { random } from './changes.js';
import { shoppedWeightsAreRefused } from './shopped-weights.js';

let world: World;
beforeAll(async () => {
  world = await worldOf(toyRound({ positions: [toyPost('J1', 'LOW')], people: [toyPerson({ id: 'A', exam: 90, skill: 60, rating: 60 }), toyPerson({ id: 'B', exam: 60, skill: 90, rating: 60 }), toyPerson({ id: 'C', exam: 60, skill: 60, rating: 90 })] }));
});

it('(the control) the sealed weights hold, and trials that were logged are counted', async () => {
  const pen = story(world);
  const other = hashOf(policyOfTwo((p) => void (p.weights = { exam: 10, skill: 10, rating: 80 })));
  for (let k = 0; k < 3; k++) pen.add('exploration', { purpose: 'levers', policy: other, reason: 'what the weights do' }, { round: world.round.id });
  const b = await trailBundle(world, pen);
  const options = { checkpoints: [await pen.checkpoint()] };
  expect([of(b, 'integrity'), of(b, 'completeness', options)]).toEqual(['holds', 'holds']);
  expect(verdict(b, 'completeness', options).detail).toContain('3 explorations');
});

it('shopping pays: under other weights others come first; each such run is refused against the sealed ones (some here)', async () => {
  const { plans, refused, runs } = await shoppedWeightsAreRefused(world, 5, random(5));
  expect(refused).toBe(runs);
  expect(plans).toBeGreaterThan(1);
});

describe('weights that were sealed, but not last', () => {
  const round = (): string => world.round.id;
  it('a run under an earlier seal is refused by name', async () => {
    const later = policyOfTwo((p) => void (p.weights = { exam: 20, skill: 20, rating: 60 }));
    const second = await worldOf(world.round, later);
    const honest = story(world);
    const pen = Object.assign(new Pen(), { entries: honest.entries.slice(0, 2) });
    pen.add('seal', sealBody(second.sealed, { reason: 'the council asked for it' }), { round: round() });
    pen.add('open', { on: '2026-11-21', positions: 'all' }, { round: round() });
    const freeze = pen.add('freeze', honest.entries[3].body, { round: round() });
    for (const { body } of honest.entries.slice(4, 6)) pen.add('reveal', body, { round: round() });
    pen.add('attempt', attemptBody(world, freeze), { round: round() });
    const b = await trailBundle(world, pen);
    expect(of(b, 'integrity')).toBe('fails E_POLICY_SUPERSEDED /policy');
    expect(of(b, 'completeness')).toBe('fails E_POLICY_SUPERSEDED /trail/entries/7');
  });

  it('weights cannot be sealed once the inputs are open', async () => {
    for (const at of [3, 4, 8]) {
      const pen = Object.assign(new Pen(), { entries: story(world).entries.slice(0, at) });
      pen.add('seal', sealBody(world.sealed, { reason: 'better ones' }), { round: round() });
      expect(of(await trailBundle(world, pen), 'completeness')).toBe(`fails E_STATE /trail/entries/${at}`);
    }
  });
});
