import type { Position, Requirement } from '../model/round.js';
import {
  binds,
  compile,
  readsOf,
  ROUTE,
  type Citation,
  type Datum,
  type Expression,
  type LocalText,
  type Pair,
  type Policy,
  type PositionFacts,
  type Reads,
  type Route,
  type Truth,
} from '../policy/index.js';
import { bug } from '../errors/index.js';

export type GateOutcome = 'pass' | 'fail' | 'unknown';

/** One rule that a pair passes, fails, or cannot be judged by. */
export interface GateRule {
  /** The gate's id in the policy, or `requires/k` for the k-th demand of a post's own standard. */
  readonly id: string;
  readonly label: LocalText | undefined;
  readonly citation: Citation;
  /** False for a rule known too badly to bind: a flag. */
  readonly binding: boolean;
  /** Asked of whoever moves, not of whoever stays. */
  readonly onlyForMoves: boolean;
  readonly when: Expression | undefined;
  readonly rule: Expression;
  readonly reads: Reads;
  readonly outcome: (pair: Pair) => GateOutcome;
}

function truth(e: Expression, policy: Policy): (pair: Pair) => Truth {
  const compiled = compile(e, policy);
  if (compiled.kind !== 'truth') throw bug('a rule that was not checked');
  return compiled.of;
}

type GateText = Pick<GateRule, 'id' | 'label' | 'citation' | 'onlyForMoves' | 'when' | 'rule'>;

function gateRule(text: GateText, policy: Policy): GateRule {
  const { when, rule } = text;
  const applies = when && truth(when, policy);
  const holds = truth(rule, policy);
  const outcome = (pair: Pair): GateOutcome => {
    const asked = applies ? applies(pair) : true;
    if (asked === false) return 'pass';
    const result = holds(pair);
    if (result === true) return 'pass';
    return result === false && asked === true ? 'fail' : 'unknown';
  };
  return { ...text, binding: binds(text.citation, policy), reads: readsOf(when, rule), outcome };
}

/** The gates and flags of a policy, in its order; last, where it has routes, the gate that some route inside the decider's hand leads to the post. */
export function gatesOf(policy: Policy): readonly GateRule[] {
  const gates = policy.gates.map((g) => gateRule({ id: g.id, label: g.label, citation: g.citation, onlyForMoves: g.onlyForMoves === true, when: g.when, rule: g.rule }, policy));
  if (!policy.routes) return gates;
  return [...gates, gateRule({ id: ROUTE, label: undefined, citation: { own: 'the routes of the policy' }, onlyForMoves: true, when: undefined, rule: routeRule(policy.routes) }, policy)];
}

/** What the routes say as one rule: the first that holds is not outside. A route is known only where all before it are known not to hold. */
function routeRule(routes: readonly Route[]): Expression {
  const first = routes.map(({ when }, k): Expression => ({ op: 'all', of: [when, ...routes.slice(0, k).map((before): Expression => ({ op: 'not', of: before.when }))] }));
  return { op: 'any', of: first.filter((_, k) => !routes[k]!.outside) };
}

/** Finds the route of a pair, outside ones included: the first that holds, all before it known not to; null where none is known to be it. */
export function routeFinder(policy: Policy): (pair: Pair) => Route | null {
  const routes = (policy.routes ?? []).map((route) => ({ route, when: truth(route.when, policy) }));
  return (pair) => {
    for (const { route, when } of routes) {
      const holds = when(pair);
      if (holds === true) return route;
      if (holds === undefined) return null;
    }
    return null;
  };
}

/** What a demand of a post's own standard says as a rule of the language. */
export function requirementRule(r: Requirement, policy: Policy): Expression {
  const left: Expression = { op: 'person', attribute: r.attribute };
  const date = policy.attributes[r.attribute]?.type === 'date';
  if (Array.isArray(r.value)) throw bug('a requirement that was not checked');
  const right: Expression = date ? { op: 'day', value: String(r.value) } : { op: 'const', value: r.value };
  return { op: 'compare', left, is: r.is, right };
}

/** The demands of a post's own standard; they always bind. */
export function requirementsOf(position: Position, policy: Policy): readonly GateRule[] {
  return (position.requires ?? []).map((r, k) => {
    const citation: Citation = { own: r.standard ?? 'the standard of the post' };
    return gateRule({ id: `requires/${k}`, label: undefined, citation, onlyForMoves: false, when: undefined, rule: requirementRule(r, policy) }, policy);
  });
}

/**
 * Positions that look alike to a rule: two positions with the same key give every person the same answer. The key holds
 * what the rule reads of a position and nothing else.
 */
export function positionKey(reads: Reads, position: PositionFacts): string {
  if (reads.position.size === 0 && !reads.level && !reads.unit && !reads.track && !reads.class) return '';
  let key = `${reads.level ? position.level : ''},${reads.unit ? textKey(position.unit) : ''},${reads.class ? (position.class ?? '') : ''},${reads.track ? textKey(position.track) : ''}`;
  for (const name of reads.position) key += `,${textKey(position.data.get(name)?.value)}`;
  return key;
}

/** Its own kind of mark for every kind of value; lengths keep texts apart from what follows them. */
function textKey(value: Datum['value']): string {
  if (typeof value === 'string') return `s${value.length}:${value}`;
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
