import type { Audit, TieLadder } from '../../auditing/index.js';
import { html, type Markup, type Renderable } from '../html.js';
import { locales, type Locale } from '../locale/index.js';
import { STYLE } from '../style.js';
import { caveatTexts, questionText, testText } from './finding-text.js';
import { forestPicture, whyNot } from './forest-picture.js';
import { funnelPicture } from './funnel-picture.js';
import { nullPicture, tooFew } from './null-picture.js';
import { pathPicture } from './path-picture.js';
import { Studio } from './picture.js';
import { rankPicture } from './rank-picture.js';
import { regretPicture } from './regret-picture.js';
import { casesOf, countsOf, findingsOf } from './report-findings.js';
import { AUDIT_STYLE, figure, section, table } from './report-parts.js';
import { cannotTexts, rungTexts, stripCells } from './strip-picture.js';
import { timelinePicture } from './timeline-picture.js';

/**
 * An audit as one self-contained HTML file in one language: no script, nothing loaded from anywhere, the same bytes for the same audit. First what it stands
 * on, what it cannot say and what it comes to; then breaches, which anybody can look up, then cases, then effects. People have pseudonyms; counts of people
 * under the minimum are hidden; each finding has its other explanations, its next questions and a place for the reply.
 */
export function auditReport(audit: Audit, { locale = 'en' }: { readonly locale?: Locale } = {}): string {
  const studio = new Studio(audit, locale);
  const common = locales[locale];
  const heading = audit.title === null ? studio.label('title') : `${studio.label('title')}: ${audit.title}`;
  const sections = SECTIONS.flatMap(({ id, title, body }) => {
    const markup = body(studio);
    return markup === null ? [] : [{ id, title: title(studio), markup }];
  });
  return html`<!doctype html>
<html lang="${common.lang}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${heading}</title>${STYLE}${AUDIT_STYLE}</head><body><main>
<h1>${heading}</h1>
${strip(studio)}
<ul>${studio.words.limits.map((limit) => html`<li>${limit}</li>`)}</ul>
<nav><h2 class="plain">${studio.label('contents')}</h2><ol>${sections.map(({ id, title }) => html`<li><a href="#${id}">${title}</a></li>`)}</ol></nav>
${sections.map(({ markup }) => markup)}
<footer>${audit.engine.name} ${audit.engine.version}; ${studio.label('seed')} ${audit.seed} (${audit.generator}); ${studio.label('input')} <code>${audit.input}</code></footer>
</main></body></html>
`.toString();
}

/** The sections in the order in which they are read; null where there is nothing to say. */
const SECTIONS: readonly { readonly id: string; readonly title: (studio: Studio) => string; readonly body: (studio: Studio) => Markup | null }[] = [
  { id: 'comes-to', title: (s) => s.label('comes-to'), body: comesTo },
  { id: 'breach', title: (s) => s.words.kinds.breach, body: (s) => findingsOf(s, 'breach') },
  { id: 'cases', title: (s) => s.label('cases'), body: casesOf },
  { id: 'ladder', title: (s) => s.label('ladder'), body: ladders },
  { id: 'funnel', title: (s) => s.label('funnel'), body: funnel },
  { id: 'ranks', title: (s) => s.label('ranks'), body: ranks },
  { id: 'effect', title: (s) => s.words.kinds.effect, body: (s) => findingsOf(s, 'effect') },
  { id: 'regret', title: (s) => s.label('regret'), body: regret },
  { id: 'register', title: (s) => s.label('register'), body: register },
  { id: 'deciders', title: (s) => s.label('deciders'), body: deciders },
  { id: 'paths', title: (s) => s.label('path'), body: conflicts },
  { id: 'case', title: (s) => s.words.kinds.case, body: (s) => findingsOf(s, 'case') },
  { id: 'flag', title: (s) => s.words.kinds.flag, body: (s) => findingsOf(s, 'flag') },
  { id: 'timeline', title: (s) => s.label('timeline'), body: timelines },
  { id: 'family', title: (s) => s.label('family'), body: family },
  { id: 'cannot', title: (s) => s.label('cannot'), body: cannot },
  { id: 'reveals', title: (s) => s.label('reveals'), body: reveals },
];

function strip(studio: Studio): Markup {
  const caveats = caveatTexts(studio);
  return html`<h2 class="plain">${studio.label('strip')}</h2>
<ul class="counts strip">${stripCells(studio).map(([name, value]) => html`<li><span>${name}</span><b>${value}</b></li>`)}</ul>
<ul class="rungs">${rungTexts(studio).map(({ given, name, why }) => html`<li class="${given ? 'given' : 'absent'}">${name}: ${why}</li>`)}</ul>
<ul>${cannotTexts(studio).map((words) => html`<li>${words}</li>`)}</ul>
${caveats.length > 0 && html`<h2 class="plain">${studio.label('caveats')}</h2><ul>${caveats.map((words) => html`<li>${words}</li>`)}</ul>`}`;
}

function comesTo(studio: Studio): Markup | null {
  const { ladders } = studio.audit;
  const claims = ladders.map((ladder) => {
    const merit = ladder.rungs.find(({ name }) => name === 'merit');
    const last = merit && merit.oddsRatio !== null ? html`<p class="note">${studio.label('merit')}: ${studio.label('odds-ratio')} ${studio.withInterval(merit.oddsRatio, merit.interval)}; ${testText(studio, merit.test)}</p>` : null;
    return html`<li><b>${ladder.tie}</b>: ${studio.words.claims[ladder.claim]}${last}</li>`;
  });
  const counts = countsOf(studio);
  if (claims.length === 0 && counts === null) return null;
  return section('comes-to', studio.label('comes-to'), html`${claims.length > 0 && html`<ul>${claims}</ul>`}${counts}`);
}

function ladders(studio: Studio): Markup | null {
  const { ladders } = studio.audit;
  return ladders.length === 0 ? null : section('ladder', studio.label('ladder'), ladders.map((ladder) => html`<div class="group"><h3>${ladder.tie}</h3><p class="purpose">${studio.words.claims[ladder.claim]}</p>${figure(forestPicture(studio, ladder))}${rungs(studio, ladder)}${winners(studio, ladder)}${figure(nullPicture(studio, ladder))}</div>`));
}

/** The whole ladder in figures: effect and interval, then the least p, p and the corrected p, and whether the groups differ. */
function rungs(studio: Studio, { rungs }: TieLadder): Markup {
  const p = (x: number | null): string => (x === null ? '' : studio.p(x));
  return table(studio, [studio.label('step'), studio.label('held-equal'), studio.label('odds-ratio'), [studio.label('least-p'), 'm'], ['p', 'm'], [studio.label('adjusted'), 'm'], [studio.label('groups'), 'm'], [studio.label('heterogeneity'), 'm']], rungs.map((rung) => [
    studio.label(rung.name), rung.by.join(', '), rung.oddsRatio === null ? whyNot(studio, rung) : studio.withInterval(rung.oddsRatio, rung.interval), p(rung.test.minimumP), p(rung.test.p), p(rung.test.adjusted),
    rung.strata === 0 ? '' : `${studio.whole(rung.informative)} ${studio.label('of')} ${studio.whole(rung.strata)}`, rung.homogeneity === null ? '' : `p ${studio.p(rung.homogeneity.p)}`,
  ]));
}

function winners(studio: Studio, { winners, logit, detectable, leftOut, permutation }: TieLadder): Markup {
  const items: Renderable[] = [];
  if (detectable) items.push(html`<li>${studio.label('least-p')}: ${studio.p(detectable.minimumP)}${detectable.possible ? '' : `. ${studio.words.claims['cannot-be-detected']}`}</li>`);
  // the effect and the number expected tell a hidden count too
  if (winners && tooFew(studio, winners.observed)) items.push(html`<li>${studio.label('winners')}: ${studio.label('observed')} ${studio.count(winners.observed)}</li>`);
  else if (winners) items.push(html`<li>${studio.label('winners')}: ${winners.oddsRatio === undefined ? '' : `${studio.label('odds-ratio')} ${studio.withInterval(winners.oddsRatio, winners.interval ?? null)}; `}${studio.label('observed')} ${studio.count(winners.observed)}, ${studio.label('expected-by-lot')} ${studio.decimal(winners.expected, 1)}; ${testText(studio, winners.test)}</li>`);
  if (logit && logit.oddsRatio !== null) items.push(html`<li>${studio.label('logit')}: ${studio.label('odds-ratio')} ${studio.withInterval(logit.oddsRatio, logit.interval)}${logit.p === null ? '' : `, p ${studio.p(logit.p)}`}</li>`);
  else if (logit?.because) items.push(html`<li>${studio.label('logit')}: ${studio.words.because[logit.because]}</li>`);
  if (leftOut > 0) items.push(html`<li>${studio.label('left-out')}: ${studio.count(leftOut)}</li>`);
  if (permutation && tooFew(studio, permutation.observed)) items.push(html`<li>${studio.label('null')}: ${studio.label('too-few', studio.audit.minimum.cell)}</li>`);
  return html`<ul>${items}</ul>`;
}

function funnel(studio: Studio): Markup | null {
  const ties = [...new Set(studio.audit.funnel.map(({ tie }) => tie))];
  return ties.length === 0 ? null : section('funnel', studio.label('funnel'), ties.map((tie) => figure(funnelPicture(studio, tie))));
}

function ranks(studio: Studio): Markup | null {
  const pictures = studio.audit.ladders.map(({ tie }) => [tie, rankPicture(studio, tie)] as const).filter(([, picture]) => picture !== null);
  if (pictures.length === 0) return null;
  return section('ranks', studio.label('ranks'), pictures.map(([tie, picture]) => {
    const test = studio.audit.rankTests.find((row) => row.tie === tie)?.test;
    const words = test ? testText(studio, test) : '';
    return html`${figure(picture)}${words !== '' && html`<p class="note">${words}</p>`}`;
  }));
}

function regret(studio: Studio): Markup | null {
  const picture = regretPicture(studio);
  return picture === null ? null : section('regret', studio.label('regret'), figure(picture));
}

function register(studio: Studio): Markup | null {
  const { register, overrides } = studio.audit;
  if (register.length === 0) return null;
  const rows = [...register].sort((a, b) => b.score - b.scoreTaken - (a.score - a.scoreTaken));
  return section('register', studio.label('register'), html`<p>${studio.words.overrides(studio.whole(register.filter(({ cause }) => cause === 'open').length), studio.whole(overrides.length))}</p>${table(studio, [studio.label('decision'), studio.label('higher'), [studio.label('score'), 'm'], studio.words.roles['chosen']!, [studio.label('score'), 'm'], studio.label('because')], rows.map((row) => [row.decision, row.person, studio.points(row.score), row.taken, studio.points(row.scoreTaken), studio.words.causes[row.cause]]))}`);
}

/** Those with more decisions come first; a decider's own years follow his total. */
function deciders(studio: Studio): Markup | null {
  const { deciders } = studio.audit;
  if (deciders.length === 0) return null;
  return section('deciders', studio.label('deciders'), table(studio, [studio.words.roles['decider']!, [studio.label('year'), 'm'], [studio.label('decisions'), 'm'], studio.label('deviations'), studio.label('interval'), studio.label('loss'), studio.label('with-tie')], deciders.map((row) => [
    row.decider, row.year === 'all' ? studio.label('all-years') : row.year, studio.whole(row.decisions), studio.whole(row.deviations), `[${studio.percent(row.interval.low)}; ${row.interval.high === 'infinite' ? '\u221e' : studio.percent(row.interval.high)}]`, studio.points(row.loss),
    Object.entries(row.connected).map(([tie, n]) => `${tie}: ${studio.count(n)}`).join('; '),
  ])));
}

function conflicts(studio: Studio): Markup | null {
  const { conflicts } = studio.audit;
  if (conflicts.length === 0) return null;
  const shown = conflicts.filter((path) => path.chosen && path.verdict !== 'declared-and-recused').slice(0, 6);
  const rows = [...conflicts].sort((a, b) => Number(b.chosen) - Number(a.chosen));
  return section('paths', studio.label('path'), html`${shown.map((path, k) => figure(pathPicture(studio, path, k + 1)))}${table(studio, [[studio.label('decision'), 's'], studio.words.roles['actor']!, [studio.label('degree'), 's'], studio.label('where'), studio.words.measures['verdict']!], rows.map((path) => [
    path.decision, `${path.actor} (${studio.words.roles[path.role] ?? path.role})`, path.degree === null ? '' : `${path.degree}${path.within ? '' : `, ${studio.label('beyond')}`}`, `${path.person}, ${studio.words.roles[path.chosen ? 'chosen' : 'passed-over']!}`, studio.words.conflicts[path.verdict],
  ]))}`);
}

function timelines(studio: Studio): Markup | null {
  const decisions = [...new Set(studio.audit.findings.filter(({ code }) => code === 'late-score-change' || code === 'score-after-opening').flatMap(({ decision }) => decision ?? []))].slice(0, 12);
  return decisions.length === 0 ? null : section('timeline', studio.label('timeline'), decisions.map((decision) => figure(timelinePicture(studio, decision))));
}

function family(studio: Studio): Markup | null {
  const { family } = studio.audit;
  if (family.tests.length === 0) return null;
  const about = studio.words.family(studio.words.corrections[family.correction], studio.level(family.level), studio.whole(family.tests.length), family.logged === null ? null : studio.whole(family.logged.index));
  return section('family', studio.label('family'), html`<p>${about}</p>${table(studio, [['', 's'], studio.label('declared'), studio.label('method')], family.tests.map((test) => [html`<code>${test.id}</code>`, questionText(studio, test), studio.words.methods[test.method] ?? test.method]))}<p class="note"><code>${family.hash}</code></p>`);
}

function cannot(studio: Studio): Markup | null {
  const counts = new Map<string, { readonly part: string; readonly because: Audit['cannot'][number]['because']; readonly n: number }>();
  for (const { part, because, decision } of studio.audit.cannot) {
    const key = `${part}\n${because}`;
    counts.set(key, { part, because, n: (counts.get(key)?.n ?? 0) + (decision === null ? 0 : 1) });
  }
  if (counts.size === 0) return null;
  return section('cannot', studio.label('cannot'), table(studio, ['', studio.label('because'), [studio.label('decisions'), 's']], [...counts.values()].map(({ part, because, n }) => [partText(studio, part), studio.words.because[because], n === 0 ? studio.label('all') : studio.whole(n)])));
}

/** `funnel:kin:chosen` is the part funnel, of kin, of the stage chosen. */
function partText(studio: Studio, part: string): string {
  const [head = '', ...rest] = part.split(':');
  return [studio.words.parts[head] ?? studio.words.findings[head as keyof typeof studio.words.findings] ?? head, ...rest.map((name) => (name === '*' ? studio.label('first-to-last') : name))].join(': ');
}

function reveals(studio: Studio): Markup | null {
  const { reveals } = studio.audit;
  if (reveals.length === 0) return null;
  return section('reveals', studio.label('reveals'), html`<ul>${reveals.map(({ by, on, reason, people }) => html`<li>${locales[studio.locale].date(on)}, ${by}: ${reason} (${studio.whole(people.length)})</li>`)}</ul>`);
}
