import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Case, Considered } from '../../src/auditing/case.js';
import { declaredRanks, ranksOf } from '../../src/auditing/ranks.js';
import { vanElteren } from '../../src/stats/index.js';
import { hasPromotions, promotions } from './support/promotions.js';
import { caseOf, considered, studyOf, testsOf } from './support/study.js';
import { times } from '../support/times.js';

const TIE = 'connected';

const ranks = (cases: readonly Case[]) => {
  const study = studyOf({ cases });
  const tests = testsOf(declaredRanks(study));
  return { ...ranksOf(study, tests), tests };
};

/** The only decision among people of these scores, in which those at `chosen` are taken. */
const among = (scores: readonly (number | null)[], chosen: readonly number[], given: readonly Partial<Considered>[] = [], id = 'A'): Case =>
  caseOf({ id, people: scores.map((score, i) => considered({ person: `${id}${i}`, score, chosen: chosen.includes(i), ...given[i] })) });

/** A decision of one seat among `size` people that takes the one at `rank`. */
const single = (id: string, size: number, rank: number, tied?: boolean): Case =>
  among(Array.from({ length: size }, (_, i) => size - i), [rank - 1], Array.from({ length: size }, () => (tied === undefined ? {} : { ties: new Map([[TIE, tied]]) })), id);

describe('ranksOf', () => {
  it('ranks the chosen among those eligible, 1 the best, with those skipped and the relative rank', () => {
    expect(ranks([among([9, 7, 5, 3], [1])]).section.rows).toEqual([
      { decision: 'A', chosen: 'A1', eligible: 4, rank: 2, skipped: 1, relative: 1.5 / 4, provisional: false, ties: {}, because: null },
    ]);
  });

  it('gives equals the mean of their places', () => {
    const rows = (chosen: number[]) => ranks([among([9, 7, 7, 7, 1], chosen)]).section.rows.map(({ rank, skipped }) => [rank, skipped]);
    expect(rows([2])).toEqual([[3, 1]]);
    expect(rows([0])).toEqual([[1, 0]]);
    expect(rows([4])).toEqual([[5, 4]]);
  });

  it('ranks each of several people chosen, and skips only those who were not', () => {
    expect(ranks([among([9, 8, 7, 6, 5], [0, 2, 4])]).section.rows.map(({ chosen, rank, skipped }) => [chosen, rank, skipped])).toEqual([['A0', 1, 0], ['A2', 3, 1], ['A4', 5, 2]]);
  });

  it('has no rank where a score is unknown, counts who is certain, and says why', () => {
    expect(ranks([among([9, 7, null], [1])]).section.rows).toMatchObject([{ rank: null, relative: null, skipped: 1, provisional: true, because: null }]);
    const unknown = ranks([among([9, null], [1])]);
    expect(unknown.section.rows).toMatchObject([{ rank: null, because: 'score-of-chosen-unknown' }]);
    expect(unknown.cannot).toEqual([{ decision: 'A', part: 'ranks', because: 'score-of-chosen-unknown' }]);
    expect(ranks([among([9, 7], [1], [{}, { eligible: 'no' }])]).section.rows).toMatchObject([{ rank: null, because: 'winner-not-eligible' }]);
    expect(ranks([among([9], [0])]).section.rows).toMatchObject([{ rank: null, because: 'one-candidate' }]);
    expect(ranks([among([null], [0])]).cannot).toEqual([{ decision: null, part: 'ranks', because: 'no-scores' }]);
    expect(ranks([]).cannot).toEqual([{ decision: null, part: 'ranks', because: 'no-data' }]);
  });

  it('is provisional where an interval, or somebody of unknown eligibility, could change the rank', () => {
    const provisional = (chosen: Partial<Considered>, other: Partial<Considered>) => ranks([among([5, 3, 1], [0], [chosen, other])]).section.rows[0]!.provisional;
    expect(provisional({}, {})).toBe(false);
    expect(provisional({}, { scoreHigh: 4 })).toBe(false);
    expect(provisional({}, { scoreHigh: 5 })).toBe(true); // equal at the least
    expect(provisional({ scoreHigh: 9 }, {})).toBe(false); // the best already
    expect(provisional({}, { eligible: 'unknown' })).toBe(false);
    expect(provisional({}, { eligible: 'unknown', score: 6, scoreHigh: 6 })).toBe(true);
    expect(provisional({}, { eligible: 'unknown', score: null, scoreHigh: null })).toBe(true);
    expect(ranks([among([5, 5], [0], [{ scoreHigh: 6 }, {}])]).section.rows[0]!.provisional).toBe(true);
  });

  it('takes everybody considered where eligibility is stated of nobody, and nobody who withdrew or was ineligible', () => {
    const nobody = Array.from({ length: 3 }, () => ({ eligible: 'unknown' as const }));
    expect(ranks([among([9, 7, 5], [1], nobody)]).section.rows).toMatchObject([{ eligible: 3, rank: 2, provisional: false }]);
    expect(ranks([among([9, 7, 5], [1], [{ withdrew: 0 }])]).section.rows).toMatchObject([{ eligible: 2, rank: 1 }]);
    expect(ranks([among([9, 7, 5], [1], [{ eligible: 'no' }])]).section.rows).toMatchObject([{ eligible: 2, rank: 1 }]);
  });

  it('compares connected people chosen with the others within pools of one size, and within a decision of several seats', () => {
    const cases = [
      ...[3, 4, 2].map((rank, i) => single(`c${i}`, 5, rank, true)), ...[1, 1, 2, 1].map((rank, i) => single(`o${i}`, 5, rank, false)),
      single('d0', 8, 6, true), single('d1', 8, 2, false),
      among([9, 8, 7, 6], [0, 3], [{ ties: new Map([[TIE, false]]) }, {}, {}, { ties: new Map([[TIE, true]]) }], 'e'),
    ];
    const { section, findings } = ranks(cases);
    const expected = vanElteren([{ first: [3, 4, 2], second: [1, 1, 2, 1] }, { first: [6], second: [2] }, { first: [4], second: [1] }]);
    if (expected.status !== 'tested') throw new Error('strata with both sides');
    expect(section.tests).toMatchObject([{ tie: TIE, test: { id: 'ranks:connected', p: (expected.exact ?? expected.p).two, notTestable: null } }]);
    expect(findings).toHaveLength(1);
    // 11.5 of 12 pairs of the first stratum and the one pair of the others, weighted 1/8, 1/3, 1/3
    expect(findings[0]!.effect!.value).toBeCloseTo((11.5 / 8 + 2 / 3) / (12 / 8 + 2 / 3), 12);
    expect(findings[0]).toMatchObject({ code: 'rank-difference', tie: TIE });
  });

  it('leaves out of the test who has no certain rank or no known tie, and names why it cannot be made', () => {
    const because = (cases: Case[]) => ranks(cases).section.tests[0]?.test.notTestable;
    const asked = single('z', 1, 1, true); // a pool of one: no rank
    expect(because([asked])).toBe('no-data');
    expect(because([asked, single('a', 3, 1)])).toBe('ties-unknown');
    expect(because([asked, single('a', 3, 1, true)])).toBe('everybody-connected');
    expect(because([asked, single('a', 3, 1, false)])).toBe('nobody-connected');
    expect(because([single('a', 3, 1, false), single('b', 4, 1, true)])).toBe('empty-margin'); // no pools of one size
    expect(because([single('a', 3, 1, false), single('b', 3, 1, true)])).toBe('no-variance'); // all of them the best
    expect(declaredRanks(studyOf({ cases: [caseOf({ id: 'A' })] }))).toEqual([]);
  });

  // pools of up to 7 with small scores, so that equals are common
  const pools = fc.array(fc.record({ scores: fc.array(fc.nat({ max: 6 }), { minLength: 1, maxLength: 7 }), seats: fc.nat({ max: 2 }), tied: fc.array(fc.option(fc.boolean()), { minLength: 7, maxLength: 7 }) }), { minLength: 1, maxLength: 5 });
  type Pools = { scores: number[]; seats: number; tied: (boolean | null)[] }[];
  const casesOf = (drawn: Pools): Case[] =>
    drawn.map(({ scores, seats, tied }, d) => among(scores, Array.from({ length: Math.min(seats + 1, scores.length) }, (_, i) => i), scores.map((_, i) => (tied[i] === null ? {} : { ties: new Map([[TIE, tied[i]!]]) })), `D${d}`));

  it('agrees with counting one by one, in every order', () => {
    fc.assert(fc.property(pools, (drawn) => {
      const cases = casesOf(drawn);
      const study = studyOf({ cases });
      const { section } = ranksOf(study, testsOf(declaredRanks(study)));
      for (const { decision, chosen, rank, skipped, eligible } of section.rows) {
        const { people } = study.byId.get(decision)!;
        const own = people.find(({ person }) => person === chosen)!.score!;
        const above = people.filter(({ score }) => score! > own);
        expect(eligible).toBe(people.length);
        if (people.length > 1) expect([rank, skipped]).toEqual([above.length + (people.filter(({ score }) => score === own).length + 1) / 2, above.filter((x) => !x.chosen).length]);
      }
      const turned = { ...study, cases: [...study.cases].reverse().map((c) => ({ ...c, people: [...c.people].reverse() })) };
      expect(ranksOf(turned, testsOf(declaredRanks(turned))).section).toEqual(section);
    }), { numRuns: times(100, 600) });
  });

  it('never ranks anybody lower for a higher score, and the ranks of a pool are those of intervals as long as they do not meet', () => {
    fc.assert(fc.property(pools, fc.nat({ max: 3 }), (drawn, by) => {
      const raised = drawn.map((pool) => ({ ...pool, seats: 0, scores: pool.scores.map((score, i) => (i === 0 ? score + by : score)) }));
      const before = ranks(casesOf(drawn.map((pool) => ({ ...pool, seats: 0 })))).section.rows;
      ranks(casesOf(raised)).section.rows.forEach(({ rank, skipped }, k) => {
        expect(rank ?? 0).toBeLessThanOrEqual(before[k]!.rank ?? 0);
        expect(skipped).toBeLessThanOrEqual(before[k]!.skipped);
      });
      // every score an interval of half the step between scores: no rank changes, and only equals are provisional
      const wide = casesOf(drawn).map((c) => ({ ...c, people: c.people.map((x) => ({ ...x, score: x.score! * 10, scoreHigh: x.score! * 10 + 5 })) }));
      ranks(wide).section.rows.forEach((row, k) => {
        const one = ranks(casesOf(drawn)).section.rows[k]!;
        expect(row.rank).toBe(one.rank);
        if (row.rank !== null) expect(row.provisional).toBe(!Number.isInteger(row.rank) || wide.find(({ id }) => id === row.decision)!.people.filter(({ score }) => score === wide.find(({ id }) => id === row.decision)!.people.find(({ person }) => person === row.chosen)!.score).length > 1);
      });
    }), { numRuns: times(60, 360) });
  });

  it.skipIf(!hasPromotions)('takes 54,808 candidates of nine departments', () => {
    const cases = promotions();
    const { section } = ranks(cases);
    expect(section.rows).toHaveLength(4_668);
  });
});
