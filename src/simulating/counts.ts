import { passedOverIn } from '../explaining/index.js';
import type { PositionId } from '../model/ids.js';
import { chainsOf, isOwed, moveKind, type MoveKind, type Step } from '../solving/index.js';
import { seatingToday, type Chosen } from './chosen.js';
import type { RoundRecord } from './year.js';

/** One change of seat. `to` is -1 for somebody who lost his seat; people who leave by the horizon are no moves. */
interface Moved {
  readonly person: number;
  readonly from: number;
  readonly to: number;
  readonly kind: MoveKind;
}

function movesOf({ market, colOf }: Chosen): readonly Moved[] {
  const { facts } = market;
  const level = (j: number): number | undefined => (j < 0 ? undefined : facts.positions[j]!.level);
  const moves: Moved[] = [];
  colOf.forEach((to, person) => {
    const from = isOwed(market, person) ? market.seat[person]! : -1;
    if (to !== from) moves.push({ person, from, to, kind: moveKind(level(from), level(to)) });
  });
  return moves;
}

/** The counts of a round; each as `RoundRecord` says. O(pairs). */
export function recordOf(chosen: Chosen, connected: ReadonlySet<string>): RoundRecord {
  const { market, colOf } = chosen;
  const { round } = market;
  const moves = movesOf(chosen);
  const kinds: Record<MoveKind, number> = { entry: 0, promotion: 0, lateral: 0, demotion: 0, release: 0 };
  for (const { kind } of moves) kinds[kind]++;
  return {
    on: round.asOf,
    status: chosen.status,
    vacantBefore: vacantSeats(chosen, seatingToday(market)),
    vacantAfter: vacantSeats(chosen, colOf),
    moves: kinds,
    ...chainCounts(chosen, moves),
    refused: chosen.refused.length,
    extended: chosen.extended.length,
    passedOver: passedOverIn(market, chosen.pairs, colOf),
    displaced: kinds.release,
    ...winnerCounts(chosen, moves, connected),
    bench: benchOf(chosen),
  };
}

/** Free seats of open positions under a seating. */
function vacantSeats({ market, pairs }: Chosen, colOf: Int32Array): number {
  let free = 0;
  for (let j = 0; j < pairs.cols; j++) if (market.open[j]) free += pairs.colMax[j]!;
  for (const j of colOf) if (j >= 0 && market.open[j]) free--;
  return free;
}

function chainCounts({ market }: Chosen, moves: readonly Moved[]): Pick<RoundRecord, 'loops' | 'chains'> {
  const { people, positions } = market.round;
  const id = (j: number): PositionId | null => positions[j]?.id ?? null;
  const steps = moves.map(({ person, from, to }): Step => ({ person: people[person]!.id, from: id(from), to: id(to) }));
  let loops = 0;
  const byLength = new Map<number, number>();
  for (const { kind, people: inIt } of chainsOf(steps)) {
    const length = inIt.length;
    if (kind === 'loop') loops += length;
    else byLength.set(length, (byLength.get(length) ?? 0) + 1);
  }
  return { loops, chains: [...byLength].sort(([a], [b]) => a - b).map(([length, chains]) => ({ moves: length, chains })) };
}

/** Who rose or came in, and everybody who might have: whoever has a certain pair into one of those posts that would be a rise or an entry for him. */
function winnerCounts({ market }: Chosen, moves: readonly Moved[], connected: ReadonlySet<string>): Pick<RoundRecord, 'winners' | 'eligible'> {
  const { certain, facts, round, seat } = market;
  const won = moves.filter(({ kind }) => kind === 'promotion' || kind === 'entry');
  const posts = new Uint8Array(certain.cols);
  for (const { to } of won) posts[to] = 1;
  const might: number[] = [];
  for (let i = 0; i < certain.rows; i++) {
    const level = isOwed(market, i) ? facts.positions[seat[i]!]!.level : -1;
    for (let e = certain.start[i]!; e < certain.start[i + 1]!; e++) {
      const j = certain.col[e]!;
      if (posts[j] !== 1 || facts.positions[j]!.level <= level) continue;
      might.push(i);
      break;
    }
  }
  const count = (who: readonly number[]) => ({ all: who.length, connected: who.filter((i) => connected.has(round.people[i]!.id)).length });
  return { winners: count(won.map((m) => m.person)), eligible: count(might) };
}

/** By level from the lowest: open posts, and people with a certain pair to one of them who hold no post of that level or above. */
function benchOf({ market }: Chosen): RoundRecord['bench'] {
  const { certain, facts, open, policy, seat } = market;
  const positions = new Array<number>(policy.levels.length).fill(0);
  const ready = new Array<number>(policy.levels.length).fill(0);
  facts.positions.forEach(({ level }, j) => {
    if (open[j]) positions[level]!++;
  });
  const last = new Int32Array(policy.levels.length).fill(-1); // the person counted last at each level
  for (let i = 0; i < certain.rows; i++) {
    const held = isOwed(market, i) ? facts.positions[seat[i]!]!.level : -1;
    for (let e = certain.start[i]!; e < certain.start[i + 1]!; e++) {
      const { level } = facts.positions[certain.col[e]!]!;
      if (level <= held || last[level] === i) continue;
      last[level] = i;
      ready[level]!++;
    }
  }
  return policy.levels.map(({ id }, k) => ({ level: id, positions: positions[k]!, ready: ready[k]! }));
}
