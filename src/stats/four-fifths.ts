import { MeritError } from '../errors/index.js';
import { checkCounts, notTestable } from './table.js';
import type { NotTestable } from './types.js';

/** How many were chosen, of how many. */
export interface Selection {
  readonly chosen: number;
  readonly of: number;
}

export interface FourFifths {
  readonly status: 'compared';
  /** The lower rate over the higher, as a fraction in lowest terms. */
  readonly ratio: readonly [numerator: number, denominator: number];
  readonly lower: 'first' | 'second' | 'equal';
  /** The lower rate is less than four fifths of the higher one. */
  readonly below: boolean;
}

/**
 * Whether one rate of selection is less than four fifths of another, by whole numbers: 2 of 3 against 5 of 6 is exactly 4/5 and not below, which doubles get wrong.
 * A rule of thumb that says where to look, never a verdict: it knows no chance (with few people a single choice crosses it) and a large difference
 * that is chance alone passes for one that is not, and the other way round. Look at every stage: a bottom line above four fifths does not cure a stage below it (Connecticut v. Teal, 457 U.S. 440).
 * @returns not testable when a group is empty (`no-data`) or nobody at all was chosen (`empty-margin`).
 * @throws {MeritError} E_SHAPE, E_NUM_RANGE, E_NUM_INT, E_OVERFLOW at /first/chosen and the like; E_OVERFLOW when the fraction has a part over 2^53.
 * @see Uniform Guidelines on Employee Selection Procedures, 29 CFR 1607.4(D)
 */
export function fourFifths(first: Selection, second: Selection): FourFifths | NotTestable {
  checkCounts({ '/first/chosen': first.chosen, '/first/of': first.of, '/second/chosen': second.chosen, '/second/of': second.of });
  for (const [name, { chosen, of }] of Object.entries({ first, second })) {
    if (chosen > of) throw new MeritError('E_NUM_RANGE', `expected at most ${of} chosen, got ${chosen}`, { path: `/${name}/chosen` });
  }
  if (first.of === 0 || second.of === 0) return notTestable('no-data');
  if (first.chosen === 0 && second.chosen === 0) return notTestable('empty-margin');
  // The rates over a common denominator.
  const x = BigInt(first.chosen) * BigInt(second.of);
  const y = BigInt(second.chosen) * BigInt(first.of);
  const [low, high] = x < y ? [x, y] : [y, x];
  const common = greatestCommonDivisor(high, low);
  const ratio = [Number(low / common), Number(high / common)] as const;
  if (ratio[1] > Number.MAX_SAFE_INTEGER) throw new MeritError('E_OVERFLOW', 'the ratio of the rates cannot be held exactly');
  return { status: 'compared', ratio, lower: x === y ? 'equal' : x < y ? 'first' : 'second', below: 5n * low < 4n * high };
}

const greatestCommonDivisor = (a: bigint, b: bigint): bigint => (b === 0n ? a : greatestCommonDivisor(b, a % b));
