import { describe, expect, it } from 'vitest';
import { verify, type Check, type VerifyOptions } from '../../src/verify/index.js';
import { canonical, commitment, hashOf, type Loose } from './builder.js';
import { cosignature, decisionOf, freeze, fullBundle, Log, LOG_KEY, NONCES, ORIGIN, propose, publicBundle, rules, sha256, signer, tell, type Story } from './trail-writer.js';

const finding = (bundle: unknown, check: Check, options?: VerifyOptions): unknown => {
  const { outcome, code, path, upTo } = verify(bundle, options).verdicts.find((verdict) => verdict.check === check)!;
  return code === undefined ? (upTo === undefined ? outcome : `${outcome} ${upTo}`) : `${code} ${path}`;
};
const failing = (bundle: unknown, options?: VerifyOptions): string[] => verify(bundle, options).verdicts.filter(({ outcome }) => outcome === 'fails').map(({ check, code, path }) => `${check} ${code} ${path}`);

const STORY = tell();
const PROPOSED = tell(undefined, 'proposal');
const full = (story = STORY, whole = true): Loose => fullBundle(story, { whole });
const known = (story = STORY): VerifyOptions => ({ keys: [LOG_KEY.vkey], checkpoints: [story.log.note()] });
const changed = (bundle: Loose, change: (bundle: Loose) => unknown): Loose => {
  change(bundle);
  return bundle;
};
/** The place of the last entry of a kind in a whole trail. */
const at = (kind: string, story = STORY): string => `/trail/entries/${story.log.last(kind)}`;
const WITNESS = signer('witness.example/w', 7, 4);
const OTHER_WITNESS = signer('other.example/w', 8, 4);

describe('a bundle with a trail', () => {
  it('holds in all ten checks where its log is whole and somebody kept the checkpoint', () => {
    const { verdicts } = verify(full(), known());
    expect(verdicts.map(({ outcome }) => outcome)).toEqual(Array(10).fill('holds'));
    expect(verdicts[3]).toMatchObject({ check: 'anchored', upTo: STORY.log.entries.length });
    expect(verdicts[2]!.detail).toMatch(/1 attempt, 0 explorations, 0 withheld nonces/);
  });

  it('as an excerpt holds but for completeness, which the whole log from elsewhere shows', () => {
    expect(failing(full(STORY, false), known())).toEqual([]);
    expect(finding(full(STORY, false), 'completeness', known())).toBe('unproven');
    expect(finding(full(STORY, false), 'completeness', { ...known(), log: STORY.log.text() })).toBe('holds');
    expect(finding(full(STORY, false), 'completeness', { ...known(), log: STORY.log.entries })).toBe('holds');
  });

  it('is anchored by nobody, and not complete, without anything from outside', () => {
    expect([finding(full(), 'integrity'), finding(full(), 'completeness'), finding(full(), 'anchored')]).toEqual(['holds', 'unproven', 'unproven']);
  });

  it('is anchored by its own checkpoint where enough witnesses cosigned it, and not by one name twice', () => {
    const bundle = full();
    const seen = (...all: readonly Loose[]): Loose => changed(structuredClone(bundle), ({ trail }) => (trail.checkpoint += all.map((one) => cosignature(trail.checkpoint, one, '2026-01-06T00:00:00Z')).join('')));
    const witnesses = { keys: [WITNESS.vkey, OTHER_WITNESS.vkey], quorum: 2 };
    expect(finding(seen(WITNESS, OTHER_WITNESS), 'anchored', { witnesses })).toBe(`holds ${STORY.log.entries.length}`);
    expect(finding(seen(WITNESS), 'anchored', { witnesses })).toBe('unproven');
    const again = { ...signer('again.example/w', 7, 4) };
    expect(finding(seen(WITNESS, again), 'anchored', { witnesses: { keys: [WITNESS.vkey, again.vkey, OTHER_WITNESS.vkey], quorum: 2 } })).toBe('unproven');
    expect(finding(seen(WITNESS), 'completeness', { witnesses: { ...witnesses, quorum: 1 } })).toBe('holds');
  });

  it('passes over and counts notes of others', () => {
    const stranger = signer(ORIGIN, 3);
    const { verdicts } = verify(full(), { ...known(), checkpoints: ['nonsense', STORY.log.note(3, stranger), STORY.log.note(4)] });
    expect(verdicts[3]).toMatchObject({ outcome: 'holds', upTo: 4, detail: expect.stringContaining('2 notes were passed over') as string });
    expect(verdicts[2]!.outcome).toBe('unproven');
  });

  it('holds before a decision, and with entries of other rounds', () => {
    const story = tell(undefined, 'proposal');
    story.log.add('seal', { policy: `sha256:${'0'.repeat(64)}`, rules: `sha256:${'1'.repeat(64)}`, commitments: NONCES.map(([party]) => ({ party, hash: commitment(party, '5e'.repeat(16)) })), revealBy: '2026-02-01', reason: null }, {}, { round: 'r2' });
    expect(failing(full(story), known(story))).toEqual([]);
    expect(failing(full(story, false), known(story))).toEqual([]);
    expect(finding(full(story), 'completeness', known(story))).toBe('holds');
  });
});

type Case = readonly [name: string, code: string, path: string, bundle: () => Loose, options?: VerifyOptions];

describe('integrity', () => {
  const story = (change: (story: Story) => unknown, from = tell()): Loose => {
    change(from);
    return full(from);
  };
  const cases: readonly Case[] = [
    ['no note', 'E_NOTE', '/trail/checkpoint', () => changed(full(), ({ trail }) => (trail.checkpoint = 'x'))],
    ['a size with a leading zero', 'E_NOTE', '/trail/checkpoint', () => changed(full(), ({ trail }) => (trail.checkpoint = trail.checkpoint.replace('\n1', '\n01')))],
    ['a log without its genesis', 'E_LOG_GAP', '/trail/entries', () => changed(full(STORY, false), ({ trail }) => (trail.entries.shift(), trail.proofs.shift()))],
    ['a checkpoint of another log', 'E_LOG_ROOT', '/trail/checkpoint', () => story(({ log }) => (log.entries[0].body.origin = 'other.example'))],
    ['a changed signature', 'E_SIGNATURE', '/trail/checkpoint', () => changed(full(), ({ trail }) => (trail.checkpoint = `${trail.checkpoint.slice(0, -12)}AAAA${trail.checkpoint.slice(-8)}`))],
    ['a signature of a stranger', 'E_KEY', '/trail/checkpoint', () => changed(full(), ({ trail }) => (trail.checkpoint = STORY.log.note(undefined, signer(ORIGIN, 2))))],
    ['a key that the checker was not given', 'E_KEY', '/trail/checkpoint', () => full(), { keys: [signer(ORIGIN, 2).vkey] }],
    ['a key with another name than the origin', 'E_KEY', '/trail/checkpoint', () => {
      const odd = signer('odd.example', 4);
      const log = Log.begun({ keys: [odd.vkey] });
      const told = tell(undefined, 'proposal', log);
      return changed(full(told), ({ trail }) => (trail.checkpoint = log.note(undefined, odd)));
    }],
    ['a wrong cosignature of a known witness', 'E_SIGNATURE', '/trail/checkpoint', () => changed(full(), ({ trail }) => (trail.checkpoint += cosignature(STORY.log.note(3), WITNESS, '2026-01-06T00:00:00Z'))), { witnesses: { keys: [WITNESS.vkey], quorum: 1 } }],
    ['two entries swapped', 'E_LOG_GAP', '/trail/entries/3', () => changed(full(), ({ trail }) => ([trail.entries[3], trail.entries[4]] = [trail.entries[4], trail.entries[3]]))],
    ['a cut tail', 'E_LOG_TRUNCATED', '/trail/entries', () => changed(full(), ({ trail }) => (trail.entries.pop(), trail.openings.pop()))],
    ['an entry after the checkpoint', 'E_LOG_GAP', '/trail/entries', () => changed(full(), ({ trail }) => (trail.checkpoint = STORY.log.note(STORY.log.entries.length - 1)))],
    ['one digit of an entry changed', 'E_LOG_ROOT', '/trail/entries', () => changed(full(), ({ trail }) => (trail.entries[2].fields[0][1] = '0'.repeat(64)))],
    ['an excerpt with an entry twice', 'E_LOG_GAP', '/trail/entries/3', () => changed(full(STORY, false), ({ trail }) => (trail.entries[3] = trail.entries[2]))],
    ['a proof too few', 'E_PROOF', '/trail/proofs', () => changed(full(STORY, false), ({ trail }) => trail.proofs.pop())],
    ['a proof that leads elsewhere', 'E_PROOF', '/trail/proofs/2', () => changed(full(STORY, false), ({ trail }) => trail.proofs[2].reverse())],
    ['a proof that is no base64', 'E_PROOF', '/trail/proofs/2', () => changed(full(STORY, false), ({ trail }) => (trail.proofs[2][0] = '*'))],
    ['a proof that is far too long for a hash', 'E_PROOF', '/trail/proofs/2', () => changed(full(STORY, false), ({ trail }) => (trail.proofs[2][0] = 'A'.repeat(1000)))],
    ['another value', 'E_COMMITMENT', '/trail/openings/0', () => changed(full(), ({ trail }) => (trail.openings[0].value = 'x'))],
    ['another salt', 'E_COMMITMENT', '/trail/openings/1', () => changed(full(), ({ trail }) => (trail.openings[1].salt = '0'.repeat(64)))],
    ['a field opened under another path', 'E_COMMITMENT', '/trail/openings/1', () => changed(full(), ({ trail }) => (trail.openings[1].path = '/value'))],
    ['openings out of order', 'E_COMMITMENT', '/trail/openings/1', () => changed(full(), ({ trail }) => trail.openings.reverse())],
    ['a field that is not opened', 'E_COMMITMENT', `${at('statement')}/fields/1`, () => changed(full(), ({ trail }) => trail.openings.splice(1, 1))],
    ['inputs that were never frozen', 'E_STATE', '/trail/entries', () => {
      const opened = tell(undefined, 'open');
      return changed(full(opened), (bundle) => (bundle.input = full().input));
    }],
    ['a policy that was not sealed', 'E_POLICY_HASH', '/policy', () => story(({ log }) => (log.entries[1].body.policy = `sha256:${'0'.repeat(64)}`))],
    ['a policy that was sealed before', 'E_POLICY_SUPERSEDED', '/policy', () => story(({ log, bundle: { policy } }) => log.add('seal', { policy: `sha256:${'0'.repeat(64)}`, rules: rules(policy), commitments: policy.ties.commitments, revealBy: '2026-02-01', reason: 'New weights' }))],
    ['other rules than the policy has', 'E_POLICY_HASH', '/trail/entries/1/body', () => story(({ log }) => (log.entries[1].body.rules = `sha256:${'0'.repeat(64)}`))],
    ['another commitment than the policy has', 'E_POLICY_HASH', '/trail/entries/1/body', () => story(({ log }) => (log.entries[1].body.commitments = [...log.entries[1].body.commitments].reverse()))],
    ['a nonce that was not recorded', 'E_SEED_COMMITMENT', '/round/reveals', () => story(({ log }) => (log.entries[log.last('reveal')].kind = 'reveal', log.entries[log.last('reveal')].round = 'r2'))],
    ['no proposal', 'E_STATE', '/trail/entries', () => full(tell(undefined, 'reveal'))],
    ['another proposal', 'E_INPUT_HASH', '/proposal', () => changed(full(), ({ proposal }) => (proposal.engine.version = '9'))],
    ['a hash of the proposal that was erased', 'E_ERASED', at('proposal', PROPOSED), () => story(({ log }) => log.add('erasure', { by: 'boss', on: '2026-02-01', basis: 'Act 27, article 43', document: 'D', entries: [[log.last('proposal'), ['/proposal']]], subjects: [] }), tell(undefined, 'proposal'))],
    ['objectives that are not those of the proposal', 'E_REPORT_MISMATCH', `${at('proposal')}/body`, () => story(({ log }) => (log.entries[log.last('proposal')].body.objectives = []))],
    ['a root that the leaves do not give', 'E_INPUT_HASH', `${at('freeze')}/body`, () => story(({ log }) => (log.entries[log.last('freeze')].body.root = '0'.repeat(64)))],
    ['a count of people that is wrong', 'E_INPUT_HASH', `${at('freeze')}/body`, () => story(({ log }) => log.entries[log.last('freeze')].body.people++)],
  ];
  for (const [name, code, path, bundle, options] of cases) it(`${name}: ${code} at ${path}`, () => expect(finding(bundle(), 'integrity', options)).toBe(`${code} ${path}`));

  it('whoever has erased a field has not hidden it: the basis is told, and all else holds', () => {
    const erased = tell(undefined, 'proposal');
    erased.log.add('erasure', { by: 'boss', on: '2026-02-01', basis: 'Act 27, article 43', document: 'D', entries: [[2, ['/interests', '/person']]], subjects: [] });
    const { verdicts } = verify(full(erased), known(erased));
    expect(verdicts.filter(({ outcome }) => outcome === 'fails')).toEqual([]);
    expect(verdicts[1]!.detail).toMatch(/2 fields and people were erased under Act 27, article 43/);
  });

  it('checks every leaf of the frozen input, and names the place of the one that was changed', () => {
    const places: readonly [string, (round: Loose) => unknown][] = [
      ['/round/people/0/name', (r) => (r.people[0].name = 'Ana')], ['/round/people/3/evidence', (r) => (r.people[3].evidence[0].value = 60.4)], ['/round/people/2/since', (r) => (r.people[2].since = '2020-01-01')],
      ['/round/positions/1', (r) => (r.positions[1].title = 'Clark')], ['/round/units/0', (r) => (r.units[0].name = 'Units')], ['/round/sources/0', (r) => (r.sources[0].title = 'File')],
      ['/round/relations/0', (r) => (r.relations[0].degree = 6)], ['/round', (r) => r.relations.pop()], ['/round/actors/1', (r) => (r.actors[1].role = 'scorer')], ['/round/actors/1/person', (r) => (r.actors[1].person = 'citra')],
      ['/round/actors/1/interests', (r) => (r.actors[1].interests[0].degree = 3)], ['/round/scope', (r) => (r.scope.people = ['ana', 'budi', 'citra'])], ['/round/scope', (r) => (r.scope.positions = ['a', 'b', 'c'])],
      ['/round/asOf', (r) => (r.asOf = '2026-01-02')], ['/round/title', (r) => (r.title = 'Round')], ['/round/people/3/id', (r) => (r.people[3].id = 'dewo', r.actors[1].person = 'dewo')], ['/round/people', (r) => r.people.push({ id: 'eka', evidence: [] })],
    ];
    for (const [path, change] of places) {
      const bundle = changed(full(), ({ round }) => change(round));
      expect([path, finding(bundle, 'integrity')]).toEqual([path, `E_INPUT_HASH ${path}`]);
      bundle.proposal.round = { id: 'r1', asOf: bundle.round.asOf, hash: hashOf(bundle.round) }; // whoever can change the round can change what the proposal says of it
      expect([path, finding(bundle, 'integrity')]).toEqual([path, `E_INPUT_HASH ${path}`]);
    }
  });

  it('takes no two people of one pseudonym, and no other commitments than those under the root', () => {
    expect(finding(changed(full(), ({ input }) => (input.people[1][1] = input.people[0][1])), 'integrity')).toBe('E_INPUT_HASH /round');
    const bundle = full();
    const k = bundle.input.commitments.length - 1;
    bundle.input.commitments[k] = '0'.repeat(64);
    expect(finding(bundle, 'integrity')).toMatch(/^E_INPUT_HASH \/round\/units/);
  });

  describe.each([['a full', (story: Story) => full(story)], ['a public', (story: Story) => publicBundle(story)]] as const)('%s bundle says of the round what was recorded before it was frozen', (_, made) => {
    const stated = { '/person': 'dewi', '/interests': null };
    /** A round told anew, with other entries between its seal and its opening. */
    const said = (statements: readonly (readonly [actor: string, document: string])[], change: (documents: Loose) => void = () => undefined, on?: string): unknown => {
      const told = tell(change, 'seal');
      for (const [actor, document] of statements) told.log.add('statement', { actor, role: 'panel', document }, stated);
      told.log.add('open', { on: on ?? told.bundle.round.opened ?? told.bundle.round.asOf, positions: 'all' });
      freeze(told);
      for (const [party, nonce] of NONCES) told.log.add('reveal', { party, nonce });
      propose(told);
      return finding(made(told), 'integrity', known(told));
    };
    const mute = ({ round }: Loose): unknown => delete round.actors[1].statement;
    const earlier = ({ round }: Loose): unknown => (round.opened = '2025-12-20');
    it('holds for the last statement of each actor, for whoever made none, and for a day of opening of its own', () => {
      expect(said([['panel-1', 'Statement 1']])).toBe('holds');
      expect(said([['panel-1', 'Statement 0'], ['panel-1', 'Statement 1'], ['nobody-of-the-round', 'Statement 2']])).toBe('holds');
      expect(said([], mute)).toBe('holds');
      expect(said([['panel-1', 'Statement 1']], earlier)).toBe('holds');
    });
    const broken: readonly (readonly [name: string, path: string, statements: readonly (readonly [string, string])[], change?: ((documents: Loose) => void) | undefined, on?: string])[] = [
      ['a statement that was not recorded', '/round/actors/1/statement', []],
      ['another statement', '/round/actors/1/statement', [['panel-1', 'Statement 2']]],
      ['a statement that a later one took the place of', '/round/actors/1/statement', [['panel-1', 'Statement 1'], ['panel-1', 'Statement 2']]],
      ['the statement of another actor', '/round/actors/0/statement', [['boss', 'Statement 1'], ['panel-1', 'Statement 1']]],
      ['a recorded statement that is left out', '/round/actors/1/statement', [['panel-1', 'Statement 1']], mute],
      ['another day of opening', '/round/opened', [['panel-1', 'Statement 1']], (): void => undefined, '2026-01-05'],
      ['another day of opening than its own', '/round/opened', [['panel-1', 'Statement 1']], earlier, '2026-01-01'],
    ];
    for (const [name, path, statements, change, on] of broken) it(`${name}: E_INPUT_HASH at ${path}`, () => expect(said(statements, change, on)).toBe(`E_INPUT_HASH ${path}`));
  });
});

describe('completeness', () => {
  type Change = (log: Log, story: Story) => unknown;
  const CASES: readonly [string, string, string | number, 'seal' | 'open' | 'freeze' | 'reveal' | 'proposal' | 'decision', Change][] = [
    ['an ordinal that does not follow', 'E_LOG_GAP', 'last', 'decision', (log) => log.add('close', { on: '2026-02-01', reason: 'Done' }, {}, { ordinal: 99 })],
    ['an id twice', 'E_ID_DUPLICATE', 'last', 'decision', (log) => log.add('close', { on: '2026-02-01', reason: 'Done' }, {}, { id: 'e3' })],
    ['a time before the last one', 'E_LOG_TIME_BACKWARDS', 'last', 'decision', (log) => log.add('close', { on: '2026-02-01', reason: 'Done' }, {}, { time: '2026-01-01T00:00:00Z' })],
    ['a second genesis', 'E_STATE', 'last', 'decision', (log) => log.add('genesis', log.entries[0].body)],
    ['a step out of its order', 'E_STATE', 'last', 'decision', (log) => log.add('open', { on: '2026-02-01', positions: 'all' })],
    ['anything after the end', 'E_STATE', 'last', 'decision', (log) => (log.add('close', { on: '2026-02-01', reason: 'Done' }), log.add('reopen', { by: 'boss', reason: 'More' }))],
    ['inputs after the freeze', 'E_STATE', 'last', 'freeze', (log) => log.add('rating', { actor: 'panel-1', document: 'M' }, { '/attribute': 'score', '/person': 'ana', '/value': 1 })],
    ['an attempt before the freeze', 'E_STATE', 'last', 'open', (log, { bundle }) => log.add('attempt', { number: 1, freeze: 0, policy: hashOf(bundle.policy), engine: { name: 'm', version: '0' }, reason: null })],
    ['an attempt before the reveals', 'E_SEED_WITHHELD', 'last', 'freeze', (log, { bundle }) => log.add('attempt', { number: 1, freeze: log.last('freeze'), policy: hashOf(bundle.policy), engine: { name: 'm', version: '0' }, reason: null })],
    ['a second attempt without a reason', 'E_RERUN', 'last', 'proposal', (log, { bundle }) => log.add('attempt', { number: 2, freeze: log.last('freeze'), policy: hashOf(bundle.policy), engine: { name: 'm', version: '0' }, reason: null })],
    ['a second attempt called the first', 'E_RERUN', 'last', 'proposal', (log, { bundle }) => log.add('attempt', { number: 1, freeze: log.last('freeze'), policy: hashOf(bundle.policy), engine: { name: 'm', version: '0' }, reason: 'Again' })],
    ['an attempt with another policy', 'E_POLICY_HASH', 'last', 'reveal', (log) => log.add('attempt', { number: 1, freeze: log.last('freeze'), policy: `sha256:${'0'.repeat(64)}`, engine: { name: 'm', version: '0' }, reason: null })],
    ['an attempt on no freeze', 'E_REF_UNKNOWN', 'last', 'reveal', (log, { bundle }) => log.add('attempt', { number: 1, freeze: 3, policy: hashOf(bundle.policy), engine: { name: 'm', version: '0' }, reason: null })],
    ['a proposal of no attempt', 'E_REF_UNKNOWN', 'last', 'reveal', (log, story) => (propose(story), log.entries[log.last('proposal')].body.attempt--)],
    ['a decision on no proposal', 'E_REF_UNKNOWN', 'last', 'proposal', (log) => log.add('decision', { proposal: 3, by: 'boss', on: '2026-02-01', changes: 0, loss: [] }, { '/decision': 'x' })],
    ['an objection to a rating', 'E_REF_UNKNOWN', 'last', 'proposal', (log) => log.add('objection', { to: log.last('rating') }, { '/person': 'ana', '/text': 'No' })],
    ['an answer to no objection', 'E_REF_UNKNOWN', 'last', 'proposal', (log) => log.add('answer', { objection: 3, outcome: 'upheld', by: 'boss', on: '2026-02-01', document: 'D' }, { '/text': 'Yes' })],
    ['two answers to one objection', 'E_STATE', 'last', 'proposal', (log) => {
      log.add('objection', { to: log.last('proposal') }, { '/person': 'ana', '/text': 'No' });
      for (const outcome of ['upheld', 'dismissed']) log.add('answer', { objection: log.last('objection'), outcome, by: 'boss', on: '2026-02-01', document: 'D' }, { '/text': 'Yes' });
    }],
    ['a repair of a proposal', 'E_REF_UNKNOWN', 'last', 'decision', (log) => log.add('repair', { of: log.last('proposal'), cause: 'court', by: 'boss', on: '2026-02-01', changed: 1 }, { '/repair': 'x' })],
    ['a rectification of what has no fields', 'E_REF_UNKNOWN', 'last', 'decision', (log) => log.add('rectification', { supersedes: log.last('open'), by: 'boss', document: 'D', reason: 'Wrong' }, { '/path': '/x', '/person': 'ana', '/value': 1 })],
    ['an erasure of a field that there is not', 'E_REF_UNKNOWN', 'last', 'decision', (log) => log.add('erasure', { by: 'boss', on: '2026-02-01', basis: 'B', document: 'D', entries: [[2, ['/value']]], subjects: [] })],
    ['an erasure of what comes later', 'E_REF_UNKNOWN', 'last', 'decision', (log) => log.add('erasure', { by: 'boss', on: '2026-02-01', basis: 'B', document: 'D', entries: [[99, ['/value']]], subjects: [] })],
    ['a nonce that nobody committed to', 'E_SEED_COMMITMENT', 'last', 'freeze', (log) => log.add('reveal', { party: 'union', nonce: '0'.repeat(32) })],
    ['a nonce revealed twice', 'E_SEED_COMMITMENT', 'last', 'reveal', (log) => log.add('reveal', { party: 'union', nonce: NONCES[1]![1] })],
    ['a party that withholds what it did not promise', 'E_REF_UNKNOWN', 'last', 'freeze', (log) => log.add('withheld', { party: 'nobody', reason: 'R' })],
    ['a party that withholds what it revealed', 'E_STATE', 'last', 'reveal', (log) => log.add('withheld', { party: 'union', reason: 'R' })],
    ['one party alone', 'E_TIE_COMMITMENT_MISSING', 'last', 'seal', (log) => log.add('seal', { ...log.entries[1].body, commitments: [log.entries[1].body.commitments[0]], reason: 'R' })],
    ['a party twice', 'E_ID_DUPLICATE', 'last', 'seal', (log) => log.add('seal', { ...log.entries[1].body, commitments: [...log.entries[1].body.commitments, log.entries[1].body.commitments[0]], reason: 'R' })],
    ['a later seal without a reason', 'E_VALUE_MISSING', 'last', 'seal', (log) => log.add('seal', log.entries[1].body)],
    ['a policy changed where only nonces may', 'E_POLICY_HASH', 'last', 'freeze', (log) => (log.add('withheld', { party: 'union', reason: 'R' }), log.add('seal', { ...log.entries[1].body, rules: `sha256:${'0'.repeat(64)}`, reason: 'R' }))],
    ['a nonce that is known committed to again', 'E_SEED_COMMITMENT', 'last', 'freeze', (log) => {
      log.add('reveal', { party: 'union', nonce: NONCES[1]![1] });
      log.add('withheld', { party: 'ombudsman', reason: 'R' });
      log.add('seal', { ...log.entries[1].body, reason: 'R' });
    }],
    ['reveals of nonces that were known when the inputs were frozen again', 'E_STATE', 'last', 'reveal', (log, story) => {
      log.add('reopen', { by: 'boss', reason: 'A rating was missing' });
      freeze(story);
      log.add('reveal', { party: 'union', nonce: NONCES[1]![1] });
    }],
    ['a superseded policy used', 'E_POLICY_SUPERSEDED', 'last', 'reveal', (log, { bundle }) => {
      const old = hashOf(bundle.policy);
      log.add('reopen', { by: 'boss', reason: 'R' });
      log.add('freeze', log.entries[log.last('freeze')].body);
      const fresh = NONCES.map(([party]) => ({ party, hash: commitment(party, 'cc'.repeat(16)) }));
      log.add('seal', { ...log.entries[1].body, policy: `sha256:${'2'.repeat(64)}`, commitments: fresh, reason: 'Nonces were known' });
      for (const [party] of NONCES) log.add('reveal', { party, nonce: 'cc'.repeat(16) });
      log.add('attempt', { number: 1, freeze: log.last('freeze'), policy: old, engine: { name: 'm', version: '0' }, reason: null });
    }],
    ['a key that was retired before', 'E_KEY', 'last', 'decision', (log) => {
      log.add('key', { add: signer(ORIGIN, 5).vkey, retire: LOG_KEY.vkey, reason: 'Lost' });
      log.add('key', { add: signer('other', 1).vkey, retire: null, reason: 'Found' });
    }],
    ['the last key retired', 'E_KEY', 'last', 'decision', (log) => log.add('key', { add: null, retire: LOG_KEY.vkey, reason: 'Lost' })],
    ['a key retired that is none', 'E_KEY', 'last', 'decision', (log) => log.add('key', { add: null, retire: signer(ORIGIN, 5).vkey, reason: 'Lost' })],
    ['a nonce withheld after its day', 'E_SEED_WITHHELD', 1, 'freeze', (log) => log.add('exploration', { purpose: 'levers', policy: `sha256:${'0'.repeat(64)}`, reason: null }, {}, { time: '2026-02-02T00:00:00Z' })],
  ];
  it.each(CASES)('%s: %s', (_, code, place, until, change) => {
    const story = tell(undefined, until);
    const honest = fullBundle(story);
    honest.input ??= STORY.bundle.input;
    expect(finding(honest, 'completeness')).toBe('unproven'); // the control
    change(story.log, story);
    const bundle = fullBundle(story);
    bundle.input ??= STORY.bundle.input;
    expect(finding(bundle, 'completeness')).toBe(`${code} /trail/entries/${place === 'last' ? story.log.entries.length - 1 : place}`);
    if (place === 'last') expect(finding(bundle, 'completeness', { log: story.log.text() })).toBe(`${code} /trail/entries/${story.log.entries.length - 1}`);
  });

  it('every kind in its place holds: reopening, withholding, repair, rectification, rotation, erasure, closing', () => {
    const story = tell(undefined, 'reveal');
    const { log, bundle } = story;
    log.add('reopen', { by: 'boss', reason: 'A rating was missing' });
    log.add('waiver', { by: 'boss', document: 'D', position: 'a', rule: 'listed', reason: 'R' }, { '/person': 'ana' });
    freeze(story);
    const fresh = NONCES.map(([party]) => ({ party, hash: commitment(party, 'cc'.repeat(16)) }));
    bundle.policy.ties.commitments = fresh;
    bundle.round.reveals = NONCES.map(([party]) => ({ party, nonce: 'cc'.repeat(16) }));
    bundle.proposal.round.hash = hashOf(bundle.round);
    bundle.proposal.policy.hash = hashOf(bundle.policy);
    log.add('seal', { ...log.entries[1].body, policy: hashOf(bundle.policy), commitments: fresh, reason: 'The nonces are known' });
    for (const { party, nonce } of bundle.round.reveals) log.add('reveal', { party, nonce });
    log.add('attempt', { number: 1, freeze: log.last('freeze'), policy: hashOf(bundle.policy), engine: { name: 'm', version: '0' }, reason: null });
    log.add('abandoned', { attempt: log.last('attempt'), reason: 'Power cut' });
    propose(story, 'The first was cut off', 2);
    log.add('objection', { to: log.last('proposal') }, { '/person': 'ana', '/text': 'No' });
    log.add('answer', { objection: log.last('objection'), outcome: 'dismissed', by: 'boss', on: '2026-01-19', document: 'D' }, { '/text': 'Yes' });
    bundle.decision = decisionOf(bundle);
    log.add('decision', { proposal: log.last('proposal'), by: 'boss', on: '2026-01-20', changes: 0, loss: bundle.decision.loss.map(({ stage, loss }: Loose) => ({ stage, value: loss })) }, { '/decision': hashOf(bundle.decision) });
    log.add('refusal', { cause: 'declined', by: 'boss', on: '2026-01-21', document: 'D' }, { '/person': 'budi', '/position': 'a' });
    log.add('rectification', { supersedes: log.last('rating'), by: 'boss', document: 'D', reason: 'R' }, { '/path': '/value', '/person': 'budi', '/value': 71 });
    log.add('exploration', { purpose: 'what-if', policy: hashOf(bundle.policy), reason: null });
    const next = signer(ORIGIN, 5);
    log.add('key', { add: next.vkey, retire: LOG_KEY.vkey, reason: 'Rotation' });
    const end = log.note(log.entries.length, LOG_KEY); // the old key signs its own end
    log.add('erasure', { by: 'boss', on: '2026-02-01', basis: 'B', document: 'D', entries: [[log.last('refusal'), ['/person', '/position']]], subjects: [] });
    log.add('close', { on: '2026-02-01', reason: 'Done' });
    const whole = changed(full(story), ({ trail }) => (trail.checkpoint = log.note(undefined, next)));
    expect(failing(whole)).toEqual([]);
    expect(verify(whole).verdicts[2]!.detail).toMatch(/2 seals, 2 attempts, 1 exploration, 0 withheld/);
    expect(finding(whole, 'completeness', { keys: [LOG_KEY.vkey], checkpoints: [end, log.note(undefined, next)] })).toBe('holds');
    // the new key counts only by the checkpoint in which the old one handed over
    expect(finding(whole, 'integrity', { keys: [LOG_KEY.vkey], checkpoints: [end] })).toBe('holds');
    expect(finding(whole, 'integrity', { keys: [LOG_KEY.vkey] })).toBe('E_KEY /trail/checkpoint');
    const excerpt = changed(full(story, false), ({ trail }) => (trail.checkpoint = log.note(undefined, next)));
    expect(finding(excerpt, 'integrity', { keys: [LOG_KEY.vkey], checkpoints: [end] })).toBe('E_KEY /trail/checkpoint');
    expect(finding(excerpt, 'integrity', { keys: [next.vkey] })).toBe('holds');
    // and the old one signs nothing after its end
    expect(finding(changed(full(story), ({ trail }) => (trail.checkpoint = log.note(undefined, LOG_KEY))), 'integrity')).toBe('E_KEY /trail/checkpoint');
  });

  it('a log that was cut is seen by whoever kept a later checkpoint', () => {
    const before = tell(undefined, 'proposal');
    expect(finding(full(before), 'completeness', known(before))).toBe('holds');
    expect(finding(full(before), 'completeness', known(STORY))).toBe('E_LOG_TRUNCATED /trail/checkpoint');
    expect(finding(full(before, false), 'completeness', { ...known(STORY), log: before.log.text() })).toBe('E_LOG_TRUNCATED /trail/checkpoint');
  });

  it('a given log that is shorter, another one, damaged, or longer by entries of the round fails', () => {
    const log = STORY.log.text();
    const lines = log.trimEnd().split('\n');
    const given = (text: string, bundle = full(STORY, false)): unknown => finding(bundle, 'completeness', { ...known(), log: text });
    expect(given(log)).toBe('holds');
    expect(given(`${lines.slice(0, -1).join('\n')}\n`)).toBe('E_LOG_TRUNCATED /trail/checkpoint');
    const other = tell();
    other.log.entries[2].time = other.log.entries[1].time;
    expect(given(other.log.text())).toBe('E_LOG_FORK /trail/checkpoint');
    expect(given(log.replace('{"entry"', '{ "entry"'))).toBe('E_LOG_NOT_CANONICAL /trail');
    expect(given(log.replace(/"leaf":"./, '"leaf":"g'))).toBe('E_FORMAT /trail');
    expect(given(log.replace(/"leaf":"..../, '"leaf":"0000'))).toBe('E_LOG_CORRUPT /trail');
    expect(given(`${lines.join('\n')}\n${lines[3]!}\n`)).toBe('E_LOG_GAP /trail');
    expect(given(log.replace('"panel-1"', '"panel 1"'))).toBe('E_FORMAT /trail');
    expect(given(log, full(tell(undefined, 'proposal')))).toBe('E_LOG_GAP /trail/entries');
  });
});

describe('where several things are wrong', () => {
  it('a note that is none counts nobody and shows no end, whatever else is given', () => {
    const bundle = changed(full(), ({ trail }) => (trail.checkpoint = 'x'));
    expect(failing(bundle, { ...known(), log: STORY.log.text() })).toEqual(['integrity E_NOTE /trail/checkpoint']);
    expect([finding(bundle, 'completeness', known()), finding(bundle, 'anchored', known())]).toEqual(['unproven', 'unproven']);
    expect(finding(bundle, 'completeness', { log: STORY.log.text().replace('"panel-1"', '"panel 1"') })).toBe('E_FORMAT /trail');
  });

  it('of an entry the ordinal is told before the id, the id before the time, the time before the state', () => {
    const told = (over: Loose): unknown => {
      const story = tell();
      story.log.add('open', { on: '2026-02-01', positions: 'all' }, {}, over);
      return finding(full(story), 'completeness');
    };
    const last = `/trail/entries/${STORY.log.entries.length}`;
    const [id, time] = ['e1', '2026-01-01T00:00:00Z'];
    expect([told({ ordinal: 99, id, time }), told({ id, time }), told({ time }), told({})]).toEqual([`E_LOG_GAP ${last}`, `E_ID_DUPLICATE ${last}`, `E_LOG_TIME_BACKWARDS ${last}`, `E_STATE ${last}`]);
  });

  it('of a given log its length is told first, then its first bad line, then a kept checkpoint that is larger', () => {
    const before = tell(undefined, 'proposal');
    const [longer, size] = [known(STORY), before.log.entries.length];
    const given = (log: string): unknown => finding(full(before), 'completeness', { ...longer, log });
    const lines = before.log.text().trimEnd().split('\n');
    expect(given(lines.slice(1).join('\n'))).toBe('E_LOG_TRUNCATED /trail/checkpoint');
    expect(given([...lines.slice(0, -1), 'junk'].join('\n'))).toBe('E_LOG_NOT_CANONICAL /trail');
    expect(given([...lines, 'junk'].join('\n'))).toBe('E_LOG_NOT_CANONICAL /trail');
    expect(given(lines.join('\n'))).toBe('E_LOG_TRUNCATED /trail/checkpoint');
    expect(size).toBeLessThan(STORY.log.entries.length);
  });
});

describe('anchored', () => {
  const forked = tell();
  forked.log.entries[3].body.on = '2026-01-06';
  it('another history of the same size, or of a smaller one, is a fork', () => {
    expect(finding(full(), 'anchored', { checkpoints: [forked.log.note()] })).toBe('E_LOG_FORK /trail/checkpoint');
    expect(finding(full(), 'anchored', { checkpoints: [forked.log.note(6)] })).toBe('E_LOG_FORK /trail/checkpoint');
    expect(finding(full(), 'anchored', { checkpoints: [forked.log.note(3)] })).toBe('holds 3');
    expect(finding(full(STORY, false), 'anchored', { checkpoints: [forked.log.note()] })).toBe('E_LOG_FORK /trail/checkpoint');
    expect(finding(full(STORY, false), 'anchored', { checkpoints: [forked.log.note(6)] })).toBe('unproven');
    expect(finding(full(STORY, false), 'anchored', { checkpoints: [forked.log.note(6)], log: STORY.log.text() })).toBe('E_LOG_FORK /trail/checkpoint');
  });

  it('a rewrite under a key of its own is no fork that a stranger could claim, but is one to whoever knows the key', () => {
    const thief = signer(ORIGIN, 6);
    const fake = tell(undefined, 'decision', Log.begun({ keys: [thief.vkey] }));
    const bundle = changed(full(fake), ({ trail }) => (trail.checkpoint = fake.log.note(undefined, thief)));
    expect(finding(bundle, 'anchored', { checkpoints: [STORY.log.note()] })).toBe('unproven');
    expect(finding(bundle, 'anchored', known())).toBe('E_LOG_FORK /trail/checkpoint');
    expect(finding(bundle, 'integrity', known())).toBe('E_KEY /trail/checkpoint');
  });

  it('a note of size 0 anchors nothing', () => {
    expect(finding(full(), 'anchored', { checkpoints: [STORY.log.note(0)] })).toBe('unproven');
  });

  it('an entry dated before a witness saw the log without it is found', () => {
    const seen = `${STORY.log.note(5)}${cosignature(STORY.log.note(5), WITNESS, '2026-01-05T09:00:00Z')}`;
    const witnesses = { keys: [WITNESS.vkey], quorum: 1 };
    expect(finding(full(), 'anchored', { witnesses, checkpoints: [seen] })).toBe('E_LOG_BACKDATED /trail/entries/5');
    expect(finding(full(), 'anchored', { checkpoints: [seen] })).toBe('holds 5'); // without the key of the witness nobody knows
    const late = `${seen}${cosignature(STORY.log.note(5), OTHER_WITNESS, '2026-01-05T08:05:30Z')}`;
    expect(finding(full(), 'anchored', { witnesses: { keys: [WITNESS.vkey, OTHER_WITNESS.vkey], quorum: 1 }, checkpoints: [late] })).toBe('holds 5'); // the first to see it counts
  });
});

describe('decision', () => {
  const cases: readonly Case[] = [
    ['a decision that was not recorded', 'E_DECISION', '/decision', () => changed(full(PROPOSED), (bundle) => (bundle.decision = STORY.bundle.decision))],
    ['a recorded decision that is not there', 'E_DECISION', '/decision', () => changed(full(), (bundle) => delete bundle.decision)],
    ['another decision', 'E_DECISION', '/decision', () => changed(full(), (bundle) => (bundle.decision.on = '2026-01-21'))],
    ['a count of changes that is wrong', 'E_DECISION', '/decision', () => {
      const story = tell();
      story.log.entries[story.log.last('decision')].body.changes = 1;
      return full(story);
    }],
    ['a loss that is wrong', 'E_DECISION', '/decision', () => {
      const story = tell();
      story.log.entries[story.log.last('decision')].body.loss[0].value = 1;
      return full(story);
    }],
  ];
  for (const [name, code, path, bundle] of cases) it(`${name}: ${code} at ${path}`, () => expect(finding(bundle(), 'decision')).toBe(`${code} ${path}`));
  it('is not-checked where there is none', () => expect(finding(full(PROPOSED), 'decision')).toBe('not-checked'));
});

describe('a public bundle', () => {
  it('holds without a person in it', () => {
    const bundle = publicBundle(STORY);
    expect(failing(bundle, known())).toEqual([]);
    expect(['format', 'integrity', 'completeness', 'anchored', 'feasibility'].map((check) => finding(bundle, check as Check, known()))).toEqual(['holds', 'holds', 'holds', `holds ${STORY.log.entries.length}`, 'holds']);
    expect(['eligibility', 'scores', 'optimality', 'ties', 'decision'].map((check) => finding(bundle, check as Check, known()))).toEqual(Array(5).fill('not-checked'));
    expect(canonical(bundle)).not.toMatch(/ana|budi|citra|dewi/);
    expect(failing(publicBundle(STORY, { whole: false }), known())).toEqual([]);
  });

  const cases: readonly (readonly [Check, string, string, string, (bundle: Loose) => unknown])[] = [
    ['format', 'no trail', 'E_FORMAT', '/trail', (b) => delete b.trail],
    ['format', 'people', 'E_FORMAT', '/round/people', (b) => (b.round.people = [])],
    ['integrity', 'another policy', 'E_POLICY_HASH', '/policy', (b) => (b.policy.title.en = 'Toys')],
    ['integrity', 'another row', 'E_INPUT_HASH', '/round/positions/1', (b) => (b.round.positions[1].title = 'Clark')],
    ['integrity', 'a row too many', 'E_INPUT_HASH', '/round/units/1', (b) => b.round.units.push({ id: 'v', name: 'V' })],
    ['integrity', 'a leaf of no row', 'E_INPUT_HASH', '/input/leaves/0', (b) => b.input.leaves.unshift(['/aaa', '0'.repeat(64), null])],
    ['integrity', 'leaves out of order', 'E_INPUT_HASH', '/input/leaves/20', (b) => ([b.input.leaves[19], b.input.leaves[20]] = [b.input.leaves[20], b.input.leaves[19]])],
    ['integrity', 'a hidden leaf changed', 'E_INPUT_HASH', `${at('freeze')}/body`, (b) => (b.input.leaves.find(([path]: [string]) => /^\/people/.test(path))[1] = '0'.repeat(64))],
    ['integrity', 'another proposal', 'E_INPUT_HASH', '/proposal', (b) => (b.proposal.tiesProven = false)],
    ['integrity', 'a nonce changed', 'E_SEED_COMMITMENT', '/round/reveals/0', (b) => (b.round.reveals[0].nonce = '0'.repeat(32))],
    ['integrity', 'another day', 'E_INPUT_HASH', '/proposal/round/asOf', (b) => (b.proposal.round.asOf = '2026-01-02')],
    ['feasibility', 'somebody who is not there', 'E_PLAN', '/proposal/seats/0', (b) => (b.proposal.seats[0][0] = `p-${'0'.repeat(20)}`)],
    ['feasibility', 'seats out of order', 'E_PLAN', '/proposal/seats/1', (b) => b.proposal.seats.reverse()],
    ['feasibility', 'a post that there is not', 'E_PLAN', '/proposal/seats/0', (b) => (b.proposal.seats[0][1] = 'z')],
    ['feasibility', 'two in one seat', 'E_PLAN', '/proposal/seats/2', (b) => b.proposal.seats.forEach((seat: Loose) => (seat[1] = b.proposal.seats.indexOf(seat) === 1 ? 'b' : 'a'))],
    ['feasibility', 'a move that the seats do not show', 'E_DERIVED', '/proposal/moves/0', (b) => (b.proposal.moves[0].to = 'b')],
    ['feasibility', 'a promotion called an entry', 'E_DERIVED', '/proposal/moves', (b) => (b.proposal.moves.find((move: Loose) => move.kind === 'promotion').kind = 'lateral')],
    ['feasibility', 'a vacancy less', 'E_DERIVED', '/proposal/vacant/0', (b) => (b.proposal.vacant = [])],
    ['feasibility', 'a vacancy out of scope', 'E_DERIVED', '/proposal/vacant/0', (b) => (b.proposal.vacant[0].cause = 'out-of-scope')],
  ];
  it.each(cases)('%s: %s: %s', (check, _, code, path, change) => expect(finding(changed(publicBundle(STORY), change), check)).toMatch(new RegExp(`^${code} ${path}(/\\d+)?$`)));
});

describe('format', () => {
  it.each<[string, string, (bundle: Loose) => unknown]>([
    ['a trail without its input', '', (b) => delete b.input],
    ['an input without a trail', '', (b) => delete b.trail],
    ['a profile that there is not', '/profile', (b) => (b.profile = 'half')],
    ['an unknown kind', '/trail/entries/3/kind', (b) => (b.trail.entries[3].kind = 'party')],
    ['fields of another kind', '/trail/entries/3/fields', (b) => (b.trail.entries[3].fields = b.trail.entries[2].fields)],
    ['a key too many', '/trail/entries/3/body/why', (b) => (b.trail.entries[3].body.why = 1)],
    ['a key too few', '/trail/entries/3/body/on', (b) => delete b.trail.entries[3].body.on],
    ['a round in a genesis', '/trail/entries/0/round', (b) => (b.trail.entries[0].round = 'r1')],
    ['an entry of a round without its ordinal', '/trail/entries/3/ordinal', (b) => delete b.trail.entries[3].ordinal],
    ['a day that there is not', '/trail/entries/3/time', (b) => (b.trail.entries[3].time = '2026-02-30T00:00:00Z')],
    ['a weak key', '/trail/entries/0/body/keys/0', (b) => (b.trail.entries[0].body.keys[0] = weak())],
    ['a key of a witness that signs', '/trail/entries/0/body/keys/0', (b) => (b.trail.entries[0].body.keys[0] = WITNESS.vkey)],
    ['a key that signs logs as a witness', '/trail/entries/0/body/witnesses/keys/0', (b) => (b.trail.entries[0].body.witnesses = { keys: [LOG_KEY.vkey], quorum: 1 })],
    ['a quorum of more than there are', '/trail/entries/0/body/witnesses/quorum', (b) => (b.trail.entries[0].body.witnesses = { keys: [WITNESS.vkey], quorum: 2 })],
    ['a key that neither adds nor retires', '/trail/entries/1/body', (b) => (b.trail.entries[1] = { ...b.trail.entries[0], index: 1, kind: 'key', body: { add: null, retire: null, reason: 'R' } })],
    ['an erasure of nothing', '/trail/entries/1/body', (b) => (b.trail.entries[1] = { ...b.trail.entries[0], index: 1, kind: 'erasure', body: { by: 'boss', on: '2026-02-01', basis: 'B', document: 'D', entries: [], subjects: [] } })],
    ['a salt that is none', '/trail/openings/0/salt', (b) => (b.trail.openings[0].salt = 'x')],
    ['a commitment that is none', '/input/commitments/0', (b) => (b.input.commitments[0] = 'x')],
  ])('%s', (_, path, change) => expect(finding(changed(full(), change), 'format')).toBe(`E_FORMAT ${path}`));

  const options: readonly [string, string, Loose][] = [
    ['keys that are no list', 'E_FORMAT', { keys: LOG_KEY.vkey }], ['a malformed key', 'E_KEY', { keys: ['x'] }], ['a weak key', 'E_KEY', { keys: [weak()] }], ['a witness without a quorum', 'E_FORMAT', { witnesses: { keys: [WITNESS.vkey] } }],
    ['a quorum of none', 'E_FORMAT', { witnesses: { keys: [WITNESS.vkey], quorum: 0 } }], ['a witness with a key of a log', 'E_KEY', { witnesses: { keys: [LOG_KEY.vkey], quorum: 1 } }],
    ['notes that are numbers', 'E_FORMAT', { checkpoints: [1] }], ['a log that is a number', 'E_FORMAT', { log: 1 }], ['options that are a text', 'E_FORMAT', 'x'],
    ['a getter that throws', 'E_FORMAT', { get keys() { throw new Error('no'); } }], ['a getter of a log that throws', 'E_FORMAT', { get log() { throw new Error('no'); } }],
  ];
  it.each(options)('of the options, %s: %s', (_, code, given) => {
    const { verdicts } = verify(full(), given);
    expect(verdicts[0]).toMatchObject({ outcome: 'fails', code, path: '' });
    expect(verdicts.slice(1).every(({ outcome }) => outcome === 'not-checked')).toBe(true);
  });
});

function weak(): string {
  const blob = Buffer.concat([Buffer.from([1, 1]), Buffer.alloc(31)]); // the neutral point
  return `${ORIGIN}+${sha256(ORIGIN, Buffer.from([0x0a]), blob).subarray(0, 4).toString('hex')}+${blob.toString('base64')}`;
}
