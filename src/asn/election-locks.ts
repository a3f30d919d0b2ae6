import { MeritError } from '../errors/index.js';
import { addMonths, formatDay, parseDay } from '../model/calendar.js';
import type { Citation, Expression, Gate, Policy } from '../policy/index.js';
import { imut, step } from './national/routes.js';
import { any, cited, date, is, not, text } from './rule.js';

type Route = NonNullable<Policy['routes']>[number];

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
 * The windows in which nobody is moved without written approval of the minister: gates, and for each the route that such a move takes, to
 * be put by an overlay (the routes before the others, by its `order`). On every other day the gates pass and the routes are not taken. The
 * approval is a waiver of the gate for one pair, in the name of the minister and with his letter.
 * @throws {MeritError} E_DATE_FORMAT, E_DATE_INVALID or E_DATE_RANGE; E_VALUE_MISSING where only one of `candidates` and `termEnds` is there, or no day at all.
 */
export function electionLocks({ candidates, termEnds, inaugurated }: ElectionDays): { readonly gates: Gate[]; readonly routes: Route[] } {
  if ((candidates === undefined) !== (termEnds === undefined)) throw new MeritError('E_VALUE_MISSING', 'the lock before an election needs the day candidates are determined and the day the term ends');
  const gates: Gate[] = [];
  const routes: Route[] = [];
  const add = (when: 'before' | 'after', en: string, indonesian: string, citation: Citation, rule: Expression): void => {
    gates.push({ id: `election-lock-${when}`, label: text(en, indonesian), citation, onlyForMoves: true, waivable: citation, rule });
    routes.push({
      id: `minister-approval-${when}`,
      label: text('Within a lock: written approval of the minister', 'Dalam masa larangan: persetujuan tertulis menteri'),
      citation,
      when: not(rule),
      approver: text('Minister of home affairs', 'Menteri Dalam Negeri'),
      steps: [step('approval', 'Written approval of the minister', 'Persetujuan tertulis menteri', 60), imut],
      documents: [text('Letter of approval', 'Surat persetujuan')],
    });
  };
  if (candidates !== undefined && termEnds !== undefined) {
    add('before', 'Not within the lock before an election', 'Di luar masa larangan penggantian pejabat sebelum pemilihan', BEFORE, outside(monthsFrom(candidates, -LOCK_MONTHS), monthsFrom(termEnds, 0)));
  }
  if (inaugurated !== undefined) {
    add('after', 'Not within the lock after an inauguration', 'Di luar masa larangan penggantian pejabat setelah pelantikan', AFTER, outside(monthsFrom(inaugurated, 0), monthsFrom(inaugurated, LOCK_MONTHS)));
  }
  if (gates.length === 0) throw new MeritError('E_VALUE_MISSING', 'a lock needs the days of an election or of an inauguration');
  return { gates, routes };
}
