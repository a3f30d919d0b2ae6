import type { PersonId, PositionId } from '../model/ids.js';
import type { Chain } from './proposal.js';

/** Who goes from where to where, by id; null is no seat. */
export interface Step {
  readonly person: PersonId;
  readonly from: PositionId | null;
  readonly to: PositionId | null;
  /** Id of its route; null or absent where that is not known. */
  readonly route?: string | null;
}

/** What a chain needs to know of the routes of a policy. */
export interface RouteTime {
  readonly id: string;
  readonly steps: readonly { readonly days: number }[];
}

/**
 * The moves as chains and loops: in each post the k-th arriver takes the seat of the k-th leaver, both by id (with several seats
 * the split is a convention, not a fact). A chain begins with a mover into a free seat, or a released person; each next one
 * takes the seat that the one before leaves. Sorted by first person; every mover stands in exactly one. O(moves log moves).
 * @param routes - of the policy, if it has any: with them each mover gets the days after which he can move, at the earliest when
 *   those before him have moved; a loop moves at once, when its slowest route is done.
 */
export function chainsOf(moves: readonly Step[], routes?: readonly RouteTime[]): readonly Chain[] {
  const days = routes && new Map(routes.map((r) => [r.id, r.steps.reduce((sum, s) => sum + s.days, 0)]));
  const byPerson = [...moves].sort((a, b) => (a.person < b.person ? -1 : 1));
  const leavers = group(byPerson, (m) => m.from);
  const arrivers = group(byPerson, (m) => m.to);
  const successor = new Map<Step, Step>();
  const follows = new Set<Step>();
  for (const [position, leaving] of leavers) {
    (arrivers.get(position) ?? []).slice(0, leaving.length).forEach((arriver, k) => {
      successor.set(leaving[k]!, arriver);
      follows.add(arriver);
    });
  }
  const chains: Chain[] = [];
  const done = new Set<Step>();
  const walk = (first: Step, kind: Chain['kind']): void => {
    const steps: Step[] = [];
    for (let m: Step | undefined = first; m && !done.has(m); m = successor.get(m)) {
      done.add(m);
      steps.push(m);
    }
    const known = new Set(steps.flatMap(({ route }) => route ?? []));
    chains.push({ kind, people: steps.map((m): PersonId => m.person), ready: days ? readyOf(steps, kind, days) : null, crosses: known.size > 1 });
  };
  for (const m of byPerson) if (!follows.has(m)) walk(m, 'chain');
  for (const m of byPerson) if (!done.has(m)) walk(m, 'loop');
  return chains.sort((a, b) => (a.people[0]! < b.people[0]! ? -1 : 1));
}

/** The days after which each can move: in a chain nobody before those above him, in a loop all when the slowest may; null from the first unknown route on. */
function readyOf(steps: readonly Step[], kind: Chain['kind'], days: ReadonlyMap<string, number>): readonly (number | null)[] {
  const after: (number | null)[] = [];
  let most: number | null = 0;
  for (const { to, route } of steps) {
    const own = to === null ? 0 : typeof route === 'string' ? (days.get(route) ?? null) : null;
    most = most === null || own === null ? null : own > most ? own : most;
    after.push(most);
  }
  return kind === 'loop' ? after.map(() => most) : after;
}

function group(moves: readonly Step[], key: (m: Step) => PositionId | null): Map<PositionId, Step[]> {
  const groups = new Map<PositionId, Step[]>();
  for (const m of moves) {
    const k = key(m);
    if (k === null) continue;
    const list = groups.get(k);
    if (list) list.push(m);
    else groups.set(k, [m]);
  }
  return groups;
}
