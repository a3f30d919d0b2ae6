/** The labels of the generated pack in Bahasa Indonesia, by the English ones. */
export const LABELS = {
  'Field of study': 'Bidang ilmu',
  'Career family': 'Rumpun karier',
  'Test of skill': 'Uji keahlian',
  'Test of leadership': 'Uji kepemimpinan',
  'Performance, last year': 'Kinerja, tahun lalu',
  'Letter: no discipline being served': 'Surat bebas hukuman disiplin',
  'In service since': 'Mulai bekerja',
  'Field of the post': 'Bidang jabatan',
  'Career family of the post': 'Rumpun karier jabatan',
  'No discipline being served': 'Tidak sedang menjalani hukuman disiplin',
  'One level at a time': 'Setingkat demi setingkat',
  'Two years in the present post': 'Dua tahun dalam jabatan sekarang',
  'The career family of the post; any for the highest level': 'Serumpun dengan jabatan; bebas untuk jenjang tertinggi',
  'A test of leadership of 50 for heads above sections': 'Uji kepemimpinan 50 bagi kepala di atas seksi',
  Qualification: 'Kualifikasi',
  Competence: 'Kompetensi',
  Performance: 'Kinerja',
  'Studied the field of the post': 'Bidang ilmu sesuai jabatan',
  'Tests, skill below and leadership above': 'Uji kompetensi, keahlian di bawah dan kepemimpinan di atas',
} as const;

export const PACK_TITLE = 'Organisasi rekaan: promosi menurut merit';
