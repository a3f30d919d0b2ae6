import { describe, expect, it } from 'vitest';
import { chainsOf } from '../../src/verify/derived.js';
import type { Market } from '../../src/verify/market.js';
import { verify } from '../support/proposal-verdicts.js';
import { NONCE } from './builder.js';
import { propose, type Toy } from './slow-engine.js';

/** The chains of moves written as PERSON:FROM:TO, `-` for no seat, people and posts by one digit. */
function chains(text: string): string[] {
  const place = (digit: string): number => (digit === '-' ? -1 : Number(digit));
  const moves = text.split(' ').map((move) => move.split(':').map(place));
  const market = { facts: { seat: moves.map(([, from]) => from), round: { people: moves.map(([id]) => ({ id: String(id) })) } }, leaving: moves.map(() => false) };
  return chainsOf(market as unknown as Market, Int32Array.from(moves, ([, , to]) => to!)).map(({ kind, people }) => `${kind} ${people.join('')}`);
}

describe('chains that follow from the seats', () => {
  it.each([
    ['follow each seat from whoever leaves it to whoever takes it', '0:2:1 1:3:2 2:-:3', ['chain 012']],
    ['begin with a released person', '0:-:2 1:2:-', ['chain 10']],
    ['close into a loop that begins with the first of its people', '0:1:2 1:2:3 2:3:1', ['loop 021']],
    ['pair arrivers and leavers of a post with several seats in their order; further arrivers take free seats', '0:1:9 1:1:9 2:3:1 3:2:1 4:4:1', ['chain 02', 'chain 13', 'chain 4']],
    ['stand in the order of their first people, loops among them', '0:1:2 1:2:1 2:4:6 3:5:4', ['loop 01', 'chain 23']],
    ['leave out whoever stays', '0:1:1 1:2:3', ['chain 1']],
  ])('%s', (_, moves, expected) => expect(chains(moves)).toEqual(expected));
});

describe('the time that chains take', () => {
  /** Days of each mover by his place, `null` where his route is not known; routes are called by their days. */
  const ready = (moves: string, days: readonly (number | null)[]): unknown[] => {
    const place = (digit: string): number => (digit === '-' ? -1 : Number(digit));
    const read = moves.split(' ').map((move) => move.split(':').map(place));
    const market = { facts: { seat: read.map(([, from]) => from), round: { people: read.map(([id]) => ({ id: String(id) })) } }, leaving: read.map(() => false) };
    const timing = (i: number): { route: string | undefined; days: number } | null => (days[i] === null ? null : { route: days[i] === 0 ? undefined : String(days[i]), days: days[i]! });
    return chainsOf(market as unknown as Market, Int32Array.from(read, ([, , to]) => to!), timing).map((chain) => [chain.people.join(''), chain.ready, chain.crosses]);
  };
  const [CHAIN, LOOP] = ['0:2:1 1:3:2 2:-:3', '0:1:2 1:2:3 2:3:1'];
  it.each<[string, string, (number | null)[], unknown]>([
    ['in a chain is the most so far', CHAIN, [5, 3, 8], ['012', [5, 5, 8], true]],
    ['over one route crosses none', CHAIN, [5, 5, 5], ['012', [5, 5, 5], false]],
    ['is not known from whoever has no known route on', CHAIN, [5, null, 8], ['012', [5, null, null], true]],
    ['crosses none where one route is known', CHAIN, [null, null, 8], ['012', [null, null, null], false]],
    ['in a loop is the most of all', LOOP, [5, 3, 8], ['021', [8, 8, 8], true]],
    ['in a loop is not known where one route is not', LOOP, [5, 5, null], ['021', [null, null, null], false]],
    ['begins with nothing where somebody is released', '0:-:2 1:2:-', [4, 0], ['10', [0, 4], false]],
  ])('%s', (_, moves, days, expected) => expect(ready(moves, days)).toEqual([expected]));
});

describe('the kind of a move', () => {
  const someone = { seat: 0, rank: 2, score: 50, list: null, wishes: [], lower: false, retires: false, inScope: true, pin: -1 } as const;
  const post = { level: 0, seats: 1, minimum: 0, critical: false, mustFill: false, closed: false, inScope: true } as const;
  it.each<[kind: string, positions: Toy['positions']]>([
    ['promotion', [post, { ...post, level: 1 }]],
    ['lateral', [{ ...post, closed: true }, post]],
    ['demotion', [{ ...post, level: 1, closed: true }, post]],
    ['release', [{ ...post, closed: true }]],
  ])('from the first post is a %s where the levels say so, and nothing else is accepted', (kind, positions) => {
    const bundle = propose({ people: [someone], positions, forbid: false, total: false, lateral: 0, nonce: NONCE, start: [0] });
    const [move] = bundle.proposal.certain.moves;
    expect(move).toMatchObject({ person: 'p0', from: 'q0', kind });
    expect(verify(bundle).verdicts.filter(({ outcome }) => outcome !== 'holds')).toEqual([]);
    for (const other of ['entry', 'promotion', 'lateral', 'demotion', 'release'].filter((one) => one !== kind)) {
      move.kind = other;
      expect(verify(bundle).verdicts[2]).toMatchObject({ outcome: 'fails', code: 'E_DERIVED', path: '/proposal/certain/moves/0' });
    }
  });
});
