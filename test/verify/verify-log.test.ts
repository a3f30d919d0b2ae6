import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fastNode, fastSha, fastStream, Message } from '../../src/verify/fast-hash.js';
import { verifyLog, type VerifyLogOptions } from '../../src/verify/index.js';
import { Fingerprints, PackedPlaces } from '../../src/verify/memory.js';
import { canonical, lp, type Loose } from './builder.js';
import { cosignature, Log, LOG_KEY, sha256, signer, tell } from './trail-writer.js';

const STORY = tell();
const LOG = STORY.log;
const NOTE = LOG.note();
const KNOWN: VerifyLogOptions = { checkpoint: NOTE, keys: [LOG_KEY.vkey], checkpoints: [NOTE] };
const FORMAT = ['format', 'integrity', 'completeness', 'anchored'];
const told = async (lines: unknown, options: Loose = KNOWN): Promise<string[]> => {
  const { verdicts } = await verifyLog(lines as string, options);
  expect(verdicts.map(({ check }) => check)).toEqual(FORMAT);
  return verdicts.map(({ outcome, code, path, upTo }) => (code === undefined ? (upTo === undefined ? outcome : `${outcome} ${upTo}`) : `${code} ${path}`));
};
const N = LOG.entries.length;
const HOLDS = ['holds', 'holds', 'holds', `holds ${N}`];
const UNREAD = ['not-checked', 'not-checked', 'not-checked'];
const edited = (change: (log: Log) => unknown, story = tell()): Log => {
  change(story.log);
  return story.log;
};

describe('verifyLog', () => {
  it('holds for a log from a text, bytes, lines, and pieces that are cut anywhere', async () => {
    const text = LOG.text();
    const bytes = new TextEncoder().encode(text);
    expect(await told(text)).toEqual(HOLDS);
    expect(await told(bytes)).toEqual(HOLDS);
    expect(await told(text.split(/(?<=\n)/))).toEqual(HOLDS);
    expect(await told(LOG.entries.map((entry) => `${canonical(entry)}\n`))).toEqual(HOLDS);
    expect(await told(text.trimEnd())).toEqual(HOLDS);
    await fc.assert(fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 8 }), fc.boolean(), async (cuts, asText) => {
      const all = [0, ...cuts.sort((a, b) => a - b), bytes.length];
      const pieces = all.slice(1).map((to, k) => (asText ? text.slice(all[k], to) : bytes.subarray(all[k], to)));
      const stream = (async function* () { yield* pieces; })();
      expect(await told(stream)).toEqual(HOLDS);
    }), { numRuns: 15 });
  });

  it('reads texts that are not ASCII, cut in the middle of a character', async () => {
    const log = Log.begun({ controller: 'Bürо 🏛 Ω' });
    const options = { checkpoint: log.note(), checkpoints: [log.note()] };
    const bytes = new TextEncoder().encode(log.text());
    expect(await told([...bytes].map((_, k) => bytes.subarray(k, k + 1)), options)).toEqual(['holds', 'holds', 'holds', 'holds 1']);
    expect(await told([...Array(log.text().length).keys()].map((k) => log.text()[k]!), options)).toEqual(['holds', 'holds', 'holds', 'holds 1']);
  });

  it('without anything from outside is signed by nobody and anchored by nobody', async () => {
    expect(await told(LOG.text(), {})).toEqual(['holds', 'unproven', 'unproven', 'unproven']);
    expect(await told(LOG.text(), { checkpoint: NOTE })).toEqual(['holds', 'holds', 'unproven', 'unproven']);
    expect(await told(LOG.text(), { ...KNOWN, checkpoint: LOG.note(5), checkpoints: [LOG.note(5)] })).toEqual(['holds', 'unproven', 'unproven', 'holds 5']);
  });

  const OUT = edited((log) => log.add('open', { on: '2026-02-01', positions: 'all' }));
  const LATE = edited((log) => log.add('exploration', { purpose: 'levers', policy: `sha256:${'0'.repeat(64)}`, reason: null }, {}, { time: '2026-02-02T00:00:00Z' }), tell(undefined, 'freeze'));
  const witness = signer('witness.example/w', 7, 4);
  const cases: readonly [string, readonly string[], () => unknown, Loose?][] = [
    ['nothing', ['holds', 'E_LOG_GAP ', 'E_LOG_TRUNCATED ', 'unproven'], () => '', { checkpoint: NOTE, keys: [LOG_KEY.vkey], checkpoints: [NOTE] }],
    ['white space', ['E_LOG_NOT_CANONICAL /2', ...UNREAD], () => LOG.text().split('\n').map((line, k) => (k === 2 ? line.replace(':', ': ') : line)).join('\n')],
    ['an empty line', ['E_LOG_NOT_CANONICAL /1', ...UNREAD], () => LOG.text().replace('\n', '\n\n')],
    ['keys in another order', ['E_LOG_NOT_CANONICAL /0', ...UNREAD], () => `${JSON.stringify(LOG.entries[0])}\n`],
    ['a key twice', ['E_LOG_NOT_CANONICAL /1', ...UNREAD], () => LOG.text().replace(/("index":1),/, '$1,$1,')],
    ['a number written otherwise', ['E_LOG_NOT_CANONICAL /1', ...UNREAD], () => LOG.text().replace('"index":1,', '"index":1.0,')],
    ['half a surrogate pair', ['E_LOG_NOT_CANONICAL /0', ...UNREAD], () => LOG.text().replace('The office', '\\ud800')],
    ['bytes that are no UTF-8', ['E_LOG_NOT_CANONICAL /1', ...UNREAD], () => Buffer.concat([Buffer.from(LOG.text().split('\n')[0]!), Buffer.from([0x0a, 0xff, 0xfe])])],
    ['a torn line', ['E_LOG_NOT_CANONICAL /11', ...UNREAD], () => LOG.text().slice(0, -20)],
    ['an entry out of its form', ['E_FORMAT /1/body/revealBy', ...UNREAD], () => LOG.text().replace('"revealBy":"2026-02-01"', '"revealBy":"2026-02-30"')],
    ['no entry', ['E_FORMAT /0/body', ...UNREAD], () => '{}\n'],
    ['a line without end', ['E_LIMIT_BYTES /0', ...UNREAD], () => Array(33).fill('x'.repeat(1 << 19))],
    ['a long line with an end', ['E_LIMIT_BYTES /0', ...UNREAD], () => `${'x'.repeat((1 << 24) + 129)}\n`],
    ['deep nesting', ['E_LOG_NOT_CANONICAL /0', ...UNREAD], () => `${'['.repeat(1_000_000)}\n`],
    ['a hash beside the entry that is not its own', ['holds', 'E_LOG_CORRUPT /3', 'unproven', 'unproven'], () => LOG.text().split('\n').map((line, k) => (k === 3 ? line.replace(/.{64}"}$/, `${'0'.repeat(64)}"}`) : line)).join('\n')],
    ['a lost entry', ['holds', 'E_LOG_GAP /3', 'E_LOG_GAP /3', 'unproven'], () => LOG.text().split('\n').filter((_, k) => k !== 3).join('\n')],
    ['a cut tail', ['holds', 'E_LOG_TRUNCATED ', 'E_LOG_TRUNCATED ', 'unproven'], () => LOG.text().split('\n').slice(0, 8).join('\n')],
    ['a changed entry', ['holds', 'E_LOG_ROOT ', 'unproven', 'E_LOG_FORK '], () => edited((log) => (log.entries[3].body.on = '2026-01-06')).text()],
    ['no note', ['holds', 'E_NOTE ', 'holds', `holds ${N}`], () => LOG.text(), { ...KNOWN, checkpoint: 'x' }],
    ['a note of another log', ['holds', 'E_LOG_ROOT ', 'unproven', 'unproven'], () => edited((log) => (log.entries[0].body.origin = 'other')).text()],
    ['a strange key', ['holds', 'E_KEY ', 'unproven', 'unproven'], () => LOG.text(), { ...KNOWN, keys: [signer('x', 2).vkey] }],
    ['a changed signature', ['holds', 'E_SIGNATURE ', 'holds', `holds ${N}`], () => LOG.text(), { ...KNOWN, checkpoint: `${NOTE.slice(0, -12)}AAAA${NOTE.slice(-8)}` }],
    ['a step out of order', ['holds', 'holds', `E_STATE /${N}`, `holds ${N + 1}`], () => OUT.text(), { ...KNOWN, checkpoint: OUT.note(), checkpoints: [OUT.note()] }],
    ['a nonce withheld', ['holds', 'holds', 'E_SEED_WITHHELD /1', 'holds 8'], () => LATE.text(), { checkpoint: LATE.note(), checkpoints: [LATE.note()] }],
    ['an entry dated back', ['holds', 'holds', 'unproven', 'E_LOG_BACKDATED /5'], () => LOG.text(), { checkpoint: NOTE, checkpoints: [`${LOG.note(5)}${cosignature(LOG.note(5), witness, '2026-01-05T09:00:00Z')}`], witnesses: { keys: [witness.vkey], quorum: 1 } }],
    ['keys that are none', ['E_KEY ', ...UNREAD], () => LOG.text(), { keys: ['x'] }],
    ['a checkpoint that is a number', ['E_FORMAT ', ...UNREAD], () => LOG.text(), { checkpoint: 1 }],
    ['a number instead of a log', ['E_FORMAT /0', ...UNREAD], () => 1],
    ['numbers instead of pieces', ['E_FORMAT /0', ...UNREAD], () => [1, 2]],
    ['a stream that breaks', ['E_FORMAT /1', ...UNREAD], () => (function* () { yield LOG.text().split(/(?<=\n)/)[0]!; throw new Error('EIO'); })()],
    ['a store that finds a damaged line', ['E_LOG_CORRUPT /7', ...UNREAD], () => (function* () { yield ''; throw Object.assign(new Error('x'), { code: 'E_LOG_CORRUPT', path: '/7' }); })()],
  ];
  it.each(cases)('%s: %j', async (_, expected, lines, options = KNOWN) => expect(await told(lines(), options)).toEqual(expected));

  it('is stopped by its signal, with the reason of the signal, and tells how far it is', async () => {
    const stop = new AbortController();
    const seen: number[] = [];
    const lines = LOG.text().split(/(?<=\n)/);
    await expect(verifyLog(lines, { signal: stop.signal, onProgress: ({ entries }) => (seen.push(entries) === 4 ? stop.abort(new Error('enough')) : undefined) })).rejects.toThrow('enough');
    expect(seen.length).toBe(4);
  });

  it('every bit flipped of a log is seen', async () => {
    const bytes = new TextEncoder().encode(LOG.text());
    for (let k = 0; k < bytes.length; k += 61) {
      const flipped = bytes.slice();
      flipped[k]! ^= 1 << k % 8;
      const { verdicts } = await verifyLog([flipped], KNOWN);
      expect(verdicts.some(({ outcome }) => outcome === 'fails')).toBe(true);
    }
  });
});

describe('what the check remembers', () => {
  it('finds every repeated id, and takes no new one for it', () => {
    const ids = new Fingerprints();
    for (let k = 0; k < 60_000; k++) expect(ids.isNew(`entry-${k.toString(36)}`)).toBe(true);
    for (let k = 0; k < 60_000; k += 7) expect(ids.isNew(`entry-${k.toString(36)}`)).toBe(false);
    fc.assert(fc.property(fc.uniqueArray(fc.string({ maxLength: 12 }), { maxLength: 60 }), (all) => {
      const some = new Fingerprints();
      expect(all.map((id) => some.isNew(id))).toEqual(all.map(() => true));
      expect(all.map((id) => some.isNew(id))).toEqual(all.map(() => false));
    }));
  });

  it('keeps a number for each entry', () => {
    const places = new PackedPlaces();
    for (let k = 0; k < 5_000; k++) places.set(k, 3 * k);
    expect([places.get(0), places.get(4_999), places.get(5_000)]).toEqual([0, 14_997, undefined]);
  });

  it('hashes as node:crypto does, by the runtime and without it', () => {
    const here = Object.getOwnPropertyDescriptor(process, 'getBuiltinModule')!;
    onTestFinished(() => void Object.defineProperty(process, 'getBuiltinModule', here));
    const bytes = [0, 1, 55, 56, 64, 65, 500, 10_000].map((n) => sha256(`${n}`).subarray(0, n % 33));
    for (const without of [false, true]) {
      if (without) Object.assign(process, { getBuiltinModule: undefined });
      const sha = fastSha();
      const hex = (...parts: readonly (string | Uint8Array)[]): string => parts.reduce<ReturnType<typeof createHash>>((to, part) => to.update(part), createHash('sha256')).digest('hex');
      const same = (hash: Uint8Array, ...parts: readonly (string | Uint8Array)[]): void => expect(Buffer.from(hash).toString('hex')).toBe(hex(...parts));
      const [stream, message] = [fastStream(), new Message()];
      for (const one of bytes) {
        same(sha(one), one);
        stream.update(one);
        for (const text of ['', 'plain', 'né𝄞', 'x'.repeat(3_000)]) same(message.bytes(one).prefixed(text).prefixedHex(one).text(text).digest(), one, lp(text), lp(Buffer.from(one).toString('hex')), text);
      }
      same(stream.digest(), ...bytes);
      same(fastNode(sha)(sha256('a'), sha256('b')), Uint8Array.of(1), sha256('a'), sha256('b'));
      Object.defineProperty(process, 'getBuiltinModule', here);
    }
  });
});
