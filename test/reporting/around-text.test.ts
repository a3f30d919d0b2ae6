import { expect, it } from 'vitest';
import { benchForecast, compositionOf, developmentPlan, gapCounts, parseRound, propose, seal, swapTest, unusedInputs, type Round } from '../../src/index.js';
import { aroundText, type Around } from '../../src/reporting/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const policy = seal(
  toyPolicy((p) => {
    p.attributes['trained'] = { of: 'person', type: 'boolean', label: { en: 'Course', id: 'Pelatihan' }, validMonths: 24 };
    p.attributes['sex'] = { of: 'person', type: 'text', label: { en: 'Sex', id: 'Jenis kelamin' }, values: ['f', 'm'] };
    const citation = { own: 'the choice of the test' };
    p.gates.push(
      { id: 'trained', label: { en: 'Course done', id: 'Sudah mengikuti pelatihan' }, citation, rule: { op: 'person', attribute: 'trained' } },
      {
        id: 'tenure', label: { en: 'Two years in post', id: 'Dua tahun dalam jabatan' }, citation, onlyForMoves: true,
        rule: { op: 'compare', left: { op: 'monthsBetween', from: { op: 'date', of: 'since' }, to: { op: 'date', of: 'asOf' } }, is: '>=', right: { op: 'const', value: 24 } },
      },
    );
  }),
);
const person = (id: string, since: string, more: Partial<Round['people'][number]>, ...evidence: object[]): Round['people'][number] => {
  const base = toyPerson({ id, exam: 50 });
  return { ...base, since, ...more, evidence: [...base.evidence, ...evidence] } as Round['people'][number];
};
const { round } = parseRound(
  toyRound({
    positions: [toyPost('J', 'MID'), toyPost('K1', 'LOW'), toyPost('K2', 'LOW')],
    people: [
      person('A', '2025-03-31', { seat: 'K1', retires: '2040-01-01' }, { attribute: 'trained', value: true, source: 'S1', date: '2024-05-10' }, { attribute: 'sex', value: 'f', source: 'S1' }),
      person('B', '2020-01-01', { seat: 'J', retires: '2028-02-01' }, { attribute: 'sex', value: 'm', source: 'S1' }),
    ],
  }),
  policy,
);
const steps = [{ id: 'course', label: { en: 'take the course', id: 'mengikuti pelatihan' }, gives: [{ attribute: 'trained', value: true }] }];
const told = (answer: Around, locale: 'en' | 'id'): string[] => aroundText(answer, { round, policy: policy.policy }, { locale }).trimEnd().split('\n');

it('a development plan in words: what is not met, since when, what closes it, and that it is no entitlement', () => {
  const answer: Around = { about: 'development', value: developmentPlan(round, policy, 'A', 'J', { steps }), steps };
  expect(told(answer, 'en')).toEqual([
    'Name of A (A) and Post J (J), by the records of 21 November 2026:',
    '  - not known: Course done: Course is not known: the last record is past its time (decider’s own choice: the choice of the test; register of 10 May 2024)',
    '    not passed since 11 May 2026; last record of 10 May 2024; time alone does not change it before retirement (last day looked at: 31 December 2039)',
    '    take the course: closes it',
    '  - not met: Two years in post: The full months counted is 19; required: at least 24 (decider’s own choice: the choice of the test)',
    '    met from 31 March 2027 if only time passes',
    'Time alone never brings all binding rules together (looked at every day up to 31 December 2039).',
    'With the steps that close a gap done today: If only time passes, all binding rules are met from 31 March 2027.',
    'This is no entitlement: a post must fall vacant, and a named official chooses and signs.',
  ]);
  expect(told(answer, 'id')).toEqual([
    'Name of A (A) dan Post J (J), menurut catatan per 21 November 2026:',
    '  - belum diketahui: Sudah mengikuti pelatihan: Pelatihan belum diketahui: catatan terakhir sudah lewat masa berlakunya (pilihan pemutus sendiri: the choice of the test; register tanggal 10 Mei 2024)',
    '    belum terpenuhi sejak 11 Mei 2026; catatan terakhir 10 Mei 2024; berjalannya waktu saja tidak mengubahnya sebelum pensiun (hari terakhir yang diperiksa: 31 Desember 2039)',
    '    mengikuti pelatihan: memenuhinya',
    '  - tidak terpenuhi: Dua tahun dalam jabatan: Hitungan bulan penuh: 19; syarat: paling sedikit 24 (pilihan pemutus sendiri: the choice of the test)',
    '    terpenuhi mulai 31 Maret 2027 bila hanya waktu yang berjalan',
    'Berjalannya waktu saja tidak pernah memenuhi semua syarat yang mengikat secara bersamaan (diperiksa setiap hari sampai 31 Desember 2039).',
    'Bila langkah yang memenuhi syarat diselesaikan hari ini: Bila hanya waktu yang berjalan, semua syarat yang mengikat terpenuhi mulai 31 Maret 2027.',
    'Ini bukan hak atas jabatan: jabatan harus lowong, dan pejabat yang berwenang memilih serta menandatangani.',
  ]);
});

it('steps, bench, inputs and composition in words, in both languages from the same data', async () => {
  const proposal = await propose(round, policy);
  const answers: Around[] = [
    { about: 'steps', value: gapCounts(round, policy, steps), steps },
    { about: 'forecast', value: benchForecast(round, policy, { years: 2 }) },
    { about: 'inputs', value: unusedInputs(round, policy) },
    { about: 'composition', value: compositionOf(proposal, round, policy, 'sex', { caution: 5 }), swap: await swapTest(round, policy, 'sex') },
  ];
  expect(answers.flatMap((a) => told(a, 'en'))).toEqual([
    'Which one step opens posts to most people:',
    '  1. take the course: 0 people, 0 ways to posts',
    'Who leaves within 2 years of 21 November 2026, and who could follow:',
    '  middle: 1 seat, 1 holder; leaving, added up by year: 0, 1; date of retirement not known: 0',
    '    eligible today from below: 0; within the year by time alone: 0; of these, own date of retirement not known: 0',
    '  low: 2 seats, 1 holder; leaving, added up by year: 0, 0; date of retirement not known: 0',
    '    eligible today from below: 0; within the year by time alone: 0; of these, own date of retirement not known: 0',
    'This is no entitlement: a post must fall vacant, and a named official chooses and signs.',
    'What was handed in and did nothing:',
    '  “Sex”: 2 records in the round, and no rule reads them.',
    '  register, Course, past its time: 1 record',
    'Who could rise and whom the plan raises, by “Sex”:',
    'No rule reads it.',
    '    f: 0 of 0 who could rise; 0 of 0 raised (fewer than 5: one person more or less changes the picture)',
    '    m: 0 of 0 who could rise; 0 of 0 raised (fewer than 5: one person more or less changes the picture)',
    'Counts only: a difference may be chance, and no difference is no proof of fairness.',
    'Swap test: another value for 2 people, all else equal, changes nothing.',
  ]);
  expect(answers.flatMap((a) => told(a, 'id'))).toEqual([
    'Satu langkah yang membuka jabatan bagi paling banyak orang:',
    '  1. mengikuti pelatihan: 0 orang, 0 jalan menuju jabatan',
    'Siapa yang pensiun dalam 2 tahun sejak 21 November 2026, dan siapa yang dapat menggantikan:',
    '  middle: 1 kursi, 1 pemangku; pensiun, dijumlahkan per tahun: 0, 1; tanggal pensiun belum diketahui: 0',
    '    memenuhi syarat hari ini dari bawah: 0; dalam setahun karena waktu saja: 0; di antaranya yang tanggal pensiunnya belum diketahui: 0',
    '  low: 2 kursi, 1 pemangku; pensiun, dijumlahkan per tahun: 0, 0; tanggal pensiun belum diketahui: 0',
    '    memenuhi syarat hari ini dari bawah: 0; dalam setahun karena waktu saja: 0; di antaranya yang tanggal pensiunnya belum diketahui: 0',
    'Ini bukan hak atas jabatan: jabatan harus lowong, dan pejabat yang berwenang memilih serta menandatangani.',
    'Yang diserahkan tetapi tidak berpengaruh:',
    '  “Jenis kelamin”: 2 catatan dalam putaran, tetapi tidak dibaca oleh aturan mana pun.',
    '  register, Pelatihan, lewat masa berlakunya: 1 catatan',
    'Siapa yang dapat naik dan siapa yang dinaikkan rencana ini, menurut “Jenis kelamin”:',
    'Tidak dibaca oleh aturan mana pun.',
    '    f: 0 dari 0 yang dapat naik; 0 dari 0 yang dinaikkan (kurang dari 5: selisih satu orang mengubah gambarannya)',
    '    m: 0 dari 0 yang dapat naik; 0 dari 0 yang dinaikkan (kurang dari 5: selisih satu orang mengubah gambarannya)',
    'Hanya hitungan: perbedaan dapat terjadi karena kebetulan, dan tidak adanya perbedaan bukan bukti keadilan.',
    'Uji tukar: nilai lain untuk 2 orang, dengan hal lain tetap sama, tidak mengubah apa pun.',
  ]);
});
