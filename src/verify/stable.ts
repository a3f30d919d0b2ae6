import type { Seating } from './derived.js';
import type { Market } from './market.js';

/** Section 4, objective `stable`: the first pair that blocks a plan, by its place; -1 where none does. O(pairs). */
export function blockingPair(market: Market, exists: ArrayLike<number>, seating: Seating): number {
  const { facts: { round, seat, level, personAt, positionAt }, colMax } = market;
  const pinned = new Set(round.pins.map(({ person }) => personAt.get(person)!));
  const free = colMax.slice();
  /** By position: the lowest fit of those who must make way for a better one; whoever is pinned there or holds it today need not. */
  const lowest = new Float64Array(colMax.length).fill(Infinity);
  seating.forEach((j, i) => {
    if (j < 0) return;
    free[j]!--;
    if (!pinned.has(i) && seat[i] !== j) lowest[j] = Math.min(lowest[j]!, market.fitLow(i, j));
  });
  let [of, wishes] = [-1, new Map<number, number>()];
  /** Wished before unwished, by place; then by level, any before none. */
  const prefers = (i: number, j: number, to: number): boolean => {
    if (of !== i) [of, wishes] = [i, new Map((round.people[i]!.wishes ?? []).map((id, k) => [positionAt.get(id)!, k]))];
    const [wished, instead] = [wishes.get(j) ?? Infinity, wishes.get(to) ?? Infinity];
    return wished === instead ? level[j]! > (to < 0 ? -1 : level[to]!) : wished < instead;
  };
  for (let e = 0; e < market.person.length; e++) {
    const [i, j] = [market.person[e]!, market.position[e]!];
    if (!exists[e] || seating[i] === j || !prefers(i, j, seating[i]!)) continue;
    if (free[j]! > 0 || lowest[j]! < (seat[i] === j ? Infinity : market.fit[e]!)) return e;
  }
  return -1;
}
