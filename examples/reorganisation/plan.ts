/** The reorganisation as data: which department carries on which, what closes, and where the people it displaces may go. */

/** Department that ends -> department that carries its work on. Forty become thirty. */
export const LINEAGE: readonly (readonly [from: string, to: string])[] = [
  ['Dinas Tata Ruang', 'Dinas Pekerjaan Umum'],
  ['Dinas Perumahan', 'Dinas Pekerjaan Umum'],
  ['Dinas Pangan', 'Dinas Pertanian'],
  ['Dinas Keluarga', 'Dinas Sosial'],
  ['Dinas Tenaga Kerja', 'Dinas Penanaman Modal'],
  ['Dinas Koperasi', 'Dinas Perdagangan'],
  ['Dinas Pemuda', 'Dinas Pendidikan'],
  ['Dinas Perpustakaan', 'Dinas Kebudayaan'],
  ['Dinas Pariwisata', 'Dinas Kebudayaan'],
  ['Badan Pendapatan', 'Badan Keuangan'],
];

/** Divisions that go over with their sections, of each department that ends; the others close. Head, secretariat and the three subdivisions below it always close. */
export const DIVISIONS_KEPT = 3;

/** Release valve: functional posts of the same level in each department that takes another in, with their own standard. */
export const FUNCTIONAL = [
  { level: 'ADMINISTRATOR', title: 'Pejabat Fungsional Ahli Madya', seats: 2, technical: 60, minRank: 12, minEducation: 'S1_D4' },
  { level: 'PENGAWAS', title: 'Pejabat Fungsional Ahli Muda', seats: 4, technical: 55, minRank: 10, minEducation: 'D3' },
] as const;

/** The day on which the posts end. */
export const ENDS_ON = '2027-01-01';

/** What somebody can do about a rule that stands in his way: read by `developmentPlan`. */
export const STEPS = [
  { id: 'functional-test', label: { en: 'sit the technical test again', id: 'mengikuti kembali uji kompetensi teknis' }, gives: [{ attribute: 'technicalScore', value: 60 }] },
  { id: 'degree', label: { en: 'a bachelor degree on study leave', id: 'tugas belajar S1' }, gives: [{ attribute: 'education', value: 'S1_D4' }] },
];
