import type { Choice, MeasureName, MeasureUnit } from '../../simulating/index.js';

/** Words in pictures, heads of tables and sections of a report. */
export const COMPARISON_LABELS = [
  'title', 'base', 'policy', 'measure', 'unit', 'mean', 'interval', 'difference', 'seed', 'seeds', 'year', 'level', 'whole', 'higher', 'equal', 'lower', 'wished', 'not-wished', 'taste', 'not-apart', 'none', 'no-change', 'no-data',
  'in-words', 'overview', 'by-measure', 'over-years', 'by-level', 'lorenz', 'lorenz-share', 'lorenz-gap', 'lorenz-units', 'figures', 'policies', 'chooses', 'rhythm', 'what-it-is', 'contents', 'made-from', 'organisation', 'world', 'yardstick', 'runs', 'generator', 'version', 'hash', 'measures', 'means', 'cannot',
] as const;
export type ComparisonLabel = (typeof COMPARISON_LABELS)[number];

export interface MeasureWords {
  readonly name: string;
  /** Its name inside a sentence, where that is not the name in small letters. */
  readonly said?: string;
  /** What it is, one sentence. */
  readonly what: string;
  /** What a higher and a lower figure tell, one sentence each. */
  readonly more: string;
  readonly less: string;
}

/** One difference in words: figures are formatted already, of their size without sign. */
export interface ToldDifference {
  readonly policy: string;
  readonly measure: string;
  readonly higher: boolean;
  readonly size: string;
  readonly low: string;
  readonly high: string;
  readonly unit: MeasureUnit;
}

/** What a comparison was made from, formatted. */
export interface ToldFrom {
  readonly seats: string;
  readonly people: string;
  readonly years: number;
  readonly seeds: number;
  readonly first: string;
  readonly last: string;
  readonly policies: number;
  readonly base: string;
}

/**
 * Every sentence of a comparison, in one language. They give figures, how far these may reach and what they rest on; none of them says which policy is right:
 * `test/reporting/simulation-words.test.ts` holds the words that may not occur.
 */
export interface ComparisonWords {
  readonly measures: Readonly<Record<MeasureName, MeasureWords>>;
  readonly choices: Readonly<Record<Choice, { readonly name: string; readonly what: string }>>;
  /** After a figure; of a difference of shares, percentage points. */
  readonly units: Readonly<Record<MeasureUnit, string>>;
  readonly differenceUnits: Readonly<Record<MeasureUnit, string>>;
  readonly labels: Readonly<Record<ComparisonLabel, string>>;
  rhythm(months: number): string;
  /** One line: seats, people, years, seeds. */
  made(from: ToldFrom): string;
  /** How a table is read. */
  reads(confidence: string): string;
  /** How many differences leave out zero, and how many would by chance if none were there. */
  byChance(apart: string, all: string, chance: string): string;
  /** Said where an interval has no width. */
  readonly noWidth: string;
  /** Figures that rest on fewer runs than there are seeds are followed by their number. */
  readonly fewer: string;
  /** Measures that no policy has a mean of. */
  notDefined(measures: readonly string[]): string;
  /** Said where no mean has an interval. */
  readonly oneSeed: string;
  /** Sentences of the paragraph. */
  simulated(from: ToldFrom): string;
  differences(base: string, told: readonly ToldDifference[], confidence: string): string;
  alike(measure: string, policies: readonly string[], more: number): string;
  /** Where a mean over filled seats is told: that it leaves out the empty ones. */
  readonly filledAlone: string;
  readonly noneApart: string;
  readonly cannot: string;
  /** Captions of pictures: what is drawn, with which intervals. */
  readonly captions: {
    overview(confidence: string, base: string): string;
    measure(confidence: string, base: string): string;
    years(seeds: number): string;
    levels(confidence: string, base: string): string;
    lorenz(seeds: number): string;
  };
  /** What a report says before its figures. */
  readonly limits: readonly string[];
}

/** Differences policy by policy, those of one policy together, in the order in which policies first occur. */
export function byPolicy(told: readonly ToldDifference[]): readonly (readonly [policy: string, told: readonly ToldDifference[]])[] {
  return [...new Set(told.map(({ policy }) => policy))].map((policy) => [policy, told.filter((one) => one.policy === policy)]);
}

/** A list as one reads it aloud: `a, b and c`. */
export function listed(words: readonly string[], and: string): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} ${and} ${words[words.length - 1]}`;
}
