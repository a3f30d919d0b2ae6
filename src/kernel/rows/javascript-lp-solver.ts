import solver from 'javascript-lp-solver';
import { keepsRows, type SmallProgram, type SmallSolver } from './program.js';

/** Relaxations solved before the search ends with the best it has: the solver's own search knows no limit but the clock. */
export const NODE_LIMIT = 60;

/** Cells of the dense tableau beyond which a program is not tried. */
const CELL_LIMIT = 600_000;

interface Model {
  optimize: string;
  opType: 'max';
  constraints: Record<string, { min?: number; max?: number }>;
  variables: Record<string, Record<string, number>>;
  options: { tolerance: number };
}

interface Answer {
  readonly feasible?: boolean;
  readonly bounded?: boolean;
  readonly [key: string]: unknown;
}

/**
 * The relaxation of a program as the solver wants it. Its results are flat, so variables are called x0, x1 …, or one named `result`
 * would overwrite the objective. A row of large integers is widened by a half, since the tableau is floating point and no
 * integer lies between.
 */
function modelOf(program: SmallProgram): Model {
  const model: Model = { optimize: 'gain', opType: 'max', constraints: {}, variables: {}, options: { tolerance: 0 } };
  program.gain.forEach((gain, x) => {
    model.variables[`x${x}`] = { gain, [`u${x}`]: 1 };
    model.constraints[`u${x}`] = { max: 1 };
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
  return model;
}

/** The value of each variable in the best point of the relaxation with some of them fixed; undefined if there is none. */
function relax(model: Model, count: number, fixed: ReadonlyMap<number, 0 | 1>): number[] | undefined {
  const constraints = { ...model.constraints };
  for (const [x, value] of fixed) constraints[`u${x}`] = value === 1 ? { min: 1, max: 1 } : { max: 0 };
  const answer = solver.Solve({ ...model, constraints }) as Answer;
  if (answer.feasible !== true || answer.bounded === false) return undefined;
  return Array.from({ length: count }, (_, x) => Number(answer[`x${x}`] ?? 0));
}

/**
 * The back end for small programs: branch and bound over its relaxations, depth first, the higher value first. Ends after
 * `NODE_LIMIT` relaxations, by count and not by the clock, so that the same program has the same answer everywhere.
 * Answers only with variables that keep every row in integers; that nothing is better is not promised.
 */
export const javascriptLpSolver: SmallSolver = (program) => {
  const count = program.gain.length;
  if ((program.rows.length + count) * count > CELL_LIMIT) return undefined;
  const model = modelOf(program);
  let best: { readonly chosen: readonly boolean[]; readonly value: number } | undefined;
  let nodes = 0;
  const visit = (fixed: ReadonlyMap<number, 0 | 1>): void => {
    if (nodes++ >= NODE_LIMIT) return;
    const point = relax(model, count, fixed);
    if (!point) return;
    const bound = point.reduce((sum, x, k) => sum + x * program.gain[k]!, 0);
    if (best && bound < best.value + 0.5) return;
    const split = mostFractional(point);
    if (split < 0) {
      const chosen = point.map((x) => x > 0.5);
      const value = chosen.reduce((sum, yes, k) => sum + (yes ? program.gain[k]! : 0), 0);
      if (keepsRows(program, chosen) && (!best || value > best.value)) best = { chosen, value };
      return;
    }
    visit(new Map([...fixed, [split, 1]]));
    visit(new Map([...fixed, [split, 0]]));
  };
  visit(new Map());
  return best?.chosen;
};

/** The variable nearest to a half, the first of several; -1 if all are whole within the noise of the tableau. */
function mostFractional(point: readonly number[]): number {
  let at = -1;
  let least = 0.5 - 1e-6;
  point.forEach((x, k) => {
    const off = Math.abs(x - 0.5);
    if (off < least) [at, least] = [k, off];
  });
  return at;
}
