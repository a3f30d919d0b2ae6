export { checkRowProof } from './check.js';
export { smallestConflict, type Conflict } from './conflict.js';
export { conformanceCases, runConformance, type BackEnd, type ConformanceCase, type ConformanceFinding } from './conformance.js';
export { highsSolver } from './highs.js';
export { javascriptLpSolver } from './javascript-lp-solver.js';
export { ownSearch } from './own-back-end.js';
export { keepsRows, type Row, type SmallProgram, type SmallSolver } from './program.js';
export { solveWithRows, startWithRows, type RowOptions } from './search.js';
export type { NoRowPlan, ProofTree, RowBound, RowOutcome, RowPlan, SideRow, Undecided } from './types.js';
