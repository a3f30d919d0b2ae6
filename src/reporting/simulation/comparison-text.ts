import type { Comparison, ComparedCell, ComparedRow } from '../../simulating/index.js';
import type { Locale } from '../locale/index.js';
import { terminalLine } from '../terminal-text.js';
import { apartOf, ComparisonStudio, FIRST, shortNames } from './studio.js';

export interface ComparisonTextOptions {
  readonly locale?: Locale;
  /** How many measures; the 11 that are read first if left out. */
  readonly top?: number;
  /** With a line for each level below the whole organisation. */
  readonly levels?: boolean;
  /** Characters of a line; policies that do not fit stand in a further table, beside the base again. 100 if left out. */
  readonly width?: number;
}

const MARKS = { higher: ' \u25b2', lower: ' \u25bc' } as const;
const GAP = 2;

/**
 * A comparison for a terminal: measures down, policies across, each mean with its interval under it, and a mark where the paired difference to the base leaves out zero.
 * No colour codes; names cannot steer the terminal.
 */
export function comparisonText(comparison: Comparison, { locale = 'en', top = FIRST, levels = false, width = 100 }: ComparisonTextOptions = {}): string {
  const studio = new ComparisonStudio(comparison, locale);
  const { words } = studio;
  const asked = studio.measures.slice(0, Math.max(0, top));
  const known = asked.filter((measure) => studio.row(measure)!.cells.some(({ estimate }) => estimate !== null));
  const unknown = asked.filter((measure) => !known.includes(measure)).map((measure) => words.measures[measure].name);
  const rows = known.flatMap((measure) => studio.rowsOf(measure).filter(({ level }) => levels || level === null));
  const foot = comparison.seeds === 1 ? [words.oneSeed] : [words.reads(studio.level(comparison.confidence)), ...byChance(studio, rows), ...notes(studio, rows), ...(rows.some(({ cells }) => cells.some((cell) => isFewer(studio, cell))) ? [words.fewer] : []), ...(unknown.length > 0 ? [words.notDefined(unknown)] : [])];
  const lines = [studio.label('title'), words.made(studio.from), ...tables(studio, rows, width), '', ...foot];
  return `${lines.map((line) => terminalLine(line).trimEnd()).join('\n')}\n`;
}

/** How many of the differences shown leave out zero, and how many would by chance alone. */
export function byChance(studio: ComparisonStudio, rows: readonly ComparedRow[]): readonly string[] {
  const cells = rows.flatMap((row) => row.cells).filter(({ difference }) => difference !== null);
  const apart = cells.filter((cell) => apartOf(cell) !== null).length;
  return cells.length === 0 ? [] : [studio.words.byChance(studio.whole(apart), studio.whole(cells.length), studio.decimal(cells.length * (1 - studio.comparison.confidence), cells.length < 100 ? 1 : 0))];
}

/** What a reader has to know of the figures shown: means that leave empty seats out, intervals of no width. */
export function notes({ words }: ComparisonStudio, rows: readonly ComparedRow[]): readonly string[] {
  const filled = rows.some(({ measure }) => measure === 'fit-mean' || measure === 'performance-mean');
  const point = rows.some(({ cells }) => cells.some(({ estimate, difference }) => [estimate, difference].some((e) => e !== null && e.low === e.high)));
  return [...(filled ? [words.filledAlone] : []), ...(point ? [words.noWidth] : [])];
}

const isFewer = ({ comparison }: ComparisonStudio, { estimate }: ComparedCell): boolean => estimate !== null && estimate.runs < comparison.seeds;

function tables(studio: ComparisonStudio, rows: readonly ComparedRow[], width: number): readonly string[] {
  const { policies, base } = studio.comparison;
  const names = shortNames(policies.map(({ name }) => name), 22);
  const heads = rows.map((row) => headOf(studio, row));
  const first = Math.max(0, ...heads.flat().map((text) => [...text].length));
  const columns = policies.map(({ name }, k) => {
    const cells = rows.map((row) => cellOf(studio, row, row.cells.find(({ policy }) => policy === name)));
    const head = name === base ? `${names[k]} (${studio.label('base')})` : names[k]!;
    return { name, head, cells, wide: Math.max([...head].length, ...cells.flat().map((text) => [...text].length)) };
  });
  const baseColumn = columns.filter(({ name }) => name === base);
  const others = columns.filter(({ name }) => name !== base);
  const lines: string[] = [];
  for (let k = 0; k < others.length || (k === 0 && lines.length === 0);) {
    const block = [...baseColumn];
    do if (k < others.length) block.push(others[k++]!); while (k < others.length && first + [...block, others[k]!].reduce((sum, { wide }) => sum + GAP + wide, 0) <= width);
    const row = (cells: readonly string[]): string => cells.map((text, c) => text + ' '.repeat(Math.max(0, (c === 0 ? first : block[c - 1]!.wide) - [...text].length))).join(' '.repeat(GAP));
    lines.push('', row(['', ...block.map(({ head }) => head)]));
    heads.forEach((head, r) => {
      for (const half of [0, 1] as const) lines.push(row([head[half], ...block.map(({ cells }) => cells[r]![half])]));
    });
  }
  return rows.length === 0 ? [] : lines;
}

/** Name and unit of a row; of a level its name alone, under its measure. */
function headOf(studio: ComparisonStudio, { measure, level }: ComparedRow): readonly [string, string] {
  const unit = studio.unit(measure);
  return level === null ? [studio.words.measures[measure].name, `  ${unit}`] : [`  ${shortNames([level], 24)[0]}`, ''];
}

function cellOf(studio: ComparisonStudio, row: ComparedRow, cell: ComparedCell | undefined): readonly [string, string] {
  if (!cell || cell.estimate === null) return ['\u2013', ''];
  const decimals = studio.decimalsOf(row, 'estimate');
  const apart = apartOf(cell);
  const { mean, runs } = cell.estimate;
  return [`${studio.figure(row.measure, mean, decimals)}${apart === null ? '' : MARKS[apart]}${isFewer(studio, cell) ? ` (${runs})` : ''}`, studio.span(row.measure, cell.estimate, decimals)];
}
