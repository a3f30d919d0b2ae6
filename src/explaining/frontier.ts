import { MeritError } from '../errors/index.js';
import { bestPlan } from '../kernel/index.js';
import { costUnits } from '../scoring/index.js';
import { openMarket, SideRows, stagesOf, type Pairs, type RoundMarket, type Sealed, type Stage } from '../solving/index.js';

/** One plan that some cost per move makes the best. */
export interface FrontierPoint {
  /** The least and the greatest cost per move, in 1/10,000 point, at which this is what the best plan is worth. */
  readonly from: number;
  readonly to: number;
  readonly moves: number;
  /** Merit of all levels without the cost per move, in 1/10,000 point, less that of the plan of fewest moves here. */
  readonly gain: number;
  /** What every stage comes to under it, the cost per move left out. */
  readonly objectives: readonly { readonly stage: string; readonly value: number }[];
}

export interface Frontier {
  /** Fewest moves first. Under `levels` a dearer move may also lead to more of them, where a higher level gives up a few; then points of one count can differ. */
  readonly points: readonly FrontierPoint[];
  /** The point furthest above the straight line from the first to the last; undefined with fewer than three points or none above it. */
  readonly knee: number | undefined;
  /** Counts of moves, both ends included, that no cost per move leads to: a cap reaches them, a cost does not. */
  readonly unreachable: readonly (readonly [from: number, to: number])[];
  /** Whether all costs were looked at; false where the limit on solves ended the search, and then `unreachable` may name too many. */
  readonly complete: boolean;
  /** The round has side rows (related people, limits), and they are left out of these plans. */
  readonly withoutRows: boolean;
}

/** Solves after which a frontier ends: each is one plan of the round by levels. */
export const FRONTIER_SOLVES = 400;

interface Tried {
  readonly cost: number;
  /** Per stage, the cost per move left out. */
  readonly values: readonly number[];
  /** Moves among the pairs of each stage. */
  readonly moves: readonly number[];
  readonly colOf: Int32Array;
}

/**
 * What more moves would gain: the plans that are best under some cost per move beside those of the policy, from nothing to so much
 * that nobody moves for merit alone. Each stage of merit is worth its merit less the cost of each move into it.
 *
 * Exact for whole costs of 1/10,000 point: where both ends of a range of costs come to the same values and moves stage by stage,
 * every cost between them does, because the best value of a stage is a convex function of the cost.
 * Cost: three to nine plans by levels for each point (measured on the example city and on generated rounds).
 * @throws {MeritError} E_RULE under objective `stable`, which has no merit to trade; E_FORMAT if the round has no plan.
 * @see MJ Eisner, DG Severance, J. ACM 23(4):619-635, 1976, doi:10.1145/321978.321982
 */
export function frontierOf(round: Parameters<typeof openMarket>[0], { policy }: Sealed, options: { readonly plan?: 'certain' | 'conditional'; readonly solves?: number } = {}): Frontier {
  if (policy.objective === 'stable') throw new MeritError('E_RULE', 'a stable plan is not the best by a merit that moves could be traded for', { path: '/objective' });
  const market = openMarket(round, policy);
  const pairs = market[options.plan ?? 'certain'];
  const search = new FrontierSearch(market, pairs, options.solves ?? FRONTIER_SOLVES);
  return { ...search.run(), withoutRows: new SideRows(market, pairs).binds };
}

class FrontierSearch {
  private readonly pairs: Pairs;
  private readonly stages: readonly Stage[];
  /** For a pair that moves somebody its stage of merit, by index; -1 for a stay. */
  private readonly pricedBy: Int32Array;
  private readonly dearest: number;
  private readonly tried = new Map<number, Tried>();
  private readonly market: RoundMarket;
  private left: number;

  constructor(market: RoundMarket, pairs: Pairs, solves: number) {
    this.market = market;
    this.pairs = pairs;
    this.left = solves;
    this.stages = stagesOf(market, pairs);
    const stageOf = market.round.positions.map(({ level }) => this.stages.findIndex(({ id }) => id === (market.policy.objective === 'total' ? 'merit' : `merit:${level}`)));
    this.pricedBy = new Int32Array(pairs.col.length);
    for (let i = 0; i < pairs.rows; i++) for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) this.pricedBy[e] = market.seat[i] === pairs.col[e] ? -1 : stageOf[pairs.col[e]!]!;
    // a pair is worth at most a full fit and a filled seat: dearer than a whole chain of those, no move is made for merit
    this.dearest = 2 * (costUnits(100) + costUnits(market.policy.costs.vacantSeat.points)) + costUnits(market.policy.costs.lateralMove.points);
  }

  run(): Omit<Frontier, 'withoutRows'> {
    const [free, still] = [this.at(0), this.at(this.dearest)];
    const todo: [Tried, Tried][] = [[free, still]];
    let complete = true;
    while (todo.length > 0) {
      // the widest gap first: a search that is cut short still shows the whole range
      const widest = todo.reduce((best, range, k) => (this.span(range) > this.span(todo[best]!) ? k : best), 0);
      const [low, high] = todo.splice(widest, 1)[0]!;
      const between = this.between(low, high);
      if (between === undefined) continue;
      if (this.left <= 0) {
        complete = false;
        break;
      }
      const mid = this.at(between);
      todo.push([low, mid], [mid, high]);
    }
    return { ...this.frontier(), complete };
  }

  private span([low, high]: readonly [Tried, Tried]): number {
    return Math.abs(sum(low.moves) - sum(high.moves));
  }

  /** A cost between two at which something else may be best: where the first stage that tells them apart is worth the same by both. */
  private between(low: Tried, high: Tried): number | undefined {
    if (high.cost - low.cost < 2) return undefined;
    const s = this.stages.findIndex((_, k) => low.values[k] !== high.values[k] || low.moves[k] !== high.moves[k]);
    if (s < 0) return undefined;
    const [merit, moves] = [low.values[s]! - high.values[s]!, low.moves[s]! - high.moves[s]!];
    const equal = Math.floor(moves === 0 ? (low.cost + high.cost) / 2 : merit / moves); // a later stage can differ at an end where plans tie that do not between
    return Math.min(Math.max(equal, low.cost + 1), high.cost - 1);
  }

  private at(cost: number): Tried {
    const known = this.tried.get(cost);
    if (known) return known;
    this.left--;
    const { pairs, stages, pricedBy } = this;
    const weights = stages.map(({ id, weight }, s) => (isMerit(id) && cost > 0 ? weight.map((w, e) => (pricedBy[e] === s ? w - cost : w)) : weight));
    const near = [...this.tried.values()].reduce<Tried | undefined>((best, t) => (!best || Math.abs(t.cost - cost) < Math.abs(best.cost - cost) ? t : best), undefined);
    const colOf = bestPlan({ ...pairs, hint: near?.colOf ?? this.market.seat }, weights);
    if (!colOf) throw new MeritError('E_FORMAT', 'the round has no plan at all');
    const values = stages.map(() => 0);
    const moves = stages.map(() => 0);
    for (let i = 0; i < pairs.rows; i++) {
      for (let e = pairs.start[i]!; e < pairs.start[i + 1]!; e++) {
        if (pairs.col[e] !== colOf[i]) continue;
        stages.forEach(({ weight }, s) => (values[s]! += weight[e]!));
        if (pricedBy[e]! >= 0) moves[pricedBy[e]!]!++;
      }
    }
    const tried = { cost, values, moves, colOf };
    this.tried.set(cost, tried);
    return tried;
  }

  private frontier(): Pick<Frontier, 'points' | 'knee' | 'unreachable'> {
    const { stages } = this;
    const movesAt = stages.findIndex(({ id }) => id === 'moves');
    const meritOf = ({ values }: Tried): number => sum(values.filter((_, s) => isMerit(stages[s]!.id)));
    const all = [...this.tried.values()].sort((a, b) => a.cost - b.cost);
    const groups: Tried[][] = [];
    for (const t of all) {
      const last = groups.at(-1);
      if (last && last[0]!.values.every((v, s) => v === t.values[s])) last.push(t);
      else groups.push([t]);
    }
    const count = (t: Tried): number => 0 - t.values[movesAt]!;
    const fewest = groups.at(-1)![0]!;
    const points = groups
      .map((group) => ({
        from: group[0]!.cost,
        to: group.at(-1)!.cost,
        moves: count(group[0]!),
        gain: meritOf(group[0]!) - meritOf(fewest),
        objectives: stages.map(({ id }, s) => ({ stage: id, value: group[0]!.values[s]! })),
      }))
      .sort((a, b) => a.moves - b.moves || b.from - a.from);
    const unreachable = points.slice(1).flatMap((p, k): [number, number][] => (p.moves - points[k]!.moves > 1 ? [[points[k]!.moves + 1, p.moves - 1]] : []));
    return { points, knee: kneeOf(points), unreachable };
  }
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function isMerit(stage: string): boolean {
  return stage === 'merit' || stage.startsWith('merit:');
}

/** The point furthest above the line from the first point to the last; the first of several. All in whole numbers. */
function kneeOf(points: readonly { readonly moves: number; readonly gain: number }[]): number | undefined {
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return undefined;
  const [across, up] = [last.moves - first.moves, last.gain - first.gain];
  let knee: number | undefined;
  let most = 0n;
  points.forEach(({ moves, gain }, k) => {
    const above = BigInt(gain - first.gain) * BigInt(across) - BigInt(moves - first.moves) * BigInt(up);
    if (above > most) [knee, most] = [k, above];
  });
  return knee;
}
