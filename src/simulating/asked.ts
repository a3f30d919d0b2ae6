import { pointer } from '../canonical/index.js';
import type { Issues } from '../errors/index.js';
import type { SealedPolicy } from '../intake/index.js';
import type { CompareOptions } from './comparison.js';
import type { Regime } from './scenario.js';

/** The largest seed: seeds are whole numbers of 31 bits. */
export const LAST_SEED = 2_147_483_647;

/** A whole number from `least` to `most`, or what is wrong with it: E_VALUE_MISSING, E_TYPE, E_NUM_NAN, E_NUM_RANGE, E_NUM_INT. */
export function whole(value: unknown, least: number, most: number, at: string, issues: Issues): void {
  const expected = `expected a whole number from ${least} to ${most}`;
  if (value === undefined || value === null) issues.add('E_VALUE_MISSING', at, expected);
  else if (typeof value !== 'number') issues.add('E_TYPE', at, expected);
  else if (Number.isNaN(value)) issues.add('E_NUM_NAN', at, expected);
  else if (value < least || value > most) issues.add('E_NUM_RANGE', at, expected);
  else if (!Number.isInteger(value)) issues.add('E_NUM_INT', at, expected);
}

/** `count` seeds that follow each other from `seed` on; empty where a problem of them was told. */
export function seedsFrom(seed: number, count: number, issues: Issues): readonly number[] {
  const before = issues.list.length;
  whole(seed, 0, LAST_SEED, '/seed', issues);
  whole(count, 1, 100_000, '/seeds', issues);
  if (issues.list.length > before) return [];
  if (seed + count - 1 > LAST_SEED) issues.add('E_NUM_RANGE', '/seeds', `expected the last seed to be at most ${LAST_SEED}`);
  return Array.from({ length: count }, (_, k) => seed + k);
}

/** Policies by name as regimes, in the order given; what is wrong with one of them is told at its place. */
export function regimesOf(policies: CompareOptions['policies'], issues: Issues): ReadonlyMap<string, Regime> {
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
