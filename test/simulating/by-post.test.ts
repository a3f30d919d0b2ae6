import { expect, it } from 'vitest';
import { breaches, fitUnits } from '../reference/lexicographic.js';
import { isOpen, pairState, random, type Case } from '../support/markets.js';
import { times } from '../support/times.js';
import { held, seatList, SHAPE } from './held.js';

const RANKINGS = ['greedy', 'seniority', 'patronage', 'random'] as const;

interface Luck {
  readonly lots: readonly number[];
  readonly connected: readonly boolean[];
  /** Who says no to a higher post, and to any other. */
  readonly up: readonly boolean[];
  readonly other: readonly boolean[];
}

function luckOf(c: Case): Luck {
  const rnd = random(c.seed + 9);
  const lots = c.people.map((_, i) => i);
  for (let i = lots.length - 1; i > 0; i--) {
    const k = Math.floor(rnd() * (i + 1));
    [lots[i], lots[k]] = [lots[k]!, lots[i]!];
  }
  const some = (p: number) => c.people.map(() => rnd() < p);
  return { lots, connected: some(0.3), up: some(0.2), other: some(0.2) };
}

/** The seats as the sentences say it, from numbers alone; one sentence after the other, and nothing is made fast. */
function reference(c: Case, how: (typeof RANKINGS)[number], luck: Luck): { readonly at: readonly number[]; readonly refused: readonly string[] } {
  const today = c.people.map((p) => (p.seat >= 0 && !p.retires && isOpen(c.posts[p.seat]!) ? p.seat : -1));
  const at = [...today];
  const refused: string[] = [];
  const no = new Set<string>();
  const over = new Set<number>(); // posts that nobody was left for
  const level = (j: number): number => (j < 0 ? -1 : c.posts[j]!.level);
  const seniority = (i: number): number => -(c.people[i]!.senior ?? -Infinity);
  const rank = (i: number, j: number): readonly number[] => {
    const fit = -fitUnits(c, i, j);
    const lot = luck.lots[i]!;
    return { greedy: [fit, seniority(i), lot], seniority: [seniority(i), fit, lot], patronage: [luck.connected[i] ? 0 : 1, fit, lot], random: [lot] }[how];
  };
  const smaller = (a: readonly number[], b: readonly number[]): number => a.map((x, k) => (x === b[k] ? 0 : x - b[k]!)).find((d) => d !== 0) ?? 0;
  for (;;) {
    const vacant = [...c.posts.keys()]
      .filter((j) => isOpen(c.posts[j]!) && !over.has(j) && at.filter((x) => x === j).length < c.posts[j]!.seats)
      .sort((a, b) => level(b) - level(a) || a - b);
    const j = vacant[0];
    if (j === undefined) return { at, refused };
    const candidates = [...c.people.keys()]
      .filter((i) => at[i] === today[i] && c.people[i]!.seat !== j && pairState(c, i, j) === 'pass' && level(today[i]!) < level(j))
      .sort((a, b) => smaller(rank(a, j), rank(b, j)));
    const taker = candidates.find((i) => {
      const then = at.map((x, k) => (k === i ? j : x));
      if (breaches(c, then)) return false;
      const owed = c.people[i]!.seat >= 0;
      const sort = owed && level(j) > level(c.people[i]!.seat) ? 'up' : 'other';
      if (no.has(`${i} ${sort}`)) return false;
      if (!luck[sort][i]) return true;
      no.add(`${i} ${sort}`);
      refused.push(`${c.people[i]!.id} ${c.posts[j]!.id}`);
      return false;
    });
    if (taker === undefined) over.add(j);
    else at[taker] = j;
  }
}

it.each(RANKINGS)('%s fills post after post from the top, as the sentences say', async (choose) => {
  const cover = { moves: 0, refused: 0, chains: 0, connected: 0 };
  for (let seed = 1; seed <= times(140, 200); seed++) {
    const ids = (c: Case, which: readonly boolean[]) => new Set(c.people.filter((_, i) => which[i]).map((p) => p.id));
    const { c, conducted } = await held(
      seed,
      { choose },
      (c) => {
        const luck = luckOf(c);
        const place = new Map(c.people.map((p, i) => [p.id, luck.lots[i]!]));
        return { lot: (person) => place.get(person)!, connected: ids(c, luck.connected), declines: { promotion: ids(c, luck.up), other: ids(c, luck.other) } };
      },
      { ...SHAPE, maxPeople: 12, maxPosts: 7, levels: [2, 4], relations: seed % 2 === 0 ? 'many' : 'few' },
    );
    const luck = luckOf(c);
    const { at, refused } = reference(c, choose, luck);
    expect(seatList(conducted.seats), `seed ${seed}`).toEqual(c.people.flatMap((p, i) => (at[i]! < 0 ? [] : [`${p.id} ${c.posts[at[i]!]!.id}`])));
    expect(conducted.refused.map((r) => `${r.person} ${r.position}`)).toEqual([...refused].sort());
    const { record } = conducted;
    expect(record.status).toBe('chosen');
    expect(record.winners.all).toBe(record.moves.promotion + record.moves.entry);
    // nobody sits anew where a gate fails or is unknown, and no post holds more than its seats
    at.forEach((j, i) => expect(j < 0 || j === c.people[i]!.seat || pairState(c, i, j) === 'pass').toBe(true));
    c.posts.forEach((p) => expect([...conducted.seats.values()].filter((id) => id === p.id).length).toBeLessThanOrEqual(p.seats));
    cover.moves += record.winners.all;
    cover.refused += record.refused;
    cover.chains += record.chains.filter((x) => x.moves > 1).length;
    cover.connected += record.winners.connected;
    expect(record.eligible.all).toBeGreaterThanOrEqual(record.winners.all);
    expect(record.eligible.connected).toBeGreaterThanOrEqual(record.winners.connected);
  }
  for (const n of ['moves', 'refused', 'chains', 'connected'] as const) expect(cover[n], n).toBeGreaterThan(times(3, 5));
});
