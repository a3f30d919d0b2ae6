import { MeritError } from '../errors/index.js';
import { dayNumber, EligibilityTable, factsOf, PairFinder, PASS, UNKNOWN, type Facts } from '../eligibility/index.js';
import type { Market } from '../kernel/index.js';
import { isDeeplyFrozen, readUnder } from '../model/frozen.js';
import type { Round } from '../model/round.js';
import { readingKey, type Policy } from '../policy/index.js';
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
 * Finds every allowed pair of a round through sets of like positions (`PairFinder`): O(people * rules * classes of like positions)
 * answers, O(people * rules * positions / 32) words; at most 14 bytes a pair while they are found, 9 after. A round and a policy as `parseRound` and `seal` gave them are looked at once.
 * @throws {MeritError} E_POLICY_HASH for a round that `parseRound` read under a policy that reads otherwise; E_LIMIT_EDGES before the pairs are stored; E_PIN_INELIGIBLE for a pin on a pair that does not exist.
 */
export function openMarket(round: Round, policy: Policy, options: MarketOptions = {}): RoundMarket {
  const lasting = options.maxEdges === undefined && isDeeplyFrozen(round) && isDeeplyFrozen(policy);
  const known = lasting ? opened.get(round)?.get(policy) : undefined;
  if (known) return known;
  refuseOtherReading(round, policy);
  const market = findMarket(round, policy, options.maxEdges ?? DEFAULT_EDGE_LIMIT);
  if (lasting) {
    const byPolicy = opened.get(round) ?? new WeakMap<Policy, RoundMarket>();
    opened.set(round, byPolicy.set(policy, market));
  }
  return market;
}

/** What was checked by the types and gates of one policy may mean nothing under another: values, levels, waivers. */
export function refuseOtherReading(round: Round, policy: Policy): void {
  const under = readUnder(round);
  if (under !== undefined && under !== readingKey(policy, round)) throw new MeritError('E_POLICY_HASH', 'the round was read under a policy of other attributes, levels or commitments\nMaybe parse it again with this one.');
}

function findMarket(round: Round, policy: Policy, maxEdges: number): RoundMarket {
  const facts = factsOf(round, policy);
  const gates = new EligibilityTable(round, policy, facts);
  const fits = new FitTable(policy, facts);
  const personAt = placesIn(round.people);
  const positionAt = placesIn(round.positions);
  const frame = frameOf(round, facts, personAt, positionAt);
  const waived = waivedPosts(round, personAt, positionAt);
  const conditional = findPairs(round, facts, frame, gates, waived, fits, maxEdges, policy);
  const certain = conditional.state.includes(UNKNOWN) ? onlyCertain(conditional) : conditional;
  refuseFailingPins(round, certain, personAt);
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

/** Where an id stands in a list, -1 for none. Many rounds name few people, so the index is made for the first that is asked. */
type PlaceOf = (id: string | undefined) => number;

function placesIn(list: readonly { readonly id: string }[]): PlaceOf {
  let index: Map<string, number> | undefined;
  return (id) => {
    if (id === undefined) return -1;
    if (!index) {
      index = new Map();
      for (let k = 0; k < list.length; k++) index.set(list[k]!.id, k);
    }
    return index.get(id) ?? -1;
  };
}

function frameOf(round: Round, facts: Facts, personAt: PlaceOf, positionAt: PlaceOf): Frame {
  const { horizon } = facts.round;
  const members = (scope: 'all' | readonly string[], all: number, placeOf: PlaceOf): Uint8Array => {
    const inside = new Uint8Array(all).fill(scope === 'all' ? 1 : 0);
    if (scope !== 'all') for (const id of scope) inside[placeOf(id)] = 1;
    return inside;
  };
  const pinned = new Int32Array(round.people.length).fill(-1);
  for (const pin of round.pins) pinned[personAt(pin.person)] = positionAt(pin.position);
  const seat = new Int32Array(round.people.length);
  const leaving = new Uint8Array(round.people.length);
  for (let i = 0; i < seat.length; i++) {
    const { retires } = facts.people[i]!;
    seat[i] = positionAt(round.people[i]!.seat);
    leaving[i] = retires !== undefined && retires <= horizon ? 1 : 0;
  }
  return {
    seat,
    open: Uint8Array.from(round.positions, (p) => {
      const opened = p.opens === undefined || dayNumber(p.opens) <= horizon;
      const closed = p.closes !== undefined && dayNumber(p.closes) <= horizon;
      return opened && !closed ? 1 : 0;
    }),
    leaving,
    pinned,
    mayMove: members(round.scope.people, round.people.length, personAt),
    receiving: members(round.scope.positions, round.positions.length, positionAt),
  };
}

/** Pairs found so far, in arrays that double when they are full. */
class PairList {
  col = new Int32Array(1024);
  state = new Uint8Array(1024);
  size = 0;

  add(col: number, state: number): void {
    if (this.size === this.col.length) {
      const [cols, states] = [this.col, this.state];
      this.col = new Int32Array(2 * this.size);
      this.state = new Uint8Array(2 * this.size);
      this.col.set(cols);
      this.state.set(states);
    }
    this.col[this.size] = col;
    this.state[this.size++] = state;
  }
}

function findPairs(round: Round, facts: Facts, frame: Frame, gates: EligibilityTable, waived: WaivedPosts, fits: FitTable, maxEdges: number, policy: Policy): Pairs {
  const rows = round.people.length;
  const cols = round.positions.length;
  const level = (j: number): number => facts.positions[j]!.level;
  const entrances = Int32Array.from(round.positions.keys()).filter((j) => frame.open[j] === 1 && frame.receiving[j] === 1);
  const finder = new PairFinder(gates, entrances, waived);
  // whoever is seated looks at his level and above; -1 looks everywhere
  const from = new Map([-1, ...policy.levels.keys()].map((floor) => [floor, finder.setOf((j) => level(j) >= floor)]));
  const list = new PairList();
  const start = new Int32Array(rows + 1);
  for (let i = 0; i < rows; i++) {
    if (!frame.leaving[i]) addPairsOf(i);
    if (list.size > maxEdges) {
      const mib = Math.ceil((list.size * BYTES_PER_EDGE) / 1_048_576);
      throw new MeritError('E_LIMIT_EDGES', `more than ${maxEdges} eligible pairs (about ${BYTES_PER_EDGE} bytes each, so over ${mib} MiB)\nMaybe narrow the scope of the round, or raise maxEdges.`);
    }
    start[i + 1] = list.size;
  }

  function addPairsOf(i: number): void {
    const seat = frame.seat[i]!;
    const only = frame.pinned[i]!;
    const seated = seat >= 0 && frame.open[seat] === 1;
    let stays = seated && (only < 0 || only === seat);
    if (frame.mayMove[i]) {
      const floor = seated && !round.people[i]!.acceptsLower ? level(seat) : -1;
      const n = finder.find(i, from.get(floor)!);
      for (let k = 0; k < n; k++) {
        const j = entrances[finder.places[k]!]!;
        if (stays && j >= seat) {
          list.add(seat, PASS);
          stays = false;
        }
        if (j !== seat && (only < 0 || only === j)) list.add(j, finder.states[k]!);
      }
    }
    if (stays) list.add(seat, PASS);
  }

  const col = list.col.slice(0, list.size);
  const state = list.state.slice(0, list.size);
  const low = new Int32Array(list.size);
  for (let i = 0; i < rows; i++) for (let e = start[i]!; e < start[i + 1]!; e++) low[e] = fits.low(i, col[e]!);
  return { rows, cols, start, col, state, low, ...boundsOf(round, frame, policy, start, col) };
}

/** Positions that a waiver names, by person. */
type WaivedPosts = ReadonlyMap<number, readonly number[]>;

function waivedPosts(round: Round, personAt: PlaceOf, positionAt: PlaceOf): WaivedPosts {
  const named = new Map<number, number[]>();
  for (const w of round.waivers) {
    const i = personAt(w.person);
    named.set(i, [...(named.get(i) ?? []), positionAt(w.position)]);
  }
  return named;
}

function boundsOf(round: Round, frame: Frame, policy: Policy, start: Int32Array, col: Int32Array) {
  const forbid = policy.displacement === 'forbid';
  const rowMin = new Uint8Array(round.people.length);
  for (let i = 0; i < rowMin.length; i++) {
    const held = frame.seat[i]! >= 0 && !frame.leaving[i];
    const frozen = held && !frame.mayMove[i] && start[i + 1]! > start[i]!;
    if (frame.pinned[i]! >= 0 || frozen || (held && forbid)) rowMin[i] = 1;
  }
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
  const { rows, col, low, state } = all;
  let size = 0;
  for (let e = 0; e < state.length; e++) if (state[e] === PASS) size++;
  const start = new Int32Array(rows + 1);
  const kept = { col: new Int32Array(size), low: new Int32Array(size) };
  for (let i = 0, n = 0; i < rows; i++) {
    for (let e = all.start[i]!, to = all.start[i + 1]!; e < to; e++) {
      if (state[e] !== PASS) continue;
      kept.col[n] = col[e]!;
      kept.low[n++] = low[e]!;
    }
    start[i + 1] = n;
  }
  return { ...all, start, ...kept, state: new Uint8Array(size) };
}

function refuseFailingPins(round: Round, certain: Pairs, personAt: PlaceOf): void {
  const issues = round.pins.flatMap((pin, k) => {
    const i = personAt(pin.person);
    if (certain.start[i + 1]! > certain.start[i]!) return [];
    return [{ code: 'E_PIN_INELIGIBLE' as const, path: `/pins/${k}`, message: `${pin.person} cannot be pinned to ${pin.position}: a binding rule fails or is unknown, or the post is closed, out of scope or lower` }];
  });
  if (issues.length > 0) throw MeritError.of(issues);
}
