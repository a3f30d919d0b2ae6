/**
 * 54,808 people and 4,668 promotions in nine departments, from the bytes of the sheet to the verdicts of the checker, in one process.
 * `npm run build && npx tsx --tsconfig tsconfig.dist.json bench/promotions.ts`; the data (../shared) are not part of this repository.
 */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { bundle, parseFolder, propose, seal } from 'meritra';
import { verify } from 'meritra/verify';
import { promotionsFolder } from '../examples/promotions/folder.js';
import { bench, type Workload } from './measure.js';

const FILE = fileURLToPath(new URL('../../shared/data/real/av_hr_promotion_train.csv', import.meta.url));
const POLICY = fileURLToPath(new URL('../examples/promotions/policy.json', import.meta.url));

const promotions: Workload = async (step) => {
  const policy = await step('seal', () => seal(readFileSync(POLICY)));
  const folder = await step('read the sheet', () => promotionsFolder(readFileSync(FILE, 'utf8')));
  const { round } = await step('parseFolder', () => parseFolder(folder.files, policy));
  const proposal = await step('propose', () => propose(round, policy));
  const evidence = await step('bundle', () => bundle(proposal, round, policy));
  const { verdicts } = await step('verify', () => verify(evidence));
  return `${round.people.length} people, ${proposal.certain.moves.length} moves, ${proposal.worklist.length} lines of worklist; ${verdicts.map((v) => `${v.check} ${v.outcome}`).join(', ')}`;
};

if (!existsSync(FILE)) console.log(`skipped: ${FILE} is not here`);
else await bench(fileURLToPath(import.meta.url), { promotions: { work: promotions, goal: { cpu: 2.5, memory: 400 } } });
