import { MeritError } from '../errors/index.js';
import { conditionalOdds } from './conditional-odds.js';
import { convolve, exactP, type ExactP } from './distribution.js';
import { expectedOf, hypergeometric, support, varianceOf } from './hypergeometric.js';
import { checkShare, checkSize, checkStrata, isInformative, notTestable, whyEmpty } from './table.js';
import type { Interval, NotTestable, Ratio, Table2x2 } from './types.js';

/** The most outcomes of the sum that the exact test takes. */
export const OUTCOMES_AT_MOST = 200_000;

export interface ExactMantelHaenszel extends ExactP {
  readonly status: 'tested';
  readonly strata: number;
  /** Strata whose four margins are above 0; the others say nothing. */
  readonly informative: number;
  /** S, the sum of the first cells over all strata. */
  readonly observed: number;
  readonly expected: number;
  readonly variance: number;
  /** The conditional maximum likelihood estimate of the common odds ratio. */
  readonly conditional: Ratio;
  readonly interval: Interval;
}

/**
 * The exact conditional test of a common odds ratio of 1 over strata, with its estimate and interval: S, the sum of the first cells, against the convolution
 * of the hypergeometric distributions of the strata. With one stratum it is Fisher's test.
 * Assumes independent strata, and within each that everybody was as likely to be chosen. Fails as the asymptotic test does where effects of opposite sign
 * cancel (see its homogeneity) and where a stratum was formed by something the decision itself changed, a rigged rating for one: conditioning on it hides the bias.
 * The margins are fixed by conditioning; where they were not, it is conservative. O(T^2) at worst for T outcomes of S, and far less where their tails vanish:
 * milliseconds for hundreds of small strata.
 * @param strata - in any order, which does not matter; those with a margin of 0 are counted and otherwise skipped.
 * @throws {MeritError} E_SHAPE, E_NUM_RANGE, E_NUM_INT, E_OVERFLOW at the bad cell; E_LIMIT_COUNT over 200,000 outcomes (of the informative strata together) or 1e10 people: use `mantelHaenszel` there.
 * @see CR Mehta, NR Patel, R Gray, JASA 80(392):969-973, 1985, doi:10.1080/01621459.1985.10478212; J Gastwirth, ILR Review 38(1):75-86, 1984, doi:10.1177/001979398403800107
 */
export function exactMantelHaenszel(strata: readonly Table2x2[], { level = 0.95 }: { readonly level?: number } = {}): ExactMantelHaenszel | NotTestable {
  const all = checkStrata(strata);
  checkShare(level, '/level');
  checkSize(all.reduce((sum, m) => sum + m.people, 0));
  const informative = all.filter(isInformative);
  if (informative.length === 0) return notTestable(whyEmpty(all));
  const outcomes = informative.reduce((sum, m) => sum + support(m).most - support(m).least, 1);
  if (outcomes > OUTCOMES_AT_MOST) throw new MeritError('E_LIMIT_COUNT', `the exact test takes ${OUTCOMES_AT_MOST} outcomes at most, these strata allow ${outcomes}\nMaybe the asymptotic test is what is wanted: with so many it says the same.`);
  // Sorted, so that rounding too is the same in every order.
  informative.sort((x, y) => x.people - y.people || x.group - y.group || x.chosen - y.chosen || x.a - y.a);
  const sum = (of: (m: (typeof all)[number]) => number): number => informative.reduce((total, m) => total + of(m), 0);
  const settled = all.reduce((total, m) => total + m.a, 0) - sum((m) => m.a); // what the strata that could not come out otherwise add to S
  return {
    status: 'tested',
    strata: all.length,
    informative: informative.length,
    observed: settled + sum((m) => m.a),
    expected: settled + sum(expectedOf),
    variance: sum(varianceOf),
    ...exactP(convolve(informative.map((m) => hypergeometric(m))), sum((m) => m.a)),
    ...conditionalOdds(informative, level),
  };
}
