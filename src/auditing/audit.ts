import { canonicalJson } from '../canonical/index.js';
import { pause } from '../kernel/run-async.js';
import { deepFreeze } from '../model/frozen.js';
import { compareTexts } from '../model/ids.js';
import { ENGINE } from '../solving/engine.js';
import { GENERATOR } from '../stats/streams.js';
import { AUDIT_FORMAT, type Audit, type Finding, type FindingKind, type Strip, type TestResult, type TieLadder } from './audit-document.js';
import { RUNGS, type Because, type Case, type Rung } from './case.js';
import { casesOf } from './cases.js';
import { casesOfDay } from './days.js';
import { correct, declareFamily, planOf, Results } from './family.js';
import { RATES } from './flags/index.js';
import { claimOf } from './ladder.js';
import { inputHash, namesOf, renamed } from './names.js';
import { parsePast } from './parse-past.js';
import type { AuditPart, Sections } from './part.js';
import { PARTS } from './parts.js';
import type { Past, PastReply } from './past.js';
import { readOptions } from './read-options.js';
import type { AuditOptions, Rates, RawFinding, Study } from './study.js';
import { resolveTies } from './ties.js';

const KINDS: readonly FindingKind[] = ['breach', 'effect', 'case', 'flag'];

/** Sections that no part filled. */
const EMPTY: Sections = { funnel: [], ranks: [], rankTests: [], regret: [], register: [], overrides: [], deciders: [], ladders: [], conflicts: [], degrees: [], timelines: [] };

/**
 * What a record of past decisions shows: breaches of dated rules first, then what was measured over many decisions and in single ones, then
 * signs to look at. What was given decides which rungs run (roster, eligibility, scores, relations), and the strip says which. The
 * family of tests is declared, and recorded where `record` is given, before anything is counted. Nobody is named: people and actors have
 * pseudonyms until `reveal`. The result is frozen plain data, the same bytes for any order of rows, keys, ties and rules.
 * @param past - as `parsePast` takes it, or what it, `readTable` or `readPast` gave.
 * @throws {MeritError} (as a rejection) what `parsePast` says of a record; at `/options/…` what is wrong with the options; E_DATE_ORDER
 *   for evidence dated after the decision, unless `laterEvidence` is `ignore`; E_ABORTED.
 */
export function audit(past: Past | string | Uint8Array, options: AuditOptions = {}): Promise<Audit> {
  return auditBy(PARTS, past, options);
}

/** An audit of these parts. */
export async function auditBy(parts: readonly AuditPart[], input: Past | string | Uint8Array, options: AuditOptions = {}, rates: Rates = RATES): Promise<Audit> {
  const { past } = parsePast(input);
  const prepared = readOptions(past, options);
  const study = studyOf(prepared.study);
  const hash = inputHash(past);

  const plan = planOf(study, hash, prepared.correction, parts.flatMap((part) => part.declared(study)));
  const logged = options.record ? await options.record(canonicalJson(plan)) : null;
  const family = declareFamily(plan, logged);

  const results = new Results(plan.tests);
  let sections: Sections = EMPTY;
  const found: RawFinding[] = [];
  const cannot = [...unaudited(study.cases)];
  const caveats = [...prepared.caveats];
  for (const [k, part] of parts.entries()) {
    await pause(options.signal);
    options.onProgress?.({ phase: part.name, done: k, total: parts.length });
    const answer = await part.run(study, results);
    const { caveats: more = [], ...rest } = answer.sections;
    sections = { ...sections, ...rest };
    caveats.push(...more);
    found.push(...answer.findings);
    cannot.push(...answer.cannot);
  }
  await pause(options.signal);
  options.onProgress?.({ phase: 'correction', done: parts.length, total: parts.length });

  const corrected = correct(family, results.given);
  const settled = withTests(sections, corrected);
  const ladders = settled.ladders.map((ladder) => ({ ...ladder, claim: claimOf(ladder, study.level) }));
  const kept = withTests(found, corrected).filter((finding) => stands(finding, ladders));
  const told = kept.map((finding) => ({ ...finding, rate: rates[finding.code] ?? null, reply: replyTo(finding, past.replies ?? []) }));
  const named = renamed({ ...settled, findings: told }, namesOf(past, study.days));
  const findings = numbered(named.findings);
  return deepFreeze({
    format: AUDIT_FORMAT,
    engine: { ...ENGINE },
    title: past.title ?? null,
    input: hash,
    seed: study.seed,
    generator: GENERATOR,
    minimum: study.minimum,
    strip: stripOf(study, findings, cannot, options.log, caveats),
    cannot: distinct(cannot),
    family,
    tests: family.tests.map(({ id, method, alternative }) => corrected.get(id) ?? { id, method, alternative, minimumP: null, p: null, adjusted: null, rejected: null, notTestable: 'no-data' }),
    ...settled,
    ladders,
    ...named,
    findings,
    reveals: [],
  });
}

function studyOf(prepared: Omit<Study, 'cases' | 'byId'>): Study {
  const { past, ties, days } = prepared;
  const byId = new Map(casesOf(past, ties, resolveTies(past, ties)).map((one) => [one.id, one]));
  const stated = [...byId.values()];
  for (const day of days) for (const one of casesOfDay(day, past, stated)) byId.set(one.id, one);
  return { ...prepared, cases: [...byId.values()], byId };
}

/**
 * Whether a finding stands once the family is corrected: an effect whose test is not rejected any more stays in its table, with its p, and
 * is no finding; nor is the tie of a ladder whose claim has changed.
 */
function stands({ kind, code, test, tie }: RawFinding, ladders: readonly TieLadder[]): boolean {
  if (kind === 'effect' && test?.rejected === false) return false;
  return code !== 'tie-effect' || ladders.some((ladder) => ladder.tie === tie && ladder.claim === 'not-explained-by-recorded-merit');
}

/** Decisions that nothing can be said of but what breaks a dated rule. */
function unaudited(cases: readonly Case[]): Audit['cannot'] {
  const whyNot = (one: Case): Because | undefined => (one.people.length === 0 ? 'no-candidates' : one.seats === 0 ? 'nobody-chosen' : undefined);
  return cases.flatMap((one) => {
    const because = whyNot(one);
    return because ? [{ decision: one.id, part: 'decision', because }] : [];
  });
}

function stripOf(study: Study, findings: readonly Finding[], cannot: Audit['cannot'], log: AuditOptions['log'], caveats: readonly string[]): Strip {
  const whole = cannot.filter((row) => row.part === 'decision');
  const counts = new Map<Because, number>();
  for (const { because } of whole) counts.set(because, (counts.get(because) ?? 0) + 1);
  const given = rungsGiven(study);
  return {
    log: log ? { integrity: log.integrity, anchored: log.anchored ?? null, erased: log.erased ?? null } : { integrity: 'no-log', anchored: null, erased: null },
    decisions: study.cases.length,
    audited: study.cases.length - whole.length,
    breaches: findings.filter((finding) => finding.kind === 'breach').length,
    cannot: [...counts].map(([because, decisions]) => ({ because, decisions })).sort((a, b) => compareTexts(a.because, b.because)),
    rungs: RUNGS.map((rung) => ({ rung, given: given[rung] === null, because: given[rung] })),
    caveats: [...new Set(caveats)].sort(compareTexts),
  };
}

/** Null for a rung that runs, and else what it lacks. */
function rungsGiven({ past, cases, days }: Study): Readonly<Record<Rung, Because | null>> {
  const has = (rows: readonly unknown[] | undefined): boolean => rows !== undefined && rows.length > 0;
  const some = (test: (person: Case['people'][number]) => boolean): boolean => cases.some((one) => one.people.some(test));
  return {
    roster: has(past.roster) ? null : 'no-roster',
    eligibility: days.length > 0 || some((person) => person.eligible !== 'unknown') ? null : 'no-eligibility',
    scores: some((person) => person.score !== null) ? null : 'no-scores',
    relations: past.relations !== undefined || some((person) => person.ties.size > 0) ? null : 'no-relations',
  };
}

/** In the order of the report: by kind, code, day, decision and then everything else that is said; numbered from F-0001. */
function numbered(findings: readonly Finding[]): Finding[] {
  const keyed = findings.map((finding) => ({ finding, keys: [String(KINDS.indexOf(finding.kind)), finding.code, finding.on ?? '', finding.decision ?? '', canonicalJson(finding)] }));
  keyed.sort((a, b) => {
    for (let k = 0; k < a.keys.length; k++) {
      const order = compareTexts(a.keys[k]!, b.keys[k]!);
      if (order !== 0) return order;
    }
    return 0;
  });
  return keyed.map(({ finding }, k) => ({ ...finding, id: `F-${String(k + 1).padStart(4, '0')}` }));
}

/** The latest reply on file that speaks of a finding: each of decision, person and code that it names must fit, and it names one. */
function replyTo(finding: RawFinding, replies: readonly PastReply[]): Finding['reply'] {
  const fits = replies.filter(
    (reply) =>
      (reply.decision !== undefined || reply.person !== undefined || reply.code !== undefined) &&
      (reply.decision === undefined || reply.decision === finding.decision) &&
      (reply.code === undefined || reply.code === finding.code) &&
      (reply.person === undefined || finding.people.some(({ person }) => person === reply.person)),
  );
  const last = fits.reduce<PastReply | undefined>((a, b) => (a && a.on >= b.on ? a : b), undefined);
  return last ? { on: last.on, document: last.document ?? null } : null;
}

function distinct(cannot: Audit['cannot']): Audit['cannot'] {
  const rows = new Map(cannot.map((row) => [canonicalJson([row.part, row.decision ?? '', row.because]), row]));
  return [...rows].sort(([a], [b]) => compareTexts(a, b)).map(([, row]) => row);
}

/** The same value with each result of the family after its correction, wherever it stands. */
function withTests<T>(value: T, corrected: ReadonlyMap<string, TestResult>): T {
  const copy = (inner: unknown): unknown => {
    if (Array.isArray(inner)) return inner.map(copy);
    if (typeof inner !== 'object' || inner === null) return inner;
    const test = isTest(inner) ? corrected.get(inner.id) : undefined;
    return test ? { ...test } : Object.fromEntries(Object.entries(inner).map(([key, part]) => [key, copy(part)]));
  };
  return copy(value) as T;
}

function isTest(value: object): value is TestResult {
  return 'id' in value && 'adjusted' in value && 'notTestable' in value;
}
