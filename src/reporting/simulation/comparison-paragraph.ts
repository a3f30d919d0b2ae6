import type { Comparison, ComparedCell, MeasureName } from '../../simulating/index.js';
import type { Locale } from '../locale/index.js';
import { apartOf, ComparisonStudio, FIRST, ORDER, SCALES } from './studio.js';
import type { ToldDifference } from './words.js';

/** How many differences are told, and how many that are none. */
const [MOST, ALIKE] = [5, 3];

interface Found {
  readonly measure: MeasureName;
  readonly cell: ComparedCell;
  /** How many half-widths of its interval the difference lies from zero; Infinity where the interval is a point. */
  readonly strength: number;
}

/**
 * A comparison in one paragraph that can be read aloud: what was simulated; the paired differences that stand out most against their own intervals, each policy's first;
 * what is not told apart; and what a simulation cannot know.
 */
export function comparisonParagraph(comparison: Comparison, { locale = 'en' }: { readonly locale?: Locale } = {}): string {
  const studio = new ComparisonStudio(comparison, locale);
  const { words, baseName } = studio;
  const sentences = [words.simulated(studio.from)];
  const strongest = strongestOf(studio);
  const known = studio.measures.some((measure) => studio.row(measure)!.cells.some(({ difference }) => difference !== null));
  if (strongest.length > 0) sentences.push(words.differences(baseName, strongest.map((found) => told(studio, found)), studio.confidence));
  else if (known) sentences.push(words.noneApart);
  else if (comparison.seeds === 1) sentences.push(words.oneSeed);
  const alike = strongest.length > 0 ? alikeOf(studio) : [];
  if (alike.length > 0) sentences.push(words.alike(alike.slice(0, ALIKE), alike.slice(ALIKE).reduce((sum, { policies }) => sum + policies.length, 0)));
  sentences.push(words.cannot);
  return sentences.join(' ');
}

/** Measures read first, of the whole organisation, with the differences to the base. */
function differencesOf(studio: ComparisonStudio): readonly Found[] {
  return ORDER.slice(0, FIRST).flatMap((measure) => (studio.row(measure)?.cells ?? []).flatMap((cell) => {
    const { difference } = cell;
    if (difference === null) return [];
    const half = (difference.high - difference.low) / 2;
    return [{ measure, cell, strength: half > 0 ? Math.abs(difference.mean) / half : Infinity }];
  }));
}

/** The strongest differences, each policy's before a second of another, no measure more than twice while there are others; in the order of policies and of measures. */
function strongestOf(studio: ComparisonStudio): readonly Found[] {
  const place = (policy: string): number => studio.comparison.policies.findIndex(({ name }) => name === policy);
  // what is a matter of taste follows from how a policy works (nobody moves: no moves) and tells less
  const taste = ({ measure }: Found): number => Number(SCALES[measure].better === null && measure !== 'connected-advantage');
  const apart = [...differencesOf(studio)].filter(({ cell }) => apartOf(cell) !== null).sort((a, b) => taste(a) - taste(b) || (a.strength === b.strength ? 0 : b.strength - a.strength));
  const chosen: Found[] = [];
  const newPolicy = ({ cell }: Found): boolean => !chosen.some((other) => other.cell.policy === cell.policy);
  const newMeasure = ({ measure }: Found, most = 1): boolean => chosen.filter((other) => other.measure === measure).length < most;
  for (const wanted of [(f: Found) => newPolicy(f) && newMeasure(f, 2), newPolicy, newMeasure, (f: Found) => !chosen.includes(f)]) for (const found of apart) if (chosen.length < MOST && wanted(found)) chosen.push(found);
  return chosen.sort((a, b) => place(a.cell.policy) - place(b.cell.policy) || ORDER.indexOf(a.measure) - ORDER.indexOf(b.measure));
}

/** Measures with the policies whose difference is not told apart, in the order in which they are read. */
function alikeOf(studio: ComparisonStudio): readonly { readonly measure: string; readonly policies: readonly string[] }[] {
  const all = differencesOf(studio).filter(({ cell }) => apartOf(cell) === null);
  return ORDER.slice(0, FIRST).flatMap((measure) => {
    const policies = all.filter((found) => found.measure === measure).map(({ cell }) => studio.quoted(cell.policy));
    return policies.length === 0 ? [] : [{ measure: inSentence(studio, measure), policies }];
  });
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
