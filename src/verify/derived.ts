import { compareTexts } from './canonical.js';
import type { Move, Plan, Round } from './documents.js';
import type { Datum } from './facts.js';
import { Graph } from './graph.js';
import type { Read } from './language.js';
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
  if (to < 0) return { ...head, kind: 'release', pattern: null, hiddenDemotion: false, route: null, fit: null, conditions: [], waived: [], provisional: false, flags: [] };
  const up = from < 0 ? 0 : level[to]! - level[from]!;
  const fit = market.fitOf(i, to);
  const [conditions, waived, flags]: [Move['conditions'][number][], string[], string[]] = [[], [], []];
  for (const rules of [market.gates, market.requirements[to]!]) {
    for (const rule of rules) {
      const outcome = market.outcome(rule, i, to);
      if (outcome === 'unknown' && rule.binds) conditions.push({ rule: rule.id, missing: missingFor(market, rule, i, to) });
      if (outcome !== 'pass' && !rule.binds) flags.push(rule.id);
      if (market.isWaived(rule, i, to) && market.unwaived(rule, i, to) !== 'pass') waived.push(rule.id);
    }
  }
  const kind = from < 0 ? 'entry' : up > 0 ? 'promotion' : up < 0 ? 'demotion' : 'lateral';
  return {
    ...head,
    kind,
    ...careerOf(kind, round.positions[from], round.positions[to]!),
    route: market.route(i, to)?.id ?? null,
    fit,
    conditions,
    waived,
    provisional: fit.low !== fit.high,
    flags,
  };
}

type Position = Round['positions'][number];

/** The pattern of a move, and whether it hides a demotion. */
function careerOf(kind: Move['kind'], from: Position | undefined, to: Position): Pick<Move, 'pattern' | 'hiddenDemotion'> {
  if (kind === 'lateral') return { pattern: 'horizontal', hiddenDemotion: from?.class !== undefined && to.class !== undefined && to.class < from.class };
  if (kind !== 'promotion' || from?.track === undefined || to.track === undefined) return { pattern: null, hiddenDemotion: false };
  return { pattern: from.track === to.track ? 'vertical' : 'diagonal', hiddenDemotion: false };
}

/** Where a reading stands among those that are missing. */
const GROUPS: Readonly<Record<Read['about'], readonly (readonly Read['what'][])[]>> = {
  person: [['attribute', 'spells'], ['born'], ['since'], ['retires']],
  position: [[], [], [], [], ['attribute'], ['class'], ['track']],
};

/** Everything unknown that a rule reads: attributes of the person by name, then his dates, then attributes of the position by name, then its class and track. */
function missingFor(market: Market, rule: Market['gates'][number], i: number, j: number): Move['conditions'][number]['missing'] {
  const missing = rule.reads.flatMap((read) => {
    const group = GROUPS[read.about].findIndex((whats) => whats.includes(read.what));
    if (group < 0) return []; // of his seat: nothing that could be supplied about him
    const cause = read.what === 'spells' ? market.facts.histories(read.name)[i]!.cause : causeOf(market.facts.column(read)[read.about === 'person' ? i : j]!);
    return cause === undefined ? [] : [{ group, item: { about: read.about, attribute: read.name, cause } }];
  });
  return missing.sort((a, b) => a.group - b.group || compareTexts(a.item.attribute, b.item.attribute)).map(({ item }) => item);
}

function causeOf(datum: Datum): Exclude<Datum, { readonly value: unknown }>['cause'] | undefined {
  return 'cause' in datum ? datum.cause : undefined;
}

/** How long a move takes, and by which route; null where that is not known. */
export type Timing = (person: number) => { readonly route: string | undefined; readonly days: number } | null;

/** The time that the moves of a plan take; undefined where the policy has no routes. */
export function timingOf(market: Market, seating: Seating): Timing | undefined {
  if (!market.facts.policy.routes?.length) return undefined;
  return (i) => {
    if (seating[i]! < 0) return { route: undefined, days: 0 };
    const route = market.route(i, seating[i]!);
    return route ? { route: route.id, days: route.steps.reduce((sum, { days }) => sum + days, 0) } : null;
  };
}

/** After how many days each move of a chain can happen, and whether it takes more than one route. */
function timesOf(kind: 'chain' | 'loop', people: readonly number[], timing: Timing | undefined): Pick<Plan['chains'][number], 'ready' | 'crosses'> {
  if (!timing) return { ready: null, crosses: false };
  const times = people.map(timing);
  const crosses = new Set(times.flatMap((time) => time?.route ?? [])).size > 1;
  let most: number | null = 0;
  const ready = times.map((time) => (most = most === null || time === null ? null : Math.max(most, time.days)));
  return { ready: kind === 'loop' ? ready.map(() => most) : ready, crosses };
}

/** The chains and loops of a plan. */
export function chainsOf(market: Market, seating: Seating, timing?: Timing): Plan['chains'] {
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
    const people: number[] = [];
    for (let i: number | undefined = first; i !== undefined && !placed.has(i); i = next.get(i)) {
      placed.add(i);
      people.push(i);
    }
    chains.push({ first, chain: { kind, people: people.map((i) => round.people[i]!.id), ...timesOf(kind, people, timing) } });
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
  const { person, position } = market;
  for (let e = 0; e < person.length; e++) if (pairs[e] && seat[person[e]!] !== position[e]) eligible[position[e]!]!++;
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
