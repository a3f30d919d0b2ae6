import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { assign, certify, optimalityGap, problemOf, type AssignInput, type Assignment } from '../../src/kernel/assign/index.js';

// JE Beasley, OR-Library: distributing test problems by electronic mail, J. Opl. Res. Soc. 41(11):1069-1072, 1990, doi:10.1057/jors.1990.166
const FOLDER = '../shared/cases/assignment';

const numbers = (file: string): number[] => readFileSync(`${FOLDER}/orlib/${file}`, 'utf8').trim().split(/\s+/).map(Number);

/** The least cost, proven twice: by the duals that came with it, and by those found for the plan alone. */
function proven(input: AssignInput): number {
  const found = assign(input) as Assignment;
  const p = problemOf(input);
  const turned = (dual: Float64Array): Float64Array => dual.map((x) => 0 - x);
  expect(optimalityGap(p, { colOf: found.colOf, rowDual: turned(found.rowDual), colDual: turned(found.colDual) })).toBe(0);
  expect(certify(p, found.colOf)).toMatchObject({ status: 'optimal', objective: -found.value });
  return found.value;
}

describe.skipIf(!existsSync(`${FOLDER}/orlib`))('published optima of OR-Library', () => {
  it.each([['assign100', 305], ['assign200', 475], ['assign300', 626]])('%s: %i', (name, optimum) => {
    const [n = 0, ...cost] = numbers(`${name}.txt`);
    expect(cost).toHaveLength(n * n);
    expect(proven({ rows: n, cols: n, cost })).toBe(optimum);
    expect(proven({ rows: n, cols: n, cost: Int32Array.from(cost) })).toBe(optimum);
  });

  it('assignp800, pairs listed in any order: 2239', () => {
    const [n = 0, ...rest] = numbers('assignp800.txt');
    const pairs = Array.from({ length: rest.length / 3 }, (_, e) => ({ row: rest[3 * e]! - 1, col: rest[3 * e + 1]! - 1, cost: rest[3 * e + 2]! })).sort((a, b) => a.row - b.row || a.col - b.col);
    const start = new Int32Array(n + 1);
    for (const { row } of pairs) start[row + 1]!++;
    for (let i = 0; i < n; i++) start[i + 1]! += start[i]!;
    expect(proven({ rows: n, cols: n, start, col: pairs.map(({ col }) => col), cost: pairs.map(({ cost }) => cost) })).toBe(2239);
  });

  it('the file of optima says the same', () => {
    const text = readFileSync(`${FOLDER}/orlib/assignopt.txt`, 'utf8');
    for (const line of ['assign100 305', 'assign200 475', 'assign300 626', 'assignp800 2239']) expect(text).toContain(line);
  });
});

const SMALL = `${FOLDER}/small_assignment_published.json`;

describe.skipIf(!existsSync(SMALL))('published small matrices', () => {
  interface Case {
    readonly name: string;
    readonly cost: readonly (readonly (number | null)[])[];
    readonly publishedOptimum: number | null;
    readonly scipyOptimum: number;
  }
  const { cases } = existsSync(SMALL) ? (JSON.parse(readFileSync(SMALL, 'utf8')) as { cases: readonly Case[] }) : { cases: [] };

  it.each(cases.map((c) => [c.name, c] as const))('%s, as a matrix and as a list', (_, { cost, publishedOptimum, scipyOptimum }) => {
    const [rows, cols] = [cost.length, cost[0]?.length ?? 0];
    const sides = { rows, cols, ...(rows > cols && { rowMin: new Uint8Array(rows), colMin: new Int32Array(cols).fill(1) }) };
    const listed = cost.map((line) => line.flatMap((c, j) => (c === null ? [] : [{ j, c }])));
    const start = [0, ...listed.map((_line, i) => listed.slice(0, i + 1).flat().length)];
    const optimum = publishedOptimum ?? scipyOptimum;
    expect(proven({ ...sides, start, col: listed.flat().map(({ j }) => j), cost: listed.flat().map(({ c }) => c) })).toBe(optimum);
    if (listed.flat().length === rows * cols) expect(proven({ ...sides, cost: listed.flat().map(({ c }) => c) })).toBe(optimum);
  });
});
