import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/auditing/case.js';
import type { Past, PastScore } from '../../src/auditing/past.js';
import { recomputedOf } from '../../src/auditing/recomputed.js';
import { caseOf, considered, studyOf } from './support/study.js';
import { times } from '../support/times.js';

const WEIGHTS: NonNullable<Past['weights']> = [{ criterion: 'paper', weight: 20, on: '2026-01-01' }, { criterion: 'interview', weight: 80, on: '2026-01-01' }];
const score = (criterion: string, value: number, rest: Partial<PastScore> = {}): PastScore => ({ decision: 'd', person: 'p', criterion, value, on: '2026-01-02', ...rest });
/** 0.2 * 75 + 0.8 * 81 = 79.8 */
const SCORES = [score('paper', 75), score('interview', 81)];
const decided = (total: number, rest: Partial<Parameters<typeof considered>[0]> = {}): Case[] => [caseOf({ id: 'd', people: [considered({ person: 'p', chosen: true, score: Math.round(total * 10_000), row: 'c.csv:2', ...rest })] })];

function check(past: Past, cases: readonly Case[]): { off: unknown[]; cannot: string[]; findings: ReturnType<typeof recomputedOf>['findings'] } {
  const { findings, cannot } = recomputedOf(studyOf({ past, cases }));
  return { findings, off: findings.map((f) => f.measured.find((m) => m.name === 'off')?.value), cannot: cannot.map((c) => `${c.decision ?? '-'} ${c.because}`) };
}
const off = (past: Past, total: number): unknown[] => check(past, decided(total)).off;

describe('a stated total against the scores and weights of the record', () => {
  it('is told with its row where it does not follow, by how much', () => {
    const { findings: [f], off: o, cannot } = check({ weights: WEIGHTS, scores: SCORES }, decided(81.3));
    expect([o, cannot]).toEqual([[15_000], []]);
    expect([f!.code, f!.kind, f!.rung, f!.row, f!.people]).toEqual(['score-mismatch', 'flag', 'scores', 'c.csv:2', [{ role: 'chosen', person: 'p' }]]);
    expect(f!.measured).toEqual([
      { name: 'against', value: 'criteria', unit: 'code' }, { name: 'stated', value: 813_000, unit: 'points' }, { name: 'recomputed', value: 798_000, unit: 'points' },
      { name: 'off', value: 15_000, unit: 'points' }, { name: 'criteria', value: 2, unit: 'count' },
    ]);
  });
  it('follows as the sum over the weights, as the sum as it stands, rounded or cut off', () => {
    expect(off({ weights: WEIGHTS, scores: SCORES }, 79.8)).toEqual([]);
    expect(off({ weights: WEIGHTS, scores: SCORES }, 7980)).toEqual([]);
    expect(off({ weights: WEIGHTS, scores: SCORES }, 80)).toEqual([]); // no decimals: 79.8 rounded
    expect(off({ weights: WEIGHTS, scores: SCORES }, 79)).toEqual([]); // cut off
    expect(off({ weights: WEIGHTS, scores: SCORES }, 78)).toEqual([-20_000]);
    expect(off({ weights: WEIGHTS, scores: SCORES }, 79.81)).toEqual([100]);
  });
  it('takes the mean of the raters exactly, and the last score of each by the day of the decision', () => {
    const raters = [score('interview', 81, { by: 'a' }), score('interview', 82, { by: 'b' }), score('interview', 82, { by: 'c' }), score('paper', 70)]; // 245/3 and 70: 79.3333...
    expect(off({ weights: WEIGHTS, scores: raters }, 79.3333)).toEqual([]);
    expect(off({ weights: WEIGHTS, scores: raters }, 79.3335)).toEqual([2]);
    const later = [...SCORES, score('interview', 91, { on: '2026-01-03' }), score('interview', 11, { on: '2026-01-03', order: 0 }), score('interview', 86, { on: '2026-01-03', order: 1 }), score('interview', 0, { on: '2026-01-06' })];
    expect(off({ weights: WEIGHTS, scores: later }, 83.8)).toEqual([]); // 15 + 0.8 * 86
  });
  it('takes the last weights by that day, those of the decision first', () => {
    const weights = [...WEIGHTS, { criterion: 'paper', weight: 80, on: '2026-01-04', decision: 'd' }, { criterion: 'paper', weight: 30, on: '2026-01-04' }, { criterion: 'interview', weight: 20, on: '2026-01-04' }, { criterion: 'paper', weight: 1, on: '2026-01-06' }, { criterion: 'paper', weight: 2, on: '2026-01-05', decision: 'other' }];
    expect(off({ weights, scores: SCORES }, 76.2)).toEqual([]);
    expect(off({ weights: [...weights].reverse(), scores: SCORES }, 76.2)).toEqual([]);
  });
  it('is unknown without scores, weights, one of the criteria, or a total', () => {
    expect(check({ weights: WEIGHTS }, decided(1)).cannot).toEqual(['- no-score-history']);
    expect(check({ weights: WEIGHTS, scores: [] }, decided(1)).cannot).toEqual(['d no-score-history']);
    expect(check({ scores: SCORES }, decided(1)).cannot).toEqual(['d no-weights']);
    expect(check({ scores: SCORES, weights: WEIGHTS.slice(1) }, decided(1)).cannot).toEqual(['d no-weights']);
    expect(check({ scores: SCORES.slice(1), weights: WEIGHTS }, decided(1)).cannot).toEqual(['d no-data']);
    const none = check({ scores: SCORES, weights: WEIGHTS }, [caseOf({ id: 'd', people: [considered({ person: 'p' })] })]);
    expect([none.cannot, none.off]).toEqual([['d no-scores'], []]);
  });
  it('agrees with plain fractions, whatever the weights, and finds one unit of the last decimal', () => {
    const value = fc.integer({ min: 0, max: 10_000 }).map((x) => x / 100);
    fc.assert(fc.property(fc.array(fc.record({ weight: fc.integer({ min: 1, max: 90 }), values: fc.array(value, { minLength: 1, maxLength: 4 }) }), { minLength: 1, maxLength: 5 }), fc.integer({ min: -1, max: 1 }), (criteria, slip) => {
      const weights = criteria.map((c, k) => ({ criterion: `c${k}`, weight: c.weight, on: '2026-01-01' }));
      const scores = criteria.flatMap((c, k) => c.values.map((v, r) => score(`c${k}`, v, { by: `r${r}` })));
      // sum over criteria of weight * mean, over a common denominator of 12
      const top = criteria.reduce((sum, c) => sum + BigInt(c.weight) * c.values.reduce((s, v) => s + BigInt(Math.round(v * 100)), 0n) * BigInt(12 / c.values.length), 0n);
      const bottom = 12n * BigInt(criteria.reduce((sum, c) => sum + c.weight, 0));
      const units = Number((top * 100n * 2n + bottom) / (2n * bottom)); // 1/10,000 point, halves up
      const total = units + 3 * slip;
      const found = recomputedOf(studyOf({ past: { weights, scores }, cases: [caseOf({ id: 'd', people: [considered({ person: 'p', score: total }), considered({ person: 'q', score: 1 })] })] }));
      expect(found.findings.map((f) => f.measured.find((m) => m.name === 'off')?.value)).toEqual(slip === 0 ? [] : [3 * slip]);
    }), { numRuns: times(200, 1_200) });
  });
});

describe('a stated total against the fit of the engine', () => {
  const recomputed = (low: number, high: number): Case[] => [caseOf({ id: 'd', from: 'recomputed', people: [considered({ person: 'p', score: low, scoreHigh: high })] })];
  const stated = (total: number): Past => ({ candidates: [{ decision: 'd', person: 'p', chosen: false, score: total }] });
  it('is told where it lies outside both ends', () => {
    expect(check(stated(70), recomputed(700_000, 700_000)).off).toEqual([]);
    expect(check(stated(70.5), recomputed(700_000, 710_000)).off).toEqual([]);
    const { off: o, findings } = check(stated(72.5), recomputed(700_000, 710_000));
    expect([o, findings[0]!.people[0]!.role, findings[0]!.measured[0]!.value]).toEqual([[15_000], 'rival', 'engine']);
    expect(check(stated(69.9), recomputed(700_000, 710_000)).off).toEqual([-1_000]);
  });
  it('is compared at its own decimals, rounded or cut off', () => {
    expect([71, 70].map((t) => check(stated(t), recomputed(706_001, 706_001)).off)).toEqual([[], []]);
    expect(check(stated(72), recomputed(706_001, 706_001)).off).toEqual([10_000]);
  });
  it('is unknown where the engine does not know the person', () =>
    expect(check(stated(70), [caseOf({ id: 'd', from: 'recomputed', people: [considered({ person: 'p' })] })]).cannot).toEqual(['d no-data']));
});
