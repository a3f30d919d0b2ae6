import type { GamingWords } from './gaming-words.js';

export const id: GamingWords = {
  title: 'Siapa yang dapat menyiasatinya',
  made: (seats, people, seeds) => `${seats} kursi, ${people} orang, ${seeds} benih; setiap putaran dijalankan dengan jujur dan dengan serangan, dengan kebetulan yang sama`,
  attacks: {
    inflation: { name: 'Nilai satu unit dinaikkan', what: 'Para atasan satu unit menambah poin pada setiap penilaian.' },
    collusion: { name: 'Penguji bersepakat', what: 'Beberapa dari lima penguji menaikkan satu orang dan menurunkan setiap saingan yang kesesuaiannya lebih tinggi.' },
    tailoring: { name: 'Syarat dibuat untuk satu orang', what: 'Jabatan kosong mendapat syarat yang dipenuhi satu orang dan paling banyak satu orang lain.' },
    weights: { name: 'Bobot dicari-cari', what: 'Bobot kriteria dicari sampai satu orang menjadi yang pertama.' },
    attempts: { name: 'Putaran diulang', what: 'Putaran diulang sampai satu orang termasuk yang terpilih.' },
  },
  strengths: { early: 'sebelum disegel atau diumumkan', late: 'sesudah disegel atau diumumkan', lottery: 'undian lain', days: 'hari lain', '5 points': '5 poin', '10 points': '10 poin', '20 points': '20 poin', '1 of 5, 30 points': '1 dari 5, 30 poin', '2 of 5, 20 points': '2 dari 5, 20 poin', '3 of 5, 20 points': '3 dari 5, 20 poin' },
  signals: {
    leniency: 'kelonggaran unit', 'rater-outlier': 'satu penilai menentukan', 'tailored-requirements': 'syarat menyisakan sedikit orang', 'single-effective-candidate': 'hanya satu yang dapat dipilih', 'tailored-weights': 'pertama pada sedikit bobot',
    'trail-refused': 'jejak menolaknya', 'trail-attempts': 'jejak menunjukkan pengulangan',
  },
  gain: 'tambahan jabatan', lost: 'kinerja hilang, poin', none: 'tanda tidak diperiksa', policy: 'kebijakan',
  rates: (signal, attacked, honest) => `${signal}: diserang ${attacked}, jujur ${honest}`,
  reads: (confidence) => `Tambahan jabatan bagi orang yang didukung (pada penilaian: unitnya) dibandingkan putaran jujur, dan kinerja yang hilang atas semua kursi: rata-rata atas benih yang memiliki orang yang dapat didukung, dengan selang ${confidence}. Di bawahnya setiap tanda yang diperiksa, dan pada berapa putaran yang diserang dan yang jujur tanda itu muncul; yang kedua adalah alarm palsu. \u2013: kurang dari dua benih memiliki orang yang dapat didukung.`,
  fewer: 'Angka dalam kurung: sebanyak itu benih yang memiliki orang yang dapat didukung.',
  noWidth: 'Selang tanpa lebar: semua percobaan memberi angka yang sama; percobaan lain belum tentu.',
  caption: (confidence) => `Tambahan jabatan bagi orang yang didukung (pada penilaian: unitnya) dibandingkan putaran jujur, rata-rata dengan selang ${confidence}; lingkaran kosong bila selang memuat 0. Di bawahnya: tanda yang paling berbeda, diserang | jujur.`,
  cannot: 'Hanya serangan ini, dengan kekuatan ini, pada organisasi yang disimulasikan: bahwa suatu serangan tidak menghasilkan apa pun di sini tidak berarti serangan lain juga demikian.',
};
