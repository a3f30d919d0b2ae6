import type { Interval, PValues, Ratio } from '../stats/index.js';
import type { Citation, LocalText } from '../policy/index.js';
import type { Because, Rung } from './case.js';

export const AUDIT_FORMAT = 'meritra/audit/0';

/** `P-0001` for a person, `A-0001` for an actor who is no person: names of one audit, in an order that tells nothing. */
export type Pseudonym = string;

/** What an audit found; a closed union: each code has its words, its other explanations and its next questions in both languages. */
export type FindingCode =
  // breaches of a dated rule
  | 'tenure-short' | 'freeze-window' | 'level-jump' | 'hidden-demotion' | 'acting-too-long' | 'acting-to-definitive' | 'two-definitive-seats'
  | 'after-retirement' | 'notice-short' | 'winner-not-eligible' | 'winner-not-considered' | 'score-after-opening'
  // measured over many decisions
  | 'tie-effect' | 'stage-effect' | 'rank-difference' | 'deviation-beneficiaries' | 'decider-deviations' | 'reciprocity' | 'beyond-degree'
  // one decision
  | 'better-passed-over' | 'conflict-present' | 'conflict-unknown'
  // signs to look at
  | 'tailored-requirements' | 'tailored-weights' | 'late-score-change' | 'rater-outlier' | 'rival-removed' | 'single-effective-candidate'
  | 'conflicted-evidence' | 'score-mismatch';

export type FindingKind = 'breach' | 'effect' | 'case' | 'flag';

/** A number of a finding by its name; the words for it are the report's. A text is a code or a date, never a name. */
export interface Measure {
  readonly name: string;
  readonly value: number | string | null;
  /** Points are 1/10,000 point as whole numbers. */
  readonly unit: 'people' | 'decisions' | 'days' | 'months' | 'levels' | 'points' | 'share' | 'ratio' | 'count' | 'date' | 'code' | 'log10';
}

export interface Effect {
  readonly name: 'odds-ratio' | 'risk-ratio' | 'difference' | 'share';
  readonly value: Ratio;
  readonly interval: Interval | null;
}

/** One test of the declared family. */
export interface TestResult {
  /** Its id in the family. */
  readonly id: string;
  readonly method: string;
  readonly alternative: 'two-sided' | 'greater' | 'less';
  /** The least p that these data could have given: printed before p. Null for an asymptotic test. */
  readonly minimumP: number | null;
  readonly p: number | null;
  /** By the correction of the family; null until corrected, or where the test could not be made. */
  readonly adjusted: number | null;
  /** At the level of the family, after the correction. */
  readonly rejected: boolean | null;
  readonly notTestable: Because | null;
}

/** How often a sign shows where there is nothing and where there is something, measured in the worlds of docs/auditing.md. */
export interface MeasuredRate {
  readonly world: string;
  readonly runs: number;
  readonly seed: number;
  readonly detection: number;
  readonly falseAlarm: number;
}

/** One finding. It measures; it never says why anybody did anything. */
export interface Finding {
  /** `F-0001` …, in the order of the report. */
  readonly id: string;
  readonly kind: FindingKind;
  readonly code: FindingCode;
  readonly rung: Rung;
  readonly decision: string | null;
  readonly position: string | null;
  readonly unit: string | null;
  readonly on: string | null;
  readonly document: string | null;
  readonly row: string | null;
  readonly tie: string | null;
  /** Roles: `chosen`, `beneficiary`, `passed-over`, `decider`, `rater`, `actor`, `rival`, `holder`. */
  readonly people: readonly { readonly role: string; readonly person: Pseudonym }[];
  readonly measured: readonly Measure[];
  readonly effect: Effect | null;
  readonly test: TestResult | null;
  readonly rule: { readonly id: string; readonly label: LocalText | string; readonly citation: Citation } | null;
  /** Codes of other explanations and of what to ask next. */
  readonly alternatives: readonly string[];
  readonly ask: readonly string[];
  readonly rate: MeasuredRate | null;
  /** The place for the reply of the person concerned: the day of the reply on file, or null. Its text is shown after a reveal. */
  readonly reply: { readonly on: string; readonly document: string | null } | null;
}

/** Shown first: what the audit stands on. */
export interface Strip {
  readonly log: { readonly integrity: 'holds' | 'fails' | 'unproven' | 'not-checked' | 'no-log'; readonly anchored: number | null; readonly erased: number | null };
  readonly decisions: number;
  readonly audited: number;
  readonly breaches: number;
  readonly cannot: readonly { readonly because: Because; readonly decisions: number }[];
  readonly rungs: readonly { readonly rung: Rung; readonly given: boolean; readonly because: Because | null }[];
  /** Ways in which it can be read wrongly: codes of caveats given by the caller or found. */
  readonly caveats: readonly string[];
}

export interface FunnelRow {
  readonly tie: string;
  /** The stage reached or not, of those who reached the one before it; `*` goes from the first stage to the last. */
  readonly stage: string;
  readonly connected: { readonly of: number; readonly passed: number };
  readonly others: { readonly of: number; readonly passed: number };
  readonly fourFifths: { readonly ratio: readonly [number, number]; readonly below: boolean; readonly lower?: 'connected' | 'others' | null } | null;
  readonly oddsRatio: Ratio | null;
  readonly interval: Interval | null;
  readonly test: TestResult;
  /** People whose tie is unknown. */
  readonly leftOut?: number;
}

export interface RankRow {
  readonly decision: string;
  readonly chosen: Pseudonym;
  readonly eligible: number;
  /** 1 is the best; the mean place among equals; null where a score is unknown. */
  readonly rank: number | null;
  /** Eligible people with a higher score. */
  readonly skipped: number;
  /** (rank - 1/2) / eligible. */
  readonly relative: number | null;
  /** Somebody's score was an interval: the rank may change. */
  readonly provisional: boolean;
  readonly ties: Readonly<Record<string, boolean | null>>;
  readonly because: Because | null;
}

export interface RegretRow {
  /** Decisions made on one day are one choice. */
  readonly on: string;
  readonly decisions: readonly string[];
  readonly from: 'stated' | 'recomputed';
  /** Points of the best, the decided and the worst way to fill as many of these seats with eligible people, in 1/10,000 point. */
  readonly best: number;
  readonly decided: number;
  readonly worst: number;
  /** best - decided. */
  readonly loss: number;
  /** loss / (best - worst); null where there was no choice. */
  readonly share: number | null;
  /** What undoing one decision alone would gain. */
  readonly waterfall: readonly { readonly decision: string; readonly gain: number }[];
  readonly because: Because | null;
  /** Candidacies of unknown score or eligibility, left out: with them the loss may be greater, never smaller. */
  readonly leftOut?: number;
}

export interface RegisterRow {
  readonly decision: string;
  readonly person: Pseudonym;
  readonly score: number;
  readonly taken: Pseudonym;
  readonly scoreTaken: number;
  /** Places between them. */
  readonly depth: number;
  /** `withdrew`, `placed` (got another of the posts of that day on the same level or above), `open`: nothing on record says why. */
  readonly cause: 'withdrew' | 'placed' | 'open';
}

export interface DeciderRow {
  readonly decider: Pseudonym;
  /** Four digits, or `all`. */
  readonly year: string;
  readonly decisions: number;
  readonly deviations: number;
  readonly interval: Interval;
  /** Points given up by the deviations, in 1/10,000. */
  readonly loss: number;
  readonly beneficiaries: readonly { readonly person: Pseudonym; readonly times: number }[];
  /** Beneficiaries with a tie, by tie. */
  readonly connected: Readonly<Record<string, number>>;
}

export interface LadderRung {
  readonly name: 'crude' | 'unit' | 'merit' | 'all';
  readonly by: readonly string[];
  readonly strata: number;
  readonly informative: number;
  readonly connected: { readonly of: number; readonly chosen: number };
  readonly others: { readonly of: number; readonly chosen: number };
  readonly oddsRatio: Ratio | null;
  readonly interval: Interval | null;
  /** Breslow-Day. */
  readonly homogeneity: { readonly statistic: number; readonly df: number; readonly p: number } | null;
  /** Some stratum shows more of the connected chosen and another fewer, each by Fisher's exact test at level / strata; absent where there is no test of strata. */
  readonly opposed?: boolean;
  /** Mantel-Haenszel chi-square without and with the continuity correction; absent where there is no test of strata. */
  readonly chiSquare?: { readonly plain: { readonly statistic: number; readonly p: number }; readonly corrected: { readonly statistic: number; readonly p: number } };
  readonly test: TestResult;
  readonly because: Because | null;
}

/** What the ladder of one kind of tie comes to: never one number. */
export type Claim =
  | 'no-difference' // nothing on any rung
  | 'explained-by-recorded-merit' // crude yes, conditional no: "no effect beyond recorded merit"
  | 'not-explained-by-recorded-merit' // it stays
  | 'cannot-be-detected' // these data could not have shown it
  | 'opposite-directions' // the groups held equal contradict each other: no one number stands for them
  | 'not-testable';

export interface TieLadder {
  readonly tie: string;
  readonly rungs: readonly LadderRung[];
  /** People whose tie is unknown: left out, counted. */
  readonly leftOut: number;
  /** Vacancies as draws: exact convolved hypergeometric. */
  readonly winners: { readonly vacancies: number; readonly informative: number; readonly observed: number; readonly expected: number; readonly midP: number; readonly p: PValues; readonly oddsRatio?: Ratio; readonly interval?: Interval } & { readonly test: TestResult } | null;
  /** Conditional logit with the score beside the tie; null without scores. */
  readonly logit: { readonly status: 'fitted' | 'separated' | 'not-testable'; readonly oddsRatio: Ratio | null; readonly interval: Interval | null; readonly p: number | null; readonly because: Because | null } | null;
  readonly permutation: { readonly observed: number; readonly b: number; readonly m: number; readonly p: number; readonly interval: Interval; readonly exact: boolean; readonly seed: number; readonly histogram: readonly { readonly from: number; readonly to: number; readonly count: number }[] } | null;
  readonly detectable: { readonly possible: boolean; readonly minimumP: number; readonly leastOddsRatio: Ratio | null } | null;
  readonly claim: Claim;
}

export interface ConflictPath {
  readonly decision: string;
  /** The kind of tie whose limit it is held against. */
  readonly tie?: string;
  readonly role: string;
  readonly actor: Pseudonym;
  readonly person: Pseudonym;
  readonly chosen: boolean;
  readonly steps: readonly { readonly from: Pseudonym; readonly to: Pseudonym; readonly kind: string; readonly degree: number | null; readonly source: string | null }[];
  readonly degree: number | null;
  /** Within the tie's own limit, or of a degree that nobody stated (`degree` null, `unknown`); false: the degree just beyond. */
  readonly within: boolean;
  readonly verdict: 'declared-and-recused' | 'declared-and-present' | 'no-declaration-on-file' | 'unknown';
}

export interface DegreeRow {
  /** The kind of tie whose degrees these are. */
  readonly tie?: string;
  readonly degree: number;
  readonly considered: number;
  readonly chosen: number;
  readonly within: boolean;
}

export interface Timeline {
  readonly decision: string;
  readonly person: Pseudonym;
  readonly chosen: boolean;
  readonly criterion: string | null;
  readonly by: Pseudonym | null;
  readonly points: readonly { readonly on: string; readonly value: number }[];
  readonly opened: string | null;
  readonly decided: string;
}

/** The family of tests, declared before any of them was made. */
export interface Family {
  readonly correction: 'holm' | 'bh' | 'by';
  readonly level: number;
  readonly tests: readonly { readonly id: string; readonly question: string; readonly method: string; readonly alternative: 'two-sided' | 'greater' | 'less' }[];
  /** What was fixed with them: permutations, what the ladder conditions on, the ties asked about. */
  readonly conditions?: { readonly draws: number; readonly ladder: { readonly unit: readonly string[]; readonly merit: readonly string[]; readonly all: readonly string[] }; readonly ties: readonly string[]; readonly days: readonly { readonly decisions: readonly string[]; readonly round: string; readonly policy: string }[] };
  /** SHA-256 of the declaration; where a trail was given, the entry that holds it. */
  readonly hash: string;
  readonly logged: { readonly index: number; readonly id: string } | null;
}

export interface RevealRecord {
  readonly by: string;
  readonly on: string;
  readonly reason: string;
  readonly people: readonly Pseudonym[];
  readonly logged: { readonly index: number; readonly id: string } | null;
}

/** The result: a document without names. Sorted, so that the order of rows changes no byte. */
export interface Audit {
  readonly format: typeof AUDIT_FORMAT;
  readonly engine: { readonly name: string; readonly version: string };
  readonly title: string | null;
  readonly input: string;
  readonly seed: number;
  readonly generator: string;
  readonly minimum: { readonly cell: number; readonly decider: number };
  readonly strip: Strip;
  readonly cannot: readonly { readonly decision: string | null; readonly part: string; readonly because: Because }[];
  readonly family: Family;
  /** Every test of the family with its result, found or not, by id: what was declared and came to nothing is told too. */
  readonly tests?: readonly TestResult[];
  readonly findings: readonly Finding[];
  readonly funnel: readonly FunnelRow[];
  readonly ranks: readonly RankRow[];
  readonly rankTests: readonly { readonly tie: string; readonly test: TestResult }[];
  readonly regret: readonly RegretRow[];
  readonly register: readonly RegisterRow[];
  /** The fewest decisions whose undoing leaves nobody passed over without a cause. */
  readonly overrides: readonly string[];
  readonly deciders: readonly DeciderRow[];
  readonly ladders: readonly TieLadder[];
  readonly conflicts: readonly ConflictPath[];
  readonly degrees: readonly DegreeRow[];
  readonly timelines: readonly Timeline[];
  readonly reveals: readonly RevealRecord[];
}
