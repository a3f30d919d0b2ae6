import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { certify, edgeAt, fromEdges, solve, type Matching } from '../../src/kernel/index.js';

const SMALL = '../shared/cases/assignment/small_assignment_published.json';

interface Case {
  readonly name: string;
  readonly source: string;
  readonly cost: readonly (readonly (number | null)[])[];
  readonly publishedOptimum: number | null;
  readonly publishedSolution: readonly (number | readonly [number, number])[] | null;
  readonly scipyOptimum: number;
}

describe.skipIf(!existsSync(SMALL))('published small matrices', () => {
  const { cases } = existsSync(SMALL) ? (JSON.parse(readFileSync(SMALL, 'utf8')) as { cases: readonly Case[] }) : { cases: [] };

  for (const { name, source, cost, publishedOptimum, publishedSolution, scipyOptimum } of cases)
    it(`${name} (${source})`, () => {
      const [rows, cols] = [cost.length, cost[0]!.length];
      const entries = cost.flatMap((line, i) => line.flatMap((c, j) => (c === null ? [] : [{ i, j, c }])));
      const p = fromEdges(
        rows,
        cols,
        { row: entries.map((e) => e.i), col: entries.map((e) => e.j), weight: entries.map((e) => -e.c) },
        // the shorter side is seated whole
        rows <= cols ? { rowMin: new Uint8Array(rows).fill(1) } : { colMin: new Int32Array(cols).fill(1) },
      );
      const found = solve(p) as Matching;
      expect(-found.objective).toBe(publishedOptimum ?? scipyOptimum);
      expect(certify(p, found.colOf).status).toBe('optimal');
      if (!publishedSolution) return;
      const colOf = new Int32Array(rows).fill(-1);
      publishedSolution.forEach((entry, k) => {
        const [i, j] = typeof entry === 'number' ? [k, entry] : entry;
        expect(edgeAt(p, i, j)).toBeGreaterThanOrEqual(0);
        colOf[i] = j;
      });
      expect(certify(p, colOf)).toMatchObject({ status: 'optimal', objective: -publishedOptimum! });
    });
});
