/** The posts of the invented city: 40 departments of the usual kinds, with generic names. */
import { at } from './random.js';

export const FIELDS = [
  'HUKUM', 'EKONOMI', 'AKUNTANSI', 'PEMERINTAHAN', 'TEKNIK', 'TATA_KOTA', 'INFORMATIKA', 'KESEHATAN', 'PENDIDIKAN', 'PERTANIAN', 'LINGKUNGAN', 'SOSIAL',
] as const;
export type Field = (typeof FIELDS)[number];
export const LEVELS = ['PENGAWAS', 'ADMINISTRATOR', 'JPT_PRATAMA'] as const;
export type Level = (typeof LEVELS)[number];

export const RELATED: Readonly<Record<Field, readonly Field[]>> = {
  HUKUM: ['HUKUM', 'PEMERINTAHAN'],
  EKONOMI: ['AKUNTANSI', 'EKONOMI'],
  AKUNTANSI: ['AKUNTANSI', 'EKONOMI'],
  PEMERINTAHAN: ['HUKUM', 'PEMERINTAHAN'],
  TEKNIK: ['TATA_KOTA', 'TEKNIK'],
  TATA_KOTA: ['LINGKUNGAN', 'TATA_KOTA', 'TEKNIK'],
  INFORMATIKA: ['INFORMATIKA', 'TEKNIK'],
  KESEHATAN: ['KESEHATAN'],
  PENDIDIKAN: ['PENDIDIKAN', 'SOSIAL'],
  PERTANIAN: ['LINGKUNGAN', 'PERTANIAN'],
  LINGKUNGAN: ['LINGKUNGAN', 'PERTANIAN', 'TATA_KOTA'],
  SOSIAL: ['PEMERINTAHAN', 'SOSIAL'],
};

export interface Unit {
  readonly id: string;
  readonly name: string;
  readonly parent?: string;
}

export interface Post {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  /** Number of the department, 0 to 39. */
  readonly department: number;
  readonly level: Level;
  readonly seats: number;
  readonly superior?: string;
  readonly field: Field;
  readonly related: readonly Field[];
  readonly minRank: number;
  readonly minEducation: 'D3' | 'S1_D4' | 'S2';
  readonly requiredLevel: number;
  readonly critical: boolean;
}

export interface Organisation {
  readonly units: readonly Unit[];
  readonly posts: readonly Post[];
}

// name | field | divisions, those of another field with `:FIELD` | number of technical units below it
const OFFICES: readonly (readonly [string, Field, string, number])[] = [
  ['Dinas Pendidikan', 'PENDIDIKAN', 'Sekolah Dasar;Sekolah Menengah Pertama;Pendidikan Anak Usia Dini;Guru;Prasarana Sekolah:TEKNIK;Pendidikan Kesetaraan', 4],
  ['Dinas Kesehatan', 'KESEHATAN', 'Kesehatan Masyarakat;Pencegahan Penyakit;Pelayanan Kesehatan;Tenaga Kesehatan;Farmasi;Jaminan Kesehatan', 5],
  ['Dinas Pekerjaan Umum', 'TEKNIK', 'Jalan;Jembatan;Drainase;Sumber Daya Air;Bangunan Gedung;Peralatan', 4],
  ['Dinas Tata Ruang', 'TATA_KOTA', 'Rencana Ruang;Pemanfaatan Ruang;Pengawasan Bangunan:TEKNIK;Pertanahan:HUKUM;Pemetaan', 0],
  ['Dinas Perumahan', 'TEKNIK', 'Perumahan;Permukiman;Rumah Susun;Prasarana Lingkungan:LINGKUNGAN;Penataan Kawasan:TATA_KOTA', 1],
  ['Dinas Sosial', 'SOSIAL', 'Rehabilitasi Sosial;Perlindungan Sosial;Pemberdayaan Sosial;Penanganan Fakir Miskin;Data Sosial:INFORMATIKA', 2],
  ['Dinas Tenaga Kerja', 'EKONOMI', 'Pelatihan Kerja:PENDIDIKAN;Penempatan Kerja;Hubungan Industrial:HUKUM;Produktivitas;Informasi Pasar Kerja', 2],
  ['Dinas Pangan', 'PERTANIAN', 'Cadangan Pangan;Distribusi Pangan:EKONOMI;Keamanan Pangan;Konsumsi Pangan;Penyuluhan Pangan', 0],
  ['Dinas Lingkungan', 'LINGKUNGAN', 'Persampahan;Pencemaran;Tata Lingkungan;Ruang Terbuka Hijau;Penegakan Lingkungan:HUKUM;Laboratorium Lingkungan', 3],
  ['Dinas Kependudukan', 'PEMERINTAHAN', 'Pendaftaran Penduduk;Pencatatan Sipil:HUKUM;Informasi Kependudukan:INFORMATIKA;Pemanfaatan Data;Pelayanan Keliling', 1],
  ['Dinas Keluarga', 'SOSIAL', 'Keluarga Berencana:KESEHATAN;Ketahanan Keluarga;Perlindungan Anak;Pemberdayaan Perempuan;Pengendalian Penduduk', 0],
  ['Dinas Perhubungan', 'TEKNIK', 'Lalu Lintas;Angkutan;Keselamatan Jalan;Perparkiran:EKONOMI;Prasarana Perhubungan;Pengujian Kendaraan', 3],
  ['Dinas Komunikasi dan Informatika', 'INFORMATIKA', 'Aplikasi;Jaringan;Keamanan Informasi;Statistik:EKONOMI;Komunikasi Publik:SOSIAL', 1],
  ['Dinas Koperasi', 'EKONOMI', 'Kelembagaan Koperasi;Pengawasan Koperasi:AKUNTANSI;Usaha Mikro;Pembiayaan Usaha:AKUNTANSI;Kemitraan', 0],
  ['Dinas Penanaman Modal', 'EKONOMI', 'Promosi Modal;Perizinan Usaha:HUKUM;Perizinan Bangunan:TATA_KOTA;Pengendalian Modal;Data Perizinan:INFORMATIKA', 0],
  ['Dinas Pemuda', 'PENDIDIKAN', 'Kepemudaan:SOSIAL;Olahraga Prestasi;Olahraga Masyarakat;Prasarana Olahraga:TEKNIK;Kepramukaan', 1],
  ['Dinas Kebudayaan', 'PENDIDIKAN', 'Cagar Budaya;Kesenian;Sejarah;Museum;Tradisi:SOSIAL', 2],
  ['Dinas Perpustakaan', 'PENDIDIKAN', 'Layanan Perpustakaan;Pengembangan Koleksi;Minat Baca;Kearsipan:PEMERINTAHAN;Alih Media:INFORMATIKA', 0],
  ['Dinas Pertanian', 'PERTANIAN', 'Tanaman Pangan;Hortikultura;Peternakan;Kesehatan Hewan;Perikanan;Penyuluhan', 3],
  ['Dinas Perdagangan', 'EKONOMI', 'Pasar;Metrologi:TEKNIK;Perdagangan Dalam Kota;Ekspor;Perlindungan Konsumen:HUKUM;Industri Kecil', 4],
  ['Dinas Pariwisata', 'EKONOMI', 'Destinasi:TATA_KOTA;Pemasaran Wisata;Ekonomi Kreatif;Usaha Pariwisata;Acara:SOSIAL', 1],
  ['Dinas Pemadam Kebakaran', 'TEKNIK', 'Pencegahan Kebakaran;Operasi Pemadaman;Penyelamatan;Sarana Pemadaman;Pelatihan Pemadam:PENDIDIKAN', 2],
  ['Badan Perencanaan', 'TATA_KOTA', 'Perencanaan Makro:EKONOMI;Sosial Budaya:SOSIAL;Ekonomi:EKONOMI;Prasarana Wilayah;Pengendalian Rencana;Penelitian', 0],
  ['Badan Keuangan', 'AKUNTANSI', 'Anggaran;Perbendaharaan;Akuntansi;Aset;Kas', 0],
  ['Badan Pendapatan', 'AKUNTANSI', 'Pendataan Pajak;Penetapan Pajak;Penagihan:HUKUM;Retribusi:EKONOMI;Data Pajak:INFORMATIKA', 2],
  ['Badan Kepegawaian', 'PEMERINTAHAN', 'Mutasi;Pengadaan Pegawai;Kinerja;Pengembangan Kompetensi:PENDIDIKAN;Informasi Kepegawaian:INFORMATIKA', 0],
  ['Badan Kesatuan Bangsa', 'PEMERINTAHAN', 'Wawasan Kebangsaan;Politik Dalam Negeri;Ketahanan Masyarakat:SOSIAL;Kewaspadaan;Penanggulangan Bencana:TEKNIK', 0],
];
const BUREAUS: readonly (readonly [string, Field])[] = [
  ['Tata Pemerintahan', 'PEMERINTAHAN'], ['Hukum', 'HUKUM'], ['Kesejahteraan Rakyat', 'SOSIAL'], ['Perekonomian', 'EKONOMI'], ['Pembangunan', 'TATA_KOTA'], ['Pengadaan', 'TEKNIK'],
  ['Umum', 'PEMERINTAHAN'], ['Organisasi', 'PEMERINTAHAN'], ['Protokol', 'SOSIAL'],
];
const DISTRICTS = ['Utara', 'Timur', 'Selatan', 'Barat', 'Tengah', 'Hulu', 'Hilir', 'Pesisir', 'Seberang', 'Pelabuhan'];
const VILLAGES = 6; // in each district
const CRITICAL = ['Dinas Pendidikan', 'Dinas Kesehatan', 'Dinas Pekerjaan Umum'];
// groups of supervisors under one title: department, title, seats
const GROUPS: readonly (readonly [string, string, number])[] = [
  ['Dinas Pendidikan', 'Pengawas Wilayah Sekolah', 3], ['Dinas Kesehatan', 'Pengawas Wilayah Puskesmas', 3], ['Dinas Pekerjaan Umum', 'Pengawas Lapangan Jalan', 3],
  ['Dinas Lingkungan', 'Pengawas Regu Kebersihan', 3], ['Dinas Perhubungan', 'Pengawas Regu Lalu Lintas', 3], ['Dinas Pemadam Kebakaran', 'Pengawas Regu Pemadam', 3],
  ['Dinas Sosial', 'Pengawas Pendamping Sosial', 2], ['Dinas Perdagangan', 'Pengawas Wilayah Pasar', 2], ['Badan Pendapatan', 'Pengawas Wilayah Pajak', 2], ['Dinas Pertanian', 'Pengawas Wilayah Penyuluhan', 2],
];

interface Wanted {
  readonly title: string;
  readonly unit: string;
  readonly level: Level;
  readonly field: Field;
  readonly superior?: string | undefined;
  readonly minRank: number;
  readonly seats?: number;
  readonly minEducation?: 'S2';
  readonly critical?: boolean;
}

/** Every unit and post, the same for every seed. Posts are numbered department by department. */
export function organisation(): Organisation {
  const units: Unit[] = [];
  const posts: Post[] = [];
  let department = -1;
  const unit = (name: string, parent?: string): string => {
    const id = `U-${String(units.length + 1).padStart(2, '0')}`;
    units.push({ id, name, ...(parent && { parent }) });
    return id;
  };
  const post = (p: Wanted): string => {
    const id = `J-${String(posts.length + 1).padStart(4, '0')}`;
    const rung = LEVELS.indexOf(p.level);
    posts.push({
      id, title: p.title, unit: p.unit, department, level: p.level, seats: p.seats ?? 1, ...(p.superior && { superior: p.superior }),
      field: p.field, related: RELATED[p.field], minRank: p.minRank,
      minEducation: p.minEducation ?? (rung === 0 ? 'D3' : 'S1_D4'), requiredLevel: 2 + rung, critical: p.critical ?? false,
    });
    return id;
  };
  const jpt = (p: Omit<Wanted, 'level' | 'minRank'>): string => post({ ...p, level: 'JPT_PRATAMA', minRank: 14 });
  const administrator = (p: Omit<Wanted, 'level' | 'minRank'>, minRank = 12): string => post({ ...p, level: 'ADMINISTRATOR', minRank });
  const pengawas = (p: Omit<Wanted, 'level' | 'minRank'>, minRank = 10): string => post({ ...p, level: 'PENGAWAS', minRank });
  const office = (name: string): string => {
    department++;
    return unit(name);
  };
  const secretariat = (name: string, head: string, home: string): void => {
    const secretary = administrator({ title: `Sekretaris ${name}`, unit: home, field: 'PEMERINTAHAN', superior: head }, 13);
    pengawas({ title: `Kepala Subbagian Umum ${name}`, unit: home, field: 'PEMERINTAHAN', superior: secretary });
    pengawas({ title: `Kepala Subbagian Keuangan ${name}`, unit: home, field: 'AKUNTANSI', superior: secretary });
    pengawas({ title: `Kepala Subbagian Program ${name}`, unit: home, field: 'EKONOMI', superior: secretary });
  };

  const city = office('Sekretariat Daerah');
  const sekda = jpt({ title: 'Sekretaris Daerah', unit: city, field: 'PEMERINTAHAN', critical: true });
  const assistants = ['Pemerintahan', 'Perekonomian', 'Administrasi Umum'].map((name, k) =>
    jpt({ title: `Asisten ${name}`, unit: city, field: k === 1 ? 'EKONOMI' : 'PEMERINTAHAN', superior: sekda }));
  (['HUKUM', 'EKONOMI', 'SOSIAL'] as const).forEach((field, k) => {
    jpt({ title: `Staf Ahli Bidang ${at(['Hukum', 'Ekonomi', 'Kemasyarakatan'], k)}`, unit: city, field, superior: sekda });
  });
  BUREAUS.forEach(([name, field], k) => {
    const bureau = unit(`Bagian ${name}`, city);
    const head = administrator({ title: `Kepala Bagian ${name}`, unit: bureau, field, superior: at(assistants, Math.floor(k / 3)) }, 13);
    for (const part of ['Perencanaan', 'Pelaksanaan', 'Evaluasi']) pengawas({ title: `Kepala Subbagian ${part} ${name}`, unit: bureau, field, superior: head });
  });

  const council = office('Sekretariat Dewan');
  const councilHead = jpt({ title: 'Sekretaris Dewan', unit: council, field: 'HUKUM', superior: sekda });
  for (const [name, field] of [['Persidangan', 'HUKUM'], ['Keuangan Dewan', 'AKUNTANSI'], ['Umum Dewan', 'PEMERINTAHAN']] as const) {
    const head = administrator({ title: `Kepala Bagian ${name}`, unit: council, field, superior: councilHead });
    for (const part of ['Perencanaan', 'Pelaksanaan', 'Evaluasi']) pengawas({ title: `Kepala Subbagian ${part} ${name}`, unit: council, field, superior: head });
  }

  const inspectorate = office('Inspektorat');
  const inspector = jpt({ title: 'Inspektur', unit: inspectorate, field: 'AKUNTANSI', superior: sekda, minEducation: 'S2' });
  secretariat('Inspektorat', inspector, inspectorate);
  for (let k = 1; k <= 4; k++) administrator({ title: `Inspektur Pembantu ${k}`, unit: inspectorate, field: k === 4 ? 'HUKUM' : 'AKUNTANSI', superior: inspector }, 13);

  for (const [name, field, divisions, technicalUnits] of OFFICES) {
    const home = office(name);
    const head = jpt({ title: `Kepala ${name}`, unit: home, field, superior: sekda, critical: CRITICAL.includes(name) });
    secretariat(name, head, home);
    for (const division of divisions.split(';')) {
      const [topic = '', other] = division.split(':');
      const own = (other as Field | undefined) ?? field;
      const chief = administrator({ title: `Kepala Bidang ${topic}`, unit: home, field: own, superior: head });
      for (const part of ['Perencanaan', 'Pelaksanaan', 'Pengendalian']) pengawas({ title: `Kepala Seksi ${part} ${topic}`, unit: home, field: own, superior: chief });
    }
    for (const [, title, seats] of GROUPS.filter(([where]) => where === name)) pengawas({ title, unit: home, field, superior: head, seats });
    for (let k = 1; k <= technicalUnits; k++) {
      const below = unit(`UPTD ${name.replace(/^(Dinas|Badan) /, '')} Wilayah ${k}`, home);
      const chief = pengawas({ title: `Kepala UPTD ${name.replace(/^(Dinas|Badan) /, '')} Wilayah ${k}`, unit: below, field, superior: head }, 11);
      pengawas({ title: `Kepala Subbagian Tata Usaha UPTD ${name.replace(/^(Dinas|Badan) /, '')} Wilayah ${k}`, unit: below, field: 'PEMERINTAHAN', superior: chief });
    }
    if (name === 'Dinas Kesehatan') hospital(home, head);
  }
  function hospital(home: string, head: string): void {
    const ward = unit('Rumah Sakit Umum Daerah', home);
    const director = jpt({ title: 'Direktur Rumah Sakit Umum Daerah', unit: ward, field: 'KESEHATAN', superior: head, minEducation: 'S2', critical: true });
    for (const [name, field] of [['Pelayanan Medik', 'KESEHATAN'], ['Penunjang Medik', 'KESEHATAN'], ['Keuangan Rumah Sakit', 'AKUNTANSI'], ['Umum Rumah Sakit', 'PEMERINTAHAN']] as const) {
      const deputy = administrator({ title: `Wakil Direktur ${name}`, unit: ward, field, superior: director });
      for (const part of ['Perencanaan', 'Pelaksanaan', 'Pengendalian']) pengawas({ title: `Kepala Seksi ${part} ${name}`, unit: ward, field, superior: deputy });
    }
  }

  for (const name of DISTRICTS) {
    const home = office(`Kecamatan ${name}`);
    const head = administrator({ title: `Camat ${name}`, unit: home, field: 'PEMERINTAHAN', superior: sekda }, 13);
    administrator({ title: `Sekretaris Kecamatan ${name}`, unit: home, field: 'PEMERINTAHAN', superior: head });
    for (const [part, field] of [['Pemerintahan', 'PEMERINTAHAN'], ['Ketertiban', 'HUKUM'], ['Pembangunan', 'TEKNIK'], ['Kesejahteraan', 'SOSIAL'], ['Pelayanan', 'PEMERINTAHAN']] as const) {
      pengawas({ title: `Kepala Seksi ${part} Kecamatan ${name}`, unit: home, field, superior: head });
    }
    for (let k = 1; k <= VILLAGES; k++) {
      const village = unit(`Kelurahan ${name} ${k}`, home);
      const chief = pengawas({ title: `Lurah ${name} ${k}`, unit: village, field: 'PEMERINTAHAN', superior: head }, 11);
      pengawas({ title: `Sekretaris Kelurahan ${name} ${k}`, unit: village, field: 'PEMERINTAHAN', superior: chief });
      pengawas({ title: `Kepala Seksi Pembangunan Kelurahan ${name} ${k}`, unit: village, field: k % 2 === 0 ? 'TEKNIK' : 'SOSIAL', superior: chief });
      pengawas({ title: `Kepala Seksi Pelayanan Kelurahan ${name} ${k}`, unit: village, field: 'PEMERINTAHAN', superior: chief });
    }
  }
  return { units, posts };
}
