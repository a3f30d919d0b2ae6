import { pointer } from '../../canonical/index.js';
import { Issues } from '../../errors/index.js';
import type { SealedPolicy } from '../../intake/index.js';
import { regimesOf, seedsFrom } from '../asked.js';
import type { Organisation, Regime, World } from '../scenario.js';
import { ATTACKS, type Attack } from './document.js';

export interface GamingOptions {
  readonly organisation: Organisation;
  readonly world: World;
  /** By name, in the order in which they are shown; a sealed policy alone chooses as it says. */
  readonly policies: Readonly<Record<string, SealedPolicy | Regime>>;
  /** The first seed; the others follow it. */
  readonly seed: number;
  /** How many runs of each attack, 20 if absent. */
  readonly seeds?: number;
  /** All if absent. */
  readonly attacks?: readonly Attack[];
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly done: number; readonly of: number }) => void;
}

const KEYS = ['organisation', 'world', 'policies', 'seed', 'seeds', 'attacks', 'signal', 'onProgress'];

/** What the options ask for, with defaults. */
export interface GamingPlan {
  readonly regimes: ReadonlyMap<string, Regime>;
  readonly seeds: readonly number[];
  readonly attacks: readonly Attack[];
}

/**
 * The options of a gaming test, checked; what an organisation or a world may have wrong is told where it is first used.
 * @throws {MeritError} with every problem: E_KEY_UNKNOWN, E_VALUE_MISSING, E_VALUE_UNKNOWN, E_TYPE, E_NUM_INT, E_NUM_RANGE, E_STRING_EMPTY, E_ID_DUPLICATE
 */
export function readGamingOptions(options: GamingOptions): GamingPlan {
  const issues = new Issues();
  for (const key of Object.keys(options)) if (!KEYS.includes(key)) issues.add('E_KEY_UNKNOWN', pointer([key]), `a gaming test has no such option; it has ${KEYS.join(', ')}`);
  for (const key of ['organisation', 'world'] as const) if (options[key] === undefined) issues.add('E_VALUE_MISSING', pointer([key]), 'expected a document');
  const seeds = seedsFrom(options.seed, options.seeds ?? 20, issues);
  const all = Object.keys(ATTACKS) as Attack[];
  const asked: readonly Attack[] = options.attacks ?? all;
  const list: unknown = asked;
  if (!Array.isArray(list)) issues.add('E_TYPE', '/attacks', 'expected a list');
  else {
    if (asked.length === 0) issues.add('E_VALUE_MISSING', '/attacks', 'expected at least one attack');
    asked.forEach((attack, k) => {
      if (!all.includes(attack)) issues.add('E_VALUE_UNKNOWN', `/attacks/${k}`, `expected ${all.join(', ')}`);
      else if (asked.indexOf(attack) < k) issues.add('E_ID_DUPLICATE', `/attacks/${k}`, 'this attack stands twice');
    });
  }
  const regimes = regimesOf(options.policies, issues);
  issues.throwIfAny();
  return { regimes, seeds, attacks: all.filter((attack) => asked.includes(attack)) };
}
