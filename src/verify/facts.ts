import { addMonths } from './calendar.js';
import { canonical } from './canonical.js';
import type { Evidence, Policy, Round } from './documents.js';
import type { Read } from './language.js';

export type Value = string | number | boolean | readonly string[];

/** What is known about one thing: its value, or why there is none. */
export type Datum = { readonly value: Value } | { readonly cause: 'missing' | 'expired' | 'future' | 'conflict' | 'unmapped' };

const [MISSING, EXPIRED, FUTURE, CONFLICT, UNMAPPED] = (['missing', 'expired', 'future', 'conflict', 'unmapped'] as const).map((cause) => ({ cause })) as [Datum, Datum, Datum, Datum, Datum];

/** A round and a policy that were read, with people and positions by their place in the lists, which are sorted by id. */
export class Facts {
  readonly round: Round;
  readonly policy: Policy;
  readonly horizon: string;
  readonly personAt: ReadonlyMap<string, number>;
  readonly positionAt: ReadonlyMap<string, number>;
  readonly levelAt: ReadonlyMap<string, number>;
  /** By person: the place of his position today; -1 for none. */
  readonly seat: Int32Array;
  /** By position: the place of its level, lowest 0. */
  readonly level: Int32Array;
  readonly #sourceDate: ReadonlyMap<string, string>;
  readonly #columns = new Map<string, readonly Datum[]>();
  #attributes: ReadonlyMap<string, readonly Datum[]> | undefined;

  constructor(round: Round, policy: Policy) {
    this.round = round;
    this.policy = policy;
    this.horizon = round.horizon ?? round.asOf;
    this.personAt = new Map(round.people.map((person, i) => [person.id, i]));
    this.positionAt = new Map(round.positions.map((position, j) => [position.id, j]));
    this.levelAt = new Map(policy.levels.map((level, k) => [level.id, k]));
    this.#sourceDate = new Map(round.sources.map((source) => [source.id, source.date]));
    this.seat = Int32Array.from(round.people, (person) => (person.seat === undefined ? -1 : this.positionAt.get(person.seat)!));
    this.level = Int32Array.from(round.positions, (position) => this.levelAt.get(position.level)!);
  }

  /** One thing about everybody, or about every position, in the order of the lists. */
  column(read: Read): readonly Datum[] {
    const key = `${read.about} ${read.what} ${read.name}`;
    let column = this.#columns.get(key);
    if (column === undefined) {
      if (read.about === 'position') column = this.round.positions.map((_, j) => this.#ofPosition(read, j));
      else if (read.what === 'attribute') column = (this.#attributes ??= this.#fromEvidence()).get(read.name)!;
      else column = this.round.people.map((_, i) => this.#ofPerson(read, i));
      this.#columns.set(key, column);
    }
    return column;
  }

  #ofPerson(read: Read, i: number): Datum {
    const seat = this.seat[i]!;
    if (read.what === 'level') return { value: seat < 0 ? -1 : this.level[seat]! };
    if (read.what === 'unit') return { value: seat < 0 ? '' : this.round.positions[seat]!.unit };
    const day = this.round.people[i]![read.what as 'born' | 'since' | 'retires'];
    return day === undefined ? MISSING : { value: day };
  }

  #ofPosition(read: Read, j: number): Datum {
    const position = this.round.positions[j]!;
    if (read.what === 'level') return { value: this.level[j]! };
    if (read.what === 'unit') return { value: position.unit };
    return position.attributes && Object.hasOwn(position.attributes, read.name) ? { value: position.attributes[read.name]! } : MISSING;
  }

  /** What is known of every attribute of everybody. */
  #fromEvidence(): ReadonlyMap<string, readonly Datum[]> {
    const { people } = this.round;
    const columns = new Map<string, Datum[]>();
    const lapsed = new Map<string, (date: string) => boolean>();
    for (const [name, attribute] of Object.entries(this.policy.attributes)) {
      if (attribute.of !== 'person') continue;
      columns.set(name, new Array<Datum>(people.length).fill(MISSING));
      lapsed.set(name, this.#lapse(attribute.validMonths));
    }
    for (let i = 0; i < people.length; i++) {
      const { evidence } = people[i]!;
      for (let [from, to] = [0, 0]; from < evidence.length; from = to) { // it is sorted by attribute
        const name = evidence[from]!.attribute;
        while (to < evidence.length && evidence[to]!.attribute === name) to++;
        columns.get(name)![i] = this.#counting(evidence, from, to, lapsed.get(name)!);
      }
    }
    return columns;
  }

  /** Says of a date whether evidence of it is past its time; each date is looked at once. */
  #lapse(validMonths: number | undefined): (date: string) => boolean {
    if (validMonths === undefined) return () => false;
    const known = new Map<string, boolean>();
    return (date) => {
      let past = known.get(date);
      if (past === undefined) known.set(date, (past = addMonths(date, validMonths, this.policy.leapDay) < this.round.asOf));
      return past;
    };
  }

  /** Section 3.2: which evidence counts, of the items of one attribute. */
  #counting(evidence: readonly Evidence[], from: number, to: number, lapsed: (date: string) => boolean): Datum {
    const { asOf } = this.round;
    let [future, expired, conflict, latest] = [false, false, false, ''];
    let first: Evidence | undefined;
    for (let k = from; k < to; k++) {
      const item = evidence[k]!;
      const date = item.date ?? this.#sourceDate.get(item.source)!;
      if (date > asOf) future = true;
      else if ((item.expires !== undefined && item.expires < asOf) || lapsed(date)) expired = true;
      else if (first === undefined || date > latest) [first, latest, conflict] = [item, date, false];
      else if (date === latest && !sameValue(first, item)) conflict = true;
    }
    if (first === undefined) return expired ? EXPIRED : future ? FUTURE : MISSING;
    if (conflict) return CONFLICT;
    return first.value === undefined ? UNMAPPED : (first as { readonly value: Value });
  }
}

function sameValue(a: Evidence, b: Evidence): boolean {
  return a.value === undefined || b.value === undefined ? a.unmapped === b.unmapped : canonical(a.value) === canonical(b.value);
}
