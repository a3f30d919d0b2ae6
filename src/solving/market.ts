import { MeritError } from '../errors/index.js';
import { dayNumber, EligibilityTable, factsOf, FAIL, PASS, UNKNOWN, type Facts } from '../eligibility/index.js';
import type { Market } from '../kernel/index.js';
import { isDeeplyFrozen } from '../model/frozen.js';
import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import { FitTable } from '../scoring/index.js';

/** Pairs found before the market is refused; each takes about 90 bytes while levels are solved. */
export const DEFAULT_EDGE_LIMIT = 20_000_000;
const BYTES_PER_EDGE = 90;

/**
 * A round as numbers: people and positions by their index in the round, and every pair that no binding rule fails, as
 * compressed sparse rows. docs/formats.md section 4 says which pairs exist; the kernel knows the rest as rows and columns.
 */
export interface RoundMarket {
  readonly round: Round;
  readonly policy: Policy;
  readonly facts: Facts;
  readonly gates: EligibilityTable;
  readonly fits: FitTable;
  /** Position of the seat held, -1 for none. */
  readonly seat: Int32Array;
  /** 1 where a position takes people in this round. */
  readonly open: Uint8Array;
  /** 1 where a person retires by the horizon. */
  readonly leaving: Uint8Array;
  /** 1 where the scope lets somebody new in. */
  readonly receiving: Uint8Array;
  /** Position a person is pinned to, -1 for none. */
  readonly pinned: Int32Array;
  readonly certain: Pairs;
  /** Also the pairs with an unknown gate; the same object as `certain` where there are none. */
  readonly conditional: Pairs;
}

/** The pairs of one market with their bounds; `low` is the fit that counts, in 1/10,000 point. */
export interface Pairs extends Market {
  readonly low: Int32Array;
  readonly state: Uint8Array;
}

export interface MarketOptions {
  readonly maxEdges?: number;
}

/** Markets of parsed rounds: the documents are frozen, so what was found once stays true, and questions need not find it again. */
const opened = new WeakMap<Round, WeakMap<Policy, RoundMarket>>();

/**
 * Finds every allowed pair of a round. O(people * classes of like positions) rule evaluations, O(people * positions) look-ups,
 * about 9 bytes a pair. A round and a policy as `parseRound` and `seal` gave them are looked at once.
 * @throws {MeritError} E_LIMIT_EDGES before the pairs are stored; E_PIN_INELIGIBLE for a pin on a pair that does not exist.
 */
export function openMarket(round: Round, policy: Policy, options: MarketOptions = {}): RoundMarket {
  const lasting = options.maxEdges === undefined && isDeeplyFrozen(round) && isDeeplyFrozen(policy);
  const known = lasting ? opened.get(round)?.get(policy) : undefined;
  if (known) return known;
  const market = findMarket(round, policy, options.maxEdges ?? DEFAULT_EDGE_LIMIT);
  if (lasting) {
    const byPolicy = opened.get(round) ?? new WeakMap<Policy, RoundMarket>();
    opened.set(round, byPolicy.set(policy, market));
  }
  return market;
}

function findMarket(round: Round, policy: Policy, maxEdges: number): RoundMarket {
  const facts = factsOf(round, policy);
  const gates = new EligibilityTable(round, policy, facts);
  const fits = new FitTable(policy, facts);
  const frame = frameOf(round, facts);
  const conditional = findPairs(round, facts, frame, gates, fits, maxEdges, policy);
  const certain = conditional.state.includes(UNKNOWN) ? onlyCertain(conditional) : conditional;
  refuseFailingPins(round, certain);
  return { round, policy, facts, gates, fits, ...frame, certain, conditional };
}

interface Frame {
  readonly seat: Int32Array;
  readonly open: Uint8Array;
  readonly leaving: Uint8Array;
  readonly pinned: Int32Array;
  readonly mayMove: Uint8Array;
  readonly receiving: Uint8Array;
}

function frameOf(round: Round, facts: Facts): Frame {
  const { horizon } = facts.round;
  const positionIndex = new Map<string, number>(round.positions.map((p, j) => [p.id, j]));
  const personIndex = new Map<string, number>(round.people.map((p, i) => [p.id, i]));
  const indexOf = (id: string | undefined): number => (id === undefined ? -1 : (positionIndex.get(id) ?? -1));
  const members = (scope: 'all' | readonly string[], all: number, index: ReadonlyMap<string, number>): Uint8Array => {
    const inside = new Uint8Array(all).fill(scope === 'all' ? 1 : 0);
    if (scope !== 'all') for (const id of scope) inside[index.get(id)!] = 1;
    return inside;
  };
  const pinned = new Int32Array(round.people.length).fill(-1);
  for (const pin of round.pins) pinned[personIndex.get(pin.person)!] = indexOf(pin.position);
  return {
    seat: Int32Array.from(round.people, (p) => indexOf(p.seat)),
    open: Uint8Array.from(round.positions, (p) => {
      const opened = p.opens === undefined || dayNumber(p.opens) <= horizon;
      const closed = p.closes !== undefined && dayNumber(p.closes) <= horizon;
      return opened && !closed ? 1 : 0;
    }),
    leaving: Uint8Array.from(facts.people, (p) => (p.retires !== undefined && p.retires <= horizon ? 1 : 0)),
    pinned,
    mayMove: members(round.scope.people, round.people.length, personIndex),
    receiving: members(round.scope.positions, round.positions.length, positionIndex),
  };
}

/** Not yet asked, among the answers of `EligibilityTable.status`. */
const NOT_ASKED = 255;

function findPairs(round: Round, facts: Facts, frame: Frame, gates: EligibilityTable, fits: FitTable, maxEdges: number, policy: Policy): Pairs {
  const rows = round.people.length;
  const cols = round.positions.length;
  const { classOf, first } = gates.classes;
  const levels = Int32Array.from(facts.positions, (p) => p.level);
  const entrances = Int32Array.from(round.positions.keys()).filter((j) => frame.open[j] === 1 && frame.receiving[j] === 1);
  const levelOfEntrance = entrances.map((j) => levels[j]!);
  const classOfEntrance = entrances.map((j) => classOf[j]!);
  const answers = new Uint8Array(rows * first.length).fill(NOT_ASKED);

  // the pairs of the person last looked at, positions ascending
  const colOfPair = new Int32Array(cols);
  const stateOfPair = new Uint8Array(cols);
  const look = (i: number): number => {
    if (frame.leaving[i]) return 0;
    const seat = frame.seat[i]!;
    const only = frame.pinned[i]!;
    const seated = seat >= 0 && frame.open[seat] === 1;
    let n = 0;
    let stays = seated && (only < 0 || only === seat);
    const stay = (): void => {
      colOfPair[n] = seat;
      stateOfPair[n++] = PASS;
      stays = false;
    };
    if (frame.mayMove[i]) {
      const floor = seated && !round.people[i]!.acceptsLower ? levels[seat]! : -1;
      for (let k = 0; k < entrances.length; k++) {
        const j = entrances[k]!;
        if (stays && j >= seat) stay();
        if (levelOfEntrance[k]! < floor || j === seat || (only >= 0 && only !== j)) continue;
        const at = i * first.length + classOfEntrance[k]!;
        let answer = answers[at]!;
        if (answer === NOT_ASKED) answers[at] = answer = gates.status(i, classOfEntrance[k]!);
        if (answer === FAIL) continue;
        colOfPair[n] = j;
        stateOfPair[n++] = answer;
      }
    }
    if (stays) stay();
    return n;
  };

  const start = new Int32Array(rows + 1);
  let count = 0;
  for (let i = 0; i < rows; i++) {
    count += look(i);
    if (count > maxEdges) {
      const mib = Math.ceil((count * BYTES_PER_EDGE) / 1_048_576);
      throw new MeritError('E_LIMIT_EDGES', `more than ${maxEdges} eligible pairs (about ${BYTES_PER_EDGE} bytes each, so over ${mib} MiB)\nMaybe narrow the scope of the round, or raise maxEdges.`);
    }
    start[i + 1] = count;
  }
  const col = new Int32Array(count);
  const state = new Uint8Array(count);
  const low = new Int32Array(count);
  for (let i = 0, e = 0; i < rows; i++) {
    const n = look(i);
    for (let k = 0; k < n; k++, e++) {
      col[e] = colOfPair[k]!;
      state[e] = stateOfPair[k]!;
      low[e] = fits.low(i, col[e]!);
    }
  }
  return { rows, cols, start, col, state, low, ...boundsOf(round, frame, policy, start, col) };
}

function boundsOf(round: Round, frame: Frame, policy: Policy, start: Int32Array, col: Int32Array) {
  const forbid = policy.displacement === 'forbid';
  const rowMin = Uint8Array.from(round.people, (_, i) => {
    const held = frame.seat[i]! >= 0 && !frame.leaving[i];
    const frozen = held && !frame.mayMove[i] && start[i + 1]! > start[i]!;
    return frame.pinned[i]! >= 0 || frozen || (held && forbid) ? 1 : 0;
  });
  const colMax = Int32Array.from(round.positions, (p) => p.seats ?? 1);
  // outside the scope nobody can be put there, but nobody who sits there may leave it emptier
  const staying = new Int32Array(round.positions.length);
  for (let i = 0; i < frame.seat.length; i++) {
    for (let e = start[i]!; e < start[i + 1]!; e++) if (col[e] === frame.seat[i]) staying[col[e]!]!++;
  }
  const colMin = Int32Array.from(round.positions, (p, j) => (!p.mustFill || !frame.open[j] ? 0 : frame.receiving[j] ? (p.seats ?? 1) : staying[j]!));
  return { rowMin, colMin, colMax };
}

function onlyCertain(all: Pairs): Pairs {
  const start = new Int32Array(all.rows + 1);
  const keep = new Int32Array(all.col.length);
  let n = 0;
  for (let i = 0; i < all.rows; i++) {
    for (let e = all.start[i]!; e < all.start[i + 1]!; e++) if (all.state[e] === PASS) keep[n++] = e;
    start[i + 1] = n;
  }
  const kept = keep.subarray(0, n);
  return { ...all, start, col: kept.map((e) => all.col[e]!), low: kept.map((e) => all.low[e]!), state: new Uint8Array(n) };
}

function refuseFailingPins(round: Round, certain: Pairs): void {
  const personIndex = new Map<string, number>(round.people.map((p, i) => [p.id, i]));
  const issues = round.pins.flatMap((pin, k) => {
    const i = personIndex.get(pin.person)!;
    if (certain.start[i + 1]! > certain.start[i]!) return [];
    return [{ code: 'E_PIN_INELIGIBLE' as const, path: `/pins/${k}`, message: `${pin.person} cannot be pinned to ${pin.position}: a binding rule fails or is unknown, or the post is closed, out of scope or lower` }];
  });
  if (issues.length > 0) throw MeritError.of(issues);
}
