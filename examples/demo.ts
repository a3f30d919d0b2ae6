/**
 * The main job, end to end: an invented city, once with 25 vacancies and 110 names, once whole. Reads the folder of tables,
 * proposes, writes the bundle and the report, and has the bundle checked by the verifier that shares no code with the engine.
 *
 * npm run demo      (writes to out/demo)
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { bundle, explain, parseFolder, propose, seal, type Plan, type Proposal, type Scope } from 'meritra';
import { readFolder } from 'meritra/node';
import { report } from 'meritra/report';
import { verify } from 'meritra/verify';

const out = 'out/demo';
mkdirSync(out, { recursive: true });

const policy = seal(readFileSync('examples/city/policy.json'));
const files = await readFolder('examples/city/data');
const narrow = JSON.parse(readFileSync('examples/city/data/vacancies-25.json', 'utf8')) as Scope;

await run('25 vacancies, 110 names', 'vacancies', ['id', 'en'], narrow);
await run('the whole city', 'city', ['id']);
console.log(`\nAll in ${(performance.now() / 1000).toFixed(1)} s from the start of the process.`);

async function run(title: string, name: string, locales: readonly ('id' | 'en')[], scope?: Scope): Promise<void> {
  const { round } = parseFolder(scope ? { ...files, 'round.json': JSON.stringify({ ...JSON.parse(text(files['round.json'])), scope }) } : files, policy);
  const proposal = await propose(round, policy);
  const explanation = explain(proposal, round, policy);
  const { verdicts } = verify(bundle(proposal, round, policy));

  console.log(`\n== ${title}: ${round.people.length} people, ${round.positions.length} posts`);
  tell('certain', proposal.certain);
  if (proposal.conditional) tell('if confirmed', proposal.conditional);
  console.log(`to confirm     ${proposal.worklist.length} data; first: ${first(proposal)}`);
  console.log(`passed over    ${explanation.passedOver().map((p) => `${p.person} for ${p.position} (${p.cause.kind})`).join(', ') || 'nobody'}`);
  for (const v of verdicts) console.log(`verify         ${v.check.padEnd(12)} ${v.outcome}${v.code ? ` ${v.code} at ${v.path}` : ''}  ${v.detail}`);

  writeFileSync(`${out}/${name}.bundle.json`, JSON.stringify(bundle(proposal, round, policy)));
  for (const locale of locales) {
    writeFileSync(`${out}/${name}.${locale}.html`, report({ round, policy: policy.policy, proposal, explanation, verdicts }, { locale }));
  }
  console.log(`written        ${out}/${name}.bundle.json and the report in ${locales.join(', ')}`);
}

function tell(which: string, plan: Plan): void {
  const kinds = new Map<string, number>();
  for (const move of plan.moves) kinds.set(move.kind, (kinds.get(move.kind) ?? 0) + 1);
  const gap = plan.gap ? ` (at ${plan.gap.stage}: ${plan.gap.value / 10_000} of at most ${plan.gap.bound / 10_000} points)` : '';
  const longest = Math.max(0, ...plan.chains.map((c) => c.people.length));
  const conditions = plan.moves.filter((m) => m.conditions.length > 0).length;
  console.log(`${which.padEnd(14)} ${plan.status}${gap}; ${plan.moves.length} moves: ${[...kinds].map(([kind, n]) => `${n} ${kind}`).join(', ')}`);
  console.log(`${''.padEnd(14)} ${plan.chains.length} chains (longest ${longest}), ${plan.vacant.length} posts vacant, ${conditions} moves on condition`);
}

function first({ worklist: [item] }: Proposal): string {
  return item ? `${item.attribute} of ${item.id} (${item.cause}; ${item.moves} moves and ${item.pairs} pairs rest on it)` : 'nothing';
}

function text(bytes: Uint8Array | string | undefined): string {
  return typeof bytes === 'string' ? bytes : new TextDecoder().decode(bytes);
}
