/** Points of 0 to 100 of single indicators as rubrics of agency software have them (all C): to be confirmed by whoever uses them. */
import type { Band } from '../../scoring/methods/index.js';
import { cited, rows, type Cited, type CitedRow } from './cited.js';

const RUBRIC = 'agency software, rubric of a talent system';

export const EDUCATION_SCALE: readonly CitedRow[] = rows('C', RUBRIC, { S3: 100, S2: 90, S1_D4: 80, D3: 70, SLTA: 60 });
/** Whether the field of study fits the target position. */
export const FIELD_FIT_SCALE: readonly CitedRow[] = rows('C', RUBRIC, { true: 100, false: 50 });
/** Field of study in six steps, best first. */
export const FIELD_FIT_FINE_SCALE: readonly CitedRow[] = rows('C', RUBRIC, {
  POSTGRADUATE_LINEAR_FITS: 100, POSTGRADUATE_NONLINEAR_ONE_FITS: 80, POSTGRADUATE_LINEAR_NOT_FITTING: 60, POSTGRADUATE_NEITHER: 40, S1_FITS: 20, S1_D3_NOT_FITTING: 10,
});
/** Training in the target field. */
export const TRAINING_SCALE: readonly CitedRow[] = rows('C', RUBRIC, { true: 100, false: 50 });
export const LEADERSHIP_TRAINING_SCALE: readonly CitedRow[] = rows('C', RUBRIC, { DONE: 100, IN_PROGRESS: 50, NOT_YET: 0 });
/** Years at the level as the program computes them; the written rubric (5 and more, 3-4, below 2) leaves 2-3 and 4-5 open. */
export const LENGTH_AT_LEVEL_SCALE: Cited<readonly Band<number>[]> = cited('C', RUBRIC, [{ low: 0, high: 2, is: 60 }, { low: 2, high: 5, is: 80 }, { low: 5, high: null, is: 100 }]);
export const VARIETY_SCALE: readonly CitedRow[] = rows('C', RUBRIC, { ACROSS_ORGANISATIONS: 100, ACROSS_UNITS: 80, ONE_UNIT: 60 });
export const ACTING_SCALE: readonly CitedRow[] = rows('C', RUBRIC, { PLT_HIGHER: 100, PLT_SAME: 80, PLH_HIGHER: 60, PLH_SAME: 40, NONE: 0 });
/** Gravest punishment; serving one now is 0. */
export const DISCIPLINE_SCALE: readonly CitedRow[] = rows('C', RUBRIC, { NONE: 100, RINGAN: 75, SEDANG: 50, BERAT: 25, SERVING: 0 });
/** Awards of the last 5 years. */
export const AWARDS_SCALE: readonly CitedRow[] = rows('C', RUBRIC, { INTERNATIONAL: 100, NATIONAL: 75, CROSS_AGENCY: 50, AGENCY: 25, NONE: 0 });
/** Roles in work teams of the last 2 years. */
export const TEAM_ROLE_SCALE: readonly CitedRow[] = rows('C', RUBRIC, { CHAIR_CROSS_AGENCY: 100, CHAIR_INTERNAL: 75, MEMBER_CROSS_AGENCY: 50, MEMBER_INTERNAL: 25, NONE: 0 });
export const INNOVATION_SCALE: readonly CitedRow[] = rows('C', RUBRIC, { NATIONAL: 100, AGENCY: 80, ECHELON_2: 60, ECHELON_3: 40, ECHELON_4: 20 });
/** Attendance in per cent of working hours, edges as printed. */
export const ATTENDANCE_SCALE: Cited<readonly Band<number>[]> = cited('C', RUBRIC, [
  { low: 0, high: 59, is: 20 }, { low: 60, high: 69, is: 40 }, { low: 70, high: 79, is: 60 }, { low: 80, high: 89, is: 80 }, { low: 90, high: 100, is: 100 },
]);
export const FEEDBACK_360_SCALE: readonly CitedRow[] = rows('C', RUBRIC, { VERY_POSITIVE: 100, POSITIVE: 85, FAIR: 70, NEGATIVE: 40 });
