import { pointer, sha256Hex } from '../canonical/index.js';
import { bug, Issues } from '../errors/index.js';
import type { SealedPolicy } from '../intake/index.js';
import { passOn } from '../intake/parse-round.js';
import { deepFreeze, isDeeplyFrozen } from '../model/frozen.js';
import { regimesOf, seedsFrom, whole } from './asked.js';
import { addScenarioProblems } from './check-scenario.js';
import { COMPARISON_FORMAT, type CompareOptions, type ComparedRow, type Comparison, type Pool, type Run, type Simulate, type Task } from './comparison.js';
import { estimate, pairedDifference, sixDecimals } from './estimate.js';
import { CONFIDENCE, madeFrom } from './made-from.js';
import { meanCurve } from './outcomes.js';
import { levelsOf, runTask, stopIfAborted } from './run-task.js';
import type { Regime } from './scenario.js';

const KEYS = ['organisation', 'world', 'years', 'seed', 'seeds', 'policies', 'base', 'yardstick', 'signal', 'onProgress'];

/**
 * Policies side by side: each lives the same lives, from the same organisation with the same luck (common random numbers), so that two of
 * them differ on a seed by what the policies set off, and not by other draws. Every measure has its mean over the seeds with a t-interval, and its difference to the base on the same seeds.
 * Figures are rounded to six decimals. A function of the options: in which order lives end, and where they run, changes no byte.
 * @param how - what lives a life: `simulate`, one life after the other in this thread; or a pool, such as `threads` of meritra/node.
 * @throws {MeritError} (as a rejection) with every problem of the options, at its JSON Pointer: E_KEY_UNKNOWN, E_VALUE_MISSING, E_TYPE, E_NUM_INT, E_NUM_RANGE,
 *   E_STRING_EMPTY, E_ID_DUPLICATE, E_REF_UNKNOWN; those of a scenario; E_ABORTED; E_WORKER from threads; whatever a life throws, when no life is counted at all.
 * @see AM Law, Simulation Modeling and Analysis, 5th ed., 2015, sections 10.2.1 and 11.2 (paired t, common random numbers)
 */
export async function compare(how: Simulate | Pool, options: CompareOptions): Promise<Comparison> {
  const plan = planOf(options);
  stopIfAborted(options.signal);
  const { tasks, regimes } = plan;
  const runs = new Map<string, Run>();
  const pool = typeof how === 'function' ? sameThread(how) : how;
  await pool.run(tasks, {
    ...(options.signal && { signal: options.signal }),
    onRun: (run) => {
      runs.set(lifeOf(run.policy, run.seed), run);
      options.onProgress?.({ done: runs.size, of: tasks.length });
    },
  });
  const lives = new Map([...regimes.keys()].map((policy) => [policy, plan.seeds.map((seed) => runs.get(lifeOf(policy, seed)) ?? missing(policy, seed))]));
  const { organisation, world } = plan.tasks[0]!.scenario;
  return deepFreeze({
    format: COMPARISON_FORMAT,
    ...madeFrom(organisation, world),
    years: options.years,
    seed: options.seed,
    seeds: plan.seeds.length,
    confidence: CONFIDENCE,
    policies: [...regimes].map(([name, regime]) => ({ name, hash: regime.policy.hash, choose: regime.choose ?? 'pack', everyMonths: regime.everyMonths ?? 12 })),
    base: plan.base,
    yardstick: plan.yardstick.hash,
    levels: levelsOf({ organisation, yardstick: plan.yardstick, regime: regimes.get(plan.base)! }),
    rows: rowsOf(lives, plan.base),
    lorenz: [...lives].map(([policy, runs]) => ({ policy, shares: meanCurve(runs.map((run) => run.lorenz)).map(sixDecimals) })),
    runs: `sha256:${sha256Hex([...lives.values()].flatMap((of) => of.map((run) => run.hash)).join('\n'))}`,
  });
}

/** A pool that lives one life after the other where it is called. */
function sameThread(simulate: Simulate): Pool {
  return {
    async run(tasks, { signal, onRun }) {
      for (const task of tasks) onRun(await runTask(task, { simulate, ...(signal && { signal }) }));
    },
  };
}

/** Each measure with the mean of every policy, and its difference to the base. Outcomes of all runs stand in one order. */
function rowsOf(lives: ReadonlyMap<string, readonly Run[]>, base: string): readonly ComparedRow[] {
  const first = lives.get(base)![0]!;
  return first.outcomes.map(({ measure, level }, i) => {
    const valuesOf = (runs: readonly Run[]): (number | null)[] => runs.map((run) => run.outcomes[i]!.value);
    const ofBase = valuesOf(lives.get(base)!);
    const cells = [...lives].map(([policy, runs]) => ({
      policy,
      estimate: estimate(known(valuesOf(runs)), CONFIDENCE),
      difference: policy === base ? null : pairedDifference(valuesOf(runs), ofBase, CONFIDENCE),
      years: first.byYear.map((_, year) => meanOf(known(runs.map((run) => run.byYear[year]![i]!.value)))),
    }));
    return { measure, level, cells };
  });
}

interface Plan {
  readonly regimes: ReadonlyMap<string, Regime>;
  readonly seeds: readonly number[];
  readonly base: string;
  readonly yardstick: SealedPolicy;
  /** By policy, then by seed. */
  readonly tasks: readonly Task[];
}

/** The lives that the options ask for. @throws {MeritError} with every problem of them */
function planOf(options: CompareOptions): Plan {
  const issues = new Issues();
  for (const key of Object.keys(options)) if (!KEYS.includes(key)) issues.add('E_KEY_UNKNOWN', pointer([key]), `a comparison has no such option; it has ${KEYS.join(', ')}`);
  whole(options.years, 1, 100, '/years', issues);
  const seeds = seedsFrom(options.seed, options.seeds ?? 20, issues);
  const regimes = regimesOf(options.policies, issues);
  const base = options.base ?? [...regimes.keys()][0] ?? '';
  if (options.base !== undefined && !regimes.has(options.base)) issues.add('E_REF_UNKNOWN', '/base', 'expected the name of one of the policies');
  const { organisation, world, years, seed } = options;
  const yardstick = options.yardstick ?? regimes.get(base)?.policy;
  for (const [name, regime] of regimes) {
    const told = new Issues();
    addScenarioProblems({ organisation, world, regime, years, seed, ...(yardstick && { yardstick }) }, '', told);
    const own = pointer(['policies', name]);
    const alone = 'hash' in options.policies[name]!; // a pack alone stands where a regime would
    passOn(told, issues, (path) => path.replace(alone ? /^\/regime(\/policy)?(?=\/|$)/u : /^\/regime(?=\/|$)/u, () => own));
  }
  issues.throwIfAny();
  const shared = { organisation: lasting(organisation), world: lasting(world), years, yardstick: yardstick! };
  const tasks = [...regimes].flatMap(([policy, regime]) => seeds.map((luck) => ({ policy, scenario: { ...shared, regime, seed: luck } })));
  return { regimes, seeds, base, yardstick: yardstick!, tasks };
}

/** A document that nobody changes while lives are lived by it: the caller's own if it is frozen, else a copy. */
function lasting<T extends object>(document: T): T {
  return isDeeplyFrozen(document) ? document : deepFreeze(structuredClone(document));
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

const meanOf = (values: readonly number[]): number | null => (values.length === 0 ? null : sixDecimals(values.reduce((sum, value) => sum + value, 0) / values.length));

const lifeOf = (policy: string, seed: number): string => `${seed}/${policy}`;

function missing(policy: string, seed: number): never {
  throw bug(`a pool ended without the life of policy ${policy}, seed ${seed}`);
}
