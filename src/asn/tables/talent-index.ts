/** Talent value: weights of Keputusan Kepala BKN 411/2025 as programs implement them, and one ministry's variant. */
import type { TalentIndexTable } from '../../scoring/methods/index.js';
import { rows, tableOf, type CitedRow } from './cited.js';
import { DISCIPLINE_SCALE, EDUCATION_SCALE, FIELD_FIT_SCALE, TRAINING_SCALE } from './indicator-scales.js';
import { PREDICATE_POINTS } from './performance.js';

const DECREE = 'Keputusan Kepala BKN 411/2025, as agency software computes it';

/** Axis Y, performance. */
export const TALENT_Y: readonly CitedRow[] = [
  ...rows('N', 'Keputusan Kepala BKN 411/2025; the 60 per cent stand in minutes of a BKN meeting', { predicate: 60 }),
  ...rows('C', DECREE, { awards: 15, teamAssignments: 15, feedback360: 10 }),
];

/** Axis X, potential. */
export const TALENT_X: readonly CitedRow[] = rows('C', DECREE, { competence: 20, development: 10, experience: 10, potential: 25, education: 10, fieldFit: 10, integrity: 15 });

/** Share of the axes in the talent value. */
export const TALENT_SHARES: readonly CitedRow[] = rows('C', DECREE, { Y: 50, X: 50 });

/** Share of the technical value by level of the target position; the talent value has the rest. One program alone. */
export const TECHNICAL_SHARES: readonly CitedRow[] = rows('C', 'agency software, a single program', { JPT_MADYA: 20, JPT_PRATAMA: 30, ADMINISTRATOR: 40, PENGAWAS: 50 });

/** The talent value for `methods.talentIndex`; all inputs in points of 0 to 100. */
export function talentIndexTable(): TalentIndexTable {
  const axis = (id: string, list: readonly CitedRow[]) => ({ id, share: tableOf(TALENT_SHARES)[id]!, criteria: list.map((row) => ({ id: row.key, weight: row.value })) });
  return {
    name: 'talent-index-2025',
    axes: [axis('Y', TALENT_Y), axis('X', TALENT_X)],
    blend: { input: 'technical', levels: Object.fromEntries(TECHNICAL_SHARES.map((row) => [row.key, { talent: 100 - row.value, technical: row.value }])) },
  };
}

/** One ministry's axis X: potential and competence together 65, qualification 20 in four fives, integrity 15. */
export const MINISTRY_X: readonly CitedRow[] = rows('C', 'agency software of a ministry, 2026', { potentialAndCompetence: 65, education: 5, fieldFit: 5, training: 5, experience: 5, integrity: 15 });

/**
 * That ministry's talent value: Y is the predicate alone, experience the mean of length, variety and substance.
 * Inputs: `predicate`, `potentialAndCompetence`, `education`, `fieldFit`, `training` (truths but for education), `length`, `variety`, `substance`, `discipline`.
 */
export function ministryTalentIndexTable(): TalentIndexTable {
  const weight = tableOf(MINISTRY_X);
  return {
    name: 'talent-index-ministry',
    axes: [
      { id: 'Y', share: 50, criteria: [{ id: 'predicate', weight: 100, curve: { kind: 'table', table: tableOf(PREDICATE_POINTS) } }] },
      {
        id: 'X',
        share: 50,
        criteria: [
          { id: 'potentialAndCompetence', weight: weight['potentialAndCompetence']! },
          { id: 'education', weight: weight['education']!, curve: { kind: 'table', table: tableOf(EDUCATION_SCALE) } },
          { id: 'fieldFit', weight: weight['fieldFit']!, curve: { kind: 'table', table: tableOf(FIELD_FIT_SCALE) } },
          { id: 'training', weight: weight['training']!, curve: { kind: 'table', table: tableOf(TRAINING_SCALE) } },
          { id: 'experience', weight: weight['experience']!, meanOf: [{ id: 'length' }, { id: 'variety' }, { id: 'substance' }] },
          { id: 'discipline', weight: weight['integrity']!, curve: { kind: 'table', table: tableOf(DISCIPLINE_SCALE) } },
        ],
      },
    ],
  };
}

/** Other sets of weights in use (all C), by kind of agency: variants for an overlay to choose from, each adding up to 100. */
export const WEIGHT_VARIANTS: Readonly<Record<string, readonly CitedRow[]>> = {
  municipalX: rows('C', 'agency software of a city', {
    competence: 20, leadershipTraining: 5, integrity: 15, development: 5, length: 4, variety: 3, acting: 3, education: 10, fieldFit: 10, potential: 25,
  }),
  /** On a scale of 0 to 3; high from 2.4, low below 2.2. */
  zeroToThreeX: rows('C', 'agency software', { jobFit: 20, potentialGap: 20, technicalTraining: 40, education: 15, experience: 5 }),
  municipalBY: rows('C', 'agency software of a city', { performance: 80, attendance: 10, logbook: 10 }),
  municipalBX: rows('C', 'agency software of a city', { assessment: 50, education: 20, training: 15, trackRecord: 15 }),
  /** Performance of this year and the year before. */
  municipalBYears: rows('C', 'agency software of a city', { thisYear: 60, yearBefore: 40 }),
};

/** The supporting parts of one city's axis Y: meant to share 40, they add up to 60 in its own data, and are refused by every method. */
export const INCONSISTENT_MUNICIPAL_SUPPORT: readonly CitedRow[] = rows('C', 'agency software of a city', { addition: 5, innovation: 10, attendance: 15, team: 15, awards: 15 });
