// A03: a party to the lottery withholds its nonce where the seed does not suit. Every subset of parties that stops, at every step.
import { beforeAll, describe, expect, it } from 'vitest';
import { commitment as tieCommitment } from '../support/toy.js';
import type { Loose } from './changes.js';
import { manyPeople } from './honest.js';
import { of, verdict } from './logs.js';
import { attemptBody, freezeBody, GENESIS, Pen, policyOfTwo, proposalBody, proposalValues, REVEALS, sealBody, trailBundle, worldOf, type World } from './pen.js';

let world: World;
beforeAll(async () => {
  world = await worldOf(manyPeople(8));
});

const STEPS = ['frozen', 'attempt', 'proposal'] as const;

/** The round up to the freeze, then the reveals of some parties, then as far as said; the last entry is made on the given day. */
function until(parties: readonly string[], step: (typeof STEPS)[number], day: string): Pen {
  const round = world.round.id;
  const pen = new Pen();
  pen.add('genesis', GENESIS);
  pen.add('seal', sealBody(world.sealed), { round });
  pen.add('open', { on: '2026-11-21', positions: 'all' }, { round });
  const freeze = pen.add('freeze', freezeBody(world), { round });
  for (const reveal of REVEALS) if (parties.includes(reveal.party)) pen.add('reveal', reveal, { round });
  if (step !== 'frozen') {
    const attempt = pen.add('attempt', attemptBody(world, freeze), { round, time: `${day}T12:00:00Z` });
    if (step === 'proposal') pen.add('proposal', proposalBody(world, attempt), { round, time: `${day}T13:00:00Z`, values: proposalValues(world) });
  } else pen.add('exploration', { purpose: 'other', policy: pen.entries[1].body.policy, reason: null }, { round, time: `${day}T12:00:00Z` });
  return pen;
}
const SUBSETS: readonly (readonly string[])[] = [[], ['board'], ['panel'], ['board', 'panel']];
const completeness = async (pen: Pen): Promise<string> => of(await trailBundle(world, pen), 'completeness', { checkpoints: [await pen.checkpoint()] });

describe.each(SUBSETS.map((parties) => [parties.join(' and ') || 'nobody', parties] as const))('%s reveals', (_, parties) => {
  const all = parties.length === 2;
  it.each(['attempt', 'proposal'] as const)(all ? '(the control) and the %s holds' : 'and the %s is refused at the attempt', async (step) => {
    expect(await completeness(until(parties, step, '2026-11-22'))).toBe(all ? 'holds' : `fails E_SEED_WITHHELD /trail/entries/${4 + parties.length}`);
  });

  it(all ? '(the control) and the day may pass' : 'and the day passes: the log itself says that somebody withheld', async () => {
    expect(await completeness(until(parties, 'frozen', '2026-11-25'))).toBe('holds'); // the last day is still good
    expect(await completeness(until(parties, 'frozen', '2026-11-26'))).toBe(all ? 'holds' : 'fails E_SEED_WITHHELD /trail/entries/1');
  });
});

describe('who withheld is told, and the round goes on under new nonces', () => {
  const FRESH: Readonly<Record<string, string>> = { board: 'ab'.repeat(16), panel: 'cd'.repeat(16) };
  const again = async (change: (policy: Loose) => void = () => undefined): Promise<{ next: World; pen: Pen }> => {
    const policy = policyOfTwo((p) => {
      p.ties.commitments = Object.entries(FRESH).map(([party, nonce]) => ({ party, hash: tieCommitment(party, nonce) }));
      change(p);
    });
    const pen = until(['board'], 'frozen', '2026-11-22');
    pen.entries.pop();
    const round = world.round.id;
    pen.add('withheld', { party: 'panel', reason: 'no answer by noon' }, { round });
    const { seal, parseRound, propose } = await import('../../src/index.js');
    const sealed = seal(policy);
    const parsed = parseRound({ ...world.round, reveals: Object.entries(FRESH).map(([party, nonce]) => ({ party, nonce })) }, sealed).round;
    return { next: { round: parsed, sealed, proposal: await propose(parsed, sealed) }, pen };
  };

  it('(the control) withheld, sealed anew, revealed and tried', async () => {
    const { next, pen } = await again();
    const round = world.round.id;
    pen.add('seal', sealBody(next.sealed, { reason: 'panel withheld' }), { round });
    for (const [party, nonce] of Object.entries(FRESH)) pen.add('reveal', { party, nonce }, { round });
    const attempt = pen.add('attempt', attemptBody(next, 3), { round });
    pen.add('proposal', proposalBody(next, attempt), { round, values: proposalValues(next) });
    const b = await trailBundle(next, pen);
    expect(of(b, 'integrity')).toBe('holds');
    expect(of(b, 'completeness', { checkpoints: [await pen.checkpoint()] })).toBe('holds');
    expect(verdict(b, 'completeness').detail).toContain('1 withheld');
  });

  it('an attempt without a new seal, and a reveal that comes late after all, are refused', async () => {
    const { pen } = await again();
    const round = world.round.id;
    const late = pen.copy();
    pen.add('attempt', attemptBody(world, 3), { round });
    expect(await completeness(pen)).toBe('fails E_STATE /trail/entries/6');
    late.add('reveal', REVEALS[1]!, { round });
    expect(await completeness(late)).toBe('fails E_STATE /trail/entries/6');
  });

  it('a new seal is for new nonces alone: other rules in it are refused', async () => {
    const { next, pen } = await again((p) => (p.weights = { exam: 50, skill: 40, rating: 10 }));
    pen.add('seal', sealBody(next.sealed, { reason: 'panel withheld' }), { round: world.round.id });
    expect(await completeness(pen)).toBe('fails E_POLICY_HASH /trail/entries/6');
  });

  it('nobody can be said to have withheld who has revealed, or who is no party', async () => {
    for (const [party, code] of [['board', 'E_STATE'], ['stranger', 'E_REF_UNKNOWN']] as const) {
      const pen = until(['board'], 'frozen', '2026-11-22');
      pen.add('withheld', { party, reason: 'not so' }, { round: world.round.id });
      expect(await completeness(pen)).toBe(`fails ${code} /trail/entries/6`);
    }
  });
});
