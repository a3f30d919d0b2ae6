import type { RecusalEffect, SetAside, Standing } from '../explaining/index.js';
import { attributeName } from './format-judgement.js';
import { html, type Markup } from './html.js';
import { pointsOf, post, table, who } from './marks.js';
import type { ReportContext } from './context.js';

/** Judgements that were set aside, and what that changed: for each person, then for the plan. Nothing where none were. */
export function recusalSection({ recusal, policy, names, limits }: ReportContext): Markup | '' {
  if (!recusal) return '';
  const { words, locale } = names;
  const { report } = words;
  const told = ({ attribute, by, role, reason, grounds }: SetAside): Markup => {
    const because = grounds.map((g) => (g.from === 'self' ? words.recusal.self : words.recusal[g.from](g.kind ?? '', g.degree === undefined ? '' : words.recusal.degree(g.degree))));
    return html`<li>${attributeName(attribute, policy, locale)}, ${words.recusal[reason](by, words.role[role] ?? role, because.join('; '))}</li>`;
  };
  const standing = ({ gates, fit }: Standing): Markup =>
    html`${pointsOf(fit, names)}${gates !== 'pass' && html` <span class="note">${gates === 'fail' ? report.notEligibleHere : report.notKnownHere}</span>`}`;
  const columns = [{ head: report.post }, { head: report.countedFit, kind: 's' as const }, { head: report.otherwiseFit, kind: 's' as const }];
  const people = recusal.people.slice(0, limits.list).map(({ person, items, posts, more }) => html`<h4>${who(person, names)}</h4><ul>${items.map(told)}</ul>
${posts.length > 0 && table(columns, posts.map((p) => [post(p.position, '', names), standing(p.counted), standing(p.withThem)]))}${more > 0 && html`<p class="note">${report.morePosts(more)}</p>`}`);
  const rest = recusal.people.length - limits.list;
  return html`<section><h2 id="recusalTitle">${report.recusalTitle}</h2>
<p>${report.recusalText}</p>${people}${rest > 0 && html`<p class="note">${report.findingsMore(rest)}</p>`}
${planEffect(recusal.plan)}</section>`;

  function planEffect({ counted, withThem, seats }: RecusalEffect['plan']): Markup {
    if (counted === 'infeasible' || withThem === null || withThem === 'infeasible') return html`<p>${report.recusalNoOther}</p>`;
    if (seats.length === 0) return html`<p>${report.recusalSame}</p>`;
    const changed = seats.slice(0, limits.list).map((s) => [who(s.person, names), post(s.counted, report.noPost, names), post(s.withThem, report.noPost, names)]);
    const more = seats.length - limits.list;
    return html`<p>${report.recusalSeats(seats.length)}</p>${table([{ head: report.person }, { head: report.proposedHere }, { head: report.otherwiseHere }], changed)}${more > 0 && html`<p class="note">${report.findingsMore(more)}</p>`}`;
  }
}
