// A02: the round is run again until the lottery suits, or the lottery is ground until the run suits. 10,000 ground nonces and 50,000 lotteries:
// test/full/attack-shopping.full.ts.
import { beforeAll, describe, expect, it } from 'vitest';
import { random, type Loose } from './changes.js';
import { groundNoncesAreRefused, lotteryIsFair } from './lotteries.js';
import { of, verdict } from './logs.js';
import { attemptBody, GENESIS, hashOf, Pen, proposalBody, proposalValues, REVEALS, sealBody, story, trailBundle, worldOf, type World } from './pen.js';
import { manyPeople } from './honest.js';

let world: World;
beforeAll(async () => {
  world = await worldOf(manyPeople(8));
});
const round = (): string => world.round.id;

/** So many runs on one frozen input, each with its number and reason as told. */
function runs(count: number, claim: (k: number) => { number: number; reason: string | null }): Pen {
  const pen = story(world);
  for (let k = 2; k <= count; k++) {
    const { number, reason } = claim(k);
    const attempt = pen.add('attempt', attemptBody(world, 3, number, reason), { round: round() });
    pen.add('proposal', proposalBody(world, attempt), { round: round(), values: proposalValues(world) });
  }
  return pen;
}
const whole = (pen: Pen): Promise<Loose> => trailBundle(world, pen);
const complete = async (pen: Pen): Promise<string> => of(await whole(pen), 'completeness', { checkpoints: [await pen.checkpoint()] });

it('(the control) one run holds, and twenty with their reasons hold and are counted', async () => {
  expect(await complete(runs(1, () => ({ number: 1, reason: null })))).toBe('holds');
  const pen = runs(20, (number) => ({ number, reason: `run ${number} after a correction` }));
  expect(await complete(pen)).toBe('holds');
  expect(verdict(await whole(pen), 'completeness', { checkpoints: [await pen.checkpoint()] }).detail).toContain('20 attempts');
});

describe('a run that is not told as what it is', () => {
  it.each([2, 3, 20])('run %i without a reason', async (count) => {
    const pen = runs(count, (number) => ({ number, reason: number === count ? null : 'a reason' }));
    expect(await complete(pen)).toBe(`fails E_RERUN /trail/entries/${pen.entries.length - 2}`);
  });

  it('the second run told as the first, the twentieth as the second', async () => {
    expect(await complete(runs(2, () => ({ number: 1, reason: null })))).toBe('fails E_RERUN /trail/entries/8');
    const pen = runs(20, (k) => ({ number: k === 20 ? 2 : k, reason: 'a reason' }));
    expect(await complete(pen)).toBe(`fails E_RERUN /trail/entries/${pen.entries.length - 2}`);
  });

  it('a proposal without an attempt before it, or two of one attempt', async () => {
    const pen = story(world);
    pen.add('proposal', proposalBody(world, 6), { round: round(), values: proposalValues(world) });
    expect(await complete(pen)).toBe('fails E_STATE /trail/entries/8');
  });

  it('runs on inputs that were opened and frozen again unchanged count on', async () => {
    const pen = story(world);
    pen.add('reopen', { by: 'chair', reason: 'a correction that was none' }, { round: round() });
    const freeze = pen.add('freeze', { ...pen.entries[3].body }, { round: round() });
    pen.add('attempt', attemptBody(world, freeze, 1), { round: round() });
    expect(await complete(pen)).toMatch(/^fails E_(STATE|RERUN|SEED_WITHHELD) \/trail\/entries\/10/); // nonces that are known bind nobody: a new seal first
  });
});

describe('a lottery that is ground', () => {
  it('other nonces than those committed to are refused, in the round and in the records (some here)', async () => {
    expect(await groundNoncesAreRefused(world, 12)).toBe(12);
  });

  it('a seal after the nonces are known, with or without new commitments', async () => {
    for (const more of [{}, { reason: 'a better one' }]) {
      const pen = story(world);
      pen.add('seal', sealBody(world.sealed, more), { round: round() });
      expect(await complete(pen)).toBe('fails E_STATE /trail/entries/8');
    }
  });

  it('a seal that commits to a nonce that was revealed before', async () => {
    const pen = new Pen();
    pen.add('genesis', GENESIS);
    pen.add('seal', sealBody(world.sealed), { round: round() });
    pen.add('open', { on: '2026-11-21', positions: 'all' }, { round: round() });
    pen.add('freeze', story(world).entries[3].body, { round: round() });
    pen.add('reveal', REVEALS[0]!, { round: round() });
    pen.add('withheld', { party: 'panel', reason: 'the seed does not suit' }, { round: round() });
    pen.add('seal', sealBody(world.sealed, { reason: 'panel withheld' }), { round: round() });
    expect(of(await whole(pen), 'completeness')).toBe('fails E_SEED_COMMITMENT /trail/entries/6');
  });

  it('inputs that change after the nonces are known, so that another draws the winning lot', async () => {
    const pen = story(world);
    pen.add('reopen', { by: 'chair', reason: 'one more candidate' }, { round: round() });
    const freeze = pen.add('freeze', { ...pen.entries[3].body, root: hashOf(world.sealed.policy).slice(7) }, { round: round() });
    pen.add('attempt', attemptBody(world, freeze), { round: round() });
    expect(await complete(pen)).toBe('fails E_STATE /trail/entries/10');
  });
});

it('(why) five tied candidates win equally often under random nonces, so that twenty free runs would suit any of them (300 lotteries)', async () => {
  const { chiSquare, runsUntilWin } = await lotteryIsFair(300, random(2));
  expect(chiSquare).toBeLessThan(18.47); // p = 0.001, four degrees of freedom
  expect(runsUntilWin).toBeGreaterThan(0.95); // of blocks of twenty runs, the share in which the relative wins at least once
});
