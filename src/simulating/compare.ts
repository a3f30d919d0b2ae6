import { pointer, sha256Hex } from '../canonical/index.js';
import { bug, Issues } from '../errors/index.js';
import type { SealedPolicy } from '../intake/index.js';
import { passOn } from '../intake/parse-round.js';
import { deepFreeze, isDeeplyFrozen } from '../model/frozen.js';
import { ENGINE } from '../solving/engine.js';
import { GENERATOR } from '../stats/streams.js';
import { addScenarioProblems } from './check-scenario.js';
import { COMPARISON_FORMAT, type CompareOptions, type ComparedRow, type Comparison, type Pool, type Run, type Simulate, type Task } from './comparison.js';
import { estimate, pairedDifference, sixDecimals } from './estimate.js';
import { normalForm, normalWorld } from './normal-form.js';
import { levelsOf, runTask, stopIfAborted } from './run-task.js';
import type { Regime } from './scenario.js';

const CONFIDENCE = 0.95;
const LAST_SEED = 2_147_483_647;
const KEYS = ['organisation', 'world', 'years', 'seed', 'seeds', 'policies', 'base', 'yardstick', 'signal', 'onProgress'];

/**
 * Policies side by side: each lives the same lives, from the same organisation with the same luck (common random numbers), so that two of
 * them differ on a seed by what the policies set off, and not by other draws. Every measure has its mean over the seeds with a t-interval, and its difference to the base on the same seeds.
 * Figures are rounded to six decimals. A function of the options: in which order lives end, and where they run, changes no byte.
 * @param how - what lives a life: `simulate`, one life after the other in this thread; or a pool, such as `threads` of meritra/node.
 * @throws {MeritError} (as a rejection) with every problem of the options, at its JSON Pointer: E_KEY_UNKNOWN, E_VALUE_MISSING, E_TYPE, E_NUM_INT, E_NUM_RANGE,
 *   E_STRING_EMPTY, E_ID_DUPLICATE, E_REF_UNKNOWN; those of a scenario; E_ABORTED; whatever a life throws, when no life is counted at all.
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
    engine: `${ENGINE.name} ${ENGINE.version}`,
    generator: GENERATOR,
    organisation: {
      id: organisation.id,
      hash: normalForm(organisation).hash,
      seats: organisation.positions.reduce((sum, position) => sum + (position.seats ?? 1), 0),
      people: organisation.members.length,
    },
    world: normalWorld(world).hash,
    years: options.years,
    seed: options.seed,
    seeds: plan.seeds.length,
    confidence: CONFIDENCE,
    policies: [...regimes].map(([name, regime]) => ({ name, hash: regime.policy.hash, choose: regime.choose ?? 'pack', everyMonths: regime.everyMonths ?? 12 })),
    base: plan.base,
    yardstick: plan.yardstick.hash,
    levels: levelsOf({ organisation, yardstick: plan.yardstick, regime: regimes.get(plan.base)! }),
    rows: rowsOf(lives, plan.base),
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
  const count = options.seeds ?? 20;
  whole(options.years, '/years', 1, 100, issues);
  whole(options.seed, '/seed', 0, LAST_SEED, issues);
  whole(count, '/seeds', 1, 100_000, issues);
  if (Number.isInteger(options.seed) && Number.isInteger(count) && options.seed + count - 1 > LAST_SEED) issues.add('E_NUM_RANGE', '/seeds', `expected the last seed to be at most ${LAST_SEED}`);
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
  const seeds = Array.from({ length: count }, (_, k) => seed + k);
  const shared = { organisation: lasting(organisation), world: lasting(world), years, yardstick: yardstick! };
  const tasks = [...regimes].flatMap(([policy, regime]) => seeds.map((luck) => ({ policy, scenario: { ...shared, regime, seed: luck } })));
  return { regimes, seeds, base, yardstick: yardstick!, tasks };
}

/** A document that nobody changes while lives are lived by it: the caller's own if it is frozen, else a copy. */
function lasting<T extends object>(document: T): T {
  return isDeeplyFrozen(document) ? document : deepFreeze(structuredClone(document));
}

function regimesOf(policies: CompareOptions['policies'], issues: Issues): ReadonlyMap<string, Regime> {
  const regimes = new Map<string, Regime>();
  const named = new Map<string, string>();
  for (const [name, asked] of Object.entries(policies ?? {})) {
    const at = pointer(['policies', name]);
    const shown = name.trim().normalize('NFC');
    const before = named.get(shown);
    if (shown === '') issues.add('E_STRING_EMPTY', at, 'expected a name to show the policy by');
    else if (before !== undefined) issues.add('E_ID_DUPLICATE', at, 'another policy has a name that looks like this one', { related: [before] });
    named.set(shown, at);
    const regime = regimeOf(asked);
    if (regime) regimes.set(name, regime);
    else issues.add('E_TYPE', at, 'expected a sealed policy, or a regime: `{ policy, choose, … }` with a sealed policy\nMaybe it was not sealed: see seal.');
  }
  if (named.size === 0) issues.add('E_VALUE_MISSING', '/policies', 'expected at least one policy, by name');
  return regimes;
}

/** A sealed policy alone chooses as it says, once a year; undefined for what is neither it nor a regime. */
function regimeOf(asked: SealedPolicy | Regime): Regime | undefined {
  const sealed = (value: unknown): boolean => typeof value === 'object' && value !== null && 'policy' in value && 'hash' in value && typeof value.hash === 'string';
  if (sealed(asked)) return { policy: asked as SealedPolicy };
  return sealed((asked as Regime | null)?.policy) ? (asked as Regime) : undefined;
}

function whole(value: number, at: string, low: number, high: number, issues: Issues): void {
  if (value === undefined) issues.add('E_VALUE_MISSING', at, `expected a whole number from ${low} to ${high}`);
  else if (!Number.isInteger(value)) issues.add('E_NUM_INT', at, 'expected a whole number');
  else if (value < low || value > high) issues.add('E_NUM_RANGE', at, `expected ${low} to ${high}`);
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

const meanOf = (values: readonly number[]): number | null => (values.length === 0 ? null : sixDecimals(values.reduce((sum, value) => sum + value, 0) / values.length));

const lifeOf = (policy: string, seed: number): string => `${seed}/${policy}`;

function missing(policy: string, seed: number): never {
  throw bug(`a pool ended without the life of policy ${policy}, seed ${seed}`);
}

export { regimesOf, whole };
