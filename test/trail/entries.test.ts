import { beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { parseEntry } from '../../src/trail/entry.js';
import { missingReveals, newRound } from '../../src/trail/rounds.js';
import { Records } from '../../src/trail/records.js';
import type { Loose } from '../attack/changes.js';
import { manyPeople } from '../attack/honest.js';
import { attemptBody, freezeBody, GENESIS, LOG_KEY, Pen, proposalBody, proposalValues, REVEALS, sealBody, story, WITNESS_KEY, worldOf, type World } from '../attack/pen.js';
import { refusal, vkey } from './logs.js';

const round = 'R-1';
let world: World;
beforeAll(async () => {
  world = await worldOf(manyPeople(4));
});

/** What `parseEntry` says of the entry that this writes, all problems. */
function problems(write: (pen: Pen) => void, change: (entry: Loose) => void): string[] {
  const pen = new Pen();
  write(pen);
  const entry = structuredClone(pen.entries.at(-1));
  expect(parseEntry(canonicalJson(entry))).toEqual(entry);
  change(entry);
  try {
    parseEntry(canonicalJson(entry), '/7');
    return [];
  } catch (error) {
    return (error as { issues: { code: string; path: string }[] }).issues.map((issue) => `${issue.code} ${issue.path}`);
  }
}

const genesis = (pen: Pen): unknown => pen.add('genesis', { ...GENESIS, witnesses: { keys: [WITNESS_KEY], quorum: 1 } });
const sealing = (pen: Pen): unknown => pen.add('seal', sealBody(world.sealed), { round });
const reveal = (pen: Pen): unknown => pen.add('reveal', REVEALS[0], { round });
const freeze = (pen: Pen): unknown => pen.add('freeze', freezeBody(world), { round });
const open = (pen: Pen): unknown => pen.add('open', { on: '2026-11-21', positions: 'all' }, { round });
const recusal = (pen: Pen): unknown => pen.add('recusal', { actor: 'boss', reason: 'related' }, { round, values: { '/person': 'P001' } });

describe('the line of an entry', () => {
  it.each<[name: string, write: (pen: Pen) => unknown, change: (entry: Loose) => void, ...problems: string[]]>([
    ['another format', open, (e) => (e.format = 'meritra/entry/0'), 'E_FORMAT /7/format'],
    ['a kind that nobody knows', open, (e) => (e.kind = 'vote'), 'E_STATE /7/kind'],
    ['an id with a blank', open, (e) => (e.id = 'e 1'), 'E_ID_SYNTAX /7/id'],
    ['a time without its T', open, (e) => (e.time = '2026-11-20 08:00:00Z'), 'E_DATE_FORMAT /7/time'],
    ['a time of a thirteenth month', open, (e) => (e.time = '2026-13-20T08:00:00Z'), 'E_DATE_FORMAT /7/time'],
    ['a time on a day that no calendar has', open, (e) => (e.time = '2026-02-29T08:00:00Z'), 'E_DATE_FORMAT /7/time'],
    ['an hour 24', open, (e) => (e.time = '2026-11-20T24:00:00Z'), 'E_DATE_FORMAT /7/time'],
    ['words that are not composed', recusal, (e) => (e.body.reason = 'e\u0301cole'), 'E_LOG_NOT_CANONICAL /7/body/reason'],
    ['words with a control character', recusal, (e) => (e.body.reason = 'a\u0007'), 'E_STRING_CONTROL /7/body/reason'],
    ['a key that is none', genesis, (e) => (e.body.keys = ['log.example+zz']), 'E_KEY /7/body/keys/0'],
    ['one key twice', genesis, (e) => (e.body.keys = [LOG_KEY, LOG_KEY]), 'E_KEY /7/body/keys'],
    ['more witnesses asked for than there are', genesis, (e) => (e.body.witnesses.quorum = 2), 'E_NUM_RANGE /7/body/witnesses'],
    ['a hash of a policy that is none', sealing, (e) => (e.body.policy = 'sha256:1'), 'E_POLICY_HASH /7/body/policy'],
    ['a commitment that is no hash', sealing, (e) => (e.body.commitments[1].hash = '1'), 'E_SEED_COMMITMENT /7/body/commitments/1/hash'],
    ['a nonce that is none', reveal, (e) => (e.body.nonce = 'xyz'), 'E_SEED_COMMITMENT /7/body/nonce'],
    ['a root that is none', freeze, (e) => (e.body.root = 'ff'), 'E_INPUT_HASH /7/body/root'],
    ['a commitment to a field that is none', recusal, (e) => (e.fields[0][1] = 'ff'), 'E_COMMITMENT /7/fields/0/1'],
    ['a field left out', recusal, (e) => (e.fields = []), 'E_COMMITMENT /7/fields'],
    ['another field', recusal, (e) => (e.fields[0][0] = '/text'), 'E_COMMITMENT /7/fields'],
    ['a field of a kind without fields', open, (e) => (e.fields = [['/person', '0'.repeat(64)]]), 'E_COMMITMENT /7/fields'],
    ['a genesis of a round', genesis, (e) => Object.assign(e, { round, ordinal: 0 }), 'E_KEY_UNKNOWN /7/round', 'E_KEY_UNKNOWN /7/ordinal'],
    ['a seal of no round', sealing, (e) => ['round', 'ordinal'].forEach((key) => Reflect.deleteProperty(e, key)), 'E_VALUE_MISSING /7/round', 'E_VALUE_MISSING /7/ordinal'],
  ])('is refused for %s, with its place', (_, write, change, ...expected) => expect(problems(write, change)).toEqual(expected));

  it('has one spelling', async () => {
    const pen = new Pen();
    open(pen);
    const line = canonicalJson(pen.entries[0]);
    for (const other of [` ${line}`, JSON.stringify({ ...pen.entries[0] }), '{', '', '{"a":1e400}']) expect(await refusal(() => parseEntry(other, '/0'))).toBe('E_LOG_NOT_CANONICAL /0');
  });
});

/** What the writer says of the last entry, where it takes all that come before. */
function told(pen: Pen, change: (entry: Loose) => void = () => undefined): Promise<string> {
  const records = new Records();
  for (const entry of pen.entries.slice(0, -1)) records.check(entry)();
  const last = structuredClone(pen.entries.at(-1));
  change(last);
  return refusal(() => records.check(last)());
}
const RULES = `sha256:${'3'.repeat(64)}`;
const EARLIER = ['genesis', 'seal', 'open', 'freeze', 'reveal', 'reveal', 'attempt', 'proposal'] as const;
/** A story up to its first entry of a kind, that entry included, or its second one. */
function upTo(kind: (typeof EARLIER)[number], second = false): Pen {
  const pen = story(world);
  pen.entries = pen.entries.slice(0, EARLIER.indexOf(kind) + (second ? 2 : 1));
  return pen;
}
const objects = (pen: Pen): number => pen.add('objection', { to: 7 }, { round, values: { '/person': 'P001', '/text': 'no' } });
const answers = (pen: Pen, objection: number): number => pen.add('answer', { objection, outcome: 'dismissed', by: 'boss', on: '2026-11-21', document: 'letter' }, { round, values: { '/text': 'no' } });
const decides = (pen: Pen): number => pen.add('decision', { proposal: 7, by: 'boss', on: '2026-11-21', changes: 0, loss: [] }, { round, values: { '/decision': RULES } });
const repairs = (pen: Pen, of: number): number => pen.add('repair', { of, cause: 'declined', by: 'boss', on: '2026-11-22', changed: 1 }, { round, values: { '/repair': RULES } });
const ANOTHER = vkey('log.example/next', 9);
const changesKey = (pen: Pen, add: string | null, retire: string | null): number => pen.add('key', { add, retire, reason: 'a new year' });
const erases = (pen: Pen, entries: Loose, subjects: Loose = []): number => pen.add('erasure', { by: 'boss', on: '2026-11-30', basis: 'art. 1', document: 'letter', entries, subjects });

describe('an entry at its place in the log', () => {
  it.each<[name: string, write: (pen: Pen) => unknown, from: () => Pen, expected: string]>([
    ['a withheld nonce of nobody who sealed', (pen) => pen.add('withheld', { party: 'stranger', reason: 'x' }, { round }), () => upTo('freeze'), 'E_REF_UNKNOWN /body/party'],
    ['a withheld nonce that is known', (pen) => pen.add('withheld', { party: REVEALS[0]!.party, reason: 'x' }, { round }), () => upTo('reveal'), 'E_STATE /body/party'],
    ['a nonce of nobody who sealed', (pen) => pen.add('reveal', { ...REVEALS[0], party: 'stranger' }, { round }), () => upTo('freeze'), 'E_SEED_COMMITMENT /body/party'],
    ['a nonce that is known', reveal, () => upTo('reveal'), 'E_SEED_COMMITMENT /body/party'],
    ['a nonce of another party', (pen) => pen.add('reveal', { ...REVEALS[1], party: REVEALS[0]!.party }, { round }), () => upTo('freeze'), 'E_SEED_COMMITMENT /body/nonce'],
    ['a proposal of another attempt', (pen) => pen.add('proposal', proposalBody(world, 3), { round, values: proposalValues(world) }), () => upTo('attempt'), 'E_REF_UNKNOWN /body/attempt'],
    ['an abandoned attempt that was none', (pen) => pen.add('abandoned', { attempt: 1, reason: 'x' }, { round }), () => upTo('attempt'), 'E_REF_UNKNOWN /body/attempt'],
    ['an answer to nothing', (pen) => answers(pen, 1), () => upTo('proposal'), 'E_REF_UNKNOWN /body/objection'],
    ['an objection answered twice', (pen) => (answers(pen, objects(pen)), answers(pen, 8)), () => upTo('proposal'), 'E_STATE /body/objection'],
    ['an objection to a seal', (pen) => pen.add('objection', { to: 1 }, { round, values: { '/person': 'P001', '/text': 'no' } }), () => upTo('proposal'), 'E_REF_UNKNOWN /body/to'],
    ['a repair of the proposal', (pen) => (decides(pen), repairs(pen, 7)), () => upTo('proposal'), 'E_REF_UNKNOWN /body/of'],
    ['a repair of a decision that was repaired', (pen) => repairs(pen, repairs(pen, decides(pen)) - 1), () => upTo('proposal'), 'E_REF_UNKNOWN /body/of'],
    ['a seal in which a party commits twice', (pen) => pen.add('seal', sealBody(world.sealed, { commitments: [0, 0].map((k) => world.sealed.policy.ties.commitments[k]) }), { round }), () => upTo('genesis'), 'E_ID_DUPLICATE /body/commitments'],
    ['an attempt with a policy that was replaced', (pen) => {
      pen.add('seal', sealBody(world.sealed, { policy: RULES, reason: 'a mistake' }), { round });
      open(pen);
      pen.add('attempt', attemptBody(world, pen.add('freeze', freezeBody(world), { round })), { round });
    }, () => upTo('seal'), 'E_POLICY_SUPERSEDED /body/policy'],
    ['an attempt with a policy that was never sealed', (pen) => pen.add('attempt', { ...attemptBody(world, 3), policy: RULES }, { round }), () => upTo('freeze'), 'E_POLICY_HASH /body/policy'],
    ['rules changed while parties commit anew', (pen) => {
      pen.add('withheld', { party: REVEALS[0]!.party, reason: 'no answer' }, { round });
      pen.add('seal', sealBody(world.sealed, { rules: RULES, reason: 'withheld' }), { round });
    }, () => upTo('freeze'), 'E_POLICY_HASH /body/rules'],
    ['a change of keys that changes none', (pen) => changesKey(pen, null, null), () => upTo('genesis'), 'E_KEY /body'],
    ['a key retired that was never good', (pen) => changesKey(pen, null, ANOTHER), () => upTo('genesis'), 'E_KEY /body/retire'],
    ['the last key retired', (pen) => changesKey(pen, null, LOG_KEY), () => upTo('genesis'), 'E_KEY /body/retire'],
    ['a key added that is good already', (pen) => changesKey(pen, LOG_KEY, null), () => upTo('genesis'), 'E_KEY /body/add'],
    ['a key added again that was retired', (pen) => (changesKey(pen, ANOTHER, LOG_KEY), changesKey(pen, LOG_KEY, null)), () => upTo('genesis'), 'E_KEY /body/add'],
    ['an erasure of nothing', (pen) => erases(pen, []), () => upTo('proposal'), 'E_VALUE_MISSING /body'],
    ['an erasure of an entry to come', (pen) => erases(pen, [[8, ['/proposal']]]), () => upTo('proposal'), 'E_REF_UNKNOWN /body/entries/0'],
    ['an erasure that names an entry twice', (pen) => erases(pen, [[7, ['/proposal']], [7, ['/public']]]), () => upTo('proposal'), 'E_REF_UNKNOWN /body/entries/1'],
    ['an erasure of a field that the entry does not have', (pen) => erases(pen, [[7, ['/person']]]), () => upTo('proposal'), 'E_REF_UNKNOWN /body/entries/0/1'],
    ['an erasure of an entry without fields', (pen) => erases(pen, [[2, ['/person']]]), () => upTo('proposal'), 'E_REF_UNKNOWN /body/entries/0/1'],
    ['an erasure with paths out of order', (pen) => erases(pen, [[7, ['/public', '/proposal']]]), () => upTo('proposal'), 'E_REF_UNKNOWN /body/entries/0/1'],
    ['an erasure that names somebody twice', (pen) => erases(pen, [], [[round, 'p-1'], [round, 'p-1']]), () => upTo('proposal'), 'E_REF_UNKNOWN /body/subjects'],
  ])('is refused for %s', async (_, write, from, expected) => {
    const pen = from();
    write(pen);
    expect(await told(pen)).toBe(expected);
  });

  it('has the next number of the log and of its round', async () => {
    expect(await told(upTo('open'), (e) => (e.index = 7))).toBe('E_LOG_GAP /index');
    expect(await told(upTo('open'), (e) => (e.ordinal = 7))).toBe('E_LOG_GAP /ordinal');
    expect(await told(upTo('open'))).toBe('nothing');
  });

  it('changes what it says, and nothing else: keys, nonces by party, objections one by one', () => {
    const records = new Records();
    const pen = upTo('freeze');
    for (const nonce of [...REVEALS].reverse()) pen.add('reveal', nonce, { round });
    pen.add('proposal', proposalBody(world, pen.add('attempt', attemptBody(world, 3), { round })), { round, values: proposalValues(world) });
    const [first, second] = [objects(pen), objects(pen)];
    answers(pen, second);
    changesKey(pen, ANOTHER, null);
    for (const entry of pen.entries) records.check(entry)();
    expect(records.round(round).reveals.map(({ party }) => party)).toEqual(['board', 'panel']);
    expect(records.round(round).objections).toEqual([{ index: first, answered: false }, { index: second, answered: true }]);
    expect([records.keys, records.signing]).toEqual([[LOG_KEY, ANOTHER], [LOG_KEY, ANOTHER]]);
    changesKey(pen, null, LOG_KEY);
    records.check(pen.entries.at(-1))();
    expect([records.keys, records.signing]).toEqual([[ANOTHER], [ANOTHER, LOG_KEY]]); // the one that goes signs the head that ends with its going
  });

  it('a round without a seal has nobody who could reveal', async () => expect(await refusal(() => missingReveals(newRound(round)))).toBe('E_STATE'));
});
