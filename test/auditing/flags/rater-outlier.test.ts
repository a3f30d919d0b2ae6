import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { correlationOf, raterOutlier, residualsOf, upperT } from '../../../src/auditing/flags/rater-outlier.js';
import type { PastScore } from '../../../src/auditing/past.js';
import type { Study } from '../../../src/auditing/study.js';
import { random } from '../../attack/changes.js';
import { caseOf, considered, studyOf } from '../support/study.js';
import { measure } from './measures.js';
import { times } from '../../support/times.js';

/** Marks by rater in the order of the people a, b, c, …; a is chosen. */
const scoresOf = (decision: string, marks: Readonly<Record<string, readonly (number | null)[]>>): PastScore[] =>
  Object.entries(marks).flatMap(([by, row]) => row.flatMap((value, k): PastScore[] => (value === null ? [] : [{ decision, person: 'abcdefgh'[k]!, value, by, on: '2025-12-01' }])));
const panel = (marks: Readonly<Record<string, readonly (number | null)[]>>, given: Partial<Parameters<typeof caseOf>[0]> = {}): Study =>
  studyOf({ past: { scores: scoresOf('d', marks) }, cases: [caseOf({ id: 'd', people: [...'abcdefgh'].slice(0, Object.values(marks)[0]!.length).map((person) => considered({ person, chosen: person === 'a' })), ...given })] });
/** r4 lifts a by more than 20 points; the others have b first. */
const LIFTED = { r1: [70, 75, 66, 61, 58], r2: [71, 77, 68, 60, 60], r3: [65, 72, 63, 57, 53], r4: [95, 76, 67, 62, 58] };

describe('residuals of rater + person', () => {
  it('are 0 where marks are sums of severity and level, and sum to 0 over each rater and person', () => {
    for (const e of residualsOf([[1, 2, 5], [4, 5, 8], [0, 1, 4]]).values.flat()) expect(e).toBeCloseTo(0, 12);
    fc.assert(fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 }), { minLength: 3, maxLength: 6 }), (marks) => {
      const { values } = residualsOf(marks);
      for (const row of values) expect(row.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9);
      for (const k of [0, 1, 2, 3]) expect(values.reduce((sum, row) => sum + row[k]!, 0)).toBeCloseTo(0, 9);
    }));
  });

  it('are those of least squares, and z is the mark against the fit without it: both by solving the normal equations', () => {
    fc.assert(fc.property(fc.array(fc.array(fc.integer({ min: 0, max: 100 }), { minLength: 4, maxLength: 4 }), { minLength: 3, maxLength: 5 }), fc.nat(2), fc.nat(3), (marks, r, k) => {
      const { values, z } = residualsOf(marks);
      const all = fit(marks, null);
      expect(values[r]![k]).toBeCloseTo(marks[r]![k]! - all.at(r, k), 6);
      const without = fit(marks, [r, k]);
      const df = (marks.length - 1) * 3 - 1;
      if (z[r]![k] === null) return;
      // a prediction of a left-out cell has the variance of the error / ((1 - 1/R)(1 - 1/C))
      const expected = (marks[r]![k]! - without.at(r, k)) * Math.sqrt((1 - 1 / marks.length) * (3 / 4)) / Math.sqrt(without.squares / df);
      expect(Math.abs(z[r]![k]! - expected)).toBeLessThan(1e-6 * Math.max(1, Math.abs(expected)));
    }), { numRuns: times(60, 360) });
  });

  it('are judged by the tail of Student\'s t, as its tables print it', () => {
    for (const [t, df, p] of [[2.776, 4, 0.025], [3.365, 5, 0.01], [6.314, 1, 0.05], [1.812, 10, 0.05], [3.169, 10, 0.005], [2.75, 30, 0.005]] as const) expect(upperT(t, df)).toBeCloseTo(p, 4);
  });

  it('have no z where the other marks fit exactly', () => {
    expect(residualsOf([[1, 2, 5], [4, 5, 8], [0, 1, 9]]).z[2]![2]).toBe(null);
  });
});

/** Least squares of rater + person by Gauss on the normal equations, one cell left out. */
function fit(marks: readonly (readonly number[])[], out: readonly [number, number] | null): { at: (r: number, k: number) => number; squares: number } {
  const [R, C] = [marks.length, marks[0]!.length];
  const x = (r: number, k: number): number[] => [1, ...Array.from({ length: R - 1 }, (_, i) => Number(i + 1 === r)), ...Array.from({ length: C - 1 }, (_, i) => Number(i + 1 === k))];
  const cells = marks.flatMap((row, r) => row.map((y, k) => ({ r, k, y }))).filter(({ r, k }) => !(out && out[0] === r && out[1] === k));
  const n = R + C - 1;
  const a = Array.from({ length: n }, (_, i) => Array.from({ length: n + 1 }, (__, j) => cells.reduce((sum, { r, k, y }) => sum + x(r, k)[i]! * (j < n ? x(r, k)[j]! : y), 0)));
  for (let i = 0; i < n; i++) {
    const p = a.slice(i).reduce((best, row, t) => (Math.abs(row[i]!) > Math.abs(a[best]![i]!) ? t + i : best), i);
    [a[i], a[p]] = [a[p]!, a[i]!];
    for (let t = 0; t < n; t++) if (t !== i) { const f = a[t]![i]! / a[i]![i]!; for (let j = i; j <= n; j++) a[t]![j]! -= f * a[i]![j]!; }
  }
  const at = (r: number, k: number): number => x(r, k).reduce((sum, v, i) => sum + (v * a[i]![n]!) / a[i]![i]!, 0);
  return { at, squares: cells.reduce((sum, { r, k, y }) => sum + (y - at(r, k)) ** 2, 0) };
}

describe('a rater without whom another would be first', () => {
  it('is a sign where his mark of the chosen is far from what his severity lets expect', () => {
    const { findings, cannot } = raterOutlier(panel(LIFTED));
    expect(cannot).toEqual([]);
    expect(findings.map((f) => [f.code, f.decision, measure(f, 'raters'), measure(f, 'judged'), measure(f, 'pairs-turned-by-rater')])).toEqual([['rater-outlier', 'd', 4, 5, 1]]);
    expect(findings[0]!.people).toEqual([{ role: 'rater', person: 'r4' }, { role: 'chosen', person: 'a' }, { role: 'passed-over', person: 'b' }]);
    expect(Number(measure(findings[0]!, 'residual-z-chosen'))).toBeGreaterThan(3);
  });

  it('is one too where he lowered the rival', () => {
    const f = raterOutlier(panel({ ...LIFTED, r4: [72, 52, 67, 62, 58] })).findings[0]!;
    expect(Number(measure(f, 'residual-z-passed-over'))).toBeLessThan(-3);
  });

  it('is none where he is severe to all alike, the panel is close without anybody far out, or without him nothing changes', () => {
    const none = (marks: Parameters<typeof panel>[0]): void => expect(raterOutlier(panel(marks)).findings).toEqual([]);
    none({ ...LIFTED, r4: [40, 45, 36, 31, 28] });
    none({ r1: [70, 71, 60, 55], r2: [72, 71, 61, 54], r3: [70, 72, 59, 57], r4: [74, 71, 60, 56] });
    none({ ...LIFTED, r1: [90, 75, 66, 61, 58] });
  });

  it('is told beside raters who did not judge everybody: they are left out and counted', () => {
    const f = raterOutlier(panel({ ...LIFTED, r5: [70, null, 60, 60, 50] })).findings[0]!;
    expect([measure(f, 'raters'), measure(f, 'raters-left-out')]).toEqual([4, 1]);
  });
});

describe('raters whose residuals go together', () => {
  const record = (bloc: boolean): Study => {
    const rnd = random(9);
    const noise = (): number => Math.round((rnd() - 0.5) * 20);
    const ids = ['d1', 'd2', 'd3'];
    const scores = ids.flatMap((id) => {
      const [level, together] = [[80, 70, 60, 50, 40], Array.from({ length: 5 }, () => 2 * noise())];
      const row = (shared: boolean): number[] => level.map((l, k) => l + (shared ? together[k]! + Math.round(noise() / 10) : noise()));
      return scoresOf(id, { r1: row(bloc), r2: row(bloc), r3: row(false), r4: row(false), r5: row(false), r6: row(false) });
    });
    return studyOf({ past: { scores }, cases: ids.map((id) => caseOf({ id, people: [...'abcde'].map((person) => considered({ person, chosen: person === 'a' })) })) });
  };
  it('over 12 people and more are a sign of the record', () => {
    const told = raterOutlier(record(true)).findings.filter((f) => f.decision === null);
    expect(told.map((f) => [f.people.map((p) => p.person), measure(f, 'judged-by-both')])).toEqual([[['r1', 'r2'], 15]]);
    expect(Number(measure(told[0]!, 'residual-correlation'))).toBeGreaterThanOrEqual(0.8);
    expect(raterOutlier(record(false)).findings.filter((f) => f.decision === null)).toEqual([]);
  });

  it('are never told of panels of three, whose residuals sum to 0', () => {
    const ids = ['d1', 'd2', 'd3', 'd4'];
    const study = studyOf({ past: { scores: ids.flatMap((id) => scoresOf(id, { r1: [80, 70, 60, 50], r2: [80, 70, 60, 50], r3: [40, 95, 33, 71] })) }, cases: ids.map((id) => caseOf({ id, people: [...'abcd'].map((person) => considered({ person, chosen: person === 'a' })) })) });
    expect(raterOutlier(study).findings.filter((f) => f.decision === null)).toEqual([]);
  });

  it('have no correlation where one does not vary', () => expect([correlationOf([[0, 1], [0, 2]]), correlationOf([[1, 2], [-1, -2]])]).toEqual([null, 1]));
});

it('says what it cannot look at: nobody named, too few raters or people, several criteria without weights', () => {
  const because = (study: Study): unknown => raterOutlier(study).cannot.map((r) => [r.decision, r.because]);
  expect(because(studyOf())).toEqual([[null, 'no-raters']]);
  expect(because(panel({ r1: [1, 2, 3], r2: [1, 2, 3] }))).toEqual([['d', 'below-minimum']]);
  expect(because(panel({ r1: [1, 2], r2: [1, 2], r3: [2, 1] }))).toEqual([['d', 'below-minimum']]);
  const unjudged = panel({ r1: [null, 75, 66, 61], r2: [null, 77, 68, 60], r3: [null, 72, 63, 57] });
  expect(because(unjudged)).toEqual([['d', 'score-of-chosen-unknown']]);
  const study = panel(LIFTED);
  const twice = study.past.scores!.flatMap((s) => [{ ...s, criterion: 'k1' }, { ...s, criterion: 'k2' }]);
  expect(because({ ...study, past: { scores: twice } })).toEqual([['d', 'no-weights']]);
});

it('rows in any order give the same bytes', () => {
  const study = panel(LIFTED);
  expect(JSON.stringify(raterOutlier({ ...study, past: { scores: [...study.past.scores!].reverse() } }))).toBe(JSON.stringify(raterOutlier(study)));
});
