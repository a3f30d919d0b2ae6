import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import * as door from '../../src/audit.js';
import { audit, logOf, recordIn, reveal, type Past } from '../../src/auditing/index.js';
import { hashDocument } from '../../src/canonical/index.js';
import { parseRound, seal } from '../../src/index.js';
import { formatVerifierKey, generateKey, memoryStore, openTrail, signerOf, tieCommitment, trailBundle } from '../../src/trail/index.js';
import { verify } from '../../src/verify/index.js';

const nonces = { council: 'c0'.repeat(16), inspectorate: '1e'.repeat(16) };
const read = (file: string): Record<string, never> => JSON.parse(readFileSync(`test/consumers/${file}`, 'utf8')) as Record<string, never>;

const past: Past = {
  decisions: Array.from({ length: 6 }, (_, d) => ({ id: `D${d}`, position: `J${d}`, on: `2025-0${d + 1}-10`, decider: 'CHIEF' })),
  candidates: Array.from({ length: 24 }, (_, k) => ({ decision: `D${Math.floor(k / 4)}`, person: `PERSON-${k}`, chosen: k % 4 === 0, eligible: true, score: 80 - (k % 4), ties: { cousin: k % 4 === 0 } })),
};

async function openedTrail(): Promise<{ trail: Awaited<ReturnType<typeof openTrail>>; key: string; round: ReturnType<typeof parseRound>['round']; policy: ReturnType<typeof seal> }> {
  const pack = read('policy.json') as Record<string, never> & { ties: object };
  const policy = seal({ ...pack, ties: { ...pack.ties, commitments: Object.entries(nonces).map(([party, nonce]) => ({ party, hash: tieCommitment(party, nonce) })) } });
  const { round } = parseRound({ ...read('round.json'), reveals: [] }, policy, { reveals: 'later' });
  const signer = signerOf(generateKey().secretKey, 'office.example/rotation');
  const trail = await openTrail(memoryStore(), { origin: signer.name, signer, controller: 'Personnel office' });
  await trail.seal(round.id, policy, { revealBy: '2199-12-31' });
  await trail.open(round.id, { on: round.asOf, positions: 'all' });
  await trail.freeze(round, policy);
  for (const [party, nonce] of Object.entries(nonces)) await trail.reveal(round.id, { party, nonce });
  return { trail, key: formatVerifierKey(signer), round: { ...round, reveals: trail.reveals(round.id) }, policy };
}

it('a family that is recorded in a trail stands there with its hash before anything was counted, and the trail still holds', async () => {
  const { trail, key, round, policy } = await openedTrail();
  const record = recordIn(trail, { round: round.id, policy: policy.hash });
  let sizeWhenCounting = -1;
  const before = trail.size;
  const found = await audit(past, { record, onProgress: ({ done }) => { if (done === 0) sizeWhenCounting = trail.size; } });
  expect(found.family.logged?.index).toBe(before);
  expect(sizeWhenCounting).toBe(before + 1);
  expect(trail.explorations(round.id)).toMatchObject({ other: 1 });

  const proposal = await trail.propose(round, policy);
  const bundle = await trailBundle(trail, { proposal, round, sealed: policy, whole: true, profile: 'full' });
  const entries = JSON.stringify(bundle);
  expect(entries).toContain(`meritra/audit-plan/0 ${found.family.hash}`);
  const verdicts = verify(bundle, { keys: [key], checkpoints: [await trail.checkpoint()] });
  const log = logOf(verdicts, 2);
  expect(log).toEqual({ integrity: 'holds', anchored: trail.size, erased: 2 });
  const again = await audit(past, { log });
  expect(again.strip.log).toEqual(log);
  expect(again.family.hash).toBe(found.family.hash);
});

it('a reveal is in the trail before anybody is named, and nobody is named where the trail refuses', async () => {
  const { trail, round, policy } = await openedTrail();
  const found = await audit(past);
  const request = { by: 'inspector', on: '2026-11-22', reason: 'case 7', record: recordIn(trail, { round: round.id, policy: policy.hash }) };
  const size = trail.size;
  const { names, audit: after } = await reveal(found, past, request);
  expect(trail.size).toBe(size + 1);
  expect([...names.values()].some(({ id }) => id === 'PERSON-0')).toBe(true);
  expect(after.reveals).toMatchObject([{ by: 'inspector', logged: { index: size } }]);
  await expect(reveal(found, past, { ...request, record: recordIn(trail, { round: 'no-such-round', policy: policy.hash }) })).rejects.toMatchObject({ code: 'E_STATE' });
});

it('what verify did not say is not checked', () => {
  expect(logOf({ verdicts: [] })).toEqual({ integrity: 'not-checked', anchored: null, erased: 0 });
  expect(logOf({ verdicts: [{ check: 'anchored', outcome: 'holds' }] })).toEqual({ integrity: 'not-checked', anchored: null, erased: 0 });
  expect(logOf({ verdicts: [{ check: 'integrity', outcome: 'fails' }, { check: 'anchored', outcome: 'unproven' }] })).toEqual({ integrity: 'fails', anchored: null, erased: 0 });
  expect(hashDocument('meritra/audit-plan/0', { format: 'meritra/audit-plan/0' })).toMatch(/^sha256:/);
});

it('the audit of the door shows itself, is the same document, and is revealed like any other', async () => {
  const found = await door.audit(past);
  expect(JSON.parse(JSON.stringify(found))).toEqual(JSON.parse(JSON.stringify(await audit(past))));
  expect(Reflect.ownKeys(found).filter((key) => typeof key === 'symbol').length).toBeGreaterThan(0);
  expect(found.text()).toMatch(/6 of 6/);
  const { names, audit: after } = await door.reveal(found, past, { by: 'inspector', on: '2026-11-22', reason: 'case 7' });
  expect(names.size).toBeGreaterThan(0);
  expect(after.html()).toContain('case 7');
  expect(found.html()).not.toContain('PERSON-');
});

it('what is no audit is refused by its format', async () => {
  const request = { by: 'inspector', on: '2026-11-22', reason: 'case 7' };
  for (const nothing of [null, undefined, {}, { format: 'meritra/audit/9' }]) await expect(reveal(nothing as never, past, request)).rejects.toMatchObject({ code: 'E_FORMAT', path: '/format' });
});
