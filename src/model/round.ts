import { z } from 'zod';
import type { ActorId, PersonId, PositionId, SourceId, UnitId } from './ids.js';

export const ROUND_FORMAT = 'meritra/round/0';

const id = <T extends string>(): z.ZodType<T, string> => z.string() as unknown as z.ZodType<T, string>;
/** A plain date, YYYY-MM-DD. The text is the code of the problem where something else stands. */
const day = z.string('E_DATE_FORMAT');
const text = z.string();

/** A register, certificate file or sheet that evidence comes from; `date` is the day it speaks of. */
export const Source = z.strictObject({ id: id<SourceId>(), title: text, date: day });
export type Source = z.infer<typeof Source>;

export const Unit = z.strictObject({ id: id<UnitId>(), name: text, parent: id<UnitId>().optional() });
export type Unit = z.infer<typeof Unit>;

/** What an attribute can be worth in a document; which of these is right is the policy's to say. */
export const Value = z.union([z.number(), z.string(), z.boolean(), z.array(z.string())]);
export type Value = z.infer<typeof Value>;

/** One demand of a post's own standard, on one attribute of the person. */
export const Requirement = z.strictObject({
  attribute: text,
  is: z.enum(['<', '<=', '=', '>=', '>']),
  value: Value,
  standard: text.optional(),
});
export type Requirement = z.infer<typeof Requirement>;

/** A post with one or more equal seats. */
export const Position = z.strictObject({
  id: id<PositionId>(),
  title: text,
  unit: id<UnitId>(),
  level: text,
  /** The track the post belongs to, one of the policy's `tracks`. */
  track: text.optional(),
  /** Class of the job, higher is heavier. */
  class: z.int().min(1).max(99).optional(),
  /** 1 if absent. */
  seats: z.int().min(1).max(1_000_000).optional(),
  superior: id<PositionId>().optional(),
  /** Filled before the merit of its level is looked at, if anybody is eligible. */
  critical: z.boolean().optional(),
  /** Must not be left empty in any plan; the reason is part of the report. */
  mustFill: z.strictObject({ reason: text }).optional(),
  opens: day.optional(),
  closes: day.optional(),
  attributes: z.record(z.string(), Value).optional(),
  requires: z.array(Requirement).optional(),
});
export type Position = z.infer<typeof Position>;

/** One datum of one person, with where it comes from. Exactly one of `value` and `unmapped` is there. */
export const Evidence = z.strictObject({
  attribute: text,
  value: Value.optional(),
  /** The raw text of an entry that could not be mapped to the attribute's list: unknown, and on the worklist. */
  unmapped: text.optional(),
  source: id<SourceId>(),
  /** The source's date if absent. */
  date: day.optional(),
  /** Last day on which it counts. */
  expires: day.optional(),
  /** Whose judgement it is. */
  by: id<ActorId>().optional(),
});
export type Evidence = z.infer<typeof Evidence>;

/** A stretch of time in a person's history: a post held, a punishment served, a leave, a certificate in force. Exactly one of `value` and `unmapped` is there. */
export const Spell = z.strictObject({
  attribute: text,
  value: text.optional(),
  unmapped: text.optional(),
  /** First day. With `from` and no `to` it still runs; without `from` the days are unknown. */
  from: day.optional(),
  /** Last day. */
  to: day.optional(),
  /** How long it lasted, where the length is known and the days are not. */
  months: z.int().min(0).max(1200).optional(),
  source: id<SourceId>(),
  /** The source's date if absent. */
  date: day.optional(),
});
export type Spell = z.infer<typeof Spell>;

/** Somebody looked: the spells of this attribute are complete up to the date (the source's if absent). */
export const Checked = z.strictObject({ attribute: text, source: id<SourceId>(), date: day.optional() });
export type Checked = z.infer<typeof Checked>;

export const Person = z.strictObject({
  id: id<PersonId>(),
  name: text.optional(),
  born: day.optional(),
  bornAt: text.optional(),
  /** The post whose seat he holds; at most one. */
  seat: id<PositionId>().optional(),
  /** In that post since. */
  since: day.optional(),
  retires: day.optional(),
  /** Written consent to a seat on a lower level. */
  acceptsLower: z.strictObject({ on: day, document: text }).optional(),
  /** Posts he wishes for, best first. */
  wishes: z.array(id<PositionId>()).optional(),
  evidence: z.array(Evidence),
  spells: z.array(Spell).optional(),
  checked: z.array(Checked).optional(),
});
export type Person = z.infer<typeof Person>;

/** A declared relation: `b` is kin of `a`, of this degree (spouse 0, parent and child 1, siblings 2 …). */
export const Relation = z.strictObject({
  a: id<PersonId>(),
  b: id<PersonId>(),
  kind: text,
  degree: z.int().min(0).max(8),
  source: id<SourceId>(),
  date: day.optional(),
});
export type Relation = z.infer<typeof Relation>;

/** A person who must get a post, by whose order and why. */
export const Pin = z.strictObject({ person: id<PersonId>(), position: id<PositionId>(), by: text, reason: text });
export type Pin = z.infer<typeof Pin>;

/** A named person sets one gate of the policy aside for one pair, with a reason and a document. */
export const Waiver = z.strictObject({ person: id<PersonId>(), position: id<PositionId>(), rule: text, by: text, on: day, document: text, reason: text });
export type Waiver = z.infer<typeof Waiver>;

/** What an actor declared of somebody in the round; without `degree` the kind alone says whether it counts. */
export const Interest = z.strictObject({ person: id<PersonId>(), kind: text, degree: z.int().min(0).max(8).optional() });
export type Interest = z.infer<typeof Interest>;

/** Whoever judges, proposes, specifies, certifies or decides in this round. */
export const Actor = z.strictObject({
  id: id<ActorId>(),
  role: z.enum(['scorer', 'panel', 'proposer', 'spec-writer', 'issuer', 'decider']),
  /** Who he is in the round, if he is one of its people. */
  person: id<PersonId>().optional(),
  /** The signed statement on conflicts of interest. */
  statement: z.strictObject({ on: day, document: text }).optional(),
  interests: z.array(Interest).optional(),
});
export type Actor = z.infer<typeof Actor>;

export const Reveal = z.strictObject({ party: text, nonce: text });
export type Reveal = z.infer<typeof Reveal>;

const scopeOf = <T extends string>() => z.union([z.literal('all'), z.array(id<T>())]);

/** Which posts may receive somebody new and who may move; everything else is frozen. */
export const Scope = z.strictObject({ positions: scopeOf<PositionId>(), people: scopeOf<PersonId>() });
export type Scope = z.infer<typeof Scope>;

/** The tables of a round; each row is checked by itself, so that all problems are told at once. */
export const ROUND_TABLES = {
  sources: Source,
  units: Unit,
  positions: Position,
  people: Person,
  relations: Relation,
  pins: Pin,
  waivers: Waiver,
  actors: Actor,
  reveals: Reveal,
} as const;

/** The fields of a round that are not tables. */
export const RoundHead = z.strictObject({
  format: z.literal(ROUND_FORMAT, 'E_FORMAT'),
  id: z.string(),
  title: text.optional(),
  asOf: day,
  /** Whoever retires and whatever closes by then counts as gone; `asOf` if absent. */
  horizon: day.optional(),
  /** The day names and scores were opened: statements must have been signed by then. `asOf` if absent. */
  opened: day.optional(),
  scope: Scope,
});

/** One round as a document: docs/formats.md section 2. A parsed round is in normal form: sorted, NFC, nothing null. */
export const Round = RoundHead.extend({
  sources: z.array(Source),
  units: z.array(Unit),
  positions: z.array(Position),
  people: z.array(Person),
  relations: z.array(Relation),
  pins: z.array(Pin),
  waivers: z.array(Waiver),
  actors: z.array(Actor),
  reveals: z.array(Reveal),
});
export type Round = z.infer<typeof Round>;
