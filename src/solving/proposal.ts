import type { ActorId, PersonId, PositionId, UnitId } from '../model/ids.js';
import type { UnknownCause } from '../policy/index.js';
import type { Fit } from '../scoring/index.js';

export const PROPOSAL_FORMAT = 'meritra/proposal/0';

/** Kinds of a move, a total function of the two seats. */
export type MoveKind = 'entry' | 'promotion' | 'lateral' | 'demotion' | 'release';

/** A datum without which a gate cannot be judged. */
export interface MissingDatum {
  readonly about: 'person' | 'position';
  readonly attribute: string;
  readonly cause: UnknownCause;
}

/** A gate that must turn out to pass before the move may happen. */
export interface Condition {
  readonly rule: string;
  readonly missing: readonly MissingDatum[];
}

/** One person whose seat changes. */
export interface Move {
  readonly person: PersonId;
  readonly from: PositionId | null;
  readonly to: PositionId | null;
  readonly kind: MoveKind;
  /** In the words of career patterns: null for entries, releases, demotions, and promotions where a track is not stated. */
  readonly pattern: 'vertical' | 'diagonal' | 'horizontal' | null;
  /** A lateral move into a job of a lower class. */
  readonly hiddenDemotion: boolean;
  /** The lawful way it takes; null where that is not known, where the policy has no routes, and for a release. */
  readonly route: string | null;
  /** Null for a release. In 1/10,000 point. */
  readonly fit: Fit | null;
  readonly conditions: readonly Condition[];
  /** Gates that pass by a waiver and would not otherwise. */
  readonly waived: readonly string[];
  /** The ends of the fit differ: something about the person is unknown. */
  readonly provisional: boolean;
  /** Rules below the confidence of a gate that do not pass. */
  readonly flags: readonly string[];
}

/** Moves that hang together: each person takes the seat the one before leaves. */
export interface Chain {
  readonly kind: 'chain' | 'loop';
  readonly people: readonly PersonId[];
  /** For each of them the days after which his move can happen; null where a route is not known, all of it null where the policy has no routes. */
  readonly ready: readonly (number | null)[] | null;
  /** It runs over more than one route. */
  readonly crosses: boolean;
}

/** `left-empty` by a decision: of amended plans alone. */
export type VacancyCause = 'out-of-scope' | 'no-eligible' | 'shortage' | 'not-worth-it' | 'left-empty';

/** Seats that a plan leaves empty. */
export interface Vacancy {
  readonly position: PositionId;
  readonly seats: number;
  /** People other than the holder who have a passing way to it in this market. */
  readonly eligible: number;
  readonly cause: VacancyCause;
  /** Of a shortage: so many positions with so many seats have only so many people between them. */
  readonly short: { readonly positions: number; readonly seats: number; readonly people: number } | null;
}

/** One objective with what the plan reaches: people, critical seats, 1/10,000 points, or minus the number of moves. */
export interface Objective {
  readonly stage: string;
  readonly value: number;
}

export type Dual = readonly [id: string, dual: number];

/** Times that a side row counts in a bound; the row by its name (docs/formats.md section 4.1). */
export type RowTimes = readonly [row: readonly (string | readonly string[])[], times: number];

/** Duals and times of rows over one denominator: a bound on every plan that keeps the rows (docs/formats.md section 5.1). */
export interface CertifiedBound {
  readonly people: readonly Dual[];
  readonly positions: readonly Dual[];
  /** Left out where it is 1. */
  readonly denominator?: number;
  readonly rows?: readonly RowTimes[];
}

/** Cases that cover every plan: the person sits in one of these positions, or in none of them; at the end of each a bound, or `none`: nothing is left to plan. */
export type CertifiedTree =
  | (CertifiedBound & { readonly none?: true })
  | { readonly person: PersonId; readonly positions: readonly PositionId[]; readonly in: CertifiedTree; readonly out: CertifiedTree };

/** What bounds every other plan at one stage; zeros are left out. Without a tree the bound is the value. */
export interface CertificateStage extends Objective, CertifiedBound {
  readonly tree?: CertifiedTree;
}

export interface Certificate {
  readonly stages: readonly CertificateStage[];
}

/** Why no plan exists: these people must be seated and have too few seats, or these positions must be filled and have too few people. */
export interface Shortage {
  readonly side: 'people' | 'positions';
  readonly people: readonly PersonId[];
  readonly positions: readonly PositionId[];
}

export interface Plan {
  readonly status: 'optimal' | 'feasible' | 'infeasible';
  /** Everybody seated, by person id, those who stay included. */
  readonly seats: readonly (readonly [PersonId, PositionId])[];
  readonly objectives: readonly Objective[];
  /** Only of a feasible plan: the first stage that is not proven best, what it reaches and what no plan can pass. */
  readonly gap: { readonly stage: string; readonly value: number; readonly bound: number } | null;
  readonly moves: readonly Move[];
  readonly chains: readonly Chain[];
  readonly vacant: readonly Vacancy[];
  /** People for whom the tie rule chose between outcomes that were equal otherwise. */
  readonly tied: readonly PersonId[];
  /** False where side rows decided: the plan is canonical, not proven to be the one the tie rule picks. */
  readonly tiesProven: boolean;
  readonly certificate: Certificate | null;
  /** Of an infeasible plan; null also where side rows rule every plan out: then the certificate shows it. */
  readonly shortage: Shortage | null;
}

/** A datum that somebody should confirm, and what hangs on it. */
export interface WorkItem extends MissingDatum {
  readonly id: string;
  /** Moves of the conditional plan that rest on it. */
  readonly moves: number;
  /** Pairs that have no other obstacle than unknown data of this person or position, this one among them. */
  readonly pairs: number;
  /** Fits that it widens to an interval, among the pairs of the conditional market. */
  readonly fits: number;
  /** The day the last, no longer usable datum speaks of. */
  readonly since: string | null;
}

export type Finding =
  /** Related people sit in one line of command today. */
  | { readonly code: 'related-in-line'; readonly head: PersonId; readonly below: PersonId }
  /** Related people sit in one unit today. */
  | { readonly code: 'related-in-unit'; readonly a: PersonId; readonly b: PersonId }
  /** Somebody whose judgement does not count: without a statement, with a late one, or of somebody he is related to. */
  | { readonly code: 'recused'; readonly actor: ActorId; readonly role: string; readonly reason: 'silent' | 'late' | 'related'; readonly person: PersonId | null; readonly items: number }
  /** The holder of a post would not pass these binding rules for it today. */
  | { readonly code: 'incumbent-fails'; readonly person: PersonId; readonly position: PositionId; readonly rules: readonly string[] }
  /** Today's seating exceeds a limit on a unit: it may stay, and may not grow. */
  | { readonly code: 'limit-today'; readonly limit: string; readonly unit: UnitId; readonly side: 'min' | 'max'; readonly bound: number; readonly today: number }
  /** No rule reads this attribute, though the round carries it. */
  | { readonly code: 'attribute-unused'; readonly attribute: string; readonly items: number };

/** What the policy says of its own standing. */
export interface RuleStanding {
  readonly unconfirmed: readonly { readonly id: string; readonly confidence: string }[];
  readonly gateFrom: string;
  readonly lawCheckedOn: string;
}

/** A proposal: what is certain, what only if confirmed, what to confirm, and the proof. docs/formats.md section 5. */
export interface Proposal {
  readonly format: typeof PROPOSAL_FORMAT;
  readonly engine: { readonly name: 'meritra'; readonly version: string };
  readonly round: { readonly id: string; readonly asOf: string; readonly hash: string };
  readonly policy: { readonly id: string; readonly hash: string };
  readonly objective: 'levels' | 'total' | 'stable';
  readonly certain: Plan;
  /** With every pair whose unknown gates might still pass; null where there is none. */
  readonly conditional: Plan | null;
  readonly worklist: readonly WorkItem[];
  readonly findings: readonly Finding[];
  readonly rules: RuleStanding;
}
