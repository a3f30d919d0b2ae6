import type { Frontier, FrontierPoint } from '../explaining/index.js';
import type { ReportContext } from './context.js';
import { html, type Markup } from './html.js';
import { points, table } from './marks.js';
import type { Names } from './names.js';

const WIDTH = 620;
const HEIGHT = 300;
const LEFT = 74;
const RIGHT = 18;
const TOP = 16;
const BOTTOM = 48;
/** Rows of the table: with more points, those at the ends and beside the knee stand for the others. */
const ROWS = 16;

/** What more moves would gain: a picture and a table. Nothing where nobody asked. */
export function frontierSection({ frontier, names }: ReportContext): Markup | '' {
  if (!frontier || frontier.points.length < 2) return '';
  const { report } = names.words;
  const shown = rowsShown(frontier);
  const rows = shown.map((k) => {
    const p = frontier.points[k]!;
    return [String(p.moves), points(p.gain, names), costs(p, names), k === frontier.knee ? report.frontierKnee : ''];
  });
  const columns = [{ head: report.frontierMoves, kind: 'n' as const }, { head: report.frontierGain, kind: 'n' as const }, { head: report.frontierCost }, { head: '', kind: 's' as const }];
  return html`<section><h2 id="frontierTitle">${report.frontierTitle}</h2>
<p>${report.frontierText}</p>
<figure class="wide"><figcaption>${report.frontierCaption}</figcaption>${drawFrontier(frontier, names)}</figure>
${table(columns, rows)}${notes(frontier, names).map((note) => html`<p>${note}</p>`)}</section>`;
}

/** What has to be said beside the figures. */
export function notes({ points: all, unreachable, complete, withoutRows }: Frontier, { words }: Names): readonly string[] {
  const { report } = words;
  const left = all.length - ROWS;
  return [
    ...(left > 0 ? [report.frontierMore(left)] : []),
    unreachable.length === 0 ? report.frontierAll : report.frontierHoles(unreachable.map(([from, to]) => (from === to ? String(from) : `${from}–${to}`)).join(', ')),
    ...(complete ? [] : [report.frontierCut]),
    ...(withoutRows ? [report.frontierRows] : []),
  ];
}

export function costs({ from, to }: FrontierPoint, names: Names): string {
  return from === to ? names.points(from) : `${names.points(from)} – ${names.points(to)}`;
}

/** At most `ROWS` of the points, by index: the ends, the knee and others evenly between. */
export function rowsShown({ points: all, knee }: Frontier): readonly number[] {
  if (all.length <= ROWS) return all.map((_, k) => k);
  const picked = new Set([0, all.length - 1, knee ?? 0]);
  for (let k = 0; picked.size < ROWS && k < ROWS; k++) picked.add(Math.floor((k * (all.length - 1)) / (ROWS - 1)));
  return [...picked].sort((a, b) => a - b);
}

/** Gain against moves as SVG: a dot for each plan, a square for the knee, ticks with figures. No colour carries meaning. */
function drawFrontier({ points: all, knee }: Frontier, names: Names): Markup {
  const { report } = names.words;
  const [first, last] = [all[0]!, all[all.length - 1]!];
  const most = all.reduce((top, p) => Math.max(top, p.gain), 1);
  const least = all.reduce((low, p) => Math.min(low, p.gain), 0);
  const across = Math.max(1, last.moves - first.moves);
  const x = (moves: number): number => LEFT + Math.round(((moves - first.moves) * (WIDTH - LEFT - RIGHT)) / across);
  const y = (gain: number): number => HEIGHT - BOTTOM - Math.round(((gain - least) * (HEIGHT - TOP - BOTTOM)) / (most - least));
  const ticks = [...new Set([first.moves, Math.round((first.moves + last.moves) / 2), last.moves])];
  const marks = [...new Set([least, Math.round((least + most) / 2), most])];
  const path = all.map((p, k) => `${k === 0 ? 'M' : 'L'}${x(p.moves)} ${y(p.gain)}`).join('');
  const floor = HEIGHT - BOTTOM;
  const square = knee === undefined ? undefined : all[knee]!;
  return html`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="frontier-t" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}"><title id="frontier-t">${report.frontierCaption}</title>
${marks.map((gain) => html`<path class="rule" d="M${LEFT} ${y(gain)}H${WIDTH - RIGHT}"/><text class="note end" x="${LEFT - 8}" y="${y(gain) + 4}">${names.points(gain)}</text>`)}
${ticks.map((moves) => html`<path class="rule" d="M${x(moves)} ${floor}v5"/><text class="note mid" x="${x(moves)}" y="${floor + 20}">${moves}</text>`)}
<text class="note mid" x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 6}">${report.frontierMoves}</text>
<path class="line thin" d="${path}"/>${all.map((p) => html`<circle class="step" cx="${x(p.moves)}" cy="${y(p.gain)}" r="3"/>`)}
${square && html`<rect class="post" x="${x(square.moves) - 6}" y="${y(square.gain) - 6}" width="12" height="12"/><text class="title${x(square.moves) > WIDTH - 190 ? ' end' : ''}" x="${x(square.moves) + (x(square.moves) > WIDTH - 190 ? -12 : 12)}" y="${y(square.gain) + 18}">${report.frontierKneeAt(square.moves)}</text>`}</svg>`;
}
