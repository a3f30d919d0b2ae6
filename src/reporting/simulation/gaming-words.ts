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
  readonly sign: string;
  readonly none: string;
  rates(signal: string, attacked: string, honest: string): string;
  reads(confidence: string): string;
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
    gain: 'posts more', lost: 'performance lost, points', sign: 'shown by', none: 'no sign shows it',
    rates: (signal, attacked, honest) => `${signal}: ${attacked}, honest ${honest}`,
    reads: (confidence) => `Posts more than honestly and performance lost: mean over the seeds with its ${confidence} interval. Shown by: the sign that tells attacked from honest rounds apart most, in how many of them it fired. \u2013: fewer than two seeds had somebody to favour.`,
    cannot: 'Only these attacks, of these strengths, on an invented organisation: that an attack brings nothing here does not say that no other would.',
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
    gain: 'tambahan jabatan', lost: 'kinerja hilang, poin', sign: 'terlihat dari', none: 'tidak ada tanda yang menunjukkannya',
    rates: (signal, attacked, honest) => `${signal}: ${attacked}, jujur ${honest}`,
    reads: (confidence) => `Tambahan jabatan dibandingkan putaran jujur dan kinerja yang hilang: rata-rata atas semua benih dengan selang ${confidence}. Terlihat dari: tanda yang paling membedakan putaran dengan serangan dari yang jujur, dan pada berapa di antaranya tanda itu muncul. \u2013: kurang dari dua benih memiliki orang yang dapat didukung.`,
    cannot: 'Hanya serangan ini, dengan kekuatan ini, pada organisasi rekaan: bahwa suatu serangan tidak menghasilkan apa pun di sini tidak berarti serangan lain juga demikian.',
  },
};
