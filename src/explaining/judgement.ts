import type { GateOutcome, GateRule } from '../eligibility/index.js';
import { bug } from '../errors/index.js';
import type { Waiver } from '../model/round.js';
import { formatDay, LAST_DAY } from '../model/calendar.js';
import { fromUnits } from '../model/decimal.js';
import { children, compile, covers, datumOf, isComplete, isSought, soughtBy, windowOf, type Citation, type Compiled, type Expression, type LocalText, type Pair, type Policy, type UnknownCause } from '../policy/index.js';
import { missingFor, type MissingDatum } from '../solving/index.js';

/** A value as a document writes it; null is unknown; `[low, high]` a number known only so far. */
export type Shown = number | string | boolean | readonly string[] | { readonly low: number; readonly high: number } | null;

/** A stretch of time on record that a rule counted, or might have to. Days as texts, null where they are not stated. */
export interface CountedSpell {
  /** Null for an entry that could not be mapped. */
  readonly value: string | null;
  readonly from: string | null;
  /** Null also where no last day is stated. */
  readonly to: string | null;
  /** Where no last day is stated and it is not known to have run to the end of the window: the last day up to which it is. Else null. */
  readonly knownTo: string | null;
  /** Its length where that alone is stated. */
  readonly months: number | null;
  readonly source: string;
  readonly date: string;
}

/** What a rule looked for in a record of spells, and what it found there. */
export interface Counted {
  readonly attribute: string;
  /** Null where what is looked for is not known. */
  readonly values: readonly string[] | null;
  /** The bounds of the window, null where there is none; without `to` it ends with the day of the round. */
  readonly from: string | null;
  readonly to: string | null;
  /** False where a bound is there and not known. */
  readonly known: boolean;
  /** Where somebody last confirmed that the record holds everything, and the day up to which that counts; null if nobody did. */
  readonly checked: { readonly source: string; readonly date: string; readonly until: string } | null;
  /** It counts up to the end of the window, or up to the day of the round if that comes first. */
  readonly complete: boolean;
  readonly spells: readonly CountedSpell[];
}

/** One side of a comparison: where it comes from, and what it is. */
export interface Side {
  /** `person` and `position`: an attribute as it stands; `date`: a date of the person or round; `fixed`: a constant; `computed`: anything else. */
  readonly of: 'person' | 'position' | 'level' | 'unit' | 'levelId' | 'track' | 'class' | 'date' | 'fixed' | 'computed';
  /** The attribute or date that is read, or the operation. */
  readonly name: string;
  readonly value: Shown;
  /** Of a person's attribute: source and day of the datum, or why it is unknown. */
  readonly source?: string;
  readonly date?: string;
  readonly cause?: UnknownCause;
  /** Of a figure computed from spells: what was counted. */
  readonly counted?: readonly Counted[];
}

/** A comparison inside a rule, with what it came to. */
export interface Compared {
  readonly left: Side;
  readonly is: '<' | '<=' | '=' | '>=' | '>' | 'in';
  readonly right: Side;
  readonly truth: boolean | null;
}

/** A rule that passes because a named person set it aside for this pair. */
export interface Waived extends Pick<Waiver, 'by' | 'on' | 'document' | 'reason'> {
  /** By what rule he may. */
  readonly citation: Citation;
  /** What the data say. */
  readonly otherwise: 'fail' | 'unknown';
}

/** One rule for one person and one post: the verdict, the legal text it rests on, and the data that decided. */
export interface Judgement {
  readonly rule: string;
  readonly label: LocalText | null;
  readonly outcome: GateOutcome;
  /** Null where the rule was not waived, or passes without. */
  readonly waived: Waived | null;
  /** Of the built-in gate on routes: the route of the pair, also one outside the decider's hand; null where none is known, and for every other rule. */
  readonly route: string | null;
  /** False for a flag: shown, never binding. */
  readonly binding: boolean;
  readonly citation: Citation;
  readonly compared: readonly Compared[];
  readonly missing: readonly MissingDatum[];
  readonly asOf: string;
  /** False where the rule was not asked of this pair: its condition does not apply, or it is about moves and he stays. */
  readonly asked: boolean;
}

/** Rules made ready once per policy: the same rule is judged for thousands of pairs. */
const compiled = new WeakMap<Policy, WeakMap<Expression, Compiled>>();

function ready(e: Expression, policy: Policy): Compiled {
  let known = compiled.get(policy);
  if (!known) compiled.set(policy, (known = new WeakMap()));
  let rule = known.get(e);
  if (!rule) known.set(e, (rule = compile(e, policy)));
  return rule;
}

/** The verdict of a rule with the datum. `found` is the waiver of this rule and pair, and of the gate on routes the route of the pair. Cost: the size of the rule. */
export function judge(rule: GateRule, pair: Pair, policy: Policy, asOf: string, stays: boolean, found: { readonly waiver?: Waiver | undefined; readonly route?: string | undefined } = {}): Judgement {
  const outcome = rule.outcome(pair);
  const { waiver } = found;
  const waived = waiver && outcome !== 'pass' ? waivedBy(waiver, outcome, policy) : null;
  return {
    rule: rule.id,
    label: rule.label ?? null,
    outcome: waived ? 'pass' : outcome,
    waived,
    route: found.route ?? null,
    binding: rule.binding,
    citation: rule.citation,
    compared: comparisons(rule.rule, pair, policy),
    missing: outcome === 'unknown' ? missingFor(rule, pair.person, pair.position) : [],
    asOf,
    asked: !(stays && rule.onlyForMoves) && (rule.when === undefined || truthOf(rule.when, pair, policy) !== false),
  };
}

function waivedBy({ rule, by, on, document, reason }: Waiver, otherwise: Waived['otherwise'], policy: Policy): Waived {
  const citation = policy.gates.find((g) => g.id === rule)?.waivable;
  if (!citation) throw bug('a waiver that was not checked');
  return { by, on, document, reason, citation, otherwise };
}

function comparisons(e: Expression, pair: Pair, policy: Policy): readonly Compared[] {
  if (e.op === 'compare') {
    return [{ left: sideOf(e.left, pair, policy), is: e.is, right: sideOf(e.right, pair, policy), truth: truthOf(e, pair, policy) }];
  }
  if (e.op === 'in') {
    const right: Side = Array.isArray(e.set) ? { of: 'fixed', name: 'set', value: e.set as readonly string[] } : sideOf(e.set as Expression, pair, policy);
    return [{ left: sideOf(e.item, pair, policy), is: 'in', right, truth: truthOf(e, pair, policy) }];
  }
  if (e.op === 'occurs') {
    const truth = truthOf(e, pair, policy);
    return [{ left: { of: 'computed', name: 'occurs', value: truth, counted: [countedBy(e, pair, policy)] }, is: '=', right: { of: 'fixed', name: 'const', value: true }, truth }];
  }
  if (e.op === 'person') {
    // a yes-or-no attribute is its own comparison
    return [{ left: sideOf(e, pair, policy), is: '=', right: { of: 'fixed', name: 'const', value: true }, truth: truthOf(e, pair, policy) }];
  }
  return children(e).flatMap(([, child]) => comparisons(child, pair, policy));
}

function truthOf(e: Expression, pair: Pair, policy: Policy): boolean | null {
  const rule = ready(e, policy);
  return rule.kind === 'truth' ? (rule.of(pair) ?? null) : null;
}

function sideOf(e: Expression, pair: Pair, policy: Policy): Side {
  const value = show(ready(e, policy), pair);
  switch (e.op) {
    case 'person':
    case 'position': {
      const { source, day, cause } = datumOf(e.op === 'person' ? pair.person : pair.position, e.attribute);
      return { of: e.op, name: e.attribute, value: cause ? null : value, ...(source ? { source } : {}), ...(day === undefined ? {} : { date: formatDay(day) }), ...(cause ? { cause } : {}) };
    }
    case 'const':
    case 'day':
      return { of: 'fixed', name: e.op, value };
    case 'level':
    case 'unit':
    case 'levelId':
    case 'track':
    case 'class':
      return { of: e.op, name: e.of, value };
    case 'date':
      return { of: 'date', name: e.of, value };
    default: {
      const counted = allCounted(e, pair, policy);
      return { of: 'computed', name: e.op, value, ...(counted.length > 0 ? { counted } : {}) };
    }
  }
}

function allCounted(e: Expression, pair: Pair, policy: Policy): readonly Counted[] {
  if (e.op === 'monthsIn' || e.op === 'occurs') return [countedBy(e, pair, policy)];
  return children(e).flatMap(([, child]) => allCounted(child, pair, policy));
}

/** The spells that are looked for, or may be, and lie in the window, or may lie there. */
function countedBy(e: Extract<Expression, { op: 'monthsIn' | 'occurs' }>, pair: Pair, policy: Policy): Counted {
  const bound = (child: Expression | undefined): number | 'unknown' | undefined => {
    const date = child && ready(child, policy);
    return date && (date.kind === 'date' ? (date.of(pair) ?? 'unknown') : 'unknown');
  };
  const [from, to] = [bound(e.from), bound(e.to)];
  const window = windowOf(from, to, pair.round.asOf ?? LAST_DAY);
  const listed = Array.isArray(e.values) ? (e.values as readonly string[]) : (show(ready(e.values as Expression, policy), pair) as string | readonly string[] | null);
  const values = typeof listed === 'string' ? [listed] : listed;
  const sought = soughtBy(values ?? undefined);
  const { spells: record } = datumOf(pair.person, e.attribute);
  const found = (record?.spells ?? []).filter((s) => isSought(s, sought) !== false && (s.from === undefined || covers(s, window)));
  const day = (at: number | 'unknown' | undefined): string | null => (typeof at === 'number' ? formatDay(at) : null);
  return {
    attribute: e.attribute,
    values,
    from: day(from),
    to: day(to),
    known: window.known,
    checked: record?.checked ? { source: record.checked.source, date: formatDay(record.checked.day), until: formatDay(record.checked.until) } : null,
    complete: record !== undefined && isComplete(record, window),
    spells: found.map((s) => ({
      value: s.value ?? null,
      from: day(s.from),
      to: s.from === undefined || s.to === LAST_DAY ? null : formatDay(s.to),
      knownTo: s.from === undefined || s.sureTo >= Math.min(s.to, window.to) ? null : formatDay(s.sureTo),
      months: s.months ?? null,
      source: s.source,
      date: formatDay(s.day),
    })),
  };
}

function show(rule: Compiled, pair: Pair): Shown {
  switch (rule.kind) {
    case 'number': {
      const { low, high } = rule.of(pair);
      return low === high ? fromUnits(low) : { low: fromUnits(low), high: fromUnits(high) };
    }
    case 'date': {
      const day = rule.of(pair);
      return day === undefined ? null : formatDay(day);
    }
    default:
      return rule.of(pair) ?? null;
  }
}
