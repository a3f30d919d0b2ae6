import type { Spells } from './spells.js';

/** Why a datum is unknown. */
export type UnknownCause = 'missing' | 'expired' | 'conflict' | 'unmapped' | 'future' | 'recused' | 'unchecked' | 'undated';

/** One attribute of one person or position as the rules see it; `value` is absent exactly when `cause` is there, and always where `spells` is. */
export interface Datum {
  /** Number attributes in 1e-6 units, dates as day numbers, sets as sorted lists. */
  readonly value?: number | string | boolean | readonly string[];
  readonly cause?: UnknownCause;
  readonly source?: string;
  readonly day?: number;
  /** Of an attribute of type `spells`; then `cause` says why the record is not known whole, if it is not. */
  readonly spells?: Spells;
  /** Index of the counted item in the person's evidence; absent for positions and for unknown data. */
  readonly item?: number;
}

const MISSING: Datum = { cause: 'missing' };

/** Data by the name of their attribute; none where nothing was said. */
export interface Data {
  get(attribute: string): Datum | undefined;
}

/** What the rules may know of a person. Days are day numbers; absent means unknown, but a seat that is absent is known to be none. */
export interface PersonFacts {
  readonly id: string;
  readonly data: Data;
  /** Index of the level of the seat held, -1 for none. */
  readonly seatLevel: number;
  /** Unit of the seat held, '' for none. */
  readonly seatUnit: string | undefined;
  /** Track of the seat held, '' for none; absent where it has none. */
  readonly seatTrack?: string | undefined;
  /** Class of the job held; absent where it is not stated, and for no seat. */
  readonly seatClass?: number | undefined;
  readonly born: number | undefined;
  readonly since: number | undefined;
  readonly retires: number | undefined;
}

/** What the rules may know of a position. */
export interface PositionFacts {
  readonly id: string;
  readonly data: ReadonlyMap<string, Datum>;
  readonly level: number;
  /** Undefined only while a policy is checked for every position that may come. */
  readonly unit: string | undefined;
  readonly track?: string | undefined;
  readonly class?: number | undefined;
}

export interface RoundFacts {
  /** Undefined only while a policy is checked for every round that may come. */
  readonly asOf: number | undefined;
  readonly horizon: number | undefined;
}

/** The pair a rule is asked about. */
export interface Pair {
  readonly person: PersonFacts;
  readonly position: PositionFacts;
  readonly round: RoundFacts;
}

export function datumOf(facts: PersonFacts | PositionFacts, attribute: string): Datum {
  return facts.data.get(attribute) ?? MISSING;
}
