import type { GateRule } from '../eligibility/index.js';
import { EligibilityTable, factsOf, PASS } from '../eligibility/index.js';
import { MeritError } from '../errors/index.js';
import { formatDay, parseDay } from '../model/calendar.js';
import type { PersonId, PositionId } from '../model/ids.js';
import type { Person, Position, Round } from '../model/round.js';
import { attributeOf, type LocalText, type Pair, type Policy } from '../policy/index.js';
import { openMarket, refuseOtherReading, type RoundMarket, type Sealed } from '../solving/index.js';
import type { Judgement } from './judgement.js';
import { supposing, Timeline, type Given } from './timeline.js';

/** How far a plan looks ahead and back, in years. */
export const YEARS_AHEAD = 50;

/** One thing a person can do about a rule: a course, a posting, a test, or to stay where he is. The catalogue is the caller's or the pack's; the engine knows none. */
export interface DevelopmentStep {
  readonly id: string;
  readonly label: LocalText;
  /** What the register will say of him once it is done; the rules are then asked again. */
  readonly gives?: readonly Given[];
  /** Gates it is advised for though no datum would show it done. */
  readonly rules?: readonly string[];
}

/** When a person would pass if nothing changed but the day. It is arithmetic on today's records and rules, no entitlement. */
export type Earliest =
  | { readonly status: 'now' }
  | { readonly status: 'on'; readonly day: string }
  /** Time alone never does it: not on any day up to `until`, which is the end of the window or the last day before he counts as retired. */
  | { readonly status: 'never'; readonly until: string; readonly because: 'window' | 'retires' };

/** A rule that does not pass today, with what would change that. */
export interface Gap {
  /** Required, observed, what is missing, and the text it rests on. */
  readonly judgement: Judgement;
  /** First day of the unbroken time in which it has not passed, by the records of today; null if it did not pass on any day of the window. */
  readonly since: string | null;
  /** Of the data that are missing: the day of the last record that counts no longer, or not yet; null where there is none. */
  readonly lastRecords: readonly { readonly attribute: string; readonly day: string | null }[];
  /** When time alone closes this gap. */
  readonly earliest: Earliest;
  /** By id. */
  readonly steps: readonly GapStep[];
}

/**
 * What a step does about a gap. `closes`: with it the rule passes today; `later`: with it, on `day`, if then only time passes, and without it
 * never or not so soon; `part`: it bears on the rule and is not enough; `advised`: named for the rule, not provable.
 */
export type GapStep = { readonly step: string; readonly effect: 'closes' | 'part' | 'advised' } | { readonly step: string; readonly effect: 'later'; readonly day: string };

export interface DevelopmentPlan {
  readonly person: PersonId;
  readonly position: PositionId;
  readonly asOf: string;
  /** Rules that fail or are unknown, flags included, in the order of the policy, the post's own demands last. */
  readonly gaps: readonly Gap[];
  /** Rules that a waiver of this pair sets aside and that would not pass without: no gaps. They pass on every day that is looked at. */
  readonly waived: readonly Judgement[];
  /** When every binding rule passes on one day. Scope, closing posts, pins and level are not looked at. */
  readonly earliest: Earliest;
  /** The same with every step that closes a gap, today or later, done today (of two that give one datum, the later by id); the same object where there is none. */
  readonly withSteps: Earliest;
  /** Never a promise: a post must fall vacant and somebody must choose him. */
  readonly entitlement: false;
}

/**
 * What stands between a person and a post, since when, which steps close it, and the first day on which he would pass if only time
 * passed. The day is exact: rules are asked on every day on which an answer can change, within the years looked at. The horizon of the round
 * moves along with its day; stretches of time that still run go on; evidence that is set aside by recusal stays so, and waived rules pass.
 * @param options.years - days looked at, ahead and back, in years (default 50).
 * @throws {MeritError} E_REF_UNKNOWN for an id that is not in the round or a step that names what the policy does not have;
 *   E_VALUE_MISSING, E_VALUE_UNKNOWN, E_DATE_FORMAT or E_SPELL for a datum that no register could hold; E_POLICY_HASH as `openMarket`.
 */
export function developmentPlan(round: Round, { policy }: Sealed, personId: string, positionId: string, options: { readonly steps?: readonly DevelopmentStep[]; readonly years?: number } = {}): DevelopmentPlan {
  const { steps = [], years = YEARS_AHEAD } = options;
  refuseOtherReading(round, policy);
  checkSteps(steps, policy);
  const person = round.people.find((p) => p.id === personId);
  const position = round.positions.find((p) => p.id === positionId);
  if (!person) throw new MeritError('E_REF_UNKNOWN', 'the round has no such person', { path: '/people' });
  if (!position) throw new MeritError('E_REF_UNKNOWN', 'the round has no such position', { path: '/positions' });
  const line = new Timeline(round, policy, person, position);
  const stays = person.seat === position.id;
  const asked = line.rules.filter((rule) => !(stays && rule.onlyForMoves));
  const ordered = [...steps].sort((a, b) => (a.id < b.id ? -1 : 1));
  const facts = factsOf({ ...round, people: [person], positions: round.positions.filter((p) => p === position || p.id === person.seat) }, policy);
  const full: Pair = { person: facts.people[0]!, position: facts.positions.find((p) => p.id === position.id)!, round: facts.round };
  const gaps = asked.filter((rule) => line.outcome(rule, line.asOf) !== 'pass').map((rule) => gapOf(rule, line, { round, policy, person, position, full, steps: ordered, years, stays }));
  const binding = asked.filter((rule) => rule.binding);
  const closing = new Set(gaps.flatMap((gap) => gap.steps.filter((s) => s.effect === 'closes' || s.effect === 'later').map((s) => s.step)));
  const given = ordered.filter((s) => closing.has(s.id)).flatMap((s) => s.gives ?? []);
  const earliest = earliestOf(line, binding, years);
  return {
    person: person.id,
    position: position.id,
    asOf: round.asOf,
    gaps,
    waived: asked.filter((rule) => line.waiverOf(rule)).map((rule) => line.judge(rule, full, stays)).filter((judgement) => judgement.waived),
    earliest,
    withSteps: given.length === 0 ? earliest : earliestOf(new Timeline(round, policy, person, position, given), binding, years),
    entitlement: false,
  };
}

interface Asked {
  readonly round: Round;
  readonly policy: Policy;
  readonly person: Person;
  readonly position: Position;
  /** The two as they stand today, with what is set aside. */
  readonly full: Pair;
  readonly steps: readonly DevelopmentStep[];
  readonly years: number;
  readonly stays: boolean;
}

function gapOf(rule: GateRule, line: Timeline, { round, policy, person, position, full, steps, years, stays }: Asked): Gap {
  const judgement = line.judge(rule, full, stays);
  const since = line.notSince(rule, years);
  const earliest = earliestOf(line, [rule], years);
  return {
    judgement,
    since: since === undefined ? null : formatDay(since),
    lastRecords: judgement.missing
      .filter((m) => m.about === 'person')
      .map(({ attribute }) => ({ attribute, day: full.person.data.get(attribute)?.day }))
      .map(({ attribute, day }) => ({ attribute, day: day === undefined ? null : formatDay(day) })),
    earliest,
    steps: steps.flatMap((step): GapStep[] => {
      const given = step.gives ?? [];
      if (!given.some((g) => rule.reads.person.has(g.attribute))) return step.rules?.includes(rule.id) ? [{ step: step.id, effect: 'advised' }] : [];
      const after = earliestOf(new Timeline(round, policy, person, position, given), [rule], years);
      if (after.status === 'now') return [{ step: step.id, effect: 'closes' }];
      const sooner = after.status === 'on' && !(earliest.status === 'on' && earliest.day <= after.day);
      return [sooner ? { step: step.id, effect: 'later', day: after.day } : { step: step.id, effect: 'part' }];
    }),
  };
}

function earliestOf(line: Timeline, rules: readonly GateRule[], years: number): Earliest {
  if (line.passes(rules, line.asOf)) return { status: 'now' };
  const { day: last, because } = line.lastDay(years);
  const day = line.firstPass(rules, last);
  return day === undefined ? { status: 'never', until: formatDay(Math.max(last, line.asOf)), because } : { status: 'on', day: formatDay(day) };
}

function checkSteps(steps: readonly DevelopmentStep[], policy: Policy): void {
  const rules = new Set(policy.gates.map((g) => g.id));
  const seen = new Set<string>();
  steps.forEach((step, k) => {
    if (seen.has(step.id)) throw new MeritError('E_ID_DUPLICATE', 'two steps have this id', { path: `/steps/${k}/id` });
    seen.add(step.id);
    step.gives?.forEach((given, g) => checkGiven(given, policy, `/steps/${k}/gives/${g}`));
    step.rules?.forEach((rule, r) => {
      if (!rules.has(rule)) throw new MeritError('E_REF_UNKNOWN', 'the policy has no gate of this name', { path: `/steps/${k}/rules/${r}` });
    });
  });
}

function checkGiven({ attribute, value, from, to, checked }: Given, policy: Policy, path: string): void {
  const spec = attributeOf(policy, attribute);
  if (spec?.of !== 'person') throw new MeritError('E_REF_UNKNOWN', 'the policy declares no such attribute of a person', { path: `${path}/attribute` });
  if (value === undefined && !checked) throw new MeritError('E_VALUE_MISSING', 'a step gives a value', { path: `${path}/value` });
  if (spec.type !== 'spells') {
    if (from !== undefined || to !== undefined || checked) throw new MeritError('E_SPELL', 'from, to and checked belong to an attribute of type spells', { path });
    return;
  }
  if (value !== undefined && (typeof value !== 'string' || (spec.values && !spec.values.includes(value)))) throw new MeritError('E_VALUE_UNKNOWN', 'a stretch of time carries one text, one of the values of the attribute', { path: `${path}/value` });
  for (const [name, day] of [['from', from], ['to', to]] as const) {
    if (day !== undefined && typeof parseDay(day) !== 'number') throw new MeritError('E_DATE_FORMAT', 'expected a day YYYY-MM-DD', { path: `${path}/${name}` });
  }
  if (to !== undefined && (from === undefined || to < from)) throw new MeritError('E_SPELL', 'a stretch of time that ends has a first day, which is not after its last', { path: `${path}/to` });
}

/** What one step would open if everybody had done it by the day of the round. */
export interface StepEffect {
  readonly step: string;
  /** People who would be eligible for at least one post more. */
  readonly people: readonly PersonId[];
  /** Person and post pairs that it opens. */
  readonly pairs: number;
}

/**
 * Which single step opens posts to most people: everybody is given each step's data and every binding rule is asked
 * again. Only posts count that the round offers (open, in scope, not below his own) to people who may move.
 * @returns all steps, most people first, ties by id. O(steps * people * positions).
 */
export function gapCounts(round: Round, { policy }: Sealed, steps: readonly DevelopmentStep[]): readonly StepEffect[] {
  checkSteps(steps, policy);
  const market = openMarket(round, policy);
  const offers = offersOf(market);
  return steps
    .map((step): StepEffect => {
      let pairs = 0;
      const people: PersonId[] = [];
      const given = step.gives ?? [];
      if (given.length > 0) {
        const supposed = supposing(round, policy, round.people, given);
        const after = new EligibilityTable(supposed, policy, factsOf(supposed, policy));
        round.people.forEach((person, i) => {
          const opened = offers(i).filter((j) => after.status(i, j) === PASS && market.gates.status(i, j) !== PASS).length;
          pairs += opened;
          if (opened > 0) people.push(person.id);
        });
      }
      return { step: step.id, people, pairs };
    })
    .sort((a, b) => b.people.length - a.people.length || (a.step < b.step ? -1 : 1));
}

/** Of each person by index: posts other than his own that the round could give him, rules apart: open, in scope, not below the post he holds. */
export function offersOf({ round, facts, seat, open, receiving, leaving, pinned }: RoundMarket): (i: number) => readonly number[] {
  const scope = round.scope.people === 'all' ? undefined : new Set<string>(round.scope.people);
  const offered = [...facts.positions.keys()].filter((j) => open[j] === 1 && receiving[j] === 1);
  return (i) => {
    const { id, acceptsLower } = round.people[i]!;
    if (leaving[i] === 1 || pinned[i]! >= 0 || (scope && !scope.has(id))) return [];
    const held = seat[i]!;
    const floor = held >= 0 && open[held] === 1 && !acceptsLower ? facts.positions[held]!.level : -1;
    return offered.filter((j) => j !== held && facts.positions[j]!.level >= floor);
  };
}
