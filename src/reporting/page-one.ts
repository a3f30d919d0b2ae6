import type { Conflict, ConflictPart } from '../explaining/index.js';
import { html, type Markup, type Renderable } from './html.js';
import type { ReportContext } from './context.js';
import { conditionalChanges, gapText, kindCounts, shortageText, statusText, vacantSeats, vacantText, warnings } from './summary-text.js';
import { formatCitation } from './format-judgement.js';
import { labelOf } from './locale/index.js';
import { post, who } from './marks.js';
import type { Names } from './names.js';
import { rulesOf } from './standing-line.js';
import { trailCode, trailRows } from './trail-section.js';

/** Sections that tell of a plan. */
const OF_A_PLAN: readonly string[] = ['chains', 'posts', 'vacancies', 'passedTitle'];
const SECTIONS = ['proposed', 'onlyIf', 'chains', 'routes', 'limitsTitle', 'posts', 'vacancies', 'worklistTitle', 'findings', 'recusalTitle', 'passedTitle', 'frontierTitle', 'trail', 'proof', 'verdicts', 'verify'] as const;

/** What this is, for which round and by which policy, the result in plain words, what it cannot know, and who decides. */
export function pageOne(context: ReportContext): Markup {
  const { round, policy, proposal, names } = context;
  const { words, locale } = names;
  const { report } = words;
  return html`<section class="${context.trail ? 'page-one trailed' : 'page-one'}">
${trailCode(context)}
<p class="kicker">${report.internal}</p>
<h1>${report.title}</h1>
<p class="purpose">${report.purpose}</p>
<dl class="facts">
<dt>${report.round}</dt><dd>${round.title ? html`${round.title} <span class="id">${round.id}</span>` : round.id}</dd>
<dt>${report.day}</dt><dd>${words.date(round.asOf)}${round.horizon ? html`; ${report.horizon.toLowerCase()}: ${words.date(round.horizon)}` : ''}</dd>
<dt>${report.scope}</dt><dd>${scopeText(context)}</dd>
<dt>${report.policy}</dt><dd>${labelOf(policy.title, locale)} <span class="id">${policy.id}</span>${inForceOnly(context)}</dd>
<dt>${report.lawChecked}</dt><dd>${words.date(proposal.rules.lawCheckedOn)}</dd>
<dt>${report.hashes}</dt><dd>${report.roundHash} <code title="${proposal.round.hash}">${short(proposal.round.hash)}</code>, ${report.policyHash} <code title="${proposal.policy.hash}">${short(proposal.policy.hash)}</code></dd>
</dl>
${trailRows(context)}
${status(context)}
${counts(context)}
<div class="two"><div><h2>${report.limits}</h2>${limits(context)}</div><div><h2>${report.unconfirmed}</h2>${unconfirmed(context)}</div></div>
<h2 class="plain">${report.decides}</h2>
<p>${report.decidesText}</p>
<div class="signs">${report.signatures.map((title) => html`<div class="sign"><b>${title}</b><span>${report.signName}</span><span>${report.signature}, ${report.signDate.toLowerCase()}</span></div>`)}</div>
</section>
<nav><h2 class="plain">${report.contents}</h2><ol>${SECTIONS.filter((s) => (s !== 'routes' || policy.routes) && (s !== 'frontierTitle' || (context.frontier?.points.length ?? 0) > 1) && (proposal.certain.status !== 'infeasible' || !OF_A_PLAN.includes(s)) && (s !== 'limitsTitle' || policy.limits) && (s !== 'recusalTitle' || context.recusal) && (s !== 'trail' || context.trail)).map((s) => html`<li><a href="#${s}">${s === 'trail' ? words.trail.title : report[s]}</a></li>`)}</ol></nav>`;
}

/** The first digits of a hash; the whole stands where the paper tells how to check it. */
function short(hash: string): string {
  return hash.slice(0, 'sha256:'.length + 12);
}

/** That the policy is of other days than the round, if it is. */
function inForceOnly({ round, policy, names: { words } }: ReportContext): Markup | false {
  const { effectiveFrom: from, effectiveUntil: until } = policy;
  if (from !== undefined && round.asOf < from) return html` <strong>${words.report.inForceFrom(words.date(from))}</strong>`;
  return until !== undefined && round.asOf > until && html` <strong>${words.report.inForceUntil(words.date(until))}</strong>`;
}

function scopeText({ round, names: { words } }: ReportContext): string {
  const { report } = words;
  const { positions, people } = round.scope;
  const count = (scope: 'all' | readonly string[], all: number): readonly [number, boolean] => (scope === 'all' ? [all, true] : [scope.length, false]);
  return report.scopeText(report.scopePosts(...count(positions, round.positions.length)), report.scopePeople(...count(people, round.people.length)));
}

function status({ proposal, conflict, names }: ReportContext): Markup {
  const plan = proposal.certain;
  const warned = warnings(plan, names);
  return html`<div class="status"><b>${statusText(proposal, names)}</b>${plan.status === 'infeasible' ? '' : html`<p>${kindCounts(plan, names)}; ${vacantText(plan, names)}.</p>`}${warned.length > 0 && html`<p><strong>${warned.join(' ')}</strong></p>`}${plan.gap && html`<p>${gapText(plan.gap, names)}</p>`}${
    plan.shortage && html`<p>${shortageText(plan.shortage, names)}</p><ul>${plan.shortage.people.map((p) => html`<li>${who(p, names)}</li>`)}${plan.shortage.positions.map((p) => html`<li>${post(p, '', names)}</li>`)}</ul>`
  }${conflict && inConflict(conflict, names)}</div>`;
}

/** What cannot be kept together, one by one. */
function inConflict({ parts, smallest }: Conflict, names: Names): Markup {
  const { conflict } = names.words;
  const told = (part: ConflictPart): Renderable => {
    switch (part.kind) {
      case 'limit':
        return conflict.limit(names.limit(part.limit));
      case 'related':
        return conflict.related(part.under, names.who(part.people[0]), names.who(part.people[1]));
      case 'pin':
        return conflict.pin(names.who(part.person), names.post(part.position));
      case 'must-fill':
        return conflict.mustFill(names.post(part.position));
      case 'displacement':
        return conflict.displacement;
    }
  };
  return html`<p>${conflict.text(smallest)}</p><ul>${parts.map((part) => html`<li>${told(part)}</li>`)}</ul>`;
}

function counts({ proposal, passedOver, names }: ReportContext): Markup {
  const { words } = names;
  const { report } = words;
  const plan = proposal.certain;
  const numbers: readonly (readonly [number, (n: number) => string])[] = [
    [plan.moves.length, report.moves],
    [new Set(plan.moves.flatMap((m) => (m.to === null ? [] : [m.to]))).size, report.filled],
    [vacantSeats(plan).inScope, report.vacant],
    [conditionalChanges(proposal).length, report.conditional],
    [proposal.worklist.length, report.worklist],
    [new Set(passedOver.map((c) => c.person)).size, report.passed],
  ];
  return html`<ul class="counts" aria-label="${report.atAGlance}">${numbers.map(([n, tell]) => html`<li><b>${words.number(n)}</b><span>${tell(n)}</span></li>`)}</ul>`;
}

function limits({ round, proposal, names }: ReportContext): Markup {
  const { report } = names.words;
  const told = [
    report.limitHonest,
    report.limitUnknown(proposal.worklist.length),
    report.limitRelations(round.relations.length),
    report.limitFit(names.resolution()),
    report.limitApproval,
  ];
  return html`<ul>${told.map((t) => html`<li>${t}</li>`)}</ul>`;
}

function unconfirmed({ policy, proposal, names }: ReportContext): Markup {
  const { report } = names.words;
  const { unconfirmed: list, gateFrom } = proposal.rules;
  if (list.length === 0) return html`<p>${report.unconfirmedNone}</p>`;
  const rules = list.map(({ id }) => {
    const gate = rulesOf(policy).find((g) => g.id === id);
    return html`<li>${names.rule(id)}${gate && html` <span class="basis">(${formatCitation(gate.citation, names.locale)})</span>`}</li>`;
  });
  return html`<p>${report.unconfirmedText(gateFrom)}</p><ul>${rules}</ul>`;
}
