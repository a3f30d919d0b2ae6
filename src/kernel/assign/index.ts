/** `meritra/assign`: assignments of rows to columns by numbers alone; no people, no documents. */
export { MeritError, type ErrorCode, type Issue } from '../../errors/index.js';
export { assign, startAssign, type Assignment } from './assign.js';
export { problemOf, type AssignInput, type Numbers } from './input.js';
export { bound, optimalityGap, type Claim } from '../check.js';
export { fromDense, fromEdges, type Bounds, type Edges, type Market, type Problem } from '../csr.js';
export { solveLevels, startLevels, type Level, type Levels, type LevelSteps } from '../levels.js';
export { PairLosses, type PairLoss } from '../loss.js';
export { type Matching, type Shortage, type Steps } from '../solve.js';
