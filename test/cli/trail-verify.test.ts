import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { canonicalJson } from '../../src/canonical/index.js';
import { fileStore, readKeyFile, writeKeyFile } from '../../src/node/index.js';
import { rootOfAsync, signCheckpoint } from '../../src/trail/index.js';
import type { Verdicts } from '../../src/verify/index.js';
import { cli } from './cli.js';

const dir = mkdtempSync(join(tmpdir(), 'meritra-trail-verify-'));
const at = (...names: readonly string[]): string => join(dir, ...names);
afterAll(() => rmSync(dir, { recursive: true }));

const ORIGIN = 'toy.example/log';
const ENTRIES = 40;
const POLICY = `sha256:${'a'.repeat(64)}`;
let key: string;

/** A log of one round, trials only, under checkpoints over 20 and over all entries. */
beforeAll(async () => {
  const { signer, verifierKey } = await writeKeyFile(at('log.key'), ORIGIN);
  key = verifierKey;
  const store = await fileStore(at('trail'));
  const bodies: [kind: string, body: object][] = [
    ['genesis', { origin: ORIGIN, keys: [key], witnesses: null, controller: 'The toy office', retention: null }],
    ['seal', { policy: POLICY, rules: POLICY, commitments: ['council', 'panel'].map((party) => ({ party, hash: POLICY })), revealBy: '2026-12-31', reason: null }],
  ];
  while (bodies.length < ENTRIES) bodies.push(['exploration', { purpose: 'what-if', policy: POLICY, reason: null }]);
  for (const [index, [kind, body]] of bodies.entries()) {
    const ofRound = index === 0 ? {} : { round: 'R-1', ordinal: index - 1 };
    await store.append(`E-${index}`, index, () => canonicalJson({ format: 'meritra/entry/1', index, id: `E-${index}`, time: '2026-11-22T00:00:00Z', kind, ...ofRound, body, fields: [] }));
    const size = index + 1;
    if (size === 20 || size === ENTRIES) {
      const note = await signCheckpoint({ origin: ORIGIN, size, root: await rootOfAsync(size, (level, k) => store.hash(level, k)) }, signer);
      await store.keepCheckpoint(size, note);
      writeFileSync(at(`head-${size}.txt`), note);
    }
  }
  await store.close();
});

describe('meritra trail verify', () => {
  const outcomes = (out: string): Record<string, string> => Object.fromEntries([...out.matchAll(/^ {2}(holds|FAILS|not proven|not checked) +(\w+):/gm)].map(([, outcome, check]) => [check!, outcome!]));

  it('holds up to what somebody outside kept, and says "not proven" where nobody did', async () => {
    const alone = await cli(['trail', 'verify', at('trail')]);
    expect([alone.code, outcomes(alone.out)]).toEqual([3, expect.objectContaining({ format: 'holds', integrity: 'holds', completeness: 'not proven', anchored: 'not proven' })]);
    expect(alone.out).toContain('nobody can see from a log alone that its end was cut off');
    const kept = await cli(['trail', 'verify', at('trail'), '--checkpoint', at(`head-${ENTRIES}.txt`), '--key', key]);
    expect(outcomes(kept.out)).toMatchObject({ format: 'holds', integrity: 'holds', completeness: 'holds', anchored: 'holds' });
    expect(kept.out).toContain(`up to ${ENTRIES} entries`);
    expect((await cli(['trail', 'verify', at('trail'), '--checkpoint', at('head-20.txt'), '--locale', 'id'])).out).toContain('sampai 20 entri');
  });

  it('finds a tail that was cut off, a changed entry and a log that is none', async () => {
    mkdirSync(at('cut'));
    const lines = readFileSync(at('trail', 'log.jsonl'), 'utf8').split('\n');
    writeFileSync(at('cut', 'log.jsonl'), `${lines.slice(0, 20).join('\n')}\n`);
    const cut = await cli(['trail', 'verify', at('cut', 'log.jsonl'), '--checkpoint', at(`head-${ENTRIES}.txt`), '--key', key]);
    expect([cut.code, cut.out]).toEqual([1, expect.stringContaining('[E_LOG_TRUNCATED]')]);
    copyFileSync(at('trail', 'checkpoints.jsonl'), at('cut', 'checkpoints.jsonl'));
    expect((await cli(['trail', 'verify', at('cut')])).out).toContain('[E_LOG_TRUNCATED');
    const changed = lines.map((line, k) => (k === 7 ? line.replace('what-if', 'levers') : line)).join('\n');
    writeFileSync(at('changed.jsonl'), changed);
    expect((await cli(['trail', 'verify', at('changed.jsonl')])).out).toMatch(/FAILS +integrity: .*\[E_LOG_CORRUPT \/7\]/);
    writeFileSync(at('none.jsonl'), 'hello\n');
    expect(await cli(['trail', 'verify', at('none.jsonl')])).toMatchObject({ code: 1, out: expect.stringContaining('E_LOG_NOT_CANONICAL /0') });
    expect(await cli(['trail', 'verify', at('nothing.jsonl')])).toMatchObject({ code: 2, err: expect.stringMatching(/^E_FILE/) });
    expect(await cli(['trail', 'verify', at('none.jsonl'), '--disclosure'])).toMatchObject({ code: 2 });
  });

  it('prints the verdicts as data', async () => {
    const { out } = await cli(['trail', 'verify', at('trail'), '--json', '--checkpoint', at(`head-${ENTRIES}.txt`), '--key', key]);
    expect((JSON.parse(out) as Verdicts).verdicts.find((v) => v.check === 'anchored')?.upTo).toBe(ENTRIES);
  });

  it('compares two of its checkpoints by the log itself', async () => {
    const { code, out } = await cli(['trail', 'compare', at('head-20.txt'), at(`head-${ENTRIES}.txt`), '--key', key, '--dir', at('trail')]);
    expect([code, out]).toEqual([0, expect.stringMatching(/^Continues: the log of 40 entries begins with that of 20/)]);
    expect((await readKeyFile(at('log.key'))).verifierKey).toBe(key);
    expect((await cli(['trail', 'compare', at('head-20.txt'), at(`head-${ENTRIES}.txt`), '--key', key, '--dir', at('no-trail')])).err).toMatch(/^E_FILE .*no trail in this folder/);
  });
});
