import type { Comparison, FollowUp, GamingTest } from '../../simulating/index.js';
import type { Locale } from '../locale/index.js';
import type { Picture } from '../picture.js';
import { showing } from '../showing.js';
import { comparisonCsv } from './comparison-csv.js';
import { comparisonParagraph } from './comparison-paragraph.js';
import { comparisonPictures } from './comparison-pictures.js';
import { comparisonReport } from './comparison-report.js';
import { comparisonText, type ComparisonTextOptions } from './comparison-text.js';
import { followUpText } from './follow-up-text.js';
import { followUpCsv, gamingCsv } from './gaming-csv.js';
import { gamingPicture } from './gaming-picture.js';
import { gamingText } from './gaming-text.js';

interface In {
  readonly locale?: Locale;
}

/** A comparison that shows itself: in a notebook its differences on one sheet, in a terminal its table, and as words, HTML, pictures and CSV where it is asked. The document stays as it is. */
export interface ShownComparison extends Comparison {
  /** The terminal's table. */
  text(options?: ComparisonTextOptions): string;
  /** One paragraph to be read aloud. */
  paragraph(options?: In): string;
  /** The whole report, one file. */
  html(options?: In): string;
  pictures(options?: In): readonly Picture[];
  csv(options?: In): Readonly<Record<string, string>>;
}

/** A gaming test that shows itself. The document stays as it is. */
export interface ShownGaming extends GamingTest {
  /** The terminal's table. */
  text(options?: In): string;
  /** Policies across, attacks down; none where no attack had anybody to favour. */
  pictures(options?: In): readonly Picture[];
  csv(): Readonly<Record<string, string>>;
}

/** A follow-up that shows itself. The document stays as it is. */
export interface ShownFollowUp extends FollowUp {
  text(options?: Parameters<typeof followUpText>[1]): string;
  csv(): Readonly<Record<string, string>>;
}

const JUPYTER = Symbol.for('Jupyter.display');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const DENO = Symbol.for('Deno.customInspect');

/** A document with ways to show it, of which `whole` is what a terminal prints and `picture` what a notebook draws. They are not enumerable, so that its JSON is the document alone. */
function shown<T extends object, W extends object>(document: T, ways: W, whole: () => string, picture: () => Picture | undefined = () => undefined): T & W {
  const all: Readonly<Record<PropertyKey, unknown>> = {
    ...ways,
    toString: whole,
    [JUPYTER]: () => {
      const svg = picture()?.svg;
      return { ...(svg !== undefined && { 'image/svg+xml': svg }), 'text/plain': whole() };
    },
    [INSPECT]: whole,
    [DENO]: whole,
  };
  const result = { ...document };
  for (const key of Reflect.ownKeys(all)) Object.defineProperty(result, key, { value: all[key], enumerable: false });
  return Object.freeze(result) as T & W;
}

/** The same comparison with the ways to show it. */
export function shownComparison(comparison: Comparison): ShownComparison {
  const text: ShownComparison['text'] = (options) => comparisonText(comparison, options);
  const paragraph: ShownComparison['paragraph'] = (options) => comparisonParagraph(comparison, options);
  return shown(comparison, {
    text,
    paragraph,
    html: (options?: In) => comparisonReport(comparison, options),
    pictures: (options?: In) => comparisonPictures(comparison, options).map(showing),
    csv: (options?: In) => comparisonCsv(comparison, options),
  }, () => `${text()}\n${paragraph()}\n`, () => comparisonPictures(comparison)[0]);
}

/** The same gaming test with the ways to show it. */
export function shownGaming(test: GamingTest): ShownGaming {
  const pictures = (options?: In): readonly Picture[] => [gamingPicture(test, options)].filter((picture) => picture !== null);
  return shown(test, {
    text: (options?: In) => gamingText(test, options),
    pictures: (options?: In) => pictures(options).map(showing),
    csv: () => gamingCsv(test),
  }, () => gamingText(test), () => pictures()[0]);
}

/** The same follow-up with the ways to show it. */
export function shownFollowUp(followUp: FollowUp): ShownFollowUp {
  return shown(followUp, {
    text: (options?: Parameters<typeof followUpText>[1]) => followUpText(followUp, options),
    csv: () => followUpCsv(followUp),
  }, () => followUpText(followUp));
}
