import { expect, it } from 'vitest';
import { assign, MeritError, problemOf, seatWorth, sensitivity, solve, type AssignInput, type Assignment, type Matching } from '../../src/kernel/assign/index.js';

const cost = [9, 2, 7, 8, 6, 4, 3, 7, 5, 8, 1, 8];
const input: AssignInput = { rows: 3, cols: 4, cost };

it('seat worth and sensitivity of an assignment of costs are those of the problem solved anew: its turned duals are not read as they are', () => {
  const problem = problemOf(input);
  const best = assign(input) as Assignment;
  const own = solve(problem) as Matching;
  expect(seatWorth(problem, best)).toEqual(seatWorth(problem, own));
  expect(sensitivity(problem, best)).toEqual(sensitivity(problem, own));
  for (let j = 0; j < 4; j++) {
    const without = assign({ ...input, colMax: [0, 1, 2, 3].map((k) => (k === j ? 0 : 1)) }) as Assignment;
    expect(seatWorth(problem, best).loss[j]).toBe(without.value - best.value);
  }
});

it('duals that prove nothing are refused', () => {
  const best = assign(input) as Assignment;
  expect(() => seatWorth(problemOf(input), { ...best, rowDual: best.rowDual.map((u) => u + 1) })).toThrow(MeritError);
});
