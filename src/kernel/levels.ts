import { bug } from '../errors/index.js';
import { canonicalDuals } from './canonical-duals.js';
import { checkMarket, checkWeights, shape, type Market, type Problem } from './csr.js';
import { face, type Face } from './face.js';
import { solve, solveTrusted, startTrusted, type Matching, type Shortage, type Steps } from './solve.js';

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
 * the weights alone.
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
  let at: Face = { ...market, edge: Int32Array.from({ length: market.col.length }, (_, e) => e) };
  let plan: Int32Array | undefined;
  let ahead = beat === undefined;
  for (const [s, all] of stages.entries()) {
    const weight = pick(all, at.edge);
    let objective = 0;
    if (!plan || weight.some((w) => w !== 0)) {
      const hint = plan ?? market.hint;
      const problem: Problem = hint ? { ...at, weight, hint } : { ...at, weight };
      const found = s === 0 ? solve(problem) : solveTrusted(problem);
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

/** The weights of some edges. */
function pick(all: Float64Array, edge: Int32Array): Float64Array {
  const weight = new Float64Array(edge.length);
  for (let e = 0; e < edge.length; e++) weight[e] = all[edge[e]!]!;
  return weight;
}

/** Levels solved a piece at a time; `level` counts those that are done. */
export interface LevelSteps extends Steps<Levels | Shortage> {
  readonly level: number;
}

/** The same as `solveLevels`, a piece at a time: the search inside a level is split, its duals and face are not. */
export function startLevels(market: Market, stages: readonly Float64Array[]): LevelSteps {
  checkMarket(market);
  if (stages.length === 0) throw shape('there is no objective: stages is empty');
  for (const weight of stages) checkWeights(market, weight);
  return new LevelByLevel(market, stages);
}

class LevelByLevel implements LevelSteps {
  result: Levels | Shortage | undefined = undefined;
  private readonly stages: readonly Float64Array[];
  private readonly levels: Level[] = [];
  private at: Face;
  private plan: Int32Array | undefined = undefined;
  private hint: Int32Array | undefined;
  private running: { problem: Problem; run: Steps<Matching | Shortage> } | undefined = undefined;

  constructor(market: Market, stages: readonly Float64Array[]) {
    this.stages = stages;
    const { hint, ...bare } = market;
    this.hint = hint;
    this.at = { ...bare, edge: Int32Array.from({ length: market.col.length }, (_, e) => e) };
  }

  get level(): number {
    return this.levels.length;
  }

  step(budget = 1_000_000): 'running' | 'done' {
    if (this.result) return 'done';
    if (!this.running) {
      const weight = this.weights();
      // no objective here tells the plans apart: the plan stays, all duals are 0, and canonically so
      if (this.plan && !weight.some((w) => w !== 0)) {
        const zero = { objective: 0, rowDual: new Float64Array(this.at.rows), colDual: new Float64Array(this.at.cols) };
        this.levels.push({ ...this.at, weight, ...zero });
        return this.next();
      }
      const problem: Problem = this.hint ? { ...this.at, weight, hint: this.hint } : { ...this.at, weight };
      this.running = { problem, run: startTrusted(problem) };
    }
    const { problem, run } = this.running;
    if (run.step(budget) === 'running') return 'running';
    this.running = undefined;
    const found = run.result;
    if (!found) throw bug('a finished solve without a result');
    if (found.status === 'infeasible') {
      if (this.plan) throw bug('a level without the plan of the level before it');
      this.result = found;
      return 'done';
    }
    this.plan = this.hint = found.colOf;
    const { objective, rowDual, colDual } = canonicalDuals(problem, found);
    this.levels.push({ ...this.at, weight: problem.weight, objective, rowDual, colDual });
    this.at = face(problem, { rowDual, colDual }, this.at.edge);
    return this.next();
  }

  /** This level's weights on the edges that are left. */
  private weights(): Float64Array {
    return pick(this.stages[this.levels.length]!, this.at.edge);
  }

  private next(): 'running' | 'done' {
    if (this.levels.length < this.stages.length) return 'running';
    if (!this.plan) throw bug('levels without a plan');
    this.result = { status: 'optimal', colOf: this.plan, levels: this.levels, finalFace: this.at };
    return 'done';
  }
}
