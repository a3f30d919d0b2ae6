import type { Audit } from '../../auditing/index.js';
import type { Locale } from '../locale/index.js';
import { auditPictures } from './pictures.js';
import type { Datum } from './picture.js';

/** The data under every picture as CSV (RFC 4180, UTF-8, LF), by file name. A cell that a spreadsheet would run is led by an apostrophe. */
export function auditCsv(audit: Audit, options: { readonly locale?: Locale } = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(auditPictures(audit, options).map(({ name, data }) => [`${name.replace(/[^\w.-]+/g, '_')}.csv`, csvOf(data)]));
}

/** A table with the keys of its rows as columns, in the order of their first use. */
export function csvOf(rows: readonly Datum[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))].map((cells) => `${cells.map(cell).join(',')}\n`).join('');
}

function cell(value: Datum[string]): string {
  if (typeof value !== 'string') return String(value);
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
