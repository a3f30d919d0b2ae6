import { compareTexts } from './canonical.js';
import type { Move, Plan } from './documents.js';
import { Graph } from './graph.js';
import type { Market } from './market.js';

/** By person: the place of the position he holds in a plan; -1 for none. */
export type Seating = Int32Array;

/** The places of the people whose seat changes. */
export function moversOf(market: Market, seating: Seating): number[] {
  const movers: number[] = [];
  for (let i = 0; i < seating.length; i++) if (seating[i] !== market.facts.seat[i] && !market.leaving[i]!) movers.push(i);
  return movers;
}

/** The move of one person, as the rules give it. */
export function moveOf(market: Market, i: number, to: number): Move {
  const { round, seat, level } = market.facts;
  const from = seat[i]!;
  const idOf = (j: number): string | null => (j < 0 ? null : round.positions[j]!.id);
  const head = { person: round.people[i]!.id, from: idOf(from), to: idOf(to) };
  if (to < 0) return { ...head, kind: 'release', fit: null, conditions: [], provisional: false, flags: [] };
  const up = from < 0 ? 0 : level[to]! - level[from]!;
  const fit = market.fitOf(i, to);
  const rules = [...market.gates, ...market.requirements[to]!];
  return {
    ...head,
    kind: from < 0 ? 'entry' : up > 0 ? 'promotion' : up < 0 ? 'demotion' : 'lateral',
    fit,
    conditions: rules.filter((rule) => rule.binds && market.outcome(rule, i, to) === 'unknown').map((rule) => ({ rule: rule.id, missing: missingFor(market, rule, i, to) })),
    provisional: fit.low !== fit.high,
    flags: rules.filter((rule) => !rule.binds && market.outcome(rule, i, to) !== 'pass').map((rule) => rule.id),
  };
}

/** Everything unknown that a rule reads: attributes of the person by name, then his dates, then attributes of the position by name. */
function missingFor(market: Market, rule: Market['gates'][number], i: number, j: number): Move['conditions'][number]['missing'] {
  const missing = rule.reads.flatMap((read) => {
    const datum = market.facts.column(read)[read.about === 'person' ? i : j]!;
    if (!('cause' in datum)) return [];
    const group = read.about === 'position' ? 4 : ['attribute', 'born', 'since', 'retires'].indexOf(read.what);
    return [{ group, item: { about: read.about, attribute: read.name, cause: datum.cause } }];
  });
  return missing.sort((a, b) => a.group - b.group || compareTexts(a.item.attribute, b.item.attribute)).map(({ item }) => item);
}

/** The chains and loops of a plan. */
export function chainsOf(market: Market, seating: Seating): Plan['chains'] {
  const { seat, round } = market.facts;
  const movers = moversOf(market, seating);
  const leavers = new Map<number, number[]>();
  for (const i of movers) if (seat[i]! >= 0) leavers.set(seat[i]!, [...(leavers.get(seat[i]!) ?? []), i]);
  const arrived = new Map<number, number>();
  const next = new Map<number, number>(); // from a leaver to the arriver who takes his seat
  const follows = new Set<number>();
  for (const i of movers) {
    const to = seating[i]!;
    if (to < 0) continue;
    const k = arrived.get(to) ?? 0;
    arrived.set(to, k + 1);
    const before = leavers.get(to)?.[k];
    if (before === undefined) continue;
    next.set(before, i);
    follows.add(i);
  }
  const placed = new Set<number>();
  const chains: { readonly first: number; readonly chain: Plan['chains'][number] }[] = [];
  const walk = (kind: 'chain' | 'loop', first: number): void => {
    const people: string[] = [];
    for (let i: number | undefined = first; i !== undefined && !placed.has(i); i = next.get(i)) {
      placed.add(i);
      people.push(round.people[i]!.id);
    }
    chains.push({ first, chain: { kind, people } });
  };
  for (const i of movers) if (!follows.has(i)) walk('chain', i);
  for (const i of movers) if (!placed.has(i)) walk('loop', i);
  return chains.sort((a, b) => a.first - b.first).map(({ chain }) => chain);
}

/** The open positions with empty seats, and why they stay empty; `pairs` says which pairs the market has. */
export function vacantOf(market: Market, seating: Seating, pairs: ArrayLike<number>): Plan['vacant'] {
  const { round, seat } = market.facts;
  const holders = new Float64Array(round.positions.length);
  for (const j of seating) if (j >= 0) holders[j]!++;
  const eligible = new Float64Array(round.positions.length);
  for (let e = 0; e < market.person.length; e++) if (pairs[e] && seat[market.person[e]!] !== market.position[e]) eligible[market.position[e]!]!++;
  let shortOf: ReturnType<typeof shortages> | undefined;
  return round.positions.flatMap(({ id }, j): Plan['vacant'] => {
    const seats = market.colMax[j]! - holders[j]!;
    if (!market.open[j]! || seats <= 0) return [];
    const head = { position: id, seats, eligible: eligible[j]! };
    if (!market.receives(j)) return [{ ...head, cause: 'out-of-scope', short: null }];
    if (eligible[j] === 0) return [{ ...head, cause: 'no-eligible', short: null }];
    const short = (shortOf ??= shortages(market, seating, pairs))(j);
    return [{ ...head, cause: short ? 'shortage' : 'not-worth-it', short }];
  });
}

/** For a position: how many people and seats are reached from it by everybody with a pair into it, the positions where those sit, and so on; null if one of them sits nowhere. */
function shortages(market: Market, seating: Seating, pairs: ArrayLike<number>): (from: number) => Plan['vacant'][number]['short'] {
  const comers = market.facts.round.positions.map((): number[] => []);
  const graph = new Graph(comers.length);
  for (let e = 0; e < market.person.length; e++) {
    if (!pairs[e]) continue;
    const [i, j] = [market.person[e]!, market.position[e]!];
    comers[j]!.push(i);
    if (seating[i]! >= 0) graph.change(j, seating[i]!, 1);
  }
  const component = graph.components();
  const found = new Map<number, Plan['vacant'][number]['short']>(); // one component reaches one and the same
  return (from) => {
    const known = found.get(component[from]!);
    if (known !== undefined) return known;
    const positions = new Set([from]);
    const people = new Set<number>();
    for (const j of positions) {
      for (const i of comers[j] ?? []) {
        people.add(i);
        positions.add(seating[i]!);
      }
    }
    const sum = (): number => [...positions].reduce((all, j) => all + market.colMax[j]!, 0);
    const short = positions.has(-1) ? null : { positions: positions.size, seats: sum(), people: people.size };
    found.set(component[from]!, short);
    return short;
  };
}
