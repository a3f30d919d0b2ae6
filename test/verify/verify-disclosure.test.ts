import { describe, expect, it } from 'vitest';
import { verifyDisclosure, type OutsideOptions } from '../../src/verify/index.js';
import type { Loose } from './builder.js';
import { cosignature, disclosure, LOG_KEY, ORIGIN, pseudonymOf, signer, tell } from './trail-writer.js';

const STORY = tell();
const { log, keys } = STORY;
const RATING = log.last('rating');
const FREEZE = log.last('freeze');
const NAME = `/people/${pseudonymOf(keys.get('ana')!)}/id`;
const told = (document: unknown, options?: OutsideOptions): string[] => {
  const { verdicts } = verifyDisclosure(document, options);
  expect(verdicts.map(({ check }) => check)).toEqual(['format', 'integrity', 'anchored']);
  return verdicts.map(({ outcome, code, path, upTo }) => (code === undefined ? (upTo === undefined ? outcome : `${outcome} ${upTo}`) : `${code} ${path}`));
};
const KNOWN = { keys: [LOG_KEY.vkey], checkpoints: [log.note()] };
const field = (change: (document: Loose) => unknown = () => undefined): Loose => {
  const document = disclosure(STORY, RATING, ['/person', '/value']);
  change(document);
  return document;
};
const leaf = (change: (document: Loose) => unknown = () => undefined): Loose => {
  const document = disclosure(STORY, FREEZE, [], ['/asOf', NAME]);
  change(document);
  return document;
};

describe('verifyDisclosure', () => {
  it('holds for fields of an entry and for leaves of the frozen input, and shows nothing else', () => {
    expect(told(field(), KNOWN)).toEqual(['holds', 'holds', `holds ${log.entries.length}`]);
    expect(told(leaf(), KNOWN)).toEqual(['holds', 'holds', `holds ${log.entries.length}`]);
    expect(JSON.stringify(leaf())).not.toMatch(/budi|citra|dewi/);
    expect(told(field((d) => (d.openings = [])), KNOWN)[1]).toBe('holds');
  });

  it('is unproven where no key of the log is known', () => expect(told(field())).toEqual(['holds', 'unproven', 'unproven']));

  const witness = signer('witness.example/w', 7, 4);
  const cases: readonly [string, string, number, Loose, OutsideOptions?][] = [
    ['another format', 'E_FORMAT /format', 0, field((d) => (d.format = 'x'))], ['no entry', 'E_FORMAT /entry', 0, field((d) => (d.entry = 1))], ['nothing', 'E_FORMAT ', 0, null],
    ['bad keys', 'E_KEY ', 0, field(), { keys: ['x'] }],
    ['no note', 'E_NOTE /checkpoint', 1, field((d) => (d.checkpoint = 'x'))], ['a strange key', 'E_KEY /checkpoint', 1, field(), { keys: [signer(ORIGIN, 2).vkey] }],
    ['a changed signature', 'E_SIGNATURE /checkpoint', 1, field((d) => (d.checkpoint = `${d.checkpoint.slice(0, -12)}AAAA${d.checkpoint.slice(-8)}`))],
    ['a changed entry', 'E_PROOF /proof', 1, field((d) => (d.entry.body.actor = 'panel-2'))], ['another value', 'E_COMMITMENT /openings/1', 1, field((d) => (d.openings[1].value = 99))],
    ['a field that the entry does not have', 'E_COMMITMENT /openings/0', 1, field((d) => (d.openings[0].path = '/text'))],
    ['leaves of no freeze', 'E_STATE /leaves', 1, field((d) => (d.leaves = leaf().leaves))], ['another leaf', 'E_PROOF /leaves/1', 1, leaf((d) => (d.leaves[1].value = 'budi'))],
    ['a leaf at another place', 'E_PROOF /leaves/0', 1, leaf((d) => d.leaves[0].index++)],
    ['a fork', 'E_LOG_FORK /checkpoint', 2, field(), { ...KNOWN, checkpoints: [tell((b) => (b.round.title = 'Other')).log.note()] }],
    ['an entry dated back', 'E_LOG_BACKDATED /entry', 2, field(), { ...KNOWN, checkpoints: [`${log.note(3)}${cosignature(log.note(3), witness, '2026-01-05T09:00:00Z')}`], witnesses: { keys: [witness.vkey], quorum: 1 } }],
  ];
  for (const [name, expected, check, document, options = KNOWN] of cases) it(`${name}: ${expected}`, () => expect(told(document, options)[check]).toBe(expected));

  it('is anchored by witnesses, without a key of the log too', () => {
    const seen = field((d) => (d.checkpoint += cosignature(d.checkpoint, witness, '2026-01-06T00:00:00Z')));
    expect(told(seen, { witnesses: { keys: [witness.vkey], quorum: 1 } })).toEqual(['holds', 'unproven', `holds ${log.entries.length}`]);
  });

  it('never throws', () => {
    const throwing = new Proxy({}, { get: () => { throw new Error('no'); } });
    for (const value of [undefined, null, 1, 'x', [], {}, throwing, { ...field(), entry: throwing }]) expect(told(value)[0]).toMatch(/^E_FORMAT/);
  });
});
