import type { Condition, Move } from '../solving/index.js';
import { drawChains } from './chains-svg.js';
import { formatMissing } from './format-judgement.js';
import { html, type Markup, type Renderable } from './html.js';
import { points, post, table, who } from './marks.js';
import type { ReportContext } from './context.js';
import { conditionalChanges, type ConditionalChange } from './summary-text.js';

/** What is proposed, and clearly apart from it what only if confirmed. */
export function movesSection(context: ReportContext): Markup {
  const { proposal, names } = context;
  const { report } = names.words;
  const moves = [...proposal.certain.moves].sort((a, b) => names.byRank(a.to ?? '', b.to ?? '') || (a.person < b.person ? -1 : 1));
  const columns = [{ head: report.person }, { head: report.from }, { head: report.to }, { head: report.kind, kind: 's' as const }, { head: report.fit, kind: 'n' as const }, { head: report.remarks }];
  const rows = moves.map((m) => [who(m.person, names), post(m.from, report.nobodyBefore, names), post(m.to, report.noPost, names), names.kindOf(m), m.fit ? points(m.fit.low, names) : '', remarks(m, context)]);
  return html`<section><h2 id="proposed">${report.proposed}</h2>
${proposal.certain.status === 'infeasible' ? html`<p>${names.words.status.infeasible}</p>` : moves.length === 0 ? html`<p>${report.noMoves}</p>` : html`<p>${report.proposedText}</p>${table(columns, rows)}`}
<div class="apart"><h3 id="onlyIf">${report.onlyIf}</h3>${onlyIf(context)}</div></section>`;
}

/** What a reader should see beside a move: ties, flags, an interval, an order. */
function remarks(move: Move, context: ReportContext): readonly Renderable[] {
  const { proposal, round, names } = context;
  const { report } = names.words;
  const told: string[] = [];
  const ties = move.to === null ? [] : context.nearTies(move.to).filter((p) => p !== move.person);
  if (ties.length > 0 && context.nearTies(move.to!).includes(move.person)) {
    const shown = ties.slice(0, 3).map((p) => names.who(p));
    if (ties.length > 3) shown.push(report.nearTieMore(ties.length - 3));
    told.push(report.nearTie(shown.join(', '), names.resolution()));
  }
  if (proposal.certain.tied.includes(move.person)) told.push(report.tied);
  if (move.provisional && move.fit) told.push(report.provisional(names.points(move.fit.low), names.points(move.fit.high)));
  if (move.flags.length > 0) told.push(report.flags(move.flags.map((f) => names.rule(f)).join('; ')));
  const pin = round.pins.find((p) => p.person === move.person);
  if (pin) told.push(report.pinned(pin.by, pin.reason));
  if (move.route !== null) {
    const { label, approver, days } = names.route(move.route);
    told.push(report.route(label, names.words.days(days), approver));
  }
  return [...names.warnings(move).map((t) => html`<p><b>${t}</b></p>`), ...told.map((t) => html`<p>${t}</p>`)];
}

function onlyIf({ proposal, names }: ReportContext): Markup {
  const { report } = names.words;
  const changes = conditionalChanges(proposal);
  if (proposal.conditional?.status === 'infeasible') return html`<p>${report.onlyIfInfeasible}</p>`;
  if (!proposal.conditional || changes.length === 0) return html`<p>${report.onlyIfNone}</p>`;
  const moves = new Map<string, Move>(proposal.conditional.moves.map((m) => [m.person, m]));
  const columns = [{ head: report.person }, { head: report.certainTo }, { head: report.conditionalTo }, { head: report.fit, kind: 'n' as const }, { head: report.conditions, kind: 'w' as const }];
  const order = [...changes].sort((a, b) => names.byRank(a.conditional ?? '', b.conditional ?? '') || (a.person < b.person ? -1 : 1));
  const rows = order.map((c: ConditionalChange) => {
    const move = moves.get(c.person);
    const conditions = move?.conditions ?? [];
    return [
      who(c.person, names),
      post(c.certain, report.noPost, names),
      post(c.conditional, report.noPost, names),
      move?.fit ? points(move.fit.low, names) : '',
      [...(move ? names.warnings(move).map((t) => html`<p><b>${t}</b></p>`) : []), ...(conditions.length === 0 ? [html`<span class="note">${report.follows}</span>`] : conditions.map((condition) => html`<p>${conditionText(condition)}</p>`))],
    ];
  });
  return html`<p>${report.onlyIfText}</p>${table(columns, rows)}`;

  function conditionText({ rule, missing }: Condition): string {
    const told = missing.map((m) => formatMissing(m, names, names.locale)).join('; ');
    return rule.startsWith('requires/') ? told : told === '' ? names.rule(rule) : `${names.rule(rule)}: ${told}`;
  }
}

/** Chains and loops as pictures; moves that stand alone are counted. */
export function chainsSection({ proposal, names }: ReportContext): Markup {
  const { report } = names.words;
  const plan = proposal.certain;
  const drawn = drawChains(plan, names);
  const single = plan.chains.length - drawn.length;
  return html`<section><h2 id="chains">${report.chains}</h2>
${drawn.length === 0 ? html`<p>${report.noChains}</p>` : html`<p>${report.chainsText}</p><div class="figures">${drawn}</div>`}
${single > 0 && html`<p>${report.chainsSingle(single)}</p>`}</section>`;
}
