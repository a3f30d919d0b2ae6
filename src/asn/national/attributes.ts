import type { Policy } from '../../policy/index.js';
import { text } from '../rule.js';

const EDUCATION = ['BELOW_SLTA', 'SLTA', 'D3', 'S1_D4', 'S2', 'S3'];

/** Posts as a career history names them. */
export const POSTS = ['PELAKSANA', 'PENGAWAS', 'ADMINISTRATOR', 'JPT_PRATAMA', 'JPT_MADYA', 'JPT_UTAMA', 'JF_KETERAMPILAN', 'JF_AHLI_PERTAMA', 'JF_AHLI_MUDA', 'JF_AHLI_MADYA', 'JF_AHLI_UTAMA'];

/** Posts that stand on one level: asn-rules 5.2, mark M. JF ahli utama stands beside JPT pratama, towards JPT madya. */
export const EQUAL_POSTS: Readonly<Record<string, readonly string[]>> = {
  PELAKSANA: ['PELAKSANA', 'JF_KETERAMPILAN', 'JF_AHLI_PERTAMA'],
  PENGAWAS: ['PENGAWAS', 'JF_AHLI_MUDA'],
  ADMINISTRATOR: ['ADMINISTRATOR', 'JF_AHLI_MADYA'],
  JPT_PRATAMA: ['JPT_PRATAMA', 'JF_AHLI_UTAMA'],
  JPT_MADYA: ['JPT_MADYA'],
  JPT_UTAMA: ['JPT_UTAMA'],
};

/** Managerial competences and the sociocultural one: PermenPANRB 38/2017, mark V. */
export const COMPETENCES: readonly (readonly [string, string, string])[] = [
  ['M01', 'Integrity', 'Integritas'],
  ['M02', 'Teamwork', 'Kerja sama'],
  ['M03', 'Communication', 'Komunikasi'],
  ['M04', 'Results orientation', 'Orientasi pada hasil'],
  ['M05', 'Public service', 'Pelayanan publik'],
  ['M06', 'Developing self and others', 'Pengembangan diri dan orang lain'],
  ['M07', 'Managing change', 'Mengelola perubahan'],
  ['M08', 'Decision making', 'Pengambilan keputusan'],
  ['S01', 'Nation’s unifier', 'Perekat bangsa'],
];

/** Usual validity of an assessment, mark m. */
export const ASSESSMENT_MONTHS = 36;

/**
 * How long a statement that a record is complete goes on counting: the decider's own choice, no regulation asks for it (mark m/own).
 * A register brought up to date once a year is enough for histories; who is under proceedings or away may change any day.
 */
const RECORD_MONTHS = 12;
const STANDING_MONTHS = 3;

const level = { of: 'person', type: 'number', min: 1, max: 5, validMonths: ASSESSMENT_MONTHS } as const;
const points = { of: 'person', type: 'number', min: 0, max: 100 } as const;
const spells = (en: string, id: string, values?: readonly string[], validMonths = RECORD_MONTHS) => ({ of: 'person', type: 'spells', label: text(en, id), ...(values ? { values: [...values] } : {}), validMonths }) as const;
const truth = (en: string, id: string) => ({ of: 'person', type: 'boolean', label: text(en, id) }) as const;

export const attributes: Policy['attributes'] = {
  education: { of: 'person', type: 'ordered', label: text('Highest formal education', 'Pendidikan formal tertinggi'), values: EDUCATION },
  educationField: { of: 'person', type: 'text', label: text('Field of study', 'Bidang ilmu') },
  rank: { of: 'person', type: 'number', label: text('Rank, I/a = 1 to IV/e = 17', 'Golongan ruang, I/a = 1 sampai IV/e = 17'), min: 1, max: 17 },
  rankSince: { of: 'person', type: 'date', label: text('In this rank since', 'TMT golongan') },
  serviceSince: { of: 'person', type: 'date', label: text('Civil servant since', 'TMT PNS') },
  lastDecree: { of: 'person', type: 'date', label: text('Date of the last decree of appointment', 'TMT menurut SK pengangkatan terakhir') },
  posts: spells('Posts held', 'Riwayat jabatan', POSTS),
  fieldWork: spells('Work in a field', 'Pengalaman kerja per bidang'),
  acting: spells('Acting posts', 'Penugasan Plt/Plh', ['PLT_HIGHER', 'PLT_SAME', 'PLH_HIGHER', 'PLH_SAME']),
  performance: spells('Performance predicates', 'Predikat kinerja', ['SANGAT_BAIK', 'BAIK', 'BUTUH_PERBAIKAN', 'KURANG', 'SANGAT_KURANG']),
  discipline: spells('Disciplinary punishment', 'Hukuman disiplin', ['LIGHT', 'MEDIUM', 'SEVERE']),
  proceedings: spells('Disciplinary or court proceedings', 'Proses pemeriksaan disiplin atau peradilan', ['DISCIPLINE', 'COURT'], STANDING_MONTHS),
  away: spells('Away from the post', 'Tidak menjalankan jabatan', ['UNPAID_LEAVE', 'STUDY_OVER_6_MONTHS', 'ASSIGNED_ELSEWHERE', 'SUSPENDED'], STANDING_MONTHS),
  leadershipTraining: spells('Leadership training', 'Pelatihan kepemimpinan', ['PIM_IV', 'PIM_III', 'PIM_II', 'PIM_I', 'PKP', 'PKA', 'PKN_II', 'PKN_I']),
  fieldTraining: spells('Training in a field', 'Pelatihan per bidang'),
  certificates: spells('Certificates in force', 'Sertifikat yang berlaku'),
  awards: spells('Awards', 'Penghargaan', ['INTERNATIONAL', 'NATIONAL', 'CROSS_AGENCY', 'AGENCY']),
  teams: spells('Roles in work teams', 'Peran dalam tim kerja', ['CHAIR_CROSS', 'CHAIR_INTERNAL', 'MEMBER_CROSS', 'MEMBER_INTERNAL']),
  variety: { of: 'person', type: 'ordered', label: text('Variety of posts', 'Keragaman jabatan'), values: ['ONE_UNIT', 'ACROSS_UNITS', 'ACROSS_AGENCIES'] },
  feedback360: { of: 'person', type: 'ordered', label: text('Feedback from all around', 'Umpan balik 360'), values: ['NEGATIVE', 'FAIR', 'POSITIVE', 'VERY_POSITIVE'] },
  competence: { ...points, label: text('Competence assessment, managerial and sociocultural', 'Penilaian kompetensi manajerial dan sosial kultural'), validMonths: ASSESSMENT_MONTHS },
  potential: { ...points, label: text('Potential', 'Penilaian potensi'), validMonths: ASSESSMENT_MONTHS },
  assessedOn: { of: 'person', type: 'date', label: text('Day of the last assessment', 'Tanggal penilaian kompetensi terakhir') },
  ...Object.fromEntries(COMPETENCES.map(([id, en, indonesian]) => [id, { ...level, label: text(`${en}, level`, `${indonesian}, tingkat`) }])),
  box: { of: 'person', type: 'number', label: text('Box of the talent map', 'Kotak manajemen talenta'), min: 1, max: 9 },
  integrity: truth('Good record of posts, integrity and morality', 'Rekam jejak jabatan, integritas, dan moralitas baik'),
  healthy: truth('Physically and mentally healthy', 'Sehat jasmani dan rohani'),
  assetReport: truth('Report of assets filed', 'LHKPN/LHKASN sudah disampaikan'),
  taxReport: truth('Tax return filed', 'SPT tahunan sudah disampaikan'),
  studyBond: truth('Bound by a duty to serve after a study grant', 'Terikat ikatan dinas tugas belajar'),
  auditClear: truth('No audit finding open', 'Bebas temuan pemeriksaan'),
  field: { of: 'position', type: 'text', label: text('Field of the post', 'Bidang jabatan') },
  fieldsRelated: { of: 'position', type: 'set', label: text('Fields the post accepts, its own among them', 'Bidang serumpun, termasuk bidang jabatan') },
  fieldStandard: { of: 'position', type: 'text', label: text('What the post’s standard asks of the field of study', 'Syarat bidang ilmu dalam standar jabatan'), values: ['SCORE', 'RELATED', 'LINEAR'] },
  minRank: { of: 'position', type: 'number', label: text('Lowest rank of the span', 'Golongan ruang terendah jenjang'), min: 1, max: 17 },
  requiredLevel: { of: 'position', type: 'number', label: text('Required competence level', 'Tingkat kompetensi yang disyaratkan'), min: 1, max: 5 },
  certificate: { of: 'position', type: 'text', label: text('Certificate the post’s standard asks for, or NONE', 'Sertifikat yang disyaratkan, atau NONE') },
  appointedBy: { of: 'position', type: 'text', label: text('Who appoints', 'Pejabat yang mengangkat'), values: ['OWN', 'GOVERNOR', 'MINISTER'] },
};
