import { describe, expect, it } from 'vitest';
import { fromEdges, type Face, type Problem } from '../../src/kernel/index.js';
import type { RowBound, SideRow } from '../../src/kernel/rows/index.js';
import { restrict } from '../../src/solving/restrict.js';

// docs/formats.md section 5.1, the next stage: markets by hand, edges numbered from 10.

type Edge = readonly [row: number, col: number, weight: number];
function market(edges: readonly Edge[], rowMin: readonly number[], colMin: readonly number[], colMax: readonly number[]): Problem & Face {
  const [row, col, weight] = [0, 1, 2].map((k) => edges.map((edge) => edge[k]!)) as [number[], number[], number[]];
  const p = fromEdges(rowMin.length, colMax.length, { row, col, weight }, { rowMin: Uint8Array.from(rowMin), colMin: Int32Array.from(colMin), colMax: Int32Array.from(colMax) });
  return { ...p, edge: Int32Array.from(edges, (_, e) => e + 10) };
}
const top = (rowDual: readonly number[], colDual: readonly number[], denominator = 1, times: readonly number[] = []): RowBound => ({ denominator, rowDual: Float64Array.from(rowDual), colDual: Float64Array.from(colDual), times: Float64Array.from(times) });
const left = (p: Problem & Face, bound: RowBound, value: number, rows: readonly SideRow[] = []): unknown => {
  const { start, col, edge, rowMin, colMin, colMax } = restrict(p, rows, bound, value);
  return [start, col, edge, rowMin, colMin, colMax].map((list) => [...list]);
};

describe('what the next stage keeps', () => {
  const square: Edge[] = [[0, 0, 5], [0, 1, 4], [1, 0, 3], [1, 1, 1]]; // 4 and 3 are best
  const two = market(square, [0, 0], [0, 0], [1, 1]);
  const [start, col, edge] = [[0, 2, 3], [0, 1, 0], [10, 11, 12]];

  it('is the best plans alone where nothing is to spare', () => {
    expect(left(two, top([4, 2], [1, 0]), 7)).toEqual([start, col, edge, [1, 1], [1, 0], [1, 1]]);
    expect([...two.rowMin, ...two.colMin]).toEqual([0, 0, 0, 0]); // which stay what they were
  });

  it('is more by what the slack allows', () => {
    expect(left(two, top([9, 4], [2, 0], 2), 7)).toEqual([start, col, edge, [1, 1], [1, 0], [1, 1]]);
    expect(left(two, top([9, 5], [1, 0], 2), 7)).toEqual([start, col, edge, [1, 1], [0, 0], [1, 1]]); // a seat short costs 1, as much as there is
    expect(left(market(square, [0, 1], [0, 0], [1, 1]), top([1, -3], [9, 8], 2), 7)).toEqual([start, col, edge, [0, 1], [1, 1], [1, 1]]); // so does a person without a seat
    expect(left(market(square, [0, 1], [0, 0], [1, 1]), top([2, -2], [8, 7], 2), 7)).toEqual([start, col, edge, [1, 1], [1, 1], [1, 1]]);
  });

  it('has no seat for whom one costs more than the slack, unless he must have one', () => {
    const rivals: Edge[] = [[0, 0, 5], [1, 0, 3]];
    const optional = market(rivals, [0, 0], [0], [1]);
    expect(left(optional, top([1, -4], [10], 2), 5)).toEqual([[0, 1, 1], [0], [10], [0, 0], [1], [1]]);
    expect(left(optional, top([4, -1], [7], 2), 5)).toEqual([[0, 1, 2], [0, 0], [10, 11], [1, 0], [1], [1]]);
  });

  it('takes no more into a post that must be filled against its worth', () => {
    const burden = market([[0, 0, -5], [1, 0, -6]], [0, 0], [1], [3]);
    expect(left(burden, top([0, 0], [-5]), -5)).toEqual([[0, 1, 1], [0], [10], [0, 0], [1], [1]]);
    expect(left(burden, top([0, 0], [-4], 2), -5)).toEqual([[0, 1, 1], [0], [10], [0, 0], [1], [2]]); // a slack of 6
    expect(left(burden, top([0, 0], [-1], 2), -5)).toEqual([[0, 1, 1], [0], [10], [0, 0], [1], [3]]);
  });

  it('counts the rows that have a multiplier', () => {
    const p = market([[0, 0, 9], [0, 1, 4], [1, 0, 3], [1, 1, 1]], [0, 0], [0, 0], [1, 1]);
    const row = (coef: number, max: number): SideRow => ({ edge: Int32Array.of(0, 3), coef: Float64Array.of(coef, coef), max });
    expect(left(p, top([5, 0], [3, 0], 1, [1]), 9, [row(1, 1)])).toEqual([[0, 1, 3], [0, 0, 1], [10, 12, 13], [1, 0], [1, 0], [1, 1]]);
    expect(left(p, top([4, 0], [3, 0], 1, [0, 1]), 9, [row(7, 7), row(2, 3)])).toEqual([[0, 2, 4], [0, 1, 0, 1], [10, 11, 12, 13], [1, 0], [1, 0], [1, 1]]);
  });

  it('keeps to each his own pairs, and a bound where the dual is 0', () => {
    const apart = market([[0, 0, 5], [1, 1, 5]], [0, 0], [1, 0], [1, 1]);
    expect(left(apart, top([5, 5], [0, 0]), 10)).toEqual([[0, 1, 2], [0, 1], [10, 11], [1, 1], [1, 0], [1, 1]]);
  });

  it('is refused of a bound below its plan, and of duals that bound nothing', () => {
    expect(() => left(two, top([4, 2], [1, 0]), 8)).toThrow('a bound below the plan it bounds');
    expect(() => left(two, top([4, 1], [1, 1]), 7)).toThrow('duals that bound nothing');
  });
});
