import type { Because, Claim, ConflictPath, Family, FindingCode, RegisterRow, Rung } from '../../auditing/index.js';

/** A code of another explanation, as findings carry it. */
export const ALTERNATIVES = [
  'merit-not-recorded', 'applied-more', 'small-pool', 'recorded-merit-shaped', 'transfer-of-duty', 'urgent-vacancy', 'lawful-exception', 'correction-of-error', 'rare-skill',
  'record-incomplete', 'clerical-error', 'chance', 'many-looks', 'post-treatment', 'declared-elsewhere', 'expertise-differs', 'own-wish', 'health-or-retirement', 'same-date-entry', 'extraction-error',
] as const;
export type Alternative = (typeof ALTERNATIVES)[number];

/** A code of what to ask next. */
export const QUESTIONS = [
  'see-document', 'see-minutes', 'see-statement', 'see-score-sheets', 'ask-rater', 'ask-decider', 'ask-spec-writer', 'ask-exception', 'ask-who-applied', 'compare-siblings', 'recompute-scores',
  'complete-roster', 'complete-relations', 'ask-person', 'widen-period',
] as const;
export type Question = (typeof QUESTIONS)[number];

/** Words in pictures and heads of tables. */
export const LABELS = [
  'title', 'strip', 'decisions', 'audited', 'not-audited', 'breaches', 'log', 'anchored', 'erased', 'no-log', 'holds', 'fails', 'unproven', 'not-checked', 'given', 'not-given', 'signs', 'findings',
  'funnel', 'stage', 'with-tie', 'others', 'passed', 'of', 'ratio', 'odds-ratio', 'interval', 'p', 'adjusted', 'least-p', 'strata', 'informative', 'forest', 'pooled', 'no-tie-line', 'crude', 'unit', 'merit', 'all',
  'null', 'observed', 'expected-by-lot', 'draws', 'ranks', 'relative-rank', 'best', 'last', 'unknown', 'yes', 'no', 'path', 'degree', 'within', 'beyond', 'timeline', 'opened', 'decided', 'points', 'day',
  'regret', 'loss', 'share-of-discretion', 'undone', 'cases', 'finding', 'decision', 'where', 'document', 'measured', 'other-explanations', 'ask-next', 'reply', 'no-reply', 'reply-on', 'rule', 'rate', 'no-rate',
  'seed', 'version', 'family', 'declared', 'heterogeneity', 'deciders', 'deviations', 'beneficiaries', 'register', 'score', 'higher', 'cannot', 'because', 'caveats', 'hidden', 'input', 'reveals', 'ladder', 'claim', 'winners', 'nobody', 'year', 'four-fifths', 'below', 'not-below', 'logit', 'permutation', 'more',
  'contents', 'all-years', 'comes-to', 'step', 'held-equal', 'groups', 'one-mark', 'first-to-last', 'not-asked', 'not-known', 'cannot-audit', 'too-few', 'effect', 'none', 'method', 'of-chosen', 'stated-ties', 'left-out',
] as const;
export type Label = (typeof LABELS)[number];

/**
 * Every sentence of an audit, in one language. They say what was measured and what is not known, never why anybody did anything: `test/reporting/audit-words.test.ts`
 * holds the words that may not occur.
 */
export interface AuditWords {
  readonly findings: Readonly<Record<FindingCode, string>>;
  readonly because: Readonly<Record<Because, string>>;
  readonly alternatives: Readonly<Record<Alternative, string>>;
  readonly questions: Readonly<Record<Question, string>>;
  readonly claims: Readonly<Record<Claim, string>>;
  readonly conflicts: Readonly<Record<ConflictPath['verdict'], string>>;
  readonly causes: Readonly<Record<RegisterRow['cause'], string>>;
  readonly rungs: Readonly<Record<Rung, string>>;
  readonly corrections: Readonly<Record<Family['correction'], string>>;
  readonly roles: Readonly<Record<string, string>>;
  readonly kinds: { readonly breach: string; readonly effect: string; readonly case: string; readonly flag: string };
  /** Names of figures; what is missing is shown by its name in the document. */
  readonly measures: Readonly<Record<string, string>>;
  /** Codes that stand as values. */
  readonly codes: Readonly<Record<string, string>>;
  /** Words in pictures and heads of tables. */
  readonly labels: Readonly<Record<Label, string>>;
  readonly effects: { readonly 'odds-ratio': string; readonly 'risk-ratio': string; readonly difference: string; readonly share: string };
  /** Names of methods, as tests carry them. */
  readonly methods: Readonly<Record<string, string>>;
  /** What a test of the family asks, by the first part of its id; `{tie}` and `{part}` are replaced. */
  readonly tests: Readonly<Record<string, string>>;
  /** Names of the parts of an audit. */
  readonly parts: Readonly<Record<string, string>>;
  /** How many stand in the register without a cause, and how many decisions they come from. */
  overrides(open: string, decisions: string): string;
  family(correction: string, level: string, tests: string, logged: string | null): string;
  interval(level: string): string;
  /** How often a sign shows with and without what it is a sign of, measured. */
  rate(detection: string, falseAlarm: string, runs: string, world: string): string;
  /** Printed on page one of every report. */
  readonly limits: readonly string[];
}
