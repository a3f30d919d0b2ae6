import type { Case } from '../support/markets.js';
import { pairState } from '../support/markets.js';
import { bestPlans, breaches, dictate, fitUnits, referenceMarket, type Best, type ReferenceMarket, type Seating } from './lexicographic.js';

/** A change by index, as docs/formats.md section 5.4 names it. */
export interface CaseChange {
  readonly effect: 'require' | 'forbid' | 'close';
  /** -1 for a position that is closed. */
  readonly person: number;
  readonly position: number;
}

/** Orders in force, as sets of texts `person position` and `position`. */
export interface CaseOrders {
  readonly required: ReadonlyMap<number, number>;
  readonly forbidden: ReadonlySet<string>;
  readonly closed: ReadonlySet<number>;
}

export const NOTHING_IN_FORCE: CaseOrders = { required: new Map(), forbidden: new Set(), closed: new Set() };

/** What is in force after the changes, one change after the other: nothing here is the library's. */
export function ordersOf(before: CaseOrders, changes: readonly CaseChange[]): CaseOrders {
  const required = new Map(before.required);
  const forbidden = new Set(before.forbidden);
  const closed = new Set(before.closed);
  for (const { effect, person, position } of changes) {
    required.delete(person);
    if (effect !== 'forbid') for (const [p, j] of [...required]) if (j === position) required.delete(p);
    if (effect !== 'require') continue;
    forbidden.delete(`${person} ${position}`);
    closed.delete(position);
  }
  for (const { effect, person, position } of changes) {
    if (effect === 'require') required.set(person, position);
    if (effect === 'forbid') forbidden.add(`${person} ${position}`);
    if (effect === 'close') closed.add(position);
  }
  return { required, forbidden, closed };
}

/** The case with the pins of section 5.5. */
export function pinnedCase(c: Case, { required, forbidden, closed }: CaseOrders): Case {
  const people = c.people.map((p, i) => {
    const ordered = required.get(i);
    if (ordered !== undefined) return { ...p, pin: ordered };
    const kept = p.pin >= 0 && !forbidden.has(`${i} ${p.pin}`) && (!closed.has(p.pin) || p.seat === p.pin);
    return { ...p, pin: kept ? p.pin : -1 };
  });
  return { ...c, people };
}

/** Why changes cannot be kept, before any plan is looked for; `orders` are those after them. */
export function refusedOrders(c: Case, orders: CaseOrders, changes: readonly CaseChange[]): 'E_PIN_CONFLICT' | 'E_PIN_INELIGIBLE' | undefined {
  const pinned = pinnedCase(c, orders);
  const wanted = (j: number): number => pinned.people.filter((p) => p.pin === j).length;
  if (changes.some(({ effect, position: j }) => effect === 'require' && wanted(j) > c.posts[j]!.seats)) return 'E_PIN_CONFLICT';
  return [...orders.required].some(([i, j]) => pairState(pinned, i, j) !== 'pass') ? 'E_PIN_INELIGIBLE' : undefined;
}

/** The market of an amendment, with its stages. */
export function amendedMarket(c: Case, orders: CaseOrders, announced: Seating): ReferenceMarket {
  const m = referenceMarket(pinnedCase(c, orders), 'certain');
  const [owed, ...rest] = m.stages;
  const returning = new Set([...orders.forbidden].map((key) => Number(key.split(' ')[0])));
  const returned = { id: 'returned', weight: (i: number, j: number) => (returning.has(i) && c.people[i]!.seat === j ? 1 : 0) };
  return {
    ...m,
    options: m.options.map((js, i) => js.filter((j) => !orders.forbidden.has(`${i} ${j}`) && (!orders.closed.has(j) || c.people[i]!.seat === j))),
    stages: [owed!, ...(returning.size > 0 ? [returned] : []), { id: 'kept', weight: (i, j) => (announced[i] === j ? 1 : 0) }, ...rest],
  };
}

/** The best amended plans by definition, and the one that the tie rule picks among them. */
export function amendedPlans(c: Case, orders: CaseOrders, announced: Seating): { readonly m: ReferenceMarket; readonly best: Best | undefined; readonly pick: readonly number[] | undefined; readonly tied: readonly number[] } {
  const m = amendedMarket(c, orders, announced);
  const best = bestPlans(m, (plan) => !breaches(c, plan));
  // ties are settled before related people are looked at; where that pick keeps them apart it stands
  const free = c.relations.length > 0 ? bestPlans(m) : best;
  const ties = free && dictate(m, free.plans);
  return { m, best, pick: ties?.plan, tied: ties?.tied ?? [] };
}

/** Rank of a person among those with a pair into a position in the certain market, and how many they are. */
export function rankIn(c: Case, i: number, j: number): { readonly rank: number; readonly of: number } {
  const eligible = [...c.people.keys()].filter((k) => k === i || pairState(c, k, j) === 'pass');
  return { rank: 1 + eligible.filter((k) => fitUnits(c, k, j) > fitUnits(c, i, j)).length, of: eligible.length };
}
