/** Professionalism index (IP-ASN): PermenPANRB 38/2018 and Peraturan BKN 8/2019. Numbers marked M are consistent with the totals but were not read in the regulation. */
import type { Band, BandReading, Curve, PointsIndexTable } from '../../scoring/methods/index.js';
import { cited, rows, tableOf, type Cited, type CitedRow } from './cited.js';

const REGULATION = 'PermenPANRB 38/2018; Peraturan BKN 8/2019';
const QUOTED = 'Peraturan BKN 8/2019, quoted by lelemuku.com 2019-06';

/** Most points of each dimension. */
export const IP_ASN_DIMENSIONS: readonly CitedRow[] = [
  ...rows('N', QUOTED, { qualification: 25 }),
  ...rows('M', REGULATION, { competence: 40, performance: 30, discipline: 5 }),
];

/** Points by highest formal education. */
export const IP_ASN_QUALIFICATION: readonly CitedRow[] = [
  ...rows('N', QUOTED, { S3: 25, S2: 20 }),
  ...rows('M', REGULATION, { S1_D4: 15, D3: 10, SLTA_D1_D2: 5, BELOW_SLTA: 1 }),
];

/** Which trainings count: by the kind of position held. */
export type PositionKind = 'structural' | 'functional' | 'staff';

/** Points for each training that was attended; not attended is 0. Technical training counts from 20 hours (JP) in the last year, seminars within 2 years. */
export const IP_ASN_COMPETENCE: Readonly<Record<PositionKind, readonly CitedRow[]>> = {
  structural: rows('M', REGULATION, { leadershipTraining: 15, technicalTraining: 15, seminar: 10 }),
  functional: rows('M', REGULATION, { functionalTraining: 15, technicalTraining: 15, seminar: 10 }),
  staff: rows('M', REGULATION, { technicalTraining: 22.5, seminar: 17.5 }),
};

/** Hours (JP, 45 minutes) from which technical training counts. */
export const IP_ASN_TECHNICAL_HOURS: Cited<number> = cited('M', REGULATION, 20);

/** Points by the old SKP value, edges as printed. One agency's program gives 0 to a value between 50 and 51, which is neither row. */
export const IP_ASN_PERFORMANCE: Cited<readonly Band<number>[]> = cited('M', REGULATION, [
  { low: 0, high: 50, is: 1 }, { low: 51, high: 60, is: 5 }, { low: 61, high: 75, is: 15 }, { low: 76, high: 90, is: 25 }, { low: 91, high: null, is: 30 },
]);

/** Points by the predicate of PermenPANRB 6/2022, which took the place of the value. */
export const IP_ASN_PERFORMANCE_BY_PREDICATE: readonly CitedRow[] = rows('M', REGULATION, { SANGAT_BAIK: 30, BAIK: 25, BUTUH_PERBAIKAN: 15, KURANG: 5, SANGAT_KURANG: 1 });

/** Points by the gravest punishment of the last 5 years. */
export const IP_ASN_DISCIPLINE: readonly CitedRow[] = rows('M', REGULATION, { NONE: 5, RINGAN: 3, SEDANG: 2, BERAT: 1 });

/** Categories of the sum, edges as printed: what 80.5 is they do not say. */
export const IP_ASN_CATEGORIES: Cited<readonly Band<string>[]> = cited('N', 'Peraturan BKN 8/2019, quoted by kontan.co.id', [
  { low: 0, high: 60, is: 'Sangat Rendah' }, { low: 61, high: 70, is: 'Rendah' }, { low: 71, high: 80, is: 'Sedang' }, { low: 81, high: 90, is: 'Tinggi' }, { low: 91, high: 100, is: 'Sangat Tinggi' },
]);

/**
 * The index for holders of one kind of position, for `methods.pointsIndex`.
 * Inputs: `education`, the trainings of the kind (truths; `technicalTraining` in hours), `performance`, `discipline`.
 * @param options.performance - `value`: the old SKP value; `predicate`: the predicate of PermenPANRB 6/2022.
 */
export function professionalismIndex(kind: PositionKind, options: { readonly bandRounding: BandReading; readonly performance?: 'value' | 'predicate' }): PointsIndexTable {
  const max = tableOf(IP_ASN_DIMENSIONS);
  const attended = (points: number): Curve => ({ kind: 'table', table: { true: points, false: 0 } });
  const training = (row: CitedRow) => ({
    id: row.key,
    curve: row.key === 'technicalTraining' ? ({ kind: 'step', points: [[0, 0], [IP_ASN_TECHNICAL_HOURS.value, row.value]] } as const) : attended(row.value),
  });
  const performance: Curve =
    options.performance === 'predicate'
      ? { kind: 'table', table: tableOf(IP_ASN_PERFORMANCE_BY_PREDICATE) }
      : { kind: 'bands', bands: IP_ASN_PERFORMANCE.value, grid: 1, reading: options.bandRounding };
  return {
    name: `ip-asn/${kind}`,
    dimensions: [
      { id: 'qualification', max: max['qualification']!, items: [{ id: 'education', curve: { kind: 'table', table: tableOf(IP_ASN_QUALIFICATION) } }] },
      { id: 'competence', max: max['competence']!, items: IP_ASN_COMPETENCE[kind].map(training) },
      { id: 'performance', max: max['performance']!, items: [{ id: 'performance', curve: performance }] },
      { id: 'discipline', max: max['discipline']!, items: [{ id: 'discipline', curve: { kind: 'table', table: tableOf(IP_ASN_DISCIPLINE) } }] },
    ],
    categories: { bands: IP_ASN_CATEGORIES.value, grid: 1, reading: options.bandRounding },
    bandRounding: options.bandRounding,
  };
}
