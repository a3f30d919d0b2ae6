import type { Citation } from '../policy/index.js';

/** How much was given, the least first: what an audit can say depends on it. */
export const RUNGS = ['roster', 'eligibility', 'scores', 'relations'] as const;
export type Rung = (typeof RUNGS)[number];

/** A rule that somebody did not meet, or that could not be decided, as the engine's gates or the agency's table say. */
export interface FailingRule {
  readonly rule: string;
  readonly answer: 'fail' | 'unknown';
  readonly citation: Citation | null;
}

/** One person considered for one decision, in normal form. */
export interface Considered {
  readonly person: string;
  readonly chosen: boolean;
  readonly eligible: 'yes' | 'no' | 'unknown';
  readonly failing: readonly FailingRule[];
  /** The total that counted, in 1/10,000 point; null is unknown. */
  readonly score: number | null;
  /** The highest it may be where a part is unknown (recomputed only); equals `score` otherwise. */
  readonly scoreHigh: number | null;
  /** Index of the last stage reached; null is unknown. Chosen is the last index. */
  readonly stage: number | null;
  /** Day number. */
  readonly withdrew: number | null;
  /** By the id of a `TieKind`: true, false; absent is unknown. */
  readonly ties: ReadonlyMap<string, boolean>;
  /** Text of each stratum value; a missing one is the text `missing`. */
  readonly strata: ReadonlyMap<string, string>;
  readonly row: string | null;
}

/** One decision with everybody considered, sorted by person. */
export interface Case {
  readonly id: string;
  readonly position: string;
  readonly unit: string | null;
  /** Index in `levels`; null is unknown. */
  readonly level: number | null;
  /** Day number and the same as text. */
  readonly day: number;
  readonly on: string;
  readonly decider: string | null;
  readonly kind: string | null;
  readonly route: string | null;
  readonly document: string | null;
  readonly row: string | null;
  readonly noticed: number | null;
  readonly closed: number | null;
  readonly opened: number | null;
  /** How many were chosen. */
  readonly seats: number;
  readonly people: readonly Considered[];
  /** Where eligibility and scores come from: the table, or the engine's evaluation of the evidence of that day. */
  readonly from: 'stated' | 'recomputed';
}

/** Why a decision, or a part of the audit, has no answer. A closed list; each has its sentence in both languages. */
export type Because =
  | 'no-candidates'
  | 'nobody-chosen'
  | 'chosen-not-considered'
  | 'no-eligibility'
  | 'no-scores'
  | 'score-of-chosen-unknown'
  | 'winner-not-eligible'
  | 'nobody-connected'
  | 'everybody-connected'
  | 'ties-unknown'
  | 'no-relations'
  | 'no-roles'
  | 'no-score-history'
  | 'no-raters'
  | 'no-weights'
  | 'no-requirements'
  | 'no-siblings'
  | 'no-roster'
  | 'no-positions'
  | 'no-levels'
  | 'no-rules'
  | 'no-stages'
  | 'one-candidate'
  | 'one-stratum'
  | 'empty-margin'
  | 'one-decider'
  | 'below-minimum'
  | 'no-discretion'
  | 'no-deviation'
  | 'separated'
  | 'no-variance'
  | 'no-data';
