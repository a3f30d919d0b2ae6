/*
 * 25 vacancies of an invented city. What would more or fewer moves gain, and what hangs on the numbers that somebody chose? `npx tsx examples/frontier.ts` prints
 *
 *     What more moves would gain, counted from the plan with the fewest moves:
 *       - 5 moves: 0.00 points gained; best if a move costs 122.39 – 270.00 points more
 *       - 6 moves: 122.39 points gained; best if a move costs 122.36 – 122.39 points more (the knee: furthest above the straight line between the ends)
 *       …
 *       - 23 moves: 1,049.82 points gained; best if a move costs 112.84 – 113.03 points more
 *       - 25 moves: 1,275.42 points gained; best if a move costs 0.00 – 112.76 points more
 *     5 more points are not listed here.
 *     Every number of moves between the ends is reached by some cost.
 *     What hangs on each number of the policy, one changed at a time:
 *       - cost of a vacant seat 30 (as the policy has it): 25 moves, 0 empty seats; 0 people sit elsewhere than under the policy; near-ties at 21 posts
 *       - cost of a vacant seat 0: 25 moves, 0 empty seats; 0 people sit elsewhere than under the policy; near-ties at 21 posts
 *       - most moves 20: 20 moves, 5 empty seats; 7 people sit elsewhere than under the policy; near-ties at 16 posts
 *       - resolution 0: 25 moves, 0 empty seats; 0 people sit elsewhere than under the policy; near-ties at 18 posts
 *     3 of the 19 rules of the policy are not confirmed and stop nobody; law last checked on 21 November 2026.
 *
 *     Manfaat bila perpindahan ditambah, dihitung dari rencana dengan perpindahan paling sedikit:
 *       - 5 perpindahan: manfaat 0,00 poin; terbaik bila satu perpindahan dikenai tambahan 122,39 – 270,00 poin
 *       - 6 perpindahan: manfaat 122,39 poin; terbaik bila satu perpindahan dikenai tambahan 122,36 – 122,39 poin (titik siku: paling jauh di atas garis lurus antara kedua ujung)
 *       …
 *       - 23 perpindahan: manfaat 1.049,82 poin; terbaik bila satu perpindahan dikenai tambahan 112,84 – 113,03 poin
 *       - 25 perpindahan: manfaat 1.275,42 poin; terbaik bila satu perpindahan dikenai tambahan 0,00 – 112,76 poin
 *     5 titik lagi tidak dicantumkan di sini.
 *     Setiap jumlah perpindahan di antara kedua ujung tercapai dengan suatu biaya.
 *     Pengaruh setiap angka dalam kebijakan, diubah satu per satu:
 *       - biaya kursi kosong 30 (sesuai kebijakan): 25 perpindahan, 0 kursi kosong; 0 orang menempati jabatan yang berbeda dari hasil kebijakan; nilai yang hampir sama pada 21 jabatan
 *       - biaya kursi kosong 0: 25 perpindahan, 0 kursi kosong; 0 orang menempati jabatan yang berbeda dari hasil kebijakan; nilai yang hampir sama pada 21 jabatan
 *       - jumlah perpindahan paling banyak 20: 20 perpindahan, 5 kursi kosong; 7 orang menempati jabatan yang berbeda dari hasil kebijakan; nilai yang hampir sama pada 16 jabatan
 *       - ketelitian nilai 0: 25 perpindahan, 0 kursi kosong; 0 orang menempati jabatan yang berbeda dari hasil kebijakan; nilai yang hampir sama pada 18 jabatan
 *     3 dari 19 aturan dalam kebijakan ini belum dikonfirmasi dan tidak menghalangi siapa pun; hukum terakhir diperiksa pada 21 November 2026.
 *
 * None of these plans is a proposal. A cap of 20 moves leaves 5 posts empty; the cost of an empty seat and the resolution change no plan here: every post
 * finds somebody in any case, and the resolution only counts the posts that a second look would help.
 */
import { readFileSync } from 'node:fs';
import { frontierOf, leverEffects, parseFolder, parseRound, seal } from 'meritra';
import { readFolder } from 'meritra/node';
import { aroundText } from 'meritra/report';

const policy = seal(readFileSync('examples/city/policy.json'));
const city = parseFolder(await readFolder('examples/city/data'), policy).round;
const { round } = parseRound({ ...city, scope: JSON.parse(readFileSync('examples/city/data/vacancies-25.json', 'utf8')) as unknown }, policy);

const frontier = frontierOf(round, policy);
const levers = await leverEffects(round, policy, [
  { lever: 'vacantSeat', value: 0 },
  { lever: 'moves', value: 20 },
  { lever: 'resolution', value: 0 },
]);
for (const locale of ['en', 'id'] as const) {
  const input = { round, policy: policy.policy };
  const lines = aroundText({ about: 'frontier', value: frontier }, input, { locale }).split('\n');
  console.log([...lines.slice(0, 3), '  …', ...lines.slice(15, -2)].join('\n')); // the ends of the list and what has to be said beside it
  console.log(aroundText({ about: 'levers', value: levers }, input, { locale }));
}
