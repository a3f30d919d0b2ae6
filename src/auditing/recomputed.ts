import { toUnits } from '../model/decimal.js';
import { compareTexts } from '../model/ids.js';
import { recompute, type Inputs, type Method, type StoredScore } from '../scoring/index.js';
import { fitUnits, ofUnits, over, plus, ratio, times, toWhole, ZERO, type Ratio } from '../scoring/ratio.js';
import { dayIn } from './appointments.js';
import type { Measure } from './audit-document.js';
import type { Because, Case, Considered } from './case.js';
import type { PastScore, PastWeight } from './past.js';
import type { Part, RawFinding, Study } from './study.js';

const ALTERNATIVES = ['clerical-error', 'correction-of-error', 'record-incomplete', 'extraction-error'] as const;
/** 1/10,000 points in one unit of the last decimal, by the number of decimals. */
const STEPS = [10_000, 1_000, 100, 10, 1] as const;
const ASK = ['recompute-scores', 'see-score-sheets', 'see-document'] as const;

/** A criterion with its weight in units of 1e-6. */
interface Weighted {
  readonly criterion: string;
  readonly weight: number;
}

/**
 * Stored totals that do not follow from the scores and weights of the record: `score-mismatch`, one finding a person, with the difference in
 * 1/10,000 point. Of each person the last score of every criterion and rater on or before the day of the decision counts, raters of one
 * criterion by their mean; weights are the last on or before that day, those of the decision before those for all. A total may be the sum of
 * score times weight or that sum over the weights, rounded half up or cut off at the decimals the totals of the decision have: only what follows
 * from none of these is told. Where a day was given the stated total is also held against the fit of the engine, both its ends where something is unknown.
 * All of it exact fractions. `cannot` (part `recomputed`) where scores, weights or totals are missing. O(scores * log).
 */
export function recomputedOf(study: Study): Part<null> {
  const record = new ScoreRecord(study);
  if (!study.past.scores && !study.cases.some((c) => c.from === 'recomputed')) record.say(null, 'no-score-history');
  for (const c of study.cases) record.check(c);
  return { section: null, findings: record.findings, cannot: [...record.unknown.values()] };
}

class ScoreRecord {
  readonly findings: RawFinding[] = [];
  readonly unknown = new Map<string, Part<null>['cannot'][number]>();
  private readonly study: Study;
  private readonly scores = new Map<string, PastScore[]>();
  /** Totals as the candidates' rows state them, in 1/10,000 point, by decision and person. */
  private readonly totals = new Map<string, number>();

  /** By decision; those for all under the empty name. */
  private readonly weights = new Map<string, PastWeight[]>();

  constructor(study: Study) {
    this.study = study;
    for (const w of study.past.weights ?? []) {
      const of = this.weights.get(w.decision ?? '');
      if (of) of.push(w);
      else this.weights.set(w.decision ?? '', [w]);
    }
    for (const s of study.past.scores ?? []) {
      const of = this.scores.get(s.decision);
      if (of) of.push(s);
      else this.scores.set(s.decision, [s]);
    }
    for (const c of study.past.candidates ?? []) if (c.score !== undefined) this.totals.set(`${c.decision} ${c.person}`, Math.round(c.score * 10_000));
  }

  say(decision: string | null, because: Because): void {
    this.unknown.set(`${decision ?? ''} ${because}`, { decision, part: 'recomputed', because });
  }

  check(c: Case): void {
    const stated = c.people.flatMap((p) => {
      // a recomputed case has the fits of the engine, not what was stated
      const total = this.totals.get(`${c.id} ${p.person}`) ?? (c.from === 'stated' ? p.score : null);
      return total === null ? [] : [{ p, total }];
    });
    if (c.people.length > 0 && stated.length === 0) return this.say(c.id, 'no-scores');
    const decimals = decimalsOf(stated.map((s) => s.total));
    if (this.study.past.scores) this.byCriteria(c, stated, decimals);
    if (c.from === 'recomputed') this.byEngine(c, stated, decimals);
  }

  private byCriteria(c: Case, stated: readonly { readonly p: Considered; readonly total: number }[], decimals: number): void {
    if (stated.length === 0) return;
    const scores = lastScores(this.scores.get(c.id) ?? [], c.day);
    if (scores.size === 0) return this.say(c.id, 'no-score-history');
    const weights = this.weightsOf(c);
    const scored = new Set([...scores.values()].flatMap((of) => [...of.keys()]));
    const weighted = new Set(weights.map((w) => w.criterion));
    if (weights.every((w) => w.weight === 0) || [...scored].some((criterion) => !weighted.has(criterion))) return this.say(c.id, 'no-weights');
    const counting = weights.filter((w) => w.weight > 0);
    const rows: StoredScore[] = [];
    for (const { p, total } of stated) {
      const inputs = inputsOf(counting, scores.get(p.person));
      if (inputs) rows.push({ id: p.person, inputs, score: total / 10_000 });
      else this.say(c.id, 'no-data');
    }
    const [mean, ...others] = methodsOf(counting, decimals);
    const people = new Map(stated.map((s) => [s.p.person, s] as const));
    for (const row of recompute(rows, mean!, { decimals, candidates: others }).rows) {
      if (row.status !== 'differs' || row.reproducedBy.length > 0) continue;
      const { p, total } = people.get(row.id)!;
      this.find(c, p, [
        { name: 'against', value: 'criteria', unit: 'code' }, { name: 'stated', value: total, unit: 'points' }, { name: 'recomputed', value: row.low / 100, unit: 'points' },
        { name: 'off', value: row.off / 100, unit: 'points' }, { name: 'criteria', value: counting.length, unit: 'count' },
      ]);
    }
  }

  /** The last weight of each criterion by the day of the decision; its own before those for all of the same day. */
  private weightsOf(c: Case): readonly Weighted[] {
    const last = new Map<string, { readonly on: number; readonly weight: number }>();
    for (const w of [...(this.weights.get('') ?? []), ...(this.weights.get(c.id) ?? [])]) {
      const on = dayIn(w.on);
      const before = last.get(w.criterion);
      if (on > c.day || (before && before.on > on)) continue;
      const weight = toUnits(w.weight);
      last.set(w.criterion, { on, weight: typeof weight === 'number' ? weight : 0 });
    }
    return [...last].map(([criterion, { weight }]) => ({ criterion, weight })).sort((a, b) => compareTexts(a.criterion, b.criterion));
  }

  private byEngine(c: Case, stated: readonly { readonly p: Considered; readonly total: number }[], decimals: number): void {
    const step = STEPS[decimals]!;
    for (const { p, total } of stated) {
      if (p.score === null || p.scoreHigh === null) {
        this.say(c.id, 'no-data');
        continue;
      }
      const low = Math.floor(p.score / step) * step;
      const high = Math.floor((2 * p.scoreHigh + step) / (2 * step)) * step;
      const off = total < low ? total - low : total > high ? total - high : 0;
      if (off === 0) continue;
      this.find(c, p, [
        { name: 'against', value: 'engine', unit: 'code' }, { name: 'stated', value: total, unit: 'points' }, { name: 'recomputed', value: p.score, unit: 'points' },
        { name: 'recomputed-high', value: p.scoreHigh, unit: 'points' }, { name: 'off', value: off, unit: 'points' },
      ]);
    }
  }

  private find(c: Case, p: Considered, measured: readonly Measure[]): void {
    this.findings.push({
      id: '', kind: 'flag', code: 'score-mismatch', rung: 'scores', decision: c.id, position: c.position, unit: c.unit, on: c.on, document: c.document, row: p.row ?? c.row, tie: null,
      people: [{ role: p.chosen ? 'chosen' : 'rival', person: p.person }], measured, effect: null, test: null, rule: null, alternatives: ALTERNATIVES, ask: ASK, rate: null, reply: null,
    });
  }
}

/** Decimals that the finest of these totals has, 0 to 4. */
function decimalsOf(totals: readonly number[]): number {
  return STEPS.findIndex((step) => totals.every((total) => total % step === 0));
}

/** By person and criterion the last value of each rater on or before a day, in 1e-6 units. */
function lastScores(entries: readonly PastScore[], day: number): ReadonlyMap<string, ReadonlyMap<string, readonly number[]>> {
  const last = new Map<string, Map<string, Map<string, PastScore>>>();
  for (const entry of entries) {
    if (entry.criterion === undefined || dayIn(entry.on) > day) continue;
    const of = last.get(entry.person) ?? new Map<string, Map<string, PastScore>>();
    last.set(entry.person, of);
    const by = of.get(entry.criterion) ?? new Map<string, PastScore>();
    of.set(entry.criterion, by);
    by.set(entry.by ?? '', entry); // in normal form the entries of one rater rise by day and order
  }
  const units = (by: ReadonlyMap<string, PastScore>): readonly number[] => [...by.values()].flatMap((s) => {
    const value = toUnits(s.value);
    return typeof value === 'number' ? [value] : [];
  });
  return new Map([...last].map(([person, of]) => [person, new Map([...of].map(([criterion, by]) => [criterion, units(by)]))]));
}

/** Inputs `k/r`: the r-th rater of the k-th criterion; undefined where a criterion has no score. */
function inputsOf(weights: readonly Weighted[], scores: ReadonlyMap<string, readonly number[]> | undefined): Inputs | undefined {
  const inputs: Record<string, number> = {};
  for (const [k, { criterion }] of weights.entries()) {
    const values = scores?.get(criterion) ?? [];
    if (values.length === 0) return undefined;
    values.forEach((value, r) => { inputs[`${k}/${r}`] = value / 1_000_000; });
  }
  return inputs;
}

/** How a total may follow from the scores: first the sum over the weights, then the sum as it stands, then both cut off at the decimals. */
function methodsOf(weights: readonly Weighted[], decimals: number): readonly Method[] {
  const all = ofUnits(weights.reduce((sum, w) => sum + w.weight, 0));
  const sum = (inputs: Inputs): Ratio => weights.reduce((total, { weight }, k) => {
    const values = Object.entries(inputs).flatMap(([key, value]) => (key.startsWith(`${k}/`) ? [ofUnits(Math.round((value as number) * 1_000_000))] : []));
    return plus(total, times(ofUnits(weight), over(values.reduce(plus, ZERO), ratio(values.length))));
  }, ZERO);
  const mean = (inputs: Inputs): Ratio => over(sum(inputs), all);
  const scale = 10_000 / STEPS[decimals]!;
  const cut = (x: Ratio): Ratio => ratio(toWhole(times(x, ratio(scale)), 'down'), scale);
  const made = (name: string, of: (inputs: Inputs) => Ratio): Method => ({
    name, inputs: [], range: { low: 0, high: 0 },
    score: (inputs) => {
      const exact = of(inputs);
      return { low: fitUnits(exact), high: fitUnits(exact), parts: [], exact: { low: exact, high: exact }, exactParts: [], review: [] };
    },
  });
  return [made('sum-over-weights', mean), made('sum', sum), made('sum-over-weights-cut', (i) => cut(mean(i))), made('sum-cut', (i) => cut(sum(i)))];
}
