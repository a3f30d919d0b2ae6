import { canonicalJson, sha256Hex } from '../canonical/index.js';
import { MeritError } from '../errors/index.js';
import type { Outcome, Run, Simulate, Task } from './comparison.js';
import { lorenzOf, outcomesOf } from './outcomes.js';
import type { Scenario } from './scenario.js';
import { simulate as years } from './simulate.js';
import { YEAR_FORMAT, type Year } from './year.js';

/**
 * One life lived to its end, and its figures: a function of the task alone, wherever it runs. The hash is a chain: SHA-256 of the format of a year, then of
 * each year's canonical JSON after the hash before it.
 * @param options.simulate - what lives it; the library's own if absent.
 * @throws {MeritError} (as a rejection) E_ABORTED; whatever `simulate` throws
 */
export async function runTask(task: Task, options: { readonly signal?: AbortSignal; readonly simulate?: Simulate } = {}): Promise<Run> {
  const { signal, simulate = years } = options;
  stopIfAborted(signal);
  const levels = levelsOf(task.scenario);
  const lived: Year[] = [];
  const byYear: (readonly Outcome[])[] = [];
  let hash = sha256Hex(YEAR_FORMAT);
  for await (const year of simulate(task.scenario, { states: false, ...(signal && { signal }) })) {
    stopIfAborted(signal);
    hash = sha256Hex(`${hash}\n${canonicalJson(year)}`);
    lived.push(year);
    byYear.push(outcomesOf([year], levels));
  }
  return { policy: task.policy, seed: task.scenario.seed, outcomes: outcomesOf(lived, levels), byYear, lorenz: lorenzOf(lived), hash: `sha256:${hash}` };
}

/** The levels a scenario is measured by, in the order of the policy that measures: those of which the organisation has a post. */
export function levelsOf(scenario: Pick<Scenario, 'organisation' | 'yardstick' | 'regime'>): readonly string[] {
  const held = new Set(scenario.organisation.positions.map((position) => position.level));
  return (scenario.yardstick ?? scenario.regime.policy).policy.levels.map((level) => level.id).filter((id) => held.has(id));
}

/** @throws {MeritError} E_ABORTED once the signal was given. */
export function stopIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new MeritError('E_ABORTED', 'the caller stopped the simulation');
}
