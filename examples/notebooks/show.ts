/** What a notebook shows as the last value of a cell: a table, or a drawing of its own; HTML or SVG where it can, plain text everywhere. */

interface Shown {
  readonly [show: symbol]: () => Readonly<Record<string, string>>;
}

const shown = (bundle: Readonly<Record<string, string>>): Shown => ({ [Symbol.for('Jupyter.display')]: () => bundle });

const escaped = (words: string): string => words.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

/** A table: the first column and the columns named in `texts` stand left, figures stand right. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], texts: readonly string[] = []): Shown {
  const left = head.map((title, c) => c === 0 || texts.includes(title));
  const width = head.map((title, c) => Math.max(title.length, ...rows.map((row) => row[c]!.length)));
  const line = (row: readonly string[]): string => row.map((cell, c) => (left[c] ? cell.padEnd(width[c]!) : cell.padStart(width[c]!))).join('  ').trimEnd();
  const cells = (row: readonly string[], tag: string): string => `<tr>${row.map((cell, c) => `<${tag} style="text-align:${left[c] ? 'left' : 'right'}">${escaped(cell)}</${tag}>`).join('')}</tr>`;
  return shown({
    'text/plain': [head, ...rows].map(line).join('\n'),
    'text/html': `<table><thead>${cells(head, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table>`,
  });
}

/** A drawing with its words for whoever cannot see it. `marks` is SVG as it stands: escape what comes from data with `label`. */
export function drawing(width: number, height: number, title: string, marks: readonly string[], words: string): Shown {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="13" fill="#1c252e" role="img"><title>${escaped(title)}</title><rect width="${width}" height="${height}" fill="#fff"/>${label(0, 15, title, 'font-weight="600"')}${marks.join('')}</svg>`;
  return shown({ 'image/svg+xml': svg, 'text/plain': words });
}

export function label(x: number, y: number, words: string, more = ''): string {
  return `<text x="${x.toFixed(1)}" y="${y.toFixed(1)}" ${more}>${escaped(words)}</text>`;
}

/** 54808 as 54,808. */
export const whole = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, ',');

/** A count of people; one from 1 to 4 is not shown. */
export const few = (n: number): string => (n > 0 && n < 5 ? '<5' : whole(n));

export const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

/** A p-value: never 0, and never 1 for what is not. */
export const pValue = (p: number | null): string => (p === null ? '–' : p < 0.0001 ? '<0.0001' : p.toFixed(4));

/** Text as it stands. */
export const plain = (words: string): Shown => shown({ 'text/plain': words });
