import { describe, expect, it } from 'vitest';
import { singleEffectiveCandidate } from '../../../src/auditing/flags/single-effective-candidate.js';
import type { Considered } from '../../../src/auditing/case.js';
import { caseOf, considered, studyOf } from '../support/study.js';
import { measure } from './measures.js';

const stages = ['applied', 'papers', 'interview', 'chosen'];
const A = considered({ person: 'a', chosen: true, stage: 3 });
const OTHER = caseOf({ id: 'z', people: [considered({ person: 'y', chosen: true }), considered({ person: 'x' })] });
const told = (people: readonly Considered[], past = {}): ReturnType<typeof singleEffectiveCandidate>['findings'] =>
  singleEffectiveCandidate(studyOf({ past, cases: [caseOf({ id: 'd', people: [A, ...people] }), OTHER] })).findings.filter((f) => f.decision === 'd');

describe('nobody beside the chosen', () => {
  it('is a sign: considered alone, or all others ineligible, withdrawn or out before the last stage, each counted', () => {
    expect(told([]).map((f) => [f.code, measure(f, 'considered'), measure(f, 'left-beside-chosen')])).toEqual([['single-effective-candidate', 1, 0]]);
    const people = [considered({ person: 'b', eligible: 'no' }), considered({ person: 'c', withdrew: 20_000 }), considered({ person: 'e', stage: 1 })];
    const f = told(people, { stages })[0]!;
    expect(['considered', 'not-eligible', 'withdrawn', 'below-last-stage', 'left-beside-chosen'].map((n) => measure(f, n))).toEqual([4, 1, 1, 1, 0]);
    expect(f.people).toEqual([{ role: 'chosen', person: 'a' }]);
  });

  it('is none where somebody was left: in the last stage, of unknown stage, of unknown eligibility', () => {
    for (const b of [considered({ person: 'b', stage: 2 }), considered({ person: 'b' }), considered({ person: 'b', eligible: 'unknown' })]) expect(told([b], { stages })).toEqual([]);
    expect(told([considered({ person: 'b', stage: 0 })], { stages: ['applied', 'chosen'] })).toEqual([]);
  });
});

describe('repeated never-winners', () => {
  const record = (size: number, times: number): ReturnType<typeof singleEffectiveCandidate>['findings'] => {
    const fill = Array.from({ length: size - 2 }, (_, k) => k);
    const cases = Array.from({ length: times }, (_, d) => caseOf({ id: `d${d}`, decider: 'boss', people: [considered({ person: `w${d}`, chosen: true }), considered({ person: 'loser' }), ...fill.map((k) => considered({ person: `f${k}` }))] }));
    return singleEffectiveCandidate(studyOf({ cases })).findings;
  };
  it('as the only rival, five times of two, are a sign: an equal would lose so often in 1 of 32 cases', () => {
    expect(record(2, 5).map((f) => measure(f, 'repeated-never-winners'))).toEqual([1, 1, 1, 1, 1]);
    expect(record(2, 4)).toEqual([]);
  });
  it('are none where losing so often is ordinary: nine times of four, 1 in 13', () => {
    expect(record(4, 9)).toEqual([]);
    expect(record(4, 11)).toHaveLength(11); // 0.042
  });
});

it('a table that lists only who was chosen says nothing of rivals; a decision without a chosen one neither', () => {
  expect(singleEffectiveCandidate(studyOf({ cases: [caseOf({ id: 'd', people: [A] })] }))).toEqual({ findings: [], cannot: [{ decision: null, part: 'single-effective-candidate', because: 'one-candidate' }] });
  expect(singleEffectiveCandidate(studyOf({ cases: [caseOf({ id: 'd', people: [considered({ person: 'b' })] }), OTHER] })).cannot).toEqual([{ decision: 'd', part: 'single-effective-candidate', because: 'nobody-chosen' }]);
});

it('how many decisions of the decider were like this stands beside it', () => {
  const cases = ['d1', 'd2', 'd3'].map((id, k) => caseOf({ id, decider: k === 2 ? 'other' : 'boss', people: [A, considered({ person: 'b', eligible: 'no' })] }));
  const of = (decider: number) => singleEffectiveCandidate(studyOf({ cases: [...cases, caseOf({ id: 'd4', people: [A, considered({ person: 'b', eligible: 'no' })] })], minimum: { cell: 5, decider } })).findings.map((f) => measure(f, 'decider-decisions-alone'));
  expect(of(1)).toEqual([2, 2, 1, null]);
  expect(of(2)).toEqual([2, 2, null, null]); // a decider with fewer decisions than the minimum is not shown
});
