import { LAST_DAY, monthsBetween, shift } from './calendar.js';
import { requirementRule } from './consistency.js';
import type { Attribute, Citation, Policy } from './documents.js';
import type { Datum, Facts, Value } from './facts.js';
import { monthsIn, occurs, type History, type Window } from './history.js';
import { isList, readsOf, type Expression, type Read } from './language.js';
import { micro, tenThousandths } from './shapes.js';

/** A number in 1e-6, known if both ends are the same. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/** No number leaves -MOST..MOST. */
const MOST = 1e15;
const ANYTHING: Interval = { low: -MOST, high: MOST };
const cut = (x: number): number => Math.max(-MOST, Math.min(MOST, x));
const known = (x: number): Interval => ({ low: x, high: x });
const hull = (a: Interval, b: Interval): Interval => ({ low: Math.min(a.low, b.low), high: Math.max(a.high, b.high) });

function divideDown(a: bigint, b: bigint): bigint {
  return a / b - (a % b < 0n ? 1n : 0n);
}

/** a * b / divisor, rounded half up, exactly; the divisor is positive. */
export function roundedProduct(a: number, b: number, divisor: number): number {
  if (Math.abs(a * b) <= 2251799813685248 && divisor <= 1125899906842624) return Math.floor((2 * a * b + divisor) / (2 * divisor)); // 2^51, 2^50: all below 2^53
  return Number(divideDown(2n * BigInt(a) * BigInt(b) + BigInt(divisor), 2n * BigInt(divisor)));
}

/** A gate, or a requirement of a position: what it says and reads, and whether it binds. */
export interface Rule {
  readonly id: string;
  readonly when: Expression | undefined;
  /** Undefined for the gate that asks for a route. */
  readonly rule: Expression | undefined;
  readonly binds: boolean;
  readonly reads: readonly Read[];
}

export type Outcome = 'fail' | 'unknown' | 'pass';

/** Whether a rule of this citation is a gate; else it is a flag. */
export function binds(citation: Citation, policy: Policy): boolean {
  if ('own' in citation || citation.confirmed) return true;
  return policy.confidence.scale.indexOf(citation.confidence) >= policy.confidence.scale.indexOf(policy.confidence.gateFrom);
}

/** The gates of a policy, in its order; where it has routes the last one asks for one of them. */
export function gatesOf(policy: Policy): Rule[] {
  const gates = policy.gates.map(({ id, when, rule, citation }): Rule => ({ id, when, rule, binds: binds(citation, policy), reads: readsOf(when ? [when, rule] : [rule]) }));
  if (!policy.routes?.length) return gates;
  const last = policy.routes.map(({ outside }) => outside !== true).lastIndexOf(true);
  return [...gates, { id: 'route', when: undefined, rule: undefined, binds: true, reads: readsOf(policy.routes.slice(0, last + 1).map(({ when }) => when)) }];
}

/** The rules of each position's requirements, in its order; equal ones are one object. */
export function requirementsOf(facts: Facts): (readonly Rule[])[] {
  const rules = new Map<string, Rule>();
  return facts.round.positions.map((position) =>
    (position.requires ?? []).map((requirement, k) => {
      const rule = requirementRule(requirement, facts.policy);
      const key = JSON.stringify([k, rule]);
      const found = rules.get(key) ?? { id: `requires/${k}`, when: undefined, rule, binds: true, reads: readsOf([rule]) };
      rules.set(key, found);
      return found;
    }),
  );
}

/** What rules are asked about: people and positions by their places. A day that is not known is undefined. */
export interface Known extends Pick<Facts, 'policy' | 'column' | 'histories'> {
  readonly asOf: string | undefined;
  readonly horizon: string | undefined;
}

/** The rule language, read word by word from docs/formats.md, section 3.1. */
export class Interpreter {
  readonly #facts: Known;
  readonly #reads = new Map<Expression, readonly [read: Read, column: readonly Datum[]]>();
  readonly #sides = new Map<Expression, Sides>();
  readonly #points = new Map<Expression, readonly (readonly [number, number])[]>();

  constructor(facts: Known) {
    this.#facts = facts;
  }

  outcome(rule: Rule, person: number, position: number): Outcome {
    const when = rule.when === undefined ? true : this.truth(rule.when, person, position);
    if (when === false) return 'pass';
    const holds = rule.rule === undefined ? this.#hasRoute(person, position) : this.truth(rule.rule, person, position);
    if (holds === true) return 'pass';
    return holds === undefined || when === undefined ? 'unknown' : 'fail';
  }

  /** `any` over the routes that are not outside of `all` of their own `when` and of `not` every one before. */
  #hasRoute(person: number, position: number): boolean | undefined {
    const both = (a: boolean | undefined, b: boolean | undefined): boolean | undefined => (a === false || b === false ? false : a === undefined || b === undefined ? undefined : true);
    let [none, found] = [true, false] as [before: boolean | undefined, found: boolean | undefined];
    for (const { when, outside } of this.#facts.policy.routes ?? []) {
      const holds = this.truth(when, person, position);
      const first = both(holds, none);
      if (outside !== true && first !== false && found !== true) found = first;
      none = both(none, holds === undefined ? undefined : !holds);
    }
    return found;
  }

  /** True, false, or undefined where it is unknown. */
  truth(e: Expression, person: number, position: number): boolean | undefined {
    switch (e.op) {
      case 'compare':
        return this.#compare(e, person, position);
      case 'in': {
        const item = this.#plain(e.item, person, position);
        const set = isList(e.set) ? e.set : this.#plain(e.set, person, position);
        return item === undefined || set === undefined ? undefined : (set as readonly string[]).includes(item as string);
      }
      case 'all':
      case 'any': {
        const decisive = e.op === 'any';
        let sofar: boolean | undefined = !decisive;
        for (let k = 0; k < e.of.length && sofar !== decisive; k++) {
          const part = this.truth(e.of[k]!, person, position);
          if (part !== !decisive) sofar = part;
        }
        return sofar;
      }
      case 'occurs':
        return occurs(this.#history(e, person), this.#matches(e, person, position), this.#window(e, person, position), this.#facts.asOf);
      case 'not': {
        const inner = this.truth(e.of, person, position);
        return inner === undefined ? undefined : !inner;
      }
      default:
        return this.#plain(e, person, position) as boolean | undefined;
    }
  }

  number(e: Expression, person: number, position: number): Interval {
    switch (e.op) {
      case 'const':
        return known(micro(e.value as number));
      case 'level':
        return known((this.#datum(e, person, position) as { value: number }).value * 1e6);
      case 'class': {
        const datum = this.#datum(e, person, position);
        return 'value' in datum ? known((datum.value as number) * 1e6) : { low: 1e6, high: 99e6 };
      }
      case 'monthsIn': {
        const { asOf, policy } = this.#facts;
        const { low, high } = monthsIn(this.#history(e, person), this.#matches(e, person, position), this.#window(e, person, position), asOf, policy.leapDay);
        return { low: cut(low * 1e6), high: high === undefined ? MOST : cut(high * 1e6) };
      }
      case 'monthsBetween': {
        const [from, to] = [this.#plain(e.from, person, position), this.#plain(e.to, person, position)];
        if (from === undefined || to === undefined) return ANYTHING;
        return known(monthsBetween(from as string, to as string, this.#facts.policy.leapDay) * 1e6);
      }
      case 'lookup':
        return this.#lookup(e, person, position);
      case 'piecewise':
        return this.#piecewise(e, person, position);
      case 'cases':
        return this.#cases(e, person, position);
      case 'sum':
        return this.#sum(e, person, position);
      case 'min':
      case 'max': {
        const choose = e.op === 'min' ? Math.min : Math.max;
        const parts = e.of.map((part) => this.number(part, person, position));
        return { low: choose(...parts.map((part) => part.low)), high: choose(...parts.map((part) => part.high)) };
      }
      case 'product': {
        const factors = e.of.map(({ of, power }) => ({ value: this.number(of, person, position), power }));
        return { low: product(factors.map(({ value, power }) => [value.low, power])), high: product(factors.map(({ value, power }) => [value.high, power])) };
      }
      default: {
        const datum = this.#datum(e, person, position);
        if ('value' in datum) return known(micro(datum.value as number));
        const { min, max } = this.#facts.policy.attributes[(e as { attribute: string }).attribute]!;
        return { low: min === undefined ? -MOST : micro(min), high: max === undefined ? MOST : micro(max) };
      }
    }
  }

  #lookup(e: Expression & { readonly op: 'lookup' }, person: number, position: number): Interval {
    const key = this.#plain(e.key, person, position) as string | undefined;
    const other = e.else === undefined ? [] : [known(micro(e.else))];
    if (key === undefined) return [...Object.values(e.table).map((y) => known(micro(y))), ...other].reduce(hull);
    return Object.hasOwn(e.table, key) ? known(micro(e.table[key]!)) : other[0]!;
  }

  #piecewise(e: Expression & { readonly op: 'piecewise' }, person: number, position: number): Interval {
    const of = this.number(e.of, person, position);
    const points = this.#pointsOf(e);
    let all = known(piecewise(points, e.mode, of.low));
    if (of.low === of.high) return all;
    for (const x of [of.high, ...points.map((point) => point[0])]) if (x >= of.low && x <= of.high) all = hull(all, known(piecewise(points, e.mode, x)));
    return all;
  }

  #cases(e: Expression & { readonly op: 'cases' }, person: number, position: number): Interval {
    let sofar: Interval | undefined;
    for (const { when, then } of e.cases) {
      const applies = this.truth(when, person, position);
      if (applies === false) continue;
      const value = this.number(then, person, position);
      sofar = sofar ? hull(sofar, value) : value;
      if (applies === true) return sofar;
    }
    const last = this.number(e.else, person, position);
    return sofar ? hull(sofar, last) : last;
  }

  #sum(e: Expression & { readonly op: 'sum' }, person: number, position: number): Interval {
    let [low, high] = [0, 0];
    for (const { weight, of } of e.terms) {
      const value = this.number(of, person, position);
      const units = tenThousandths(weight);
      low = cut(low + cut(roundedProduct(units, weight < 0 ? value.high : value.low, 1e4)));
      high = cut(high + cut(roundedProduct(units, weight < 0 ? value.low : value.high, 1e4)));
    }
    return { low, high };
  }

  /** The points of a piecewise function, in 1e-6. */
  #pointsOf(e: Expression & { readonly op: 'piecewise' }): readonly (readonly [number, number])[] {
    let points = this.#points.get(e);
    if (points === undefined) this.#points.set(e, (points = e.points.map(([x, y]) => [micro(x), micro(y)])));
    return points;
  }

  /** A date, text, ordered value, set or truth; undefined where it is unknown. */
  #plain(e: Expression, person: number, position: number): Value | undefined {
    if (e.op === 'const' || e.op === 'day') return e.value;
    if (e.op === 'date' && e.of === 'asOf') return this.#facts.asOf;
    if (e.op === 'date' && e.of === 'horizon') return this.#facts.horizon;
    if (e.op === 'date' && e.of === 'yearStart') return this.#facts.asOf && `${this.#facts.asOf.slice(0, 4)}-01-01`;
    if (e.op === 'shift') {
      const day = this.#plain(e.of, person, position);
      return day === undefined ? undefined : shift(day as string, e.months ?? 0, e.days ?? 0, this.#facts.policy.leapDay);
    }
    const datum = this.#datum(e, person, position);
    return 'value' in datum ? datum.value : undefined;
  }

  #history(e: InTime, person: number): History {
    return this.#facts.histories(e.attribute)[person]!;
  }

  /** Which values a question about spells asks for; undefined where that is unknown. */
  #matches(e: InTime, person: number, position: number): ((value: string) => boolean) | undefined {
    const values = isList(e.values) ? e.values : (this.#plain(e.values, person, position) as string | readonly string[] | undefined);
    if (values === undefined) return undefined;
    return typeof values === 'string' ? (value) => value === values : (value) => values.includes(value);
  }

  /** The window of a question about spells: the widest that may be meant, where an end is unknown. */
  #window(e: InTime, person: number, position: number): Window {
    const [from, to] = [e.from, e.to].map((part) => part && (this.#plain(part, person, position) as string | undefined));
    const known = !(e.from && from === undefined) && (e.to ? to !== undefined : this.#facts.asOf !== undefined);
    return { from, to: (e.to ? to : this.#facts.asOf) ?? LAST_DAY, known };
  }

  #datum(e: Expression, person: number, position: number): Datum {
    let found = this.#reads.get(e);
    if (found === undefined) {
      const [read] = readsOf([e]);
      found = [read!, this.#facts.column(read!)];
      this.#reads.set(e, found);
    }
    return found[1][found[0].about === 'person' ? person : position]!;
  }

  #compare(e: Expression & { readonly op: 'compare' }, person: number, position: number): boolean | undefined {
    let sides = this.#sides.get(e);
    if (sides === undefined) this.#sides.set(e, (sides = this.#sidesOf(e)));
    const a = this.#side(e.left, sides.left, sides.order, person, position);
    const b = this.#side(e.right, sides.right, sides.order, person, position);
    if (a === undefined || b === undefined) return undefined;
    switch (e.is) {
      case '<':
        return a.high < b.low ? true : a.low >= b.high ? false : undefined;
      case '<=':
        return a.high <= b.low ? true : a.low > b.high ? false : undefined;
      case '=':
        return a.high < b.low || a.low > b.high ? false : a.low === a.high && b.low === b.high ? true : undefined;
      case '>=':
        return a.low >= b.high ? true : a.high < b.low ? false : undefined;
      case '>':
        return a.low > b.high ? true : a.high <= b.low ? false : undefined;
    }
  }

  #sidesOf({ left, right }: Expression & { readonly op: 'compare' }): Sides {
    const kind = (part: Expression): Sides['left'] => {
      if (NUMBERS.has(part.op) || this.#attribute(part, 'number') || (part.op === 'const' && typeof part.value === 'number')) return 'number';
      return TRUTHS.has(part.op) ? 'truth' : 'plain';
    };
    return { left: kind(left), right: kind(right), order: this.#attribute(left, 'ordered')?.values ?? this.#attribute(right, 'ordered')?.values };
  }

  /** One side of a comparison, from its lowest to its highest; undefined where it is unknown. */
  #side(part: Expression, kind: Sides['left'], order: Sides['order'], person: number, position: number): Ends | undefined {
    if (kind === 'number') return this.number(part, person, position);
    const value = kind === 'truth' ? this.truth(part, person, position) : this.#plain(part, person, position);
    if (value === undefined) return undefined;
    const one = order === undefined ? value : order.indexOf(value as string);
    return { low: one, high: one };
  }

  /** The attribute that an expression reads, if it is of this type. */
  #attribute(e: Expression, type: Attribute['type']): Attribute | undefined {
    const attribute = e.op === 'person' || e.op === 'position' ? this.#facts.policy.attributes[e.attribute]! : undefined;
    return attribute?.type === type ? attribute : undefined;
  }
}

type InTime = Expression & { readonly op: 'monthsIn' | 'occurs' };

const NUMBERS = new Set(['level', 'class', 'monthsIn', 'monthsBetween', 'lookup', 'piecewise', 'cases', 'sum', 'min', 'max', 'product']);
const TRUTHS = new Set(['compare', 'in', 'occurs', 'all', 'any', 'not']);

interface Ends {
  readonly low: Value;
  readonly high: Value;
}
/** How the two sides of a comparison are read, and the order of their values, if they have one of their own. */
interface Sides {
  readonly left: 'number' | 'truth' | 'plain';
  readonly right: 'number' | 'truth' | 'plain';
  readonly order: readonly string[] | undefined;
}

function piecewise(points: readonly (readonly [number, number])[], mode: 'linear' | 'step', x: number): number {
  const after = points.findIndex((point) => point[0] > x);
  if (after === 0) return points[0]![1];
  const [x0, y0] = points[(after < 0 ? points.length : after) - 1]!;
  if (after < 0 || mode === 'step') return y0;
  const [x1, y1] = points[after]!;
  return y0 + roundedProduct(y1 - y0, x - x0, x1 - x0);
}

/** 100 * Π (v/100)^power in points, of values in 1e-6: 1e8 * Π (v/1e8)^power. */
function product(factors: readonly (readonly [value: number, power: number])[]): number {
  let [top, bottom] = [100_000_000n, 1n];
  for (const [value, power] of factors) {
    for (let k = 0; k < power; k++) {
      top *= BigInt(Math.max(value, 0));
      bottom *= 100_000_000n;
    }
  }
  const rounded = divideDown(2n * top + bottom, 2n * bottom);
  return rounded > BigInt(MOST) ? MOST : Number(rounded);
}
