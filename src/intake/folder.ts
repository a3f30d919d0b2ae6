import { z } from 'zod';
import { Issues, MeritError } from '../errors/index.js';
import { parseBoolean, parseDecimal } from '../model/decimal.js';
import { ROUND_FORMAT, RoundHead } from '../model/round.js';
import type { AttributeSpec } from '../policy/index.js';
import { readCsv } from './csv-reader.js';
import { readJson } from './json-reader.js';
import { finishRound, type ParsedRound } from './parse-round.js';
import type { SealedPolicy } from './seal.js';
import { addZodIssues } from './zod-issues.js';

export const FOLDER_FORMAT = 'meritra/round-folder/0';

/** The files of a folder by name, as bytes or text. */
export type FolderFiles = Readonly<Record<string, Uint8Array | string>>;

const column = z.strictObject({
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
  columns: z.record(z.string(), column),
  ignore: z.array(z.string()).optional(),
});
type Sheet = z.infer<typeof Sheet>;

/** `round.json` of a folder: docs/formats.md section 2.1. */
const FolderHead = RoundHead.omit({ format: true }).extend({
  format: z.literal(FOLDER_FORMAT),
  delimiter: z.enum([',', ';', '\t', '|']),
  reveals: z.array(z.strictObject({ party: z.string(), nonce: z.string() })).optional(),
  sheets: z.array(Sheet).optional(),
});

/** How a cell of a fixed table becomes a field. */
type CellKind = 'text' | 'number' | 'boolean';
type Columns = Readonly<Record<string, CellKind | `${CellKind}?`>>;

const TABLES = {
  'sources.csv': { id: 'text', title: 'text', date: 'text' },
  'units.csv': { id: 'text', name: 'text', parent: 'text?' },
  'positions.csv': { id: 'text', title: 'text', unit: 'text', level: 'text', seats: 'number?', superior: 'text?', critical: 'boolean?', mustFill: 'text?', opens: 'text?', closes: 'text?' },
  'requirements.csv': { position: 'text', attribute: 'text', is: 'text', value: 'text', standard: 'text?' },
  'people.csv': { id: 'text', name: 'text?', born: 'text?', bornAt: 'text?', seat: 'text?', since: 'text?', retires: 'text?', acceptsLowerOn: 'text?', acceptsLowerDocument: 'text?' },
  'evidence.csv': { person: 'text', attribute: 'text', value: 'text?', unmapped: 'text?', source: 'text', date: 'text?', expires: 'text?' },
  'wishes.csv': { person: 'text', place: 'number', position: 'text' },
  'relations.csv': { a: 'text', b: 'text', kind: 'text', degree: 'number', source: 'text', date: 'text?' },
  'pins.csv': { person: 'text', position: 'text', by: 'text', reason: 'text' },
} as const satisfies Record<string, Columns>;

type TableName = keyof typeof TABLES;
type Cells = Record<string, string | number | boolean>;

/** One row of a fixed table with the line it stands on. */
interface TableRow {
  readonly cells: Cells;
  readonly line: number;
}

/** A document under construction: plain objects with the file place of each, for problems found later. */
interface Draft {
  readonly value: Record<string, unknown>;
  readonly place: string;
}

/**
 * A round from a folder of UTF-8 tables: strict columns, delimiter as stated, nothing guessed, nothing converted but by the
 * type the policy declares. The same checks and the same round as `parseRound`; problems name file and line.
 * @throws {MeritError} with every problem.
 */
export function parseFolder(files: FolderFiles, policy: SealedPolicy): ParsedRound {
  const issues = new Issues();
  const head = readHead(files, issues);
  if (!head) throw MeritError.of(issues.list);
  const folder = new Folder(files, head.delimiter, policy, issues);
  const { delimiter: _, sheets, format: __, reveals, ...rest } = head;
  const tables = folder.build(sheets ?? []);
  if (issues.list.length > 0) issues.throwIfAny();
  return finishRound({ ...rest, format: ROUND_FORMAT, reveals: reveals ?? [], ...tables }, policy, issues, (path) => folder.placeOf(path));
}

function readHead(files: FolderFiles, issues: Issues): z.infer<typeof FolderHead> | undefined {
  const source = Object.hasOwn(files, 'round.json') ? files['round.json'] : undefined;
  if (source === undefined) {
    issues.add('E_FILE', 'round.json', 'the folder has no round.json');
    return undefined;
  }
  const document = readJson(source, issues, { decimals: 6 });
  if (issues.list.length > 0) return undefined;
  const parsed = FolderHead.safeParse(document);
  if (!parsed.success) addZodIssues(parsed.error.issues, document, '', Object.keys(FolderHead.shape), issues);
  return parsed.data;
}

class Folder {
  private readonly files: FolderFiles;
  private readonly delimiter: string;
  private readonly policy: SealedPolicy;
  private readonly issues: Issues;
  private readonly drafts: Record<'sources' | 'units' | 'positions' | 'people' | 'relations' | 'pins', Draft[]> = { sources: [], units: [], positions: [], people: [], relations: [], pins: [] };
  private readonly evidencePlaces = new Map<object, string>();

  constructor(files: FolderFiles, delimiter: string, policy: SealedPolicy, issues: Issues) {
    this.files = files;
    this.delimiter = delimiter;
    this.policy = policy;
    this.issues = issues;
  }

  /** The tables of a round document. */
  build(sheets: readonly Sheet[]): Record<string, unknown[]> {
    this.strangers(sheets);
    const plain = (file: TableName, to: Draft[]): void => {
      for (const { cells, line } of this.table(file)) to.push({ value: cells, place: `${file}:${line}` });
    };
    plain('sources.csv', this.drafts.sources);
    plain('units.csv', this.drafts.units);
    plain('relations.csv', this.drafts.relations);
    plain('pins.csv', this.drafts.pins);
    this.positions();
    this.people();
    for (const sheet of sheets) this.sheet(sheet);
    this.evidence();
    this.wishes();
    this.requirements();
    return Object.fromEntries(Object.entries(this.drafts).map(([name, list]) => [name, list.map((d) => d.value)]));
  }

  /** File and line of a pointer into the document, with the rest of the pointer in front where that says more. */
  placeOf(path: string): string {
    const [, table, index, field, item] = path.split('/');
    const draft = table !== undefined && Object.hasOwn(this.drafts, table) ? this.drafts[table as keyof typeof this.drafts][Number(index)] : undefined;
    if (!draft) return path;
    const list = draft.value.evidence;
    const evidence: unknown = field === 'evidence' && Array.isArray(list) ? list[Number(item)] : undefined;
    const place = (typeof evidence === 'object' && evidence !== null ? this.evidencePlaces.get(evidence) : undefined) ?? draft.place;
    return field === undefined ? place : `${path} (${place})`;
  }

  /** Files that nothing names: a table that is not read would be a table that does not count. */
  private strangers(sheets: readonly Sheet[]): void {
    const known = new Set(['round.json', ...Object.keys(TABLES), ...sheets.map((s) => s.file)]);
    for (const name of Object.keys(this.files)) if (name.endsWith('.csv') && !known.has(name)) this.issues.add('E_KEY_UNKNOWN', name, 'no table or sheet of this name is declared in round.json');
    if (!Object.hasOwn(this.files, 'positions.csv')) this.issues.add('E_FILE', 'positions.csv', 'the folder has no positions.csv');
  }

  private csv(file: string) {
    const source = Object.hasOwn(this.files, file) ? this.files[file] : undefined;
    if (source === undefined) return undefined;
    return readCsv(source, { file, delimiter: this.delimiter }, this.issues);
  }

  /** A fixed table with its cells read; empty optional cells are left out. */
  private table(file: TableName): TableRow[] {
    const columns: Columns = TABLES[file];
    const csv = this.csv(file);
    if (!csv) return [];
    const { header, rows, lines } = csv;
    header.forEach((name, k) => {
      if (!Object.hasOwn(columns, name)) this.issues.add('E_KEY_UNKNOWN', `${file}:1:${k + 1}`, `the table has no such column; it may have ${Object.keys(columns).join(', ')}`);
    });
    for (const [name, kind] of Object.entries(columns)) {
      if (!kind.endsWith('?') && !header.includes(name)) this.issues.add('E_CSV_HEADER_MISSING', `${file}:1`, `the column "${name}" is missing`);
    }
    return rows.map((row, r) => {
      const cells: Cells = {};
      header.forEach((name, k) => {
        const kind = columns[name];
        if (kind === undefined) return;
        const text = row[k] ?? '';
        const place = `${file}:${lines[r]}:${k + 1}`;
        if (text === '') {
          if (!kind.endsWith('?')) this.issues.add('E_VALUE_MISSING', place, `the column "${name}" must not be empty`);
          return;
        }
        const value = this.cell(text, kind.replace('?', '') as CellKind, place);
        if (value !== undefined) cells[name] = value;
      });
      return { cells, line: lines[r]! };
    });
  }

  private cell(text: string, kind: CellKind, place: string): string | number | boolean | undefined {
    if (kind === 'text') return text;
    const value = kind === 'boolean' ? parseBoolean(text) : parseDecimal(text);
    if (typeof value !== 'string') return value;
    this.issues.add(value, place, kind === 'boolean' ? 'expected true or false' : 'expected a plain number like 12 or 12.5');
    return undefined;
  }

  private positions(): void {
    for (const { cells, line } of this.table('positions.csv')) {
      const { mustFill, ...rest } = cells;
      this.drafts.positions.push({ value: { ...rest, ...(mustFill === undefined ? {} : { mustFill: { reason: mustFill } }) }, place: `positions.csv:${line}` });
    }
  }

  private people(): void {
    for (const { cells, line } of this.table('people.csv')) {
      const { acceptsLowerOn: on, acceptsLowerDocument: document, ...rest } = cells;
      const accepts = on === undefined && document === undefined ? {} : { acceptsLower: { ...(on === undefined ? {} : { on }), ...(document === undefined ? {} : { document }) } };
      this.drafts.people.push({ value: { ...rest, ...accepts, evidence: [] }, place: `people.csv:${line}` });
    }
  }

  private lookup(list: readonly Draft[]): (id: unknown, place: string) => Draft | undefined {
    const byId = new Map<unknown, Draft>(list.map((d) => [d.value.id, d]));
    return (id, place) => {
      const found = byId.get(id);
      if (!found) this.issues.add('E_REF_UNKNOWN', place, 'refers to nothing in this folder');
      return found;
    };
  }

  private sheet(sheet: Sheet): void {
    const csv = this.csv(sheet.file);
    if (!csv) {
      this.issues.add('E_FILE', sheet.file, 'round.json declares a sheet of this name, and the folder has none');
      return;
    }
    const { header, rows, lines } = csv;
    const index = new Map(header.map((name, k) => [name, k]));
    const columns = Object.entries(sheet.columns).map(([name, spec]) => ({ name, spec, at: index.get(name) ?? -1, attribute: this.attributeOf(spec.attribute) }));
    const used = new Set([sheet.id, ...(sheet.ignore ?? []), ...columns.flatMap(({ name, spec }) => [name, spec.date, spec.expires, spec.unmapped])]);
    header.forEach((name, k) => {
      if (!used.has(name)) this.issues.add('E_KEY_UNKNOWN', `${sheet.file}:1:${k + 1}`, 'round.json neither uses nor ignores this column');
    });
    for (const name of used) if (name !== undefined && !index.has(name)) this.issues.add('E_CSV_HEADER_MISSING', `${sheet.file}:1`, `the column "${name}" is missing`);
    if (this.issues.list.length > 0) return;

    const list = sheet.about === 'person' ? this.drafts.people : this.drafts.positions;
    const find = sheet.adds ? undefined : this.lookup(list);
    const idAt = index.get(sheet.id)!;
    rows.forEach((row, r) => {
      if (this.issues.full) return;
      const place = `${sheet.file}:${lines[r]}`;
      let draft: Draft | undefined;
      if (find) draft = find(row[idAt], `${place}:${idAt + 1}`);
      else list.push((draft = { value: { id: row[idAt], ...(sheet.about === 'person' ? { evidence: [] } : {}) }, place }));
      if (!draft) return;
      for (const { spec, at, attribute } of columns) this.sheetCell(draft, row, at, spec, attribute, index, `${place}:${at + 1}`);
    });
  }

  private sheetCell(draft: Draft, row: readonly string[], at: number, spec: Sheet['columns'][string], attribute: AttributeSpec | undefined, index: ReadonlyMap<string, number>, place: string): void {
    const other = (name: string | undefined): string => (name === undefined ? '' : (row[index.get(name)!] ?? ''));
    const text = row[at] ?? '';
    const raw = other(spec.unmapped);
    if (text === '' && raw === '') {
      if (spec.empty !== 'unknown') this.issues.add('E_VALUE_MISSING', place, 'the cell is empty\nMaybe the column should be declared with "empty": "unknown".');
      return;
    }
    const value = text === '' ? undefined : this.valueOf(text, attribute, place);
    if (text !== '' && value === undefined) return;
    const { evidence } = draft.value;
    if (!Array.isArray(evidence)) {
      if (value === undefined) return;
      draft.value.attributes = { ...(draft.value.attributes as object | undefined), [spec.attribute]: value };
      return;
    }
    const item: Record<string, unknown> = { attribute: spec.attribute, source: spec.source ?? '' };
    if (value === undefined) item.unmapped = raw;
    else item.value = value;
    const date = other(spec.date);
    const expires = other(spec.expires);
    if (date !== '') item.date = date;
    if (expires !== '') item.expires = expires;
    evidence.push(item);
    this.evidencePlaces.set(item, place);
  }

  private attributeOf(name: string): AttributeSpec | undefined {
    const { attributes } = this.policy.policy;
    return Object.hasOwn(attributes, name) ? attributes[name] : undefined;
  }

  /** A cell as the value of an attribute, by its declared type; a type nobody declared is told later, by name. */
  private valueOf(text: string, attribute: AttributeSpec | undefined, place: string): string | number | boolean | string[] | undefined {
    if (attribute?.type === 'set') return text.split('|');
    return this.cell(text, attribute?.type === 'boolean' ? 'boolean' : attribute?.type === 'number' ? 'number' : 'text', place);
  }

  private evidence(): void {
    const find = this.lookup(this.drafts.people);
    for (const { cells, line } of this.table('evidence.csv')) {
      const { person, value, ...rest } = cells;
      const place = `evidence.csv:${line}`;
      const draft = find(person, place);
      if (!draft) continue;
      const read = value === undefined ? undefined : this.valueOf(String(value), this.attributeOf(String(rest.attribute)), place);
      const item = read === undefined ? rest : { ...rest, value: read };
      (draft.value.evidence as unknown[]).push(item);
      this.evidencePlaces.set(item, place);
    }
  }

  private wishes(): void {
    const find = this.lookup(this.drafts.people);
    const rows = this.table('wishes.csv').sort((a, b) => Number(a.cells.place) - Number(b.cells.place));
    for (const { cells, line } of rows) {
      const draft = find(cells.person, `wishes.csv:${line}`);
      if (draft) draft.value.wishes = [...((draft.value.wishes as unknown[] | undefined) ?? []), cells.position];
    }
  }

  private requirements(): void {
    const find = this.lookup(this.drafts.positions);
    for (const { cells, line } of this.table('requirements.csv')) {
      const { position, value, ...rest } = cells;
      const place = `requirements.csv:${line}`;
      const draft = find(position, place);
      const read = draft && this.valueOf(String(value), this.attributeOf(String(rest.attribute)), place);
      if (draft) draft.value.requires = [...((draft.value.requires as unknown[] | undefined) ?? []), { ...rest, ...(read === undefined ? {} : { value: read }) }];
    }
  }
}
