import type { GateRule } from '../eligibility/index.js';
import { EligibilityTable, factsOf, PASS } from '../eligibility/index.js';
import { MeritError } from '../errors/index.js';
import { formatDay } from '../model/calendar.js';
import type { PersonId, PositionId } from '../model/ids.js';
import type { Evidence, Person, Position, Round } from '../model/round.js';
import { attributeOf, type LocalText, type Policy } from '../policy/index.js';
import { openMarket, refuseOtherReading, type RoundMarket, type Sealed } from '../solving/index.js';
import { judge, type Judgement } from './judgement.js';
import { NOWHERE, Timeline, type Given } from './timeline.js';

/** How far a plan looks ahead and back, in years. */
export const YEARS_AHEAD = 50;

/** One thing a person can do about a rule: a course, a posting, a test. The catalogue is the caller's or the pack's; the engine knows none. */
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
  /** By id. `closes`: with it the rule passes today; `part`: it bears on the rule and is not enough; `advised`: named for the rule, not provable. */
  readonly steps: readonly { readonly step: string; readonly effect: 'closes' | 'part' | 'advised' }[];
}

export interface DevelopmentPlan {
  readonly person: PersonId;
  readonly position: PositionId;
  readonly asOf: string;
  /** Rules that fail or are unknown, flags included, in the order of the policy, the post's own demands last. */
  readonly gaps: readonly Gap[];
  /** When every binding rule passes on one day. Scope, closing posts, pins and level are not looked at. */
  readonly earliest: Earliest;
  /** The same with every step that closes a gap done today; the same object where there is none. */
  readonly withSteps: Earliest;
  /** Never a promise: a post must fall vacant and somebody must choose him. */
  readonly entitlement: false;
}

/**
 * What stands between a person and a post, since when, which steps close it, and the first day on which he would pass if only time
 * passed. The day is exact: rules are asked on every day on which an answer can change (slowest where a rule uses a form that this
 * file does not know: then on every day). The horizon of the round moves along with its day.
 * @param options.years - days looked at, ahead and back, in years (default 50).
 * @throws {MeritError} E_REF_UNKNOWN for an id that is not in the round or a step that names what the policy does not have; E_POLICY_HASH as `openMarket`.
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
  const gaps = asked.filter((rule) => line.outcome(rule, line.asOf) !== 'pass').map((rule) => gapOf(rule, line, { round, policy, person, position, steps: ordered, years, stays }));
  const binding = asked.filter((rule) => rule.binding);
  const closing = new Set(gaps.flatMap((gap) => gap.steps.filter((s) => s.effect === 'closes').map((s) => s.step)));
  const given = ordered.filter((s) => closing.has(s.id)).flatMap((s) => s.gives ?? []);
  const earliest = earliestOf(line, binding, years);
  return {
    person: person.id,
    position: position.id,
    asOf: round.asOf,
    gaps,
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
  readonly steps: readonly DevelopmentStep[];
  readonly years: number;
  readonly stays: boolean;
}

function gapOf(rule: GateRule, line: Timeline, { round, policy, person, position, steps, years, stays }: Asked): Gap {
  const pair = line.pair(line.asOf);
  const judgement = judge(rule, pair, policy, round.asOf, stays);
  const since = line.notSince(rule, years);
  return {
    judgement,
    since: since === undefined ? null : formatDay(since),
    lastRecords: judgement.missing
      .filter((m) => m.about === 'person')
      .map(({ attribute }) => ({ attribute, day: pair.person.data.get(attribute)?.day }))
      .map(({ attribute, day }) => ({ attribute, day: day === undefined ? null : formatDay(day) })),
    earliest: earliestOf(line, [rule], years),
    steps: steps.flatMap((step) => {
      const effect = effectOf(step, rule, (given) => new Timeline(round, policy, person, position, given));
      return effect ? [{ step: step.id, effect }] : [];
    }),
  };
}

function effectOf(step: DevelopmentStep, rule: GateRule, timeline: (given: readonly Given[]) => Timeline): 'closes' | 'part' | 'advised' | undefined {
  const given = step.gives ?? [];
  if (given.some((g) => rule.reads.person.has(g.attribute))) {
    const after = timeline(given);
    return after.passes([rule], after.asOf) ? 'closes' : 'part';
  }
  return step.rules?.includes(rule.id) ? 'advised' : undefined;
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
    step.gives?.forEach(({ attribute }, g) => {
      if (attributeOf(policy, attribute)?.of !== 'person') throw new MeritError('E_REF_UNKNOWN', 'the policy declares no such attribute of a person', { path: `/steps/${k}/gives/${g}/attribute` });
    });
    step.rules?.forEach((rule, r) => {
      if (!rules.has(rule)) throw new MeritError('E_REF_UNKNOWN', 'the policy has no gate of this name', { path: `/steps/${k}/rules/${r}` });
    });
  });
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
 * Which single step opens posts to most people: each step's data are put in place of everybody's own and every binding rule is asked
 * again. Only posts count that the round offers (open, in scope, not below his own) to people who may move.
 * @returns all steps, most people first, ties by id. O(steps * people * classes of like positions).
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
        const after = tableWith(round, policy, given);
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

/** The gates of a round in which everybody has these data. */
function tableWith(round: Round, policy: Policy, given: readonly Given[]): EligibilityTable {
  const source = NOWHERE;
  const names = new Set(given.map((g) => g.attribute));
  const add: Evidence[] = given.map((g) => ({ ...g, source, date: round.asOf }));
  const changed: Round = {
    ...round,
    sources: [...round.sources, { id: source, title: 'given', date: round.asOf }],
    people: round.people.map((p) => ({ ...p, evidence: [...p.evidence.filter((e) => !names.has(e.attribute)), ...add] })),
  };
  return new EligibilityTable(changed, policy, factsOf(changed, policy));
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
