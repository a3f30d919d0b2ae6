import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { tieCommitment } from '../../src/trail/index.js';
import { richPolicy, richRound } from '../reporting/rounds.js';
import { cli } from './cli.js';

const dir = mkdtempSync(join(tmpdir(), 'meritra-propose-trail-'));
const at = (name: string): string => join(dir, name);
const put = (name: string, content: unknown): string => (writeFileSync(at(name), JSON.stringify(content)), at(name));
afterAll(() => rmSync(dir, { recursive: true }));

const NONCES = { council: 'c0'.repeat(16), panel: '1e'.repeat(16) };
let clock = 1_800_000_000;
const now = (): number => clock++;

it('propose --trail logs the attempt before it begins, asks for a reason the second time, and its bundle and report tell it', async () => {
  const policy = put('policy.json', richPolicy((p) => void (p.ties.commitments = Object.entries(NONCES).map(([party, nonce]) => ({ party, hash: tieCommitment(party, nonce) })))));
  const round = put('round.json', richRound((r) => {
    r.reveals = Object.entries(NONCES).map(([party, nonce]) => ({ party, nonce }));
    r.actors = [...r.actors, { id: 'panel-1', role: 'panel', statement: { on: r.asOf, document: 'Form 1' } }];
  }));
  const begun = await cli(['trail', 'init', '--dir', at('trail'), '--origin', 'toy.example/log', '--controller', 'The toy office', '--key-file', at('log.key'), '--out', at('head.txt')], { now });
  const key = /^ {2}(toy\.example\/log\+\S+)$/m.exec(begun.out)![1]!;
  const propose = (...more: readonly string[]): ReturnType<typeof cli> => cli(['propose', round, '--policy', policy, '--trail', at('trail'), ...more], { now });

  expect(await propose()).toMatchObject({ code: 2, err: expect.stringMatching(/^E_STATE .*has no “seal” yet/) });
  expect(await propose('--steps', '--quiet')).toEqual({ code: 0, out: '', err: '' });
  expect(readFileSync(at('trail/log.jsonl'), 'utf8')).toContain('"body":{"actor":"panel-1","document":"Form 1","role":"panel"}');
  expect(await propose()).toMatchObject({ code: 2, err: expect.stringMatching(/^E_RERUN/) });
  const again = await propose('--reason', 'The printer failed', '--key-file', at('log.key'), '--bundle', at('b.json'), '--report', at('r.html'), '--locale', 'en');
  expect([again.code, again.err.match(/^E_.*/m)]).toEqual([0, null]);
  expect(again.out).toContain('\nTrail: attempt 2 of 2 on record.\n');
  expect(readFileSync(at('r.html'), 'utf8')).toContain('attempt 2 of 2; <strong>reason: The printer failed</strong>');
  await cli(['trail', 'checkpoint', '--dir', at('trail'), '--key-file', at('log.key'), '--out', at('kept.txt')], { now });
  const checked = await cli(['verify', at('b.json'), '--key', key, '--checkpoint', at('kept.txt'), '--report', at('r.html')]);
  expect([checked.code, checked.err]).toEqual([0, '']);
  expect(checked.out.match(/^ {2}holds /gm)).toHaveLength(9);
  expect(await cli(['trail', 'verify', at('trail'), '--key', key, '--checkpoint', at('kept.txt')])).toMatchObject({ code: 0 });

  const person = richRound().people[0]!.id;
  const shown = await cli(['trail', 'disclose', '--dir', at('trail'), '--round', richRound().id, '--person', person]);
  expect(shown.err).toBe('');
  const disclosures = JSON.parse(shown.out) as readonly object[];
  expect(disclosures[0]).toMatchObject({ entry: { kind: 'freeze' }, leaves: expect.arrayContaining([expect.objectContaining({ path: expect.stringContaining(`/people/`) })]) });
  for (const disclosure of disclosures) expect(await cli(['trail', 'verify', put('shown.json', disclosure), '--disclosure', '--key', key, '--checkpoint', at('kept.txt')])).toMatchObject({ code: 0 });
});
