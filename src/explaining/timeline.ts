import { dayNumber, factsOf, gatesOf, requirementsOf, type GateOutcome, type GateRule } from '../eligibility/index.js';
import { bug } from '../errors/index.js';
import { addMonths, civilOf, FIRST_DAY, formatDay, LAST_DAY, monthlyDay } from '../model/calendar.js';
import type { Person, Position, Round, Source, Value } from '../model/round.js';
import { children, type Expression, type Pair, type Policy } from '../policy/index.js';

/** A datum as it would stand in the register. */
export interface Given {
  readonly attribute: string;
  readonly value: Value;
}

/** The source of what is only supposed: an id that no document can have. */
export const NOWHERE = '' as Source['id'];

/** Forms of which we know on which days their value can change. A rule with any other is asked day by day: slower, as exact. */
const KNOWN = new Set<string>([
  'const', 'day', 'person', 'position', 'level', 'unit', 'date', 'compare', 'in', 'monthsBetween', 'lookup', 'piecewise', 'cases', 'sum', 'min', 'max', 'product', 'all', 'any', 'not',
]);
const DATES = new Set<string>(['asOf', 'horizon', 'born', 'since', 'retires']);

/** How a rule depends on the day it is asked. */
interface Timing {
  /** Days that the rule names. */
  readonly days: readonly number[];
  /** It reads the day or the horizon of the round. */
  readonly clock: boolean;
  /** Its value may change on any day. */
  readonly anyDay: boolean;
}

function timingOf(rule: GateRule): Timing {
  const known = timings.get(rule);
  if (known) return known;
  const days: number[] = [];
  let clock = false;
  let anyDay = false;
  const isClock = (e: Expression): boolean => e.op === 'date' && (e.of === 'asOf' || e.of === 'horizon');
  const visit = (e: Expression): void => {
    if (!KNOWN.has(e.op)) anyDay = true;
    if (e.op === 'day') days.push(dayNumber(e.value));
    if (e.op === 'date' && !DATES.has(e.of)) anyDay = true;
    if (isClock(e)) clock = true;
    if (e.op === 'monthsBetween' && isClock(e.from) && isClock(e.to)) anyDay = true; // both ends move, by days and not by months
    for (const [, child] of children(e)) visit(child);
  };
  if (rule.when) visit(rule.when);
  visit(rule.rule);
  const timing = { days, clock, anyDay };
  timings.set(rule, timing);
  return timing;
}

/** Gates made ready once per policy, and how each rule depends on the clock: a forecast asks them for thousands of pairs. */
const gatesFor = new WeakMap<Policy, readonly GateRule[]>();
const timings = new WeakMap<GateRule, Timing>();

function readyGates(policy: Policy): readonly GateRule[] {
  let gates = gatesFor.get(policy);
  if (!gates) gatesFor.set(policy, (gates = gatesOf(policy)));
  return gates;
}

const positionsOf = new WeakMap<Round, ReadonlyMap<string, Position>>();

function positionOf(round: Round, id: string): Position | undefined {
  let known = positionsOf.get(round);
  if (!known) positionsOf.set(round, (known = new Map(round.positions.map((p) => [p.id, p]))));
  return known.get(id);
}

/**
 * The rules for one person and one post, asked on any day as if the round were held then: the same documents, the horizon as many
 * days off as it is. Nothing else changes: nobody learns, moves or is judged anew, only records begin and cease to count.
 */
export class Timeline {
  readonly asOf: number;
  /** All rules asked of the post, in the order of the policy, its own demands last. */
  readonly rules: readonly GateRule[];
  private readonly round: Round;
  private readonly policy: Policy;
  private readonly person: Person;
  private readonly posts: readonly Position[];
  private readonly ahead: number;
  private readonly asked = new Map<number, Pair>();

  constructor(round: Round, policy: Policy, person: Person, position: Position, given: readonly Given[] = []) {
    this.asOf = dayNumber(round.asOf);
    this.ahead = round.horizon === undefined ? 0 : dayNumber(round.horizon) - this.asOf;
    this.policy = policy;
    this.rules = [...readyGates(policy), ...requirementsOf(position, policy)];
    const held = person.seat === undefined ? undefined : positionOf(round, person.seat);
    this.posts = held && held !== position ? [position, held] : [position];
    const replaced = new Set(given.map((g) => g.attribute));
    const evidence = [...person.evidence.filter((e) => !replaced.has(e.attribute)), ...given.map((g) => ({ ...g, source: NOWHERE, date: round.asOf }))];
    this.person = given.length > 0 ? { ...person, evidence } : person;
    this.round = given.length > 0 ? { ...round, sources: [...round.sources, { id: NOWHERE, title: 'given', date: round.asOf }] } : round;
  }

  /** What the rules know of the two on a day. */
  pair(day: number): Pair {
    const known = this.asked.get(day);
    if (known) return known;
    const facts = factsOf({ ...this.round, asOf: formatDay(day), horizon: formatDay(day + this.ahead), people: [this.person], positions: [...this.posts] }, this.policy);
    const [person, position] = [facts.people[0], facts.positions[0]];
    if (!person || !position) throw bug('facts of nobody');
    const pair: Pair = { person, position, round: facts.round };
    this.asked.set(day, pair);
    return pair;
  }

  outcome(rule: GateRule, day: number): GateOutcome {
    return rule.outcome(this.pair(day));
  }

  passes(rules: readonly GateRule[], day: number): boolean {
    return rules.every((rule) => this.outcome(rule, day) === 'pass');
  }

  /** The last day on which he can be asked: a round whose horizon reaches his retirement counts him as gone. */
  lastDay(years: number): { readonly day: number; readonly because: 'window' | 'retires' } {
    const window = Math.min(addMonths(this.asOf, 12 * years), LAST_DAY - this.ahead);
    const retires = this.person.retires === undefined ? Infinity : dayNumber(this.person.retires) - this.ahead - 1;
    return retires < window ? { day: retires, because: 'retires' } : { day: window, because: 'window' };
  }

  /**
   * Days of first..last on which an answer of these rules can differ from the day before, ascending; perhaps some more. Between
   * two of them nothing changes, so whatever first holds on some day first holds on one of them.
   */
  changes(rules: readonly GateRule[], first: number, last: number): readonly number[] {
    const each = rules.map(timingOf);
    const timing = { days: each.flatMap((t) => t.days), clock: each.some((t) => t.clock), anyDay: each.some((t) => t.anyDay) };
    const found = new Set<number>();
    const add = (day: number): void => {
      if (day >= first && day <= last) found.add(day);
    };
    if (timing.anyDay) for (let day = first; day <= last; day++) found.add(day);
    const read = new Set(rules.flatMap((rule) => [...rule.reads.person]));
    const spec = (name: string) => this.policy.attributes[name];
    const sources = new Map<string, string>(this.round.sources.map((s) => [s.id, s.date]));
    const clockDays = [...timing.days];
    for (const item of this.person.evidence) {
      if (!read.has(item.attribute)) continue;
      const day = dayNumber(item.date ?? sources.get(item.source) ?? this.round.asOf);
      add(day);
      if (item.expires !== undefined) add(dayNumber(item.expires) + 1);
      const months = spec(item.attribute)?.validMonths;
      if (months !== undefined) add(monthlyDay(day, months, this.policy.leapDay) + 1);
      if (spec(item.attribute)?.type === 'date' && typeof item.value === 'string') clockDays.push(dayNumber(item.value));
    }
    if (!timing.clock || timing.anyDay) return [...found].sort((a, b) => a - b);
    for (const name of new Set(rules.flatMap((rule) => [...rule.reads.position]))) {
      const value = this.posts[0]?.attributes?.[name];
      if (spec(name)?.type === 'date' && typeof value === 'string') clockDays.push(dayNumber(value));
    }
    for (const name of new Set(rules.flatMap((rule) => [...rule.reads.dates]))) {
      const date = this.person[name as 'born' | 'since' | 'retires'];
      if (date !== undefined) clockDays.push(dayNumber(date));
    }
    for (const day of new Set(clockDays)) this.clockChanges(day, first, last, add);
    return [...found].sort((a, b) => a - b);
  }

  /** Days on which a comparison or a count of months between `day` and the clock can change, the clock being the day of the round or its horizon. */
  private clockChanges(day: number, first: number, last: number, add: (day: number) => void): void {
    for (const ahead of new Set([0, this.ahead])) {
      add(day - ahead);
      add(day - ahead + 1);
      // months since `day`: complete on the same day of each later month
      for (let n = monthsApart(day, first + ahead) - 1; n <= monthsApart(day, last + ahead) + 1; n++) {
        if (n >= 0) add(monthlyDay(day, n, this.policy.leapDay) - ahead);
        // months until `day`: one less on the day after the last from which n months still end by `day`; up to four days of a longer month do
        const back = addMonths(day, n);
        if (n <= 0) for (let k = 1; k <= 4; k++) add(back + k - ahead);
      }
    }
  }

  /** The first day after `asOf` on which all these rules pass, undefined if there is none up to `last`. */
  firstPass(rules: readonly GateRule[], last: number): number | undefined {
    return this.changes(rules, this.asOf + 1, last).find((day) => this.passes(rules, day));
  }

  /** The first day of the unbroken time up to `asOf` in which this rule has not passed; undefined if it reaches back `years` or more. */
  notSince(rule: GateRule, years: number): number | undefined {
    const first = Math.max(addMonths(this.asOf, -12 * years), FIRST_DAY);
    const days = this.changes([rule], first + 1, this.asOf);
    return [...days].reverse().find((day) => this.passes([rule], day - 1));
  }
}

/** Months from the month of one day to the month of another. */
function monthsApart(from: number, to: number): number {
  const [a, b] = [civilOf(from), civilOf(to)];
  return (b.year - a.year) * 12 + b.month - a.month;
}
