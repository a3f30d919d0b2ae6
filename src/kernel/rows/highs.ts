import { keepsRows, type SmallSolver } from './program.js';

/**
 * HiGHS as a back end for the programs that side rows leave, or undefined where the optional package `highs` is not
 * installed. Loaded when first asked for; one thread, no clock. Gaps are 0, since the default of 1e-4 ends with worse plans,
 * and still nobody believes it: its variables are rounded, and an answer that breaks a row is no answer.
 * @see Q Huangfu, J Hall, Mathematical Programming Computation 10:119-142, 2018, doi:10.1007/s12532-017-0130-5
 */
export async function highsSolver(): Promise<SmallSolver | undefined> {
  const module = await import('highs').catch(() => undefined);
  if (!module) return undefined;
  const highs = await module.default();
  return (program) => {
    const { gain, rows } = program;
    if (gain.length === 0) return keepsRows(program, []) ? [] : undefined;
    const starts = new Int32Array(rows.length + 1);
    rows.forEach((row, r) => (starts[r + 1] = starts[r]! + row.terms.length));
    const indices = new Int32Array(starts[rows.length]!);
    const values = new Float64Array(starts[rows.length]!);
    rows.forEach((row, r) => {
      row.terms.forEach(([x, a], t) => {
        indices[starts[r]! + t] = x;
        values[starts[r]! + t] = a;
      });
    });
    return highs.withModel((model) => {
      model.options.set({ output_flag: false, mip_rel_gap: 0, mip_abs_gap: 0 });
      model.passModel({
        numCols: gain.length,
        numRows: rows.length,
        sense: highs.constants.objectiveSense.maximize,
        colCost: Float64Array.from(gain),
        colLower: new Float64Array(gain.length),
        colUpper: new Float64Array(gain.length).fill(1),
        rowLower: Float64Array.from(rows, (row) => row.min ?? -Infinity),
        rowUpper: Float64Array.from(rows, (row) => row.max ?? Infinity),
        matrix: { format: 'csr', numRows: rows.length, numCols: gain.length, starts, indices, values },
        integrality: new Int32Array(gain.length).fill(1),
      });
      model.run();
      const { colValue } = model.getSolution();
      if (colValue.length !== gain.length) return undefined;
      const chosen = Array.from(colValue, (x) => x > 0.5);
      return keepsRows(program, chosen) ? chosen : undefined;
    });
  };
}
