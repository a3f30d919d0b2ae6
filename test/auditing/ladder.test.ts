import { existsSync, readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { claimOf, declaredLadders, laddersOf } from '../../src/auditing/ladder.js';
import { Everybody } from '../../src/auditing/strata.js';
import type { LadderRung, TestResult, TieLadder } from '../../src/auditing/audit-document.js';
import type { Case, Considered } from '../../src/auditing/case.js';
import type { Study } from '../../src/auditing/study.js';
import { caseOf, considered, studyOf, testsOf } from './support/study.js';

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

  it.skipIf(!existsSync(PROMOTIONS))('against everybody else, and with missing ratings dropped', () => {
    const all = run(study(() => true)).section[0]!;
    expect(['crude', 'unit', 'merit'].map((name) => Number((rungOf(all, name as 'crude').oddsRatio as number).toFixed(4)))).toEqual([1.4909, 1.436, 0.9546]);
    const dropped = run(study((channel, rating) => channel !== 'other' && rating !== '')).section[0]!;
    expect(rungOf(dropped, 'merit').oddsRatio).toBeCloseTo(0.9974, 4);
  });

  it.skipIf(!existsSync(PROMOTIONS))('a rung over 54,808 rows takes at most 100 ms', () => {
    const given = study(() => true);
    laddersOf(given, testsOf(declaredLadders(given)));
    const before = process.cpuUsage();
    laddersOf(given, testsOf(declaredLadders(given)));
    const { user, system } = process.cpuUsage(before);
    expect((user + system) / 1000).toBeLessThan(4 * 100);
  });
});
