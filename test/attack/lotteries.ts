import { expect } from 'vitest';
import { parseRound, propose, seal } from '../../src/index.js';
import { commitment, toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { between } from './changes.js';
import { of } from './logs.js';
import { story, trailBundle, type World } from './pen.js';

const hex = (rnd: () => number): string => Array.from({ length: 32 }, () => between(rnd, 0, 15).toString(16)).join('');

/** Nonces that somebody ground, put into the round alone and into the records too: how many were refused. */
export async function groundNoncesAreRefused(world: World, count: number): Promise<number> {
  const pen = story(world);
  const honest = await trailBundle(world, pen);
  expect(of(honest, 'integrity')).toBe('holds');
  let refused = 0;
  for (let k = 0; k < count; k++) {
    const nonce = k.toString(16).padStart(32, '0');
    const party = k % 2;
    const b = { ...honest, round: { ...honest.round, reveals: honest.round.reveals.map((r: { party: string; nonce: string }, at: number) => (at === party ? { ...r, nonce } : r)) } };
    const told = of(b, 'integrity');
    const recorded = pen.copy();
    recorded.entries[4 + party].body = { ...recorded.entries[4 + party].body, nonce };
    const forged = { ...b, trail: { ...b.trail, entries: recorded.entries } };
    if (k < 20) forged.trail.checkpoint = await recorded.checkpoint(); // signed anew: what is told then is the commitment
    if (/^fails E_(INPUT_HASH|SEED_COMMITMENT)/.test(told) && (k >= 20 || of(forged, 'completeness') === `fails E_SEED_COMMITMENT /trail/entries/${4 + party}`)) refused++;
  }
  return refused;
}

/** Five people who tie for one post under random nonces: the statistic of equal chances, and how often twenty free runs are enough for the first of them. */
export async function lotteryIsFair(runs: number, rnd: () => number): Promise<{ readonly chiSquare: number; readonly runsUntilWin: number }> {
  const people = ['A', 'B', 'C', 'D', 'E'];
  const round = toyRound({ positions: [toyPost('J1', 'LOW')], people: people.map((id) => toyPerson({ id, exam: 70, skill: 70, rating: 70 })) });
  const wins = new Map(people.map((id) => [id, 0]));
  const won: boolean[] = [];
  for (let k = 0; k < runs; k++) {
    const nonce = hex(rnd);
    const sealed = seal(toyPolicy((p) => (p.ties.commitments = [{ party: 'panel', hash: commitment('panel', nonce) }])));
    const { certain } = await propose(parseRound({ ...round, reveals: [{ party: 'panel', nonce }] }, sealed).round, sealed);
    const [winner] = certain.seats[0]!;
    wins.set(winner, wins.get(winner)! + 1);
    won.push(winner === 'A');
  }
  const expected = runs / people.length;
  const blocks = Array.from({ length: Math.floor(runs / 20) }, (_, b) => won.slice(20 * b, 20 * b + 20).some((yes) => yes));
  return { chiSquare: [...wins.values()].reduce((sum, n) => sum + ((n - expected) * (n - expected)) / expected, 0), runsUntilWin: blocks.filter((yes) => yes).length / blocks.length };
}
