import type { PassedOver } from '../explaining/index.js';
import type { Finding, WorkItem } from '../solving/index.js';
import { attributeName } from './format-judgement.js';
import { html, type Markup, type Renderable } from './html.js';
import { points, post, table, who } from './marks.js';
import type { ReportContext } from './context.js';

/** Posts that stay empty, and why. */
export function vacanciesSection({ proposal, names, limits }: ReportContext): Markup {
  const { words } = names;
  const { report } = words;
  const all = [...proposal.certain.vacant].sort((a, b) => names.byRank(a.position, b.position));
  const rows = all.slice(0, limits.list).map((v) => [
    post(v.position, '', names),
    words.number(v.seats),
    words.number(v.eligible),
    html`${words.vacancy[v.cause]}${v.short && html` ${words.shortage(v.short.positions, v.short.seats, v.short.people)}`}`,
  ]);
  return html`<section><h2 id="vacancies">${report.vacancies}</h2>
${all.length === 0 ? html`<p>${report.noVacancies}</p>` : table([{ head: report.post }, { head: report.seats, kind: 'n' }, { head: report.eligibleCount, kind: 'n' }, { head: report.why, kind: 'w' }], rows)}${more(all.length, limits.list, report.findingsMore)}</section>`;
}

/** What to confirm, ordered by what it would change; data of one person that lack the same and weigh the same stand in one row. */
export function worklistSection({ proposal, policy, round, names, limits }: ReportContext): Markup {
  const { words, locale } = names;
  const { report } = words;
  const { worklist } = proposal;
  const shown = worklist.slice(0, limits.list);
  const groups: (readonly WorkItem[])[] = [];
  for (const item of shown) {
    const last = groups[groups.length - 1];
    if (last && alike(last[0]!, item)) groups[groups.length - 1] = [...last, item];
    else groups.push([item]);
  }
  const rows = groups.map((group) => {
    const [w] = group as [WorkItem];
    const what = group.map((g) => attributeName(g.attribute, policy, locale, g.about)).join('; ');
    return [
      w.about === 'person' ? who(w.id, names) : post(w.id, '', names),
      html`${what}<br><span class="note">${words.cause[w.cause]}${w.since !== null && `, ${report.lastSeen(words.date(w.since))}`}</span>`,
      words.bring[w.cause](words.date(round.asOf)),
      report.hangs(w.moves, w.pairs, w.fits),
    ];
  });
  return html`<section><h2 id="worklistTitle">${report.worklistTitle}</h2>
${worklist.length === 0 ? html`<p>${report.worklistNone}</p>` : html`<p>${report.worklistText}${shown.length < worklist.length && ` ${report.worklistFirst(shown.length, worklist.length)}`}</p>${table([{ head: report.about }, { head: report.what, kind: 'w' }, { head: report.bring }, { head: report.changes, kind: 's' }], rows)}`}</section>`;
}

function alike(a: WorkItem, b: WorkItem): boolean {
  return a.about === b.about && a.id === b.id && a.cause === b.cause && a.since === b.since && a.moves === b.moves && a.pairs === b.pairs && a.fits === b.fits;
}

/** Facts that somebody should look at; never a verdict on a person. */
export function findingsSection({ proposal, policy, round, names, limits }: ReportContext): Markup {
  const { words, locale } = names;
  const { report } = words;
  const self = new Map<string, string | undefined>(round.actors.map((a) => [a.id, a.person]));
  const of = <C extends Finding['code']>(code: C): readonly Extract<Finding, { code: C }>[] => proposal.findings.filter((f): f is Extract<Finding, { code: C }> => f.code === code);
  const list = (title: string, all: readonly Renderable[]): Renderable =>
    all.length > 0 && html`<h4>${title}</h4><ul>${all.slice(0, limits.list).map((item) => html`<li>${item}</li>`)}</ul>${more(all.length, limits.list, report.findingsMore)}`;
  return html`<section><h2 id="findings">${report.findings}</h2>
${proposal.findings.length === 0 ? html`<p>${report.findingsNone}</p>` : html`<p>${report.findingsText}</p>`}
${list(report.relatedTitle, of('related-in-line').map((f) => words.finding.related(names.who(f.head), names.who(f.below))))}
${list(report.relatedUnitTitle, of('related-in-unit').map((f) => words.finding.relatedInUnit(names.who(f.a), names.who(f.b))))}
${holders(of('incumbent-fails'))}
${list(report.recusedTitle, of('recused').map((f) => words.finding.recused(f.actor, words.role[f.role] ?? f.role, f.reason, f.person === null || f.person === self.get(f.actor) ? '' : names.who(f.person), f.items)))}
${list(report.limitTodayTitle, of('limit-today').map((f) => words.finding.limitToday(names.limit(f.limit), names.unit(f.unit), f.side, f.bound, f.today)))}
${list(report.unusedTitle, of('attribute-unused').map((f) => words.finding.unused(attributeName(f.attribute, policy, locale), f.items)))}</section>`;

  function holders(all: readonly Extract<Finding, { code: 'incumbent-fails' }>[]): Renderable {
    const rows = all.slice(0, limits.list).map((f) => [who(f.person, names), post(f.position, '', names), f.rules.map((rule) => ruleName(rule, f.position)).join('; ')]);
    const columns = [{ head: report.person }, { head: report.post }, { head: report.ruleNotMet, kind: 'w' as const }];
    return all.length > 0 && html`<h4>${report.incumbentTitle}</h4><p>${report.incumbentText}</p>${table(columns, rows)}${more(all.length, limits.list, report.findingsMore)}`;
  }

  /** A demand of a post's own standard has no label: the attribute it asks about stands for it. */
  function ruleName(rule: string, position: string): string {
    const demand = rule.startsWith('requires/') ? names.position(position)?.requires?.[Number(rule.slice('requires/'.length))] : undefined;
    return demand ? words.required(attributeName(demand.attribute, policy, locale)) : names.rule(rule);
  }
}

/** The register of people passed over. */
export function passedOverSection({ passedOver, sideways, names, limits }: ReportContext): Markup {
  const { words } = names;
  const { report } = words;
  const all = [...passedOver, ...sideways];
  const rows = all.slice(0, limits.list).map((c) => [
    html`${who(c.person, names)}<br>${points(c.fit, names)}`,
    post(c.position, '', names),
    html`${who(c.taken, names)}<br>${points(c.fitTaken, names)}`,
    causeText(c.cause),
  ]);
  return html`<section><h2 id="passedTitle">${report.passedTitle}</h2>
${all.length === 0 ? html`<p>${report.passedNone}</p>` : html`<p>${report.passedText}</p>${table([{ head: report.person }, { head: report.post }, { head: report.taken }, { head: report.cause, kind: 'w' }], rows)}${more(all.length, limits.list, report.findingsMore)}`}</section>`;

  function causeText(cause: PassedOver['cause']): string {
    const list = 'people' in cause ? cause.people.map((p) => names.who(p)) : 'positions' in cause ? cause.positions.map((p) => names.post(p)) : 'limits' in cause ? cause.limits.map((l) => names.limit(l)) : [];
    return words.passedOver[cause.kind](list.join(', '));
  }
}

function more(total: number, limit: number, tell: (n: number) => string): Renderable {
  return total > limit && html`<p class="note">${tell(total - limit)}</p>`;
}
