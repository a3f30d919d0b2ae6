import { compare as measure, followUp as hold, gamingTest as attack, type CompareOptions, type FollowRow, type FollowUpOptions, type Pool, type Simulate } from './simulating/index.js';
import { shownComparison, shownFollowUp, shownGaming, type ShownComparison, type ShownFollowUp, type ShownGaming } from './reporting/simulation/index.js';

export * from './simulating/index.js';
export {
  comparisonCsv, comparisonParagraph, comparisonPictures, comparisonReport, comparisonText, followUpCsv, followUpText, gamingCsv, gamingPicture, gamingText, shownComparison, shownFollowUp, shownGaming,
  type ComparisonTextOptions, type ShownComparison, type ShownFollowUp, type ShownGaming,
} from './reporting/simulation/index.js';

/**
 * Policies side by side on the same luck: the {@link measure | document of a comparison}, frozen, which shows itself: its table and one paragraph in a terminal, its
 * differences on one sheet in a notebook, and `html()`, `pictures()`, `csv()`, `text()`, `paragraph()` where they are asked for.
 * @throws {MeritError} (as a rejection) as `compare` of the room simulating
 */
export async function compare(how: Simulate | Pool, options: CompareOptions): Promise<ShownComparison> {
  return shownComparison(await measure(how, options));
}

/**
 * Who could game which policy: the {@link attack | document of a gaming test}, frozen, which shows itself: its table in a terminal, one picture in a notebook, and `text()`, `pictures()`, `csv()`.
 * @throws {MeritError} (as a rejection) as `gamingTest` of the room simulating
 */
export async function gamingTest(options: Parameters<typeof attack>[0]): Promise<ShownGaming> {
  return shownGaming(await attack(options));
}

/**
 * Whether the fits of a decision told what came of it: the {@link hold | document of a follow-up}, frozen, which shows itself: its sentences and strata in a terminal, and `text()`, `csv()`.
 * @throws {MeritError} as `followUp` of the room simulating
 */
export function followUp(rows: readonly FollowRow[], options?: FollowUpOptions): ShownFollowUp {
  return shownFollowUp(hold(rows, options));
}
