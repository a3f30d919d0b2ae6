import { MeritError } from '../errors/index.js';
import { addMonths, formatDay, parseDay } from '../model/calendar.js';
import type { Citation, Expression, Gate } from '../policy/index.js';
import { imut, routes as national, step, type Route } from './national/routes.js';
import { all, any, cited, date, is, not, text } from './rule.js';

/** The days of an election and of the term that follows, YYYY-MM-DD. */
export interface ElectionDays {
  /** Candidates are determined. */
  readonly candidates?: string;
  /** The term of the present head ends. */
  readonly termEnds?: string;
  /** The new head is inaugurated. */
  readonly inaugurated?: string;
}

const BEFORE = cited('UU 10/2016 art. 71(2): from 6 months before candidates are determined to the end of the term, but with written approval of the minister', 'N');
const AFTER = cited('UU 8/2015 art. 162(3): within 6 months after the inauguration, but with written approval of the minister', 'N');
const LOCK_MONTHS = 6;

/** The day of the round lies outside a window whose two ends belong to it. */
const outside = (from: string, to: string): Expression => any(is(date('asOf'), '<', { op: 'day', value: from }), is(date('asOf'), '>', { op: 'day', value: to }));

function monthsFrom(day: string, months: number): string {
  const number = parseDay(day);
  if (typeof number !== 'number') throw new MeritError(number, 'expected a day YYYY-MM-DD');
  return formatDay(addMonths(number, months));
}

/**
 * The route with the written approval of the minister before the names go to I-MUT (first, where they do not): its id begins with
 * `minister-approval-before-` or `-after-`. A route outside the decider's hand stays outside.
 */
function lockedRoute(route: Route, when: 'before' | 'after', citation: Citation, locked: Expression): Route {
  const { en, id = en } = route.label;
  const approver = route.approver;
  const toImut = route.steps.findIndex((s) => s.id === imut.id);
  const at = Math.max(toImut, 0);
  return {
    ...route,
    id: `minister-approval-${when}-${route.id}`,
    label: text(`${en}; within a lock, with written approval of the minister`, `${id}; dalam masa larangan, dengan persetujuan tertulis menteri`),
    citation,
    when: all(locked, route.when),
    approver: text(`${approver.en}, with written approval of the minister of home affairs`, `${approver.id ?? approver.en}, dengan persetujuan tertulis Menteri Dalam Negeri`),
    steps: [...route.steps.slice(0, at), step('minister-approval', 'Written approval of the minister', 'Persetujuan tertulis menteri', 60), ...route.steps.slice(at)],
    documents: [...route.documents, text('Letter of approval of the minister', 'Surat persetujuan menteri')],
  };
}

/** A window of a lock, first and last day included, and the law it follows. */
export interface LockWindow {
  readonly when: 'before' | 'after';
  readonly label: { readonly en: string; readonly id: string };
  readonly citation: Citation;
  readonly from: string;
  readonly to: string;
}

/**
 * The windows that follow from the days of one election, in which nobody is moved without written approval of the minister.
 * @throws {MeritError} E_DATE_FORMAT, E_DATE_INVALID or E_DATE_RANGE; E_VALUE_MISSING where only one of `candidates` and `termEnds` is there, or no day at all.
 */
export function lockWindows({ candidates, termEnds, inaugurated }: ElectionDays): readonly LockWindow[] {
  if ((candidates === undefined) !== (termEnds === undefined)) throw new MeritError('E_VALUE_MISSING', 'the lock before an election needs the day candidates are determined and the day the term ends');
  const windows: LockWindow[] = [];
  if (candidates !== undefined && termEnds !== undefined) {
    windows.push({ when: 'before', label: text('Not within the lock before an election', 'Di luar masa larangan penggantian pejabat sebelum pemilihan'), citation: BEFORE, from: monthsFrom(candidates, -LOCK_MONTHS), to: monthsFrom(termEnds, 0) });
  }
  if (inaugurated !== undefined) {
    windows.push({ when: 'after', label: text('Not within the lock after an inauguration', 'Di luar masa larangan penggantian pejabat setelah pelantikan'), citation: AFTER, from: monthsFrom(inaugurated, 0), to: monthsFrom(inaugurated, LOCK_MONTHS) });
  }
  if (windows.length === 0) throw new MeritError('E_VALUE_MISSING', 'a lock needs the days of an election or of an inauguration');
  return windows;
}

/**
 * The windows in which nobody is moved without written approval of the minister, to be put by an overlay: gates, and a locked copy of
 * each route, which carries the steps of that route and the approval; the copies before all other routes (overlay `order`). On every other
 * day the gates pass and the copies are not taken. The approval is a waiver of the gate for one pair, in the name of the minister and with his letter.
 * @param open - the routes of the pack that is laid over, in the order in which they are tried; default: those of `national`.
 * @throws {MeritError} as `lockWindows`.
 */
export function electionLocks(days: ElectionDays, open: readonly Route[] = national): { readonly gates: Gate[]; readonly routes: Route[] } {
  const gates: Gate[] = [];
  const routes: Route[] = [];
  for (const { when, label, citation, from, to } of lockWindows(days)) {
    const rule = outside(from, to);
    gates.push({ id: `election-lock-${when}`, label, citation, onlyForMoves: true, waivable: citation, rule });
    routes.push(...open.map((route) => lockedRoute(route, when, citation, not(rule))));
  }
  return { gates, routes };
}
