import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decide, parseRound, repair, seal, type MeritError, type Policy, type Repair } from '../../src/index.js';
import { hashDocument } from '../../src/canonical/index.js';
import { memoryStore } from '../../src/trail/memory-store.js';
import {
  advance, checkInclusion, commit, disclose, disclosePerson, erase, fieldsOf, leafHash, newRound, openCheckpoint, openTrail, parseProof, signCheckpoint, signerOf, STEPS, tieCommitment, Trail, trailBundle, Tree,
  type Phase, type RoundEntry, type TrailOptions, type TrailStore,
} from '../../src/trail/index.js';
import { formatTime, rulesHash } from '../../src/trail/trail.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const origin = 'example.org/log';
const signer = signerOf(new Uint8Array(32).fill(7), origin);
const nonces = { board: 'ab'.repeat(32), panel: 'cd'.repeat(32) };
const parties = (which: Record<string, string> = nonces) => Object.entries(which).map(([party, nonce]) => ({ party, hash: tieCommitment(party, nonce) }));
const sealedBy = (which?: Record<string, string>) => seal(toyPolicy((p: Policy) => (p.ties.commitments = parties(which))));
const sealed = sealedBy();
const sealingBody = { policy: sealed.hash, rules: rulesHash(sealed.policy), commitments: parties(), revealBy: '2026-12-01', reason: null };
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

/** A store whose log is as long as this one's but says something else where it is asked. */
const lying = (store: TrailStore, lies: Partial<TrailStore>): TrailStore => ({ ...store, ...lies });
const told = (work: Promise<unknown>): Promise<string> => work.then(() => 'nothing', (error: MeritError) => `${error.code} ${error.path}`.trimEnd());

describe('a trail that is opened', () => {
  const next = signerOf(new Uint8Array(32).fill(9), origin);
  async function sealedStore(): Promise<{ readonly store: TrailStore; readonly lines: readonly string[] }> {
    const store = memoryStore();
    await (await start(store)).seal('R-1', sealed, { revealBy: '2026-12-01', id: 'seal-1' });
    expect(await store.find('seal-1')).toBe(1);
    return { store, lines: await linesOf(store) };
  }

  it('compares the log with every head that was kept', async () => {
    const { store, lines } = await sealedStore();
    const tree = new Tree();
    for (const line of lines) tree.append(leafHash(line));
    const opensWith = (note: string): Promise<string> => told(start(lying(store, { checkpoints: () => Promise.resolve([note]) })));
    const head = (size: number, root = tree.root(), by = signer): Promise<string> => signCheckpoint({ origin, size, root }, by);
    expect(await opensWith(await head(2))).toBe('nothing');
    expect(await opensWith(await head(3))).toBe('E_LOG_TRUNCATED /checkpoints/0');
    expect(await opensWith(await head(2, tree.root(1)))).toBe('E_LOG_ROOT /checkpoints/0');
    expect(await opensWith(await head(2, tree.root(), next))).toMatch(/^E_\w+ \/checkpoints\/0$/);
  });

  it('tells the entry that may not stand where it stands', async () => {
    const { store, lines } = await sealedStore();
    async function* twice(): AsyncGenerator<string> {
      yield lines[0]!;
      yield lines[0]!;
    }
    expect(await told(start(lying(store, { lines: twice, checkpoints: () => Promise.resolve([]) })))).toBe('E_LOG_GAP /1/index');
  });

  it('begins under the name of its key alone, by the clock of the machine where no other is given', async () => {
    expect(await told(openTrail(memoryStore(), { origin: 'example.org/other', signer, controller: 'An office' }))).toBe('E_KEY');
    const before = formatTime(Date.now());
    const trail = await openTrail(memoryStore(), { origin, signer, controller: 'An office' });
    for await (const { time } of trail.entries()) expect(time >= before && time <= formatTime(Date.now())).toBe(true);
    const unopened = new Trail(memoryStore(), {});
    expect(unopened.origin).toBe('');
    expect(() => unopened.genesis).toThrow(expect.objectContaining({ code: 'E_STATE' }) as Error);
  });

  it('needs a signer to sign a head, and to hand the log over', async () => {
    const { store } = await sealedStore();
    const reader = await openTrail(store);
    expect([await told(reader.checkpoint()), await told(reader.rotateKey(next, 'x'))]).toEqual(['E_KEY', 'E_KEY']);
    expect(await told((await openTrail(store, { signer: next })).checkpoint())).toBe('E_KEY');
  });

  it('gives an entry the time of the last one where the clock went back by a minute, and refuses it further back', async () => {
    const at = (milliseconds: number): TrailOptions => ({ origin, signer, controller: 'An office', now: () => 1_795_000_000_000 + milliseconds });
    const store = memoryStore();
    await openTrail(store, at(0));
    const back = await openTrail(store, at(-60_000));
    const { time } = await back.append({ kind: 'seal', round: 'R-1', body: sealingBody });
    expect(time).toBe(formatTime(1_795_000_000_000));
    expect(await told((await openTrail(store, at(-61_000))).open('R-1', { on: unrevealed.asOf, positions: 'all' }))).toBe('E_LOG_TIME_BACKWARDS /time');
  });
});

describe('a record that is sent again', () => {
  const statement = { kind: 'statement', round: 'R-1', id: 'form-1', body: { actor: 'judge', role: 'panel', document: 'Form 1' }, values: { '/person': 'CANARY-B' } } as const;

  it('is the entry that is there, also where the store answers so only when it is asked to append', async () => {
    const store = memoryStore();
    const [one, two] = [await start(store), await start(store, 'two')];
    await one.seal('R-1', sealed, { revealBy: '2026-12-01' });
    const first = await one.append(statement);
    expect(await two.append(statement)).toEqual(first);
    const forgetful = await start(lying(store, { find: () => Promise.resolve(undefined) }), 'three');
    const rows = await store.vault.rows({ entry: 'form-1' });
    expect(await forgetful.append(statement)).toEqual(first);
    expect(await store.vault.rows({ entry: 'form-1' })).toEqual(rows);
  });

  it('keeps the salts that a crash left in the vault, and makes new ones for other values', async () => {
    const store = memoryStore();
    const trail = await start(store);
    await trail.seal('R-1', sealed, { revealBy: '2026-12-01' });
    const salt = '5a'.repeat(32);
    await store.vault.put([{ entry: 'form-1', path: '/person', subject: 'CANARY-B', salt, value: '"CANARY-B"' }, { entry: 'form-1', path: '/interests', subject: 'CANARY-B', salt, value: '[1]' }]);
    const { fields } = await trail.append(statement);
    expect(fields[1]).toEqual(['/person', commit({ path: '/person', salt, value: 'CANARY-B' })]);
    const kept = await store.vault.rows({ entry: 'form-1' });
    expect(kept.map((row) => [row.path, row.salt === salt, row.value])).toEqual([['/interests', false, 'null'], ['/person', true, '"CANARY-B"']]);
  });

  it('keeps its values where the store wrote it and then failed', async () => {
    const store = memoryStore();
    const failing = lying(store, {
      append: async (...given) => {
        await store.append(...given);
        throw new Error('the line was lost');
      },
    });
    await (await start(store)).seal('R-1', sealed, { revealBy: '2026-12-01' });
    const trail = await start(failing, 'two');
    await expect(trail.append(statement)).rejects.toThrow('the line was lost');
    expect(await store.vault.rows({ entry: 'form-1' })).toHaveLength(2);
    expect((await trail.append(statement)).index).toBe(2);
  });
});

describe('what may not be recorded', () => {
  it('is told at its place: a round for the log, an attempt that failed, an answer to nothing, a decision or repair of nothing', async () => {
    const trail = await start();
    expect(await told(trail.append({ kind: 'key', round: 'R-1', body: { add: null, retire: null, reason: 'x' } }))).toBe('E_KEY_UNKNOWN /round');
    const { round, proposal } = await proposed(trail);
    const decision = await decide(proposal, round, sealed, { by: 'mayor', on: '2026-11-22', changes: [] });
    expect(await told(trail.answer('R-1', { objection: 999, outcome: 'dismissed', by: 'mayor', on: '2026-11-22', document: 'x', text: 'no' }))).toBe('E_REF_UNKNOWN /body/objection');
    const repaired: Repair = await repair(decision, round, sealed, { by: 'mayor', on: '2026-11-22', cause: 'declined', person: proposal.certain.seats.find(([, position]) => position === 'J1')![0], position: 'J1', document: 'Letter 1' });
    expect(await told(trail.repair(repaired))).toBe('E_STATE /kind');
    const early = await start();
    await frozen(early);
    expect(await told(early.decide(decision))).toBe('E_STATE /kind');
    await trail.decide(decision);
    const several = { ...repaired, changes: [...repaired.changes, { ...repaired.changes[0]!, cause: 'court' as const }] };
    const entry = await trail.repair(several);
    expect(entry.body).toMatchObject({ cause: 'several', of: trail.state('R-1').decision! });
    expect(await told(trail.repair(repaired))).toBe('E_INPUT_HASH /of/hash'); // of the decision, where there is a repair already
    const again = await trail.repair({ ...repaired, of: { ...repaired.of, hash: hashDocument(several.format, several) } });
    expect(again.body).toMatchObject({ cause: 'declined', of: entry.index });
  });

  it('an attempt that throws is abandoned with its code, and without one where it is not ours', async () => {
    const trail = await start();
    await frozen(trail);
    for (const [party, nonce] of Object.entries(nonces)) await trail.reveal('R-1', { party, nonce });
    const { round } = parseRound({ ...raw, reveals: trail.reveals('R-1') }, sealed);
    expect(await told(trail.propose(round, sealed, { signal: AbortSignal.abort() }))).toBe('E_ABORTED');
    await expect(trail.propose(round, sealed, { reason: 'again', onProgress: () => { throw new Error('CANARY'); } })).rejects.toThrow('CANARY');
    const reasons: unknown[] = [];
    for await (const entry of trail.entries('R-1')) if (entry.kind === 'abandoned') reasons.push(entry.body.reason);
    expect(reasons).toEqual(['E_ABORTED', 'the run failed']);
    expect(trail.state('R-1').phase).toBe('frozen');
  });

  it('an objection of nobody who is named is answered without a name', async () => {
    const store = memoryStore();
    const trail = await start(store);
    await proposed(trail);
    const { index } = await trail.objection('R-1', { to: trail.state('R-1').proposals[0]!, text: 'no' });
    const { id } = await trail.answer('R-1', { objection: index, outcome: 'dismissed', by: 'mayor', on: '2026-11-22', document: 'x', text: 'heard' });
    expect((await store.vault.rows({ entry: id })).map(({ path, subject }) => [path, subject])).toEqual([['/text', null]]);
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
