import type { Post } from './setting.js';
import type { WaitingMove } from './roster.js';

/** What of a list of moves can happen now, and what must wait. Both by person id. */
export interface Settled {
  readonly now: readonly WaitingMove[];
  readonly waiting: readonly WaitingMove[];
}

/**
 * Moves into seats that are free, then into those that these leave, and so on; then circles, whose moves happen together. Whoever is away waits. Where several wait for one seat
 * the smaller person id goes first. The largest set of moves that can happen, as far as circles cross no other; O(moves) without circles, O(moves * moves) for those that may form one.
 * @param moves - by person id. @param held - holders by post; not changed.
 */
export function settle(moves: readonly WaitingMove[], held: Int32Array): Settled {
  const free = new Map<Post, number>();
  const freeAt = (post: Post): number => free.get(post) ?? post.seats - held[post.index]!;
  const open = new Set(moves.filter((move) => move.person.awayUntil === undefined));
  const into = new Map<Post, WaitingMove[]>();
  for (const move of open) into.set(move.to, [...(into.get(move.to) ?? []), move]);
  const done = new Set<WaitingMove>();
  const happen = (move: WaitingMove): void => {
    open.delete(move);
    done.add(move);
    free.set(move.to, freeAt(move.to) - 1);
    const { seat } = move.person;
    if (seat) free.set(seat, freeAt(seat) + 1);
  };
  const queue = [...into.keys()].filter((post) => freeAt(post) > 0);
  for (const post of queue) {
    for (const move of into.get(post) ?? []) {
      if (freeAt(post) <= 0) break;
      if (!open.has(move)) continue;
      happen(move);
      if (move.person.seat) queue.push(move.person.seat);
    }
  }
  for (const move of [...open]) if (open.has(move)) circleThrough(move, open)?.forEach(happen);
  return { now: moves.filter((move) => done.has(move)), waiting: moves.filter((move) => !done.has(move)) };
}

/** The moves of a shortest circle through one, each into the post that the next one leaves; undefined if there is none. */
function circleThrough(first: WaitingMove, open: ReadonlySet<WaitingMove>): readonly WaitingMove[] | undefined {
  const home = first.person.seat;
  if (!home) return undefined;
  const cameBy = new Map<Post, WaitingMove>([[first.to, first]]);
  for (const post of cameBy.keys()) {
    if (post === home) break;
    for (const move of open) if (move.person.seat === post && !cameBy.has(move.to)) cameBy.set(move.to, move);
  }
  const circle: WaitingMove[] = [];
  for (let post = home; ; ) {
    const move = cameBy.get(post);
    if (!move) return undefined;
    circle.push(move);
    if (move === first) return circle;
    post = move.person.seat!;
  }
}
