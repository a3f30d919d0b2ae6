import type { Comparison, MeasureName } from '../../simulating/index.js';
import type { Locale } from '../locale/index.js';
import type { Picture } from '../picture.js';
import { levelsPicture } from './levels-picture.js';
import { lorenzPicture } from './lorenz-picture.js';
import { measurePicture } from './measure-picture.js';
import { overviewPictures } from './overview-picture.js';
import { ComparisonStudio } from './studio.js';
import { yearsPicture } from './years-picture.js';

/** Measures that are followed over the years, and those shown level by level. */
export const OVER_YEARS = ['fit-mean', 'performance-mean', 'vacant-share'] as const satisfies readonly MeasureName[];
export const BY_LEVEL = ['fit-mean', 'performance-mean', 'tenure', 'bench'] as const satisfies readonly MeasureName[];

/** Every picture of a comparison, each with its data, first seed and version: differences on one sheet first, then measure by measure, how unevenly units deliver, over the years, by level. What has nothing to draw is left out. */
export function comparisonPictures(comparison: Comparison, { locale = 'en' }: { readonly locale?: Locale } = {}): readonly Picture[] {
  const studio = new ComparisonStudio(comparison, locale);
  return [
    ...overviewPictures(studio),
    ...studio.measures.map((measure) => measurePicture(studio, measure)),
    lorenzPicture(studio),
    ...OVER_YEARS.map((measure) => yearsPicture(studio, measure)),
    ...BY_LEVEL.map((measure) => levelsPicture(studio, measure)),
  ].filter((picture) => picture !== null);
}
