import { breachesOf, commandersOf, relatedPairs, unitBreachesOf, type Breach, type RelatedPair } from '../conflicts/index.js';
import { bestPlan } from '../kernel/index.js';
import type { Pairs, RoundMarket } from './market.js';
import type { Stage } from './stages.js';

/** The rules that related people are not seated in one line of command, nor in one unit, ready to be asked of any seating. */
export class RelativesRule {
  /** Who is kept out of one line of command. */
  readonly pairs: readonly RelatedPair[];
  /** Who is kept out of one unit. */
  readonly unitPairs: readonly RelatedPair[];
  private readonly above: readonly (readonly number[])[];
  private readonly unitOf: readonly string[];
  private readonly seat: Int32Array;

  constructor(market: RoundMarket) {
    this.pairs = relatedPairs(market.round, market.policy);
    this.unitPairs = relatedPairs(market.round, market.policy, 'sameUnit');
    this.above = this.pairs.length > 0 ? commandersOf(market.round.positions) : [];
    this.unitOf = market.round.positions.map((p) => p.unit);
    this.seat = market.seat;
  }

  /** Whether there is anybody to keep apart. */
  get binds(): boolean {
    return this.pairs.length > 0 || this.unitPairs.length > 0;
  }

  /** Pairs that a seating puts or moves into one line of command or one unit; those who both stay as today are not among them. */
  breaches(colOf: Int32Array): readonly Breach[] {
    return [...breachesOf(this.pairs, this.above, colOf, this.seat), ...unitBreachesOf(this.unitPairs, this.unitOf, colOf, this.seat)].filter((b) => !b.today);
  }

  /** Pairs in one line of command today. */
  today(): readonly Breach[] {
    return breachesOf(this.pairs, this.above, this.seat, this.seat);
  }

  /** Pairs in one unit today. */
  todayInUnit(): readonly Breach[] {
    return unitBreachesOf(this.unitPairs, this.unitOf, this.seat, this.seat);
  }

  /** Where the other one may not sit while the first of a breach sits at `headPosition`. */
  covers({ rule, headPosition }: Breach, j: number): boolean {
    return rule === 'sameUnit' ? this.unitOf[headPosition] === this.unitOf[j] : this.isAbove(headPosition, j);
  }

  isAbove(h: number, j: number): boolean {
    return this.above[j]!.includes(h);
  }

  unit(j: number): string {
    return this.unitOf[j]!;
  }

  isStay(i: number, j: number): boolean {
    return this.seat[i] === j;
  }
}

/** The market without some of its pairs, and the stages over what is left: copies of what lies between the banned pairs. */
export function without(pairs: Pairs, stages: readonly Stage[], banned: ReadonlySet<number>): { pairs: Pairs; weights: Float64Array[] } {
  const gone = Int32Array.from(banned).sort();
  const n = pairs.col.length - gone.length;
  const keep = <T extends Int32Array | Uint8Array | Float64Array>(all: T, kept: T): T => {
    let from = 0;
    for (let k = 0; k <= gone.length; k++) {
      const to = gone[k] ?? all.length;
      kept.set(all.subarray(from, to), from - k);
      from = to + 1;
    }
    return kept;
  };
  const start = new Int32Array(pairs.rows + 1);
  for (let i = 1, before = 0; i <= pairs.rows; i++) {
    while (before < gone.length && gone[before]! < pairs.start[i]!) before++;
    start[i] = pairs.start[i]! - before;
  }
  return {
    pairs: { ...pairs, start, col: keep(pairs.col, new Int32Array(n)), low: keep(pairs.low, new Int32Array(n)), state: keep(pairs.state, new Uint8Array(n)) },
    weights: stages.map((s) => keep(s.weight, new Float64Array(n))),
  };
}

/**
 * A plan that keeps related people apart, to start from: of each breach the lower one's pairs below the higher one are taken away (where he stays, the
 * higher one's pair; in a unit, the pairs of either into it), then the best plan of what is left; again until nothing is broken. Undefined if it leads nowhere.
 * One solve a turn, and a rest before each.
 */
export function* repair(rule: RelativesRule, pairs: Pairs, stages: readonly Stage[], first: Int32Array): Generator<void, Int32Array | undefined> {
  const banned = new Set<number>();
  const ban = (i: number, covers: (j: number) => boolean): void => {
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) if (covers(pairs.col[e]!) && !rule.isStay(i, pairs.col[e]!)) banned.add(e);
  };
  let plan: Int32Array | undefined = first;
  for (let breaches = rule.breaches(plan); breaches.length > 0; breaches = rule.breaches(plan)) {
    yield;
    for (const b of breaches) {
      // a stay is never taken away: of the two at least one moves
      if (!rule.isStay(b.below, b.belowPosition)) ban(b.below, (j) => rule.covers(b, j));
      else ban(b.head, (j) => (b.rule === 'sameUnit' ? rule.covers(b, j) : j === b.headPosition));
    }
    const less = without(pairs, stages, banned);
    plan = bestPlan({ ...less.pairs, hint: plan }, less.weights);
    if (!plan) return undefined;
  }
  return plan;
}

/** Runs steps to their end without a rest. */
export function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
