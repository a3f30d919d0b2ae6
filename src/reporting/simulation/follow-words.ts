import type { FollowVerdict } from '../../simulating/index.js';
import type { Locale } from '../locale/index.js';

/** Every sentence of a follow-up, in one language; figures are formatted already. */
export interface FollowWords {
  readonly title: string;
  readonly verdicts: Readonly<Record<FollowVerdict, string>>;
  rows(rows: string, people: string, used: string): string;
  left(unknown: string, alone: string): string;
  seen(fit: string, unknownFit: string): string;
  slope(estimate: string, interval: string, confidence: string): string;
  detectable(slope: string): string;
  ranks(d: string, pairs: string, p: string, how: string): string;
  shuffled(draws: string, seed: string): string;
  readonly normal: string;
  range(sdFit: string, sdLater: string, correlation: string): string;
  whatIf(sdFit: string, correlation: string): string;
  proposed(proposed: string, others: string, difference: string | null): string;
  readonly strata: { readonly title: string; readonly columns: readonly [stratum: string, rows: string, fit: string, later: string, raw: string, shrunk: string]; more(n: string): string; readonly nameless: string };
  readonly cannot: string;
}

export const followWords: Readonly<Record<Locale, FollowWords>> = {
  en: {
    title: 'Follow-up: what came later, held against the fit of the decision',
    verdicts: {
      predicts: 'A better fit went with doing better later, between people of one stratum.',
      'not-shown': 'These rows do not show that the fit tells what came later. A smaller slope than they can show may be there.',
      reversed: 'A better fit went with doing worse later, between people of one stratum.',
      'too-few': 'There are too few rows, or fits too much alike, to say anything.',
    },
    rows: (rows, people, used) => `Rows: ${rows} of ${people} people; used: ${used}.`,
    left: (unknown, alone) => `Left out: ${unknown} whose later value is unknown, ${alone} with nobody of their stratum to be held against.`,
    seen: (fit, unknownFit) => `Mean fit of those used: ${fit}; of those whose later value is unknown: ${unknownFit}.`,
    slope: (estimate, interval, confidence) => `Points later for each point of fit: ${estimate} ${interval}, ${confidence} interval.`,
    detectable: (slope) => `The least slope that these rows would show with a chance of 80 %: ${slope}.`,
    ranks: (d, pairs, p, how) => `Of two people of one stratum, how much more often than not the one with the better fit did better: ${d} (Somers' D, ${pairs} pairs, p ${p}, ${how}).`,
    shuffled: (draws, seed) => `${draws} shuffles, seed ${seed}`,
    normal: 'normal distribution',
    range: (sdFit, sdLater, correlation) => `Within strata the fits scatter by ${sdFit} points and what came later by ${sdLater}; correlation ${correlation}. Only people who were chosen are seen: the closer their fits, the smaller the correlation, whatever the fit is good for.`,
    whatIf: (sdFit, correlation) => `What if all who could have been chosen were seen, with fits that scatter by ${sdFit} points, and the line went on: correlation ${correlation}.`,
    proposed: (proposed, others, difference) => `Took what was proposed: ${proposed}; did not: ${others}. ${difference === null ? 'Too few within one stratum to hold them against each other.' : `Difference later at the same fit and stratum: ${difference} points.`}`,
    strata: { title: 'Strata: points later beyond what their fits say, raw and drawn to the middle by as much as chance scatters them', columns: ['stratum', 'rows', 'fit', 'later', 'raw', 'drawn to the middle'], more: (n) => `and ${n} more`, nameless: 'all' },
    cannot: 'What the fit does not hold and those who chose knew can bend the slope either way; no figure here sees that.',
  },
  id: {
    title: 'Tindak lanjut: hasil kemudian, dibandingkan dengan kesesuaian saat keputusan',
    verdicts: {
      predicts: 'Kesesuaian yang lebih tinggi disertai hasil kemudian yang lebih tinggi, di antara orang dalam satu strata.',
      'not-shown': 'Baris-baris ini tidak menunjukkan bahwa kesesuaian memberi tahu hasil kemudian. Kemiringan yang lebih kecil daripada yang dapat ditunjukkannya mungkin ada.',
      reversed: 'Kesesuaian yang lebih tinggi disertai hasil kemudian yang lebih rendah, di antara orang dalam satu strata.',
      'too-few': 'Baris terlalu sedikit, atau kesesuaiannya terlalu mirip, untuk mengatakan sesuatu.',
    },
    rows: (rows, people, used) => `Baris: ${rows} dari ${people} orang; dipakai: ${used}.`,
    left: (unknown, alone) => `Tidak dipakai: ${unknown} yang nilai kemudiannya tidak diketahui, ${alone} tanpa orang lain dalam stratanya sebagai pembanding.`,
    seen: (fit, unknownFit) => `Rata-rata kesesuaian yang dipakai: ${fit}; yang nilai kemudiannya tidak diketahui: ${unknownFit}.`,
    slope: (estimate, interval, confidence) => `Poin kemudian untuk setiap poin kesesuaian: ${estimate} ${interval}, selang ${confidence}.`,
    detectable: (slope) => `Kemiringan terkecil yang akan ditunjukkan baris-baris ini dengan peluang 80 %: ${slope}.`,
    ranks: (d, pairs, p, how) => `Dari dua orang dalam satu strata, seberapa lebih sering yang kesesuaiannya lebih tinggi juga lebih tinggi hasilnya: ${d} (D Somers, ${pairs} pasangan, p ${p}, ${how}).`,
    shuffled: (draws, seed) => `${draws} pengocokan, benih ${seed}`,
    normal: 'distribusi normal',
    range: (sdFit, sdLater, correlation) => `Dalam strata, kesesuaian tersebar ${sdFit} poin dan hasil kemudian ${sdLater}; korelasi ${correlation}. Hanya orang yang terpilih yang terlihat: makin berdekatan kesesuaian mereka, makin kecil korelasinya, apa pun kegunaan kesesuaian itu.`,
    whatIf: (sdFit, correlation) => `Seandainya semua yang dapat dipilih terlihat, dengan kesesuaian yang tersebar ${sdFit} poin, dan garisnya berlanjut: korelasi ${correlation}.`,
    proposed: (proposed, others, difference) => `Mengambil yang diusulkan: ${proposed}; tidak: ${others}. ${difference === null ? 'Terlalu sedikit dalam satu strata untuk dibandingkan.' : `Selisih kemudian pada kesesuaian dan strata yang sama: ${difference} poin.`}`,
    strata: { title: 'Strata: poin kemudian di luar yang dikatakan kesesuaiannya, mentah dan ditarik ke tengah sebesar sebaran karena kebetulan', columns: ['strata', 'baris', 'kesesuaian', 'kemudian', 'mentah', 'ditarik ke tengah'], more: (n) => `dan ${n} lagi`, nameless: 'semua' },
    cannot: 'Hal yang tidak termuat dalam kesesuaian tetapi diketahui oleh yang memilih dapat membelokkan kemiringan ke dua arah; tidak ada angka di sini yang melihatnya.',
  },
};
