/** Performance predicates: PermenPANRB 6/2022, and the bands of the rules before it. */
import type { Band, RatingBandsTable, RatingMatrixTable } from '../../scoring/methods/index.js';
import { cited, rows, type Cited, type CitedRow } from './cited.js';

/** Levels of results (hasil kerja) and of behaviour (perilaku kerja), lowest first. */
export const EXPECTATION_LEVELS = ['di bawah ekspektasi', 'sesuai ekspektasi', 'di atas ekspektasi'] as const;

/** Predicate by results (rows) and behaviour (columns). Below expected behaviour is Kurang whatever the results. */
export const PREDICATE_MATRIX: Cited<RatingMatrixTable> = cited('C', 'PermenPANRB 6/2022, as agency software computes it', {
  rows: { input: 'results', levels: EXPECTATION_LEVELS },
  columns: { input: 'behaviour', levels: EXPECTATION_LEVELS },
  matrix: [
    ['SANGAT_KURANG', 'BUTUH_PERBAIKAN', 'BUTUH_PERBAIKAN'],
    ['KURANG', 'BAIK', 'BAIK'],
    ['KURANG', 'BAIK', 'SANGAT_BAIK'],
  ],
});

/** Points of a predicate, 0 to 100, as rubrics have them. */
export const PREDICATE_POINTS: readonly CitedRow[] = rows('C', 'agency software', { SANGAT_BAIK: 100, BAIK: 80, BUTUH_PERBAIKAN: 60, KURANG: 40, SANGAT_KURANG: 20 });

/** Part of the yearly coefficient that holders of functional posts are credited, in per cent, by predicate. */
export const JF_CREDIT: readonly CitedRow[] = rows('M', 'PermenPANRB 1/2023', { SANGAT_BAIK: 150, BAIK: 100, BUTUH_PERBAIKAN: 75, KURANG: 50, SANGAT_KURANG: 25 });

const PP30 = 'PP 30/2019 art. 41';

/** Bands of PP 30/2019: V down to Cukup, the two lowest M. From 110 on it is Sangat Baik only with a new idea or method, else Baik. */
export const PP30_BANDS: Cited<readonly Band<string>[]> = cited('V', `${PP30} down to Cukup; Kurang and Sangat Kurang: M`, [
  { low: 0, high: 50, is: 'SANGAT_KURANG' }, { low: 50, high: 70, is: 'KURANG' }, { low: 70, high: 90, is: 'CUKUP' }, { low: 90, high: 110, is: 'BAIK' }, { low: 110, high: 120, is: 'SANGAT_BAIK' },
]);

/** Weights of PP 30/2019; the second pair where the opinion of peers and subordinates is used. */
export const PP30_WEIGHTS: Cited<{ readonly plain: readonly [number, number]; readonly withOpinion: readonly [number, number] }> = cited('V', PP30, { plain: [70, 30], withOpinion: [60, 40] });

/** The predicate of PP 30/2019. Inputs: `skp`, `behaviour` (0 to 120), `newIdea` (truth). */
export function pp30Predicate(weights: keyof typeof PP30_WEIGHTS.value = 'plain'): RatingBandsTable {
  const [skp, behaviour] = PP30_WEIGHTS.value[weights];
  return {
    parts: [{ id: 'skp', weight: skp }, { id: 'behaviour', weight: behaviour }],
    min: 0,
    max: 120,
    bands: { bands: PP30_BANDS.value, reading: 'lowerBound' },
    only: { rating: 'SANGAT_BAIK', when: 'newIdea', else: 'BAIK' },
  };
}

/** Bands of PP 46/2011, edges as printed. */
export const PP46_BANDS: Cited<readonly Band<string>[]> = cited('M', 'PP 46/2011; bands also quoted on training pages (N)', [
  { low: 0, high: 50, is: 'BURUK' }, { low: 51, high: 60, is: 'KURANG' }, { low: 61, high: 75, is: 'CUKUP' }, { low: 76, high: 90, is: 'BAIK' }, { low: 91, high: null, is: 'SANGAT_BAIK' },
]);

/** The predicate of PP 46/2011: results 60, behaviour 40. Its printed edges say nothing of 75.5; read as lower bounds here. */
export const PP46_PREDICATE: Cited<RatingBandsTable> = cited('M', 'PP 46/2011', {
  parts: [{ id: 'skp', weight: 60 }, { id: 'behaviour', weight: 40 }],
  min: 0,
  max: 120,
  bands: { bands: PP46_BANDS.value, grid: 1, reading: 'lowerBound' },
});
