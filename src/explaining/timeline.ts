import { recusalOf, type Recusal } from '../conflicts/index.js';
import { dayNumber, factsOf, gatesOf, requirementsOf, routeFinder, type GateOutcome, type GateRule } from '../eligibility/index.js';
import { bug } from '../errors/index.js';
import { addMonths, civilOf, dayOf, FIRST_DAY, formatDay, LAST_DAY, monthlyDay, monthsBetween, type LeapDayRule } from '../model/calendar.js';
import type { Checked, Evidence, Person, Position, Round, Source, Spell, Value, Waiver } from '../model/round.js';
import { attributeOf, children, ROUTE, type Datum, type Expression, type Pair, type PersonFacts, type Policy, type SpellFact } from '../policy/index.js';
import { judge, type Judgement } from './judgement.js';

/**
 * A datum as it would stand in the register from the day of the round. Of an attribute of any type but `spells` its `value`, in the place
 * of every record he has. Of `spells` one stretch more (`value`, `from` the day of the round if absent, without `to` it still runs), or
 * with `checked` that somebody confirmed the record whole, or both.
 */
export interface Given {
  readonly attribute: string;
  readonly value?: Value;
  readonly from?: string;
  readonly to?: string;
  readonly checked?: true;
}

/** The source of what is only supposed: an id that no document can have. */
const NOWHERE = '' as Source['id'];

/** A round in which these people have these data; of two that give the same datum the later counts, while stretches of time add up. */
export function supposing(round: Round, policy: Policy, people: readonly Person[], given: readonly Given[]): Round {
  if (given.length === 0) return { ...round, people: [...people] };
  const [source, date] = [NOWHERE, round.asOf];
  const isSpells = ({ attribute }: Given): boolean => attributeOf(policy, attribute)?.type === 'spells';
  const instead = new Map(given.filter((g) => !isSpells(g)).map(({ attribute, value }) => [attribute, { attribute, value, source, date }]));
  const more = given.filter(isSpells);
  const spells = more.flatMap(({ attribute, value, from = date, to }): Spell[] => (typeof value === 'string' ? [{ attribute, value, from, ...(to !== undefined && { to }), source, date }] : []));
  const checked = more.filter((g) => g.checked).map(({ attribute }): Checked => ({ attribute, source, date }));
  const first = ({ from = '' }: Spell): string => from;
  return {
    ...round,
    sources: [...round.sources, { id: source, title: 'given', date }],
    people: people.map((p) => ({
      ...p,
      evidence: [...p.evidence.filter((e) => !instead.has(e.attribute)), ...instead.values()],
      // as the normal form has them: by first day
      ...(spells.length > 0 && { spells: [...(p.spells ?? []), ...spells].sort((a, b) => (first(a) < first(b) ? -1 : first(a) > first(b) ? 1 : 0)) }),
      ...(checked.length > 0 && { checked: [...(p.checked ?? []), ...checked] }),
    })),
  };
}

/** Forms of which we know on which days their value can change: all there are. A rule with any other would be asked day by day, as exact and slower. */
const KNOWN = new Set<string>([
  'const', 'day', 'person', 'position', 'level', 'levelId', 'unit', 'track', 'class', 'date', 'shift', 'monthsIn', 'occurs', 'compare', 'in', 'monthsBetween', 'lookup', 'piecewise', 'cases', 'sum', 'min', 'max', 'product', 'all', 'any', 'not',
]);

/** A date in a rule: where it starts from, and how it is moved from there, step by step. */
interface Moved {
  readonly leaf: Extract<Expression, { op: 'day' | 'person' | 'position' | 'date' }>;
  readonly shifts: readonly { readonly months: number; readonly days: number }[];
}

/** How a rule depends on the day it is asked. */
interface Timing {
  /** Dates that move with the day of the round. They never move back. */
  readonly clocks: readonly Moved[];
  /** Dates that stand still as long as the records do. */
  readonly still: readonly Moved[];
  /** Two dates that both move, held against each other: the days on which that changes are the same for everybody. */
  readonly races: readonly { readonly a: Moved; readonly b: Moved; readonly known: Map<string, readonly number[]> }[];
  /** Attributes of which it counts stretches of time. */
  readonly spells: ReadonlySet<string>;
  /** Its value may change on any day. */
  readonly anyDay: boolean;
}

const TODAY: Moved = { leaf: { op: 'date', of: 'asOf' }, shifts: [] };

const isClock = ({ leaf }: Moved): boolean => leaf.op === 'date' && (leaf.of === 'asOf' || leaf.of === 'horizon' || leaf.of === 'yearStart');

/** An expression of kind date: a shift of a shift of a leaf; undefined for any other. */
function movedOf(e: Expression): Moved | undefined {
  if (e.op === 'day' || e.op === 'person' || e.op === 'position' || e.op === 'date') return { leaf: e, shifts: [] };
  if (e.op !== 'shift') return undefined;
  const of = movedOf(e.of);
  return of && { leaf: of.leaf, shifts: [...of.shifts, { months: e.months ?? 0, days: e.days ?? 0 }] };
}

function timingOf(rule: GateRule): Timing {
  const known = timings.get(rule);
  if (known) return known;
  const clocks = new Map<string, Moved>();
  const still = new Map<string, Moved>();
  const races: { a: Moved; b: Moved; known: Map<string, readonly number[]> }[] = [];
  const spells = new Set<string>();
  let anyDay = false;
  const note = (date: Moved): Map<string, Moved> => (isClock(date) ? clocks : still).set(JSON.stringify(date), date);
  const race = (a: Moved | undefined, b: Moved | undefined): void => {
    if (a && b && isClock(a) && isClock(b)) races.push({ a, b, known: new Map() });
  };
  const visit = (e: Expression): void => {
    if (!KNOWN.has(e.op)) anyDay = true;
    const date = movedOf(e);
    if (date) note(date);
    if (e.op === 'compare') race(movedOf(e.left), movedOf(e.right));
    if (e.op === 'monthsBetween') race(movedOf(e.from), movedOf(e.to));
    if (e.op === 'monthsIn' || e.op === 'occurs') {
      note(TODAY); // without `to` the window ends with it, and one that ends with it or later holds what has no days
      race(e.from && movedOf(e.from), e.to ? movedOf(e.to) : TODAY);
      race(TODAY, e.to && movedOf(e.to));
      spells.add(e.attribute);
    }
    for (const [, child] of children(e)) visit(child);
  };
  if (rule.when) visit(rule.when);
  visit(rule.rule);
  const timing = { clocks: [...clocks.values()], still: [...still.values()], races, spells, anyDay };
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

const routesFor = new WeakMap<Policy, ReturnType<typeof routeFinder>>();

function findRoute(policy: Policy): ReturnType<typeof routeFinder> {
  let find = routesFor.get(policy);
  if (!find) routesFor.set(policy, (find = routeFinder(policy)));
  return find;
}

/** What is looked up once per round: its posts by id, its waivers by person, and whose judgement is set aside. */
interface Known {
  readonly policy: Policy;
  readonly posts: ReadonlyMap<string, Position>;
  readonly waivers: ReadonlyMap<string, readonly Waiver[]>;
  readonly recusal: Recusal | undefined;
}

const knownOf = new WeakMap<Round, Known>();

function lookUp(round: Round, policy: Policy): Known {
  let known = knownOf.get(round);
  if (known?.policy !== policy) {
    const waivers = new Map<string, Waiver[]>();
    for (const w of round.waivers) waivers.set(w.person, [...(waivers.get(w.person) ?? []), w]);
    knownOf.set(round, (known = { policy, posts: new Map(round.positions.map((p) => [p.id, p])), waivers, recusal: recusalOf(round, policy) }));
  }
  return known;
}

/**
 * The rules for one person and one post, asked on any day as if the round were held then: the same documents, the horizon as many
 * days off as it is. Nothing else changes: nobody learns, moves or is judged anew, whose judgement is set aside stays so and a rule that
 * is waived for the two passes; only records begin and cease to count, and what still runs goes on.
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
  private readonly waivers: ReadonlyMap<string, Waiver>;
  private readonly asked = new Map<number, Pair>();

  constructor(round: Round, policy: Policy, person: Person, position: Position, given: readonly Given[] = []) {
    const { posts, waivers, recusal } = lookUp(round, policy);
    this.asOf = dayNumber(round.asOf);
    this.ahead = round.horizon === undefined ? 0 : dayNumber(round.horizon) - this.asOf;
    this.policy = policy;
    this.rules = [...readyGates(policy), ...requirementsOf(position, policy)];
    const held = person.seat === undefined ? undefined : posts.get(person.seat);
    this.posts = held && held !== position ? [position, held] : [position];
    this.waivers = new Map((waivers.get(person.id) ?? []).filter((w) => w.position === position.id).map((w) => [w.rule, w]));
    // what is set aside stays so on every day: left out here, so that nobody need be asked again
    const counting = recusal ? { ...person, evidence: person.evidence.filter((e) => e.by === undefined || recusal.reason(e.by, person.id) === undefined) } : person;
    this.round = supposing({ ...round, positions: [...this.posts], actors: [], relations: [] }, policy, [counting], given);
    this.person = this.round.people[0]!;
  }

  /** What the rules know of the two on a day. */
  pair(day: number): Pair {
    const known = this.asked.get(day);
    if (known) return known;
    const facts = factsOf({ ...this.round, asOf: formatDay(day), horizon: formatDay(day + this.ahead) }, this.policy);
    const [person, position] = [facts.people[0], facts.positions[0]];
    if (!person || !position) throw bug('facts of nobody');
    const pair: Pair = { person: day === this.asOf ? person : this.goingOn(person), position, round: facts.round };
    this.asked.set(day, pair);
    return pair;
  }

  /** On a later day: what surely runs today, and what is supposed to run, still does, though no register of that day says so yet. */
  private goingOn(person: PersonFacts): PersonFacts {
    const today = this.pair(this.asOf).person;
    const data = new Map<string, Datum | undefined>();
    const read = (attribute: string): Datum | undefined => {
      const datum = person.data.get(attribute);
      if (!datum?.spells) return datum;
      const known = today.data.get(attribute)?.spells?.spells.filter((s) => s.to === LAST_DAY && (s.sureTo ?? 0) >= this.asOf) ?? [];
      const runs = (s: SpellFact): boolean => s.to === LAST_DAY && (s.source === NOWHERE || known.some((k) => k.value === s.value && k.from === s.from && k.source === s.source && k.day === s.day));
      return { ...datum, spells: { ...datum.spells, spells: datum.spells.spells.map((s) => (runs(s) ? { ...s, sureTo: LAST_DAY } : s)) } };
    };
    const get = (attribute: string): Datum | undefined => {
      if (!data.has(attribute)) data.set(attribute, read(attribute));
      return data.get(attribute);
    };
    return { ...person, data: { get } };
  }

  outcome(rule: GateRule, day: number): GateOutcome {
    return this.waivers.has(rule.id) ? 'pass' : rule.outcome(this.pair(day));
  }

  /** The rule waived for the two, undefined where it is not. */
  waiverOf(rule: GateRule): Waiver | undefined {
    return this.waivers.get(rule.id);
  }

  passes(rules: readonly GateRule[], day: number): boolean {
    return rules.every((rule) => this.outcome(rule, day) === 'pass');
  }

  /** The verdict on the day of the round with its data, recused ones among them. */
  judge(rule: GateRule, full: Pair, stays: boolean): Judgement {
    const route = this.policy.routes && rule.id === ROUTE ? findRoute(this.policy)(full)?.id : undefined;
    return judge(rule, full, this.policy, formatDay(this.asOf), stays, { waiver: this.waiverOf(rule), route });
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
    const timing = rules.map(timingOf);
    const found = new Set<number>();
    const add = (day: number): void => {
      if (day >= first && day <= last) found.add(day);
    };
    if (timing.some((t) => t.anyDay)) for (let day = first; day <= last; day++) found.add(day);
    this.recordChanges(rules, add);
    for (const t of timing) {
      for (const race of t.races) for (const day of this.raceChanges(race, first, last)) add(day);
      this.clockChanges(t, first, last, add);
    }
    return [...found].sort((a, b) => a - b);
  }

  /** Days on which a record that these rules read begins or ceases to count. */
  private recordChanges(rules: readonly GateRule[], add: (day: number) => void): void {
    const read = new Set(rules.flatMap((rule) => [...rule.reads.person]));
    const sources = new Map<string, string>(this.round.sources.map((s) => [s.id, s.date]));
    const dated = ({ date, source }: { readonly date?: string | undefined; readonly source: Source['id'] }): number => dayNumber(date ?? sources.get(source) ?? this.round.asOf);
    const { evidence, spells = [], checked = [] } = this.person;
    const records: readonly Pick<Evidence, 'attribute' | 'source' | 'date' | 'expires'>[] = [...evidence, ...checked];
    for (const record of records) {
      if (!read.has(record.attribute)) continue;
      const day = dated(record);
      add(day);
      if (record.expires !== undefined) add(dayNumber(record.expires) + 1);
      const months = attributeOf(this.policy, record.attribute)?.validMonths;
      if (months !== undefined) add(monthlyDay(day, months, this.policy.leapDay) + 1);
      else add(day + 1); // a check vouches for its own day at least
    }
    for (const spell of spells) {
      if (!read.has(spell.attribute)) continue;
      add(dated(spell));
      if (spell.from !== undefined) add(dayNumber(spell.from));
    }
  }

  /** A date of a rule on a day; `of` is what its leaf is where that does not move. */
  private at({ leaf, shifts }: Moved, day: number, of = 0): number {
    const clock = leaf.op === 'date' ? leaf.of : undefined;
    const start = clock === 'asOf' ? day : clock === 'horizon' ? day + this.ahead : clock === 'yearStart' ? dayOf({ year: civilOf(day).year, month: 1, day: 1 }) : of;
    return shifts.reduce((date, { months, days }) => monthlyDay(date, months, this.policy.leapDay) + days, start);
  }

  /** Days on which the order of two dates that both move, or the months between them, is not what it was the day before. */
  private raceChanges({ a, b, known }: Timing['races'][number], first: number, last: number): readonly number[] {
    const key = `${first} ${last} ${this.ahead}`;
    let days = known.get(key);
    if (!days) {
      const { leapDay } = this.policy;
      const state = (day: number): string => {
        const [from, to] = [this.at(a, day), this.at(b, day)];
        return `${Math.sign(from - to)} ${monthsBetween(from, to, leapDay)} ${monthsBetween(from, to + 1, leapDay)}`;
      };
      const changed: number[] = [];
      let before = state(first - 1);
      for (let day = first; day <= last; day++) {
        const now = state(day);
        if (now !== before) changed.push(day);
        before = now;
      }
      known.set(key, (days = changed));
    }
    return days;
  }

  /**
   * Days on which a date that moves passes one that stands still, or a count of months between the two can change. What moves never
   * moves back: each such day is the first on which it reaches some date.
   */
  private clockChanges({ clocks, still, spells }: Timing, first: number, last: number, add: (day: number) => void): void {
    if (clocks.length === 0 || last < first) return;
    const marks = [...this.stillDays(still, spells.size > 0), ...[...spells].flatMap((name) => this.spellMarks(name))];
    for (const clock of clocks) {
      const [begin, end] = [this.at(clock, first - 1), this.at(clock, last)];
      const plain = clock.shifts.length === 0 && clock.leaf.op === 'date' && clock.leaf.of !== 'yearStart';
      const reaches = (date: number): void => {
        if (date <= begin || date > end) return;
        if (plain) return add(date - (begin - first + 1));
        let [low, high] = [first, last]; // the first day on which it is at `date` or past it
        while (low < high) {
          const middle = Math.floor((low + high) / 2);
          if (this.at(clock, middle) >= date) high = middle;
          else low = middle + 1;
        }
        add(low);
      };
      const dates = new Set<number>([FIRST_DAY, LAST_DAY + 1]); // beyond these it is not known
      for (const { day, low, high } of marks) {
        for (const date of [day, day + 1, ...monthSteps(day, Math.max(low, begin), Math.min(high, end + 1), this.policy.leapDay)]) {
          dates.add(date);
          if (spells.size > 0) dates.add(date - 1); // a window ends with its last day, months with the day after
        }
      }
      dates.forEach(reaches);
    }
  }

  /** Where the dates of a rule that do not move can stand, whichever record counts. */
  private stillDays(still: readonly Moved[], ends: boolean): readonly Mark[] {
    const all = still.flatMap((date) => this.leafDays(date.leaf).map((day) => this.at(date, 0, day)));
    return [...new Set(ends ? all.flatMap((day) => [day, day + 1]) : all)].map((day) => ({ day, low: -Infinity, high: Infinity }));
  }

  private leafDays(leaf: Moved['leaf']): readonly number[] {
    if (leaf.op === 'day') return [dayNumber(leaf.value)];
    if (leaf.op === 'date') {
      const date = leaf.of === 'born' || leaf.of === 'since' || leaf.of === 'retires' ? this.person[leaf.of] : undefined;
      return date === undefined ? [] : [dayNumber(date)];
    }
    if (attributeOf(this.policy, leaf.attribute)?.type !== 'date') return [];
    const values = leaf.op === 'person' ? this.person.evidence.filter((e) => e.attribute === leaf.attribute).map((e) => e.value) : [this.posts[0]?.attributes?.[leaf.attribute]];
    return values.flatMap((value) => (typeof value === 'string' ? [dayNumber(value)] : []));
  }

  /** First days and days after the last of his spells; months are counted from or to them no further than the unbroken stretch goes that they lie in. */
  private spellMarks(attribute: string): readonly Mark[] {
    const marks: Mark[] = [];
    const days = (this.person.spells ?? []).flatMap((s) => (s.attribute === attribute && s.from !== undefined ? [{ from: dayNumber(s.from), next: s.to === undefined ? LAST_DAY + 1 : dayNumber(s.to) + 1 }] : []));
    days.sort((a, b) => a.from - b.from);
    for (let k = 0; k < days.length; ) {
      const low = days[k]!.from;
      let high = days[k]!.next;
      let end = k + 1;
      while (end < days.length && days[end]!.from <= high) high = Math.max(high, days[end++]!.next);
      for (; k < end; k++) {
        const { from, next } = days[k]!;
        for (const day of next > LAST_DAY ? [from] : [from, next]) marks.push({ day, low, high }); // what still runs ends with the window
      }
    }
    return marks;
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

/** A date that stands still, and how far from it months are counted. */
interface Mark {
  readonly day: number;
  readonly low: number;
  readonly high: number;
}

/** Dates of low..high and a few beyond on which the months between `day` and them can differ from the date before. */
function monthSteps(day: number, low: number, high: number, leapDay: LeapDayRule): readonly number[] {
  const steps: number[] = [];
  if (low > high) return steps;
  for (let n = monthsApart(day, low) - 1; n <= monthsApart(day, high) + 1; n++) {
    // months since `day`: complete on the same day of each later month
    if (n >= 0) steps.push(monthlyDay(day, n, leapDay));
    // months until `day`: one less on the day after the last from which n months still end by `day`; up to four days of a longer month do
    if (n <= 0) for (let k = 1; k <= 4; k++) steps.push(addMonths(day, n) + k);
  }
  return steps;
}
