import solver from 'javascript-lp-solver';
import { keepsRows, type SmallSolver } from './small-program.js';

interface Model {
  optimize: string;
  opType: 'max';
  constraints: Record<string, { min?: number; max?: number }>;
  variables: Record<string, Record<string, number>>;
  ints: Record<string, 1>;
  options: { tolerance: number; useMIRCuts: boolean };
}

interface Answer {
  readonly feasible?: boolean;
  readonly bounded?: boolean;
  readonly [key: string]: unknown;
}

/**
 * The back end for small programs. Its traps (measured, docs/architecture.md): results are flat, so variables are called x0, x1 …;
 * an answer may carry values though infeasible; a row of large integers is widened by a half, since the tableau is floating
 * point and no integer lies between. Whatever it says is checked here in integers.
 */
export const javascriptLpSolver: SmallSolver = (program) => {
  const model: Model = { optimize: 'gain', opType: 'max', constraints: {}, variables: {}, ints: {}, options: { tolerance: 0, useMIRCuts: false } };
  program.gain.forEach((gain, x) => {
    model.variables[`x${x}`] = { gain, [`u${x}`]: 1 };
    model.constraints[`u${x}`] = { max: 1 };
    model.ints[`x${x}`] = 1;
  });
  program.rows.forEach((row, r) => {
    const slack = row.terms.every(([, a]) => a === 1) ? 0 : 0.5;
    const bounds: { min?: number; max?: number } = {};
    if (row.min !== undefined) bounds.min = row.min - slack;
    if (row.max !== undefined) bounds.max = row.max + slack;
    model.constraints[`r${r}`] = bounds;
    for (const [x, a] of row.terms) {
      const column = model.variables[`x${x}`]!;
      column[`r${r}`] = (column[`r${r}`] ?? 0) + a;
    }
  });
  const answer = solver.Solve(model) as Answer;
  if (answer.feasible !== true || answer.bounded === false) return undefined;
  const chosen = program.gain.map((_, x) => Number(answer[`x${x}`] ?? 0) > 0.5);
  return keepsRows(program, chosen) ? chosen : undefined;
};
