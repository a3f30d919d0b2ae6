import { Issues } from '../errors/index.js';
import { checkShare, checkWhole } from './checks.js';
import { addTo, convolve, distributionOf, hypergeometricStratum, inOrder, upperTail, type Distribution, type Stratum } from './strata.js';
import type { NotTestable, Ratio } from './types.js';
import { checkVacancy, type VacancyCounts } from './winners.js';

export interface WinnerPower {
  readonly status: 'computed';
  /** Probability of a p of at most alpha. */
  readonly power: number;
  /** The least number of connected winners whose p is at most alpha; null if no number is enough: then nothing can be detected. */
  readonly critical: number | null;
  /** The probability of a false alarm that the test really has: at most alpha, less because outcomes are whole numbers. */
  readonly level: number;
}

interface Design {
  readonly eligible: number;
  readonly connected?: number;
  readonly winners?: number;
  readonly oddsRatio: Ratio;
  readonly alpha?: number;
}

/**
 * The exact power of the one-sided `winnerTest` in `vacancies` vacancies of the same make, if connected people win with the given odds ratio: with one connected
 * of n and one winner, p1 = OR / (OR + n - 1). It assumes what `winnerTest` assumes and one odds ratio for all vacancies: real favour that is
 * strong in a few of them has another power. O(vacancies^2).
 * @throws {MeritError} E_NUM_INT, E_NUM_RANGE (an odds ratio is above 0 or `'infinite'`), E_VALUE_UNKNOWN, E_LIMIT_COUNT.
 * @returns `no-data` without vacancies, `empty-margin` if a vacancy leaves nothing to vary.
 * @see G. Casella, R. L. Berger, Statistical Inference, 2nd ed., 2002, section 8.3 (power function of a test)
 */
export function winnerPower(design: Design & { readonly vacancies: number; readonly alternative?: 'greater' }): WinnerPower | NotTestable {
  const { vacancies, oddsRatio, alpha = 0.05, alternative = 'greater' } = design;
  const issues = new Issues();
  const stratum = checkDesign(design, issues);
  checkWhole(vacancies, '/vacancies', issues);
  if (alternative !== 'greater') issues.add('E_VALUE_UNKNOWN', '/alternative', 'the power is that of the test for more winners than expected: greater');
  issues.throwIfAny();
  if (vacancies === 0) return { status: 'not-testable', because: 'no-data' };
  if (!stratum || stratum.ratios.length === 0) return { status: 'not-testable', because: 'empty-margin' };
  const strata = new Array<Stratum>(vacancies).fill(stratum);
  const { critical, level } = criticalValue(convolve(strata), alpha);
  const power = critical === null ? 0 : oddsRatio === 'infinite' ? 1 : upperTail(convolve(strata, oddsRatio), critical);
  return { status: 'computed', power, critical, level };
}

/** The largest number that `vacanciesNeeded` answers. */
export const MOST_VACANCIES = 5000;

/**
 * The least number of vacancies from which on the exact power of the one-sided `winnerTest` stays at `power` or above, or `'not-reached'` when that takes more than
 * 5,000 (`MOST_VACANCIES`). The power of an exact test falls a little whenever the critical value moves up: every number up to twice the answer plus 50
 * was computed, and the teeth of that saw only get smaller. O(answer^2).
 *
 * `connected` and `winners` are 1, `alpha` 0.05 and `power` 0.8 if left out. One connected of 5: odds ratio 1.5 needs 225 vacancies, 2 79, 3 28, 5 13, and 2 if they always win.
 * @throws {MeritError} E_NUM_INT, E_NUM_RANGE.
 * @returns `'not-reached'` also where a vacancy leaves nothing to vary or the odds ratio is 1 or less.
 * @see H. Chernick, C. Y. Liu, The American Statistician 56(2):149-155, 2002, doi:10.1198/000313002317572835 (the saw-tooth of exact power)
 */
export function vacanciesNeeded(design: Design & { readonly power?: number }): number | 'not-reached' {
  const { oddsRatio, alpha = 0.05, power = 0.8 } = design;
  const issues = new Issues();
  const stratum = checkDesign(design, issues);
  checkShare(power, '/power', issues);
  issues.throwIfAny();
  if (!stratum || stratum.ratios.length === 0 || (oddsRatio !== 'infinite' && oddsRatio <= 1)) return 'not-reached';

  const reach = stratum.ratios.length;
  const one = distributionOf(stratum).pmf;
  const favoured = oddsRatio === 'infinite' ? undefined : distributionOf(stratum, oddsRatio).pmf;
  let room = 256;
  let none = new Float64Array(room * reach + 1).fill(1, 0, 1);
  let some = none.slice();
  let failed = 0; // the largest number so far whose power is too low
  for (let j = 1; j <= 2 * failed + 50; j++) {
    if (failed >= MOST_VACANCIES) return 'not-reached';
    if (j > room) {
      room *= 2;
      const [null2, some2] = [new Float64Array(room * reach + 1), new Float64Array(room * reach + 1)];
      null2.set(none);
      some2.set(some);
      [none, some] = [null2, some2];
    }
    const length = (j - 1) * reach + 1;
    addTo(none, length, one);
    if (favoured) addTo(some, length, favoured);
    const size = length + reach;
    const { critical } = criticalValue({ lowest: 0, pmf: none.subarray(0, size) }, alpha);
    const reached = critical === null ? 0 : favoured ? upperTail({ lowest: 0, pmf: some.subarray(0, size) }, critical) : 1;
    if (reached < power) failed = j;
  }
  return failed + 1;
}

export interface Detectable {
  readonly status: 'computed';
  /** Whether any outcome of these vacancies would have given p <= alpha. If not: "cannot be detected with this data". */
  readonly possible: boolean;
  /** The least one-sided p that these vacancies can give: all winners connected who could be. */
  readonly minimumP: number;
  readonly critical: number | null;
  /** The least common odds ratio that would be detected with the power asked for; `'infinite'` if none would. */
  readonly leastOddsRatio: Ratio;
}

/**
 * What the one-sided `winnerTest` could find in these vacancies, before anybody looks at who won. Exact; the order of the vacancies does not matter. Assumptions as in `winnerPower`.
 * @throws {MeritError} E_NUM_INT, E_NUM_RANGE at `/i/connected` and the like, `/alpha`, `/power`; E_LIMIT_COUNT.
 * @returns `no-data` without vacancies, `empty-margin` if none is informative.
 * @see R. E. Tarone, Biometrics 46(2):515-522, 1990, doi:10.2307/2531456 (the least attainable p)
 */
export function detectable(vacancies: readonly VacancyCounts[], { alpha = 0.05, power = 0.8 }: { readonly alpha?: number; readonly power?: number } = {}): Detectable | NotTestable {
  const issues = new Issues();
  vacancies.forEach(({ eligible, connected, winners }, i) => checkVacancy({ eligible, connected, winners }, `/${i}`, issues));
  checkShare(alpha, '/alpha', issues);
  checkShare(power, '/power', issues);
  issues.throwIfAny();
  if (vacancies.length === 0) return { status: 'not-testable', because: 'no-data' };
  const strata = inOrder(vacancies.map((v) => hypergeometricStratum(v.eligible, v.connected, v.winners)).filter(({ ratios }) => ratios.length > 0));
  if (strata.length === 0) return { status: 'not-testable', because: 'empty-margin' };
  const fixed = vacancies.reduce((sum, v) => sum + Math.max(0, v.connected + v.winners - v.eligible), 0) - strata.reduce((sum, { lowest }) => sum + lowest, 0);
  const none = convolve(strata);
  const minimumP = Math.max(none.pmf[none.pmf.length - 1]!, Number.MIN_VALUE);
  const { critical } = criticalValue(none, alpha);
  if (critical === null) return { status: 'computed', possible: false, minimumP, critical, leastOddsRatio: 'infinite' };
  let [low, high] = [0, 1]; // of the log odds ratio; the power at 0 is at most alpha
  const reached = (theta: number): boolean => upperTail(convolve(strata, Math.exp(theta)), critical) >= power;
  if (reached(0)) return { status: 'computed', possible: true, minimumP, critical: critical + fixed, leastOddsRatio: 1 };
  while (!reached(high) && high < 600) [low, high] = [high, high * 2];
  while (high - low > 1e-9 * high) {
    const middle = (low + high) / 2;
    if (reached(middle)) high = middle;
    else low = middle;
  }
  return { status: 'computed', possible: true, minimumP, critical: critical + fixed, leastOddsRatio: Math.exp(high) };
}

/** The least outcome whose upper tail is at most alpha, and that tail. */
function criticalValue({ lowest, pmf }: Distribution, alpha: number): { critical: number | null; level: number } {
  let tail = 0;
  let at = pmf.length;
  while (at > 0 && tail + pmf[at - 1]! <= alpha) tail += pmf[--at]!;
  return at === pmf.length ? { critical: null, level: 0 } : { critical: lowest + at, level: tail };
}

function checkDesign({ eligible, connected = 1, winners = 1, oddsRatio, alpha = 0.05 }: Design, issues: Issues): Stratum | undefined {
  const before = issues.list.length;
  checkVacancy({ eligible, connected, winners }, '', issues);
  if (oddsRatio !== 'infinite' && !(typeof oddsRatio === 'number' && oddsRatio > 0 && oddsRatio < Infinity)) {
    issues.add('E_NUM_RANGE', '/oddsRatio', `an odds ratio is above 0, or 'infinite', came ${String(oddsRatio)}`);
  }
  checkShare(alpha, '/alpha', issues);
  return issues.list.length > before ? undefined : hypergeometricStratum(eligible, connected, winners);
}
