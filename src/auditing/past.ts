import { z } from 'zod';
import { Value } from '../model/round.js';
import { Citation } from '../policy/schema.js';

export const PAST_FORMAT = 'meritra/past/0';

const id = z.string();
const text = z.string();
/** A plain date, YYYY-MM-DD. */
const day = z.string();

/** One post filled (or several equal seats of it), by whom and on what paper. */
export const PastDecision = z.strictObject({
  id,
  position: id,
  /** The day it was decided. */
  on: day,
  /** Who decided: an actor, or a person. */
  decider: id.optional(),
  document: text.optional(),
  route: text.optional(),
  /** What the paper called the move: `promotion`, `rotation`, `transfer`, `demotion`, `entry`. */
  kind: text.optional(),
  /** The call was published. */
  noticed: day.optional(),
  /** Applications closed. */
  closed: day.optional(),
  /** Names and scores were opened. */
  opened: day.optional(),
  /** Where the row stands in the source: `decrees.csv:17`. */
  row: text.optional(),
});
export type PastDecision = z.infer<typeof PastDecision>;

/** One person considered for one decision. What is absent is unknown. */
export const Candidacy = z.strictObject({
  decision: id,
  person: id,
  chosen: z.boolean(),
  /** The last stage reached, one of `stages`. */
  reached: text.optional(),
  /** As the agency stated it. */
  eligible: z.boolean().optional(),
  /** The total that was stated when it was decided, in points, at most four decimals. */
  score: z.number().optional(),
  withdrew: day.optional(),
  /** Ties as a table states them (`{ referred: true }`); a kind that is absent is unknown, not false. */
  ties: z.record(z.string(), z.boolean()).optional(),
  /** What a ladder conditions on. `null` is a stratum of its own: missing. */
  strata: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])).optional(),
  row: text.optional(),
});
export type Candidacy = z.infer<typeof Candidacy>;

/** Who held what, from when to when. */
export const Holding = z.strictObject({
  person: id,
  position: id,
  from: day,
  /** Last day; absent: still held. */
  to: day.optional(),
  /** Acting, without a definitive appointment. */
  acting: z.boolean().optional(),
  kind: text.optional(),
  /** Written consent to a lower level: the document. */
  consent: text.optional(),
  document: text.optional(),
  decider: id.optional(),
  row: text.optional(),
});
export type Holding = z.infer<typeof Holding>;

export const PastPerson = z.strictObject({ id, name: text.optional(), born: day.optional(), retires: day.optional() });
export type PastPerson = z.infer<typeof PastPerson>;

export const PastPosition = z.strictObject({
  id,
  title: text.optional(),
  unit: id.optional(),
  /** One of `levels`. */
  level: text.optional(),
  class: z.int().min(1).max(99).optional(),
  /** Posts of one family are compared with each other; the level where absent. */
  family: text.optional(),
  superior: id.optional(),
});
export type PastPosition = z.infer<typeof PastPosition>;

export const PastUnit = z.strictObject({ id, name: text.optional(), parent: id.optional() });
export type PastUnit = z.infer<typeof PastUnit>;

/** One demand of a post, in force from `from` to `to` (both inclusive; absent: always). */
export const PastRequirement = z.strictObject({
  position: id,
  attribute: text,
  is: z.enum(['<', '<=', '=', '>=', '>']),
  value: Value,
  from: day.optional(),
  to: day.optional(),
  by: id.optional(),
  row: text.optional(),
});
export type PastRequirement = z.infer<typeof PastRequirement>;

/** A datum of a person, and who issued it. */
export const PastEvidence = z.strictObject({ person: id, attribute: text, value: Value, date: day, source: text.optional(), by: id.optional(), row: text.optional() });
export type PastEvidence = z.infer<typeof PastEvidence>;

/** One entry of the history of a score. Without `criterion` it is the total; without `by` nobody is named. The last of a (decision, person, criterion, by) counts. */
export const PastScore = z.strictObject({
  decision: id,
  person: id,
  criterion: text.optional(),
  /** In points. */
  value: z.number(),
  on: day,
  /** Order within a day, from 0. */
  order: z.int().min(0).max(1_000_000).optional(),
  by: id.optional(),
  row: text.optional(),
});
export type PastScore = z.infer<typeof PastScore>;

/** The weight of a criterion, and since when. Without `decision` it holds for all. The last before the decision counts. */
export const PastWeight = z.strictObject({ decision: id.optional(), criterion: text, weight: z.number().min(0), on: day, by: id.optional(), row: text.optional() });
export type PastWeight = z.infer<typeof PastWeight>;

export const ROLES = ['proposer', 'scorer', 'panel', 'signer', 'superior', 'spec-writer', 'issuer', 'decider'] as const;

/** Who took part in a decision. An actor who is also a person in the record has the same id. */
export const PastRole = z.strictObject({
  decision: id,
  actor: id,
  role: z.enum(ROLES),
  /** A statement on conflicts of interest is on file. */
  statement: day.optional(),
  /** People the statement names. */
  declared: z.array(id).optional(),
  /** Whom he did not judge: people, or everybody. */
  recused: z.union([z.literal('all'), z.array(id)]).optional(),
  row: text.optional(),
});
export type PastRole = z.infer<typeof PastRole>;

/** A tie between two people or actors: `b` is kin of `a` of this degree (spouse 0, parent and child 1, siblings 2 …), or a tie of another kind without degree. Of kind `parent`, `b` is a parent of `a`; of `child`, a child; with `spouse` these are the kinds from which further degrees are derived. */
export const PastRelation = z.strictObject({
  a: id,
  b: id,
  kind: text,
  degree: z.int().min(0).max(8).optional(),
  source: text.optional(),
  from: day.optional(),
  to: day.optional(),
  row: text.optional(),
});
export type PastRelation = z.infer<typeof PastRelation>;

/** What the person concerned answered to what was found. */
export const PastReply = z.strictObject({ decision: id.optional(), person: id.optional(), code: text.optional(), on: day, text, document: text.optional() });
export type PastReply = z.infer<typeof PastReply>;

/** The tables of a record of past decisions; each row is checked by itself, so that all problems are told at once. A table that is absent was not given. */
export const PAST_TABLES = {
  decisions: PastDecision,
  candidates: Candidacy,
  roster: Holding,
  people: PastPerson,
  positions: PastPosition,
  units: PastUnit,
  requirements: PastRequirement,
  evidence: PastEvidence,
  scores: PastScore,
  weights: PastWeight,
  roles: PastRole,
  relations: PastRelation,
  replies: PastReply,
} as const;

/** The fields of a record that are not tables. */
export const PastHead = z.strictObject({
  format: z.literal(PAST_FORMAT).optional(),
  title: text.optional(),
  /** Levels of posts, the lowest first. */
  levels: z.array(text).optional(),
  /** Stages of a selection, the first first; the last one is being chosen. */
  stages: z.array(text).optional(),
  /** `relations` holds every tie of these kinds among the people and actors of the record: whoever has none is known to have none. Otherwise he is unknown. */
  relationsComplete: z.array(z.strictObject({ kind: text, source: text, date: day })).optional(),
});

/** A record of past decisions as anybody may hold it: docs/auditing.md. */
export const Past = PastHead.extend({
  decisions: z.array(PastDecision).optional(),
  candidates: z.array(Candidacy).optional(),
  roster: z.array(Holding).optional(),
  people: z.array(PastPerson).optional(),
  positions: z.array(PastPosition).optional(),
  units: z.array(PastUnit).optional(),
  requirements: z.array(PastRequirement).optional(),
  evidence: z.array(PastEvidence).optional(),
  scores: z.array(PastScore).optional(),
  weights: z.array(PastWeight).optional(),
  roles: z.array(PastRole).optional(),
  relations: z.array(PastRelation).optional(),
  replies: z.array(PastReply).optional(),
});
/** What a user hands in. */
export type Past = z.infer<typeof Past>;

const cited = { id, label: z.strictObject({ en: text, id: text.optional() }).or(text), citation: Citation };

/** A rule that a date, a level or a holding breaks or not: the deterministic part of an audit, as data. */
export const BreachRule = z.discriminatedUnion('kind', [
  /** A definitive post is held at least so long before the next one on the same level or above. */
  z.strictObject({ kind: z.literal('tenure'), ...cited, months: z.int().min(1), levels: z.array(text).optional(), moves: z.array(z.enum(['promotion', 'rotation', 'demotion'])).optional() }),
  /** Nobody is moved in this window. */
  z.strictObject({ kind: z.literal('freeze'), ...cited, from: day, to: day }),
  /** A move up passes at most so many levels. */
  z.strictObject({ kind: z.literal('level-jump'), ...cited, most: z.int().min(1) }),
  /** A lower level or class needs written consent, whatever the paper calls it. */
  z.strictObject({ kind: z.literal('hidden-demotion'), ...cited }),
  /** Acting in a post at most so long. */
  z.strictObject({ kind: z.literal('acting-length'), ...cited, months: z.int().min(1) }),
  /** Acting in a post and then its definitive holder without a selection on record. */
  z.strictObject({ kind: z.literal('acting-to-definitive'), ...cited }),
  /** One definitive post at a time. */
  z.strictObject({ kind: z.literal('two-seats'), ...cited }),
  /** Nobody is appointed on or after the day he retires. */
  z.strictObject({ kind: z.literal('after-retirement'), ...cited }),
  /** At least so many days between the call and its close. */
  z.strictObject({ kind: z.literal('notice'), ...cited, days: z.int().min(1) }),
  /** Nobody is chosen who was stated ineligible, and only whoever applied is chosen. */
  z.strictObject({ kind: z.literal('winner-eligible'), ...cited }),
]);
export type BreachRule = z.infer<typeof BreachRule>;
export type BreachKind = BreachRule['kind'];
