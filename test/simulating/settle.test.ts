import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Employee, WaitingMove } from '../../src/simulating/roster.js';
import type { Post } from '../../src/simulating/setting.js';
import { settle } from '../../src/simulating/settle.js';

const post = (index: number, seats = 1): Post => ({ index, id: `p${index}`, level: 'L', rank: 0, unit: 'u', seats, work: [], match: undefined });

function moves(posts: readonly Post[], list: readonly (readonly [string, number | null, number])[], away: readonly string[] = []): WaitingMove[] {
  return list.map(([id, from, to]) => ({
    person: { id, seat: from === null ? undefined : posts[from], awayUntil: away.includes(id) ? 1 : undefined } as Employee,
    to: posts[to]!,
    on: 0,
    fit: 0,
  }));
}
const ids = (list: readonly WaitingMove[]): string[] => list.map((m) => m.person.id);

const POSTS = [0, 1, 2, 3].map((k) => post(k));

it('a chain moves up behind a free seat, and waits behind a held one', () => {
  const chain = moves(POSTS, [['a', 1, 0], ['b', 2, 1], ['c', null, 2]]);
  expect(ids(settle(chain, Int32Array.of(0, 1, 1, 0)).now)).toEqual(['a', 'b', 'c']);
  expect(ids(settle(chain, Int32Array.of(1, 1, 1, 0)).waiting)).toEqual(['a', 'b', 'c']);
});

it('a circle moves together; whoever waits for somebody outside it waits on', () => {
  const list = moves(POSTS, [['a', 0, 1], ['b', 1, 2], ['c', 2, 0], ['d', null, 3]]);
  const settled = settle(list, Int32Array.of(1, 1, 1, 1));
  expect([ids(settled.now), ids(settled.waiting)]).toEqual([['a', 'b', 'c'], ['d']]);
});

it('a circle with somebody who is away waits, and so does everybody behind him', () => {
  const list = moves(POSTS, [['a', 0, 1], ['b', 1, 0], ['c', 2, 1]], ['b']);
  expect(ids(settle(list, Int32Array.of(1, 1, 1, 0)).now)).toEqual([]);
});

it('a circle is the first way back: a move into a post on it that comes later waits', () => {
  const posts = [post(0), post(1), post(2, 2)];
  const list = moves(posts, [['a', 0, 1], ['b', 1, 2], ['c', 2, 1], ['d', 2, 0]]);
  const { now, waiting } = settle(list, Int32Array.of(1, 1, 2));
  expect([ids(now), ids(waiting)]).toEqual([['a', 'b', 'd'], ['c']]);
});

it('of two who wait for the one free seat of a post the smaller id goes', () => {
  const posts = [post(0, 2), post(1), post(2)];
  const list = moves(posts, [['a', 1, 0], ['b', 2, 0]]);
  expect(ids(settle(list, Int32Array.of(1, 1, 1)).now)).toEqual(['a']);
});

it('moves that together leave nobody over a seat all happen, in whatever chains and circles; without that no post goes over its seats', () => {
  let circles = 0;
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 2, maxLength: 6 }),
      fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 14 }),
      fc.boolean(),
      (seats, steps, stayers) => {
        const posts = seats.map((n, k) => post(k, n));
        const free = [...seats];
        const before = new Int32Array(posts.length);
        const list: [string, number | null, number][] = [];
        for (const [k, [a, b]] of steps.entries()) {
          const [from, to] = [a % (posts.length + 1), b % posts.length];
          if (from === to) continue;
          const seated = from < posts.length && before[from]! < seats[from]!;
          if (stayers && free[to]! <= 0) continue; // else the targets may be over their seats in the end
          free[to]!--;
          if (seated) before[from]!++;
          list.push([`m${String(k).padStart(2, '0')}`, seated ? from : null, to]);
        }
        const { now, waiting } = settle(moves(posts, list), before);
        const after = Int32Array.from(before);
        for (const m of now) {
          after[m.to.index]!++;
          if (m.person.seat) after[m.person.seat.index]!--;
        }
        posts.forEach((p) => expect(after[p.index]!).toBeLessThanOrEqual(p.seats));
        expect(now.length + waiting.length).toBe(list.length);
        if (stayers) expect(waiting).toEqual([]);
        if (now.length > 0 && posts.every((p) => before[p.index] === p.seats)) circles++;
      },
    ),
    { examples: [[[1, 1], [[0, 1], [1, 0]], true]] }, // two who change places
  );
  expect(circles).toBeGreaterThan(0);
});
