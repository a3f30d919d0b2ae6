import { expect, it } from 'vitest';
import { seal, type Policy } from '../../src/index.js';
import { conduct } from '../../src/simulate.js';
import { breaches, fitUnits, referenceMarket } from '../reference/lexicographic.js';
import { documentsOf, isOpen, pairState, random, type Case, type CasePerson, type CasePost } from '../support/markets.js';
import { times } from '../support/times.js';
import { held, requestOf, seatList, SHAPE } from './held.js';

const RANKINGS = ['greedy', 'seniority', 'patronage', 'random'] as const;

interface Luck {
  readonly lots: readonly number[];
  readonly connected: readonly boolean[];
  /** Who says no to a higher post, and to any other. */
  readonly up: readonly boolean[];
  readonly other: readonly boolean[];
  /** Whose term is over. */
  readonly over: readonly boolean[];
}

function luckOf(c: Case): Luck {
  const rnd = random(c.seed + 9);
  const lots = c.people.map((_, i) => i);
  for (let i = lots.length - 1; i > 0; i--) {
    const k = Math.floor(rnd() * (i + 1));
    [lots[i], lots[k]] = [lots[k]!, lots[i]!];
  }
  const some = (p: number) => c.people.map(() => rnd() < p);
  return { lots, connected: some(0.3), up: some(0.2), other: some(0.2), over: some(c.seed % 3 === 0 ? 0.5 : 0) };
}

interface Told {
  readonly status: 'chosen' | 'infeasible';
  readonly at: readonly number[];
  readonly refused: readonly string[];
}

/** The seats as the sentences say it, from numbers alone; one sentence after the other, and nothing is made fast. */
function reference(c: Case, how: (typeof RANKINGS)[number], luck: Luck): Told {
  const no = new Set<string>();
  const refused: string[] = [];
  const asTheySit = c.people.map((p) => (p.retires ? -1 : p.seat));
  for (let left = c; ; ) {
    const at = attempt(left, how, luck, no, refused);
    if (at !== 'again') return { status: at ? 'chosen' : 'infeasible', at: at ?? asTheySit, refused };
    left = { ...c, people: left.people.map((p, i) => (p.pin >= 0 && no.has(`${i} ${sortOf(c, i, p.pin)}`) && p.pin !== p.seat ? { ...p, pin: -1 } : p)) };
  }
}

const sortOf = (c: Case, i: number, j: number): 'up' | 'other' => (c.people[i]!.seat >= 0 && c.posts[j]!.level > c.posts[c.people[i]!.seat]!.level ? 'up' : 'other');

/** Whether any plan is left: everybody has one of his options or, if nothing else is demanded, none; posts have between least and most. All plans are tried. */
function anyPlan(options: readonly (readonly number[])[], must: readonly boolean[], least: readonly number[], most: readonly number[]): boolean {
  const taken = least.map(() => 0);
  const visit = (i: number): boolean => {
    if (i === options.length) return taken.every((n, j) => n >= least[j]!);
    if (least.reduce((sum, n, j) => sum + Math.max(0, n - taken[j]!), 0) > options.length - i) return false;
    for (const j of options[i]!) {
      if (taken[j]! >= most[j]!) continue;
      taken[j]!++;
      if (visit(i + 1)) return true;
      taken[j]!--;
    }
    return !must[i] && visit(i + 1);
  };
  return visit(0);
}

function attempt(c: Case, how: (typeof RANKINGS)[number], luck: Luck, no: Set<string>, refused: string[]): readonly number[] | 'again' | undefined {
  const today = c.people.map((p) => (p.seat >= 0 && !p.retires && isOpen(c.posts[p.seat]!) ? p.seat : -1));
  const at = [...today];
  const moved = c.people.map(() => false);
  const { colMin, rowMin } = referenceMarket(c, 'certain');
  const declines = (i: number, j: number): boolean => {
    const sort = sortOf(c, i, j);
    if (!luck[sort][i]) return false;
    no.add(`${i} ${sort}`);
    refused.push(`${c.people[i]!.id} ${c.posts[j]!.id}`);
    return true;
  };
  /** Whether the demands can be kept if a post that is over takes nobody but for those who leave it. */
  const keepable = (plan: readonly number[], gone: readonly boolean[], free: readonly number[]): boolean => {
    const options = c.people.map((p, i) => [...c.posts.keys()].filter((j) => (plan[i] === j) || (!gone[i] && p.seat !== j && pairState(c, i, j) === 'pass' && !no.has(`${i} ${sortOf(c, i, j)}`))));
    return anyPlan(options, plan.map((j, i) => j >= 0 || rowMin[i] === 1), colMin, free.map((n, j) => n + plan.filter((x) => x === j).length));
  };
  const free = c.posts.map((p, j) => (isOpen(p) ? p.seats - at.filter((x) => x === j).length : 0)); // seats that were not yet looked at in vain
  const move = (i: number, j: number): void => {
    if (at[i]! >= 0) free[at[i]!]!++;
    at[i] = j;
    moved[i] = true;
    free[j]!--;
  };
  for (const [i, p] of c.people.entries()) {
    if (p.pin < 0 || p.pin === today[i]) continue;
    if (declines(i, p.pin)) return 'again';
    move(i, p.pin);
  }
  if (!keepable(at, moved, free)) return undefined;

  const level = (j: number): number => (j < 0 ? -1 : c.posts[j]!.level);
  const seniority = (i: number): number => -(c.people[i]!.senior ?? -Infinity);
  const rank = (i: number, j: number): readonly number[] => {
    const fit = -fitUnits(c, i, j);
    const lot = luck.lots[i]!;
    return { greedy: [fit, seniority(i), lot], seniority: [seniority(i), fit, lot], patronage: [luck.connected[i] ? 0 : 1, fit, lot], random: [lot] }[how];
  };
  const smaller = (a: readonly number[], b: readonly number[]): number => a.map((x, k) => (x === b[k] ? 0 : x - b[k]!)).find((d) => d !== 0) ?? 0;
  const all = [...c.people.keys()];
  for (;;) {
    const j = [...c.posts.keys()].filter((k) => free[k]! > 0).sort((a, b) => level(b) - level(a) || a - b)[0];
    if (j === undefined) return breaches(c, at) ? undefined : at;
    const candidates = all.filter((i) => !moved[i] && c.people[i]!.seat !== j && pairState(c, i, j) === 'pass').sort((a, b) => smaller(rank(a, j), rank(b, j)));
    const below = candidates.filter((i) => level(today[i]!) < level(j) || (luck.over[i]! && today[i]! >= 0 && level(today[i]!) === level(j)));
    const empty = free.map((n, k) => (k === j ? 0 : n));
    const search = (among: readonly number[]): number | 'again' | undefined => {
      for (const i of among) {
        if (no.has(`${i} ${sortOf(c, i, j)}`)) continue;
        const then = at.map((x, k) => (k === i ? j : x));
        if (breaches(c, then)) continue;
        const seats = free.map((n, k) => n - (k === j ? 1 : 0) + (k === at[i] ? 1 : 0));
        if (!keepable(then, moved.map((m, k) => m || k === i), seats)) continue;
        if (!declines(i, j)) return i;
        if (!keepable(at, moved, free)) return 'again';
      }
      return undefined;
    };
    let taker = search(below);
    if (taker === undefined && !keepable(at, moved, empty)) {
      taker = search(candidates.filter((i) => !below.includes(i)));
      if (taker === undefined) return undefined;
    }
    if (taker === 'again') return 'again';
    if (taker === undefined) free[j] = 0;
    else move(taker, j);
  }
}

it.each(RANKINGS)('%s fills post after post from the top, as the sentences say', async (choose) => {
  const cover = { moves: 0, refused: 0, chains: 0, connected: 0, extended: 0, filled: 0, pinned: 0, infeasible: 0 };
  for (let seed = 1; seed <= times(200, 300); seed++) {
    const ids = (c: Case, which: readonly boolean[]) => new Set(c.people.filter((_, i) => which[i]).map((p) => p.id));
    const { c, conducted } = await held(
      seed,
      { choose, terms: Object.fromEntries([0, 1, 2, 3].map((level) => [`L${level}`, 60])) },
      (c, round) => {
        const luck = luckOf(c);
        const place = new Map(c.people.map((p, i) => [p.id, luck.lots[i]!]));
        return {
          round: { ...round, people: round.people.map((p, i) => (p.seat === undefined ? p : { ...p, since: luck.over[i] ? '2021-11-21' : '2021-11-22' })) }, lot: (person) => place.get(person)!, connected: ids(c, luck.connected), declines: { promotion: ids(c, luck.up), other: ids(c, luck.other) } };
      },
      { ...SHAPE, maxPeople: 12, maxPosts: 7, levels: [2, 4], relations: seed % 2 === 0 ? 'many' : 'few' },
    );
    const luck = luckOf(c);
    const { status, at, refused } = reference(c, choose, luck);
    expect(seatList(conducted.seats), `seed ${seed}`).toEqual(c.people.flatMap((p, i) => (at[i]! < 0 ? [] : [`${p.id} ${c.posts[at[i]!]!.id}`])));
    expect(conducted.refused.map((r) => `${r.person} ${r.position}`)).toEqual([...refused].sort());
    const { record } = conducted;
    expect(conducted.extended).toEqual(c.people.flatMap((p, i) => (luck.over[i] && p.seat >= 0 && !p.retires && isOpen(c.posts[p.seat]!) && at[i] === p.seat ? [p.id] : [])));
    cover.extended += conducted.extended.length;
    expect(record.status, `seed ${seed}`).toBe(status);
    if (status === 'infeasible') {
      cover.infeasible += 1;
      continue;
    }
    // what every plan must keep, read off the round that was decided; a pin falls with the no of the pinned
    const m = referenceMarket(c, 'certain');
    m.colMin.forEach((least, j) => expect(at.filter((x) => x === j).length, `seed ${seed}`).toBeGreaterThanOrEqual(least));
    c.people.forEach((p, i) => {
      const saysNo = p.pin >= 0 && p.pin !== p.seat && luck[sortOf(c, i, p.pin)][i]!;
      if (p.pin >= 0 && !saysNo) expect(at[i], `seed ${seed}`).toBe(p.pin);
      else if (m.owed[i] && c.displacement === 'forbid') expect(at[i], `seed ${seed}`).toBeGreaterThanOrEqual(0);
      cover.pinned += Number(p.pin >= 0 && p.pin !== p.seat && !saysNo);
    });
    expect(breaches(c, at)).toBe(false);
    cover.filled += m.colMin.filter((least, j) => least > 0 && at.some((x, i) => x === j && c.people[i]!.seat !== j)).length;
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
  for (const n of Object.keys(cover) as (keyof typeof cover)[]) expect(cover[n], n).toBeGreaterThan(times(3, 5));
});

const own = { own: 'a choice made for the test' };
const post = (id: string, level: number, more: Partial<CasePost> = {}): CasePost => ({ id, level, seats: 1, closes: false, later: false, outside: false, critical: false, mustFill: false, superior: -1, unit: 1, ...more });
const person = (id: string, seat: number, more: Partial<CasePerson> = {}): CasePerson => ({ id, seat, retires: false, acceptsLower: false, outside: false, pin: -1, wishes: [], senior: undefined, ...more });
/** Everybody may have every post and is better the earlier his id. */
const caseOf = (posts: readonly CasePost[], people: readonly CasePerson[], more: Partial<Case> = {}): Case => ({
  seed: 1, levels: 2, posts, people, fit: people.map((_, i) => posts.map(() => 90 - i)), gate: people.map(() => posts.map(() => 'pass' as const)),
  relations: [], apart: 'line', vacant: 0, lateral: 0, objective: 'levels', displacement: 'minimise', ...more,
});
async function decided(c: Case, declines: readonly string[] = [], change: (policy: Policy) => Policy = (policy) => policy): Promise<readonly string[]> {
  const { round, policy } = documentsOf(c);
  const { record, refused, seats } = await conduct(requestOf(round, { policy: seal(change(structuredClone(policy.policy))), choose: 'greedy' }, { declines: { promotion: new Set(declines), other: new Set(declines) } }));
  return [record.status, ...seatList(seats), ...refused.map((r) => `no ${r.person} ${r.position}`)];
}

it('a pin that seats somebody below a relative is no plan, though nobody else moves', async () => {
  const c = caseOf([post('J01', 1), post('J02', 0, { superior: 0 })], [person('P01', 1), person('P02', -1, { pin: 0 })], { relations: [[0, 1]] });
  expect(await decided(c)).toEqual(['infeasible', 'P01 J02']);
  expect(await decided({ ...c, relations: [] })).toEqual(['chosen', 'P01 J02', 'P02 J01']);
});

it('pinned people change places; who declines his pin is free, and all is decided anew', async () => {
  const c = caseOf([post('J01', 1), post('J02', 1), post('J03', 0)], [person('P01', 0, { pin: 1 }), person('P02', 1, { pin: 0 }), person('P03', 2)]);
  expect(await decided(c)).toEqual(['chosen', 'P01 J02', 'P02 J01', 'P03 J03']);
  expect(await decided(c, ['P02'])).toEqual(['infeasible', 'P01 J01', 'P02 J02', 'P03 J03', 'no P02 J01']); // nobody is put out of J02
});

it('a limit on moves ends the asking', async () => {
  const c = caseOf([post('J01', 1), post('J02', 1), post('J03', 0), post('J04', 0)], [person('P01', 2), person('P02', 3), person('P03', -1)]);
  expect(await decided(c)).toEqual(['chosen', 'P01 J01', 'P02 J02', 'P03 J03']);
  const few = await decided(c, [], (policy) => ({ ...policy, limits: [{ id: 'few', label: { en: 'one move' }, citation: own, kind: 'moves', max: 1 }] }));
  expect(few).toEqual(['chosen', 'P01 J01', 'P02 J04']);
});

it('whoever is needed where a seat must be filled is passed by above; who declines it sets the others free or ends the round', async () => {
  const posts = [post('J01', 1), post('J02', 0, { mustFill: true })];
  const people = [person('P01', 1), person('P02', -1)];
  expect(await decided(caseOf(posts, people))).toEqual(['chosen', 'P01 J01', 'P02 J02']);
  // P02 declines after P01 had gone up: P01 stays where he is needed
  expect(await decided(caseOf(posts, people), ['P02'])).toEqual(['chosen', 'P01 J02', 'no P02 J02']);
  expect(await decided(caseOf([post('J01', 0, { mustFill: true })], [person('P01', -1)]), ['P01'])).toEqual(['infeasible', 'no P01 J01']);
});

it('somebody of the side fills a seat that cannot stay vacant, and only that', async () => {
  const side = (mustFill: boolean) => caseOf([post('J01', 0, { mustFill }), post('J02', 0)], [person('P01', 1)]);
  expect(await decided(side(false))).toEqual(['chosen', 'P01 J02']);
  expect(await decided(side(true))).toEqual(['chosen', 'P01 J01']);
  expect(await decided(caseOf([post('J01', 0, { mustFill: true, seats: 2 }), post('J02', 0)], [person('P01', 0), person('P02', 1)]))).toEqual(['chosen', 'P01 J01', 'P02 J01']);
});

it('a seat for which nobody was left is not looked at again when the turn goes back', async () => {
  // Q may have J02 alone, and not while his relative R sits below it; R goes up to J03, S to the side from J01 to J04, so the turn goes back to J01
  const posts = [post('J01', 1), post('J02', 1), post('J03', 1), post('J04', 1), post('J05', 0, { superior: 1 })];
  const people = [person('Q', -1), person('R', 4), person('S', 0)];
  const may = [[1], [2], [3]];
  const c = caseOf(posts, people, { gate: may.map((js) => posts.map((_, j) => (js.includes(j) ? 'pass' : 'fail'))), relations: [[0, 1]] });
  const { round, policy } = documentsOf(c);
  const since = { ...round, people: round.people.map((p) => (p.id === 'S' ? { ...p, since: '2010-01-01' } : p)) } as typeof round;
  expect(seatList((await conduct(requestOf(since, { policy, choose: 'greedy', terms: { L1: 60 } }))).seats)).toEqual(['R J03', 'S J04']);
  expect(seatList((await conduct(requestOf(since, { policy, choose: 'greedy' }))).seats)).toEqual(['R J03', 'S J01']);
});

it('without an order of seniority in the policy whoever has sat longest goes first, and who is not known to have last', async () => {
  const c = caseOf([post('J01', 1), post('J02', 0), post('J03', 0), post('J04', 0)], [person('P01', 1), person('P02', 2), person('P03', 3)]);
  const { round, policy } = documentsOf(c);
  const plain = seal({ ...structuredClone(policy.policy), ties: { ...structuredClone(policy.policy.ties), order: [] } });
  const first = async (since: Readonly<Record<string, string>>): Promise<string | undefined> => {
    const dated = { ...round, people: round.people.map((p) => (since[p.id] === undefined ? p : { ...p, since: since[p.id] })) } as typeof round;
    return seatList((await conduct(requestOf(dated, { policy: plain, choose: 'seniority' }))).seats).find((line) => line.endsWith('J01'));
  };
  expect(await first({ P02: '2015-01-01', P03: '2010-01-01' })).toBe('P03 J01');
  expect(await first({ P02: '2015-01-01' })).toBe('P02 J01');
  expect(await first({})).toBe('P01 J01'); // then by fit
});
