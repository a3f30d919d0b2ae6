import type { Estimate } from '../comparison.js';
import type { Choice } from '../scenario.js';

export const GAMING_FORMAT = 'meritra/gaming/0';

/**
 * Ways to game one round, each with its strengths, weakest first; docs/simulating.md says each in full.
 * - `inflation`: the superiors of one unit give every rating so many points more.
 * - `collusion`: so many of five assessors lift the favourite and lower each better rival by so many points in every test.
 * - `tailoring`: a vacant post gets demands that the favourite meets and at most one other candidate; `early` before the call, `late` after it.
 * - `weights`: weights of the criteria are searched until the favourite comes first; `early` before the policy is sealed, `late` after it.
 * - `attempts`: the round is held again until the favourite is in it: with other nonces and lots (`lottery`), or on other days (`days`).
 */
export const ATTACKS = {
  inflation: [{ strength: '5 points', points: 5 }, { strength: '10 points', points: 10 }, { strength: '20 points', points: 20 }],
  collusion: [{ strength: '1 of 5, 30 points', raters: 1, points: 30 }, { strength: '2 of 5, 20 points', raters: 2, points: 20 }, { strength: '3 of 5, 20 points', raters: 3, points: 20 }],
  tailoring: [{ strength: 'early' }, { strength: 'late' }],
  weights: [{ strength: 'early' }, { strength: 'late' }],
  attempts: [{ strength: 'lottery' }, { strength: 'days' }],
} as const satisfies Readonly<Record<string, readonly { readonly strength: string; readonly points?: number; readonly raters?: number }[]>>;

export type Attack = keyof typeof ATTACKS;

/**
 * Signs of this library that are asked of the attacked and of the honest round alike.
 * - `leniency`: `leniency` of meritra/scoring finds the unit lenient for its own score.
 * - `rater-outlier`, `tailored-requirements`, `single-effective-candidate`, `tailored-weights`: the audit of the decision on the post has this finding.
 * - `trail-refused`: the trail refuses the run that counts, because another policy was sealed, another input frozen or another nonce committed to.
 * - `trail-attempts`: the trail shows more than one attempt, once the attacker seals, freezes and runs again by the book.
 */
export const SIGNALS = ['leniency', 'rater-outlier', 'tailored-requirements', 'single-effective-candidate', 'tailored-weights', 'trail-refused', 'trail-attempts'] as const;
export type Signal = (typeof SIGNALS)[number];

/** How often a sign fired of how often it could be asked. */
export interface Fired {
  readonly fired: number;
  readonly of: number;
}

export interface SignalRates {
  readonly signal: Signal;
  /** Of attacked rounds, whether or not the attack came to anything. */
  readonly attacked: Fired;
  /** Of the same rounds held honestly: false alarms. */
  readonly honest: Fired;
}

/** One attack of one strength under one policy. */
export interface GamingRow {
  readonly attack: Attack;
  readonly strength: string;
  readonly policy: string;
  /** Seeds in which there was somebody to favour; the estimates are over these. */
  readonly runs: number;
  /** Runs in which the attack gave more posts than honesty, and fewer. */
  readonly more: number;
  readonly fewer: number;
  /** Posts (promotions and entries) that the favourite, or the unit, gets more than honestly; null with fewer than two runs. */
  readonly gain: Estimate | null;
  /** True performance of all who hold a seat, honest less attacked, in points summed over seats, learning left out: what the organisation pays, below 0 what it gains; null with fewer than two runs. */
  readonly lost: Estimate | null;
  /** Rounds held until the favourite won or the tries were used up, mean over runs; 1 where the attack is held once. */
  readonly tries: number | null;
  readonly signals: readonly SignalRates[];
  /** The sign that tells attacked from honest rounds best (highest difference of the two rates, above 0; the first of equals), or `none`. No test: it may be chance. */
  readonly shown: Signal | 'none';
}

/** Who could game which policy, how much it brings, and what shows it. */
export interface GamingTest {
  readonly format: typeof GAMING_FORMAT;
  readonly engine: string;
  readonly generator: string;
  readonly organisation: { readonly id: string; readonly hash: string; readonly seats: number; readonly people: number };
  readonly world: string;
  readonly seed: number;
  readonly seeds: number;
  /** Share of the intervals, 0.95. */
  readonly confidence: number;
  readonly policies: readonly { readonly name: string; readonly hash: string; readonly choose: Choice }[];
  /** By attack in the order of `ATTACKS`, strength, policy as given. */
  readonly rows: readonly GamingRow[];
}
