import type { Problem } from '../csr.js';
import { runAsync, type AsyncOptions } from '../run-async.js';
import { highsSolver } from './highs.js';
import { startWithRows, type RowOptions } from './search.js';
import type { RowOutcome, SideRow } from './types.js';

/**
 * The best plan that keeps the side rows, as `solveWithRows` finds it, with HiGHS asked for a plan on the edges that fixing
 * leaves. HiGHS is loaded when a core is at hand, and nobody is asked where the package `highs` is not installed. While it
 * runs nothing else does: it cannot be stopped. A `nodeLimit` of 0 ends with its plan: `feasible` with a bound, and `trusted`.
 * @throws {MeritError} E_SHAPE, E_NUM_INT, E_OVERFLOW, E_ABORTED
 */
export async function solveWithRowsAsync(p: Problem, rows: readonly SideRow[], options: RowOptions & AsyncOptions = {}): Promise<RowOutcome> {
  const run = startWithRows(p, rows, { ...options, core: options.core ?? 'ask' });
  const untilAsked = { step: (budget: number) => (run.step(budget) === 'done' || run.question ? 'done' : 'running'), result: undefined } as const;
  for (;;) {
    await runAsync(untilAsked, options);
    if (run.result) return run.result;
    const highs = await highsSolver();
    run.answer(highs && { by: 'highs', chosen: highs(run.question!) });
  }
}
