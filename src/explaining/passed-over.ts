import { bug, MeritError } from '../errors/index.js';
import { edgeAt, solve, type Face, type Matching, type Problem, type Shortage } from '../kernel/index.js';
import type { PersonId, PositionId } from '../model/ids.js';
import { finish, isOwed, openMarket, RelativesRule, SideRows, solveStage, type Pairs, type RoundMarket } from '../solving/index.js';

/** Why the better one could not be taken. */
export type PassedOverCause =
  /** Somebody owed a post would be left without one: these people. */
  | { readonly kind: 'owed'; readonly people: readonly PersonId[] }
  /** A post that must be filled would stay empty: these. */
  | { readonly kind: 'must-fill'; readonly positions: readonly PositionId[] }
  /** A pin could not be kept. */
  | { readonly kind: 'pin'; readonly people: readonly PersonId[] }
  /** Related people would sit in one line of command or in one unit. */
  | { readonly kind: 'relatives'; readonly people: readonly PersonId[] }
  /** A limit of the policy would not be kept: these. */
  | { readonly kind: 'limits'; readonly limits: readonly string[] }
  /** He comes from the side: the level as a whole is better off, the costs of a lateral move counted. */
  | { readonly kind: 'sideways' }
  /** Objective `stable`: he prefers the place he gets, by his wishes. */
  | { readonly kind: 'wish' }
  /** None of the above: the plan is not proven best, or the objective is one sum. */
  | { readonly kind: 'objective' };

/** Somebody eligible, better by the fit that counts, and from below, who stays below while another takes the post. */
export interface PassedOver {
  readonly person: PersonId;
  readonly position: PositionId;
  readonly taken: PersonId;
  /** Fits that count, in 1/10,000 point. */
  readonly fit: number;
  readonly fitTaken: number;
  readonly cause: PassedOverCause;
}

/**
 * Every promotion of k into j beside every i who is eligible for j in this market, fits better, comes from below as k does, and
 * is left below the level of j. Under the conditions of docs/architecture.md there is none; elsewhere each has a named
 * cause, found by asking what breaks if i sits in j instead of k with the level of j and all above it as planned: the first
 * kind of duty without which the rest can be kept, or, where no single one is enough, the first of a smallest set that is.
 * Cost: O(pairs), and up to a dozen feasibility solves per case.
 */
export function passedOverBy(market: RoundMarket, pairs: Pairs, colOf: Int32Array, rows: SideRows): readonly PassedOver[] {
  const causes = new Causes(market, pairs, colOf, rows);
  // a better one from below would block a stable plan, unless he does not want the post or the other one is pinned to it
  const stable = market.policy.objective === 'stable';
  const unwanted = (j: number, k: number): PassedOverCause => (market.pinned[k] === j ? { kind: 'pin', people: [market.round.people[k]!.id] } : { kind: 'wish' });
  return better(market, pairs, colOf, (heldBy, level) => heldBy < level, (i, j, k) => (stable ? unwanted(j, k) : causes.of(i, j, k)));
}

/**
 * Every sideways arrival of k in j (from a post of the same level or above) beside every i from below who is eligible, fits better and
 * is left below. Nothing forbids it: the level as a whole is better off, the cost of the lateral move counted. Shown with both
 * fits, never excused. O(pairs).
 */
export function sidewaysBy(market: RoundMarket, pairs: Pairs, colOf: Int32Array): readonly PassedOver[] {
  return better(market, pairs, colOf, (heldBy, level) => heldBy >= level, () => ({ kind: 'sideways' }));
}

/** How many cases `passedOverBy` tells of, without looking for their causes. O(pairs). */
export function passedOverIn(market: RoundMarket, pairs: Pairs, colOf: Int32Array): number {
  return better(market, pairs, colOf, (heldBy, level) => heldBy < level, () => ({ kind: 'objective' })).length;
}

/** Everybody from below left below while somebody of a lower fit arrives, as far as the arrival comes from where it is asked for. */
function better(
  market: RoundMarket,
  pairs: Pairs,
  colOf: Int32Array,
  comesFrom: (levelHeld: number, level: number) => boolean,
  causeOf: (i: number, j: number, k: number) => PassedOverCause,
): readonly PassedOver[] {
  const { facts, seat, round } = market;
  const levels = Int32Array.from(facts.positions, (p) => p.level);
  const level = (j: number): number => (j < 0 ? -1 : levels[j]!);
  const held = (i: number): number => (isOwed(market, i) ? level(seat[i]!) : -1);
  const cases: PassedOver[] = [];
  const arrivals: (number[] | undefined)[] = Array.from(levels, () => undefined);
  colOf.forEach((j, k) => {
    if (j >= 0 && seat[k] !== j && comesFrom(held(k), level(j))) (arrivals[j] ??= []).push(k);
  });
  for (let i = 0; i < pairs.rows; i++) {
    const left = Math.max(held(i), level(colOf[i]!));
    for (let e = pairs.start[i]!, end = pairs.start[i + 1]!; e < end; e++) {
      const j = pairs.col[e]!;
      if (levels[j]! <= left) continue;
      for (const k of arrivals[j] ?? NOBODY) {
        const fit = pairs.low[e]!;
        const fitTaken = market.fits.low(k, j);
        if (fit > fitTaken) cases.push({ person: round.people[i]!.id, position: round.positions[j]!.id, taken: round.people[k]!.id, fit, fitTaken, cause: causeOf(i, j, k) });
      }
    }
  }
  return cases;
}

const NOBODY: readonly number[] = [];

/** What a completion below a post has to keep. */
type Duty = 'owed' | 'must-fill' | 'pin' | 'relatives' | 'limits';
/** In the order in which they are named where several would do: leaving somebody without a post mends almost anything. */
const DUTIES: readonly Duty[] = ['relatives', 'limits', 'pin', 'must-fill', 'owed'];

/** What stands in the way of a better one, found by taking duties away. */
class Causes {
  private readonly market: RoundMarket;
  private readonly pairs: Pairs;
  private readonly colOf: Int32Array;
  private readonly rule: RelativesRule;
  private readonly duties: readonly Duty[];
  private readonly owedNow: number;
  private readonly rows: SideRows;
  private free: { readonly pairs: Pairs; readonly rows: SideRows } | undefined;
  /** The last completion without side rows: those that drop other rows ask for the same one. */
  private bare: { readonly fixed: Int32Array; readonly kept: string; readonly problem: Problem & Face; readonly found: Matching | Shortage } | undefined;

  constructor(market: RoundMarket, pairs: Pairs, colOf: Int32Array, rows: SideRows) {
    this.market = market;
    this.pairs = pairs;
    this.colOf = colOf;
    this.rule = new RelativesRule(market);
    this.rows = rows;
    const { round } = market;
    this.duties = DUTIES.filter((d) => d === 'owed' || (d === 'must-fill' ? round.positions.some((p) => p.mustFill) : d === 'pin' ? round.pins.length > 0 : d === 'limits' ? rows.limits : this.rule.binds));
    this.owedNow = this.owedSeated(colOf);
  }

  of(i: number, j: number, k: number): PassedOverCause {
    const { facts } = this.market;
    const top = facts.positions[j]!.level;
    const fixed = Int32Array.from(this.colOf, (c) => (c >= 0 && facts.positions[c]!.level >= top ? c : -1));
    fixed[k] = -1;
    fixed[i] = j;
    const without = (...dropped: Duty[]): Int32Array | undefined => this.complete(fixed, top, new Set(dropped));
    if (without()) return { kind: 'objective' };
    for (const duty of this.duties) {
      const plan = without(duty);
      if (plan) return this.named(duty, plan, duty === 'pin');
    }
    // several at once: without all of them it can be done; those that can be kept after all are put back
    let dropped = this.duties;
    for (const duty of [...this.duties].reverse()) {
      const fewer = dropped.filter((d) => d !== duty);
      if (without(...fewer)) dropped = fewer;
    }
    const [first] = dropped;
    const plan = without(...dropped);
    if (!first || !plan) throw bug('a swap that nothing forbids and nothing allows');
    return this.named(first, plan, dropped.includes('pin'));
  }

  /** The duty with whom it concerns: those for whom a plan without it does not keep it. */
  private named(duty: Duty, plan: Int32Array, unpinned: boolean): PassedOverCause {
    const { round, pinned, open } = this.market;
    const people = (rows: Iterable<number>): PersonId[] => [...new Set(rows)].sort((a, b) => a - b).map((r) => round.people[r]!.id);
    const rows = [...plan.keys()];
    switch (duty) {
      case 'owed':
        return { kind: duty, people: people(rows.filter((r) => isOwed(this.market, r) && plan[r]! < 0 && this.colOf[r]! >= 0)) };
      case 'pin':
        return { kind: duty, people: people(rows.filter((r) => pinned[r]! >= 0 && plan[r] !== pinned[r])) };
      case 'relatives':
        return { kind: duty, people: people(this.rule.breaches(plan).flatMap((b) => [b.head, b.below])) };
      case 'limits':
        return { kind: duty, limits: (unpinned ? this.unpinned().rows : this.rows).brokenLimits(plan) };
      case 'must-fill':
        return {
          kind: duty,
          positions: round.positions.filter((p, c) => p.mustFill && open[c] && plan.reduce((n, x) => n + (x === c ? 1 : 0), 0) < this.pairs.colMin[c]!).map((p) => p.id),
        };
    }
  }

  private owedSeated(colOf: Int32Array): number {
    return colOf.reduce((n, c, r) => n + (c >= 0 && isOwed(this.market, r) ? 1 : 0), 0);
  }

  /** The pairs as they would be without pins. */
  private unpinned(): { readonly pairs: Pairs; readonly rows: SideRows } {
    if (!this.free) {
      const { round, policy, certain } = this.market;
      const market = openMarket({ ...round, pins: [] }, policy, { maxEdges: Infinity });
      const pairs = this.pairs === certain ? market.certain : market.conditional;
      this.free = { pairs, rows: new SideRows(market, pairs) };
    }
    return this.free;
  }

  /** Everybody at or above `top` as fixed, and below it a plan that keeps all duties but the dropped, those as far as may be. */
  private complete(fixed: Int32Array, top: number, dropped: ReadonlySet<Duty>): Int32Array | undefined {
    const { pairs, rows } = dropped.has('pin') ? this.unpinned() : { pairs: this.pairs, rows: this.rows };
    const { problem, found } = this.withoutRows(fixed, top, dropped, pairs);
    const enough = (colOf: Int32Array): boolean => dropped.has('owed') || this.owedSeated(colOf) >= this.owedNow;
    if (found.status === 'infeasible' || !enough(found.colOf)) return undefined; // rows only take away
    const kept = rows.rows.filter(({ name }) => !dropped.has(name[0] === 'limit' ? 'limits' : 'relatives'));
    const chains = dropped.has('limits') ? { longChains: () => [] } : rows;
    if (keepsAll(kept, found.colOf, pairs) && chains.longChains(found.colOf).length === 0) return found.colOf;
    const { outcome } = finish(solveStage(problem, pairs.col.length, chains, kept, { start: found }));
    if (outcome.status === 'unknown') throw new MeritError('E_LIMIT_SEARCH', 'whether a better one could be taken was not found out\nMaybe fewer limits or relations bind.');
    return outcome.status !== 'infeasible' && enough(outcome.colOf) ? outcome.colOf : undefined;
  }

  private withoutRows(fixed: Int32Array, top: number, dropped: ReadonlySet<Duty>, pairs: Pairs): NonNullable<Causes['bare']> {
    const kept = this.duties.filter((d) => d !== 'relatives' && d !== 'limits' && !dropped.has(d)).join();
    if (this.bare?.fixed === fixed && this.bare.kept === kept) return this.bare;
    const problem = this.below(fixed, top, dropped, pairs);
    return (this.bare = { fixed, kept, problem, found: solve(problem) });
  }

  private below(fixed: Int32Array, top: number, dropped: ReadonlySet<Duty>, pairs: Pairs): Problem & Face {
    const { facts, pinned, policy, seat } = this.market;
    const { rows, cols } = pairs;
    const below = Uint8Array.from(facts.positions, (p) => (p.level < top ? 1 : 0));
    const low = (c: number): boolean => below[c] === 1;
    const start = new Int32Array(rows + 1);
    const col = new Int32Array(pairs.col.length);
    const edge = new Int32Array(pairs.col.length);
    const weight = new Float64Array(pairs.col.length);
    let n = 0;
    const stays = new Uint8Array(rows);
    for (let r = 0; r < rows; r++) {
      const at = fixed[r]!;
      const owed = isOwed(this.market, r) ? 2 * rows + 1 : 0;
      for (let e = pairs.start[r]!, end = pairs.start[r + 1]!; e < end; e++) {
        const c = pairs.col[e]!;
        if (c === seat[r]) stays[r] = 1;
        if (at >= 0 ? c !== at : below[c] === 0) continue;
        col[n] = c;
        edge[n] = e;
        // people owed a post first, then what was dropped as far as may be
        weight[n++] = owed + (pairs.colMin[c]! > 0 ? 1 : 0) + (pinned[r] === c ? 1 : 0);
      }
      start[r + 1] = n;
    }
    // forbidding to displace is a duty to those owed; pinned and frozen people must be seated for their own reasons
    const only = (r: number): boolean => policy.displacement === 'forbid' && dropped.has('owed') && !(pinned[r]! >= 0 && !dropped.has('pin')) && !this.frozen(r, stays);
    const rowMin = Uint8Array.from(pairs.rowMin, (min, r) => (fixed[r]! >= 0 ? 1 : only(r) ? 0 : min));
    // posts at or above the top are filled as fixed
    const colMin = Int32Array.from(pairs.colMin, (min, c) => (low(c) && !dropped.has('must-fill') ? min : 0));
    // the plan as it is: what the swap does not touch need not be found again
    const hint = Int32Array.from(fixed, (at, r) => (at >= 0 || this.colOf[r]! < 0 || !low(this.colOf[r]!) ? at : this.colOf[r]!));
    return { rows, cols, start, col: col.slice(0, n), edge: edge.slice(0, n), weight: weight.slice(0, n), rowMin, colMin, colMax: pairs.colMax, hint };
  }

  private frozen(r: number, stays: Uint8Array): boolean {
    const { scope, people } = this.market.round;
    return scope.people !== 'all' && stays[r] === 1 && !scope.people.includes(people[r]!.id);
  }
}

/** Whether a plan keeps some rows of a market. O(people * log pairs + terms). */
function keepsAll(rows: SideRows['rows'], colOf: Int32Array, pairs: Pairs): boolean {
  const taken = new Uint8Array(pairs.col.length);
  colOf.forEach((j, i) => {
    if (j >= 0) taken[edgeAt(pairs, i, j)] = 1;
  });
  return rows.every(({ edge, coef, max }) => edge.reduce((sum, e, t) => sum + taken[e]! * coef[t]!, 0) <= max);
}
