import type { Candidate, Judgement } from '../explaining/index.js';
import { tellJudgement } from './format-judgement.js';
import { formatChanges, formatLoss } from './format-loss.js';
import { formatStable } from './format-stable.js';
import { html, type Markup, type Renderable } from './html.js';
import { labelOf } from './locale/index.js';
import { points, pointsOf, table, who } from './marks.js';
import { byDimension } from './names.js';
import type { ReportContext } from './context.js';

/** Every post that receives somebody or stays empty: three names, who may hold it, and who may not and why. */
export function postsSection(context: ReportContext): Markup {
  const { names, posts, limits } = context;
  const { report } = names.words;
  return html`<section><h2 id="posts">${report.posts}</h2>
${posts.length === 0 ? html`<p>${report.noPosts}</p>` : html`<p>${report.postsText(limits.shortlist, names.resolution())}</p>${posts.map((j) => postEntry(j, context))}`}</section>`;
}

function postEntry(position: string, context: ReportContext): Markup {
  const { names, holders, proposal } = context;
  const { words } = names;
  const { report } = words;
  const held = names.position(position);
  const today = (holders.get(position) ?? []).map((p) => names.who(p));
  const then = proposal.certain.seats.filter(([, j]) => j === position).map(([p]) => p);
  return html`<section class="post-entry"><h3 id="post-${position}"><bdi>${names.titleOf(position)}</bdi> <span class="id">${position}</span></h3>
<p class="meta">${[names.levelOf(position), names.unitOf(position), held?.critical && report.critical].filter(Boolean).join(' · ')}${held?.mustFill && html`. ${report.mustFill(held.mustFill.reason)}`}</p>
<dl class="facts"><dt>${report.today}</dt><dd>${today.length > 0 ? report.todayHeld(today.join(', ')) : report.todayEmpty}</dd>
<dt>${report.proposal}</dt><dd>${then.length > 0 ? then.map((p, k) => html`${k > 0 && ', '}${who(p, names)}`) : report.stays}</dd></dl>
${shortlist(position, context)}
${notEligible(position, context)}</section>
`;
}

function shortlist(position: string, context: ReportContext): Markup {
  const { names, policy, explanation, limits } = context;
  const { report } = names.words;
  const eligible = explanation.eligible(position);
  if (eligible.length === 0) return html`<p>${report.nobodyEligible}</p>`;
  const candidates = explanation.shortlist(position, { n: limits.shortlist });
  const tied = candidates.filter((c) => c.nearTie);
  const isTie = (c: Candidate): boolean => tied.length > 1 && c.nearTie;
  const order = [...candidates].sort((a, b) => Number(isTie(b)) - Number(isTie(a)) || (isTie(a) ? names.alphabetically(a.person, b.person) : b.fit.low - a.fit.low || (a.person < b.person ? -1 : 1)));
  const apart = policy.dimensions.length <= 4; // more do not fit a page side by side
  const columns = [
    { head: report.person },
    ...(apart ? policy.dimensions.map((d) => ({ head: labelOf(d.label, names.locale), kind: 'n' as const })) : [{ head: names.words.cli.parts }]),
    { head: report.total, kind: 'n' as const },
    { head: report.effect, kind: 'w' as const },
  ];
  const rows = order.map((c): readonly Renderable[] => [
    html`${who(c.person, names)}${personNote(c, position, isTie(c), context)}`,
    ...(apart ? byDimension(c.fit, policy).map((part) => pointsOf(part, names)) : [byDimension(c.fit, policy).map((part, d) => html`<p>${labelOf(policy.dimensions[d]!.label, names.locale)} ${pointsOf(part, names)}</p>`)]),
    html`<b>${pointsOf(c.fit, names)}</b>`,
    effect(c, position, context),
  ]);
  const listed = eligible.slice(0, limits.eligible);
  return html`${table(columns, rows, { ties: order.map(isTie) })}
<p class="eligible"><b>${report.eligible(eligible.length)}.</b> ${listed.map((e, k) => html`${k > 0 && ' · '}${names.nameOf(e.person)} <span class="id">${names.person(e.person)?.name === undefined ? '' : `${e.person} `}</span>${points(e.fit.low, names)}`)}${eligible.length > listed.length && html` ${report.eligibleMore(eligible.length - listed.length)}`}</p>`;
}

function personNote(c: Candidate, position: string, tie: boolean, { names, holders }: ReportContext): Renderable {
  const { report } = names.words;
  const seat = names.person(c.person)?.seat;
  const told = [seat === undefined ? report.nobodyBefore : holders.get(position)?.includes(c.person) ? report.holder : names.titleOf(seat), tie && report.equals(names.resolution()), c.waived.length > 0 && report.byWaiver(c.waived.map((r) => names.rule(r)).join('; '))].filter((t): t is string => typeof t === 'string');
  return html`<br><span class="note">${told.join('; ')}</span>`;
}

function effect(c: Candidate, position: string, { names, explanation }: ReportContext): readonly Renderable[] {
  const { loss } = names.words;
  if (c.proposed) return [html`<p><b>${loss.proposed}</b></p>`];
  if (!c.loss) {
    const why = explanation.whyNot(c.person, position);
    if (why.reason === 'not-preferred' || why.reason === 'others-first') return formatStable(names.who(c.person), names.post(position), why, names).map((line) => html`<p>${line}</p>`);
    return [html`<p>${formatLoss(c.loss, names)}</p>`];
  }
  const changes = formatChanges(c.loss, names);
  return [html`<p>${c.loss.stage?.startsWith('merit') ? html`<span title="${names.exactPoints(c.loss.amount)}">${formatLoss(c.loss, names)}</span>` : formatLoss(c.loss, names)}</p>`, changes !== '' && html`<p class="basis">${changes}</p>`];
}

/** Who may not hold a post, nearest first, with every rule that does not pass and its article. */
function notEligible(position: string, context: ReportContext): Renderable {
  const { names, explanation, limits } = context;
  const { report } = names.words;
  const { people, total, notAsked } = explanation.nearest(position, { n: limits.nearest });
  if (total === 0 && notAsked === 0) return '';
  const entries = people.map(({ person, fails, unknown }) => {
    const open = explanation.judgements(person, position, { open: true }).filter((v) => v.outcome !== 'pass'); // an explanation that somebody wraps may tell all
    return html`<li>${who(person, names)} <span class="note">${report.rulesNotMet(fails, unknown)}</span><ul>${open.map((v) => judgementItem(v, context))}</ul></li>`;
  });
  const rest = [total > people.length && report.notListed(total - people.length), notAsked > 0 && report.notAsked(notAsked)].filter(Boolean).join(' ');
  return html`<h4>${report.notEligible(total + notAsked)}</h4>${people.length > 0 && html`<p class="note">${report.notEligibleText}</p><ol class="near">${entries}</ol>`}${rest !== '' && html`<p class="note">${rest}</p>`}`;
}

function judgementItem(judgement: Judgement, context: ReportContext): Markup {
  const { words, locale } = context.names;
  const { text, basis } = tellJudgement(judgement, context, locale);
  const asked = [...new Set(judgement.missing.map((m) => words.bring[m.cause](words.date(judgement.asOf))))].join(' ');
  return html`<li>${text} <span class="basis">(${basis})</span>${!judgement.binding && html` <span class="note">[${words.flag}]</span>`}${asked !== '' && html` ${asked}`}</li>`;
}
