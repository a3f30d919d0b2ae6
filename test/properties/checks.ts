import { expect } from 'vitest';
import { explain, propose, type PassedOver, type Plan, type Proposal, type Round, type SealedPolicy } from '../../src/index.js';
import {
  bestPlans,
  better,
  breaches,
  completable,
  dictate,
  FAMILIES,
  passedOver,
  referenceMarket,
  valueOf,
  type Best,
  type Family,
  type ReferenceMarket,
  type Seating,
} from '../reference/lexicographic.js';
import { documentsOf, makeCase, type Case, type Shape } from '../support/markets.js';

/** Seeds from..from+count, half-open; a failing one is named in the message. */
export interface Run {
  readonly from: number;
  readonly count: number;
}

export async function eachSeed({ from, count }: Run, check: (seed: number) => Promise<void> | void): Promise<void> {
  for (let seed = from; seed < from + count; seed++) {
    try {
      await check(seed);
    } catch (error) {
      if (error instanceof Error) error.message = `seed ${seed}: ${error.message}`;
      throw error;
    }
  }
}

export const SMALL: Shape = { maxPeople: 7, maxPosts: 5, levels: [2, 4] };
export const EVERYTHING: Shape = { ...SMALL, closings: true, pins: true, mustFill: true, unknown: true, scopes: true, forbid: true, objective: 'either' };
/** The conditions of solving.md section 1: nobody below must leave his post, nothing must be filled, nobody is pinned or related. */
export const CONDITIONS: Shape = { maxPeople: 16, maxPosts: 8, levels: [2, 4], unknown: true, scopes: true, forbid: true };

export interface Solved {
  readonly c: Case;
  readonly round: Round;
  readonly policy: SealedPolicy;
  readonly proposal: Proposal;
}

export async function solved(c: Case): Promise<Solved> {
  const { round, policy } = documentsOf(c);
  return { c, round, policy, proposal: await propose(round, policy) };
}

export function seatingOf(c: Case, plan: Plan): number[] {
  const at = new Map<string, string>(plan.seats);
  return c.people.map((p) => c.posts.findIndex((post) => post.id === at.get(p.id)));
}

/** Both plans of a proposal with the reference market of each. */
export function plansOf({ c, proposal }: Solved): { which: 'certain' | 'conditional'; plan: Plan; m: ReferenceMarket }[] {
  const both = [{ which: 'certain' as const, plan: proposal.certain }, ...(proposal.conditional ? [{ which: 'conditional' as const, plan: proposal.conditional }] : [])];
  return both.map((x) => ({ ...x, m: referenceMarket(c, x.which) }));
}

/** A shortage is a violation of Hall's condition, told from the case alone. */
export function isHallViolation(m: ReferenceMarket, shortage: NonNullable<Plan['shortage']>): boolean {
  const { c } = m;
  const people = [...c.people.keys()].filter((i) => (shortage.people as readonly string[]).includes(c.people[i]!.id));
  const posts = [...c.posts.keys()].filter((j) => (shortage.positions as readonly string[]).includes(c.posts[j]!.id));
  if (shortage.side === 'people') {
    const seats = posts.reduce((sum, j) => sum + m.colMax[j]!, 0);
    return people.every((i) => m.rowMin[i] === 1 && m.options[i]!.every((j) => posts.includes(j))) && people.length > seats;
  }
  const wanted = posts.reduce((sum, j) => sum + m.colMin[j]!, 0);
  const able = [...c.people.keys()].filter((i) => m.options[i]!.some((j) => posts.includes(j)));
  return able.every((i) => people.includes(i)) && able.length < wanted;
}

/** Plan, objectives and ties of both plans equal the definition. */
export async function optimal(run: Run, shape: Shape) {
  const cover = { plans: 0, infeasible: 0, tied: 0, moved: 0 };
  await eachSeed(run, async (seed) => {
    for (const { plan, m } of plansOf(await solved(makeCase(seed, shape)))) {
      cover.plans++;
      const best = bestPlans(m);
      if (!best) {
        cover.infeasible++;
        expect(plan.status).toBe('infeasible');
        expect(isHallViolation(m, plan.shortage!)).toBe(true);
        continue;
      }
      expect(plan.status).toBe('optimal');
      expect(plan.objectives).toEqual(m.stages.map(({ id }, s) => ({ stage: id, value: best.value[s] })));
      const ties = dictate(m, best.plans);
      expect(seatingOf(m.c, plan)).toEqual(ties.plan);
      expect(plan.tied).toEqual(ties.tied.map((i) => m.c.people[i]!.id));
      expect(plan.tiesProven).toBe(true);
      if (ties.tied.length > 0) cover.tied++;
      if (plan.moves.length > 0) cover.moved++;
    }
  });
  return cover;
}

/** whyNot, the shortlist and the chain of changes against solving again with the pair insisted on, where no side row binds. */
export async function meritLosses(run: Run, shape: Shape) {
  const cover = { pairs: 0, noPlan: 0, free: 0, losses: 0 };
  await eachSeed(run, async (seed) => {
    const s = await solved(makeCase(seed, shape));
    for (const { which, plan, m } of plansOf(s)) {
      if (plan.status !== 'optimal') continue;
      const best = bestPlans(m)!;
      const e = explain(s.proposal, s.round, s.policy, { plan: which });
      const now = seatingOf(m.c, plan);
      m.c.posts.forEach((post, j) => {
        const listed = new Map(e.shortlist(post.id, { n: 99 }).map((x) => [x.person as string, x]));
        m.options.forEach((js, i) => {
          if (!js.includes(j)) return;
          const id = m.c.people[i]!.id;
          const answer = e.whyNot(id, post.id);
          const forced = bestPlans({ ...m, options: m.options.map((all, r) => (r === i ? [j] : all)), rowMin: m.rowMin.map((min, r) => (r === i ? 1 : min)) });
          cover.pairs++;
          if (now[i] === j) {
            expect(answer).toEqual({ reason: 'holds-it' });
            expect(listed.get(id)!.loss).toEqual({ stage: null, amount: 0, exact: true, changes: [] });
            return;
          }
          if (!forced) {
            cover.noPlan++;
            expect(answer).toEqual({ reason: 'no-plan' });
            expect(listed.has(id)).toBe(false);
            return;
          }
          if (answer.reason !== 'loss') throw new Error(`expected a loss, came ${answer.reason}`);
          const vector = best.value.map((v, k) => v - forced.value[k]!);
          expect(answer.vector).toEqual(m.stages.map(({ id: stage }, k) => ({ stage, loss: vector[k] })));
          const first = vector.findIndex((v) => v !== 0);
          const loss = first < 0 ? { stage: null, amount: 0 } : { stage: m.stages[first]!.id, amount: vector[first] };
          expect(answer.loss).toMatchObject({ ...loss, exact: true });
          expect(listed.get(id)!.loss).toEqual(answer.loss);
          // the chain of changes is a plan that loses just that
          const changed = [...now];
          for (const { person, to } of answer.loss.changes) changed[m.c.people.findIndex((p) => p.id === person)] = m.c.posts.findIndex((p) => p.id === to);
          expect(changed[i]).toBe(j);
          expect(isPlan(m, changed)).toBe(true);
          const value = valueOf(m, changed);
          if (first < 0) expect(value).toEqual(best.value);
          else expect(value.slice(0, first + 1)).toEqual(best.value.map((v, k) => v - (k === first ? vector[k]! : 0)).slice(0, first + 1));
          cover[first < 0 ? 'free' : 'losses']++;
        });
      });
    }
  });
  return cover;
}

export function isPlan(m: ReferenceMarket, plan: Seating): boolean {
  const taken = m.colMax.map((_, j) => plan.filter((x) => x === j).length);
  return plan.every((j, i) => (j < 0 ? m.rowMin[i] === 0 : m.options[i]!.includes(j))) && taken.every((t, j) => t >= m.colMin[j]! && t <= m.colMax[j]!);
}

/** Nobody is passed over in rounds that meet the conditions, by the library's word and by the definition. */
export async function nobodyPassedOver(run: Run, shape: Shape) {
  const cover = { plans: 0, promotions: 0, contested: 0 };
  await eachSeed(run, async (seed) => {
    const s = await solved(makeCase(seed, shape));
    for (const { which, plan, m } of plansOf(s)) {
      expect(plan.status).toBe('optimal');
      const now = seatingOf(m.c, plan);
      expect(passedOver(m, now)).toEqual([]);
      expect(explain(s.proposal, s.round, s.policy, { plan: which }).passedOver()).toEqual([]);
      cover.plans++;
      for (const move of plan.moves) {
        if (move.kind !== 'promotion') continue;
        cover.promotions++;
        const j = m.c.posts.findIndex((p) => p.id === move.to);
        if (m.options.some((js, i) => js.includes(j) && now[i] !== j && (now[i]! < 0 || m.c.posts[now[i]!]!.level < m.c.posts[j]!.level))) cover.contested++;
      }
    }
  });
  return cover;
}

/** Where somebody is passed over, the library lists him, and names what truly stands in the way. */
export async function passedOverWithCause(run: Run, shape: Shape) {
  const cover = { plans: 0, entries: 0, owed: 0, 'must-fill': 0, pin: 0, relatives: 0, limits: 0, objective: 0, sideways: 0, wish: 0, several: 0, unproven: 0 };
  await eachSeed(run, async (seed) => {
    const s = await solved(makeCase(seed, shape));
    for (const { which, plan, m } of plansOf(s)) {
      if (plan.status === 'infeasible') continue;
      cover.plans++;
      const now = seatingOf(m.c, plan);
      const expected = passedOver(m, now);
      const listed = explain(s.proposal, s.round, s.policy, { plan: which }).passedOver();
      const name = (p: { person: string; position: string; taken: string }): string => `${p.person} ${p.position} ${p.taken}`;
      const byName = new Map<string, PassedOver>(listed.map((p) => [name(p), p]));
      expect([...byName.keys()].sort()).toEqual(expected.map((p) => `${m.c.people[p.person]!.id} ${m.c.posts[p.position]!.id} ${m.c.people[p.taken]!.id}`).sort());
      for (const p of expected) {
        const { cause } = byName.get(`${m.c.people[p.person]!.id} ${m.c.posts[p.position]!.id} ${m.c.people[p.taken]!.id}`)!;
        cover.entries++;
        cover[cause.kind]++;
        const can = (...dropped: Family[]): boolean => completable(m, now, p, new Set(dropped), which);
        const possible = can();
        if (plan.status === 'optimal' && m.c.objective === 'levels') expect(possible).toBe(false);
        if (plan.status === 'feasible') cover.unproven++;
        expect({ ...p, kind: cause.kind === 'objective' }).toEqual({ ...p, kind: possible });
        if (possible || cause.kind === 'objective' || cause.kind === 'sideways' || cause.kind === 'limits' || cause.kind === 'wish') continue;
        expect('people' in cause ? cause.people : cause.positions).not.toEqual([]);
        // one family alone where that is enough; else one of a smallest set that is enough together
        const alone = FAMILIES.filter((f) => can(f));
        if (alone.length > 0) expect(alone).toContain(cause.kind);
        else {
          cover.several++;
          const sets = subsets(FAMILIES).filter((set) => can(...set));
          const least = sets.filter((set) => !sets.some((other) => other.length < set.length && other.every((f) => set.includes(f))));
          expect(least.flat()).toContain(cause.kind);
        }
      }
    }
  });
  return cover;
}

function subsets<T>(all: readonly T[]): T[][] {
  return all.reduce<T[][]>((sets, x) => [...sets, ...sets.map((set) => [...set, x])], [[]]);
}

/** Related people: never in one line, proven best only where it is, bounded truly otherwise. */
export async function relativesApart(run: Run, shape: Shape) {
  const cover = { plans: 0, bind: 0, optimal: 0, feasible: 0, closed: 0, infeasible: 0, infeasibleByRows: 0 };
  await eachSeed(run, async (seed) => {
    const s = await solved(makeCase(seed, shape));
    for (const { plan, m } of plansOf(s)) {
      const free = bestPlans(m);
      const apart: Best | undefined = free && bestPlans(m, (p) => !breaches(m.c, p));
      cover.plans++;
      if (!apart) {
        cover.infeasible++;
        if (free) cover.infeasibleByRows++;
        expect(plan.status).toBe('infeasible');
        if (plan.shortage) expect(isHallViolation(m, plan.shortage)).toBe(true);
        continue;
      }
      const settled = dictate(m, free!.plans).plan;
      const binds = breaches(m.c, settled);
      if (binds) cover.bind++;
      expect(plan.status).not.toBe('infeasible');
      const now = seatingOf(m.c, plan);
      expect(isPlan(m, now)).toBe(true);
      expect(breaches(m.c, now)).toBe(false);
      const value = valueOf(m, now);
      expect(plan.objectives).toEqual(m.stages.map(({ id }, k) => ({ stage: id, value: value[k] })));
      expect(plan.tiesProven).toBe(!binds);
      if (plan.status === 'optimal') {
        if (binds) cover.optimal++;
        expect(value).toEqual(apart.value);
        continue;
      }
      cover.feasible++;
      expect(binds).toBe(true);
      const at = m.stages.findIndex(({ id }) => id === plan.gap!.stage);
      expect(value.slice(0, at)).toEqual(apart.value.slice(0, at));
      expect(plan.gap!.value).toBe(value[at]);
      expect(value[at]).toBeLessThanOrEqual(apart.value[at]!);
      expect(apart.value[at]).toBeLessThanOrEqual(plan.gap!.bound);
      expect(better(apart.value, value)).toBeGreaterThanOrEqual(0);
      if (value[at] === apart.value[at]) cover.closed++;
    }
  });
  return cover;
}

/** Where related people bend the plan, a loss is at least what is told: nothing better than that can be had with the pair. */
export async function lossesUnderRows(run: Run, shape: Shape) {
  const cover = { pairs: 0, noPlan: 0, positive: 0, tight: 0, paid: 0 };
  await eachSeed(run, async (seed) => {
    const s = await solved(makeCase(seed, shape));
    for (const { which, plan, m } of plansOf(s)) {
      if (plan.status === 'infeasible' || plan.tiesProven) continue;
      const e = explain(s.proposal, s.round, s.policy, { plan: which });
      const now = seatingOf(m.c, plan);
      const value = valueOf(m, now);
      const free = bestPlans(m)!;
      m.options.forEach((js, i) => {
        for (const j of js) {
          if (now[i] === j) continue;
          const answer = e.whyNot(m.c.people[i]!.id, m.c.posts[j]!.id);
          const listed = e.shortlist(m.c.posts[j]!.id, { n: 99 }).find((x) => x.person === m.c.people[i]!.id);
          const forced = bestPlans({ ...m, options: m.options.map((all, r) => (r === i ? [j] : all)), rowMin: m.rowMin.map((min, r) => (r === i ? 1 : min)) }, (p) => !breaches(m.c, p));
          cover.pairs++;
          if (answer.reason === 'no-plan') {
            cover.noPlan++;
            expect(forced).toBeUndefined();
            expect(listed).toBeUndefined();
            continue;
          }
          if (answer.reason !== 'loss') throw new Error(`expected a loss, came ${answer.reason}`);
          expect(listed!.loss).toEqual(answer.loss);
          expect(answer.loss.exact).toBe(false);
          if (answer.loss.stage === null) expect(answer.loss.amount).toBe(0);
          else cover.positive++;
          const told = m.stages.map(({ id }) => (id === answer.loss.stage ? answer.loss.amount : 0));
          const at = m.stages.findIndex(({ id }) => id === answer.loss.stage);
          if (at >= 0 && free.value[at]! > value[at]!) cover.paid++;
          const upTo = at + 1;
          if (!forced) continue;
          const truly = value.map((v, k) => v - forced.value[k]!);
          expect(better(truly.slice(0, upTo), told.slice(0, upTo))).toBeGreaterThanOrEqual(0);
          if (upTo > 0 && better(truly.slice(0, upTo), told.slice(0, upTo)) === 0) cover.tight++;
          expect(better(truly, answer.vector.map((x) => x.loss))).toBeGreaterThanOrEqual(0);
        }
      });
    }
  });
  return cover;
}
