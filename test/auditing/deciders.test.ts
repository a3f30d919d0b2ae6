import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case } from '../../src/auditing/case.js';
import { decidersOf, declaredDeciders } from '../../src/auditing/deciders.js';
import { clopperPearson, fisher, mantelHaenszel, type Table2x2 } from '../../src/stats/index.js';
import { caseOf, considered, studyOf, testsOf } from './support/study.js';
import { times } from '../support/times.js';

const TIE = 'connected';

const deciders = (cases: readonly Case[], decider = 3) => {
  const study = studyOf({ cases, minimum: { cell: 2, decider } });
  const tests = testsOf(declaredDeciders(study));
  return { ...decidersOf(study, tests), tests };
};

/** A decision between two, the first of whom is chosen: `deviates` if the other is better; the year, and the tie of the one chosen. */
const choice = (id: string, decider: string | null, deviates: boolean, { year = '2025', tied = undefined as boolean | undefined, chosen = `c-${id}` } = {}): Case =>
  caseOf({ id, decider, on: `${year}-03-01`, people: [considered({ person: chosen, score: 5, chosen: true, ...(tied === undefined ? {} : { ties: { [TIE]: tied } }) }), considered({ person: `o-${id}`, score: deviates ? 8 : 2 })] });

const choices = (decider: string, deviations: number, others: number, given: Parameters<typeof choice>[3] = {}): Case[] =>
  Array.from({ length: deviations + others }, (_, i) => choice(`${decider}-${given.year ?? ''}${String(given.tied)}${String(i).padStart(3, '0')}`, decider, i < deviations, given));

describe('decidersOf', () => {
  it('counts the decisions that did not take the best, by decider and year, with the points and who gained', () => {
    const cases = [...choices('a', 2, 1, { year: '2024', tied: true }), ...choices('a', 1, 1, { year: '2025', tied: false, chosen: 'same' }), ...choices('b', 0, 3)];
    const { section } = deciders(cases);
    expect(section.map(({ decider, year, decisions, deviations, loss, connected }) => [decider, year, decisions, deviations, loss, connected[TIE]])).toEqual([
      ['a', 'all', 5, 3, 9, 2],
      ['a', '2024', 3, 2, 6, 2],
      ['a', '2025', 2, 1, 3, 0],
      ['b', 'all', 3, 0, 0, 0],
      ['b', '2025', 3, 0, 0, 0],
    ]);
    expect(section[0]!.interval).toEqual(clopperPearson(3, 5, 0.95));
    expect(section[2]!.beneficiaries).toEqual([{ person: 'same', times: 1 }]);
  });

  it('tells nothing of a decider below the minimum, not even as what is left beside the others', () => {
    const { findings, section } = deciders([...choices('a', 12, 0), ...choices('b', 0, 3)], 10);
    expect([section.map(({ decider }) => decider), findings]).toEqual([['a', 'a'], []]);
    expect(deciders([...choices('a', 12, 0), ...choices('b', 0, 10)], 10).findings.map(({ code }) => code)).toEqual(['decider-deviations']);
  });

  it('takes no deviation from a better person who withdrew, got another post that day, or was not eligible', () => {
    const c = choice('A', 'a', true);
    const better = (given: object): Case => ({ ...c, people: c.people.map((x) => (x.chosen ? x : { ...x, ...given })) });
    const deviations = (cases: Case[]) => deciders(cases, 1).section[0]!.deviations;
    expect(deviations([c])).toBe(1);
    expect(deviations([better({ withdrew: c.day })])).toBe(0);
    expect(deviations([better({ eligible: 'no' })])).toBe(0);
    expect(deviations([c, caseOf({ id: 'B', on: c.on, people: [considered({ person: 'o-A', score: 1, chosen: true })] })])).toBe(0);
  });

  it('reckons several seats against as many of the best: equals of the last one chosen are no deviation', () => {
    const of = (scores: number[], chosen: number[]) => caseOf({ id: 'A', decider: 'a', people: scores.map((score, i) => considered({ person: `p${i}`, score, chosen: chosen.includes(i) })) });
    expect(deciders([of([9, 7, 7, 5], [0, 2])], 1).section[0]).toMatchObject({ deviations: 0, loss: 0 });
    expect(deciders([of([9, 8, 7, 5], [0, 3])], 1).section[0]).toMatchObject({ deviations: 1, loss: 3, beneficiaries: [{ person: 'p3', times: 1 }] });
    expect(deciders([of([9, 8, 7, 5], [2, 3])], 1).section[0]).toMatchObject({ deviations: 1, loss: 5, beneficiaries: [{ person: 'p2', times: 1 }, { person: 'p3', times: 1 }] });
  });

  it('shows no decider below the minimum and no year below the least cell, and says so', () => {
    const { section, cannot } = deciders([...choices('a', 1, 3, { year: '2024' }), ...choices('a', 1, 0, { year: '2025' }), ...choices('b', 1, 1)]);
    expect(section.map(({ decider, year }) => [decider, year])).toEqual([['a', 'all'], ['a', '2024']]);
    expect(cannot).toContainEqual({ decision: null, part: 'deciders', because: 'below-minimum' });
  });

  it('finds the decider whose share lies apart from that of the others, by intervals for all of them', () => {
    const { findings } = deciders([...choices('a', 18, 2), ...choices('b', 2, 18), ...choices('c', 1, 19)]);
    expect(findings.map(({ code, people }) => [code, people])).toEqual([['decider-deviations', [{ role: 'decider', person: 'a' }]]]);
    expect(findings[0]!.effect).toEqual({ name: 'share', value: 0.9, interval: clopperPearson(18, 20, 1 - 0.05 / 3) });
    expect(findings[0]!.measured).toContainEqual({ name: 'deviations-others', value: 3, unit: 'decisions' });
    expect(deciders([...choices('a', 10, 10), ...choices('b', 9, 11)]).findings).toEqual([]);
  });

  it('cannot compare one decider only, nor decisions that name nobody', () => {
    const one = deciders(choices('a', 18, 2));
    expect(one.findings).toEqual([]);
    expect(one.section.map(({ year }) => year)).toEqual(['all', '2025']);
    expect(one.cannot).toContainEqual({ decision: null, part: 'deciders', because: 'one-decider' });
    expect(deciders([choice('A', null, true)]).cannot).toContainEqual({ decision: null, part: 'deciders', because: 'no-roles' });
  });

  it('asks whether those who gained are connected: one table, as Fisher', () => {
    const cases = [...choices('a', 6, 1, { tied: true }), ...choices('a', 2, 9, { tied: false })];
    const { tests, findings } = deciders(cases);
    const expected = fisher([[6, 1], [2, 9]]);
    if (expected.status !== 'tested') throw new Error('a table with full margins');
    expect(tests.given.get('deviations:connected')).toMatchObject({ method: 'fisher', p: expected.p.two, minimumP: expected.minimumP.two });
    expect(findings.map(({ code, effect }) => [code, effect?.value])).toEqual([['deviation-beneficiaries', expected.conditional]]);
  });

  it('has one stratum for each decider: what differs between deciders only is no effect of the tie', () => {
    const cases = [...choices('a', 8, 2, { tied: true }), ...choices('a', 4, 1, { tied: false }), ...choices('b', 1, 4, { tied: true }), ...choices('b', 2, 8, { tied: false })];
    const strata: Table2x2[] = [[[8, 2], [4, 1]], [[1, 4], [2, 8]]];
    expect(mantelHaenszel(strata)).toMatchObject({ oddsRatio: 1 });
    const { tests, findings } = deciders(cases);
    expect(tests.given.get('deviations:connected')).toMatchObject({ method: 'mantel-haenszel-exact', p: 1 });
    expect(findings.filter(({ code }) => code === 'deviation-beneficiaries')).toEqual([]);
  });

  it('names why the tie cannot be tested', () => {
    const because = (...cases: Case[][]) => deciders(cases.flat()).tests.given.get('deviations:connected')?.notTestable;
    expect(because(choices('a', 0, 3, { tied: true }), choices('a', 0, 3, { tied: false }))).toBe('no-deviation');
    expect(because(choices('a', 1, 3, { tied: true }))).toBe('everybody-connected');
    expect(because(choices('a', 1, 3, { tied: false }))).toBe('nobody-connected');
    const unscored = caseOf({ id: 'A', decider: 'a', people: [considered({ person: 'x', chosen: true, ties: { [TIE]: true } })] });
    expect(deciders([unscored]).cannot).toEqual([{ decision: null, part: 'deciders', because: 'no-scores' }]);
    expect(declaredDeciders(studyOf({ cases: [unscored] }))).toEqual([]);
  });

  it('is the same in every order; raising the score of those chosen never makes more deviations', () => {
    const drawn = fc.array(fc.record({ decider: fc.constantFrom('a', 'b'), scores: fc.array(fc.nat({ max: 5 }), { minLength: 2, maxLength: 5 }), tied: fc.boolean() }), { minLength: 1, maxLength: 8 });
    fc.assert(fc.property(drawn, fc.nat({ max: 3 }), (rows, by) => {
      const make = (raise: number) => rows.map(({ decider, scores, tied }, d) =>
        caseOf({ id: `D${d}`, decider, people: scores.map((score, i) => considered({ person: `${d}-${i}`, score: score + (i === 0 ? raise : 0), chosen: i === 0, ties: { [TIE]: tied } })) }));
      const study = studyOf({ cases: make(0) });
      const turned = { ...study, cases: [...study.cases].reverse().map((c) => ({ ...c, people: [...c.people].reverse() })) };
      expect(decidersOf(turned, testsOf(declaredDeciders(turned)))).toEqual(decidersOf(study, testsOf(declaredDeciders(study))));
      const sum = (cases: Case[], of: 'deviations' | 'loss') => deciders(cases, 1).section.filter(({ year }) => year === 'all').reduce((total, row) => total + row[of], 0);
      for (const of of ['deviations', 'loss'] as const) expect(sum(make(by), of)).toBeLessThanOrEqual(sum(make(0), of));
    }), { numRuns: times(60, 360) });
  });
});
