import { z } from 'zod';
import { hashDocument } from '../canonical/index.js';
import { dayNumber } from '../eligibility/index.js';
import { Issues, MeritError } from '../errors/index.js';
import { addZodIssues } from '../intake/zod-issues.js';
import { formatDay, parseDay } from '../model/calendar.js';
import { Evidence } from '../model/round.js';
import { retirementDay } from './careers.js';
import { checkScenario } from './check-scenario.js';
import { yearDays } from './days.js';
import { inOrder } from './findings.js';
import { hundredths } from './points.js';
import { Roster, type Employee } from './roster.js';
import type { Scenario } from './scenario.js';
import { settingOf, type Setting } from './setting.js';
import { STATE_FORMAT, type Life, type State } from './year.js';

/**
 * The state of a scenario on the morning of its first day: everybody as the organisation describes him, seats that nobody holds vacant since that day.
 * @throws {MeritError} as `checkScenario`
 */
export function openState(scenario: Scenario): State {
  checkScenario(scenario);
  return firstMorning(settingOf(scenario));
}

/** `openState` of a scenario that was checked. */
export function firstMorning(setting: Setting): State {
  const { normal, posts, traits } = setting;
  const { members, on } = normal.organisation;
  const held = new Map<string, number>();
  for (const { seat } of members) if (seat !== undefined) held.set(seat, (held.get(seat) ?? 0) + 1);
  return {
    format: STATE_FORMAT,
    of: bindingOf(setting),
    years: 0,
    day: on,
    headcount: members.length,
    people: members.map((m) => ({
      id: m.id,
      born: m.born,
      joined: m.joined,
      ...(m.seat !== undefined && { seat: m.seat, since: m.since!, levelSince: m.since! }),
      connected: m.connected ?? false,
      traits: Object.fromEntries(traits.map((trait) => [trait, hundredths(m.traits[trait]!)])),
      evidence: m.evidence,
    })),
    vacant: posts.map((p) => ({ position: p.id, since: Array.from({ length: p.seats - (held.get(p.id) ?? 0) }, () => on) })).filter(({ since }) => since.length > 0),
    pending: [],
  };
}

/** What a state belongs to: all of a scenario but its length, in normal form. */
export function bindingOf({ normal, scenario, worldHash, yardstick }: Setting): string {
  const { policy, choose = 'pack', everyMonths = 12, horizonMonths = 0, terms = {} } = scenario.regime;
  const regime = { policy: policy.hash, choose, everyMonths, horizonMonths, terms };
  return hashDocument(STATE_FORMAT, { organisation: normal.hash, world: worldHash, regime, seed: scenario.seed, yardstick: yardstick.hash });
}

/** The roster that a state describes. The state was checked, or made here. */
export function rosterOf(state: State, setting: Setting): Roster {
  const { leapDay, postOf, scenario, traits } = setting;
  const roster = new Roster(setting);
  for (const life of state.people) {
    const seat = life.seat === undefined ? undefined : postOf.get(life.seat)!;
    const born = dayNumber(life.born);
    roster.add({
      id: life.id,
      born,
      joined: dayNumber(life.joined),
      connected: life.connected,
      seat,
      since: seat && dayNumber(life.since!),
      levelSince: life.levelSince === undefined ? undefined : dayNumber(life.levelSince),
      retires: retirementDay(born, seat?.level, scenario.world.careers.retirement, leapDay),
      awayUntil: life.awayUntil === undefined ? undefined : dayNumber(life.awayUntil),
      traits: traits.map((trait) => life.traits[trait]!),
      evidence: life.evidence,
    });
  }
  for (const { position, since } of state.vacant) roster.vacant[postOf.get(position)!.index]!.push(...since.map(dayNumber));
  roster.waiting = state.pending.map(({ person, to, on, fit }) => ({ person: roster.byId.get(person)!, to: postOf.get(to)!, on: dayNumber(on), fit }));
  return roster;
}

/** The state of a roster on a morning. */
export function stateOf(roster: Roster, of: string, years: number, day: number, headcount: number, { posts, traits }: Setting): State {
  return {
    format: STATE_FORMAT,
    of,
    years,
    day: formatDay(day),
    headcount,
    people: roster.people.map((p) => lifeOf(p, traits)),
    vacant: posts.map((p) => ({ position: p.id, since: roster.vacant[p.index]!.map(formatDay) })).filter(({ since }) => since.length > 0),
    pending: roster.waiting.map(({ person, to, on, fit }) => ({ person: person.id, to: to.id, on: formatDay(on), fit })),
  };
}

function lifeOf(p: Employee, traits: readonly string[]): Life {
  return {
    id: p.id,
    born: formatDay(p.born),
    joined: formatDay(p.joined),
    ...(p.seat && { seat: p.seat.id, since: formatDay(p.since!) }),
    ...(p.levelSince !== undefined && { levelSince: formatDay(p.levelSince) }),
    connected: p.connected,
    ...(p.awayUntil !== undefined && { awayUntil: formatDay(p.awayUntil) }),
    traits: Object.fromEntries(traits.map((trait, k) => [trait, p.traits[k]!])),
    evidence: p.evidence,
  };
}

const day = z.string('E_DATE_FORMAT');
const count = z.int().min(0);
const Shape = z.strictObject({
  format: z.literal(STATE_FORMAT, 'E_FORMAT'),
  of: z.string(),
  years: count,
  day,
  headcount: count,
  people: z.array(
    z.strictObject({
      id: z.string(),
      born: day,
      joined: day,
      seat: z.string().optional(),
      since: day.optional(),
      levelSince: day.optional(),
      connected: z.boolean(),
      awayUntil: day.optional(),
      traits: z.record(z.string(), z.int().min(0).max(10_000)),
      evidence: z.array(Evidence),
    }),
  ),
  vacant: z.array(z.strictObject({ position: z.string(), since: z.array(day).min(1) })),
  pending: z.array(z.strictObject({ person: z.string(), to: z.string(), on: day, fit: z.int() })),
});
const KEYS = [...Object.keys(Shape.shape), ...[Shape.shape.people, Shape.shape.vacant, Shape.shape.pending].flatMap((list) => Object.keys(list.element.shape))];

/**
 * Checks a state that a caller brings back, whole: that it is one, that it belongs to the scenario and the year it says, that names lead somewhere, and that people and seats add up.
 * @throws {MeritError} E_FORMAT, E_TYPE and the other codes of a shape, E_INPUT_HASH for a state of another scenario, E_REF_UNKNOWN, E_ID_DUPLICATE, E_SEAT_OVERFILLED, E_STATE; places begin with /from.
 */
export function readState(input: unknown, setting: Setting): State {
  const issues = new Issues();
  const parsed = Shape.safeParse(input);
  if (!parsed.success) addZodIssues(parsed.error.issues, input, '/from', KEYS, issues);
  issues.throwIfAny();
  const state = input as State;
  if (state.of !== bindingOf(setting)) throw new MeritError('E_INPUT_HASH', 'the state is of another organisation, world, regime, seed or yardstick', { path: '/from/of' });
  checkDays(state, setting, issues);
  issues.throwIfAny();
  checkPast(state, issues);
  checkNames(state, setting, issues);
  issues.throwIfAny();
  return state;
}

function checkDays(state: State, { first, normal, scenario }: Setting, issues: Issues): void {
  const look = (text: string | undefined, at: string): void => {
    const found = text === undefined ? 0 : parseDay(text);
    if (typeof found !== 'number') issues.add(found, at, 'expected a day YYYY-MM-DD from 1900-01-01 to 2199-12-31');
  };
  look(state.day, '/from/day');
  state.people.forEach((p, k) => {
    for (const field of ['born', 'joined', 'since', 'levelSince', 'awayUntil'] as const) look(p[field], `/from/people/${k}/${field}`);
    p.evidence.forEach((e, n) => {
      if (e.date === undefined) issues.add('E_VALUE_MISSING', `/from/people/${k}/evidence/${n}/date`, 'evidence of a state carries its day');
      look(e.date, `/from/people/${k}/evidence/${n}/date`);
    });
  });
  state.vacant.forEach((v, k) => v.since.forEach((since, n) => look(since, `/from/vacant/${k}/since/${n}`)));
  state.pending.forEach((p, k) => look(p.on, `/from/pending/${k}/on`));
  if (state.years > scenario.years) issues.add('E_NUM_RANGE', '/from/years', 'more years have passed than the scenario has');
  else if (state.day !== formatDay(yearDays(first, state.years + 1).from)) issues.add('E_STATE', '/from/day', 'the day is not the morning after the years that have passed');
  if (state.headcount !== normal.organisation.members.length) issues.add('E_STATE', '/from/headcount', 'the headcount is not that of the first day');
}

/** That what has been lies before the day of a state and what waits does not. Days of one form stand in the order of their texts. */
function checkPast({ day, pending, people, vacant }: State, issues: Issues): void {
  const past = (text: string | undefined, at: string): void => {
    if (text !== undefined && text > day) issues.add('E_STATE', at, 'it lies after the day of the state');
  };
  people.forEach((p, k) => {
    for (const field of ['joined', 'since', 'levelSince'] as const) past(p[field], `/from/people/${k}/${field}`);
    if (p.awayUntil !== undefined && p.awayUntil < day) issues.add('E_STATE', `/from/people/${k}/awayUntil`, 'he would have returned before the day of the state');
    p.evidence.forEach((e, n) => {
      if (n > 0 && inOrder(p.evidence[n - 1]!, e) > 0) issues.add('E_STATE', `/from/people/${k}/evidence/${n}`, 'evidence stands by attribute and day');
    });
  });
  vacant.forEach((v, k) => v.since.forEach((since, n) => past(since, `/from/vacant/${k}/since/${n}`)));
  pending.forEach((p, k) => past(p.on, `/from/pending/${k}/on`));
}

function checkNames({ people, pending, vacant }: State, { normal, posts, postOf, traits }: Setting, issues: Issues): void {
  const held = new Map<string, number>();
  const ids = new Set<string>();
  const sources = new Set<string>(normal.frame.sources.map((s) => s.id));
  people.forEach((p, k) => {
    const at = `/from/people/${k}`;
    if (ids.has(p.id)) issues.add('E_ID_DUPLICATE', `${at}/id`, 'somebody else has this id');
    else if (k > 0 && p.id < people[k - 1]!.id) issues.add('E_STATE', `${at}/id`, 'people stand in the order of their ids');
    ids.add(p.id);
    if (Object.keys(p.traits).length !== traits.length || !traits.every((trait) => Object.hasOwn(p.traits, trait))) issues.add('E_STATE', `${at}/traits`, 'the traits are not those of the world');
    if ((p.seat === undefined) !== (p.since === undefined)) issues.add('E_STATE', `${at}/since`, 'a seat has a first day, and nothing else has');
    p.evidence.forEach((e, n) => {
      if (!sources.has(e.source)) issues.add('E_REF_UNKNOWN', `${at}/evidence/${n}/source`, 'no source of this id is listed');
    });
    if (p.seat === undefined) return;
    if (postOf.has(p.seat)) held.set(p.seat, (held.get(p.seat) ?? 0) + 1);
    else issues.add('E_REF_UNKNOWN', `${at}/seat`, 'the organisation has no such post');
  });
  const empty = new Map<string, number>();
  vacant.forEach(({ position, since }, k) => {
    if (!postOf.has(position)) issues.add('E_REF_UNKNOWN', `/from/vacant/${k}/position`, 'the organisation has no such post');
    empty.set(position, (empty.get(position) ?? 0) + since.length);
  });
  for (const { id, seats } of posts) {
    if ((held.get(id) ?? 0) > seats) issues.add('E_SEAT_OVERFILLED', '/from/people', `${id} has more holders than seats`);
    else if ((held.get(id) ?? 0) + (empty.get(id) ?? 0) !== seats) issues.add('E_STATE', '/from/vacant', `holders and vacant seats of ${id} are not its seats`);
  }
  const waiting = new Set<string>();
  pending.forEach(({ person, to }, k) => {
    if (waiting.has(person)) issues.add('E_STATE', `/from/pending/${k}/person`, 'he waits for another post already');
    waiting.add(person);
    if (!ids.has(person)) issues.add('E_REF_UNKNOWN', `/from/pending/${k}/person`, 'nobody here has this id');
    if (!postOf.has(to)) issues.add('E_REF_UNKNOWN', `/from/pending/${k}/to`, 'the organisation has no such post');
  });
}
