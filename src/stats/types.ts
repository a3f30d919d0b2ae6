/** Counts of two groups by outcome: `[[a, b], [c, d]]`; the first row is the group asked about, the first column the outcome asked about (connected x chosen). Whole numbers from 0. */
export type Table2x2 = readonly [readonly [number, number], readonly [number, number]];

/** An estimate of a ratio in [0, infinity]: `'infinite'` where the data put no bound on it. Never NaN, never Infinity. */
export type Ratio = number | 'infinite';

/** A confidence interval; `level` in (0, 1). */
export interface Interval {
  readonly low: number;
  readonly high: Ratio;
  readonly level: number;
}

/** P-values of one exact test, each in (0, 1]. `two` sums every outcome no likelier than the one seen, up to a relative 1e-7 (the convention of R). */
export interface PValues {
  readonly two: number;
  /** At least as many as seen. */
  readonly greater: number;
  /** At most as many as seen. */
  readonly less: number;
}

/** A statistic with the p-value of its reference distribution; `df` where it has degrees of freedom. */
export interface Tested {
  readonly statistic: number;
  readonly df?: number;
  readonly p: number;
}

/** Why a number does not exist. It is a value, not an error: the data cannot answer. */
export type Untestable =
  | 'no-data'
  /** Every stratum has a margin of 0: everybody chosen, nobody connected and the like. */
  | 'empty-margin'
  | 'one-stratum'
  /** The statistic cannot vary. */
  | 'no-variance'
  /** The estimate lies at infinity: the covariate tells winners and losers apart everywhere. */
  | 'separated';

export interface NotTestable {
  readonly status: 'not-testable';
  readonly because: Untestable;
}
