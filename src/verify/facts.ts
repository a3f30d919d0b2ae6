import { addMonths } from './calendar.js';
import { canonical } from './canonical.js';
import type { Evidence, Policy, Round } from './documents.js';
import { historiesOf, type History } from './history.js';
import type { Read } from './language.js';
import { recusals } from './recusal.js';
import { micro } from './shapes.js';

export type Value = string | number | boolean | readonly string[];

/** What is known about one thing: its value, or why there is none. */
export type Datum = { readonly value: Value } | { readonly cause: 'missing' | 'expired' | 'future' | 'conflict' | 'unmapped' | 'recused' };

const [MISSING, EXPIRED, FUTURE, CONFLICT, UNMAPPED, RECUSED] = (['missing', 'expired', 'future', 'conflict', 'unmapped', 'recused'] as const).map((cause) => ({ cause })) as [Datum, Datum, Datum, Datum, Datum, Datum];

/** A round and a policy that were read, with people and positions by their place in the lists, which are sorted by id. */
export class Facts {
  readonly round: Round;
  readonly policy: Policy;
  readonly asOf: string;
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
  readonly #classes = new Map<string, Int32Array>();
  #attributes: ReadonlyMap<string, readonly Datum[]> | undefined;
  #histories: ReadonlyMap<string, readonly History[]> | undefined;
  /** Whose judgement of whom does not count; undefined where the policy does not ask. */
  readonly recusals: ReturnType<typeof recusals>;

  constructor(round: Round, policy: Policy) {
    this.round = round;
    this.policy = policy;
    this.asOf = round.asOf;
    this.horizon = round.horizon ?? round.asOf;
    this.personAt = new Map(round.people.map((person, i) => [person.id, i]));
    this.positionAt = new Map(round.positions.map((position, j) => [position.id, j]));
    this.levelAt = new Map(policy.levels.map((level, k) => [level.id, k]));
    this.#sourceDate = new Map(round.sources.map((source) => [source.id, source.date]));
    this.seat = Int32Array.from(round.people, (person) => (person.seat === undefined ? -1 : this.positionAt.get(person.seat)!));
    this.recusals = recusals(round, policy);
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

  /** By person or by position a number: the same for data that rules cannot tell apart; 0, 1, … as they come. */
  classes(read: Read): Int32Array {
    const key = `${read.about} ${read.what} ${read.name}`;
    let classes = this.#classes.get(key);
    if (classes === undefined) {
      const column: readonly (Datum | History)[] = read.what === 'spells' ? this.histories(read.name) : this.column(read);
      const seen = new Map<unknown, number>();
      classes = new Int32Array(column.length);
      for (let k = 0; k < column.length; k++) {
        const data = column[k]!;
        const own = 'value' in data ? (typeof data.value === 'object' ? JSON.stringify(data.value) : data.value) : 'spells' in data ? data : undefined;
        let number = seen.get(own);
        if (number === undefined) seen.set(own, (number = seen.size));
        classes[k] = number;
      }
      this.#classes.set(key, classes);
    }
    return classes;
  }

  /** The spells of one attribute of everybody; equal histories are one object. */
  histories(attribute: string): readonly History[] {
    return (this.#histories ??= historiesOf(this.round, this.policy, this.#sourceDate)).get(attribute)!;
  }

  #ofPerson(read: Read, i: number): Datum {
    const seat = this.seat[i]!;
    if (seat >= 0 && (read.what === 'level' || read.what === 'unit' || read.what === 'levelId' || read.what === 'track' || read.what === 'class')) return this.#ofPosition(read, seat);
    if (read.what === 'level') return { value: -1 };
    if (read.what === 'class') return MISSING;
    if (read.what === 'unit' || read.what === 'levelId' || read.what === 'track') return { value: '' };
    const day = this.round.people[i]![read.what as 'born' | 'since' | 'retires'];
    return day === undefined ? MISSING : { value: day };
  }

  #ofPosition(read: Read, j: number): Datum {
    const position = this.round.positions[j]!;
    if (read.what === 'level') return { value: this.level[j]! };
    if (read.what === 'unit') return { value: position.unit };
    if (read.what === 'levelId') return { value: position.level };
    if (read.what === 'track') return position.track === undefined ? MISSING : { value: position.track };
    if (read.what === 'class') return position.class === undefined ? MISSING : { value: position.class };
    return position.attributes && Object.hasOwn(position.attributes, read.name) ? { value: position.attributes[read.name]! } : MISSING;
  }

  /** What is known of every attribute of everybody. */
  #fromEvidence(): ReadonlyMap<string, readonly Datum[]> {
    const { people } = this.round;
    const columns = new Map<string, { readonly data: Datum[]; readonly mean: boolean; readonly lapsed: (date: string) => boolean }>();
    for (const [name, { of, combine, validMonths }] of Object.entries(this.policy.attributes)) {
      if (of === 'person') columns.set(name, { data: new Array<Datum>(people.length).fill(MISSING), mean: combine === 'mean', lapsed: this.#lapse(validMonths) });
    }
    for (let i = 0; i < people.length; i++) {
      const { id, evidence } = people[i]!;
      for (let [from, to] = [0, 0]; from < evidence.length; from = to) { // it is sorted by attribute
        const name = evidence[from]!.attribute;
        while (to < evidence.length && evidence[to]!.attribute === name) to++;
        const { data, mean, lapsed } = columns.get(name)!;
        data[i] = mean ? this.#mean(id, evidence.slice(from, to), lapsed) : this.#latest(id, evidence, from, to, lapsed);
      }
    }
    return new Map([...columns].map(([name, { data }]) => [name, data]));
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

  /** Why an item of somebody does not count, or undefined if it does. */
  #excluded(person: string, item: Evidence, date: string, lapsed: (date: string) => boolean): Datum | undefined {
    if (item.by !== undefined && this.recusals) {
      const { silence, related } = this.recusals.get(item.by)!;
      if (silence !== undefined || related.has(person)) return RECUSED;
    }
    if (date > this.round.asOf) return FUTURE;
    return (item.expires !== undefined && item.expires < this.round.asOf) || lapsed(date) ? EXPIRED : undefined;
  }

  /** Section 3.2: which evidence counts, of the items of one attribute. */
  #latest(person: string, evidence: readonly Evidence[], from: number, to: number, lapsed: (date: string) => boolean): Datum {
    let why = MISSING;
    let conflict = false;
    let latest = '';
    let first: Evidence | undefined;
    for (let k = from; k < to; k++) {
      const item = evidence[k]!;
      const date = item.date ?? this.#sourceDate.get(item.source)!;
      const excluded = this.#excluded(person, item, date, lapsed);
      if (excluded !== undefined) why = weightier(why, excluded);
      else if (first === undefined || date > latest) {
        first = item;
        latest = date;
        conflict = false;
      } else if (date === latest && !sameValue(first, item)) conflict = true;
    }
    if (first === undefined) return why;
    if (conflict) return CONFLICT;
    return first.value === undefined ? UNMAPPED : (first as { readonly value: Value });
  }

  /** The mean over the raters of one attribute, each by the items of his latest date; whoever gives no rater is one more. */
  #mean(person: string, evidence: readonly Evidence[], lapsed: (date: string) => boolean): Datum {
    const raters = [...new Set(evidence.map(({ by }) => by))];
    const each = raters.map((rater) => {
      const items = evidence.filter(({ by }) => by === rater);
      return this.#latest(person, items, 0, items.length, lapsed);
    });
    const judged = each.filter((datum) => 'value' in datum || datum === CONFLICT || datum === UNMAPPED);
    if (judged.length === 0) return each.reduce(weightier);
    if (judged.includes(CONFLICT)) return CONFLICT;
    if (judged.includes(UNMAPPED)) return UNMAPPED;
    const sum = judged.reduce((all, datum) => all + BigInt(micro((datum as { value: number }).value)), 0n);
    const [top, bottom] = [2n * sum + BigInt(judged.length), 2n * BigInt(judged.length)]; // rounded half up
    return { value: Number(top / bottom - (top % bottom < 0n ? 1n : 0n)) / 1e6 };
  }
}

/** Which of two causes is told where nothing is left. */
function weightier(a: Datum, b: Datum): Datum {
  return [RECUSED, EXPIRED, FUTURE].find((cause) => cause === a || cause === b) ?? MISSING;
}

function sameValue(a: Evidence, b: Evidence): boolean {
  return a.value === undefined || b.value === undefined ? a.unmapped === b.unmapped : canonical(a.value) === canonical(b.value);
}
