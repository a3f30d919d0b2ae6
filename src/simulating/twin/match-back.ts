import { parseDay } from '../../model/calendar.js';
import { compareIds } from '../../model/ids.js';
import type { Person, Round, Value } from '../../model/round.js';
import { binomialTest, poissonBinomial } from '../../stats/index.js';
import { fieldsOf } from './groups.js';

/** One way of linking rows of a twin to real people. */
export interface Linking {
  /** What was compared. */
  readonly by: string;
  /** Rows of which it is known who sits there in truth, and how many of them were linked to him. */
  readonly rows: number;
  readonly hits: number;
  /** Hits of a blind guess among those who hold posts of the same level and field. */
  readonly chance: number;
  /** Probability of at least so many hits by such guesses. */
  readonly p: number;
}

/** How near rows lie to real people, and to people of a control round that the twin was not made from. */
export interface Nearness {
  readonly closer: number;
  readonly farther: number;
  readonly equal: number;
  /** One-sided, exact: would as many rows be closer to the real people if both were as likely? */
  readonly p: number;
}

/** Combinations of three exact values that fewer than five real people have. */
export interface RareCombinations {
  readonly attributes: number;
  readonly combinations: number;
  /** Pairs of a row and a rare combination that it has: in the twin, and in the control. */
  readonly inTwin: number;
  readonly inControl?: number;
}

export interface MatchBack {
  readonly linkings: readonly Linking[];
  /** The least p of all linkings times their number (Bonferroni), at most 1. */
  readonly p: number;
  readonly rare: RareCombinations;
  readonly nearness?: Nearness;
}

export interface MatchBackOptions {
  /** Who a row was made from, by ids, where that is known: of a naive twin. Without it the truth is who holds the same seat. */
  readonly sources?: ReadonlyMap<string, string>;
  /** A round of other people of the same kind, of about the same size: a draw from the same population, or the people kept out when the twin was made. */
  readonly control?: Round;
}

/** Attributes whose rare combinations are counted: those with most different values. */
const IDENTIFYING = 12;

/**
 * The attack on a twin: somebody who has the whole real round, every attribute of everybody, and knows which post is which, tries to say whose row is whose. He links each row to the nearest person (Gower's distance,
 * numbers in two standard deviations, capped), to the one with most values exactly equal, by every three of unit, level, age, service and tenure, and by the order of ids; always among those who hold posts of the same level and field,
 * because those are public. Beside it: how many rows have a rare combination of three exact values, and, with a control round, whether rows lie nearer to the people the twin was made from than to others.
 * Shares no code with the generator but the field of a post. Ties go to the first id, which says nothing of a row.
 * O(people^2 * attributes) within levels.
 * @see JC Gower, Biometrics 27(4):857-871, 1971, doi:10.2307/2528823
 */
export function matchBack(round: Round, twin: Round, { sources, control }: MatchBackOptions = {}): MatchBack {
  const table = new Table([round, twin, ...(control ? [control] : [])]);
  const [real, fake] = [table.people[0]!, table.people[1]!];
  const truth = truthOf(round, twin, sources);
  const linkings = ATTACKS.map(({ by, unit, columns, exact }) => {
    const pools = new Map<string, number[]>();
    real.forEach((p, k) => push(pools, unit ? p.placeInUnit : p.place, k));
    const used = columns ? columns.map((name) => table.columns.indexOf(name)) : table.columns.map((_, k) => k);
    return linked(by, truth, (row) => {
      const pool = pools.get(unit ? fake[row]!.placeInUnit : fake[row]!.place) ?? [];
      return { size: pool.length, guess: pool[table.nearest(fake[row]!, pool.map((k) => real[k]!), used, exact ?? false).at] };
    });
  });
  linkings.push(linked('the order of ids', truth, (row) => ({ size: real.length, guess: row })));
  return {
    linkings,
    p: Math.min(1, linkings.length * Math.min(...linkings.map(({ p }) => p))),
    rare: table.rare(),
    ...(control && { nearness: table.nearness() }),
  };
}

const ATTACKS: readonly { readonly by: string; readonly unit?: boolean; readonly columns?: readonly string[]; readonly exact?: boolean }[] = [
  { by: 'all attributes, nearest' },
  { by: 'all attributes, most equal', exact: true },
  { by: 'level, age, service', columns: ['born', 'service'] },
  { by: 'level, age, tenure', columns: ['born', 'since'] },
  { by: 'level, service, tenure', columns: ['service', 'since'] },
  { by: 'age, service, tenure', columns: ['born', 'service', 'since'] },
  { by: 'unit, level, age', unit: true, columns: ['born'] },
  { by: 'unit, level, service', unit: true, columns: ['service'] },
  { by: 'unit, level, tenure', unit: true, columns: ['since'] },
  { by: 'unit, age, service', unit: true, columns: ['born', 'service'] },
  { by: 'unit, age, tenure', unit: true, columns: ['born', 'since'] },
  { by: 'unit, service, tenure', unit: true, columns: ['service', 'since'] },
];

/** Row of the twin to row of the real round, where it is known: the sole holders of the k-th post of both, or as told. */
function truthOf(round: Round, twin: Round, sources?: ReadonlyMap<string, string>): ReadonlyMap<number, number> {
  if (sources) {
    const rowOf = new Map<string, number>(round.people.map((p, row) => [p.id, row]));
    return new Map(twin.people.flatMap((p, row) => (sources.has(p.id) ? [[row, rowOf.get(sources.get(p.id)!)!] as const] : [])));
  }
  const holders = ({ positions, people }: Round): number[][] => {
    const place = new Map<string, number>(positions.map((p, k) => [p.id, k]));
    const of = positions.map((): number[] => []);
    people.forEach((p, row) => p.seat !== undefined && of[place.get(p.seat)!]!.push(row));
    return of;
  };
  const [real, fake] = [holders(round), holders(twin)];
  return new Map(fake.flatMap((rows, k) => (rows.length === 1 && real[k]?.length === 1 ? [[rows[0]!, real[k][0]!] as const] : [])));
}

function linked(by: string, truth: ReadonlyMap<number, number>, guessOf: (row: number) => { readonly size: number; readonly guess: number | undefined }): Linking {
  let hits = 0;
  const chances: number[] = [];
  for (const [row, source] of truth) {
    const { size, guess } = guessOf(row);
    if (size === 0) continue;
    chances.push(1 / size);
    if (guess === source) hits++;
  }
  const { pmf, mean } = poissonBinomial(chances);
  const p = pmf.slice(hits).reduceRight((sum, x) => sum + x, 0);
  return { by, rows: chances.length, hits, chance: mean, p: Math.min(1, p) };
}

/** What the attacker compares of a person: a number (scaled), a code of a text, or nothing. */
interface Features {
  readonly level: string;
  readonly place: string;
  readonly placeInUnit: string;
  readonly values: Float64Array;
}

const CAPPED = 1;

class Table {
  readonly columns: readonly string[];
  readonly people: readonly (readonly Features[])[];
  private readonly isCode: readonly boolean[];
  private readonly raw: readonly (readonly ReadonlyMap<string, number | string>[])[];

  constructor(rounds: readonly Round[]) {
    this.raw = rounds.map((r) => r.people.map((p) => cellsOf(p)));
    this.columns = [...new Set(this.raw.flatMap((people) => people.flatMap((cells) => [...cells.keys()])))].sort(compareIds);
    this.isCode = this.columns.map((name) => this.raw.some((people) => people.some((cells) => typeof cells.get(name) === 'string')));
    const scales = this.columns.map((name, c) => {
      const codes = new Map<string, number>();
      if (this.isCode[c]) return (value: number | string): number => code(codes, String(value));
      const known = this.raw[0]!.flatMap((cells) => cells.get(name) ?? []) as number[];
      const mean = known.reduce((sum, x) => sum + x, 0) / known.length;
      const sd = Math.sqrt(known.reduce((sum, x) => sum + (x - mean) * (x - mean), 0) / known.length) || 1;
      return (value: number | string): number => (value as number) / (2 * sd);
    });
    this.people = rounds.map((r, i) => {
      const places = placesOf(r, rounds[0]!);
      return r.people.map((p, row): Features => {
        const cells = this.raw[i]![row]!;
        const values = Float64Array.from(this.columns, (name, c) => (cells.has(name) ? scales[c]!(cells.get(name)!) : NaN));
        return { ...places(p), values };
      });
    });
  }

  /** The first of the nearest people and how far he is. */
  nearest(from: Features, pool: readonly Features[], columns: readonly number[], exact: boolean): { readonly at: number; readonly far: number } {
    let [at, far] = [-1, Infinity];
    for (let k = 0; k < pool.length; k++) {
      const other = pool[k]!;
      let sum = 0;
      for (const c of columns) {
        const x = from.values[c]!;
        const y = other.values[c]!;
        if (x === y || (x !== x && y !== y)) continue; // NaN is nothing known
        const apart = exact || this.isCode[c] || x !== x || y !== y ? CAPPED : Math.min(CAPPED, Math.abs(x - y));
        sum += apart;
        if (sum >= far) break;
      }
      if (sum < far) [at, far] = [k, sum];
    }
    return { at, far };
  }

  nearness(): Nearness {
    const all = this.columns.map((_, c) => c);
    const [real, fake, control] = [this.people[0]!, this.people[1]!, this.people[2]!];
    const pool = (people: readonly Features[], level: string): Features[] => people.filter((p) => p.level === level);
    const pools = new Map([...new Set(fake.map((p) => p.level))].map((level) => [level, [pool(real, level), pool(control, level)] as const]));
    let [closer, farther, equal] = [0, 0, 0];
    for (const row of fake) {
      const [of, others] = pools.get(row.level)!;
      const by = this.nearest(row, of, all, false).far - this.nearest(row, others, all, false).far;
      if (by < 0) closer++;
      else if (by > 0) farther++;
      else equal++;
    }
    const test = binomialTest(closer, closer + farther, 0.5);
    return { closer, farther, equal, p: test.status === 'tested' ? test.p.greater : 1 };
  }

  rare(): RareCombinations {
    const different = (c: number): number => new Set(this.people[0]!.map((p) => p.values[c]!)).size;
    const chosen = this.columns
      .map((_, c) => [c, different(c)] as const)
      .filter(([, count]) => count > 1)
      .sort((a, b) => b[1] - a[1] || a[0] - b[0])
      .slice(0, IDENTIFYING)
      .map(([c]) => c);
    const counts = this.people.map(() => 0);
    // Values by number, 0 for nothing known: three of them make one key.
    const numbers = chosen.map((c) => {
      const of = new Map<number, number>();
      return this.people.map((people) => Int32Array.from(people, ({ values }) => (values[c]! === values[c]! ? code(of, values[c]) + 1 : 0)));
    });
    const size = 131_072;
    let combinations = 0;
    for (let i = 0; i < numbers.length; i++) {
      for (let j = 0; j < i; j++) {
        for (let k = 0; k < j; k++) {
          const key = (r: number, row: number): number => {
            const a = numbers[i]![r]![row]!;
            const b = numbers[j]![r]![row]!;
            const c = numbers[k]![r]![row]!;
            return a === 0 || b === 0 || c === 0 ? -1 : (a * size + b) * size + c;
          };
          const held = new Map<number, number>();
          for (let row = 0; row < this.people[0]!.length; row++) held.set(key(0, row), (held.get(key(0, row)) ?? 0) + 1);
          held.delete(-1);
          for (const count of held.values()) if (count < 5) combinations++;
          for (let r = 1; r < this.people.length; r++) for (let row = 0; row < this.people[r]!.length; row++) if ((held.get(key(r, row)) ?? 5) < 5) counts[r]!++;
        }
      }
    }
    return { attributes: chosen.length, combinations, inTwin: counts[1]!, ...(counts.length > 2 && { inControl: counts[2]! }) };
  }
}

/** Everything said of a person beside the name: days and numbers as numbers, words as they stand; of several items the last one. `service` is his earliest date of service or of anything else after birth. */
function cellsOf(p: Person): Map<string, number | string> {
  const cells = new Map<string, number | string>();
  const put = (name: string, value: Value | undefined): void => {
    if (value === undefined) return;
    const day = typeof value === 'string' ? parseDay(value) : undefined;
    cells.set(name, typeof value === 'number' ? value : typeof value === 'boolean' ? Number(value) : typeof day === 'number' ? day : typeof value === 'string' ? value : value.join(' '));
  };
  put('born', p.born);
  put('since', p.since);
  put('retires', p.retires);
  const days: number[] = [];
  for (const e of p.evidence) {
    put(`= ${e.attribute}`, e.value);
    put(`date of ${e.attribute}`, e.date);
    put(`last day of ${e.attribute}`, e.expires);
    if (typeof cells.get(`= ${e.attribute}`) === 'number' && typeof e.value === 'string') days.push(cells.get(`= ${e.attribute}`) as number);
  }
  for (const [k, s] of (p.spells ?? []).entries()) for (const [part, value] of Object.entries({ value: s.value, from: s.from, to: s.to })) put(`spell ${k} ${part} of ${s.attribute}`, value);
  if (days.length > 0) cells.set('service', Math.min(...days));
  return cells;
}

/** Level, level with field, and those with the topmost unit. The k-th post of every round is the same post. */
function placesOf(round: Round, real: Round): (p: Person) => Pick<Features, 'level' | 'place' | 'placeInUnit'> {
  const field = fieldsOf(real);
  const parent = new Map<string, string | undefined>(real.units.map((u) => [u.id, u.parent]));
  const top = (unit: string): string => (parent.get(unit) === undefined ? unit : top(parent.get(unit)!));
  const place = new Map<string, number>(round.positions.map((p, k) => [p.id, k]));
  return ({ seat }) => {
    const at = seat === undefined ? undefined : place.get(seat)!;
    const level = at === undefined ? '-' : round.positions[at]!.level;
    const post = at === undefined ? undefined : real.positions[at];
    return { level, place: post ? `${level}/${field(post)}` : level, placeInUnit: post ? `${level}/${field(post)}/${top(post.unit)}` : level };
  };
}

function push<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

function code<K>(codes: Map<K, number>, text: K): number {
  const known = codes.get(text);
  if (known !== undefined) return known;
  codes.set(text, codes.size);
  return codes.size - 1;
}
