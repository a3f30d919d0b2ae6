import { Issues } from '../errors/index.js';
import { compareIds } from '../model/ids.js';
import { normalQuantile, normalTwoSided } from '../stats/special.js';
import { below, GENERATOR, stream } from '../stats/streams.js';
import { studentQuantile } from '../stats/student.js';

export const FOLLOW_UP_FORMAT = 'meritra/follow-up/0';

/** One person after one decision. Points are 0..100. */
export interface FollowRow {
  readonly person: string;
  /** What is held against each other: a level, a unit, a kind of post, a year; absent: all rows are one stratum. */
  readonly stratum?: string;
  /** The fit on which the decision was taken. */
  readonly fit: number;
  /** What came of it: performance, or the fit by later evidence. Null where it is not known. */
  readonly later: number | null;
  /** True: he took what was proposed. False: somebody decided otherwise, or he declined. Absent: nobody says. */
  readonly proposed?: boolean;
}

export interface FollowUpOptions {
  /** Share of the intervals; 0.95 if left out. */
  readonly confidence?: number;
  /** Shuffles of the rank test; 1,999 if left out. */
  readonly draws?: number;
  /** Of the shuffles; 1 if left out. */
  readonly seed?: number;
  /** Standard deviation, within strata, of the fits among all who could have been chosen: for the what-if on range restriction. */
  readonly poolSd?: number;
}

export const VERDICTS = ['predicts', 'not-shown', 'reversed', 'too-few'] as const;
export type FollowVerdict = (typeof VERDICTS)[number];

interface Between {
  readonly estimate: number;
  readonly low: number;
  readonly high: number;
}

export interface FollowedStratum {
  readonly stratum: string;
  readonly rows: number;
  readonly fit: number;
  readonly later: number;
  /** Points by which the stratum did better later than its fits say, of all strata taken together. */
  readonly raw: number;
  /** The same drawn to the middle by as much as chance alone would scatter it; null where there are fewer than four strata. */
  readonly shrunk: Between | null;
  /** Share of the scatter of such a figure that is no chance, 0..1. */
  readonly reliability: number | null;
}

/** Whether the fits of a decision told what came of it. Doubles, rounded to six decimals: to be read, nothing is decided by them. */
export interface FollowUp {
  readonly format: typeof FOLLOW_UP_FORMAT;
  readonly confidence: number;
  readonly rows: number;
  /** Different people among them. */
  readonly people: number;
  /** Rows with a known `later` in a stratum that has another such row. */
  readonly used: number;
  /** Left out: `later` unknown; the only known row of its stratum, which nothing can be held against. */
  readonly left: { readonly unknown: number; readonly alone: number };
  /** Mean fit of the rows used and of those whose `later` is unknown: far apart, those who are seen are not like those who are not. */
  readonly seen: { readonly fit: number | null; readonly unknownFit: number | null };
  readonly verdict: FollowVerdict;
  /** Points later for each point of fit, between people of one stratum. */
  readonly slope: (Between & { readonly standardError: number; readonly df: number }) | null;
  /** The least slope that these rows would have shown with a chance of 80 %, were it there. */
  readonly detectable: number | null;
  /** Of two people of one stratum with different fits: how much more often than not the one with the better fit did better later, -1..1; p two-sided, at least 0.000001. */
  readonly ranks: { readonly somersD: number; readonly pairs: number; readonly p: number; readonly method: 'shuffled' | 'normal'; readonly draws: number; readonly seed: number; readonly generator: string } | null;
  /** Within strata: standard deviations of fits and of what came later, and their correlation, which is smaller the closer the fits of those who were chosen lie together. */
  readonly range: { readonly sdFit: number; readonly sdLater: number; readonly correlation: number | null; readonly whatIf: { readonly sdFit: number; readonly correlation: number } | null } | null;
  readonly strata: readonly FollowedStratum[];
  /** Standard deviation of what tells strata apart, chance taken off, in points. */
  readonly betweenStrata: number | null;
  /** Where it is known: those who took what was proposed against the others, in points later at the same fit and stratum; null with fewer than five on a side. */
  readonly proposed: { readonly proposed: number; readonly others: number; readonly difference: Between | null };
}

/** Fewer rows, different fits, or degrees of freedom than this, and nothing is said. */
const LEAST = { rows: 20, fits: 3, df: 10, side: 5, strata: 4 } as const;
/** Pairs whose signs are looked at in one shuffle; with more the test is by the normal distribution. */
const MOST_PAIRS = 5_000;

/**
 * Holds what came of decisions against the fits they were taken on: does a better fit go with doing better later?
 *
 * Compared are people of one stratum alone, so that a hard level or a lenient unit says nothing about the fit: the slope is that of a regression with an effect for each
 * stratum, its interval by Student's t. The verdict: `too-few` with fewer than 20 rows used, 3 different fits or 10 degrees of freedom, or where no stratum has two different fits; `predicts` if
 * the interval of the slope lies above 0 and the rank measure too; `reversed` if both lie below; else `not-shown`, which is not "does not predict": `detectable` says what these rows could have shown.
 *
 * Assumes rows that do not depend on each other (a person twice makes the interval too short) and a scatter that is the same everywhere; it speaks of the organisation the rows come from; the rank test assumes only
 * that within a stratum every pairing of fits with later values was as likely. Only people who were chosen are seen. Choosing by fit does not bend the slope, it makes the interval
 * longer and the correlation smaller: with `poolSd` the correlation that the whole pool would show is told as a what-if, if the line goes on and the scatter stays (Thorndike's case II).
 * Choosing by anything else that matters later, and is no part of the fit, does bend it, and nothing here can see that.
 * Who left or has no later value is left out and counted. The order of the rows does not matter. O(rows log rows), the shuffles O(draws * pairs).
 * @throws {MeritError} E_SHAPE, E_NUM_RANGE, E_NUM_INT at `/rows/i/...` or the option.
 * @see C. N. Morris, JASA 78(381):47-55, 1983, doi:10.1080/01621459.1983.10477920 (strata); H. S. Bloom, Evaluation Review 19(5):547-556, 1995, doi:10.1177/0193841X9501900504 (detectable)
 * @see R. H. Somers, American Sociological Review 27(6):799-811, 1962, doi:10.2307/2090408; R. L. Thorndike, Personnel Selection, Wiley 1949, ch. 6
 */
export function followUp(rows: readonly FollowRow[], options: FollowUpOptions = {}): FollowUp {
  const { confidence = 0.95, draws = 1999, seed = 1, poolSd } = options;
  check(rows, { confidence, draws, seed, poolSd });
  const strata = strataOf(rows);
  const known = strata.flatMap(({ rows: of }) => of);
  const regression = regress(strata);
  const { sxx, syy, sxy, df } = regression;
  const alone = rows.filter(({ later }) => later !== null).length - known.length;
  const enough = known.length >= LEAST.rows && new Set(known.map(({ fit }) => fit)).size >= LEAST.fits && df >= LEAST.df && sxx > 0;
  const t = enough ? studentQuantile((1 + confidence) / 2, df) : 0;
  const residual = Math.max(0, syy - (sxx > 0 ? (sxy * sxy) / sxx : 0)) / Math.max(1, df);
  const standardError = enough ? Math.sqrt(residual / sxx) : 0;
  const b = sxx > 0 ? sxy / sxx : 0;
  const slope = enough ? { estimate: b, low: b - t * standardError, high: b + t * standardError } : null;
  const ranks = enough ? rankTest(strata, draws, seed) : null;
  const correlation = sxx > 0 && syy > 0 ? sxy / Math.sqrt(sxx * syy) : null;
  const sdFit = Math.sqrt(sxx / Math.max(1, known.length - strata.length));
  const shrinkage = enough ? shrink(strata, b, residual, confidence) : null;
  const [took, others] = [known.filter(({ proposed }) => proposed === true).length, known.filter(({ proposed }) => proposed === false).length];
  return rounded({
    format: FOLLOW_UP_FORMAT,
    confidence,
    rows: rows.length,
    people: new Set(rows.map(({ person }) => person)).size,
    used: known.length,
    left: { unknown: rows.filter(({ later }) => later === null).length, alone },
    seen: { fit: meanOf(known.map(({ fit }) => fit)), unknownFit: meanOf(sorted(rows.filter(({ later }) => later === null).map(({ fit }) => fit))) },
    verdict: slope && ranks ? verdictOf(slope, ranks.somersD) : 'too-few',
    slope: slope && { ...slope, standardError, df },
    // the usual approximation: as many standard errors as reach from 0 past the end of the interval in 80 of 100 samples
    detectable: enough ? (t + studentQuantile(0.8, df)) * standardError : null,
    ranks: ranks && { ...ranks, seed, generator: GENERATOR },
    range: enough ? { sdFit, sdLater: Math.sqrt(syy / (known.length - strata.length)), correlation, whatIf: poolSd === undefined || correlation === null ? null : { sdFit: poolSd, correlation: unrestricted(correlation, poolSd / sdFit) } } : null,
    strata: shrinkage?.strata ?? [],
    betweenStrata: shrinkage?.between ?? null,
    proposed: { proposed: took, others, difference: enough && took >= LEAST.side && others >= LEAST.side ? deviations(strata, confidence) : null },
  });
}

function check(rows: readonly FollowRow[], { confidence, draws, seed, poolSd }: Required<Omit<FollowUpOptions, 'poolSd'>> & { readonly poolSd: number | undefined }): void {
  const issues = new Issues();
  if (!(confidence > 0 && confidence < 1)) issues.add('E_NUM_RANGE', '/confidence', `expected a number between 0 and 1, both excluded, came ${String(confidence)}`);
  if (!Number.isSafeInteger(draws) || draws < 1 || draws > 1_000_000) issues.add('E_NUM_INT', '/draws', `expected a whole number from 1 to 1,000,000, came ${String(draws)}`);
  if (!Number.isSafeInteger(seed) || seed < 0) issues.add('E_NUM_INT', '/seed', `expected a whole number from 0, came ${String(seed)}`);
  if (poolSd !== undefined && !(poolSd > 0 && poolSd <= 100)) issues.add('E_NUM_RANGE', '/poolSd', `expected a standard deviation above 0 and up to 100 points, came ${String(poolSd)}`);
  rows.forEach((row, i) => {
    for (const [field, value] of [['person', row.person], ['stratum', row.stratum ?? '-']] as const) {
      if (typeof value !== 'string' || value === '') issues.add('E_SHAPE', `/rows/${i}/${field}`, 'expected a name');
    }
    if (row.proposed !== undefined && typeof row.proposed !== 'boolean') issues.add('E_SHAPE', `/rows/${i}/proposed`, 'expected true, false or nothing');
    for (const [field, value] of [['fit', row.fit], ['later', row.later]] as const) {
      if (field === 'later' && value === null) continue;
      if (typeof value !== 'number' || !(value >= 0 && value <= 100)) issues.add('E_NUM_RANGE', `/rows/${i}/${field}`, 'expected points from 0 to 100');
    }
  });
  issues.throwIfAny();
}

interface Known {
  readonly fit: number;
  readonly later: number;
  readonly proposed: boolean | undefined;
}

interface Stratum {
  readonly name: string;
  /** By fit, then by what came later. */
  readonly rows: readonly Known[];
  readonly fit: number;
  readonly later: number;
}

/** Strata with at least two known rows, by name. Doubles are added in an order that follows from the rows alone. */
function strataOf(rows: readonly FollowRow[]): Stratum[] {
  const by = new Map<string, Known[]>();
  for (const { stratum = '', fit, later, proposed } of rows) {
    if (later === null) continue;
    const there = by.get(stratum);
    if (there) there.push({ fit, later, proposed });
    else by.set(stratum, [{ fit, later, proposed }]);
  }
  return [...by]
    .filter(([, of]) => of.length > 1)
    .sort(([a], [b]) => compareIds(a, b))
    .map(([name, of]) => {
      of.sort((a, b) => a.fit - b.fit || a.later - b.later || told(a) - told(b));
      return { name, rows: of, fit: mean(of.map(({ fit }) => fit)), later: mean(of.map(({ later }) => later)) };
    });
}

/** In an order: not known, not proposed, proposed. */
const told = ({ proposed }: Known): number => (proposed === undefined ? -1 : Number(proposed));

/** Sums of squares and products within strata, and the degrees of freedom that one slope leaves. */
function regress(strata: readonly Stratum[]): { sxx: number; syy: number; sxy: number; df: number } {
  let [sxx, syy, sxy, n] = [0, 0, 0, 0];
  for (const { rows, fit, later } of strata) {
    for (const row of rows) {
      sxx += (row.fit - fit) * (row.fit - fit);
      syy += (row.later - later) * (row.later - later);
      sxy += (row.fit - fit) * (row.later - later);
    }
    n += rows.length;
  }
  return { sxx: sxx < 1e-9 ? 0 : sxx, syy: syy < 1e-9 ? 0 : syy, sxy, df: n - strata.length - 1 };
}

function verdictOf({ low, high }: Between, somersD: number): FollowVerdict {
  if (low > 0 && somersD > 0) return 'predicts';
  return high < 0 && somersD < 0 ? 'reversed' : 'not-shown';
}

/** Thorndike's case II: the correlation among a pool whose fits scatter `u` times as much, the regression and its scatter staying as they are. */
function unrestricted(r: number, u: number): number {
  return (r * u) / Math.sqrt(1 - r * r + r * r * u * u);
}

/** Somers' D of what came later given the fit, over the pairs of each stratum with different fits; p two-sided, over shuffles of the later values within strata. */
function rankTest(strata: readonly Stratum[], draws: number, seed: number): { somersD: number; pairs: number; p: number; method: 'shuffled' | 'normal'; draws: number } | null {
  let [pairs, observed, all, variance] = [0, 0, 0, 0];
  for (const { rows } of strata) {
    const found = concordance(rows);
    pairs += found.pairs;
    observed += found.sum;
    all += (rows.length * (rows.length - 1)) / 2;
    variance += kendallVariance(rows.map(({ fit }) => fit), rows.map(({ later }) => later));
  }
  if (pairs === 0) return null;
  const somersD = observed / pairs;
  if (variance <= 0) return { somersD, pairs, p: 1, method: 'shuffled', draws: 0 }; // nothing that could fall otherwise
  if (all > MOST_PAIRS) return { somersD, pairs, p: Math.max(1e-6, normalTwoSided(observed / Math.sqrt(variance))), method: 'normal', draws: 0 };
  let extreme = 0;
  const from = stream(seed, 'follow-up');
  const shuffled = strata.map(({ rows }) => Float64Array.from(rows, ({ later }) => later));
  for (let draw = 0; draw < draws; draw++) {
    let sum = 0;
    strata.forEach(({ rows }, s) => {
      const later = shuffled[s]!;
      for (let i = later.length - 1; i > 0; i--) {
        const j = below(i + 1, from);
        const value = later[i]!;
        later[i] = later[j]!;
        later[j] = value;
      }
      for (let i = 0; i < rows.length; i++) for (let j = i + 1; j < rows.length; j++) if (rows[i]!.fit !== rows[j]!.fit) sum += Math.sign(later[j]! - later[i]!);
    });
    if (Math.abs(sum) >= Math.abs(observed)) extreme++;
  }
  return { somersD, pairs, p: (extreme + 1) / (draws + 1), method: 'shuffled', draws };
}

/**
 * Over the pairs with different fits: how many, and how many more went the way of the fits than against it. Rows by fit; those before are counted in a tree of
 * sums over the order of what came later.
 * @see P. M. Fenwick, Software: Practice and Experience 24(3):327-336, 1994, doi:10.1002/spe.4380240306
 */
function concordance(rows: readonly Known[]): { pairs: number; sum: number } {
  const place = new Map(sorted([...new Set(rows.map(({ later }) => later))]).map((value, k) => [value, k + 1]));
  const tree = new Int32Array(place.size + 1);
  const upTo = (at: number): number => {
    let count = 0;
    for (let k = at; k > 0; k -= k & -k) count += tree[k]!;
    return count;
  };
  let [pairs, sum] = [0, 0];
  for (let from = 0; from < rows.length; ) {
    let to = from;
    while (to < rows.length && rows[to]!.fit === rows[from]!.fit) {
      const at = place.get(rows[to++]!.later)!;
      pairs += from;
      sum += upTo(at - 1) - (from - upTo(at)); // below it, less above it
    }
    for (; from < to; from++) for (let k = place.get(rows[from]!.later)!; k <= place.size; k += k & -k) tree[k]!++;
  }
  return { pairs, sum };
}

/**
 * The variance of Kendall's S over all pairings of two lists, ties in both taken into account.
 * @see M. G. Kendall, Rank Correlation Methods, 4th ed., Griffin 1970, section 4.4
 */
function kendallVariance(x: readonly number[], y: readonly number[]): number {
  const n = x.length;
  const [a, b] = [ties(x), ties(y)];
  const v0 = n * (n - 1) * (2 * n + 5);
  let variance = (v0 - a.v - b.v) / 18 + (a.pairs * b.pairs) / (2 * n * (n - 1));
  if (n > 2) variance += (a.triples * b.triples) / (9 * n * (n - 1) * (n - 2));
  return variance;
}

/** Sums over groups of t equal values: t(t-1)(2t+5), t(t-1) and t(t-1)(t-2). */
function ties(values: readonly number[]): { v: number; pairs: number; triples: number } {
  const sums = { v: 0, pairs: 0, triples: 0 };
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  for (const t of counts.values()) {
    sums.v += t * (t - 1) * (2 * t + 5);
    sums.pairs += t * (t - 1);
    sums.triples += t * (t - 1) * (t - 2);
  }
  return sums;
}

/**
 * What each stratum is above or below its fits, drawn to the middle by empirical Bayes: variance between strata by the weighted moments of Morris (1983, section 5),
 * the shrinkage less by (k - 3) / (k - 1) for having been estimated, the interval with the variance that the estimate adds.
 */
function shrink(strata: readonly Stratum[], slope: number, residual: number, confidence: number): { strata: FollowedStratum[]; between: number | null } {
  const k = strata.length;
  const effects = strata.map(({ rows, fit, later }) => ({ n: rows.length, y: later - slope * fit, v: residual / rows.length }));
  const all = effects.reduce((sum, { n }) => sum + n, 0);
  const middle = effects.reduce((sum, { n, y }) => sum + n * y, 0) / all;
  const possible = k >= LEAST.strata && residual > 0;
  const { variance, mu } = possible ? betweenOf(effects) : { variance: 0, mu: middle };
  const meanV = meanOf(effects.map(({ v }) => v)) ?? 0;
  const z = normalQuantile((1 + confidence) / 2);
  return {
    between: possible ? Math.sqrt(variance) : null,
    strata: strata.map(({ name, rows, fit, later }, s) => {
      const { y, v } = effects[s]!;
      const pull = (((k - 3) / (k - 1)) * v) / (v + variance); // B of the paper
      const estimate = (1 - pull) * (y - mu);
      const spread = v * (1 - ((k - 1) / k) * pull) + ((2 / (k - 3)) * pull * pull * ((meanV + variance) / (v + variance))) * (y - mu) * (y - mu);
      const half = possible ? z * Math.sqrt(spread) : 0;
      // told against the mean over strata that the shrinkage uses
      return { stratum: name, rows: rows.length, fit, later, raw: y - mu, shrunk: possible ? { estimate, low: estimate - half, high: estimate + half } : null, reliability: possible ? variance / (variance + v) : null };
    }),
  };
}

/** The variance between strata, weights 1 / (v + variance), not below 0; and the mean under these weights. */
function betweenOf(effects: readonly { readonly y: number; readonly v: number }[]): { variance: number; mu: number } {
  const k = effects.length;
  let [variance, mu] = [0, 0];
  for (let round = 0; round < 200; round++) {
    let [weights, sum] = [0, 0];
    for (const { y, v } of effects) {
      weights += 1 / (v + variance);
      sum += y / (v + variance);
    }
    mu = sum / weights;
    let found = 0;
    for (const { y, v } of effects) found += ((k / (k - 1)) * (y - mu) * (y - mu) - v) / (v + variance);
    const next = Math.max(0, found / weights);
    const close = Math.abs(next - variance) <= 1e-12 * (1 + variance);
    variance = next;
    if (close) break;
  }
  return { variance, mu };
}

/** Those who took what was proposed against the others, at the same fit and within strata: the second coefficient of a regression with both. */
function deviations(strata: readonly Stratum[], confidence: number): Between | null {
  const stated = strata.map(({ rows }) => rows.filter(({ proposed }) => proposed !== undefined)).filter((rows) => rows.length > 1);
  let [xx, xd, dd, xy, dy, yy, n] = [0, 0, 0, 0, 0, 0, 0];
  for (const rows of stated) {
    const [fit, later, share] = [mean(rows.map((row) => row.fit)), mean(rows.map((row) => row.later)), mean(rows.map((row) => Number(row.proposed)))];
    for (const row of rows) {
      const [x, y, d] = [row.fit - fit, row.later - later, Number(row.proposed) - share];
      xx += x * x;
      xd += x * d;
      dd += d * d;
      xy += x * y;
      dy += d * y;
      yy += y * y;
    }
    n += rows.length;
  }
  const df = n - stated.length - 2;
  const left = dd - (xx > 0 ? (xd * xd) / xx : 0); // of the difference that the fit does not explain
  if (df < LEAST.df || !(left > 1e-9 * dd)) return null;
  const estimate = (dy - (xx > 0 ? (xd * xy) / xx : 0)) / left;
  const b = xx > 0 ? (xy - estimate * xd) / xx : 0;
  const residual = Math.max(0, yy - b * xy - estimate * dy) / df;
  const half = studentQuantile((1 + confidence) / 2, df) * Math.sqrt(residual / left);
  return { estimate, low: estimate - half, high: estimate + half };
}

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
const meanOf = (values: readonly number[]): number | null => (values.length > 0 ? mean(values) : null);
const sorted = (values: readonly number[]): number[] => [...values].sort((a, b) => a - b);

/** Every number of a document to six decimals, without a negative zero. */
function rounded<T>(value: T): T {
  if (typeof value === 'number') return ((Number.isInteger(value) ? value : Math.round(value * 1e6) / 1e6) + 0) as T;
  if (Array.isArray(value)) return value.map((each: unknown) => rounded(each)) as T;
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, rounded(each as unknown)])) as T;
  return value;
}
