import { expect } from 'vitest';
import { bundle, decide, MeritError, repair, type Amendment, type Decision, type DecisionChange, type Repair, type RepairChange } from '../../src/index.js';
import { verify } from '../../src/verify/index.js';
import { amendedPlans, NOTHING_IN_FORCE, ordersOf, rankIn, refusedOrders, type CaseChange, type CaseOrders } from '../reference/amendments.js';
import { breaches, valueOf } from '../reference/lexicographic.js';
import { between, makeCase, random, type Case, type Shape } from '../support/markets.js';
import { eachSeed, seatingOf, solved, type Run, type Solved } from './checks.js';

const REASON = 'a reason that was given';

/** Changes for a plan, by index and as options; none names a person or an empty post twice. */
export function drawChanges(c: Case, announced: readonly number[], rnd: () => number, act: Amendment['act']): { readonly options: (DecisionChange & RepairChange)[]; readonly changes: CaseChange[] } {
  const pick = <T>(all: readonly T[]): T => all[between(rnd, 0, all.length - 1)]!;
  const options: (DecisionChange & RepairChange)[] = [];
  const changes: CaseChange[] = [];
  const movers = [...announced.keys()].filter((i) => announced[i]! >= 0 && announced[i] !== c.people[i]!.seat);
  for (let k = between(rnd, 1, 2); k > 0; k--) {
    const cause = act === 'decision' ? 'choice' : pick(['choice', 'declined', 'declined', 'refused', 'objection-upheld', 'court'] as const);
    const undo = cause === 'declined' || cause === 'refused' || (cause !== 'choice' && rnd() < 0.3);
    if (undo && movers.length === 0) continue;
    const person = undo ? pick(movers) : cause === 'choice' && rnd() < 0.25 ? -1 : between(rnd, 0, c.people.length - 1);
    // mostly somebody who may: else nearly all orders are refused
    const possible = [...c.posts.keys()].filter((j) => person >= 0 && c.gate[person]![j] === 'pass');
    const position = undo ? announced[person]! : possible.length > 0 && rnd() < 0.9 ? pick(possible) : between(rnd, 0, c.posts.length - 1);
    if (changes.some((x) => (person >= 0 && x.person === person) || (x.position === position && (person < 0 || x.person < 0)))) continue;
    changes.push({ effect: undo ? 'forbid' : person < 0 ? 'close' : 'require', person, position });
    options.push({
      ...(act === 'repair' && { cause }),
      person: person < 0 ? null : c.people[person]!.id,
      ...(!undo && { position: c.posts[position]!.id }),
      ...(cause === 'choice' && { reason: REASON }),
      ...((cause === 'court' || cause === 'objection-upheld') && { document: 'order 1' }),
    } as DecisionChange & RepairChange);
  }
  return { options, changes };
}

/** A proposal, a decision and repairs of it, each with what was in force and announced. */
export interface Step {
  readonly amendment: Decision | Repair;
  readonly changes: readonly CaseChange[];
  readonly orders: CaseOrders;
  readonly announced: readonly number[];
}

export interface Amended extends Solved {
  readonly steps: readonly Step[];
}

export function bundleOf({ proposal, round, policy, steps }: Amended) {
  const [first] = steps;
  const decision = first?.amendment.act === 'decision' ? (first.amendment) : undefined;
  return bundle(proposal, round, policy, { ...(decision && { decision }), repairs: steps.flatMap(({ amendment }) => (amendment.act === 'repair' ? [amendment] : [])) });
}

/** The same with a decision and up to two repairs; `refused` is called where changes are refused. */
export async function amended(seed: number, shape: Shape, refused: (error: MeritError, c: Case, orders: CaseOrders, announced: readonly number[], changes: readonly CaseChange[]) => void = () => undefined): Promise<Amended | undefined> {
  const s = await solved(makeCase(seed, shape));
  if (s.proposal.certain.status === 'infeasible') return undefined;
  const rnd = random(seed + 77);
  const steps: Step[] = [];
  for (let k = 0; k < 3; k++) {
    const last = steps.at(-1);
    const act = k === 0 ? 'decision' : 'repair';
    const announced = seatingOf(s.c, last ? last.amendment.plan : s.proposal.certain);
    const { options, changes } = drawChanges(s.c, announced, rnd, act);
    if (changes.length === 0 && (act === 'repair' || rnd() < 0.5)) continue;
    const orders = ordersOf(last?.orders ?? NOTHING_IN_FORCE, changes);
    const before = last?.amendment ?? s.proposal;
    try {
      const who = { by: 'mayor', on: `2026-11-2${5 + k}`, changes: options };
      const amendment = 'certain' in before && act === 'decision' ? await decide(before, s.round, s.policy, who) : await repair(before, s.round, s.policy, who);
      steps.push({ amendment, changes, orders, announced });
    } catch (error) {
      if (!(error instanceof MeritError)) throw error;
      refused(error, s.c, orders, announced, changes);
    }
  }
  return { ...s, steps };
}

/** Every amended plan is the best by definition, ties included; what the document says beside it follows; what is refused has no plan. */
export async function amendmentsOptimal(run: Run, shape: Shape) {
  const cover = { amendments: 0, refused: 0, noPlan: 0, tied: 0, bent: 0, induced: 0, returned: 0, closed: 0, required: 0, verified: 0 };
  await eachSeed(run, async (seed) => {
    const a = await amended(seed, shape, (error, c, orders, announced, changes) => {
      const expected = refusedOrders(c, orders, changes) ?? (amendedPlans(c, orders, announced).best ? 'none' : 'E_DECISION');
      expect(error.code).toBe(expected);
      if (expected === 'E_DECISION') cover.noPlan++;
      cover.refused++;
    });
    if (!a) return;
    for (const { amendment, changes, orders, announced } of a.steps) {
      const { c } = a;
      cover.amendments++;
      const { plan } = amendment;
      const seats = seatingOf(c, plan);
      if (changes.length === 0) {
        expect(seats).toEqual(announced);
        continue;
      }
      expect(refusedOrders(c, orders, changes)).toBe(undefined);
      const { m, best, pick, tied } = amendedPlans(c, orders, announced);
      expect(plan.status).toBe('optimal');
      expect(plan.objectives).toEqual(m.stages.map(({ id }, s) => ({ stage: id, value: best!.value[s] })));
      expect(breaches(c, seats)).toBe(false);
      if (plan.tiesProven) {
        expect(seats).toEqual(pick);
        expect(plan.tied).toEqual(tied.map((i) => c.people[i]!.id));
        if (tied.length > 0) cover.tied++;
      } else {
        expect(best!.plans).toContainEqual(seats);
        cover.bent++;
      }
      effectsFollow(a, amendment, announced, seats, changes);
      if (amendment.changed.some((x) => x.why === 'induced')) cover.induced++;
      if (orders.forbidden.size > 0 && best!.value[1]! > 0) cover.returned++;
      if (plan.vacant.some((v) => v.cause === 'left-empty')) cover.closed++;
      if (orders.required.size > 0) cover.required++;
      for (const key of orders.forbidden) {
        const [i, j] = key.split(' ').map(Number) as [number, number];
        expect(seats[i]).not.toBe(j);
      }
    }
    if (a.steps.length === 0) return;
    const { verdicts } = verify(bundleOf(a));
    const open = a.steps.some(({ amendment, changes }) => changes.length > 0 && !amendment.plan.tiesProven);
    expect(verdicts.filter((v) => v.outcome === 'fails')).toEqual([]);
    expect(verdicts.at(-1)).toMatchObject({ check: 'decision', outcome: open ? 'unproven' : 'holds' });
    cover.verified++;
  });
  return cover;
}

function effectsFollow({ c }: Amended, amendment: Amendment, announced: readonly number[], seats: readonly number[], changes: readonly CaseChange[]): void {
  const idOf = (j: number): string | null => c.posts[j]?.id ?? null;
  const named = new Set(changes.map((x) => x.person));
  expect(amendment.changed).toEqual(c.people.flatMap((p, i) => (announced[i] === seats[i] ? [] : [{ person: p.id, from: idOf(announced[i]!), to: idOf(seats[i]!), why: named.has(i) ? 'named' : 'induced' }])));
  const holders = (plan: readonly number[], j: number): number => plan.filter((x) => x === j).length;
  expect(amendment.vacated).toEqual(c.posts.flatMap((p, j) => (holders(announced, j) > holders(seats, j) ? [{ position: p.id, seats: holders(announced, j) - holders(seats, j) }] : [])));
  for (const change of amendment.changes) {
    const [i, j] = [c.people.findIndex((p) => p.id === change.person), c.posts.findIndex((p) => p.id === change.position)];
    expect(change).toMatchObject(change.effect === 'require' ? { ...rankIn(c, i, j), related: [] } : {});
  }
  const own = { ...amendedPlans(c, NOTHING_IN_FORCE, announced).m };
  const stages = own.stages.filter((s) => s.id !== 'kept');
  const [was, is] = [valueOf({ ...own, stages }, announced), valueOf({ ...own, stages }, seats)];
  expect(amendment.loss).toEqual(stages.map(({ id }, s) => ({ stage: id, loss: was[s]! - is[s]! })));
}

