import { pointerToken } from '../canonical/index.js';
import type { ErrorCode, Issues } from '../errors/index.js';
import { parseDay } from '../model/calendar.js';
import { toUnits } from '../model/decimal.js';
import { compile, RuleProblem, type Dictionary, type Kind } from './evaluate.js';
import { readsOf, type Expression } from './expression.js';
import type { Pair } from './facts.js';
import { hull, ONE, type Interval } from './interval.js';
import { attributeOf, ROUTE, type AttributeSpec, type Citation, type Policy } from './schema.js';

const NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;
const HASH = /^sha256:[0-9a-f]{64}$/;

/** What weights add up to if the pack does not say. */
export const WEIGHTS_TOTAL = 100;

/**
 * Adds every problem of a policy whose shape is right: names, citations, rules that do not fit together, tables with holes,
 * weights that do not add up, ties without a commitment. Paths are JSON Pointers into the policy.
 */
export function checkPolicy(policy: Policy, issues: Issues): void {
  const before = issues.list.length;
  checkNames(policy, issues);
  checkCitations(policy, issues);
  for (const [name, spec] of Object.entries(policy.attributes)) checkAttribute(spec, `/attributes${pointerToken(name)}`, issues);
  if (issues.list.length > before) return; // rules are compiled against sound attributes only
  checkRules(policy, issues);
  checkLimits(policy, issues);
  checkWeights(policy, issues);
  for (const key of ['lateralMove', 'vacantSeat'] as const) checkPoints(policy.costs[key].points, `/costs/${key}/points`, issues);
  checkPoints(policy.resolution.points, '/resolution/points', issues);
  checkTies(policy, issues);
  checkObjective(policy, issues);
}

/** Side rows and deferred acceptance do not go together. */
function checkObjective(policy: Policy, issues: Issues): void {
  if (policy.objective !== 'stable') return;
  const refuse = (path: string): void => issues.add('E_RULE', path, "this does not go with the objective 'stable'");
  if (Object.hasOwn(policy, 'limits')) refuse('/limits');
  for (const rule of ['lineOfCommand', 'sameUnit'] as const) if (policy.relations[rule]) refuse(`/relations/${rule}`);
}

function checkNames(policy: Policy, issues: Issues): void {
  const list = (names: readonly string[], path: (index: number) => string): void => {
    const seen = new Map<string, number>();
    names.forEach((name, k) => {
      if (!NAME.test(name)) issues.add('E_ID_SYNTAX', path(k), 'a name is a letter or digit, then letters, digits, dots, dashes or underscores, 64 in all');
      const first = seen.get(name);
      if (first !== undefined) issues.add('E_ID_DUPLICATE', path(k), 'this name stands twice', { related: [path(first)] });
      seen.set(name, k);
    });
  };
  list([policy.id], () => '/id');
  policy.madeFrom?.forEach(({ id, hash }, k) => {
    list([id], () => `/madeFrom/${k}/id`);
    if (!HASH.test(hash)) issues.add('E_POLICY_HASH', `/madeFrom/${k}/hash`, 'expected sha256: and 64 lower-case hex digits');
  });
  const routes = policy.routes ?? [];
  list(routes.map((r) => r.id), (k) => `/routes/${k}/id`);
  routes.forEach((r, k) => list(r.steps.map((s) => s.id), (i) => `/routes/${k}/steps/${i}/id`));
  policy.gates.forEach((g, k) => {
    if (policy.routes && g.id === ROUTE) issues.add('E_ID_DUPLICATE', `/gates/${k}/id`, 'a policy with routes has a gate of this name built in');
  });
  for (const part of ['levels', 'gates', 'dimensions', 'criteria'] as const) list(policy[part].map((x) => x.id), (k) => `/${part}/${k}/id`);
  const limits = policy.limits ?? [];
  list(limits.map((l) => l.id), (k) => `/limits/${k}/id`);
  limits.forEach((l, k) => {
    const gate = policy.gates.findIndex((g) => g.id === l.id);
    if (gate >= 0) issues.add('E_ID_DUPLICATE', `/limits/${k}/id`, 'a gate has the same name', { related: [`/gates/${gate}/id`] });
    if ('units' in l && l.units !== 'each') list(l.units, (i) => `/limits/${k}/units/${i}`);
  });
  list((policy.tracks ?? []).map((x) => x.id), (k) => `/tracks/${k}/id`);
  const attributes = Object.keys(policy.attributes);
  list(attributes, (k) => `/attributes${pointerToken(attributes[k]!)}`);
  for (const date of ['born', 'since', 'retires']) {
    if (Object.hasOwn(policy.attributes, date)) issues.add('E_ID_DUPLICATE', `/attributes/${date}`, 'every person has a date of this name; read it with {"op": "date"}');
  }
  for (const fact of ['class', 'track']) {
    if (attributeOf(policy, fact)?.of === 'position') issues.add('E_ID_DUPLICATE', `/attributes/${fact}`, `every position may have a ${fact}; read it with {"op": "${fact}"}`);
  }
  list(policy.ties.commitments.map((c) => c.party), (k) => `/ties/commitments/${k}/party`);
  list(policy.confidence.scale, (k) => `/confidence/scale/${k}`);
  const dimensions = new Set(policy.dimensions.map((d) => d.id));
  policy.criteria.forEach((c, k) => {
    if (!dimensions.has(c.dimension)) issues.add('E_REF_UNKNOWN', `/criteria/${k}/dimension`, 'the policy lists no dimension of this name');
  });
}

function checkCitations(policy: Policy, issues: Issues): void {
  const scale = new Set(policy.confidence.scale);
  if (!scale.has(policy.confidence.gateFrom)) issues.add('E_CITATION', '/confidence/gateFrom', 'gateFrom is not one of the marks of the scale');
  checkDay(policy.lawCheckedOn, '/lawCheckedOn', issues);
  for (const end of ['effectiveFrom', 'effectiveUntil'] as const) if (policy[end] !== undefined) checkDay(policy[end], `/${end}`, issues);
  if (policy.effectiveFrom !== undefined && policy.effectiveUntil !== undefined && policy.effectiveUntil < policy.effectiveFrom) issues.add('E_DATE_ORDER', '/effectiveUntil', 'the pack ends before it begins');
  const cited: [Citation, string][] = [
    ...policy.gates.map((g, k): [Citation, string] => [g.citation, `/gates/${k}/citation`]),
    ...policy.gates.flatMap((g, k): [Citation, string][] => (g.waivable ? [[g.waivable, `/gates/${k}/waivable`]] : [])),
    ...(policy.routes ?? []).flatMap((r, k): [Citation, string][] => [
      [r.citation, `/routes/${k}/citation`],
      ...r.steps.map((s, i): [Citation, string] => [s.citation, `/routes/${k}/steps/${i}/citation`]),
    ]),
    ...(policy.limits ?? []).map((l, k): [Citation, string] => [l.citation, `/limits/${k}/citation`]),
    ...policy.criteria.map((c, k): [Citation, string] => [c.citation, `/criteria/${k}/citation`]),
    [policy.weightsCitation, '/weightsCitation'],
    [policy.costs.lateralMove.citation, '/costs/lateralMove/citation'],
    [policy.costs.vacantSeat.citation, '/costs/vacantSeat/citation'],
    [policy.resolution.citation, '/resolution/citation'],
    ...policy.ties.order.map((o, k): [Citation, string] => [o.citation, `/ties/order/${k}/citation`]),
  ];
  for (const rule of ['lineOfCommand', 'sameUnit', 'recusal'] as const) {
    const cites = policy.relations[rule]?.citation;
    if (cites) cited.push([cites, `/relations/${rule}/citation`]);
  }
  for (const [citation, path] of cited) {
    if ('own' in citation) continue;
    if (!scale.has(citation.confidence)) issues.add('E_CITATION', `${path}/confidence`, 'this mark is not on the scale of the policy');
    if (citation.confirmed) checkDay(citation.confirmed.on, `${path}/confirmed/on`, issues);
  }
}

function checkDay(text: string, path: string, issues: Issues): void {
  const day = parseDay(text);
  if (typeof day !== 'number') issues.add(day, path, 'expected a day YYYY-MM-DD');
}

function checkNumber(value: number | undefined, path: string, issues: Issues): number | undefined {
  if (value === undefined) return undefined;
  const units = toUnits(value);
  if (typeof units === 'number') return units;
  issues.add(units, path, 'expected a number of at most 6 decimals, at most 1e9');
  return undefined;
}

function checkAttribute(spec: AttributeSpec, path: string, issues: Issues): void {
  const say = (code: ErrorCode, step: string, message: string): void => issues.add(code, path + step, message);
  const min = checkNumber(spec.min, `${path}/min`, issues);
  const max = checkNumber(spec.max, `${path}/max`, issues);
  if (min !== undefined && max !== undefined && min > max) say('E_NUM_RANGE', '/max', 'max is below min');
  if (spec.type !== 'number' && (spec.min !== undefined || spec.max !== undefined)) say('E_KEY_UNKNOWN', '', `min and max belong to numbers, not to a ${spec.type}`);
  if (spec.type === 'ordered' && !spec.values) say('E_VALUE_MISSING', '/values', 'an ordered attribute lists its values, lowest first');
  if (spec.values && !['ordered', 'text', 'set', 'spells'].includes(spec.type)) say('E_KEY_UNKNOWN', '/values', `a ${spec.type} has no list of values`);
  if (spec.values && new Set(spec.values).size !== spec.values.length) say('E_ID_DUPLICATE', '/values', 'a value stands twice');
  if (spec.type === 'spells' && spec.of === 'position') say('E_RULE', '/type', 'only people have spells');
  if (spec.combine !== undefined && (spec.type !== 'number' || spec.of === 'position')) say('E_KEY_UNKNOWN', '/combine', 'only numbers of people are combined');
  if (spec.validMonths !== undefined && spec.of === 'position') say('E_KEY_UNKNOWN', '/validMonths', 'only evidence of people ages');
  if (spec.combine !== undefined && (spec.type !== 'number' || spec.of !== 'person')) say('E_KEY_UNKNOWN', '/combine', 'only numbers of people are combined');
}

/** Compiles and checks the kind; undefined after adding the problem. */
function tryCompile(e: Expression, kind: Kind, path: string, dictionary: Dictionary, issues: Issues) {
  try {
    const compiled = compile(e, dictionary);
    if (compiled.kind === kind) return compiled;
    issues.add('E_RULE', path, `expected a ${kind}, came a ${compiled.kind}`);
  } catch (problem) {
    if (!(problem instanceof RuleProblem)) throw problem;
    issues.add(problem.code, path + problem.at, problem.message);
  }
  return undefined;
}

function checkRules(policy: Policy, issues: Issues): void {
  policy.gates.forEach((gate, k) => {
    if (gate.when) tryCompile(gate.when, 'truth', `/gates/${k}/when`, policy, issues);
    tryCompile(gate.rule, 'truth', `/gates/${k}/rule`, policy, issues);
  });
  policy.routes?.forEach((route, k) => void tryCompile(route.when, 'truth', `/routes/${k}/when`, policy, issues));
  policy.criteria.forEach((criterion, k) => {
    const path = `/criteria/${k}/value`;
    const compiled = tryCompile(criterion.value, 'number', path, policy, issues);
    if (compiled?.kind !== 'number') return;
    const range = everyPair(policy).map((pair) => compiled.of(pair)).reduce(hull);
    if (outside(range)) issues.add('E_NUM_RANGE', path, 'a criterion gives points in 0..100 whatever the evidence says\nMaybe a piecewise curve around it is missing');
  });
}

/** What one move may cost at most, in whole units: a million of them add up exactly. */
const MOST_COST = 1_000_000;

function checkLimits(policy: Policy, issues: Issues): void {
  policy.limits?.forEach((limit, k) => {
    const path = `/limits/${k}`;
    if (limit.kind === 'budget') {
      const compiled = tryCompile(limit.cost, 'number', `${path}/cost`, policy, issues);
      if (compiled?.kind !== 'number') return;
      const { low, high } = everyPair(policy).map((pair) => compiled.of(pair)).reduce(hull);
      if (low < 0 || high > MOST_COST * ONE) issues.add('E_NUM_RANGE', `${path}/cost`, 'a move costs 0 to 1,000,000 whatever the evidence says\nMaybe a piecewise curve around it is missing');
    }
    if (limit.kind === 'unit') {
      const { min, max, who } = limit;
      if (min === undefined && max === undefined) issues.add('E_VALUE_MISSING', path, 'a limit on units says a least, a most, or both');
      if (min !== undefined && max !== undefined && min > max) issues.add('E_NUM_RANGE', `${path}/max`, 'max is below min');
      if (!who || !tryCompile(who, 'truth', `${path}/who`, policy, issues)) return;
      const { position, level, unit, track, class: job } = readsOf(who);
      if (position.size > 0 || level || unit || track || job) issues.add('E_RULE', `${path}/who`, 'who is meant depends on the person alone, not on the post he would take');
    }
  });
}

function outside(range: Interval): boolean {
  return range.low < 0 || range.high > 100 * ONE;
}

/** Pairs that stand for all that may come: every level against every level, nothing else known. */
function everyPair(policy: Policy): Pair[] {
  const none = new Map<string, never>();
  const levels = policy.levels.map((_, k) => k);
  return [-1, ...levels].flatMap((seatLevel) =>
    levels.map((level) => ({
      person: { id: '', data: none, seatLevel, seatUnit: undefined, born: undefined, since: undefined, retires: undefined },
      position: { id: '', data: none, level, unit: undefined },
      round: { asOf: undefined, horizon: undefined },
    })),
  );
}

function checkWeights(policy: Policy, issues: Issues): void {
  const criteria = new Set(policy.criteria.map((c) => c.id));
  for (const id of criteria) if (!Object.hasOwn(policy.weights, id)) issues.add('E_VALUE_MISSING', `/weights${pointerToken(id)}`, 'every criterion has a weight');
  let sum = 0;
  let sound = true;
  for (const [id, weight] of Object.entries(policy.weights)) {
    const path = `/weights${pointerToken(id)}`;
    if (!criteria.has(id)) issues.add('E_REF_UNKNOWN', path, 'the policy has no criterion of this name');
    const units = weightUnits(weight, path, issues);
    if (units === undefined) sound = false;
    else sum += units;
  }
  const total = weightUnits(policy.weightsTotal ?? WEIGHTS_TOTAL, '/weightsTotal', issues);
  if (!sound || total === undefined) return;
  if (total === 0 || sum !== total) issues.add('E_WEIGHT_SUM', '/weights', `the weights add up to ${sum / 10_000}, the stated total is ${total / 10_000}`);
}

function weightUnits(weight: number, path: string, issues: Issues): number | undefined {
  const units = checkNumber(weight, path, issues);
  if (units === undefined) return undefined;
  if (units < 0 || units > 10_000 * ONE) issues.add('E_NUM_RANGE', path, 'a weight is at least 0 and at most 10,000');
  else if (units % 100 !== 0) issues.add('E_NUM_SCALE', path, 'a weight has at most 4 decimals');
  else return units / 100;
  return undefined;
}

function checkPoints(points: number, path: string, issues: Issues): void {
  const units = checkNumber(points, path, issues);
  if (units === undefined) return;
  if (units < 0 || units > 1000 * ONE) issues.add('E_NUM_RANGE', path, 'expected 0 to 1,000 points');
  else if (units % 100 !== 0) issues.add('E_NUM_SCALE', path, 'points have at most 4 decimals');
}

function checkTies(policy: Policy, issues: Issues): void {
  const { order, commitments } = policy.ties;
  if (commitments.length === 0) {
    issues.add('E_TIE_COMMITMENT_MISSING', '/ties', 'a policy commits to the lottery before names are opened: at least one party and the hash of its nonce');
  }
  commitments.forEach((c, k) => {
    if (!HASH.test(c.hash)) issues.add('E_SEED_COMMITMENT', `/ties/commitments/${k}/hash`, 'expected sha256: and 64 lower-case hex digits');
  });
  order.forEach(({ attribute }, k) => {
    const spec = attributeOf(policy, attribute);
    const path = `/ties/order/${k}/attribute`;
    if (!spec || spec.of !== 'person') issues.add('E_REF_UNKNOWN', path, 'the policy declares no attribute of this name for a person');
    else if (!['number', 'date', 'ordered'].includes(spec.type)) issues.add('E_RULE', path, `a ${spec.type} has no order to settle a tie by`);
  });
}
