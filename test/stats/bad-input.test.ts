import { describe, expect, it } from 'vitest';
import { MeritError } from '../../src/errors/index.js';
import { adjust, barnard, binomialTest, boschloo, chiSquare, clopperPearson, conditionalLogit, exactMantelHaenszel, fisher, fourFifths, mantelHaenszel, permutationTest, rates, twoProportions, winnerPower, winnerTest } from '../../src/stats/index.js';

/** Code and path of every problem told. */
function told(call: () => unknown): string[] {
  try {
    call();
  } catch (error) {
    if (error instanceof MeritError) return error.issues.map((i) => `${i.code} ${i.path}`);
    throw error;
  }
  return [];
}
const bad = (x: unknown): never => x as never; // what a caller without types may send
const HUGE = 2 ** 53;

describe('bad numbers are located errors', () => {
  it.each([['fisher', fisher], ['barnard', barnard], ['boschloo', boschloo], ['twoProportions', twoProportions]] as const)('%s', (_, test) => {
    expect(told(() => test([[-1, 2.5], [NaN, 3]]))).toEqual(['E_NUM_RANGE /0/0', 'E_NUM_INT /0/1', 'E_SHAPE /1/0']);
    expect(told(() => test([[1, Infinity], [HUGE, 3]]))).toEqual(['E_NUM_RANGE /0/1', 'E_OVERFLOW /1/0']);
    expect(told(() => test([[HUGE - 1, 1], [1, 3]]))).toEqual(['E_OVERFLOW ']);
    expect(told(() => test(bad([[1, 2, 3], [4, 5]])))).toEqual(['E_SHAPE ']);
    expect(told(() => test(bad([[1, '2'], [4, 5]])))).toEqual(['E_SHAPE /0/1']);
    expect(told(() => test(bad(null)))).toEqual(['E_SHAPE ']);
  });

  it.each([['mantelHaenszel', mantelHaenszel], ['exactMantelHaenszel', exactMantelHaenszel]] as const)('%s', (_, test) => {
    expect(told(() => test([[[1, 2], [3, 4]], [[1, -2], [3, 4.5]], bad([[1]])]))).toEqual(['E_NUM_RANGE /1/0/1', 'E_NUM_INT /1/1/1', 'E_SHAPE /2']);
    expect(told(() => test(bad('tables')))).toEqual(['E_SHAPE ']);
    expect(told(() => test([[[HUGE / 2, 2], [3, 4]], [[HUGE / 2, 2], [3, 4]]]))).toEqual(['E_OVERFLOW /1']);
    for (const level of [0, 1, -1, NaN]) expect(told(() => test([[[1, 2], [3, 4]]], { level }))).toEqual(['E_NUM_RANGE /level']);
  });

  it('binomialTest, clopperPearson, chiSquare, fourFifths, rates, adjust', () => {
    expect(told(() => binomialTest(-1, 2.5, 0.5))).toEqual(['E_NUM_RANGE /successes', 'E_NUM_INT /trials']);
    expect(told(() => binomialTest(3, 2, 0.5))).toEqual(['E_NUM_RANGE /successes']);
    expect(told(() => binomialTest(1, 2, 1.5))).toEqual(['E_NUM_RANGE /probability']);
    expect(told(() => binomialTest(1, 2, NaN))).toEqual(['E_NUM_RANGE /probability']);
    expect(told(() => clopperPearson(1, 2, 1))).toEqual(['E_NUM_RANGE /level']);
    expect(told(() => chiSquare([[1, 2], [3]]))).toEqual(['E_SHAPE /1']);
    expect(told(() => chiSquare([[1, -2], [3, 0.5]]))).toEqual(['E_NUM_RANGE /0/1', 'E_NUM_INT /1/1']);
    expect(told(() => chiSquare([[HUGE - 1, 1], [1, 1]]))).toEqual(['E_OVERFLOW ']);
    expect(told(() => fourFifths({ chosen: -1, of: 2 }, { chosen: 1, of: 0.5 }))).toEqual(['E_NUM_RANGE /first/chosen', 'E_NUM_INT /second/of']);
    expect(told(() => fourFifths({ chosen: 1, of: 2 }, { chosen: 3, of: 2 }))).toEqual(['E_NUM_RANGE /second/chosen']);
    expect(told(() => fourFifths({ chosen: HUGE - 2, of: HUGE - 1 }, { chosen: HUGE - 3, of: HUGE - 1 }))).toEqual([]);
    expect(told(() => fourFifths({ chosen: HUGE - 2, of: HUGE - 1 }, { chosen: HUGE - 4, of: HUGE - 3 }))).toEqual(['E_OVERFLOW ']);
    expect(told(() => rates([{ group: 'a', chosen: true }, bad({ group: 'a' })]))).toEqual(['E_SHAPE /1']);
    expect(told(() => adjust([0.5, 2, NaN, bad('x')], { method: 'bh' }))).toEqual(['E_NUM_RANGE /1', 'E_NUM_RANGE /2', 'E_SHAPE /3']);
    expect(told(() => adjust([0.5], { method: 'bh', minimum: [0.1, -1] }))).toEqual(['E_SHAPE /minimum', 'E_NUM_RANGE /minimum/1']);
    expect(told(() => adjust([0.5], { method: 'holm', level: 0 }))).toEqual(['E_NUM_RANGE /level']);
  });

  it('winnerTest, winnerPower, permutationTest', () => {
    expect(told(() => winnerTest([{ eligible: 5, connected: 2, winners: 6, connectedWinners: 1 }]))).toEqual(['E_NUM_RANGE /0/winners']);
    expect(told(() => winnerPower(bad({ vacancies: 3, oddsRatio: 2, eligible: 8, connected: 2, winners: 1, alternative: 'two' })))).toContain('E_VALUE_UNKNOWN /alternative');
    const strata = [{ labels: [0, 1], values: [1, 0] }];
    expect(told(() => permutationTest({ strata, draws: 1e7 + 1, seed: 1, alternative: 'greater' }))).toEqual(['E_NUM_RANGE /draws']);
    expect(told(() => permutationTest(bad({ strata, draws: 9, seed: 1, alternative: 'more' })))).toEqual(['E_VALUE_UNKNOWN /alternative']);
    expect(told(() => chiSquare(bad(null)))).toContain('E_SHAPE ');
  });

  it('a size that the exact tests do not take is named', () => {
    expect(told(() => winnerTest([{ eligible: 4e6, connected: 2e6, winners: 2e6, connectedWinners: 1e6 }]))).toEqual(['E_LIMIT_COUNT ']);
    const rows = Array.from({ length: 30_000 }, (_, k) => [k % 3, k % 7]);
    expect(told(() => conditionalLogit([{ rows, chosen: rows.map((_, k) => k % 2 === 0) }]))).toEqual(['E_LIMIT_COUNT ']);
    expect(told(() => exactMantelHaenszel(Array.from({ length: 3 }, () => [[80_000, 0], [0, 80_000]] as const)))).toEqual(['E_LIMIT_COUNT ']);
    expect(() => exactMantelHaenszel(Array.from({ length: 3 }, () => [[80_000, 0], [0, 80_000]] as const))).toThrow('240001');
    expect(told(() => fisher([[1e10, 1], [1, 1]]))).toEqual(['E_LIMIT_COUNT ']);
    expect(told(() => binomialTest(1, 2e10, 0.5))).toEqual(['E_LIMIT_COUNT /trials']);
    expect(told(() => barnard([[2000, 1], [1000, 1000]]))).toEqual(['E_LIMIT_COUNT ']);
    expect(mantelHaenszel(Array.from({ length: 3 }, () => [[80_000, 5], [5, 80_000]] as const)).status).toBe('tested');
  });
});

describe('what the data cannot answer is a named value', () => {
  const empty = { status: 'not-testable', because: 'empty-margin' };
  const none = { status: 'not-testable', because: 'no-data' };
  it.each([['fisher', fisher], ['barnard', barnard], ['boschloo', boschloo], ['twoProportions', twoProportions], ['chiSquare', chiSquare]] as const)('%s', (_, test) => {
    for (const table of [[[3, 0], [5, 0]], [[0, 3], [0, 5]], [[3, 5], [0, 0]], [[0, 0], [3, 5]]] as const) expect(test(table)).toEqual(empty);
    expect(test([[0, 0], [0, 0]])).toEqual(none);
  });
  it('of strata: none, nobody, nobody connected, everybody chosen', () => {
    for (const test of [mantelHaenszel, exactMantelHaenszel]) {
      expect(test([])).toEqual(none);
      expect(test([[[0, 0], [0, 0]]])).toEqual(none);
      expect(test([[[0, 0], [1, 4]], [[2, 0], [3, 0]], [[1, 0], [0, 0]]])).toEqual(empty);
    }
  });
  it('of the others', () => {
    expect(binomialTest(0, 0, 0.5)).toEqual(none);
    expect(binomialTest(2, 4, 0)).toEqual({ status: 'not-testable', because: 'no-variance' });
    expect(binomialTest(4, 4, 1)).toEqual({ status: 'not-testable', because: 'no-variance' });
    expect(fourFifths({ chosen: 0, of: 0 }, { chosen: 1, of: 2 })).toEqual(none);
    expect(fourFifths({ chosen: 0, of: 3 }, { chosen: 0, of: 2 })).toEqual(empty);
    expect(chiSquare([])).toEqual(none);
    expect(chiSquare([[1, 2, 3]])).toEqual(empty);
  });
  it('rows and columns without anybody do not count in a chi-square', () => {
    expect(chiSquare([[3, 0, 5], [0, 0, 0], [4, 0, 1]])).toEqual(chiSquare([[3, 5], [4, 1]]));
  });
});
