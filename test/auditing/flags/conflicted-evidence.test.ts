import { describe, expect, it } from 'vitest';
import { conflictedEvidence } from '../../../src/auditing/flags/conflicted-evidence.js';
import type { PastEvidence, PastRelation } from '../../../src/auditing/past.js';
import type { Study } from '../../../src/auditing/study.js';
import { caseOf, considered, studyOf } from '../support/study.js';
import { measure, measures } from './measures.js';

const rating = (more: Partial<PastEvidence> = {}): PastEvidence => ({ person: 'a', attribute: 'rating', value: 90, date: '2025-06-01', by: 'boss', ...more });
const KIN: PastRelation = { a: 'boss', b: 'a', kind: 'kin', degree: 2 };
/** Decided on 2026-01-05; a is chosen. */
const study = (evidence: readonly PastEvidence[], relations: readonly PastRelation[], more: Partial<Study['past']> = {}): Study =>
  studyOf({ past: { evidence: [...evidence], relations: [...relations], ...more }, cases: [caseOf({ id: 'd', position: 'q', people: [considered({ person: 'a', chosen: true }), considered({ person: 'b' })] })] });
const told = (...given: Parameters<typeof study>): ReturnType<typeof conflictedEvidence>['findings'] => conflictedEvidence(study(...given)).findings;

describe('evidence issued by somebody with a tie to the chosen', () => {
  it('is a sign with the kind, the degree, the attribute and for how many he issued any', () => {
    const [f, ...rest] = told([rating({ row: 'e.csv:3' }), rating({ person: 'b' })], [KIN]);
    expect(rest).toEqual([]);
    expect([f!.code, f!.decision, f!.row, measure(f!, 'tie-kind'), measure(f!, 'tie-degree'), measures(f!, 'datum'), measure(f!, 'issued-for'), measure(f!, 'data-also-of-others')]).toEqual(['conflicted-evidence', 'd', 'e.csv:3', 'kin', 2, ['rating'], 2, 0]);
    expect(f!.people).toEqual([{ role: 'chosen', person: 'a' }, { role: 'actor', person: 'boss' }]);
  });

  it('is seen in either direction, and the closest of several ties is told', () => {
    const f = told([rating()], [{ a: 'a', b: 'boss', kind: 'school' }, KIN, { a: 'a', b: 'boss', kind: 'spouse', degree: 0 }])[0]!;
    expect([measure(f, 'tie-kind'), measure(f, 'tie-degree')]).toEqual(['spouse', 0]);
  });

  it('is one finding of several data by attribute and row, under the closest tie in force on the day of any of them', () => {
    const skill = rating({ attribute: 'skill', date: '2025-08-01' });
    const relations: PastRelation[] = [{ ...KIN, degree: 3, to: '2025-06-30' }, { a: 'a', b: 'boss', kind: 'school', from: '2025-07-01' }];
    const data = [skill, rating({ row: 'e.csv:9' }), rating({ row: 'e.csv:4', value: 80 })];
    for (const given of [data, [...data].reverse()]) {
      const [f, ...rest] = told(given, relations);
      expect(rest).toEqual([]);
      expect([f!.row, measure(f!, 'tie-kind'), measure(f!, 'tie-degree'), measure(f!, 'data-of-issuer'), measures(f!, 'datum')]).toEqual(['e.csv:4', 'kin', 3, 3, ['rating', 'skill']]);
    }
    const unnumbered = told([rating(), rating({ value: 80 })], [{ a: 'a', b: 'boss', kind: 'school' }])[0]!;
    expect([unnumbered.row, measure(unnumbered, 'tie-kind'), measure(unnumbered, 'tie-degree')]).toEqual([null, 'school', null]);
  });

  it('is none of a later datum, an older one, somebody not chosen, another issuer, an attribute that is not asked, or over a third person', () => {
    expect(told([rating({ date: '2026-01-06' })], [KIN])).toEqual([]);
    expect(told([rating(), rating({ date: '2025-07-01', by: 'other' })], [KIN])).toEqual([]);
    expect(told([rating({ person: 'b' })], [{ ...KIN, b: 'b' }])).toEqual([]);
    expect(told([rating({ by: 'other' })], [KIN])).toEqual([]);
    expect(told([rating()], [KIN], { requirements: [{ position: 'q', attribute: 'skill', is: '=', value: 1 }] })).toEqual([]);
    expect(told([rating()], [KIN], { requirements: [{ position: 'q', attribute: 'rating', is: '>=', value: 80 }] })).toHaveLength(1);
    expect(told([rating()], [{ ...KIN, b: 'x' }, { a: 'x', b: 'a', kind: 'kin', degree: 1 }])).toEqual([]);
  });

  it('counts a tie in force on the date of the datum', () => {
    const on = (from?: string, to?: string): number => told([rating()], [{ ...KIN, ...(from ? { from } : {}), ...(to ? { to } : {}) }]).length;
    expect([on('2025-06-01'), on('2025-06-02'), on(undefined, '2025-06-01'), on(undefined, '2025-05-31')]).toEqual([1, 0, 1, 0]);
  });

  it('of one day beside the same datum of somebody else says so', () => {
    expect(measure(told([rating(), rating({ by: 'other' })], [KIN])[0]!, 'data-also-of-others')).toBe(1);
    expect(measure(told([rating(), { person: 'a', attribute: 'rank', value: 1, date: '2025-01-01' }], [KIN])[0]!, 'data-without-issuer')).toBe(1);
  });
});

it('says what it cannot look at: no relations, no issuers, nobody chosen', () => {
  const because = (s: Study): unknown => conflictedEvidence(s).cannot.map((r) => [r.decision, r.because]);
  expect(because(studyOf())).toEqual([[null, 'no-relations']]);
  const { by: _, ...anonymous } = rating();
  expect(because(study([anonymous], [KIN]))).toEqual([[null, 'no-data']]);
  expect(because({ ...study([rating()], [KIN]), cases: [caseOf({ id: 'd', people: [] })] })).toEqual([['d', 'nobody-chosen']]);
});

it('rows in any order give the same bytes', () => {
  const s = study([rating(), rating({ attribute: 'skill' }), rating({ by: 'aunt', attribute: 'rank' })], [KIN, { a: 'aunt', b: 'a', kind: 'kin', degree: 3 }, { a: 'aunt', b: 'a', kind: 'team' }]);
  const past = { ...s.past, evidence: [...s.past.evidence!].reverse(), relations: [...s.past.relations!].reverse() };
  expect(conflictedEvidence(s).findings).toHaveLength(2);
  expect(JSON.stringify(conflictedEvidence({ ...s, past }))).toBe(JSON.stringify(conflictedEvidence(s)));
});
