import { Issues } from '../errors/index.js';
import { addZodIssues } from '../intake/zod-issues.js';
import { fresh } from '../intake/shield.js';
import { parseDay } from '../model/calendar.js';
import { compareTexts } from '../model/ids.js';
import { dateSpot } from './parse-past.js';
import { BreachRule, type Past } from './past.js';
import type { AuditDay, AuditOptions, Study, TieKind } from './study.js';
import { defaultTies } from './ties.js';

/** Words a ladder may condition on beside the names of `strata`. */
export const CONDITIONS: readonly string[] = ['decision', 'unit', 'level', 'year'];

/** Options that are records: what they may hold. */
const INNER: Readonly<Record<string, readonly string[]>> = { minimum: ['cell', 'decider'], late: ['change', 'removal'], log: ['integrity', 'anchored', 'erased'] };

const KEYS = ['days', 'rules', 'ties', 'ladder', 'correction', 'level', 'seed', 'draws', 'minimum', 'late', 'laterEvidence', 'log', 'caveats', 'record', 'signal', 'onProgress'];

/** What the options of an audit come to: everything of a study but its cases, the record it is made on, and the caveats found. */
export interface Prepared {
  readonly study: Omit<Study, 'cases' | 'byId'>;
  readonly correction: 'holm' | 'bh' | 'by';
  readonly caveats: readonly string[];
}

/**
 * The options of an audit, checked against the record, with all defaults filled in.
 * @throws {MeritError} with every problem, at `/options/…`: E_KEY_UNKNOWN, E_REF_UNKNOWN, E_ID_DUPLICATE, E_NUM_RANGE, E_NUM_INT,
 *   E_VALUE_UNKNOWN, those of a rule, and E_DATE_ORDER for evidence that is dated after the decision, at its place in the record.
 */
export function readOptions(past: Past, options: AuditOptions): Prepared {
  const issues = new Issues();
  for (const key of Object.keys(options)) if (!KEYS.includes(key)) issues.add('E_KEY_UNKNOWN', `/options/${key}`, `an audit has no such option; it has ${KEYS.join(', ')}`);
  for (const [name, known] of Object.entries(INNER)) {
    for (const key of Object.keys(options[name as 'minimum'] ?? {})) if (!known.includes(key)) issues.add('E_KEY_UNKNOWN', `/options/${name}/${key}`, `expected ${known.join(', ')}`);
  }
  if (options.log && !['holds', 'fails', 'unproven', 'not-checked'].includes(options.log.integrity)) issues.add('E_VALUE_UNKNOWN', '/options/log/integrity', 'expected "holds", "fails", "unproven" or "not-checked"');
  for (const name of ['ties', 'rules', 'days', 'caveats'] as const) if (options[name] !== undefined && !Array.isArray(options[name])) issues.add('E_TYPE', `/options/${name}`, 'expected a list');
  for (const name of ['unit', 'merit', 'all'] as const) if (options.ladder?.[name] !== undefined && !Array.isArray(options.ladder[name])) issues.add('E_TYPE', `/options/ladder/${name}`, 'expected a list');
  options.days?.forEach?.((day, k) => !Array.isArray(day.decisions) && issues.add('E_TYPE', `/options/days/${k}/decisions`, 'expected a list'));
  issues.throwIfAny(); // what follows reads them as lists
  const ties = tiesAsked(past, options.ties, issues);
  const rules = rulesOf(options.rules ?? [], issues);
  const ladder = ladderOf(past, options.ladder, issues);
  const level = shareIn(options.level ?? 0.05, '/options/level', issues);
  const seed = wholeIn(options.seed ?? 1, '/options/seed', issues, -2_147_483_648, 2_147_483_647);
  const draws = wholeIn(options.draws ?? 9_999, '/options/draws', issues, 1, 10_000_000);
  const minimum = { cell: wholeIn(options.minimum?.cell ?? 5, '/options/minimum/cell', issues, 1, 1_000_000), decider: wholeIn(options.minimum?.decider ?? 10, '/options/minimum/decider', issues, 1, 1_000_000) };
  const late = { change: wholeIn(options.late?.change ?? 14, '/options/late/change', issues, 0, 100_000), removal: wholeIn(options.late?.removal ?? 180, '/options/late/removal', issues, 0, 100_000) };
  const correction = options.correction ?? 'holm';
  if (!['holm', 'bh', 'by'].includes(correction)) issues.add('E_VALUE_UNKNOWN', '/options/correction', 'expected "holm", "bh" or "by"');
  const laterEvidence = options.laterEvidence ?? 'refuse';
  if (!['refuse', 'ignore'].includes(laterEvidence)) issues.add('E_VALUE_UNKNOWN', '/options/laterEvidence', 'expected "refuse" or "ignore"');
  const daysSound = daysKnown(past, options.days ?? [], issues);
  const used = inTime(past, daysSound, issues, laterEvidence === 'ignore');
  issues.throwIfAny();
  const caveats = [...(options.caveats ?? []), ...(used.left > 0 ? [`later-evidence:${used.left}`] : [])];
  return { study: { past: used.past, days: used.days, rules, ties, ladder, level, seed, draws, minimum, late, signal: options.signal }, correction, caveats };
}

/** The ties asked about, or every tie on record: each column `ties` and each kind of relation. Sorted by id. */
function tiesAsked(past: Past, asked: readonly TieKind[] | undefined, issues: Issues): readonly TieKind[] {
  const stated = new Set<string>();
  for (const row of past.candidates ?? []) if (row.ties) for (const name of Object.keys(row.ties)) stated.add(name);
  const kinds = new Set<string>(past.relationsComplete?.map((row) => row.kind));
  for (const row of past.relations ?? []) kinds.add(row.kind);
  if (!asked) return defaultTies(past);
  asked.forEach((tie, k) => {
    const at = `/options/ties/${k}`;
    const first = asked.findIndex((other) => other.id === tie.id);
    if (first < k) issues.add('E_ID_DUPLICATE', `${at}/id`, 'this tie is asked about twice', { related: [`/options/ties/${first}/id`] });
    if (!['stated', 'relations'].includes(tie.from)) issues.add('E_VALUE_UNKNOWN', `${at}/from`, 'expected "stated" or "relations"');
    if (tie.from === 'stated' && !stated.has(tie.id)) issues.add('E_REF_UNKNOWN', `${at}/id`, 'no candidate of the record has such a column in `ties`');
    if (tie.from === 'relations') tie.kinds.forEach((kind, i) => !kinds.has(kind) && past.relations && issues.add('E_REF_UNKNOWN', `${at}/kinds/${i}`, 'the record has no relation of this kind and does not say that it has them all'));
  });
  return [...asked].sort((a, b) => compareTexts(a.id, b.id));
}

function rulesOf(rules: readonly BreachRule[], issues: Issues): readonly BreachRule[] {
  const ids = new Map<string, number>();
  rules.forEach((rule, k) => {
    const at = `/options/rules/${k}`;
    const parsed = BreachRule.safeParse(rule);
    if (!parsed.success) addZodIssues(parsed.error.issues, rule, at, [], issues);
    const first = ids.get(rule.id);
    if (first === undefined) ids.set(rule.id, k);
    else issues.add('E_ID_DUPLICATE', `${at}/id`, 'two rules have this id', { related: [`/options/rules/${first}/id`] });
    if (rule.kind === 'freeze') {
      const [from, to] = (['from', 'to'] as const).map((end) => {
        const day = parseDay(rule[end]);
        if (typeof day !== 'number') issues.add(day, `${at}/${end}`, 'expected a day YYYY-MM-DD from 1900-01-01 to 2199-12-31');
        return typeof day === 'number' ? day : undefined;
      });
      if (from !== undefined && to !== undefined && to < from) issues.add('E_DATE_ORDER', `${at}/to`, 'the window ends before it begins');
    }
  });
  return [...rules].sort((a, b) => compareTexts(a.id, b.id));
}

/** What each rung adds. Left out, `unit` is the unit of the post where posts have one; `merit` is then what `laddersOf` makes of scores and eligibility. */
function ladderOf(past: Past, asked: AuditOptions['ladder'], issues: Issues): Study['ladder'] {
  const strata = new Set<string>();
  for (const row of past.candidates ?? []) if (row.strata) for (const name of Object.keys(row.strata)) strata.add(name);
  for (const rung of Object.keys(asked ?? {})) if (!['unit', 'merit', 'all'].includes(rung)) issues.add('E_KEY_UNKNOWN', `/options/ladder/${rung}`, 'a ladder has the rungs unit, merit and all');
  for (const rung of ['unit', 'merit', 'all'] as const) {
    asked?.[rung]?.forEach((name, k) => {
      if (!strata.has(name) && !CONDITIONS.includes(name)) issues.add('E_REF_UNKNOWN', `/options/ladder/${rung}/${k}`, `expected ${CONDITIONS.join(', ')} or a name of \`strata\` in the record`);
    });
  }
  if (asked) return { unit: asked.unit ?? [], merit: asked.merit ?? [], all: asked.all ?? [] };
  const units = past.positions?.some((position) => position.unit !== undefined) ?? false;
  return { unit: units ? ['unit'] : [], merit: [], all: [] };
}

function daysKnown(past: Past, days: readonly AuditDay[], issues: Issues): readonly AuditDay[] {
  const known = new Set(past.decisions?.map((decision) => decision.id));
  const seen = new Map<string, string>();
  days.forEach((day, k) =>
    day.decisions.forEach((id, i) => {
      const at = `/options/days/${k}/decisions/${i}`;
      const first = seen.get(id);
      if (!known.has(id)) issues.add('E_REF_UNKNOWN', at, 'nothing of this name in `decisions`');
      if (first !== undefined) issues.add('E_ID_DUPLICATE', at, 'another day judges this decision already', { related: [first] });
      else seen.set(id, at);
    }),
  );
  return days;
}

interface InTime {
  readonly past: Past;
  readonly days: readonly AuditDay[];
  /** Rows and days that were left out. */
  readonly left: number;
}

/**
 * What was on record when it was decided. A score counts up to the day of its decision; evidence of a person up to the last decision
 * that he was considered for, or the last of all for anybody else; the evidence of a day up to its first decision.
 * Whatever is later is a problem, or left out and counted.
 */
function inTime(past: Past, days: readonly AuditDay[], issues: Issues, ignore: boolean): InTime {
  const decided = new Map(past.decisions?.map((decision) => [decision.id, decision.on]));
  const end = [...decided.values()].reduce((a, b) => (a > b ? a : b), '');
  const lastOf = new Map<string, string>();
  for (const row of past.candidates ?? []) {
    const on = decided.get(row.decision)!;
    const before = lastOf.get(row.person);
    if (before === undefined || before < on) lastOf.set(row.person, on);
  }
  let left = 0;
  const late = (path: string, message: string): false => {
    left++;
    if (!ignore) issues.add('E_DATE_ORDER', path, `${message}\nMaybe it was recorded later: laterEvidence "ignore" leaves it out and says so.`);
    return false;
  };
  const scores = past.scores?.filter((row) => row.on <= decided.get(row.decision)! || late(dateSpot(row), 'the score is dated after the decision that it is for'));
  const evidence = past.evidence?.filter((row) => end === '' || row.date <= (lastOf.get(row.person) ?? end) || late(dateSpot(row), 'the evidence is dated after the decisions that it could be for'));
  const kept = days.filter((day, k) => day.decisions.every((id) => day.round.asOf <= (decided.get(id) ?? day.round.asOf)) || late(`/options/days/${k}/round/asOf`, 'the evidence is of a day after the decision'));
  if (left === 0) return { past, days, left };
  const rest = Object.assign(fresh(), past, scores && { scores }, evidence && { evidence }) as unknown as Past;
  return { past: Object.freeze(rest), days: kept, left };
}

function wholeIn(value: number, at: string, issues: Issues, low: number, high: number): number {
  if (!Number.isInteger(value)) issues.add('E_NUM_INT', at, 'expected a whole number');
  else if (value < low || value > high) issues.add('E_NUM_RANGE', at, `expected ${low} to ${high}`);
  return value;
}

function shareIn(value: number, at: string, issues: Issues): number {
  if (!(value > 0 && value < 1)) issues.add('E_NUM_RANGE', at, 'expected a number between 0 and 1');
  return value;
}
