export { solveByShape, startByShape, startByShapeTrusted } from './by-shape.js';
export { canonicalDuals } from './canonical-duals.js';
export { bound, optimalityGap, type Claim } from './check.js';
export { assertExact, checkMarket, checkProblem, edgeAt, fromDense, fromEdges, transpose, type Bounds, type Edges, type Market, type Problem, type Transpose, type Weights } from './csr.js';
export { settle, type Settled } from './exchange.js';
export { face, type Face } from './face.js';
export { bestPlan, solveLevels, startLevels, type Level, type Levels, type LevelSteps } from './levels.js';
export { PairLosses, type PairLoss } from './loss.js';
export { solve, start, type Matching, type Shortage, type Steps } from './solve.js';
