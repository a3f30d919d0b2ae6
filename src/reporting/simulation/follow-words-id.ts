import type { FollowWords } from './follow-words.js';

export const id: FollowWords = {
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
};
