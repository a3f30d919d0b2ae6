import type { Round } from '../model/round.js';
import type { Policy } from '../policy/index.js';
import type { Chain, Move, Plan } from '../solving/index.js';
import { html, type Markup, type Renderable } from './html.js';
import type { Locale } from './locale/index.js';
import { Names } from './names.js';
import { stagesText } from './stages-text.js';

const WIDTH = 336;
const POST = 62; // height of a post
const CAP = 30; // height of the end of a chain that is no post
const STEP = 74; // height of a move between two posts
const PAD = 6;
const LEFT = 22; // margin in which a loop runs back
const TEXT = LEFT + 12;
/** Moves in one picture; a longer chain goes on in the next, so that each fits a phone and a page. */
const MOVES_PER_PICTURE = 5;

type Filling = 'free' | 'again' | 'empty' | 'none';

/** A post of a chain with what happens to its seat, and the person who takes it. */
interface Step {
  readonly post: string | null;
  readonly filling: Filling;
  readonly move: Move | undefined;
}

/**
 * Chains and loops of two moves and more as pictures, hand-made SVG: boxes with square corners are posts, rounded ones people,
 * each arrow a move; a dashed box is a seat left empty. Told apart by form and words, never by colour alone.
 * @returns one `<figure>` per chain; '' where no chain has two moves.
 */
export function chainsSvg({ round, policy, plan }: { readonly round: Round; readonly policy: Policy; readonly plan: Plan }, { locale }: { readonly locale: Locale }): string {
  return drawChains(plan, new Names(round, policy, locale)).join('');
}

/** The pictures of a plan in the order of its chains. */
export function drawChains(plan: Plan, names: Names): readonly Markup[] {
  const moves = new Map<string, Move>(plan.moves.map((m) => [m.person, m]));
  let chains = 0;
  let loops = 0;
  return plan.chains
    .filter((c) => c.people.length > 1)
    .map((c) => {
      const title = c.kind === 'loop' ? names.words.report.loop(++loops, c.people.length) : names.words.report.chain(++chains, c.people.length);
      return figure(c, c.people.map((id) => moves.get(id)!), title, `${c.kind}-${c.kind === 'loop' ? loops : chains}`, names);
    });
}

function figure(chain: Chain, moves: readonly Move[], title: string, id: string, names: Names): Markup {
  const steps: Step[] = moves.map((move, k) => ({ post: move.to, filling: move.to === null ? 'none' : k === 0 && chain.kind === 'chain' ? 'free' : 'again', move }));
  const last = moves[moves.length - 1]!;
  if (chain.kind === 'chain') steps.push({ post: last.from, filling: last.from === null ? 'none' : 'empty', move: undefined });
  const stages = stagesText(chain, names);
  const parts = Math.ceil(moves.length / MOVES_PER_PICTURE);
  const pictures = Array.from({ length: parts }, (_, part) => {
    const from = part * MOVES_PER_PICTURE;
    const shown = steps.slice(from, from + MOVES_PER_PICTURE + 1);
    return picture({ shown, from, closes: chain.kind === 'loop' && part === parts - 1, id: `${id}-${part + 1}`, title: parts === 1 ? title : `${title}, ${names.words.report.chainPart(part + 1, parts)}`, goesOn: part < parts - 1 }, names);
  });
  return html`<figure class="${parts === 1 ? 'chain' : 'chain long'}"><figcaption>${title}</figcaption>${stages !== '' && html`<p class="note">${stages}</p>`}<div class="pictures">${pictures}</div></figure>`;
}

interface Picture {
  readonly shown: readonly Step[];
  readonly from: number;
  readonly closes: boolean;
  readonly goesOn: boolean;
  readonly id: string;
  readonly title: string;
}

function picture({ shown, from, closes, goesOn, id, title }: Picture, names: Names): Markup {
  const { report } = names.words;
  const drawn: Renderable[] = [];
  const told: string[] = [];
  let y = PAD;
  const top = y + POST / 2; // a loop has no end caps
  shown.forEach((step, k) => {
    const continued = goesOn && k === shown.length - 1;
    drawn.push(postBox(step, y, continued, names));
    y += step.post === null ? CAP : POST;
    if (!step.move || continued) return;
    drawn.push(moveArrow(step.move, from + k + 1, y, names));
    told.push(`${from + k + 1}. ${names.who(step.move.person)}: ${step.move.from === null ? report.nobodyBefore : names.post(step.move.from)} → ${step.move.to === null ? report.noPost : names.post(step.move.to)}.`);
    y += STEP;
  });
  if (closes) {
    drawn.push(label(report.backTo, y, 'note'));
    const bottom = y + 10;
    if (from === 0) drawn.push(html`<path class="line" d="M${LEFT + 8} ${bottom}H${8}V${top}H${LEFT - 8}"/><path class="tip" d="M${LEFT} ${top}l-9 -5v10z"/>`);
    y += 24;
  }
  const height = y + PAD;
  return html`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${id}-t ${id}-d" viewBox="0 0 ${WIDTH} ${height}" width="${WIDTH}" height="${height}"><title id="${id}-t">${title}</title><desc id="${id}-d">${told.join(' ')}</desc>${drawn}</svg>`;
}

function postBox(step: Step, y: number, continued: boolean, names: Names): Markup {
  const { report } = names.words;
  const box = WIDTH - LEFT - PAD;
  if (step.post === null) {
    return html`<rect class="none" x="${LEFT}" y="${y}" width="${box}" height="${CAP}"/><text class="note" x="${TEXT}" y="${y + CAP / 2 + 4}">${step.move ? report.noPost : report.fromOutside}</text>`;
  }
  const note = continued ? `${report.vacatedFilled}; ${report.continues}` : { free: report.wasFree, again: report.vacatedFilled, empty: report.leftEmpty, none: '' }[step.filling];
  const lines = wrap(names.titleOf(step.post), 34, 2);
  const first = y + (lines.length === 1 ? 40 : 35);
  return html`<rect class="${step.filling === 'empty' ? 'post empty' : 'post'}" x="${LEFT}" y="${y}" width="${box}" height="${POST}"/><text class="note" x="${TEXT}" y="${y + 16}">${step.post} · ${note}</text>${lines.map((line, k) => html`<text class="title" x="${TEXT}" y="${first + k * 16}">${line}</text>`)}`;
}

function moveArrow(move: Move, number: number, y: number, names: Names): Markup {
  const x = LEFT + 24;
  const left = x + 26;
  const fit = move.fit ? ` · ${names.words.cli.fit} ${names.points(move.fit.low)}` : '';
  return html`<path class="line" d="M${x} ${y + STEP}V${y + 10}"/><path class="tip" d="M${x} ${y + 1}l-5 10h10z"/><circle class="step" cx="${x}" cy="${y + STEP / 2 + 2}" r="11"/><text class="number" x="${x}" y="${y + STEP / 2 + 6}">${number}</text><rect class="person" x="${left}" y="${y + 14}" width="${WIDTH - left - PAD - 8}" height="${STEP - 24}" rx="14"/><text class="title" x="${left + 14}" y="${y + 35}">${wrap(names.nameOf(move.person), 27, 1)}</text><text class="note" x="${left + 14}" y="${y + 52}">${move.person} · ${move.hiddenDemotion ? names.words.hidden : names.words.kind[move.kind]}${fit}</text>`;
}

function label(text: string, y: number, kind: string): Markup {
  return html`<text class="${kind}" x="${TEXT + 4}" y="${y + 14}">${text}</text>`;
}

/** A text in at most `lines` lines of about `width` characters; what does not fit ends in an ellipsis. */
export function wrap(text: string, width: number, lines: number): readonly string[] {
  const out: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const next = line === '' ? word : `${line} ${word}`;
    if (line === '' || [...next].length <= width) {
      line = next;
      continue;
    }
    out.push(line);
    line = word;
  }
  out.push(line);
  const cut = out.length > lines;
  return out.slice(0, lines).map((l, k) => {
    const characters = [...l];
    const last = cut && k === lines - 1;
    return characters.length > width || (last && characters.length === width) ? `${characters.slice(0, width - 1).join('')}…` : last ? `${l}…` : l;
  });
}
