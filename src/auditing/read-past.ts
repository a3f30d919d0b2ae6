import { z } from 'zod';
import { FORBIDDEN_KEYS } from '../intake/limits.js';
import { Issues } from '../errors/index.js';
import { readCsv } from '../intake/csv-reader.js';
import { readDocument, type FolderFiles } from '../intake/index.js';
import { passOn } from '../intake/parse-round.js';
import { fresh } from '../intake/shield.js';
import { addZodIssues } from '../intake/zod-issues.js';
import { parseBoolean, parseDecimal } from '../model/decimal.js';
import { finishPast, PAST_KEYS, TABLE_NAMES, type ParsedPast, type TableName } from './parse-past.js';
import { PAST_TABLES, PastHead } from './past.js';

const HEAD = 'past.json';

/** `past.json` of a folder: the fields of a record that are not tables, and how the tables are written. */
const FolderHead = PastHead.extend({ delimiter: z.enum([',', ';', '\t', '|']).optional() });
const KEYS = [...PAST_KEYS, 'delimiter'];

/** How a cell becomes a field. */
type Kind = 'text' | 'number' | 'boolean' | 'value' | 'list' | 'recused';

const KINDS: Readonly<Partial<Record<TableName, Readonly<Record<string, Kind>>>>> = {
  candidates: { chosen: 'boolean', eligible: 'boolean', score: 'number' },
  roster: { acting: 'boolean' },
  positions: { class: 'number' },
  requirements: { value: 'value' },
  evidence: { value: 'value' },
  scores: { value: 'number', order: 'number' },
  weights: { weight: 'number' },
  roles: { declared: 'list', recused: 'recused' },
  relations: { degree: 'number' },
};

/** One column of a table: the field, and the member of it for `ties.referred` and `strata.grade`. */
interface Column {
  readonly field: string;
  readonly member: string;
  readonly kind: Kind;
}

/**
 * A record from a folder of UTF-8 tables, `decisions.csv`, `candidates.csv`, `roster.csv` and so on: the columns are the fields of the rows,
 * a blank cell is an absent field. `past.json`, which may be absent, holds `title`, `levels`, `stages`, `relationsComplete` and the
 * `delimiter` (`,` if left out). In `candidates.csv` a column `ties.referred` holds true or false, `strata.grade` a text (blank: a
 * stratum of its own, missing). `declared` and `recused` of roles are ids with `|` between them, or `all`. A `value` is a
 * number where it is written as a plain one, true or false where it says so, and else a text. Each row keeps its `file:line` in `row`
 * where the table has no such column. O(cells).
 * @throws {MeritError} with every problem, at `file:line:field`, or `past.json#` with a pointer.
 */
export function readPast(files: FolderFiles): ParsedPast {
  const issues = new Issues();
  const head = readHead(files, issues);
  const { delimiter = ',', ...rest } = head ?? {};
  const known = new Set(TABLE_NAMES.map((name) => `${name}.csv`));
  for (const name of Object.keys(files)) if (name !== HEAD && !known.has(name)) issues.add('E_KEY_UNKNOWN', name, `a record has no such file; it may have ${HEAD}, ${[...known].join(', ')}`);
  const spots = new Map<string, Table>();
  const document = Object.assign(fresh(), rest);
  for (const name of TABLE_NAMES) {
    const file = `${name}.csv`;
    const source = Object.hasOwn(files, file) ? files[file] : undefined;
    if (source === undefined) continue;
    const table = new Table(name, file, source, delimiter, issues);
    spots.set(name, table);
    document[name] = table.rows(issues);
  }
  issues.throwIfAny();
  return finishPast(document, issues, (pointer) => {
    const [, name = ''] = pointer.split('/');
    return spots.get(name)?.placeOf(pointer) ?? inHead(pointer);
  });
}

function inHead(pointer: string): string {
  return pointer === '' ? HEAD : `${HEAD}#${pointer}`;
}

function readHead(files: FolderFiles, issues: Issues): z.infer<typeof FolderHead> | undefined {
  const source = Object.hasOwn(files, HEAD) ? files[HEAD] : undefined;
  if (source === undefined) return {};
  const told = new Issues();
  const document = readDocument(source, told);
  const parsed = told.list.length > 0 ? undefined : FolderHead.safeParse(document);
  if (parsed?.error) addZodIssues(parsed.error.issues, document, '', KEYS, told);
  passOn(told, issues, inHead);
  return parsed?.data;
}

class Table {
  private readonly file: string;
  private readonly header: readonly string[];
  private readonly columns: readonly (Column | undefined)[];
  private readonly cells: readonly (readonly string[])[];
  private readonly lines: Int32Array;
  private readonly hasRow: boolean;

  constructor(name: TableName, file: string, source: Uint8Array | string, delimiter: string, issues: Issues) {
    const fields = Object.keys(PAST_TABLES[name].shape);
    const { header, rows, lines } = readCsv(source, { file, delimiter }, issues);
    this.file = file;
    this.header = header;
    this.cells = rows;
    this.lines = lines;
    this.hasRow = header.includes('row') || !fields.includes('row');
    const before = issues.list.length;
    this.columns = header.map((title, k) => {
      const [field = '', member = ''] = name === 'candidates' && /^(ties|strata)\./.test(title) ? [title.slice(0, title.indexOf('.')), title.slice(title.indexOf('.') + 1)] : [title];
      const nested = name === 'candidates' && (field === 'ties' || field === 'strata');
      const sound = fields.includes(field) && (nested ? member !== '' && !FORBIDDEN_KEYS.has(member) : true);
      if (!sound && issues.list.length === before) issues.add('E_KEY_UNKNOWN', `${file}:1:${k + 1}`, `the table has no such column; it may have ${fields.join(', ')}`);
      return sound ? { field, member, kind: field === 'ties' ? 'boolean' : (KINDS[name]?.[field] ?? 'text') } : undefined;
    });
  }

  rows(issues: Issues): Record<string, unknown>[] {
    return this.cells.map((texts, r) => {
      const row = fresh();
      this.columns.forEach((column, k) => {
        if (!column) return;
        const text = texts[k]!;
        const { field, member, kind } = column;
        if (member !== '') {
          const inner = (row[field] ??= fresh()) as Record<string, unknown>;
          if (field === 'strata') inner[member] = text === '' ? null : text;
          else if (text !== '') inner[member] = this.value(text, kind, r, k, issues);
        } else if (text !== '') row[field] = this.value(text, kind, r, k, issues);
      });
      if (!this.hasRow) row.row = `${this.file}:${this.lines[r]!}`;
      return row;
    });
  }

  private value(text: string, kind: Kind, row: number, at: number, issues: Issues): unknown {
    const number = kind === 'number' || kind === 'value' ? parseDecimal(text) : undefined;
    const truth = kind === 'boolean' || kind === 'value' ? parseBoolean(text) : undefined;
    if (typeof number === 'number') return number;
    if (typeof truth === 'boolean') return truth;
    if (kind === 'list' || (kind === 'recused' && text !== 'all')) return text.split('|');
    if (kind === 'number' && number !== undefined) issues.add(number, `${this.file}:${this.lines[row]!}:${at + 1}`, 'expected a plain number like 12 or 12.5');
    if (kind === 'boolean' && truth !== undefined) issues.add(truth, `${this.file}:${this.lines[row]!}:${at + 1}`, 'expected true or false');
    return text;
  }

  placeOf(pointer: string): string {
    const [, , index, field = '', item = ''] = pointer.split('/');
    const line = this.lines[Number(index)];
    const member = item.replaceAll('~1', '/').replaceAll('~0', '~');
    const at = Math.max(this.header.indexOf(field), this.header.indexOf(`${field}.${member}`));
    return line === undefined ? this.file : `${this.file}:${line}${at < 0 ? '' : `:${at + 1}`}`;
  }
}
