import { expect, it } from 'vitest';
import { MeritError, propose, repair, type Announced, type Plan } from '../../src/index.js';
import { announcedPlan } from '../../src/index.js';
import { pairState, random, type Case } from '../support/markets.js';
import { times } from '../support/times.js';
import { held, seatList, SHAPE } from './held.js';

/** Whether a move is up, told from the case alone. */
const isUp = (c: Case, i: number, j: number): boolean => {
  const { seat, retires } = c.people[i]!;
  return seat >= 0 && !retires && c.posts[j]!.level > c.posts[seat]!.level;
};

function drawDeclines(c: Case): { readonly promotion: ReadonlySet<string>; readonly other: ReadonlySet<string> } {
  const rnd = random(c.seed + 5);
  const some = (): ReadonlySet<string> => new Set(c.people.filter(() => rnd() < 0.4).map((p) => p.id));
  return { promotion: some(), other: some() };
}

it('whoever declines is repaired for as the documents do it, repair after repair, until nobody who is asked declines', async () => {
  const cover = { same: 0, refused: 0, induced: 0, noPlan: 0, passes: 0 };
  for (let seed = 1; seed <= times(120, 250); seed++) {
    const { c, round, policy, request, conducted } = await held(seed, {}, (x) => ({ declines: drawDeclines(x) }), { ...SHAPE, maxPosts: 4, relations: seed % 2 === 0 ? 'many' : 'few', objective: 'either' });
    const { declines } = request;
    const index = new Map(c.people.map((p, i) => [p.id, i] as const));
    const post = new Map(c.posts.map((p, j) => [p.id, j]));
    const saysNo = (i: number, j: number): boolean => c.people[i]!.seat !== j && declines[isUp(c, i, j) ? 'promotion' : 'other'].has(c.people[i]!.id);
    // the documents forbid one pair at a time: the same where nobody has a second one that he would decline
    const once = c.people.every((_, i) => [...c.posts.keys()].filter((j) => pairState({ ...c, people: c.people.map((q) => ({ ...q, pin: -1 })) }, i, j) === 'pass' && saysNo(i, j)).length <= 1);
    const asked = (plan: Plan) => plan.seats.filter(([person, position]) => saysNo(index.get(person)!, post.get(position)!));
    let announced: Announced = await propose(round, policy);
    const refused: string[] = [];
    let noPlan = announcedPlan(announced).status === 'infeasible';
    try {
      for (let no = asked(announcedPlan(announced)); once && no.length > 0; no = asked(announcedPlan(announced))) {
        refused.push(...no.map(([person, position]) => `${person} ${position}`));
        const repaired = await repair(announced, round, policy, { by: 'mayor', on: '2026-12-01', changes: no.map(([person]) => ({ cause: 'declined', person })) });
        if (repaired.changed.some((x) => x.why === 'induced')) cover.induced++;
        announced = repaired;
        cover.passes++;
      }
    } catch (error) {
      if (!(error instanceof MeritError) || error.code !== 'E_DECISION') throw error;
      noPlan = true;
      cover.noPlan++;
    }
    // whatever the way there: nobody sits where he said no
    if (conducted.record.status !== 'infeasible') for (const [person, position] of conducted.seats) expect(saysNo(index.get(person)!, post.get(position)!)).toBe(false);
    if (!once) continue;
    cover.same++;
    expect(conducted.refused.map((r) => `${r.person} ${r.position}`)).toEqual(refused.sort());
    expect(conducted.record.refused).toBe(refused.length);
    cover.refused += refused.length;
    if (noPlan) {
      expect(conducted.record.status).toBe('infeasible');
      const stay = c.people.filter((p) => p.seat >= 0 && !p.retires); // in a post that closes too: nothing was decided
      expect(seatList(conducted.seats)).toEqual(stay.map((p) => `${p.id} ${c.posts[p.seat]!.id}`));
    } else {
      expect(conducted.record.status).toBe(announcedPlan(announced).status);
      expect(seatList(conducted.seats)).toEqual(announcedPlan(announced).seats.map(([person, position]) => `${person} ${position}`));
    }
  }
  expect(cover.same).toBeGreaterThan(times(29, 60));
  for (const n of ['refused', 'passes', 'induced'] as const) expect(cover[n], n).toBeGreaterThan(times(4, 8));
  expect(cover.noPlan).toBeGreaterThan(0);
});
