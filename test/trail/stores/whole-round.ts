import { expect } from 'vitest';
import { decide, parseRound, repair, seal, type MeritError, type Policy } from '../../../src/index.js';
import { disclosePerson, erase, formatVerifierKey, openTrail, signerOf, tieCommitment, trailBundle, type Trail, type TrailStore } from '../../../src/trail/index.js';
import { verify, verifyDisclosure, type Verdicts } from '../../../src/verify/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../../support/toy.js';

/** Stands in every id, name and text of a person; `GONE` in those of the one who is erased. */
export const CANARY = 'Kanariburung';
export const GONE = `${CANARY}-A`;
const STAYS = `${CANARY}-B`;

const origin = 'example.org/log';
const signer = signerOf(new Uint8Array(32).fill(7), origin);
const nonces = { board: 'ab'.repeat(32), panel: 'cd'.repeat(32) };
const sealed = seal(toyPolicy((p: Policy) => (p.ties.commitments = Object.entries(nonces).map(([party, nonce]) => ({ party, hash: tieCommitment(party, nonce) })))));
const raw = toyRound({
  opened: '2026-11-20',
  positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID')],
  people: [
    { ...toyPerson({ id: GONE, seat: 'J2', exam: 90 }), born: '1971-02-03', bornAt: `Kota ${CANARY}` },
    toyPerson({ id: STAYS, exam: 50 }),
    toyPerson({ id: `${CANARY}-C`, exam: 40 }),
  ],
  relations: [{ a: STAYS, b: `${CANARY}-C`, kind: `kin of ${CANARY}`, degree: 3, source: 'S1' }],
  actors: [{ id: 'judge', role: 'panel', person: `${CANARY}-C`, statement: { on: '2026-11-19', document: 'Form 1' }, interests: [{ person: STAYS, kind: `friend of ${CANARY}` }] }, { id: 'mayor', role: 'decider' }],
  reveals: [],
});
const { round: unrevealed } = parseRound(raw, sealed, { reveals: 'later' });
const outcomes = ({ verdicts }: Verdicts): Record<string, string> => Object.fromEntries(verdicts.map((v) => [v.check, v.outcome === 'fails' ? `${v.code} ${v.path}` : v.outcome]));

/**
 * A whole round, from the seal to the closing, by two writers who take turns: each on a store of its own (one may be the other). Some steps
 * both take at once. Then the stores are closed, one is opened again, and everything is checked from there. `look` is called with what the
 * store must hold of people: everything before the erasure, nothing of `GONE` after it.
 */
export async function wholeRound(open: () => Promise<TrailStore>, { writers = 1, look }: { readonly writers?: 1 | 2; readonly look: (erased: boolean) => Promise<void> }): Promise<void> {
  let clock = Date.UTC(2026, 10, 21, 8);
  const options = { origin, signer, controller: 'An office', now: () => (clock += 1000) };
  const stores = [await open(), ...(writers === 2 ? [await open()] : [])];
  const a = await openTrail(stores[0]!, options);
  const b = await openTrail(stores.at(-1)!, options);
  const R = raw.id;

  await b.seal(R, sealed, { revealBy: '2026-12-01' });
  await a.statement(R, { actor: 'judge', role: 'panel', document: 'Form 1', person: `${CANARY}-C`, interests: [{ person: STAYS, kind: `friend of ${CANARY}` }] });
  await b.open(R, { on: '2026-11-20', positions: 'all' });
  const ratings = await Promise.all([a, b, a, b].map((trail, k) => trail.rating(R, { actor: 'judge', document: `Sheet ${k}`, person: k < 2 ? GONE : STAYS, attribute: 'exam', value: 90 })));
  expect(new Set(ratings.map(({ ordinal }) => ordinal)).size).toBe(4);
  await a.recusal(R, { actor: 'judge', person: STAYS, reason: 'a friend' });
  await b.freeze(unrevealed, sealed);
  expect(await both((trail) => trail.reveal(R, { party: 'board', nonce: nonces.board }), a, b)).toEqual(['E_SEED_COMMITMENT', 'taken']); // each party's number is taken once
  await a.reveal(R, { party: 'panel', nonce: nonces.panel });
  await b.explored(R, 'what-if', { policy: a.state(R).seals[0]!.policy });
  const { round } = parseRound({ ...raw, reveals: a.reveals(R) }, sealed);
  const proposal = await a.propose(round, sealed);
  expect(await both((trail) => trail.propose(round, sealed), a, b)).toEqual(['E_RERUN', 'E_RERUN']);
  const decision = await decide(proposal, round, sealed, { by: 'mayor', on: '2026-11-21', changes: [] });
  await b.decide(decision);
  const objection = await a.objection(R, { to: b.state(R).decision!, person: GONE, text: `${GONE} says that it is not so` });
  await b.answer(R, { objection: objection.index, outcome: 'dismissed', by: 'board', on: '2026-11-21', document: 'Answer 1', text: `${GONE} was heard` });
  const position = proposal.certain.moves.find((move) => move.person === GONE)?.to ?? '';
  await a.refusal(R, { cause: 'declined', by: 'office', on: '2026-11-21', document: 'Letter 2', person: GONE, position });
  const repaired = await repair(decision, round, sealed, { by: 'mayor', on: '2026-11-21', cause: 'declined', person: GONE, position, document: 'Letter 2' });
  await b.repair(repaired);
  await a.rectify(R, { supersedes: ratings[0]!.index, by: 'office', document: 'Letter 3', reason: 'misread', person: GONE, path: '/value', value: 91 });

  const parts = { round, sealed, proposal, decision, repairs: [repaired], whole: true };
  const kept = { keys: [formatVerifierKey(signer)], checkpoints: [await b.checkpoint()] };
  const before = outcomes(verify(await trailBundle(a, { ...parts, profile: 'full' }), kept));
  expect(Object.values(before).filter((outcome) => outcome !== 'holds')).toEqual([]);
  const shown = await disclosePerson(b, R, GONE);
  await look(false);

  await erase(a, { person: GONE, by: 'officer', on: '2026-11-21', basis: 'an article', document: 'Letter 4' });
  await b.close(R, { on: '2026-11-21', reason: 'done' });
  await look(true);
  kept.checkpoints.push(await a.checkpoint());
  for (const store of new Set(stores)) await store.close();

  const store = await open();
  const again = await openTrail(store, { signer });
  for (const trail of [a, b]) {
    expect(again.state(R)).toEqual(trail.state(R));
    expect(again.size).toBe(trail.size);
  }
  expect(again.state(R).phase).toBe('closed');
  const bundle = await trailBundle(again, { ...parts, profile: 'public' });
  expect(JSON.stringify(bundle)).not.toContain(CANARY);
  expect(outcomes(verify(bundle, kept))).toMatchObject({ format: 'holds', integrity: 'holds', completeness: 'holds', anchored: 'holds' });
  for (const one of shown) expect(outcomes(verifyDisclosure(one, kept))).toMatchObject({ integrity: 'holds', anchored: 'holds' });
  await expect(trailBundle(again, { ...parts, profile: 'full' })).rejects.toMatchObject({ code: 'E_ERASED' });
  expect(await store.vault.rows({ subject: GONE })).toEqual([]);
  expect((await store.vault.rows({ subject: STAYS })).length).toBeGreaterThan(0);
  await store.close();
}

/** What becomes of a step that both writers take at once, in code-point order. */
async function both(step: (trail: Trail) => Promise<unknown>, ...trails: readonly Trail[]): Promise<string[]> {
  const told = await Promise.all(trails.map((trail) => step(trail).then(() => 'taken', (error: unknown) => (error as MeritError).code)));
  return told.sort();
}
