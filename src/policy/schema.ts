import { z } from 'zod';
import { Expression, type LocalText } from './expression.js';

const localText = z.strictObject({ en: z.string().min(1), id: z.string().min(1).optional() });
const day = z.string('E_DATE_FORMAT');
const name = z.string().min(1).max(64);

/** Where a number or a rule comes from: a text with its confidence mark, or the decider's own choice with its reason. */
export const Citation = z.union([
  z.strictObject({
    source: z.string().min(1),
    confidence: z.string().min(1),
    confirmed: z.strictObject({ by: z.string().min(1), on: day, document: z.string().min(1) }).optional(),
  }),
  z.strictObject({ own: z.string().min(1) }),
]);
export type Citation = z.infer<typeof Citation>;

export const AttributeSpec = z.strictObject({
  of: z.enum(['person', 'position']),
  type: z.enum(['number', 'date', 'text', 'boolean', 'ordered', 'set', 'spells']),
  label: localText,
  min: z.number().optional(),
  max: z.number().optional(),
  values: z.array(z.string().min(1)).min(1).optional(),
  /** Evidence counts for this many months after its date. */
  validMonths: z.int().min(1).max(1200).optional(),
  /** What several items of one number come to: the latest (default), or the mean over those who judged. */
  combine: z.enum(['latest', 'mean']).optional(),
});
export type AttributeSpec = z.infer<typeof AttributeSpec>;

export const Gate = z.strictObject({
  id: name,
  label: localText,
  citation: Citation,
  /** Asked of whoever moves, not of whoever stays: time in post, one level at a time. */
  onlyForMoves: z.boolean().optional(),
  /** By what rule a named person may set it aside for one pair; absent: nobody may. */
  waivable: Citation.optional(),
  when: Expression.optional(),
  rule: Expression,
});
export type Gate = z.infer<typeof Gate>;

export const Criterion = z.strictObject({
  id: name,
  dimension: name,
  label: localText,
  citation: Citation,
  /** Points in 0..100. */
  value: Expression,
});
export type Criterion = z.infer<typeof Criterion>;

/** Name of the gate that a policy with routes has besides its own. */
export const ROUTE = 'route';

/** A lawful way for a move: the first whose `when` holds is taken; a pair that no route inside the decider's hand leads to is not proposed. */
export const Route = z.strictObject({
  id: name,
  label: localText,
  citation: Citation,
  when: Expression,
  approver: localText,
  /** Done one after the other. */
  steps: z.array(z.strictObject({ id: name, label: localText, days: z.int().min(0).max(3650), citation: Citation })),
  documents: z.array(localText),
  /** True where somebody else appoints: the pair is not proposed. */
  outside: z.boolean().optional(),
});
export type Route = z.infer<typeof Route>;

const count = z.int().min(0).max(1_000_000);
const cited = { id: name, label: localText, citation: Citation };
/** All of them one by one, or those listed. */
const ofUnits = { units: z.union([z.literal('each'), z.array(name).min(1)]) };

/** What a whole plan must keep, beside what each pair must: docs/formats.md section 4.1. */
export const Limit = z.discriminatedUnion('kind', [
  z.strictObject({ ...cited, kind: z.literal('moves'), max: count }),
  /** What each move costs, in whole units of whatever is counted. */
  z.strictObject({ ...cited, kind: z.literal('budget'), cost: Expression, max: z.int().min(0).max(1_000_000_000) }),
  /** How many of those who are meant (everybody, without `who`) sit in a unit. */
  z.strictObject({ ...cited, ...ofUnits, kind: z.literal('unit'), who: Expression.optional(), min: count.optional(), max: count.optional() }),
  /** How many of its holders may leave a unit. */
  z.strictObject({ ...cited, ...ofUnits, kind: z.literal('donor'), maxLeaving: count }),
  /** How many moves a chain or loop has. */
  z.strictObject({ ...cited, kind: z.literal('chain'), max: z.int().min(1).max(12) }),
]);
export type Limit = z.infer<typeof Limit>;

const kinRule = z.strictObject({ maxDegree: z.int().min(0).max(8), citation: Citation });

const cost = z.strictObject({ points: z.number(), citation: Citation });
const labelled = z.strictObject({ id: name, label: localText });

export const POLICY_FORMAT = 'meritra/policy/0';

/** A policy pack: every rule and every number that decides, as data. See docs/formats.md section 3. */
export const Policy = z.strictObject({
  format: z.literal(POLICY_FORMAT, 'E_FORMAT'),
  id: name,
  title: localText,
  lawCheckedOn: day,
  /** First and last day on which the pack is in force. */
  effectiveFrom: day.optional(),
  effectiveUntil: day.optional(),
  /** The packs this one was made from, the first one first. */
  madeFrom: z.array(z.strictObject({ id: name, hash: z.string() })).optional(),
  confidence: z.strictObject({ scale: z.array(z.string().min(1)).min(1), gateFrom: z.string().min(1) }),
  leapDay: z.enum(['feb28', 'mar1']),
  levels: z.array(labelled).min(1),
  tracks: z.array(labelled).optional(),
  attributes: z.record(name, AttributeSpec),
  gates: z.array(Gate),
  routes: z.array(Route).min(1).optional(),
  dimensions: z.array(labelled).min(1),
  criteria: z.array(Criterion).min(1),
  weights: z.record(name, z.number()),
  weightsTotal: z.number().optional(),
  weightsCitation: Citation,
  costs: z.strictObject({ lateralMove: cost, vacantSeat: cost }),
  resolution: cost,
  displacement: z.enum(['minimise', 'forbid']),
  objective: z.enum(['levels', 'total', 'stable']),
  limits: z.array(Limit).min(1).optional(),
  relations: z.strictObject({
    declaration: z.enum(['either', 'both']),
    lineOfCommand: kinRule.optional(),
    /** Related people are not seated in one unit. */
    sameUnit: kinRule.optional(),
    /** Whose judgements of whom do not count; `kinds` count whatever their degree. */
    recusal: kinRule.extend({ kinds: z.array(name).optional() }).optional(),
  }),
  ties: z.strictObject({
    order: z.array(z.strictObject({ attribute: name, direction: z.enum(['ascending', 'descending']), citation: Citation })),
    commitments: z.array(z.strictObject({ party: name, hash: z.string() })),
  }),
});
export type Policy = z.infer<typeof Policy>;

/** What a policy declares of an attribute; undefined for every other name, `constructor` too. */
export function attributeOf({ attributes }: { readonly attributes: Readonly<Record<string, AttributeSpec>> }, name: string): AttributeSpec | undefined {
  return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
}
export type { LocalText };
