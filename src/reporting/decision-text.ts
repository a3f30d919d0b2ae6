import type { Amendment, AmendmentChange } from '../deciding/index.js';
import type { Round } from '../model/round.js';
import type { Sealed } from '../solving/index.js';
import type { ReportContext } from './context.js';
import { html, type Markup } from './html.js';
import type { Locale } from './locale/index.js';
import { Names, splitStage } from './names.js';
import { terminalLine } from './terminal-text.js';

/** A decision or a repair in sentences that a clerk can read aloud: who signed, each change with its cause, who is affected, what it costs. No control characters. */
export function decisionText(amendment: Amendment, round: Round, { policy }: Pick<Sealed, 'policy'>, { locale }: { readonly locale: Locale }): string {
  const [head, ...parts] = amendmentLines(amendment, new Names(round, policy, locale));
  const lines = [head!.text, ...parts.flatMap(({ text, under }) => ['', text, ...under.map((line) => `  ${line}`)])];
  return `${lines.map(terminalLine).join('\n')}\n`;
}

/** One section for everything decided since the proposal; nothing where there was nothing. */
export function amendmentsSection({ amendments, names }: Pick<ReportContext, 'amendments' | 'names'>): Markup | false {
  if (amendments.length === 0) return false;
  const told = amendments.map((one) => {
    const [head, ...parts] = amendmentLines(one, names);
    return html`<h3>${head!.text}</h3>${parts.map(({ text, under }) => html`<p>${text}</p>${under.length > 0 && html`<ul>${under.map((line) => html`<li>${line}</li>`)}</ul>`}`)}`;
  });
  return html`<section><h2 id="decision">${names.words.amendment.title}</h2>${told}</section>`;
}

interface Part {
  readonly text: string;
  readonly under: readonly string[];
}

/** The head first, then paragraphs with what stands under them. */
function amendmentLines(amendment: Amendment, names: Names): readonly Part[] {
  const { words, round } = names;
  const { amendment: told } = words;
  const { act, by, on, changes, changed, vacated, plan } = amendment;
  const title = round.title ?? round.id;
  const head = { text: told.head(act, words.date(on), by, title, words.date(round.asOf)), under: [] };
  if (changes.length === 0) return [head, { text: told.asProposed, under: [] }];
  const place = (position: string | null): string => (position === null ? told.noPost : names.post(position));
  const empty = vacated.map((v) => told.vacatedPost(names.post(v.position), v.seats)).join('; ');
  return [
    head,
    ...changes.map((change) => ({ text: decided(change, names), under: grounds(change, names) })),
    { text: told.changed(changed.length), under: changed.map((c) => told.goes(names.who(c.person), place(c.from), place(c.to), c.why)) },
    ...(vacated.length > 0 ? [{ text: told.vacated(empty), under: [] }] : []),
    losses(amendment, names),
    { text: plan.status === 'optimal' ? told.proven : told.notProven, under: [] },
  ];
}

function decided({ effect, person, position }: AmendmentChange, names: Names): string {
  const { amendment } = names.words;
  if (person === null) return amendment.close(names.post(position));
  return effect === 'forbid' ? amendment.forbid(names.who(person), names.post(position)) : amendment.require(names.who(person), names.post(position));
}

function grounds({ cause, reason, document, rank, of, related }: AmendmentChange, { words }: Names): readonly string[] {
  const { amendment } = words;
  return [
    amendment.cause[cause],
    ...(document === undefined ? [] : [amendment.document(document)]),
    ...(reason === undefined ? [] : [amendment.reason(reason)]),
    ...(rank === undefined || of === undefined ? [] : [amendment.rank(rank, of)]),
    ...(related === undefined ? [] : [related.length === 0 ? amendment.unrelated : amendment.related(related.join(', '))]),
  ];
}

function losses({ loss }: Amendment, names: Names): Part {
  const { amendment } = names.words;
  const under = loss.filter((l) => l.loss !== 0).map(({ stage, loss: amount }) => {
    const value = names.stageValue(stage, Math.abs(amount));
    // more moves are a loss, more of anything else is none
    return (amount > 0) === (splitStage(stage)[0] === 'moves') ? amendment.more(names.stage(stage), value) : amendment.less(names.stage(stage), value);
  });
  return under.length === 0 ? { text: amendment.noLoss, under } : { text: amendment.loss, under };
}
