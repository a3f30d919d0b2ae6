import { checkpointModules } from '../trail/short-code.js'; // by its own path: the index of the room brings zod along
import type { RoundStory, StoryStep } from '../trail/story.js';
import type { ReportContext } from './context.js';
import { html, type Markup, type Renderable } from './html.js';
import type { Words } from './locale/index.js';

const TOLD = 5;

/** Rows of page one: the log and the short code to write down, how often it was run, what was sealed, frozen, withheld and erased. Nothing where there is no trail. */
export function trailRows({ trail, names: { words } }: ReportContext): Renderable {
  if (!trail) return false;
  const { trail: told } = words;
  const n = trail.attempts.length;
  const last = trail.attempts.at(-1);
  const reason = last?.reason ?? null;
  const trials = trail.explorations.reduce((sum, e) => sum + e.count, 0);
  const parties = trail.seals.at(-1)?.parties ?? 0;
  const frozen = trail.freezes.at(-1);
  const fields = trail.erased.reduce((sum, e) => sum + e.fields, 0);
  const order = [sealedFirst(trail) ? told.sealedFirst : html`<strong>${told.notSealed}</strong>`, frozen && ` ${told.frozenOn(words.date(frozen.time.slice(0, 10)))}`, trail.reopened.length > 0 && html` <strong>${told.reopenedTimes(trail.reopened.length)}</strong>`];
  const numbers = parties === 0 ? '' : ` ${told.revealed(trail.reveals, parties)}`;
  const withheld = trail.withheld.length > 0 && html` <strong>${told.withheldBy(trail.withheld.map((w) => w.party).join(', '))}</strong>`;
  return html`<dl class="facts traced"><dt>${told.log}</dt><dd><code>${trail.origin}</code>, ${told.entries(trail.size)}; ${told.code} <b>${trail.shortCode}</b></dd>
<dt>${told.runs}</dt><dd>${n === 0 ? told.noRun : html`${told.attempt(n, n)}${reason !== null && html`; <strong>${told.because(reason)}</strong>`}`}; ${told.trials(trials)}</dd>
<dt>${told.order}</dt><dd>${order}${numbers}${withheld}${fields > 0 && ` ${told.erasedFields(fields)}`}</dd></dl>`;
}

/** The code of the checkpoint for page one, and what to do with it. */
export function trailCode({ trail, names: { words } }: ReportContext): Renderable {
  return trail && html`<figure class="code">${checkpointSvg(trail.checkpoint, words.trail.codeAlt)}<figcaption>${words.trail.minutes}</figcaption></figure>`;
}

/** The trail of the round in full. Nothing where there is none. */
export function trailSection({ trail, names: { words } }: ReportContext): Renderable {
  if (!trail) return false;
  const { trail: told } = words;
  const rows: readonly (readonly [string, Renderable])[] = [
    [told.log, html`<code>${trail.origin}</code>, ${told.entries(trail.size)}; ${told.keptBy(trail.controller)}`],
    [told.shortCode, html`<b>${trail.shortCode}</b>`],
    [told.order, steps(trail, words)],
    [told.lottery, lottery(trail, words)],
    [told.runs, runs(trail, words)],
    [told.explorations, trail.explorations.length === 0 ? told.explorationsNone : told.explored(trail.explorations.map((e) => told.purpose(e.purpose, e.count)).join(', '))],
    [told.voices, told.voiced(trail.statements, trail.objections, trail.answered)],
    [told.erased, trail.erased.length === 0 ? told.erasedNone : trail.erased.map((e) => html`<p>${told.erasedUnder(e.fields, e.people, e.basis, e.document)}</p>`)],
  ];
  return html`<section><h2 id="trail">${told.title}</h2><p>${told.text}</p><dl class="facts">${rows.map(([head, row]) => html`<dt>${head}</dt><dd>${row}</dd>
`)}</dl></section>`;
}

function sealedFirst({ seals: [first], opened }: RoundStory): boolean {
  return first !== undefined && (opened === null || first.index < opened.index);
}

/** How to check a paper that rests on a trail: what is needed from elsewhere, and the commands. */
export function trailVerify(trail: RoundStory, { trail: told }: Words): Markup {
  const key = trail.keys[0] ?? '';
  const witnesses = trail.witnesses === null ? '' : `${trail.witnesses.keys.map((k) => ` --witness '${k}'`).join('')} --quorum ${trail.witnesses.quorum}`;
  return html`<p>${told.verifyText(trail.origin, trail.covers)}</p>
<p class="full"><code>meritra verify bundle.json --report report.html --checkpoint kept.txt --key '${key}'${witnesses}</code></p>
<p>${told.verifyOutside(trail.witnesses !== null)}</p>
<p class="full"><code>meritra trail compare kept.txt other.txt --key '${key}'</code></p>
<p class="full">${told.checkpoint}:</p><pre>${trail.checkpoint}</pre>`;
}

/** Seal, opening and freeze in the order in which they must stand; what was sealed, opened or frozen again is told in bold. */
function steps(trail: RoundStory, words: Words): Renderable {
  const { trail: told } = words;
  const at = (step: StoryStep): string => told.at(moment(step.time, words), step.index);
  const first = trail.seals[0];
  const last = trail.freezes.at(-1);
  return [
    first && sealedFirst(trail) ? html`<p>${told.sealed(at(first))}${trail.opened && `; ${told.opened(at(trail.opened))}`}${last && `; ${told.frozen(at(last), last.people, last.positions)}`}.</p>` : html`<p><strong>${told.notSealed}</strong></p>`,
    ...trail.seals.slice(1).map((s) => html`<p><strong>${told.sealedAgain(at(s), s.reason ?? '')}</strong></p>`),
    ...trail.reopened.map((r) => html`<p><strong>${told.reopened(at(r), r.by, r.reason)}</strong></p>`),
  ];
}

function lottery(trail: RoundStory, words: Words): Renderable {
  const { trail: told } = words;
  const parties = trail.seals.at(-1)?.parties ?? 0;
  const withheld = trail.withheld.map((w) => html`<p><strong>${told.withheld(w.party, moment(w.time, words), w.reason)}</strong></p>`);
  return [html`<p>${parties === 0 ? told.noLottery : told.revealed(trail.reveals, parties)}${parties > 0 && trail.withheld.length === 0 && ` ${told.withheldNone}`}</p>`, ...withheld];
}

/** `attempt 2 of 2`, each with its reason; the last ones where they are many. */
function runs({ attempts }: RoundStory, words: Words): Renderable {
  const { trail: told } = words;
  if (attempts.length === 0) return told.noRuns;
  const lines = attempts.map(({ time, reason, end }, k) => html`<p>${told.attempt(k + 1, attempts.length)}, ${moment(time, words)}: ${told.end[end ?? 'open']}${reason !== null && html`; <strong>${told.because(reason)}</strong>`}</p>`);
  return [attempts.length > TOLD && html`<p>${told.earlier(attempts.length - TOLD)}</p>`, ...lines.slice(-TOLD)];
}

/** `2026-11-21T10:05:00Z` in words. */
function moment(time: string, { date }: Words): string {
  return `${date(time.slice(0, 10))}, ${time.slice(11, 16)} UTC`;
}

/** A square code that holds the text of the checkpoint; its modules come with the quiet border that readers of codes need. */
function checkpointSvg(checkpoint: string, alt: string): Markup {
  const rows = checkpointModules(checkpoint);
  const size = rows.length;
  const runsOf = (row: readonly boolean[], y: number): string => {
    let path = '';
    for (let x = 0; x < size; x++) {
      const from = x;
      while (x < size && row[x]) x++;
      if (x > from) path += `M${from} ${y}h${x - from}v1h${from - x}z`;
    }
    return path;
  };
  return html`<svg class="qr" viewBox="0 0 ${size} ${size}" role="img" aria-label="${alt}"><path d="${rows.map(runsOf).join('')}"/></svg>`;
}
