import type { Comparison, ComparedRow, MeasureName } from '../../simulating/index.js';
import { AUDIT_STYLE, figure, section } from '../audit/report-parts.js';
import { html, type Markup, type Renderable } from '../html.js';
import { locales, type Locale } from '../locale/index.js';
import { table } from '../marks.js';
import { STYLE } from '../style.js';
import { comparisonParagraph } from './comparison-paragraph.js';
import { BY_LEVEL, OVER_YEARS } from './comparison-pictures.js';
import { byChance, notes } from './comparison-text.js';
import { levelsPicture } from './levels-picture.js';
import { lorenzPicture } from './lorenz-picture.js';
import { measurePicture } from './measure-picture.js';
import { overviewPictures } from './overview-picture.js';
import { ComparisonStudio, FIRST } from './studio.js';
import { yearsPicture } from './years-picture.js';

/**
 * A comparison as one self-contained HTML file in one language: no script, nothing loaded from anywhere, the same bytes for the same comparison. First what was
 * simulated, one paragraph in words and what it cannot know; then the differences on one sheet, each measure, the years, the levels, and every figure.
 */
export function comparisonReport(comparison: Comparison, { locale = 'en' }: { readonly locale?: Locale } = {}): string {
  const studio = new ComparisonStudio(comparison, locale);
  const { words } = studio;
  const title = studio.label('title');
  const sections = SECTIONS.flatMap(({ id, title, body }) => {
    const markup = body(studio);
    return isEmpty(markup) ? [] : [{ id, title: studio.label(title), markup }];
  });
  return html`<!doctype html>
<html lang="${locales[locale].lang}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${title}</title>${STYLE}${AUDIT_STYLE}</head><body><main>
<h1>${title}</h1>
<p class="meta">${words.made(studio.from)}</p>
<h2 class="plain">${studio.label('in-words')}</h2>
<p>${comparisonParagraph(comparison, { locale })}</p>
<h2 class="plain">${studio.label('cannot')}</h2>
<ul>${words.limits.map((limit) => html`<li>${limit}</li>`)}</ul>
<nav><h2 class="plain">${studio.label('contents')}</h2><ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
${sections.map(({ id, title, markup }) => section(id, title, markup))}
<footer>${comparison.engine}; ${studio.label('seed')} ${comparison.seed} (${comparison.generator})</footer>
</main></body></html>
`.toString();
}

/** The sections in the order in which they are read; one with nothing in it is left out. */
const SECTIONS: readonly { readonly id: string; readonly title: 'policies' | 'overview' | 'by-measure' | 'over-years' | 'by-level' | 'figures' | 'measures' | 'made-from'; readonly body: (studio: ComparisonStudio) => Renderable }[] = [
  { id: 'policies', title: 'policies', body: policies },
  { id: 'overview', title: 'overview', body: overview },
  { id: 'by-measure', title: 'by-measure', body: (s) => [...s.measures.slice(0, FIRST).map((measure) => measurePicture(s, measure)), lorenzPicture(s)].map(figure) },
  { id: 'over-years', title: 'over-years', body: (s) => OVER_YEARS.map((measure) => figure(yearsPicture(s, measure))) },
  { id: 'by-level', title: 'by-level', body: (s) => BY_LEVEL.map((measure) => figure(levelsPicture(s, measure))) },
  { id: 'figures', title: 'figures', body: (s) => s.measures.map((measure) => figures(s, measure)) },
  { id: 'measures', title: 'measures', body: measures },
  { id: 'made-from', title: 'made-from', body: madeFrom },
];

const isEmpty = (body: Renderable): boolean => body === null || (Array.isArray(body) && body.every(isEmpty));

function policies(studio: ComparisonStudio): Markup {
  const { comparison, words } = studio;
  return table([{ head: studio.label('policy') }, { head: studio.label('chooses'), kind: 'w' }, { head: studio.label('rhythm'), kind: 's' }, { head: studio.label('hash'), kind: 's' }], comparison.policies.map(({ name, choose, everyMonths, hash }, k) => [
    html`${k + 1}. <bdi class="who">${name}</bdi>${name === comparison.base && ` (${studio.label('base')})`}`, `${words.choices[choose].name}: ${words.choices[choose].what}`, words.rhythm(everyMonths), html`<code>${shortHash(hash)}</code>`,
  ]));
}

function overview(studio: ComparisonStudio): Renderable {
  const pictures = overviewPictures(studio);
  if (pictures.length === 0) return null;
  const rows = studio.measures.slice(0, FIRST).map((measure) => studio.row(measure)!);
  return [pictures.map(figure), [...byChance(studio, rows), ...notes(studio, rows)].map((words) => html`<p class="note">${words}</p>`)];
}

/** Every figure of a measure: the whole organisation, then each level. */
function figures(studio: ComparisonStudio, measure: MeasureName): Markup | null {
  const rows = studio.rowsOf(measure).filter(({ cells }) => cells.some(({ estimate }) => estimate !== null));
  if (rows.length === 0) return null;
  const columns = [
    { head: studio.label('level'), kind: 's' as const }, { head: studio.label('policy') }, { head: `${studio.label('mean')}, ${studio.confidence} ${studio.label('interval')}` }, { head: `${studio.label('difference')}, ${studio.confidence} ${studio.label('interval')}` },
    { head: `${studio.label('seeds')}: ${studio.label('higher')}, ${studio.label('equal')}, ${studio.label('lower')}`, kind: 'n' as const },
  ];
  return html`<h3>${studio.words.measures[measure].name} (${studio.unit(measure)})</h3>${table(columns, rows.flatMap((row) => figuresOf(studio, row)))}`;
}

function figuresOf(studio: ComparisonStudio, row: ComparedRow): readonly (readonly Renderable[])[] {
  const { measure, level } = row;
  const [decimals, fine] = [studio.decimalsOf(row, 'estimate'), studio.decimalsOf(row, 'difference')];
  return row.cells.map(({ policy, estimate, difference }) => [
    level ?? studio.label('whole'), html`<bdi>${policy}</bdi>`,
    estimate === null ? studio.label('no-data') : html`<span class="num">${studio.figure(measure, estimate.mean, decimals)} ${studio.span(measure, estimate, decimals)}</span>`,
    difference === null ? (policy === studio.comparison.base ? studio.label('base') : '') : html`<span class="num">${studio.signed(measure, difference.mean, fine)} ${studio.span(measure, difference, fine)}</span>`,
    difference === null ? '' : `${studio.whole(difference.higher)}, ${studio.whole(difference.equal)}, ${studio.whole(difference.lower)}`,
  ]);
}

function measures(studio: ComparisonStudio): Markup {
  return table([{ head: studio.label('measure') }, { head: studio.label('what-it-is'), kind: 'w' }, { head: studio.label('means'), kind: 'w' }], studio.measures.map((measure) => {
    const { name, what, more, less } = studio.words.measures[measure];
    return [html`${name} <span class="note">(${studio.unit(measure)})</span>`, what, html`<p>\u25b2 ${more}</p><p>\u25bc ${less}</p>`];
  }));
}

function madeFrom(studio: ComparisonStudio): Markup {
  const { organisation, world, yardstick, runs, engine, generator, seed, seeds } = studio.comparison;
  const rows: readonly (readonly [string, Renderable])[] = [
    [studio.label('organisation'), html`${organisation.id} <code>${organisation.hash}</code>`], [studio.label('world'), html`<code>${world}</code>`], [studio.label('yardstick'), html`<code>${yardstick}</code>`],
    [studio.label('seeds'), seeds === 1 ? String(seed) : `${seed}\u2013${seed + seeds - 1}`], [studio.label('generator'), generator], [studio.label('version'), engine], [studio.label('runs'), html`<code>${runs}</code>`],
  ];
  return html`<dl class="facts">${rows.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>`;
}

const shortHash = (hash: string): string => `${hash.replace(/^sha256:/, '').slice(0, 12)}\u2026`;
