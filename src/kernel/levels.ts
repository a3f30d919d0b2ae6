import { bug } from '../errors/index.js';
import { solveByShape, startByShapeTrusted } from './by-shape.js';
import { canonicalDualsInPieces } from './canonical-duals.js';
import { checkMarket, checkWeights, shape, transposeInPieces, type Market, type Problem, type Transpose } from './csr.js';
import { face, faceInPieces, wholeFace, type Face } from './face.js';
import { finish, overRows, Pieces, type Budget, type Steps } from './pieces.js';
import { solveTrusted, startTrusted, type Shortage } from './solve.js';

/** One objective of a lexicographic solve: the market it was solved on (the face of the objectives before it) and its proof. */
export interface Level extends Face {
  /** The weight of each edge of this level's market. */
  readonly weight: Float64Array;
  readonly objective: number;
  /** Seat-maximal duals of this level: what matters if no earlier level changes. u is free where this level's rowMin is 1. */
  readonly rowDual: Float64Array;
  readonly colDual: Float64Array;
}

/** A plan that is best by the first objective, among those by the second, and so on. */
export interface Levels {
  readonly status: 'optimal';
  /** The column of each row, -1 for none: one of the plans on `finalFace`, which of them is not a tie rule. */
  readonly colOf: Int32Array;
  /** One entry per objective, first things first. */
  readonly levels: readonly Level[];
  /** All plans that are best by every objective. */
  readonly finalFace: Face;
}

/**
 * A lexicographically best plan, with duals and market of every level; the shortage if there is no plan at all.
 * Each level is solved on the face of the levels before it. The levels, duals and faces are a function of the market and
 * the weights alone. What a level leaves as it was is shared, with the level before or with the arrays given: they must not be written to.
 * Cost: one `solve` and one `canonicalDuals` per objective that has a nonzero weight on its face, O(edges) for the others.
 * @param stages - integer weights over the edges of the market, most important objective first.
 * @throws {MeritError} E_SHAPE (also for no objective at all), E_NUM_INT, E_OVERFLOW
 */
export function solveLevels(market: Market, stages: readonly Float64Array[]): Levels | Shortage {
  const run = startLevels(market, stages);
  while (run.step() === 'running');
  if (!run.result) throw bug('finished levels without a result');
  return run.result;
}

/**
 * One plan that is best by the first objective, among those by the second, and so on, without its proof; undefined if there
 * is none, or none whose objectives beat those given, the first that differs deciding: then it stops at that objective.
 * Cost: one `solve` per objective that has a nonzero weight on its face.
 */
export function bestPlan(market: Market, stages: readonly Float64Array[], beat?: readonly number[]): Int32Array | undefined {
  let at = wholeFace(market);
  let plan: Int32Array | undefined;
  let ahead = beat === undefined;
  for (const [s, all] of stages.entries()) {
    const weight = finish(weightsOn(at, all, market, { left: Infinity }));
    let objective = 0;
    if (!plan || !isZero(weight)) {
      const hint = plan ?? market.hint;
      const problem: Problem = hint ? { ...at, weight, hint } : { ...at, weight };
      const found = s === 0 ? solveByShape(problem) : solveTrusted(problem);
      if (found.status === 'infeasible') return undefined;
      ({ colOf: plan, objective } = found);
      at = face(problem, found, at.edge);
    }
    if (ahead) continue;
    if (objective < beat![s]!) return undefined;
    ahead = objective > beat![s]!;
  }
  return ahead ? plan : undefined;
}

/**
 * A plan that is best by the first objective, among those by the second, and so on, with the face of all such plans, and no proof; the shortage if there is
 * no plan at all. The plans of the face are those of `solveLevels`; edges that none of them has may differ. Cost: one `solve` per objective that has a nonzero weight on its
 * face, or for several in a row that fit into one.
 * @throws {MeritError} E_SHAPE (also for no objective at all), E_NUM_INT, E_OVERFLOW
 */
export function bestFace(market: Market, stages: readonly Float64Array[]): { readonly status: 'optimal'; readonly colOf: Int32Array; readonly face: Face } | Shortage {
  checkMarket(market);
  for (const weight of stages) checkWeights(market, weight);
  let at = wholeFace(market);
  let plan: Int32Array | undefined;
  for (const all of inOne(market, stages)) {
    const weight = finish(weightsOn(at, all, market, { left: Infinity }));
    if (plan && isZero(weight)) continue;
    const hint = plan ?? market.hint;
    const problem: Problem = hint ? { ...at, weight, hint } : { ...at, weight };
    const found = solveTrusted(problem);
    if (found.status === 'infeasible') return found;
    plan = found.colOf;
    at = face(problem, found, at.edge);
  }
  if (!plan) throw shape('there is no objective: stages is empty');
  return { status: 'optimal', colOf: plan, face: at };
}

/**
 * Fewer objectives with the same best plans: of two in a row the first counts so many times that the second cannot outweigh one unit of it, as long as the sums
 * stay exact. Seats and moves count by ones, so they mostly go in with the objective beside them.
 */
function inOne(market: Market, stages: readonly Float64Array[]): readonly Float64Array[] {
  let seats = 0;
  for (let j = 0; j < market.cols; j++) seats += market.colMax[j]!;
  const people = Math.min(market.rows, seats);
  const largest = Math.floor(Number.MAX_SAFE_INTEGER / (2 * people + 1));
  const joined: Ranged[] = [];
  for (const weight of stages) {
    const next = ranged(weight);
    const last = joined.at(-1);
    const times = people * (next.high - next.low) + 1; // two plans differ by less than this
    if (last && Math.max(last.high, -last.low) * times + Math.max(next.high, -next.low) <= largest) joined[joined.length - 1] = both(last, times, next);
    else joined.push(next);
  }
  return joined.map((j) => j.weight);
}

/** Weights that lie in low..high, 0 included. */
interface Ranged {
  readonly weight: Float64Array;
  readonly high: number;
  readonly low: number;
}

function ranged(weight: Float64Array): Ranged {
  let high = 0;
  let low = 0;
  for (let e = 0; e < weight.length; e++) {
    const w = weight[e]!;
    if (w > high) high = w;
    else if (w < low) low = w;
  }
  return { weight, high, low };
}

/** The first weights so many times, and the second. */
function both(a: Ranged, times: number, b: Ranged): Ranged {
  const [first, second] = [a.weight, b.weight];
  const weight = new Float64Array(first.length);
  for (let e = 0; e < weight.length; e++) weight[e] = first[e]! * times + second[e]!;
  return { weight, high: a.high * times + b.high, low: a.low * times + b.low };
}

/** Levels solved a piece at a time; `level` counts those that are done. */
export interface LevelSteps extends Steps<Levels | Shortage> {
  readonly level: number;
}

/** The same as `solveLevels`, a piece at a time: everything in a level is split, except one search for a shortest path and the one pass over all edges with which row reduction begins. The market and the weights are checked before the first piece. */
export function startLevels(market: Market, stages: readonly Float64Array[]): LevelSteps {
  checkMarket(market);
  if (stages.length === 0) throw shape('there is no objective: stages is empty');
  for (const weight of stages) checkWeights(market, weight);
  return new LevelByLevel(market, stages);
}

class LevelByLevel extends Pieces<Levels | Shortage> implements LevelSteps {
  private readonly levels: Level[];

  constructor(market: Market, stages: readonly Float64Array[]) {
    const levels: Level[] = [];
    super((budget) => byLevel(market, stages, levels, budget));
    this.levels = levels;
  }

  get level(): number {
    return this.levels.length;
  }
}

/** Solves level after level into `levels`. A piece ends with each level at the latest. */
function* byLevel(market: Market, stages: readonly Float64Array[], levels: Level[], budget: Budget): Generator<void, Levels | Shortage> {
  let at = wholeFace(market);
  let byCol: Transpose | undefined; // of `at`, also for the next level where no edge is lost
  let plan: Int32Array | undefined;
  for (const stage of stages) {
    if (levels.length > 0) yield;
    const weight = yield* weightsOn(at, stage, market, budget);
    // no objective here tells the plans apart: the plan stays, all duals are 0, and canonically so
    if (plan && isZero(weight)) {
      levels.push({ ...at, weight, objective: 0, rowDual: new Float64Array(at.rows), colDual: new Float64Array(at.cols) });
      continue;
    }
    byCol ??= yield* transposeInPieces(at, budget);
    const hint = plan ?? market.hint;
    const problem: Problem = hint ? { ...at, weight, hint } : { ...at, weight };
    if (budget.left < at.col.length) yield; // the start reads every edge once, in one go
    const run = hint ? startTrusted(problem, byCol) : startByShapeTrusted(problem);
    budget.left -= at.col.length;
    while (run.step(Math.max(budget.left, 1)) === 'running') yield;
    const found = run.result;
    if (!found) throw bug('a finished solve without a result');
    if (found.status === 'infeasible') {
      if (plan) throw bug('a level without the plan of the level before it');
      return found;
    }
    plan = found.colOf;
    const { objective, rowDual, colDual } = yield* canonicalDualsInPieces(problem, found, byCol, budget);
    levels.push({ ...at, weight, objective, rowDual, colDual });
    const next = yield* faceInPieces(problem, { rowDual, colDual }, at.edge, budget);
    if (next.col !== at.col) byCol = undefined;
    at = next;
  }
  if (!plan) throw bug('levels without a plan');
  return { status: 'optimal', colOf: plan, levels, finalFace: at };
}

/** The weights of a stage on the edges that are left: its own array where all are. */
function* weightsOn(at: Face, all: Float64Array, market: Market, budget: Budget): Generator<void, Float64Array> {
  if (at.col === market.col) return all;
  const { start, edge } = at;
  const weight = new Float64Array(edge.length);
  yield* overRows(start, budget, (from, to) => {
    for (let e = start[from]!, end = start[to]!; e < end; e++) weight[e] = all[edge[e]!]!;
  });
  return weight;
}

function isZero(weight: Float64Array): boolean {
  for (let e = 0; e < weight.length; e++) if (weight[e] !== 0) return false;
  return true;
}
