import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/auditing/case.js';
import { declaredFunnel, funnelOf } from '../../src/auditing/funnel.js';
import { fisher } from '../../src/stats/index.js';
import { hasPromotions, promotions } from './support/promotions.js';
import { caseOf, considered, studyOf, testsOf } from './support/study.js';
import { times } from '../support/times.js';

const TIE = 'connected';

/** People of one group: `counts[k]` of them reached stage k at the last. */
function group(name: string, tied: boolean | undefined, counts: readonly number[]) {
  const last = counts.length - 1;
  return counts.flatMap((count, stage) =>
    Array.from({ length: count }, (_, i) => considered({ person: `${name}-${stage}-${String(i).padStart(4, '0')}`, stage, chosen: stage === last, ...(tied === undefined ? {} : { ties: { [TIE]: tied } }) })),
  );
}

const funnel = (cases: readonly Case[], stages: string[]) => {
  const study = studyOf({ cases, past: { stages } });
  const tests = testsOf(declaredFunnel(study));
  return { ...funnelOf(study, tests), tests, study };
};

// Connecticut v. Teal, 457 U.S. 440: 26 of 48 and 206 of 259 passed the examination, 11 and 35 were promoted (figures of the opinion)
const teal = caseOf({ id: 'T', people: [...group('b', true, [22, 15, 11]), ...group('w', false, [53, 171, 35])] });
const STAGES = ['sat', 'passed', 'promoted'];

describe('funnelOf', () => {
  it('gives each stage of Connecticut v. Teal its own table, and the bottom line beside them', () => {
    const { section } = funnel([teal], STAGES);
    expect(section.map(({ stage, connected, others }) => [stage, connected.passed, connected.of, others.passed, others.of])).toEqual([
      ['passed', 26, 48, 206, 259],
      ['promoted', 11, 26, 35, 206],
      ['*', 11, 48, 35, 259],
    ]);
    const [exam, , bottom] = section;
    expect(exam!.test.method).toBe('fisher');
    expect(exam!.test.p).toBeCloseTo(0.0004041588085768439, 14);
    expect(exam!.fourFifths).toMatchObject({ below: true, lower: 'connected' });
    expect(exam!.fourFifths!.ratio[0] / exam!.fourFifths!.ratio[1]).toBeCloseTo(0.6810275080906149, 14);
    expect(bottom!.test.p).toBeCloseTo(0.12078088556242958, 14);
    expect(bottom!.fourFifths!.lower).toBe('others');
    expect(bottom!.fourFifths!.ratio[1] / bottom!.fourFifths!.ratio[0]).toBeCloseTo(1.695833333333333, 14);
  });

  it('finds the examination of Teal and not the bottom line, which is no test of the family', () => {
    const { findings, tests, section } = funnel([teal], STAGES);
    expect([...tests.given.keys()].sort()).toEqual(['funnel:connected:passed', 'funnel:connected:promoted']);
    expect(findings.map(({ code, measured }) => [code, measured.find(({ name }) => name === 'stage')?.value])).toEqual([['stage-effect', 'passed'], ['stage-effect', 'promoted']]);
    expect(findings[0]!.effect).toEqual({ name: 'odds-ratio', value: section[0]!.oddsRatio, interval: section[0]!.interval });
    expect(findings.map(({ alternatives }) => alternatives.includes('post-treatment'))).toEqual([false, true]);
    expect(section[2]!.test).toMatchObject({ id: 'funnel:connected:*', adjusted: null, rejected: null });
    for (const { alternatives, ask } of findings) expect(Math.min(alternatives.length, ask.length)).toBeGreaterThan(0);
  });

  it('has no data where somebody\'s last stage is unknown in every decision', () => {
    const cases = [caseOf({ id: 'A', people: [considered({ person: 'a', chosen: true, stage: 1, ties: { [TIE]: true } }), considered({ person: 'b', stage: 0, ties: { [TIE]: false } }), considered({ person: 'c', ties: { [TIE]: false } })] })];
    const { section, cannot } = funnel(cases, ['considered', 'chosen']);
    expect(section[0]).toMatchObject({ connected: { of: 0, passed: 0 }, others: { of: 0, passed: 0 }, fourFifths: null, test: { p: null, notTestable: 'no-data' } });
    expect(cannot).toEqual([{ decision: 'A', part: 'funnel', because: 'no-stages' }, { decision: null, part: `funnel:${TIE}:chosen`, because: 'no-data' }]);
  });

  it('prints the least p that the margins allow', () => {
    const { section } = funnel([caseOf({ id: 'A', people: [...group('c', true, [0, 1]), ...group('o', false, [3, 0])] })], ['considered', 'chosen']);
    expect(section[0]!.test.minimumP).toBeCloseTo(1 / 4, 14);
    expect(section[0]!.test.p).toBeCloseTo(1 / 4, 14);
  });

  it('compares within decisions: rates that differ between decisions only are no effect of the tie', () => {
    // decision A takes 8 of 10 whoever they are, B takes 2 of 10; the connected apply to A
    const cases = [
      caseOf({ id: 'A', people: [...group('ac', true, [2, 8]), ...group('ao', false, [1, 4])] }),
      caseOf({ id: 'B', people: [...group('bc', true, [4, 1]), ...group('bo', false, [8, 2])] }),
    ];
    const { section } = funnel(cases, ['considered', 'chosen']);
    expect(section[0]!.test.method).toBe('mantel-haenszel-exact');
    expect(section[0]!.oddsRatio).toBeCloseTo(1, 6);
    expect(fisher([[9, 6], [6, 9]])).toMatchObject({ status: 'tested', oddsRatio: 2.25 });
  });

  const strataOf = (tables: readonly [[number, number], [number, number]][]): Case[] =>
    tables.map(([[a, b], [c, d]], i) => caseOf({ id: `D${i}`, people: [...group(`${i}c`, true, [b, a]), ...group(`${i}o`, false, [d, c])] }));

  it('is exact over sparse decisions: the rabbits of R', () => {
    // ?mantelhaen.test of R (penicillin): p = 0.03994, conditional odds ratio 10.36102; computed 0.03994490358, 10.361046349
    const { section } = funnel(strataOf([[[0, 6], [0, 5]], [[3, 3], [0, 6]], [[6, 0], [2, 4]], [[5, 1], [6, 0]], [[2, 0], [5, 0]]]), ['considered', 'chosen']);
    expect(section[0]!.test.method).toBe('mantel-haenszel-exact');
    expect(section[0]!.test.p).toBeCloseTo(0.03994490358126722, 12);
    expect(section[0]!.oddsRatio).toBeCloseTo(10.361046349488719, 6);
  });

  it('is asymptotic over large ones: admissions at Berkeley in 1973', () => {
    // Bickel, Hammel, O'Connell, Science 187:398, 1975; R: OR 0.9046968 [0.7719074, 1.0603298], without correction p = 0.21692
    const { section } = funnel(
      strataOf([[[512, 313], [89, 19]], [[353, 207], [17, 8]], [[120, 205], [202, 391]], [[138, 279], [131, 244]], [[53, 138], [94, 299]], [[22, 351], [24, 317]]]), ['applied', 'admitted']);
    expect(section[0]).toMatchObject({ connected: { of: 2691, passed: 1198 }, others: { of: 1835, passed: 557 }, test: { method: 'mantel-haenszel', minimumP: null } });
    expect(section[0]!.oddsRatio).toBeCloseTo(0.9046968282586231, 12);
    expect(section[0]!.interval!.low).toBeCloseTo(0.7719074, 6);
    expect(section[0]!.interval!.high).toBeCloseTo(1.0603298, 6);
    expect(section[0]!.test.p).toBeCloseTo(0.21692369705551817, 12);
  });

  it('adds the decisions up where none of them says anything by itself', () => {
    const cases = [...'abcdefgh'].map((id, i) => caseOf({ id, people: group(id, i < 4, i === 0 || i > 4 ? [1, 0] : [0, 1]) }));
    const { section } = funnel(cases, ['considered', 'chosen']);
    expect(section[0]!.test).toMatchObject({ method: 'fisher-pooled', notTestable: null });
    expect(section[0]!.test.p).toBeCloseTo(34 / 70, 14); // the tea of Fisher: 3 of 4 and 1 of 4
  });

  it('leaves out people of unknown tie and decisions with somebody of unknown stage, and says so', () => {
    const known = caseOf({ id: 'A', people: [...group('c', true, [2, 2]), ...group('o', false, [2, 2]), ...group('u', undefined, [3, 1])] });
    const unknown = caseOf({ id: 'B', people: [...group('bc', true, [2, 2]), considered({ person: 'x', ties: { [TIE]: false } })] });
    const { section, cannot } = funnel([known, unknown], ['considered', 'chosen']);
    expect(section[0]).toMatchObject({ connected: { of: 4, passed: 2 }, others: { of: 4, passed: 2 }, leftOut: 4 });
    expect(cannot).toEqual([{ decision: 'B', part: 'funnel', because: 'no-stages' }]);
  });

  it('names why it cannot say anything, and gives no NaN', () => {
    expect(funnel([], STAGES).cannot).toEqual([{ decision: null, part: 'funnel', because: 'no-stages' }]);
    const because = (people: ReturnType<typeof group>) => funnel([caseOf({ id: 'A', people: [...people, considered({ person: 'z', stage: 0, ties: {} })] })], ['considered', 'chosen']).section[0]?.test.notTestable;
    expect(because(group('c', true, [3, 1]))).toBe('everybody-connected');
    expect(because(group('o', false, [3, 1]))).toBe('nobody-connected');
    expect(because([...group('c', true, [3, 0]), ...group('o', false, [2, 0])])).toBe('empty-margin');
    const { section } = funnel([caseOf({ id: 'A', people: [...group('c', true, [3, 0]), ...group('o', false, [2, 0])] })], ['considered', 'chosen']);
    expect(section[0]!.fourFifths).toBeNull();
    expect(JSON.stringify(section)).not.toContain('NaN');
  });

  it('depends neither on the order of decisions nor of people, and a tie turned round turns the odds ratio round', () => {
    const counts = fc.array(fc.nat({ max: 6 }), { minLength: 3, maxLength: 3 });
    fc.assert(fc.property(fc.array(fc.record({ tied: counts, other: counts }), { minLength: 1, maxLength: 5 }), (drawn) => {
      const make = (flip: boolean) => drawn.map(({ tied, other }, i) => caseOf({ id: `D${i}`, people: [...group(`${i}c`, !flip, tied), ...group(`${i}o`, flip, other)] }));
      const straight = funnel(make(false), STAGES).section;
      const study = studyOf({ cases: make(false), past: { stages: STAGES } });
      const turned = { ...study, cases: [...study.cases].reverse().map((c) => ({ ...c, people: [...c.people].reverse() })) };
      expect(funnelOf(turned, testsOf(declaredFunnel(turned))).section).toEqual(straight);
      funnel(make(true), STAGES).section.forEach((row, k) => {
        const before = straight[k]!;
        expect(row.connected).toEqual(before.others);
        if (before.test.p === null) expect(row.test.p).toBeNull();
        else expect(row.test.p).toBeCloseTo(before.test.p, 9);
        if (typeof before.oddsRatio === 'number' && before.oddsRatio > 0) expect(Number(row.oddsRatio) * before.oddsRatio).toBeCloseTo(1, 6);
      });
    }), { numRuns: times(50, 300) });
  });

  it.skipIf(!hasPromotions)('tells by department what 54,808 promotions say of "referred"', () => {
    const cases = promotions();
    const study = studyOf({ cases, past: { stages: ['considered', 'chosen'] } });
    const { section } = funnelOf(study, testsOf(declaredFunnel(study)));
    expect(section[0]).toMatchObject({ connected: { passed: 138, of: 1142 }, others: { passed: 1974, of: 23220 }, leftOut: 30446 });
    // cases.json, av_hr_promotion_referred, by_department: 1.4327 [1.1908, 1.7237], p .000113
    expect(section[0]!.oddsRatio).toBeCloseTo(1.4327, 4);
    expect(section[0]!.interval!.low).toBeCloseTo(1.1908, 4);
    expect(section[0]!.interval!.high).toBeCloseTo(1.7237, 4);
    expect(section[0]!.test.p).toBeCloseTo(0.000113, 6);
  });
});
