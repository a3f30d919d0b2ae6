import { conditionalOdds } from './conditional-odds.js';
import { exactP, type ExactP } from './distribution.js';
import { hypergeometric } from './hypergeometric.js';
import { checkShare, checkSize, checkTable, isInformative, notTestable, ratio, whyEmpty } from './table.js';
import type { Interval, NotTestable, Ratio, Table2x2 } from './types.js';

export interface Fisher extends ExactP {
  readonly status: 'tested';
  /** The odds ratio of the sample, ad/bc. */
  readonly oddsRatio: Ratio;
  /** The conditional maximum likelihood estimate, as R prints it. */
  readonly conditional: Ratio;
  /** Exact, conditional on the margins; it may disagree with the two-sided p at the edge, which orders outcomes another way. */
  readonly interval: Interval;
}

/**
 * Fisher's exact test of a table: whether the group and the outcome are associated, given both margins. p-values are relative 1e-12 up to a million people.
 * Assumes that, were there no association, every way to hand the outcomes to the people of the table was equally likely: one pool, one decision, no pairs.
 * Fails where people of different pools are put into one table (use `mantelHaenszel`), and it is conservative where margins are small: look at `minimumP`
 * first, and at `midP`, whose level is not guaranteed. O(sqrt(people)).
 * @param table - counts, group by outcome.
 * @param options.level - of the interval, in (0, 1).
 * @returns not testable when a margin is 0.
 * @throws {MeritError} E_SHAPE, E_NUM_RANGE, E_NUM_INT, E_OVERFLOW at the bad cell; E_LIMIT_COUNT over 1e10 people.
 * @see RA Fisher, The Design of Experiments, 1935, ch. 2; A Agresti, Statistical Science 7(1):131-153, 1992, doi:10.1214/ss/1177011454
 */
export function fisher(table: Table2x2, { level = 0.95 }: { readonly level?: number } = {}): Fisher | NotTestable {
  const margins = checkTable(table);
  checkShare(level, '/level');
  checkSize(margins.people);
  if (!isInformative(margins)) return notTestable(whyEmpty([margins]));
  const [[a, b], [c, d]] = table;
  return { status: 'tested', ...exactP(hypergeometric(margins), a), oddsRatio: ratio(a * d, b * c), ...conditionalOdds([margins], level) };
}
