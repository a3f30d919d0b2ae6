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

it.skipIf(!existsSync(file))('the 15 generalised assignment problems of the OR-Library are proven at their published optima', () => {
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
    const found = solveWithRows(p, rows, { nodeLimit: 100_000 }); // c515-2 takes 31,000 nodes, the others at most 12,000
    if (!('colOf' in found)) throw new Error(`${g.name}: ${found.status}`);
    expect(checkRowProof(p, rows, found.colOf, found)).toBeUndefined();
    expect({ name: g.name, status: found.status, objective: found.objective }).toEqual({ name: g.name, status: 'optimal', objective: g['optimumPublishedMax'] });
    proven++;
  }
  console.log(`${proven} of ${instances.length} proven`);
  expect(proven).toBe(15);
});
