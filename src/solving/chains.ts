import type { PersonId, PositionId } from '../model/ids.js';
import type { Chain } from './proposal.js';

/** Who goes from where to where, by id; null is no seat. */
export interface Step {
  readonly person: PersonId;
  readonly from: PositionId | null;
  readonly to: PositionId | null;
}

/**
 * The moves as chains and loops: in each post the k-th arriver takes the seat of the k-th leaver, both by id (with several seats
 * the split is a convention, not a fact). A chain begins with a mover into a free seat, or a released person; each next one
 * takes the seat that the one before leaves. Sorted by first person; every mover stands in exactly one. O(moves log moves).
 */
export function chainsOf(moves: readonly Step[]): readonly Chain[] {
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
    const people: PersonId[] = [];
    for (let m: Step | undefined = first; m && !done.has(m); m = successor.get(m)) {
      done.add(m);
      people.push(m.person);
    }
    chains.push({ kind, people, ready: null, crosses: false });
  };
  for (const m of byPerson) if (!follows.has(m)) walk(m, 'chain');
  for (const m of byPerson) if (!done.has(m)) walk(m, 'loop');
  return chains.sort((a, b) => (a.people[0]! < b.people[0]! ? -1 : 1));
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
