import { expect } from 'vitest';
import { bundle, parseRound, propose, seal, type Policy, type Round, type SealedPolicy } from '../../src/index.js';
import { verify } from '../../src/verify/index.js';
import { bestPlans, breaches, dictate, type Best, type ReferenceMarket, type Seating } from '../reference/lexicographic.js';
import { between, isOpen, makeCase, policyOf, random, roundOf, type Case, type Shape } from '../support/markets.js';
import { eachSeed, isPlan, plansOf, seatingOf, type Run } from './checks.js';

type Limit = NonNullable<Policy['limits']>[number];

/** A case with limits and what they ask of its people. */
export interface LimitedCase {
  readonly c: Case;
  readonly limits: readonly Limit[];
  /** Whether a person is meant; undefined is not known. */
  readonly meant: readonly (boolean | undefined)[];
  /** What moving a person costs, half a unit more for each level of the post; undefined is not known: up to 5. */
  readonly cost: readonly (number | undefined)[];
}

const own = { own: 'a choice made for the test' };
const label = { en: 'a limit' };
const UNITS = ['U1', 'U2', 'U3'] as const;

/** One to three limits of any kind, tight more often than not, on a case of one seat a post where chains are limited. */
export function limitedCase(seed: number, shape: Shape): LimitedCase {
  const rnd = random(seed + 7_000_001);
  const few = (most: number): number => between(rnd, 0, most);
  const units = (): 'each' | string[] => (rnd() < 0.6 ? 'each' : UNITS.filter(() => rnd() < 0.6).concat().slice(0, 3));
  const some = (): 'each' | string[] => {
    const list = units();
    return list.length === 0 ? 'each' : list;
  };
  let c = makeCase(seed, { ...shape, units: true });
  const limits = Array.from({ length: between(rnd, 1, 3) }, (_, k): Limit => {
    const of = { id: `limit-${k}`, label, citation: own };
    switch (few(4)) {
      case 0:
        return { ...of, kind: 'moves', max: few(3) };
      case 1:
        return { ...of, kind: 'budget', max: few(8), cost: { op: 'sum', terms: [{ weight: 1, of: { op: 'person', attribute: 'cost' } }, { weight: 0.5, of: { op: 'level', of: 'position' } }] } };
      case 2: {
        const min = few(2);
        const side = few(2);
        return { ...of, kind: 'unit', units: some(), ...(rnd() < 0.8 && { who: { op: 'person', attribute: 'meant' } }), ...(side !== 0 && { min }), ...(side !== 1 && { max: min + few(1) }) };
      }
      case 3:
        return { ...of, kind: 'donor', units: some(), maxLeaving: few(1) };
      default:
        return { ...of, kind: 'chain', max: between(rnd, 1, 3) };
    }
  });
  if (limits.some((l) => l.kind === 'chain')) c = oneSeatEach(rnd() < 0.7 ? laddered(c) : c);
  return {
    c,
    limits,
    meant: c.people.map(() => [true, true, false, undefined][few(3)]),
    cost: c.people.map(() => [0, 1, 1.5, 3, undefined][few(4)]),
  };
}

/** People seated one on each rung of the levels, the highest post empty, each fit for the next, nobody pinned: chains as long as there are people. */
function laddered(c: Case): Case {
  const rungs = [...c.posts.keys()].filter((j) => !c.posts[j]!.later).sort((a, b) => c.posts[a]!.level - c.posts[b]!.level || a - b);
  const next = c.people.map((_, i) => (i < rungs.length - 1 ? rungs[i + 1]! : -1));
  return {
    ...c,
    people: c.people.map((p, i) => ({ ...p, seat: next[i]! < 0 ? -1 : rungs[i]!, pin: -1 })),
    fit: c.fit.map((row, i) => row.map((points, j) => (j === next[i] ? 100 : points))),
    gate: c.gate.map((row, i) => row.map((state, j) => (j === next[i] ? 'pass' : state))),
  };
}

/** Holders beyond the first of a post are let go, and so are pins of holders and those beyond the first on a post. */
function oneSeatEach(c: Case): Case {
  const held = new Set<number>();
  const pinned = new Set<number>();
  const first = (seen: Set<number>, j: number): number => {
    if (j < 0 || seen.has(j)) return -1;
    seen.add(j);
    return j;
  };
  const people = c.people.map((p) => ({ ...p, seat: first(held, p.seat), pin: p.seat >= 0 || p.pin < 0 ? -1 : first(pinned, p.pin) }));
  return { ...c, posts: c.posts.map((p) => ({ ...p, seats: 1 })), people };
}

export function limitedDocuments({ c, limits, meant, cost }: LimitedCase): { readonly round: Round; readonly policy: SealedPolicy } {
  const base = policyOf(c).policy;
  const policy = seal({
    ...base,
    attributes: { ...base.attributes, meant: { of: 'person', type: 'boolean', label: { en: 'meant' } }, cost: { of: 'person', type: 'number', label: { en: 'cost' }, min: 0, max: 5 } },
    limits,
  });
  const round = roundOf(c);
  round.people.forEach((p, i) => {
    if (meant[i] !== undefined) p.evidence.push({ attribute: 'meant', value: meant[i], source: 'S1' });
    if (cost[i] !== undefined) p.evidence.push({ attribute: 'cost', value: cost[i], source: 'S1' });
  });
  return { round: parseRound(round, policy).round, policy };
}

/** Whether a plan keeps one limit, by the words of docs/formats.md section 4.1, today's seating being what may stay. */
export function keepsLimit({ c, meant, cost }: LimitedCase, m: ReferenceMarket, limit: Limit, plan: Seating): boolean {
  const staysAt = (i: number): number => (c.people[i]!.seat >= 0 && m.options[i]!.includes(c.people[i]!.seat) ? c.people[i]!.seat : -1);
  /** Where he sits, whether he may stay there or is pinned elsewhere. */
  const sitsAt = (i: number): number => (m.owed[i] && isOpen(c.posts[c.people[i]!.seat]!) ? c.people[i]!.seat : -1);
  const moves = [...plan.keys()].filter((i) => plan[i]! >= 0 && plan[i] !== c.people[i]!.seat);
  const unitOf = (j: number): string => (j < 0 ? '' : `U${c.posts[j]!.unit}`);
  const inUnit = (unit: string, who: (i: number) => boolean, at: (i: number) => number): number => [...plan.keys()].filter((i) => who(i) && unitOf(at(i)) === unit).length;
  const units = 'units' in limit ? (limit.units === 'each' ? UNITS : limit.units) : [];
  switch (limit.kind) {
    case 'moves':
      return moves.length <= limit.max;
    case 'budget':
      return moves.reduce((sum, i) => sum + Math.ceil((cost[i] ?? 5) + 0.5 * c.posts[plan[i]!]!.level), 0) <= limit.max;
    case 'unit': {
      const perhaps = (i: number): boolean => !limit.who || meant[i] !== false;
      const surely = (i: number): boolean => !limit.who || meant[i] === true;
      return units.every((unit) => {
        const most = limit.max === undefined ? Infinity : Math.max(limit.max, inUnit(unit, perhaps, staysAt));
        const least = limit.min === undefined ? 0 : Math.min(limit.min, inUnit(unit, surely, staysAt));
        return inUnit(unit, perhaps, (i) => plan[i]!) <= most && inUnit(unit, surely, (i) => plan[i]!) >= least;
      });
    }
    case 'donor':
      return units.every((unit) => {
        const today = inUnit(unit, () => true, sitsAt);
        return today - inUnit(unit, (i) => unitOf(sitsAt(i)) === unit, (i) => plan[i]!) <= limit.maxLeaving;
      });
    case 'chain':
      return moves.every((first) => runFrom(plan, first, sitsAt) <= limit.max);
  }
}

/** Moves that follow from one, itself included: the holder of the post it fills, where he moves on, and so forth; a loop once around. */
function runFrom(plan: Seating, first: number, sitsAt: (i: number) => number): number {
  const run = [first];
  for (let i = first; ; ) {
    const holder = [...plan.keys()].find((k) => sitsAt(k) === plan[i]);
    if (holder === undefined || plan[holder]! < 0 || plan[holder] === plan[i] || run.includes(holder)) return run.length;
    run.push(holder);
    i = holder;
  }
}

/** Plans under limits and the rules on related people equal the definition, level by level; none is proposed exactly where there is none. */
export async function limitsKept(run: Run, shape: Shape, check: (documents: ReturnType<typeof limitedDocuments>, proposal: Awaited<ReturnType<typeof propose>>) => void = () => undefined) {
  const cover = { plans: 0, bent: 0, infeasible: 0, infeasibleByRows: 0, tree: 0, denominator: 0, moves: 0, budget: 0, unit: 0, donor: 0, chain: 0 };
  await eachSeed(run, async (seed) => {
    const l = limitedCase(seed, shape);
    const { c } = l;
    const { round, policy } = limitedDocuments(l);
    const proposal = await propose(round, policy);
    for (const { plan, m } of plansOf({ c, round, policy, proposal })) {
      cover.plans++;
      const keeps = (p: Seating): boolean => !breaches(c, p) && l.limits.every((limit) => keepsLimit(l, m, limit, p));
      const free = bestPlans(m);
      const best: Best | undefined = free && bestPlans(m, keeps);
      if (!best) {
        cover.infeasible++;
        expect(plan.status).toBe('infeasible');
        if (free) {
          cover.infeasibleByRows++;
          expect(plan.shortage).toBeNull();
          expect(plan.certificate).toMatchObject({ stages: [{ stage: 'rows', value: -1 }] });
        }
        continue;
      }
      const settled = dictate(m, free!.plans).plan;
      const now = seatingOf(c, plan);
      expect(plan.status).toBe('optimal');
      expect(isPlan(m, now)).toBe(true);
      expect(keeps(now)).toBe(true);
      expect(plan.objectives.map((o) => o.value)).toEqual(best.value);
      expect(plan.tiesProven).toBe(keeps(settled));
      if (keeps(settled)) {
        expect(now).toEqual(settled);
        continue;
      }
      cover.bent++;
      for (const limit of l.limits) if (!keepsLimit(l, m, limit, settled)) cover[limit.kind]++;
      if (plan.certificate!.stages.some((s) => s.tree)) cover.tree++;
      if (plan.certificate!.stages.some((s) => s.denominator)) cover.denominator++;
    }
    check({ round, policy }, proposal);
  });
  return cover;
}

/** The checker finds nothing wrong, and the proof holds, of a plan as of there being none; ties nobody proves where rows decide. */
export function verified({ round, policy }: ReturnType<typeof limitedDocuments>, proposal: Awaited<ReturnType<typeof propose>>): void {
  const { verdicts } = verify(bundle(proposal, round, policy));
  expect(verdicts.filter((v) => v.outcome === 'fails')).toEqual([]);
  expect(verdicts.find((v) => v.check === 'optimality')?.outcome).toBe('holds');
}
