import type { Expression, Gate } from '../../policy/index.js';
import {
  all, any, cases, cited, date, entersJpt, insideYear, into, is, last, lateral, level, levelId, months, monthsIn, not, occurs, oneOf, own, person, position, promotion, sum, text, today, track, unit, value,
} from '../rule.js';
import { ASSESSMENT_MONTHS, COMPETENCES, EQUAL_POSTS } from './attributes.js';

type Rest = Pick<Gate, 'citation' | 'rule'> & Partial<Pick<Gate, 'when' | 'onlyForMoves' | 'waivable'>>;
const gate = (id: string, en: string, indonesian: string, rest: Rest): Gate => ({ id, label: text(en, indonesian), ...rest });
/** Asked of a promotion into these levels, functional posts left out. */
const promotedInto = (...levels: readonly string[]): Expression => all(promotion, into(...levels));
const JPT = ['JPT_PRATAMA', 'JPT_MADYA', 'JPT_UTAMA'];
const ART_107 = 'PP 17/2020 art. 107(1)c';
const NOTICE_MADYA = 'Notice of an open selection for JPT madya, 2024 (palpres.disway.id)';
const UTAMA = 'PP 11/2017 jo. PP 17/2020, requirements of JPT utama: text not read';
const ADMINISTRATOR = 'PP 11/2017 jo. PP 17/2020, requirements of administrator posts (denpasar.bkn.go.id)';
const PENGAWAS = 'PP 11/2017 jo. PP 17/2020, requirements of supervisor posts';
const OTHERS = 'PP 11/2017 jo. PP 17/2020: the same is asked of the other levels, text not read';
const NOTICE = 'Notices of open selection (palpres.disway.id)';
const ATTACHMENTS = 'BKN 5/2019, attachments of a mutation: text not read';
const AWAY = 'PP 11/2017 art. 64: text not read';

const education = (levelName: string, least: string): Pick<Gate, 'when' | 'rule'> => ({ when: into(levelName), rule: is(person('education'), '>=', least) });
const held = (posts: readonly string[], count: number): Expression => is(monthsIn('posts', posts), '>=', count);
const worked = (count: number): Expression => is(monthsIn('fieldWork', position('fieldsRelated')), '>=', count);
const priorPost = (target: string, posts: readonly string[], count: number): Pick<Gate, 'when' | 'rule'> => ({ when: entersJpt(target), rule: held(posts, count) });
/** A prior post "in the field": as many months in the post and in a field that the post accepts; no record tells which months were both. */
const priorPostInField = (target: string, posts: readonly string[], count: number): Pick<Gate, 'when' | 'rule'> => ({ when: promotedInto(target), rule: all(held(posts, count), worked(count)) });
const inField = (target: string, count: number): Pick<Gate, 'when' | 'rule'> => ({ when: entersJpt(target), rule: worked(count) });
const age = months(date('born'), date('horizon'));
const agedAtMost = (target: string, years: number): Pick<Gate, 'onlyForMoves' | 'when' | 'rule'> => ({ onlyForMoves: true, when: entersJpt(target), rule: is(age, '<=', 12 * years) });

/** Retirement age at the level and track of the post, in months. UU 20/2023 art. 55 and PP 11/2017 art. 239: mark V. */
const retirementMonths: Expression = cases(
  [
    [
      is(track('position'), '=', 'JF'),
      { op: 'lookup', key: levelId('position'), table: { PELAKSANA: 696, PENGAWAS: 696, ADMINISTRATOR: 720 }, else: 780 },
    ],
  ],
  { op: 'lookup', key: levelId('position'), table: { PELAKSANA: 696, PENGAWAS: 696, ADMINISTRATOR: 696 }, else: 720 },
);

/** A good predicate and no other one: predicates are yearly, and two of one year that contradict each other are not both right. */
const goodYear = (back: number): Expression => all(occurs('performance', ['BAIK', 'SANGAT_BAIK'], insideYear(back)), not(occurs('performance', ['BUTUH_PERBAIKAN', 'KURANG', 'SANGAT_KURANG'], insideYear(back))));
const goodYears = all(goodYear(1), goodYear(2));
const AWAY_KINDS = ['UNPAID_LEAVE', 'STUDY_OVER_6_MONTHS', 'ASSIGNED_ELSEWHERE', 'SUSPENDED'];
const inPost = months(date('since'), date('asOf'));
const holdsPost = is(level('seat'), '>=', 0);
const linear = is(person('educationField'), '=', position('field'));
const related = oneOf(person('educationField'), position('fieldsRelated'));

export const gates: Gate[] = [
  gate('education-jpt-utama', 'S1 or D-IV for a JPT utama post', 'S1/D-IV untuk JPT utama', { citation: cited(UTAMA, 'M'), ...education('JPT_UTAMA', 'S1_D4') }),
  gate('education-jpt-madya', 'S1 or D-IV for a JPT madya post', 'S1/D-IV untuk JPT madya', { citation: cited(NOTICE_MADYA, 'N'), ...education('JPT_MADYA', 'S1_D4') }),
  gate('education-jpt-pratama', 'S1 or D-IV for a JPT pratama post', 'S1/D-IV untuk JPT pratama', { citation: cited(ART_107, 'V'), ...education('JPT_PRATAMA', 'S1_D4') }),
  gate('education-administrator', 'S1 or D-IV for an administrator post', 'S1/D-IV untuk jabatan administrator', { citation: cited(ADMINISTRATOR, 'V'), ...education('ADMINISTRATOR', 'S1_D4') }),
  gate('education-pengawas', 'D-III for a supervisor post', 'D-III untuk jabatan pengawas', { citation: cited(`${PENGAWAS}: text not read`, 'M'), ...education('PENGAWAS', 'D3') }),
  gate('education-pelaksana', 'SLTA for a staff post', 'SLTA untuk jabatan pelaksana', { citation: cited('PP 11/2017, requirements of staff posts: text not read', 'M'), ...education('PELAKSANA', 'SLTA') }),
  gate('field-of-study-standard', 'Field of study as the post’s standard asks', 'Bidang ilmu sesuai standar jabatan', {
    citation: own('The standard of the post says whether the field of study is a condition (LINEAR or RELATED) or counts in the score alone (SCORE).'),
    when: oneOf(position('fieldStandard'), ['LINEAR', 'RELATED']),
    rule: any(linear, all(is(position('fieldStandard'), '=', 'RELATED'), related)),
  }),
  gate('rank-minimum', 'Rank at most one step below the span of the post', 'Golongan ruang paling rendah satu tingkat di bawah jenjang jabatan', {
    citation: cited('PP 100/2000 art. 5 on the one step; PP 11/2017 lists ranks no longer, agency software still tests them', 'C'),
    rule: is(person('rank'), '>=', sum([1, position('minRank')], [-1, value(1)])),
  }),

  gate('prior-post-jpt-utama', 'JPT madya or JF ahli utama for at least 2 years', 'Pernah JPT madya atau JF ahli utama paling singkat 2 tahun', { citation: cited(UTAMA, 'M'), ...priorPost('JPT_UTAMA', ['JPT_MADYA', 'JF_AHLI_UTAMA'], 24) }),
  gate('prior-post-jpt-madya', 'JPT pratama or JF ahli utama for at least 2 years', 'Pernah JPT pratama atau JF ahli utama paling singkat 2 tahun', { citation: cited(NOTICE_MADYA, 'N'), ...priorPost('JPT_MADYA', ['JPT_PRATAMA', 'JF_AHLI_UTAMA'], 24) }),
  gate('prior-post-jpt-pratama', 'Administrator or JF ahli madya for at least 2 years', 'Pernah administrator atau JF ahli madya paling singkat 2 tahun', { citation: cited(ART_107, 'V'), ...priorPost('JPT_PRATAMA', ['ADMINISTRATOR', 'JF_AHLI_MADYA'], 24) }),
  gate('prior-post-administrator', 'Supervisor or JF of that level for at least 3 years, in the field of the post', 'Pernah pengawas atau JF yang setingkat paling singkat 3 tahun, di bidang jabatan', {
    citation: cited(`${ADMINISTRATOR}; that JF ahli muda is the JF of that level is commonly held (M)`, 'V'),
    ...priorPostInField('ADMINISTRATOR', EQUAL_POSTS['PENGAWAS']!, 36),
  }),
  gate('prior-post-pengawas', 'Staff or JF of that level for at least 4 years, in the field of the post', 'Pernah pelaksana atau JF yang setingkat paling singkat 4 tahun, di bidang jabatan', { citation: cited(`${PENGAWAS}: read in agency software only`, 'C'), ...priorPostInField('PENGAWAS', EQUAL_POSTS['PELAKSANA']!, 48) }),
  gate('field-experience-jpt-utama', '10 years of experience in a related field', 'Pengalaman di bidang terkait paling singkat 10 tahun', { citation: cited(UTAMA, 'M'), ...inField('JPT_UTAMA', 120) }),
  gate('field-experience-jpt-madya', '7 years of experience in a related field', 'Pengalaman di bidang terkait paling singkat 7 tahun', { citation: cited(NOTICE_MADYA, 'N'), ...inField('JPT_MADYA', 84) }),
  gate('field-experience-jpt-pratama', '5 years of experience in a related field', 'Pengalaman di bidang terkait paling singkat 5 tahun', { citation: cited(ART_107, 'V'), ...inField('JPT_PRATAMA', 60) }),
  gate('age-jpt-utama', 'At most 58 years old at appointment, in full months', 'Usia paling tinggi 58 tahun saat diangkat, dalam bulan penuh', { citation: cited(UTAMA, 'M'), ...agedAtMost('JPT_UTAMA', 58) }),
  gate('age-jpt-madya', 'At most 58 years old at inauguration, in full months', 'Usia paling tinggi 58 tahun saat dilantik, dalam bulan penuh', { citation: cited(NOTICE_MADYA, 'N'), ...agedAtMost('JPT_MADYA', 58) }),
  gate('age-jpt-pratama', 'At most 56 years old at appointment, in full months', 'Usia paling tinggi 56 tahun saat diangkat, dalam bulan penuh', { citation: cited(ART_107, 'V'), ...agedAtMost('JPT_PRATAMA', 56) }),
  gate('retirement-age', 'Below the retirement age at the level of the post', 'Belum mencapai BUP pada jenjang jabatan', {
    citation: cited('UU 20/2023 art. 55; PP 11/2017 art. 239', 'V'),
    onlyForMoves: true,
    rule: is(age, '<', retirementMonths),
  }),
  gate('retirement-margin', 'At least 12 months before retirement at the level of the post', 'Paling sedikit 12 bulan sebelum BUP pada jenjang jabatan', {
    citation: cited('Common practice of agencies, 1 to 2 years; the ages themselves are UU 20/2023 art. 55', 'm'),
    onlyForMoves: true,
    rule: is(sum([1, retirementMonths], [-1, age]), '>=', 12),
  }),

  gate('performance-jpt', 'Performance at least good in both of the last two years (JPT)', 'Kinerja paling rendah baik dalam dua tahun terakhir (JPT)', { citation: cited(NOTICE, 'N'), when: entersJpt(...JPT), rule: goodYears }),
  gate('performance-ja', 'Performance at least good in both of the last two years', 'Kinerja paling rendah baik dalam dua tahun terakhir', {
    citation: cited('PP 11/2017, requirements of administrator and supervisor posts: the two years are commonly cited', 'M'),
    when: promotedInto('ADMINISTRATOR', 'PENGAWAS'),
    rule: goodYears,
  }),
  gate('performance-mutation', 'Performance good for two years before a mutation', 'Kinerja baik dua tahun sebelum mutasi', { citation: cited(ATTACHMENTS, 'M'), onlyForMoves: true, when: lateral, rule: goodYears }),
  gate('integrity', 'Good record of posts, integrity and morality', 'Rekam jejak jabatan, integritas, dan moralitas baik', {
    citation: cited(`${ART_107}; ${ADMINISTRATOR}`, 'V'),
    when: any(promotedInto('ADMINISTRATOR'), entersJpt('JPT_PRATAMA')),
    rule: person('integrity'),
  }),
  gate('health', 'Physically and mentally healthy', 'Sehat jasmani dan rohani', { citation: cited(`${ART_107}; ${ADMINISTRATOR}`, 'V'), when: any(promotedInto('ADMINISTRATOR'), entersJpt('JPT_PRATAMA')), rule: person('healthy') }),
  gate('integrity-jpt-madya', 'Good record of posts, integrity and morality (JPT madya)', 'Rekam jejak jabatan, integritas, dan moralitas baik (JPT madya)', {
    citation: cited(`${NOTICE_MADYA}: the same as for JPT pratama`, 'N'),
    when: entersJpt('JPT_MADYA'),
    rule: person('integrity'),
  }),
  gate('health-jpt-madya', 'Physically and mentally healthy (JPT madya)', 'Sehat jasmani dan rohani (JPT madya)', { citation: cited(`${NOTICE_MADYA}: the same as for JPT pratama`, 'N'), when: entersJpt('JPT_MADYA'), rule: person('healthy') }),
  gate('integrity-others', 'Good record of posts, integrity and morality (other levels)', 'Rekam jejak jabatan, integritas, dan moralitas baik (jenjang lain)', {
    citation: cited(OTHERS, 'M'),
    when: any(promotedInto('PENGAWAS'), entersJpt('JPT_UTAMA')),
    rule: person('integrity'),
  }),
  gate('health-others', 'Physically and mentally healthy (other levels)', 'Sehat jasmani dan rohani (jenjang lain)', { citation: cited(OTHERS, 'M'), when: any(promotedInto('PENGAWAS'), entersJpt('JPT_UTAMA')), rule: person('healthy') }),
  gate('asset-report', 'Report of assets filed', 'LHKPN/LHKASN sudah disampaikan', { citation: cited(NOTICE, 'N'), when: entersJpt(...JPT), rule: person('assetReport') }),
  gate('tax-report', 'Tax return filed', 'SPT tahunan sudah disampaikan', { citation: cited(NOTICE, 'N'), when: entersJpt(...JPT), rule: person('taxReport') }),
  gate('discipline-selection', 'No punishment being served at an open selection', 'Tidak sedang menjalani hukuman disiplin saat seleksi terbuka', {
    citation: cited(NOTICE, 'N'),
    when: entersJpt(...JPT),
    rule: not(occurs('discipline', ['LIGHT', 'MEDIUM', 'SEVERE'], today)),
  }),
  gate('proceedings-selection', 'No disciplinary or court proceedings at an open selection', 'Tidak sedang dalam proses pemeriksaan disiplin atau peradilan saat seleksi terbuka', {
    citation: cited(NOTICE, 'N'),
    when: entersJpt(...JPT),
    rule: not(occurs('proceedings', ['DISCIPLINE', 'COURT'], today)),
  }),
  gate('discipline-serving', 'No medium or severe punishment being served', 'Tidak sedang menjalani hukuman disiplin sedang atau berat', {
    citation: cited('PP 94/2021 and notices of selection: text not read', 'M'),
    onlyForMoves: true,
    rule: not(occurs('discipline', ['MEDIUM', 'SEVERE'], today)),
  }),
  gate('discipline-medium', 'No medium punishment in the last 2 years', 'Tidak ada hukuman disiplin sedang dalam 2 tahun terakhir', { citation: cited('Notices of selection: 1 to 2 years', 'm'), when: promotion, rule: not(occurs('discipline', ['MEDIUM'], last(24))) }),
  gate('discipline-severe', 'No severe punishment in the last 5 years', 'Tidak ada hukuman disiplin berat dalam 5 tahun terakhir', { citation: cited('Notices of selection: 2 to 5 years', 'm'), when: promotion, rule: not(occurs('discipline', ['SEVERE'], last(60))) }),
  gate('proceedings-mutation', 'No disciplinary or court proceedings at a mutation', 'Tidak sedang dalam proses pemeriksaan disiplin atau peradilan saat mutasi', {
    citation: cited(ATTACHMENTS, 'M'),
    onlyForMoves: true,
    when: lateral,
    rule: not(occurs('proceedings', ['DISCIPLINE', 'COURT'], today)),
  }),
  gate('study-bond', 'No duty to serve after a study grant', 'Tidak sedang terikat ikatan dinas tugas belajar', { citation: cited(ATTACHMENTS, 'M'), onlyForMoves: true, when: lateral, rule: not(person('studyBond')) }),
  gate('audit-findings', 'No audit finding open', 'Bebas temuan pemeriksaan', { citation: cited(ATTACHMENTS, 'M'), onlyForMoves: true, when: lateral, rule: person('auditClear') }),

  gate('leadership-training-madya', 'PIM II passed, holders of functional posts left out', 'Lulus PIM II, kecuali dari jabatan fungsional', {
    citation: cited(NOTICE_MADYA, 'N'),
    when: all(entersJpt('JPT_MADYA'), not(is(track('seat'), '=', 'JF'))),
    rule: occurs('leadershipTraining', ['PIM_II', 'PKN_II']),
  }),
  gate('leadership-training', 'Leadership training of the present level done', 'Sudah mengikuti pelatihan kepemimpinan pada jenjang sekarang', {
    citation: cited('Commonly asked in selections: text not read', 'M'),
    when: promotedInto('ADMINISTRATOR', 'JPT_PRATAMA'),
    rule: any(
      all(is(levelId('position'), '=', 'ADMINISTRATOR'), occurs('leadershipTraining', ['PIM_IV', 'PKP'])),
      all(is(levelId('position'), '=', 'JPT_PRATAMA'), occurs('leadershipTraining', ['PIM_III', 'PKA'])),
    ),
  }),
  gate('certificate-standard', 'The certificate that the post’s standard asks for is in force', 'Sertifikat yang disyaratkan standar jabatan masih berlaku', {
    citation: own('The standard of the post names the certificate; each certificate counts for its own validity.'),
    when: not(is(position('certificate'), '=', 'NONE')),
    rule: occurs('certificates', position('certificate'), today),
  }),
  gate('assessment-valid', 'Assessed within the last 3 years', 'Penilaian kompetensi paling lama 3 tahun', {
    citation: cited('Usual validity of assessments', 'm'),
    when: promotion,
    rule: is(months(person('assessedOn'), date('asOf')), '<=', ASSESSMENT_MONTHS),
  }),
  gate('assessment-match', 'Job-person match of at least 80 %, each competence capped', 'JPM paling rendah 80 %, tiap kompetensi dibatasi pada syaratnya', {
    citation: cited('Selection scale of agency software: from 80 %', 'C'),
    when: promotion,
    rule: is(
      sum(...COMPETENCES.map(([id]): [number, Expression] => [1, { op: 'min', of: [person(id), position('requiredLevel')] }])),
      '>=',
      sum([0.8 * COMPETENCES.length, position('requiredLevel')]),
    ),
  }),

  gate('time-in-post', 'At least 2 years in the present post', 'Paling singkat 2 tahun dalam jabatan sekarang', {
    citation: cited('PP 11/2017 art. 190(3); BKN 5/2019 art. 2(3)', 'V'),
    onlyForMoves: true,
    waivable: own('A vacancy that cannot wait, a punishment or a reorganisation: a named person sets the two years aside for one move, with a document.'),
    when: holdsPost,
    rule: is(inPost, '>=', 24),
  }),
  gate('time-in-post-long', 'Not longer than 5 years in the present post', 'Tidak lebih dari 5 tahun dalam jabatan sekarang', {
    citation: cited('PP 11/2017 art. 190(3) read as a reason to rotate: what follows after the five years varies', 'm'),
    when: holdsPost,
    rule: is(inPost, '<=', 60),
  }),
  gate('jpt-lateral-time', 'At most 5 years in a JPT post before a lateral move', 'Paling lama 5 tahun dalam JPT sebelum mutasi setingkat', {
    citation: cited('PP 11/2017 art. 132: text not read', 'M'),
    onlyForMoves: true,
    when: all(lateral, into(...JPT), is(track('seat'), '=', 'JPT')),
    rule: is(inPost, '<=', 60),
  }),
  gate('jpt-term', 'At most 5 years in a JPT post, unless extended', 'Paling lama 5 tahun menduduki JPT, kecuali diperpanjang', {
    citation: cited('UU 5/2014 art. 117: at most 5 years, extendable', 'N'),
    waivable: cited('UU 5/2014 art. 117: extended on performance, fit of competence and need', 'N'),
    when: all(lateral, into(...JPT), is(track('seat'), '=', 'JPT'), is(unit('position'), '=', unit('seat'))),
    rule: is(inPost, '<=', 60),
  }),
  gate('decree-date', 'In the post since the last decree', 'TMT jabatan sama dengan TMT menurut SK terakhir', {
    citation: cited('Disputes seen in agency software: a reorganisation renews the decree, not the time in the post, which counts from the first day in it', 'C'),
    when: holdsPost,
    rule: is(person('lastDecree'), '=', date('since')),
  }),
  gate('one-level', 'Promotion goes one level at a time', 'Promosi satu jenjang demi satu jenjang', {
    citation: cited('PP 11/2017 art. 189; PermenPANRB 22/2021', 'N'),
    onlyForMoves: true,
    when: all(promotion, holdsPost),
    rule: is(sum([1, level('position')], [-1, level('seat')]), '<=', 1),
  }),
  gate('succession-pool', 'From the succession pool (boxes 7 to 9) first', 'Diutamakan dari kelompok rencana suksesi (kotak 7 sampai 9)', {
    citation: cited('PP 11/2017 art. 200: priority, no condition; the boxes as agency software quotes PermenPANRB 3/2020', 'C'),
    when: promotion,
    rule: is(person('box'), '>=', 7),
  }),
  gate('appointed-here', 'Filled by the own appointing authority, not by governor or minister', 'Diangkat oleh PPK sendiri, bukan oleh gubernur atau menteri', {
    citation: cited('Permendagri 76/2015 (civil registry); PP 72/2019 (inspector and assistants, regional secretary): texts not read', 'M'),
    onlyForMoves: true,
    rule: is(position('appointedBy'), '=', 'OWN'),
  }),
  gate('available', 'Not on unpaid leave, long study, assignment elsewhere or suspension', 'Tidak sedang cuti di luar tanggungan negara, tugas belajar lebih dari 6 bulan, penugasan penuh di luar instansi, atau diberhentikan sementara', {
    citation: cited(AWAY, 'M'),
    onlyForMoves: true,
    rule: not(occurs('away', AWAY_KINDS, today)),
  }),
  gate('claim-to-return', 'No claim to an equal post open', 'Tidak mempunyai hak kembali ke jabatan yang setara', {
    citation: cited(`${AWAY}; who was away and holds no post has a claim to an equal one if it is vacant`, 'M'),
    when: is(level('seat'), '=', -1),
    rule: not(occurs('away', AWAY_KINDS)),
  }),
  gate('acting-definitive', 'Not acting on a higher level in the last 6 months', 'Tidak menjadi Plt pada jenjang lebih tinggi dalam 6 bulan terakhir', {
    citation: cited('SE BKN 1/2021: text not read; acting posts are a usual route of favour', 'M'),
    when: promotion,
    rule: not(occurs('acting', ['PLT_HIGHER'], last(6))),
  }),
  gate('acting-length', 'Acting for at most 6 months in the last 12', 'Menjadi Plt paling lama 6 bulan dalam 12 bulan terakhir', {
    citation: cited('SE BKN 1/2021: at most 3 + 3 months, text not read; counted over the last 12 months', 'M'),
    rule: is(monthsIn('acting', ['PLT_HIGHER', 'PLT_SAME'], last(12)), '<=', 6),
  }),
];
