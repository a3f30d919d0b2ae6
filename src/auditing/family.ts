import { hashDocument } from '../canonical/index.js';
import { bug, MeritError } from '../errors/index.js';
import { documentHash } from '../model/frozen.js';
import { compareIds, compareTexts } from '../model/ids.js';
import { ROUND_FORMAT } from '../model/round.js';
import { adjust } from '../stats/index.js';
import type { Family, TestResult } from './audit-document.js';
import type { Declared, Study } from './study.js';

export const PLAN_FORMAT = 'meritra/audit-plan/0';

/** What a part hands over of a test that was declared: everything but the correction. */
export type RawTest = Pick<TestResult, 'method' | 'alternative' | 'minimumP' | 'p' | 'notTestable'>;

/** The declared tests, as a part meets them. */
export interface Tests {
  /**
   * The result under its id, not yet corrected: `adjusted` and `rejected` are filled in once every part has answered.
   * An id that was not declared, or that comes twice, is our bug.
   */
  give(id: string, result: RawTest): TestResult;
}

/** What is written down before any test is made: the data, the seed, what the ladder conditions on, the ties asked about and each test. */
export interface AuditPlan {
  readonly format: typeof PLAN_FORMAT;
  /** Hash of the record that is audited. */
  readonly input: string;
  readonly seed: number;
  readonly draws: number;
  readonly correction: Family['correction'];
  readonly level: number;
  readonly ladder: Study['ladder'];
  readonly ties: readonly string[];
  /** Rounds and policies by which decisions are judged anew: their hashes. */
  readonly days: readonly { readonly decisions: readonly string[]; readonly round: string; readonly policy: string }[];
  readonly tests: Declared;
}

/** The plan of an audit, its tests sorted by id; from what was given alone, never from a result. */
export function planOf(study: Study, input: string, correction: Family['correction'], declared: Declared): AuditPlan {
  const tests = [...declared].sort((a, b) => compareTexts(a.id, b.id));
  tests.forEach((test, k) => {
    if (k > 0 && tests[k - 1]!.id === test.id) throw bug(`the test ${test.id} is declared twice`);
  });
  const { seed, draws, level, ladder } = study;
  const days = study.days.map(({ decisions, round, policy }) => ({ decisions: [...decisions].sort(compareIds), round: documentHash(ROUND_FORMAT, round), policy: policy.hash }));
  days.sort((a, b) => compareTexts(a.decisions.join(), b.decisions.join()));
  return { format: PLAN_FORMAT, input, seed, draws, correction, level, ladder, ties: study.ties.map((tie) => tie.id), days, tests };
}

/** The family that a plan declares; its hash is that of the plan as a document (docs/formats.md section 13.3). */
export function declareFamily(plan: AuditPlan, logged: Family['logged']): Family {
  const { correction, level, tests, draws, ladder, ties, days } = plan;
  return { correction, level, tests, conditions: { draws, ladder, ties, days }, hash: hashDocument(PLAN_FORMAT, plan), logged };
}

/** Takes the results of the declared tests, each once. */
export class Results implements Tests {
  readonly given = new Map<string, TestResult>();
  private readonly declared: ReadonlySet<string>;

  constructor(tests: Declared) {
    this.declared = new Set(tests.map((test) => test.id));
  }

  give(id: string, { method, alternative, minimumP, p, notTestable }: RawTest): TestResult {
    if (!this.declared.has(id)) throw bug(`the test ${id} was not declared`);
    if (this.given.has(id)) throw bug(`the test ${id} was made twice`);
    const result: TestResult = { id, method, alternative, minimumP, p, adjusted: null, rejected: null, notTestable };
    this.given.set(id, result);
    return result;
  }
}

/**
 * The results with the correction of the family, by id. Tests that could not be made stay without; those whose least attainable p
 * exceeds what the correction leaves them are not counted (Tarone 1990, doi:10.2307/2531456; Gilbert 2005, doi:10.1111/j.1467-9876.2005.00475.x),
 * so that a test which could never have said anything takes nothing away from the others.
 */
export function correct(family: Family, results: ReadonlyMap<string, TestResult>): ReadonlyMap<string, TestResult> {
  const corrected = new Map(results);
  const made = [...results.values()].filter((test) => test.p !== null).sort((a, b) => compareTexts(a.id, b.id));
  if (made.length === 0) return corrected;
  const { adjusted, rejected } = adjust(made.map((test) => test.p!), { method: family.correction, level: family.level, minimum: made.map((test) => test.minimumP ?? 0) });
  made.forEach((test, k) => corrected.set(test.id, { ...test, adjusted: adjusted[k]!, rejected: rejected[k]! }));
  return corrected;
}

/** @throws {MeritError} E_ABORTED */
export function checkAbort(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new MeritError('E_ABORTED', 'the audit was stopped by its caller');
}
