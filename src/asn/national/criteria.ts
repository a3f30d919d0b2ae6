import type { Criterion, Expression, Policy } from '../../policy/index.js';
import { cases, cited, is, labelled, last, levelId, monthsIn, occurs, oneOf, own, person, position, sum, text, today, year } from '../rule.js';
import { EQUAL_POSTS } from './attributes.js';

const RUBRIC = cited('Indicator tables of agency software', 'C');
const criterion = (id: string, dimension: string, en: string, indonesian: string, value: Expression, citation = RUBRIC): Criterion => ({ id, dimension, label: text(en, indonesian), citation, value });

/** Months in posts of the level held today. */
const monthsAtLevel = cases(
  Object.entries(EQUAL_POSTS).map(([name, posts]): [Expression, Expression] => [is(levelId('seat'), '=', name), monthsIn('posts', posts)]),
  0,
);

/** The mean of length, variety and acting posts; thirds to four decimals, the last one rounded up. */
const experience = sum(
  [0.3333, { op: 'piecewise', of: monthsAtLevel, mode: 'step', points: [[0, 60], [24, 80], [60, 100]] }],
  [0.3333, { op: 'lookup', key: person('variety'), table: { ACROSS_AGENCIES: 100, ACROSS_UNITS: 80, ONE_UNIT: 60 } }],
  [0.3334, cases([[occurs('acting', ['PLT_HIGHER']), 100], [occurs('acting', ['PLT_SAME']), 80], [occurs('acting', ['PLH_HIGHER']), 60], [occurs('acting', ['PLH_SAME']), 40]], 0)],
);

export const dimensions: Policy['dimensions'] = [
  labelled('qualification', 'Qualification', 'Kualifikasi'),
  labelled('competence', 'Competence', 'Kompetensi'),
  labelled('performance', 'Performance', 'Kinerja'),
];

export const criteria: Criterion[] = [
  criterion('education', 'qualification', 'Education', 'Tingkat pendidikan formal', {
    op: 'lookup',
    key: person('education'),
    table: { S3: 100, S2: 90, S1_D4: 80, D3: 70, SLTA: 60 },
    else: 0,
  }),
  criterion(
    'field-of-study',
    'qualification',
    'Field of study fits the post',
    'Kesesuaian bidang ilmu',
    cases([[is(person('educationField'), '=', position('field')), 100], [oneOf(person('educationField'), position('fieldsRelated')), 80]], 50),
    own('100 where it fits and 50 where not, as in agency software; 80 for a related field is our step between.'),
  ),
  criterion('training', 'qualification', 'Training in the field of the post, 5 years', 'Pengembangan kompetensi di bidang jabatan, 5 tahun', cases([[occurs('fieldTraining', position('fieldsRelated'), last(60)), 100]], 50)),
  criterion('experience', 'qualification', 'Experience: length, variety, acting posts', 'Pengalaman jabatan: lama, keragaman, nondefinitif', experience),
  criterion('assessment', 'competence', 'Managerial and sociocultural competence', 'Kompetensi manajerial dan sosial kultural', person('competence')),
  criterion('potential', 'competence', 'Potential', 'Penilaian potensi', person('potential')),
  criterion(
    'predicate',
    'performance',
    'Performance predicate of last year',
    'Predikat kinerja tahun lalu',
    // best first: of a register that nobody has checked yet the low end is what it shows
    cases(
      [
        [occurs('performance', ['SANGAT_BAIK'], year(1)), 100],
        [occurs('performance', ['BAIK'], year(1)), 80],
        [occurs('performance', ['BUTUH_PERBAIKAN'], year(1)), 60],
        [occurs('performance', ['KURANG'], year(1)), 40],
        [occurs('performance', ['SANGAT_KURANG'], year(1)), 20],
      ],
      0,
    ),
  ),
  criterion(
    'awards',
    'performance',
    'Awards, 5 years',
    'Penghargaan, 5 tahun',
    cases([[occurs('awards', ['INTERNATIONAL'], last(60)), 100], [occurs('awards', ['NATIONAL'], last(60)), 75], [occurs('awards', ['CROSS_AGENCY'], last(60)), 50], [occurs('awards', ['AGENCY'], last(60)), 25]], 0),
  ),
  criterion(
    'work-teams',
    'performance',
    'Roles in work teams, 2 years',
    'Penugasan dalam tim kerja, 2 tahun',
    cases([[occurs('teams', ['CHAIR_CROSS'], last(24)), 100], [occurs('teams', ['CHAIR_INTERNAL'], last(24)), 75], [occurs('teams', ['MEMBER_CROSS'], last(24)), 50], [occurs('teams', ['MEMBER_INTERNAL'], last(24)), 25]], 0),
  ),
  criterion('feedback-360', 'performance', 'Feedback from all around', 'Umpan balik 360', { op: 'lookup', key: person('feedback360'), table: { VERY_POSITIVE: 100, POSITIVE: 85, FAIR: 70, NEGATIVE: 40 } }),
  criterion(
    'discipline-record',
    'performance',
    'Discipline record, 5 years',
    'Rekam jejak disiplin, 5 tahun',
    cases(
      [
        [occurs('discipline', ['LIGHT', 'MEDIUM', 'SEVERE'], today), 0],
        [occurs('discipline', ['SEVERE'], last(60)), 25],
        [occurs('discipline', ['MEDIUM'], last(60)), 50],
        [occurs('discipline', ['LIGHT'], last(60)), 75],
      ],
      100,
    ),
  ),
];

/** Half of the performance axis (60, 15, 15, 10) and half of the potential axis (20, 10, 10, 25, 10, 10, 15). */
export const weights: Policy['weights'] = {
  predicate: 30,
  awards: 7.5,
  'work-teams': 7.5,
  'feedback-360': 5,
  assessment: 10,
  training: 5,
  experience: 5,
  potential: 12.5,
  education: 5,
  'field-of-study': 5,
  'discipline-record': 7.5,
};
export const weightsCitation = cited('KepKa BKN 411/2025 as agency software implements it: performance 50 (60, 15, 15, 10), potential 50 (20, 10, 10, 25, 10, 10, 15); the 60 confirmed by minutes of a meeting', 'C');
