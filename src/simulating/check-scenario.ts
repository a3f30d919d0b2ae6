import { pointerToken } from '../canonical/index.js';
import { Issues } from '../errors/index.js';
import { checkRound } from '../intake/check-round.js';
import type { SealedPolicy } from '../intake/index.js';
import { readDocument } from '../intake/document.js';
import { passOn } from '../intake/parse-round.js';
import { addMonths, formatDay, LAST_DAY, parseDay } from '../model/calendar.js';
import { documentHash, isDeeplyFrozen } from '../model/frozen.js';
import type { Round } from '../model/round.js';
import { POLICY_FORMAT, type Policy } from '../policy/index.js';
import { openMarket } from '../solving/index.js';
import { LAST_SEED, whole } from './asked.js';
import { retirementDay } from './careers.js';
import { checkOrganisation, firstRound, organisationInOrder, organisationShape } from './parse-organisation.js';
import { checkWorld, worldShape } from './parse-world.js';
import { CHOICES, type Organisation, type Regime, type Scenario, type World } from './scenario.js';

/** Years of one life. */
const YEARS = 100;
const FIELDS = ['organisation', 'world', 'regime', 'years', 'seed', 'yardstick'];
const REGIME_FIELDS = ['policy', 'choose', 'everyMonths', 'horizonMonths', 'terms'];

/** Frozen documents that were found good together and over which time, so that a comparison looks at them once. */
const good = new WeakMap<object, WeakMap<object, WeakMap<Policy, Set<string>>>>();

/**
 * Looks at a scenario before a life begins; `simulate` and `compare` call it. Nothing is changed and nothing returned. Documents that are not frozen (a copy in another thread)
 * are looked at whole, O(their size); of frozen ones only years, seed and regime a second time.
 * @param path - where the scenario stands in what the caller was given, as a JSON Pointer.
 * @throws {MeritError} with every problem and its place: a missing or bad seed and number of years, an empty organisation, what `parseOrganisation` and `parseWorld` say, a person
 *   without a trait of the world or past the age of retirement, a level without work, evidence that the policy does not declare, E_POLICY_HASH for a policy that is not as `seal` gave it, and
 *   E_RULE at `/regime/policy` where its rules and routes let nobody move, neither in the first round nor, with the same registers, at the end.
 */
export function checkScenario(scenario: Scenario, path = ''): void {
  const issues = new Issues();
  addScenarioProblems(scenario, path, issues);
  issues.throwIfAny();
}

/** Adds every problem of a scenario. */
export function addScenarioProblems(scenario: unknown, at: string, issues: Issues): void {
  if (!isObject(scenario)) return issues.add(scenario === undefined ? 'E_VALUE_MISSING' : 'E_TYPE', at, 'expected a scenario');
  const { organisation, world, regime, years, seed, yardstick } = scenario as Partial<Record<keyof Scenario, unknown>>;
  unknownKeys(scenario, FIELDS, at, issues);
  whole(years, 1, YEARS, `${at}/years`, issues);
  whole(seed, 0, LAST_SEED, `${at}/seed`, issues);
  const policy = regimePolicy(regime, `${at}/regime`, issues);
  const measure = yardstick === undefined ? undefined : sealed(yardstick, `${at}/yardstick`, issues);
  const first = isObject(organisation) ? parseDay(String((organisation as Partial<Organisation>).on)) : undefined;
  if (typeof first === 'number' && typeof years === 'number' && years <= YEARS && addMonths(first, 12 * Math.ceil(years)) > LAST_DAY) issues.add('E_DATE_RANGE', `${at}/years`, 'the last year lies beyond 2199');
  if (isGood(organisation, world, policy, spanOf(scenario as Scenario))) {
    if (measure && measure !== policy) checkYardstick(copyOf(organisation, '', issues) as Organisation, measure, `${at}/yardstick`, issues);
    return;
  }
  const before = issues.list.length;
  const read = organisationShape(copyOf(organisation, `${at}/organisation`, issues), `${at}/organisation`, issues);
  const lived = worldShape(copyOf(world, `${at}/world`, issues), `${at}/world`, issues);
  if (read) checkOrganisation(read, policy, `${at}/organisation`, issues);
  if (lived && policy) checkWorld(lived, policy, `${at}/world`, issues);
  if (read && lived) checkTogether(read, lived, policy, at, issues);
  if (read && measure && measure !== policy) checkYardstick(read, measure, `${at}/yardstick`, issues);
  if (!read || !lived || !policy || issues.list.length > before) return;
  checkRoute(organisationInOrder(read), lived, policy, scenario as Scenario, `${at}/regime/policy`, issues);
  // Who asks for no moves was not asked whether there could be any.
  if (issues.list.length === before && (scenario as Scenario).regime.choose !== 'none') remember(organisation as Organisation, world as World, policy, spanOf(scenario as Scenario));
}

/** A copy that nobody else holds: the checks of a round store texts as they go. */
function copyOf(document: unknown, at: string, issues: Issues): unknown {
  if (!isObject(document)) return document;
  const told = new Issues();
  const copy = readDocument(document, told);
  passOn(told, issues, (path) => at + path);
  return copy;
}

/** The checks of a regime that need nothing else; the policy where it is one. */
function regimePolicy(regime: unknown, at: string, issues: Issues): Policy | undefined {
  if (!isObject(regime)) {
    issues.add(regime === undefined ? 'E_VALUE_MISSING' : 'E_TYPE', at, 'expected a regime: a policy and how it chooses');
    return undefined;
  }
  const { policy: given, choose, everyMonths, horizonMonths, terms } = regime as Partial<Record<keyof Regime, unknown>>;
  unknownKeys(regime, REGIME_FIELDS, at, issues);
  const policy = sealed(given, `${at}/policy`, issues);
  if (choose !== undefined && !CHOICES.some((known) => known === choose)) issues.add('E_VALUE_UNKNOWN', `${at}/choose`, `expected ${CHOICES.join(' or ')}`);
  if (everyMonths !== undefined) whole(everyMonths, 1, 1200, `${at}/everyMonths`, issues);
  if (horizonMonths !== undefined) whole(horizonMonths, 0, 1200, `${at}/horizonMonths`, issues);
  if (terms !== undefined && !isObject(terms)) issues.add('E_TYPE', `${at}/terms`, 'expected an object');
  else {
    for (const [level, months] of Object.entries(terms ?? {})) {
      const here = `${at}/terms${pointerToken(level)}`;
      if (policy && !policy.levels.some(({ id }) => id === level)) issues.add('E_REF_UNKNOWN', here, 'the policy has no level of this name');
      whole(months, 1, 1200, here, issues);
    }
  }
  return policy;
}

/** The policy of what `seal` gave; of a frozen one the hash is found once. */
function sealed(given: unknown, at: string, issues: Issues): Policy | undefined {
  if (given === undefined || given === null) {
    issues.add('E_VALUE_MISSING', at, 'expected a sealed policy');
    return undefined;
  }
  const { policy, hash } = (isObject(given) ? given : {}) as Partial<SealedPolicy>;
  if (!isObject(policy) || typeof hash !== 'string') {
    issues.add('E_TYPE', at, 'expected a policy as seal() gives it\nMaybe it is a pack that was not sealed.');
    return undefined;
  }
  if (!hashes(policy, hash)) {
    issues.add('E_POLICY_HASH', at, 'the policy is not the one that was sealed');
    return undefined;
  }
  return policy;
}

function hashes(policy: Policy, hash: string): boolean {
  try {
    return documentHash(POLICY_FORMAT, policy) === hash;
  } catch {
    return false; // what has no canonical form was never sealed
  }
}

function checkTogether({ on, members, positions }: Organisation, { careers, traits, work }: World, policy: Policy | undefined, at: string, issues: Issues): void {
  const first = parseDay(on);
  const levelOf = new Map<string, string>(positions.map(({ id, level }) => [id, level]));
  for (const level of new Set(positions.map((post) => post.level))) {
    if (!Object.hasOwn(work.levels, level)) issues.add('E_VALUE_MISSING', `${at}/world/work/levels${pointerToken(level)}`, 'posts of this level are there, and the world does not say what their work takes');
  }
  members.forEach((member, k) => {
    if (issues.full) return;
    const here = `${at}/organisation/members/${k}`;
    for (const name of Object.keys(traits)) {
      if (!Object.hasOwn(member.traits, name)) issues.add('E_VALUE_MISSING', `${here}/traits${pointerToken(name)}`, 'a trait of the world is missing; nothing unknown is taken for 0');
    }
    for (const name of Object.keys(member.traits)) {
      if (!Object.hasOwn(traits, name)) issues.add('E_REF_UNKNOWN', `${here}/traits${pointerToken(name)}`, 'the world has no trait of this name');
    }
    const born = parseDay(member.born);
    if (!policy || typeof born !== 'number' || typeof first !== 'number') return;
    const level = member.seat === undefined ? undefined : levelOf.get(member.seat);
    if (retirementDay(born, level, careers.retirement, policy.leapDay) < first) issues.add('E_DATE_ORDER', `${here}/born`, 'has reached the age of retirement before the first day');
  });
}

/** A pack that measures reads the same registers: every level and every attribute that stands there. */
function checkYardstick(organisation: Organisation, policy: Policy, at: string, issues: Issues): void {
  const told = new Issues(1);
  checkRound(firstRound(organisation), policy, told, { reveals: 'later' });
  const [problem] = told.list;
  if (problem) issues.add('E_REF_UNKNOWN', at, `the pack does not read this organisation: ${problem.code} at ${problem.path.replace(/^\/people/u, '/members')}`);
}

/**
 * Somebody must be able to go somewhere, or nothing would ever be decided: an eligible pair, or one that may be, beside those who stay, in the first round or, since time in post may
 * stand in the way, with the same registers and people on the day the years end.
 */
function checkRoute(organisation: Organisation, { careers }: World, policy: Policy, { regime, years }: Scenario, at: string, issues: Issues): void {
  if (regime.choose === 'none') return;
  const round = firstRound(organisation);
  const first = parseDay(organisation.on) as number;
  const levelOf = new Map<string, string>(organisation.positions.map(({ id, level }) => [id, level]));
  const leaves = (born: string, seat: string | undefined): string => formatDay(retirementDay(parseDay(born) as number, seat === undefined ? undefined : levelOf.get(seat), careers.retirement, policy.leapDay));
  const people = round.people.map((person) => ({ ...person, retires: leaves(person.born!, person.seat) }));
  const horizon = dayAfter(first, regime.horizonMonths ?? 0);
  if (moves({ ...round, horizon, people }, policy) || moves({ ...round, asOf: dayAfter(first, 12 * Math.min(years, YEARS)) }, policy)) return;
  issues.add('E_RULE', at, 'the rules and routes of this policy let nobody move: no pair is eligible, or may be, beside those who stay\nMaybe every route is outside, or one gate fails for everybody.');
}

/** So many months later, or the last day there is. */
function dayAfter(day: number, months: number): string {
  return formatDay(Math.min(addMonths(day, months), LAST_DAY));
}

function moves(round: Round, policy: Policy): boolean {
  const { conditional, seat } = openMarket(round, policy);
  for (let i = 0; i < seat.length; i++) {
    for (let e = conditional.start[i]!; e < conditional.start[i + 1]!; e++) if (conditional.col[e] !== seat[i]) return true;
  }
  return false;
}

/** What of a scenario `checkRoute` looks at beside its documents. */
function spanOf({ regime, years }: Scenario): string {
  return `${years} ${regime?.horizonMonths ?? 0}`;
}

function isGood(organisation: unknown, world: unknown, policy: Policy | undefined, span: string): boolean {
  return policy !== undefined && isObject(organisation) && isObject(world) && (good.get(organisation)?.get(world)?.get(policy)?.has(span) ?? false);
}

function remember(organisation: Organisation, world: World, policy: Policy, span: string): void {
  if (!isDeeplyFrozen(organisation) || !isDeeplyFrozen(world) || !isDeeplyFrozen(policy)) return;
  const worlds = good.get(organisation) ?? new WeakMap<object, WeakMap<Policy, Set<string>>>();
  good.set(organisation, worlds);
  const policies = worlds.get(world) ?? new WeakMap<Policy, Set<string>>();
  worlds.set(world, policies.set(policy, (policies.get(policy) ?? new Set<string>()).add(span)));
}

function unknownKeys(object: object, known: readonly string[], at: string, issues: Issues): void {
  for (const key of Object.keys(object)) if (!known.includes(key)) issues.add('E_KEY_UNKNOWN', at + pointerToken(key), 'there is no such field here');
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
