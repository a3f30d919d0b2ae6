import type { Attack, Signal } from '../../simulating/index.js';
import type { Locale } from '../locale/index.js';

/** Every sentence of a gaming test, in one language; figures are formatted already. */
export interface GamingWords {
  readonly title: string;
  made(seats: string, people: string, seeds: string): string;
  readonly attacks: Readonly<Record<Attack, { readonly name: string; readonly what: string }>>;
  /** Strengths in words; one that is not here stands as the document has it. */
  readonly strengths: Readonly<Record<string, string>>;
  readonly signals: Readonly<Record<Signal, string>>;
  readonly gain: string;
  readonly lost: string;
  /** Where no sign could be asked. */
  readonly none: string;
  readonly policy: string;
  rates(signal: string, attacked: string, honest: string): string;
  reads(confidence: string): string;
  /** Rows that rest on fewer runs than there are seeds. */
  readonly fewer: string;
  /** Said where an interval has no width. */
  readonly noWidth: string;
  /** Under the title of the picture. */
  caption(confidence: string): string;
  readonly cannot: string;
}

export const gamingWords: Readonly<Record<Locale, GamingWords>> = {
  en: {
    title: 'Who could game it',
    made: (seats, people, seeds) => `${seats} seats, ${people} people, ${seeds} seeds; each round held honestly and with the attack, on the same luck`,
    attacks: {
      inflation: { name: 'Ratings of one unit raised', what: 'The superiors of one unit give every rating more points.' },
      collusion: { name: 'Assessors agree', what: 'Some of five assessors lift one person and lower each rival with a higher fit.' },
      tailoring: { name: 'Demands cut to one person', what: 'A vacant post gets demands that one person meets and at most one other.' },
      weights: { name: 'Weights searched', what: 'Weights of the criteria are searched until one person comes first.' },
      attempts: { name: 'Round held again', what: 'The round is held again until one person is among those chosen.' },
    },
    strengths: { early: 'before the seal or call', late: 'after the seal or call', lottery: 'other lots', days: 'other days' },
    signals: {
      leniency: 'leniency of the unit', 'rater-outlier': 'one rater decides', 'tailored-requirements': 'demands leave few', 'single-effective-candidate': 'only one could be chosen', 'tailored-weights': 'first under few weights',
      'trail-refused': 'the trail refuses it', 'trail-attempts': 'the trail shows attempts',
    },
    gain: 'posts more', lost: 'performance lost, points', none: 'no sign could be asked', policy: 'policy',
    rates: (signal, attacked, honest) => `${signal}: attacked ${attacked}, honest ${honest}`,
    reads: (confidence) => `Posts that the favourite (for ratings: the unit) gets more than honestly, and performance lost over all seats together: mean over the seeds that had somebody to favour, with its ${confidence} interval. Under it each sign that was asked, and in how many of the attacked and of the honest rounds it fired; the second are false alarms. \u2013: fewer than two seeds had somebody to favour.`,
    fewer: 'A number in parentheses: so many of the seeds had somebody to favour.',
    noWidth: 'An interval of no width: every run gave the same figure; others need not.',
    caption: (confidence) => `Posts that the favourite (for ratings: the unit) gets more than honestly, mean with ${confidence} interval; a ring where the interval holds 0. Below: the sign whose rates differ most, attacked | honest.`,
    cannot: 'Only these attacks, of these strengths, in a simulated organisation: that an attack brings nothing here does not say that no other would.',
  },
  id: {
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
  },
};
