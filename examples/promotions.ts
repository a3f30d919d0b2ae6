/**
 * 54,808 real promotion decisions of a large company beside what the pack of examples/promotions would propose for the same
 * seats: how many agree, and the mean fit of both under that pack. It says nothing about why anybody was chosen.
 *
 * npx tsx examples/promotions.ts
 */
// needs: ../shared/data/real/av_hr_promotion_train.csv
import { existsSync, readFileSync } from 'node:fs';
import { bundle, explain, parseFolder, propose, seal } from 'meritra';
import { verify } from 'meritra/verify';
import { promotionsFolder } from './promotions/folder.js';

const file = '../shared/data/real/av_hr_promotion_train.csv';
if (existsSync(file)) await compare();
else console.log(`skipped: ${file} is not here`);

async function compare(): Promise<void> {
  const policy = seal(readFileSync('examples/promotions/policy.json'));
  const { files, promoted } = promotionsFolder(readFileSync(file, 'utf8'));
  const { round } = parseFolder(files, policy);
  const proposal = await propose(round, policy);
  const { eligible } = explain(proposal, round, policy);

  console.log('department              seats   both   share   points a seat: proposed   decided');
  for (const post of round.positions) {
    const seats = post.seats ?? 1;
    const ranked = eligible(post.id);
    const proposed = new Set<string>(proposal.certain.seats.flatMap(([person, position]) => (position === post.id ? [person] : [])));
    const decided = ranked.filter(({ person }) => promoted.has(person));
    const both = decided.filter(({ person }) => proposed.has(person)).length;
    const mean = (people: typeof ranked): string => (people.reduce((sum, { fit }) => sum + fit.low, 0) / people.length / 10_000).toFixed(2);
    const share = `${((100 * both) / seats).toFixed(1)} %`;
    console.log(post.title.replace('Promotion in ', '').padEnd(22), String(seats).padStart(6), String(both).padStart(6), share.padStart(7), mean(ranked.filter(({ person }) => proposed.has(person))).padStart(24), mean(decided).padStart(9));
  }
  const unknown = proposal.certain.moves.filter((m) => m.provisional).length;
  console.log(`${proposal.certain.status}; ${proposal.certain.tied.length} people settled by the tie rule, ${unknown} with an interval, ${proposal.worklist.length} data to confirm`);
  console.log(verify(bundle(proposal, round, policy)).verdicts.filter((v) => v.outcome !== 'not-checked').map(({ check, outcome }) => `${check} ${outcome}`).join(', '));
}
