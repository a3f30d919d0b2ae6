/**
 * The invented city (examples/city): all posts, and the 25 vacancies with their names, from the bytes of the tables to the verdicts of the checker.
 * `npm run build && npx tsx --tsconfig tsconfig.dist.json bench/city.ts`
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle, explain, parseFolder, propose, seal } from 'meritra';
import { report } from 'meritra/report';
import { verify } from 'meritra/verify';
import { bench, type Workload } from './measure.js';

const CITY = fileURLToPath(new URL('../examples/city', import.meta.url));
const read = (name: string): string => readFileSync(join(CITY, 'data', name), 'utf8');

const city =
  (scope: 'all' | 'vacancies'): Workload =>
  async (step) => {
    const policy = await step('seal', () => seal(readFileSync(join(CITY, 'policy.json'))));
    const files = await step('read the tables', () => Object.fromEntries(readdirSync(join(CITY, 'data')).filter((name) => name !== 'vacancies-25.json').map((name) => [name, read(name)])));
    if (scope === 'vacancies') files['round.json'] = JSON.stringify({ ...(JSON.parse(read('round.json')) as object), scope: JSON.parse(read('vacancies-25.json')) as object });
    const { round } = await step('parseFolder', () => parseFolder(files, policy));
    const proposal = await step('propose', () => propose(round, policy));
    const { certain } = proposal;
    const answers = await step('explain', () => explain(proposal, round, policy));
    const passed = await step('passedOver', () => answers.passedOver());
    const reasons = await step('why, each move', () => certain.moves.map(({ person }) => answers.why(person)));
    const entered = [...new Set(certain.moves.flatMap(({ to }) => (to === null ? [] : [to])))];
    const lists = await step('shortlist, each post', () => entered.map((position) => answers.shortlist(position)));
    const evidence = await step('bundle', () => bundle(proposal, round, policy));
    const { verdicts } = await step('verify', () => verify(evidence));
    const nearest = scope === 'all' ? () => ({ people: [], total: 0, notAsked: 0 }) : undefined; // by default whoever comes near is asked person by person
    const page = await step('report', () => report({ round, policy: policy.policy, proposal, explanation: answers, verdicts, ...(nearest && { nearest }) }, { locale: 'id' }));
    return `${round.people.length} people, ${round.positions.length} posts, ${reasons.length} moves, ${lists.length} shortlists, ${passed.length} passed over, ${(page.length / 2 ** 20).toFixed(1)} Mi characters of report, plan ${certain.status}; ${verdicts.map((v) => `${v.check} ${v.outcome}`).join(', ')}`;
  };

await bench(fileURLToPath(import.meta.url), { 'whole city': { work: city('all') }, '25 vacancies': { work: city('vacancies') } });
