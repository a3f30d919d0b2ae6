import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimOf, declaredLadders, laddersOf } from '../../src/auditing/ladder.js';
import { meritLogit } from '../../src/auditing/merit-logit.js';
import { below, stream } from '../../src/stats/streams.js';
import { approximatelyDetectable } from '../../src/stats/approximate-power.js';
import type { LadderRung, TestResult, TieLadder } from '../../src/auditing/audit-document.js';
import type { Considered } from '../../src/auditing/case.js';
import type { Study } from '../../src/auditing/study.js';
import { caseOf, considered, studyOf, testsOf } from './support/study.js';
import { times } from '../support/times.js';

const shared = (path: string): URL => new URL(`../../../shared/${path}`, import.meta.url);
const PROMOTIONS = shared('data/real/av_hr_promotion_train.csv');
const CASES = shared('cases/audit/cases.json');
const UCB = shared('cases/audit/UCBAdmissions.csv');

const run = (study: Study) => {
  const tests = testsOf(declaredLadders(study));
  const part = laddersOf(study, tests);
  expect([...tests.given.keys()].sort()).toEqual(declaredLadders(study).map((t) => t.id).sort()); // every declared test is given
  return { ...part, given: tests.given };
};

const rungOf = (ladder: TieLadder, name: LadderRung['name']): LadderRung => ladder.rungs.find((r) => r.name === name)!;

describe('54,808 promotions', () => {
  const rows = existsSync(PROMOTIONS) ? readFileSync(PROMOTIONS, 'utf8').trim().split(/\r?\n/).slice(1).map((line) => line.replace(/"[^"]*"/g, '').split(',')) : [];
  const bin = (score: number): string => String([50, 60, 70, 80].filter((edge) => score > edge).length);
  const people = (keep: (channel: string, rating: string) => boolean): Considered[] =>
    rows.flatMap((f, i) => {
      const [, department, , , , channel, , , rating, , kpi, award, score, promoted] = f as [string, string, string, string, string, string, string, string, string, string, string, string, string, string];
      if (!keep(channel, rating)) return [];
      return [considered({ person: `p-${String(i).padStart(5, '0')}`, eligible: 'unknown', chosen: promoted === '1', ties: { referred: channel === 'referred' }, strata: { department, kpi, rating: rating || 'missing', award, score: bin(Number(score)) } })];
    });
  const study = (keep: (channel: string, rating: string) => boolean): Study =>
    studyOf({ cases: [caseOf({ id: 'd', people: people(keep) })], ladder: { unit: ['department'], merit: ['kpi', 'rating'], all: ['award', 'score'] } });

  it.skipIf(!existsSync(PROMOTIONS) || !existsSync(CASES))('the ladder of "referred" against sourcing has the published figures on every rung', () => {
    const expected = (JSON.parse(readFileSync(CASES, 'utf8')) as { av_hr_promotion_referred: { computed_MH: Record<string, { K: number; OR: number; CI: [number, number]; X2_nc?: number; p: number }> } }).av_hr_promotion_referred.computed_MH;
    const { section: [ladder], findings } = run(study((channel) => channel !== 'other'));
    const [crude, ...others] = ladder!.rungs;
    expect(crude).toMatchObject({ connected: { of: 1142, chosen: 138 }, others: { of: 23220, chosen: 1974 }, strata: 1, informative: 1, homogeneity: null });
    expect(crude!.oddsRatio).toBeCloseTo(1.4794, 4);
    for (const [k, name] of ['by_department', 'by_department_KPI_rating', 'plus_award_scorebin'].entries()) {
      const [rung, want] = [others[k]!, expected[name]!];
      expect(rung.informative).toBe(want.K);
      expect(rung.oddsRatio).toBeCloseTo(want.OR, 4);
      expect([rung.interval!.low, rung.interval!.high]).toEqual(want.CI.map((x) => expect.closeTo(x, 4) as number));
      expect(rung.test.p).toBeCloseTo(want.p, name === 'by_department' ? 6 : 4);
      if (want.X2_nc) expect(rung.chiSquare!.plain.statistic).toBeCloseTo(want.X2_nc, 3);
    }
    expect(others.map((r) => r.strata)).toEqual([9, 108, 454]);
    expect(ladder).toMatchObject({ claim: 'explained-by-recorded-merit', leftOut: 0, winners: null, logit: null, permutation: null });
    expect(findings).toEqual([]);
  });

  it.skipIf(!existsSync(PROMOTIONS))('against everybody else, 54,808 rows; and with missing ratings dropped', () => {
    const all = run(study(() => true)).section[0]!;
    expect(['crude', 'unit', 'merit'].map((name) => Number((rungOf(all, name as 'crude').oddsRatio as number).toFixed(4)))).toEqual([1.4909, 1.436, 0.9546]);
    const dropped = run(study((channel, rating) => channel !== 'other' && rating !== '')).section[0]!;
    expect(rungOf(dropped, 'merit').oddsRatio).toBeCloseTo(0.9974, 4);
  });
});

describe('admissions to Berkeley, 1973', () => {
  it.skipIf(!existsSync(UCB))('the same ladder: crude 1.8411, by department 0.9047, Breslow-Day 18.8255', () => {
    const lines = readFileSync(UCB, 'utf8').trim().split(/\r?\n/).map((line) => line.replace(/"/g, '').split(','));
    const head = lines[0]!;
    const at = (line: readonly string[], name: string): string => line[head.indexOf(name)]!;
    const people = lines.slice(1).flatMap((line, k) =>
      Array.from({ length: Number(line.at(-1)) }, (_, i) => considered({ person: `p-${k}-${i}`, chosen: at(line, 'Admit') === 'Admitted', ties: { male: at(line, 'Gender') === 'Male' }, eligible: 'unknown', strata: { department: at(line, 'Dept') } })),
    );
    const { section: [ladder], findings } = run(studyOf({ cases: [caseOf({ id: 'd', people })], ladder: { unit: ['department'], merit: [], all: [] } }));
    const unit = rungOf(ladder!, 'unit');
    expect(rungOf(ladder!, 'crude').oddsRatio).toBeCloseTo(1.8411, 4);
    expect(unit.oddsRatio).toBeCloseTo(0.904697, 6);
    expect([unit.interval!.low, unit.interval!.high]).toEqual([expect.closeTo(0.771907, 6), expect.closeTo(1.06033, 6)]);
    expect(unit.chiSquare).toEqual({ plain: { statistic: expect.closeTo(1.5246, 4), p: expect.closeTo(0.2169, 4) }, corrected: { statistic: expect.closeTo(1.4269, 4), p: expect.closeTo(0.2323, 4) } });
    expect(unit.homogeneity).toEqual({ statistic: expect.closeTo(18.8255, 4), df: 5, p: expect.closeTo(0.00207, 5) });
    expect(rungOf(ladder!, 'merit')).toMatchObject({ because: 'no-scores', oddsRatio: null });
    expect([ladder!.claim, findings]).toEqual(['not-testable', []]); // a difference, and no merit on record to hold it against
  });
});

/** Vacancies of eight, two of them connected; the winner is drawn by `weight`, a whole number for each. */
const world = (seed: number, vacancies: number, weight: (connected: boolean, score: number) => number, advantage = 0): Study => {
  const from = stream(seed, 'world');
  const cases = Array.from({ length: vacancies }, (_, k) => {
    const pool = Array.from({ length: 8 }, (_, i) => ({ connected: i < 2, score: 50 + below(10, from) + (i < 2 ? advantage : 0) }));
    const weights = pool.map((p) => weight(p.connected, p.score));
    let left = below(weights.reduce((sum, w) => sum + w, 0), from);
    const winner = weights.findIndex((w) => (left -= w) < 0);
    return caseOf({ id: `d-${String(k).padStart(3, '0')}`, people: pool.map((p, i) => considered({ person: `p-${k}-${i}`, chosen: i === winner, score: p.score * 10_000, scoreHigh: p.score * 10_000, ties: { kin: p.connected } })) });
  });
  return studyOf({ cases, draws: 199, ladder: { unit: [], merit: ['decision'], all: [] } });
};

describe('vacancies with scores', () => {
  it('who is chosen by lot: no difference, and the winner test keeps its level', () => {
    const ladders = Array.from({ length: 12 }, (_, k) => run(world(k + 1, 40, () => 1)).section[0]!);
    expect(ladders.filter((l) => l.claim === 'not-explained-by-recorded-merit').length).toBeLessThanOrEqual(2);
    expect(ladders.filter((l) => l.winners!.p.greater <= 0.05).length).toBeLessThanOrEqual(2);
    for (const l of ladders) expect(l).toMatchObject({ winners: { vacancies: 40, informative: 40, expected: expect.closeTo(10, 9) as number }, detectable: { possible: true } });
  });

  it('planted favour stays on every rung, with a finding that says effect and interval before p', () => {
    const { section: [ladder], findings } = run(world(1, 60, (connected) => (connected ? 8 : 1)));
    expect(ladder).toMatchObject({ claim: 'not-explained-by-recorded-merit', logit: { status: 'fitted' }, detectable: { possible: true } });
    expect(rungOf(ladder!, 'merit').by).toEqual(['decision', 'score']);
    expect(ladder!.winners!.p.greater).toBeLessThan(0.001);
    expect(ladder!.permutation!.p).toBe(1 / 200);
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code: 'tie-effect', tie: 'kin', effect: { name: 'odds-ratio', value: rungOf(ladder!, 'merit').oddsRatio }, people: [] });
    expect(findings[0]!.alternatives.length * findings[0]!.ask.length).toBeGreaterThan(0);
  });

  it('connected people who are better: a difference, and merit on record explains it', () => {
    const { section: [ladder], findings } = run(world(3, 120, (_, score) => 2 ** Math.floor((score - 50) / 2), 5));
    expect(rungOf(ladder!, 'crude').test.p).toBeLessThan(0.001);
    expect([ladder!.claim, findings]).toEqual(['explained-by-recorded-merit', []]);
  });

  it('always the best score: the score alone tells, and the claim says that merit explains it', () => {
    const study = world(4, 40, (_, score) => (score === 0 ? 0 : 1), 12);
    const cases = study.cases.map((c) => {
      const best = [...c.people].sort((x, y) => y.score! - x.score! || (x.person < y.person ? -1 : 1))[0]!;
      // nobody equal to the best one: chance has no part in it
      return caseOf({ ...c, people: c.people.map((p) => ({ ...p, chosen: p === best, score: p !== best && p.score === best.score ? p.score! - 10_000 : p.score, scoreHigh: p !== best && p.score === best.score ? p.score! - 10_000 : p.score })) });
    });
    const ladder = run({ ...studyOf({ cases }), draws: 99, ladder: study.ladder }).section[0]!;
    expect(ladder.logit).toMatchObject({ status: 'separated', oddsRatio: null, because: 'separated' });
    expect(ladder.claim).toBe('explained-by-recorded-merit');
  });

  it('of equal scores always the connected one: what the score leaves to chance is tested', () => {
    const equals = Array.from({ length: 12 }, (_, k) => [considered({ person: `a-${k}`, chosen: true, score: 700_000, scoreHigh: 700_000, ties: { kin: true } }), considered({ person: `b-${k}`, score: 700_000, scoreHigh: 700_000, ties: { kin: false } }), considered({ person: `c-${k}`, score: 600_000, scoreHigh: 600_000, ties: { kin: k % 2 === 0 } })]);
    const logit = meritLogit(equals, 'kin', 0.95)!;
    expect(logit).toMatchObject({ status: 'separated', oddsRatio: 'infinite', p: expect.closeTo(2 / 2 ** 12, 12) as number });
  });

  it('the connected always win: an infinite odds ratio, an exact p, and the claim that it stays', () => {
    const { section: [ladder] } = run(world(5, 12, (connected) => (connected ? 1 : 0)));
    expect(ladder).toMatchObject({ logit: { status: 'separated', oddsRatio: 'infinite' }, winners: { observed: 12, oddsRatio: 'infinite' }, claim: 'not-explained-by-recorded-merit' });
    expect(ladder!.winners!.p.greater).toBeCloseTo(0.25 ** 12, 15);
    expect(ladder!.logit!.p).toBeGreaterThan(0);
  });

  it('one vacancy of eight cannot show anything, and says so before any p', () => {
    const { section: [ladder] } = run(world(6, 1, (connected) => (connected ? 1 : 0)));
    expect(ladder).toMatchObject({ claim: 'cannot-be-detected', detectable: { possible: false, minimumP: 0.25, leastOddsRatio: 'infinite' } });
  });

  it('neither the order of decisions nor of people changes anything', () => {
    const study = world(7, 10, (connected) => (connected ? 3 : 1));
    const expected = JSON.stringify(run(study));
    fc.assert(
      fc.property(fc.shuffledSubarray([...study.cases], { minLength: 10 }), fc.nat(7), (cases, turn) => {
        const turned = cases.map((c) => caseOf({ ...c, people: [...c.people.slice(turn), ...c.people.slice(0, turn)] }));
        expect(JSON.stringify(run({ ...study, cases: studyOf({ cases: turned }).cases }))).toBe(expected);
      }),
      { numRuns: times(10, 60) },
    );
  });

  it('a winner known to be ineligible is told, and not counted as a draw among the eligible', () => {
    const study = world(8, 5, () => 1);
    const cases = study.cases.map((c, k) => (k > 0 ? c : caseOf({ ...c, people: c.people.map((p) => (p.chosen ? { ...p, eligible: 'no' as const } : p)) })));
    const { section: [ladder], cannot } = run({ ...study, cases });
    expect(ladder!.winners!.vacancies).toBe(4);
    expect(cannot).toEqual([{ decision: 'd-000', part: 'ladder', because: 'winner-not-eligible' }]);
  });
});

it('one decision of many winners with scores: strata of merit are tenths of the score, and equal scores stay together', () => {
  // 30 of 100 are chosen, the best; who is connected is better, and of equal scores nobody is preferred
  const people = Array.from({ length: 100 }, (_, i) => considered({ person: `p-${String(i).padStart(3, '0')}`, chosen: i >= 70, score: Math.floor(i / 10) * 10_000, ties: { kin: i % 2 === 0 ? i >= 60 : i >= 85 } }));
  const { section: [ladder] } = run(studyOf({ cases: [caseOf({ id: 'd', people })], ladder: { unit: [], merit: [], all: [] } }));
  expect(rungOf(ladder!, 'merit')).toMatchObject({ by: ['eligible', 'decision', 'score-tenth'], strata: 10, informative: 0, because: 'empty-margin' });
  expect([rungOf(ladder!, 'crude').test.p! < 0.001, ladder!.winners, ladder!.logit]).toEqual([true, null, null]);
});

it('what could have been found is told of the crude comparison where nothing else is on record', () => {
  const people = Array.from({ length: 100 }, (_, i) => considered({ person: `p-${i}`, eligible: 'unknown', chosen: i % 10 < 4, ties: { kin: i < 20 } }));
  const { section: [ladder] } = run(studyOf({ cases: [caseOf({ id: 'd', people })], ladder: { unit: [], merit: [], all: [] } }));
  expect(ladder!.detectable).toEqual(approximatelyDetectable([[[8, 12], [32, 48]]], { alpha: 0.05, sides: 2 }));
  expect([ladder!.detectable!.possible, ladder!.winners]).toEqual([true, null]);
});

it('of more than 500 vacancies with somebody connected the normal approximation says what could have been found', () => {
  const cases = Array.from({ length: 501 }, (_, k) => caseOf({ id: `d-${String(k).padStart(3, '0')}`, people: [0, 1, 2].map((i) => considered({ person: `p-${k}-${i}`, chosen: i === k % 3, ties: { kin: i === 0 } })) }));
  const { section: [ladder] } = run({ ...studyOf({ cases }), draws: 9, ladder: { unit: [], merit: ['decision'], all: [] } });
  expect(ladder!.detectable).toEqual(approximatelyDetectable(cases.map((_, k) => (k % 3 === 0 ? [[1, 0], [0, 2]] : [[0, 1], [1, 1]])), { alpha: 0.05, sides: 1 }));
  expect(ladder!.winners).toMatchObject({ vacancies: 501, observed: 167, expected: expect.closeTo(167, 6) as number });
});

describe('the logit of merit where the connected always win', () => {
  const vacancy = (k: number, people: readonly (readonly [score: number, kin: boolean, chosen: boolean])[]): Considered[] =>
    people.map(([score, kin, chosen], i) => considered({ person: `p-${k}-${i}`, chosen, score: score * 10_000, ties: { kin } }));
  const won = Array.from({ length: 8 }, (_, k) => vacancy(k, [[60 + k, true, true], [66, false, false], [55, false, false]]));

  it('counts a vacancy where everybody is connected as one that had to be won', () => {
    const [without, with_] = [meritLogit(won, 'kin', 0.95)!, meritLogit([...won, vacancy(9, [[60, true, true], [70, true, false], [50, true, false]])], 'kin', 0.95)!];
    for (const logit of [without, with_]) expect(logit).toMatchObject({ status: 'separated', oddsRatio: 'infinite', because: null });
    expect([without.strata, with_.strata]).toEqual([8, 9]);
    expect(with_.p!).toBeLessThan(0.05);
  });

  it('goes on without a p where a decision has more winners than can be counted', () => {
    const crowd = vacancy(0, Array.from({ length: 30_000 }, (_, i) => [i % 50, i % 3 === 0, i % 2 === 0] as const));
    expect(meritLogit([crowd], 'kin', 0.95)).toMatchObject({ status: 'not-testable', oddsRatio: null, p: null, because: 'no-data' });
  });

  it('has no p where every decision has several winners: no draw of one says how likely that was', () => {
    const two = Array.from({ length: 8 }, (_, k) => vacancy(k, [[60 + k, true, true], [58, true, true], [66, false, false], [55, false, false]]));
    expect(meritLogit(two, 'kin', 0.95)).toMatchObject({ status: 'separated', oddsRatio: 'infinite', interval: null, p: null, because: 'separated' });
  });
});

describe('what cannot be tested says why', () => {
  const one = (people: readonly Considered[]) => run(studyOf({ cases: [caseOf({ id: 'd', people })], ties: [{ id: 'kin', label: 'kin', from: 'stated' }] }));
  const four = (kin: readonly (boolean | null)[], chosen: readonly boolean[]): Considered[] =>
    kin.map((k, i) => considered({ person: `p-${i}`, chosen: chosen[i]!, ties: k === null ? {} : { kin: k } }));
  it.each([
    ['nobody connected', [false, false, false, false], [true, false, false, false], 'nobody-connected'],
    ['everybody connected', [true, true, true, true], [true, false, false, false], 'everybody-connected'],
    ['nobody chosen', [true, false, true, false], [false, false, false, false], 'nobody-chosen'],
    ['everybody chosen', [true, false, true, false], [true, true, true, true], 'empty-margin'],
    ['all ties unknown', [null, null, null, null], [true, false, false, false], 'ties-unknown'],
  ] as const)('%s', (_, kin, chosen, because) => {
    const { section: [ladder], cannot, given } = one(four(kin, chosen));
    expect(ladder!.claim).toBe('not-testable');
    expect(cannot).toEqual([{ decision: null, part: 'ladder:kin', because }]);
    expect(rungOf(ladder!, 'crude')).toMatchObject({ because, oddsRatio: null, test: { p: null, notTestable: because } });
    for (const test of given.values()) expect(test.p).toBeNull();
    expect(JSON.stringify(ladder)).not.toMatch(/NaN|Infinity/);
  });

  it('people of unknown ties are left out, and counted', () => {
    const { section: [ladder] } = one(four([true, false, null, null], [true, false, true, false]));
    expect(ladder).toMatchObject({ leftOut: 2 });
    expect(rungOf(ladder!, 'crude')).toMatchObject({ connected: { of: 1, chosen: 1 }, others: { of: 1, chosen: 0 } });
  });

  it('no decisions at all', () => {
    const { section, cannot } = run(studyOf({ ties: [{ id: 'kin', label: 'kin', from: 'stated' }] }));
    expect(section[0]!.claim).toBe('not-testable');
    expect(cannot).toEqual([{ decision: null, part: 'ladder:kin', because: 'ties-unknown' }]);
  });

  it('one stratum: the odds ratio, and no test of homogeneity', () => {
    const { section: [ladder] } = one(four([true, true, false, false], [true, false, true, false]));
    expect(rungOf(ladder!, 'unit')).toMatchObject({ strata: 1, informative: 1, homogeneity: null, because: null });
  });
});

describe('claims', () => {
  const test = (p: number | null, rejected: boolean | null = null): TestResult => ({ id: 't', method: 'm', alternative: 'two-sided', minimumP: null, p, adjusted: null, rejected, notTestable: null });
  const rung = (name: LadderRung['name'], oddsRatio: LadderRung['oddsRatio'], p: number | null, more: Partial<LadderRung> = {}): LadderRung => ({
    name, by: [], strata: 1, informative: 1, connected: { of: 1, chosen: 1 }, others: { of: 1, chosen: 1 }, oddsRatio, interval: { low: 0.8, high: 1.2, level: 0.95 }, homogeneity: null, test: test(p), because: null, ...more,
  });
  const ladder = (rungs: readonly LadderRung[], more: Partial<TieLadder> = {}): Omit<TieLadder, 'claim'> => ({ tie: 'kin', rungs, leftOut: 0, winners: null, logit: null, permutation: null, detectable: { possible: true, minimumP: 0.001, leastOddsRatio: 2 }, ...more });
  const none = (name: LadderRung['name']): LadderRung => rung(name, null, null, { interval: null, because: 'no-scores' });
  it.each([
    ['nothing has a p', ladder([none('crude'), none('unit'), none('merit'), none('all')]), 'not-testable'],
    ['the highest rung decides', ladder([rung('crude', 1, 0.9), rung('unit', 1, 0.9), rung('merit', 1, 0.9), rung('all', 3, 0.01)]), 'not-explained-by-recorded-merit'],
    ['even against a lower one', ladder([rung('crude', 1.5, 0.01), rung('unit', 1, 0.9), rung('merit', 3, 0.01), rung('all', 1, 0.9)]), 'explained-by-recorded-merit'],
    ['a lower rate counts too', ladder([rung('crude', 1, 0.9), rung('unit', 1, 0.9), rung('merit', 0.3, 0.01), none('all')]), 'not-explained-by-recorded-merit'],
    ['the correction of the family counts', ladder([rung('crude', 1, 0.9), rung('unit', 1, 0.9), rung('merit', 1.1, 0.01, { test: test(0.01, false) }), none('all')]), 'no-difference'],
    ['no outcome could have shown it', ladder([rung('crude', 1, 0.9), rung('unit', 1, 0.9), rung('merit', 1, 0.9), none('all')], { detectable: { possible: false, minimumP: 0.2, leastOddsRatio: 'infinite' } }), 'cannot-be-detected'],
    ['nothing anywhere', ladder([rung('crude', 1, 0.9), rung('unit', 1, 0.9), rung('merit', 1, 0.9), none('all')]), 'no-difference'],
    ['crude yes, given merit no', ladder([rung('crude', 1.5, 0.01), rung('unit', 1, 0.9), rung('merit', 1, 0.9), none('all')]), 'explained-by-recorded-merit'],
    ['given merit no, but the interval still holds the difference', ladder([rung('crude', 1.15, 0.01), rung('unit', 1, 0.9), rung('merit', 1, 0.9), none('all')]), 'cannot-be-detected'],
    ['a difference and no merit on record', ladder([rung('crude', 1.5, 0.01), rung('unit', 1, 0.9), none('merit'), none('all')]), 'not-testable'],
    ['the score alone tells winners', ladder([rung('crude', 1.5, 0.01), rung('unit', 1.5, 0.01), rung('merit', null, null, { because: 'separated' }), none('all')]), 'explained-by-recorded-merit'],
  ] as const)('%s', (_, given, claim) => expect(claimOf(given, 0.05)).toBe(claim));

  it('an interval or an odds ratio that is not there leaves everything open: no claim that merit explains it', () => {
    const open = rung('merit', 1, 0.9, { interval: null });
    expect(claimOf(ladder([rung('crude', 5, 0.001), rung('unit', 5, 0.001), open, none('all')]), 0.05)).toBe('cannot-be-detected');
    expect(claimOf(ladder([rung('crude', 'infinite', 0.001), rung('unit', 'infinite', 0.001), rung('merit', 1, 0.9), none('all')]), 0.05)).toBe('explained-by-recorded-merit');
    expect(claimOf(ladder([rung('crude', 'infinite', 0.001), rung('unit', 'infinite', 0.001), rung('merit', 3, 0.2, { interval: { low: 0.7, high: 'infinite', level: 0.95 } }), none('all')]), 0.05)).toBe('cannot-be-detected');
  });

  it('groups that contradict each other are no proof that merit explains it, however close to 1 their common odds ratio', () => {
    const cells = [['I', 180, 20, 40, 60], ['II', 20, 80, 80, 20], ['III', 5, 95, 20, 380]] as const;
    const people = cells.flatMap(([grade, ...counts]) => counts.flatMap((n, k) => Array.from({ length: n }, (_, i) => considered({ person: `${grade}-${k}-${i}`, chosen: k % 2 === 0, ties: { kin: k < 2 }, strata: { grade } }))));
    const { section: [ladder], findings } = run(studyOf({ cases: [caseOf({ id: 'd', people })], ladder: { unit: [], merit: ['grade'], all: [] } }));
    const merit = rungOf(ladder!, 'merit');
    expect([Number(merit.oddsRatio).toFixed(2), merit.test.p! > 0.5, merit.opposed]).toEqual(['1.09', true, true]);
    expect([ladder!.claim, findings]).toEqual(['opposite-directions', []]);
  });

  it('a few decisions with scores do not explain the others', () => {
    const cases = (scored: number) => Array.from({ length: 100 }, (_, d) => caseOf({ id: `d${d}`, people: Array.from({ length: 6 }, (_, k) => considered({ person: `p-${d}-${k}`, chosen: k === 0, ties: { kin: d % 10 < 6 ? k < 2 : k === 2 }, score: d < scored ? 90 - k : null })) }));
    expect(run(studyOf({ cases: cases(3) })).section[0]!.claim).toBe('cannot-be-detected');
    expect(run(studyOf({ cases: cases(100) })).section[0]!.claim).toBe('explained-by-recorded-merit');
  });

  it('where the logit has no end and no p, the winner test decides', () => {
    const separated = rung('merit', 'infinite', null, { because: 'separated', interval: null });
    const winners = (p: number): TieLadder['winners'] => ({ vacancies: 9, informative: 9, observed: 9, expected: 2, midP: p, p: { two: p, greater: p, less: 1 }, oddsRatio: 'infinite', interval: { low: 3, high: 'infinite', level: 0.95 }, test: test(p) });
    const of = (p: number): Omit<TieLadder, 'claim'> => ladder([rung('crude', 5, 0.001), rung('unit', 5, 0.001), separated, none('all')], { winners: winners(p) });
    expect([claimOf(of(0.001), 0.05), claimOf(of(0.4), 0.05)]).toEqual(['not-explained-by-recorded-merit', 'cannot-be-detected']);
  });
});
