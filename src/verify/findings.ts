import { compareTexts } from './canonical.js';
import type { Market } from './market.js';
import { readsOf } from './language.js';

/** What a proposal must say about a round beside its plans. */
export type RoundFinding =
  | { readonly code: 'related-in-line'; readonly head: string; readonly below: string }
  | { readonly code: 'incumbent-fails'; readonly person: string; readonly position: string; readonly rules: readonly string[] }
  | { readonly code: 'attribute-unused'; readonly attribute: string; readonly items: number };

/** All findings of a round, in their order. */
export function findingsOf(market: Market): RoundFinding[] {
  return [...relatedInLine(market), ...failingIncumbents(market), ...unusedAttributes(market)];
}

/** True if the way up from one position leads to another. */
export function isAbove(market: Market, over: number, under: number): boolean {
  const { round, positionAt } = market.facts;
  for (let j = round.positions[under]!.superior; j !== undefined; j = round.positions[positionAt.get(j)!]!.superior) if (positionAt.get(j) === over) return true;
  return false;
}

/** Related people who sit today one above the other. */
function relatedInLine(market: Market): RoundFinding[] {
  const { round, policy, seat, personAt } = market.facts;
  const line = policy.relations.lineOfCommand;
  if (!line) return [];
  const pairs = new Map<string, readonly [number, number]>();
  for (const { a, b, degree } of round.relations) {
    const [x, y] = [personAt.get(a)!, personAt.get(b)!];
    if (degree <= line.maxDegree) pairs.set([Math.min(x, y), Math.max(x, y)].join(), [Math.min(x, y), Math.max(x, y)]);
  }
  return [...pairs.values()].sort((p, q) => p[0] - q[0] || p[1] - q[1]).flatMap(([x, y]) =>
    [[x, y] as const, [y, x] as const].flatMap(([over, under]): RoundFinding[] => {
      if (seat[over]! < 0 || seat[under]! < 0 || !isAbove(market, seat[over]!, seat[under]!)) return [];
      return [{ code: 'related-in-line', head: round.people[over]!.id, below: round.people[under]!.id }];
    }));
}

/** Holders for whom a binding rule fails that is not only for those who move. */
function failingIncumbents(market: Market): RoundFinding[] {
  const { round, policy, seat } = market.facts;
  const gates = market.gates.filter((_, k) => policy.gates[k]!.onlyForMoves !== true);
  return round.people.flatMap(({ id }, i): RoundFinding[] => {
    const j = seat[i]!;
    if (j < 0 || market.leaving[i]! || !market.open[j]!) return [];
    const rules = [...gates, ...market.requirements[j]!].filter((rule) => rule.binds && market.outcome(rule, i, j) === 'fail').map((rule) => rule.id);
    return rules.length > 0 ? [{ code: 'incumbent-fails', person: id, position: round.positions[j]!.id, rules }] : [];
  });
}

/** Attributes of people that evidence carries and nothing reads. */
function unusedAttributes(market: Market): RoundFinding[] {
  const { round, policy } = market.facts;
  const rules = [...market.gates, ...market.requirements.flat()].flatMap(({ reads }) => reads);
  const reads = [...new Set(rules), ...readsOf(policy.criteria.map(({ value }) => value))];
  const read = new Set([...reads.filter(({ about, what }) => about === 'person' && what === 'attribute').map(({ name }) => name), ...policy.ties.order.map(({ attribute }) => attribute)]);
  const items = new Map<string, number>();
  for (const { evidence } of round.people) for (const { attribute } of evidence) if (!read.has(attribute)) items.set(attribute, (items.get(attribute) ?? 0) + 1);
  return [...items].sort(([a], [b]) => compareTexts(a, b)).map(([attribute, count]) => ({ code: 'attribute-unused', attribute, items: count }));
}
