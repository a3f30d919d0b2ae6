/**
 * A round in its trail: sealed, opened, frozen, run, decided; then checked by somebody who kept the checkpoint, one person's data
 * disclosed, and erased:
 *
 *     9 entries; a second run without a reason: E_RERUN
 *     full: format holds, integrity holds, completeness holds, anchored holds up to 9, feasibility holds, eligibility holds, scores holds, optimality holds, ties holds, decision holds
 *     public: format holds, integrity holds, completeness holds, anchored holds up to 9, feasibility holds ; names in it: false
 *     after erasing: a full bundle E_ERASED ; disclosed before: format holds, integrity holds, anchored holds up to 9
 *
 * The public bundle holds no name and no fit; the last line is the disclosure of before, checked after the values were erased.
 */
import { readFileSync } from 'node:fs';
import { decide, parseRound, seal } from 'meritra';
import { disclosePerson, erase, formatVerifierKey, generateKey, memoryStore, openTrail, signerOf, tieCommitment, trailBundle } from 'meritra/trail';
import { verify, verifyDisclosure, type Verdicts } from 'meritra/verify';

const nonces = { council: 'c0'.repeat(16), inspectorate: '1e'.repeat(16) }; // each party keeps its own until the input is frozen
const read = (file: string): Record<string, never> => JSON.parse(readFileSync(`test/consumers/${file}`, 'utf8')) as Record<string, never>;
const pack = read('policy.json') as Record<string, never> & { ties: object };
const policy = seal({ ...pack, ties: { ...pack.ties, commitments: Object.entries(nonces).map(([party, nonce]) => ({ party, hash: tieCommitment(party, nonce) })) } });
const { round: frozen } = parseRound({ ...read('round.json'), reveals: [] }, policy, { reveals: 'later' });

const signer = signerOf(generateKey().secretKey, 'office.example/rotation');
const trail = await openTrail(memoryStore(), { origin: signer.name, signer, controller: 'Personnel office' });
await trail.seal(frozen.id, policy, { revealBy: '2199-12-31' });
await trail.open(frozen.id, { on: frozen.asOf, positions: 'all' });
await trail.freeze(frozen, policy);
for (const [party, nonce] of Object.entries(nonces)) await trail.reveal(frozen.id, { party, nonce });
const round = { ...frozen, reveals: trail.reveals(frozen.id) };

const proposal = await trail.propose(round, policy); // the attempt is logged before it begins
const again = await trail.propose(round, policy).catch((error: { code: string }) => error.code);
const decision = await decide(proposal, round, policy, { by: 'head', on: round.asOf, changes: [] });
await trail.decide(decision);
console.log(`${trail.size} entries; a second run without a reason: ${typeof again === 'string' ? again : 'none'}`);

const kept = await trail.checkpoint(); // given to somebody outside
const outside = { keys: [formatVerifierKey(signer)], checkpoints: [kept] };
const told = ({ verdicts }: Verdicts): string => verdicts.filter((v) => v.outcome !== 'not-checked').map((v) => `${v.check} ${v.outcome}${v.upTo === undefined ? '' : ` up to ${v.upTo}`}`).join(', ');
const options = { proposal, round, sealed: policy, decision, whole: true };
console.log('full:', told(verify(await trailBundle(trail, { ...options, profile: 'full' }), outside)));
const open = await trailBundle(trail, { ...options, profile: 'public' });
console.log('public:', told(verify(open, outside)), '; names in it:', JSON.stringify(open).includes('Name of'));

const shown = await disclosePerson(trail, round.id, 'B');
await erase(trail, { person: 'B', by: 'dpo', on: '2027-01-31', basis: 'Act 27/2022, article 43', document: 'Letter 12' });
const gone = await trailBundle(trail, { ...options, profile: 'full' }).catch((error: { code: string }) => error.code);
console.log('after erasing: a full bundle', gone, '; disclosed before:', told(verifyDisclosure(shown.at(-1), outside)));
