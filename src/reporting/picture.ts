import { html, type Markup, type Renderable } from './html.js';
import { locales, type Locale } from './locale/index.js';

/** One row of the data under a picture: plain values only. */
export type Datum = Readonly<Record<string, string | number | boolean | null>>;

/** A picture with everything it was drawn from: who has `data` can draw it again, who has seed and version can compute it again. */
export interface Picture {
  readonly name: string;
  readonly title: string;
  readonly data: readonly Datum[];
  /** One self-contained `<svg>`; '' where there is nothing to draw, and `title` says why. */
  readonly svg: string;
  readonly seed: number;
  readonly version: string;
}

const markups = new WeakMap<Picture, Markup>();

/** A picture as markup for a page: what was escaped when it was drawn stays as it is. */
export function drawn(picture: Picture): Markup | null {
  return markups.get(picture) ?? null;
}

export const INK = '#1c252e';
export const SOFT = '#56636f';
export const LINE = '#d3d9de';
export const WIDTH = 720;

/** What a picture was computed from. */
export interface Origin {
  readonly seed: number;
  readonly version: string;
  /** Stands at the foot of every picture. */
  readonly foot: string;
}

/** What pictures are drawn with, whatever they show: the number signs of a language and the frame. */
export class Easel {
  readonly locale: Locale;
  private readonly origin: Origin;

  constructor(locale: Locale, origin: Origin) {
    this.locale = locale;
    this.origin = origin;
  }

  whole(n: number): string {
    return locales[this.locale].number(n);
  }

  /** A number with so many decimals and the signs of the language. */
  decimal(x: number, decimals = 2): string {
    const [whole = '', part] = Math.abs(x).toFixed(decimals).split('.');
    const { decimal, group } = locales[this.locale].signs;
    const text = `${whole.length < 22 ? whole.replace(/\B(?=(\d{3})+$)/g, group) : whole}${part === undefined ? '' : `${decimal}${part}`}`;
    return x < 0 && Number(x.toFixed(decimals)) !== 0 ? `\u2212${text}` : text;
  }

  /** Three significant digits, never 0 and never 1 for what is not. */
  p(p: number): string {
    if (p >= 0.9995 && p < 1) return `>${this.decimal(0.999, 3)}`;
    return p < 0.0001 ? `<${this.decimal(0.0001, 4)}` : this.decimal(p, p < 0.01 ? 4 : 3);
  }

  ratio(x: number | 'infinite' | null): string {
    return x === null ? '\u2013' : x === 'infinite' ? '\u221e' : this.decimal(x, x >= 100 ? 0 : 2);
  }

  percent(share: number): string {
    return `${this.decimal(100 * share, 1)} %`;
  }

  /** A level such as 95 %, without decimals where it has none. */
  level(share: number): string {
    return this.percent(share).replace(/[.,]0 %/, ' %');
  }

  /** `2.10 [1.48; 2.98]`: an effect is never shown without how far it may reach. */
  withInterval(x: number | 'infinite' | null, interval: { readonly low: number | 'infinite'; readonly high: number | 'infinite' } | null): string {
    return `${this.ratio(x)}${interval === null ? '' : ` [${this.ratio(interval.low)}; ${this.ratio(interval.high)}]`}`;
  }

  /** Points from 1/10,000 point. */
  points(units: number): string {
    return this.decimal(units / 10_000);
  }

  picture(name: string, title: string, data: readonly Datum[], svg: Markup | null): Picture {
    const picture: Picture = { name, title, data, svg: svg === null ? '' : svg.toString(), seed: this.origin.seed, version: this.origin.version };
    if (svg !== null) markups.set(picture, svg);
    return picture;
  }

  /** The frame: a title for whoever cannot see, what the picture was made from at its foot. */
  frame(name: string, title: string, told: string, height: number, marks: Renderable): Markup {
    const id = name.replace(/\W+/g, '-'); // aria-labelledby lists ids, parted by spaces
    return html`<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="${id}-t ${id}-d" viewBox="0 0 ${WIDTH} ${height + 22}" width="${WIDTH}" height="${height + 22}" font-family="sans-serif" font-size="13" fill="${INK}"><title id="${id}-t">${title}</title><desc id="${id}-d">${told}</desc><rect width="${WIDTH}" height="${height + 22}" fill="#fff"/><text x="0" y="15" font-weight="600">${title}</text>${marks}<text x="0" y="${height + 14}" font-size="10" fill="${SOFT}">${this.origin.foot}</text></svg>`;
  }
}

export const at = (x: number): string => x.toFixed(1);

/** A text in lines of at most so many characters, cut between words. */
export function linesOf(words: string, most: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words.split(' ')) {
    const last = lines.length - 1;
    if (last >= 0 && lines[last]!.length + word.length < most) lines[last] += ` ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** A text cut to so many characters; what is cut is marked. */
export function short(words: string, most: number): string {
  const letters = [...words];
  return letters.length <= most ? words : `${letters.slice(0, most - 1).join('')}\u2026`;
}

/** A text that starts, ends or is centred at x. */
export function text(x: number, y: number, words: string, anchor: 'start' | 'middle' | 'end' = 'start', fill = INK, size = 13): Markup {
  return html`<text x="${at(x)}" y="${at(y)}" text-anchor="${anchor}" fill="${fill}" font-size="${size}">${words}</text>`;
}

export function line(x1: number, y1: number, x2: number, y2: number, stroke = LINE, width = 1, dash = ''): Markup {
  return html`<line x1="${at(x1)}" y1="${at(y1)}" x2="${at(x2)}" y2="${at(y2)}" stroke="${stroke}" stroke-width="${width}" stroke-dasharray="${dash}"/>`;
}
