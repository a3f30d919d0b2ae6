import type { Citation, Policy } from '../../policy/index.js';
import { cited, entersJpt, into, is, text, track } from '../rule.js';

export type Route = NonNullable<Policy['routes']>[number];
type Step = Route['steps'][number];

const UNKNOWN_DAYS = cited('No text sets these days: a guess that each agency replaces by its own', 'm');
/** One step of a route. */
export const step = (id: string, en: string, indonesian: string, days: number, citation: Citation = UNKNOWN_DAYS): Step => ({ id, label: text(en, indonesian), days, citation });

const analysis = text('Job and workload analysis', 'Analisis jabatan dan analisis beban kerja');
const performance = text('Performance predicates of two years', 'Predikat kinerja dua tahun terakhir');
const clean = text('Statement of no punishment and no trial', 'Surat keterangan tidak sedang dijatuhi hukuman disiplin atau dalam proses peradilan');
const bond = text('Statement of no duty to serve after a study grant', 'Surat keterangan tidak sedang menjalani ikatan dinas tugas belajar');
const audit = text('Clearance of audit findings', 'Surat keterangan bebas temuan');
const mutation = [analysis, performance, clean, bond, audit];

export const imut = step('i-mut', 'Names and reasons entered in I-MUT; technical consideration of BKN', 'Nama dan alasan dimasukkan ke I-MUT; pertimbangan teknis BKN', 14, cited('I-MUT, obligatory since 2025 (sulawesinetwork, radarmukomuko); the days are a guess', 'm'));
const decree = step('decree', 'Decree and inauguration', 'Surat keputusan dan pelantikan', 7);
const ppk = text('Appointing authority (PPK)', 'Pejabat Pembina Kepegawaian (PPK)');

/** asn-rules 5.5: tried in this order; N where a page is named, else M. None is outside the decider's hand: that rule is M and stands among the flags, `appointed-here`. */
export const routes: Route[] = [
  {
    id: 'functional',
    label: text('Functional post: formation and competency test', 'Jabatan fungsional: formasi dan uji kompetensi'),
    citation: cited('Commonly cited; level and field of the functional post', 'M'),
    when: is(track('position'), '=', 'JF'),
    approver: ppk,
    steps: [step('formation', 'Formation confirmed', 'Penetapan formasi', 30), step('test', 'Competency test', 'Uji kompetensi', 30), imut, decree],
    documents: [text('Certificate of the competency test', 'Sertifikat uji kompetensi'), ...mutation],
  },
  {
    id: 'jpt-selection',
    label: text('Open selection for JPT by a panel', 'Seleksi terbuka JPT oleh panitia seleksi'),
    citation: cited('PermenPANRB 15/2019 (elangmuria-news.com): three best names per post, the appointing authority picks one', 'N'),
    when: entersJpt('JPT_PRATAMA', 'JPT_MADYA', 'JPT_UTAMA'),
    approver: ppk,
    steps: [
      step('announcement', 'Announcement, at least 15 working days', 'Pengumuman, paling singkat 15 hari kerja', 21, cited('PermenPANRB 15/2019: 15 working days, text not read', 'M')),
      step('panel', 'Paper, assessment centre, interview, track record', 'Makalah, assessment center, wawancara, rekam jejak', 30),
      step('three-names', 'Three best names to the appointing authority', 'Tiga nama terbaik diserahkan kepada PPK', 7),
      imut,
      decree,
    ],
    documents: [performance, clean, text('Receipt of the report of assets', 'Tanda terima LHKPN/LHKASN'), text('Receipt of the tax return', 'Tanda terima SPT tahunan')],
  },
  {
    id: 'jpt-lateral',
    label: text('Lateral move in JPT: competency test by a panel', 'Mutasi setingkat JPT: uji kompetensi oleh panitia seleksi'),
    citation: cited('PP 11/2017 art. 132: text not read', 'M'),
    when: into('JPT_PRATAMA', 'JPT_MADYA', 'JPT_UTAMA'),
    approver: ppk,
    steps: [step('job-fit', 'Competency test (job fit)', 'Uji kompetensi (job fit)', 14), imut, decree],
    documents: mutation,
  },
  {
    id: 'performance-team',
    label: text('Performance-appraisal team considers, appointing authority decides', 'Pertimbangan tim penilai kinerja, keputusan PPK'),
    citation: cited('PP 11/2017 art. 191, 200', 'V'),
    when: into('ADMINISTRATOR', 'PENGAWAS'),
    approver: ppk,
    steps: [step('team', 'Consideration of the performance-appraisal team', 'Pertimbangan tim penilai kinerja', 14), imut, decree],
    documents: mutation,
  },
  {
    id: 'staff',
    label: text('Staff post: appointing authority decides', 'Jabatan pelaksana: keputusan PPK'),
    citation: cited('PP 11/2017 art. 191', 'V'),
    when: into('PELAKSANA'),
    approver: ppk,
    steps: [imut, decree],
    documents: mutation,
  },
];
