import { Issues, MeritError } from '../errors/index.js';
import { compare, minus, roundTo, ofUnits, toWhole, type Ratio, type RatioInterval } from './ratio.js';
import { tableNumber, type Inputs, type Method } from './methods/method.js';

/** A score as somebody stored it, with the inputs it was made from. */
export interface StoredScore {
  readonly id: string;
  readonly inputs: Inputs;
  readonly score: number;
}

/** One row held against the stated method. */
export interface RecomputedRow {
  readonly id: string;
  readonly stored: number;
  /** What the method gives, at the stated decimals, in 1e-6 units; low < high where inputs are unknown. */
  readonly low: number;
  readonly high: number;
  /** `follows`; `differs`; `open`: the inputs leave several scores possible and the stored one is among them. */
  readonly status: 'follows' | 'differs' | 'open';
  /** Stored minus the nearest score that the method allows, in 1e-6 units; 0 unless it differs. */
  readonly off: number;
  /** Names of the other methods that give exactly the stored score, in the order they were listed. */
  readonly reproducedBy: readonly string[];
}

export interface Recomputation {
  readonly method: string;
  readonly decimals: number;
  /** By id. */
  readonly rows: readonly RecomputedRow[];
  /** Ids of the rows that differ. */
  readonly differing: readonly string[];
  /** By how many rows each candidate reproduces; the stated method first, then as listed. */
  readonly reproduced: readonly { readonly method: string; readonly rows: number }[];
  /** Methods that reproduce every row: what was probably used, if it is not the stated one. */
  readonly explains: readonly string[];
}

export interface RecomputeOptions {
  /** Decimals the scores were stored with, 0 to 6: both sides are compared after rounding half up to them. */
  readonly decimals: number;
  /** Other methods that may have been used. */
  readonly candidates?: readonly Method[];
}

/**
 * Stored scores held against the method they are said to follow: which rows do not, by how much, and which known method would give
 * them. A candidate that refuses the inputs of a row does not reproduce it. Does not depend on the order of rows. O(rows * methods).
 * @throws {MeritError} E_ID_DUPLICATE, E_NUM_SCALE, E_NUM_RANGE; the errors of the stated method.
 */
export function recompute(stored: readonly StoredScore[], method: Method, options: RecomputeOptions): Recomputation {
  const { decimals, candidates = [] } = options;
  const issues = new Issues();
  if (!Number.isInteger(decimals) || decimals < 0 || decimals > 6) issues.add('E_NUM_RANGE', '/decimals', 'expected 0 to 6');
  const names = [method, ...candidates].map((m) => m.name);
  names.forEach((name, k) => { if (names.indexOf(name) < k) issues.add('E_ID_DUPLICATE', `/candidates/${k - 1}`, 'a method of this name is compared already; give it another name'); });
  const ids = new Set<string>();
  stored.forEach((row, k) => {
    if (ids.has(row.id)) issues.add('E_ID_DUPLICATE', `/stored/${k}/id`, 'this id stands twice');
    ids.add(row.id);
    tableNumber(row.score, `/stored/${k}/score`, issues);
  });
  issues.throwIfAny();

  const rounded = (x: RatioInterval): RatioInterval => ({ low: roundTo(x.low, decimals), high: roundTo(x.high, decimals) });
  const rows = [...stored].sort((a, b) => (a.id < b.id ? -1 : 1)).map((row): RecomputedRow => {
    const was = roundTo(ofUnits(tableNumber(row.score, '', issues)), decimals);
    const is = rounded(method.score(row.inputs).exact);
    const off = compare(was, is.low) < 0 ? minus(was, is.low) : compare(was, is.high) > 0 ? minus(was, is.high) : undefined;
    const reproducedBy = candidates.filter((m) => gives(m, row.inputs, was, rounded)).map((m) => m.name);
    return {
      id: row.id, stored: row.score, low: units(is.low), high: units(is.high),
      status: off ? 'differs' : compare(is.low, is.high) < 0 ? 'open' : 'follows', off: off ? units(off) : 0, reproducedBy,
    };
  });
  const reproduced = [
    { method: method.name, rows: rows.filter((r) => r.status === 'follows').length },
    ...candidates.map((m) => ({ method: m.name, rows: rows.filter((r) => r.reproducedBy.includes(m.name)).length })),
  ];
  return {
    method: method.name, decimals, rows, differing: rows.filter((r) => r.status === 'differs').map((r) => r.id), reproduced,
    explains: rows.length === 0 ? [] : reproduced.filter((r) => r.rows === rows.length).map((r) => r.method),
  };
}

function units(x: Ratio): number {
  return Number(toWhole({ n: x.n * 1_000_000n, d: x.d }));
}

function gives(method: Method, inputs: Inputs, score: Ratio, rounded: (x: RatioInterval) => RatioInterval): boolean {
  try {
    const { low, high } = rounded(method.score(inputs).exact);
    return compare(low, score) === 0 && compare(high, score) === 0;
  } catch (error) {
    if (error instanceof MeritError) return false;
    throw error;
  }
}
