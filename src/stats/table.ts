import { Issues, type ErrorCode } from '../errors/index.js';
import type { NotTestable, Table2x2, Untestable } from './types.js';

/** The most people one exact test takes: its cost and its rounding grow with the square root of their number, and past this the asymptotic tests say the same. */
export const PEOPLE_AT_MOST = 1e10;

/** The margins of a table of two by two, and the cell that says the rest. */
export interface Margins {
  /** People in the group asked about: a + b. */
  readonly group: number;
  /** People with the outcome asked about: a + c. */
  readonly chosen: number;
  readonly people: number;
  readonly a: number;
}

/** That there is no test, and why. */
export const notTestable = (because: Untestable): NotTestable => ({ status: 'not-testable', because });

/** What is wrong with a count; undefined when it is a whole number from 0 that a double holds exactly. */
export function wrongCount(x: unknown): readonly [ErrorCode, string] | undefined {
  if (typeof x !== 'number' || Number.isNaN(x)) return ['E_SHAPE', `expected a count, got ${typeof x === 'number' ? 'NaN' : typeof x}`];
  if (x < 0 || x === Infinity) return ['E_NUM_RANGE', `expected a count from 0, got ${x}`];
  if (!Number.isInteger(x)) return ['E_NUM_INT', `expected a whole count, got ${x}`];
  return x > Number.MAX_SAFE_INTEGER ? ['E_OVERFLOW', `${x} cannot be held exactly`] : undefined;
}

/** @throws {MeritError} E_SHAPE, E_NUM_RANGE, E_NUM_INT, E_OVERFLOW, at the path of each cell that is no count. */
export function checkCounts(counts: Readonly<Record<string, number>>): void {
  const issues = new Issues();
  for (const [path, x] of Object.entries(counts)) {
    const wrong = wrongCount(x);
    if (wrong) issues.add(wrong[0], path, wrong[1]);
  }
  issues.throwIfAny();
}

/** @throws {MeritError} E_NUM_RANGE at `path` when the number does not lie between 0 and 1, the ends excluded. */
export function checkShare(x: number, path: string): void {
  if (x > 0 && x < 1) return;
  const issues = new Issues();
  issues.add('E_NUM_RANGE', path, `expected a number between 0 and 1, got ${String(x)}`);
  issues.throwIfAny();
}

/** The margins of each table. @throws {MeritError} as `checkCounts`, every bad cell told; E_OVERFLOW when the people of a table or of all of them pass 2^53. */
export function checkStrata(strata: readonly Table2x2[], at: (stratum: number) => string = (k) => `/${k}`): Margins[] {
  const issues = new Issues();
  if (!Array.isArray(strata)) issues.add('E_SHAPE', '', 'expected a list of tables');
  issues.throwIfAny();
  const margins: Margins[] = [];
  let all = 0;
  for (const [k, table] of strata.entries()) {
    const rows: unknown = table;
    if (!Array.isArray(rows) || rows.length !== 2 || !rows.every((row) => Array.isArray(row) && row.length === 2)) {
      issues.add('E_SHAPE', at(k), 'expected two rows of two counts');
      continue;
    }
    const [[a, b], [c, d]] = table;
    const wrong = [a, b, c, d].map(wrongCount);
    for (const [i, problem] of wrong.entries()) if (problem) issues.add(problem[0], `${at(k)}/${i >> 1}/${i & 1}`, problem[1]);
    if (wrong.some(Boolean)) continue;
    const people = a + b + c + d;
    all += people;
    if (people > Number.MAX_SAFE_INTEGER || all > Number.MAX_SAFE_INTEGER) issues.add('E_OVERFLOW', at(k), 'the people cannot be counted exactly');
    margins.push({ group: a + b, chosen: a + c, people, a });
  }
  issues.throwIfAny();
  return margins;
}

/** The margins of one table. @throws {MeritError} as `checkStrata`, with paths like `/0/1`. */
export const checkTable = (table: Table2x2): Margins => checkStrata([table], () => '')[0]!;

/** Whether the four margins are above 0, so that the table could have come out otherwise. */
export const isInformative = (m: Margins): boolean => m.group > 0 && m.group < m.people && m.chosen > 0 && m.chosen < m.people;

/** Why none of these tables says anything. */
export const whyEmpty = (strata: readonly Margins[]): Untestable => (strata.every((m) => m.people === 0) ? 'no-data' : 'empty-margin');

/** @throws {MeritError} E_LIMIT_COUNT when there are more people than an exact test takes. */
export function checkSize(people: number, path = ''): void {
  if (people <= PEOPLE_AT_MOST) return;
  const issues = new Issues();
  issues.add('E_LIMIT_COUNT', path, `an exact test takes ${PEOPLE_AT_MOST} people at most, got ${people}`);
  issues.throwIfAny();
}

/** A probability as it is returned: never 0, for what is smaller than every double is not impossible; never above 1. */
export const probability = (p: number): number => Math.min(1, Math.max(Number.MIN_VALUE, p));

/** A ratio of two numbers from 0, not both 0. */
export const ratio = (above: number, below: number): number | 'infinite' => (below === 0 ? 'infinite' : above / below);
