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
const told = (answer: Around, locale: 'en' | 'id'): string[] => {
  const lines = aroundText(answer, { round, policy: policy.policy }, { locale }).trimEnd().split('\n');
  // every text ends with how well the rules are known
  expect(lines.pop()).toBe(locale === 'en' ? 'Every rule of the policy is confirmed, well known or the decider’s own choice; law last checked on 1 November 2026.' : 'Setiap aturan dalam kebijakan ini sudah dikonfirmasi, sudah pasti, atau pilihan pemutus sendiri; hukum terakhir diperiksa pada 1 November 2026.');
  return lines;
};

it('a development plan in words: what is not met, since when, what closes it, and that it is no entitlement', () => {
  const answer: Around = { about: 'development', value: developmentPlan(round, policy, 'A', 'J', { steps }), steps };
  expect(told(answer, 'en')).toEqual([
    'Name of A (A) and Post J (J), by the records of 21 November 2026:',
    '  - not known: Course done: Course is not known: the last record is past its time (decider’s own choice: the choice of the test; register of 10 May 2024)',
    '    not passed since 11 May 2026; last record of 10 May 2024; time alone does not change it before retirement (last day looked at: 31 December 2039)',
    '    take the course: closes it',
    '  - not met: Two years in post: The number of complete months is 19; required: at least 24 (decider’s own choice: the choice of the test)',
    '    met from 31 March 2027 if only time passes',
    'Time alone never meets all binding rules at once (looked at every day up to 31 December 2039).',
    'If the steps that close a gap were done today: If only time passes, all binding rules are met from 31 March 2027.',
    'This is no entitlement: a post must fall vacant, and a named official chooses and signs.',
  ]);
  expect(told(answer, 'id')).toEqual([
    'Name of A (A) dan Post J (J), menurut catatan per 21 November 2026:',
    '  - belum diketahui: Sudah mengikuti pelatihan: Pelatihan belum diketahui: catatan terakhir sudah lewat masa berlakunya (pilihan pemutus sendiri: the choice of the test; register tanggal 10 Mei 2024)',
    '    belum terpenuhi sejak 11 Mei 2026; catatan terakhir 10 Mei 2024; berjalannya waktu saja tidak mengubahnya sebelum pensiun (hari terakhir yang diperiksa: 31 Desember 2039)',
    '    mengikuti pelatihan: memenuhinya',
    '  - tidak terpenuhi: Dua tahun dalam jabatan: Lama dalam bulan penuh: 19; syarat: paling sedikit 24 (pilihan pemutus sendiri: the choice of the test)',
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

it('says every outcome: no gap, met later, never, advised, not enough; an attribute that is read; nothing unused', async () => {
  const clear = toyPolicy((p) => { p.attributes['sex'] = { of: 'person', type: 'text', label: { en: 'Sex', id: 'Jenis kelamin' } }; });
  clear.attributes['note'] = { of: 'position', type: 'text', label: { en: 'Note', id: 'Catatan' } };
  const open = seal(clear);
  const item = (attribute: string, value: unknown) => ({ attribute, value, source: 'S1' });
  const parse = (more: Partial<Round>) => parseRound(toyRound(more), open).round;
  const small = parse({
    sources: [{ id: 'S1', title: 'register', date: '2026-10-01' }, { id: 'S2', title: 'sheet', date: '2026-10-01' }] as never,
    positions: [toyPost('J', 'MID', { critical: true, attributes: { field: 'special', note: 'x' } }), toyPost('K', 'LOW')],
    people: [
      { id: 'A', seat: 'J', evidence: [item('cleared', true), item('fields', ['special'])] },
      { id: 'B', seat: 'K', retires: '2030-01-01', evidence: [item('cleared', false), item('fields', ['common']), { attribute: 'exam', value: 70, source: 'S1', date: '2027-01-01' }] },
    ] as never,
  });
  const catalogue = [
    { id: 'a', label: { en: 'talk', id: 'konsultasi' }, rules: ['cleared'] },
    { id: 'b', label: { en: 'other field', id: 'bidang lain' }, gives: [{ attribute: 'fields', value: ['other'] }] },
  ];
  const say = (answer: Around, of = small) => (['en', 'id'] as const).map((locale) => aroundText(answer, { round: of, policy: open.policy }, { locale }));
  const both = (texts: readonly string[], en: readonly string[], id: readonly string[]): void => {
    for (const line of en) expect(texts[0]).toContain(line);
    for (const line of id) expect(texts[1]).toContain(line);
    for (const text of texts) expect(text).not.toMatch(/undefined|NaN|\[object/);
  };
  both(say({ about: 'development', value: developmentPlan(small, open, 'A', 'J') }), ['Every rule is met today.', 'All binding rules are met today.'], ['Semua syarat terpenuhi hari ini.', 'Semua syarat yang mengikat terpenuhi hari ini.']);
  both(say({ about: 'development', value: developmentPlan(small, open, 'B', 'J', { steps: catalogue, years: 1 }), steps: catalogue }), ['talk: advised', 'other field: bears on it, not enough alone', 'time alone does not change it (looked at every day up to 21 November 2027)'], ['konsultasi: disarankan', 'bidang lain: berkaitan, tetapi belum cukup', 'berjalannya waktu saja tidak mengubahnya (diperiksa setiap hari sampai 21 November 2027)']);
  both(say({ about: 'forecast', value: benchForecast(small, open) }), ['Post J (J): 1 seat, 1 holder; leaving, added up by year: 0, 0, 0, 0, 0; date of retirement not known: 1'], ['Post J (J): 1 kursi, 1 pemangku; pensiun, dijumlahkan per tahun: 0, 0, 0, 0, 0; tanggal pensiun belum diketahui: 1']);
  both(say({ about: 'inputs', value: unusedInputs(small, open) }), ['“Note”: 1 post carries it, and no rule reads it.', 'sheet: no record comes from it.', 'register, exam, dated after the day of the round: 1 record'], ['“Catatan”: tercantum pada 1 jabatan', 'sheet: tidak ada catatan yang berasal darinya.', 'bertanggal setelah hari putaran: 1 catatan']);
  const bare = parse({ sources: [], positions: [toyPost('J', 'MID')] });
  both(say({ about: 'inputs', value: unusedInputs(bare, open) }, bare), ['  none'], ['  tidak ada']);
  const read = parse({ positions: [toyPost('J', 'MID', { requires: [{ attribute: 'exam', is: '>=', value: 10 }] })], people: [{ id: 'A', evidence: [item('exam', 50.5), item('cleared', true)] }, { id: 'B', evidence: [item('cleared', false), item('exam', 20)] }, { id: 'C', evidence: [item('senior', 3)] }] as never });
  const proposal = await propose(read, open);
  const of = async (attribute: string) => say({ about: 'composition', value: compositionOf(proposal, read, open, attribute), swap: await swapTest(read, open, attribute) }, read);
  both(await of('exam'), ['Rules that read it: exam, Post J (J). This has to be settled', '    50.5: 1 of 1 who could rise; 1 of 1 raised (fewer than 30', '    not known: 0 of 1', 'Swap test: changing nothing but this changes 1 pair of person and post, and where 0 people go.'], ['Aturan yang membacanya: exam, Post J (J).', '    50,5: 1 dari 1', '    belum diketahui: 0 dari 1', 'Uji tukar: mengubah hal ini saja mengubah 1 pasangan']);
  both(await of('cleared'), ['Rules that read it: is cleared.', '    yes: 1 of 1', 'where 2 people go.'], ['    ya: 1 dari 1', 'penempatan 2 orang.']);
  both(await of('senior'), ['Rules that read it: seniority.', 'Swap test: fewer than two values in the records, nothing to swap.'], ['Uji tukar: kurang dari dua nilai dalam catatan']);
});

it('says what was counted of spells, what closes later, what is waived, which route it is, and why a record did not count', async () => {
  const citation = { own: 'the choice of the test' };
  const of = seal(
    toyPolicy((p) => {
      p.attributes['posts'] = { of: 'person', type: 'spells', label: { en: 'Posts held', id: 'Riwayat jabatan' }, values: ['clerk', 'head'], validMonths: 12 };
      p.attributes['exam']!.combine = 'mean';
      const heads = { op: 'monthsIn' as const, attribute: 'posts', values: ['head'] };
      p.gates = [
        { id: 'head', label: { en: 'Two years as head', id: 'Dua tahun sebagai kepala' }, citation, rule: { op: 'compare', left: heads, is: '>=', right: { op: 'const', value: 24 } } },
        { id: 'cleared', label: { en: 'Is cleared', id: 'Bebas temuan' }, citation, waivable: citation, rule: { op: 'person', attribute: 'cleared' } },
      ];
      p.relations = { ...p.relations, recusal: { maxDegree: 1, citation } };
      p.routes = [{ id: 'far', label: { en: 'appointment by the ministry', id: 'pengangkatan oleh kementerian' }, citation, when: { op: 'not', of: { op: 'occurs', attribute: 'posts', values: ['clerk'] } }, approver: { en: 'the ministry', id: 'kementerian' }, steps: [], documents: [], outside: true }];
    }),
  );
  const item = (attribute: string, value: unknown, more: object = {}) => ({ attribute, value, source: 'S1', ...more });
  const spell = (from: string, more: object = {}) => ({ attribute: 'posts', value: 'head', from, source: 'S1', ...more });
  const { round: r } = parseRound(
    toyRound({
      positions: [toyPost('J', 'MID')],
      actors: [{ id: 'x', role: 'scorer' }, { id: 'y', role: 'scorer', statement: { on: '2026-11-01', document: 'form' } }],
      people: [{ id: 'A', name: 'Ayu', evidence: [item('cleared', false), item('exam', 50, { by: 'x' }), item('exam', 60, { by: 'y' }), { attribute: 'exam', unmapped: 'good', source: 'S1' }], spells: [spell('2025-01-01', { to: '2025-12-31' }), spell('2027-01-01')], checked: [{ attribute: 'posts', source: 'S1' }] }],
      waivers: [{ person: 'A', position: 'J', rule: 'cleared', by: 'the council', on: '2026-11-10', document: 'Letter 3', reason: 'nobody else' }],
    } as never),
    of,
  );
  const list = [{ id: 'stay', label: { en: 'stay in post', id: 'tetap dalam jabatan' }, gives: [{ attribute: 'posts', value: 'head' }] }];
  const answers: Around[] = [{ about: 'development', value: developmentPlan(r, of, 'A', 'J', { steps: list }), steps: list }, { about: 'inputs', value: unusedInputs(r, of) }, { about: 'composition', value: compositionOf(await propose(r, of), r, of, 'posts') }];
  const say = (locale: 'en' | 'id'): string[] => answers.flatMap((a) => aroundText(a, { round: r, policy: of.policy }, { locale }).trimEnd().split('\n'));
  expect(say('en')).toEqual(
    expect.arrayContaining([
      '  - not met: Two years as head: Time on record under “Posts held” (head), in complete months, is 12; required: at least 24; on record: head from 1 January 2025 to 31 December 2025; the record was confirmed complete up to 1 October 2026, which counts up to 21 November 2026 (decider’s own choice: the choice of the test; register of 1 October 2026)',
      '    stay in post: closes it on 20 November 2027, if then only time passes',
      '  - not met: A lawful route inside the decider’s hand leads to the post: the route is “appointment by the ministry”, and the ministry decides it (decider’s own choice: the choice of the test)',
      '  - met only by waiver: Is cleared: set aside by the council on 10 November 2026, Letter 3, because: nobody else; without that not met: cleared is no; required: yes (may be waived by decider’s own choice: the choice of the test; decider’s own choice: the choice of the test; register of 1 October 2026)',
      '  register, exam, set aside: from somebody whose judgement does not count here: 1 record',
      '  register, exam, unused: beside it stands the record of another rater that cannot be read: 1 record',
      '  register, Posts held, begins after the day of the round: 1 record',
      'Rules that read it: Two years as head, appointment by the ministry. This has to be settled before anybody signs.',
    ]),
  );
  expect(say('id')).toEqual(
    expect.arrayContaining([
      '    tetap dalam jabatan: memenuhinya pada 20 November 2027, bila setelah itu hanya waktu yang berjalan',
      '  - tidak terpenuhi: Ada mekanisme yang sah dalam kewenangan pemutus menuju jabatan ini: mekanismenya “pengangkatan oleh kementerian”, dan yang memutus adalah kementerian (pilihan pemutus sendiri: the choice of the test)',
      '  register, exam, dikesampingkan: berasal dari orang yang penilaiannya tidak dihitung di sini: 1 catatan',
      '  register, exam, tidak terpakai: di sampingnya ada catatan penilai lain yang tidak dapat dibaca: 1 catatan',
      '  register, Riwayat jabatan, mulai setelah hari putaran: 1 catatan',
      'Aturan yang membacanya: Dua tahun sebagai kepala, pengangkatan oleh kementerian. Hal ini harus diselesaikan sebelum ada yang menandatangani.',
    ]),
  );
});
