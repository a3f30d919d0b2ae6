import { expect, it } from 'vitest';
import { parseRound, seal, type Round } from '../../src/index.js';
import { conduct, type ConductRequest, type Conducted, type Regime } from '../../src/simulate.js';
import { makeCase, policyOf, random, roundOf } from '../support/markets.js';
import { times } from '../support/times.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';
import { requestOf, seatList, SHAPE } from './held.js';

const LONG_AGO = '2021-11-21'; // five years to the day
const policy = seal(toyPolicy());

/** Two posts in the middle and one below; whoever is named sits there since the day given. */
async function office(people: readonly { readonly id: string; readonly seat?: string; readonly since?: string; readonly points: number }[], regime: Omit<Regime, 'policy'>, more: Partial<ConductRequest> = {}): Promise<Conducted> {
  const round: Round = toyRound({
    positions: [toyPost('M1', 'MID'), toyPost('M2', 'MID'), toyPost('S1', 'LOW')],
    people: people.map(({ id, seat, since, points }) => ({ ...toyPerson({ id, ...(seat && { seat }), exam: points, skill: points, rating: points }), ...(since && { since }) })),
  });
  return conduct(requestOf(parseRound(round, policy).round, { policy, ...regime }, more));
}

const TERMS = { MID: 60 };

it('whoever has sat for the whole term goes to another post of his level, though it costs; a day less and he stays', async () => {
  const over = await office([{ id: 'A', seat: 'M1', since: LONG_AGO, points: 80 }], { terms: TERMS });
  expect(seatList(over.seats)).toEqual(['A M2']);
  const under = await office([{ id: 'A', seat: 'M1', since: '2021-11-22', points: 80 }], { terms: TERMS });
  expect(seatList(under.seats)).toEqual(['A M1']);
  const unknown = await office([{ id: 'A', seat: 'M1', points: 80 }], { terms: TERMS });
  expect(seatList(unknown.seats)).toEqual(['A M1']);
  expect([over, under, unknown].map((x) => x.record.extended)).toEqual([0, 0, 0]);
});

it('two whose terms are over change places', async () => {
  const { seats, record } = await office([{ id: 'A', seat: 'M1', since: LONG_AGO, points: 80 }, { id: 'B', seat: 'M2', since: LONG_AGO, points: 60 }], { terms: TERMS });
  expect(seatList(seats)).toEqual(['A M2', 'B M1']);
  expect([record.loops, record.extended]).toEqual([2, 0]);
});

it('nobody loses his seat to somebody whose term is over: he stays, and is counted', async () => {
  const { seats, extended, record } = await office([{ id: 'A', seat: 'M1', since: LONG_AGO, points: 80 }, { id: 'B', seat: 'M2', since: '2026-01-01', points: 60 }], { terms: TERMS });
  expect(seatList(seats)).toEqual(['A M2', 'B M1']); // B has another post to go to
  expect(extended).toEqual([]);
  expect(record.displaced).toBe(0);
  const low = await office([{ id: 'A', seat: 'S1', since: LONG_AGO, points: 80 }, { id: 'B', seat: 'M1', since: '2026-01-01', points: 60 }, { id: 'C', seat: 'M2', points: 50 }], { terms: { LOW: 60, MID: 600 } });
  expect(seatList(low.seats)).toEqual(['A S1', 'B M1', 'C M2']);
  expect(low.extended).toEqual(['A']);
});

it('whoever must go and declines keeps his seat', async () => {
  const declines = { promotion: new Set<string>(), other: new Set(['A']) };
  const { seats, refused, extended } = await office([{ id: 'A', seat: 'M1', since: LONG_AGO, points: 80 }], { terms: TERMS }, { declines });
  expect(seatList(seats)).toEqual(['A M1']);
  expect(refused).toEqual([{ person: 'A', position: 'M2' }]);
  expect(extended).toEqual(['A']);
});

it('post by post he is a candidate for posts of his level too, else he stays and is counted', async () => {
  const people = [{ id: 'A', seat: 'M1', since: LONG_AGO, points: 80 }, { id: 'B', seat: 'S1', points: 60 }];
  const greedy = await office(people, { choose: 'greedy', terms: TERMS });
  expect(seatList(greedy.seats)).toEqual(['A M2', 'B M1']); // the seat he leaves has its turn
  expect(seatList((await office(people, { choose: 'greedy' })).seats)).toEqual(['A M1', 'B M2']);
  const full = await office([...people.slice(0, 1), { id: 'C', seat: 'M2', points: 10 }], { choose: 'greedy', terms: TERMS });
  expect(full.extended).toEqual(['A']);
  expect((await office(people, { choose: 'none', terms: TERMS })).extended).toEqual(['A']);
});

it('on random rounds nobody more loses his post than without terms, and exactly those beyond their term who stay are counted', async () => {
  const cover = { extended: 0, went: 0 };
  for (let seed = 1; seed <= times(40, 150); seed++) {
    const c = makeCase(seed, { ...SHAPE, pins: false, mustFill: false, relations: 'few' });
    const rnd = random(seed + 3);
    const draft = roundOf(c);
    const since = new Map(draft.people.map((p) => [p.id as string, rnd() < 0.6 ? LONG_AGO : '2026-01-01']));
    const sealed = policyOf(c);
    const { round } = parseRound({ ...draft, people: draft.people.map((p) => (p.seat === undefined ? p : { ...p, since: since.get(p.id)! })) }, sealed);
    const terms = { L0: 60, L1: 60, L2: 60 };
    const [under, free] = [await conduct(requestOf(round, { policy: sealed, terms })), await conduct(requestOf(round, { policy: sealed }))];
    expect(under.record.status).toBe(free.record.status);
    expect(under.record.displaced).toBeLessThanOrEqual(free.record.displaced);
    const closed = new Set(round.positions.filter((p) => p.closes !== undefined).map((p) => p.id));
    const over = round.people.filter((p) => p.seat !== undefined && p.retires === undefined && !closed.has(p.seat) && since.get(p.id) === LONG_AGO);
    expect(under.extended).toEqual(over.filter((p) => under.seats.get(p.id) === p.seat).map((p) => p.id));
    cover.extended += under.extended.length;
    cover.went += over.length - under.extended.length;
  }
  for (const n of ['extended', 'went'] as const) expect(cover[n], n).toBeGreaterThan(times(8, 30));
});

it('the order of people changes nothing', async () => {
  for (let seed = 1; seed <= times(12, 40); seed++) {
    const c = makeCase(seed, { ...SHAPE, relations: 'few' });
    const sealed = policyOf(c);
    const { round } = parseRound(roundOf(c), sealed);
    const turned: Round = { ...round, people: [...round.people].reverse() }; // not in normal form: what decides must not be the place in a list
    for (const choose of ['levels', 'greedy', 'seniority', 'patronage', 'random'] as const) {
      const lot = (person: string): number => (Number(person.slice(1)) * 37) % 101;
      const declines = { promotion: new Set(['P01', 'P04']), other: new Set(['P02', 'P05']) };
      const [a, b] = await Promise.all([round, turned].map((r) => conduct(requestOf(r, { policy: sealed, choose }, { lot, declines, connected: new Set(['P03']) }))));
      expect(seatList(b!.seats)).toEqual(seatList(a!.seats));
      expect(b!.record).toEqual(a!.record);
    }
  }
});

it('an aborted round is refused', async () => {
  await expect(office([{ id: 'A', seat: 'M1', points: 80 }], {}, { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'E_ABORTED' });
});
