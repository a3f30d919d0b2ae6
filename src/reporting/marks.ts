import { formatPoints } from './format-number.js';
import { html, type Markup, type Renderable } from './html.js';
import type { Names } from './names.js';

/** One column of a table: its head, and `n` where it holds numbers, `s` where a word or two, `w` where sentences. */
export interface Column {
  readonly head: string;
  readonly kind?: 'n' | 's' | 'w';
}

/** A table whose cells carry their head with them, for screens that show one cell below the other. */
export function table(columns: readonly Column[], rows: readonly (readonly Renderable[])[], options: { readonly ties?: readonly boolean[] } = {}): Markup {
  return html`<table><thead><tr>${columns.map((c) => html`<th class="${c.kind ?? ''}" scope="col">${c.head}</th>`)}</tr></thead><tbody>
${rows.map((row, r) => html`<tr class="${options.ties?.[r] ? 'tie' : ''}">${row.map((cell, c) => html`<td class="${classOf(columns[c]!, cell)}" data-label="${columns[c]!.head}"><div>${cell}</div></td>`)}</tr>
`)}</tbody></table>`;
}

function classOf({ kind }: Column, cell: Renderable): string {
  return cell === '' || (Array.isArray(cell) && cell.length === 0) ? 'blank' : kind === 'n' ? 'n' : '';
}

/** Points with two decimals, the exact figure on demand. */
export function points(units: number, { words }: Names): Markup {
  return html`<span class="num" title="${formatPoints(units, words.signs, 4)}">${formatPoints(units, words.signs)}</span>`;
}

/** Points that may be known only so far: both ends. */
export function pointsOf({ low, high }: { readonly low: number; readonly high: number }, names: Names): Markup {
  return low === high ? points(low, names) : html`${points(low, names)}–${points(high, names)}`;
}

/** A person: name, then id. */
export function who(id: string, names: Names): Markup {
  const name = names.person(id)?.name;
  return name === undefined ? html`<span class="who">${id}</span>` : html`<span class="who"><bdi>${name}</bdi></span> <span class="id">${id}</span>`;
}

/** A post: title, then id; a word of the report where there is none. */
export function post(id: string | null, none: string, names: Names): Markup {
  if (id === null) return html`<span class="note">${none}</span>`;
  const title = names.position(id)?.title;
  return title === undefined ? html`${id}` : html`<bdi>${title}</bdi> <span class="id">${id}</span>`;
}
