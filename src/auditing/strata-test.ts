import { exactMantelHaenszel, fisher, mantelHaenszel, type Interval, type Ratio, type Table2x2 } from '../stats/index.js';
import type { Because } from './case.js';
import type { RawTest } from './family.js';

/** What a comparison of two groups over strata comes to. */
export interface Compared {
  readonly test: RawTest;
  readonly oddsRatio: Ratio | null;
  readonly interval: Interval | null;
  /** Strata whose four margins are above 0: the others say nothing. */
  readonly informative: number;
}

/** Beyond so many possible outcomes of the sum the asymptotic test stands for the exact one: the two nearly agree by then, and it is linear. */
const EXACT_OUTCOMES = 500;

/** What a declaration promises before it has seen the margins, which choose one of the three. */
export const STRATA_METHOD = 'mantel-haenszel-or-fisher';

/**
 * Two groups (rows) by outcome (columns) over strata, two-sided: the exact Mantel-Haenszel test with its conditional odds ratio and exact interval;
 * beyond 500 possible outcomes of the sum the asymptotic one without correction, with the RBG interval and no least p; Fisher's test where one
 * stratum alone is informative. Where none is, the tables are added up and Fisher's test is made of the sum (`fisher-pooled`, which takes the strata
 * to be alike). Which of them it is depends on the margins alone, never on the outcome. The order of the strata does not matter.
 * @returns `notTestable` with the reason where even the sum says nothing.
 */
export function compareStrata(strata: readonly Table2x2[], level: number): Compared {
  const informative = strata.filter(([[a, b], [c, d]]) => a + b > 0 && c + d > 0 && a + c > 0 && b + d > 0);
  const options = { level: 1 - level };
  if (informative.length > 1) return combined(informative, options);
  const table = informative[0] ?? strata.reduce(([[a, b], [c, d]], [[e, f], [g, h]]) => [[a + e, b + f], [c + g, d + h]], [[0, 0], [0, 0]] as Table2x2);
  const found = fisher(table, options);
  if (found.status === 'not-testable') return untestable(found.because);
  const method = informative.length === 1 ? 'fisher' : 'fisher-pooled';
  return { test: tested(method, found.p.two, found.minimumP.two), oddsRatio: found.conditional, interval: found.interval, informative: informative.length };
}

function combined(strata: readonly Table2x2[], options: { readonly level: number }): Compared {
  const outcomes = strata.reduce((sum, [[a, b], [c, d]]) => sum + Math.min(a + b, a + c) - Math.max(0, a - d), 1);
  if (outcomes <= EXACT_OUTCOMES) {
    const found = exactMantelHaenszel(strata, options);
    if (found.status === 'not-testable') return untestable(found.because);
    return { test: tested('mantel-haenszel-exact', found.p.two, found.minimumP.two), oddsRatio: found.conditional, interval: found.interval, informative: strata.length };
  }
  const found = mantelHaenszel(strata, options);
  if (found.status === 'not-testable') return untestable(found.because);
  return { test: tested('mantel-haenszel', found.plain.p, null), oddsRatio: found.oddsRatio, interval: found.interval, informative: strata.length };
}

const tested = (method: string, p: number, minimumP: number | null): RawTest => ({ method, alternative: 'two-sided', minimumP, p, notTestable: null });

/** A test that was declared and cannot be made. */
export const untestable = (because: Because): Compared => ({ test: { method: STRATA_METHOD, alternative: 'two-sided', minimumP: null, p: null, notTestable: because }, oddsRatio: null, interval: null, informative: 0 });
