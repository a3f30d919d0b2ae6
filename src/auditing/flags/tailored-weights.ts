import { clopperPearson, type Interval } from '../../stats/index.js';
import { below, stream, type Stream } from '../../stats/streams.js';
import type { Measure } from '../audit-document.js';
import type { Case } from '../case.js';
import type { Study } from '../study.js';
import { asRole, byText, cannot, chosenOf, NONE, rivalsOf, sign, together, type Signs } from './sign.js';
import { compare, lastEntry, marksOf, seriesOf, weightsAt, type Fraction, type Series } from './totals.js';
import { dayNumber } from './pools.js';

/** How far a weight may move from the stated one, as a share of all weight: 10 hundredths. */
export const DELTA = 0.1;
/** The winner stands on few weights where he comes first under at most this share of all of them. */
export const FEW = 0.1;

const FLAG = { alternatives: ['expertise-differs', 'lawful-exception', 'correction-of-error', 'chance', 'record-incomplete'], ask: ['ask-spec-writer', 'recompute-scores', 'see-document', 'compare-siblings'] };

/** What somebody chosen has above somebody who was not, on each criterion. */
export type Lead = readonly number[];

/** A share of weights: exactly (no draws), or by draws with its interval. */
export interface Share { readonly value: number; readonly interval: Interval | null; readonly draws: number }

/**
 * Decisions whose winner comes first under few weights of the criteria, or whose weights were changed when the applicants were known.
 *
 * A vector of weights (0 or more, sum 1) admits the winner if under it nobody left behind (not stated ineligible, not withdrawn, all marks known) has
 * more points than anybody chosen. Measured are the share of all vectors, and of those in which no weight is further than `DELTA` from the stated one:
 * exactly for two criteria, where the vectors are a line and each rival cuts off one end of it; else by `study.draws` vectors drawn uniformly, with the
 * Clopper-Pearson interval. The sign: at most `FEW` of all (upper end of the interval), though he is first under the stated ones; or a weight
 * that differs since applications closed (since names were opened where only that day is on record).
 *
 * A rival with an unknown mark is left out and counted, so the shares are upper bounds. A specialist also stands on few weights: whoever is best in one thing only.
 * O(draws * rivals * criteria). Uniform on the simplex: the gaps of sorted uniform numbers. @see L. Devroye, Non-Uniform Random Variate Generation, 1986, chapter V.2
 */
export function tailoredWeights(study: Study): Signs {
  if (!study.past.scores?.some((s) => s.criterion !== undefined)) return cannot('tailored-weights', 'no-scores');
  if (!study.past.weights || study.past.weights.length === 0) return cannot('tailored-weights', 'no-weights');
  const histories = seriesOf(study);
  const drawn = new Map<number, Weights>(); // all decisions with as many criteria are asked under the same weights
  const all = (criteria: number): Weights => {
    const weights = drawn.get(criteria) ?? allWeights(criteria, study.draws, stream(study.seed, `tailored-weights of ${criteria}`));
    drawn.set(criteria, weights);
    return weights;
  };
  return together(study.cases.map((c) => ofCase(study, c, (histories.get(c.id) ?? []).filter((s) => s.criterion !== null), all)));
}

function ofCase(study: Study, c: Case, series: readonly Series[], all: (criteria: number) => Weights): Signs {
  const no = (because: Parameters<typeof cannot>[1]): Signs => cannot('tailored-weights', because, c.id);
  const weights = weightsAt(study, c.id, c.day);
  if (!weights) return no('no-weights');
  const criteria = [...weights.keys()].filter((k) => weights.get(k)! > 0 || series.some((s) => s.criterion === k)); // one that counts nothing and that nobody was marked on is none
  const sum = [...weights.values()].reduce((a, b) => a + b, 0);
  if (criteria.length < 2 || sum === 0) return no('no-weights');
  if (series.length === 0) return no('no-scores');
  const marks = marksOf(series, lastEntry(c.day));
  const vectorOf = (person: string): readonly Fraction[] | null => {
    const own = criteria.map((k) => marks.get(person)?.get(k));
    return own.every((m) => m !== undefined) ? own : null;
  };
  const chosen = chosenOf(c).map((p) => vectorOf(p.person));
  if (chosen.length === 0) return no('nobody-chosen');
  if (chosen.includes(null)) return no('score-of-chosen-unknown');
  const rivals = rivalsOf(c);
  const known = rivals.map((p) => vectorOf(p.person)).filter((v) => v !== null);
  if (known.length === 0) return no('one-candidate');

  const leads = leadsOf(chosen.filter((v) => v !== null), known);
  const stated = criteria.map((k) => weights.get(k)! / sum);
  const first = admits(leads, criteria.map((k) => weights.get(k)!));
  const change = changeOf(study, c, criteria, leads);
  if (!change.changed && !(first && fewAmong(leads, all(criteria.length)))) return NONE; // the common case, without counting to the end
  const whole = shareOf(leads, all(criteria.length));
  if (!change.changed && high(whole) > FEW) return NONE;
  const near = shareOf(leads, weightsNear(stated, DELTA, study.draws, stream(study.seed, `tailored-weights/${c.id}`)));
  const interval = (label: string, share: Share): Measure[] => (share.interval ? [{ name: `${label}-low`, value: share.interval.low, unit: 'share' }, { name: `${label}-high`, value: high(share), unit: 'share' }] : []);
  const measured: Measure[] = [
    { name: 'weights-all', value: whole.value, unit: 'share' }, ...interval('weights-all', whole),
    { name: 'weights-near', value: near.value, unit: 'share' }, ...interval('weights-near', near),
    { name: 'weights-distance', value: DELTA, unit: 'share' },
    { name: 'weights-drawn', value: whole.draws, unit: 'count' },
    { name: 'criteria', value: criteria.length, unit: 'count' },
    { name: 'first-under-stated', value: first ? 'yes' : 'no', unit: 'code' },
    { name: 'rivals', value: known.length, unit: 'people' },
    { name: 'rivals-left-out', value: rivals.length - known.length, unit: 'people' },
    { name: 'weights-changed-late', value: change.known ? change.criteria.length : null, unit: 'count' },
    { name: 'first-before-change', value: change.before === null ? null : change.before ? 'yes' : 'no', unit: 'code' },
    ...(change.on === null ? [] : [{ name: 'last-change', value: change.on, unit: 'date' } as const]),
  ];
  const people = [...asRole('chosen', chosenOf(c).map((p) => p.person)), ...asRole('actor', change.by)];
  return { findings: [sign(c, { code: 'tailored-weights', rung: 'scores', people, measured, row: change.row, ...FLAG })], cannot: [] };
}

/** One lead for each pair of chosen and rival; of several equal ones one. Marks are brought to whole numbers by the least common multiple of their denominators. */
function leadsOf(chosen: readonly (readonly Fraction[])[], rivals: readonly (readonly Fraction[])[]): readonly Lead[] {
  const scale = [...chosen, ...rivals].flat().reduce((l, f) => (l / gcd(l, f.by)) * f.by, 1n);
  const whole = (f: Fraction): bigint => f.of * (scale / f.by);
  const leads = chosen.flatMap((a) => rivals.map((b) => a.map((f, k) => Number(whole(f) - whole(b[k]!)))));
  return [...new Map(leads.map((lead) => [lead.join(), lead])).entries()].sort(([a], [b]) => byText(a, b)).map(([, lead]) => lead);
}

function gcd(a: bigint, b: bigint): bigint {
  return b === 0n ? a : gcd(b, a % b);
}

/** Whether no lead is negative under these weights, exactly: 0.000001 parts of any scale. */
const admits = (leads: readonly Lead[], weights: readonly number[]): boolean => leads.every((lead) => lead.reduce((sum, x, k) => sum + BigInt(x) * BigInt(weights[k]!), 0n) >= 0n);

const points = (lead: Lead, weights: readonly number[]): number => lead.reduce((sum, x, k) => sum + x * weights[k]!, 0);

const high = (share: Share): number => (share.interval === null ? share.value : share.interval.high === 'infinite' ? 1 : share.interval.high);

/** Weights to ask under: part of the line of two criteria (the first one's weight, from and to), or draws. */
export type Weights = { readonly line: readonly [number, number] } | { readonly draws: readonly (readonly number[])[] };

/** All weights of so many criteria, 0 or more with sum 1. */
export function allWeights(criteria: number, draws: number, from: Stream): Weights {
  return criteria === 2 ? { line: [0, 1] } : { draws: Array.from({ length: draws }, () => simplex(criteria, from)) };
}

/** Those of them in which none is further than `delta` from the stated one. */
export function weightsNear(stated: readonly number[], delta: number, draws: number, from: Stream): Weights {
  return stated.length === 2 ? { line: [Math.max(0, stated[0]! - delta), Math.min(1, stated[0]! + delta)] } : { draws: Array.from({ length: draws }, () => box(stated, delta, from)) };
}

/** Share of these weights under which no lead is negative; 1 where there is no lead. Exact on a line. */
export function shareOf(leads: readonly Lead[], among: Weights): Share {
  if ('line' in among) return { value: onLine(leads, among.line), interval: null, draws: 0 };
  const m = among.draws.length;
  const b = among.draws.filter((weights) => leads.every((lead) => points(lead, weights) >= 0)).length;
  return { value: b / m, interval: clopperPearson(b, m), draws: m };
}

/** Whether the share may be `FEW` or less: counting stops where it is more already. */
function fewAmong(leads: readonly Lead[], among: Weights): boolean {
  if ('line' in among) return onLine(leads, among.line) <= FEW;
  let left = FEW * among.draws.length;
  return !among.draws.some((weights) => leads.every((lead) => points(lead, weights) >= 0) && --left < 0);
}

/** Two criteria: a lead (p, q) admits the weights w of the first with w p + (1 - w) q >= 0, one end of the line. */
function onLine(leads: readonly Lead[], [from, to]: readonly [number, number]): number {
  let [low, high] = [from, to];
  for (const [p, q] of leads as readonly (readonly [number, number])[]) {
    if (p === q) {
      if (p < 0) return 0;
    } else if (p > q) low = Math.max(low, -q / (p - q));
    else high = Math.min(high, q / (q - p));
  }
  return Math.max(0, high - low) / (to - from);
}

/** Parts in which weights are drawn: whole numbers, so that sums of points are exact. */
const PARTS = 1_000_000;

/** Weights drawn uniformly among all, in parts of a million. */
function simplex(criteria: number, from: Stream): readonly number[] {
  const cuts = Array.from({ length: criteria - 1 }, () => below(PARTS + 1, from)).sort((a, b) => a - b);
  return [...cuts, PARTS].map((cut, k) => cut - (cuts[k - 1] ?? 0));
}

/** Weights drawn uniformly among those near the stated ones: all but the last in their box, kept if the last is in its own. */
function box(stated: readonly number[], delta: number, from: Stream): readonly number[] {
  const centre = stated.map((w) => Math.round(w * PARTS));
  const reach = Math.round(delta * PARTS);
  const inside = (w: number, k: number): boolean => w >= 0 && w <= PARTS && Math.abs(w - centre[k]!) <= reach;
  for (;;) {
    const weights = centre.slice(0, -1).map((w) => w - reach + below(2 * reach + 1, from));
    const last = PARTS - weights.reduce((a, b) => a + b, 0);
    if (inside(last, centre.length - 1) && weights.every(inside)) return [...weights, last];
  }
}

interface Change {
  /** A day from which applicants were known is on record. */
  readonly known: boolean;
  readonly changed: boolean;
  readonly criteria: readonly string[];
  /** First under the weights before; null: nothing changed, or a criterion that counted then has no marks. */
  readonly before: boolean | null;
  readonly by: readonly string[];
  readonly on: string | null;
  readonly row: string | null;
}

/** What differs between the weights on the day applicants were known and those that counted. A criterion that came later differs. Weights that were on record for the first time after that day are no change: nothing says what held before. */
function changeOf(study: Study, c: Case, asked: readonly string[], leads: readonly Lead[]): Change {
  const since = c.closed ?? c.opened;
  const none = { known: since !== null, changed: false, criteria: [], before: null, by: [], on: null, row: null };
  if (since === null || since >= c.day) return none;
  const [was, is] = [weightsAt(study, c.id, since), weightsAt(study, c.id, c.day)!];
  const criteria = [...is.keys()].filter((k) => !sameShare(was, is, k));
  if (was === null || criteria.length === 0) return none;
  const rows = (study.past.weights ?? [])
    .filter((w) => (w.decision === undefined || w.decision === c.id) && criteria.includes(w.criterion) && dayNumber(w.on) > since && dayNumber(w.on) <= c.day)
    .sort((a, b) => byText(a.on, b.on) || byText(a.criterion, b.criterion) || byText(a.row ?? '', b.row ?? ''));
  const counted = [...was].filter(([, weight]) => weight > 0).map(([k]) => k);
  const before = counted.every((k) => asked.includes(k)) ? admits(leads, asked.map((k) => was.get(k) ?? 0)) : null;
  return { known: true, changed: true, criteria, before, by: rows.flatMap((w) => w.by ?? []), on: rows.at(-1)?.on ?? null, row: rows.find((w) => w.row !== undefined)?.row ?? null };
}

function sameShare(was: ReadonlyMap<string, number> | null, is: ReadonlyMap<string, number>, criterion: string): boolean {
  if (!was) return false;
  const total = (weights: ReadonlyMap<string, number>): bigint => BigInt([...weights.values()].reduce((a, b) => a + b, 0));
  const share = (weights: ReadonlyMap<string, number>): Fraction => ({ of: BigInt(weights.get(criterion) ?? 0), by: total(weights) });
  return total(was) > 0n && compare(share(was), share(is)) === 0;
}
