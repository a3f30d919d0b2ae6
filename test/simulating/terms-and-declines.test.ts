import { expect, it } from 'vitest';
import { parseRound, propose, seal, type Policy, type Round, type SealedPolicy } from '../../src/index.js';
import { conduct, type ConductRequest, type Conducted, type Regime } from '../../src/simulate.js';
import { documentsOf, makeCase } from '../support/markets.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { requestOf, seatList, SHAPE } from './held.js';

const LONG_AGO = '2021-11-21'; // five years to the day
const RECENT = '2026-01-01';
const TERMS = { LOW: 60, TOP: 60 };
type Somebody = { readonly id: string; readonly seat?: string; readonly since?: string; readonly points: number; readonly fields?: readonly string[]; readonly retires?: string };

async function held(people: readonly Somebody[], positions: Round['positions'], regime: Omit<Regime, 'policy'>, more: Partial<ConductRequest> = {}, change?: (policy: Policy) => void): Promise<Conducted> {
  const policy = seal(toyPolicy(change));
  const round = toyRound({
    positions,
    people: people.map(({ id, seat, since, points, fields, retires }) => ({ ...toyPerson({ id, ...(seat && { seat }), ...(fields && { fields }), exam: points, skill: points, rating: points }), ...(since && { since }), ...(retires && { retires }) })),
    horizon: '2027-06-30',
  });
  return conduct(requestOf(parseRound(round, policy).round, { policy, ...regime }, more));
}
const special = { attributes: { field: 'special' } };
const POSTS = [toyPost('M1', 'MID'), toyPost('M2', 'MID'), toyPost('S1', 'LOW'), toyPost('T1', 'TOP', special), toyPost('T2', 'TOP', special)];
const office = (points: number): Somebody[] => [
  { id: 'A', seat: 'S1', since: LONG_AGO, points },
  { id: 'B', seat: 'M1', since: RECENT, points: 60 },
  { id: 'C', seat: 'M2', since: RECENT, points: 50 },
  { id: 'D', seat: 'T1', since: LONG_AGO, points: 70, fields: ['special'] },
];
const WITH_D_GONE = ['A S1', 'B M1', 'C M2', 'D T2'];

it.each<[string, number, ((policy: Policy) => void) | undefined]>([
  ['would take the place of somebody who then has none', 80, undefined],
  ['would have no place himself', 10, undefined],
  ['leaves no plan in which everybody keeps a post', 10, (policy) => Object.assign(policy, { displacement: 'forbid' })],
])('of two whose terms are over only the one who %s may stay', async (_, points, change) => {
  const { seats, extended, record } = await held(office(points), POSTS, { terms: TERMS }, {}, change);
  expect(seatList(seats)).toEqual(WITH_D_GONE);
  expect([extended, record.extended]).toEqual([['A'], 1]);
});

it('whoever loses his post with or without terms keeps nobody in his', async () => {
  const people: Somebody[] = [{ id: 'D', seat: 'T1', since: LONG_AGO, points: 70, fields: ['special'] }, { id: 'E', seat: 'M3', points: 40 }];
  const { seats, extended, record } = await held(people, [...POSTS.slice(3), toyPost('M3', 'MID', { closes: '2026-12-31' })], { terms: TERMS });
  expect(seatList(seats)).toEqual(['D T2']);
  expect([extended, record.displaced]).toEqual([[], 1]);
});

it('no term is told of somebody who leaves or whose post closes, not even where nobody moves', async () => {
  const people: Somebody[] = [
    { id: 'A', seat: 'T1', since: LONG_AGO, points: 70, retires: '2027-01-01' },
    { id: 'B', seat: 'T2', since: LONG_AGO, points: 70 },
    { id: 'C', seat: 'T3', since: LONG_AGO, points: 70 },
  ];
  const { extended } = await held(people, [toyPost('T1', 'TOP'), toyPost('T2', 'TOP', { closes: '2026-12-31' }), toyPost('T3', 'TOP')], { choose: 'none', terms: TERMS });
  expect(extended).toEqual(['C']);
});

const NO_RISE = { declines: { promotion: new Set(['A']), other: new Set<string>() } };

it('whoever declines gets his seat back, though another place would change less', async () => {
  const people: Somebody[] = [{ id: 'A', seat: 'M1', points: 80 }, { id: 'B', seat: 'S1', points: 70 }];
  const posts = [toyPost('M1', 'MID'), toyPost('M2', 'MID', { closes: '2026-11-21' }), toyPost('S1', 'LOW'), toyPost('T1', 'TOP')];
  const filled = await held(people, posts, {}, NO_RISE);
  expect(filled.refused).toEqual([{ person: 'A', position: 'T1' }]);
  expect(filled.seats.get('A')).toBe('M1');
  const open = await held(people, [...posts.filter((p) => p.id !== 'M2'), toyPost('M2', 'MID')], {}, NO_RISE);
  expect(open.seats.get('A')).toBe('M1');
});

it('whoever declines a rise and has no seat to go back to takes another post', async () => {
  const { seats, refused } = await held([{ id: 'A', seat: 'M1', points: 80 }], [toyPost('M1', 'MID', { closes: '2026-12-31' }), toyPost('M2', 'MID'), toyPost('T1', 'TOP')], {}, NO_RISE);
  expect(refused).toEqual([{ person: 'A', position: 'T1' }]);
  expect(seatList(seats)).toEqual(['A M2']);
});

it('under a policy of stable plans the plan is that of propose', async () => {
  const cover = { moves: 0, other: 0, infeasible: 0 };
  for (let seed = 1; seed <= 60; seed++) {
    const { round, policy: { policy: drawn } } = documentsOf(makeCase(seed, SHAPE));
    const { lineOfCommand, ...relations } = drawn.relations; // it does not go with stable plans
    expect(lineOfCommand).toBeDefined();
    const [stable, levels] = (['stable', 'levels'] as const).map((objective) => seal(structuredClone({ ...drawn, relations, objective } as never) as object)) as [SealedPolicy, SealedPolicy];
    const { certain } = await propose(round, stable);
    const conducted = await conduct(requestOf(round, { policy: stable }));
    expect(conducted.record.status).toBe(certain.status);
    if (certain.status === 'infeasible') {
      cover.infeasible++;
      continue;
    }
    expect(seatList(conducted.seats), `seed ${seed}`).toEqual(certain.seats.map(([person, position]) => `${person} ${position}`));
    cover.moves += certain.moves.length;
    if (String(seatList((await conduct(requestOf(round, { policy: levels }))).seats)) !== String(seatList(conducted.seats))) cover.other++;
  }
  for (const [n, count] of Object.entries(cover)) expect(count, n).toBeGreaterThan(0);
});

it('greedy by points and lots alone, and seniority by years in the post, where a policy names no seniority', async () => {
  const people: Somebody[] = [{ id: 'A', seat: 'S1', since: RECENT, points: 90 }, { id: 'B', seat: 'S2', since: LONG_AGO, points: 50 }, { id: 'C', points: 95 }];
  const posts = [toyPost('M1', 'MID'), toyPost('S1', 'LOW'), toyPost('S2', 'LOW')];
  const none = (policy: Policy): void => void Object.assign(policy, { ties: { ...policy.ties, order: [] } });
  expect((await held(people, posts, { choose: 'seniority' }, {}, none)).seats.get('B')).toBe('M1'); // longest in his post; who holds none comes last
  const even = people.map((p) => ({ ...p, points: 70 }));
  const lots = async (first: string) => [...(await held(even, posts, { choose: 'greedy' }, { lot: (id) => (id === first ? 0 : 1 + id.charCodeAt(0)) }, none)).seats].find(([, post]) => post === 'M1')?.[0];
  expect([await lots('A'), await lots('B'), await lots('C')]).toEqual(['A', 'B', 'C']);
});
