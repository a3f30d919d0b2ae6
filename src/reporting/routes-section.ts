import type { Route } from '../policy/index.js';
import type { Move } from '../solving/index.js';
import { formatCitation } from './format-judgement.js';
import { html, type Markup, type Renderable } from './html.js';
import { labelOf } from './locale/index.js';
import { post, table, who } from './marks.js';
import type { ReportContext } from './context.js';

/** The routes that moves take, with what each asks for; then the posts that somebody else appoints to. Nothing where the policy has no routes. */
export function routesSection(context: ReportContext): Renderable {
  const { policy, proposal, explanation, names } = context;
  if (!policy.routes) return '';
  const { report } = names.words;
  const { moves } = proposal.certain;
  const taken = policy.routes.filter((r) => moves.some((m) => m.route === r.id));
  const outside = explanation.outside().map(({ position, routes }) => [post(position, '', names), routes.map((id) => `${names.route(id).label}, ${report.outsideBy(names.route(id).approver)}`).join('; ')]);
  return html`<section><h2 id="routes">${report.routes}</h2>
${taken.length === 0 ? html`<p>${report.routesNone}</p>` : html`<p>${report.routesText}</p>${taken.map((r) => routeEntry(r, moves.filter((m) => m.route === r.id), context))}`}
${outside.length > 0 && html`<h3>${report.outside}</h3><p>${report.outsideText}</p>${table([{ head: report.post }, { head: report.why, kind: 'w' }], outside)}`}</section>`;
}

function routeEntry(route: Route, moves: readonly Move[], { names, limits }: ReportContext): Markup {
  const { words, locale } = names;
  const { report } = words;
  const { label, approver, days } = names.route(route.id);
  const steps = route.steps.map((s) => html`<li>${labelOf(s.label, locale)}: ${words.days(s.days)} <span class="basis">(${formatCitation(s.citation, locale)})</span></li>`);
  const order = [...moves].sort((a, b) => names.byRank(a.to ?? '', b.to ?? '') || (a.person < b.person ? -1 : 1));
  return html`<h3>${label}</h3>
<dl class="facts"><dt>${report.routeApprover}</dt><dd>${approver}</dd>
<dt>${report.routeBasis}</dt><dd>${formatCitation(route.citation, locale)}</dd>
<dt>${report.routeDays}</dt><dd>${words.days(days)}</dd>
<dt>${report.routeSteps}</dt><dd>${steps.length === 0 ? report.none : html`<ol>${steps}</ol>`}</dd>
<dt>${report.routeDocuments}</dt><dd>${route.documents.length === 0 ? report.none : html`<ul>${route.documents.map((d) => html`<li>${labelOf(d, locale)}</li>`)}</ul>`}</dd>
<dt>${report.routeMoves}</dt><dd>${order.slice(0, limits.list).map((m, k) => html`${k > 0 && '; '}${who(m.person, names)} → ${post(m.to, report.noPost, names)}`)}${order.length > limits.list && html` <span class="note">${report.findingsMore(order.length - limits.list)}</span>`}</dd></dl>`;
}
