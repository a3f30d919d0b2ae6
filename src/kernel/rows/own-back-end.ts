import { MeritError } from '../../errors/index.js';
import { fromDense } from '../csr.js';
import type { SmallSolver } from './program.js';
import { solveWithRows } from './search.js';
import type { SideRow } from './types.js';

/** The own search as a back end: every variable is a row with one column and all of the program's rows are side rows. Numbers too large for it have no answer. */
export const ownSearch: SmallSolver = ({ gain, rows }) => {
  const n = gain.length;
  const p = fromDense(n, 1, Float64Array.from(gain), { colMax: Int32Array.of(n) });
  const side: SideRow[] = rows.flatMap(({ terms, min, max }) => {
    const sorted = [...terms].sort((a, b) => a[0] - b[0]);
    const edge = Int32Array.from(sorted, ([x]) => x);
    const up: SideRow[] = max === undefined ? [] : [{ edge, coef: Float64Array.from(sorted, ([, a]) => a), max }];
    const down: SideRow[] = min === undefined ? [] : [{ edge, coef: Float64Array.from(sorted, ([, a]) => -a), max: -min }];
    return [...up, ...down];
  });
  try {
    const found = solveWithRows(p, side);
    return 'colOf' in found ? Array.from(found.colOf, (j) => j === 0) : undefined;
  } catch (error) {
    if (error instanceof MeritError && error.code === 'E_OVERFLOW') return undefined;
    throw error;
  }
};
