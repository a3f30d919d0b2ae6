import { fromRatios, type Distribution } from './distribution.js';
import type { Margins } from './table.js';

/** The least and the most that the first cell of a table can hold, given its margins. */
export const support = ({ group, chosen, people }: Omit<Margins, 'a'>): { readonly least: number; readonly most: number } => ({
  least: Math.max(0, group + chosen - people),
  most: Math.min(group, chosen),
});

/**
 * The distribution of the first cell of a table given its margins, when the true odds ratio is `odds`: Fisher's noncentral hypergeometric; with 1 the
 * hypergeometric. Exact but for rounding, 1e-12 relative up to a million people. O(sqrt(people)).
 * Assumes independent choices with one common odds ratio; vacancies filled one after the other from a shrinking pool follow Wallenius' distribution instead, which is the same at odds 1.
 * @see RA Fisher, J Royal Statistical Society 98(1):39-82, 1935, doi:10.2307/2342435
 */
export function hypergeometric(margins: Omit<Margins, 'a'>, odds = 1): Distribution {
  const { group, chosen, people } = margins;
  const { least, most } = support(margins);
  const rest = people - group - chosen;
  return fromRatios(least, most, (x) => (((group - x) * (chosen - x)) / ((x + 1) * (rest + x + 1))) * odds);
}

/** Mean of the first cell under no association. */
export const expectedOf = ({ group, chosen, people }: Omit<Margins, 'a'>): number => (people === 0 ? 0 : (group * chosen) / people);

/** The first cell less its mean under no association; the numerator is exact up to some hundred million people. */
export const excessOf = ({ group, chosen, people, a }: Margins): number => (a * people - group * chosen) / people;

/** Variance of the first cell under no association, the margins fixed; 0 where it cannot vary. */
export const varianceOf = ({ group, chosen, people }: Omit<Margins, 'a'>): number =>
  people < 2 ? 0 : (group * chosen * (people - group) * (people - chosen)) / (people * people * (people - 1));
