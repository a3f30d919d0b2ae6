import type { Comparison, ComparedCell, ComparedRow, MEASURES, MeasureName, MeasureUnit } from '../../simulating/index.js';
import type { Locale } from '../locale/index.js';
import { Easel, short } from '../picture.js';
import { terminalLine } from '../terminal-text.js';
import { comparisonEn } from './words-en.js';
import { comparisonId } from './words-id.js';
import type { ComparisonLabel, ComparisonWords, ToldFrom } from './words.js';

/** Measures in the order in which they are read: what the seats hold and deliver, how empty they are, what moves, who is passed over, who stands ready; then the rest. */
export const ORDER = [
  'fit-mean', 'performance-mean', 'delivered', 'vacant-share', 'days-to-fill', 'moves', 'tenure', 'unit-spread', 'passed-over', 'connected-advantage', 'bench',
  'fit-min', 'moves-per-vacancy', 'loops', 'connected-winners', 'refused', 'displaced',
] as const satisfies readonly MeasureName[];

/** How many of `ORDER` are shown first. */
export const FIRST = 11;

/** Unit and wished direction of each measure, as `MEASURES` has them; a copy, because what reports runs without the code that simulates. A difference between the two does not compile. */
export const SCALES: { readonly [M in MeasureName]: Pick<(typeof MEASURES)[M], 'unit' | 'better'> & { readonly decimals: number } } = {
  'fit-mean': { unit: 'points', better: 'more', decimals: 2 },
  'fit-min': { unit: 'points', better: 'more', decimals: 2 },
  'performance-mean': { unit: 'points', better: 'more', decimals: 2 },
  delivered: { unit: 'points', better: 'more', decimals: 2 },
  'vacant-share': { unit: 'share', better: 'less', decimals: 1 },
  'days-to-fill': { unit: 'days', better: 'less', decimals: 1 },
  moves: { unit: 'count', better: null, decimals: 1 },
  'moves-per-vacancy': { unit: 'ratio', better: null, decimals: 2 },
  loops: { unit: 'count', better: null, decimals: 1 },
  tenure: { unit: 'months', better: null, decimals: 1 },
  'unit-spread': { unit: 'ratio', better: 'less', decimals: 3 },
  'passed-over': { unit: 'count', better: 'less', decimals: 1 },
  'connected-winners': { unit: 'share', better: null, decimals: 1 },
  'connected-advantage': { unit: 'ratio', better: null, decimals: 2 },
  bench: { unit: 'ratio', better: null, decimals: 2 },
  refused: { unit: 'count', better: 'less', decimals: 1 },
  displaced: { unit: 'count', better: 'less', decimals: 1 },
};

/** What a paired difference says: its interval leaves out zero above or below, or it does not. */
export type Apart = 'higher' | 'lower' | null;

export function apartOf({ difference }: ComparedCell): Apart {
  if (difference === null) return null;
  return difference.low > 0 ? 'higher' : difference.high < 0 ? 'lower' : null;
}

/** Which way a difference goes, by what most would wish. */
export type Sense = 'wished' | 'not-wished' | 'taste' | 'not-apart';

export function senseOf(measure: MeasureName, cell: ComparedCell): Sense {
  const apart = apartOf(cell);
  const { better } = SCALES[measure];
  if (apart === null) return 'not-apart';
  return better === null ? 'taste' : (better === 'more') === (apart === 'higher') ? 'wished' : 'not-wished';
}

/** What a comparison is shown with: its words, its figures in the signs of a language, and its policies by short names. */
export class ComparisonStudio extends Easel {
  readonly comparison: Comparison;
  readonly words: ComparisonWords;

  constructor(comparison: Comparison, locale: Locale) {
    const words = locale === 'id' ? comparisonId : comparisonEn;
    const { engine, seed, seeds, runs } = comparison;
    super(locale, { seed, version: engine, foot: `${short(engine, 30)}, ${words.labels[seeds === 1 ? 'seed' : 'seeds']} ${seed}${seeds === 1 ? '' : `\u2013${seed + seeds - 1}`}, ${words.labels.runs} ${runs.replace(/^sha256:/, '').slice(0, 12)}` });
    this.comparison = comparison;
    this.words = words;
  }

  label(label: ComparisonLabel): string {
    return this.words.labels[label];
  }

  /** The share of the intervals, such as `95 %`, which no line ends in. */
  get confidence(): string {
    return this.level(this.comparison.confidence).replace(' ', '\u00a0');
  }

  /** Rows of a measure: the whole organisation first, then the levels as the comparison lists them. */
  rowsOf(measure: MeasureName): readonly ComparedRow[] {
    const place = (level: string | null): number => (level === null ? -1 : this.comparison.levels.indexOf(level));
    return this.comparison.rows.filter((row) => row.measure === measure).sort((a, b) => place(a.level) - place(b.level));
  }

  /** The row of a measure for the whole organisation, or of one level. */
  row(measure: MeasureName, level: string | null = null): ComparedRow | null {
    return this.comparison.rows.find((row) => row.measure === measure && row.level === level) ?? null;
  }

  /** Measures that the comparison has for the whole organisation, in the order in which they are read. */
  get measures(): readonly MeasureName[] {
    return ORDER.filter((measure) => this.row(measure) !== null);
  }

  get baseName(): string {
    return this.quoted(this.comparison.base);
  }

  /** Short names of all policies by name, no wider than so many pixels; where names had to be told apart by numbers, these are the places in the list of policies. */
  policyNames(pixels: number, size?: number): ReadonlyMap<string, string> {
    const names = this.comparison.policies.map(({ name }) => name);
    return new Map(fittedNames(names, pixels, size).map((short, k) => [names[k]!, short]));
  }

  quoted(name: string): string {
    return `\u201c${short(terminalLine(name), 60)}\u201d`;
  }

  get from(): ToldFrom {
    const { organisation, years, seed, seeds, policies } = this.comparison;
    return { seats: this.whole(organisation.seats), people: this.whole(organisation.people), years, seeds, first: String(seed), last: String(seed + seeds - 1), policies: policies.length, base: this.baseName };
  }

  /** No more decimals than give the narrowest interval of a row two digits of width, and as many as tell its ends from its middle; at most two more than the measure has. */
  decimalsOf({ measure, cells }: ComparedRow, of: 'estimate' | 'difference'): number {
    const least = SCALES[measure].decimals;
    const widths = cells.flatMap(({ [of]: e }) => (e === null || e.high <= e.low ? [] : [e.high - e.low]));
    const narrowest = Math.min(...widths) * (SCALES[measure].unit === 'share' ? 100 : 1);
    let decimals = 0;
    while (decimals < least && narrowest * Number(`1e${decimals}`) < 10) decimals++;
    if (widths.length === 0) decimals = least;
    for (let shown = narrowest * Number(`1e${decimals}`); decimals < least + 2 && shown < 2; shown *= 10) decimals++;
    // one more where the end of a difference that leaves out zero would be shown as zero
    const hidden = of === 'difference' && cells.some((cell) => apartOf(cell) !== null && [cell.difference!.low, cell.difference!.high].some((end) => !/[1-9]/.test(this.figure(measure, end, decimals))));
    return hidden && decimals < Math.min(least + 2, 4) ? decimals + 1 : decimals;
  }

  /** A figure of a measure: a share in per cent. */
  figure(measure: MeasureName, x: number, decimals: number = SCALES[measure].decimals): string {
    const share = SCALES[measure].unit === 'share';
    return this.decimal(share ? 100 * x : x, decimals);
  }

  scale(measure: MeasureName): { readonly unit: MeasureUnit; readonly better: 'more' | 'less' | null } {
    return SCALES[measure];
  }

  /** The unit of a measure as a column names it. */
  unit(measure: MeasureName): string {
    return this.words.units[SCALES[measure].unit];
  }

  /** Decimals that tell the ticks of an axis apart, at most six. */
  tickDecimals(measure: MeasureName, ticks: readonly number[]): number {
    const step = (ticks[1]! - ticks[0]!) * (SCALES[measure].unit === 'share' ? 100 : 1);
    let decimals = 0;
    for (let shown = step; decimals < 6 && shown < 0.999; shown *= 10) decimals++;
    return decimals;
  }

  span(measure: MeasureName, { low, high }: { readonly low: number; readonly high: number }, decimals?: number): string {
    return `[${this.figure(measure, low, decimals)}; ${this.figure(measure, high, decimals)}]`;
  }

  /** A difference with its sign. */
  signed(measure: MeasureName, x: number, decimals?: number): string {
    const text = this.figure(measure, x, decimals);
    return x > 0 && /[1-9]/.test(text) ? `+${text}` : text;
  }
}

/** Names no wider than so much, all different: what is cut keeps its head and its end, and where that is not enough its number. A letter counts 1 unless `width` says otherwise. */
export function shortNames(names: readonly string[], most: number, width: (letters: readonly string[]) => number = (letters) => letters.length): readonly string[] {
  const cut = (name: string, lead: string): string => {
    const letters = [...`${lead}${name}`];
    if (width(letters) <= most) return letters.join('');
    for (let kept = letters.length - 1; kept > 3; kept--) {
      const tail = Math.floor(kept / 3);
      const shown = [...letters.slice(0, kept - tail), '\u2026', ...letters.slice(-tail)];
      if (width(shown) <= most) return shown.join('');
    }
    return letters.slice(0, 3).join('');
  };
  const plain = names.map(terminalLine);
  const shown = plain.map((name) => cut(name, ''));
  return shown.map((name, k) => (shown.indexOf(name) === k && shown.lastIndexOf(name) === k ? name : cut(plain[k]!, `${k + 1} `)));
}

/** The same for a picture: no wider than so many pixels, by how wide letters of a usual font without serifs are. */
export function fittedNames(names: readonly string[], pixels: number, size = 12.5): readonly string[] {
  return shortNames(names, pixels / size, emsOf);
}

/** How wide a text is, in ems. */
export function emsOf(letters: Iterable<string>): number {
  return [...letters].reduce((sum, letter) => sum + widthOf(letter), 0);
}

/** Of a letter, in ems, rather too much than too little. */
function widthOf(letter: string): number {
  if (/[ .,:;'|!ijltfrI()[\]-]/.test(letter)) return 0.42;
  if (/[mwMW@%\u2026]/.test(letter)) return 1;
  if (/[A-Z]/.test(letter)) return 0.76;
  return /[\u0020-\u024f]/.test(letter) ? 0.62 : 1.1;
}
