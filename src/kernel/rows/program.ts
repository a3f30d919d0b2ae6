/** One linear row over 0/1 variables: min <= sum of coefficient * variable <= max, integers. */
export interface Row {
  readonly terms: readonly (readonly [variable: number, coefficient: number])[];
  readonly min?: number;
  readonly max?: number;
}

/** A small 0/1 program: maximise gain . x subject to rows, all integers. */
export interface SmallProgram {
  readonly gain: readonly number[];
  readonly rows: readonly Row[];
}

/** What a back end answers: the chosen variables, or undefined if it found none. Nobody believes it: the caller checks and adds up. */
export type SmallSolver = (program: SmallProgram) => readonly boolean[] | undefined;

/** Whether the chosen variables keep every row, by exact integers. */
export function keepsRows(program: SmallProgram, chosen: readonly boolean[]): boolean {
  return program.rows.every((row) => {
    const sum = row.terms.reduce((total, [x, a]) => total + (chosen[x] ? a : 0), 0);
    return (row.min === undefined || sum >= row.min) && (row.max === undefined || sum <= row.max);
  });
}
