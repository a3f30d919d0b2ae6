import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { decide, parseRound, repair, seal, type MeritError, type Policy, type Round } from '../../src/index.js';
import {
  disclose, disclosePerson, erase, finishErasures, memoryStore, openTrail, pastRetention, signerOf, tieCommitment, trailBundle, type Disclosure, type Entry, type Trail, type TrailStore,
} from '../../src/trail/index.js';
import { bundleFacts } from '../../src/trail/bundle-facts.js';
import { verify, verifyDisclosure, verifyLog } from '../../src/verify/index.js';
import { toyPerson, toyPolicy, toyPost, toyRound } from '../support/toy.js';

const ROUND = 'R-1';
const origin = 'example.org/log';
const signer = signerOf(new Uint8Array(32).fill(7), origin);
const NONCES = { board: 'ab'.repeat(32), panel: 'cd'.repeat(32) };
const commitments = (nonces: Readonly<Record<string, string>>) => Object.entries(nonces).map(([party, nonce]) => ({ party, hash: tieCommitment(party, nonce) }));
const sealed = seal(toyPolicy((p: Policy) => (p.ties.commitments = commitments(NONCES))));
const raw = {
  ...toyRound({ positions: [toyPost('J1', 'TOP'), toyPost('J2', 'MID')], people: [toyPerson({ id: 'A', seat: 'J2', exam: 90 }), toyPerson({ id: 'B', exam: 50 }), toyPerson({ id: 'C', exam: 70 })], reveals: [] }),
  id: ROUND,
  actors: [{ id: 'mayor', role: 'decider' }, { id: 'judge', role: 'panel', person: 'C', statement: { on: '2026-11-20', document: 'Form 1' }, interests: [{ person: 'B', kind: 'friend' }] }],
};
const frozenRound = parseRound(raw, sealed, { reveals: 'later' }).round;
const BASIS = { by: 'dpo', on: '2026-12-01', basis: 'Data act, article 8', document: 'Letter 3' };

function drawn(seed = 'one'): (bytes: number) => Uint8Array {
  let k = 0;
  return (bytes) => new Uint8Array(createHash('sha256').update(`${seed} ${k++}`).digest().subarray(0, bytes));
}
const start = (store: TrailStore = memoryStore(), seed = 'one'): Promise<Trail> =>
  openTrail(store, { origin, signer, controller: 'An office', retention: { years: 5, citation: 'Archive act' }, now: () => 1_795_000_000_000, random: drawn(seed) });

async function opened(trail: Trail, { document = 'Form 1', on = frozenRound.asOf }: { readonly document?: string | null; readonly on?: string } = {}): Promise<void> {
  await trail.seal(ROUND, sealed, { revealBy: '2026-12-31' });
  if (document !== null) await trail.statement(ROUND, { actor: 'judge', role: 'panel', document, person: 'C', interests: [{ person: 'B', kind: 'friend' }] });
  await trail.open(ROUND, { on, positions: 'all' });
}
async function revealed(trail: Trail): Promise<Round> {
  await opened(trail);
  await trail.rating(ROUND, { actor: 'judge', document: 'Sheet 1', person: 'B', attribute: 'exam', value: 50 });
  await trail.freeze(frozenRound, sealed);
  for (const [party, nonce] of Object.entries(NONCES)) await trail.reveal(ROUND, { party, nonce });
  return parseRound({ ...raw, reveals: trail.reveals(ROUND) }, sealed).round;
}
async function decided(store: TrailStore = memoryStore()) {
  const trail = await start(store);
  const round = await revealed(trail);
  const proposal = await trail.propose(round, sealed);
  const decision = await decide(proposal, round, sealed, { by: 'mayor', on: round.asOf, changes: [] });
  await trail.decide(decision);
  return { trail, store, round, proposal, decision };
}
const told = (verdicts: ReturnType<typeof verify>): Record<string, string> => Object.fromEntries(verdicts.verdicts.map((v) => [v.check, v.code === undefined ? v.outcome : `${v.outcome} ${v.code} ${v.path}`]));
const refused = (work: Promise<unknown>): Promise<readonly string[]> => work.then(() => ['nothing'], (error: MeritError) => error.issues.map(({ code, path }) => `${code} ${path}`));
async function entriesOf(trail: Trail, kind: string): Promise<Entry[]> {
  const found: Entry[] = [];
  for await (const entry of trail.entries()) if (entry.kind === kind) found.push(entry);
  return found;
}
async function vaultOf(trail: Trail): Promise<string> {
  let text = '';
  for await (const { id } of trail.entries()) text += JSON.stringify(await trail.store.vault.rows({ entry: id }));
  return text;
}

describe('what a trail gives out', () => {
  it('is a full bundle that holds in every check under a kept checkpoint, whole or an excerpt', async () => {
    const { trail, ...rest } = await decided();
    const kept = await trail.checkpoint();
    for (const whole of [false, true]) {
      const bundle = await trailBundle(trail, { ...rest, sealed, profile: 'full', whole });
      expect(told(verify(bundle, { keys: trail.keys, checkpoints: [kept] }))).toEqual({ format: 'holds', integrity: 'holds', completeness: whole ? 'holds' : 'unproven', anchored: 'holds', feasibility: 'holds', eligibility: 'holds', scores: 'holds', optimality: 'holds', ties: 'holds', decision: 'holds' });
    }
  });

  it('is a public bundle that holds, and the same one after somebody of it was erased, when a full one is refused', async () => {
    const { trail, ...rest } = await decided();
    const before = await trailBundle(trail, { ...rest, sealed, profile: 'public', whole: true });
    expect(told(verify(before, { keys: trail.keys, checkpoints: [await trail.checkpoint()] }))).toMatchObject({ format: 'holds', integrity: 'holds', completeness: 'holds', anchored: 'holds', feasibility: 'holds', eligibility: 'not-checked' });
    await erase(trail, { person: 'B', ...BASIS });
    expect(await refused(trailBundle(trail, { ...rest, sealed, profile: 'full' }))).toEqual(['E_ERASED /people/1']);
    expect(await refused(trail.propose(rest.round, sealed, { reason: 'again' }))).toEqual(['E_ERASED ']);
    const after = await trailBundle(trail, { ...rest, sealed, profile: 'public', whole: true });
    expect({ ...after, trail: null }).toEqual({ ...before, trail: null });
    const verdicts = verify(after, { keys: trail.keys, checkpoints: [await trail.checkpoint()] });
    expect(told(verdicts)).toMatchObject({ integrity: 'holds', completeness: 'holds', anchored: 'holds', feasibility: 'holds' });
    expect(verdicts.verdicts.find((v) => v.check === 'integrity')!.detail).toContain('erased under Data act, article 8');
  });

  it('is a log that holds on its own', async () => {
    const { trail, store } = await decided();
    const lines: string[] = [];
    for await (const line of store.lines(0, await store.size())) lines.push(`${line}\n`);
    expect(told(await verifyLog(lines, { keys: trail.keys, checkpoint: await trail.checkpoint() }))).toMatchObject({ format: 'holds', integrity: 'holds' });
  });
});

it('a bundle holds the entries of its round and of the log, not those of another, and what is attached to its head', async () => {
  const { trail, round, proposal } = await decided();
  const other = seal(toyPolicy((p: Policy) => (p.ties.commitments = commitments({ board: 'ef'.repeat(32), panel: '01'.repeat(32) }))));
  await trail.seal('R-2', other, { revealBy: '2026-12-31' });
  const attachments = [{ kind: 'rfc3161', sha256: '0'.repeat(64), bytes: 'AAAA' }] as const;
  const excerpt = await trailBundle(trail, { round, sealed, proposal, profile: 'full', attachments });
  expect([...new Set(excerpt.trail.entries.map((entry) => entry.round))]).toEqual([undefined, ROUND]);
  expect(excerpt.trail.attachments).toEqual(attachments);
  const whole = await trailBundle(trail, { round, sealed, proposal, profile: 'full', whole: true });
  expect([whole.trail.entries.at(-1)!.round, whole.trail.attachments]).toEqual(['R-2', undefined]);
  await expect(bundleFacts({ profile: 'public' } as unknown as Parameters<typeof bundleFacts>[0])).rejects.toMatchObject({ code: 'E_FORMAT', path: '/profile' });
});

describe('one person', () => {
  const holds = (documents: readonly Disclosure[], trail: Trail, kept: string): void => {
    for (const one of documents) expect(told(verifyDisclosure(one, { keys: trail.keys, checkpoints: [kept] }))).toEqual({ format: 'holds', integrity: 'holds', anchored: 'holds' });
  };

  it('is shown what stands about him alone, and the proof outlives his erasure', async () => {
    const { trail, store } = await decided();
    const kept = await trail.checkpoint();
    const shown = await disclosePerson(trail, ROUND, 'B');
    const values = new Map(shown[0]!.leaves.map(({ path, value }) => [path.split('/').slice(3).join('/'), value]));
    expect(values.get('name')).toBe('Name of B');
    expect(values.get('bornAt')).toBe(null);
    expect(shown[0]!.leaves.find(({ path }) => path === '/actors/judge/interests')?.value).toEqual([{ person: 'B', kind: 'friend' }]);
    expect(shown.slice(1).map(({ entry }) => entry.kind)).toEqual(['rating']);
    holds(shown, trail, kept);
    expect((await disclosePerson(trail, ROUND, 'C'))[0]!.leaves.find(({ path }) => path === '/actors/judge/person')?.value).toBe('C');
    expect(await refused(disclosePerson(trail, ROUND, 'nobody'))).toEqual(['E_REF_UNKNOWN /person']);
    expect(await refused(disclosePerson(trail, 'R-9', 'B'))).toEqual(['E_STATE ']);

    await erase(trail, { person: 'B', ...BASIS });
    expect(await store.vault.rows({ subject: 'B' })).toEqual([]);
    expect(await vaultOf(trail)).not.toMatch(/\bB\b/);
    expect(await refused(disclosePerson(trail, ROUND, 'B'))).toEqual(['E_ERASED ']);
    expect(await refused(erase(trail, { person: 'B', ...BASIS }))).toEqual(['E_REF_UNKNOWN ']);
    holds(shown, trail, kept);
    holds(await disclosePerson(trail, ROUND, 'A'), trail, await trail.checkpoint());
  });

  it('is rid of a single field, the others stay', async () => {
    const { trail } = await decided();
    const rating = (await entriesOf(trail, 'rating'))[0]!.index;
    expect(await refused(erase(trail, { entries: [rating], paths: ['/text'], ...BASIS }))).toEqual([`E_REF_UNKNOWN /${rating}`]);
    expect(await refused(erase(trail, { entries: [trail.state(ROUND).freeze!.index], ...BASIS }))).toEqual([`E_STATE /${trail.state(ROUND).freeze!.index}`]);
    const { body } = await erase(trail, { entries: [rating], paths: ['/value'], ...BASIS });
    expect(body).toMatchObject({ entries: [[rating, ['/value']]], subjects: [] });
    expect(await refused(disclose(trail, { entry: rating }))).toEqual([`E_ERASED /${rating}/value`]);
    expect((await disclose(trail, { entry: rating, paths: ['/person'] })).openings[0]!.value).toBe('B');
  });

  it('is rid of all fields of an entry where no paths are named', async () => {
    const { trail } = await decided();
    const rating = (await entriesOf(trail, 'rating'))[0]!.index;
    const { body } = await erase(trail, { entries: [rating], ...BASIS });
    expect(body).toMatchObject({ entries: [[rating, ['/attribute', '/person', '/value']]], subjects: [] });
  });

  it('is rid of what a crash left behind, and no entry names that', async () => {
    const { trail, store } = await decided();
    await store.vault.put([{ entry: 'lost', path: '/value', subject: 'B', salt: '1'.repeat(64), value: '1' }]);
    const { index } = await erase(trail, { person: 'B', ...BASIS });
    expect(await store.vault.rows({ entry: 'lost' })).toEqual([]);
    expect((await trail.entryAt(index)).body).toMatchObject({ subjects: [[ROUND, expect.any(String)]] });
  });

  it('is shown the fields asked for, by path, and none that the entry does not have', async () => {
    const { trail } = await decided();
    const rating = (await entriesOf(trail, 'rating'))[0]!.index;
    expect((await disclose(trail, { entry: rating, paths: ['/value', '/attribute'] })).openings.map(({ path }) => path)).toEqual(['/attribute', '/value']);
    expect(await refused(disclose(trail, { entry: rating, paths: ['/text'] }))).toEqual(['E_REF_UNKNOWN /paths']);
  });

  it('is erased to the end after a crash between log and vault', async () => {
    const { trail, store } = await decided();
    const rows = (await Promise.all(['A', 'B'].map((subject) => store.vault.rows({ subject })))).flat();
    await erase(trail, { person: 'B', ...BASIS });
    await store.vault.put(rows); // as if the vault had not got so far
    expect(await finishErasures(await start(store))).toBe(rows.filter(({ subject }) => subject === 'B').length);
    expect(await store.vault.rows({ subject: 'B' })).toEqual([]);
    expect(await store.vault.rows({ subject: 'A' })).not.toEqual([]);
    expect(await finishErasures(trail)).toBe(0);
  });

  it('leaves nothing behind where a record was refused or never came to the log', async () => {
    const { trail, store } = await decided();
    await store.vault.put([{ entry: 'lost', path: '/value', subject: 'A', salt: '1'.repeat(64), value: '1' }]);
    expect(await trail.sweep(['A', 'B'])).toBe(1);
    expect(await trail.sweep(['A', 'B'])).toBe(0);
    expect(await store.vault.rows({ entry: 'lost' })).toEqual([]);
  });
});

describe('a round and its records', () => {
  it('is not frozen where it says another day of opening or other statements than were recorded', async () => {
    const judge = frozenRound.actors.findIndex((actor) => actor.id === 'judge');
    for (const [records, place] of [[{ on: '2026-11-19' }, '/opened'], [{ document: 'Form 2' }, `/actors/${judge}/statement`], [{ document: null }, `/actors/${judge}/statement`]] as const) {
      const trail = await start();
      await opened(trail, records);
      expect(await refused(trail.freeze(frozenRound, sealed))).toEqual([`E_INPUT_HASH ${place}`]);
      expect(trail.state(ROUND).phase).toBe('opened');
    }
    const trail = await start();
    await opened(trail);
    const silent = { ...frozenRound, opened: '2026-11-20' as Round['asOf'], actors: frozenRound.actors.map(({ statement: _, ...actor }) => actor) };
    expect(await refused(trail.freeze(silent, sealed))).toEqual(['E_INPUT_HASH /opened', `E_INPUT_HASH /actors/${judge}/statement`]);
    await trail.freeze(frozenRound, sealed);
  });

  it('takes the last statement of an actor', async () => {
    const trail = await start();
    await trail.seal(ROUND, sealed, { revealBy: '2026-12-31' });
    for (const document of ['Form 0', 'Form 1']) await trail.statement(ROUND, { actor: 'judge', role: 'panel', document });
    await trail.open(ROUND, { on: frozenRound.asOf, positions: 'all' });
    await trail.freeze(frozenRound, sealed);
    expect(trail.state(ROUND).phase).toBe('frozen');
  });

  it('is not solved where anything in it is not what was frozen, and the place is told', async () => {
    const trail = await start();
    const round = await revealed(trail);
    const edited = (change: (draft: Record<string, never>) => void): Round => {
      const draft = structuredClone(round) as unknown as Record<string, never>;
      change(draft);
      return draft as unknown as Round;
    };
    const cases: readonly (readonly [string, (round: never) => void])[] = [
      ['/title', (r: { title: string }) => void (r.title = 'another')],
      ['/positions/1', (r: { positions: { seats: number }[] }) => void (r.positions[1]!.seats = 3)],
      ['/people/2/name', (r: { people: { name: string }[] }) => void (r.people[2]!.name = 'Somebody')],
      ['/people/1/evidence', (r: { people: { evidence: { value: number }[] }[] }) => void (r.people[1]!.evidence[0]!.value = 99)],
      ['/people/1/id', (r: { people: { id: string }[] }) => void (r.people[1]!.id = 'BB')],
      ['/people', (r: { people: object[] }) => void r.people.pop()],
      ['/scope', (r: { scope: { people: string[] } }) => void (r.scope.people = ['A', 'B'])],
      ['/actors/0/person', (r: { actors: { person?: string }[] }) => void (r.actors[0]!.person = 'B')],
      ['/actors/0', (r: { actors: { statement?: object }[] }) => void delete r.actors[0]!.statement],
      ['', (r: { relations: object[] }) => void r.relations.push({ a: 'A', b: 'B', kind: 'sibling' })],
    ] as never;
    const { size } = trail;
    for (const [place, change] of cases) expect([place, await refused(trail.propose(edited(change as never), sealed))]).toEqual([place, [`E_INPUT_HASH ${place}`]]);
    expect(await refused(trail.propose({ ...round, reveals: [] }, sealed))).toEqual(['E_SEED_COMMITMENT /reveals']);
    expect(await refused((await start()).propose(round, sealed))).toEqual(['E_STATE ']);
    expect(trail.size).toBe(size);
  });

  it('is not solved on an input that somebody wrote into the vault', async () => {
    const store = memoryStore();
    const trail = await start(store);
    const round = await revealed(trail);
    const other = await start(memoryStore(), 'one');
    await opened(other);
    await other.rating(ROUND, { actor: 'judge', document: 'Sheet 1', person: 'B', attribute: 'exam', value: 50 });
    const forged = parseRound({ ...raw, title: 'another', reveals: [] }, sealed, { reveals: 'later' }).round;
    const fake = await other.freeze(forged, sealed);
    const [, freeze] = [fake, (await entriesOf(trail, 'freeze'))[0]!];
    await store.vault.put((await other.store.vault.rows({ entry: fake.id })).map((row) => ({ ...row, entry: freeze.id })));
    expect(await refused(trail.propose({ ...forged, reveals: round.reveals }, sealed))).toEqual(['E_INPUT_HASH ']);
  });

  it('takes a commitment that no other round was sealed with, and a decision about a proposal that it knows', async () => {
    const { trail, round, decision } = await decided();
    expect(await refused(trail.seal('R-2', sealed, { revealBy: '2026-12-31' }))).toEqual(['E_SEED_COMMITMENT /body/commitments/0']);
    expect(trail.rounds).toEqual([ROUND]);
    const second = await start();
    await revealed(second);
    await second.propose(round, sealed);
    expect(await refused(second.decide({ ...decision, of: { ...decision.of, hash: `sha256:${'0'.repeat(64)}` } }))).toEqual(['E_INPUT_HASH /of/hash']);
    await second.decide(decision);
    expect(second.state(ROUND).phase).toBe('decided');
  });

  it('records a repair and a rectification, and verifies with them; a repair of something else is refused', async () => {
    const { trail, round, proposal, decision } = await decided();
    const person = proposal.certain.seats.find(([, position]) => position === 'J1')![0];
    await trail.refusal(ROUND, { cause: 'declined', by: 'mayor', on: round.asOf, document: 'Letter 1', person, position: 'J1' });
    const repaired = await repair(decision, round, sealed, { by: 'mayor', on: round.asOf, cause: 'declined', person, position: 'J1', document: 'Letter 1' });
    expect(await refused(trail.repair({ ...repaired, of: { ...repaired.of, hash: `sha256:${'0'.repeat(64)}` } }))).toEqual(['E_INPUT_HASH /of/hash']);
    await trail.repair(repaired);
    const rating = (await entriesOf(trail, 'rating'))[0]!.index;
    await trail.rectify(ROUND, { supersedes: rating, by: 'mayor', document: 'Letter 2', reason: 'a slip', person: 'B', path: '/value', value: 55 });
    const bundle = await trailBundle(trail, { round, proposal, decision, repairs: [repaired], sealed, profile: 'full', whole: true });
    expect(told(verify(bundle, { keys: trail.keys, checkpoints: [await trail.checkpoint()] }))).toMatchObject({ integrity: 'holds', completeness: 'holds', decision: 'holds' });
    expect((await disclosePerson(trail, ROUND, 'B')).map(({ entry }) => entry.kind)).toContain('rectification');
  });
});

describe('two writers of one store', () => {
  it('answer each other\'s objections under the person who objected, and erase what the other wrote', async () => {
    const { trail, store } = await decided();
    const other = await start(store, 'two');
    const objection = await trail.objection(ROUND, { to: trail.state(ROUND).decision!, person: 'B', text: 'B says no' });
    await other.answer(ROUND, { objection: objection.index, outcome: 'dismissed', by: 'mayor', on: '2026-11-30', document: 'Letter 4', text: 'B was heard' });
    await trail.append({ kind: 'exploration', round: ROUND, body: { purpose: 'other', policy: `sha256:${'1'.repeat(64)}`, reason: null } });
    await other.refusal(ROUND, { cause: 'declined', by: 'mayor', on: '2026-11-30', document: 'Letter 5', person: 'B', position: 'J2' });
    await erase(trail, { person: 'B', ...BASIS });
    expect(await vaultOf(trail)).not.toContain('B was heard');
    expect(await store.vault.rows({ subject: 'B' })).toEqual([]);
    await other.refresh();
    expect(other.size).toBe(trail.size);
  });

  it('get the entry of that time for an id that was given before, and are told where it is that of another record', async () => {
    const { trail, store } = await decided();
    const record = { kind: 'close', round: ROUND, id: 'close-1', body: { on: '2026-12-01', reason: 'over' } } as const;
    const first = await trail.append(record);
    expect(await trail.append(record)).toEqual(first);
    const other = await start(store, 'two');
    expect(await other.append(record)).toEqual(first);
    expect(await store.size()).toBe(first.index + 1);
    expect(await refused(other.append({ ...record, round: 'R-9' }))).toEqual(['E_ID_DUPLICATE /id']);
    expect(await refused(other.append({ ...record, body: { ...record.body, reason: 'another' } }))).toEqual(['E_ID_DUPLICATE /id']);
    const slip = { kind: 'rectification', round: ROUND, id: 'slip-1', body: { supersedes: (await entriesOf(trail, 'rating'))[0]!.index, by: 'mayor', document: 'L', reason: 'a slip' }, values: { '/person': 'B', '/path': '/value', '/value': 55 } } as const;
    const right = await trail.append(slip);
    expect(await trail.append(slip)).toEqual(right);
    expect(await refused(trail.append({ ...slip, values: { ...slip.values, '/value': 56 } }))).toEqual(['E_ID_DUPLICATE /id']);
    expect((await disclose(trail, { entry: right.index, paths: ['/value'] })).openings[0]!.value).toBe(55);
  });
});

describe('when its time is over', () => {
  it('a closed round is named, and erased but for what its public bundle needs', async () => {
    const { trail, store, ...rest } = await decided();
    await trail.close(ROUND, { on: '2026-12-01', reason: 'over' });
    const { time } = (await entriesOf(trail, 'close'))[0]!;
    const last = time.slice(0, 10);
    expect(await pastRetention(trail, `${Number(last.slice(0, 4)) + 5}${last.slice(4)}`)).toEqual([]);
    const [past] = await pastRetention(trail, `${Number(last.slice(0, 4)) + 6}${last.slice(4)}`);
    expect(past).toMatchObject({ round: ROUND, last });
    const { body } = await erase(trail, { round: past!.round, ...BASIS });
    expect((body as { subjects: unknown[] }).subjects).toHaveLength(3);
    for (const subject of ['A', 'B', 'C']) expect(await store.vault.rows({ subject })).toEqual([]);
    expect(await vaultOf(trail)).not.toMatch(/Name of|"[ABC]"/);
    const bundle = await trailBundle(trail, { ...rest, sealed, profile: 'public', whole: true });
    expect(told(verify(bundle, { keys: trail.keys, checkpoints: [await trail.checkpoint()] }))).toMatchObject({ integrity: 'holds', completeness: 'holds', feasibility: 'holds' });
  });
});

it('nothing is past its time in a log that states none; a day that no calendar has is refused', async () => {
  const trail = await openTrail(memoryStore(), { origin, signer, controller: 'An office' });
  expect(await pastRetention(trail, '2199-12-31')).toEqual([]);
  expect(await refused(pastRetention(trail, '2026-02-30'))).toEqual(['E_DATE_INVALID /day']);
});

describe('records that are wrong', () => {
  it('are refused with every problem at once, and without a value in the message', async () => {
    const { trail } = await decided();
    const { size } = trail;
    expect(await refused(trail.append({ kind: 'close', body: { on: '2026-02-30', reason: '' } }))).toEqual(expect.arrayContaining([expect.stringMatching(/^E_DATE_INVALID \/body\/on$/), expect.stringMatching(/\/round$/)]));
    const wrong = await trail.append({ kind: 'close', round: ROUND, body: { on: '2026-12-01', reason: 'x' }, values: { '/Secret Name': 1 } }).catch((error: Error) => error.message);
    expect(wrong).toMatch(/^E_KEY_UNKNOWN at \/values/);
    expect(wrong).not.toContain('Secret');
    expect(await refused(trail.append({ kind: 'erasure', body: { ...BASIS, entries: [[1, ['/person']]], subjects: [] } }))).toEqual(['E_REF_UNKNOWN /body/entries/0/1']);
    expect(trail.size).toBe(size);
  });

  it('do not begin a log without origin, signer and controller, nor with a random source that gives zeros', async () => {
    expect(await refused(openTrail(memoryStore()))).toEqual(['E_VALUE_MISSING ']);
    expect(await refused(openTrail(memoryStore(), { origin, signer, controller: 'An office', random: (bytes) => new Uint8Array(bytes) }))).toEqual(['E_KEY ']);
  });
});
