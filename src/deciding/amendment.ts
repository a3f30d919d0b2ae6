import type { ActorId, PersonId, PositionId } from '../model/ids.js';
import type { Plan, Proposal } from '../solving/index.js';

export const AMENDMENT_FORMAT = 'meritra/amendment/1';

/** Why a change is made: the decider's own choice; the person declined; whoever approves refused; an objection was upheld; a court ordered it. */
export type Cause = 'choice' | 'declined' | 'refused' | 'objection-upheld' | 'court';

/** What a change does: the person gets the position, he does not get it, or nobody new gets it. */
export type Effect = 'require' | 'forbid' | 'close';

/** One change of what was announced. */
export interface AmendmentChange {
  readonly effect: Effect;
  readonly cause: Cause;
  /** Null where the position is closed to everybody new. */
  readonly person: PersonId | null;
  readonly position: PositionId;
  /** 10 to 1,024 characters; always there for a choice. */
  readonly reason?: string;
  /** Always there for an objection that was upheld and for a court's order. */
  readonly document?: string;
  /** Of a required person: 1 plus how many of the eligible have a higher fit for the position. Equal fits share a rank. */
  readonly rank?: number;
  /** Of a required person: how many are eligible for the position. */
  readonly of?: number;
  /** Of a required person: the actors of the round who are related to him, by id. */
  readonly related?: readonly ActorId[];
}

/** What an amendment and those before it order; later ones keep to it until a change says otherwise. */
export interface Orders {
  readonly required: readonly (readonly [PersonId, PositionId])[];
  readonly forbidden: readonly (readonly [PersonId, PositionId])[];
  readonly closed: readonly PositionId[];
}

/** Somebody whose place is not the one that was announced. */
export interface ChangedPlace {
  readonly person: PersonId;
  readonly from: PositionId | null;
  readonly to: PositionId | null;
  /** `named` by a change, or `induced` by what was changed for others. */
  readonly why: 'named' | 'induced';
}

/** What a named person changed in what was announced, and the plan that follows with the fewest changes. docs/formats.md section 5.4. */
export interface Amendment {
  readonly format: typeof AMENDMENT_FORMAT;
  /** A decision about a proposal, or a repair of a proposal, a decision or a repair. */
  readonly act: 'decision' | 'repair';
  readonly by: string;
  readonly on: string;
  readonly round: Proposal['round'];
  readonly policy: Proposal['policy'];
  /** The document that is amended. */
  readonly of: { readonly format: string; readonly hash: string };
  /** By position, then person. */
  readonly changes: readonly AmendmentChange[];
  readonly inForce: Orders;
  /** Everybody whose place changes, by person. */
  readonly changed: readonly ChangedPlace[];
  /** Positions with fewer people than announced, and by how many. */
  readonly vacated: readonly { readonly position: PositionId; readonly seats: number }[];
  /** What was announced minus what is now planned, stage by stage: people, critical seats, 1/10,000 points, moves. Negative where it is a gain. */
  readonly loss: readonly { readonly stage: string; readonly loss: number }[];
  readonly plan: Plan;
}

/** By whom, when and why a proposal is followed or changed. */
export interface Decision extends Amendment {
  readonly act: 'decision';
}

/** What follows from a decline, a refusal, an objection that was upheld or a court's order. */
export interface Repair extends Amendment {
  readonly act: 'repair';
}

/** What can be amended. */
export type Announced = Proposal | Amendment;

/** The plan that was announced: of a proposal the certain one. */
export function announcedPlan(announced: Announced): Plan {
  return 'certain' in announced ? announced.certain : announced.plan;
}
