import { canonical } from './canonical.js';
import type { Seating } from './derived.js';
import type { RowName } from './documents.js';
import { kinOf } from './findings.js';
import { bindingLimits, holdersOf, talliesOf, unitsOf, type Tally } from './limits.js';
import type { Market } from './market.js';

/** A row of section 4.1: the pairs in it with their coefficients, and what their sum must not exceed. */
export interface Row {
  readonly pairs: Int32Array;
  readonly coefficients: Float64Array;
  readonly most: number;
}

/** The same coefficient for all pairs. */
function rowOf(pairs: readonly number[], most: number): Row {
  return { pairs: Int32Array.from(pairs), coefficients: new Float64Array(pairs.length).fill(1), most };
}

const MOST_KEPT = 4_000_000;

/** The rows of one market, each written out when it is asked for and kept for a while: a certificate may name more than memory holds. */
export class Rows {
  /** Steps taken so far to write rows out. */
  spent = 0;
  readonly #market: Market;
  readonly #exists: ArrayLike<number>;
  readonly #found = new Map<string, Row | undefined>();
  /** How many pairs the rows kept have, and some for each of them. */
  #kept = 0;
  /** By position: the one above it, -1 for none. */
  readonly #superior: Int32Array;
  readonly #unitOf: Int32Array;
  readonly #unitAt: ReadonlyMap<string, number>;
  readonly #tallies: readonly Tally[];
  readonly #chains: ReadonlyMap<string, number>;
  readonly #holders: Int32Array;
  /** By person: where his pairs begin. */
  readonly #start: Int32Array;
  /** The pairs by position, and by position where they begin. */
  readonly #byPosition: Int32Array;
  readonly #startInto: Int32Array;
  readonly #kin = new Map<number, ReadonlySet<string>>();

  constructor(market: Market, exists: ArrayLike<number>) {
    this.#market = market;
    this.#exists = exists;
    this.#unitOf = unitsOf(market);
    this.#unitAt = new Map(market.facts.round.units.map(({ id }, k) => [id, k]));
    this.#tallies = talliesOf(market);
    this.#chains = new Map(bindingLimits(market.facts.policy).flatMap((limit) => (limit.kind === 'chain' ? [[limit.id, limit.max]] : [])));
    this.#holders = holdersOf(market);
    this.#superior = Int32Array.from(market.facts.round.positions, ({ superior }) => (superior === undefined ? -1 : market.facts.positionAt.get(superior)!));
    this.#start = starts(market.person, market.leaving.length);
    this.#startInto = starts(market.position, market.open.length);
    const next = this.#startInto.slice();
    this.#byPosition = new Int32Array(market.person.length);
    const { position } = market;
    const byPosition = this.#byPosition;
    for (let e = 0; e < position.length; e++) byPosition[next[position[e]!]!++] = e;
  }

  /** The row of a name; undefined where there is none. */
  find(name: RowName): Row | undefined {
    const key = canonical(name);
    if (this.#found.has(key)) return this.#found.get(key);
    const row = this.#write(name);
    const size = 64 + (row?.pairs.length ?? 0);
    this.spent += size;
    this.#kept += size;
    if (this.#kept > MOST_KEPT) {
      this.#found.clear();
      this.#kept = size;
    }
    this.#found.set(key, row);
    return row;
  }

  #write(name: RowName): Row | undefined {
    const [kind, ...rest] = name;
    const texts = rest.filter((part) => typeof part === 'string');
    if (kind === 'limit' && rest.length === 2 && Array.isArray(rest[1])) return typeof rest[0] === 'string' ? this.#chain(rest[0], rest[1] as readonly string[]) : undefined;
    if (texts.length !== rest.length) return undefined;
    if (kind === 'limit') return this.#limit(texts);
    const { personAt, positionAt } = this.#market.facts;
    const [a, b] = [personAt.get(texts[0] ?? ''), personAt.get(texts[1] ?? '')];
    if (a === undefined || b === undefined) return undefined;
    if (kind === 'line' && texts.length === 3) return this.#line(a, b, positionAt.get(texts[2]!));
    if (kind !== 'unit' || texts.length < 3 || texts.length > 4) return undefined;
    return this.#unit(a, b, this.#unitAt.get(texts[2]!), texts.length === 4 ? personAt.get(texts[3]!) ?? -1 : undefined);
  }

  /** The pairs of a person that the market has. */
  #of(i: number): number[] {
    const pairs: number[] = [];
    this.spent += this.#start[i + 1]! - this.#start[i]!;
    for (let e = this.#start[i]!; e < this.#start[i + 1]!; e++) if (this.#exists[e]) pairs.push(e);
    return pairs;
  }

  /** The pairs into a position. */
  #into(j: number): number[] {
    const pairs: number[] = [];
    for (let k = this.#startInto[j]!; k < this.#startInto[j + 1]!; k++) if (this.#exists[this.#byPosition[k]!]) pairs.push(this.#byPosition[k]!);
    return pairs;
  }

  #isStay(e: number): boolean {
    return this.#market.facts.seat[this.#market.person[e]!] === this.#market.position[e];
  }

  #related(a: number, b: number, maxDegree: number): boolean {
    let kin = this.#kin.get(maxDegree);
    if (!kin) this.#kin.set(maxDegree, (kin = new Set(kinOf(this.#market, maxDegree).map((two) => two.join()))));
    return kin.has([Math.min(a, b), Math.max(a, b)].join());
  }

  #isUnder(over: number, under: number): boolean {
    let j = this.#superior[under]!;
    for (; j >= 0 && j !== over; j = this.#superior[j]!) this.spent++;
    return j >= 0;
  }

  #line(head: number, below: number, position: number | undefined): Row | undefined {
    const rule = this.#market.facts.policy.relations.lineOfCommand;
    if (!rule || position === undefined || !this.#related(head, below, rule.maxDegree)) return undefined;
    const over = this.#of(head).find((e) => this.#market.position[e] === position);
    if (over === undefined) return undefined;
    const under = this.#of(below).filter((e) => this.#isUnder(position, this.#market.position[e]!) && !(this.#isStay(e) && this.#isStay(over)));
    return under.length > 0 ? rowOf([over, ...under], 1) : undefined;
  }

  #unit(a: number, b: number, unit: number | undefined, left: number | undefined): Row | undefined {
    const rule = this.#market.facts.policy.relations.sameUnit;
    if (!rule || unit === undefined || a >= b || !this.#related(a, b, rule.maxDegree)) return undefined;
    const [ofA, ofB] = [a, b].map((i) => this.#of(i).filter((e) => this.#unitOf[this.#market.position[e]!] === unit)) as [number[], number[]];
    const both = ofA.some((e) => this.#isStay(e)) && ofB.some((e) => this.#isStay(e));
    if (both ? left !== a && left !== b : left !== undefined) return undefined;
    const [first, second] = [[a, ofA], [b, ofB]].map(([i, pairs]) => (pairs as number[]).filter((e) => i !== left || !this.#isStay(e))) as [number[], number[]];
    return first.length > 0 && second.length > 0 ? rowOf([...first, ...second], 1) : undefined;
  }

  #limit(texts: readonly string[]): Row | undefined {
    if (texts.length > 3) return undefined;
    const [id, unitId, side] = texts;
    const tally = this.#tallies.find(({ limit, side: own }) => limit.id === id && own === side);
    const unit = this.#unitAt.get(unitId ?? '');
    if (!tally || tally.perUnit !== (unitId !== undefined) || (tally.perUnit && (unit === undefined || !tally.watches(unit)))) return undefined;
    const pairs: number[] = [];
    this.spent += this.#unitOf.length;
    for (let j = 0; j < this.#unitOf.length; j++) {
      if (!tally.perUnit || this.#unitOf[j] === unit) for (const e of this.#into(j)) if (tally.coefficient(this.#market.person[e]!, j) !== 0) pairs.push(e);
    }
    return { pairs: Int32Array.from(pairs), coefficients: Float64Array.from(pairs, (e) => tally.coefficient(this.#market.person[e]!, this.#market.position[e]!)), most: tally.most(unit ?? 0) };
  }

  #chain(id: string, ids: readonly string[]): Row | undefined {
    const { facts: { positionAt }, person, position } = this.#market;
    const most = this.#chains.get(id);
    const posts = ids.map((one) => positionAt.get(one) ?? -1);
    const holders = posts.map((j) => (j < 0 ? -1 : this.#holders[j]!));
    if (most !== posts.length || new Set(posts).size < most || holders.includes(-1)) return undefined;
    const pairs = new Set(this.#into(posts[0]!).filter((e) => person[e] !== holders[0]));
    holders.forEach((i, k) => {
      const last = k === holders.length - 1;
      for (const e of this.#of(i)) if (last ? position[e] !== posts[k] : position[e] === posts[k + 1]) pairs.add(e);
    });
    this.spent += 32 * pairs.size; // a set is slower than a list
    return rowOf([...pairs], most);
  }
}

/** Where the items of each of 0, 1, … begin, put in order by the number that they carry. */
function starts(numbers: Int32Array, length: number): Int32Array {
  const start = new Int32Array(length + 1);
  for (let k = 0; k < numbers.length; k++) start[numbers[k]! + 1]!++;
  for (let k = 0; k < length; k++) start[k + 1]! += start[k]!;
  return start;
}

/** The id of the first limit that a plan exceeds, with a sentence that says how; undefined where it keeps them all. */
export function exceeded(market: Market, seating: Seating): { readonly limit: string; readonly detail: string } | undefined {
  const { units } = market.facts.round;
  const unitOf = unitsOf(market);
  for (const tally of talliesOf(market)) {
    const { limit, side, perUnit, coefficient, watches, most } = tally;
    const sums = new Float64Array(Math.max(1, units.length));
    for (let i = 0; i < seating.length; i++) if (seating[i]! >= 0) sums[perUnit ? unitOf[seating[i]!]! : 0]! += coefficient(i, seating[i]!);
    for (let unit = 0; unit < (perUnit ? units.length : 1); unit++) {
      if ((perUnit && !watches(unit)) || sums[unit]! <= most(unit)) continue;
      const where = perUnit ? ` of unit ${units[unit]!.id}` : '';
      const least = side === 'min' || limit.kind === 'donor';
      return { limit: limit.id, detail: least ? `has ${-sums[unit]!} of the people${where}, where ${-most(unit)} must be there` : `counts ${sums[unit]!}${where}, where ${most(unit)} may be` };
    }
  }
  const chains = bindingLimits(market.facts.policy).flatMap((limit) => (limit.kind === 'chain' ? [limit] : []));
  const longest = chains.length > 0 ? longestChain(market, seating) : 0;
  const over = chains.find(({ max }) => longest > max);
  return over && { limit: over.id, detail: `has ${longest} moves that hang together, where ${over.max} may` };
}

/** The most moves of a plan of which each but the last needs the next: somebody takes the only seat of a post whose holder goes elsewhere. */
function longestChain(market: Market, seating: Seating): number {
  const { seat } = market.facts;
  const holders = holdersOf(market);
  const moves = (i: number): boolean => seating[i]! >= 0 && seating[i] !== seat[i];
  const next = (i: number): number => {
    const holder = holders[seating[i]!]!;
    return holder >= 0 && moves(holder) ? holder : -1;
  };
  const follows = new Uint8Array(seating.length);
  const seen = new Uint8Array(seating.length);
  for (let i = 0; i < seating.length; i++) if (moves(i) && next(i) >= 0) follows[next(i)] = 1;
  let longest = 0;
  const walk = (from: number): void => {
    let length = 0;
    for (let i = from; i >= 0 && seen[i] === 0; i = next(i)) {
      seen[i] = 1;
      length++;
    }
    longest = Math.max(longest, length);
  };
  for (const loops of [false, true]) for (let i = 0; i < seating.length; i++) if (moves(i) && (loops || follows[i] === 0)) walk(i); // loops are what is left
  return longest;
}
