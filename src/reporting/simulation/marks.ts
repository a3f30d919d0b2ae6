import { html, type Markup } from '../html.js';
import { at, INK, line, linesOf, SOFT, text, type Datum } from '../picture.js';
import type { ComparedCell } from '../../simulating/index.js';
import type { ComparisonStudio, Sense } from './studio.js';

/** Teal and rust: people with any colour sight tell them apart, and forms differ too. */
export type Form = Sense | 'base';

const COLOURS: Readonly<Record<Form, string>> = { base: INK, wished: '#0d4f5c', 'not-wished': '#b04a00', taste: INK, 'not-apart': SOFT };

/** A mark with its interval as a line: a bar where nothing is compared, a circle the way most would wish, a diamond the other way, a square where it is a matter of taste, a ring where it is not told apart from zero. */
export function estimateMark(x: (value: number) => number, y: number, { mean, low, high }: { readonly mean: number; readonly low: number; readonly high: number }, sense: Form): Markup {
  const colour = COLOURS[sense];
  return html`${line(x(low), y, x(high), y, colour, 2)}${line(x(low), y - 3.5, x(low), y + 3.5, colour, 1.2)}${line(x(high), y - 3.5, x(high), y + 3.5, colour, 1.2)}${formOf(x(mean), y, sense)}`;
}

function formOf(x: number, y: number, sense: Form): Markup {
  const colour = COLOURS[sense];
  if (sense === 'base') return html`<rect x="${at(x - 2)}" y="${at(y - 6)}" width="4" height="12" fill="${colour}"/>`;
  if (sense === 'wished') return html`<circle cx="${at(x)}" cy="${at(y)}" r="4.5" fill="${colour}"/>`;
  if (sense === 'not-wished') return html`<path d="M${at(x - 5.5)} ${at(y)}L${at(x)} ${at(y - 5.5)}L${at(x + 5.5)} ${at(y)}L${at(x)} ${at(y + 5.5)}Z" fill="${colour}"/>`;
  if (sense === 'taste') return html`<rect x="${at(x - 4)}" y="${at(y - 4)}" width="8" height="8" fill="${colour}"/>`;
  return html`<circle cx="${at(x)}" cy="${at(y)}" r="4" fill="#fff" stroke="${colour}" stroke-width="1.6"/>`;
}

/** The legend of the marks that occur. */
export function marksLegend(studio: ComparisonStudio, y: number, senses: ReadonlySet<Form>): Markup {
  let x = 6;
  const items = (['base', 'wished', 'not-wished', 'taste', 'not-apart'] as const).filter((sense) => senses.has(sense)).map((sense) => {
    const words = studio.label(sense);
    const item = html`${formOf(x, y - 4, sense)}${text(x + 11, y, words, 'start', SOFT, 12)}`;
    x += 30 + words.length * 7.2;
    return item;
  });
  return html`${items}`;
}

/** Lines of a caption under the title: how many, and they themselves from `y` down. */
export function caption(words: string, y = 33): { readonly lines: number; readonly markup: Markup } {
  let most = 108;
  const least = linesOf(words, most).length;
  while (most > 12 && linesOf(words, most - 4).length === least) most -= 4; // lines of about one length
  const lines = linesOf(words, most);
  return { lines: lines.length, markup: html`${lines.map((words, k) => text(0, y + k * 15, words, 'start', SOFT, 11.5))}` };
}

/** The figures of a cell as a row of data. */
export function datumOf(of: Datum, { policy, estimate, difference }: ComparedCell): Datum {
  return {
    ...of, policy, mean: estimate?.mean ?? null, low: estimate?.low ?? null, high: estimate?.high ?? null, runs: estimate?.runs ?? null,
    difference: difference?.mean ?? null, differenceLow: difference?.low ?? null, differenceHigh: difference?.high ?? null,
  };
}

/** From the least to the greatest of these numbers, widened where they are one, so that an axis can be laid along them. */
export function extent(values: readonly number[]): readonly [number, number] {
  if (values.length === 0) return [0, 1];
  const [low, high] = [Math.min(...values), Math.max(...values)];
  const size = Math.max(Math.abs(low), Math.abs(high));
  if (size < 1e-6) return [0, 1];
  return high - low >= size * 1e-4 ? [low, high] : [low - size / 10, high + size / 10];
}
