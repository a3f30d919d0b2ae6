/**
 * `meritra/assign`: assignments of rows to columns by numbers alone; no people, no documents.
 *
 * `assign` takes whatever `AssignInput` says. The questions one asks of an assignment take the problem that `problemOf` makes of the same input: its weights are
 * maximised, so costs stand in it negated, and so do the objectives and duals they speak of. `seatWorth` and `sensitivity` take what `assign` gave in either sense.
 */
export { MeritError, type ErrorCode, type Issue } from '../../errors/index.js';
export { assign, assignAsync, assignmentGap, gapOf, startAssign, type Assignment } from './assign.js';
export { problemOf, type AssignInput, type Numbers } from './input.js';
export { bottleneck, type Bottleneck } from '../bottleneck.js';
export { seatWorth, sensitivity } from './questions.js';
export { canonicalDuals, type SeatWorth } from '../canonical-duals.js';
export { certify, type Certified } from '../certify.js';
export { bound, check, checkPlan, optimalityGap, type Claim, type Violation, type ViolationKind, type Violations } from '../check.js';
export { fromDense, fromEdges, type Bounds, type Edges, type Market, type Problem } from '../csr.js';
export { kBest, rankedPlans, startKBest, type KBest, type RankedPlan } from '../k-best.js';
export { solveLevels, startLevels, type Level, type Levels, type LevelSteps } from '../levels.js';
export { PairLosses, type PairLoss } from '../loss.js';
export { runAsync, type AsyncOptions } from '../run-async.js';
export type { Sensitivity } from '../sensitivity.js';
export { deficiency, shortage, type Block, type Deficiency } from '../shortage.js';
export { solveByShape as solve } from '../by-shape.js';
export type { Matching, Shortage, Steps } from '../solve.js';
export { blockingPairs, deferredAcceptance, HOLDER, MUST_SIT, NO_RIGHT, type BlockingPair, type Ranks } from '../stable.js';
export { checkRowProof, conformanceCases, highsSolver, javascriptLpSolver, ownSearch, runConformance, smallestConflict, solveWithRows, solveWithRowsAsync, startWithRows } from '../rows/index.js';
export type { BackEnd, Conflict, ConformanceCase, ConformanceFinding, NoRowPlan, CoreAnswer, CoreSolver, ProofTree, Row, RowBound, RowOptions, RowOutcome, RowPlan, RowSteps, SideRow, SmallProgram, SmallSolver, Undecided } from '../rows/index.js';
export { quotaGap, solveQuotas, type Quota, type QuotaMatching, type QuotaShortage } from '../quotas.js';
