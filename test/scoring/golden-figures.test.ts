import { describe, expect, it } from 'vitest';
import * as tables from '../../src/asn/tables/index.js';
import {
  GAP_TABLE, INCONSISTENT_MUNICIPAL_SUPPORT, JPM_MAPPING, JPM_SELECTION, LENGTH_AT_LEVEL_SCALE, ministryTalentIndexTable, nineBoxTable, NINE_BOX_CUTS, NINE_BOX_POOL, pp30Predicate, PP46_PREDICATE, professionalismIndex, talentIndexTable, WEIGHT_VARIANTS,
} from '../../src/asn/tables/index.js';
import { ahpWeights, places, saw, topsis } from '../../src/scoring/analysis/index.js';
import { bands, jobPersonMatch, nineBox, pointsIndex, profileMatching, ratingBands, ratioText, talentIndex, weightedSum, type Method, type Scored } from '../../src/scoring/methods/index.js';
import { ratio } from '../../src/scoring/ratio.js';

/** The exact score with so many decimals; it must be known. */
function text(s: Scored, decimals: number): string {
  expect(s.exact.low).toEqual(s.exact.high);
  return ratioText(s.exact.low, decimals);
}

const exactly = (hundredths: number) => ({ low: ratio(hundredths, 100), high: ratio(hundredths, 100) });

describe('figures of the rules of the civil service', () => {
  it('IP-ASN: master, all structural training, Baik and no punishment give 90, Tinggi', () => {
    const index = pointsIndex(professionalismIndex('structural', { bandRounding: 'lowerBound', performance: 'predicate' }));
    const result = index.score({ education: 'S2', leadershipTraining: true, technicalTraining: 20, seminar: true, performance: 'BAIK', discipline: 'NONE' });
    expect(text(result, 2)).toBe('90.00');
    expect(index.categoriesOf(result.exact)).toEqual(['Tinggi']);
    expect(result.parts).toEqual([200_000, 150_000, 150_000, 100_000, 250_000, 50_000].map((units, k) => ({ criterion: index.inputs[k], low: units, high: units })));
    expect(index.range).toEqual({ low: 30_000, high: 1_000_000 });
  });

  it('IP-ASN: 80.5 is Sedang by lower bounds and Tinggi by an agency’s program: the reading is stated', () => {
    const category = (bandRounding: 'lowerBound' | 'upperBound' | 'nearest') => pointsIndex(professionalismIndex('staff', { bandRounding })).categoriesOf(exactly(8050));
    expect([category('lowerBound'), category('upperBound'), category('nearest')]).toEqual([['Sedang'], ['Tinggi'], ['Tinggi']]);
  });

  it('IP-ASN: every kind of post reaches 100, a staff member with two items', () => {
    for (const kind of ['structural', 'functional', 'staff'] as const) expect(pointsIndex(professionalismIndex(kind, { bandRounding: 'nearest' })).range.high).toBe(1_000_000);
    expect(text(pointsIndex(professionalismIndex('staff', { bandRounding: 'nearest' })).score({ education: 'S3', technicalTraining: 20, seminar: true, performance: 91, discipline: 'NONE' }), 1)).toBe('100.0');
  });

  it('talent value of 411/2025: Y 75.25, X 87.90, talent 81.575, administrator with technical 85: 82.945, box 8', () => {
    const index = talentIndex(talentIndexTable());
    const inputs = { predicate: 80, awards: 50, teamAssignments: 75, feedback360: 85, competence: 82, development: 100, experience: 80, potential: 78, education: 90, fieldFit: 100, integrity: 100, technical: 85 };
    const { Y, X } = index.axes(inputs);
    expect([text(Y!, 2), text(X!, 2), text(index.score(inputs), 3), text(index.forLevel('ADMINISTRATOR').score(inputs), 3)]).toEqual(['75.25', '87.90', '81.575', '82.945']);
    expect(nineBox(nineBoxTable(NINE_BOX_CUTS['national2025']!.value)).placeOf(Y!.exact, X!.exact).box).toBe(8);
    expect(['JPT_MADYA', 'JPT_PRATAMA', 'PENGAWAS'].map((level) => text(index.forLevel(level).score(inputs), 4))).toEqual(['82.2600', '82.6025', '83.2875']);
    expect(() => index.forLevel('PELAKSANA')).toThrow(/E_REF_UNKNOWN/);
  });

  it('a ministry’s sheet: A 93.5888 and 86.7944, B 74.0927 and 87.0463; B with a medium punishment outranks A, and only the boxes show it', () => {
    const index = talentIndex(ministryTalentIndexTable());
    const A = { predicate: 'BAIK', potentialAndCompetence: 93.47, education: 'S2', fieldFit: true, training: true, length: 100, variety: 100, substance: 0, discipline: 'NONE' };
    const B = { ...A, predicate: 'SANGAT_BAIK', potentialAndCompetence: 76.04, length: 80, variety: 80, discipline: 'SEDANG' };
    expect([A, B].map((x) => text(index.axes(x)['X']!, 4))).toEqual(['93.5888', '74.0927']);
    expect([A, B].map((x) => text(index.score(x), 4))).toEqual(['86.7944', '87.0463']);
    expect(index.score(B).low).toBeGreaterThan(index.score(A).low);
    const box = nineBox(nineBoxTable(NINE_BOX_CUTS['national2025']!.value));
    expect([A, B].map((x) => box.placeOf(index.axes(x)['Y']!.exact, index.axes(x)['X']!.exact).box)).toEqual([9, 7]);
  });

  it('a municipal program’s parts of a share of 40 add up to 60 in its own data, and are refused', () => {
    const criteria = INCONSISTENT_MUNICIPAL_SUPPORT.map((row) => ({ id: row.key, weight: row.value }));
    expect(() => weightedSum({ criteria, total: 40 })).toThrow('E_WEIGHT_SUM at /total: the weights add up to 60, the stated total is 40');
    for (const rows of Object.values(WEIGHT_VARIANTS)) expect(weightedSum({ criteria: rows.map((row) => ({ id: row.key, weight: row.value })) }).range).toEqual({ low: 0, high: 1_000_000 });
  });

  it('every number of the tables carries a mark and a source', () => {
    const problems: string[] = [];
    const look = (value: unknown, path: string): void => {
      if (Array.isArray(value)) value.forEach((x, k) => look(x, `${path}/${k}`));
      else if (value !== null && typeof value === 'object' && 'confidence' in value) {
        const { confidence, source } = value as { confidence: string; source: string };
        if (!['V', 'N', 'C', 'M', 'm'].includes(confidence) || source.length < 5) problems.push(path);
      } else if (value !== null && typeof value === 'object') for (const [key, x] of Object.entries(value)) look(x, `${path}/${key}`);
      else if (typeof value !== 'function' && !path.startsWith('/EXPECTATION_LEVELS/')) problems.push(path);
    };
    for (const [name, table] of Object.entries(tables)) look(table, `/${name}`);
    expect(problems).toEqual([]);
    expect(Object.keys(tables).length).toBeGreaterThan(40);
  });

  it('cuts: 80 is high and 79.99 middle where they are inclusive; 80 is middle in whole ranges; > 69 is exclusive', () => {
    const at = (cuts: string, potential: number) => nineBox(nineBoxTable(NINE_BOX_CUTS[cuts]!.value)).place({ performance: 100, potential }).box;
    expect([80, 79.99, 60, 59.99].map((x) => at('national2025', x))).toEqual([9, 7, 7, 4]);
    expect([80, 80.01].map((x) => at('wholeRanges', x))).toEqual([7, 9]);
    expect([69, 69.01, 33, 33.01].map((x) => at('assessmentCentre', x))).toEqual([7, 9, 4, 7]);
    expect([67.99, 68, 77].map((x) => at('cityA', x))).toEqual([4, 7, 9]);
    const ranges = { bands: [{ low: 0, high: 60, is: 'low' }, { low: 61, high: 80, is: 'mid' }, { low: 81, high: 100, is: 'high' }], reading: 'lowerBound' as const };
    expect(() => bands(ranges)).toThrow(/E_BANDS.*a hole/); // 60.5 and 80.5 fall in no band
    const read = bands({ ...ranges, grid: 1 });
    expect([6050, 8050].map((x) => read.possible(exactly(x)))).toEqual([['low'], ['mid']]);
  });

  it('box 8 is as expected and high potential, 7 above and middle, 4 above and low: not the numbering of general HR', () => {
    const { matrix } = nineBoxTable(NINE_BOX_CUTS['national2025']!.value);
    expect([matrix[1]![2], matrix[2]![1], matrix[2]![0]]).toEqual([8, 7, 4]);
    expect(NINE_BOX_POOL.value).toEqual([7, 8, 9]);
  });

  it('length at level: the written rubric has holes and is refused, the program’s bands are read', () => {
    expect(() => bands({ reading: 'lowerBound', bands: [{ low: 0, high: 2, is: 60 }, { low: 3, high: 4, is: 80 }, { low: 5, high: null, is: 100 }] })).toThrow(/E_BANDS at \/bands\/0\/high: a hole/);
    const program = bands({ reading: 'lowerBound', bands: LENGTH_AT_LEVEL_SCALE.value });
    expect([199, 200, 250, 499, 500].map((x) => program.possible(exactly(x))[0])).toEqual([60, 80, 80, 80, 100]);
  });

  const REQUIRED = [4, 4, 3, 4, 4, 3, 3, 4, 4];
  const ACHIEVED = [4, 5, 3, 3, 4, 4, 3, 2, 4];
  const levels = (values: readonly number[]) => Object.fromEntries(values.map((level, k) => [`c${k}`, level]));
  const jpm = (capPerCompetence: boolean, capTotal: number | null = null, method: 'ratioOfSums' | 'meanOfRatios' = 'ratioOfSums', required = REQUIRED): Method =>
    jobPersonMatch({ method, competences: required.map((r, k) => ({ id: `c${k}`, required: r })), capPerCompetence, capTotal, scale: { min: 0, max: 5 } });

  it('JPM: 96.97 per cent uncapped, 90.91 capped per competence; 138.89 uncapped is cut to 100', () => {
    expect([text(jpm(false).score(levels(ACHIEVED)), 2), text(jpm(true).score(levels(ACHIEVED)), 2)]).toEqual(['96.97', '90.91']);
    const twos = Array<number>(9).fill(2);
    const high = levels([3, 3, 3, 3, 3, 3, 3, 2, 2]);
    expect([text(jpm(false, null, 'ratioOfSums', twos).score(high), 2), text(jpm(false, 100, 'ratioOfSums', twos).score(high), 2)]).toEqual(['138.89', '100.00']);
    const capped = jpm(false, 100, 'ratioOfSums', twos).score(high);
    expect([capped.low, capped.high, capped.parts.at(-1)]).toEqual([1_000_000, 1_000_000, { criterion: 'cap', low: -388_891, high: -388_891 }]); // the parts were rounded up by 2 in all
  });

  it('JPM: 80 and 68 for selection, 90 and 78 for mapping: two scales, two vocabularies', () => {
    const [selection, mapping] = [bands(JPM_SELECTION.value), bands(JPM_MAPPING.value)];
    expect([8000, 7999, 6800, 6799].map((x) => selection.possible(exactly(x))[0])).toEqual(['Memenuhi Syarat', 'Masih Memenuhi Syarat', 'Masih Memenuhi Syarat', 'Kurang Memenuhi Syarat']);
    expect([9000, 8999, 7800, 7799].map((x) => mapping.possible(exactly(x))[0])).toEqual(['Optimal', 'Cukup Optimal', 'Cukup Optimal', 'Kurang Optimal']);
  });

  it('PP 30/2019: 110 is Sangat Baik only with a new idea; 89.99 is Cukup', () => {
    const { rate, value } = ratingBands(pp30Predicate());
    const at = (x: number, newIdea: boolean | null) => rate({ skp: x, behaviour: x, newIdea });
    expect([at(110, true), at(110, false), at(110, null), at(109.99, true), at(90, null), at(89.99, null), at(70, null), at(50, null), at(49.99, null)]).toEqual([
      ['SANGAT_BAIK'], ['BAIK'], ['SANGAT_BAIK', 'BAIK'], ['BAIK'], ['BAIK'], ['CUKUP'], ['CUKUP'], ['KURANG'], ['SANGAT_KURANG'],
    ]);
    expect(text(value.score({ skp: 100, behaviour: 80 }), 2)).toBe('94.00');
    expect(text(ratingBands(pp30Predicate('withOpinion')).value.score({ skp: 100, behaviour: 80 }), 2)).toBe('92.00');
  });

  it('PP 46/2011: 60 results, 40 behaviour, whole edges read as lower bounds', () => {
    const { rate } = ratingBands(PP46_PREDICATE.value);
    expect([[91, 91], [90.9, 90.9], [76, 76], [75.5, 75.5], [61, 61], [51, 51], [50.5, 50.5]].map(([skp, behaviour]) => rate({ skp: skp!, behaviour: behaviour! })[0])).toEqual(['SANGAT_BAIK', 'BAIK', 'BAIK', 'CUKUP', 'CUKUP', 'KURANG', 'BURUK']);
  });

  it('profile matching: weights 5 4.5 5 4 5 4.5 5 3 5, NCF 4.40, NSF 4.75, 4.54', () => {
    const core = new Set([0, 3, 4, 7, 8]);
    const of = (share: number) =>
      profileMatching({
        gapTable: GAP_TABLE.value, between: 'refuse', beyond: 'refuse', core: share, secondary: 100 - share, scale: { min: 1, max: 5 },
        aspects: [{ id: 'a', weight: 100, factors: REQUIRED.map((target, k) => ({ id: `c${k}`, target, kind: core.has(k) ? 'core' as const : 'secondary' as const })) }],
      });
    expect([100, 0, 60].map((share) => text(of(share).score(levels(ACHIEVED)), 2))).toEqual(['4.40', '4.75', '4.54']);
    const alone = (k: number) => text(profileMatching({ gapTable: GAP_TABLE.value, between: 'refuse', beyond: 'refuse', core: 100, secondary: 0, scale: { min: 1, max: 5 }, aspects: [{ id: 'a', weight: 100, factors: [{ id: `c${k}`, target: REQUIRED[k]!, kind: 'core' }] }] }).score(levels(ACHIEVED)), 1);
    expect(REQUIRED.map((_, k) => alone(k))).toEqual(['5.0', '4.5', '5.0', '4.0', '5.0', '4.5', '5.0', '3.0', '5.0']);
    expect(of(60).penalisesSurplus).toBe(true);
  });

  const TABLE = { rows: [[20, 80, 90, 1], [25, 70, 80, 2], [15, 90, 85, 1]], weights: [0.25, 0.4, 0.3, 0.05], types: ['benefit', 'benefit', 'benefit', 'cost'] as const };

  it('SAW .90556 .85278 .88333 and TOPSIS .54200 .52388 .46383 disagree on ranks 2 and 3', () => {
    const [sums, close] = [saw(TABLE), topsis(TABLE, 'vector').closeness];
    expect([sums, close].map((scores) => scores.map((x) => x.toFixed(5)))).toEqual([['0.90556', '0.85278', '0.88333'], ['0.54200', '0.52388', '0.46383']]);
    expect([places(sums), places(close)]).toEqual([[1, 3, 2], [1, 2, 3]]);
  });

  it('AHP: eigenvector .53961 .29696 .16342, lambda 3.00920, CI .00460, CR .00793; column means .53896 .29726 .16378, CR .00794 or .00964', () => {
    const matrix = [[1, 2, 3], [1 / 2, 1, 2], [1 / 3, 1 / 2, 1]];
    const eigen = ahpWeights(matrix);
    expect([...eigen.weights, eigen.lambda, eigen.consistencyIndex, eigen.consistencyRatio].map((x) => x.toFixed(5))).toEqual(['0.53961', '0.29696', '0.16342', '3.00920', '0.00460', '0.00793']);
    const [mean, sums] = [ahpWeights(matrix, { weights: 'columnMean', lambda: 'meanRatio' }), ahpWeights(matrix, { weights: 'columnMean', lambda: 'columnSums' })];
    expect([...mean.weights, mean.lambda, mean.consistencyRatio].map((x) => x.toFixed(5))).toEqual(['0.53896', '0.29726', '0.16378', '3.00921', '0.00794']);
    expect([sums.lambda, sums.consistencyRatio].map((x) => x.toFixed(5))).toEqual(['3.01118', '0.00964']);
  });
});
