import { describe, expect, it } from 'vitest';
import { conformanceCases, highsSolver, javascriptLpSolver, ownSearch, runConformance } from '../../src/kernel/rows/index.js';

describe('the conformance suite', () => {
  it('passes javascript-lp-solver', async () => expect(await runConformance(javascriptLpSolver)).toEqual([]));
  it('passes the own search', async () => expect(await runConformance(ownSearch)).toEqual([]));
  it('passes highs, where it is installed', async (context) => {
    const highs = await highsSolver();
    if (!highs) return context.skip();
    expect(await runConformance(highs)).toEqual([]);
  });

  it('finds a back end that minimises, one that breaks rows, one that finds nothing and one that changes the program', async () => {
    const wrong = (backEnd: Parameters<typeof runConformance>[0]): Promise<number> => runConformance(backEnd, conformanceCases(5)).then((list) => list.length);
    expect(await wrong(({ gain }) => gain.map(() => true))).toBeGreaterThan(5);
    expect(await wrong(() => undefined)).toBeGreaterThan(5);
    expect(await wrong((program) => ownSearch({ ...program, gain: program.gain.map((g) => -g) }))).toBeGreaterThan(2);
    const vandal = (program: { gain: readonly number[] }): undefined => void (program.gain as number[]).push(0);
    expect((await runConformance(vandal, conformanceCases(0)))[0]).toEqual({ case: 'no variable and no row', what: 'changed the program' });
  });
});
