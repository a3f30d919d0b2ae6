import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/auditing/case.js';
import { LISTED, registerOf } from '../../src/auditing/register.js';
import { hasPromotions, promotions } from './support/promotions.js';
import { caseOf, considered, studyOf } from './support/study.js';
import { times } from '../support/times.js';

const register = (cases: readonly Case[]) => registerOf(studyOf({ cases }));

/** A plan as decisions: each person's scores by decision, and whom each decision chose. */
const plan = (scores: Record<string, Record<string, number>>, chosen: Record<string, string>, levels: Record<string, number | null>) =>
  Object.keys(levels).map((id) =>
    caseOf({ id, level: levels[id]!, people: Object.keys(scores).flatMap((person) => (scores[person]![id] === undefined ? [] : [considered({ person, score: scores[person]![id], chosen: chosen[id] === person })])) }),
  );

describe('registerOf', () => {
  // Abdulkadiroglu and Sonmez 2003, example 1 (after Roth 1982). Priorities as scores; s1 and s2 are of one level, s3 is below
  const priorities = { i1: { s1: 3, s2: 2, s3: 2 }, i2: { s1: 1, s2: 3, s3: 3 }, i3: { s1: 2, s2: 1, s3: 1 } };
  const levels = { s1: 1, s2: 1, s3: 0 };

  it('finds the one blocking pair of the matching that Abdulkadiroglu and Sonmez show to be better and unstable', () => {
    const { section } = register(plan(priorities, { s2: 'i1', s1: 'i2', s3: 'i3' }, levels));
    expect(section.rows.filter(({ cause }) => cause === 'open')).toEqual([{ decision: 's1', person: 'i3', score: 2, taken: 'i2', scoreTaken: 1, depth: 1, cause: 'open' }]);
    expect(section.rows.filter(({ cause }) => cause === 'placed').map(({ person, decision }) => [person, decision])).toEqual([['i1', 's1'], ['i2', 's2'], ['i2', 's3'], ['i1', 's3']]);
  });

  it('finds nobody passed over in their stable matching', () => {
    const { section, findings } = register(plan(priorities, { s1: 'i1', s2: 'i2', s3: 'i3' }, levels));
    expect(section.rows.filter(({ cause }) => cause === 'open')).toEqual([]);
    expect([section.overrides, findings]).toEqual([[], []]);
  });

  it('takes anew the decision with an open row and those that only its holders left alone', () => {
    // without s1, i2 was passed over at s2 and s3 for nothing; without s2, so was i1
    expect(register(plan(priorities, { s2: 'i1', s1: 'i2', s3: 'i3' }, levels)).section.overrides).toEqual(['s1', 's2', 's3']);
  });

  it('gives each person one row, beside the weakest of those chosen, with the places between them', () => {
    const people = [90, 80, 70, 60, 50].map((score, i) => considered({ person: `p${i}`, score, chosen: i === 1 || i === 4 }));
    const { section, findings } = register([caseOf({ id: 'A', people })]);
    expect(section.rows.map(({ person, taken, depth }) => [person, taken, depth])).toEqual([['p0', 'p4', 4], ['p2', 'p4', 2], ['p3', 'p4', 1]]);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code: 'better-passed-over', decision: 'A', people: [{ role: 'chosen', person: 'p4' }, { role: 'passed-over', person: 'p0' }] });
    expect(findings[0]!.measured).toContainEqual({ name: 'points-between', value: 40, unit: 'points' });
  });

  it('says what the record says: withdrew, got another post that day, or nothing', () => {
    const one = (given: Partial<Parameters<typeof considered>[0]>, other: { level: number | null; on?: string } = { level: 1 }) => {
      const a = caseOf({ id: 'A', level: 1, people: [considered({ person: 'x', score: 2, ...given }), considered({ person: 'y', score: 1, chosen: true })] });
      const b = caseOf({ id: 'B', ...other, people: [considered({ person: 'x', score: 1, chosen: true })] });
      return register([a, b]).section.rows.map(({ cause }) => cause);
    };
    expect(one({})).toEqual(['placed']);
    expect(one({}, { level: 2 })).toEqual(['placed']);
    expect(one({}, { level: null })).toEqual(['placed']); // not known to be lower
    expect(one({}, { level: 0 })).toEqual(['open']);
    expect(one({}, { level: 1, on: '2026-01-06' })).toEqual(['open']);
    expect(one({ withdrew: caseOf({ id: 'Z' }).day }, { level: 0 })).toEqual(['withdrew']);
    expect(one({ withdrew: caseOf({ id: 'Z' }).day + 1 }, { level: 0 })).toEqual(['open']); // only after the decision
    expect(one({ eligible: 'no' })).toEqual([]);
    expect(one({ eligible: 'unknown' })).toEqual([]); // stated of the other
    expect(one({ score: null })).toEqual([]);
  });

  it('counts only what is certain of a score that is an interval', () => {
    const rows = (low: number, high: number) => register([caseOf({ id: 'A', people: [considered({ person: 'x', score: 5 }), considered({ person: 'y', score: low, scoreHigh: high, chosen: true })] })]).section.rows;
    expect(rows(3, 5)).toEqual([]);
    expect(rows(3, 4)).toMatchObject([{ person: 'x', scoreTaken: 4 }]);
  });

  it('names why it cannot say anything', () => {
    expect(register([]).cannot).toEqual([{ decision: null, part: 'register', because: 'no-data' }]);
    expect(register([caseOf({ id: 'A', people: [considered({ person: 'x', chosen: true })] })]).cannot).toEqual([{ decision: null, part: 'register', because: 'no-scores' }]);
    const cases = [caseOf({ id: 'A', people: [considered({ person: 'x', chosen: true }), considered({ person: 'y', score: 1 })] }), caseOf({ id: 'B', people: [considered({ person: 'x', chosen: true, score: 1 })] })];
    expect(register(cases).cannot).toEqual([{ decision: 'A', part: 'register', because: 'score-of-chosen-unknown' }]);
    expect(register(cases.slice(0, 1)).cannot).toEqual([{ decision: 'A', part: 'register', because: 'score-of-chosen-unknown' }]);
    expect(register([caseOf({ id: 'A', people: [considered({ person: 'x', score: 1 })] })]).cannot).toEqual([{ decision: null, part: 'register', because: 'nobody-chosen' }]);
  });

  // small days: 4 decisions on 1 or 2 levels, 6 people, each of them with at most one post
  const days = fc.record({
    scores: fc.array(fc.array(fc.option(fc.nat({ max: 4 }), { freq: 5 }), { minLength: 4, maxLength: 4 }), { minLength: 6, maxLength: 6 }),
    holder: fc.shuffledSubarray([0, 1, 2, 3, 4, 5], { minLength: 4, maxLength: 4 }),
    level: fc.array(fc.nat({ max: 1 }), { minLength: 4, maxLength: 4 }),
  });
  const dayOf = ({ scores, holder, level }: { scores: (number | null)[][]; holder: number[]; level: number[] }): Case[] =>
    level.map((l, j) =>
      caseOf({ id: `D${j}`, level: l, people: scores.flatMap((row, i) => (row[j] === null && holder[j] !== i ? [] : [considered({ person: `p${i}`, score: row[j] ?? 0, chosen: holder[j] === i })])) }),
    );

  it('takes anew no more decisions than the best of all their sets, by trying every one', () => {
    fc.assert(fc.property(days, (drawn) => {
      const cases = dayOf(drawn);
      // open rows at decisions that stand, those of `undone` being without their holders
      const stands = (undone: number): boolean =>
        cases.every((c, j) => (undone >> j) & 1 || !c.people.some((x) => {
          const taken = c.people.find(({ chosen }) => chosen)!;
          const placed = cases.some((d, k) => k !== j && !((undone >> k) & 1) && d.level! >= c.level! && d.people.some(({ chosen, person }) => chosen && person === x.person));
          return !x.chosen && x.score! > taken.score! && !placed;
        }));
      const size = (set: number): number => [0, 1, 2, 3].filter((j) => (set >> j) & 1).length;
      const sets = Array.from({ length: 16 }, (_, set) => set).filter(stands);
      const least = Math.min(...sets.map(size));
      const best = sets.filter((set) => size(set) === least);
      expect(best).toHaveLength(1);
      expect(register(cases).section.overrides).toEqual([0, 1, 2, 3].filter((j) => (best[0]! >> j) & 1).map((j) => `D${j}`));
    }), { numRuns: times(300, 1_800) });
  });

  it('lists no more people when the score of somebody chosen is raised, and the same in every order', () => {
    fc.assert(fc.property(days, fc.nat({ max: 3 }), fc.nat({ max: 3 }), (drawn, j, by) => {
      const cases = dayOf(drawn);
      const open = (list: readonly Case[]): number => register(list).section.rows.filter(({ decision }) => decision === `D${j}`).length;
      const raised = cases.map((c, k) => (k === j ? { ...c, people: c.people.map((x) => (x.chosen ? { ...x, score: x.score! + by, scoreHigh: x.score! + by } : x)) } : c));
      expect(open(raised)).toBeLessThanOrEqual(open(cases));
      const study = studyOf({ cases });
      const turned = { ...study, cases: [...study.cases].reverse() }; // the people of a case stand sorted
      expect(registerOf(turned)).toEqual(registerOf(study));
    }), { numRuns: times(100, 600) });
  });

  const many = (decisions: number, candidates: number, chosen: number): Case[] =>
    Array.from({ length: decisions }, (_, d) =>
      caseOf({ id: `D${String(d).padStart(4, '0')}`, people: Array.from({ length: candidates }, (_, i) => considered({ person: `${d}-${String(i).padStart(5, '0')}`, score: (i * 7919) % 10_007, chosen: i % candidates < chosen })) }),
    );

  it('lists the 10,000 widest of 70,000 rows, and counts the others', () => {
    const cases = many(9, 8_000, 700);
    const { section, findings } = register(cases);
    expect(section.rows).toHaveLength(LISTED);
    const gaps = section.rows.map(({ score, scoreTaken }) => score - scoreTaken);
    const hidden = findings.reduce((sum, { measured }) => sum + Number(measured.find(({ name }) => name === 'passed-over-not-listed')?.value ?? 0), 0);
    expect(hidden).toBe(section.notListed);
    const every = cases.flatMap((c) => {
      const taken = Math.min(...c.people.filter((x) => x.chosen).map((x) => x.score!));
      return c.people.flatMap((x) => (!x.chosen && x.score! > taken ? [x.score! - taken] : []));
    });
    expect(section.notListed + LISTED).toBe(every.length);
    expect(gaps.sort((a, b) => b - a)).toEqual(every.sort((a, b) => b - a).slice(0, LISTED));
  });

  it.skipIf(!hasPromotions)('takes 54,808 candidates of nine departments', () => {
    const cases = promotions();
    const { section } = register(cases);
    expect(section.overrides).toHaveLength(9);
  });
});
