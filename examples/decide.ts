/*
 * After the proposal for 25 vacancies of the invented city: the mayor picks another name for one post, with a reason; a promoted official declines and
 * somebody else is named for his post; an objection is upheld. Each time as few announced places as possible change, and a checker sees it.
 * `npx tsx examples/decide.ts` prints
 *
 *     decision of 2026-12-04: choice P-1667 require J-0161, number 3 of 8
 *       P-1523 J-0161 -> J-0428 (induced)
 *       P-1667 J-0233 -> J-0161 (named)
 *       emptier: J-0233; lost: 5.10 points of merit:JPT_PRATAMA, -3.90 points of merit:ADMINISTRATOR
 *     repair of 2026-12-09: declined P-0683 forbid J-0220; choice P-1727 require J-0220, number 3 of 11
 *       P-0683 J-0220 -> J-0766 (named)
 *       P-1727 J-0769 -> J-0220 (named)
 *       emptier: J-0769; lost: 130.03 points of merit:ADMINISTRATOR, -122.03 points of merit:PENGAWAS
 *     repair of 2026-12-18: objection-upheld P-1293 require J-0329, number 3 of 6
 *       P-1293 no post -> J-0329 (named)
 *       P-2167 J-0329 -> no post (induced)
 *       emptier: none; lost: 3.12 points of merit:PENGAWAS
 *     format holds, integrity holds, feasibility holds, eligibility holds, scores holds, optimality holds, ties holds, decision holds
 *
 *     Perbaikan tanggal 9 Desember 2026, ditandatangani oleh mayor, dalam putaran “City of Arunika (invented): rotation of December 2026” per 1 Desember 2026.
 *
 *     Ratna Ganalita (P-0683) tidak menduduki jabatan Kepala Bidang Pemetaan (J-0220).
 *       Yang bersangkutan menolak.
 *       Dokumen: Letter of 8 December 2026.
 *
 *     Sri Mandrakarta (P-1727) diberi jabatan Kepala Bidang Pemetaan (J-0220).
 *       Ini pilihan pejabat yang berwenang sendiri.
 *       Alasan: Next by fit of those who hold a post of this kind.
 *       Menurut kesesuaian untuk jabatan ini yang bersangkutan berada pada urutan 3 dari 11 orang yang memenuhi syarat; kesesuaian yang sama berbagi urutan.
 *       Tidak ada pelaku dalam putaran ini yang dinyatakan memiliki hubungan dengan yang bersangkutan.
 *
 *     Tempat 2 orang tidak lagi seperti yang diumumkan:
 *       Ratna Ganalita (P-0683): bukan Kepala Bidang Pemetaan (J-0220), melainkan Kepala Seksi Perencanaan Prasarana Wilayah (J-0766).
 *       Sri Mandrakarta (P-1727): bukan Kepala Bidang Pengendalian Rencana (J-0769), melainkan Kepala Bidang Pemetaan (J-0220).
 *
 *     Jumlah pejabat di sini lebih sedikit daripada yang diumumkan: Kepala Bidang Pengendalian Rencana (J-0769) (1 kursi).
 *
 *     Dibandingkan dengan yang diumumkan, mulai dari tujuan terpenting:
 *       Nilai merit, Administrator: berkurang 130,03 poin.
 *       Nilai merit, Pengawas: bertambah 122,03 poin.
 *
 *     Terbukti: dengan perubahan ini tidak ada rencana yang mengubah lebih sedikit tempat yang diumumkan tanpa mengambil jabatan seseorang, dan di antara yang mengubah sesedikit itu tidak ada yang lebih baik menurut kebijakan.
 *
 * A loss below zero is a gain: whoever gives up a higher post is there again for the level where he sits. Whether a reason is a good one no check can tell; who gave
 * it, when, for whom and at what cost stands in the document.
 */
import { readFileSync } from 'node:fs';
import { bundle, decide, parseFolder, parseRound, propose, repair, seal, type Amendment } from 'meritra';
import { readFolder } from 'meritra/node';
import { decisionText } from 'meritra/report';
import { verify } from 'meritra/verify';

const policy = seal(readFileSync('examples/city/policy.json'));
const city = parseFolder(await readFolder('examples/city/data'), policy).round;
const scope = JSON.parse(readFileSync('examples/city/data/vacancies-25.json', 'utf8')) as object;
const { round } = parseRound({ ...city, scope }, policy);
const proposal = await propose(round, policy);

const decision = await decide(proposal, round, policy, { by: 'mayor', on: '2026-12-04', changes: [{ position: 'J-0161', person: 'P-1667', reason: 'Has led the rebuilding of the harbour road since 2023.' }] });
const declined = await repair(decision, round, policy, {
  by: 'mayor',
  on: '2026-12-09',
  changes: [{ cause: 'declined', person: 'P-0683', document: 'Letter of 8 December 2026' }, { cause: 'choice', position: 'J-0220', person: 'P-1727', reason: 'Next by fit of those who hold a post of this kind.' }],
});
const upheld = await repair(declined, round, policy, { by: 'mayor', on: '2026-12-18', cause: 'objection-upheld', person: 'P-1293', position: 'J-0329', document: 'Answer 12/2026 of the secretary' });

for (const { act, on, changes, changed, vacated, loss } of [decision, declined, upheld] as readonly Amendment[]) {
  console.log(`${act} of ${on}: ${changes.map((c) => `${c.cause} ${c.person} ${c.effect} ${c.position}${c.rank ? `, number ${c.rank} of ${c.of}` : ''}`).join('; ')}`);
  for (const c of changed) console.log(`  ${c.person} ${c.from ?? 'no post'} -> ${c.to ?? 'no post'} (${c.why})`);
  console.log(`  emptier: ${vacated.map((v) => v.position).join(', ') || 'none'}; lost: ${loss.filter((l) => l.loss !== 0).map((l) => `${(l.loss / 10_000).toFixed(2)} points of ${l.stage}`).join(', ') || 'nothing'}`);
}
const { verdicts } = verify(bundle(proposal, round, policy, { decision, repairs: [declined, upheld] }));
console.log(verdicts.filter((v) => v.outcome !== 'not-checked').map((v) => `${v.check} ${v.outcome}`).join(', '));
console.log(`\n${decisionText(declined, round, policy, { locale: 'id' }).trimEnd()}`);
