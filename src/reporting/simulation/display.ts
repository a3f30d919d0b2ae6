import type { Comparison } from '../../simulating/index.js';
import type { Locale } from '../locale/index.js';
import type { Picture } from '../picture.js';
import { showing } from '../showing.js';
import { comparisonCsv } from './comparison-csv.js';
import { comparisonParagraph } from './comparison-paragraph.js';
import { comparisonPictures } from './comparison-pictures.js';
import { comparisonReport } from './comparison-report.js';
import { comparisonText, type ComparisonTextOptions } from './comparison-text.js';

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

const JUPYTER = Symbol.for('Jupyter.display');
const INSPECT = Symbol.for('nodejs.util.inspect.custom');
const DENO = Symbol.for('Deno.customInspect');

/** The same comparison with the ways to show it. They are not enumerable, so that its JSON is the document alone. */
export function shownComparison(comparison: Comparison): ShownComparison {
  const text: ShownComparison['text'] = (options) => comparisonText(comparison, options);
  const paragraph: ShownComparison['paragraph'] = (options) => comparisonParagraph(comparison, options);
  const both = (): string => `${text()}\n${paragraph()}\n`;
  const ways: Readonly<Record<PropertyKey, unknown>> = {
    text,
    paragraph,
    html: (options?: In) => comparisonReport(comparison, options),
    pictures: (options?: In) => comparisonPictures(comparison, options).map(showing),
    csv: (options?: In) => comparisonCsv(comparison, options),
    toString: both,
    [JUPYTER]: () => {
      const svg = comparisonPictures(comparison)[0]?.svg;
      return { ...(svg !== undefined && { 'image/svg+xml': svg }), 'text/plain': both() };
    },
    [INSPECT]: both,
    [DENO]: both,
  };
  const result = { ...comparison };
  for (const key of Reflect.ownKeys(ways)) Object.defineProperty(result, key, { value: ways[key], enumerable: false });
  return Object.freeze(result) as ShownComparison;
}
