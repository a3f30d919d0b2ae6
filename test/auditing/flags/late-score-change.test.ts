import { describe, expect, it } from 'vitest';
import { dayNumber } from '../../../src/auditing/flags/pools.js';
import { lateScoreChanges } from '../../../src/auditing/flags/late-score-change.js';
import type { PastScore, PastWeight } from '../../../src/auditing/past.js';
import type { Study } from '../../../src/auditing/study.js';
import { caseOf, considered, studyOf } from '../support/study.js';
import { measure } from './measures.js';

type Row = readonly [person: string, on: string, value: number, more?: Partial<PastScore>];
const rows = (decision: string, list: readonly Row[]): PastScore[] => list.map(([person, on, value, more]) => ({ decision, person, value, on, ...more }));
/** Decided on 2026-01-05; a is chosen. Late from 2025-12-23 on. */
const study = (list: readonly Row[], given: Partial<Parameters<typeof caseOf>[0]> = {}, weights: readonly PastWeight[] = []): Study =>
  studyOf({ past: { scores: rows('d', list), ...(weights.length > 0 ? { weights: [...weights] } : {}) }, cases: [caseOf({ id: 'd', people: [considered({ person: 'a', chosen: true }), considered({ person: 'b' }), considered({ person: 'c' })], ...given })] });
const RAISED: Row[] = [['a', '2025-12-01', 70], ['b', '2025-12-01', 80], ['c', '2025-12-01', 60], ['a', '2026-01-03', 85, { by: undefined, row: 's.csv:9' }]];

describe('a late change that turns the order for the chosen', () => {
  it('is a sign with both scores of the pair, the days and the row', () => {
    const { findings, cannot } = lateScoreChanges(study(RAISED));
    expect(cannot).toEqual([]);
    expect(findings.map((f) => [f.kind, f.code, f.decision, f.row])).toEqual([['flag', 'late-score-change', 'd', 's.csv:9']]);
    expect(findings[0]!.people).toEqual([{ role: 'chosen', person: 'a' }, { role: 'passed-over', person: 'b' }]);
    expect(['pairs-turned-for', 'pairs-turned-against', 'late-changes', 'late-up-chosen', 'late-down-others', 'days-before-decision'].map((n) => measure(findings[0]!, n))).toEqual([1, 0, 1, 1, 0, 2]);
  });

  it('is seen where the rival was lowered, and by criteria times weights', () => {
    expect(lateScoreChanges(study([['a', '2025-12-01', 70], ['b', '2025-12-01', 80], ['b', '2026-01-03', 60]])).findings.map((f) => measure(f, 'late-down-others'))).toEqual([1]);
    const by: Row[] = RAISED.flatMap(([person, on, value]) => [[person, on, value, { criterion: 'k1' }], [person, on, 50, { criterion: 'k2' }]] as Row[]);
    const weights = ['k1', 'k2'].map((criterion): PastWeight => ({ criterion, weight: 50, on: '2025-01-01' }));
    expect(lateScoreChanges(study(by, {}, weights)).findings).toHaveLength(1);
    expect(lateScoreChanges(study(by)).cannot).toEqual([{ decision: 'd', part: 'late-score-change', because: 'no-weights' }]);
  });

  it('is none where it is early, turns nothing, hurts the chosen, or is a first score', () => {
    const none = (list: readonly Row[], given = {}): void => expect(lateScoreChanges(study(list, given)).findings).toEqual([]);
    none([['a', '2025-12-01', 70], ['b', '2025-12-01', 80], ['a', '2025-12-22', 85]]);
    none([['a', '2025-12-01', 70], ['b', '2025-12-01', 80], ['a', '2026-01-03', 75]]);
    none([['a', '2025-12-01', 90], ['b', '2025-12-01', 80], ['a', '2026-01-03', 75]]);
    none([['a', '2026-01-03', 90], ['b', '2025-12-01', 80]]);
    none([['a', '2025-12-01', 70], ['b', '2025-12-01', 80], ['a', '2026-01-06', 90]]); // after the decision, opening unknown
    none(RAISED, { people: [considered({ person: 'a', chosen: true }), considered({ person: 'b', eligible: 'no' })] });
  });

  it('is in no pair with whoever has no total', () => {
    expect(lateScoreChanges(study(RAISED.filter(([person]) => person !== 'b'))).findings).toEqual([]);
  });

  it('of one rater among three is read in the mean of the three', () => {
    const three = (person: string, values: readonly number[]): Row[] => values.map((v, k) => [person, '2025-12-01', v, { by: `r${k}` }]);
    const { findings } = lateScoreChanges(study([...three('a', [70, 70, 70]), ...three('b', [71, 71, 71]), ['a', '2026-01-02', 74, { by: 'r1' }]]));
    expect(findings[0]!.people).toContainEqual({ role: 'rater', person: 'r1' });
    expect(lateScoreChanges(study([...three('a', [70, 70, 70]), ...three('b', [71, 71, 71]), ['a', '2026-01-02', 72, { by: 'r1' }]])).findings).toEqual([]);
  });
});

describe('a change after names and scores were opened', () => {
  it('is a breach, whether or not it turns anything; on the day itself it is none', () => {
    const at = (opened: string, list = RAISED): string[] => lateScoreChanges(study(list, { opened: dayNumber(opened) })).findings.map((f) => `${f.kind} ${f.code}`);
    expect(at('2026-01-02')).toEqual(['breach score-after-opening', 'flag late-score-change']);
    expect(at('2026-01-03')).toEqual(['flag late-score-change']);
    const lowered: Row[] = [['a', '2025-12-01', 90], ['b', '2025-12-01', 80], ['b', '2025-12-10', 79]];
    expect(at('2025-12-05', lowered)).toEqual(['breach score-after-opening']);
  });

  it('counts the first day after it and both directions', () => {
    const f = lateScoreChanges(study([...RAISED, ['a', '2026-01-04', 84]], { opened: dayNumber('2026-01-01') })).findings[0]!;
    expect(['changes-after-opening', 'after-opening-up-chosen', 'after-opening-down-chosen', 'first-change', 'days-after-opening'].map((n) => measure(f, n))).toEqual([2, 1, 1, '2026-01-03', 2]);
  });
});

it('the base rate of the whole record stands beside each sign: edits both ways, decisions turned both ways, the sign test', () => {
  const people = [considered({ person: 'a', chosen: true }), considered({ person: 'b' })];
  const raised = (d: string): PastScore[] => rows(d, [['a', '2025-12-01', 70], ['b', '2025-12-01', 80], ['a', '2026-01-03', 85]]);
  const against = (d: string): PastScore[] => rows(d, [['a', '2025-12-01', 70], ['b', '2025-12-01', 60], ['b', '2026-01-03', 75]]);
  const early = rows('d9', [['b', '2025-11-01', 50], ['b', '2025-11-05', 40], ['a', '2025-11-01', 90]]);
  const ids = ['d1', 'd2', 'd3', 'd4', 'd9'];
  const { findings } = lateScoreChanges(studyOf({ past: { scores: [...raised('d1'), ...raised('d2'), ...raised('d3'), ...against('d4'), ...early] }, cases: ids.map((id) => caseOf({ id, people })) }));
  expect(findings.map((f) => f.decision)).toEqual(['d1', 'd2', 'd3']);
  const names = ['record-late-chosen-up', 'record-late-chosen-down', 'record-late-others-up', 'record-late-others-down', 'record-early-others-down', 'record-turned-for', 'record-turned-against'];
  expect(names.map((n) => measure(findings[0]!, n))).toEqual([3, 0, 1, 0, 1, 3, 1]);
  expect(measure(findings[0]!, 'record-sign-p')).toBeCloseTo(0.625, 12); // 2 (1 + 4) / 16
});

it('histories with more than one entry are timelines in 1/10,000 point, sorted, the last of a day by its order', () => {
  const { timelines } = lateScoreChanges(study([...RAISED, ['b', '2025-12-02', 1, { order: 1 }], ['b', '2025-12-02', 2, { order: 0 }]], { opened: dayNumber('2026-01-01') }));
  expect(timelines).toEqual([
    { decision: 'd', person: 'a', chosen: true, criterion: null, by: null, points: [{ on: '2025-12-01', value: 700_000 }, { on: '2026-01-03', value: 850_000 }], opened: '2026-01-01', decided: '2026-01-05' },
    { decision: 'd', person: 'b', chosen: false, criterion: null, by: null, points: [{ on: '2025-12-01', value: 800_000 }, { on: '2025-12-02', value: 20_000 }, { on: '2025-12-02', value: 10_000 }], opened: '2026-01-01', decided: '2026-01-05' },
  ]);
});

it('says what it cannot look at: no history at all, none of a decision', () => {
  expect(lateScoreChanges(studyOf({ cases: [caseOf({ id: 'd' })] })).cannot).toEqual([{ decision: null, part: 'late-score-change', because: 'no-score-history' }]);
  expect(lateScoreChanges(studyOf({ past: { scores: rows('d', RAISED) }, cases: [caseOf({ id: 'e' })] })).cannot).toEqual([{ decision: 'e', part: 'late-score-change', because: 'no-score-history' }]);
});
