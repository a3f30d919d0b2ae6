import type { Position, Round, Waiver } from '../model/round.js';
import { ROUTE, type Policy, type Route } from '../policy/index.js';
import type { Facts } from './evidence.js';
import { gatesOf, requirementsOf, routeFinder, type GateOutcome, type GateRule } from './gates.js';
import { alikeInAll, classesBy, classify, type PositionClasses } from './position-classes.js';

export const PASS = 0;
export const UNKNOWN = 1;
export const FAIL = 2;
const NOT_ASKED = 255;
const NONE: readonly GateRule[] = [];

/** Answers kept per rule, a byte each: beyond that a rule is asked again. Rules about the post itself tell every post apart. */
const KEPT_ANSWERS = 64 * 1024 * 1024;

const CODE: Record<GateOutcome, number> = { pass: PASS, unknown: UNKNOWN, fail: FAIL };

/** Binding rules answered once per person and class of like positions, on demand. */
class RuleAnswers {
  readonly rule: GateRule;
  readonly classes: PositionClasses;
  private readonly answers: Uint8Array | undefined;
  private readonly facts: Facts;

  constructor(rule: GateRule, facts: Facts) {
    this.rule = rule;
    this.facts = facts;
    this.classes = classesBy(rule.reads, facts.positions);
    const cells = this.classes.first.length * facts.people.length;
    this.answers = cells <= KEPT_ANSWERS ? new Uint8Array(cells).fill(NOT_ASKED) : undefined;
  }

  ask(person: number, position: number): number {
    const cls = this.classes.classOf[position]!;
    const at = person * this.classes.first.length + cls;
    const known = this.answers ? this.answers[at]! : NOT_ASKED;
    if (known !== NOT_ASKED) return known;
    const answer = CODE[this.rule.outcome({ person: this.facts.people[person]!, position: this.facts.positions[this.classes.first[cls]!]!, round: this.facts.round })];
    if (this.answers) this.answers[at] = answer;
    return answer;
  }
}

/**
 * Every gate of every pair, answered when asked and once for all positions that look alike to the rule. People and positions
 * are named by their index in the round.
 */
export class EligibilityTable {
  readonly gates: readonly GateRule[];
  private readonly answers: readonly RuleAnswers[];
  private readonly binding: readonly RuleAnswers[];
  private readonly own: readonly (readonly GateRule[])[];
  private readonly facts: Facts;
  /** Positions that waivers name. */
  private readonly named: ReadonlySet<string>;
  private alike: PositionClasses | undefined = undefined;
  /** The built-in gate, where the policy has routes. */
  private readonly routeGate: RuleAnswers | undefined;
  private readonly findRoute: ReturnType<typeof routeFinder>;
  /** By person and position. */
  private readonly waivers = new Map<string, Waiver[]>();

  constructor(round: Round, policy: Policy, facts: Facts) {
    this.facts = facts;
    this.findRoute = routeFinder(policy);
    const waivable = new Set(policy.gates.flatMap((g) => (g.waivable ? [g.id] : [])));
    const waivers = round.waivers.filter((w) => waivable.has(w.rule)); // a round read elsewhere may waive what this policy does not
    for (const w of waivers) {
      const key = `${w.person} ${w.position}`;
      this.waivers.set(key, [...(this.waivers.get(key) ?? []), w]);
    }
    this.named = new Set<string>(waivers.map((w) => w.position));
    this.gates = gatesOf(policy);
    this.answers = this.gates.map((gate) => new RuleAnswers(gate, facts));
    this.routeGate = policy.routes && this.answers.find((a) => a.rule.id === ROUTE);
    this.binding = this.answers.filter((a) => a.rule.binding);
    this.own = round.positions.map((position: Position) => requirementsOf(position, policy));
  }

  /** Positions of one class look alike to every binding rule; a post of its own standard, or one that a waiver names, is like no other. */
  get classes(): PositionClasses {
    const { positions } = this.facts;
    const apart = (_: unknown, j: number): string => (this.own[j]!.length > 0 || this.named.has(positions[j]!.id) ? String(j) : '');
    return (this.alike ??= alikeInAll([...this.binding.map((a) => a.classes), classify(positions, apart)], positions.length));
  }

  /** What sets a rule aside for a pair, whatever the data say. O(1). */
  waiverOf(rule: string, person: number, position: number): Waiver | undefined {
    if (this.waivers.size === 0) return undefined;
    const { people, positions } = this.facts;
    return this.waivers.get(`${people[person]!.id} ${positions[position]!.id}`)?.find((w) => w.rule === rule);
  }

  /** Gates of a pair that pass by a waiver and would not otherwise, in the order of the policy. */
  waived(person: number, position: number): readonly string[] {
    return this.answers.filter((a) => this.waiverOf(a.rule.id, person, position) && a.ask(person, position) !== PASS).map((a) => a.rule.id);
  }

  /** The lawful way of a pair, also one outside the decider's hand; null where it is not known, where there is none, and where the policy has no routes. */
  route(person: number, position: number): Route | null {
    return this.findRoute(this.pair(person, position));
  }

  /** False where no route inside the decider's hand leads there, by what is known; true where the policy has no routes. */
  mayHaveRoute(person: number, position: number): boolean {
    return !this.routeGate || this.routeGate.ask(person, position) !== FAIL;
  }

  private ask(a: RuleAnswers, person: number, position: number): number {
    const answer = a.ask(person, position);
    return answer !== PASS && this.waiverOf(a.rule.id, person, position) ? PASS : answer;
  }

  /** PASS, UNKNOWN or FAIL over all binding rules of a pair. */
  status(person: number, position: number): number {
    let worst = PASS;
    for (const a of this.binding) {
      const answer = this.ask(a, person, position);
      if (answer === FAIL) return FAIL;
      if (answer > worst) worst = answer;
    }
    return Math.max(worst, this.ownDemands(person, position));
  }

  /** PASS, UNKNOWN or FAIL over the demands of a post's own standard. */
  ownDemands(person: number, position: number): number {
    let worst = PASS;
    for (const rule of this.own[position]!) {
      const answer = CODE[rule.outcome(this.pair(person, position))];
      if (answer === FAIL) return FAIL;
      if (answer > worst) worst = answer;
    }
    return worst;
  }

  /** The answer of the k-th binding rule for a pair, waivers left out. */
  answer(k: number, person: number, position: number): number {
    return this.binding[k]!.ask(person, position);
  }

  /** Class of a position among those that look alike to the k-th binding rule. */
  classOf(k: number, position: number): number {
    return this.binding[k]!.classes.classOf[position]!;
  }

  /** How many rules bind. */
  get bindingRules(): number {
    return this.binding.length;
  }

  /** Every rule, binding or not, that does not pass for a pair, in the order of the policy, the post's own last. */
  open(person: number, position: number): { readonly rule: GateRule; readonly outcome: 'fail' | 'unknown' }[] {
    const found: { rule: GateRule; outcome: 'fail' | 'unknown' }[] = [];
    const note = (rule: GateRule, answer: number): void => {
      if (answer !== PASS) found.push({ rule, outcome: answer === FAIL ? 'fail' : 'unknown' });
    };
    for (const a of this.answers) note(a.rule, this.ask(a, person, position));
    for (const rule of this.own[position]!) note(rule, CODE[rule.outcome(this.pair(person, position))]);
    return found;
  }

  /** The binding rules that fail for a pair as its holder: those asked only of whoever moves are left out. */
  failingAsHolder(person: number, position: number): readonly GateRule[] {
    let failing: GateRule[] | undefined;
    for (const a of this.binding) if (!a.rule.onlyForMoves && this.ask(a, person, position) === FAIL) (failing ??= []).push(a.rule);
    for (const rule of this.own[position]!) if (rule.outcome(this.pair(person, position)) === 'fail') (failing ??= []).push(rule);
    return failing ?? NONE;
  }

  /** How many binding rules fail and how many are unknown for a pair. */
  tally(person: number, position: number): { readonly fails: number; readonly unknown: number } {
    let fails = 0;
    let unknown = 0;
    const count = (answer: number): void => {
      if (answer === FAIL) fails++;
      else if (answer === UNKNOWN) unknown++;
    };
    for (const a of this.binding) count(this.ask(a, person, position));
    for (const rule of this.own[position]!) count(CODE[rule.outcome(this.pair(person, position))]);
    return { fails, unknown };
  }

  /** All rules asked of a position. */
  rulesOf(position: number): readonly GateRule[] {
    return [...this.gates, ...this.own[position]!];
  }

  pair(person: number, position: number) {
    return { person: this.facts.people[person]!, position: this.facts.positions[position]!, round: this.facts.round };
  }
}
