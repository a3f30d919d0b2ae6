import type { Comparison } from '../../simulating/index.js';
import { csvOf } from '../audit/audit-csv.js';
import type { Locale } from '../locale/index.js';
import type { Datum } from '../picture.js';
import { terminalLine } from '../terminal-text.js';
import { ComparisonStudio } from './studio.js';

/**
 * A comparison as CSV (RFC 4180, UTF-8, LF), by file name: `comparison.csv` with a row for each measure, level and policy, `comparison-years.csv` with one for each of their
 * years. Figures as the document has them: points, shares of 0..1, days, months, counts a year. A cell that a spreadsheet would run is led by an apostrophe.
 */
export function comparisonCsv(comparison: Comparison, { locale = 'en' }: { readonly locale?: Locale } = {}): Readonly<Record<string, string>> {
  const studio = new ComparisonStudio(comparison, locale);
  const cells = studio.measures.flatMap((measure) => studio.rowsOf(measure).flatMap(({ level, cells }) => cells.map((cell) => ({ row: { measure, name: studio.words.measures[measure].name, unit: unitOf(studio, measure), level: level === null ? studio.label('whole') : terminalLine(level), policy: terminalLine(cell.policy) }, cell }))));
  const rows: readonly Datum[] = cells.map(({ row, cell: { estimate, difference } }) => ({
    ...row, mean: estimate?.mean ?? null, low: estimate?.low ?? null, high: estimate?.high ?? null, runs: estimate?.runs ?? null,
    difference: difference?.mean ?? null, differenceLow: difference?.low ?? null, differenceHigh: difference?.high ?? null, higher: difference?.higher ?? null, equal: difference?.equal ?? null, lower: difference?.lower ?? null,
  }));
  const years: readonly Datum[] = cells.flatMap(({ row, cell }) => cell.years.map((mean, k) => ({ ...row, year: k + 1, mean })));
  return { 'comparison.csv': csvOf(rows), 'comparison-years.csv': csvOf(years) };
}

/** A share stays a share here: no per cent. */
function unitOf(studio: ComparisonStudio, measure: (typeof studio.measures)[number]): string {
  return studio.unit(measure) === '%' ? '0..1' : studio.unit(measure);
}
