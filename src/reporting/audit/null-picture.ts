import { html } from '../html.js';
import type { TieLadder } from '../../auditing/index.js';
import { at, INK, line, SOFT, text, TIED, type Picture, type Studio } from './picture.js';
import { ticksOf } from './scale.js';

const [LEFT, RIGHT, TOP, BOTTOM] = [30, 700, 66, 206];

/**
 * How often chance alone gives each number of choices with the tie, ties shuffled within each decision, and the number that was seen. Null where nothing was
 * shuffled, and where the number itself is one that may not be shown.
 */
export function nullPicture(studio: Studio, { tie, permutation }: TieLadder): Picture | null {
  if (!permutation || permutation.histogram.length === 0 || tooFew(studio, permutation.observed)) return null;
  const { histogram, observed, b, m, p, interval, exact } = permutation;
  const title = `${studio.label('null')}: ${tie}`;
  const [low, high] = [Math.min(observed, histogram[0]!.from), Math.max(observed + 1, histogram[histogram.length - 1]!.to)];
  const most = Math.max(1, ...histogram.map(({ count }) => count));
  const ticks = ticksOf(low, high);
  const [first, last] = [ticks[0]!, ticks[ticks.length - 1]!];
  const x = (value: number): number => LEFT + ((value - first) / Math.max(last - first, 1e-9)) * (RIGHT - LEFT);
  const bars = histogram.map(({ from, to, count }) => html`<rect x="${at(x(from))}" y="${at(BOTTOM - (count / most) * (BOTTOM - TOP))}" width="${at(Math.max(1.5, x(to) - x(from) - 1))}" height="${at((count / most) * (BOTTOM - TOP))}" fill="#b8c4cc"/>`);
  const axis = ticks.map((tick) => html`${line(x(tick), BOTTOM, x(tick), BOTTOM + 5, INK)}${text(x(tick), BOTTOM + 18, studio.decimal(tick, Number.isInteger(tick) ? 0 : 1), 'middle', SOFT, 11)}`);
  const top = interval.high === 'infinite' ? studio.ratio('infinite') : studio.p(interval.high);
  const words = `${studio.label('observed')} ${studio.decimal(observed, Number.isInteger(observed) ? 0 : 1)}: p ${studio.p(p)}${exact ? '' : ` [${studio.p(interval.low)}; ${top}], ${studio.whole(b)} ${studio.label('of')} ${studio.whole(m)} ${studio.label('draws')}`}`;
  const left = x(observed) > (LEFT + RIGHT) / 2;
  const seen = html`${line(x(observed), TOP - 22, x(observed), BOTTOM, TIED, 2.5)}${text(x(observed) + (left ? -8 : 8), TOP - 16, words, left ? 'end' : 'start', TIED, 12.5)}`;
  return studio.picture(`null-${tie}`, title, histogram.map(({ from, to, count }) => ({ from, to, count, observed, b, m, p })), studio.frame(`null-${tie}`, title, words, BOTTOM + 30, [bars, line(LEFT, BOTTOM, RIGHT, BOTTOM, INK), axis, seen]));
}

/** A number of people that may not be shown. */
export const tooFew = (studio: Studio, n: number): boolean => n > 0 && n < studio.audit.minimum.cell;
