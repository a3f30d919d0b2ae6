import { breachesOf, commandersOf, relatedPairs, unitBreachesOf, type Breach, type RelatedPair } from '../conflicts/index.js';
import { bestPlan } from '../kernel/index.js';
import type { Pairs, RoundMarket } from './market.js';
import type { Stage } from './stages.js';
import { valuesOf } from './under-rows.js';

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

/** Breaches up to which both ways of mending each are tried. */
const TRY_BOTH = 3;

/**
 * A plan that keeps related people apart: of the first breach either the lower one's pairs below the higher one are taken
 * away or the higher one's pair (in a unit, the one's pairs into it or the other's), whichever leaves the better plan; then again until nothing is broken. With many breaches the
 * lower ones give way without a trial. Not proven best; undefined if it leads nowhere. One or two solves per breach, and a
 * rest before each.
 */
export function* repair(rule: RelativesRule, pairs: Pairs, stages: readonly Stage[], first: Int32Array): Generator<void, Int32Array | undefined> {
  const pairsOf = (i: number, covers: (j: number) => boolean): number[] => {
    const found: number[] = [];
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) {
      if (covers(pairs.col[e]!) && !rule.isStay(i, pairs.col[e]!)) found.push(e);
    }
    return found;
  };
  // a stay is never taken away: of the two at least one moves
  const ways = (b: Breach): number[][] => [
    ...(rule.isStay(b.below, b.belowPosition) ? [] : [pairsOf(b.below, (j) => rule.covers(b, j))]),
    ...(rule.isStay(b.head, b.headPosition) ? [] : [pairsOf(b.head, (j) => (b.rule === 'sameUnit' ? rule.covers(b, j) : j === b.headPosition))]),
  ];
  let banned = new Set<number>();
  let plan = first;
  for (let breaches = rule.breaches(plan); breaches.length > 0; breaches = rule.breaches(plan)) {
    const trials = breaches.length > TRY_BOTH ? [breaches.flatMap((b) => ways(b)[0]!)] : ways(breaches[0]!);
    let best: { readonly plan: Int32Array; readonly values: readonly number[]; readonly banned: Set<number> } | undefined;
    for (const trial of trials) {
      yield;
      const without = new Set([...banned, ...trial]);
      const solved = solveWithout(pairs, stages, without, plan, best?.values);
      if (solved) best = { plan: solved, values: valuesOf(pairs, stages, solved), banned: without };
    }
    if (!best) return undefined;
    ({ plan, banned } = best);
  }
  return plan;
}

/** The best plan of what is left; undefined if there is none, or none that beats the values given. */
function solveWithout(pairs: Pairs, stages: readonly Stage[], banned: ReadonlySet<number>, hint: Int32Array, beat?: readonly number[]): Int32Array | undefined {
  const reduced = without(pairs, stages, banned);
  return bestPlan({ ...reduced.pairs, hint }, reduced.weights, beat);
}

/** Runs steps to their end without a rest. */
export function finish<T>(steps: Generator<void, T>): T {
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}
