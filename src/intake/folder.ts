import { z } from 'zod';
import { pointerToken } from '../canonical/index.js';
import { Issues, MeritError, type ErrorCode } from '../errors/index.js';
import { parseBoolean, parseDecimal } from '../model/decimal.js';
import { Reveal, ROUND_FORMAT, RoundHead } from '../model/round.js';
import { isPlainText } from '../model/text.js';
import { attributeOf, type AttributeSpec } from '../policy/index.js';
import { readCsv, type CsvTable } from './csv-reader.js';
import { readJson } from './json-reader.js';
import type { ReadOptions } from './check-round.js';
import { finishRound, passOn, type ParsedRound } from './parse-round.js';
import type { SealedPolicy } from './seal.js';
import { shielded } from './shield.js';
import { hasShape } from './zod-issues.js';

export const FOLDER_FORMAT = 'meritra/round-folder/0';
const HEAD = 'round.json';

/** The files of a folder by name, as bytes or text. */
export type FolderFiles = Readonly<Record<string, Uint8Array | string>>;

const Column = z.strictObject({
  attribute: z.string(),
  source: z.string().optional(),
  date: z.string().optional(),
  expires: z.string().optional(),
  unmapped: z.string().optional(),
  empty: z.literal('unknown').optional(),
});

const Sheet = z.strictObject({
  file: z.string().min(1),
  about: z.enum(['person', 'position']),
  id: z.string().min(1),
  adds: z.boolean().optional(),
  columns: z.record(z.string(), Column),
  ignore: z.array(z.string()).optional(),
});
type Sheet = z.infer<typeof Sheet>;

/** `round.json` of a folder: docs/formats.md section 2.1. */
const FolderHead = RoundHead.omit({ format: true }).extend({
  format: z.literal(FOLDER_FORMAT, 'E_FORMAT'),
  delimiter: z.enum([',', ';', '\t', '|']),
  reveals: z.array(Reveal).optional(),
  sheets: z.array(Sheet).optional(),
});

const KEYS = [FolderHead, Sheet, Column].flatMap((schema) => Object.keys(schema.shape));

/** How a cell of a fixed table becomes a field. */
type CellKind = 'text' | 'number' | 'boolean';
type Columns = Readonly<Record<string, CellKind | `${CellKind}?`>>;

const TABLES = {
  'sources.csv': { id: 'text', title: 'text', date: 'text' },
  'units.csv': { id: 'text', name: 'text', parent: 'text?' },
  'positions.csv': { id: 'text', title: 'text', unit: 'text', level: 'text', track: 'text?', class: 'number?', seats: 'number?', superior: 'text?', critical: 'boolean?', mustFill: 'text?', opens: 'text?', closes: 'text?' },
  'requirements.csv': { position: 'text', attribute: 'text', is: 'text', value: 'text', standard: 'text?' },
  'people.csv': { id: 'text', name: 'text?', born: 'text?', bornAt: 'text?', seat: 'text?', since: 'text?', retires: 'text?', acceptsLowerOn: 'text?', acceptsLowerDocument: 'text?' },
  'evidence.csv': { person: 'text', attribute: 'text', value: 'text?', unmapped: 'text?', source: 'text', date: 'text?', expires: 'text?', by: 'text?' },
  'spells.csv': { person: 'text', attribute: 'text', value: 'text?', unmapped: 'text?', from: 'text?', to: 'text?', months: 'number?', source: 'text', date: 'text?' },
  'checked.csv': { person: 'text', attribute: 'text', source: 'text', date: 'text?' },
  'wishes.csv': { person: 'text', place: 'number', position: 'text' },
  'relations.csv': { a: 'text', b: 'text', kind: 'text', degree: 'number', source: 'text', date: 'text?' },
  'pins.csv': { person: 'text', position: 'text', by: 'text', reason: 'text' },
  'waivers.csv': { person: 'text', position: 'text', rule: 'text', by: 'text', on: 'text', document: 'text', reason: 'text' },
  'actors.csv': { id: 'text', role: 'text', person: 'text?', statementOn: 'text?', statementDocument: 'text?' },
  'interests.csv': { actor: 'text', person: 'text', kind: 'text', degree: 'number?' },
} as const satisfies Record<string, Columns>;

type TableName = keyof typeof TABLES;
type Cells = Record<string, string | number | boolean>;
type Data = Record<string, unknown>;

/** A file with its columns, for places. */
interface Source {
  readonly file: string;
  readonly header: readonly string[];
}

/** A row of a file, or one field of it (1-based, 0 for the row). */
interface Spot {
  readonly source: Source;
  readonly line: number;
  readonly field: number;
}

interface TableRow extends Spot {
  readonly cells: Cells;
}

/** A row of the document under construction, with the spots of what it holds. */
interface Draft {
  readonly value: Data;
  readonly spot: Spot;
  /** Of the evidence, in its order. */
  evidence: Batch[];
  /** Of what else other tables and sheets add, by the pointer from the row: `/wishes/0`, `/attributes/field`. */
  added: Map<string, Spot> | undefined;
}

/** The items of evidence that one row of a file gave: one for each of these fields. */
interface Batch {
  readonly source: Source;
  readonly line: number;
  readonly fields: readonly number[];
}

const WHOLE_ROW = [0];

/**
 * A round from a folder of UTF-8 tables: strict columns, delimiter as stated, nothing guessed, nothing converted but by the
 * type the policy declares. The same checks and the same round as `parseRound`. Problems name `file:line:field`, or
 * `round.json#` with a JSON Pointer, after the pointer into the round where there is one.
 * @throws {MeritError} with every problem.
 */
export function parseFolder(files: FolderFiles, policy: SealedPolicy, options: ReadOptions = {}): ParsedRound {
  const issues = new Issues();
  const head = readHead(files, issues);
  if (!head) throw MeritError.of(issues.list);
  const { format: _, delimiter, sheets = [], reveals = [], ...rest } = head;
  const folder = new Folder(files, delimiter, policy, issues);
  const tables = folder.build(sheets);
  issues.throwIfAny();
  return finishRound(shielded({ ...rest, format: ROUND_FORMAT, reveals, ...tables }), policy, issues, (pointer) => folder.placeOf(pointer), options);
}

function readHead(files: FolderFiles, issues: Issues): z.infer<typeof FolderHead> | undefined {
  const source = Object.hasOwn(files, HEAD) ? files[HEAD] : undefined;
  if (source === undefined) {
    issues.add('E_FILE', HEAD, 'the folder has no round.json');
    return undefined;
  }
  const told = new Issues();
  const document = shielded(readJson(source, told, { decimals: 6 }));
  const sound = told.list.length === 0 && hasShape(FolderHead, document, '', KEYS, told);
  passOn(told, issues, inHead);
  return sound ? (document as z.infer<typeof FolderHead>) : undefined; // the schema changes nothing of what it reads
}

function inHead(pointer: string): string {
  return pointer === '' ? HEAD : `${HEAD}#${pointer}`;
}

class Folder {
  private readonly files: FolderFiles;
  private readonly delimiter: string;
  private readonly policy: SealedPolicy;
  private readonly issues: Issues;
  /** Tables that were not read whole: an id that is missing there may only have been lost. */
  private readonly torn = new Set<'people' | 'positions' | 'actors'>();
  private readonly drafts: Record<'sources' | 'units' | 'positions' | 'people' | 'relations' | 'pins' | 'waivers' | 'actors', Draft[]> = { sources: [], units: [], positions: [], people: [], relations: [], pins: [], waivers: [], actors: [] };

  constructor(files: FolderFiles, delimiter: string, policy: SealedPolicy, issues: Issues) {
    this.files = files;
    this.delimiter = delimiter;
    this.policy = policy;
    this.issues = issues;
  }

  /** The tables of a round document. */
  build(sheets: readonly Sheet[]): Record<string, unknown[]> {
    this.strangers(sheets);
    for (const name of ['sources', 'units', 'relations', 'pins', 'waivers'] as const) this.drafts[name] = this.table(`${name}.csv`).map((row) => draftOf(row.cells, row));
    this.torn.add('positions').add('people').add('actors');
    if (this.isSound(() => this.positions())) this.torn.delete('positions');
    if (this.isSound(() => this.people())) this.torn.delete('people');
    if (this.isSound(() => this.actors())) this.torn.delete('actors');
    sheets.forEach((sheet, k) => this.sheet(sheet, `/sheets/${k}`));
    this.evidence();
    this.ofPeople('spells');
    this.ofPeople('checked');
    this.wishes();
    this.requirements();
    this.interests();
    return Object.fromEntries(Object.entries(this.drafts).map(([name, list]) => [name, list.map((d) => d.value)]));
  }

  private isSound(work: () => void): boolean {
    const before = this.issues.list.length;
    work();
    return this.issues.list.length === before;
  }

  /** The place in a file of a pointer into the document, after the pointer where that says more. */
  placeOf(pointer: string): string {
    const [, table = '', index, field, item, step] = pointer.split('/');
    if (!Object.hasOwn(this.drafts, table)) return inHead(pointer);
    const draft = this.drafts[table as keyof typeof this.drafts][Number(index)];
    if (!draft) return `${table}.csv`;
    if (field === undefined) return placeIn(draft.spot);
    const added = field === 'evidence' ? evidenceSpot(draft, Number(item)) : draft.added?.get(`/${field}/${item}`);
    return `${pointer} (${added ? placeIn(added, step) : placeIn(draft.spot, columnOf(field, item))})`;
  }

  /** Files that nothing names: a table that is not read would be a table that does not count. */
  private strangers(sheets: readonly Sheet[]): void {
    const known = new Set([...Object.keys(TABLES), ...sheets.map((s) => s.file)]);
    for (const name of Object.keys(this.files)) if (name.endsWith('.csv') && !known.has(name)) this.issues.add('E_KEY_UNKNOWN', name, 'no table or sheet of this name is declared in round.json');
    if (!Object.hasOwn(this.files, 'positions.csv')) this.issues.add('E_FILE', 'positions.csv', 'the folder has no positions.csv');
  }

  /** The texts of a file; undefined if there is none or nothing in it can be read, with a problem for the second. */
  private csv(file: string, columns: readonly string[]): CsvTable | undefined {
    const source = Object.hasOwn(this.files, file) ? this.files[file] : undefined;
    const table = source === undefined ? undefined : readCsv(source, { file, delimiter: this.delimiter, columns }, this.issues);
    return table && table.header.length > 0 ? table : undefined;
  }

  /** A column nobody knows, unless the reader of the file had something to say about it. */
  private strange(place: string, message: string): void {
    if (!this.issues.list.some((issue) => issue.path === place)) this.issues.add('E_KEY_UNKNOWN', place, message);
  }

  /** A fixed table with its cells read; empty optional cells are left out. */
  private table(file: TableName): TableRow[] {
    const columns = new Map<string, string>(Object.entries(TABLES[file]));
    const csv = this.csv(file, [...columns.keys()].filter((name) => !columns.get(name)!.endsWith('?')));
    if (!csv) return [];
    const { header, rows, lines } = csv;
    const kinds = header.map((name, k) => {
      const kind = columns.get(name);
      if (kind === undefined) this.strange(`${file}:1:${k + 1}`, `the table has no such column; it may have ${[...columns.keys()].join(', ')}`);
      return { needed: kind?.endsWith('?') === false, kind: kind?.replace('?', '') as CellKind | undefined };
    });
    const source: Source = { file, header };
    return rows.map((row, r) => {
      const cells: Cells = {};
      const line = lines[r]!;
      kinds.forEach(({ kind, needed }, k) => {
        const text = row[k]!;
        if (kind === undefined) return;
        if (text !== '') {
          const value = kind === 'text' ? text : this.parsed(text, kind, () => ({ source, line, field: k + 1 }));
          if (value !== undefined) cells[header[k]!] = value;
        } else if (needed) this.issues.add('E_VALUE_MISSING', `${file}:${line}:${k + 1}`, `the column "${header[k]}" must not be empty`);
      });
      return { cells, source, line, field: 0 };
    });
  }

  private parsed(text: string, kind: 'number' | 'boolean', spot: () => Spot): number | boolean | undefined {
    const value = kind === 'boolean' ? parseBoolean(text) : parseDecimal(text);
    if (typeof value !== 'string') return value;
    this.issues.add(value, placeIn(spot()), kind === 'boolean' ? 'expected true or false' : 'expected a plain number like 12 or 12.5, at most 6 decimals');
    return undefined;
  }

  private positions(): void {
    for (const row of this.table('positions.csv')) {
      const { mustFill: reason, ...rest } = row.cells;
      this.drafts.positions.push(draftOf(reason === undefined ? rest : { ...rest, mustFill: { reason } }, row));
    }
  }

  private people(): void {
    for (const row of this.table('people.csv')) {
      const { acceptsLowerOn: on, acceptsLowerDocument: document, ...rest } = row.cells;
      const person: Data = { ...rest, evidence: [] };
      if (on !== undefined || document !== undefined) person.acceptsLower = { ...(on !== undefined && { on }), ...(document !== undefined && { document }) };
      this.drafts.people.push(draftOf(person, row));
    }
  }

  private actors(): void {
    for (const row of this.table('actors.csv')) {
      const { statementOn: on, statementDocument: document, ...rest } = row.cells;
      const statement = { ...(on !== undefined && { on }), ...(document !== undefined && { document }) };
      this.drafts.actors.push(draftOf(on === undefined && document === undefined ? rest : { ...rest, statement }, row));
    }
  }

  /** Finds rows of the document by id, with a problem for an id that is not there. */
  private lookup(table: 'people' | 'positions' | 'actors'): (id: unknown, spot: Spot, column: string) => Draft | undefined {
    let byId: Map<unknown, Draft> | undefined; // made for the first row that asks: most folders lack some of the tables
    return (id, spot, column) => {
      byId ??= new Map(this.drafts[table].map((d) => [d.value.id, d]));
      const found = byId.get(id);
      if (!found && id !== undefined && !this.torn.has(table)) this.issues.add('E_REF_UNKNOWN', placeIn(spot, column), 'refers to nothing in this folder');
      return found;
    };
  }

  private sheet(sheet: Sheet, at: string): void {
    const before = this.issues.list.length;
    const used = new Set([sheet.id, ...(sheet.ignore ?? []), ...Object.entries(sheet.columns).flatMap(([name, c]) => [name, c.date, c.expires, c.unmapped].filter((n) => n !== undefined))]);
    const csv = this.csv(sheet.file, [...used]);
    if (!csv && this.issues.list.length === before) this.issues.add('E_FILE', sheet.file, 'round.json declares a sheet of this name, and the folder has none');
    csv?.header.forEach((name, k) => {
      if (!used.has(name)) this.strange(`${sheet.file}:1:${k + 1}`, 'round.json neither uses nor ignores this column');
    });
    const columns = this.columnsOf(sheet, csv?.header ?? [], at);
    const table = sheet.about === 'person' ? 'people' : 'positions';
    if (this.issues.list.length > before && sheet.adds) this.torn.add(table);
    if (!csv || this.issues.list.length > before) return;

    const { header, rows, lines } = csv;
    const source: Source = { file: sheet.file, header };
    const find = sheet.adds ? undefined : this.lookup(table);
    const idAt = header.indexOf(sheet.id);
    const items: Data[] = []; // of the row at hand, in lists that are used again: what is kept is copied at its size
    const fields: number[] = [];
    let shared: readonly number[] = [];
    for (let r = 0; r < rows.length && !this.issues.full; r++) {
      const row = rows[r]!;
      const line = lines[r]!;
      let draft: Draft | undefined;
      if (find) draft = find(row[idAt], { source, line, field: 0 }, sheet.id);
      else this.drafts[table].push((draft = draftOf({ id: row[idAt], evidence: [] }, { source, line, field: idAt + 1 })));
      if (!draft) continue;
      let found = 0;
      for (const column of columns) {
        const item = this.sheetCell(draft, row, column, source, line);
        if (!item) continue;
        items[found] = item;
        fields[found++] = column.at + 1;
      }
      if (found === 0) continue;
      if (!beginsWith(fields, shared, found)) shared = fields.slice(0, found); // most rows of a sheet fill the same cells
      const batch: Batch = { source, line, fields: shared };
      const earlier = draft.value.evidence as Data[];
      if (earlier.length === 0) {
        draft.value.evidence = items.slice(0, found);
        draft.evidence = [batch];
      } else {
        for (let k = 0; k < found; k++) earlier.push(items[k]!);
        draft.evidence.push(batch);
      }
    }
  }

  /** The columns of a sheet and where they stand, after every problem with what round.json says of them. */
  private columnsOf(sheet: Sheet, header: readonly string[], at: string): SheetColumn[] {
    const say = (code: ErrorCode, pointer: string, message: string): void => this.issues.add(code, inHead(at + pointer), message);
    const position = sheet.about === 'position';
    if (Object.hasOwn(TABLES, sheet.file)) say('E_KEY_UNKNOWN', '/file', 'a fixed table is no sheet');
    if (position && sheet.adds) say('E_KEY_UNKNOWN', '/adds', 'only a sheet about people adds rows');
    const place = (name: string | undefined): number => (name === undefined ? -1 : header.indexOf(name));
    return Object.entries(sheet.columns).map(([name, column]): SheetColumn => {
      const { attribute, source, date, expires, unmapped, empty } = column;
      const here = `/columns${pointerToken(name)}`;
      const spec = attributeOf(this.policy.policy, attribute);
      if (spec?.of !== sheet.about) say('E_REF_UNKNOWN', `${here}/attribute`, `the policy declares no such attribute of a ${sheet.about}`);
      if (!position && source === undefined) say('E_VALUE_MISSING', `${here}/source`, 'evidence of people names its source');
      if (position) for (const key of ['source', 'date', 'expires', 'unmapped'] as const) if (column[key] !== undefined) say('E_KEY_UNKNOWN', `${here}/${key}`, 'an attribute of a position has no such thing');
      const items = source !== undefined && date === undefined && expires === undefined && unmapped === undefined ? new Map<string, Data>() : undefined;
      return { attribute, type: spec?.type, source, at: place(name), date: place(date), expires: place(expires), unmapped: place(unmapped), mayBeEmpty: empty === 'unknown', items };
    });
  }

  /** The item of evidence that the cell gave, if it gave one. */
  private sheetCell(draft: Draft, row: readonly string[], column: SheetColumn, source: Source, line: number): Data | undefined {
    const text = row[column.at]!;
    const known = column.items?.get(text);
    if (known) return known;
    const spot = (): Spot => ({ source, line, field: column.at + 1 });
    const unmapped = column.unmapped < 0 ? '' : row[column.unmapped]!;
    if (text === '' && unmapped === '') {
      if (!column.mayBeEmpty) this.issues.add('E_VALUE_MISSING', placeIn(spot()), 'the cell is empty\nMaybe the column should be declared with "empty": "unknown".');
      return undefined;
    }
    const { attribute } = column;
    const value = text === '' ? undefined : this.valueOf(text, column.type, spot);
    if (column.source === undefined) {
      if (value !== undefined) this.addAttribute(draft, attribute, value, spot());
      return undefined;
    }
    const item: Data = text === '' ? { attribute, unmapped, source: column.source } : { attribute, value, source: column.source };
    if (text !== '' && unmapped !== '') item.unmapped = unmapped;
    if (column.date >= 0 && row[column.date] !== '') item.date = row[column.date];
    if (column.expires >= 0 && row[column.expires] !== '') item.expires = row[column.expires];
    if (column.items && value !== undefined && column.items.size < ITEMS && isPlainText(text)) column.items.set(text, item);
    return item;
  }

  private addAttribute(draft: Draft, name: string, value: unknown, spot: Spot): void {
    const pointer = `/attributes${pointerToken(name)}`;
    const added = (draft.added ??= new Map<string, Spot>());
    const first = added.get(pointer);
    if (first) this.issues.add('E_ID_DUPLICATE', placeIn(spot), 'this post has the attribute already', { related: [placeIn(first)] });
    added.set(pointer, spot);
    const attributes = (draft.value.attributes ??= {}) as Data;
    attributes[name] = value;
  }

  /** A cell as the value of an attribute, by its declared type; undefined after a problem. A type nobody declared is told later, by name. */
  private valueOf(text: string, type: AttributeSpec['type'] | undefined, spot: () => Spot): string | number | boolean | string[] | undefined {
    if (type === 'set') return text.split('|');
    return type === 'boolean' || type === 'number' ? this.parsed(text, type, spot) : text;
  }

  /** The value in a cell of a fixed table whose row names the attribute. */
  private valueIn({ cells, source, line }: TableRow): { readonly value?: unknown } {
    if (cells.value === undefined) return {};
    const value = this.valueOf(String(cells.value), attributeOf(this.policy.policy, String(cells.attribute))?.type, () => ({ source, line, field: source.header.indexOf('value') + 1 }));
    return value === undefined ? {} : { value };
  }

  private evidence(): void {
    const find = this.lookup('people');
    for (const row of this.table('evidence.csv')) {
      const { person, value: _, ...rest } = row.cells;
      const draft = find(person, row, 'person');
      if (!draft) continue;
      (draft.value.evidence as Data[]).push({ ...rest, ...this.valueIn(row) });
      draft.evidence.push({ source: row.source, line: row.line, fields: WHOLE_ROW });
    }
  }

  /** A table whose rows belong to people as they stand. */
  private ofPeople(key: 'spells' | 'checked'): void {
    const find = this.lookup('people');
    for (const row of this.table(`${key}.csv`)) {
      const { person, ...entry } = row.cells;
      const draft = find(person, row, 'person');
      if (draft) addTo(draft, key, entry, row);
    }
  }

  private wishes(): void {
    const find = this.lookup('people');
    const placed = new Map<string, TableRow>();
    const rows = this.table('wishes.csv').sort((a, b) => Number(a.cells.place) - Number(b.cells.place));
    for (const row of rows) {
      const { person, place, position } = row.cells;
      const draft = find(person, row, 'person');
      if (!draft) continue;
      const key = `${String(person)} ${String(place)}`;
      const first = placed.get(key);
      if (first) this.issues.add('E_ID_DUPLICATE', placeIn(row, 'place'), 'this person has another wish in the same place', { related: [placeIn(first, 'place')] });
      placed.set(key, row);
      addTo(draft, 'wishes', position, row);
    }
  }

  private requirements(): void {
    const find = this.lookup('positions');
    for (const row of this.table('requirements.csv')) {
      const { position, value: _, ...rest } = row.cells;
      const draft = find(position, row, 'position');
      if (draft) addTo(draft, 'requires', { ...rest, ...this.valueIn(row) }, row);
    }
  }

  private interests(): void {
    const find = this.lookup('actors');
    for (const row of this.table('interests.csv')) {
      const { actor, ...interest } = row.cells;
      const draft = find(actor, row, 'actor');
      if (draft) addTo(draft, 'interests', interest, row);
    }
  }
}

/** The column of a fixed table that holds a field: two cells make one consent or one statement. */
function columnOf(field: string, item: string | undefined): string {
  if (field === 'acceptsLower') return item === 'on' ? 'acceptsLowerOn' : 'acceptsLowerDocument';
  if (field === 'statement') return item === 'on' ? 'statementOn' : 'statementDocument';
  return field;
}

/** One column of a sheet, with the places of the columns it goes with, -1 for none. */
interface SheetColumn {
  readonly attribute: string;
  readonly type: AttributeSpec['type'] | undefined;
  readonly source: string | undefined;
  readonly at: number;
  readonly date: number;
  readonly expires: number;
  readonly unmapped: number;
  readonly mayBeEmpty: boolean;
  /**
   * By the text of a cell, the one item of evidence that it gives to everybody, where nothing else of the row goes into it: a register has few texts and
   * many rows. Of plain texts alone: another one is put into composed form where it is first met, and could not be told of at its other places.
   */
  readonly items: Map<string, Data> | undefined;
}

/** Texts of a column whose items are kept; a column of as many different ones would gain nothing. */
const ITEMS = 1000;

function draftOf(value: Data, { source, line, field }: Spot): Draft {
  return { value, spot: { source, line, field }, evidence: [], added: undefined };
}

function addTo(draft: Draft, key: 'wishes' | 'requires' | 'spells' | 'checked' | 'interests', entry: unknown, spot: Spot): void {
  const list = (draft.value[key] ??= []) as unknown[];
  (draft.added ??= new Map<string, Spot>()).set(`/${key}/${list.length}`, spot);
  list.push(entry);
}

/** True if the first `count` of `list` are all of `whole`. */
function beginsWith(list: readonly number[], whole: readonly number[], count: number): boolean {
  if (whole.length !== count) return false;
  for (let k = 0; k < count; k++) if (list[k] !== whole[k]) return false;
  return true;
}

function evidenceSpot({ evidence }: Draft, item: number): Spot | undefined {
  let before = 0;
  for (const { source, line, fields } of evidence) {
    if (item < before + fields.length) return { source, line, field: fields[item - before]! };
    before += fields.length;
  }
  return undefined;
}

/** `file:line:field`, or `file:line` where no field can be named. */
function placeIn({ source, line, field }: Spot, column = ''): string {
  const at = field || source.header.indexOf(column) + 1;
  return `${source.file}:${line}${at > 0 ? `:${at}` : ''}`;
}
