import { Issues } from '../errors/index.js';
import type { Year } from './year.js';

/** Somebody's change of post; posts are names, several people may hold seats of one. */
export interface PostMove {
  readonly person: string;
  /** Null: he came from no post. */
  readonly from: string | null;
  /** Null: he left for none. */
  readonly to: string | null;
  /** Moves are linked within a period alone; absent: all are of one. */
  readonly period?: string;
}

export interface VacancyMultiplier {
  /** Moves from a post to a post, and of these the ones that can only have gone round: nobody's seat was opened for them. */
  readonly moves: number;
  readonly inLoops: number;
  /** Seats that were opened and filled by somebody with a post: chains of vacancies. */
  readonly opened: number;
  /** Moves that an opened seat set off on average, (moves - inLoops) / opened, at least 1; null where none was opened. */
  readonly multiplier: number | null;
  /** The same with people who came from no post as the last move of a chain, and seats that such a person filled at once counted as opened. */
  readonly withEntries: { readonly moves: number; readonly opened: number; readonly multiplier: number | null };
}

/**
 * The vacancy multiplier: how many moves one opened seat sets off. Whoever takes a seat leaves his own, which another takes, until a seat is left open or somebody without a post
 * comes. Seats of one post are alike: who left and who came are linked as often as can be, so a post that more people took than left opened the difference. The number of
 * chains follows from that alone. Moves of a set of posts in which as many came as left everywhere opened nothing and are loops; any other move can stand in a chain, and does.
 * That is the most linking that the moves allow: the multiplier is an upper bound where who followed whom is not known. O(moves).
 * @throws {MeritError} E_SHAPE at `/moves/i` for a move from nowhere to nowhere, from a post to itself, or without names.
 * @see H. C. White, Chains of Opportunity: System Models of Mobility in Organizations, Harvard University Press 1970
 */
export function vacancyMultiplier(moves: readonly PostMove[]): VacancyMultiplier {
  check(moves);
  const between = moves.filter(({ from, to }) => from !== null && to !== null);
  const inside = countChains(between);
  const all = countChains(moves.filter(({ to }) => to !== null));
  const ratio = (chained: number, opened: number): number | null => (opened === 0 ? null : chained / opened);
  return {
    moves: between.length,
    inLoops: inside.inLoops,
    opened: inside.opened,
    multiplier: ratio(between.length - inside.inLoops, inside.opened),
    withEntries: { moves: all.moves, opened: all.opened, multiplier: ratio(all.moves - all.inLoops, all.opened) },
  };
}

/** The moves of simulated years, those of a year linked with each other alone. */
export function movesOf(years: Iterable<Pick<Year, 'year' | 'happenings'>>): PostMove[] {
  return [...years].flatMap(({ year, happenings }) =>
    happenings.flatMap(({ what, person, from = null, to = null }): PostMove[] => (what === 'moved' && (from !== null || to !== null) ? [{ person, from, to, period: String(year) }] : [])));
}

function check(moves: readonly PostMove[]): void {
  const issues = new Issues();
  const named = (value: unknown): boolean => value === null || (typeof value === 'string' && value !== '');
  moves.forEach((move, i) => {
    if (!named(move.from) || !named(move.to)) issues.add('E_SHAPE', `/moves/${i}`, 'expected a name or null for the post left and the post taken');
    else if (move.from === move.to) issues.add('E_SHAPE', `/moves/${i}`, 'expected a move from one post to another');
  });
  issues.throwIfAny();
}

/** Chains and loops of moves into posts; one from no post ends a chain. */
function countChains(moves: readonly PostMove[]): { moves: number; opened: number; inLoops: number } {
  const parent = new Map<string, string>();
  const root = (post: string): string => {
    let top = post;
    while (parent.get(top) !== top) top = parent.get(top)!;
    for (let at = post; at !== top; ) {
      const next = parent.get(at)!;
      parent.set(at, top);
      at = next;
    }
    return top;
  };
  const surplus = new Map<string, number>(); // of those who came over those who left
  const seen = (post: string, by: number): void => {
    if (!parent.has(post)) parent.set(post, post);
    surplus.set(post, (surplus.get(post) ?? 0) + by);
  };
  const name = (post: string, { period = '' }: PostMove): string => `${period}\n${post}`;
  for (const move of moves) {
    seen(name(move.to!, move), 1);
    if (move.from === null) continue;
    seen(name(move.from, move), -1);
    parent.set(root(name(move.to!, move)), root(name(move.from, move)));
  }
  // posts that moves hang together: balanced all through, they only went round
  const opens = new Map<string, number>();
  for (const [post, extra] of surplus) opens.set(root(post), (opens.get(root(post)) ?? 0) + Math.max(0, extra));
  let [opened, inLoops] = [0, 0];
  for (const count of opens.values()) opened += count;
  for (const move of moves) if (opens.get(root(name(move.to!, move))) === 0) inLoops++;
  return { moves: moves.length, opened, inLoops };
}
