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
  type: z.enum(['number', 'date', 'text', 'boolean', 'ordered', 'set']),
  label: localText,
  min: z.number().optional(),
  max: z.number().optional(),
  values: z.array(z.string().min(1)).min(1).optional(),
  /** Evidence counts for this many months after its date. */
  validMonths: z.int().min(1).max(1200).optional(),
});
export type AttributeSpec = z.infer<typeof AttributeSpec>;

export const Gate = z.strictObject({
  id: name,
  label: localText,
  citation: Citation,
  /** Asked of whoever moves, not of whoever stays: time in post, one level at a time. */
  onlyForMoves: z.boolean().optional(),
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

const cost = z.strictObject({ points: z.number(), citation: Citation });
const labelled = z.strictObject({ id: name, label: localText });

export const POLICY_FORMAT = 'meritra/policy/0';

/** A policy pack: every rule and every number that decides, as data. See docs/formats.md section 3. */
export const Policy = z.strictObject({
  format: z.literal(POLICY_FORMAT, 'E_FORMAT'),
  id: name,
  title: localText,
  lawCheckedOn: day,
  confidence: z.strictObject({ scale: z.array(z.string().min(1)).min(1), gateFrom: z.string().min(1) }),
  leapDay: z.enum(['feb28', 'mar1']),
  levels: z.array(labelled).min(1),
  attributes: z.record(name, AttributeSpec),
  gates: z.array(Gate),
  dimensions: z.array(labelled).min(1),
  criteria: z.array(Criterion).min(1),
  weights: z.record(name, z.number()),
  weightsTotal: z.number().optional(),
  weightsCitation: Citation,
  costs: z.strictObject({ lateralMove: cost, vacantSeat: cost }),
  resolution: cost,
  displacement: z.enum(['minimise', 'forbid']),
  objective: z.enum(['levels', 'total']),
  relations: z.strictObject({
    declaration: z.enum(['either', 'both']),
    lineOfCommand: z.strictObject({ maxDegree: z.int().min(0).max(8), citation: Citation }).optional(),
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
