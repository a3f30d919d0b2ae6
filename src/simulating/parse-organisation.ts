import { pointerToken } from '../canonical/index.js';
import { Issues } from '../errors/index.js';
import { readDocument, type DocumentInput } from '../intake/document.js';
import { checkRound } from '../intake/check-round.js';
import { normalise, passOn } from '../intake/parse-round.js';
import { composed } from '../intake/seal.js';
import { addZodIssues } from '../intake/zod-issues.js';
import { parseDay } from '../model/calendar.js';
import { toUnits } from '../model/decimal.js';
import { deepFreeze } from '../model/frozen.js';
import { compareIds } from '../model/ids.js';
import { ROUND_FORMAT, ROUND_TABLES, type Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import { NEWCOMER } from './names.js';
import { Member, Organisation } from './scenario.js';

const TABLES = { sources: ROUND_TABLES.sources, units: ROUND_TABLES.units, positions: ROUND_TABLES.positions, members: Member, relations: ROUND_TABLES.relations } as const;
const HEAD = Organisation.omit({ sources: true, units: true, positions: true, members: true, relations: true });
const KEYS = [...new Set([...Object.keys(Organisation.shape), ...Object.values(TABLES).flatMap((table) => Object.keys(table.shape))])];

/**
 * An organisation with its truth, read once: shape, texts, ids, references, dates, seats, traits; then put in normal form (rows by id) and frozen. What attributes
 * may be worth is the policy's to say: `checkScenario` looks at that. All problems are told at once.
 * @param input - JSON text, UTF-8 bytes, or an object, which is copied.
 * @throws {MeritError} with every problem and its JSON Pointer; never a value of a person.
 */
export function parseOrganisation(input: DocumentInput): Organisation {
  const issues = new Issues();
  const document = composed(readDocument(input, issues), '', issues);
  issues.throwIfAny();
  const organisation = organisationShape(document, '', issues);
  if (organisation) checkOrganisation(organisation, undefined, '', issues);
  issues.throwIfAny();
  return organisationInOrder(organisation!);
}

/** The document as an organisation, or undefined after a problem; each row is looked at by itself, so that a thousand bad ones cost no more than the first hundred. */
export function organisationShape(document: unknown, at: string, issues: Issues): Organisation | undefined {
  if (typeof document !== 'object' || document === null || Array.isArray(document)) {
    issues.add(document === undefined ? 'E_VALUE_MISSING' : 'E_TYPE', at, 'expected an object');
    return undefined;
  }
  const before = issues.list.length;
  const head: Record<string, unknown> = { ...document };
  for (const [name, schema] of Object.entries(TABLES)) {
    const table = head[name];
    delete head[name];
    if (!Array.isArray(table)) {
      issues.add(table === undefined || table === null ? 'E_VALUE_MISSING' : 'E_TYPE', `${at}/${name}`, 'expected a list');
      continue;
    }
    for (let k = 0; k < table.length && !issues.full; k++) {
      const parsed = schema.safeParse(table[k]);
      if (!parsed.success) addZodIssues(parsed.error.issues, table[k], `${at}/${name}/${k}`, KEYS, issues);
    }
  }
  const parsed = HEAD.safeParse(head);
  if (!parsed.success) addZodIssues(parsed.error.issues, head, at, KEYS, issues);
  return issues.list.length > before ? undefined : (document as Organisation);
}

/**
 * Everything about an organisation that its shape does not say. The rows it shares with a round are checked as those of a round; under a policy that
 * knows no attribute the evidence is left out.
 * @param policy - what attributes may be worth; undefined where only the organisation itself is looked at.
 */
export function checkOrganisation(organisation: Organisation, policy: Policy | undefined, at: string, issues: Issues): void {
  const { members, positions, relations, sources } = organisation;
  if (positions.length === 0) issues.add('E_VALUE_MISSING', `${at}/positions`, 'an organisation has at least one post');
  if (members.length === 0) issues.add('E_VALUE_MISSING', `${at}/members`, 'an organisation has at least one person');
  const told = new Issues();
  checkRound(policy ? firstRound(organisation) : bareRound(organisation), policy ?? anyPolicy(organisation), told, { reveals: 'later' });
  passOn(told, issues, (path) => at + path.replace(/^\/people(?=\/|$)/u, '/members').replace(/^\/asOf$/u, '/on'));

  const first = parseDay(organisation.on);
  const known = new Set<string>(sources.map(({ id }) => id));
  members.forEach((member, k) => {
    if (issues.full) return;
    const here = `${at}/members/${k}`;
    if (NEWCOMER.test(member.id)) issues.add('E_ID_SYNTAX', `${here}/id`, 'ids of this form belong to the newcomers of a simulation');
    const [born, joined, since] = [dayNumber(member.born, `${here}/born`, issues), dayNumber(member.joined, `${here}/joined`, issues), member.since === undefined ? undefined : dayNumber(member.since, `${here}/since`, issues)];
    const order = (early: number | undefined, late: number | undefined, path: string, message: string): void => {
      if (early !== undefined && late !== undefined && late < early) issues.add('E_DATE_ORDER', path, message);
    };
    order(born, joined, `${here}/joined`, 'joined before birth');
    order(joined, since, `${here}/since`, 'in post before joining');
    if (typeof first === 'number') {
      order(joined, first, `${here}/joined`, 'joined after the first day');
      order(since, first, `${here}/since`, 'in post only after the first day');
    }
    if (member.seat !== undefined && member.since === undefined) issues.add('E_VALUE_MISSING', `${here}/since`, 'somebody in a post is there since a day');
    if (member.seat === undefined && member.since !== undefined) issues.add('E_VALUE_MISSING', `${here}/seat`, 'somebody without a seat is in no post since a day');
    for (const [name, value] of Object.entries(member.traits)) checkPoints(value, `${here}/traits${pointerToken(name)}`, issues);
    if (!policy) checkEvidence(member, known, here, issues);
  });
  if (relations.length > 0 && members.length === 0) issues.add('E_REF_UNKNOWN', `${at}/relations`, 'relations of nobody');
}

/** Points of 0..100 with at most two decimals, as they stand in documents. */
export function checkPoints(value: number, at: string, issues: Issues): void {
  const units = toUnits(value);
  if (typeof units !== 'number') issues.add(units, at, 'expected points of 0 to 100');
  else if (value < 0 || value > 100) issues.add('E_NUM_RANGE', at, 'expected points of 0 to 100');
  else if (units % 10_000 !== 0) issues.add('E_NUM_SCALE', at, 'expected points with at most two decimals');
}

/** The organisation in normal form, frozen: rows by id, evidence by content, traits by name. Takes over what it is given. */
export function organisationInOrder(organisation: Organisation): Organisation {
  const { members, ...rest } = organisation;
  normalise(firstRound(organisation));
  for (const member of members) member.traits = byName(member.traits);
  return deepFreeze({ ...rest, members: members.sort((a, b) => compareIds(a.id, b.id)) });
}

/** The same entries, by name. */
export function byName<T>(record: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The organisation as a round of its first day, sharing its rows: nobody retires, and no lottery is revealed. */
export function firstRound({ on, id, sources, units, positions, members, relations }: Organisation): Round {
  return {
    format: ROUND_FORMAT,
    id,
    asOf: on,
    scope: { positions: 'all', people: 'all' },
    sources,
    units,
    positions,
    people: members.map(({ id: person, born, seat, since, evidence }) => ({ id: person, born, ...(seat !== undefined && { seat }), ...(since !== undefined && { since }), evidence })),
    relations,
    pins: [],
    waivers: [],
    actors: [],
    reveals: [],
  };
}

/** Without what only a policy can judge. */
function bareRound(organisation: Organisation): Round {
  const round = firstRound(organisation);
  const positions = round.positions.map(({ attributes, requires, ...post }) => post);
  return { ...round, positions, people: round.people.map((person) => ({ ...person, evidence: [] })) };
}

/** A policy that has every level and track that is named, and nothing else. */
function anyPolicy({ positions }: Organisation): Policy {
  const named = (words: readonly (string | undefined)[]) => [...new Set(words)].filter((id) => id !== undefined).map((id) => ({ id, label: { en: id } }));
  const policy: Pick<Policy, 'levels' | 'tracks' | 'attributes' | 'gates' | 'relations' | 'ties'> = {
    levels: named(positions.map((p) => p.level)),
    tracks: named(positions.map((p) => p.track)),
    attributes: {},
    gates: [],
    relations: { declaration: 'either' },
    ties: { order: [], commitments: [] },
  };
  return policy as Policy;
}

function checkEvidence({ evidence }: Member, sources: ReadonlySet<string>, at: string, issues: Issues): void {
  evidence.forEach(({ source, date, expires, value, unmapped }, k) => {
    const here = `${at}/evidence/${k}`;
    if (!sources.has(source)) issues.add('E_REF_UNKNOWN', `${here}/source`, 'refers to nothing in this organisation');
    if (date !== undefined) dayNumber(date, `${here}/date`, issues);
    if (expires !== undefined) dayNumber(expires, `${here}/expires`, issues);
    if (value === undefined && unmapped === undefined) issues.add('E_VALUE_MISSING', `${here}/value`, 'evidence carries a value, or the raw text that could not be mapped');
  });
}

function dayNumber(text: string, at: string, issues: Issues): number | undefined {
  const day = parseDay(text);
  if (typeof day === 'number') return day;
  issues.add(day, at, 'expected a day YYYY-MM-DD from 1900-01-01 to 2199-12-31');
  return undefined;
}
