/** What the notebooks on public lists show: tables and pictures, with plain text beside them for whoever has no screen. */

declare const Deno: { readonly jupyter: { display(object: unknown): Promise<void> } };

export const INK = '#1c252e';
export const SOFT = '#56636f';
export const RULE = '#d3d9de';
/** Two colours that people with any colour sight tell apart. */
export const BLUE = '#0d4f5c';
export const ORANGE = '#b04a00';

/** Shows one thing as HTML or SVG. The pause lets it arrive: a runner without a screen stops listening when a cell ends. */
export async function show(mime: 'text/html' | 'image/svg+xml', data: string, text: string): Promise<void> {
  await Deno.jupyter.display({ [Symbol.for('Jupyter.display')]: () => ({ [mime]: data, 'text/plain': text }) });
  await new Promise((done) => setTimeout(done, 100));
}

export const escaped = (words: unknown): string => String(words).replaceAll('&', '&amp;').replaceAll('<', '&lt;');
/** A whole number with commas. */
export const n = (count: number): string => String(count).replace(/\B(?=(\d{3})+$)/g, ',');
/** A count of people that is not shown from 1 to 4. */
export const few = (count: number): string => (count > 0 && count < 5 ? '<5' : n(count));
export const percent = (share: number, decimals = 1): string => `${(100 * share).toFixed(decimals)} %`;
export const NOT_SHOWN = '·';

/** A count of some of `whole`, not shown where it or the rest is from 1 to 4. */
export const part = (some: number, whole: number): string => ([some, whole - some].some((count) => count > 0 && count < 5) ? NOT_SHOWN : n(some));

/** A table; the note under it says what it was made from. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], note = ''): Promise<void> {
  const width = head.map((title, c) => Math.max(title.length, ...rows.map((row) => (row[c] ?? '').length)));
  const text = [head, ...rows].map((row) => row.map((cell, c) => (c === 0 ? cell.padEnd(width[c] ?? 0) : cell.padStart(width[c] ?? 0))).join('  ')).join('\n');
  const cells = (row: readonly string[], tag: string): string => `<tr>${row.map((cell, c) => `<${tag} style="text-align:${c === 0 ? 'left' : 'right'}">${escaped(cell)}</${tag}>`).join('')}</tr>`;
  const caption = note === '' ? '' : `<caption style="caption-side:bottom;text-align:left;font-size:85%">${escaped(note)}</caption>`;
  return show('text/html', `<table>${caption}<thead>${cells(head, 'th')}</thead><tbody>${rows.map((row) => cells(row, 'td')).join('')}</tbody></table>`, note === '' ? text : `${text}\n${note}`);
}

export const at = (x: number): string => x.toFixed(1);
export const text = (x: number, y: number, words: string, more = ''): string => `<text x="${at(x)}" y="${at(y)}" ${more}>${escaped(words)}</text>`;
export const line = (x1: number, y1: number, x2: number, y2: number, stroke = RULE, width = 1): string => `<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${stroke}" stroke-width="${width}"/>`;
export const box = (x: number, y: number, width: number, height: number, fill: string): string => `<rect x="${at(x)}" y="${at(y)}" width="${at(width)}" height="${at(height)}" fill="${fill}"/>`;

/** A picture with its title above and what it was drawn from below; `told` is the data as text. */
export function picture(title: string, height: number, marks: readonly string[], source: string, told: string): Promise<void> {
  const head = text(10, 22, title, 'font-weight="bold" font-size="15"');
  const lines = source.split(/(?<=[.;]) /).reduce<string[]>((all, sentence) => {
    const last = all.at(-1);
    return last !== undefined && last.length + sentence.length < 120 ? [...all.slice(0, -1), `${last} ${sentence}`] : [...all, sentence];
  }, []);
  const foot = lines.map((words, k) => text(10, height + 14 + k * 15, words, `fill="${SOFT}" font-size="11"`)).join('');
  const bottom = height + 8 + lines.length * 15;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="820" height="${bottom}" viewBox="0 0 820 ${bottom}" font-family="sans-serif" font-size="13" fill="${INK}" role="img"><title>${escaped(title)}</title>${box(0, 0, 820, bottom, '#fff')}${head}${marks.join('')}${foot}</svg>`;
  return show('image/svg+xml', svg, `${title}\n${told}\n${source}`);
}

/** The strip of an audit, which says what it stands on, and the same in words; nothing of any finding. */
export function showStrip(audit: { text(): string; pictures(): readonly { readonly name: string; readonly svg: string }[] }): Promise<void> {
  const strip = audit.pictures().find(({ name }) => name === 'strip');
  return show('image/svg+xml', strip?.svg ?? '', audit.text().split('\n').slice(0, 3).join('\n'));
}
