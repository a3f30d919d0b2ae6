import { solve, type Problem } from '../kernel/index.js';
import type { PersonId, PositionId } from '../model/ids.js';
import { isOwed, type Pairs, type RelativesRule, type RoundMarket } from '../solving/index.js';

/** Why the better one could not be taken. */
export type PassedOverCause =
  /** Somebody owed a post would be left without one: these people. */
  | { readonly kind: 'owed'; readonly people: readonly PersonId[] }
  /** A post that must be filled would stay empty: these. */
  | { readonly kind: 'must-fill'; readonly positions: readonly PositionId[] }
  /** A pin could not be kept. */
  | { readonly kind: 'pin'; readonly people: readonly PersonId[] }
  /** Related people would sit in one line of command. */
  | { readonly kind: 'relatives'; readonly people: readonly PersonId[] }
  /** He comes from the side: the level as a whole is better off, the costs of a lateral move counted. */
  | { readonly kind: 'sideways' }
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
 * cause, found by asking what breaks if i sits in j instead of k with the level of j and all above it as planned.
 * Cost: O(pairs), and one feasibility solve per case.
 */
export function passedOverBy(market: RoundMarket, pairs: Pairs, colOf: Int32Array, rule: RelativesRule): readonly PassedOver[] {
  const { facts, seat, round } = market;
  const level = (j: number): number => (j < 0 ? -1 : facts.positions[j]!.level);
  const held = (i: number): number => (isOwed(market, i) ? level(seat[i]!) : -1);
  const cases: PassedOver[] = [];
  const arrivals = new Map<number, number[]>();
  colOf.forEach((j, k) => {
    if (j >= 0 && seat[k] !== j) arrivals.set(j, [...(arrivals.get(j) ?? []), k]);
  });
  for (let i = 0; i < pairs.rows; i++) {
    for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) {
      const j = pairs.col[e]!;
      const taken = arrivals.get(j);
      if (!taken || held(i) >= level(j) || level(colOf[i]!) >= level(j)) continue;
      for (const k of taken) {
        const fitTaken = market.fits.low(k, j);
        if (held(k) < level(j) && pairs.low[e]! > fitTaken) {
          const cause = causeOf(market, pairs, colOf, rule, i, j, k);
          cases.push({ person: round.people[i]!.id, position: round.positions[j]!.id, taken: round.people[k]!.id, fit: pairs.low[e]!, fitTaken, cause });
        }
      }
    }
  }
  return cases;
}

interface Completion {
  readonly colOf: Int32Array;
  readonly owedSeated: number;
}

function causeOf(market: RoundMarket, pairs: Pairs, colOf: Int32Array, rule: RelativesRule, i: number, j: number, k: number): PassedOver['cause'] {
  const { round, facts } = market;
  const top = facts.positions[j]!.level;
  const fixed = Int32Array.from(colOf, (c) => (c >= 0 && facts.positions[c]!.level >= top ? c : -1));
  fixed[k] = -1;
  fixed[i] = j;
  const ids = (rows: readonly number[]): PersonId[] => rows.map((r) => round.people[r]!.id);

  const owedNow = colOf.reduce((n, c, r) => n + (c >= 0 && isOwed(market, r) ? 1 : 0), 0);
  const whole = complete(market, pairs, fixed, top, { pins: true, mustFill: true });
  if (whole && whole.owedSeated >= owedNow) {
    const related = rule.breaches(whole.colOf);
    return related.length > 0 ? { kind: 'relatives', people: ids(related.flatMap((b) => [b.head, b.below])) } : { kind: 'objective' };
  }
  if (whole) {
    const left = [...whole.colOf.keys()].filter((r) => isOwed(market, r) && whole.colOf[r]! < 0 && colOf[r]! >= 0);
    const withoutDuties = complete(market, pairs, fixed, top, { pins: true, mustFill: false });
    if (!withoutDuties || withoutDuties.owedSeated < owedNow) return { kind: 'owed', people: ids(left) };
  }
  if (!whole && complete(market, pairs, fixed, top, { pins: false, mustFill: true })) {
    return { kind: 'pin', people: ids([...market.pinned.keys()].filter((r) => market.pinned[r]! >= 0 && fixed[r] !== market.pinned[r])) };
  }
  const duties = round.positions.filter((p, c) => p.mustFill && market.open[c] && facts.positions[c]!.level < top).map((p) => p.id);
  return { kind: 'must-fill', positions: duties };
}

/** A completion below `top` that seats as many people owed a post as can be, everybody at or above it as fixed. */
function complete(market: RoundMarket, pairs: Pairs, fixed: Int32Array, top: number, keep: { readonly pins: boolean; readonly mustFill: boolean }): Completion | undefined {
  const { facts, pinned, round } = market;
  const start = new Int32Array(pairs.rows + 1);
  const col: number[] = [];
  const weight: number[] = [];
  for (let r = 0; r < pairs.rows; r++) {
    const at = fixed[r]!;
    for (let e = pairs.start[r]!; e < pairs.start[r + 1]!; e++) {
      const c = pairs.col[e]!;
      if (at >= 0 ? c !== at : facts.positions[c]!.level >= top) continue;
      col.push(c);
      weight.push(isOwed(market, r) ? 1 : 0);
    }
    start[r + 1] = col.length;
  }
  const rowMin = Uint8Array.from(pairs.rowMin, (min, r) => (fixed[r]! >= 0 ? 1 : keep.pins || pinned[r]! < 0 ? min : 0));
  // posts at or above the top are filled as fixed; those below keep their duties only if asked to
  const colMin = Int32Array.from(pairs.colMin, (min, c) => (facts.positions[c]!.level < top && keep.mustFill ? min : 0));
  const problem: Problem = { rows: pairs.rows, cols: round.positions.length, start, col: Int32Array.from(col), weight: Float64Array.from(weight), rowMin, colMin, colMax: pairs.colMax };
  const solved = solve(problem);
  return solved.status === 'optimal' ? { colOf: solved.colOf, owedSeated: solved.objective } : undefined;
}
