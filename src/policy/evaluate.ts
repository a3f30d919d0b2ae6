import { pointerToken } from '../canonical/index.js';
import { bug } from '../errors/index.js';
import { civilOf, dayOf, FIRST_DAY, LAST_DAY, monthlyDay, monthsBetween, parseDay, type LeapDayRule } from '../model/calendar.js';
import { toUnits } from '../model/decimal.js';
import type { Comparison, Expression } from './expression.js';
import { datumOf, type Datum, type Pair } from './facts.js';
import { ANYTHING, exactly, hull, ONE, piecewise, product, weightedSum, type Interval } from './interval.js';
import { attributeOf, type AttributeSpec } from './schema.js';
import { monthsIn, occurs, windowOf, type Sought, type Window } from './spells.js';

/** True, false, or undefined for unknown: Kleene's three values. */
export type Truth = boolean | undefined;

/** An expression made ready to run, by what it gives. `ordered` gives the text and knows the places of its values. */
export type Compiled =
  | { readonly kind: 'number'; readonly of: (pair: Pair) => Interval }
  | { readonly kind: 'date'; readonly of: (pair: Pair) => number | undefined }
  | { readonly kind: 'text'; readonly of: (pair: Pair) => string | undefined; readonly fixed?: string; readonly closed?: Closed }
  | { readonly kind: 'ordered'; readonly of: (pair: Pair) => string | undefined; readonly values: readonly string[] }
  | { readonly kind: 'set'; readonly of: (pair: Pair) => readonly string[] | undefined; readonly closed?: Closed }
  | { readonly kind: 'truth'; readonly of: (pair: Pair) => Truth };

export type Kind = Compiled['kind'];

/** The only texts there can be: the values of an attribute, or the ids that a pack declares. */
interface Closed {
  readonly texts: readonly string[];
  readonly code: 'E_RULE' | 'E_REF_UNKNOWN';
}

/** What compiling needs to know: the attributes a pack declares, its levels and tracks where rules name them, and its rule for 29 February. */
export interface Dictionary {
  readonly attributes: Readonly<Record<string, AttributeSpec>>;
  readonly levels?: readonly { readonly id: string }[];
  readonly tracks?: readonly { readonly id: string }[] | undefined;
  readonly leapDay: LeapDayRule;
}

/** A rule that does not fit together: told with the step to the part at fault. */
export class RuleProblem extends Error {
  readonly code: 'E_RULE' | 'E_REF_UNKNOWN' | 'E_BANDS';
  readonly at: string;
  constructor(code: 'E_RULE' | 'E_REF_UNKNOWN' | 'E_BANDS', at: string, message: string) {
    super(message);
    this.code = code;
    this.at = at;
  }
}

/**
 * The expression as functions of a pair. Kinds are checked here once, so that evaluating never meets a wrong one.
 *
 * @throws {RuleProblem} with the pointer step of the part at fault.
 */
export function compile(e: Expression, dictionary: Dictionary, at = ''): Compiled {
  const sub = (child: Expression, step: string): Compiled => compile(child, dictionary, at + step);
  const fail = (message: string, step = ''): never => {
    throw new RuleProblem('E_RULE', at + step, message);
  };
  const need = <K extends Kind>(kind: K, child: Expression, step: string): Extract<Compiled, { kind: K }> => {
    const c = sub(child, step);
    if (c.kind !== kind) fail(`expected a ${kind}, came a ${c.kind}`, step);
    return c as Extract<Compiled, { kind: K }>;
  };
  const number = (value: number, step: string): number => {
    const units = toUnits(value);
    if (typeof units !== 'number') return fail('a number needs at most 6 decimals and at most 1e9', step);
    return units;
  };
  const weight = (value: number, step: string): number => {
    const units = number(value, step);
    if (units % 100 !== 0) fail('a weight needs at most 4 decimals', step);
    return units / 100;
  };

  switch (e.op) {
    case 'const': {
      const { value } = e;
      if (typeof value === 'boolean') return { kind: 'truth', of: () => value };
      if (typeof value === 'string') return { kind: 'text', of: () => value, fixed: value };
      const units = exactly(number(value, '/value'));
      return { kind: 'number', of: () => units };
    }
    case 'day': {
      const day = parseDay(e.value);
      if (typeof day !== 'number') return fail('expected a day YYYY-MM-DD', '/value');
      return { kind: 'date', of: () => day };
    }
    case 'person':
    case 'position':
      return readAttribute(e.op, e.attribute, dictionary, at);
    case 'level': {
      const seat = e.of === 'seat';
      const places: Interval[] = []; // from -1, no seat
      return {
        kind: 'number',
        of: (p) => {
          const level = seat ? p.person.seatLevel : p.position.level;
          return (places[level + 1] ??= exactly(level * ONE));
        },
      };
    }
    case 'unit': {
      const seat = e.of === 'seat';
      return { kind: 'text', of: (p) => (seat ? p.person.seatUnit : p.position.unit) };
    }
    case 'levelId': {
      const seat = e.of === 'seat';
      const { levels = [] } = dictionary;
      return { kind: 'text', closed: declared(levels, seat), of: (p) => (seat && p.person.seatLevel < 0 ? '' : levels[seat ? p.person.seatLevel : p.position.level]?.id) };
    }
    case 'track': {
      const seat = e.of === 'seat';
      return { kind: 'text', closed: declared(dictionary.tracks ?? [], seat), of: (p) => (seat ? p.person.seatTrack : p.position.track) };
    }
    case 'class': {
      const seat = e.of === 'seat';
      return {
        kind: 'number',
        of: (p) => {
          const job = seat ? p.person.seatClass : p.position.class;
          return job === undefined ? ANY_CLASS : exactly(job * ONE);
        },
      };
    }
    case 'date': {
      const { of } = e;
      if (of === 'yearStart') return { kind: 'date', of: (p) => mapKnown(p.round.asOf, (day) => dayOf({ year: civilOf(day).year, month: 1, day: 1 })) };
      return { kind: 'date', of: (p) => (of === 'asOf' || of === 'horizon' ? p.round[of] : p.person[of]) };
    }
    case 'shift': {
      const of = need('date', e.of, '/of');
      const { months = 0, days = 0 } = e;
      return {
        kind: 'date',
        of: (p) =>
          mapKnown(of.of(p), (day) => {
            const moved = monthlyDay(day, months, dictionary.leapDay) + days;
            return moved < FIRST_DAY || moved > LAST_DAY ? undefined : moved;
          }),
      };
    }
    case 'monthsIn':
    case 'occurs':
      return compileSpells(e, sub, dictionary, at);
    case 'compare':
      return compileCompare(e.is, sub(e.left, '/left'), sub(e.right, '/right'), at);
    case 'in': {
      const item = sub(e.item, '/item');
      if (item.kind !== 'text' && item.kind !== 'ordered') return fail(`expected a text, came a ${item.kind}`, '/item');
      if (isList(e.set)) {
        const closed = closedTexts(item);
        e.set.forEach((text, k) => oneOf(closed, text, `${at}/set/${k}`));
        const known = new Set<string>(e.set);
        return { kind: 'truth', of: (p) => mapKnown(item.of(p), (x) => known.has(x)) };
      }
      const set = need('set', e.set, '/set');
      if (item.kind === 'text' && item.fixed !== undefined) oneOf(set.closed, item.fixed, `${at}/item`);
      return { kind: 'truth', of: (p) => mapKnown(item.of(p), (x) => mapKnown(set.of(p), (all) => all.includes(x))) };
    }
    case 'monthsBetween': {
      const from = need('date', e.from, '/from');
      const to = need('date', e.to, '/to');
      return {
        kind: 'number',
        of: (p) => {
          const a = from.of(p);
          const b = to.of(p);
          return a === undefined || b === undefined ? ANYTHING : exactly(monthsBetween(a, b, dictionary.leapDay) * ONE);
        },
      };
    }
    case 'lookup': {
      const key = sub(e.key, '/key');
      if (key.kind !== 'text' && key.kind !== 'ordered') return fail(`expected a text, came a ${key.kind}`, '/key');
      return compileLookup(e, key, closedTexts(key), number, at);
    }
    case 'piecewise': {
      const of = need('number', e.of, '/of');
      const points = e.points.map(([x, y], i): [number, number] => [number(x, `/points/${i}/0`), number(y, `/points/${i}/1`)]);
      points.forEach(([x], i) => {
        if (i > 0 && x <= points[i - 1]![0]) throw new RuleProblem('E_BANDS', `${at}/points/${i}/0`, 'points must rise strictly from left to right');
      });
      const linear = e.mode === 'linear';
      return { kind: 'number', of: (p) => piecewise(points, linear, of.of(p)) };
    }
    case 'cases': {
      const cases = e.cases.map((c, i) => ({ when: need('truth', c.when, `/cases/${i}/when`), then: need('number', c.then, `/cases/${i}/then`) }));
      const last = need('number', e.else, '/else');
      const from = (p: Pair, k: number): Interval => {
        const c = cases[k];
        if (!c) return last.of(p);
        const when = c.when.of(p);
        if (when === true) return c.then.of(p);
        return when === false ? from(p, k + 1) : hull(c.then.of(p), from(p, k + 1));
      };
      return { kind: 'number', of: (p) => from(p, 0) };
    }
    case 'sum': {
      const terms = e.terms.map((t, i) => ({ weight: weight(t.weight, `/terms/${i}/weight`), of: need('number', t.of, `/terms/${i}/of`) }));
      return { kind: 'number', of: (p) => weightedSum(terms, p) };
    }
    case 'min':
    case 'max': {
      const pick = e.op === 'min' ? Math.min : Math.max;
      const of = e.of.map((x, i) => need('number', x, `/of/${i}`));
      return {
        kind: 'number',
        of: (p) => of.map((x) => x.of(p)).reduce((a, b) => ({ low: pick(a.low, b.low), high: pick(a.high, b.high) })),
      };
    }
    case 'product': {
      const of = e.of.map((f, i) => ({ power: f.power, of: need('number', f.of, `/of/${i}/of`) }));
      return { kind: 'number', of: (p) => product(of.map((f) => ({ power: f.power, value: f.of.of(p) }))) };
    }
    case 'all':
    case 'any': {
      const decisive = e.op === 'any';
      const of = e.of.map((x, i) => need('truth', x, `/of/${i}`));
      return {
        kind: 'truth',
        of: (p) => {
          let result: Truth = !decisive;
          for (const x of of) {
            const truth = x.of(p);
            if (truth === decisive) return decisive;
            if (truth === undefined) result = undefined;
          }
          return result;
        },
      };
    }
    case 'not': {
      const of = need('truth', e.of, '/of');
      return { kind: 'truth', of: (p) => mapKnown(of.of(p), (x) => !x) };
    }
  }
}

/** Class of a job that is not stated. */
const ANY_CLASS: Interval = { low: ONE, high: 99 * ONE };

function isList(set: readonly string[] | Expression): set is readonly string[] {
  return Array.isArray(set);
}

function mapKnown<A, B>(value: A | undefined, f: (value: A) => B): B | undefined {
  return value === undefined ? undefined : f(value);
}

/** The ids a pack declares; whoever holds no seat has the empty one. */
function declared(list: readonly { readonly id: string }[], seat: boolean): Closed {
  return { texts: [...list.map((x) => x.id), ...(seat ? [''] : [])], code: 'E_REF_UNKNOWN' };
}

function closedTexts(c: Compiled): Closed | undefined {
  if (c.kind === 'ordered') return { texts: c.values, code: 'E_RULE' };
  return c.kind === 'text' ? c.closed : undefined;
}

/** Refuses a text that can never be there: a rule that looks for it would stop nobody, or everybody. */
function oneOf(closed: Closed | undefined, text: string, at: string): void {
  if (!closed || closed.texts.includes(text)) return;
  throw new RuleProblem(closed.code, at, closed.code === 'E_RULE' ? 'not one of the values of the attribute' : 'the policy declares nothing of this name');
}

function readAttribute(of: 'person' | 'position', name: string, dictionary: Dictionary, at: string): Compiled {
  const spec = attributeOf(dictionary, name);
  if (!spec || spec.of !== of) throw new RuleProblem('E_REF_UNKNOWN', `${at}/attribute`, `the policy declares no attribute of this name for a ${of}`);
  const datum: (p: Pair) => Datum = of === 'person' ? (p) => datumOf(p.person, name) : (p) => datumOf(p.position, name);
  const closed: { readonly closed?: Closed } = spec.values ? { closed: { texts: spec.values, code: 'E_RULE' } } : {};
  switch (spec.type) {
    case 'number': {
      const bound = (value: number | undefined, open: number): number => {
        const units = value === undefined ? open : toUnits(value);
        if (typeof units !== 'number') throw bug('an attribute bound that was not checked');
        return units;
      };
      const unknown: Interval = { low: bound(spec.min, ANYTHING.low), high: bound(spec.max, ANYTHING.high) };
      return {
        kind: 'number',
        of: (p) => {
          const { value } = datum(p);
          return value === undefined ? unknown : exactly(value as number);
        },
      };
    }
    case 'date':
      return { kind: 'date', of: (p) => datum(p).value as number | undefined };
    case 'text':
      return { kind: 'text', ...closed, of: (p) => datum(p).value as string | undefined };
    case 'boolean':
      return { kind: 'truth', of: (p) => datum(p).value as Truth };
    case 'set':
      return { kind: 'set', ...closed, of: (p) => datum(p).value as readonly string[] | undefined };
    case 'ordered':
      return { kind: 'ordered', of: (p) => datum(p).value as string | undefined, values: spec.values ?? [] };
    case 'spells':
      throw new RuleProblem('E_RULE', `${at}/attribute`, 'spells are read by monthsIn or occurs');
  }
}

function compileSpells(e: Extract<Expression, { op: 'monthsIn' | 'occurs' }>, sub: (child: Expression, step: string) => Compiled, { attributes, leapDay }: Dictionary, at: string): Compiled {
  const { attribute } = e;
  const spec = attributeOf({ attributes }, attribute);
  if (!spec || spec.of !== 'person') throw new RuleProblem('E_REF_UNKNOWN', `${at}/attribute`, 'the policy declares no attribute of this name for a person');
  if (spec.type !== 'spells') throw new RuleProblem('E_RULE', `${at}/attribute`, `expected spells, came a ${spec.type}`);
  const bound = (child: Expression | undefined, step: string): ((p: Pair) => number | 'unknown' | undefined) => {
    if (!child) return () => undefined;
    const date = sub(child, step);
    if (date.kind !== 'date') throw new RuleProblem('E_RULE', at + step, `expected a date, came a ${date.kind}`);
    return (p) => date.of(p) ?? 'unknown';
  };
  const from = bound(e.from, '/from');
  const to = bound(e.to, '/to');
  const sought = compileSought(e.values, spec, sub, at);
  const windowFor = (p: Pair): Window => windowOf(from(p), to(p), p.round.asOf ?? LAST_DAY);
  if (e.op === 'occurs') return { kind: 'truth', of: (p) => occurs(datumOf(p.person, attribute).spells, sought(p), windowFor(p)) };
  return { kind: 'number', of: (p) => monthsIn(datumOf(p.person, attribute).spells, sought(p), windowFor(p), leapDay) };
}

/** The texts that spells are looked for by: a list, or what a set or a text of the pair says. */
function compileSought(values: readonly string[] | Expression, spec: AttributeSpec, sub: (child: Expression, step: string) => Compiled, at: string): (p: Pair) => Sought {
  if (isList(values)) {
    values.forEach((value, k) => {
      // a mistyped value would be found nowhere, and a rule against it would stop nobody
      if (spec.values && !spec.values.includes(value)) throw new RuleProblem('E_RULE', `${at}/values/${k}`, 'not one of the values of the attribute');
    });
    const known = new Set<string>(values);
    const one: Sought = (value) => known.has(value);
    return () => one;
  }
  const set = sub(values, '/values');
  if (set.kind !== 'set' && set.kind !== 'text') throw new RuleProblem('E_RULE', `${at}/values`, `expected a set or a text, came a ${set.kind}`);
  return (p) => soughtBy(set.of(p));
}

/** Spells of one text or of any of some; undefined where these are not known. */
export function soughtBy(values: string | readonly string[] | undefined): Sought {
  return mapKnown(values, (known) => (typeof known === 'string' ? (value: string) => value === known : (value: string) => known.includes(value)));
}

function compileCompare(is: Comparison, left: Compiled, right: Compiled, at: string): Compiled {
  if (left.kind === 'number' && right.kind === 'number') {
    return { kind: 'truth', of: (p) => compareIntervals(is, left.of(p), right.of(p)) };
  }
  if (left.kind === 'date' && right.kind === 'date') {
    return { kind: 'truth', of: (p) => mapKnown(left.of(p), (a) => mapKnown(right.of(p), (b) => holds(is, a, b))) };
  }
  const ordered = left.kind === 'ordered' ? left : right.kind === 'ordered' ? right : undefined;
  if (ordered) {
    const place = new Map(ordered.values.map((value, k) => [value, k]));
    const side = (c: Compiled, step: string): ((p: Pair) => number | undefined) => {
      const sameScale = c.kind === 'ordered' && c.values.length === place.size && c.values.every((v, k) => place.get(v) === k);
      const oneOfThem = c.kind === 'text' && c.fixed !== undefined && place.has(c.fixed);
      if (!sameScale && !oneOfThem) throw new RuleProblem('E_RULE', at + step, 'an ordered value compares only with its own scale or one of its values');
      const of = c.of;
      return (p) => mapKnown(of(p), (value) => place.get(value));
    };
    const a = side(left, '/left');
    const b = side(right, '/right');
    return { kind: 'truth', of: (p) => mapKnown(a(p), (x) => mapKnown(b(p), (y) => holds(is, x, y))) };
  }
  if (is === '=' && left.kind === right.kind && (left.kind === 'text' || left.kind === 'truth')) {
    if (left.kind === 'text' && right.kind === 'text') {
      if (right.fixed !== undefined) oneOf(left.closed, right.fixed, `${at}/right`);
      if (left.fixed !== undefined) oneOf(right.closed, left.fixed, `${at}/left`);
    }
    const a = left.of as (p: Pair) => string | boolean | undefined;
    const b = right.of as (p: Pair) => string | boolean | undefined;
    return {
      kind: 'truth',
      of: (p) => {
        const x = a(p);
        const y = b(p);
        return x === undefined || y === undefined ? undefined : x === y;
      },
    };
  }
  throw new RuleProblem('E_RULE', at, `a ${left.kind} and a ${right.kind} cannot be compared by ${is}`);
}

function holds(is: Comparison, a: number, b: number): boolean {
  switch (is) {
    case '<':
      return a < b;
    case '<=':
      return a <= b;
    case '=':
      return a === b;
    case '>=':
      return a >= b;
    case '>':
      return a > b;
  }
}

/** True if it holds for every pair of values of the two intervals, false if for none, else unknown. */
function compareIntervals(is: Comparison, a: Interval, b: Interval): Truth {
  switch (is) {
    case '<':
      return a.high < b.low ? true : a.low >= b.high ? false : undefined;
    case '<=':
      return a.high <= b.low ? true : a.low > b.high ? false : undefined;
    case '>':
      return compareIntervals('<', b, a);
    case '>=':
      return compareIntervals('<=', b, a);
    case '=':
      if (a.low === a.high && b.low === b.high) return a.low === b.low;
      return a.high < b.low || b.high < a.low ? false : undefined;
  }
}

function compileLookup(
  e: Extract<Expression, { op: 'lookup' }>,
  key: { readonly of: (p: Pair) => string | undefined },
  closed: Closed | undefined,
  number: (value: number, step: string) => number,
  at: string,
): Compiled {
  const table = new Map(Object.entries(e.table).map(([k, value]) => [k, exactly(number(value, `/table${pointerToken(k)}`))]));
  const other = e.else === undefined ? undefined : exactly(number(e.else, '/else'));
  for (const k of table.keys()) oneOf(closed, k, `${at}/table${pointerToken(k)}`);
  const hole = closed?.texts.find((value) => !table.has(value));
  if (!other && (!closed || hole !== undefined || table.size === 0)) {
    throw new RuleProblem('E_BANDS', `${at}/table`, hole === undefined ? 'a key without a closed list of values, and a table without lines, needs an "else"' : `the table has no line for "${hole}" and no "else"`);
  }
  const everything = [...table.values(), ...(other ? [other] : [])];
  const unknown = everything.reduce(hull);
  return {
    kind: 'number',
    of: (p) => {
      const k = key.of(p);
      if (k === undefined) return unknown;
      const value = table.get(k) ?? other;
      if (!value) throw bug('a lookup key outside its closed list');
      return value;
    },
  };
}
