import { expect, it } from 'vitest';
import { openMarket } from '../../src/solving/index.js';
import { isOpen, pairState } from '../support/markets.js';
import { held, SHAPE } from './held.js';

it('who might have risen, the bench of each level, vacancies before and after, and the connected among them are counted as their sentences say', async () => {
  const cover = { eligible: 0, more: 0, bench: 0, sideways: 0, connected: 0, vacant: 0 };
  for (let seed = 1; seed <= 80; seed++) {
    const choose = (['levels', 'greedy', 'total'] as const)[seed % 3]!;
    const { c, conducted } = await held(seed, { choose }, (x) => ({ connected: new Set(x.people.filter((_, i) => i % 3 === 0).map((p) => p.id)) }), { ...SHAPE, maxPeople: 10, maxPosts: 7, levels: [2, 4] });
    const { record, seats } = conducted;
    if (record.status === 'infeasible') continue;
    const post = new Map(c.posts.map((p, j) => [p.id, j]));
    const own = c.people.map((p) => (p.seat >= 0 && !p.retires ? c.posts[p.seat]!.level : -1));
    const today = c.people.map((p) => (p.seat >= 0 && !p.retires && isOpen(c.posts[p.seat]!) ? p.seat : -1));
    const to = c.people.map((p) => post.get(seats.get(p.id) ?? '') ?? -1);
    const level = (j: number): number => c.posts[j]!.level;
    const won = [...c.people.keys()].filter((i) => to[i]! >= 0 && level(to[i]!) > own[i]!);
    const posts = new Set(won.map((i) => to[i]!));
    const may = (i: number, j: number): boolean => pairState(c, i, j) === 'pass';
    const might = [...c.people.keys()].filter((i) => [...posts].some((j) => may(i, j) && level(j) > own[i]!));
    const both = (who: readonly number[]) => ({ all: who.length, connected: who.filter((i) => i % 3 === 0).length });
    expect(record.winners, `seed ${seed}`).toEqual(both(won));
    expect(record.eligible, `seed ${seed}`).toEqual(both(might));
    const open = [...c.posts.keys()].filter((j) => isOpen(c.posts[j]!));
    expect(record.bench.map((row) => [row.positions, row.ready]), `seed ${seed}`).toEqual(
      record.bench.map((_, k) => [open.filter((j) => level(j) === k).length, c.people.filter((_, i) => own[i]! < k && open.some((j) => level(j) === k && may(i, j))).length]),
    );
    const free = (at: readonly number[]): number => open.reduce((n, j) => n + c.posts[j]!.seats - at.filter((x) => x === j).length, 0);
    expect([record.vacantBefore, record.vacantAfter]).toEqual([free(today), free(to)]);
    cover.eligible += might.length;
    cover.more += might.length - won.length;
    cover.connected += record.eligible.connected;
    cover.bench += record.bench.reduce((n, row) => n + row.ready, 0);
    cover.vacant += Number(record.vacantBefore !== record.vacantAfter);
    cover.sideways += [...c.people.keys()].filter((i) => [...posts].some((j) => may(i, j) && level(j) === own[i]! && c.people[i]!.seat !== j)).length;
  }
  for (const [n, count] of Object.entries(cover)) expect(count, n).toBeGreaterThan(5);
});

it('somebody passed over is eligible, better and from below, left below, and did not decline that post', async () => {
  const cover = { cases: 0, declined: 0 };
  for (let seed = 1; seed <= 120; seed++) {
    const choose = (['levels', 'total', 'greedy', 'seniority', 'patronage'] as const)[seed % 5]!;
    const rising = (people: readonly { readonly id: string }[]) => new Set(people.filter((_, i) => i % 2 === 0).map((p) => p.id));
    const { c, round, policy, conducted } = await held(seed, { choose }, (x) => ({ declines: { promotion: rising(x.people), other: new Set() } }), { ...SHAPE, maxPeople: 10, maxPosts: 7, levels: [2, 4], pins: false });
    const { record, refused, seats } = conducted;
    if (record.status === 'infeasible') continue;
    const { certain, fits } = openMarket(round, policy.policy);
    const post = new Map(c.posts.map((p, j) => [p.id, j]));
    const level = (j: number): number => (j < 0 ? -1 : c.posts[j]!.level);
    const own = c.people.map((p) => (p.seat >= 0 && !p.retires ? level(p.seat) : -1));
    const to = c.people.map((p) => post.get(seats.get(p.id) ?? '') ?? -1);
    const says = rising(c.people);
    const saidNo = new Set(refused.map(({ person }) => person)); // whoever said no once is asked for no rise again
    const declined = (i: number): boolean => says.has(c.people[i]!.id) && own[i]! >= 0 && saidNo.has(c.people[i]!.id);
    let cases = 0;
    let all = 0;
    for (const i of c.people.keys()) {
      for (const j of certain.col.subarray(certain.start[i], certain.start[i + 1])) {
        for (const k of c.people.keys()) {
          const arrives = to[k] === j && c.people[k]!.seat !== j && own[k]! < level(j);
          if (!arrives || own[i]! >= level(j) || level(to[i]!) >= level(j) || fits.low(i, j) <= fits.low(k, j)) continue;
          all++;
          if (!declined(i)) cases++;
        }
      }
    }
    expect(record.passedOver, `seed ${seed}`).toBe(cases);
    cover.cases += cases;
    cover.declined += all - cases;
  }
  for (const [n, count] of Object.entries(cover)) expect(count, n).toBeGreaterThan(2);
});
