import type { Row, SmallProgram, SmallSolver } from './program.js';
import type { Relaxation } from './relaxation.js';

/** Edges up to which a core goes to the back end for small programs. */
export const SMALL_CORE = 800;

/** A back end that is asked for the best plan on the core. */
export interface CoreSolver {
  /** What `trusted` of the outcome says, where only its word speaks for the plan. */
  readonly name: string;
  readonly solve: SmallSolver;
}

/** What a back end said that runs elsewhere. */
export interface CoreAnswer {
  readonly by: string;
  /** The chosen variables, or undefined where it found none. Checked like any other plan. */
  readonly chosen: readonly boolean[] | undefined;
}

/** The plans on the edges of the core as a 0/1 program, a variable for each edge, without the rows that nothing can break. */
export function coreProgram({ p, core, rows, rowOf }: Pick<Relaxation, 'p' | 'core' | 'rows' | 'rowOf'>): SmallProgram {
  const at = new Int32Array(p.col.length).fill(-1);
  const ofRow: [number, number][][] = Array.from({ length: p.rows }, () => []);
  const ofCol: [number, number][][] = Array.from({ length: p.cols }, () => []);
  core.forEach((e, c) => {
    at[e] = c;
    ofRow[rowOf[e]!]!.push([c, 1]);
    ofCol[p.col[e]!]!.push([c, 1]);
  });
  const all: Row[] = [
    ...ofRow.map((terms, i) => ({ terms, max: 1, ...(p.rowMin[i] === 1 ? { min: 1 } : {}) })),
    ...ofCol.map((terms, j) => ({ terms, max: p.colMax[j]!, ...(p.colMin[j]! > 0 ? { min: p.colMin[j]! } : {}) })),
    ...rows.map(({ edge, coef, max }) => {
      const terms: [number, number][] = [];
      for (let t = 0; t < edge.length; t++) if (at[edge[t]!]! >= 0) terms.push([at[edge[t]!]!, coef[t]!]);
      return { terms, max };
    }),
  ];
  return { gain: Array.from(core, (e) => p.weight[e]!), rows: all.filter(mayBreak) };
}

function mayBreak({ terms, min, max }: Row): boolean {
  return min !== undefined || max === undefined || terms.reduce((sum, [, a]) => sum + Math.max(a, 0), 0) > max;
}

/** The column of each row under an answer, -1 for none. */
export function planOn({ p, core, rowOf }: Pick<Relaxation, 'p' | 'core' | 'rowOf'>, chosen: readonly boolean[]): Int32Array {
  const plan = new Int32Array(p.rows).fill(-1);
  core.forEach((e, c) => {
    if (chosen[c]) plan[rowOf[e]!] = p.col[e]!;
  });
  return plan;
}
