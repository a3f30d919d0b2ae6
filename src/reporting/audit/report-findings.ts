import type { Finding, FindingKind } from '../../auditing/index.js';
import { html, type Markup, type Renderable } from '../html.js';
import { caseList } from './case-list.js';
import { findingText, type FindingText } from './finding-text.js';
import type { Studio } from './picture.js';
import { more, section, table } from './report-parts.js';

/** Findings of one kind and code that are written out; those left are counted, and the audit holds them all. */
const MOST = 15;

interface Group {
  readonly key: string;
  readonly told: FindingText;
  readonly findings: readonly (readonly [Finding, FindingText])[];
}

/** Findings that share their title, rule, other explanations and next questions: these are said once. In the order of the audit. */
function groupsOf(studio: Studio, kind: FindingKind): readonly Group[] {
  const groups = new Map<string, Group>();
  for (const finding of studio.audit.findings) {
    if (finding.kind !== kind) continue;
    const told = findingText(studio, finding);
    const key = JSON.stringify([finding.code, told.rule, told.rate, told.alternatives, told.ask]);
    const group = groups.get(key);
    groups.set(key, { key, told, findings: [...(group?.findings ?? []), [finding, told]] });
  }
  return [...groups.values()];
}

/** All findings of a kind, by what was measured. */
export function findingsOf(studio: Studio, kind: FindingKind): Markup | null {
  const groups = groupsOf(studio, kind);
  return groups.length === 0 ? null : section(kind, studio.words.kinds[kind], groups.map((group) => entries(studio, group)));
}

function entries(studio: Studio, { told, findings }: Group): Markup {
  const line = (label: string, value: Renderable): Markup | null => (value === '' || (Array.isArray(value) && value.length === 0) ? null : html`<dt>${label}</dt><dd>${value}</dd>`);
  const sentences = (list: readonly string[]): readonly Markup[] => list.map((t) => html`<p>${t}</p>`);
  return html`<div class="group"><h3>${told.title} <span class="id">(${studio.whole(findings.length)})</span></h3><dl class="facts">${line(studio.label('rule'), told.rule)}${line(studio.label('rate'), told.rate)}${line(studio.label('other-explanations'), sentences(told.alternatives))}${line(studio.label('ask-next'), sentences(told.ask))}</dl>${findings.slice(0, MOST).map(([finding, own]) => entry(studio, finding, own))}${more(studio, findings.length - MOST)}</div>`;
}

/** One finding: effect and interval first, then the least p, p and the corrected p; then the figures, and the place for the reply. */
function entry(studio: Studio, finding: Finding, told: FindingText): Markup {
  const first = [told.effect, told.test].filter((t) => t !== '').map((t) => html`<p>${t}</p>`);
  const figures = told.figures.length === 0 ? null : html`<ul>${told.figures.map((t) => html`<li>${t}</li>`)}</ul>`;
  return html`<article class="one" id="${finding.id}"><h4><span class="id">${finding.id}</span> ${told.where}</h4><p class="meta">${told.people}</p><dl class="facts"><dt>${studio.label('measured')}</dt><dd>${first}${figures}</dd><dt>${studio.label('reply')}</dt><dd>${told.reply}</dd></dl></article>`;
}

/** Decisions with what was measured on each and the first question, those that rules and dates speak of first. */
export function casesOf(studio: Studio): Markup | null {
  const list = caseList(studio.audit);
  if (list.length === 0) return null;
  const written = new Set((['breach', 'effect', 'case', 'flag'] as const).flatMap((kind) => groupsOf(studio, kind).flatMap(({ findings }) => findings.slice(0, MOST).map(([{ id }]) => id))));
  return section('cases', studio.label('cases'), table(studio, [[studio.label('decision'), 's'], studio.label('finding'), [studio.label('ask-next'), 'w']], list.map(({ decision, findings }) => {
    const told = [...new Map(findings.map((finding) => [finding.code, finding])).values()].map((finding) => [finding.id, findingText(studio, finding)] as const);
    return [decision, html`<ul>${told.map(([id, { title }]) => html`<li>${written.has(id) ? html`<a href="#${id}">${title}</a>` : title}</li>`)}</ul>`, told[0]![1].ask[0] ?? ''];
  })));
}

/** How many findings of each code there are, with the rates measured for it. */
export function countsOf(studio: Studio): Markup | null {
  const counts = new Map<string, { readonly finding: Finding; readonly n: number }>();
  for (const finding of studio.audit.findings) counts.set(`${finding.kind} ${finding.code}`, { finding, n: (counts.get(`${finding.kind} ${finding.code}`)?.n ?? 0) + 1 });
  if (counts.size === 0) return null;
  const order: readonly FindingKind[] = ['breach', 'effect', 'case', 'flag'];
  const rows = [...counts.values()].sort((a, b) => order.indexOf(a.finding.kind) - order.indexOf(b.finding.kind));
  return table(studio, [[studio.label('findings'), 'm'], studio.label('finding'), ['', 's']], rows.map(({ finding, n }) => [studio.whole(n), html`<a href="#${finding.kind}">${studio.words.findings[finding.code]}</a>`, studio.words.kinds[finding.kind]]));
}
