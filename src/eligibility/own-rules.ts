import { recusalOf } from '../conflicts/index.js';
import { MeritError } from '../errors/index.js';
import { isDeeplyFrozen } from '../model/frozen.js';
import type { Evidence, Person, Position, Round, Source } from '../model/round.js';
import type { AttributeSpec, Expression, Gate, LocalText, Policy } from '../policy/index.js';
import type { GateOutcome } from './gates.js';

/**
 * A rule that no pack can say: a plain function of one person and one post, as the parsed round has them. It is opaque: a checker can read
 * what it answered and not why. So its answers become evidence with a source that says so, and everything after that is checked as usual.
 */
export interface OwnRule {
  /** At most 48 characters of an id; names the gate and its attributes. */
  readonly id: string;
  readonly label: LocalText;
  /** Whose choice it is and why; such a rule binds like every choice of the decider. */
  readonly citation: { readonly own: string };
  /** The same answer for the same two, whatever was asked before; it never throws and changes nothing. */
  readonly judge: (person: Person, position: Position) => GateOutcome;
  /** Posts with the same key get the same answer, and the rule is asked once for all of them; the id of the post if absent. */
  readonly key?: (position: Position) => string;
}

const ID = /^[A-Za-z0-9][A-Za-z0-9._-]{0,47}$/;
const nameOf = (rule: string, part: 'key' | 'pass' | 'fail' | 'open'): string => `own.${rule}.${part}`;
/** The source of every answer; a round that has been screened names it. */
export const OPAQUE = 'own-rules';

/**
 * A policy with the gates and attributes that the answers of these rules need; seal it, then read and screen the round by it. Each rule takes
 * four attributes: `own.ID.key` of a post, and of a person the keys he passes (`.pass`) and fails (`.fail`), and `.open`, which no screening
 * ever fills: where a key stands in neither list the gate is unknown, never a fail.
 * @throws {MeritError} E_ID_SYNTAX or E_ID_DUPLICATE for ids that cannot be used.
 */
export function declareOwnRules(policy: Policy, rules: readonly OwnRule[]): Policy {
  checkIds(rules);
  const attributes: Record<string, AttributeSpec> = { ...policy.attributes };
  const gates: Gate[] = [...policy.gates];
  rules.forEach((rule, k) => {
    const { id, label, citation } = rule;
    if (gates.some((g) => g.id === id) || Object.hasOwn(attributes, nameOf(id, 'key'))) throw new MeritError('E_ID_DUPLICATE', 'the policy has a gate of this name', { path: `/rules/${k}/id` });
    attributes[nameOf(id, 'key')] = { of: 'position', type: 'text', label: { ...label } };
    attributes[nameOf(id, 'pass')] = { of: 'person', type: 'set', label: { ...label } };
    attributes[nameOf(id, 'fail')] = { of: 'person', type: 'set', label: { ...label } };
    attributes[nameOf(id, 'open')] = { of: 'person', type: 'boolean', label: { ...label } };
    gates.push({ id, label: { ...label }, citation, rule: gateOf(id) });
  });
  return { ...policy, attributes, gates };
}

/** passed, or neither refused nor known: Kleene's logic makes the last unknown. */
function gateOf(id: string): Expression {
  const item: Expression = { op: 'position', attribute: nameOf(id, 'key') };
  const listed = (part: 'pass' | 'fail'): Expression => ({ op: 'in', item, set: { op: 'person', attribute: nameOf(id, part) } });
  return { op: 'any', of: [listed('pass'), { op: 'all', of: [{ op: 'not', of: listed('fail') }, { op: 'person', attribute: nameOf(id, 'open') }] }] };
}

/**
 * A round with the answers of own rules as evidence, dated on the day of the round, from a source that is called opaque. Read it with
 * `parseRound` under the sealed policy that `declareOwnRules` made. Only people and posts in the scope of the round are asked; the others
 * stay where they are and are unknown to the rule. O(rules * people * keys) calls.
 * @param round - as `parseRound` gave it; it is not changed.
 * @param sealed - the policy the round was read under: where it has a rule on recusal, evidence that is set aside is not shown to the rules
 *   (without it they see all).
 * @throws {MeritError} E_RULE if a rule throws or gives anything but its three answers (the message carries no value of a person);
 *   E_ID_DUPLICATE if the round has been screened or has another source of that id.
 */
export function screen(round: Round, rules: readonly OwnRule[], sealed?: { readonly policy: Policy }): Round {
  checkIds(rules);
  if (!isDeeplyFrozen(round)) throw new MeritError('E_TYPE', 'expected a round as parseRound gives it: nothing in it can be changed by a rule');
  if (round.sources.some((s) => s.id === OPAQUE)) throw new MeritError('E_ID_DUPLICATE', 'the round has a source of this name: it was screened before', { path: '/sources' });
  const inside = <T extends string>(scope: 'all' | readonly T[]): ((id: T) => boolean) => {
    if (scope === 'all') return () => true;
    const known = new Set<string>(scope);
    return (id) => known.has(id);
  };
  const asksPost = inside(round.scope.positions);
  const asksPerson = inside(round.scope.people);
  const posts = round.positions.filter((p) => asksPost(p.id));
  const source: Source = { id: OPAQUE, title: `Own rules, answered by code that no checker can recompute (opaque): ${rules.map((r) => r.id).join(', ')}`.slice(0, 1000), date: round.asOf };
  const keyed = rules.map((rule, k) => ({ rule, path: `/rules/${k}`, keys: firstByKey(posts, rule) }));
  const keyedAnswers = (person: Person): Evidence[] => keyed.flatMap(({ rule, path, keys }) => answers(rule, path, keys, person));
  const recusal = sealed && recusalOf(round, sealed.policy);
  const shown = (person: Person): Person => {
    const counts = ({ by }: Evidence): boolean => by === undefined || recusal?.reason(by, person.id) === undefined;
    return person.evidence.every(counts) ? person : frozenCopy({ ...person, evidence: person.evidence.filter(counts) });
  };
  return {
    ...round,
    sources: [...round.sources, source],
    positions: round.positions.map((p) => ({ ...p, attributes: { ...p.attributes, ...Object.fromEntries(rules.map((rule) => [nameOf(rule.id, 'key'), keyOf(rule, p)])) } })),
    people: round.people.map((person) => (asksPerson(person.id) ? { ...person, evidence: [...person.evidence, ...keyedAnswers(shown(person))] } : person)),
  };
}

const keyOf = (rule: OwnRule, position: Position): string => rule.key?.(position) ?? position.id;

function firstByKey(posts: readonly Position[], rule: OwnRule): ReadonlyMap<string, Position> {
  const first = new Map<string, Position>();
  for (const post of posts) if (!first.has(keyOf(rule, post))) first.set(keyOf(rule, post), post);
  return first;
}

function answers(rule: OwnRule, path: string, keys: ReadonlyMap<string, Position>, person: Person): Evidence[] {
  const lists: Record<GateOutcome, string[]> = { pass: [], fail: [], unknown: [] };
  for (const [key, post] of keys) {
    let answer: GateOutcome;
    try {
      answer = rule.judge(person, post);
    } catch {
      throw new MeritError('E_RULE', 'an own rule threw instead of answering\nMaybe it should answer "unknown".', { path });
    }
    if (!Object.hasOwn(lists, answer)) throw new MeritError('E_RULE', 'an own rule answers "pass", "fail" or "unknown"', { path });
    lists[answer].push(key);
  }
  return (['pass', 'fail'] as const).map((part) => ({ attribute: nameOf(rule.id, part), value: lists[part], source: OPAQUE }));
}

function checkIds(rules: readonly OwnRule[]): void {
  const seen = new Set<string>();
  rules.forEach(({ id }, k) => {
    if (!ID.test(id)) throw new MeritError('E_ID_SYNTAX', 'an own rule is named by a letter or digit, then letters, digits, dots, dashes or underscores, 48 in all', { path: `/rules/${k}/id` });
    if (seen.has(id)) throw new MeritError('E_ID_DUPLICATE', 'two rules have this id', { path: `/rules/${k}/id` });
    seen.add(id);
  });
}

/** Pairs with the answer that is expected of them: at least one of each, or a rule has not been tried. */
export type OwnRuleSamples = Readonly<Record<GateOutcome, readonly (readonly [Person, Position])[]>>;

/**
 * What is wrong with an own rule, in words, [] if nothing was found: an answer without a sample, a sample with another answer, a throw, an
 * answer that is none, one that depends on what was asked before or changes when asked again, and writing to what it was given. For tests:
 * `expect(ownRuleProblems(rule, samples)).toEqual([])`.
 */
export function ownRuleProblems(rule: OwnRule, samples: OwnRuleSamples): readonly string[] {
  const outcomes = ['pass', 'fail', 'unknown'] as const;
  const problems: string[] = outcomes.filter((o) => samples[o].length === 0).map((o) => `no sample shows "${o}"`);
  const asked = outcomes.flatMap((expected) => samples[expected].map(([person, position], k) => ({ name: `${expected}[${k}]`, expected, person: frozenCopy(person), position: frozenCopy(position) })));
  const answer = ({ person, position }: (typeof asked)[number]): string => {
    try {
      return String(rule.judge(person, position));
    } catch {
      return 'a throw (nothing it is given can be changed)';
    }
  };
  const first = asked.map(answer);
  asked.forEach(({ name, expected }, k) => {
    if (first[k] !== expected) problems.push(`${name}: expected "${expected}", came ${outcomes.some((o) => o === first[k]) ? `"${first[k]}"` : first[k]}`);
  });
  const again = [...asked].reverse().map(answer).reverse();
  asked.forEach(({ name }, k) => {
    if (again[k] !== first[k]) problems.push(`${name}: the answer depends on what was asked before`);
  });
  return problems;
}

function frozenCopy<T extends object>(document: T): T {
  const copy = structuredClone(document);
  const freeze = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    Object.values(value).forEach(freeze);
    Object.freeze(value);
  };
  freeze(copy);
  return copy;
}
