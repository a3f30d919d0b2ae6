/**
 * The main job, end to end: an invented city, once with 25 vacancies and 110 names, once whole. Reads the folder of tables,
 * proposes, writes the bundle and the report, and has the bundle checked by the verifier that shares no code with the engine.
 * The first run keeps a trail: two parties commit to the lottery, everything is logged in its order, a witness cosigns the checkpoint,
 * and the bundle is checked with what the witness kept.
 *
 * npm run demo      (writes to out/demo)
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { bundle, bundleFacts, decide, explain, parseFolder, parseRound, propose, seal, type Plan, type Proposal, type Round, type Scope } from 'meritra';
import { fileStore, fileWitnessState, readFolder } from 'meritra/node';
import { report } from 'meritra/report';
import { addSignature, formatVerifierKey, generateKey, openTrail, parseNote, shortCode, signerOf, tieCommitment, trailBundle, Witness } from 'meritra/trail';
import { verify, type Verdict } from 'meritra/verify';

const out = 'out/demo';
mkdirSync(out, { recursive: true });

const policy = seal(readFileSync('examples/city/policy.json'));
const { round: city } = parseFolder(await readFolder('examples/city/data'), policy);
const narrow = JSON.parse(readFileSync('examples/city/data/vacancies-25.json', 'utf8')) as Scope;

await runInTrail('25 vacancies, 110 names, in a trail (whoever is not named is left out, so other posts count as vacant)', 'vacancies', ['id', 'en'], narrow);
await run('the whole city', 'city', ['id'], city);
console.log(`\nAll in ${(performance.now() / 1000).toFixed(1)} s from the start of the process.`);

async function run(title: string, name: string, locales: readonly ('id' | 'en')[], round: Round): Promise<void> {
  const proposal = await propose(round, policy);
  const explanation = explain(proposal, round, policy);
  const document = bundle(proposal, round, policy);
  const { verdicts } = verify(document);

  head(title, round, proposal);
  console.log(`passed over    ${explanation.passedOver().map((p) => `${p.person} for ${p.position} (${p.cause.kind})`).join(', ') || 'nobody'}`);
  for (const v of verdicts) if (v.outcome !== 'not-checked') verdict(v);

  writeFileSync(`${out}/${name}.bundle.json`, JSON.stringify(document));
  for (const locale of locales) writeFileSync(`${out}/${name}.${locale}.html`, report({ round, policy: policy.policy, proposal, explanation, verdicts }, { locale }));
  console.log(`written        ${out}/${name}.bundle.json and the report in ${locales.join(', ')}`);
}

async function runInTrail(title: string, name: string, locales: readonly ('id' | 'en')[], scope: Scope): Promise<void> {
  const nonces = { dprd: 'd7'.repeat(32), inspektorat: '9c'.repeat(32) }; // in life each party keeps its own until the input is frozen
  const sealed = seal({ ...policy.policy, ties: { ...policy.policy.ties, commitments: Object.entries(nonces).map(([party, nonce]) => ({ party, hash: tieCommitment(party, nonce) })) } });
  // the names in scope alone, so that the demo stays short: freezing and checking all 2,500 people takes about 3 s each time
  const names = new Set<string>(scope.people === 'all' ? city.people.map((p) => p.id) : scope.people);
  const people = city.people.filter((p) => names.has(p.id));
  const relations = city.relations.filter((r) => names.has(r.a) && names.has(r.b));
  const pins = city.pins.filter((p) => names.has(p.person));
  const { round: frozen } = parseRound({ ...city, scope, people, relations, pins, reveals: [] }, sealed, { reveals: 'later' });

  for (const folder of ['trail', 'witness']) rmSync(`${out}/${folder}`, { recursive: true, force: true });
  const signer = signerOf(generateKey().secretKey, 'arunika.example/rotation');
  const store = await fileStore(`${out}/trail`);
  const trail = await openTrail(store, { origin: signer.name, signer, controller: 'Badan Kepegawaian Kota Arunika' });
  await trail.seal(frozen.id, sealed, { revealBy: '2199-12-31' });
  await trail.statement(frozen.id, { actor: 'panel-1', role: 'panel', document: 'Statement 1' });
  await trail.open(frozen.id, { on: frozen.opened ?? frozen.asOf, positions: [...(scope.positions as string[])] });
  await trail.freeze(frozen, sealed);
  for (const [party, nonce] of Object.entries(nonces)) await trail.reveal(frozen.id, { party, nonce });
  const round = { ...frozen, reveals: trail.reveals(frozen.id) };
  const proposal = await trail.propose(round, sealed); // the attempt is logged before it begins
  const decision = await decide(proposal, round, sealed, { by: 'walikota', on: round.asOf, changes: [] });
  await trail.decide(decision);

  // a witness with a key and a state of his own, elsewhere
  const inspectorate = signerOf(generateKey().secretKey, 'inspectorate.example/witness');
  const witness = new Witness({ signer: inspectorate, logs: [formatVerifierKey(signer)], state: fileWitnessState(`${out}/witness`), clock: () => Math.floor(Date.now() / 1000) });
  const note = await trail.checkpoint();
  const kept = addSignature(note, await witness.cosign(note, []));
  await store.keepCheckpoint(trail.size, kept);
  writeFileSync(`${out}/kept.txt`, kept);

  const options = { proposal, round, sealed, decision, whole: true };
  const document = await trailBundle(trail, { ...options, profile: 'full' });
  const outside = { keys: [formatVerifierKey(signer)], checkpoints: [kept] };
  const { verdicts } = verify(document, outside);
  head(title, round, proposal);
  console.log(`trail          ${trail.size} entries, attempt ${trail.attempts(round.id).length} of ${trail.attempts(round.id).length}; short code for the minutes: ${shortCode(parseNote(kept).text)}`);
  for (const v of verdicts) verdict(v);
  const open = await trailBundle(trail, { ...options, profile: 'public' });

  writeFileSync(`${out}/${name}.bundle.json`, JSON.stringify(document));
  writeFileSync(`${out}/${name}.public.json`, JSON.stringify(open));
  const told = { ...(await bundleFacts(document)), verdicts: verify(document).verdicts }; // a paper rests on its bundle alone: anybody can write it anew
  for (const locale of locales) writeFileSync(`${out}/${name}.${locale}.html`, report(told, { locale }));
  console.log(`written        ${out}/trail, ${out}/kept.txt, ${out}/${name}.bundle.json, ${out}/${name}.public.json and the report in ${locales.join(', ')}`);
  await store.close();
}

function head(title: string, { people, positions }: { readonly people: readonly unknown[]; readonly positions: readonly unknown[] }, proposal: Proposal): void {
  console.log(`\n== ${title}: ${people.length} people, ${positions.length} posts`);
  tell('certain', proposal.certain);
  if (proposal.conditional) tell('if confirmed', proposal.conditional);
  console.log(`to confirm     ${proposal.worklist.length} data; first: ${first(proposal)}`);
}

function verdict(v: Verdict): void {
  console.log(`verify         ${v.check.padEnd(12)} ${v.outcome}${v.upTo === undefined ? '' : ` up to ${v.upTo}`}${v.code ? ` ${v.code} at ${v.path}` : ''}  ${v.detail}`);
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
