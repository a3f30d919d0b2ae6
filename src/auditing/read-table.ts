import { pointerToken } from '../canonical/index.js';
import { Issues, type ErrorCode } from '../errors/index.js';
import { readCsv } from '../intake/csv-reader.js';
import { limitsOf, type Limits } from '../intake/limits.js';
import { shielded } from '../intake/shield.js';
import { parseDay } from '../model/calendar.js';
import { parseDecimal } from '../model/decimal.js';
import { compareIds } from '../model/ids.js';
import { finishPast } from './parse-past.js';
import type { Candidacy, Past, PastDecision, PastPosition } from './past.js';

/** A cell, or a column of one, that says yes: `{ column: 'is_promoted', is: '1' }`. */
export interface Says {
  readonly column: string;
  /** The text, or the texts, that mean yes. */
  readonly is: string | readonly string[];
}

/** How one flat table of people considered becomes a record. Every name is that of a column, unless it says otherwise. */
export interface TableMapping {
  /** Ids of people, as they are. */
  readonly person: string;
  /** What makes a decision: one column or several together; left out, all rows are one decision. */
  readonly decision?: string | readonly string[];
  /** The day of the decision: a column, or one date for all, YYYY-MM-DD. */
  readonly on: string;
  /** The post; the decision itself if left out. */
  readonly position?: string;
  /** The unit of the post. */
  readonly unit?: string;
  readonly decider?: string;
  /** Whoever was chosen; every other text, but none, means not chosen. */
  readonly chosen: Says;
  /** Stated ties by name: yes where the column is one of `is`; no where it is one of `against`, or anything else where that is left out; a blank is unknown. */
  readonly ties?: Readonly<Record<string, Says & { readonly against?: string | readonly string[] }>>;
  /** Points, a plain decimal number of at most four decimals; a blank is unknown. */
  readonly score?: string;
  /** What a ladder conditions on; a blank is a stratum of its own, missing. */
  readonly strata?: readonly string[];
  /** Edges of classes for columns of numbers in `strata`: [0, 50, 60] makes (0,50] and (50,60], so that 50 falls into the first. */
  readonly bins?: Readonly<Record<string, readonly number[]>>;
  /** The last stage reached. */
  readonly reached?: string;
  /** Stages, the first first; needed with `reached`. */
  readonly stages?: readonly string[];
  readonly eligible?: Says;
  readonly withdrew?: string;
  readonly title?: string;
}

/** Rows as a program has them. */
export type TableRows = readonly Readonly<Record<string, string | number | boolean | null>>[];

export interface TableOptions extends Partial<Limits> {
  /** Name in messages, `table.csv` if left out. */
  readonly file?: string;
  /** `,` if left out. */
  readonly delimiter?: ',' | ';' | '\t' | '|';
}

const MAPPING_KEYS = ['person', 'decision', 'on', 'position', 'unit', 'decider', 'chosen', 'ties', 'score', 'strata', 'bins', 'reached', 'stages', 'eligible', 'withdrew', 'title'];

/** The texts of a table, and where each row stands. */
interface Texts {
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** The place of a row, or of one field of it; fields from 1. */
  readonly place: (row: number, field: number) => string;
  /** What `row` of a candidate says. */
  readonly source: (row: number) => string;
}

/**
 * A parsed record from one flat table of people considered, by a stated mapping; nothing is guessed. Columns that the mapping does not name are left
 * out. O(cells). Ids that are made of columns (decisions, units) keep letters, digits, `.` and `_` of their texts, with `-` in the place of
 * anything else; two that come out alike are refused.
 * @param table - CSV (RFC 4180) as text or UTF-8 bytes, or rows.
 * @throws {MeritError} with every problem: at `/mapping/…` what is wrong with the mapping, at `file:line:field` (rows: `/17/column`) with the table;
 *   E_VALUE_MISSING for a blank cell that is needed, and as `parsePast`.
 */
export function readTable(table: string | Uint8Array | TableRows, mapping: TableMapping, options: TableOptions = {}): Past {
  const issues = new Issues();
  const texts = textsOf(table, options, issues);
  const reader = new TableReader(texts, mapping, issues);
  reader.checkMapping();
  issues.throwIfAny();
  const document = reader.document();
  issues.throwIfAny();
  return finishPast(shielded(document), issues, (pointer) => reader.placeOf(pointer)).past;
}

function textsOf(table: string | Uint8Array | TableRows, options: TableOptions, issues: Issues): Texts {
  if (typeof table === 'string' || table instanceof Uint8Array) {
    const { file = 'table.csv', delimiter = ',', ...limits } = options;
    const { header, rows, lines } = readCsv(table, { ...limits, file, delimiter }, issues);
    return { header, rows, place: (row, field) => `${file}:${lines[row]!}${field > 0 ? `:${field}` : ''}`, source: (row) => `${file}:${lines[row]!}` };
  }
  const { count } = limitsOf(options);
  const header = Object.keys(table[0] ?? {});
  const texts: string[][] = [];
  if (table.length > count) issues.add('E_LIMIT_COUNT', '', `expected at most ${count} rows, found more`);
  else if (table.length === 0) issues.add('E_INPUT_EMPTY', '', 'expected rows, found none');
  else {
    table.forEach((row, k) => {
      const keys = Object.keys(row);
      for (const key of keys) if (!header.includes(key)) issues.add('E_KEY_UNKNOWN', `/${k}${pointerToken(key)}`, 'the first row has no such column');
      texts.push(
        header.map((name) => {
          if (!Object.hasOwn(row, name)) issues.add('E_VALUE_MISSING', `/${k}${pointerToken(name)}`, 'the column is missing; null says that nothing is known');
          const cell = Object.hasOwn(row, name) ? row[name] : null;
          return cell === null || cell === undefined ? '' : String(cell);
        }),
      );
    });
  }
  return { header, rows: texts, place: (row, field) => `/${row}${field > 0 ? pointerToken(header[field - 1]!) : ''}`, source: (row) => `row ${row + 1}` };
}

/** What a column says of a text; undefined for a blank. */
type Reading<T> = (cells: readonly string[], row: number) => T | undefined;

class TableReader {
  private readonly texts: Texts;
  private readonly mapping: TableMapping;
  private readonly issues: Issues;
  /** Rows of the table by the index of the decision, the position and the unit that they made. */
  private readonly firstRow = { decisions: [] as number[], positions: [] as number[], units: [] as number[] };

  constructor(texts: Texts, mapping: TableMapping, issues: Issues) {
    this.texts = texts;
    this.mapping = mapping;
    this.issues = issues;
  }

  checkMapping(): void {
    const { mapping, issues } = this;
    const isTable = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value);
    for (const key of ['chosen', 'eligible', 'ties', 'bins'] as const) if (mapping[key] !== undefined && !isTable(mapping[key])) issues.add('E_TYPE', `/mapping/${key}`, 'expected an object');
    for (const [tie, says] of Object.entries(isTable(mapping.ties) ? mapping.ties! : {})) if (!isTable(says)) issues.add('E_TYPE', `/mapping/ties${pointerToken(tie)}`, 'expected an object');
    for (const [name, edges] of Object.entries(isTable(mapping.bins) ? mapping.bins! : {})) if (!Array.isArray(edges)) issues.add('E_TYPE', `/mapping/bins${pointerToken(name)}`, 'expected a list of numbers');
    const isNames = (value: unknown): boolean => Array.isArray(value) && value.every((name) => typeof name === 'string');
    if (mapping.strata !== undefined && !isNames(mapping.strata)) issues.add('E_TYPE', '/mapping/strata', 'expected a list of names of columns');
    issues.throwIfAny(); // what follows reads these as they are typed
    for (const key of Object.keys(mapping)) if (!MAPPING_KEYS.includes(key)) issues.add('E_KEY_UNKNOWN', `/mapping/${key}`, `a mapping has no such key; it has ${MAPPING_KEYS.join(', ')}`);
    for (const key of ['person', 'on'] as const) if (mapping[key] === undefined) issues.add('E_VALUE_MISSING', `/mapping/${key}`, key === 'on' ? 'expected the column of the day of the decision, or the date itself' : 'expected the column of the person');
    if (mapping.chosen === undefined) issues.add('E_VALUE_MISSING', '/mapping/chosen', 'expected the column that says who was chosen, and the text that says so');
    for (const key of ['person', 'position', 'unit', 'decider', 'score', 'reached', 'withdrew'] as const) this.column(mapping[key], `/mapping/${key}`);
    if (mapping.on !== undefined && !this.isDate(mapping.on)) this.column(mapping.on, '/mapping/on');
    listOf(mapping.decision).forEach((name, k) => this.column(name, Array.isArray(mapping.decision) ? `/mapping/decision/${k}` : '/mapping/decision'));
    this.column(mapping.chosen?.column, '/mapping/chosen/column');
    this.column(mapping.eligible?.column, '/mapping/eligible/column');
    for (const [tie, { column }] of Object.entries(mapping.ties ?? {})) this.column(column, `/mapping/ties${pointerToken(tie)}/column`);
    mapping.strata?.forEach((name, k) => this.column(name, `/mapping/strata/${k}`));
    for (const [name, edges] of Object.entries(mapping.bins ?? {})) {
      const at = `/mapping/bins${pointerToken(name)}`;
      if (!mapping.strata?.includes(name)) issues.add('E_REF_UNKNOWN', at, 'only a column of `strata` has classes');
      if (edges.length < 2) issues.add('E_SHAPE', at, 'expected at least two edges');
      edges.forEach((edge, k) => (!Number.isFinite(edge) || (k > 0 && edge <= edges[k - 1]!)) && issues.add('E_NUM_RANGE', `${at}/${k}`, 'expected edges that rise'));
    }
    if (mapping.reached !== undefined && mapping.stages === undefined) issues.add('E_VALUE_MISSING', '/mapping/stages', 'expected the stages in their order');
  }

  private column(name: string | undefined, at: string): void {
    if (name !== undefined && !this.texts.header.includes(name)) this.issues.add('E_CSV_HEADER_MISSING', at, 'the table has no such column');
  }

  private isDate(text: string): boolean {
    return !this.texts.header.includes(text) && typeof parseDay(text) === 'number';
  }

  private at(name: string): number {
    return this.texts.header.indexOf(name);
  }

  private say(code: ErrorCode, row: number, field: number, message: string): void {
    this.issues.add(code, this.texts.place(row, field), message);
  }

  /** The record under construction. */
  document(): Record<string, unknown> {
    const { mapping, texts } = this;
    const decisionOf = this.decisions();
    const person = this.needed(mapping.person);
    const chosen = this.says(mapping.chosen, undefined);
    const ties = Object.entries(mapping.ties ?? {}).map(([name, tie]) => ({ name, read: this.says(tie, tie.against) })).sort(byName);
    const strata = (mapping.strata ?? []).map((name) => ({ name, read: this.stratum(name) })).sort(byName);
    const score = mapping.score === undefined ? undefined : this.number(mapping.score);
    const eligible = mapping.eligible && this.says(mapping.eligible, undefined);
    const chosenAt = this.at(mapping.chosen.column);

    const candidates: Candidacy[] = [];
    const table = this.made();
    for (let r = 0; r < texts.rows.length && !this.issues.full; r++) {
      const cells = texts.rows[r]!;
      const decision = decisionOf(cells, r, table);
      const id = person(cells, r);
      const won = chosen(cells, r);
      if (won === undefined) this.say('E_VALUE_MISSING', r, chosenAt + 1, 'the cell does not say who was chosen');
      if (decision === undefined || id === undefined || won === undefined) continue;
      const row: Candidacy = { decision, person: id, chosen: won };
      const points = score?.(cells, r);
      if (points !== undefined) row.score = points;
      const may = eligible?.(cells, r);
      if (may !== undefined) row.eligible = may;
      for (const field of ['reached', 'withdrew'] as const) {
        const name = mapping[field];
        const text = name === undefined ? '' : cells[this.at(name)]!;
        if (text !== '') row[field] = text;
      }
      if (ties.length > 0) {
        row.ties = {};
        for (const { name, read } of ties) {
          const tied = read(cells, r);
          if (tied !== undefined) row.ties[name] = tied;
        }
      }
      if (strata.length > 0) {
        row.strata = {};
        for (const { name, read } of strata) row.strata[name] = read(cells, r) ?? null;
      }
      row.row = texts.source(r);
      candidates.push(row);
    }
    const { decisions, positions, units } = table;
    return {
      ...(mapping.title !== undefined && { title: mapping.title }),
      ...(mapping.stages !== undefined && { stages: [...mapping.stages] }),
      decisions: [...decisions.values()],
      candidates,
      ...(mapping.unit !== undefined && { positions: [...positions.values()], units: [...units.values()] }),
    };
  }

  private made(): Made {
    return { decisions: new Map(), positions: new Map(), units: new Map(), spelled: new Map() };
  }

  /** The id of the decision of a row, which it makes where it is the first. */
  private decisions(): (cells: readonly string[], row: number, made: Made) => string | undefined {
    const { mapping } = this;
    const keys = listOf(mapping.decision).map((name) => this.needed(name));
    const on = this.isDate(mapping.on) ? (): string => mapping.on : this.needed(mapping.on);
    const position = mapping.position === undefined ? undefined : this.needed(mapping.position);
    const unit = mapping.unit === undefined ? undefined : this.needed(mapping.unit);
    const deciderAt = mapping.decider === undefined ? -1 : this.at(mapping.decider);
    const first = (name: string | undefined): number => (name === undefined ? 0 : this.at(name) + 1);
    return (cells, row, made) => {
      const parts = keys.map((key) => key(cells, row));
      const day = on(cells, row);
      const post = position?.(cells, row);
      const where = unit?.(cells, row);
      if (parts.includes(undefined) || day === undefined || (position && post === undefined) || (unit && where === undefined)) return undefined;
      const id = keys.length === 0 ? 'all' : this.idOf('decision', parts as string[], row, first(listOf(mapping.decision)[0]), made);
      const positionId = post === undefined ? id : this.idOf('position', [post], row, first(mapping.position), made);
      const decider = deciderAt < 0 ? '' : cells[deciderAt]!;
      const before = made.decisions.get(id);
      if (!before) {
        this.firstRow.decisions.push(row);
        made.decisions.set(id, decider === '' ? { id, position: positionId, on: day } : { id, position: positionId, on: day, decider });
      } else {
        if (before.on !== day) this.say('E_ID_DUPLICATE', row, first(mapping.on), 'another row of this decision has another day');
        if (before.position !== positionId) this.say('E_ID_DUPLICATE', row, first(mapping.position), 'another row of this decision has another post');
        if ((before.decider ?? '') !== decider) this.say('E_ID_DUPLICATE', row, deciderAt + 1, 'another row of this decision has another decider');
      }
      if (where !== undefined) this.place(where, positionId, row, first(mapping.unit), made);
      return id;
    };
  }

  /** The post in its unit. */
  private place(name: string, positionId: string, row: number, field: number, made: Made): void {
    const unit = this.idOf('unit', [name], row, field, made);
    if (!made.units.has(unit)) {
      this.firstRow.units.push(row);
      made.units.set(unit, { id: unit, name });
    }
    const before = made.positions.get(positionId);
    if (!before) {
      this.firstRow.positions.push(row);
      made.positions.set(positionId, { id: positionId, unit });
    } else if (before.unit !== unit) this.say('E_ID_DUPLICATE', row, field, 'another row of this post has another unit');
  }

  /** An id made of texts; two different texts never get one id. */
  private idOf(kind: string, parts: readonly string[], row: number, field: number, made: Made): string {
    const id = parts.map((text) => text.normalize('NFC').replace(/[^A-Za-z0-9._-]+/g, '-')).map(trimmed).join('.');
    const key = `${kind}\n${id.toLowerCase()}`;
    const spelled = JSON.stringify(parts);
    const before = made.spelled.get(key);
    if (before === undefined) made.spelled.set(key, spelled);
    else if (before !== spelled) this.say('E_ID_DUPLICATE', row, field, `another ${kind} comes out with the same id`);
    return id;
  }

  private needed(name: string): Reading<string> {
    const at = this.at(name);
    return (cells, row) => {
      if (cells[at] !== '') return cells[at];
      this.say('E_VALUE_MISSING', row, at + 1, 'the cell is empty');
      return undefined;
    };
  }

  private says({ column, is }: Says, against: string | readonly string[] | undefined): Reading<boolean> {
    const at = this.at(column);
    const yes = new Set(listOf(is));
    const no = against === undefined ? undefined : new Set(listOf(against));
    return (cells) => {
      const text = cells[at]!;
      if (yes.has(text)) return true;
      if (no) return no.has(text) ? false : undefined;
      return text === '' ? undefined : false;
    };
  }

  private number(name: string): Reading<number> {
    const at = this.at(name);
    return (cells, row) => {
      const text = cells[at]!;
      if (text === '') return undefined;
      const value = parseDecimal(text);
      if (typeof value === 'number') return value;
      this.say(value, row, at + 1, 'expected a plain number like 12 or 12.5');
      return undefined;
    };
  }

  /** The text of a stratum, or of its class. */
  private stratum(name: string): Reading<string> {
    const at = this.at(name);
    const edges = this.mapping.bins?.[name];
    if (!edges) return (cells) => (cells[at] === '' ? undefined : cells[at]);
    const number = this.number(name);
    return (cells, row) => {
      const value = number(cells, row);
      if (value === undefined) return undefined;
      const k = edges.findIndex((edge, i) => i > 0 && value > edges[i - 1]! && value <= edge);
      if (k > 0) return `(${edges[k - 1]!},${edges[k]!}]`;
      this.say('E_NUM_RANGE', row, at + 1, `expected a number in (${edges[0]!},${edges[edges.length - 1]!}]`);
      return undefined;
    };
  }

  /** The place in the table of a pointer into the record. */
  placeOf(pointer: string): string {
    const [, table = '', index, field = '', item = ''] = pointer.split('/');
    const k = Number(index);
    const { mapping, firstRow, texts } = this;
    const columns: Readonly<Record<string, string | undefined>> = {
      decision: listOf(mapping.decision)[0], id: table === 'decisions' ? listOf(mapping.decision)[0] : mapping.unit, position: mapping.position ?? listOf(mapping.decision)[0], on: mapping.on, decider: mapping.decider,
      person: mapping.person, chosen: mapping.chosen.column, score: mapping.score, reached: mapping.reached, withdrew: mapping.withdrew, eligible: mapping.eligible?.column, unit: mapping.unit, name: mapping.unit,
    };
    const row = table === 'candidates' ? k : table === 'decisions' || table === 'positions' || table === 'units' ? firstRow[table][k] : undefined;
    if (index === undefined || row === undefined || !(row < texts.rows.length)) return `/mapping${pointer}`;
    const key = item.replaceAll('~1', '/').replaceAll('~0', '~');
    const column = field === 'strata' ? key : field === 'ties' ? mapping.ties?.[key]?.column : columns[field];
    const at = column === undefined ? -1 : this.at(column);
    return texts.place(row, at + 1);
  }
}

/** What the rows of a table made so far, by id. */
interface Made {
  readonly decisions: Map<string, PastDecision>;
  readonly positions: Map<string, PastPosition>;
  readonly units: Map<string, { id: string; name: string }>;
  /** The texts behind an id. */
  readonly spelled: Map<string, string>;
}

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return compareIds(a.name, b.name);
}

function listOf(value: string | readonly string[] | undefined): readonly string[] {
  return value === undefined ? [] : typeof value === 'string' ? [value] : value;
}

/** Without points, lines and hyphens at its ends. By index, since an expression that looks for the end would try every run of them. */
function trimmed(text: string): string {
  const inside = (k: number): boolean => !'._-'.includes(text.charAt(k));
  let [from, to] = [0, text.length];
  while (from < to && !inside(from)) from++;
  while (to > from && !inside(to - 1)) to--;
  return text.slice(from, to);
}
