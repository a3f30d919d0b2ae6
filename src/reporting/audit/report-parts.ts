import { html, type Markup, type Renderable } from '../html.js';
import { drawn, type Picture, type Studio } from './picture.js';

/** Rows that a table of a report shows; the audit itself holds them all. */
const MOST = 25;

/** What an audit adds to the looks of a report: wide pictures are pushed sideways on a phone, first columns are narrow. */
export const AUDIT_STYLE = html`<style>
.counts.strip b{font-size:1.15rem;line-height:1.3}
figure.wide{overflow-x:auto}
figure.wide svg{width:52rem}
.rungs{list-style:none;padding:0}
.rungs li::before{content:"– ";color:var(--soft)}
.rungs .given::before{content:"✓ ";color:var(--ink)}
th.m{width:5.6rem}
th.w{width:38%}
.group{border-top:2px solid var(--line);margin-top:1.6rem;padding-top:.8rem}
.one{border-top:1px solid var(--line);padding:.5rem 0}
.one h4{margin:0}
.one .meta{margin:0}
.one .facts{margin:.2rem 0 0;font-size:.95rem}
.one ul{columns:2;column-gap:2rem;margin:0;padding-left:1.1rem}
.one li{break-inside:avoid}
@media screen and (max-width:46rem){.one ul{columns:1}figure.wide svg{width:40rem;max-width:none}}
@media print{figure.wide,.one{break-inside:avoid}figure.wide{overflow:visible}}
</style>`;

export function section(id: string, title: string, body: Renderable): Markup {
  return html`<section id="${id}"><h2>${title}</h2>${body}</section>`;
}

export function figure(picture: Picture | null): Markup | null {
  const markup = picture && drawn(picture);
  return markup && html`<figure class="wide">${markup}</figure>`;
}

/** A head of a table: its words, or its words and the class of its width. */
export type Head = string | readonly [string, 's' | 'm' | 'w'];

/** A table whose cells carry the heads of their columns, so that it becomes cards on a phone; what is cut is counted. */
export function table(studio: Studio, heads: readonly Head[], rows: readonly (readonly Renderable[])[]): Markup {
  const words = (head: Head): string => (typeof head === 'string' ? head : head[0]);
  const th = (head: Head): Markup => (typeof head === 'string' ? html`<th>${head}</th>` : html`<th class="${head[1]}">${head[0]}</th>`);
  return html`<table><thead><tr>${heads.map(th)}</tr></thead><tbody>${rows.slice(0, MOST).map((row) => html`<tr>${row.map((cell, c) => (cell === '' ? html`<td class="blank">–</td>` : html`<td data-label="${words(heads[c]!)}"><div>${cell}</div></td>`))}</tr>`)}</tbody></table>${more(studio, rows.length - MOST)}`;
}

export function more(studio: Studio, left: number): Markup | null {
  return left > 0 ? html`<p class="note">${studio.label('more', left)}</p>` : null;
}
