import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exampleCity, exampleProvince, national } from '../../src/asn/index.js';
import { factsOf } from '../../src/eligibility/index.js';
import { parseRound, type Fit, type SealedPolicy } from '../../src/index.js';
import { FitTable } from '../../src/scoring/index.js';
import { roundOf, sealed, type Case } from './people.js';

const PACK = sealed(national);
const PACKS = [['national', PACK], ['exampleProvince', sealed(national, exampleProvince)], ['exampleCity', sealed(national, exampleCity)]] as const;

function fitOf(policy: SealedPolicy, of: Case): Fit {
  const { round } = parseRound(roundOf(of), policy);
  return new FitTable(policy.policy, factsOf(round, policy.policy)).fit(0, round.positions.length - 1);
}

const RECORDS = ['posts', 'acting', 'performance', 'discipline', 'fieldTraining', 'awards', 'teams'];

/** The worked example of asn-rules 2.4 in data: Y (80, 50, 75, 85), X (82, 100, 80, 78, 90, 100, 100). */
const GOLDEN: Case = {
  seat: ['ADMINISTRATOR', 'JA'],
  post: { field: 'HEALTH', fieldsRelated: ['HEALTH', 'PHARMACY'] },
  has: { education: 'S2', educationField: 'HEALTH', variety: 'ACROSS_UNITS', competence: 82, potential: 78, feedback360: 'POSITIVE' },
  spells: {
    posts: [['ADMINISTRATOR', '2023-01-01']],
    acting: [['PLT_SAME', '2022-01-01', '2022-03-31']],
    performance: [['BAIK', '2025-01-01', '2025-12-31']],
    fieldTraining: [['PHARMACY', '2024-05-01', '2024-05-03']],
    awards: [['CROSS_AGENCY', '2023-08-17', '2023-08-17']],
    teams: [['CHAIR_INTERNAL', '2025-01-01', '2025-12-31']],
  },
  checked: RECORDS,
};

describe('the scores of the packs', () => {
  it('give the worked example of the talent value: 75.25 and 87.90 are 81.575', () => {
    const fit = fitOf(PACK, GOLDEN);
    expect([fit.low, fit.high]).toEqual([815_750, 815_750]);
    const half = (criteria: readonly string[]): number => fit.parts.filter((p) => criteria.includes(p.criterion)).reduce((sum, p) => sum + 2 * p.low, 0);
    expect(half(['predicate', 'awards', 'work-teams', 'feedback-360'])).toBe(752_500);
    expect(half(['assessment', 'training', 'experience', 'potential', 'education', 'field-of-study', 'discipline-record'])).toBe(879_000);
  });

  it.each(PACKS)('%s: the weights add up to 100 exactly and every criterion has one', (_, { policy }) => {
    expect(Object.values(policy.weights).reduce((sum, w) => sum + Math.round(w * 10_000), 0)).toBe(1_000_000);
    expect(Object.keys(policy.weights).sort()).toEqual(policy.criteria.map((c) => c.id).sort());
    expect(new Set(policy.criteria.map((c) => c.dimension))).toEqual(new Set(['qualification', 'competence', 'performance']));
  });

  it.each(PACKS)('%s: of a person of whom nothing is known every criterion is wide, so that unknown is no zero', (_, policy) => {
    const fit = fitOf(policy, { seat: ['ADMINISTRATOR', 'JA'] });
    expect(fit.parts.filter((p) => p.low === p.high)).toEqual([]);
    expect(fit.high).toBeGreaterThan(fit.low);
  });

  it('rise with every step of what is good, and the steps are those of the tables', () => {
    const points = (criterion: string, of: Case): number => {
      const part = fitOf(PACK, { ...of, has: { ...GOLDEN.has, ...of.has }, spells: { ...GOLDEN.spells, ...of.spells }, post: GOLDEN.post!, seat: GOLDEN.seat!, checked: RECORDS }).parts.find((p) => p.criterion === criterion)!;
      expect(part.low).toBe(part.high);
      return part.low / PACK.policy.weights[criterion]! / 100;
    };
    const day = '2025-06-01';
    const tables: readonly (readonly [string, readonly Case[], readonly number[]])[] = [
      ['education', ['BELOW_SLTA', 'SLTA', 'D3', 'S1_D4', 'S2', 'S3'].map((education) => ({ has: { education } })), [0, 60, 70, 80, 90, 100]],
      ['field-of-study', ['LAW', 'PHARMACY', 'HEALTH'].map((educationField) => ({ has: { educationField } })), [50, 80, 100]],
      ['training', ['LAW', 'HEALTH'].map((field) => ({ spells: { fieldTraining: [[field, day, day]] } })), [50, 100]],
      ['predicate', ['SANGAT_KURANG', 'KURANG', 'BUTUH_PERBAIKAN', 'BAIK', 'SANGAT_BAIK'].map((value) => ({ spells: { performance: [[value, '2025-01-01', '2025-12-31']] } })), [20, 40, 60, 80, 100]],
      ['awards', [{ spells: { awards: [] } }, ...['AGENCY', 'CROSS_AGENCY', 'NATIONAL', 'INTERNATIONAL'].map((value): Case => ({ spells: { awards: [[value, day, day]] } }))], [0, 25, 50, 75, 100]],
      ['work-teams', [{ spells: { teams: [] } }, ...['MEMBER_INTERNAL', 'MEMBER_CROSS', 'CHAIR_INTERNAL', 'CHAIR_CROSS'].map((value): Case => ({ spells: { teams: [[value, day, day]] } }))], [0, 25, 50, 75, 100]],
      ['feedback-360', ['NEGATIVE', 'FAIR', 'POSITIVE', 'VERY_POSITIVE'].map((feedback360) => ({ has: { feedback360 } })), [40, 70, 85, 100]],
      [
        'discipline-record',
        [{ spells: { discipline: [['LIGHT', '2026-11-01']] } }, ...['SEVERE', 'MEDIUM', 'LIGHT'].map((value): Case => ({ spells: { discipline: [[value, '2024-01-01', '2024-06-30']] } })), { spells: { discipline: [['SEVERE', '2019-01-01', '2020-06-30']] } }],
        [0, 25, 50, 75, 100],
      ],
      ['experience', ['2025-01-01', '2023-01-01', '2020-01-01'].map((from) => ({ spells: { posts: [['JF_AHLI_MADYA', from]] } })), [73.334, 80, 86.666]], // 60, 80, 100 in the length, 80 in the two others
    ];
    for (const [criterion, steps, expected] of tables) expect(steps.map((step) => points(criterion, step)), criterion).toEqual(expected);
  });

  it('never fall when an assessment rises, and fall only where something is worse', () => {
    const score = fc.integer({ min: 0, max: 100 });
    fc.assert(
      fc.property(score, score, score, score, (a, b, c, d) => {
        const [low, high] = [fitOf(PACK, { ...GOLDEN, has: { ...GOLDEN.has, competence: Math.min(a, b), potential: Math.min(c, d) } }), fitOf(PACK, { ...GOLDEN, has: { ...GOLDEN.has, competence: Math.max(a, b), potential: Math.max(c, d) } })];
        expect(low.low).toBeLessThanOrEqual(high.low);
        expect(low.parts.reduce((sum, p) => sum + p.low, 0)).toBe(low.low);
      }),
      { numRuns: 40 },
    );
  });

  it('count an unchecked record by what it shows, as the low end', () => {
    const open = fitOf(PACK, { ...GOLDEN, checked: [] });
    const part = (id: string): readonly number[] => open.parts.filter((p) => p.criterion === id).flatMap((p) => [p.low / 3000, p.high / 3000]);
    expect(part('predicate')).toEqual([80, 100]);
    expect(open.low).toBeLessThan(815_750);
    expect(open.high).toBeGreaterThan(815_750);
  });
});
