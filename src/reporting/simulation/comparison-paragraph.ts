import type { Comparison, ComparedCell, MeasureName } from '../../simulating/index.js';
import type { Locale } from '../locale/index.js';
import { apartOf, ComparisonStudio, SCALES } from './studio.js';
import type { ToldDifference } from './words.js';

/** What is told first of a policy: the first of these that is told apart. A seat that stays empty delivers nothing, while means over those at work leave it out. */
const LEADING = ['delivered', 'performance-mean', 'fit-mean'] as const satisfies readonly MeasureName[];
/** What is told beside it: the one of these that stands out most. */
const BESIDE = ['vacant-share', 'passed-over', 'connected-advantage', 'moves', 'days-to-fill', 'unit-spread'] as const satisfies readonly MeasureName[];
/** Means over filled seats, which say nothing of empty ones. */
const OVER_FILLED: readonly MeasureName[] = ['performance-mean', 'fit-mean'];
/** With more policies than this one difference each is told. */
const FEW = 4;

interface Found {
  readonly measure: MeasureName;
  readonly cell: ComparedCell;
}

/**
 * A comparison in one paragraph that can be read aloud: what was simulated; of each policy other than the base what a seat delivers (where that is not told apart, mean
 * performance, else mean fit) and the further difference that stands out most against its own interval; how many are not told apart; and what a simulation cannot know.
 * With more than four policies one difference each.
 */
export function comparisonParagraph(comparison: Comparison, { locale = 'en' }: { readonly locale?: Locale } = {}): string {
  const studio = new ComparisonStudio(comparison, locale);
  const { words, baseName } = studio;
  const sentences = [words.simulated(studio.from)];
  const chosen = comparison.policies.filter(({ name }) => name !== comparison.base).flatMap(({ name }) => chosenOf(studio, name));
  const known = studio.measures.some((measure) => studio.row(measure)!.cells.some(({ difference }) => difference !== null));
  if (chosen.length > 0) sentences.push(words.differences(baseName, chosen.map((found) => told(studio, found)), studio.confidence), ...alike(studio));
  else if (known) sentences.push(words.noneApart);
  else if (comparison.seeds === 1) sentences.push(words.oneSeed);
  if (chosen.some(({ measure }) => OVER_FILLED.includes(measure))) sentences.push(words.filledAlone);
  sentences.push(words.cannot);
  return sentences.join(' ');
}

/** What is told of a policy: at most two differences that are told apart from luck, of the whole organisation. */
function chosenOf(studio: ComparisonStudio, policy: string): readonly Found[] {
  const apart = (measures: readonly MeasureName[]): readonly Found[] => measures.flatMap((measure) => {
    const cell = cellOf(studio, measure, policy);
    return cell && apartOf(cell) !== null ? [{ measure, cell }] : [];
  });
  const beside = [...apart(BESIDE)].sort((a, b) => (strength(a) === strength(b) ? 0 : strength(b) - strength(a)));
  const most = studio.comparison.policies.length > FEW ? 1 : 2;
  return [...apart(LEADING).slice(0, 1), ...beside.slice(0, 1)].slice(0, most);
}

/** How many half-widths of its interval a difference lies from zero; Infinity where the interval is a point. */
function strength({ cell }: Found): number {
  const { mean, low, high } = cell.difference!;
  return high > low ? Math.abs(mean) / ((high - low) / 2) : Infinity;
}

function cellOf(studio: ComparisonStudio, measure: MeasureName, policy: string): ComparedCell | undefined {
  return studio.row(measure)?.cells.find((cell) => cell.policy === policy);
}

/** Policies whose seats are not told apart by what they deliver, and how many more of the measures above say nothing; no sentence where nothing of it is so. */
function alike(studio: ComparisonStudio): readonly string[] {
  const same = (measure: MeasureName): readonly string[] => studio.comparison.policies.flatMap(({ name }) => {
    const cell = cellOf(studio, measure, name);
    return cell && cell.difference !== null && apartOf(cell) === null ? [studio.quoted(name)] : [];
  });
  const [first, ...others] = [...LEADING, ...BESIDE];
  const policies = same(first);
  const more = others.reduce((sum, measure) => sum + same(measure).length, 0);
  return policies.length === 0 ? [] : [studio.words.alike(inSentence(studio, first), policies, more)];
}

function told(studio: ComparisonStudio, { measure, cell }: Found): ToldDifference {
  const { mean, low, high } = cell.difference!;
  const decimals = studio.decimalsOf(studio.row(measure)!, 'difference');
  const sizes = [Math.abs(low), Math.abs(high)].sort((a, b) => a - b) as [number, number];
  const figure = (x: number): string => studio.figure(measure, x, decimals);
  return {
    policy: studio.quoted(cell.policy), measure: inSentence(studio, measure), higher: mean > 0, size: figure(Math.abs(mean)), low: figure(sizes[0]), high: figure(sizes[1]),
    unit: SCALES[measure].unit,
  };
}

function inSentence(studio: ComparisonStudio, measure: MeasureName): string {
  const { name, said } = studio.words.measures[measure];
  return said ?? `${name.slice(0, 1).toLowerCase()}${name.slice(1)}`;
}
