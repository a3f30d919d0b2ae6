import { describe, expect, it } from 'vitest';
import { Facts } from '../../src/verify/facts.js';
import { Market } from '../../src/verify/market.js';
import { policy, round, type Loose } from './builder.js';

/** Three clerks, two of whom sit in c, which has three seats; b is empty. Vacant seat 10 points, lateral move 2. */
function market(change: (round: Loose) => unknown): Market {
  const one = round();
  one.positions[2].seats = 3;
  one.people[0].seat = 'c';
  change(one);
  return new Market(new Facts(one, policy()));
}

describe('the cost of a lateral move', () => {
  const merit = (i: number, j: number, change: (round: Loose) => unknown): number => market(change).stages.find(({ name }) => name === 'merit:staff')!.weight(i, j, 0);

  it('is paid by whoever leaves a post of the same level that stays open', () => expect(merit(0, 1, () => undefined)).toBe(80_000));
  it('not by whoever stays, holds no seat or leaves another level', () => {
    expect([merit(0, 2, () => undefined), merit(2, 1, () => undefined), merit(0, 1, ({ people }) => (people[0].seat = 'a'))]).toEqual([100_000, 100_000, 100_000]);
  });
  it.each([['closes', '2026-01-01'], ['opens', '2026-01-02']])('nor by a holder whose post is not open: %s %s', (key, day) => {
    expect(merit(0, 1, ({ positions }) => (positions[2][key] = day))).toBe(100_000);
  });
});

describe('a post that must be filled', () => {
  const bounds = (change: (round: Loose) => unknown): number[] => {
    const { colMin, colMax } = market((one) => {
      one.positions[2].mustFill = { reason: 'x' };
      change(one);
    });
    return [colMin[2]!, colMax[2]!];
  };
  const outside = (one: Loose): unknown => (one.scope.positions = ['a', 'b']);

  it.each<[string, number, (round: Loose) => unknown]>([
    ['takes as many as it has seats', 3, () => undefined],
    ['takes nobody where it is not open', 0, ({ positions }) => (positions[2].closes = '2026-01-01')],
    ['keeps, outside the scope, as many as can stay', 2, outside],
    ['keeps no holder who leaves', 1, (one) => outside(one) && (one.people[1].retires = '2025-12-31')],
    ['keeps no holder who is pinned to another post', 1, (one) => outside(one) && (one.pins = [{ person: 'ana', position: 'b', by: 'x', reason: 'y' }])],
    ['keeps a holder who is pinned to it or outside the scope himself', 2, (one) => outside(one) && (one.pins = [{ person: 'ana', position: 'c', by: 'x', reason: 'y' }]) && (one.scope.people = ['ana'])],
    ['keeps nobody, outside the scope, where it is not open', 0, (one) => outside(one) && (one.positions[2].closes = '2026-01-01')],
    ['keeps nobody, outside the scope, where nobody sits', 0, (one) => outside(one) && one.people.forEach((person: Loose) => delete person.seat)],
  ])('%s', (_, least, change) => expect(bounds(change)).toEqual([least, 3]));
});
