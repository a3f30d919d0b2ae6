import { describe, expect, it } from 'vitest';
import type { PublicBundle } from '../../src/verify/envelope.js';
import { hashOf } from '../../src/verify/canonical.js';
import { checkPublicHead, checkPublicPlan } from '../../src/verify/public.js';
import type { Loose } from '../attack/changes.js';
import { policyOfTwo, REVEALS } from '../attack/pen.js';

/** The parts of a public bundle that its plan is held against (docs/formats.md section 11.4): a is promoted, b steps down, c is released, d enters and e changes sides. */
function made(change: (bundle: Loose) => void = () => undefined): PublicBundle {
  const policy = { ...policyOfTwo(), routes: [{ id: 'rotation', kinds: ['lateral'] }] } as Loose;
  const move = (person: string, from: string | null, to: string | null, kind: string, route: string | null = null): Loose => ({ person, from, to, kind, route });
  const bundle: Loose = {
    round: {
      id: 'R-1', asOf: '2026-11-20', reveals: REVEALS, scope: { positions: 'all', people: 'all' },
      positions: [
        { id: 'J1', level: 'TOP' }, { id: 'J2', level: 'MID', seats: 3 }, { id: 'J3', level: 'LOW', seats: 2 }, { id: 'J4', level: 'MID' },
        { id: 'J5', level: 'MID', opens: '2026-11-21' }, { id: 'J6', level: 'MID', closes: '2026-11-20' }, { id: 'J7', level: 'MID', opens: '2026-11-20', closes: '2026-11-21' },
      ],
    },
    policy,
    proposal: {
      round: { id: 'R-1', asOf: '2026-11-20' }, policy: { id: policy.id, hash: hashOf(policy) }, objective: policy.objective, status: 'optimal',
      seats: [['p-a', 'J1'], ['p-b', 'J3'], ['p-d', 'J2'], ['p-e', 'J2'], ['p-f', 'J7']],
      moves: [move('p-a', 'J2', 'J1', 'promotion'), move('p-b', 'J2', 'J3', 'demotion'), move('p-c', 'J6', null, 'release'), move('p-d', null, 'J2', 'entry'), move('p-e', 'J4', 'J2', 'lateral', 'rotation')],
      vacant: [{ position: 'J2', seats: 1, cause: 'nobody' }, { position: 'J3', seats: 1, cause: 'nobody' }, { position: 'J4', seats: 1, cause: 'nobody' }],
    },
    input: { leaves: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].flatMap((k) => [[`/people/p-${k}/born`, '0', null], [`/people/p-${k}/id`, '0', null]]) },
  };
  const own = structuredClone(bundle); // its reveals are those of other tests too
  change(own);
  return own as PublicBundle;
}
type Case = readonly [name: string, change: (bundle: Loose) => void, told: string];

describe('the plan of a public bundle', () => {
  const told = (change: (bundle: Loose) => void): string => {
    const found = checkPublicPlan(made(change)) as { readonly outcome?: string; readonly code?: string; readonly path?: string };
    return found.outcome ?? `${found.code!} ${found.path!}`;
  };

  it('holds where seats, moves and vacancies go together', () => expect(checkPublicPlan(made())).toEqual({ outcome: 'holds', detail: '5 seats and 5 moves go together; gates, pins and duties cannot be seen without the people.' }));

  const infeasible = (b: Loose): unknown => Object.assign(b.proposal, { status: 'infeasible', seats: [], moves: [], vacant: [] });
  const move = (k: number, more: Loose) => (b: Loose): unknown => Object.assign(b.proposal.moves[k], more);
  const cases: readonly Case[] = [
    ['an infeasible one lists nothing', infeasible, 'not-checked'],
    ['an infeasible one with a vacancy', (b) => (infeasible(b), b.proposal.vacant.push({ position: 'J1', seats: 1, cause: 'nobody' })), 'E_DERIVED /proposal'],
    ['seats out of order', (b) => b.proposal.seats.reverse(), 'E_PLAN /proposal/seats/1'],
    ['a person with two seats', (b) => b.proposal.seats.splice(1, 0, ['p-a', 'J2']), 'E_PLAN /proposal/seats/1'],
    ['a seat of somebody without leaves', (b) => b.proposal.seats.push(['p-z', 'J4']), 'E_PLAN /proposal/seats/5'],
    ['a seat in a post that opens later', (b) => b.proposal.seats.push(['p-g', 'J5']), 'E_PLAN /proposal/seats/5'],
    ['the same seat within the horizon of the round', (b) => (Object.assign(b.round, { horizon: '2026-11-21' }), b.proposal.seats.splice(4, 1, ['p-g', 'J5'])), 'holds'],
    ['a seat in a post that has closed', (b) => b.proposal.seats.push(['p-g', 'J6']), 'E_PLAN /proposal/seats/5'],
    ['more holders than seats', (b) => b.proposal.seats.push(['p-g', 'J1']), 'E_PLAN /proposal/seats/5'],
    ['moves out of order', (b) => b.proposal.moves.reverse(), 'E_DERIVED /proposal/moves/1'],
    ['a move of somebody without leaves', (b) => b.proposal.moves.push({ person: 'p-z', from: 'J4', to: null, kind: 'release', route: null }), 'E_DERIVED /proposal/moves/5'],
    ['a move to another post than the seat', move(0, { to: 'J2' }), 'E_DERIVED /proposal/moves/0'],
    ['a move of somebody who stays', (b) => b.proposal.moves.push({ person: 'p-f', from: 'J7', to: 'J7', kind: 'lateral', route: null }), 'E_DERIVED /proposal/moves/5'],
    ['a move from nowhere to nowhere', (b) => b.proposal.moves.push({ person: 'p-g', from: null, to: null, kind: 'release', route: null }), 'E_DERIVED /proposal/moves/5'],
    ['a move out of a post that the round does not have', move(0, { from: 'J9' }), 'E_DERIVED /proposal/moves/0'],
    ['a promotion called lateral', move(0, { kind: 'lateral' }), 'E_DERIVED /proposal/moves/0'],
    ['a demotion called lateral', move(1, { kind: 'lateral' }), 'E_DERIVED /proposal/moves/1'],
    ['a release called demotion', move(2, { kind: 'demotion' }), 'E_DERIVED /proposal/moves/2'],
    ['an entry called promotion', move(3, { kind: 'promotion' }), 'E_DERIVED /proposal/moves/3'],
    ['a lateral move called promotion', move(4, { kind: 'promotion' }), 'E_DERIVED /proposal/moves/4'],
    ['a route that the policy does not have', move(4, { route: 'favour' }), 'E_DERIVED /proposal/moves/4'],
    ['a route where the policy has none', (b) => Reflect.deleteProperty(b.policy, 'routes'), 'E_DERIVED /proposal/moves/4'],
    ['a vacancy left out', (b) => b.proposal.vacant.pop(), 'E_DERIVED /proposal/vacant/2'],
    ['a vacancy too many', (b) => b.proposal.vacant.push({ position: 'J7', seats: 1, cause: 'nobody' }), 'E_DERIVED /proposal/vacant/3'],
    ['another number of empty seats', (b) => (b.proposal.vacant[0].seats = 2), 'E_DERIVED /proposal/vacant/0'],
    ['an empty post outside the scope called empty', (b) => (b.round.scope.positions = ['J2', 'J3']), 'E_DERIVED /proposal/vacant/2'],
    ['an empty post outside the scope', (b) => ((b.round.scope.positions = ['J2', 'J3']), (b.proposal.vacant[2].cause = 'out-of-scope')), 'holds'],
    ['an empty post of the scope called outside', (b) => (b.proposal.vacant[2].cause = 'out-of-scope'), 'E_DERIVED /proposal/vacant/2'],
  ];
  it.each(cases)('%s', (_, change, expected) => expect(told((b) => void change(b))).toBe(expected));
});

describe('what a public proposal is about', () => {
  const rehash = (b: Loose): unknown => (b.proposal.policy.hash = hashOf(b.policy));
  const cases: readonly Case[] = [
    ['another policy by its hash', (b) => (b.policy.leapDay = 'mar1'), 'E_POLICY_HASH /policy'],
    ['another round', (b) => (b.proposal.round.id = 'R-2'), 'E_INPUT_HASH /proposal/round/id'],
    ['another day', (b) => (b.proposal.round.asOf = '2026-11-21'), 'E_INPUT_HASH /proposal/round/asOf'],
    ['another policy by its id', (b) => (b.proposal.policy.id = 'other'), 'E_POLICY_HASH /proposal/policy/id'],
    ['another objective', (b) => (b.proposal.objective = 'total'), 'E_POLICY_HASH /proposal/objective'],
    ['a nonce withheld', (b) => b.round.reveals.splice(1), 'E_SEED_WITHHELD /policy/ties/commitments/1'],
    ['a nonce of nobody who committed', (b) => ((b.policy.ties.commitments = []), rehash(b)), 'E_SEED_COMMITMENT /round/reveals/0'],
  ];
  it('is this round and this policy', () => expect(checkPublicHead(made())).toBeUndefined());
  it.each(cases)('is not %s', (_, change, expected) => {
    const found = checkPublicHead(made(change))!;
    expect(`${found.code} ${found.path}`).toBe(expected);
  });
});
