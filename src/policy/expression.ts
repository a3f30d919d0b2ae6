import { z } from 'zod';

/** Words in the languages a pack is written in; `en` is always there, others fall back to it. */
export interface LocalText {
  readonly en: string;
  readonly id?: string | undefined;
}

export type Comparison = '<' | '<=' | '=' | '>=' | '>';

/**
 * The closed rule language: what a pack may say about a person and a position. docs/formats.md section 3.1 gives the value
 * of each form; `compile` (evaluate.ts) checks a rule when the pack is loaded and makes it ready to run.
 */
export type Expression =
  | { readonly op: 'const'; readonly value: number | string | boolean }
  | { readonly op: 'day'; readonly value: string }
  | { readonly op: 'person'; readonly attribute: string }
  | { readonly op: 'position'; readonly attribute: string }
  | { readonly op: 'level'; readonly of: 'position' | 'seat' }
  | { readonly op: 'unit' | 'levelId' | 'track' | 'class'; readonly of: 'position' | 'seat' }
  | { readonly op: 'date'; readonly of: 'asOf' | 'horizon' | 'yearStart' | 'born' | 'since' | 'retires' }
  | { readonly op: 'shift'; readonly of: Expression; readonly months?: number | undefined; readonly days?: number | undefined }
  | { readonly op: 'monthsIn' | 'occurs'; readonly attribute: string; readonly values: readonly string[] | Expression; readonly from?: Expression | undefined; readonly to?: Expression | undefined }
  | { readonly op: 'compare'; readonly left: Expression; readonly is: Comparison; readonly right: Expression }
  | { readonly op: 'in'; readonly item: Expression; readonly set: readonly string[] | Expression }
  | { readonly op: 'monthsBetween'; readonly from: Expression; readonly to: Expression }
  | { readonly op: 'lookup'; readonly key: Expression; readonly table: Readonly<Record<string, number>>; readonly else?: number | undefined }
  | { readonly op: 'piecewise'; readonly of: Expression; readonly mode: 'linear' | 'step'; readonly points: readonly (readonly [number, number])[] }
  | { readonly op: 'cases'; readonly cases: readonly { readonly when: Expression; readonly then: Expression }[]; readonly else: Expression }
  | { readonly op: 'sum'; readonly terms: readonly { readonly weight: number; readonly of: Expression }[] }
  | { readonly op: 'min' | 'max'; readonly of: readonly Expression[] }
  | { readonly op: 'product'; readonly of: readonly { readonly of: Expression; readonly power: number }[] }
  | { readonly op: 'all' | 'any'; readonly of: readonly Expression[] }
  | { readonly op: 'not'; readonly of: Expression };

const attribute = z.string().min(1).max(64);
const expression: z.ZodType<Expression> = z.lazy(() => anyExpression);

const anyExpression = z.discriminatedUnion('op', [
  z.strictObject({ op: z.literal('const'), value: z.union([z.number(), z.string(), z.boolean()]) }),
  z.strictObject({ op: z.literal('day'), value: z.string() }),
  z.strictObject({ op: z.literal('person'), attribute }),
  z.strictObject({ op: z.literal('position'), attribute }),
  z.strictObject({ op: z.literal('level'), of: z.enum(['position', 'seat']) }),
  z.strictObject({ op: z.enum(['unit', 'levelId', 'track', 'class']), of: z.enum(['position', 'seat']) }),
  z.strictObject({ op: z.literal('date'), of: z.enum(['asOf', 'horizon', 'yearStart', 'born', 'since', 'retires']) }),
  z.strictObject({ op: z.literal('shift'), of: expression, months: z.int().min(-1200).max(1200).optional(), days: z.int().min(-40_000).max(40_000).optional() }),
  z.strictObject({ op: z.enum(['monthsIn', 'occurs']), attribute, values: z.union([z.array(z.string()).min(1), expression]), from: expression.optional(), to: expression.optional() }),
  z.strictObject({ op: z.literal('compare'), left: expression, is: z.enum(['<', '<=', '=', '>=', '>']), right: expression }),
  z.strictObject({ op: z.literal('in'), item: expression, set: z.union([z.array(z.string()).min(1), expression]) }),
  z.strictObject({ op: z.literal('monthsBetween'), from: expression, to: expression }),
  z.strictObject({ op: z.literal('lookup'), key: expression, table: z.record(z.string(), z.number()), else: z.number().optional() }),
  z.strictObject({ op: z.literal('piecewise'), of: expression, mode: z.enum(['linear', 'step']), points: z.array(z.tuple([z.number(), z.number()])).min(1) }),
  z.strictObject({ op: z.literal('cases'), cases: z.array(z.strictObject({ when: expression, then: expression })).min(1), else: expression }),
  z.strictObject({ op: z.literal('sum'), terms: z.array(z.strictObject({ weight: z.number(), of: expression })).min(1) }),
  z.strictObject({ op: z.enum(['min', 'max']), of: z.array(expression).min(1) }),
  z.strictObject({ op: z.literal('product'), of: z.array(z.strictObject({ of: expression, power: z.int().min(1).max(4) })).min(1) }),
  z.strictObject({ op: z.enum(['all', 'any']), of: z.array(expression) }),
  z.strictObject({ op: z.literal('not'), of: expression }),
]);

export const Expression = expression;

/** The parts an expression is made of, with the JSON Pointer step to each. */
export function children(e: Expression): readonly (readonly [string, Expression])[] {
  switch (e.op) {
    case 'compare':
      return [['/left', e.left], ['/right', e.right]];
    case 'in':
      return Array.isArray(e.set) ? [['/item', e.item]] : [['/item', e.item], ['/set', e.set as Expression]];
    case 'monthsBetween':
      return [['/from', e.from], ['/to', e.to]];
    case 'monthsIn':
    case 'occurs': {
      const parts: [string, Expression][] = [];
      if (!Array.isArray(e.values)) parts.push(['/values', e.values as Expression]);
      if (e.from) parts.push(['/from', e.from]);
      if (e.to) parts.push(['/to', e.to]);
      return parts;
    }
    case 'lookup':
      return [['/key', e.key]];
    case 'piecewise':
    case 'not':
    case 'shift':
      return [['/of', e.of]];
    case 'cases':
      return [
        ...e.cases.flatMap((c, i): [string, Expression][] => [[`/cases/${i}/when`, c.when], [`/cases/${i}/then`, c.then]]),
        ['/else', e.else],
      ];
    case 'sum':
      return e.terms.map((t, i) => [`/terms/${i}/of`, t.of]);
    case 'product':
      return e.of.map((t, i) => [`/of/${i}/of`, t.of]);
    case 'min':
    case 'max':
    case 'all':
    case 'any':
      return e.of.map((x, i) => [`/of/${i}`, x]);
    default:
      return [];
  }
}

/** What a rule looks at: names of attributes, and which facts of the position decide it. */
export interface Reads {
  readonly person: ReadonlySet<string>;
  readonly position: ReadonlySet<string>;
  /** True if the rule looks at the level, the unit, the track or the class of the position. */
  readonly level: boolean;
  readonly unit: boolean;
  readonly track: boolean;
  readonly class: boolean;
  /** Dates of the person that stand outside the evidence: born, since, retires. */
  readonly dates: ReadonlySet<string>;
}

/** Everything an expression reads, for grouping like positions and for telling which inputs are used. */
export function readsOf(...expressions: readonly (Expression | undefined)[]): Reads {
  const reads = { person: new Set<string>(), position: new Set<string>(), level: false, unit: false, track: false, class: false, dates: new Set<string>() };
  const visit = (e: Expression): void => {
    if (e.op === 'person' || e.op === 'monthsIn' || e.op === 'occurs') reads.person.add(e.attribute);
    if (e.op === 'position') reads.position.add(e.attribute);
    if (e.op === 'date' && (e.of === 'born' || e.of === 'since' || e.of === 'retires')) reads.dates.add(e.of);
    if ((e.op === 'level' || e.op === 'levelId') && e.of === 'position') reads.level = true;
    if ((e.op === 'unit' || e.op === 'track' || e.op === 'class') && e.of === 'position') reads[e.op] = true;
    for (const [, child] of children(e)) visit(child);
  };
  for (const e of expressions) if (e) visit(e);
  return reads;
}
