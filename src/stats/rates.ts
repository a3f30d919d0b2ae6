import { MeritError } from '../errors/index.js';

/** One person: the group, whether chosen, and, where it is known, whether the choice was deserved. */
export interface Outcome {
  readonly group: string;
  readonly chosen: boolean;
  readonly deserved?: boolean;
}

/** Rates of some people; those that would divide by nobody are left out. */
export interface Rates {
  readonly n: number;
  readonly chosen: number;
  /** Chosen of all. */
  readonly rate: number;
  /** Chosen of those who deserved it (true positive rate). */
  readonly tpr?: number;
  /** Chosen of those who did not (false positive rate). */
  readonly fpr?: number;
}

export interface GroupRates extends Rates {
  readonly group: string;
  /** The rate less that of everybody, in -1..1. */
  readonly difference: number;
  /** The rate over that of everybody; left out when nobody was chosen. */
  readonly ratio?: number;
}

/** The widest gap between two groups. */
export interface Gap {
  /** The largest rate less the smallest. */
  readonly difference: number;
  /** The smallest over the largest; left out when both are 0. */
  readonly ratio?: number;
}

export interface RatesByGroup {
  /** Sorted by group. */
  readonly groups: readonly GroupRates[];
  /** Left out with nobody. */
  readonly overall?: Rates;
  /** Of `rate` (demographic parity); left out with fewer than two groups. */
  readonly gap?: Gap;
  /** The largest distance of a group to everybody: of the differences, and of the ratios, turned so that they are at most 1. */
  readonly toOverall?: Gap;
  /** Of `tpr` and `fpr`, whichever is wider (equalised odds); left out where fewer than two groups have either. */
  readonly equalisedOdds?: Gap;
}

/**
 * Rates of choice by group. They describe and test nothing: with few people a gap is what chance leaves, see `fisher` and `mantelHaenszel`. `tpr` and `fpr` are no better than the
 * record of who deserved it: where that was written by those who chose, they hide what they should show. People whose desert is unknown count for `rate` alone. O(people).
 * @returns no groups for nobody.
 * @throws {MeritError} E_SHAPE at an entry without a group or a yes or no.
 * @see M Hardt, E Price, N Srebro, NeurIPS 29:3315-3323, 2016, arXiv:1610.02413
 */
export function rates(outcomes: readonly Outcome[]): RatesByGroup {
  const byGroup = new Map<string, Outcome[]>();
  for (const [i, o] of outcomes.entries()) {
    if (typeof o?.group !== 'string' || typeof o.chosen !== 'boolean') throw new MeritError('E_SHAPE', 'expected a group and whether chosen', { path: `/${i}` });
    const members = byGroup.get(o.group);
    if (members) members.push(o);
    else byGroup.set(o.group, [o]);
  }
  if (outcomes.length === 0) return { groups: [] };
  const overall = ratesOf(outcomes);
  const groups = [...byGroup].sort(([x], [y]) => (x < y ? -1 : 1)).map(([group, members]): GroupRates => {
    const own = ratesOf(members);
    return { group, ...own, difference: own.rate - overall.rate, ...(overall.chosen > 0 && { ratio: own.rate / overall.rate }) };
  });
  const gap = gapOf(groups.map((g) => g.rate));
  const odds = [gapOf(groups.flatMap((g) => g.tpr ?? [])), gapOf(groups.flatMap((g) => g.fpr ?? []))].filter((x) => x !== undefined);
  return {
    groups,
    overall,
    ...(gap && { gap }),
    toOverall: widest(groups.map((g): Gap => ({ difference: Math.abs(g.difference), ...(g.ratio !== undefined && { ratio: Math.min(g.ratio, 1 / g.ratio) }) }))),
    ...(odds.length > 0 && { equalisedOdds: widest(odds) }),
  };
}

function ratesOf(people: readonly Outcome[]): Rates {
  const share = (of: readonly Outcome[]): number => of.filter((o) => o.chosen).length / of.length;
  const [deserving, others] = [people.filter((o) => o.deserved === true), people.filter((o) => o.deserved === false)];
  return {
    n: people.length,
    chosen: people.filter((o) => o.chosen).length,
    rate: share(people),
    ...(deserving.length > 0 && { tpr: share(deserving) }),
    ...(others.length > 0 && { fpr: share(others) }),
  };
}

/** Undefined with fewer than two: there is nothing between which a gap could be. */
function gapOf(values: readonly number[]): Gap | undefined {
  if (values.length < 2) return undefined;
  const [low, high] = [values.reduce((x, y) => Math.min(x, y)), values.reduce((x, y) => Math.max(x, y))];
  return { difference: high - low, ...(high > 0 && { ratio: low / high }) };
}

function widest(gaps: readonly Gap[]): Gap {
  const known = gaps.flatMap((g) => g.ratio ?? []);
  return { difference: gaps.reduce((x, g) => Math.max(x, g.difference), 0), ...(known.length > 0 && { ratio: known.reduce((x, y) => Math.min(x, y)) }) };
}
