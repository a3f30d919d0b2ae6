import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkRowProof, solveWithRows } from '../../src/kernel/rows/index.js';
import { bestWithRows } from '../reference/side-rows.js';
import { random } from './instances.js';
import { smallRows } from './row-instances.js';

describe('solveWithRows', () => {
  it('finds the greatest weight that trying every plan finds, with a proof, or proves that no plan keeps the rows', () => {
    fc.assert(
      fc.property(fc.integer(), (n) => {
        const { p, rows } = smallRows(random(n));
        const best = bestWithRows(p, rows);
        const found = solveWithRows(p, rows);
        expect(found.status).toBe(best === undefined ? 'infeasible' : 'optimal');
        const colOf = found.status === 'optimal' ? found.colOf : new Int32Array(0);
        if (found.status === 'optimal') expect(found.objective).toBe(best);
        expect(checkRowProof(p, rows, colOf, found)).toBeUndefined();
      }),
      { numRuns: 1500 },
    );
  });
});
