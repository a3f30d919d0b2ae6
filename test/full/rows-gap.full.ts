import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { fromDense } from '../../src/kernel/index.js';
import { checkRowProof, solveWithRows, type SideRow } from '../../src/kernel/rows/index.js';

interface Instance {
  readonly name: string;
  readonly agents: number;
  readonly jobs: number;
  readonly profit: number[][];
  readonly [key: string]: unknown;
}

const file = new URL('../../../shared/cases/assignment/orlib_gap1_2_3.json', import.meta.url);

it.skipIf(!existsSync(file))('of the 15 generalised assignment problems of the OR-Library all but one are proven at their published optima, and every bound holds', () => {
  const { instances } = JSON.parse(readFileSync(file, 'utf8')) as { instances: Instance[] };
  let proven = 0;
  for (const g of instances) {
    const use = g['resource'] as number[][];
    const weight = Float64Array.from({ length: g.jobs * g.agents }, (_, e) => g.profit[e % g.agents]![Math.floor(e / g.agents)]!);
    const p = fromDense(g.jobs, g.agents, weight, { rowMin: new Uint8Array(g.jobs).fill(1), colMax: new Int32Array(g.agents).fill(g.jobs) });
    const rows: SideRow[] = (g['capacity'] as number[]).map((max, a) => ({
      edge: Int32Array.from({ length: g.jobs }, (_, i) => i * g.agents + a),
      coef: Float64Array.from({ length: g.jobs }, (_, i) => use[a]![i]!),
      max,
    }));
    const found = solveWithRows(p, rows);
    if (!('colOf' in found)) throw new Error(`${g.name}: ${found.status}`);
    expect(checkRowProof(p, rows, found.colOf, found)).toBeUndefined();
    expect(found.objective, g.name).toBeLessThanOrEqual(g['optimumPublishedMax'] as number);
    expect(found.bound, g.name).toBeGreaterThanOrEqual(g['optimumPublishedMax'] as number);
    if (found.status === 'optimal') proven++;
    else console.log(`${g.name}: ${found.objective} of ${String(g['optimumPublishedMax'])}, bound ${found.bound}`);
  }
  console.log(`${proven} of ${instances.length} proven`);
  expect(proven).toBeGreaterThanOrEqual(instances.length - 1); // c515-2 does not close within the node limit
});
