import { excessOf, expectedOf, varianceOf } from './hypergeometric.js';
import { chiSquareUpper, normalQuantile } from './special.js';
import { checkShare, checkStrata, isInformative, notTestable, probability, ratio, whyEmpty, type Margins } from './table.js';
import type { Interval, NotTestable, Ratio, Table2x2, Tested } from './types.js';

/** Whether one odds ratio fits all strata. */
export interface Homogeneity {
  readonly breslowDay: Tested;
  /** Breslow-Day less Tarone's correction, which makes it the score test it is meant to be. */
  readonly tarone: Tested;
}

export interface MantelHaenszel {
  readonly status: 'tested';
  readonly strata: number;
  /** Strata whose four margins are above 0; the others say nothing. */
  readonly informative: number;
  /** The common odds ratio, sum ad/n over sum bc/n. */
  readonly oddsRatio: Ratio;
  /** The standard error of its logarithm (Robins, Breslow, Greenland); null where the ratio is 0 or infinite. */
  readonly logSe: number | null;
  /** Null where `logSe` is. */
  readonly interval: Interval | null;
  /** The common ratio of rates, over the informative strata too. */
  readonly riskRatio: Ratio;
  /** The test without correction. */
  readonly plain: Tested;
  /** The same with the difference taken 1/2 nearer to 0, but never past it. */
  readonly corrected: Tested;
  /** The sum of the first cells over all strata. */
  readonly observed: number;
  readonly expected: number;
  readonly variance: number;
  /** Not testable: `one-stratum` where only one is informative, `separated` where the common odds ratio is 0 or infinite and every expectation lies on an edge. */
  readonly homogeneity: Homogeneity | NotTestable;
}

/**
 * The Mantel-Haenszel estimate of a common odds ratio over strata, its test, its interval and whether the strata agree.
 * Assumes independent strata, one odds ratio common to them, and enough people in all together (a variance of about 5; strata may be small): with fewer, use `exactMantelHaenszel`.
 * Fails where effects of opposite sign cancel: never show it without `homogeneity`, whose two tests in turn want large strata. Fails where a stratum was formed
 * by something the decision itself changed, a rigged rating for one: conditioning on it hides the bias, so show the crude ratio beside it. O(strata).
 * @param strata - in any order, which does not matter; those with a margin of 0 are counted and otherwise skipped.
 * @param options.level - of the interval, in (0, 1).
 * @returns not testable when no stratum is informative.
 * @throws {MeritError} E_SHAPE, E_NUM_RANGE, E_NUM_INT, E_OVERFLOW at the bad cell.
 * @see N Mantel, W Haenszel, JNCI 22(4):719-748, 1959, doi:10.1093/jnci/22.4.719; J Robins, N Breslow, S Greenland, Biometrics 42(2):311-323, 1986, doi:10.2307/2531052;
 *   NE Breslow, NE Day, Statistical Methods in Cancer Research 1, IARC, 1980, 4.4; RE Tarone, Biometrika 72(1):91-95, 1985, doi:10.1093/biomet/72.1.91
 */
export function mantelHaenszel(strata: readonly Table2x2[], { level = 0.95 }: { readonly level?: number } = {}): MantelHaenszel | NotTestable {
  const all = checkStrata(strata);
  checkShare(level, '/level');
  const informative = all.filter(isInformative);
  if (informative.length === 0) return notTestable(whyEmpty(all));
  // Sorted, so that rounding too is the same in every order.
  informative.sort((x, y) => x.people - y.people || x.group - y.group || x.chosen - y.chosen || x.a - y.a);
  let [R, S, PR, PSQR, QS, risk, riskRest, observed, expected, excess, variance] = [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  for (const m of informative) {
    const { group, chosen, people: n, a } = m;
    const [b, c] = [group - a, chosen - a];
    const d = n - group - c;
    const [r, s, p, q] = [(a * d) / n, (b * c) / n, (a + d) / n, (b + c) / n];
    R += r;
    S += s;
    PR += p * r;
    PSQR += p * s + q * r;
    QS += q * s;
    risk += (a * (n - group)) / n;
    riskRest += (c * group) / n;
    observed += a;
    expected += expectedOf(m);
    excess += excessOf(m);
    variance += varianceOf(m);
  }
  const logSe = R === 0 || S === 0 ? null : Math.sqrt(PR / (2 * R * R) + PSQR / (2 * R * S) + QS / (2 * S * S));
  const away = Math.abs(excess);
  const z = normalQuantile((1 + level) / 2);
  const settled = all.reduce((sum, m) => sum + m.a, 0) - observed;
  return {
    status: 'tested',
    strata: all.length,
    informative: informative.length,
    oddsRatio: ratio(R, S),
    logSe,
    interval: logSe === null ? null : { low: (R / S) * Math.exp(-z * logSe), high: (R / S) * Math.exp(z * logSe), level },
    riskRatio: ratio(risk, riskRest),
    plain: tested((away * away) / variance, 1),
    corrected: tested((Math.max(0, away - 0.5) * Math.max(0, away - 0.5)) / variance, 1),
    observed: observed + settled,
    expected: expected + settled,
    variance,
    homogeneity: homogeneity(informative, R, S),
  };
}

const tested = (statistic: number, df: number): Tested => ({ statistic, df, p: probability(chiSquareUpper(statistic, df)) });

function homogeneity(informative: readonly Margins[], R: number, S: number): Homogeneity | NotTestable {
  if (informative.length === 1) return notTestable('one-stratum');
  if (R === 0 || S === 0) return notTestable('separated');
  let [breslowDay, away, variance] = [0, 0, 0];
  for (const m of informative) {
    const fitted = fittedCells(m, R, S);
    if (!fitted.every((cell) => cell > 0)) return notTestable('separated'); // so near an edge that the doubles end
    const weight = fitted.reduce((sum, cell) => sum + 1 / cell, 0); // 1 / variance
    const miss = m.a - fitted[0]!;
    breslowDay += miss * miss * weight;
    away += miss;
    variance += 1 / weight;
  }
  const df = informative.length - 1;
  return { breslowDay: tested(breslowDay, df), tarone: tested(Math.max(0, breslowDay - (away * away) / variance), df) };
}

/** The cells of a table with these margins whose odds ratio is R/S: the root of a quadratic that lies in the support. */
function fittedCells({ group, chosen, people }: Margins, R: number, S: number): number[] {
  // Seen from the corner with the smaller margins the middle coefficient is above 0, so that nothing cancels.
  const turned = group + chosen > people;
  const [g, h] = turned ? [people - group, people - chosen] : [group, chosen];
  const middle = S * (people - g - h) + R * (g + h);
  const first = (2 * R * g * h) / (middle + Math.sqrt(Math.max(0, middle * middle + 4 * (S - R) * R * g * h)));
  const cells = [first, g - first, h - first, people - g - h + first];
  return turned ? cells.reverse() : cells;
}
