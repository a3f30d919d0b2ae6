import { isOwed, moveKind, type RoundMarket } from '../solving/index.js';
import type { ConductRequest } from './request.js';

/** The sort of a move, as people say yes or no to it: to a higher post, or any other (sideways, down, or in from outside). */
export function sortOf(market: RoundMarket, person: number, position: number): 'promotion' | 'other' {
  const { facts, seat } = market;
  const from = isOwed(market, person) ? facts.positions[seat[person]!]!.level : undefined;
  return moveKind(from, facts.positions[position]!.level) === 'promotion' ? 'promotion' : 'other';
}

/** Whether somebody says no if he is asked to take a position. Staying is not asked. */
export function declining(market: RoundMarket, declines: ConductRequest['declines']): (person: number, position: number) => boolean {
  const { people } = market.round;
  return (i, j) => market.seat[i] !== j && declines[sortOf(market, i, j)].has(people[i]!.id);
}
