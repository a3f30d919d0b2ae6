import { compare as measure, type CompareOptions, type Pool, type Simulate } from './simulating/index.js';
import { shownComparison, type ShownComparison } from './reporting/simulation/index.js';

export * from './simulating/index.js';
export { comparisonCsv, comparisonParagraph, comparisonPictures, comparisonReport, comparisonText, followUpText, gamingText, shownComparison, type ComparisonTextOptions, type ShownComparison } from './reporting/simulation/index.js';

/**
 * Policies side by side on the same luck: the {@link measure | document of a comparison}, frozen, which shows itself: its table and one paragraph in a terminal, its
 * differences on one sheet in a notebook, and `html()`, `pictures()`, `csv()`, `text()`, `paragraph()` where they are asked for.
 * @throws {MeritError} (as a rejection) as `compare` of the room simulating
 */
export async function compare(how: Simulate | Pool, options: CompareOptions): Promise<ShownComparison> {
  return shownComparison(await measure(how, options));
}
