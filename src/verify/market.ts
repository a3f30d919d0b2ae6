import type { Move, Policy } from './documents.js';
import type { Datum, Facts } from './facts.js';
import { gatesOf, Interpreter, requirementsOf, roundedProduct, type Outcome, type Rule } from './interpreter.js';
import { readsOf, type Read } from './language.js';
import { weightTotal } from './consistency.js';
import { tenThousandths } from './shapes.js';

/** The same for data that rules cannot tell apart. */
function keyOf(datum: Datum): unknown {
  return 'cause' in datum ? undefined : typeof datum.value === 'object' ? JSON.stringify(datum.value) : datum.value;
}

/** For each person or position a small number: equal where everything that the reads ask for is equal. */
function classes(facts: Facts, reads: readonly Read[], length: number): Int32Array {
  let all = new Int32Array(length);
  for (const read of reads) {
    const column: readonly unknown[] = read.what === 'spells' ? facts.histories(read.name) : facts.column(read).map(keyOf);
    const seen = new Map<unknown, number>();
    const pairs = new Map<number, number>();
    const next = new Int32Array(length);
    for (let k = 0; k < length; k++) {
      const key = column[k];
      let own = seen.get(key);
      if (own === undefined) seen.set(key, (own = seen.size));
      const pair = all[k]! * length + own;
      let joint = pairs.get(pair);
      if (joint === undefined) pairs.set(pair, (joint = pairs.size));
      next[k] = joint;
    }
    all = next;
  }
  return all;
}

/** A number for every person and position, computed once for all pairs that agree in everything it is computed from. */
export class Table {
  readonly #person: Int32Array;
  readonly #position: Int32Array;
  readonly #width: number;
  readonly #rows: Float64Array[] = [];
  readonly #compute: (person: number, position: number) => number;

  constructor(facts: Facts, reads: readonly Read[], compute: (person: number, position: number) => number) {
    this.#person = classes(facts, reads.filter((read) => read.about === 'person'), facts.round.people.length);
    this.#position = classes(facts, reads.filter((read) => read.about === 'position'), facts.round.positions.length);
    this.#width = this.#position.reduce((most, k) => Math.max(most, k + 1), 0);
    this.#compute = compute;
  }

  at(person: number, position: number): number {
    const row = (this.#rows[this.#person[person]!] ??= new Float64Array(this.#width).fill(NaN));
    const column = this.#position[position]!;
    const found = row[column]!;
    return found === found ? found : (row[column] = this.#compute(person, position));
  }
}

const OUTCOMES: readonly Outcome[] = ['fail', 'unknown', 'pass'];
const FAIL = 0; // their places in it
const PASS = 2;

/** The worst that some tables of outcomes say of a pair, by its place. */
function worst(tables: readonly Table[], i: number, j: number): number {
  let sofar = PASS;
  for (let k = 0; k < tables.length && sofar !== FAIL; k++) sofar = Math.min(sofar, tables[k]!.at(i, j));
  return sofar;
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
  /** By position. */
  readonly outcomes: Uint8Array;
  /** By the number of positions that are alike. */
  readonly fits: Float64Array;

  constructor(positions: number) {
    this.outcomes = new Uint8Array(positions);
    this.fits = new Float64Array(positions);
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

/** Open positions in scope of which every gate and requirement says the same, with the tables of those that bind. */
interface Alike {
  readonly positions: number[];
  readonly tables: readonly Table[];
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

    const pairs = new Pairs(round.positions.length);
    const alikeForGates = this.#alikeForGates();
    const alikeForFits = classes(facts, readsOf(policy.criteria.map(({ value }) => value)).filter(({ about }) => about === 'position'), round.positions.length);
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
  #addPairs(i: number, alikeForGates: readonly Alike[], alikeForFits: Int32Array, pairs: Pairs): void {
    const { outcomes, fits } = pairs;
    this.#findOutcomes(i, alikeForGates, outcomes);
    fits.fill(NaN);
    pairs.reserve(outcomes.length);
    const { person, position, fit, certain } = pairs;
    let { count } = pairs;
    for (let j = 0; j < outcomes.length; j++) {
      if (outcomes[j] === FAIL) continue;
      const like = alikeForFits[j]!;
      if (Number.isNaN(fits[like])) fits[like] = this.fitLow(i, j);
      person[count] = i;
      position[count] = j;
      fit[count] = fits[like]!;
      certain[count++] = outcomes[j] === PASS ? 1 : 0;
    }
    pairs.count = count;
  }

  /** By position: fails also where there is a barrier. */
  #findOutcomes(i: number, alikeForGates: readonly Alike[], outcomes: Uint8Array): void {
    outcomes.fill(FAIL);
    if (this.#peopleInScope[i]! && !this.leaving[i]!) {
      const waived = this.#waivers.get(i);
      for (const { positions, tables } of alikeForGates) {
        let outcome: number | undefined;
        for (const j of positions) {
          if (waived?.has(j) || this.barrier(i, j) !== undefined) continue;
          outcome ??= worst(tables, i, j);
          if (outcome === FAIL) break;
          outcomes[j] = outcome;
        }
      }
      for (const j of waived?.keys() ?? []) if (this.barrier(i, j) === undefined) outcomes[j] = OUTCOMES.indexOf(this.gatesOutcome(i, j));
    }
    const seat = this.facts.seat[i]!;
    if (seat >= 0) outcomes[seat] = this.stays(i) ? PASS : FAIL;
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

  /** The open positions in scope, put together where every gate and requirement says the same of everybody. */
  #alikeForGates(): Alike[] {
    const { round } = this.facts;
    const read = classes(this.facts, this.gates.flatMap((gate) => gate.reads).filter(({ about }) => about === 'position'), round.positions.length);
    const alike = new Map<string, Alike>();
    round.positions.forEach((position, j) => {
      if (!this.open[j]! || !this.#positionsInScope[j]!) return;
      const key = `${read[j]!} ${JSON.stringify(position.requires)}`;
      const others = alike.get(key);
      if (others) others.positions.push(j);
      else alike.set(key, { positions: [j], tables: [...this.gates, ...this.requirements[j]!].filter((rule) => rule.binds).map((rule) => this.#table(rule)) });
    });
    return [...alike.values()];
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
    let sum = 0;
    for (const part of this.#parts) sum += part.at(i, j);
    return sum;
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
