export { checkRowProof } from './check.js';
export { javascriptLpSolver } from './javascript-lp-solver.js';
export { keepsRows, type Row, type SmallProgram, type SmallSolver } from './program.js';
export { solveWithRows, startWithRows, type RowOptions } from './search.js';
export type { NoRowPlan, ProofTree, RowBound, RowOutcome, RowPlan, SideRow, Undecided } from './types.js';
