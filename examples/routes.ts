/*
 * A chain over three routes in an invented district: a rotation by the personnel board, a promotion by open selection, an appointment by the
 * head of office. A waiver carries the rotation, which is a hidden demotion as well, and one post is for somebody else to fill.
 * `npx tsx examples/routes.ts` prints
 *
 *     R01 D2 -> D1; lateral, horizontal; board 30 days; HIDDEN DEMOTION; months-in-post waived
 *     R02 S1 -> D2; promotion, diagonal; selection 75 days
 *     R03 no post -> S1; entry; office 7 days
 *     chain over more than one route: R01 after 30 days, then R02 after 75 days, then R03 after 75 days
 *     outside the decider's hand: D9 (ministry)
 *     R01 is not proposed for D9: months-in-post fail, route fail
 *     2026-12-20: R01 approved, R02 submitted, R03 proposed
 *     2027-03-01: R01 lapsed, R02 refused, R03 submitted
 *     format holds, integrity holds, feasibility holds, eligibility holds, scores holds, optimality holds, ties holds
 *
 *     Rana Tirta (R01) → Head of roads (D1): approved (18 December 2026), by the personnel board, Minutes 7/2026, good until 28 February 2027
 *     Bayu Karsa (R02) → Head of water (D2): refused (1 February 2027), by the district head, because: the panel named two people instead of three
 *     Sekar Wening (R03) → Senior engineer (S1): submitted (11 January 2027), by the personnel office
 *
 *     Rana Tirta (R01) gets Head of roads (D1) in this plan.
 *     Kind of the move: lateral move (horizontal; hidden demotion).
 *     Hidden demotion: the level stays, but the class of the job falls from 12 to 11.
 *     Waiver: “Two years in the present post” was set aside by the chair of the district council on 10 November 2026, Letter 31/2026, because: the post has been empty since the flood.
 *     Route: rotation, 30 days; decided by: the personnel board.
 *     Fit by dimension: 88.00 (Competence 88.00)
 *     Rules:
 *       - met: Works in the field of the post: Field of the post is roads; required: one of registry, roads, water (District personnel code, article 3, confidence V; Assessment centre of 1 October 2026)
 *       - met only by waiver: Two years in the present post: set aside by the chair of the district council on 10 November 2026, Letter 31/2026, because: the post has been empty since the flood; without that not met: The number of complete months is 11; required: at least 24 (may be waived by District personnel code, article 5, confidence V; District personnel code, article 4, confidence V)
 *       - met: A lawful route inside the decider’s hand leads to the post: the route is “rotation” (District personnel code, article 11, confidence V)
 *
 *     Every rule of the policy is confirmed, well known or the decider’s own choice; law last checked on 1 November 2026.
 *
 *     Rana Tirta (R01) → Head of roads (D1): disetujui (18 Desember 2026), oleh the personnel board, Minutes 7/2026, berlaku sampai 28 Februari 2027
 *     Bayu Karsa (R02) → Head of water (D2): ditolak (1 Februari 2027), oleh the district head, dengan alasan: the panel named two people instead of three
 *     Sekar Wening (R03) → Senior engineer (S1): diajukan (11 Januari 2027), oleh the personnel office
 *
 *     Rana Tirta (R01) mendapat Head of roads (D1) dalam rencana ini.
 *     Jenis perpindahan: rotasi setingkat (horizontal; demosi terselubung).
 *     Demosi terselubung: jenjang tetap, tetapi kelas jabatan turun dari 12 ke 11.
 *     Pengecualian: “Dua tahun dalam jabatan sekarang” dikecualikan oleh the chair of the district council pada 10 November 2026, Letter 31/2026, dengan alasan: the post has been empty since the flood.
 *     Mekanisme: rotasi, 30 hari; diputus oleh: tim penilai kinerja.
 *     Kesesuaian per dimensi: 88,00 (Kompetensi 88,00)
 *     Syarat:
 *       - terpenuhi: Bekerja di bidang jabatan itu: Bidang jabatan: roads; syarat: salah satu dari registry, roads, water (District personnel code, article 3, tingkat keyakinan V; Assessment centre tanggal 1 Oktober 2026)
 *       - terpenuhi hanya karena pengecualian: Dua tahun dalam jabatan sekarang: dikecualikan oleh the chair of the district council pada 10 November 2026, Letter 31/2026, dengan alasan: the post has been empty since the flood; tanpa itu tidak terpenuhi: Lama dalam bulan penuh: 11; syarat: paling sedikit 24 (boleh dikecualikan berdasarkan District personnel code, article 5, tingkat keyakinan V; District personnel code, article 4, tingkat keyakinan V)
 *       - terpenuhi: Ada mekanisme yang sah dalam kewenangan pemutus menuju jabatan ini: mekanismenya “rotasi” (District personnel code, article 11, tingkat keyakinan V)
 *
 *     Setiap aturan dalam kebijakan ini sudah dikonfirmasi, sudah pasti, atau pilihan pemutus sendiri; hukum terakhir diperiksa pada 1 November 2026.
 */
import { approvals, bundle, explain, parseRound, propose, seal, type ApprovalEvent, type Expression, type Policy, type Round } from 'meritra';
import { approvalsText, explanationText } from 'meritra/report';
import { verify } from 'meritra/verify';

const own = { own: 'a choice made for this example' };
const law = (article: number) => ({ source: `District personnel code, article ${article}`, confidence: 'V' });
const compare = (left: Expression, is: '=' | '>' | '>=', right: Expression): Expression => ({ op: 'compare', left, is, right });
const fixed = (value: number | string): Expression => ({ op: 'const', value });
const level = (of: 'position' | 'seat'): Expression => ({ op: 'level', of });
const field: Expression = { op: 'position', attribute: 'field' };

const policy: Policy = {
  format: 'meritra/policy/0',
  id: 'district',
  title: { en: 'An invented district', id: 'Distrik rekaan' },
  lawCheckedOn: '2026-11-01',
  confidence: { scale: ['m', 'M', 'C', 'N', 'V'], gateFrom: 'N' },
  leapDay: 'feb28',
  levels: [{ id: 'SECTION', label: { en: 'section', id: 'seksi' } }, { id: 'DIVISION', label: { en: 'division', id: 'bidang' } }],
  tracks: [{ id: 'line', label: { en: 'line', id: 'struktural' } }, { id: 'expert', label: { en: 'expert', id: 'fungsional' } }],
  attributes: {
    assessment: { of: 'person', type: 'number', label: { en: 'Assessment', id: 'Hasil penilaian' }, min: 0, max: 100 },
    fields: { of: 'person', type: 'set', label: { en: 'Fields', id: 'Bidang keahlian' } },
    field: { of: 'position', type: 'text', label: { en: 'Field of the post', id: 'Bidang jabatan' } },
  },
  gates: [
    { id: 'field', label: { en: 'Works in the field of the post', id: 'Bekerja di bidang jabatan itu' }, citation: law(3), rule: { op: 'in', item: field, set: { op: 'person', attribute: 'fields' } } },
    {
      id: 'months-in-post',
      label: { en: 'Two years in the present post', id: 'Dua tahun dalam jabatan sekarang' },
      citation: law(4),
      onlyForMoves: true,
      waivable: law(5),
      when: compare(level('seat'), '>=', fixed(0)),
      rule: compare({ op: 'monthsBetween', from: { op: 'date', of: 'since' }, to: { op: 'date', of: 'asOf' } }, '>=', fixed(24)),
    },
  ],
  routes: [
    { id: 'ministry', label: { en: 'appointment by the ministry', id: 'pengangkatan oleh kementerian' }, citation: law(10), when: compare(field, '=', fixed('registry')), approver: { en: 'the ministry', id: 'kementerian' }, steps: [], documents: [], outside: true },
    {
      id: 'board',
      label: { en: 'rotation', id: 'rotasi' },
      citation: law(11),
      when: compare(level('position'), '=', level('seat')),
      approver: { en: 'the personnel board', id: 'tim penilai kinerja' },
      steps: [{ id: 'test', label: { en: 'competency test', id: 'uji kompetensi' }, days: 20, citation: law(11) }, { id: 'board', label: { en: 'meeting of the board', id: 'sidang tim' }, days: 10, citation: law(11) }],
      documents: [{ en: 'minutes of the board', id: 'berita acara sidang' }],
    },
    {
      id: 'selection',
      label: { en: 'open selection', id: 'seleksi terbuka' },
      citation: law(12),
      when: { op: 'all', of: [compare(level('seat'), '>=', fixed(0)), compare(level('position'), '>', level('seat'))] },
      approver: { en: 'the district head', id: 'kepala distrik' },
      steps: [{ id: 'call', label: { en: 'public call', id: 'pengumuman' }, days: 15, citation: law(12) }, { id: 'panel', label: { en: 'selection by a panel', id: 'seleksi oleh panitia' }, days: 60, citation: law(12) }],
      documents: [{ en: 'list of three names', id: 'daftar tiga nama' }],
    },
    { id: 'office', label: { en: 'appointment by the head of office', id: 'pengangkatan oleh kepala kantor' }, citation: law(13), when: { op: 'const', value: true }, approver: { en: 'the head of office', id: 'kepala kantor' }, steps: [{ id: 'order', label: { en: 'written order', id: 'surat perintah' }, days: 7, citation: law(13) }], documents: [] },
  ],
  dimensions: [{ id: 'competence', label: { en: 'Competence', id: 'Kompetensi' } }],
  criteria: [{ id: 'assessment', dimension: 'competence', label: { en: 'Assessment', id: 'Hasil penilaian' }, citation: own, value: { op: 'person', attribute: 'assessment' } }],
  weights: { assessment: 100 },
  weightsCitation: own,
  costs: { lateralMove: { points: 10, citation: own }, vacantSeat: { points: 40, citation: own } },
  resolution: { points: 2, citation: own },
  displacement: 'minimise',
  objective: 'levels',
  relations: { declaration: 'either' },
  ties: { order: [], commitments: [{ party: 'example', hash: 'sha256:d5b11526b5a397a0dc075f12a3899fd8b78d5bb60bc9bffb43927f44daed0bbc' }] },
};

const official = (id: string, name: string, assessment: number, fields: string[], seat?: string, since?: string): Round['people'][number] => ({
  id,
  name,
  ...(seat && { seat }),
  ...(since && { since }),
  evidence: [{ attribute: 'assessment', value: assessment, source: 'centre' }, { attribute: 'fields', value: fields, source: 'centre' }],
});

const document = {
  format: 'meritra/round/0',
  id: 'district-2026',
  asOf: '2026-11-21',
  scope: { positions: 'all', people: 'all' },
  sources: [{ id: 'centre', title: 'Assessment centre', date: '2026-10-01' }],
  units: [{ id: 'works', name: 'Works' }],
  positions: [
    { id: 'D1', title: 'Head of roads', unit: 'works', level: 'DIVISION', track: 'line', class: 11, attributes: { field: 'roads' } },
    { id: 'D2', title: 'Head of water', unit: 'works', level: 'DIVISION', track: 'line', class: 12, attributes: { field: 'water' } },
    { id: 'D9', title: 'Head of the registry', unit: 'works', level: 'DIVISION', track: 'line', class: 11, attributes: { field: 'registry' } },
    { id: 'S1', title: 'Senior engineer', unit: 'works', level: 'SECTION', track: 'expert', class: 8, attributes: { field: 'engineering' } },
  ],
  people: [
    official('R01', 'Rana Tirta', 88, ['registry', 'roads', 'water'], 'D2', '2025-12-01'),
    official('R02', 'Bayu Karsa', 81, ['engineering', 'water'], 'S1', '2022-03-01'),
    official('R03', 'Sekar Wening', 74, ['engineering']),
  ],
  waivers: [{ person: 'R01', position: 'D1', rule: 'months-in-post', by: 'the chair of the district council', on: '2026-11-10', document: 'Letter 31/2026', reason: 'the post has been empty since the flood' }],
  reveals: [{ party: 'example', nonce: '00112233445566778899aabbccddeeff' }],
};

const sealed = seal(policy);
const { round } = parseRound(document, sealed);
const proposal = await propose(round, sealed);
const explanation = explain(proposal, round, sealed);

const daysOf = (id: string | null): number => (policy.routes?.find((r) => r.id === id)?.steps ?? []).reduce((sum, { days }) => sum + days, 0);
for (const move of proposal.certain.moves) {
  const notes = [move.hiddenDemotion && 'HIDDEN DEMOTION', ...move.waived.map((rule) => `${rule} waived`)].filter(Boolean);
  console.log([`${move.person} ${move.from ?? 'no post'} -> ${move.to}`, `${move.kind}${move.pattern ? `, ${move.pattern}` : ''}`, `${move.route} ${daysOf(move.route)} days`, ...notes].join('; '));
}
for (const { kind, people, ready, crosses } of proposal.certain.chains) {
  console.log(`${kind}${crosses ? ' over more than one route' : ''}: ${people.map((person, k) => `${person} after ${ready?.[k]} days`).join(', then ')}`);
}
for (const { position, routes } of explanation.outside()) console.log(`outside the decider's hand: ${position} (${routes.join()})`);
const why = explanation.whyNot('R01', 'D9');
if (why.reason === 'not-eligible') console.log(`R01 is not proposed for D9: ${why.judgements.map((j) => `${j.rule} ${j.outcome}`).join(', ')}`);

const steps: ApprovalEvent[] = [
  { person: 'R01', to: 'submitted', by: 'the personnel office', on: '2026-12-01' },
  { person: 'R01', to: 'approved', by: 'the personnel board', on: '2026-12-18', document: 'Minutes 7/2026', until: '2027-02-28' },
  { person: 'R02', to: 'submitted', by: 'the personnel office', on: '2026-12-10' },
  { person: 'R02', to: 'refused', by: 'the district head', on: '2027-02-01', reason: 'the panel named two people instead of three' },
  { person: 'R03', to: 'submitted', by: 'the personnel office', on: '2027-01-11' },
];
for (const day of ['2026-12-20', '2027-03-01']) console.log(`${day}: ${approvals(proposal, steps, day).map((a) => `${a.person} ${a.state}`).join(', ')}`);

console.log(verify(bundle(proposal, round, sealed)).verdicts.filter((v) => v.outcome !== 'not-checked').map(({ check, outcome }) => `${check} ${outcome}`).join(', '));

for (const locale of ['en', 'id'] as const) console.log(`\n${approvalsText(approvals(proposal, steps, '2027-02-01'), { round, policy }, { locale })}\n${explanationText({ question: 'why', value: explanation.why('R01') }, { round, policy }, { locale }).trimEnd()}`);
