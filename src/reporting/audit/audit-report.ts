import type { Audit, Finding, FindingKind } from '../../auditing/index.js';
import { html, type Markup, type Renderable } from '../html.js';
import { locales, type Locale } from '../locale/index.js';
import { STYLE } from '../style.js';
import { caseList } from './case-list.js';
import { findingText, testText } from './finding-text.js';
import { forestPicture } from './forest-picture.js';
import { funnelPicture } from './funnel-picture.js';
import { nullPicture } from './null-picture.js';
import { pathPicture } from './path-picture.js';
import { drawn, Studio, type Picture } from './picture.js';
import { rankPicture } from './rank-picture.js';
import { regretPicture } from './regret-picture.js';
import { stripPicture } from './strip-picture.js';
import { timelinePicture } from './timeline-picture.js';

/** Rows that a table of a report shows; the audit itself holds them all. */
const MOST = 25;
const KINDS: readonly FindingKind[] = ['breach', 'effect', 'case', 'flag'];

/**
 * An audit as one self-contained HTML file in one language: no script, nothing loaded from anywhere, the same bytes for the same audit. People
 * have pseudonyms; counts of people under the minimum are hidden; each finding has its other explanations, its next questions and a place for the reply.
 */
export function auditReport(audit: Audit, { locale = 'en' }: { readonly locale?: Locale } = {}): string {
  const studio = new Studio(audit, locale);
  const { words } = studio;
  const common = locales[locale];
  const heading = audit.title === null ? studio.label('title') : `${studio.label('title')}: ${audit.title}`;
  return html`<!doctype html>
<html lang="${common.lang}"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex"><title>${heading}</title>${STYLE}</head><body><main>
<h1>${heading}</h1>
${figure(stripPicture(studio))}
${notAudited(studio)}
<ul>${words.limits.map((limit) => html`<li>${limit}</li>`)}</ul>
${audit.strip.caveats.length > 0 && html`<h2 class="plain">${studio.label('caveats')}</h2><ul>${audit.strip.caveats.map((caveat) => html`<li>${words.codes[caveat] ?? caveat}</li>`)}</ul>`}
${ladders(studio)}
${funnel(studio)}
${cases(studio)}
${regret(studio)}
${register(studio)}
${deciders(studio)}
${conflicts(studio)}
${KINDS.map((kind) => findings(studio, kind))}
${timelines(studio)}
${family(studio)}
${cannot(studio)}
${reveals(studio)}
<footer>${audit.engine.name} ${audit.engine.version}; ${studio.label('seed')} ${audit.seed} (${audit.generator}); ${studio.label('input')} <code>${audit.input}</code></footer>
</main></body></html>
`.toString();
}

function section(id: string, title: string, body: Renderable): Markup {
  return html`<section id="${id}"><h2>${title}</h2>${body}</section>`;
}

function figure(picture: Picture | null): Markup | null {
  const markup = picture && drawn(picture);
  return markup && html`<figure class="wide">${markup}</figure>`;
}

/** A table whose cells carry the heads of their columns, so that it becomes cards on a phone; what is cut is counted. */
function table(studio: Studio, heads: readonly string[], rows: readonly (readonly Renderable[])[]): Markup {
  const more = rows.length > MOST ? html`<p class="note">${studio.label('more', rows.length - MOST)}</p>` : null;
  return html`<table><thead><tr>${heads.map((head) => html`<th>${head}</th>`)}</tr></thead><tbody>${rows.slice(0, MOST).map((row) => html`<tr>${row.map((cell, c) => html`<td data-label="${heads[c]}">${cell}</td>`)}</tr>`)}</tbody></table>${more}`;
}

function notAudited(studio: Studio): Markup | null {
  const { cannot } = studio.audit.strip;
  return cannot.length === 0 ? null : html`<ul>${cannot.map(({ because, decisions }) => html`<li>${studio.label('not-audited')}: ${studio.whole(decisions)} ${studio.label('decisions')}, ${studio.label('because')} ${studio.words.because[because]}</li>`)}</ul>`;
}

function cases(studio: Studio): Markup | null {
  const list = caseList(studio.audit);
  if (list.length === 0) return null;
  return section('cases', studio.label('cases'), table(studio, [studio.label('decision'), studio.label('finding'), studio.label('ask-next')], list.map(({ decision, findings }) => {
    const told = [...new Map(findings.map((finding) => [finding.code, finding])).values()].map((finding) => [finding, findingText(studio, finding)] as const);
    return [decision, html`<ul>${told.map(([finding, { title }]) => html`<li><a href="#${finding.id}">${title}</a></li>`)}</ul>`, told[0]![1].ask[0] ?? ''];
  })));
}

function ladders(studio: Studio): Markup | null {
  const { ladders } = studio.audit;
  if (ladders.length === 0) return null;
  return section('ladder', studio.label('ladder'), ladders.map((ladder) => html`<h3>${ladder.tie}</h3><p class="purpose">${studio.words.claims[ladder.claim]}</p>${figure(forestPicture(studio, ladder))}${winners(studio, ladder)}${figure(nullPicture(studio, ladder))}${figure(rankPicture(studio, ladder.tie))}`));
}

function winners(studio: Studio, { winners, logit, detectable }: Audit['ladders'][number]): Markup {
  const items: Renderable[] = [];
  if (detectable) items.push(html`<li>${studio.label('least-p')}: ${studio.p(detectable.minimumP)}${detectable.possible ? '' : `. ${studio.words.claims['cannot-be-detected']}`}</li>`);
  if (winners) items.push(html`<li>${studio.label('winners')}: ${studio.label('observed')} ${studio.count(winners.observed)}, ${studio.label('expected-by-lot')} ${studio.decimal(winners.expected, 1)}; ${testText(studio, winners.test)}</li>`);
  if (logit && logit.oddsRatio !== null) items.push(html`<li>${studio.label('logit')}: ${studio.label('odds-ratio')} ${studio.ratio(logit.oddsRatio)}${logit.interval ? ` [${studio.ratio(logit.interval.low)}; ${studio.ratio(logit.interval.high)}]` : ''}${logit.p === null ? '' : `, p ${studio.p(logit.p)}`}</li>`);
  else if (logit?.because) items.push(html`<li>${studio.label('logit')}: ${studio.words.because[logit.because]}</li>`);
  return html`<ul>${items}</ul>`;
}

function funnel(studio: Studio): Markup | null {
  const ties = [...new Set(studio.audit.funnel.map(({ tie }) => tie))];
  return ties.length === 0 ? null : section('funnel', studio.label('funnel'), ties.map((tie) => figure(funnelPicture(studio, tie))));
}

function regret(studio: Studio): Markup | null {
  const picture = regretPicture(studio);
  return picture === null ? null : section('regret', studio.label('regret'), figure(picture));
}

function register(studio: Studio): Markup | null {
  const { register, overrides } = studio.audit;
  if (register.length === 0) return null;
  const rows = [...register].sort((a, b) => b.score - b.scoreTaken - (a.score - a.scoreTaken));
  return section('register', studio.label('register'), html`<p>${studio.words.overrides(studio.whole(register.filter(({ cause }) => cause === 'open').length), studio.whole(overrides.length))}</p>${table(studio, [studio.label('decision'), studio.label('higher'), studio.label('score'), studio.words.roles['chosen']!, studio.label('score'), studio.label('because')], rows.map((row) => [row.decision, row.person, studio.points(row.score), row.taken, studio.points(row.scoreTaken), studio.words.causes[row.cause]]))}`);
}

function deciders(studio: Studio): Markup | null {
  const { deciders } = studio.audit;
  if (deciders.length === 0) return null;
  return section('deciders', studio.label('deciders'), table(studio, [studio.words.roles['decider']!, studio.label('year'), studio.label('decisions'), studio.label('deviations'), studio.label('interval'), studio.label('loss'), studio.label('with-tie')], deciders.map((row) => [
    row.decider, row.year === 'all' ? studio.label('all') : row.year, studio.whole(row.decisions), studio.count(row.deviations), `${studio.percent(row.interval.low)} \u2013 ${row.interval.high === 'infinite' ? '\u221e' : studio.percent(row.interval.high)}`, studio.points(row.loss),
    Object.entries(row.connected).map(([tie, n]) => `${tie}: ${studio.count(n)}`).join('; '),
  ])));
}

function conflicts(studio: Studio): Markup | null {
  const { conflicts } = studio.audit;
  if (conflicts.length === 0) return null;
  const shown = conflicts.filter((path) => path.chosen && path.verdict !== 'declared-and-recused').slice(0, 6);
  return section('paths', studio.label('path'), html`${shown.map((path, k) => figure(pathPicture(studio, path, k + 1)))}${table(studio, [studio.label('decision'), studio.words.roles['actor']!, studio.label('degree'), studio.label('where'), studio.label('finding')], conflicts.map((path) => [
    path.decision, `${path.actor} (${studio.words.roles[path.role] ?? path.role})`, path.degree === null ? '\u2013' : `${path.degree}, ${studio.label(path.within ? 'within' : 'beyond')}`, `${path.person}, ${studio.words.roles[path.chosen ? 'chosen' : 'passed-over']!}`, studio.words.conflicts[path.verdict],
  ]))}`);
}

function findings(studio: Studio, kind: FindingKind): Markup | null {
  const list = studio.audit.findings.filter((finding) => finding.kind === kind);
  if (list.length === 0) return null;
  const cut = list.length > MOST ? html`<p class="note">${studio.label('more', list.length - MOST)}</p>` : null;
  return section(kind, studio.words.kinds[kind], html`${list.slice(0, MOST).map((finding) => entry(studio, finding))}${cut}`);
}

function entry(studio: Studio, finding: Finding): Markup {
  const told = findingText(studio, finding);
  const line = (label: string, value: Renderable): Markup | null => (value === '' || (Array.isArray(value) && value.length === 0) ? null : html`<dt>${label}</dt><dd>${value}</dd>`);
  return html`<article class="post-entry" id="${finding.id}"><h3>${told.title} <span class="id">${finding.id}</span></h3><p class="meta">${[told.where, told.people].filter((t) => t !== '').join('; ')}</p><dl class="facts">${line(studio.label('measured'), [told.effect, told.test, ...told.figures].filter((t) => t !== '').map((t) => html`<p>${t}</p>`))}${line(studio.label('rule'), told.rule)}${line(studio.label('rate'), told.rate)}${line(studio.label('other-explanations'), told.alternatives.map((t) => html`<p>${t}</p>`))}${line(studio.label('ask-next'), told.ask.map((t) => html`<p>${t}</p>`))}${line(studio.label('reply'), told.reply)}</dl></article>`;
}

function timelines(studio: Studio): Markup | null {
  const decisions = [...new Set(studio.audit.findings.filter(({ code }) => code === 'late-score-change' || code === 'score-after-opening').flatMap(({ decision }) => decision ?? []))].slice(0, 12);
  return decisions.length === 0 ? null : section('timeline', studio.label('timeline'), decisions.map((decision) => figure(timelinePicture(studio, decision))));
}

function family(studio: Studio): Markup | null {
  const { family } = studio.audit;
  if (family.tests.length === 0) return null;
  const about = studio.words.family(studio.words.corrections[family.correction], studio.percent(family.level).replace(/[.,]0 %/, ' %'), studio.whole(family.tests.length), family.logged === null ? null : studio.whole(family.logged.index));
  return section('family', studio.label('family'), html`<p>${about}</p>${table(studio, ['', studio.label('declared'), ''], family.tests.map((test) => [test.id, test.question, test.method]))}<p class="note"><code>${family.hash}</code></p>`);
}

function cannot(studio: Studio): Markup | null {
  const counts = new Map<string, number>();
  for (const { part, because } of studio.audit.cannot) counts.set(`${part}\n${because}`, (counts.get(`${part}\n${because}`) ?? 0) + 1);
  if (counts.size === 0) return null;
  return section('cannot', studio.label('cannot'), table(studio, ['', studio.label('because'), ''], [...counts].map(([key, n]) => {
    const [part = '', because = ''] = key.split('\n');
    return [studio.words.parts[part] ?? part, studio.words.because[because as keyof typeof studio.words.because], studio.whole(n)];
  })));
}

function reveals(studio: Studio): Markup | null {
  const { reveals } = studio.audit;
  if (reveals.length === 0) return null;
  return section('reveals', studio.label('reveals'), html`<ul>${reveals.map(({ by, on, reason, people }) => html`<li>${locales[studio.locale].date(on)}, ${by}: ${reason} (${studio.whole(people.length)})</li>`)}</ul>`);
}
