import { binds } from '../policy/binding.js'; // by its own path: the index of the room brings zod along
import type { ReportContext } from './context.js';
import { formatCitation } from './format-judgement.js';
import { html, type Renderable } from './html.js';
import { table } from './marks.js';

/** Each limit on the whole plan with its basis, and how much of it the plan uses; those that do not bind are told as such. Nothing where the policy has none. */
export function limitsSection({ policy, proposal, explanation, names, limits }: ReportContext): Renderable {
  const { words, locale } = names;
  const { report } = words;
  if (!policy.limits) return false;
  const none = proposal.certain.status === 'infeasible';
  const used = explanation.limits();
  const rows = policy.limits.flatMap((limit): Renderable[][] => {
    const what = html`${names.limit(limit.id)}<br><span class="basis">${formatCitation(limit.citation, locale)}</span>`;
    if (!binds(limit.citation, policy)) return [none ? [what, report.limitNotBinding] : [what, '', report.limitNotBinding, '', '']];
    // no plan uses anything: what the policy asks is said once
    if (none) return [[what, '']];
    return used
      .filter((u) => u.limit === limit.id)
      .map(({ unit, side, bound, today, used: count }) => {
        const over = side === 'max' ? today > bound : today < bound;
        return [what, unit === null ? report.limitWhole : names.unit(unit), words.limitBound(side, bound), words.number(today), over ? html`<b>${words.number(count)}</b>` : words.number(count)];
      });
  });
  const columns = [{ head: report.limit, kind: 'w' as const }, { head: report.limitWhere }, { head: report.limitAllowed }, { head: report.today }, { head: report.limitUsed }];
  const more = rows.length - limits.list;
  return html`<section><h2 id="limitsTitle">${report.limitsTitle}</h2><p>${none ? report.limitsNone : report.limitsText}</p>${table(none ? [columns[0]!, { head: '' }] : columns, rows.slice(0, limits.list))}${more > 0 && html`<p class="note">${report.findingsMore(more)}</p>`}</section>`;
}
