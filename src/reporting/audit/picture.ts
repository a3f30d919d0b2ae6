import type { Audit } from '../../auditing/index.js';
import { html, type Markup } from '../html.js';
import type { Locale } from '../locale/index.js';
import { at, Easel, SOFT, text } from '../picture.js';
import { auditEn } from './words-en.js';
import { auditId } from './words-id.js';
import type { AuditWords, Label } from './words.js';

export { at, drawn, INK, line, LINE, linesOf, short, SOFT, text, WIDTH, type Datum, type Picture } from '../picture.js';

/** Two colours that people with any colour sight tell apart; forms differ too. */
export const TIED = '#b04a00';
export const OTHER = '#0d4f5c';

/** The rungs of a ladder that were asked for: `all` is left out where it holds nothing equal beyond `merit`. */
export function rungsOf(ladder: Audit['ladders'][number]): readonly Audit['ladders'][number]['rungs'][number][] {
  return ladder.rungs.filter(({ name, because }) => name !== 'all' || because !== 'no-data');
}

/** What the pictures of an audit are drawn with: its words, and what stands under each. */
export class Studio extends Easel {
  readonly audit: Audit;
  readonly words: AuditWords;

  constructor(audit: Audit, locale: Locale) {
    const words = locale === 'id' ? auditId : auditEn;
    const { name, version } = audit.engine;
    super(locale, { seed: audit.seed, version, foot: `${name} ${version}, ${words.labels.seed} ${audit.seed}, ${words.labels.input} ${audit.input.replace(/^sha256:/, '').slice(0, 12)}` });
    this.audit = audit;
    this.words = words;
  }

  /** A label; `{n}` in it is replaced. */
  label(label: Label, n?: number): string {
    return n === undefined ? this.words.labels[label] : this.words.labels[label].replace('{n}', this.whole(n));
  }

  /** A count of people; from 1 to the minimum less 1 it is not shown. */
  count(n: number): string {
    const least = this.audit.minimum.cell;
    return n > 0 && n < least ? `<${least}` : this.whole(n);
  }
}

/** A mark: a filled circle for people with the tie, a hollow square for others: told apart without colour. */
export function mark(x: number, y: number, tied: boolean | null): Markup {
  if (tied === true) return html`<circle cx="${at(x)}" cy="${at(y)}" r="5" fill="${TIED}"/>`;
  if (tied === false) return html`<rect x="${at(x - 4.5)}" y="${at(y - 4.5)}" width="9" height="9" fill="#fff" stroke="${OTHER}" stroke-width="1.8"/>`;
  return html`<path d="M${at(x - 4)} ${at(y - 4)}l8 8m0-8l-8 8" stroke="${SOFT}" stroke-width="1.8" fill="none"/>`;
}

/** The legend of `mark`. */
export function legend(studio: Studio, x: number, y: number, unknown: boolean): readonly Markup[] {
  const items: readonly (readonly [boolean | null, Label])[] = [[true, 'with-tie'], [false, 'others'], ...(unknown ? [[null, 'unknown'] as const] : [])];
  return items.map(([tied, label], k) => html`${mark(x + k * 150, y - 4, tied)}${text(x + 12 + k * 150, y, studio.label(label), 'start', SOFT, 12)}`);
}
