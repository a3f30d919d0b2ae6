import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayNumber } from '../../../src/auditing/flags/pools.js';
import { allWeights, shareOf, tailoredWeights, weightsNear } from '../../../src/auditing/flags/tailored-weights.js';
import { stream } from '../../../src/stats/streams.js';
import type { PastScore, PastWeight } from '../../../src/auditing/past.js';
import type { Study } from '../../../src/auditing/study.js';
import { caseOf, considered, studyOf } from '../support/study.js';
import { measure } from './measures.js';
import { times } from '../../support/times.js';

/** Marks by person in the order of the criteria k1, k2, …; the first person is chosen. Weights in hundredths since long before. */
function panel(marks: Readonly<Record<string, readonly (number | null)[]>>, weights: readonly number[], more: { readonly weights?: readonly PastWeight[]; readonly scores?: readonly PastScore[]; readonly case?: Partial<Parameters<typeof caseOf>[0]>; readonly draws?: number } = {}): Study {
  const people = Object.keys(marks);
  const scores = Object.entries(marks).flatMap(([person, row]) => row.flatMap((value, k): PastScore[] => (value === null ? [] : [{ decision: 'd', person, criterion: `k${k + 1}`, value, on: '2025-12-01' }])));
  const stated = weights.map((weight, k): PastWeight => ({ criterion: `k${k + 1}`, weight, on: '2025-01-01' }));
  return studyOf({
    past: { scores: [...scores, ...(more.scores ?? [])], weights: [...stated, ...(more.weights ?? [])] }, draws: more.draws ?? 9999,
    cases: [caseOf({ id: 'd', people: people.map((person, k) => considered({ person, chosen: k === 0 })), ...more.case })],
  });
}
/** a is first only while k1 weighs at least 97 in 100. */
const NARROW = { a: [80, 10], b: [78, 80], c: [40, 90] };

describe('two criteria, exactly', () => {
  it('a winner who is first on 3 hundredths of the line is a sign, with the share near the stated weights', () => {
    const { findings } = tailoredWeights(panel(NARROW, [98, 2]));
    expect(findings.map((f) => [f.code, f.decision, measure(f, 'first-under-stated'), measure(f, 'weights-drawn'), measure(f, 'rivals')])).toEqual([['tailored-weights', 'd', 'yes', 0, 2]]);
    // against b: 2 w >= 70 (1 - w), so w >= 70 / 72; near: 0.88 … 1
    expect(measure(findings[0]!, 'weights-all')).toBeCloseTo(2 / 72, 12);
    expect(measure(findings[0]!, 'weights-near')).toBeCloseTo(2 / 72 / 0.12, 12);
  });

  it('a winner on many weights is none, nor one who is not first under the stated ones', () => {
    expect(tailoredWeights(panel({ ...NARROW, a: [80, 70] }, [98, 2])).findings).toEqual([]);
    expect(tailoredWeights(panel(NARROW, [50, 50])).findings).toEqual([]);
  });

  it('agrees with walking the line in steps, for several rivals', () => {
    const lead = fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: -20, max: 20 }));
    fc.assert(fc.property(fc.array(lead, { maxLength: 5 }), fc.integer({ min: 0, max: 100 }), fc.constantFrom(null, 0.1), (leads, stated, delta) => {
      const w = stated / 100;
      const [from, to] = delta === null ? [0, 1] : [Math.max(0, w - delta), Math.min(1, w + delta)];
      const steps = 20_000;
      let inside = 0;
      for (let k = 0; k < steps; k++) {
        const x = from + ((to - from) * (k + 0.5)) / steps;
        if (leads.every(([p, q]) => x * p + (1 - x) * q >= -1e-12)) inside += 1;
      }
      const among = delta === null ? allWeights(2, 0, stream(1, 'x')) : weightsNear([w, 1 - w], delta, 0, stream(1, 'x'));
      expect(shareOf(leads, among).value).toBeCloseTo(inside / steps, 3);
    }), { numRuns: times(60, 360) });
  });
});

describe('more criteria, by draws', () => {
  it('an interval holds the share that geometry gives: alone best in one of three criteria, in the corner', () => {
    // w1 p >= w2 q + w3 q with p = 10, q = 90: w1 >= 0.9, a corner of (1 - 0.9)^2
    const { value, interval, draws } = shareOf([[10, -90, -90]], allWeights(3, 20_000, stream(7, 'corner')));
    expect(draws).toBe(20_000);
    expect(interval!.low).toBeLessThanOrEqual(0.01);
    expect(Number(interval!.high)).toBeGreaterThanOrEqual(0.01);
    expect(value).toBeLessThan(0.02);
  });

  it('draws over all weights are uniform: each of three rivals that differ in one criterion only is ahead on a third', () => {
    for (const k of [0, 1, 2]) {
      const leads = [0, 1, 2].filter((j) => j !== k).map((j) => [0, 1, 2].map((i) => (i === k ? 1 : i === j ? -1 : 0)));
      const { interval } = shareOf(leads, allWeights(3, 20_000, stream(3, `uniform/${k}`)));
      expect([interval!.low < 1 / 3, Number(interval!.high) > 1 / 3]).toEqual([true, true]);
    }
  });

  it('draws near the stated weights stay near them, and at the edge inside the weights that there are', () => {
    const inside = (delta: number, stated: readonly number[], lead: readonly number[]): number => shareOf([lead], weightsNear(stated, delta, 2000, stream(5, 'near'))).value;
    expect(inside(0.1, [0.5, 0.3, 0.2], [-4, 6, 6])).toBe(1); // 6 - 10 w1 >= 0: w1 never above 0.6
    expect(inside(0.1, [0.5, 0.3, 0.2], [-39, 61, 61])).toBe(1); // w1 <= 0.61
    expect(inside(0.1, [0.5, 0.3, 0.2], [-45, 55, 55])).toBeLessThan(1); // w1 <= 0.55
    expect(inside(0.1, [1, 0, 0], [10, -90, -90])).toBe(1); // w1 >= 0.9
  });

  it('a specialist in one of four is a sign, an all-rounder none; the same seed gives the same bytes', () => {
    const others = { b: [80, 80, 80, 80], c: [70, 90, 70, 90] };
    const study = panel({ a: [85, 20, 20, 20], ...others }, [95, 2, 2, 1]);
    const { findings } = tailoredWeights(study);
    expect(findings.map((f) => measure(f, 'weights-drawn'))).toEqual([9999]);
    expect(tailoredWeights(study)).toEqual(tailoredWeights(study));
    expect(tailoredWeights(panel({ a: [85, 85, 85, 85], ...others }, [25, 25, 25, 25])).findings).toEqual([]);
  });
});

describe('weights that changed when applicants were known', () => {
  const changed: PastWeight[] = [{ decision: 'd', criterion: 'k1', weight: 90, on: '2025-12-20', by: 'board', row: 'w.csv:7' }, { decision: 'd', criterion: 'k2', weight: 10, on: '2025-12-20', by: 'board' }];
  const wide = { a: [80, 60], b: [70, 80] };
  it('are a sign, with whether the chosen was first before, who changed them and when', () => {
    const { findings } = tailoredWeights(panel(wide, [50, 50], { weights: changed, case: { closed: dayNumber('2025-12-15') } }));
    expect(findings.map((f) => [measure(f, 'weights-changed-late'), measure(f, 'first-before-change'), measure(f, 'first-under-stated'), measure(f, 'last-change'), f.row])).toEqual([[2, 'no', 'yes', '2025-12-20', 'w.csv:7']]);
    expect(findings[0]!.people).toContainEqual({ role: 'actor', person: 'board' });
  });

  it('that took a criterion away are a sign; what was first before is unknown where nobody was marked on it', () => {
    const gone: PastWeight[] = [{ criterion: 'k3', weight: 40, on: '2025-01-01' }, { decision: 'd', criterion: 'k3', weight: 0, on: '2025-12-20' }];
    const f = tailoredWeights(panel(wide, [50, 50], { weights: gone, case: { closed: dayNumber('2025-12-15') } })).findings[0]!;
    expect([measure(f, 'criteria'), measure(f, 'weights-changed-late'), measure(f, 'first-before-change')]).toEqual([2, 3, null]);
    const marked = tailoredWeights(panel({ a: [80, 60, 10], b: [70, 60, 80] }, [50, 50], { weights: gone, case: { closed: dayNumber('2025-12-15') } })).findings[0]!;
    expect([measure(marked, 'criteria'), measure(marked, 'first-before-change'), measure(marked, 'first-under-stated')]).toEqual([3, 'no', 'yes']);
  });

  it('are none before applications closed, on the day itself, without that day on record, or where only the scale changed', () => {
    const told = (given: Parameters<typeof panel>[2]): number => tailoredWeights(panel(wide, [50, 50], given)).findings.length;
    expect(told({ weights: changed, case: { closed: dayNumber('2025-12-20') } })).toBe(0);
    expect(told({ weights: changed })).toBe(0);
    expect(told({ weights: changed, case: { closed: null, opened: dayNumber('2025-12-10') } })).toBe(1);
    const scaled = changed.map((w): PastWeight => ({ ...w, weight: 25 }));
    expect(told({ weights: scaled, case: { closed: dayNumber('2025-12-15') } })).toBe(0);
  });
});

describe('what is unknown', () => {
  it('leaves a rival out and is counted; of the chosen it is "cannot"', () => {
    const f = tailoredWeights(panel({ ...NARROW, e: [99, null] }, [98, 2])).findings[0]!;
    expect([measure(f, 'rivals'), measure(f, 'rivals-left-out')]).toEqual([2, 1]);
    expect(tailoredWeights(panel({ ...NARROW, a: [80, null] }, [98, 2])).cannot.map((r) => r.because)).toEqual(['score-of-chosen-unknown']);
  });

  it('is named: no marks, no weights, one criterion, nobody to compare with', () => {
    const because = (study: Study): unknown => tailoredWeights(study).cannot.map((r) => [r.decision, r.because]);
    expect(because(studyOf())).toEqual([[null, 'no-scores']]);
    expect(because({ ...panel(NARROW, []) })).toEqual([[null, 'no-weights']]);
    expect(because(panel({ a: [1], b: [2] }, [100]))).toEqual([['d', 'no-weights']]);
    expect(because(panel({ a: [1, 2] }, [50, 50]))).toEqual([['d', 'one-candidate']]);
    expect(because(panel(NARROW, [98, 2], { case: { people: [considered({ person: 'a' })] } }))).toEqual([['d', 'nobody-chosen']]);
  });

  it('means of several raters are compared exactly, whatever their number', () => {
    const by = (person: string, k: number, values: readonly number[]): PastScore[] => values.map((value, r) => ({ decision: 'd', person, criterion: `k${k}`, value, on: '2025-12-01', by: `r${r}` }));
    const study = panel({ a: [null, null], b: [null, null] }, [99, 1], { scores: [...by('a', 1, [80, 80, 81]), ...by('a', 2, [10]), ...by('b', 1, [80, 80, 80]), ...by('b', 2, [30])] });
    const f = tailoredWeights(study).findings[0]!; // w / 3 >= 20 (1 - w)
    expect(measure(f, 'weights-all')).toBeCloseTo(1 - 20 / (20 + 1 / 3), 12);
  });
});

it('rows in any order give the same bytes', () => {
  const study = panel({ a: [85, 20, 20, 20], b: [80, 80, 80, 80], c: [70, 90, 70, 90] }, [95, 2, 2, 1]);
  const past = { ...study.past, scores: [...study.past.scores!].reverse(), weights: [...study.past.weights!].reverse() };
  expect(JSON.stringify(tailoredWeights({ ...study, past }))).toBe(JSON.stringify(tailoredWeights(study)));
});
