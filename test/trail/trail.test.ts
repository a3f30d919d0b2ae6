import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decide, parseRound, seal, type MeritError, type Policy } from '../../src/index.js';
import { memoryStore } from '../../src/trail/memory-store.js';
import {
  advance, checkInclusion, commit, disclose, disclosePerson, erase, fieldsOf, leafHash, newRound, openCheckpoint, openTrail, parseProof, signerOf, STEPS, tieCommitment, trailBundle,
  type Phase, type RoundEntry, type Trail, type TrailStore,
} from '../../src/trail/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const origin = 'example.org/log';
const signer = signerOf(new Uint8Array(32).fill(7), origin);
const nonces = { board: 'ab'.repeat(32), panel: 'cd'.repeat(32) };
const parties = (which: Record<string, string> = nonces) => Object.entries(which).map(([party, nonce]) => ({ party, hash: tieCommitment(party, nonce) }));
const sealedBy = (which?: Record<string, string>) => seal(toyPolicy((p: Policy) => (p.ties.commitments = parties(which))));
const sealed = sealedBy();
const raw = toyRound({ positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID')], people: [toyPerson({ id: 'CANARY-A', seat: 'J2', exam: 90 }), toyPerson({ id: 'CANARY-B', exam: 50 })], reveals: [] });
const unrevealed = parseRound(raw, sealed, { reveals: 'later' }).round;

/** Bytes that look random and are the same in every run; those of another seed differ. */
function counter(seed: string): (bytes: number) => Uint8Array {
  let k = 0;
  return (bytes) => new Uint8Array(createHash('sha256').update(`${seed} ${k++}`).digest().subarray(0, bytes));
}
const start = (store: TrailStore = memoryStore(), seed = 'one'): Promise<Trail> => openTrail(store, { origin, signer, controller: 'An office', now: () => 1_795_000_000_000, random: counter(seed) });
const code = (work: Promise<unknown>): Promise<string> => work.then(() => 'nothing', (error: MeritError) => error.code);

async function frozen(trail: Trail): Promise<void> {
  await trail.seal('R-1', sealed, { revealBy: '2026-12-01' });
  await trail.statement('R-1', { actor: 'judge', role: 'panel', document: 'Form 1', person: 'CANARY-B', interests: [{ person: 'CANARY-A', kind: 'friend' }] });
  await trail.open('R-1', { on: unrevealed.asOf, positions: 'all' });
  await trail.rating('R-1', { actor: 'judge', document: 'Sheet 1', person: 'CANARY-A', attribute: 'exam', value: 90 });
  await trail.freeze(unrevealed, sealed);
}
async function proposed(trail: Trail) {
  await frozen(trail);
  for (const [party, nonce] of Object.entries(nonces)) await trail.reveal('R-1', { party, nonce });
  const { round } = parseRound({ ...raw, reveals: trail.reveals('R-1') }, sealed);
  return { round, proposal: await trail.propose(round, sealed) };
}
async function linesOf(store: TrailStore): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of store.lines(0, await store.size())) lines.push(line);
  return lines;
}

describe('a trail', () => {
  it('gives the same bytes for the same inputs, clock and random numbers, and the state it had when it is opened again', async () => {
    const [one, two] = [memoryStore(), memoryStore()];
    const trail = await start(one);
    await proposed(trail);
    await proposed(await start(two));
    expect(await linesOf(one)).toEqual(await linesOf(two));
    expect((await start(one)).state('R-1')).toEqual(trail.state('R-1'));
  });

  it('holds no value of a person, nor an id, in log or checkpoint', async () => {
    const store = memoryStore();
    const trail = await start(store);
    await proposed(trail);
    expect([...(await linesOf(store)), await trail.checkpoint()].join('\n')).not.toContain('CANARY');
    const wrong = await trail.append({ kind: 'rating', round: 'R-1', body: { actor: 'judge', document: 'x' }, values: { '/person': 'CANARY-A' } }).catch((e: Error) => e.message);
    expect(wrong).not.toContain('CANARY');
    expect((await store.vault.rows({ subject: 'CANARY-A' })).filter((row) => row.path === '/value')).toHaveLength(1); // the refused one left nothing
  });

  it('refuses a second attempt without a reason, another input and another policy', async () => {
    const trail = await start();
    const { round } = await proposed(trail);
    expect(await code(trail.propose(round, sealed))).toBe('E_RERUN');
    await trail.propose(round, sealed, { reason: 'asked for by the panel' });
    expect(trail.attempts('R-1').map((a) => a.ended)).toEqual(['proposal', 'proposal']);
    const other = parseRound({ ...raw, title: 'another', reveals: trail.reveals('R-1') }, sealed).round;
    expect(await code(trail.propose(other, sealed, { reason: 'x' }))).toBe('E_INPUT_HASH');
  });

  it('asks for new commitments when inputs are frozen again after a reveal', async () => {
    const trail = await start();
    await proposed(trail);
    await trail.reopen('R-1', { by: 'office', reason: 'a form was late' });
    await trail.freeze(unrevealed, sealed);
    expect(trail.state('R-1').phase).toBe('resealing');
    expect(await code(trail.seal('R-1', sealed, { revealBy: '2026-12-09', reason: 'anew' }))).toBe('E_SEED_COMMITMENT');
    await trail.seal('R-1', sealedBy({ board: '12'.repeat(32), panel: '34'.repeat(32) }), { revealBy: '2026-12-09', reason: 'anew' });
    expect(trail.state('R-1')).toMatchObject({ phase: 'frozen', reveals: [] });
  });

  it('keeps the order: nothing is solved before the reveals, and one party alone seals nothing', async () => {
    const trail = await start();
    expect(await code(trail.seal('R-2', sealedBy({ panel: nonces.panel }), { revealBy: '2026-12-01' }))).toBe('E_TIE_COMMITMENT_MISSING');
    await frozen(trail);
    expect(await code(trail.rating('R-1', { actor: 'judge', document: 'late', person: 'CANARY-A', attribute: 'exam', value: 99 }))).toBe('E_STATE');
    const engine = { name: 'meritra', version: '1' };
    const { policy } = trail.state('R-1').seals[0]!;
    expect(await code(trail.append({ kind: 'attempt', round: 'R-1', body: ({ freeze }) => ({ number: 1, freeze: freeze!.index, policy, engine, reason: null }) }))).toBe('E_SEED_WITHHELD');
    expect(await code(trail.reveal('R-1', { party: 'panel', nonce: '00'.repeat(32) }))).toBe('E_SEED_COMMITMENT');
  });

  it('takes over what another writer of the same store wrote, and judges its own step after it', async () => {
    const store = memoryStore();
    const [a, b] = [await start(store), await start(store, 'two')];
    await frozen(a);
    expect(await code(b.open('R-1', { on: unrevealed.asOf, positions: 'all' }))).toBe('E_STATE');
    await b.reveal('R-1', { party: 'panel', nonce: nonces.panel });
    expect(await code(a.reveal('R-1', { party: 'panel', nonce: nonces.panel }))).toBe('E_SEED_COMMITMENT');
  });

  it('erases a person: nothing of him is left in the vault, proofs and earlier disclosures still verify', async () => {
    const store = memoryStore();
    const trail = await start(store);
    await proposed(trail);
    const shown = await disclosePerson(trail, 'R-1', 'CANARY-A');
    expect(shown[0]!.leaves.some((leaf) => leaf.value === 'Name of CANARY-A')).toBe(true);
    const { freeze } = trail.state('R-1');
    for (const leaf of shown[0]!.leaves) {
      const bytes = (base64: string): Uint8Array => new Uint8Array(Buffer.from(base64, 'base64'));
      expect(checkInclusion(leaf.index, freeze!.leaves, leafHash(Buffer.from(commit(leaf), 'hex')), leaf.proof.map(bytes), Buffer.from(freeze!.root, 'hex'))).toBe(true);
    }
    await erase(trail, { person: 'CANARY-A', by: 'office', on: '2026-11-22', basis: 'article 43', document: 'Letter 3' });
    expect(await store.vault.rows({ subject: 'CANARY-A' })).toEqual([]);
    for await (const entry of trail.entries()) expect(JSON.stringify(await store.vault.rows({ entry: entry.id }))).not.toContain('CANARY-A');
    expect(await code(disclose(trail, { entry: 4 }))).toBe('E_ERASED');
    const { index, proof, note } = parseProof(await trail.prove(4));
    const { checkpoint } = openCheckpoint(note, trail.keys);
    expect(checkInclusion(index, checkpoint.size, leafHash((await linesOf(store))[4]!), proof, checkpoint.root)).toBe(true);
    expect((await start(store)).size).toBe(trail.size);
  });

  it('makes a full and a public bundle; the public one names nobody', async () => {
    const trail = await start();
    const { round, proposal } = await proposed(trail);
    const decision = await decide(proposal, round, sealed, { by: 'mayor', on: '2026-11-22', changes: [] });
    await trail.decide(decision);
    const full = await trailBundle(trail, { round, sealed, proposal, decision, profile: 'full' });
    expect(full.trail.openings).toHaveLength(full.trail.entries.reduce((n, e) => n + fieldsOf(e.kind).length, 0));
    expect(JSON.stringify(await trailBundle(trail, { round, sealed, proposal, profile: 'public', whole: true }))).not.toContain('CANARY');
  });

  it('hands the log over to another key, and opens again', async () => {
    const store = memoryStore();
    const trail = await start(store);
    const next = signerOf(new Uint8Array(32).fill(9), origin);
    await trail.rotateKey(next, 'the year is over');
    await trail.seal('R-1', sealed, { revealBy: '2026-12-01' });
    await trail.checkpoint();
    expect((await start(store)).keys).toEqual(trail.keys);
    expect(await code((await start(store, 'two')).append({ kind: 'key', body: { add: trail.genesis.keys[0]!, retire: null, reason: 'back' } }))).toBe('E_KEY');
  });
});

describe('the state machine', () => {
  it('refuses every kind in every phase that its row does not name', () => {
    for (const [kind, step] of Object.entries(STEPS)) {
      for (const phase of ['none', 'sealed', 'opened', 'frozen', 'resealing', 'attempting', 'proposed', 'decided', 'closed'] as Phase[]) {
        if (phase in step) continue;
        const entry = { kind, index: 1, ordinal: 0, body: {}, fields: [] } as unknown as RoundEntry;
        expect(() => advance({ ...newRound('R'), phase }, entry), `${kind} while ${phase}`).toThrow(/^E_STATE at \/kind/);
      }
    }
  });
});
