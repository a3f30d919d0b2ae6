import type { Move, Policy } from './documents.js';
import type { Facts } from './facts.js';
import { gatesOf, Interpreter, requirementsOf, roundedProduct, type Outcome, type Rule } from './interpreter.js';
import { readsOf, type Read } from './language.js';
import { weightTotal } from './consistency.js';
import { tenThousandths } from './shapes.js';

/** For each person or position a small number: equal where everything that the reads ask for is equal. */
function classes(facts: Facts, reads: readonly Read[], length: number): Int32Array {
  const [first, ...others] = reads.map((read) => facts.classes(read));
  let all = first ?? new Int32Array(length);
  for (const own of others) {
    const pairs = new Map<number, number>();
    const next = new Int32Array(length);
    const width = countOf(own);
    for (let k = 0; k < length; k++) {
      const pair = all[k]! * width + own[k]!;
      let joint = pairs.get(pair);
      if (joint === undefined) pairs.set(pair, (joint = pairs.size));
      next[k] = joint;
    }
    all = next;
  }
  return all;
}

/** How many classes there are. */
function countOf(classes: Int32Array): number {
  let most = -1;
  for (let k = 0; k < classes.length; k++) if (classes[k]! > most) most = classes[k]!;
  return most + 1;
}

/** So many numbers of a table are kept in one piece, where one class of people has no more: a list for each class would take more room than its few numbers. */
const PIECE = 4096;

/** A number for every person and position, computed once for all pairs that agree in everything it is computed from. */
export class Table {
  readonly #person: Int32Array;
  readonly #position: Int32Array;
  readonly #width: number;
  /** The numbers of some classes of people, one class after the other; NaN where none was asked for. */
  readonly #pieces: (Float64Array | undefined)[];
  /** A piece is of 2^shift classes. */
  readonly #shift: number;
  readonly #compute: (person: number, position: number) => number;

  constructor(facts: Facts, reads: readonly Read[], compute: (person: number, position: number) => number) {
    this.#person = classes(facts, reads.filter((read) => read.about === 'person'), facts.round.people.length);
    this.#position = classes(facts, reads.filter((read) => read.about === 'position'), facts.round.positions.length);
    this.#width = countOf(this.#position);
    let shift = 0;
    while (shift < 12 && this.#width << (shift + 1) <= PIECE) shift++;
    this.#shift = shift;
    this.#pieces = new Array<undefined>((countOf(this.#person) >>> this.#shift) + 1).fill(undefined);
    this.#compute = compute;
  }

  /** Whether it says the same of all positions. */
  get isOfPerson(): boolean {
    return this.#width <= 1;
  }

  at(person: number, position: number): number {
    const own = this.#person[person]!;
    const k = own >>> this.#shift;
    const piece = (this.#pieces[k] ??= new Float64Array(this.#width << this.#shift).fill(NaN));
    const place = (own - (k << this.#shift)) * this.#width + this.#position[position]!;
    const found = piece[place]!;
    return found === found ? found : (piece[place] = this.#compute(person, position));
  }
}

const OUTCOMES: readonly Outcome[] = ['fail', 'unknown', 'pass'];
const FAIL = 0; // their places in it
const PASS = 2;
const UNASKED = 3;

/** The worst that some tables of outcomes say of a pair, by its place. */
function worst(tables: readonly Table[], i: number, j: number): number {
  let sofar = PASS;
  for (let k = 0; k < tables.length && sofar !== FAIL; k++) sofar = Math.min(sofar, tables[k]!.at(i, j));
  return sofar;
}

function sumOf(tables: readonly Table[], i: number, j: number): number {
  let sum = 0;
  for (let k = 0; k < tables.length; k++) sum += tables[k]!.at(i, j);
  return sum;
}

export interface Stage {
  readonly name: string;
  readonly weight: (person: number, position: number, fit: number) => number;
}

/** The pairs found so far, `count` of them at the head of the lists, and what is known of the person looked at. */
class Pairs {
  person = new Int32Array(1024);
  position = new Int32Array(1024);
  fit = new Float64Array(1024);
  certain = new Uint8Array(1024);
  count = 0;
  /** By the number of positions that are alike to the gates; `UNASKED` until one of them is looked at. */
  readonly outcomes: Uint8Array;
  /** By the number of positions that are alike to the criteria; NaN until one of them is looked at. */
  readonly fits: Float64Array;

  constructor(alikeForGates: number, alikeForFits: number) {
    this.outcomes = new Uint8Array(alikeForGates);
    this.fits = new Float64Array(alikeForFits);
  }

  /** Makes room for some more. */
  reserve(more: number): void {
    if (this.count + more <= this.person.length) return;
    const length = 2 * (this.count + more);
    const longer = <T extends { set(from: T): void }>(list: T, copy: T): T => {
      copy.set(list);
      return copy;
    };
    this.person = longer(this.person, new Int32Array(length));
    this.position = longer(this.position, new Int32Array(length));
    this.fit = longer(this.fit, new Float64Array(length));
    this.certain = longer(this.certain, new Uint8Array(length));
  }
}

/** Positions put together where every gate and requirement says the same of everybody. */
interface Alike {
  /** By position: the number of those that are alike; -1 where nobody new may enter. */
  readonly of: Int32Array;
  /** By that number: the tables of the gates and requirements that bind. */
  readonly tables: readonly (readonly Table[])[];
}

/** Section 4: who may take which post, and what is maximised. A pair is a place in `person`, `position` and `fit`, by person, then position. */
export class Market {
  readonly facts: Facts;
  readonly interpreter: Interpreter;
  readonly gates: readonly Rule[];
  readonly requirements: readonly (readonly Rule[])[];

  readonly open: readonly boolean[];
  readonly leaving: readonly boolean[];
  /** By person: holds a seat and is not leaving. */
  readonly owed: readonly boolean[];
  readonly #pin: Int32Array;
  readonly #peopleInScope: readonly boolean[];
  readonly #positionsInScope: readonly boolean[];
  /** By the place of a person: the rules that are waived for him, by the place of the position. */
  readonly #waivers = new Map<number, Map<number, Set<string>>>();
  readonly #tables = new Map<Rule, Table>();
  readonly #parts: readonly Table[];
  /** Those of them that say the same of all positions, and the others. */
  readonly #partsOfPerson: readonly Table[];
  readonly #partsOfPair: readonly Table[];
  readonly #weights: readonly number[];
  readonly #weightTotal: number;

  /** Every pair of the conditional market. */
  readonly person: Int32Array;
  readonly position: Int32Array;
  readonly fit: Float64Array;
  /** The pairs of the certain market among them. */
  readonly certain: Uint8Array;
  readonly rowMin: Uint8Array;
  readonly colMin: Float64Array;
  readonly colMax: Float64Array;
  readonly stages: readonly Stage[];

  /** @param after - further stages, after the first one. */
  constructor(facts: Facts, after: readonly Stage[] = []) {
    this.facts = facts;
    const { round, policy, horizon, seat } = facts;
    this.interpreter = new Interpreter(facts);
    this.gates = gatesOf(policy);
    this.requirements = requirementsOf(facts);
    this.open = round.positions.map(({ opens, closes }) => (opens === undefined || opens <= horizon) && !(closes !== undefined && closes <= horizon));
    this.leaving = round.people.map(({ retires }) => retires !== undefined && retires <= horizon);
    this.owed = round.people.map((_, i) => seat[i]! >= 0 && !this.leaving[i]!);
    const scoped = (scope: 'all' | readonly string[], all: readonly { readonly id: string }[]): readonly boolean[] => {
      const ids = new Set(scope === 'all' ? all.map(({ id }) => id) : scope);
      return all.map(({ id }) => ids.has(id));
    };
    this.#peopleInScope = scoped(round.scope.people, round.people);
    this.#positionsInScope = scoped(round.scope.positions, round.positions);
    this.#pin = new Int32Array(round.people.length).fill(-1);
    for (const pin of round.pins) this.#pin[facts.personAt.get(pin.person)!] = facts.positionAt.get(pin.position)!;
    for (const { person, position, rule } of round.waivers) {
      const [i, j] = [facts.personAt.get(person)!, facts.positionAt.get(position)!];
      const ofPerson = this.#waivers.get(i) ?? new Map<number, Set<string>>();
      this.#waivers.set(i, ofPerson.set(j, (ofPerson.get(j) ?? new Set()).add(rule)));
    }
    this.#weights = policy.criteria.map(({ id }) => tenThousandths(policy.weights[id]!));
    this.#weightTotal = weightTotal(policy);
    this.#parts = policy.criteria.map(({ value }, k) => new Table(facts, readsOf([value]), (i, j) => this.#part(k, this.interpreter.number(value, i, j).low)));
    this.#partsOfPerson = this.#parts.filter(({ isOfPerson }) => isOfPerson);
    this.#partsOfPair = this.#parts.filter(({ isOfPerson }) => !isOfPerson);

    const alikeForGates = this.#alikeForGates();
    const alikeForFits = classes(facts, readsOf(policy.criteria.map(({ value }) => value)).filter(({ about }) => about === 'position'), round.positions.length);
    const pairs = new Pairs(alikeForGates.tables.length, countOf(alikeForFits));
    for (let i = 0; i < round.people.length; i++) this.#addPairs(i, alikeForGates, alikeForFits, pairs);
    this.person = pairs.person.slice(0, pairs.count);
    this.position = pairs.position.slice(0, pairs.count);
    this.fit = pairs.fit.slice(0, pairs.count);
    this.certain = pairs.certain.slice(0, pairs.count);

    this.rowMin = Uint8Array.from(round.people, (_, i) => {
      return this.#pin[i]! >= 0 || (this.stays(i) && !this.#peopleInScope[i]!) || (this.owed[i]! && policy.displacement === 'forbid') ? 1 : 0;
    });
    this.colMax = Float64Array.from(round.positions, ({ seats }) => seats ?? 1);
    const stayers = new Float64Array(round.positions.length);
    for (let i = 0; i < seat.length; i++) if (this.stays(i)) stayers[seat[i]!]!++;
    this.colMin = Float64Array.from(round.positions, ({ mustFill }, j) => {
      if (!mustFill || !this.open[j]!) return 0;
      return this.receives(j) ? this.colMax[j]! : Math.min(this.colMax[j]!, stayers[j]!);
    });
    const [owed, ...rest] = this.#stages();
    this.stages = [owed!, ...after, ...rest];
  }

  /** Whether the stay pair of a person exists. */
  stays(i: number): boolean {
    const seat = this.facts.seat[i]!;
    return seat >= 0 && this.barrier(i, seat) === undefined;
  }

  /** Adds the pairs of one person, whose gates and fit are asked once for all positions that are alike to them. */
  #addPairs(i: number, alikeForGates: Alike, alikeForFits: Int32Array, pairs: Pairs): void {
    const { seat, level, round } = this.facts;
    const own = seat[i]!;
    const stays = this.stays(i);
    const enters = this.#peopleInScope[i]! && !this.leaving[i]!;
    if (!enters && !stays) return;
    const pin = this.#pin[i]!;
    const least = own >= 0 && this.open[own]! && !round.people[i]!.acceptsLower ? level[own]! : 0;
    const waived = this.#waivers.get(i);
    const { of, tables } = alikeForGates;
    const { outcomes, fits } = pairs;
    outcomes.fill(UNASKED);
    fits.fill(NaN);
    pairs.reserve(of.length);
    const { person, position, fit, certain } = pairs;
    let fitOfPerson = NaN;
    let { count } = pairs;
    for (let j = enters ? 0 : own; j < of.length; j++) {
      let outcome = PASS;
      if (j !== own) {
        const alike = of[j]!;
        if (!enters || alike < 0 || level[j]! < least || (pin >= 0 && pin !== j)) continue; // as `barrier` says
        if (waived?.has(j)) outcome = OUTCOMES.indexOf(this.gatesOutcome(i, j));
        else if (outcomes[alike] !== UNASKED) outcome = outcomes[alike]!;
        else outcome = outcomes[alike] = worst(tables[alike]!, i, j);
        if (outcome === FAIL) continue;
      } else if (!stays) continue;
      const like = alikeForFits[j]!;
      if (Number.isNaN(fits[like])) {
        if (Number.isNaN(fitOfPerson)) fitOfPerson = sumOf(this.#partsOfPerson, i, j);
        fits[like] = fitOfPerson + sumOf(this.#partsOfPair, i, j);
      }
      person[count] = i;
      position[count] = j;
      fit[count] = fits[like]!;
      certain[count++] = outcome === PASS ? 1 : 0;
    }
    pairs.count = count;
  }

  /** Why a pair does not exist whatever the gates say, or undefined. */
  barrier(i: number, j: number): string | undefined {
    const { seat, level, round } = this.facts;
    const from = seat[i]!;
    if (this.leaving[i]!) return 'a person who is leaving';
    if (!this.open[j]!) return 'a post that is not open';
    if (this.#pin[i]! >= 0 && this.#pin[i]! !== j) return 'somebody who is pinned to another post';
    if (from === j) return undefined;
    if (!this.#peopleInScope[i]!) return from < 0 ? 'a person outside the scope' : 'a person who is frozen in another seat';
    if (!this.#positionsInScope[j]!) return 'a post outside the scope';
    if (from >= 0 && this.open[from]! && level[j]! < level[from]! && !round.people[i]!.acceptsLower) return 'somebody on a lower level without his consent';
    return undefined;
  }

  /** Whether the scope lets somebody new into a position. */
  receives(j: number): boolean {
    return this.#positionsInScope[j]!;
  }

  #alikeForGates(): Alike {
    const { round } = this.facts;
    const read = classes(this.facts, this.gates.flatMap((gate) => gate.reads).filter(({ about }) => about === 'position'), round.positions.length);
    const numbers = new Map<string, number>();
    const tables: (readonly Table[])[] = [];
    const of = Int32Array.from(round.positions, ({ requires }, j) => {
      if (!this.open[j]! || !this.#positionsInScope[j]!) return -1;
      const key = requires === undefined ? `${read[j]!}` : `${read[j]!} ${JSON.stringify(requires)}`;
      let number = numbers.get(key);
      if (number === undefined) {
        numbers.set(key, (number = tables.length));
        tables.push([...this.gates, ...this.requirements[j]!].filter((rule) => rule.binds).map((rule) => this.#table(rule)));
      }
      return number;
    });
    return { of, tables };
  }

  /** The outcome of one gate or requirement: what is waived passes. */
  outcome(rule: Rule, i: number, j: number): Outcome {
    return this.isWaived(rule, i, j) ? 'pass' : this.unwaived(rule, i, j);
  }

  isWaived(rule: Rule, i: number, j: number): boolean {
    return this.#waivers.get(i)?.get(j)?.has(rule.id) === true;
  }

  /** What the data say of a rule. */
  unwaived(rule: Rule, i: number, j: number): Outcome {
    return OUTCOMES[this.#table(rule).at(i, j)]!;
  }

  #table(rule: Rule): Table {
    let table = this.#tables.get(rule);
    if (table === undefined) {
      table = new Table(this.facts, rule.reads, (a, b) => OUTCOMES.indexOf(this.interpreter.outcome(rule, a, b)));
      this.#tables.set(rule, table);
    }
    return table;
  }

  /** Fails if one binding gate or requirement fails, else is unknown if one is. */
  gatesOutcome(i: number, j: number): Outcome {
    let worst: Outcome = 'pass';
    for (const rules of [this.gates, this.requirements[j]!]) {
      for (const rule of rules) {
        const outcome = rule.binds ? this.outcome(rule, i, j) : 'pass';
        if (outcome === 'fail') return 'fail';
        if (outcome === 'unknown') worst = 'unknown';
      }
    }
    return worst;
  }

  /** The way that a move takes, or undefined where it is not known or there is none. */
  route(i: number, j: number): NonNullable<Policy['routes']>[number] | undefined {
    for (const route of this.facts.policy.routes ?? []) {
      const holds = this.interpreter.truth(route.when, i, j);
      if (holds !== false) return holds ? route : undefined;
    }
    return undefined;
  }

  /** Section 3.3: the part of the k-th criterion in the fit, in 1/10,000 point, at one end of its value. */
  #part(k: number, value: number): number {
    return roundedProduct(value, this.#weights[k]!, 100 * this.#weightTotal);
  }

  fitLow(i: number, j: number): number {
    return sumOf(this.#parts, i, j);
  }

  fitOf(i: number, j: number): NonNullable<Move['fit']> {
    let [low, high] = [0, 0];
    const parts = this.facts.policy.criteria.map(({ id, value }, k) => {
      const ends = this.interpreter.number(value, i, j);
      const part = { criterion: id, low: this.#part(k, ends.low), high: this.#part(k, ends.high) };
      low += part.low;
      high += part.high;
      return part;
    });
    return { low, high, parts };
  }

  #stages(): Stage[] {
    const { facts, open, owed } = this;
    const { policy, round, seat, level } = facts;
    const [vacant, lateral] = [tenThousandths(policy.costs.vacantSeat.points), tenThousandths(policy.costs.lateralMove.points)];
    /** A holder whose post closes pays nothing for another one. */
    const merit = (i: number, j: number, fit: number): number => fit + vacant - (seat[i]! >= 0 && seat[i] !== j && open[seat[i]!]! && level[seat[i]!] === level[j] ? lateral : 0);
    const critical = round.positions.map((position, j) => position.critical === true && open[j]!);
    const stages: Stage[] = [{ name: 'owed', weight: (i) => (owed[i]! ? 1 : 0) }];
    if (policy.objective !== 'total') {
      for (let k = policy.levels.length - 1; k >= 0; k--) {
        const name = policy.levels[k]!.id;
        const here = round.positions.map((_, j) => level[j] === k);
        if (!here.some((yes, j) => yes && open[j]!)) continue;
        if (here.some((yes, j) => yes && critical[j]!)) stages.push({ name: `critical:${name}`, weight: (_, j) => (here[j]! && critical[j]! ? 1 : 0) });
        stages.push({ name: `merit:${name}`, weight: (i, j, fit) => (here[j]! ? merit(i, j, fit) : 0) });
      }
    } else {
      if (critical.includes(true)) stages.push({ name: 'critical', weight: (_, j) => (critical[j]! ? 1 : 0) });
      stages.push({ name: 'merit', weight: merit });
    }
    stages.push({ name: 'moves', weight: (i, j) => (seat[i] === j ? 0 : -1) });
    return stages;
  }
}
