/** The nine boxes of talent management (PermenPANRB 3/2020, amended by 20/2025): the same matrix in at least five independent programs (C). */
import type { BoxAxis, Curve, NineBoxTable } from '../../scoring/methods/index.js';
import { cited, type Cited } from './cited.js';

const SOURCE = 'PermenPANRB 3/2020, as agency software computes it';

/** matrix[performance][potential], lowest first. Not the numbering of general HR writing: here potential outranks performance (8 is as expected and high). */
export const NINE_BOX_MATRIX: Cited<readonly (readonly number[])[]> = cited('C', SOURCE, [[1, 3, 6], [2, 5, 8], [4, 7, 9]]);

/** Boxes whose people enter the succession pool. */
export const NINE_BOX_POOL: Cited<readonly number[]> = cited('C', SOURCE, [7, 8, 9]);

/** What the annex recommends, in its order. */
export const NINE_BOX_RECOMMENDATIONS: Cited<Readonly<Record<number, string>>> = cited('C', SOURCE, {
  9: 'Dipromosikan dan dipertahankan; masuk kelompok rencana suksesi instansi/nasional; penghargaan',
  8: 'Dipertahankan; masuk kelompok rencana suksesi instansi; rotasi/perluasan jabatan; bimbingan kinerja',
  7: 'Dipertahankan; masuk kelompok rencana suksesi instansi; rotasi/pengayaan jabatan; pengembangan kompetensi; tugas belajar',
  6: 'Penempatan yang sesuai; bimbingan kinerja; konseling kinerja',
  5: 'Penempatan yang sesuai; bimbingan kinerja; pengembangan kompetensi',
  4: 'Rotasi; pengembangan kompetensi',
  3: 'Bimbingan kinerja; konseling kinerja; pengembangan kompetensi; penempatan yang sesuai',
  2: 'Bimbingan kinerja; pengembangan kompetensi; penempatan yang sesuai',
  1: 'Diproses sesuai ketentuan peraturan perundangan',
});

/** Cuts of both axes and what a value on a cut is. */
export interface Cuts {
  readonly performance: readonly [number, number];
  readonly potential: readonly [number, number];
  readonly atCut: 'above' | 'below';
}

/** Cuts in use. The regulation gives none that could be read, so a policy must choose, and say so. */
export const NINE_BOX_CUTS: Readonly<Record<string, Cited<Cuts>>> = {
  national2025: cited('C', 'Keputusan Kepala BKN 411/2025, as two programs of ministries compute it', { performance: [60, 80], potential: [60, 80], atCut: 'above' }),
  cityA: cited('C', 'agency software of a city', { performance: [70, 85], potential: [68, 77], atCut: 'above' }),
  wholeRanges: cited('C', 'agency software: 61-80, 81-100', { performance: [60, 80], potential: [60, 80], atCut: 'below' }),
  cityB: cited('C', 'agency software of a city', { performance: [75, 90], potential: [75, 90], atCut: 'above' }),
  regencyA: cited('C', 'agency software of a regency', { performance: [70, 90], potential: [70, 90], atCut: 'above' }),
  assessmentCentre: cited('C', 'agency software of an assessment centre: > 33, > 69', { performance: [33, 69], potential: [33, 69], atCut: 'below' }),
};

/** Potential cuts of a program that takes performance from the rating of results itself. */
export const NINE_BOX_POTENTIAL_ONLY: Cited<readonly [number, number]> = cited('C', 'agency software of a regency', [78, 90]);

/** The table for `methods.nineBox`. @param curves - how the two inputs, `performance` and `potential`, become points; points already if left out. */
export function nineBoxTable(cuts: Cuts, curves: { readonly performance?: Curve; readonly potential?: Curve } = {}): NineBoxTable {
  const axis = (input: 'performance' | 'potential'): BoxAxis => ({ input, cuts: cuts[input], atCut: cuts.atCut, ...(curves[input] && { curve: curves[input] }) });
  return { performance: axis('performance'), potential: axis('potential'), matrix: NINE_BOX_MATRIX.value };
}
