import type { Limit, Policy, Round } from './documents.js';
import { binds } from './interpreter.js';
import { readsOf, type Expression } from './language.js';
import { Table, type Market } from './market.js';
import { at, refuse } from './shapes.js';

/** The limits that a plan must keep. */
export function bindingLimits(policy: Policy): Limit[] {
  return (policy.limits ?? []).filter(({ citation }) => binds(citation, policy));
}

/** What a limit asks of people and positions. */
export function rulesOf(limit: Limit): Expression[] {
  if (limit.kind === 'budget') return [limit.cost];
  return limit.kind === 'unit' && limit.who ? [limit.who] : [];
}

/** Refuses limits on units that the round does not have. */
export function requireUnits(policy: Policy, round: Round): void {
  const known = new Set(round.units.map(({ id }) => id));
  at('limits', () => policy.limits?.forEach((limit, k) => at(k, () => {
    if ('units' in limit && limit.units !== 'each') limit.units.forEach((id, n) => known.has(id) || at('units', () => at(n, () => refuse('names something that is not listed'))));
  })));
}

/** Refuses a post of several seats that takes people where a limit on chains binds. */
export function requireSingleSeats(policy: Policy, round: Round): void {
  if (!bindingLimits(policy).some(({ kind }) => kind === 'chain')) return;
  const horizon = round.horizon ?? round.asOf;
  at('positions', () => round.positions.forEach(({ id, seats, opens, closes }, j) => {
    const open = (opens === undefined || opens <= horizon) && !(closes !== undefined && closes <= horizon);
    if (open && seats !== undefined && seats > 1 && (round.scope.positions === 'all' || round.scope.positions.includes(id))) at(j, () => at('seats', () => refuse('are several, where a limit on chains binds')));
  }));
}

/** The rows of one limit of section 4.1 that share no pair: one in all, or one for each unit that it watches. */
export interface Tally {
  readonly limit: Exclude<Limit, { readonly kind: 'chain' }>;
  readonly side: 'max' | 'min' | undefined;
  readonly perUnit: boolean;
  /** Whether there is a row for the unit at this place. */
  readonly watches: (unit: number) => boolean;
  /** What the pair of a person and a position counts in the row of the position's unit, if that is watched. */
  readonly coefficient: (i: number, j: number) => number;
  /** By unit: how many stay pairs count in its row; of a donor, how many sit there. */
  readonly today: Float64Array;
  /** What a unit's row, or the only one, must not exceed. */
  readonly most: (unit: number) => number;
}

/** By position: the place of its unit. */
export function unitsOf({ facts: { round } }: Market): Int32Array {
  const places = new Map(round.units.map(({ id }, k) => [id, k]));
  return Int32Array.from(round.positions, ({ unit }) => places.get(unit)!);
}

/** All rows of the limits that bind, but for those on chains. */
export function talliesOf(market: Market): Tally[] {
  const { facts: { round, policy, seat }, interpreter } = market;
  const unitOf = unitsOf(market);
  const tally = (limit: Tally['limit'], side: Tally['side'], coefficient: Tally['coefficient'], most: (today: number) => number, counts = (i: number): boolean => market.stays(i)): Tally => {
    const units = 'units' in limit ? limit.units : 'each';
    const listed = new Set(units === 'each' ? round.units.map(({ id }) => id) : units);
    const watched = round.units.map(({ id }) => listed.has(id));
    const today = new Float64Array(round.units.length);
    for (let i = 0; i < seat.length; i++) if (counts(i) && coefficient(i, seat[i]!) !== 0) today[unitOf[seat[i]!]!]!++;
    return { limit, side, perUnit: 'units' in limit, watches: (unit) => watched[unit]!, coefficient, today, most: (unit) => most(today[unit]!) };
  };
  return bindingLimits(policy).flatMap((limit): Tally[] => {
    switch (limit.kind) {
      case 'moves':
        return [tally(limit, undefined, (i, j) => (seat[i] === j ? 0 : 1), () => limit.max)];
      case 'budget': {
        const costs = new Table(market.facts, readsOf([limit.cost]), (i, j) => Math.ceil(interpreter.number(limit.cost, i, j).high / 1e6));
        return [tally(limit, undefined, (i, j) => (seat[i] === j ? 0 : costs.at(i, j)), () => limit.max)];
      }
      case 'unit': {
        const { who, min, max } = limit;
        const belongs = round.people.map((_, i) => (who && round.positions.length > 0 ? interpreter.truth(who, i, 0) : true)); // it asks nothing of the position
        const least = min === undefined ? [] : [tally(limit, 'min', (i) => (belongs[i] === true ? -1 : 0), (today) => -Math.min(min, today))];
        const most = max === undefined ? [] : [tally(limit, 'max', (i) => (belongs[i] === false ? 0 : 1), (today) => Math.max(max, today))];
        return [...most, ...least];
      }
      case 'donor':
        return [tally(limit, undefined, (i, j) => (sits(market, i) && unitOf[seat[i]!] === unitOf[j] ? -1 : 0), (today) => -Math.max(0, today - limit.maxLeaving), (i) => sits(market, i))];
      case 'chain':
        return [];
    }
  });
}

/** Whether somebody holds an open post and is not leaving: then he may stay, or is pinned elsewhere. */
function sits({ owed, open, facts }: Market, i: number): boolean {
  return owed[i]! && open[facts.seat[i]!]!;
}

/** By position: the one who would have to leave before somebody else can take its only seat; -1 where there is nobody. */
export function holdersOf(market: Market): Int32Array {
  const { round, seat } = market.facts;
  const holders = new Int32Array(round.positions.length).fill(-1);
  for (let i = 0; i < seat.length; i++) if (sits(market, i) && market.colMax[seat[i]!] === 1) holders[seat[i]!] = i;
  return holders;
}
