import { compareTexts } from '../../model/ids.js';
import { below, stream, type Stream } from '../../stats/streams.js';
import { ABSENT, KNOWN, type Column } from './columns.js';
import type { Group } from './groups.js';
import { averaged, FEW, folded, GROUP, quantile } from './margins.js';
import { mixed, MIXED, mixture, OWN, SCALE, scores } from './mix.js';

/** A person of the twin before he has a name: the group he belongs to, and the field and words of the post he holds, which are public. */
export interface Row {
  readonly group: number;
  readonly field?: string;
  readonly postWords: Readonly<Record<string, string>>;
}

/** What a row gets in a column. */
export interface Drawn {
  readonly state: Int8Array;
  readonly value: Float64Array;
}

/** Words of a column with how often they come; OTHER is one of those of the whole round. */
type Words = readonly (readonly [value: number, count: number])[];
const OTHER = -1;

/** A text column against something that is known already: how often it says the same. */
interface Echo {
  /** The word to be compared with, by person and by row; undefined where there is none. */
  readonly person: (row: number) => string | undefined;
  readonly row: (row: number) => string | undefined;
}

/**
 * Draws the people of a twin. Every column of every group is filled by its averaged margin, dealt out by the order of scores that are mixtures over at least MIXED people:
 * no row comes from a person. With fewer people columns are dealt out by lot, so no dependence is kept.
 * O(people * 1,024 * columns).
 */
export class Draw {
  private readonly groups: readonly Group[];
  private readonly rowsOf: readonly (readonly number[])[];
  private readonly rows: readonly Row[];
  private readonly personWords: (person: number) => Readonly<Record<string, string>>;
  private readonly lot: Int32Array;
  private readonly seed: number;
  private readonly width: number;
  private readonly place = new Map<string, number>();
  private readonly mix: Float64Array;
  private readonly echoes: ReadonlyMap<string, Echo>;
  private readonly drawn = new Map<Column, Drawn>();
  /** People whose state or word was folded into another because fewer than FEW shared it. */
  readonly rare = new Map<string, number>();
  /** Columns of which fewer than FEW people have anything. */
  readonly empty = new Set<string>();

  /**
   * @param columns - parents before the columns that hang on them. @param people - group, field and words of the post of each person of the round.
   */
  constructor(columns: readonly Column[], groups: readonly Group[], rows: readonly Row[], people: readonly Row[], seed: number) {
    this.groups = groups;
    this.rows = rows;
    this.rowsOf = groups.map((_, g) => rows.flatMap((row, t) => (row.group === g ? [t] : [])));
    this.personWords = (person) => people[person]!.postWords;
    this.seed = seed;
    this.lot = shuffledPlaces(rows.length, stream(seed, 'twin/lot'));
    this.echoes = this.findEchoes(columns);

    const features: { readonly name: string; readonly values: Float64Array; readonly has: (row: number) => boolean }[] = columns.flatMap((column) => {
      const has = (row: number): boolean => column.state[row] === KNOWN;
      const state = { name: `state of ${column.name}`, values: Float64Array.from(column.state), has: column.of ? (row: number): boolean => column.of!.state[row] !== ABSENT : (): boolean => true };
      if (column.kind !== 'word') return [state, { name: column.name, values: column.value, has }];
      const same = Float64Array.from(column.value, (value, row) => (column.words![value] === this.echoOf(column, people[row]!.group)?.person(row) ? 1 : 0));
      return [state, { name: column.name, values: same, has: (row) => has(row) && this.echoOf(column, people[row]!.group)?.person(row) !== undefined }];
    });
    this.width = features.length;
    features.forEach(({ name }, k) => this.place.set(name, k));
    this.mix = this.mixtures(features, people);
  }

  /** Fills a column; parents first. */
  fill(column: Column): Drawn {
    const out: Drawn = { state: new Int8Array(this.rows.length), value: new Float64Array(this.rows.length) };
    const all = this.groups.flatMap((g) => g.rows);
    const parent = column.of && this.drawn.get(column.of)!;
    const meant = (row: number): boolean => !column.of || column.of.state[row] !== ABSENT;
    this.groups.forEach((group, g) => {
      const rows = this.rowsOf[g]!.filter((t) => !parent || parent.state[t] !== ABSENT);
      const enough = (test: (row: number) => boolean): readonly number[] => {
        const own = group.rows.filter(test);
        return own.length >= FEW ? own : all.filter(test);
      };
      const stated = enough(meant);
      if (stated.length < FEW || rows.length === 0) return;
      const { counts, rare } = folded(stated.map((row) => column.state[row]!));
      if (rare > 0) this.rare.set(column.name, (this.rare.get(column.name) ?? 0) + rare);
      const states = counts.flatMap(([state, count]) => new Array<number>(count).fill(state)).sort((a, b) => a - b);
      this.inOrder(rows, `state of ${column.name}`).forEach((t, k) => (out.state[t] = quantile(states, k, rows.length)));

      const known = rows.filter((t) => out.state[t] === KNOWN);
      if (known.length === 0) return;
      const people = enough((row) => column.state[row] === KNOWN);
      if (column.kind === 'word') this.words(column, g, people, known, out);
      else {
        const values = averaged(people.map((row) => column.value[row]!).sort((a, b) => a - b), column.grid);
        if (values.length === 0) for (const t of known) out.state[t] = ABSENT;
        else this.inOrder(known, column.name).forEach((t, k) => (out.value[t] = quantile(values, k, known.length)));
      }
    });
    if (column.state.some((state) => state !== ABSENT) && out.state.every((state) => state === ABSENT)) this.empty.add(column.name);
    this.drawn.set(column, out);
    return out;
  }

  /** Words: as often as among the people the one of the post (or of a column before), else one of those that at least FEW have. */
  private words(column: Column, g: number, people: readonly number[], rows: readonly number[], out: Drawn): void {
    const echo = this.echoOf(column, g);
    const wordOf = (row: number): string => column.words![column.value[row]!]!;
    const from = stream(this.seed, `twin/words/${column.name}/${g}`);
    const compared = echo ? people.filter((row) => echo.person(row) !== undefined) : [];
    const same = compared.filter((row) => wordOf(row) === echo!.person(row)).length;
    const share = compared.length - same < FEW ? compared.length : same;
    const comparable = echo ? this.inOrder(rows.filter((t) => echo.row(t) !== undefined && column.words!.includes(echo.row(t)!)), column.name) : [];
    const alike = new Set(echo && compared.length >= FEW ? comparable.slice(comparable.length - Math.round((share * comparable.length) / compared.length)) : []);
    const others = people.filter((row) => !echo || wordOf(row) !== echo.person(row));
    const pool = this.wordPool(column, others.length < FEW ? people : others);
    for (const t of rows) {
      if (alike.has(t)) out.value[t] = column.words!.indexOf(echo!.row(t)!);
      else if (pool.common.length > 0) {
        const unlike = (list: Words): Words => {
          const other = list.filter(([value]) => value === OTHER || column.words![value] !== echo?.row(t));
          return other.length > 0 ? other : list;
        };
        const word = pick(unlike(pool.common), from);
        out.value[t] = word === OTHER ? pick(unlike(pool.other), from) : word;
      } else out.state[t] = ABSENT;
    }
  }

  /** Words that at least FEW of the people have, as often as they do; what the others have is made up of words that at least FEW have in the whole round, or of the commonest where these others are fewer than FEW too. */
  private wordPool(column: Column, people: readonly number[]): { readonly common: Words; readonly other: Words } {
    const everybody = folded([...column.value].filter((_, row) => column.state[row] === KNOWN));
    const { counts, rare } = folded(people.map((row) => column.value[row]!));
    if (rare > 0) this.rare.set(column.name, (this.rare.get(column.name) ?? 0) + rare);
    const own = new Map(counts.map(([value, count], k) => [value, k === 0 ? count - rare : count]));
    const shown = [...own].filter(([, count]) => count >= FEW);
    const common = everybody.counts.map(([value, count], k) => [value, k === 0 ? count - everybody.rare : count] as const).filter(([, count]) => count >= FEW);
    if (shown.length === 0) return { common, other: [] };
    const [first, ...rest] = shown;
    const others = common.filter(([value]) => !own.has(value));
    if (rare === 0) return { common: shown, other: [] };
    if (rare < FEW || others.length === 0) return { common: [[first![0], first![1] + rare], ...rest], other: [] };
    return { common: [...shown, [OTHER, rare]], other: others };
  }

  /** Rows by their score in a column, the least first; equal ones, and columns without a score, by lot. */
  private inOrder(rows: readonly number[], feature: string): number[] {
    const at = this.place.get(feature)!;
    const { mix, width, lot } = this;
    return [...rows].sort((a, b) => mix[a * width + at]! - mix[b * width + at]! || lot[a]! - lot[b]!);
  }

  private echoOf(column: Column, g: number): Echo | undefined {
    return this.echoes.get(`${column.name}/${g}`);
  }

  /** For every text column and group what it agrees with most often: a word of the post held or a text column before it, if it is the same for at least three in ten. */
  private findEchoes(columns: readonly Column[]): Map<string, Echo> {
    const echoes = new Map<string, Echo>();
    const texts = columns.filter((c) => c.kind === 'word');
    const names = [...new Set(this.rows.flatMap((row) => Object.keys(row.postWords)))].sort(compareTexts);
    texts.forEach((column, k) =>
      this.groups.forEach((group, g) => {
        const of = (c: Column, state: Int8Array, value: Float64Array, row: number): string | undefined => (state[row] === KNOWN ? c.words![value[row]!] : undefined);
        const candidates: Echo[] = [
          ...names.map((name): Echo => ({ person: (row) => this.personWords(row)[name], row: (t) => this.rows[t]!.postWords[name] })),
          ...texts.slice(0, k).map((c): Echo => ({
            person: (row) => of(c, c.state, c.value, row),
            row: (t) => of(c, this.drawn.get(c)!.state, this.drawn.get(c)!.value, t),
          })),
        ];
        let best: { readonly echo: Echo; readonly share: number } | undefined;
        for (const echo of candidates) {
          const compared = group.rows.filter((row) => column.state[row] === KNOWN && echo.person(row) !== undefined);
          const share = compared.filter((row) => column.words![column.value[row]!] === echo.person(row)).length / compared.length;
          if (compared.length >= GROUP && share >= 0.3 && (!best || share > best.share)) best = { echo, share };
        }
        if (best) echoes.set(`${column.name}/${g}`, best.echo);
      }),
    );
    return echoes;
  }

  /** Scores of all rows in all features. */
  private mixtures(features: readonly { readonly values: Float64Array; readonly has: (row: number) => boolean }[], people: readonly Row[]): Float64Array {
    const { width, groups } = this;
    const mix = new Float64Array(this.rows.length * width);
    if (people.length < MIXED) {
      const from = stream(this.seed, 'twin/alone');
      for (let k = 0; k < mix.length; k++) mix[k] = from.next();
      return mix;
    }
    const all = new Int32Array(people.length * width);
    const means = groups.map((group) => {
      features.forEach(({ values, has }, c) => scores(values, has, group.rows)?.forEach((score, row) => (all[row * width + c] = score)));
      return takeOutFields(all, width, group.rows, people);
    });
    const pools = groups.map((group) => (group.rows.length >= OWN ? linesOf(all, width, group.rows) : all));
    groups.forEach((_, g) => {
      const from = stream(this.seed, `twin/mix/${g}`);
      const pool = pools[g]!;
      const order = Int32Array.from({ length: pool.length / width }, (_, k) => k);
      const root = Math.sqrt(mixed(order.length));
      for (const t of this.rowsOf[g]!) {
        const line = mixture(pool, width, order, from);
        const mean = means[g]!.get(this.rows[t]!.field ?? '');
        for (let c = 0; c < width; c++) mix[t * width + c] = line[c]! + (mean ? root * mean[c]! : 0);
      }
    });
    return mix;
  }
}

/**
 * Mean scores of the fields in which a group has at least GROUP people, taken out of the scores. They are drawn towards 0 as far as luck alone would put them apart (positive-part James-Stein): where fields do not differ, nothing of the people in them is kept.
 * @see B Efron, C Morris, J. American Statistical Association 68(341):117-130, 1973, doi:10.1080/01621459.1973.10481350
 */
function takeOutFields(all: Int32Array, width: number, rows: readonly number[], people: readonly Row[]): Map<string, Float64Array> {
  const members = new Map<string, number[]>();
  for (const row of rows) {
    const field = people[row]!.field;
    if (field === undefined) continue;
    const known = members.get(field);
    if (known) known.push(row);
    else members.set(field, [row]);
  }
  const fields = [...members].filter(([, inside]) => inside.length >= GROUP);
  const means = new Map(fields.map(([field]) => [field, new Float64Array(width)]));
  for (let c = 0; c < width; c++) {
    let apart = 0; // sum of squared means in standard errors: about the number of fields where they do not differ
    for (const [field, inside] of fields) {
      const mean = inside.reduce((sum, row) => sum + all[row * width + c]!, 0) / inside.length;
      means.get(field)![c] = mean;
      apart += (inside.length * mean * mean) / (SCALE * SCALE);
    }
    const keep = fields.length < 4 || apart === 0 ? 0 : Math.max(0, 1 - (2 * fields.length) / apart);
    for (const [field, inside] of fields) {
      const mean = Math.round(keep * means.get(field)![c]!);
      means.get(field)![c] = mean;
      for (const row of inside) all[row * width + c]! -= mean;
    }
  }
  return means;
}

function linesOf(all: Int32Array, width: number, rows: readonly number[]): Int32Array {
  const lines = new Int32Array(rows.length * width);
  rows.forEach((row, k) => lines.set(all.subarray(row * width, (row + 1) * width), k * width));
  return lines;
}

/** The numbers 0 to size - 1 in an order drawn by lot. */
export function shuffledPlaces(size: number, from: Stream): Int32Array {
  const places = Int32Array.from({ length: size }, (_, k) => k);
  for (let k = size - 1; k > 0; k--) {
    const other = below(k + 1, from);
    [places[k], places[other]] = [places[other]!, places[k]!];
  }
  return places;
}

/** One of the values, as often as it was counted. */
export function pick<T>(counts: readonly (readonly [value: T, count: number])[], from: Stream): T {
  let rest = below(counts.reduce((sum, [, count]) => sum + count, 0), from);
  for (const [value, count] of counts) {
    rest -= count;
    if (rest < 0) return value;
  }
  return counts[0]![0];
}
