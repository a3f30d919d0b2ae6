import { addMonths } from './calendar.js';
import { canonical } from './canonical.js';
import type { Evidence, Policy, Round } from './documents.js';
import type { Read } from './language.js';

export type Value = string | number | boolean | readonly string[];

/** What is known about one thing: its value, or why there is none. */
export type Datum = { readonly value: Value } | { readonly cause: 'missing' | 'expired' | 'future' | 'conflict' | 'unmapped' };

const MISSING: Datum = { cause: 'missing' };

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
      column = read.about === 'person' ? this.round.people.map((_, i) => this.#ofPerson(read, i)) : this.round.positions.map((_, j) => this.#ofPosition(read, j));
      this.#columns.set(key, column);
    }
    return column;
  }

  #ofPerson(read: Read, i: number): Datum {
    if (read.what === 'attribute') return this.#fromEvidence(read.name, this.round.people[i]!.evidence);
    const seat = this.seat[i]!;
    if (read.what === 'level') return { value: seat < 0 ? -1 : this.level[seat]! };
    if (read.what === 'unit') return { value: seat < 0 ? '' : this.round.positions[seat]!.unit };
    const day = this.round.people[i]![read.what];
    return day === undefined ? MISSING : { value: day };
  }

  #ofPosition(read: Read, j: number): Datum {
    const position = this.round.positions[j]!;
    if (read.what === 'level') return { value: this.level[j]! };
    if (read.what === 'unit') return { value: position.unit };
    return position.attributes && Object.hasOwn(position.attributes, read.name) ? { value: position.attributes[read.name]! } : MISSING;
  }

  /** Section 3.2: which evidence counts. */
  #fromEvidence(name: string, evidence: readonly Evidence[]): Datum {
    const { asOf } = this.round;
    const { validMonths } = this.policy.attributes[name]!;
    let [future, expired, latest] = [false, false, ''];
    let counting: Evidence[] = [];
    for (const item of evidence) {
      if (item.attribute !== name) continue;
      const date = item.date ?? this.#sourceDate.get(item.source)!;
      if (date > asOf) future = true;
      else if ((item.expires !== undefined && item.expires < asOf) || (validMonths !== undefined && addMonths(date, validMonths, this.policy.leapDay) < asOf)) expired = true;
      else if (date >= latest) {
        if (date > latest) counting = [];
        latest = date;
        counting.push(item);
      }
    }
    const [first, ...others] = counting;
    if (first === undefined) return expired ? { cause: 'expired' } : future ? { cause: 'future' } : MISSING;
    const same = (item: Evidence): boolean =>
      item.value === undefined || first.value === undefined ? item.unmapped === first.unmapped : canonical(item.value) === canonical(first.value);
    if (!others.every(same)) return { cause: 'conflict' };
    return first.value === undefined ? { cause: 'unmapped' } : { value: first.value };
  }
}
