import { compareTexts } from './canonical.js';
import { rulesOf, talliesOf } from './limits.js';
import { readsOf } from './language.js';
import type { Market } from './market.js';
import type { Reason } from './recusal.js';

/** What a proposal must say about a round beside its plans. */
export type RoundFinding =
  | { readonly code: 'related-in-line'; readonly head: string; readonly below: string }
  | { readonly code: 'related-in-unit'; readonly a: string; readonly b: string }
  | { readonly code: 'incumbent-fails'; readonly person: string; readonly position: string; readonly rules: readonly string[] }
  | { readonly code: 'recused'; readonly actor: string; readonly role: string; readonly reason: Reason; readonly person: string | null; readonly items: number }
  | { readonly code: 'limit-today'; readonly limit: string; readonly unit: string; readonly side: 'min' | 'max'; readonly bound: number; readonly today: number }
  | { readonly code: 'attribute-unused'; readonly attribute: string; readonly items: number };

/** All findings of a round, in their order. */
export function findingsOf(market: Market): RoundFinding[] {
  return [...relatedInLine(market), ...relatedInUnit(market), ...failingIncumbents(market), ...recusedActors(market), ...exceededToday(market), ...unusedAttributes(market)];
}

/** True if the way up from one position leads to another. */
export function isAbove(market: Market, over: number, under: number): boolean {
  const { round, positionAt } = market.facts;
  for (let j = round.positions[under]!.superior; j !== undefined; j = round.positions[positionAt.get(j)!]!.superior) if (positionAt.get(j) === over) return true;
  return false;
}

/** The places of related people of at most a degree, each two once, the first of them first; in order. */
export function kinOf(market: Market, maxDegree: number): (readonly [number, number])[] {
  const { round, personAt } = market.facts;
  const pairs = new Map<string, readonly [number, number]>();
  for (const { a, b, degree } of round.relations) {
    const [x, y] = [personAt.get(a)!, personAt.get(b)!];
    if (degree <= maxDegree) pairs.set([Math.min(x, y), Math.max(x, y)].join(), [Math.min(x, y), Math.max(x, y)]);
  }
  return [...pairs.values()].sort((p, q) => p[0] - q[0] || p[1] - q[1]);
}

/** Related people who sit today one above the other. */
function relatedInLine(market: Market): RoundFinding[] {
  const { round, policy, seat } = market.facts;
  const line = policy.relations.lineOfCommand;
  if (!line) return [];
  return kinOf(market, line.maxDegree).flatMap(([x, y]) =>
    [[x, y] as const, [y, x] as const].flatMap(([over, under]): RoundFinding[] => {
      if (seat[over]! < 0 || seat[under]! < 0 || !isAbove(market, seat[over]!, seat[under]!)) return [];
      return [{ code: 'related-in-line', head: round.people[over]!.id, below: round.people[under]!.id }];
    }));
}

/** Related people who sit today in one unit. */
function relatedInUnit(market: Market): RoundFinding[] {
  const { round, policy, seat } = market.facts;
  const rule = policy.relations.sameUnit;
  if (!rule) return [];
  return kinOf(market, rule.maxDegree).flatMap(([x, y]): RoundFinding[] => {
    const [p, q] = [round.positions[seat[x]!], round.positions[seat[y]!]];
    return p && q && p.unit === q.unit ? [{ code: 'related-in-unit', a: round.people[x]!.id, b: round.people[y]!.id }] : [];
  });
}

/** Whose judgements do not count, and how many of them were given. */
function recusedActors(market: Market): RoundFinding[] {
  const { round, recusals } = market.facts;
  if (!recusals) return [];
  const given = new Map<string, Map<string, number>>(round.actors.map(({ id }) => [id, new Map()]));
  for (const { id, evidence } of round.people) {
    for (const { by } of evidence) if (by !== undefined) given.get(by)!.set(id, (given.get(by)!.get(id) ?? 0) + 1);
  }
  return round.actors.flatMap(({ id, role }): RoundFinding[] => {
    const [{ silence, related }, items] = [recusals.get(id)!, given.get(id)!];
    const all = [...items.values()].reduce((sum, count) => sum + count, 0);
    const silent: RoundFinding[] = silence ? [{ code: 'recused', actor: id, role, reason: silence, person: null, items: all }] : [];
    const kin = [...related].sort(compareTexts).map((person): RoundFinding => ({ code: 'recused', actor: id, role, reason: 'related', person, items: silence ? 0 : items.get(person) ?? 0 }));
    return [...silent, ...kin];
  });
}

/** Holders for whom a binding rule fails that is not only for those who move. */
function failingIncumbents(market: Market): RoundFinding[] {
  const { round, policy, seat } = market.facts;
  const gates = policy.gates.flatMap(({ onlyForMoves }, k) => (onlyForMoves === true ? [] : [market.gates[k]!])); // the built-in one is asked of movers
  return round.people.flatMap(({ id }, i): RoundFinding[] => {
    const j = seat[i]!;
    if (j < 0 || market.leaving[i]! || !market.open[j]!) return [];
    const rules = [...gates, ...market.requirements[j]!].filter((rule) => rule.binds && market.outcome(rule, i, j) === 'fail').map((rule) => rule.id);
    return rules.length > 0 ? [{ code: 'incumbent-fails', person: id, position: round.positions[j]!.id, rules }] : [];
  });
}

/** Limits on units that today's seating exceeds: what a unit may keep, and not add to. */
function exceededToday(market: Market): RoundFinding[] {
  const { units } = market.facts.round;
  const found = talliesOf(market).flatMap((tally): RoundFinding[] => {
    const { limit, side, today } = tally;
    if (limit.kind !== 'unit' || side === undefined) return [];
    const bound = limit[side]!;
    return units.flatMap(({ id }, unit): RoundFinding[] => {
      if (!tally.watches(unit) || (side === 'max' ? today[unit]! <= bound : today[unit]! >= bound)) return [];
      return [{ code: 'limit-today', limit: limit.id, unit: id, side, bound, today: today[unit]! }];
    });
  });
  type Exceeded = RoundFinding & { readonly code: 'limit-today' };
  return (found as Exceeded[]).sort((a, b) => compareTexts(a.limit, b.limit) || compareTexts(a.unit, b.unit) || compareTexts(a.side, b.side));
}

/** Attributes of people that evidence or spells carry and nothing reads. */
function unusedAttributes(market: Market): RoundFinding[] {
  const { round, policy } = market.facts;
  const rules = [...market.gates, ...market.requirements.flat()].flatMap(({ reads }) => reads);
  const reads = [...new Set(rules), ...readsOf([...policy.criteria.map(({ value }) => value), ...(policy.routes ?? []).map(({ when }) => when), ...(policy.limits ?? []).flatMap(rulesOf)])];
  const read = new Set([...reads.filter(({ about, what }) => about === 'person' && (what === 'attribute' || what === 'spells')).map(({ name }) => name), ...policy.ties.order.map(({ attribute }) => attribute)]);
  const items = new Map<string, number>();
  if (Object.entries(policy.attributes).every(([name, { of }]) => of === 'position' || read.has(name))) return [];
  const note = ({ attribute }: { readonly attribute: string }): void => void (read.has(attribute) || items.set(attribute, (items.get(attribute) ?? 0) + 1));
  for (const { evidence, spells } of round.people) {
    evidence.forEach(note);
    spells?.forEach(note);
  }
  return [...items].sort(([a], [b]) => compareTexts(a, b)).map(([attribute, count]) => ({ code: 'attribute-unused', attribute, items: count }));
}
